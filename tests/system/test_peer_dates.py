"""Compare days, dated interest and rates with two independent packages: QuantLib and pyxirr.

Both compute in doubles and round no money: interest agrees to half a cent, days to the day.
"""

import random
from datetime import date, timedelta

import pytest
import pyxirr
import QuantLib
from pyxirr import DayCount
from QuantLib import (
    Actual360,
    Actual364,
    Actual365Fixed,
    Actual366,
    Actual36525,
    ActualActual,
    Thirty360,
)

from tradein.finance import apr, dates, loan

NOISE = 1e-6
"""Cents by which a double may miss on amounts of this size."""

QUANTLIB = {
    "30/360": Thirty360(Thirty360.USA),
    "30e/360": Thirty360(Thirty360.European),
    "actual/360": Actual360(),
    "actual/364": Actual364(),
    "actual/365": Actual365Fixed(),
    "actual/365.25": Actual36525(),
    "actual/366": Actual366(),
    "actual/actual": ActualActual(ActualActual.ISDA),
}
PYXIRR = {
    "30/360": DayCount.THIRTY_U_360,
    "30e/360": DayCount.THIRTY_E_360,
    "actual/360": DayCount.ACT_360,
    "actual/364": DayCount.ACT_364,
    "actual/365": DayCount.ACT_365F,
    "actual/365.25": DayCount.ACT_365_25,
    "actual/actual": DayCount.ACT_ACT_ISDA,
}


def random_day(rng):
    """A day from 1950 to 2150, more often than not within a day of the end of a month."""
    day = date(rng.randint(1950, 2150), rng.randint(1, 12), rng.randint(1, 28))
    if rng.random() < 0.6:
        month = date(day.year, rng.choice((1, 2, 2, 2, 3, day.month)), 1)
        return dates.months_after(month, 1) - timedelta(days=rng.randint(0, 3))
    return day


def pairs(count):
    """Pairs of days in order, half of them less than two years apart."""
    rng = random.Random(20_261_121)
    days = []
    while len(days) < count:
        begin, end = sorted((random_day(rng), random_day(rng)))
        if rng.random() < 0.5:
            end = dates.months_after(begin, rng.randint(0, 23))
            end += timedelta(days=rng.randint(0, 3))
        days.append((begin, end))
    return days


PAIRS = pairs(5_000)


def in_quantlib(day):
    return QuantLib.Date(day.day, day.month, day.year)


def test_the_pairs_reach_the_ends_of_months_and_leap_days():
    days = [day for pair in PAIRS for day in pair]

    assert all(500 < sum(day.day == last for day in days) for last in (28, 30, 31))
    assert 100 < sum((day.month, day.day) == (2, 29) for day in days)
    assert 10 < sum(begin.day == end.day == 28 for begin, end in PAIRS if begin.month == 2)


PARTS = {"actual/365.25": 4}
"""What our numerator has for each of their days, where it is not one."""


def test_every_convention_is_compared_with_both():
    assert [*dates.DAY_COUNTS] == [*QUANTLIB]
    assert {*QUANTLIB} - {*PYXIRR} == {"actual/366"}  # which pyxirr does not have


@pytest.mark.parametrize("day_count", dates.DAY_COUNTS)
def test_days_and_years_are_quantlibs(day_count):
    theirs = QUANTLIB[day_count]
    for begin, end in PAIRS:
        part, year = dates.year_fraction(begin, end, day_count)
        span = (in_quantlib(begin), in_quantlib(end))

        if day_count != "actual/actual":
            assert theirs.dayCount(*span) * PARTS.get(day_count, 1) == part, (begin, end)
        assert abs(theirs.yearFraction(*span) - part / year) < 1e-12, (begin, end)


@pytest.mark.parametrize("day_count", PYXIRR)
def test_days_and_years_are_pyxirrs(day_count):
    theirs = PYXIRR[day_count]
    for begin, end in PAIRS:
        part, year = dates.year_fraction(begin, end, day_count)

        if day_count != "actual/actual":
            assert pyxirr.days_between(begin, end, theirs) * PARTS.get(day_count, 1) == part, (
                begin,
                end,
            )
        assert abs(pyxirr.year_fraction(begin, end, theirs) - part / year) < 1e-12, (begin, end)


def random_loan(seed):
    """An amount, a rate, a term and the dates of its payments, the first period often an odd one."""
    rng = random.Random(seed)
    apr_ppm = rng.choice((60_000, 72_000, 120_000, 240_000, rng.randint(1_000, 360_000)))
    months, start = rng.choice((6, 12, 36, 60, 72)), random_day(rng)
    first = start + timedelta(days=rng.choice((0, 0, 5, 14)))
    due = [dates.months_after(first, number) for number in range(1, months + 1)]
    return rng.randint(1_000_00, 90_000_00), apr_ppm, months, [start, *due]


