"""The equity of an owner in one asset today."""

import pytest

from tradein.analysis.equity import MEANING, EquityPosition


def standing(liens, value, sale_costs=None):
    return EquityPosition("car", liens, value, sale_costs)


@pytest.mark.parametrize(
    ("liens", "value", "equity", "negative", "status"),
    [
        ((18_000_00,), 15_000_00, -3_000_00, 3_000_00, "negative"),
        ((10_000_00,), 10_000_00, 0, 0, "break-even"),
        ((150_000_00,), 180_000_00, 30_000_00, 0, "positive"),
        ((150_000_00, 30_000_00), 170_000_00, -10_000_00, 10_000_00, "negative"),
        ((1,), 0, -1, 1, "negative"),
        ((0,), 1, 1, 0, "positive"),
    ],
)
def test_equity_is_value_minus_all_that_is_owed(liens, value, equity, negative, status):
    position = standing(liens, value)

    assert (sum(liens), equity, negative, status) == (
        position.owed,
        position.equity,
        position.negative_equity,
        position.status,
    )


def test_a_position_says_what_it_means_for_the_owner():
    assert MEANING["negative"] == standing((2,), 1).meaning
    assert MEANING["break-even"] == standing((1,), 1).meaning
    assert MEANING["positive"] == standing((1,), 2).meaning


def test_selling_takes_the_costs_off_the_equity_and_not_off_the_status():
    position = standing((19_000_00,), 20_000_00, 1_500_00)

    assert (-500_00, 500_00, "positive") == (
        position.equity_after_costs,
        position.cash_to_sell,
        position.status,
    )


def test_an_owner_with_enough_equity_brings_no_cash():
    position = standing((15_000_00,), 20_000_00, 1_500_00)

    assert (3_500_00, 0) == (position.equity_after_costs, position.cash_to_sell)


def test_costs_that_are_not_known_change_nothing():
    position = standing((25_000_00,), 20_000_00)

    assert (-5_000_00, 5_000_00) == (position.equity_after_costs, position.cash_to_sell)
