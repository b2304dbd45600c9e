"""Measures the columns of a table, and draws them side by side."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from tradein.visible import COLOR

_APART = 2
"""The number of blanks between two columns."""


class Drawn(NamedTuple):
    """A column as shown: its label, its cells, and the width that fits both.

    A label or a cell may have several lines; cells are aligned left, or `right`.
    """

    label: str
    cells: list[str]
    right: bool
    width: int


def column(label: str, cells: list[str], right: bool) -> Drawn:
    """Make a column of stripped cells, and measure its width."""
    cells = [cell.strip() for cell in cells]
    label = label.strip()
    lines = (line for cell in (label, *cells) for line in cell.split("\n"))
    return Drawn(label, cells, right, max(map(width, lines)))


def width_of(columns: list[Drawn]) -> int:
    """Give the total width of columns side by side."""
    return sum(column.width for column in columns) + _APART * (len(columns) - 1)


def side_by_side(columns: list[Drawn]) -> str:
    """Draw columns beside each other: the labels, a rule, and the rows; no line ends in blanks."""
    labels, rules = [c.label for c in columns], ["-" * c.width for c in columns]
    rows = [labels, rules, *zip(*(c.cells for c in columns), strict=True)]
    return "\n".join(line for row in rows for line in _lines(columns, row))


def _lines(columns: list[Drawn], row: Sequence[str]) -> Iterator[str]:
    """Draw a row, in as many lines as its longest cell has."""
    for parts in zip_longest(*(cell.split("\n") for cell in row), fillvalue=""):
        padded = (_padded(part, column) for part, column in zip(parts, columns, strict=True))
        yield (" " * _APART).join(padded).rstrip()


def _padded(part: str, column: Drawn) -> str:
    """Pad a line of a cell to the width of its column."""
    blanks = " " * (column.width - width(part))
    return blanks + part if column.right else part + blanks


def width(text: str) -> int:
    """Give the columns that a text takes on a screen: an emoji in color takes two."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    wide = [0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text]
    colored = [i for i, c in enumerate(text) if c == COLOR and i and wide[i - 1] == 2]
    return sum(wide) - len(colored)
