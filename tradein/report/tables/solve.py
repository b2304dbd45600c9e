"""Tables of what it takes to reach a target: one remedy, or several side by side."""

from tradein.analysis.conditions import BREAK_EVEN, LTV, Condition
from tradein.analysis.remedies import Answer
from tradein.analysis.solve import Outcome
from tradein.finance import units
from tradein.report.narrative.solve import FIGURES, LABELS, clause
from tradein.report.tables.table import Cell, Column, Dollars, Percent, Table


def single(answer: Answer, target: Condition) -> Table:
    """Show one remedy and the figure of its target: today, as needed, and the difference."""
    solution, name = answer.solution, answer.remedy.name
    unit, needed = answer.remedy.reach.unit, solution.value
    label = f"{FIGURES[target.figure]}{'' if target.month is None else f', month {target.month}'}"
    before, after = solution.before.figure, solution.at.figure if solution.at else None
    figures = [figure_of(target, f) for f in (before, after, _less(after, before))]
    rows: list[list[Cell]] = [
        [LABELS.get(name, name), *(number(unit, n) for n in _numbers(answer, needed))],
        [label, *figures],
    ]
    return Table(f"So that {clause(target)}", _COLUMNS, rows)


def remedies(answers: list[Answer], target: Condition) -> Table:
    """Show remedies side by side: today, as needed, and the figure at that and beside it."""
    columns = [
        *_COLUMNS,
        Column("figure", FIGURES[target.figure], narrow=FIGURES[target.figure].replace(" ", "\n")),
        Column("figure_beside", "one beside", narrow="one\nbeside"),
    ]
    rows: list[list[Cell]] = []
    for answer in answers:
        solution, name = answer.solution, answer.remedy.name
        cells = [number(answer.remedy.reach.unit, n) for n in _numbers(answer, solution.value)]
        figures = [_outcome(target, outcome) for outcome in (solution.at, solution.at_beside)]
        rows.append([LABELS.get(name, name), *cells, *figures])
    return Table(f"So that {clause(target)}: each alone", columns, rows)


_COLUMNS = [
    Column("remedy", "what"),
    Column("today", "today"),
    Column("needed", "needed"),
    Column("difference", "difference"),
]


def number(unit: str, value: int | None) -> Cell:
    """Give a cell of a whole number of some unit."""
    if value is None:
        return None
    if unit == units.MONEY:
        return Dollars(value)
    return Percent(value, 4) if unit == units.RATE else value


def figure_of(target: Condition, value: int | None) -> Cell:
    """Give a cell of a figure that a target is about."""
    if value is None or target.figure == BREAK_EVEN:
        return value
    return Percent(value, 4) if target.figure == LTV else Dollars(value)


def _numbers(answer: Answer, needed: int | None) -> tuple[int | None, int | None, int | None]:
    """Give the value of a remedy today, as needed, and the difference."""
    today = answer.remedy.today
    return today, needed, _less(needed, today)


def _less(after: int | None, before: int | None) -> int | None:
    return None if after is None or before is None else after - before


def _outcome(target: Condition, outcome: Outcome | None) -> Cell:
    return None if outcome is None else figure_of(target, outcome.figure)
