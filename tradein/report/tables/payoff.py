"""Tables of payoff quotes: what pays a loan off on a date."""

from tradein.analysis.payoff import Quote
from tradein.report.tables.table import Cell, Column, Dollars, Table


def table(quote: Quote, title: str = "") -> Table:
    """Show what a payoff is made of."""
    number = (quote.on - quote.since).days
    days = "1 day" if number == 1 else f"{number} days"
    rows: list[list[Cell]] = [
        ["balance", Dollars(quote.balance)],
        ["earlier unpaid interest", Dollars(quote.accrued_unpaid)],
        ["late fees", Dollars(quote.late_fees)],
        [f"interest for {days} since {quote.since}", Dollars(quote.interest)],
        [f"payoff on {quote.on}", Dollars(quote.payoff)],
        ["per diem", Dollars(quote.per_diem)],
        [f"payoff good through {quote.through}", Dollars(quote.later)],
    ]
    zero = {"earlier unpaid interest": not quote.accrued_unpaid, "late fees": not quote.late_fees}
    shown = [row for row in rows if not zero.get(str(row[0]))]
    name = f"{title}: " if title else ""
    columns = [Column("line", "line"), Column("figure", "figure")]
    return Table(f"{name}Payoff of purchase {quote.contract.number}, in dollars", columns, shown)


def rows(quotes: list[Quote]) -> Table:
    """Show quotes for programs, a row for each."""
    names = ["purchase", "vehicle", "on", "balance", "unpaid_interest", "interest_since", "days"]
    names += ["interest", "payoff", "per_diem", "good_through", "payoff_then", "late_fees"]
    columns = [Column(name, name.replace("_", " ")) for name in names]
    return Table("Payoff quotes, in dollars", columns, [_row(quote) for quote in quotes])


def _row(quote: Quote) -> list[Cell]:
    contract = quote.contract
    return [
        contract.number,
        contract.vehicle,
        quote.on.isoformat(),
        Dollars(quote.balance),
        Dollars(quote.accrued_unpaid),
        quote.since.isoformat(),
        (quote.on - quote.since).days,
        Dollars(quote.interest),
        Dollars(quote.payoff),
        Dollars(quote.per_diem),
        quote.through.isoformat(),
        Dollars(quote.later),
        Dollars(quote.late_fees),
    ]
