"""The largest payment and the largest loan that a lender's limits allow."""

from fractions import Fraction

import pytest

from tradein.finance import loan, underwriting
from tradein.finance.terms import LoanTerms, UnderwritingLimits


def test_the_largest_payment_of_a_textbook_example():
    """$3,200 x 16 % = $512 at most (datafield.dev, car-sales, 26)."""
    assert 512_00 == underwriting.largest_payment(
        UnderwritingLimits(income=3_200_00, max_pti_ppm=160_000)
    )


def test_the_largest_payment_is_rounded_down():
    assert 33 == underwriting.largest_payment(UnderwritingLimits(income=1_00, max_pti_ppm=339_999))


@pytest.mark.parametrize("payment", [0, 1, 99, 512_00, 10**9])
@pytest.mark.parametrize("apr_ppm", [0, 1, 69_000, 360_000])
@pytest.mark.parametrize("months", [1, 60, 360])
def test_the_largest_loan_of_a_payment_is_the_last_that_fits(payment, apr_ppm, months):
    """Its payment fits and a cent more does not; by the exact annuity it lies below payment and a half."""
    limit = underwriting.largest_loan(LoanTerms(apr_ppm=apr_ppm, months=months), payment)
    largest = 10**9 if limit is None else limit
    rate = Fraction(apr_ppm, 12_000_000)
    each = rate / (1 - 1 / (1 + rate) ** months) if rate else Fraction(1, months)

    assert loan.level_payment(largest, apr_ppm, months) <= payment
    if largest < 10**9:
        assert loan.level_payment(largest + 1, apr_ppm, months) > payment
        assert largest * each < payment + Fraction(1, 2) <= (largest + 1) * each


@pytest.mark.parametrize(
    ("terms", "largest"),
    [
        ({}, 100_50),
        ({"rounding": "up"}, 100_00),
        ({"rounding": "down"}, 101_00),
        ({"balloon": 50_00}, 150_50),
        ({"balloon": 50_00, "rounding": "up"}, 150_00),
        ({"balloon": 50_00, "rounding": "down"}, 151_00),
    ],
)
def test_the_largest_loan_allows_for_a_balloon_and_rounding(terms, largest):
    """At 0 % a hundred payments of $1 pay off $100, and half a cent of rounding each is worth 50 cents less one, a cent $1."""
    agreed = LoanTerms(apr_ppm=0, months=100, **terms)
    most = underwriting.largest_loan(agreed, 1_00)

    assert largest - (0 if terms.get("rounding") == "up" else 1) == most


@pytest.mark.parametrize(("known", "largest"), [(512_00, None), (512_01, 0)])
def test_a_known_payment_fits_or_not_for_any_amount(known, largest):
    assert largest == underwriting.largest_loan(LoanTerms(apr_ppm=0, payment=known), 512_00)


@pytest.mark.parametrize(
    "wrong",
    [
        {"base": "sticker"},
        {"over": "walk away"},
        {"base": "invoice"},
        {"base": "retail"},
        {"max_pti_ppm": 160_000},
        {"max_pti_ppm": 1_000_001, "income": 1},
        {"without": ("rebate",)},
    ],
)
def test_limits_that_cannot_be_measured_are_refused(wrong):
    with pytest.raises(ValueError, match=r"needs|must be"):
        UnderwritingLimits(**wrong)
