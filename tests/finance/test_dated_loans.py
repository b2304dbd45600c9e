"""Level payments and schedules of a loan whose payments have dates, to the cent."""

import random
from calendar import isleap, monthrange
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tradein.finance import dates, loan
from tradein.finance.loan import DatedInstallment

RATES = st.sampled_from([0, 1, 60_000, 72_000, 73_000, 1_000_000]) | st.integers(0, 1_000_000)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


# Level payments by days


def due_from(start, first, months):
    """The day of the advance, and due dates a month apart from the first one on."""
    return [start, *(dates.months_after(first, number) for number in range(months))]


@pytest.mark.parametrize(
    ("days", "payment"), [(16, 626_82), (31, 629_10), (45, 631_60), (90, 638_37)]
)
def test_an_odd_first_period_is_leveled_by_its_days(days, payment):
    """$35,000 at 8.9 % over 72 months, lent on 15 January 2025."""
    start = date(2025, 1, 15)
    due_dates = due_from(start, start + timedelta(days=days), 72)

    assert payment == loan.level_payment_by_days(35_000_00, 89_000, due_dates)


@pytest.mark.parametrize(("days", "last"), [(16, 626_50), (31, 629_12), (45, 631_76), (90, 636_74)])
def test_a_last_payment_leveled_by_days_differs_by_cents(days, last):
    """After 90 days the first payment leaves $129.71 of interest, which bears none."""
    start = date(2025, 1, 15)
    due_dates = due_from(start, start + timedelta(days=days), 72)
    level = loan.level_payment_by_days(35_000_00, 89_000, due_dates)
    rows = loan.schedule(
        35_000_00, 89_000, 72, payment=level, dates=due_dates, day_count="actual/365"
    )

    assert (72, last) == (len(rows), rows[-1].payment)
    assert (129_71 if days == 90 else 0) == rows[0].unpaid


def test_a_level_payment_by_days_is_that_of_actus():
    """Test case ann01 (github.com/actusfrf/actus-tests) pays 434.866594118346."""
    due_dates = due_from(date(2013, 1, 1), date(2013, 2, 1), 12)

    assert 434_87 == loan.level_payment_by_days(5_000_00, 80_000, due_dates)


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(60))
def test_level_payments_by_days_and_a_balloon_pay_the_amount_off(seed):
    """In exact fractions: with a payment a cent higher or lower, the balance ends off zero."""
    rng = random.Random(seed)
    amount, apr_ppm = rng.randint(2, 9_000_000), rng.choice((0, rng.randint(1, 400_000)))
    balloon, months = rng.choice((0, rng.randint(1, amount - 1))), rng.randint(1, 120)
    start = date(2024, 1, 1) + timedelta(days=rng.randint(0, 3_000))
    due_dates = due_from(start, start + timedelta(days=rng.randint(1, 120)), months)
    day_count = rng.choice(list(dates.DAY_COUNTS))

    def left(payment):
        balance = Fraction(amount)
        for begin, end in pairwise(due_dates):
            grown = 1 + Fraction(apr_ppm, 1_000_000) * years(begin, end, day_count)
            balance = balance * grown - payment
        return balance - balloon

    shape = {"balloon": balloon, "day_count": day_count}
    level = loan.level_payment_by_days(amount, apr_ppm, due_dates, **shape)
    up, down = (
        loan.level_payment_by_days(amount, apr_ppm, due_dates, rounding=way, **shape)
        for way in ("up", "down")
    )
    half = Fraction(1, 2)

    assert left(level - half) >= 0 > left(level + half)
    assert left(up - 1) > 0 >= left(up)
    assert left(down) >= 0 > left(down + 1)


def test_a_level_payment_by_days_needs_days_in_order():
    with pytest.raises(ValueError, match="dates must increase"):
        loan.level_payment_by_days(1_000_00, 80_000, [date(2024, 2, 1), date(2024, 1, 1)])


# Schedules with dates


FOUR = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]


def test_a_dated_loan_row_by_row():
    expected = [
        (1, 339_89, 9_53, 330_36, 669_64, 0, date(2024, 2, 29)),
        (2, 339_89, 6_82, 333_07, 336_57, 0, date(2024, 3, 31)),
        (3, 339_89, 3_32, 336_57, 0, 0, date(2024, 4, 30)),
    ]

    assert expected == loan.schedule(1_000_00, 120_000, 3, dates=FOUR, day_count="actual/365")


