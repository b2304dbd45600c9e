"""Measures tables: the width of each column and of all of them side by side."""

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


def width(text: str) -> int:
    """Give the columns that a text takes on a screen: an emoji in color takes two."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    wide = [0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text]
    colored = [i for i, c in enumerate(text) if c == COLOR and i and wide[i - 1] == 2]
    return sum(wide) - len(colored)
