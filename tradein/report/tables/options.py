"""The table of what an owner may do: each option to one horizon."""

from tradein.analysis.options import Option, Options
from tradein.report.narrative.options import label, old
from tradein.report.tables.table import Cell, Column, Dollars, Table

_FIGURES = (
    Column("cash_now", "cash now", narrow="cash\nnow"),
    Column("cash_out", "cash by then", narrow="cash\nby then"),
    Column("balance", "owed then", rank=2, narrow="owed\nthen"),
    Column("value", "worth then", rank=2, narrow="worth\nthen"),
    Column("gap", "gap then", narrow="gap\nthen"),
    Column("cost", "cost in all", narrow="cost\nin all"),
)


def side_by_side(options: Options) -> Table:
    """Show every option at the horizon, the cheapest marked."""
    columns = [
        Column("option", "option"),
        *_FIGURES,
        Column("owned", "owned then", narrow="owned then"),
    ]
    rows: list[list[Cell]] = [
        [
            label(option) + (" *" if option is options.best else ""),
            *_figures(option),
            _owned(option),
        ]
        for option in options.options
    ]
    when = f"from month {options.month} to month {options.horizon}"
    return Table(f"What you may do {when}, in dollars (* the cheapest)", columns, rows)


def for_programs(options: Options) -> Table:
    """Show every option with its name, its age in months, and why it was refused."""
    columns = [Column("option", "option"), *_FIGURES]
    columns += [Column(name, name) for name in ("vehicle", "age", "cheapest", "refused")]
    rows: list[list[Cell]] = []
    for option in options.options:
        ended = option.outcome
        owned: list[Cell] = [None, None] if ended is None else [ended.vehicle, ended.age]
        cheapest = "yes" if option is options.best else "no"
        rows.append([option.name, *_figures(option), *owned, cheapest, option.refused or None])
    return Table("Options", columns, rows)


def _figures(option: Option) -> list[Cell]:
    if option.outcome is None:
        return [None] * len(_FIGURES)
    return [Dollars(getattr(option.outcome, column.name)) for column in _FIGURES]


def _owned(option: Option) -> str:
    """Name the vehicle owned at the horizon, with its age."""
    if option.outcome is None:
        return "refused"
    return f"{option.outcome.vehicle}, {old(option.outcome.age)}"
