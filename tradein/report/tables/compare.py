"""Tables of scenarios side by side, and of equity positions."""

from tradein.analysis import compare
from tradein.analysis.equity import EquityPosition
from tradein.analysis.results import Results
from tradein.finance import money
from tradein.report.tables.table import Cell, Column, Dollars, Percent, Table, without
from tradein.report.tables.trades import any_hidden, measured


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
    several: list[Results], month: int | None, differing: dict[str, list[str | None]]
) -> list[Table]:
    """Choose the tables of scenarios compared: side by side, differences, settings.

    `month` as in `compared`; `differing` as in `inputs`, which is left out where it is empty.
    """
    side_by_side = compared(several, month)
    if not any_hidden(several):
        side_by_side = without(side_by_side, "total_old_debt")
    shown = [side_by_side, differences(side_by_side)]
    if differing:
        shown.append(inputs(differing, [results.ledger.title for results in several]))
    return shown


def compared(several: list[Results], month: int | None) -> Table:
    """Show scenarios side by side: the measures of each, and where each is at a common month.

    `month` is None where there is none worth showing: all end in the same month.
    """
    labels = [(name, label) for name, label, _ in measured(several[0])]
    columns = [Column("number", "#"), Column("scenario", "scenario")]
    columns += [Column(name, label) for name, label in labels]
    columns.insert(3, Column("net_cost_a_month", "net cost per month"))
    common = () if month is None else _AT
    columns += [Column(f"{name}_at", f"{label} at month {month}") for name, label in common]
    rows = []
    for number, results in enumerate(several, start=1):
        cells = [cell for _, _, cell in measured(results)]
        cells.insert(1, _dollars(compare.monthly_cost(results)))
        then = None if month is None else compare.at(results, month)
        cells += [None if then is None else Dollars(getattr(then, name)) for name, _ in common]
        rows.append([number, results.ledger.title, *cells])
    return Table("Side by side, in dollars", columns, rows, sideways=compare.MOST)


_AT = (("net_cost", "net cost"), ("balance", "owed"), ("value", "worth"), ("gap", "gap"))


def differences(side_by_side: Table) -> Table:
    """Show how far each scenario's figures are from those of the first."""
    first, *others = side_by_side.rows
    rows: list[list[Cell]] = [
        [*row[:2], *(_less(cell, base) for cell, base in zip(row[2:], first[2:], strict=True))]
        for row in others
    ]
    title = f"Differences from the first scenario, {first[1]}"
    return Table(title, side_by_side.columns, rows, sideways=compare.MOST)


def _less(cell: Cell, base: Cell) -> Cell:
    """Give the difference of two figures, nothing where either is not a number."""
    if isinstance(cell, Dollars) and isinstance(base, Dollars):
        return Dollars(cell.cents - base.cents)
    return cell - base if isinstance(cell, int) and isinstance(base, int) else None


def _dollars(cents: int | None) -> Cell:
    return None if cents is None else Dollars(cents)


def inputs(differing: dict[str, list[str | None]], titles: list[str]) -> Table:
    """Show the settings that differ between scenarios, as they were written."""
    columns = [Column("setting", "setting")]
    columns += [Column(f"scenario_{n}", f"{n}. {t}") for n, t in enumerate(titles, start=1)]
    rows: list[list[Cell]] = [[path, *texts] for path, texts in differing.items()]
    return Table("Settings that differ", columns, rows)
