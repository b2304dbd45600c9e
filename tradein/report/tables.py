"""Chooses columns, labels, signs and order; the characters are made elsewhere.

A table has a row a thing; cells are text, whole numbers, `Dollars`, `Percent` or None.
"""

from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from tradein.analysis import contracts, measures
from tradein.analysis.measures import MonthEnd, Turn
from tradein.analysis.results import Results
from tradein.engine.ledger import LoanModification
from tradein.finance import money


class Dollars(NamedTuple):
    """Money in a cell, in cents."""

    cents: int


class Percent(NamedTuple):
    """A ratio in a cell, in hundredths of a percent, or a rate with `places` 4 in millionths."""

    scaled: int
    places: int = 2


Cell = str | int | Dollars | Percent | None


class Column(NamedTuple):
    """A column: its name for programs, its label for people.

    A person's table leaves out one that is `spare` where it has nothing to show.  Where it is
    too wide, it takes the `narrow` labels, then leaves out columns with a `rank`, the highest
    first.
    """

    name: str
    label: str
    spare: bool = False
    rank: int = 0
    narrow: str = ""


class Table(NamedTuple):
    """A table: what it shows, its columns, its rows.

    For people it stands on its side, a column a row, while it has no more rows than
    `sideways`.
    """

    title: str
    columns: list[Column]
    rows: list[list[Cell]]
    sideways: int = 0


ON_ITS_SIDE = 4
"""The most purchases that are shown with a column each."""


def trades(results: Results) -> Table:
    """Show the purchases: the buyer's order, the loan, and how each turn ended."""
    columns = [Column("purchase", "#"), Column("vehicle", "vehicle")]
    columns += [Column("month", "month", False, 6)]
    columns += [Column("date", "date", True, 9)]
    columns += [Column(name, label, spare, rank) for name, label, spare, rank, _ in _ORDER]
    rows = [_trade(turn) for turn in results.turns]
    return Table("Trades, in dollars", columns, rows, sideways=ON_ITS_SIDE)


def many_trades(results: Results) -> Table:
    """Show more purchases than have a column each: a row each, of what led to its gaps."""
    every = trades(results)
    index = {column.name: i for i, column in enumerate(every.columns)}
    columns = [
        every.columns[index[name]]._replace(label=label, rank=rank)
        for name, label, rank in _MANY_TRADES
    ]
    rows = [[row[index[column.name]] for column in columns] for row in every.rows]
    title = "Trades, in dollars, a row each (`--format csv` shows every column)"
    return Table(title, columns, rows)


_MANY_TRADES = (
    ("purchase", "#", 0),
    ("vehicle", "vehicle", 0),
    ("month", "month", 2),
    ("price", "price", 4),
    ("rolled_in", "rolled in", 1),
    ("amount_financed", "amount financed", 0),
    ("payment", "payment", 3),
    ("value", "value", 5),
    ("gap_at_signing", "gap at signing", 0),
    ("gap_at_end", "gap at end", 0),
    ("cash_to_exit", "cash to exit", 6),
)
"""What is shown of each of many purchases: name, label, and rank among what may be left out."""


def _trade(turn: Turn) -> list[Cell]:
    contract = turn.contract
    day = contract.date.isoformat() if contract.date else None
    head: list[Cell] = [contract.number, contract.vehicle, contract.month, day]
    return head + [cell(turn) for *_, cell in _ORDER]


def _line(name: str) -> Callable[[Turn], Cell]:
    """Make the cell of a line of the buyer's order, empty for an owned vehicle."""

    def cell(turn: Turn) -> Cell:
        deal = turn.contract.deal
        return None if deal is None else Dollars(getattr(deal, name))

    return cell


def _old(name: str) -> Callable[[Turn], Cell]:
    """Make the cell of a figure of the vehicle traded in, where there is one."""

    def cell(turn: Turn) -> Cell:
        deal = turn.contract.deal
        old = deal.trade_in if deal else None
        return None if old is None else Dollars(getattr(old, name))

    return cell


def _equity_in(turn: Turn) -> Cell:
    deal = turn.contract.deal
    return Dollars(money.maximum(deal.trade_in.equity, 0)) if deal and deal.trade_in else None


def _over_allowance(turn: Turn) -> Cell:
    return None if turn.over_allowance is None else Dollars(turn.over_allowance)


def _apr(turn: Turn) -> Cell:
    return None if turn.contract.apr_ppm is None else Percent(turn.contract.apr_ppm, 4)


def _months(turn: Turn) -> Cell:
    return None if turn.contract.terms is None else turn.contract.terms.months


def _frequency(turn: Turn) -> Cell:
    return None if turn.contract.calendar.monthly else turn.contract.calendar.frequency


def _ltv(turn: Turn) -> Cell:
    basis_points = money.basis_points(turn.contract.measured, turn.contract.base)
    return None if basis_points is None else Percent(basis_points)


