"""Counting months and days."""

from datetime import date
from fractions import Fraction

import pytest

from tradein.finance import dates


@pytest.mark.parametrize(
    ("year", "days"), [(2024, 29), (2023, 28), (1900, 28), (2000, 29), (2100, 28), (2400, 29)]
)
def test_february_has_a_leap_day_every_fourth_year_but_in_three_centuries_of_four(year, days):
    assert days == dates.days_in_month(year, 2)


def test_the_months_of_a_year_have_365_days():
    assert 365 == sum(dates.days_in_month(2023, month) for month in range(1, 13))


@pytest.mark.parametrize(
    ("months", "day"),
    [
        (0, date(2023, 1, 31)),
        (1, date(2023, 2, 28)),
        (2, date(2023, 3, 31)),
        (3, date(2023, 4, 30)),
        (13, date(2024, 2, 29)),
        (11, date(2023, 12, 31)),
        (12, date(2024, 1, 31)),
    ],
)
def test_a_month_without_the_starts_day_ends_on_its_last(months, day):
    assert day == dates.months_after(date(2023, 1, 31), months)


def test_the_day_comes_back_after_a_short_month():
    assert date(2028, 2, 29) == dates.months_after(date(2024, 2, 29), 48)


def test_the_longest_chain_from_the_latest_start_has_dates():
    end = dates.months_after(date(dates.LATEST_YEAR, 12, 31), 50 * 600)

    assert date(9500, 12, 31) == end


@pytest.mark.parametrize(
    ("per_year", "days"),
    [
        (52, ["2025-02-07", "2025-02-14", "2025-02-21", "2025-02-28", "2025-03-07"]),
        (26, ["2025-02-14", "2025-02-28", "2025-03-14", "2025-03-28", "2025-04-11"]),
        (24, ["2025-02-15", "2025-02-28", "2025-03-15", "2025-03-31", "2025-04-15"]),
        (12, ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31", "2025-06-30"]),
    ],
)
def test_periods_after_the_end_of_a_january(per_year, days):
    after = [dates.periods_after(date(2025, 1, 31), number, per_year) for number in range(1, 6)]

    assert days == [day.isoformat() for day in after]


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        (date(2024, 2, 28), date(2024, 3, 1), 2),
        (date(2023, 2, 28), date(2023, 3, 1), 1),
        (date(2024, 1, 1), date(2025, 1, 1), 366),
        (date(2024, 1, 2), date(2024, 1, 2), 0),
        (date(2024, 1, 2), date(2024, 1, 1), -1),
    ],
)
def test_days_between_dates_are_those_of_the_calendar(begin, end, days):
    assert days == dates.days_between(begin, end)


@pytest.mark.parametrize(
    ("begin", "end", "us", "euro"),
    [
        (date(2024, 1, 15), date(2024, 2, 15), 30, 30),
        (date(2024, 1, 15), date(2025, 1, 15), 360, 360),
        (date(2023, 1, 31), date(2023, 2, 28), 28, 28),
        (date(2023, 2, 28), date(2023, 3, 31), 30, 32),
        (date(2023, 2, 28), date(2024, 2, 29), 360, 361),
        (date(2024, 2, 29), date(2025, 2, 28), 360, 359),
        (date(2024, 2, 28), date(2024, 3, 31), 33, 32),
        (date(2023, 2, 27), date(2023, 2, 28), 1, 1),
        (date(2023, 3, 31), date(2023, 4, 30), 30, 30),
        (date(2023, 4, 30), date(2023, 5, 31), 30, 30),
        (date(2023, 4, 29), date(2023, 5, 31), 32, 31),
    ],
)
def test_thirty_day_months_by_hand(begin, end, us, euro):
    assert (us, 360) == dates.year_fraction(begin, end, "30/360")
    assert (euro, 360) == dates.year_fraction(begin, end, "30e/360")


