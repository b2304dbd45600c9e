"""What comes back for a product that is canceled after some months and miles."""

from fractions import Fraction

import pytest

from tradein.finance import refunds
from tradein.finance.terms import RefundableProduct, RefundTerms

GAP = RefundableProduct(name="GAP", price=800_00, months=72)
SERVICE = RefundableProduct(name="service", price=2_400_00, months=60, miles=60_000, fee=50_00)


def test_gap_out_after_thirty_of_seventy_two_months():
    """$800 x 42 / 72 = $466.67 (gap-refund.com)."""
    assert 466_67 == refunds.refund(GAP, 30, None)


@pytest.mark.parametrize(
    ("months", "back"), [(0, 800_00), (1, 788_89), (71, 11_11), (72, 0), (73, 0), (600, 0)]
)
def test_a_refund_falls_by_the_month_to_nothing(months, back):
    assert back == refunds.refund(GAP, months, None)


@pytest.mark.parametrize(
    ("a_year", "months", "back"),
    [
        (0, 30, 1_200_00 - 50_00),  # by time
        (12_000, 30, 1_200_00 - 50_00),  # 30,000 miles left of 60,000: the same
        (18_000, 30, 600_00 - 50_00),  # 15,000 left
        (24_000, 30, 0),  # none left, and the fee takes nothing
        (200_000, 1, 1_733_33 - 50_00),  # 60,000 - 16,666.67 = 43,333.33 left
        (18_000, 0, 2_350_00),
    ],
)
def test_the_lesser_of_time_and_miles_is_refunded_less_the_fee(a_year, months, back):
    assert back == refunds.refund(SERVICE, months, a_year)


def test_a_fee_above_what_is_left_takes_no_more_than_that():
    assert 0 == refunds.refund(
        RefundableProduct(name="x", price=10_00, months=12, fee=10_01), 0, None
    )


def test_a_product_without_miles_has_no_refund():
    assert 0 == refunds.refund(RefundableProduct(name="x", price=10_00, months=12, miles=0), 0, 1)


@pytest.mark.parametrize("months", range(0, 70, 7))
@pytest.mark.parametrize("a_year", [0, 1, 11_999, 12_001, 18_500])
def test_a_refund_is_the_exact_share_rounded_once(months, a_year):
    odd = RefundableProduct(name="x", price=1_234_57, months=60, miles=59_999, fee=3)
    share = min(1 - Fraction(months, 60), 1 - Fraction(a_year * months, 12 * 59_999))
    exact = max(share, 0) * 1_234_57 - 3

    assert max((exact + Fraction(1, 2)).__floor__(), 0) == refunds.refund(odd, months, a_year)


@pytest.mark.parametrize("wrong", [{"ends": "never"}, {"months": 0}, {"miles": -1}, {"fee": -1}])
def test_a_product_with_terms_out_of_range_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        RefundableProduct(**{"name": "x", "price": 1, "months": 12} | wrong)


@pytest.mark.parametrize("wrong", [{"products": (SERVICE,)}, {"products": (GAP,), "paid_to": "me"}])
def test_refunds_that_cannot_be_computed_are_refused(wrong):
    with pytest.raises(ValueError, match=r"needs|must be"):
        RefundTerms(**wrong)