def _pti(turn: Turn) -> Cell:
    income = contracts.income(turn.contract)
    basis_points = income and money.basis_points(
        turn.contract.loan.payment * turn.contract.calendar.per_year, 12 * income
    )
    return None if basis_points is None else Percent(basis_points)


_ORDER: tuple[tuple[str, str, bool, int, Callable[[Turn], Cell]], ...] = (
    ("allowance", "allowance for the old vehicle", True, 9, _old("allowance")),
    ("over_allowance", "over-allowance", True, 9, _over_allowance),
    ("payoff", "payoff of the old loan", True, 9, _old("payoff")),
    ("refund_credited", "payoff paid by refunds", True, 9, _old("refund_credit")),
    ("paid", "shortfall paid in cash", True, 9, _old("paid")),
    ("price", "price", True, 9, _line("price")),
    ("price_lowered_by", "price reduction", True, 9, _line("lowered")),
    ("tax", "tax", True, 9, _line("tax")),
    ("fees", "fees", True, 9, _line("fees")),
    ("products", "products", True, 9, _line("products")),
    ("rebate", "less rebate", True, 9, _line("rebate")),
    ("cash_down", "less cash down", True, 9, _line("down")),
    ("equity_put_in", "less equity put in", True, 9, _equity_in),
    ("rolled_in", "rolled in", False, 4, lambda turn: Dollars(turn.contract.rolled)),
    ("over_cap", "less cash over the cap", True, 9, _line("cash_over_cap")),
    ("cash_back", "cash back", True, 9, _line("cash_back")),
    ("amount_financed", "amount financed", False, 0, lambda turn: Dollars(turn.contract.owed)),
    ("cash_due", "cash due", True, 9, _line("cash_due")),
    ("apr_percent", "APR", True, 9, _apr),
    ("months", "months", True, 9, _months),
    ("frequency", "paid", True, 9, _frequency),
    ("payment", "payment", False, 3, lambda turn: Dollars(turn.contract.loan.payment)),
    ("value", "value", False, 5, lambda turn: Dollars(turn.signed.value)),
    ("ltv_percent", "loan to value (LTV)", True, 9, _ltv),
    ("pti_percent", "payment to income", True, 9, _pti),
    ("gap_at_signing", "gap at signing", False, 0, lambda turn: Dollars(turn.signed.gap)),
    ("ended_month", "ends in month", True, 9, lambda turn: turn.ended.month),
    ("gap_at_end", "gap at the end", False, 0, lambda turn: Dollars(turn.ended.gap)),
    ("refunds", "product refunds", True, 9, lambda turn: Dollars(turn.refunds)),
    ("cash_to_exit", "cash to exit", False, 7, lambda turn: Dollars(turn.ended.exit)),
)
"""The lines of the trade table: name, label, whether it is spare, its rank, and its cell."""


def summary(results: Results) -> Table:
    """Show the chain as a whole, a line a measure."""
    rows: list[list[Cell]] = [[label, cell] for _, label, cell in measured(results)]
    return Table(
        "Summary, in dollars", [Column("measure", "measure"), Column("figure", "figure")], rows
    )


def measured(results: Results) -> list[tuple[str, str, Cell]]:
    """List the measures of a chain: name, label, figure; net cost first."""
    found = results.summary
    even: Cell = "none" if found.break_even_month is None else found.break_even_month
    return [
        ("net_cost", "net cost, including exit", Dollars(found.net_cost)),
        ("months", "months", found.months),
        ("trades", "trades", found.trades),
        ("total_paid", "total paid", Dollars(found.total_paid)),
        ("total_interest", "interest", Dollars(found.total_interest)),
        (
            "interest_on_rolled_debt",
            "interest on rolled debt",
            Dollars(results.origins.on_rolled_debt),
        ),
        ("total_rolled_in", "total rolled in", Dollars(found.total_rolled_in)),
        ("peak_gap", "largest gap", Dollars(found.peak_gap)),
        ("peak_gap_month", "month of largest gap", found.peak_gap_month),
        ("months_under_water", "months under water", found.months_under_water),
        ("break_even_month", "break-even month", even),
        ("final_gap", "gap at the end", Dollars(found.last.gap)),
        ("final_exit", "cash to exit at the end", Dollars(found.last.exit)),
    ]


_WHEN = [
    Column("month", "month"),
    Column("date", "date", True, 8),
    Column("purchase", "purchase", narrow="pur-\nchase"),
]


def _when_columns(results: Results) -> list[Column]:
    """Give the first columns of a table by months; a lone purchase needs no number."""
    lone = len(results.turns) == 1
    return [*_WHEN[:2], _WHEN[2]._replace(rank=9)] if lone else _WHEN


def _when(row: MonthEnd) -> list[Cell]:
    return [row.month, row.date.isoformat() if row.date else None, row.purchase]


