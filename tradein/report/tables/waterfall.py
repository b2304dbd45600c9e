"""Tables of where the money went: the gap from the first day on, and what was paid for."""

from tradein.analysis.results import Results
from tradein.analysis.waterfall import LESS, Flow, Waterfall
from tradein.report.tables.table import ON_ITS_SIDE, Cell, Column, Dollars, Table

CAUSES = {
    "before": "gap at the start",
    "price_over_value": "price over value",
    "below_value": "allowed or sold below value",
    "rebate": "less rebate",
    "tax": "tax",
    "fees": "fees financed",
    "products": "products",
    "refunds": "less product refunds to the lender",
    "cash_in": "less cash at signing and sale",
    "unpaid_interest": "interest that became debt",
    "cash_out": "cash from new loans",
    "value_lost": "value lost since signing",
    "principal_paid": "less principal paid",
    "gap_benefit": "less what GAP paid",
    "gap": "gap",
}
"""The causes of a gap in their order, each with its label."""

_SPENT = {
    "loan_payments": "loan payments",
    "cash_in": "cash at signing and sale",
    "cash_out": "less cash from new loans",
    "refunds": "less product refunds in cash",
    "paid": "paid in all",
    "equity_at_start": "equity on the first day",
    "depreciation": "went to: depreciation",
    "interest": "interest",
    "tax": "tax",
    "fees": "fees",
    "products": "products",
    "gap_benefit": "less what GAP paid",
    "left": "left: value less debt",
}


def by_turn(flow: Flow) -> Table:
    """Show the causes of a gap in each turn, and in all."""
    columns = [Column("purchase", "purchase")]
    columns += [Column(name, label, name != "gap") for name, label in CAUSES.items()]
    numbers: list[int | None] = [*range(1, len(flow.turns) + 1)]
    numbers[-1] = None if flow.sold else numbers[-1]
    rows: list[list[Cell]] = [
        [number, *_cells(lines)] for number, lines in zip(numbers, flow.turns, strict=True)
    ]
    rows.append(["all", *_cells(flow.whole)])
    return Table(f"Where the gap of month {flow.month} comes from, in dollars", columns, rows)


def _cells(lines: Waterfall) -> list[Cell]:
    return [Dollars(cents) for cents in lines]


def whole(flow: Flow) -> Table:
    """Show the causes of a gap since the first day, one after another, with the gap so far."""
    rows: list[list[Cell]] = []
    so_far = 0
    for name, label in CAUSES.items():
        cents = getattr(flow.whole, name)
        if name == "gap":
            rows.append([label, None, Dollars(cents)])
        elif cents:
            change = -cents if name in LESS else cents
            so_far += change
            rows.append([label, Dollars(change), Dollars(so_far)])
    columns = [Column("cause", "cause"), Column("dollars", "dollars"), Column("gap", "gap so far")]
    title = f"Where the gap of month {flow.month} comes from since the first day, in dollars"
    return Table(title, columns, rows)


def turns(results: Results, flow: Flow) -> Table:
    """Show the causes of a gap in each turn, with a column for each: one begins where one ends."""
    columns = [Column("purchase", "#"), Column("vehicle", "vehicle")]
    columns += [Column(name, label, name != "gap") for name, label in CAUSES.items()]
    columns[2] = columns[2]._replace(label="gap it began with")
    names = [turn.contract.vehicle for turn in results.turns[: len(flow.turns)]]
    names += ["no vehicle"] * flow.sold
    rows: list[list[Cell]] = [
        [number, name, *_cells(lines)]
        for number, (name, lines) in enumerate(zip(names, flow.turns, strict=True), start=1)
    ]
    title = f"Where the gap of month {flow.month} comes from, vehicle by vehicle, in dollars"
    return Table(title, columns, rows, sideways=ON_ITS_SIDE)


def spent(flow: Flow, end: Flow) -> Table:
    """Show what was paid by a month and to the end, and what every dollar of it was for."""
    columns = [Column("what", "what"), Column("then", f"by month {flow.month}")]
    flows = [flow]
    if end.month != flow.month:
        columns.append(Column("end", f"by month {end.month}"))
        flows.append(end)
    rows: list[list[Cell]] = []
    for name, label in _SPENT.items():
        figures = [getattr(by_month.spent, name) for by_month in flows]
        if any(figures):
            rows.append([label, *(Dollars(cents) for cents in figures)])
    return Table("What every dollar was paid for, in dollars", columns, rows)


def of(results: Results, flow: Flow, end: Flow) -> list[Table]:
    """Give the tables of where the money went, for people."""
    several = 1 < len(flow.turns) <= ON_ITS_SIDE
    return [whole(flow), *([turns(results, flow)] if several else []), spent(flow, end)]
