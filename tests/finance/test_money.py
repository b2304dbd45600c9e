"""Arithmetic on cents."""

import pytest
from attrs import field, frozen

from tradein.finance import money


@pytest.mark.parametrize(
    ("numerator", "denominator", "cents"),
    [(5, 2, 3), (-5, 2, -2), (7, 3, 2), (8, 3, 3), (1, 2, 1), (-1, 2, 0), (0, 7, 0), (-7, 3, -2)],
)
def test_a_half_is_rounded_toward_plus_infinity(numerator, denominator, cents):
    assert cents == money.half_up(numerator, denominator)


def test_half_up_is_exact_where_a_double_is_not():
    assert 4503599627370496001 == money.half_up(9007199254740992001, 2)


@pytest.mark.parametrize(("numerator", "cents"), [(5, 2), (6, 3), (-1, -1), (0, 0)])
def test_a_lenders_cap_is_rounded_down(numerator, cents):
    assert cents == money.floor_div(numerator, 2)


@pytest.mark.parametrize(("numerator", "cents"), [(5, 3), (6, 3), (-1, 0), (-3, -1), (0, 0)])
def test_a_payment_may_be_rounded_up(numerator, cents):
    assert cents == money.ceil_div(numerator, 2)


@pytest.mark.parametrize(("amount", "other"), [(1, 2), (2, 1), (-5, 5), (5, -5)])
def test_least_and_most_do_not_depend_on_the_order(amount, other):
    assert min(amount, other) == money.minimum(amount, other)
    assert max(amount, other) == money.maximum(amount, other)


def test_least_and_most_of_equals_is_that_amount():
    assert 4 == money.minimum(4, 4) == money.maximum(4, 4)


@pytest.mark.parametrize(
    ("amount", "owed", "shares"),
    [
        (100, (1, 1, 1), (33, 34, 33)),
        (1, (1, 1), (1, 0)),
        (-1, (1, 1), (0, -1)),
        (10, (0, 5, 5), (0, 5, 5)),
        (10, (3,), (10,)),
        (7, (1, 2, 4), (1, 2, 4)),
        (0, (3, 4), (0, 0)),
        (200, (1, 1, 1), (67, 66, 67)),
    ],
)
def test_shares_are_rounded_on_the_running_total_and_sum_to_the_amount(amount, owed, shares):
    assert shares == money.split(amount, owed)


def test_nobody_who_owes_nothing_gets_a_share():
    assert (0, 0) == money.split(5, (0, 0))


def test_there_is_nothing_to_share_among_nobody():
    assert () == money.split(5, ())


def test_a_whole_number_is_wide_and_narrow_already():
    amount = 10**30

    assert amount == money.to_bigint(amount) == money.to_int64(amount)


def test_a_plain_condition_holds_ever_when_it_holds():
    assert money.any_path(True)
    assert not money.any_path(False)


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (123_450, "$1,234.50"),
        (-5, "-$0.05"),
        (0, "$0.00"),
        (100_000_000_000, "$1,000,000,000.00"),
        (-1_234_567, "-$12,345.67"),
        (99, "$0.99"),
    ],
)
def test_dollars_are_written_as_people_write_them(cents, text):
    assert text == money.dollars(cents)


@pytest.mark.parametrize(
    ("ppm", "text"),
    [(89_000, "8.9%"), (1, "0.0001%"), (0, "0%"), (1_000_000, "100%"), (62_500, "6.25%")],
)
def test_a_percentage_has_no_more_decimals_than_it_needs(ppm, text):
    assert text == money.percent(ppm)


@pytest.mark.parametrize("amount", [True, 1.0, "1", None])
def test_an_amount_that_is_no_whole_number_is_refused(amount):
    with pytest.raises(TypeError, match="price must be a whole number"):
        money.check(amount, 0, 10, "price")


@pytest.mark.parametrize("amount", [-1, 11])
def test_an_amount_out_of_its_range_is_refused(amount):
    with pytest.raises(ValueError, match=f"price must be from 0 to 10, not {amount}"):
        money.check(amount, 0, 10, "price")


def test_the_ends_of_a_range_belong_to_it():
    assert money.check(0, 0, 10, "price") is money.check(10, 0, 10, "price") is None


@frozen
class Ranged:
    amount: int | None = field(default=None, validator=money.within(1, 3))


def test_a_field_within_a_range_may_be_left_out():
    assert Ranged().amount is None


def test_a_field_out_of_its_range_is_named():
    with pytest.raises(ValueError, match="amount must be from 1 to 3, not 4"):
        Ranged(4)