@pytest.mark.parametrize(
    ("begin", "end", "fraction"),
    [
        (date(2003, 11, 1), date(2004, 5, 1), Fraction(61, 365) + Fraction(121, 366)),
        (date(1999, 2, 1), date(1999, 7, 1), Fraction(150, 365)),
        (date(2024, 2, 1), date(2024, 7, 1), Fraction(151, 366)),
        (date(2002, 8, 15), date(2003, 7, 15), Fraction(334, 365)),
        (date(1999, 7, 30), date(2000, 1, 30), Fraction(155, 365) + Fraction(29, 366)),
        (date(2000, 1, 30), date(2000, 6, 30), Fraction(152, 366)),
        (date(2023, 12, 31), date(2025, 1, 2), Fraction(1, 365) + 1 + Fraction(1, 365)),
        (date(9999, 12, 30), date(9999, 12, 31), Fraction(1, 365)),
    ],
)
def test_actual_days_are_split_where_years_end(begin, end, fraction):
    """Most are of ISDA's own paper on the actual/actual fraction (EMU and Market Conventions, 1998)."""
    assert fraction == Fraction(*dates.year_fraction(begin, end, "actual/actual"))


@pytest.mark.parametrize(
    ("day_count", "year"), [("actual/360", 360), ("actual/365", 365), ("actual/366", 366)]
)
def test_actual_days_over_a_year_of_fixed_length(day_count, year):
    assert (366, year) == dates.year_fraction(date(2024, 1, 1), date(2025, 1, 1), day_count)


def test_a_year_of_365_days_and_a_quarter_is_counted_in_quarters():
    assert (4 * 366, 1461) == dates.days_fraction(366, "actual/365.25")


def test_only_years_of_fixed_length_make_a_fraction_of_days():
    with pytest.raises(ValueError, match=r"must be one of actual/360, .*actual/366, not '30/360'"):
        dates.days_fraction(30, "30/360")


@pytest.mark.parametrize(
    ("begin", "end", "months", "days"),
    [
        (date(2025, 6, 5), date(2025, 7, 15), 1, 10),
        (date(2025, 6, 5), date(2025, 7, 5), 1, 0),
        (date(2025, 6, 5), date(2025, 7, 4), 0, 29),
        (date(2025, 1, 31), date(2025, 3, 31), 2, 0),
        (date(2025, 1, 30), date(2025, 3, 31), 2, 1),
        (date(2025, 1, 31), date(2025, 3, 30), 1, 28),
        (date(2024, 12, 1), date(2025, 12, 2), 12, 1),
        (date(2025, 6, 5), date(2025, 6, 5), 0, 0),
    ],
)
@pytest.mark.parametrize("year", [360, 365])
def test_months_are_counted_back_from_the_end_and_days_from_the_beginning(
    begin, end, months, days, year
):
    expected = Fraction(months, 12) + Fraction(days, year)

    assert expected == Fraction(*dates.months_fraction(begin, end, year))


@pytest.mark.parametrize("day_count", dates.DAY_COUNTS)
def test_between_a_day_and_itself_there_is_no_time(day_count):
    assert 0 == dates.year_fraction(date(2024, 2, 29), date(2024, 2, 29), day_count)[0]


@pytest.mark.parametrize("day_count", ["act/365", "ACTUAL/365", "30E/360", "", None])
def test_a_convention_by_another_name_is_refused_with_the_names(day_count):
    with pytest.raises(ValueError, match=r"must be one of 30/360, .*actual/actual, not "):
        dates.year_fraction(date(2024, 1, 1), date(2024, 2, 1), day_count)


@pytest.mark.parametrize("day_count", dates.DAY_COUNTS)
def test_a_period_that_ends_before_it_begins_is_refused(day_count):
    with pytest.raises(ValueError, match="2024-01-01 comes before 2024-01-02"):
        dates.year_fraction(date(2024, 1, 2), date(2024, 1, 1), day_count)
