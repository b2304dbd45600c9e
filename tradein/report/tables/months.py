"""Tables of a chain by months: payments, cash to exit, origins of the debt, causes of the gap."""

from itertools import groupby

from tradein.analysis import measures
from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results
from tradein.engine.ledger import LoanModification
from tradein.finance import money
from tradein.report.tables.table import ON_ITS_SIDE, Cell, Column, Dollars, Percent, Table

_WHEN = [
    Column("month", "month"),
    Column("date", "date", True, 8),
    Column("purchase", "purchase", narrow="pur-\nchase"),
]


def _when_columns(results: Results) -> list[Column]:
    """Give the first columns of a table by months; a single purchase needs no number."""
    single = len(results.turns) == 1
    return [*_WHEN[:2], _WHEN[2]._replace(rank=9)] if single else _WHEN


def _when(row: MonthEnd) -> list[Cell]:
    day = row.date.isoformat() if row.date else None
    return [row.month, day, None if row.sold else row.purchase]


def monthly(results: Results) -> Table:
    """Show each month: payment, balance, value, gap, and cash to exit."""
    names = ("payment", "balance", "value", "gap", "exit")
    columns = [
        *_when_columns(results),
        *(Column(name, name) for name in names[:-1]),
        Column("exit", "cash to exit", narrow="cash to\nexit"),
        _NOTE,
    ]
    shown = (*names, "note")
    rows = [[*_when(row), *(Dollars(getattr(row, name)) for name in shown)] for row in results.rows]
    return Table("Month by month, in dollars", columns, rows)


_NOTE = Column("note", "of it unsecured", True, 6, "unse-\ncured")
"""What of the balance is owed for vehicles that are gone: personal loans and other debts."""

_PAID = (
    Column("payment", "payment"),
    Column("extra", "extra", True, 2),
    Column("interest", "interest"),
    Column("capitalised", "capitalized", True, 4),
    Column("fee", "fee", True, 3),
    Column("cash_out", "cash out", True, 3),
    Column("refund", "refund", True, 5),
    Column("principal", "principal"),
    Column("balance", "balance"),
    Column("note_payment", "paid on unsecured debt", True, 7, "paid on\nunsecured\ndebt"),
    _NOTE,
)


def schedule(results: Results) -> Table:
    """Show the payments, each with its interest and principal and the balance after it."""
    rows = [
        [*_when(row), *(Dollars(getattr(row, column.name)) for column in _PAID)]
        for row in results.rows
    ]
    return Table("Payment schedule, in dollars", [*_when_columns(results), *_PAID], rows)


_CHANGES = {
    "refinance": "refinanced",
    "rate": "new rate",
    "extra": "lower payment",
    "defer": "payments deferred",
}


def changes(results: Results) -> Table:
    """Show the changes to loans: refinancing, new rates, lower payments, deferrals."""
    names = ("what", "balance", "apr_percent", "payments", "payment")
    labels = ("change", "balance", "APR", "payments left", "payment")
    columns = [
        *_when_columns(results),
        *(Column(name, label) for name, label in zip(names, labels, strict=True)),
        Column("ltv_percent", "LTV", True),
    ]
    rows: list[list[Cell]] = []
    for (kind, _), group in groupby(
        results.ledger.changes, key=lambda change: (change.kind, change.purchase)
    ):
        series = [*group]
        if kind == "extra" and len(series) > 1:  # the last change shows the result
            rows.append(_change(results, series[-1], f"{_CHANGES[kind]}, {len(series)} times"))
        else:
            rows += [_change(results, change, _CHANGES[kind]) for change in series]
    return Table("Loan changes, in dollars", columns, rows)


def _change(results: Results, change: LoanModification, what: str) -> list[Cell]:
    when: list[Cell] = [
        change.month,
        change.date.isoformat() if change.date else None,
        change.purchase,
    ]
    state = change.state
    apr, payment = Percent(state.loan.apr_ppm, 4), Dollars(state.loan.payment)
    value = results.refinanced_value(change)
    ltv = None if value is None else money.basis_points(state.balance, value)
    share: Cell = None if ltv is None else Percent(ltv)
    return [*when, what, Dollars(state.balance), apr, state.left, payment, share]


