"""Recognizes files of other kinds: by their first bytes, or by how their text begins."""

import re

_SIGNATURES = (
    (b"\x1f\x8b", "a gzip file, not UTF-8 text"),
    (b"PK\x03\x04", "a zip file, perhaps an Excel workbook, not UTF-8 text"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file (.xls, .doc), not plain text"),
    (b"{\\rtf", "a word processor's document (RTF), not plain text"),
    (b"%PDF", "a PDF document, not plain text"),
    (b"%!PS", "a PostScript document, not plain text"),
    (b"\x89PNG", "a picture (PNG), not plain text"),
    (b"\xff\xd8\xff", "a picture (JPEG), not plain text"),
    (b"GIF8", "a picture (GIF), not plain text"),
    (b"II*\0", "a picture (TIFF), not plain text"),
    (b"MM\0*", "a picture (TIFF), not plain text"),
    (b"BZh", "a bzip2 file, not plain text"),
    (b"\xfd7zXZ", "an xz file, not plain text"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file, not plain text"),
    (b"7z\xbc\xaf", "a 7-Zip archive, not plain text"),
    (b"Rar!\x1a", "a RAR archive, not plain text"),
    (b"SQLite format 3", "an SQLite database, not plain text"),
    (b"bplist", "a binary property list, not plain text"),
    (b"\x7fELF", "a program, not plain text"),
)
"""The first bytes of files that people take for scenarios, and what they are."""

_NEW = "not a scenario; `tradein new` writes a starter"
_FIELD = r'"?[$\w][\w .$%/()#-]{0,40}"?'
_TABLES = (
    (",", "a table of comma-separated values (CSV)"),
    (";", "a table of values between semicolons (CSV)"),
    ("\t", "a table of values between tabs"),
)


def by_bytes(data: bytes) -> str | None:
    """Name the kind of file that begins with some bytes; None if it may be text."""
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[4:8] == b"ftyp":
        return "a picture or a film, not plain text"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "a picture (WebP), not plain text"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        return "UTF-16 or a file with NUL bytes, not UTF-8 text"
    return None


def by_text(lines: list[str]) -> tuple[str, int] | None:
    """Say what a text is if not a YAML mapping, and the line, from 1, that shows it."""
    written = [
        (number, line.strip())
        for number, line in enumerate(lines[:50], start=1)
        if line.strip() and line.strip()[0] not in "#;"
    ]
    if not written:
        return None
    (number, first), rest = written[0], [line for _, line in written[1:]]
    if _is_ini(first, rest):
        return f"an ini or TOML file, {_NEW}", number
    for mark, kind in _TABLES:
        if _is_table(first, rest, mark):
            return f"{kind}, {_NEW}", number
    return None


def _is_ini(first: str, rest: list[str]) -> bool:
    """Say whether the first lines are a section in brackets, or names with equals signs."""
    section = re.fullmatch(r"\[{1,2}[A-Za-z_][\w .-]*\]{1,2}", first)
    if section and rest:
        return bool(re.match(r"[A-Za-z_][\w .-]*\s*[=:]|\[", rest[0]))
    return bool(re.match(r"[A-Za-z_][\w.-]*\s*=\s*[^=\s]", first))


def _is_table(first: str, rest: list[str], mark: str) -> bool:
    """Say whether the first line is a row of short cells, and the next one has as many."""
    cells = first.split(mark)
    if len(cells) < 2 or any(len(cell.split()) > 4 for cell in cells):
        return False
    if not all(re.fullmatch(_FIELD, cell.strip()) for cell in cells):
        return False
    return rest[0].count(mark) >= len(cells) - 1 if rest else len(cells) > 2