def test_a_row_with_a_date_says_what_its_figures_are():
    first = loan.schedule(1_000_00, 120_000, 3, dates=FOUR, day_count="actual/365")[0]

    expected = DatedInstallment(
        number=1,
        payment=339_89,
        interest=9_53,
        principal=330_36,
        balance=669_64,
        unpaid=0,
        date=date(2024, 2, 29),
    )
    assert expected == first


def test_unpaid_interest_is_carried_bears_none_and_is_paid_first():
    days = [date(2023, 1, 1), date(2023, 6, 1), date(2023, 7, 1), date(2023, 7, 15)]
    expected = [  # 151 days of $1.00, then 30, then 14 of the balance that is left
        (1, 100_00, 100_00, 0, 3_650_00, 51_00, days[1]),
        (2, 100_00, 81_00, 19_00, 3_631_00, 0, days[2]),
        (3, 3_644_93, 13_93, 3_631_00, 0, 0, days[3]),
    ]

    assert expected == loan.schedule(
        3_650_00, 100_000, 3, payment=100_00, dates=days, day_count="actual/365"
    )


def test_a_payment_of_nothing_leaves_all_to_the_last_without_interest_on_interest():
    days = [date(2023, 1, 1), date(2023, 2, 1), date(2023, 3, 1)]
    expected = [
        (1, 0, 0, 0, 3_650_00, 31_00, days[1]),
        (2, 3_709_00, 59_00, 3_650_00, 0, 0, days[2]),
    ]

    assert expected == loan.schedule(
        3_650_00, 100_000, 2, payment=0, dates=days, day_count="actual/365"
    )


def test_a_known_payment_ends_a_dated_loan_before_its_last_date():
    rows = loan.schedule(1_000_00, 0, None, payment=600_00, dates=FOUR)

    assert [(600_00, FOUR[1]), (400_00, FOUR[2])] == [(row.payment, row.date) for row in rows]


def test_nothing_owed_is_no_dated_schedule():
    assert [] == loan.schedule(0, 120_000, 3, dates=FOUR)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"months": 4, "dates": FOUR}, "4 payments need 5 dates, .*, not 4"),
        ({"months": 2, "dates": FOUR}, "2 payments need 3 dates, .*, not 4"),
        ({"months": 3, "dates": []}, "3 payments need 4 dates, .*, not 0"),
        ({"months": None, "payment": 1, "dates": FOUR[:1]}, "at least one payment's"),
        (
            {"months": 2, "dates": [FOUR[0], FOUR[1], FOUR[1]]},
            "must increase: 2024-02-29 does not come after 2024-02-29",
        ),
        (
            {"months": 2, "dates": [FOUR[0], FOUR[2], FOUR[1]]},
            "must increase: 2024-02-29 does not come after 2024-03-31",
        ),
        (
            {"months": None, "payment": 300_00, "dates": FOUR},
            "not paid off by 2024-04-30, after 3 payments",
        ),
        ({"months": None, "dates": FOUR}, "needs months or payment"),
        ({"months": 3, "dates": FOUR, "day_count": "act/365"}, "one of 30/360, .* not 'act/365'"),
        ({"months": 3, "day_count": "actual/365"}, "day_count 'actual/365' needs dates"),
        ({"months": 3, "day_count": "30e/360"}, "day_count '30e/360' needs dates"),
    ],
)
def test_dates_that_make_no_schedule_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        loan.schedule(1_000_00, 120_000, **given)


@given(
    st.integers(1, 10**9),
    RATES,
    st.integers(1, 60),
    st.integers(0, 10**9) | st.none(),
    DAYS,
    st.sampled_from(["30/360", "30e/360"]),
)
def test_thirty_day_months_are_the_monthly_schedule(
    amount, apr_ppm, months, payment, start, day_count
):
    """Where each payment covers the interest, and no day is the last of February."""
    first = start.replace(day=min(start.day, 27))
    due_days = [dates.months_after(first, number) for number in range(months + 1)]
    monthly = loan.schedule(amount, apr_ppm, months, payment=payment)
    assume(all(row.principal >= 0 for row in monthly))

    dated = loan.schedule(
        amount, apr_ppm, months, payment=payment, dates=due_days, day_count=day_count
    )

    assert [row[:5] for row in dated] == [tuple(row) for row in monthly]
    assert due_days[1 : len(dated) + 1] == [row.date for row in dated]


