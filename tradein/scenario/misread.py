"""Finds the likeliest mistake in a text that is no YAML, from the text alone.

A reader of YAML says only where it stopped, and how it puts that differs from one to the
next: what is wrong is found here, in the user's own lines.  Lines and columns count from 1.
"""

import re
from typing import NamedTuple

from tradein.scenario import flow, foreign
from tradein.scenario.yaml_source import cut


class Stop(NamedTuple):
    """The place where the YAML reader stopped, and where the construct opened, if known."""

    line: int
    column: int
    opened: tuple[int, int] | None


class Found(NamedTuple):
    """What is wrong, with the remedy, and its place: line, column, width."""

    message: str
    line: int
    column: int
    width: int = 1


_MARKER = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*\w*\s*")
_FULL_WIDTH = re.compile(r"\s*(?:- )?[\"']?([A-Za-z_][A-Za-z_ ]{0,40})[\"']?\uff1a")
_COLONLESS = re.compile(
    r"(\s*(?:- )?)([A-Za-z_][A-Za-z_ ]*?) (\$?[0-9][0-9,.-]*%?(?: (?:days?|months?|years?))?)\s*"
)
_BARE_ITEM = re.compile(r"(\s*- )(vehicle|what) ([^:]*[^:\s])\s*")
_ESCAPE = re.compile(
    r'\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0abt\tnvfre "/\\N_LP]|$)'
)
_LINE_UP = "line up settings, and items under their '-'"
_LONGEST_KEY = 1_024
"""The most characters of a key before its colon, by YAML's own rule."""


def explain(lines: list[str], stop: Stop) -> Found:
    """Say what is wrong with a text that the YAML reader could not read."""
    for look in _LOOKS:
        if (misreading := look(lines, stop)) is not None:
            return misreading
    message = f"not readable as YAML; check indentation and brackets: {_LINE_UP}"
    return Found(message, stop.line, stop.column)


def no_mapping(lines: list[str]) -> Found | None:
    """Say what is wrong with a text that YAML does not read as a mapping."""
    nowhere = Stop(0, 0, None)
    looks = (_other_kind, _merge, _full_width)
    return next((misreading for look in looks if (misreading := look(lines, nowhere))), None)


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 1 <= number <= len(lines) else ""


def _other_kind(lines: list[str], _: Stop) -> Found | None:
    """Find a file of another kind."""
    other = foreign.by_text(lines)
    return Found(*other, 1) if other else None


def _merge(lines: list[str], _: Stop) -> Found | None:
    """Find the conflict markers of an unfinished git merge."""
    marked = [n for n, line in enumerate(lines, 1) if _MARKER.fullmatch(line.rstrip())]
    if not marked:
        return None
    others = f"line {marked[0]}" if len(marked) == 1 else f"lines {', '.join(map(str, marked[:9]))}"
    message = "a mark of two versions that were not merged (git)"
    remedy = f"keep one of them, and remove {others}"
    return Found(f"{message}; {remedy}", marked[0], 1, 7)


def _fence(lines: list[str], stop: Stop) -> Found | None:
    """Find the fences that a chat puts around a file."""
    fences = [
        n
        for n, line in enumerate(lines, 1)
        if _FENCE.fullmatch(line) and (n == stop.line or line[:1] in "`~")
    ]
    if not fences:
        return None
    first, last = fences[0], fences[-1]
    text = _line(lines, first).strip()
    what = f"a fence, {text[:3]}, as a chat shows a file"
    column = _line(lines, first).index(text) + 1
    outside = [n for n, line in enumerate(lines, 1) if line.strip() and not first <= n <= last]
    if first == last:
        return Found(f"{what}; remove this line", first, column, len(text))
    remedy = f"remove this line and line {last}"
    remedy += ", and what stands outside them" if outside else ""
    return Found(f"{what}; {remedy}", first, column, len(text))


