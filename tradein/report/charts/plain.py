"""The chart of debt against value in characters, for a terminal: plain ASCII where it must be."""

from typing import NamedTuple

from tradein.finance import money
from tradein.report import grid
from tradein.report.charts import plane
from tradein.report.charts.figures import Gap, Point


class Signs(NamedTuple):
    """The characters of a chart: debt, value, and what is between them with either one above."""

    owed: str
    worth: str
    under: str
    over: str
    axis: str
    tick: str


BLOCKS = Signs("█", "━", "░", "·", "─", "┬")
ASCII = Signs("#", "=", ":", ".", "-", "+")

_ROWS = 15
_MARGIN = 9
"""The width of the amounts at the left."""

_LEAST, _MOST = 30, 110
"""The narrowest and the widest chart, with its margin."""


def draw(gap: Gap, width: int, signs: Signs) -> str:
    """Draw debt and value over the months, with a legend above and the months below."""
    closing = {point.month: point for point in gap.points}
    last, across = len(gap.dates) - 1, min(max(width, _LEAST), _MOST) - _MARGIN
    columns = [closing[_month(column, across, last)] for column in range(across)]
    highest = max(max(point.owed, point.worth) for point in closing.values())
    marks = plane.ticks(0, max(highest, 100), 5)
    rows = [_row(columns, marks, level, signs) for level in range(_ROWS, -1, -1)]
    legend = [f"{signs.owed} you owe", f"{signs.worth} the vehicle is worth"]
    if any(point.gap > 0 for point in gap.points):
        legend.append(f"{signs.under} under water")
    if any(point.gap < 0 for point in gap.points):
        legend.append(f"{signs.over} worth more than you owe")
    return "\n".join(
        [*_legend(legend, width), *rows, *_months(gap, across, signs), *_trades(gap, across, width)]
    )


def _month(column: int, across: int, last: int) -> int:
    """Give the month that a column shows."""
    return money.half_up(column * last, across - 1)


def _level(cents: int, marks: list[int]) -> int:
    """Give the row of an amount, counted from zero at the bottom."""
    return money.half_up(cents * _ROWS, marks[-1])


def _row(columns: list[Point], marks: list[int], level: int, signs: Signs) -> str:
    """Write one row, with the amount at its left where it is a round one."""
    amounts = {_level(cents, marks): plane.whole(cents) for cents in marks}
    cells = "".join(_cell(point, marks, level, signs) for point in columns)
    return f"{amounts.get(level, ''):>{_MARGIN - 1}} {cells}".rstrip()


def _cell(point: Point, marks: list[int], level: int, signs: Signs) -> str:
    """Choose the character of a month in a row: debt before value where both fall on it."""
    owed, worth = _level(point.owed, marks), _level(point.worth, marks)
    if level == owed:
        return signs.owed
    if level == worth:
        return signs.worth
    if min(owed, worth) < level < max(owed, worth):
        return signs.under if owed > worth else signs.over
    return " "


def _legend(items: list[str], width: int) -> list[str]:
    """Write the legend, on more than one line where it is too long for one."""
    lines = [items[0]]
    for item in items[1:]:
        if len(lines[-1]) + 3 + len(item) <= width:
            lines[-1] += f"   {item}"
        else:
            lines.append(item)
    return [*lines, ""]


def _months(gap: Gap, across: int, signs: Signs) -> list[str]:
    """Write the axis of months, with some of them below."""
    last = len(gap.dates) - 1
    line, labels = [signs.axis] * across, ""
    for month in plane.month_ticks(last, max(across // 14, 1)):
        column = _column(month, across, last)
        line[column] = signs.tick
        day = gap.dates[month]
        label = f"{day:%Y-%m}" if day else f"month {month}"
        if len(labels) < column + 1 and column + len(label) <= across:
            labels = f"{labels:<{column}}{label}"
    margin = " " * _MARGIN
    return [margin + "".join(line), margin + labels]


def _column(month: int, across: int, last: int) -> int:
    return money.half_up(month * (across - 1), max(last, 1))


def _trades(gap: Gap, across: int, width: int) -> list[str]:
    """Write the number of each vehicle where its turn begins, and what the numbers mean."""
    if len(gap.runs) == 1:
        return []
    last, places = len(gap.dates) - 1, ""
    numbers = {
        _column(run.points[0].month, across, last): run.number for run in gap.runs if run.number
    }
    for column, number in numbers.items():
        if len(places) <= column:
            places = f"{places:<{column}}{number}"
    names = [f"{run.number}. {run.name}" for run in gap.runs if run.number]
    return [" " * _MARGIN + places, "", *(_cut(name, width) for name in names[:_NAMED])]


_NAMED = 8
"""The most vehicles that are named below a chart."""


def _cut(words: str, width: int) -> str:
    """Cut words that are wider than the terminal."""
    while grid.width(words) > width:
        words = words[:-1]
    return words
