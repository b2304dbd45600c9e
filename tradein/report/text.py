"""Makes characters: tables for people at the width of their terminal, csv, json."""

import textwrap
from collections.abc import Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

from tradein.report import grid, markup
from tradein.report.grid import Drawn
from tradein.report.tables.table import Cell, Column, Dollars, Percent, Table
from tradein.visible import unseen

STACKED_BELOW = 60
"""Tables are stacked on a terminal with fewer columns than this."""

_FORMULA = "=+-@＝＋－＠﹦﹢﹣﹫"
"""First characters that a spreadsheet may read as a formula."""


class Look(NamedTuple):
    """The terminal that shows the output: its width (None: unlimited), and color."""

    width: int | None = None
    color: bool = False


class AsDrawn(NamedTuple):
    """Lines that stay as they are."""

    lines: str


def page(title: str, parts: Sequence[str | Table | AsDrawn], look: Look) -> str:
    """Write a title, sentences, drawings and tables for a person, with blank lines between them."""
    written = [_bold(_wrapped(title, look), look)]
    for part in parts:
        if isinstance(part, AsDrawn):
            written.append(part.lines)
        else:
            written.append(
                _wrapped(part, look) if isinstance(part, str) else _captioned(part, look)
            )
    return "\n\n".join(written) + "\n"


def lines(sentences: list[str], look: Look) -> str:
    """Write sentences, one on each line."""
    return "\n".join(_wrapped(sentence, look) for sentence in sentences) + "\n"


def formats() -> list[str]:
    """List tabulate's formats by name, except those that cannot keep every text literal."""
    from tabulate import tabulate_formats

    return [name for name in tabulate_formats if name not in markup.NOT_OFFERED]


