"""Finds characters that look like a space and are none, such as U+00A0, where they do harm.

Inside a text they are a matter of taste.  Where a space has a meaning, in the indentation, after
a colon or a dash and inside a figure, they hide it.  Lines and columns count from 1.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LOOKALIKE = f"[{_ODD}]"
_MARGIN = f"[ \t{_ODD}]*[{_ODD}][ \t{_ODD}]*"
_DASH = f" *-(?=[{_ODD}])"
_COLON = f"[ ]*(?:- +)?[A-Za-z_][A-Za-z_ ]{{0,40}}:(?=[{_ODD}])"
_NAME = f"[A-Za-z_][A-Za-z_ ]{{0,40}}:(?=[{_ODD}])"


class Slip(NamedTuple):
    """What is wrong, with the remedy, and its place: line, column, width."""

    message: str
    line: int
    column: int
    width: int = 1


def first(text: str) -> int | None:
    """Find the first character that only looks like a space; give its position from 0."""
    match = re.search(_LOOKALIKE, text)
    return None if match is None else match.start()


def replaced(text: str, by: str) -> str:
    """Replace each character that only looks like a space."""
    return re.sub(_LOOKALIKE, by, text).strip()


def shown(text: str) -> str:
    """Replace each character that only looks like a space by its code."""
    return re.sub(_LOOKALIKE, lambda match: f"[U+{ord(match.group()):04X}]", text)


def what(character: str) -> str:
    """Name a character that only looks like a space."""
    import unicodedata

    return f"U+{ord(character):04X} ({unicodedata.name(character).lower()})"


def hides_a_colon(text: str) -> int | None:
    """Find one in place of the space after a setting's colon; give its position from 0."""
    match = re.match(_NAME, text)
    return None if match is None else match.end()


def slip(lines: list[str], numbers: Iterable[int]) -> Slip | None:
    """Find the first of some lines in which such a character hides a setting or an item."""
    for number in numbers:
        line = lines[number - 1] if 1 <= number <= len(lines) else ""
        if re.match(_MARGIN, line):
            return _in_margin(lines, number)
        for mark in (_DASH, _COLON):
            if match := re.match(mark, line):
                return after(lines, number, match.end())
    return None


def after(lines: list[str], number: int, at: int) -> Slip:
    """Report the character, at a position from 0, after the colon or dash of a line."""
    line = lines[number - 1]
    shown = f"{what(line[at])} after '{line[at - 1]}' only looks like a space"
    more = _more(_hides_a_value(other) for other in [*lines[: number - 1], *lines[number:]])
    return Slip(f"{shown}; write an ordinary space{more}", number, at + 1)


def _hides_a_value(line: str) -> bool:
    """Say whether one follows the dash or the colon at the beginning of a line."""
    return re.match(_DASH, line) is not None or re.match(_COLON, line) is not None


def _more(others: Iterable[bool]) -> str:
    """Say how many other lines have the same mistake."""
    count = sum(others)
    return f", here and on {count} more line{'s' if count > 1 else ''}" if count else ""


def _in_margin(lines: list[str], number: int) -> Slip:
    """Report what a line is indented with, and on how many other lines."""
    line = lines[number - 1]
    column = (first(line) or 0) + 1
    more = _more(
        re.match(_MARGIN, other) is not None for other in [*lines[: number - 1], *lines[number:]]
    )
    message = f"{what(line[column - 1])} in the indentation only looks like a space"
    width = len(re.match(_MARGIN, line).group()) - column + 1  # type: ignore[union-attr]
    return Slip(f"{message}; write ordinary spaces{more}", number, column, width)
