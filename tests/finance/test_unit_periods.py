"""The unit-period of Regulation Z, Appendix J, and the time between dates counted in it."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradein.finance import apr, dates
from tradein.finance.apr import MONTH, YEAR, UnitPeriod

DAY, WEEK, SEMIMONTH = (UnitPeriod(1, of) for of in ("day", "week", "semimonth"))


# The unit-period: paragraphs (b)(3) and (b)(4)


@pytest.mark.parametrize(
    ("number", "of", "per_year"),
    [
        (1, "day", 365),
        (255, "day", Fraction(365, 255)),
        (1, "week", 52),
        (2, "week", 26),
        (4, "week", 13),
        (52, "week", 1),
        (1, "semimonth", 24),
        (1, "month", 12),
        (2, "month", 6),
        (3, "month", 4),
        (11, "month", Fraction(12, 11)),
        (12, "month", 1),
    ],
)
def test_a_year_has_so_many_unit_periods(number, of, per_year):
    assert per_year == UnitPeriod(number, of).per_year


@pytest.mark.parametrize(
    ("number", "of"),
    [(0, "day"), (366, "day"), (53, "week"), (2, "semimonth"), (13, "month"), (1, "fortnight")],
)
def test_what_is_not_a_standard_interval_is_refused(number, of):
    with pytest.raises(ValueError, match=f"{number} {of} is not a standard interval"):
        UnitPeriod(number, of)


def days_apart(first: date, *gaps: int) -> list[date]:
    days = [first]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days


@pytest.mark.parametrize(
    ("advances", "payments", "unit"),
    [
        ([date(2023, 2, 1)], days_apart(date(2023, 3, 1), 28, 28), UnitPeriod(4, "week")),
        ([date(2023, 1, 1)], [date(2023, 2, 1), date(2023, 3, 1)], MONTH),
        ([date(2023, 2, 1)], [date(2023, 2, 15), date(2023, 3, 1)], UnitPeriod(2, "week")),
        ([date(2024, 2, 1)], [date(2024, 2, 15), date(2024, 3, 1), date(2024, 3, 15)], SEMIMONTH),
        (
            [date(2023, 1, 31)],
            [date(2023, 2, 15), date(2023, 2, 28), date(2023, 3, 15), date(2023, 3, 31)],
            SEMIMONTH,
        ),
        ([date(2023, 1, 1)], days_apart(date(2023, 1, 15), 17, 14, 14), SEMIMONTH),
        ([date(2023, 1, 1)], days_apart(date(2023, 1, 8), 24, 7, 21, 7), WEEK),
        ([date(2023, 1, 1)], days_apart(date(2023, 1, 8), 42, 42), UnitPeriod(6, "week")),
        ([date(2024, 5, 31)], [date(2024, 6, 30), date(2024, 7, 31)], MONTH),
        ([date(2024, 1, 29)], [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)], YEAR),
        ([date(2024, 1, 5), date(2024, 2, 5), date(2024, 3, 5)], [date(2025, 1, 5)], MONTH),
    ],
    ids=[
        "28 days are four weeks where they come again",
        "28 days are a month among months",
        "fortnights that are also semimonths: the smaller",
        "the 1st and the 15th",
        "the 15th and the last",
        "the 1st and the 15th, when January has 17 days left",
        "the 1st and the 8th are no semimonths",
        "every six weeks",
        "last days",
        "leap days",
        "advances count too",
    ],
)
def test_the_unit_period_is_the_most_frequent_one(advances, payments, unit):
    assert unit == apr.unit_period(advances, payments)


def test_of_two_equally_frequent_periods_the_smaller_is_the_unit_period():
    start = date(2024, 1, 10)
    months = [dates.months_after(start, after) for after in (1, 2, 5, 8)]

    assert MONTH == apr.unit_period([start], months)
    assert UnitPeriod(3, "month") == apr.unit_period([start], [*months, date(2024, 12, 10)])


@pytest.mark.parametrize(
    ("payments", "unit"),
    [
        ([date(2024, 4, 10), date(2024, 6, 10)], UnitPeriod(2, "month")),
        ([date(2024, 2, 10), date(2024, 6, 10)], UnitPeriod(2, "month")),
        ([date(2024, 5, 10), date(2024, 11, 10)], UnitPeriod(5, "month")),
        ([date(2025, 1, 10), date(2027, 1, 10)], YEAR),
        ([date(2024, 1, 11), date(2024, 1, 12)], DAY),
        ([date(2024, 1, 12), date(2024, 1, 13)], DAY),
        ([date(2024, 1, 16), date(2024, 1, 24)], WEEK),
        ([date(2024, 1, 24), date(2024, 2, 9)], SEMIMONTH),
        ([date(2024, 1, 27), date(2024, 3, 10)], MONTH),
        ([date(2024, 1, 30), date(2024, 3, 8)], UnitPeriod(4, "week")),
    ],
    ids=[
        "2.5",
        "2.5 again",
        "5",
        "18",
        "days",
        "1.5 days",
        "7 days",
        "15 days",
        "30 days",
        "29 days",
    ],
)
def test_without_a_common_period_the_average_is_rounded_the_lower_of_equals(payments, unit):
    assert unit == apr.unit_period([date(2024, 1, 10)], payments)


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [
        (date(2024, 1, 10), date(2024, 3, 10), UnitPeriod(2, "month")),
        (date(2024, 1, 10), date(2024, 1, 24), UnitPeriod(14, "day")),
        (date(2024, 1, 31), date(2024, 2, 29), MONTH),
        (date(2024, 2, 29), date(2025, 2, 28), YEAR),
        (date(2023, 1, 1), date(2024, 1, 1), YEAR),
        (date(2024, 1, 1), date(2024, 12, 31), UnitPeriod(365, "day")),
        (date(2023, 1, 1), date(2024, 1, 5), YEAR),
        (date(2024, 1, 1), date(2025, 3, 7), YEAR),
    ],
)
def test_the_unit_period_of_a_single_payment_is_the_term_up_to_a_year(start, end, unit):
    assert unit == apr.unit_period([start], [end])


def test_a_single_payment_within_a_year_is_one_unit_period_away():
    start = date(2023, 12, 31)
    for days in range(1, 366):
        end = start + timedelta(days=days)
        unit = apr.unit_period([start], [end])

        assert [(1, 1, 0)] == apr.flows(start, [(1, end)], unit)


@pytest.mark.parametrize(
    ("advances", "payments"), [([], [date(2024, 1, 1)]), ([date(2024, 1, 1)], [])]
)
def test_a_missing_advance_or_payment_is_refused(advances, payments):
    with pytest.raises(ValueError, match="needs an advance and a payment"):
        apr.unit_period(advances, payments)


def test_a_transaction_of_one_day_is_refused():
    with pytest.raises(ValueError, match="everything is advanced and paid on 2024-01-01"):
        apr.unit_period([date(2024, 1, 1)], [date(2024, 1, 1)])


# Counting: the paragraph (b)(5)


@pytest.mark.parametrize(
    ("earlier", "later", "unit", "due_day", "whole", "fraction"),
    [
        # months back from the later date, days forward from the earlier one, over thirty
        (date(1978, 2, 10), date(1978, 4, 1), MONTH, None, 1, "19/30"),
        (date(2026, 1, 10), date(2026, 2, 15), MONTH, None, 1, "5/30"),
        (date(2026, 1, 10), date(2026, 3, 1), MONTH, None, 1, "22/30"),
        (date(2028, 1, 10), date(2028, 2, 29), MONTH, None, 1, "19/30"),
        (date(2012, 2, 26), date(2012, 3, 29), MONTH, None, 1, "3/30"),
        (date(2012, 1, 12), date(2012, 4, 15), MONTH, None, 3, "3/30"),
        (date(2019, 1, 12), date(2020, 1, 12), MONTH, None, 12, "0"),
        (date(2012, 2, 26), date(2012, 2, 26), MONTH, None, 0, "0"),
        (date(2024, 1, 15), date(2024, 2, 14), MONTH, None, 1, "0"),  # thirty days are a month
        # last days, and Februaries that cut a series short
        (date(2024, 12, 31), date(2025, 2, 28), MONTH, 31, 2, "0"),
        (date(2024, 12, 31), date(2025, 2, 28), MONTH, None, 1, "28/30"),
        (date(2024, 12, 30), date(2025, 2, 28), MONTH, 30, 2, "0"),
        (date(2024, 12, 30), date(2025, 2, 28), MONTH, 31, 2, "1/30"),
        (date(2024, 3, 30), date(2024, 4, 30), MONTH, 31, 1, "1/30"),  # 31 days
        (date(2024, 2, 29), date(2024, 3, 31), MONTH, 31, 1, "0"),
        (date(2024, 2, 28), date(2024, 3, 31), MONTH, 31, 1, "1/30"),
        (date(2024, 1, 30), date(2024, 4, 30), MONTH, 30, 3, "0"),
        (date(2024, 1, 15), date(2024, 4, 15), MONTH, 31, 3, "0"),  # not the month's last
        (date(2024, 1, 28), date(2024, 3, 31), MONTH, 28, 2, "3/30"),  # later than its series
        # thirty days a month, divided by 15 or by thirty a month
        (date(1978, 2, 23), date(1978, 3, 1), SEMIMONTH, None, 0, "6/15"),
        (date(1978, 2, 23), date(1978, 4, 16), SEMIMONTH, None, 3, "6/15"),
        (date(2024, 1, 5), date(2024, 2, 1), SEMIMONTH, None, 1, "12/15"),
        (date(1978, 5, 23), date(1978, 10, 1), UnitPeriod(3, "month"), None, 1, "39/90"),
        (date(1978, 1, 10), date(1978, 3, 1), UnitPeriod(2, "month"), None, 0, "52/60"),
        # actual days
        (date(1978, 3, 20), date(1978, 4, 21), WEEK, None, 4, "4/7"),
        (date(1978, 3, 18), date(1978, 4, 20), UnitPeriod(4, "week"), None, 1, "5/28"),
        (date(2012, 1, 12), date(2013, 1, 10), UnitPeriod(52, "week"), None, 1, "0"),
        (date(2024, 2, 1), date(2024, 3, 1), DAY, None, 29, "0"),
        # years: months where they are whole, days otherwise
        (date(1978, 1, 17), date(1979, 7, 17), YEAR, None, 1, "6/12"),
        (date(2012, 1, 12), date(2014, 2, 15), YEAR, None, 2, "34/365"),
        (date(2020, 1, 1), date(2021, 3, 15), YEAR, None, 1, "74/365"),
        (date(2024, 2, 27), date(2025, 2, 28), YEAR, None, 1, "1/365"),
        (date(2024, 2, 29), date(2025, 2, 28), YEAR, 29, 1, "0"),
        (date(2023, 3, 1), date(2024, 2, 29), YEAR, None, 1, "0"),  # 365 days are a year
    ],
)
def test_time_between_dates(earlier, later, unit, due_day, whole, fraction):
    assert (whole, Fraction(fraction)) == apr.place(earlier, later, unit, due_day)


def test_dates_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="2024-01-01 comes before 2024-01-02"):
        apr.place(date(2024, 1, 2), date(2024, 1, 1), DAY)
    with pytest.raises(ValueError, match="2023-12-01 comes before 2024-01-02"):
        apr.from_dates([(1, date(2024, 1, 2))], [(2, date(2023, 12, 1))])


def test_an_odd_date_at_the_end_of_a_series_does_not_move_its_february():
    due = [(1, day) for day in (date(2023, 2, 28), date(2023, 3, 28), date(2023, 4, 30))]
    expected = [(1, 1, 0), (1, 2, 0), (1, 3, Fraction(2, 30))]

    assert expected == apr.flows(date(2023, 1, 28), due, MONTH)


DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(DAYS, st.integers(1, 60))
def test_the_payments_of_a_monthly_loan_are_whole_months_apart(start, months):
    due = [(1, dates.months_after(start, number)) for number in range(1, months + 1)]

    assert [(1, number, 0) for number in range(1, months + 1)] == apr.flows(start, due, MONTH)
    if 2 <= months:
        assert MONTH == apr.unit_period([start], [day for _, day in due])


@given(DAYS, st.integers(0, 4000), st.sampled_from([DAY, WEEK, SEMIMONTH, MONTH, YEAR]))
def test_time_is_never_lost_by_more_than_the_calendars_unevenness(start, days, unit):
    whole, fraction = apr.place(start, start + timedelta(days=days), unit)
    years = (whole + fraction) / unit.per_year

    assert 0 <= whole
    assert 0 <= fraction < 1
    assert abs(years - Fraction(days, 365)) <= Fraction(4, 365) + Fraction(days, 365) / 300
