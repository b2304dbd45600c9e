"""Tables of a sweep: a row for each run, or one figure in rows and columns."""

from collections.abc import Sequence

from tradein.analysis.sweep import MONTHS, Figures, Run, Sweep
from tradein.report.tables.table import Cell, Column, Dollars, Table

_FIGURES = (
    Column("payment", "payment", rank=3),
    Column("peak_gap", "largest gap", narrow="largest\ngap"),
    Column("peak_gap_month", "in month", rank=4, narrow="in\nmonth"),
    Column("break_even_month", "even from month", narrow="even\nfrom"),
    Column("balance", "owed", True, 6),
    Column("value", "value", rank=6),
    Column("gap", "gap", rank=5),
    Column("exit", "cash to exit", rank=1, narrow="cash\nto exit"),
    Column("total_paid", "total paid", rank=2, narrow="total\npaid"),
    Column("net_cost", "net cost", narrow="net\ncost"),
)
NEVER, REFUSED = "never", "refused"


def runs(sweep: Sweep, figure: str | None = None) -> Table:
    """Show a row for each run, with all figures or one of them."""
    figures = [column for column in _FIGURES if figure in (None, column.name)]
    refused = Column(REFUSED, "", spare=True)
    columns = [*_settings(sweep), *figures, refused]
    rows = [
        [*run.values, *(_cell(run, column.name) for column in figures), _refused(run)]
        for run in sweep.runs
    ]
    return Table(f"{_runs(sweep)} at month {sweep.month}, in dollars", columns, rows)


def for_programs(sweep: Sweep) -> Table:
    """Show a row for each run with all figures, and why it was refused."""
    columns = [Column(path, path) for path in sweep.paths]
    columns += [*_FIGURES, Column(REFUSED, REFUSED)]
    names = [column.name for column in _FIGURES]
    rows: list[list[Cell]] = [
        [*run.values, *(_cell(run, name) for name in names), run.refused or None]
        for run in sweep.runs
    ]
    return Table("Runs", columns, rows)


def grid(sweep: Sweep, figure: str) -> Table:
    """Show one figure with the values of the first setting as rows, of the second as columns."""
    down, across = sweep.values
    columns = [Column("value", _short(sweep.paths)[0])]
    columns += [Column(value, value) for value in across]
    rows: list[list[Cell]] = [
        [value, *(_or_refused(run, figure) for run in _row(sweep.runs, number, len(across)))]
        for number, value in enumerate(down)
    ]
    label = next(column.label for column in _FIGURES if column.name == figure)
    what = f"{label[0].upper()}{label[1:]}"
    title = what if figure in MONTHS else f"{what} at month {sweep.month}, in dollars"
    return Table(f"{title}, by {sweep.paths[0]} and {sweep.paths[1]}", columns, rows)


def _row(runs: Sequence[Run], number: int, width: int) -> Sequence[Run]:
    return runs[number * width : (number + 1) * width]


def _settings(sweep: Sweep) -> list[Column]:
    """Give the columns of the settings; a label is the last word of a path, if it is the only one."""
    shown = zip(sweep.paths, _short(sweep.paths), strict=True)
    return [Column(path, label) for path, label in shown]


def _short(paths: Sequence[str]) -> list[str]:
    names = [path.rpartition(".")[2] for path in paths]
    return [
        name if names.count(name) == 1 else path for path, name in zip(paths, names, strict=True)
    ]


def _runs(sweep: Sweep) -> str:
    return "One run" if len(sweep.runs) == 1 else f"{len(sweep.runs):,} runs"


def _cell(run: Run, name: str) -> Cell:
    """Give a figure of a run; nothing where it was refused."""
    figure = run.figure(name)
    if name == "break_even_month" and run.figures is not None and figure is None:
        return NEVER
    return figure if figure is None or name in MONTHS else Dollars(figure)


def _or_refused(run: Run, name: str) -> Cell:
    return _cell(run, name) if run.figures is not None else REFUSED


def _refused(run: Run) -> Cell:
    return REFUSED if run.figures is None else None


NAMES = Figures._fields
"""The figures by name."""
