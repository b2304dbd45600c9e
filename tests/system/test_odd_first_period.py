"""A first payment that is named, with interest by the month, against published figures and figures worked out by hand."""

import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from helpers import playing
from helpers.on_the_way import paid, rows, simulated
from tradein.analysis import disclosure, payoff
from tradein.engine.ledger import INTEREST, PAID
from tradein.finance import apr, dates

ODD = "apr: 12%, months: 24, first_payment: 40 days"
START = "2025-06-05"
"""Forty days later is 15 July: ten days and the month from 15 June."""


def charged(loan, *events, **others):
    """The interest of the first payment, and what of it is left unpaid."""
    first = next(e for e in simulated(loan, *events, **others).ledger.entries if e.kind == PAID)
    return first.postings[INTEREST, 1] + first.accrued_unpaid


@pytest.mark.parametrize(
    ("price", "terms", "start", "days", "payment"),
    [
        ("$4,000", "apr: 11%, months: 24", "2025-04-09", 36, 186_77),
        ("$15,000", "apr: 7%, months: 60", "2025-05-31", 45, 297_88),
    ],
)
def test_the_payment_is_that_of_other_programs(price, terms, start, days, payment):
    """MathWorks, payodd; a FileMaker function of M. Myett (briandunning.com/cf/225): thirty days are a month."""
    loan = f"{terms}, first_payment: {days} days"

    assert payment == rows(loan, price=price, start=start)[1].payment


@pytest.mark.parametrize(
    ("more", "interest"),
    [
        ("first_payment: 40 days", 50_13),
        ("first_payment: 2025-07-15", 50_13),
        ("first_payment: 40 days, first_period: days/360", 50_13),
        ("first_payment: 40 days, first_period: days/365", 49_95),
        ("first_payment: 10 days", 12_53),
        ("first_payment: 10 days, first_period: days/365", 12_36),
        ("first_payment: 30 days", 37_59),
        ("first_payment: 2025-09-05", 112_78),
        ("first_payment: 2026-06-05", 451_13),
    ],
)
def test_whole_months_are_twelfths_and_the_days_left_parts_of_a_year(more, interest):
    """Of $10,025 at 4.5 %, $451.125 a year: 40 days are a month and ten days of a 360-day year, $50.125."""
    loan = f"apr: 4.5%, months: 12, {more}"

    assert interest == charged(loan, price="$10,025", start=START)


def test_a_first_payment_after_a_month_is_the_regular_one():
    regular = rows("apr: 12%, months: 24", start=START)
    named = rows("apr: 12%, months: 24, first_payment: 2025-07-05", start=START)

    assert regular == named


@pytest.mark.parametrize("days", [1, 16, 40, 75, 120])
@pytest.mark.parametrize(
    "more", ["", ", first_period: days/365", ", balloon: $2000", ", rounding: up"]
)
def test_the_last_payment_differs_by_cents(days, more):
    loan = f"apr: 12%, months: 24, first_payment: {days} days{more}"
    payments = [row.payment for row in rows(loan, start=START)[1:]]
    balloon = 2_000_00 if "balloon" in more else 0

    assert 1 == len({*payments[:-1]})
    assert abs(payments[-1] - balloon - payments[0]) <= 24


def test_due_dates_follow_a_month_apart():
    days = [row.date for row in rows(ODD, start=START)[1:4]]

    assert [date(2025, 7, 15), date(2025, 8, 15), date(2025, 9, 15)] == days


def test_interest_that_the_first_payment_does_not_cover_bears_none():
    """A year of $10,000 at 12 % is $1,200; ten payments are level over it, and the last is less."""
    loan = "apr: 12%, months: 10, payment: $1150, first_payment: 2026-06-05"
    first, second = rows(loan, start=START)[1:3]

    assert (1_150_00, 1_150_00, 10_000_00, 10_050_00) == paid(first)
    assert (150_00, 9_000_00) == (second.interest, second.balance)


@pytest.mark.parametrize(
    "event",
    ["date: 2025-07-01, rate: 6%", "date: 2025-07-01, extra: $1000, then: lower payment"],
)
def test_a_payment_computed_again_is_that_of_months(event):
    payments = [row.payment for row in rows(ODD, event, start=START)[2:] if row.payment]

    assert abs(payments[-1] - payments[0]) <= 24


@pytest.mark.parametrize("when", ["month: 1", "date: 2025-07-01"])
def test_a_new_loan_has_months_alone(when):
    """By the month what has a day is done on the due date after it."""
    event = f"{when}, refinance: {{apr: 6%, months: 24}}"
    played = rows(ODD, event, start=START)

    assert round(played[1].balance * Fraction(5, 1000)) == played[2].interest


def test_a_skipped_first_payment_leaves_its_interest_to_the_next():
    played = rows(ODD, "month: 1, skip: 1 month", start=START)

    assert (0, 10_133_33) == (played[1].payment, played[1].payoff)
    assert 233_33 == played[2].interest


def test_between_due_dates_a_payoff_counts_days():
    """Thirty-nine days of a 365th of $1,200 are $128.22; on the due date $133.33 is paid."""
    ledger = simulated(ODD, start=START).ledger
    before, on = (payoff.quote(ledger, date(2025, 7, day), 0) for day in (14, 15))

    assert (10_128_22, 0) == (before.payoff, on.interest)


@pytest.mark.parametrize("days", [1, 16, 40, 75])
def test_the_apr_of_the_statement_is_the_rate(days):
    """By Appendix J days are thirtieths too, so that only cents, and interest on interest, are between the two."""
    loan = f"apr: 12%, months: 60, first_payment: {days} days"
    [statement] = disclosure.of(simulated(loan, price="$100,000", start=START).ledger)

    assert abs(statement.box.apr - 12) < 0.02
    assert statement.box.interest == sum(
        row.interest for row in rows(loan, price="$100,000", start=START)
    )


def test_the_months_of_a_first_period_are_those_of_appendix_j():
    rng = random.Random(1)
    for _ in range(500):
        begin = date(2024, 1, 1) + timedelta(days=rng.randrange(800))
        end = begin + timedelta(days=rng.randint(1, 366))
        months, part = apr.place(begin, end, apr.MONTH)

        assert (months + part) / 12 == Fraction(*dates.months_fraction(begin, end, 360))


def test_the_income_limits_the_payment_after_an_odd_first_period():
    text = """start: 2025-06-05
income: $2,000
purchases:
  - vehicle: van
    price: $20,000
    loan: {apr: 12%, months: 24, max_pti: 20%, first_payment: 75 days}
"""
    contract = playing.simulated(text).ledger.contracts[0]

    assert 400_00 == contract.loan.payment
