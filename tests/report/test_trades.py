"""Many purchases have a row each, of figures that are those of the whole table."""

import pytest

from helpers import playing
from tradein.analysis.compare import Aligned
from tradein.report import text
from tradein.report.tables import compare, selection, trades
from tradein.report.tables.table import Dollars
from tradein.report.text import Look

CASH = "  - {vehicle: car %d, price: $%d, tax: {rate: 6%%}, keep: 24 months, loan: {apr: 8%%, months: 60}}"


def chain_of(number):
    """A chain of so many purchases, each traded while it is under water."""
    lines = [CASH % (n, 20_000 + 100 * n) for n in range(1, number + 1)]
    return playing.simulated("\n".join(["purchases:", *lines]) + "\n")


@pytest.mark.parametrize("number", [1, 4])
def test_up_to_four_purchases_have_a_column_each(number):
    first, *_ = selection.for_people(chain_of(number), [])

    assert first == trades.trades(chain_of(number))
    assert len(first.rows) <= first.sideways


def test_from_five_on_each_has_a_row_of_the_same_figures():
    first, *others = selection.for_people(chain_of(5), [])
    whole, *rest = selection.asked(chain_of(5), [])
    names = [column.name for column in whole.columns]
    picked = [names.index(column.name) for column in first.columns]

    assert first.rows == [[row[i] for i in picked] for row in whole.rows]
    assert others == rest
    assert len(first.rows) == 5


def test_at_80_columns_a_trade_has_one_line_that_says_what_was_rolled_and_the_gaps():
    laid = text.fitted(trades.many_trades(chain_of(12)), Look(width=80)).splitlines()

    assert laid[0].split() == [
        "#",
        "vehicle",
        "month",
        "rolled",
        "in",
        "amount",
        "payment",
        "gap",
        "at",
        "gap",
        "at",
        "end",
    ]
    assert laid[2 + 1 + 12 :] == [
        "",
        "The terminal is too narrow to show: price; value; cash to exit.",
    ]
    assert max(map(len, laid)) <= 80


def test_at_120_columns_all_of_it_is_shown():
    table = trades.many_trades(chain_of(50))
    laid = text.fitted(table, Look(width=120)).splitlines()

    assert "price" in laid[0]
    assert laid[0].endswith("cash to exit")
    assert len(laid) == 2 + 1 + 50
    assert max(map(len, laid)) <= 120


@pytest.mark.parametrize(
    "ending",
    ["private_sale: {price: $9000}", "total_loss: {deductible: $500}", "surrender: {sale: 60%}"],
)
def test_a_vehicle_that_is_gone_without_a_trade_has_no_cash_to_exit(ending):
    table = trades.trades(
        playing.simulated(f"purchases:\n{(CASH % (1, 20_000))[:-1]}, {ending}}}\n")
    )
    cells = dict(zip((column.name for column in table.columns), *table.rows, strict=True))

    assert cells["cash_to_exit"] is None
    assert isinstance(cells["sale_cash"], Dollars)


ADDED = ("price", "tax", "fees", "products", "rolled_in", "shortfall_not_rolled", "cash_back")
TAKEN_OFF = ("rebate", "cash_down", "equity_put_in", "over_cap")

CAPPED = """\
purchases:
  - vehicle: old
    owed: $19,000
    worth: $10,000
    age: 3 years
    loan: {apr: 8%, months: 40}
    keep: 0 months
  - vehicle: new
    price: $6,000
    tax: {rate: 0%}
    loan: {apr: 8%, months: 40, max_ltv: 100%}
    keep: 12 months
"""


def orders(chain):
    """The lines of each purchase's order as they are printed, in cents; none for `owed`."""
    table = trades.trades(chain)
    names = [column.name for column in table.columns]
    lines = [dict(zip(names, row, strict=True)) for row in table.rows]
    return [
        {name: cell.cents for name, cell in line.items() if isinstance(cell, Dollars)}
        for line in lines
        if line["price"] is not None
    ]


def added_up(order):
    """The lines of an order from the price to the cash back."""
    return sum(order.get(n, 0) for n in ADDED) - sum(order.get(n, 0) for n in TAKEN_OFF)


@pytest.mark.parametrize("first", range(0, len(playing.seeds(60, 2)), 30))
def test_the_lines_of_every_order_add_up_to_the_amount_financed(first):
    """Random chains, with caps and trades of all kinds."""
    several = [order for seed in range(first, first + 30) for order in orders(playing.chain(seed))]

    assert [order["amount_financed"] for order in several] == [added_up(order) for order in several]
    assert any(order["over_cap"] for order in several)


def test_the_whole_shortfall_is_shown_where_the_cap_is_below_it():
    [order] = orders(playing.simulated(CAPPED))

    assert {
        "shortfall": 9_000_00,
        "paid": 0,
        "rolled_in": 6_000_00,
        "shortfall_not_rolled": 3_000_00,
        "over_cap": 9_000_00,
        "amount_financed": 6_000_00,
    }.items() <= order.items()
    assert 6_000_00 == added_up(order)


def test_a_shortfall_that_cash_down_covers_is_shown_too():
    """A shortfall of 9,000 on a price of 6,000, and 8,000 down, leave 7,000 to finance."""
    text = CAPPED.replace("max_ltv: 100%", "max_ltv: 200%")
    [order] = orders(playing.simulated(text.replace("$6,000", "$6,000\n    down: $8,000")))

    assert 7_000_00 == order["amount_financed"] == added_up(order)
    names = ("shortfall", "rolled_in", "shortfall_not_rolled", "over_cap")
    assert [9_000_00, 7_000_00, 2_000_00, 0] == [order[name] for name in names]


def test_nothing_is_left_where_all_of_the_shortfall_is_rolled_in():
    [order] = orders(playing.simulated(CAPPED.replace("max_ltv: 100%", "max_ltv: 300%")))

    assert (9_000_00, 0) == (order["shortfall"], order["shortfall_not_rolled"])
    assert 15_000_00 == order["amount_financed"] == added_up(order)


TRADED = """
purchases:
  - {vehicle: old, owed: 15000, worth: 12000, age: 4 years, loan: {apr: 0%%, months: 24}, keep: 0 months}
  - {vehicle: new, price: 30000, trade_in: {allowance: %s}, tax: {rate: 0%%}, loan: {apr: 0%%, months: 60}}
"""
HIDDEN, PLAIN = (playing.simulated(TRADED % allowance) for allowance in (14_000, 12_000))


def labels(table):
    """The words of a table: its first column, and its labels."""
    return [row[0] for row in table.rows] + [column.label for column in table.columns]


def test_old_debt_has_a_line_of_its_own_where_an_over_allowance_hides_some():
    measures = {row[0]: row[1] for row in trades.summary(HIDDEN).rows}

    assert (1_000_00, 3_000_00) == (
        measures["total rolled in"].cents,
        measures["total old debt carried"].cents,
    )
    assert "total old debt carried" not in labels(trades.summary(PLAIN))


def test_scenarios_side_by_side_show_old_debt_where_any_of_them_hides_some():
    shown, hidden = (
        compare.comparison([Aligned(chain, chain) for chain in several], None, {})
        for several in ([PLAIN, HIDDEN], [PLAIN, PLAIN])
    )

    assert all("total old debt carried" in labels(table) for table in shown)
    assert not any("total old debt carried" in labels(table) for table in hidden)
    assert "total old debt carried" in labels(compare.compared([Aligned(PLAIN, PLAIN)] * 2, None))