def _full_width(lines: list[str], _: Stop) -> Found | None:
    """Find a full-width colon in place of the ordinary one."""
    for number, line in enumerate(lines, 1):
        if match := _FULL_WIDTH.match(line):
            message = f"a full-width colon, U+FF1A, after {match.group(1)}; write ': ' in its place"
            return Found(message, number, match.end())
    return None


def _glued(lines: list[str], stop: Stop) -> Found | None:
    """Find a missing space after the colon of a setting, or after the '-' of an item."""
    for number in (stop.line, stop.line - 1):
        line = _line(lines, number)
        column = len(line) - len(line.lstrip()) + 1
        if match := re.fullmatch(
            r"\s*(?:- )?([A-Za-z_][A-Za-z_ ]{0,40}:[^\s:/'\"][^:'\"]{0,60})", line
        ):
            glued = match.group(1)
            message = f"missing space after ':' in '{glued}'; write '{glued.replace(':', ': ', 1)}'"
            return Found(message, number, column, len(glued))
        if match := re.match(r"\s*-([A-Za-z_][A-Za-z_ ]{0,40}:)(?: |$)", line):
            message = f"missing space after '-'; write '- {match.group(1)}'"
            return Found(message, number, column, 1 + len(match.group(1)))
    return None


def _brackets(lines: list[str], stop: Stop) -> Found | None:
    """Find what is wrong in brackets: a comment, a missing comma, an open bracket."""
    opened = stop.opened if _char(lines, stop.opened) in ("[", "{") else None
    begin = next(((n, _margin(line) + 1) for n, line in enumerate(lines, 1) if line.strip()), None)
    start = begin if _char(lines, begin) in ("[", "{") else opened
    if start is not None and (slip := flow.slip(lines, start)) is not None:
        return Found(*slip)
    if opened is None:
        return None
    bracket = _char(lines, opened)
    close = "]" if bracket == "[" else "}"
    message = f"expected ',' or '{close}': close the bracket '{bracket}' opened on line {opened[0]}"
    return Found(message, *opened)


def _char(lines: list[str], place: tuple[int, int] | None) -> str:
    """Give the character at a place; empty if there is none."""
    return _line(lines, place[0])[place[1] - 1 : place[1]] if place else ""


def _quotes(lines: list[str], stop: Stop) -> Found | None:
    """Find what is wrong in quotes: a bad backslash, or an open quote."""
    opened, quote = stop.opened, _char(lines, stop.opened)
    if opened is None or quote not in ("'", '"'):
        return None
    if quote == '"' and (place := _escape(lines, opened)) is not None:
        remedy = "double the backslash, use single quotes, or write the character itself"
        return Found(f"a backslash in double quotes begins no character; {remedy}", *place)
    return Found(f"the quote {quote} opened here is not closed; close it", *opened)


def _escape(lines: list[str], opened: tuple[int, int]) -> tuple[int, int] | None:
    """Find the first backslash after a double quote that is not a valid escape."""
    for number in range(opened[0], len(lines) + 1):
        line = _line(lines, number)
        at = opened[1] if number == opened[0] else 0
        while (at := line.find("\\", at)) >= 0:
            match = _ESCAPE.match(line, at)
            if match is None or not _is_character(match.group()[2:]):
                return number, at + 1
            at = match.end()
    return None


def _colonless(lines: list[str], stop: Stop) -> Found | None:
    """Find a setting without a colon near a stop: it has a figure, or begins an item."""
    if stop.opened is None and _char(lines, (stop.line, stop.column)) != ":":
        return None
    for number in (stop.line - 1, (stop.opened or stop)[0]):
        line = _line(lines, number)
        leads = _BARE_ITEM.fullmatch(line)
        if leads and _margin(_line(lines, number + 1)) != len(leads.group(1)):
            leads = None
        if match := _COLONLESS.fullmatch(line) or leads:
            lead, name, value = match.groups()
            message = f"a missing colon? write '{cut(name)}: {cut(value)}'"
            return Found(message, number, len(lead) + 1, len(name) + len(value) + 1)
    return None


def _is_character(digits: str) -> bool:
    """Say whether the hexadecimal digits of an escape are a valid character, or absent."""
    code = int(digits or "0", 16)
    return code < 0xD800 or 0xDFFF < code <= 0x10FFFF