def monthly(results: Results) -> Table:
    """Show every month: what was paid, what is owed, what it is worth, what it takes to exit."""
    names = ("payment", "balance", "value", "gap", "exit")
    columns = [
        *_when_columns(results),
        *(Column(name, name) for name in names[:-1]),
        Column("exit", "cash to exit", narrow="cash to\nexit"),
    ]
    rows = [[*_when(row), *(Dollars(getattr(row, name)) for name in names)] for row in results.rows]
    return Table("Month by month, in dollars", columns, rows)


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
    """Show the new terms that loans got on the way."""
    names = ("what", "balance", "apr_percent", "payments", "payment")
    labels = ("what", "balance", "APR", "payments left", "payment")
    columns = [
        *_when_columns(results),
        *(Column(name, label) for name, label in zip(names, labels, strict=True)),
    ]
    rows: list[list[Cell]] = []
    for (kind, _), group in groupby(
        results.ledger.changes, key=lambda one: (one.kind, one.purchase)
    ):
        every = [*group]
        if kind == "extra" and len(every) > 1:  # a series: where it leads says enough
            rows.append(_change(every[-1], f"{_CHANGES[kind]}, {len(every)} times"))
        else:
            rows += [_change(one, _CHANGES[kind]) for one in every]
    return Table("Loan changes, in dollars", columns, rows)


def _change(one: LoanModification, what: str) -> list[Cell]:
    when: list[Cell] = [one.month, one.date.isoformat() if one.date else None, one.purchase]
    now = one.state
    apr, payment = Percent(now.loan.apr_ppm, 4), Dollars(now.loan.payment)
    return [*when, what, Dollars(now.balance), apr, now.left, payment]


def exits(results: Results) -> Table:
    """Show what it takes in cash to get out each month, to a dealer and to a private buyer."""
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
    asked = None if row.payoff == row.balance else Dollars(row.payoff)
    return [Dollars(row.balance), asked, Dollars(row.value), Dollars(row.exit_trade_in), *cells]


def origins(results: Results) -> Table:
    """Show the debt of each month by the purchase it was born with."""
    born = sorted({layer.origin for row in results.rows for layer in results.layers(row)})
    columns = [*_WHEN, Column("balance", "balance")]
    columns += [Column(f"from_{origin}", _born(origin)) for origin in born]
    rows = []
    for row in results.rows:
        layers = {layer.origin: layer.balance for layer in results.layers(row)}
        cells: list[Cell] = [Dollars(layers.get(origin, 0)) for origin in born]
        rows.append([*_when(row), Dollars(row.balance), *cells])
    return Table("Debt by original vehicle, in dollars", columns, rows)


def _born(origin: int) -> str:
    return f"from purchase {origin}" if origin else "from earlier loans"


_WHY = (
    ("price_over_value", "price over value"),
    ("tax", "tax"),
    ("fees", "fees"),
    ("products", "products"),
    ("rolled_in", "rolled in"),
    ("put_in", "less cash and equity"),
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
        turn = results.turns[row.purchase - 1]
        lines = measures.gap_lines(turn.contract, turn.signed, row)
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
    every = why(results)
    wanted = [i for i, c in enumerate(every.columns) if c in _WHEN or c.name in _GAPS]
    columns = [every.columns[i] for i in wanted]
    rows = [[row[i] for i in wanted] for row in every.rows]
    return Table("The gap since signing, in dollars", columns, rows)


def asked(results: Results, names: list[str]) -> list[Table]:
    """Make the tables asked for by name, or the trade table, the changes and the summary."""
    make = {
        "monthly": monthly,
        "schedule": schedule,
        "exit": exits,
        "origins": origins,
        "why": why,
    }
    if names:
        return [make[name](results) for name in names]
    changed = [changes(results)] if results.ledger.changes else []
    return [trades(results), *changed, summary(results)]


def for_people(results: Results, names: list[str]) -> list[Table]:
    """Make the tables asked for as a person reads them: many trades shorter, why in two."""
    made = []
    if not names:
        made = asked(results, names)
        if len(results.turns) > ON_ITS_SIDE:
            made[0] = many_trades(results)
    for name in names:
        if name == "why":
            made += [why_at_signing(results), why_since(results)]
        else:
            made += asked(results, [name])
    return made


def named(several: list[Results], names: list[str]) -> list[Table]:
    """Make the tables asked for, with the scenario in their titles where there are several."""
    made = []
    for results in several:
        lead = f"{results.ledger.title}: " if len(several) > 1 else ""
        made += [t._replace(title=lead + t.title) for t in asked(results, names)]
    return made


def without(table: Table, *names: str) -> Table:
    """Leave some columns out."""
    wanted = [i for i, column in enumerate(table.columns) if column.name not in names]
    rows = [[row[i] for i in wanted] for row in table.rows]
    return table._replace(columns=[table.columns[i] for i in wanted], rows=rows)


def together(tables: list[Table]) -> Table:
    """Put tables of one kind below each other, with every column that any of them has."""
    columns = list(dict.fromkeys(column for table in tables for column in table.columns))
    rows: list[list[Cell]] = []
    for table in tables:
        index = {column: i for i, column in enumerate(table.columns)}
        rows += [[row[index[c]] if c in index else None for c in columns] for row in table.rows]
    return tables[0]._replace(columns=columns, rows=rows)