def formatted(tables: list[Table], table_format: str) -> str:
    """Write tables in one of tabulate's formats; if there are several, with their titles."""
    if len(tables) == 1:
        return _format(tables[0], table_format) + "\n"
    parts = [part for t in tables for part in (_title(t, table_format), _format(t, table_format))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(table: Table, table_format: str) -> str:
    """Write the title of a table in its format."""
    if table_format in ("html", "unsafehtml"):
        from html import escape

        return f"<p>{escape(table.title)}</p>"
    if table_format.startswith("latex"):
        return f"% {table.title}"
    return "" if table_format == "tsv" else markup.escaped(table.title.strip(), table_format, True)


def csv(table: Table, scenarios: list[str] | None = None) -> str:
    """Write one table as comma-separated values, numbers as numbers (RFC 4180).

    `scenarios` gives each row's scenario in a leading column.  Text that a spreadsheet
    would read as a formula gets a leading apostrophe.
    """
    import csv as format_csv
    import io

    out = io.StringIO(newline="")
    writer = format_csv.writer(out, lineterminator="\r\n")
    lead = ["scenario"] if scenarios else []
    writer.writerow([*lead, *(column.name for column in table.columns)])
    for number, row in enumerate(table.rows):
        first = [_harmless(scenarios[number])] if scenarios else []
        writer.writerow([*first, *(_plain(cell) for cell in row)])
    return out.getvalue()


def json(document: dict[str, Any]) -> str:
    """Write a document as JSON, ASCII only."""
    from json import dumps

    return dumps(document, indent=1, allow_nan=False) + "\n"


def json_lines(documents: list[dict[str, Any]]) -> str:
    """Write documents as JSON, one on each line, ASCII only."""
    from json import dumps

    return "".join(dumps(document, allow_nan=False) + "\n" for document in documents)


def _bold(text: str, look: Look) -> str:
    """Make a text bold if there is color."""
    return f"\033[1m{text}\033[0m" if look.color and text else text


def _wrapped(paragraph: str, look: Look) -> str:
    return paragraph if look.width is None else _wrap(paragraph, look.width)


def _wrap(text: str, width: int) -> str:
    """Break a text into lines of at most `width` columns, inside a word only if necessary."""
    if text.isascii():
        return textwrap.fill(text, max(width, 1))
    lines = [""]
    for word in text.split():
        if lines[-1] and grid.width(lines[-1]) + 1 + grid.width(word) <= width:
            lines[-1] += " " + word
            continue
        lines += [word[:1]] if lines[-1] else []
        lines[-1] = word[:1]
        for character in word[1:]:
            if grid.width(lines[-1] + character) > max(width, 2):
                lines.append("")
            lines[-1] += character
    return "\n".join(lines)


def _captioned(table: Table, look: Look) -> str:
    body = fitted(table, look)
    return f"{_bold(_wrapped(table.title, look), look)}\n\n{body}"


def fitted(table: Table, look: Look) -> str:
    """Lay a table out so that no line is wider than the terminal; name the columns left out."""
    table = without_idle(table)
    if look.width is not None and look.width < STACKED_BELOW:
        return _stacked(table, look)
    if len(table.rows) <= table.sideways:
        return _sideways(table, look)
    for columns, left_out in _narrower(table):
        if look.width is None or grid.width_of(columns) <= look.width:
            return "\n\n".join([grid.side_by_side(columns), *_named(left_out, look)])
    return _stacked(table, look)


def _named(left_out: list[Column], look: Look) -> list[str]:
    """Name the columns for which a terminal is too narrow, if there are any."""
    names = "; ".join(column.label for column in left_out)
    return [_wrapped(f"The terminal is too narrow to show: {names}.", look)] if names else []


def _narrower(table: Table) -> Iterator[tuple[list[Drawn], list[Column]]]:
    """Try all columns, then wrapped text, then narrow labels, then fewer columns.

    Leave the least needed column out first; give the columns of a try, and those left out.  Draw and
    measure a column once for each width at which its text wraps.
    """
    drawn = cache(partial(_drawn, table))
    texts = {i for i in range(len(table.columns)) if is_text(table, i)}
    kept = [*range(len(table.columns))]
    for wrap, narrow in ((None, False), (24, False), (None, True)):
        yield [drawn(i, wrap if i in texts else None, narrow) for i in kept], []
    for rank in sorted({column.rank for column in table.columns} - {0}, reverse=True):
        kept = [i for i in kept if table.columns[i].rank < rank]
        left_out = [column for column in table.columns if column.rank >= rank]
        for wrap in (None, 18, 12):
            yield [drawn(i, wrap if i in texts else None, True) for i in kept], left_out


def _drawn(table: Table, index: int, wrap: int | None, narrow: bool) -> Drawn:
    """Make a column of a table; wrap its label, and its text if asked."""
    cells = [for_people(row[index], wrap) for row in table.rows]
    label = _label(table.columns[index], narrow)
    return grid.column(label, cells, right=bool(cells) and not is_text(table, index))


def _label(column: Column, narrow: bool) -> str:
    """Wrap a label, or give the narrow one if wanted, which has its own line breaks."""
    return column.narrow if narrow and column.narrow else _wrap(column.label, 12)


def without_idle(table: Table) -> Table:
    """Leave out spare columns in which no row has anything to show."""
    idle = (None, Dollars(0))
    return _only(
        table,
        [
            not column.spare or any(row[i] not in idle for row in table.rows)
            for i, column in enumerate(table.columns)
        ],
    )


def _only(table: Table, wanted: list[bool]) -> Table:
    columns = [column for column, keep in zip(table.columns, wanted, strict=True) if keep]
    rows = [[c for c, keep in zip(row, wanted, strict=True) if keep] for row in table.rows]
    return table._replace(columns=columns, rows=rows)


def _sideways(table: Table, look: Look) -> str:
    """Write a table with a column for each row, in blocks of as many as fit."""
    for count in range(len(table.rows), 0, -1):
        for label_width in (40, 20):
            blocks = [
                _block(table, table.rows[start : start + count], label_width)
                for start in range(0, len(table.rows), count)
            ]
            if look.width is None or max(map(grid.width_of, blocks)) <= look.width:
                return "\n\n".join(map(grid.side_by_side, blocks))
    return _stacked(table, look)


def _block(table: Table, rows: list[list[Cell]], label_width: int) -> list[Drawn]:
    """Turn some rows of a table into columns; the first two cells of each are its head."""
    cells = [[for_people(cell) for cell in row] for row in rows]
    widest = max(grid.width(cell) for row in cells for cell in row[2:])
    heads = [_head(number, name, max(widest, 11)) for number, name, *_ in cells]
    labels = [_wrap(column.label, label_width) for column in table.columns[2:]]
    first = grid.column("", labels, right=False)
    figures = (
        grid.column(head, row[2:], right=True) for head, row in zip(heads, cells, strict=True)
    )
    return [first, *figures]


def _head(number: str, name: str, width: int) -> str:
    return _wrap(f"{number}. {name}", width)


def _stacked(table: Table, look: Look) -> str:
    """Write a table as lines of label and cell, with a paragraph for each row."""
    if len(table.columns) == 2:
        return "\n".join(_pair(str(row[0]), row[1], look) for row in table.rows)
    paragraphs = [
        "\n".join(
            _pair(column.label, cell, look)
            for column, cell in zip(table.columns, row, strict=True)
            if cell is not None
        )
        for row in table.rows
    ]
    return "\n\n".join(paragraphs)


def _pair(label: str, cell: Cell, look: Look) -> str:
    """Write a label and its cell at the two ends of a line, or on two lines."""
    text = for_people(cell)
    width = look.width or 40
    space = min(width, 40) - grid.width(label) - grid.width(text)
    if space > 0:
        return label + " " * space + text
    return _wrap(f"{label} {text}", width)


def _format(table: Table, table_format: str) -> str:
    """Write a table in any of tabulate's formats, turned on its side if that reads better."""
    table = without_idle(table)
    labels = [_escaped(column.label, table_format) for column in table.columns]
    if len(table.rows) > table.sideways:
        rows = [[_literal(cell, table_format) for cell in row] for row in table.rows]
        written = _tabulate(rows, labels, table_format, _alignment(table))
        return markup.rows_begun(written, table_format)
    heads = [_escaped(f"{number}. {name}", table_format) for number, name, *_ in table.rows]
    lines = [
        [label, *(_literal(row[i + 2], table_format) for row in table.rows)]
        for i, label in enumerate(labels[2:])
    ]
    return _tabulate(lines, ["", *heads], table_format, ["left", *["right"] * len(table.rows)])


def _literal(cell: Cell, table_format: str) -> str:
    """Write a cell, escaping text only: our own figures are not markup in any format."""
    shown = for_people(cell)
    return _escaped(shown, table_format) if isinstance(cell, str) else shown


def _escaped(text: str, table_format: str) -> str:
    """Escape a text so that it is not read as markup, or by a spreadsheet as a formula."""
    if table_format == "tsv":
        return text if _is_number(text) else _harmless(text)
    return markup.escaped(text, table_format)


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("%", "").lstrip("-").isdecimal()


def _alignment(table: Table) -> list[str]:
    return ["left" if is_text(table, i) else "right" for i in range(len(table.columns))]


def is_text(table: Table, index: int) -> bool:
    """Say whether a column has any text."""
    return any(isinstance(row[index], str) for row in table.rows)


def _tabulate(rows: list[list[str]], headers: list[str], style: str, align: list[str]) -> str:
    """Call tabulate with finished cells, none of them to be parsed as a number."""
    import tabulate

    usual = {name: vars(tabulate)[name] for name in ("MIN_PADDING", "WIDE_CHARS_MODE", "wcwidth")}
    vars(tabulate)["MIN_PADDING"] = 0
    cells = [*headers, *(cell for row in rows for cell in row)]
    if not all(cell.isascii() for cell in cells):
        vars(tabulate).update(wcwidth=_Widths, WIDE_CHARS_MODE=True)
    try:
        return tabulate.tabulate(
            rows, headers, style, disable_numparse=True, colalign=align if rows else None
        )
    finally:
        vars(tabulate).update(usual)


class _Widths:
    """Tells tabulate how wide characters are on a screen, in place of its optional wcwidth."""

    @staticmethod
    def wcswidth(text: str) -> int:
        """Give the number of screen columns that a text takes."""
        return grid.width(text)


def for_people(cell: Cell, width: int | None = None) -> str:
    """Write a cell as people read it; text wraps at a width."""
    if cell is None:
        return ""
    if isinstance(cell, Dollars):
        return _money(cell, ",")
    if isinstance(cell, Percent):
        return _percent(cell) + "%"
    text = str(cell)
    return _wrap(text, width) if width else text


def _money(cell: Dollars, separator: str) -> str:
    """Write cents as dollars with two decimals, `-` in front where negative."""
    sign, cents = "-" if cell.cents < 0 else "", abs(cell.cents)
    return f"{sign}{cents // 100:{separator}}.{cents % 100:02}"


def _percent(cell: Percent) -> str:
    unit = 10**cell.places
    whole, rest = divmod(abs(cell.scaled), unit)
    sign = "-" if cell.scaled < 0 else ""
    decimals = f"{rest:0{cell.places}}"
    shown = decimals if cell.places == 2 else decimals.rstrip("0").ljust(1, "0")
    return f"{sign}{whole}.{shown}"


def _plain(cell: Cell) -> str | int:
    """Write a cell as a program reads it: numbers without separators."""
    if cell is None:
        return ""
    if isinstance(cell, Dollars):
        return _money(cell, "")
    if isinstance(cell, Percent):
        return _percent(cell)
    return _harmless(cell) if isinstance(cell, str) else cell


def _harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula, even after invisible characters."""
    bare = next((c for c in text if not (c.isspace() or unseen(c))), "")
    led = bare and bare in _FORMULA
    return f"'{text}" if led or text.startswith(("\t", "\r", "\n", "\0")) else text