def _without_colon(lines: list[str], stop: Stop) -> Found | None:
    """Find a line above the stop that should be a setting but has no colon."""
    number = stop.opened[0] if stop.opened else stop.line
    line = _line(lines, number)
    text = line.strip()
    column = len(line) - len(text.lstrip()) - (len(line) - len(line.rstrip())) + 1
    if text.startswith(("//", "/*")):
        message = f"'{text[:2]}' begins no comment here; write # before a comment"
        return Found(message, number, column, len(text))
    if number >= stop.line or ":" in text:
        return _long_key(line, number)
    return Found(
        "no ': ' in this line; write a setting, ': ' and its value", number, column, len(text)
    )


def _long_key(line: str, number: int) -> Found | None:
    """Find a key that is longer than YAML allows."""
    length = line.find(":")
    if length <= _LONGEST_KEY:
        return None
    return Found(f"too long a key, {length:,} characters; shorten the name", number, 1)


def _dash(lines: list[str], stop: Stop) -> Found | None:
    """Find a setting among the items of a list, or an item among settings."""
    line = _line(lines, stop.line)
    margin = len(line) - len(line.lstrip())
    above = [
        written
        for written in lines[: stop.line - 1]
        if written.strip() and _margin(written) <= margin
    ]
    same = [written for written in above if _margin(written) == margin]
    if stop.column != margin + 1:
        return None
    item, items = line.lstrip().startswith("- "), [o for o in same if o.lstrip().startswith("- ")]
    if not item and items and items[-1] is same[-1]:
        name = line.strip().partition(":")[0]
        message = "expected '-': a setting among the items of a list"
        remedy = "write '- ' in front of it, or line it up with the settings of the item above"
        return Found(f"{message}; {remedy}", stop.line, stop.column, len(name))
    first = _first_below(lines, stop.line, margin)
    if item and not items and first < stop.line:
        message = f"no '-' here, and the next item, on line {stop.line}, has one"
        return Found(f"{message}; write '- ' in front", first, _margin(_line(lines, first)) + 1)
    return None


def _first_below(lines: list[str], number: int, margin: int) -> int:
    """Find the first line of the block that a line with this margin belongs to."""
    first = number
    while number > 1 and (_margin(_line(lines, number)) >= margin or not _line(lines, number)):
        first, number = number, number - 1
    return first


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _colon(lines: list[str], stop: Stop) -> Found | None:
    """Find why a colon is wrong: it is a second one, or the indentation is off."""
    line = _line(lines, stop.line)
    if line[stop.column - 1 : stop.column] != ":" or "'" in line:
        return None
    if (misreading := _long_key(line, stop.line)) is not None:
        return misreading
    if re.search(r"\S: .*\S: ", line):
        message = "a second ': ' in a line; a text with ': ' in it? put it in quotes"
    else:
        message = "a setting below a value; indentation: line it up with the line above"
    return Found(f"not readable as YAML: {message}", stop.line, stop.column)


def _stray(lines: list[str], stop: Stop) -> Found | None:
    """Find a misplaced quote, bracket or tab."""
    line = _line(lines, stop.line)
    margin = line[: len(line) - len(line.lstrip())]
    if "'" in line:
        message = "a stray quote? double an apostrophe inside quotes, or use double quotes"
    elif line[stop.column - 1 : stop.column] in ("]", "}"):
        message = "a bracket that nothing opened; remove it, or put the text in quotes"
    elif "\t" in margin or line[stop.column - 1 : stop.column] == "\t":
        message = "a tab where spaces belong; indent with spaces, not tabs"
    else:
        return None
    return Found(f"not readable as YAML: {message}", stop.line, stop.column)


_LOOKS = (
    *(
        _other_kind,
        _merge,
        _fence,
        _full_width,
        _glued,
        _brackets,
        _quotes,
        _colonless,
        _colon,
        _stray,
    ),
    *(_dash, _without_colon),
)
"""What is looked for, the surest first."""
