"""Many purchases have a row each, of figures that are those of the whole table."""

import pytest

from helpers import playing
from tradein.report import text
from tradein.report.tables import selection, trades
from tradein.report.text import Look

CASH = "  - {vehicle: car %d, price: $%d, tax: {rate: 6%%}, keep: 24 months, loan: {apr: 8%%, months: 60}}"


def found(number):
    """A chain of so many purchases, each traded while it is under water."""
    lines = [CASH % (n, 20_000 + 100 * n) for n in range(1, number + 1)]
    return playing.found("\n".join(["purchases:", *lines]) + "\n")


@pytest.mark.parametrize("number", [1, 4])
def test_up_to_four_purchases_have_a_column_each(number):
    first, *_ = selection.for_people(found(number), [])

    assert first == trades.trades(found(number))
    assert len(first.rows) <= first.sideways


def test_from_five_on_each_has_a_row_of_the_same_figures():
    first, *others = selection.for_people(found(5), [])
    whole, *rest = selection.asked(found(5), [])
    names = [column.name for column in whole.columns]
    picked = [names.index(column.name) for column in first.columns]

    assert first.rows == [[row[i] for i in picked] for row in whole.rows]
    assert others == rest
    assert len(first.rows) == 5


def test_at_80_columns_a_trade_has_one_line_that_says_what_was_rolled_and_the_gaps():
    laid = text.fitted(trades.many_trades(found(12)), Look(width=80)).splitlines()

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
    assert len(laid) == 2 + 1 + 12
    assert max(map(len, laid)) <= 80


def test_at_120_columns_all_of_it_is_shown():
    table = trades.many_trades(found(50))
    laid = text.fitted(table, Look(width=120)).splitlines()

    assert "price" in laid[0]
    assert laid[0].endswith("cash to exit")
    assert len(laid) == 2 + 1 + 50
    assert max(map(len, laid)) <= 120
