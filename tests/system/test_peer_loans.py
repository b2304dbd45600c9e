"""Compare loans with two independent packages: numpy-financial and amortization.

numpy-financial computes in doubles and never rounds, so payments agree to half a cent and balances to what
half a cent of interest a month can grow to.  amortization rounds doubles as `round` does, so a half goes to even or where
the double nearest to it happens to lie: a loan is left out where an exact half of a cent turns up in it.
"""

import random
from fractions import Fraction

import numpy_financial
import pytest
from amortization.amount import calculate_amortization_amount
from amortization.schedule import amortization_schedule

from tradein.finance import loan

NOISE = 1e-6
"""Cents by which a double may miss on amounts of this size."""


def random_terms(seed):
    rng = random.Random(seed)
    amount = rng.randint(1_000_00, 90_000_00)
    apr_ppm = rng.choice((60_000, 72_000, 120_000, 180_000, 240_000, rng.randint(1_000, 360_000)))
    return amount, apr_ppm, rng.choice((12, 24, 36, 48, 60, 72, 75, 84, 96))


def growth(apr_ppm, months):
    """What one cent a month grows to."""
    rate = apr_ppm / 12e6
    return ((1 + rate) ** months - 1) / rate


@pytest.mark.parametrize("seed", range(200))
def test_the_level_payment_is_numpy_financials_rounded(seed):
    amount, apr_ppm, months = random_terms(seed)
    theirs = numpy_financial.pmt(apr_ppm / 12e6, months, -amount)

    assert abs(theirs - loan.level_payment(amount, apr_ppm, months)) <= 0.5 + NOISE


@pytest.mark.parametrize("seed", range(200))
def test_the_level_payment_with_a_balloon_is_numpy_financials_rounded(seed):
    """Their future value is what is left to pay, with the sign of a payment."""
    amount, apr_ppm, months = random_terms(seed)
    balloon = random.Random(seed).randint(1, amount - 1)
    theirs = numpy_financial.pmt(apr_ppm / 12e6, months, -amount, balloon)
    rounded_up = loan.level_payment(amount, apr_ppm, months, balloon=balloon, rounding="up")

    assert abs(theirs - loan.level_payment(amount, apr_ppm, months, balloon=balloon)) <= 0.5 + NOISE
    assert -NOISE <= rounded_up - theirs < 1 + NOISE


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("per_year", [24, 26, 52])
def test_the_level_payment_of_weeks_is_numpy_financials_rounded(seed, per_year):
    amount, apr_ppm, months = random_terms(seed)
    number = months * per_year // 12
    theirs = numpy_financial.pmt(apr_ppm / 1e6 / per_year, number, -amount)

    assert number == loan.payments_in(months, per_year)
    assert (
        abs(theirs - loan.level_payment(amount, apr_ppm, number, per_year=per_year)) <= 0.5 + NOISE
    )


@pytest.mark.parametrize("seed", range(200))
def test_every_balance_is_numpy_financials_but_for_the_rounding_of_interest(seed):
    amount, apr_ppm, months = random_terms(seed)
    rows = loan.schedule(amount, apr_ppm, months)

    for row in rows[:-1]:
        theirs = numpy_financial.fv(apr_ppm / 12e6, row.number, rows[0].payment, -amount)

        assert abs(theirs - row.balance) <= 0.5 * growth(apr_ppm, row.number) + NOISE


def is_half(exact):
    return exact % 1 == Fraction(1, 2)


def has_a_half(amount, apr_ppm, months):
    """Say whether an exact half of a cent is rounded anywhere in a loan."""
    rate = Fraction(apr_ppm, 12_000_000)
    payment = amount * rate / (1 - (1 + rate) ** -months)
    rows = loan.schedule(amount, apr_ppm, months)
    openings = [amount, *(row.balance for row in rows[:-1])]
    return is_half(payment) or any(is_half(balance * rate) for balance in openings)


def in_cents(dollars):
    cents = round(dollars * 100)
    assert abs(dollars * 100 - cents) < 1e-3
    return cents


SEEDS = range(300)
COMPARED = [seed for seed in SEEDS if not has_a_half(*random_terms(seed))]


@pytest.mark.parametrize("seed", COMPARED)
def test_a_schedule_is_that_of_the_amortization_package(seed):
    amount, apr_ppm, months = random_terms(seed)
    theirs = amortization_schedule(amount / 100, apr_ppm / 1_000_000, months)

    assert [
        (row.number, in_cents(row.amount), in_cents(row.interest), in_cents(row.balance))
        for row in theirs
    ] == [
        (row.number, row.payment, row.interest, row.balance)
        for row in loan.schedule(amount, apr_ppm, months)
    ]


def test_enough_loans_are_compared_and_some_are_left_out():
    assert len(SEEDS) // 2 < len(COMPARED) < len(SEEDS)


def test_a_half_is_where_the_two_packages_part():
    first = next(iter(amortization_schedule(1_004.50, 0.12, 12)))

    assert 10_04 == in_cents(first.interest)  # of 10.045
    assert 10_05 == loan.month_interest(1_004_50, 120_000)


@pytest.mark.parametrize(
    ("amount", "apr_ppm", "months", "payment"),
    [(150_000_00, 100_000, 36, 4_840_08), (150_000_00, 0, 36, 4_166_67)],
)
def test_the_amortization_packages_own_examples(amount, apr_ppm, months, payment):
    theirs = calculate_amortization_amount(amount / 100, apr_ppm / 1_000_000, months)

    assert payment == in_cents(theirs) == loan.level_payment(amount, apr_ppm, months)
