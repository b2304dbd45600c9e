"""Counting months and days."""

from datetime import date

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