def exits(results: Results) -> Table:
    """Show the cash to exit each month, to a dealer and to a private buyer; negative is received."""
    columns = [
        *_when_columns(results),
        Column("balance", "owed"),
        Column("payoff", "payoff", True),
        Column("value", "dealer pays"),
        Column("exit_trade_in", "cash to exit, dealer"),
        Column("private_net", "private buyer, net", True),
        Column("exit_private", "cash to exit, private", True),
    ]
    rows = [[*_when(row), *_exit(row)] for row in results.rows]
    return Table("Cash to exit, in dollars (negative: you receive it)", columns, rows)


def _exit(row: MonthEnd) -> list[Cell]:
    private = (row.private_net, row.exit_private)
    cells: list[Cell] = [None if cents is None else Dollars(cents) for cents in private]
    payoff = None if row.payoff == row.balance else Dollars(row.payoff)
    return [Dollars(row.balance), payoff, Dollars(row.value), Dollars(row.exit_trade_in), *cells]


def origins(results: Results) -> Table:
    """Show the debt of each month by the purchase it came from."""
    numbers = sorted({layer.origin for row in results.rows for layer in results.layers(row)})
    columns = [*_WHEN, Column("balance", "balance")]
    columns += [Column(f"from_{origin}", _origin(origin)) for origin in numbers]
    rows = []
    for row in results.rows:
        layers = {layer.origin: layer.balance for layer in results.layers(row)}
        cells: list[Cell] = [Dollars(layers.get(origin, 0)) for origin in numbers]
        rows.append([*_when(row), Dollars(row.balance), *cells])
    return Table("Debt by original vehicle, in dollars", columns, rows)


def _origin(origin: int) -> str:
    return f"from purchase {origin}" if origin else "from earlier loans"


_WHY = (
    ("price_over_value", "price over value"),
    ("tax", "tax"),
    ("fees", "fees"),
    ("products", "products"),
    ("rolled_in", "rolled in"),
    ("put_in", "less cash and equity"),
    ("notes", "unsecured debt"),
    ("taken_over", "gap at the start"),
    ("gap_at_signing", "gap at signing"),
    ("value_lost", "value lost since"),
    ("principal_paid", "less principal paid"),
    ("gap", "gap"),
)


def why(results: Results) -> Table:
    """Show where the gap of each month comes from: the lines sum to it."""
    columns = [
        *_when_columns(results),
        *(Column(name, label, name not in _GAPS) for name, label in _WHY),
    ]
    rows: list[list[Cell]] = []
    for row in results.rows:
        if row.sold:
            continue
        turn = results.turns[row.purchase - 1]
        lines = measures.gap_lines(turn.effective, turn.signed, row)
        cents = {name: getattr(lines, name, turn.signed.gap) for name, _ in _WHY}
        rows.append([*_when(row), *(Dollars(cents[name]) for name, _ in _WHY)])
    return Table("Where the gap comes from, in dollars", columns, rows)


_GAPS = ("gap_at_signing", "value_lost", "principal_paid", "gap")


def why_at_signing(results: Results) -> Table:
    """Show where the gap at each signing comes from: the lines sum to it."""
    names = _WHY[: [name for name, _ in _WHY].index("gap_at_signing") + 1]
    columns = [Column("purchase", "#"), Column("vehicle", "vehicle")]
    columns += [Column(name, label, name != "gap_at_signing") for name, label in names]
    rows: list[list[Cell]] = []
    for turn in results.turns:
        lines = [getattr(turn.at_signing, name, turn.signed.gap) for name, _ in names]
        cells = [Dollars(cents) for cents in lines]
        rows.append([turn.contract.number, turn.contract.vehicle, *cells])
    return Table(
        "Where the gap at signing comes from, in dollars", columns, rows, sideways=ON_ITS_SIDE
    )


def why_since(results: Results) -> Table:
    """Show the gap of each month: at signing, plus value lost, less principal paid."""
    full = why(results)
    wanted = [i for i, c in enumerate(full.columns) if c in _WHEN or c.name in _GAPS]
    columns = [full.columns[i] for i in wanted]
    rows = [[row[i] for i in wanted] for row in full.rows]
    return Table("The gap since signing, in dollars", columns, rows)