@pytest.mark.parametrize("day_count", dates.DAY_COUNTS)
@pytest.mark.parametrize("seed", range(25))
def test_interest_is_quantlibs_to_half_a_cent(seed, day_count):
    amount, apr_ppm, months, days = random_loan(seed)
    rows = loan.schedule(amount, apr_ppm, months, dates=days, day_count=day_count)
    rate = QuantLib.InterestRate(
        apr_ppm / 1e6, QUANTLIB[day_count], QuantLib.Simple, QuantLib.Annual
    )
    balance, unpaid = amount, 0
    for row, begin in zip(rows, days, strict=False):
        factor = rate.compoundFactor(in_quantlib(begin), in_quantlib(row.date))
        accrued = row.interest + row.unpaid - unpaid

        assert abs(balance * (factor - 1) - accrued) <= 0.5 + NOISE
        balance, unpaid = row.balance, row.unpaid


@pytest.mark.parametrize("seed", range(100))
def test_payment_interest_and_principal_are_excels_by_pyxirr(seed):
    """Of each row as the first of a loan of what is owed before it, since Excel rounds nothing."""
    amount, apr_ppm, months, _ = random_loan(seed)
    rate, balance = apr_ppm / 12e6, amount
    rows = loan.schedule(amount, apr_ppm, months)

    assert abs(pyxirr.pmt(rate, months, -amount) - rows[0].payment) <= 0.5 + NOISE
    for row in rows[:-1]:
        left = months - row.number + 1

        assert abs(pyxirr.ipmt(rate, 1, left, -balance) - row.interest) <= 0.5 + NOISE
        balance = row.balance
    first = pyxirr.ppmt(rate, 1, months, -amount)
    assert abs(first - rows[0].principal) <= 1 + NOISE


@pytest.mark.parametrize("seed", range(100))
def test_the_apr_of_monthly_payments_is_twelve_times_pyxirrs_irr(seed):
    amount, apr_ppm, months, _ = random_loan(seed)
    paid = [row.payment for row in loan.schedule(amount, apr_ppm, months)]
    flows = [(cents, number, 0) for number, cents in enumerate(paid, start=1)]
    theirs = pyxirr.irr([-float(amount), *map(float, paid)])

    assert 1200 * theirs == pytest.approx(apr.solve([(amount, 0, 0)], flows, 12), rel=1e-9)


@pytest.mark.parametrize("seed", range(100))
def test_at_the_apr_of_yearly_payments_pyxirr_finds_no_present_value(seed):
    """In years of 365 days, counted by pyxirr as days and by us as years."""
    rng = random.Random(seed)
    start = date(rng.choice((2001, 2005, 2097)), rng.randint(3, 12), rng.randint(1, 28))
    due = [start.replace(year=start.year + number) for number in (1, 2)]
    amount, paid = 10_000_00, [rng.randint(5_000_00, 9_000_00) for _ in due]
    flows = ([start, *due], [-amount, *paid])

    rate = apr.from_dates([(amount, start)], list(zip(paid, due, strict=True)))
    assert abs(pyxirr.xnpv(rate / 100, *flows)) < NOISE
    assert 100 * pyxirr.xirr(*flows) == pytest.approx(rate, rel=1e-6)


@pytest.mark.parametrize("seed", range(100))
def test_at_the_apr_of_monthly_payments_pyxirr_finds_no_present_value(seed):
    """In thirty-day months; pyxirr compounds to a year: `(1 + apr / 12)^12 - 1`."""
    rng = random.Random(seed)
    amount, apr_ppm, months, _ = random_loan(seed)
    start = date(rng.randint(2000, 2100), rng.randint(1, 12), rng.randint(1, 27))
    days = [dates.months_after(start, number) for number in range(months + 1)]
    rows = loan.schedule(amount, apr_ppm, months, dates=days)
    flows = (days, [-amount, *(row.payment for row in rows)])

    rate = apr.from_dates([(amount, start)], [(row.payment, row.date) for row in rows])
    yearly = (1 + rate / 1200) ** 12 - 1
    thirty = {"day_count": DayCount.THIRTY_U_360}
    assert abs(pyxirr.xnpv(yearly, *flows, **thirty)) < amount * 1e-10
    assert pyxirr.xirr(*flows, **thirty) == pytest.approx(yearly, rel=1e-5)