# A second reading, day by day and in exact fractions


def years(begin: date, end: date, day_count: str) -> Fraction:
    """The part of a year: days added up one by one, or places in a calendar of thirty-day months."""
    if day_count.startswith("actual"):
        each = None if day_count == "actual/actual" else Fraction(day_count.partition("/")[2])
        days = [begin + timedelta(days=n) for n in range((end - begin).days)]
        return sum((1 / Fraction(each or 365 + isleap(day.year)) for day in days), Fraction(0))
    first, second = begin.day, end.day
    if day_count == "30e/360":
        first, second = min(first, 30), min(second, 30)
    else:
        lasts = [monthrange(day.year, 2)[1] if day.month == 2 else 99 for day in (begin, end)]
        if first == lasts[0] and second == lasts[1]:
            second = 30
        if first == lasts[0] or first == 31:
            first = 30
        if second == 31 and first == 30:
            second = 30
    months = 12 * (end.year - begin.year) + end.month - begin.month
    return Fraction(30 * months + second - first, 360)


def replayed(amount, apr_ppm, months, payment, days, day_count):
    """The rows of a dated schedule by the words of its documentation; None if never paid off."""
    rate = Fraction(apr_ppm, 1_000_000)
    if payment is None:
        worth, worths = Fraction(1), Fraction(0)
        for begin, end in pairwise(days):
            worth /= 1 + rate * years(begin, end, day_count)
            worths += worth
        payment = floor(amount / worths + Fraction(1, 2))
    principal, interest, rows = amount, 0, []
    for number in range(1, len(days)):
        if principal == interest == 0:
            return rows
        interest += floor(
            principal * rate * years(days[number - 1], days[number], day_count) + Fraction(1, 2)
        )
        everything = principal + interest
        paid = everything if number == months else min(payment, everything)
        to_interest = min(paid, interest)
        interest, principal = interest - to_interest, principal - (paid - to_interest)
        rows.append(
            (number, paid, to_interest, paid - to_interest, principal, interest, days[number])
        )
    return rows if principal == interest == 0 else None


@st.composite
def due_dates(draw):
    """The advance and payments: months from a month end or any day, weeks, an odd first period."""
    start = draw(
        st.sampled_from([date(2023, 12, 31), date(2024, 1, 30), date(2099, 11, 29)]) | DAYS
    )
    number, odd = draw(st.integers(1, 14)), draw(st.sampled_from([0, 1, 15, 45, 400]))
    if draw(st.booleans()):
        later = [dates.months_after(start, months) for months in range(1, number + 1)]
    else:
        weeks = draw(st.integers(1, 5))
        later = [start + timedelta(weeks=weeks * each) for each in range(1, number + 1)]
    return [start, *(day + timedelta(days=odd) for day in later)]


@given(
    st.integers(1, 10**9),
    RATES | st.integers(1_000_000, 5_000_000),
    due_dates(),
    st.none() | st.integers(0, 10**9) | st.integers(50, 500).map(lambda share: -share),
    st.booleans(),
    st.sampled_from([*dates.DAY_COUNTS]),
)
def test_a_dated_schedule_is_that_of_the_second_reading(
    amount, apr_ppm, days, payment, ends, day_count
):
    months = len(days) - 1
    if payment is not None and payment < 0:  # about what the loan takes
        payment = amount * -payment // (100 * months)
    term = months if ends or payment is None else None
    expected = replayed(amount, apr_ppm, term, payment, days, day_count)
    terms = {"payment": payment, "dates": days, "day_count": day_count}
    if expected is None:
        with pytest.raises(ValueError, match=f"not paid off by {days[-1]}"):
            loan.schedule(amount, apr_ppm, term, **terms)
        return

    rows = loan.schedule(amount, apr_ppm, term, **terms)

    assert expected == rows
    assert amount == sum(row.principal for row in rows)
    assert all(row.payment == row.interest + row.principal for row in rows)
