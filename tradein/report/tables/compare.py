"""Tables of scenarios side by side, and of equity positions."""

from tradein.analysis import compare
from tradein.analysis.compare import Aligned
from tradein.analysis.equity import EquityPosition
from tradein.finance import money
from tradein.report.tables.table import Cell, Column, Dollars, Percent, Table, without
from tradein.report.tables.trades import measured, not_worth_showing


def positions(standings: list[EquityPosition]) -> Table:
    """Show positions with a total row, whose negative equity is not netted."""
    names = ("owed", "value", "equity", "negative_equity")
    labels = ("owed", "value", "equity (value - owed)", "negative equity")
    columns = [Column("what", "asset")]
    columns += [Column(name, label) for name, label in zip(names, labels, strict=True)]
    columns += [Column("ltv_percent", "loan to value", True, 1), Column("status", "status")]
    columns += [
        Column("sale_costs", "sale costs", True),
        Column("equity_after_costs", "equity after costs", True),
        Column("cash_to_sell", "cash to sell", True),
    ]
    rows = [_position(standing) for standing in standings]
    sums: list[Cell] = [Dollars(sum(getattr(s, name) for s in standings)) for name in names]
    rows.append(["total", *sums, None, None, None, None, None])
    return Table("Equity positions, in dollars", columns, rows)


def _position(standing: EquityPosition) -> list[Cell]:
    cents = (standing.owed, standing.value, standing.equity, standing.negative_equity)
    ltv = money.basis_points(standing.owed, standing.value)
    cells: list[Cell] = [standing.what, *(Dollars(amount) for amount in cents)]
    cells += [None if ltv is None else Percent(ltv), standing.status]
    if standing.sale_costs is None:
        return [*cells, None, None, None]
    after = (standing.sale_costs, standing.equity_after_costs, standing.cash_to_sell)
    return [*cells, *(Dollars(amount) for amount in after)]


def comparison(
    several: list[Aligned], month: int | None, differing: dict[str, list[str | None]]
) -> list[Table]:
    """Choose the tables of scenarios compared: side by side, differences, settings.

    `month` as in `compared`; `differing` as in `inputs`, which is left out where it is empty.
    """
    side_by_side = compared(several, month)
    for name in not_worth_showing([scenario.common for scenario in several]):
        side_by_side = without(side_by_side, name)
    shown = [side_by_side, differences(side_by_side)]
    if differing:
        shown.append(inputs(differing, [scenario.own.ledger.title for scenario in several]))
    return shown


def compared(several: list[Aligned], month: int | None) -> Table:
    """Show scenarios side by side: the measures of each, up to the month in which all are compared.

    `month` is None where it is the end of each, and not worth a word.
    """
    columns = [Column("number", "#"), Column("scenario", "scenario")]
    columns += [Column(name, label) for name, label, _ in _measures(several[0], month)]
    rows: list[list[Cell]] = []
    for number, scenario in enumerate(several, start=1):
        cells = [cell for _, _, cell in _measures(scenario, month)]
        rows.append([number, scenario.own.ledger.title, *cells])
    at = "" if month is None else f" at month {month}"
    return Table(f"Side by side{at}, in dollars", columns, rows, sideways=compare.MAXIMUM)


def _measures(scenario: Aligned, month: int | None) -> list[tuple[str, str, Cell]]:
    """List the measures of a scenario: name, label, figure."""
    last, lines = scenario.common.summary.last, measured(scenario.common)
    monthly = compare.monthly_cost(scenario.common)
    cell = None if monthly is None else Dollars(monthly)
    lines.insert(1, ("net_cost_a_month", "net cost per month", cell))
    if month is None:
        return lines
    owed = ("balance_at", "owed at the end", Dollars(last.balance))
    worth = ("value_at", "worth at the end", Dollars(last.value))
    ends = ("months", "ends in month", scenario.own.summary.months)
    lines = [
        ends if line[0] == "months" else line for line in [*lines[:-2], owed, worth, *lines[-2:]]
    ]
    return [
        (name, label.replace("at the end", f"at month {month}"), cell)
        for name, label, cell in lines
    ]


def differences(side_by_side: Table) -> Table:
    """Show how far each scenario's figures are from those of the first."""
    first, *others = side_by_side.rows
    rows: list[list[Cell]] = [
        [*row[:2], *(_less(cell, base) for cell, base in zip(row[2:], first[2:], strict=True))]
        for row in others
    ]
    title = f"Differences from the first scenario, {first[1]}"
    return Table(title, side_by_side.columns, rows, sideways=compare.MAXIMUM)


def _less(cell: Cell, base: Cell) -> Cell:
    """Give the difference of two figures, nothing where either is not a number."""
    if isinstance(cell, Dollars) and isinstance(base, Dollars):
        return Dollars(cell.cents - base.cents)
    return cell - base if isinstance(cell, int) and isinstance(base, int) else None


def inputs(differing: dict[str, list[str | None]], titles: list[str]) -> Table:
    """Show the settings that differ between scenarios, as they were written."""
    columns = [Column("setting", "setting")]
    columns += [Column(f"scenario_{n}", f"{n}. {t}") for n, t in enumerate(titles, start=1)]
    rows: list[list[Cell]] = [[path, *texts] for path, texts in differing.items()]
    return Table("Settings that differ", columns, rows)
