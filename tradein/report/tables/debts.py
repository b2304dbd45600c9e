"""Tables of whose debt it is: each loan, each vehicle's debt, and the debt by month."""

from tradein.analysis.results import Results
from tradein.analysis.shares import Debt, Shares, by_origin, debts
from tradein.report.tables import months
from tradein.report.tables.table import ON_ITS_SIDE, Cell, Column, Dollars, Table


def by_month(results: Results, shares: Shares) -> Table:
    """Show the debt of each month by origin, and what is paid and charged on rolled debt."""
    table = months.origins(results)
    columns = [
        *table.columns,
        Column("payment_on_rolled_debt", "paid for earlier ones", True, 2, "paid for\nearlier"),
        Column("interest_so_far", "interest on them so far", True, 3, "interest\nso far"),
    ]
    rows: list[list[Cell]] = []
    for row, (paid, interest) in zip(table.rows, _running(results, shares), strict=True):
        rows.append([*row, Dollars(paid), Dollars(interest)])
    return table._replace(columns=columns, rows=rows)


def _running(results: Results, shares: Shares) -> list[tuple[int, int]]:
    """Give what each row pays for vehicles that are gone, and their interest so far, in cents."""
    series, interest, number = [], 0, 1
    for row in results.rows:
        if row.purchase != number and number in shares.trades:
            interest = interest + shares.trades[number].interest
        number, share = row.purchase, shares.months.get((row.purchase, row.month))
        interest = interest + (share.interest if share else 0)
        series.append((share.payment if share else 0, interest))
    return series


def loans(results: Results, shares: Shares) -> Table:
    """Show each loan by the vehicle that its debt came from, with its payments and interest."""
    columns = [
        Column("purchase", "loan of purchase"),
        Column("origin", "debt of"),
        Column("balance", "borrowed"),
        Column("payments", "paid on it"),
        Column("interest", "its interest"),
    ]
    rows: list[list[Cell]] = []
    for turn in results.turns:
        for origin, owed, share in by_origin(results, shares, turn):
            figures = (owed, share.payment, share.interest)
            if any(figures):
                cells = [Dollars(cents) for cents in figures]
                rows.append([turn.contract.number, _vehicle(results, origin), *cells])
    return Table("Each loan by the vehicle that its debt came from, in dollars", columns, rows)


def _vehicle(results: Results, number: int) -> str:
    """Name a vehicle with its number."""
    return f"{number}. {results.turns[number - 1].contract.vehicle}" if number else "earlier loans"


def became(several: list[Debt]) -> Table:
    """Show what became of the debt of each vehicle."""
    columns = [Column("origin", "#"), Column("vehicle", "vehicle"), *_BECAME]
    rows: list[list[Cell]] = []
    for debt in several:
        whole, rolled = debt.whole, debt.rolled
        figures = (whole.borrowed, whole.repaid, whole.settled, debt.owed, whole.interest)
        cells = [Dollars(cents) for cents in (*figures, rolled.payment, rolled.interest)]
        last = "owed at end" if debt.last_month is None else debt.last_month
        rows.append([debt.origin, debt.vehicle or "earlier loans", *cells, last])
    title = "What became of the debt of each vehicle, in dollars"
    return Table(title, columns, rows, sideways=ON_ITS_SIDE)


_BECAME = (
    Column("borrowed", "borrowed"),
    Column("repaid", "less repaid by payments", rank=3),
    Column("settled", "less paid off at trade or sale", rank=4),
    Column("owed", "still owed at the end", True, 2),
    Column("interest", "interest on it", rank=5),
    Column("payment_on_rolled_debt", "paid after it was gone"),
    Column("interest_on_rolled_debt", "interest after it was gone"),
    Column("last_month", "last dollar paid in month"),
)


def of(results: Results, shares: Shares) -> list[Table]:
    """Give all tables of whose debt it is."""
    return [
        loans(results, shares),
        became(debts(results, shares)),
        by_month(results, shares),
    ]
