"""The days of a vehicle's months and of its loan's payments, against days looked up in a calendar."""

from datetime import date

import pytest

from tradein.finance import calendar
from tradein.finance.calendar import PaymentCalendar
from tradein.finance.terms import PER_YEAR, LoanTerms

START = (0, date(2025, 1, 31))


def agreed(often="monthly", month=0, **terms):
    return calendar.agreed(LoanTerms(apr_ppm=0, per_year=PER_YEAR[often], **terms), month, START)


@pytest.mark.parametrize(
    ("often", "month", "first", "second", "third"),
    [
        ("monthly", 0, "2025-02-28", "2025-03-31", "2025-04-30"),
        ("monthly", 1, "2025-03-31", "2025-04-30", "2025-05-31"),
        ("semimonthly", 0, "2025-02-15", "2025-02-28", "2025-03-15"),
        ("biweekly", 0, "2025-02-14", "2025-02-28", "2025-03-14"),
        ("weekly", 1, "2025-03-07", "2025-03-14", "2025-03-21"),
    ],
)
def test_payments_are_due_as_often_as_agreed(often, month, first, second, third):
    days = agreed(often, month)

    assert [first, second, third] == [days.due(number).isoformat() for number in (1, 2, 3)]
    assert (often, often == "monthly") == (days.frequency, days.monthly)


def test_a_first_payment_that_is_named_moves_the_months_of_a_monthly_loan_alone():
    monthly = agreed(first_payment=45)
    weekly = agreed("weekly", first_payment=date(2025, 2, 10))

    assert [date(2025, 3, 17), date(2025, 4, 17)] == [monthly.day(1), monthly.due(2)]
    assert [date(2025, 2, 10), date(2025, 2, 17)] == [weekly.due(1), weekly.due(2)]
    assert date(2025, 2, 28) == weekly.day(1)


@pytest.mark.parametrize("first", [date(2025, 1, 31), date(2026, 2, 2)])
def test_a_first_payment_is_within_a_year(first):
    with pytest.raises(ValueError, match="is not within a year after the day of the loan"):
        agreed(first_payment=first)


def test_the_day_of_purchase_is_that_of_its_month_whatever_comes_first():
    assert date(2025, 2, 28) == agreed(month=1, first_payment=60).day(0)


def test_due_dates_are_listed_up_to_a_day_from_a_payment_on():
    days = agreed("biweekly")

    assert [date(2025, 2, 14), date(2025, 2, 28)] == days.due_by(1, date(2025, 2, 28))
    assert [date(2025, 2, 28)] == days.due_by(2, date(2025, 3, 13))
    assert [] == days.due_by(3, date(2025, 3, 13))


@pytest.mark.parametrize("often", PER_YEAR)
def test_a_payment_is_due_in_the_month_whose_days_enclose_it(often):
    days = agreed(often, 3)

    for number in range(1, 200):
        month = days.month_of(number)

        assert days.day(month - 1) < days.due(number) <= days.day(month)


def test_without_a_first_day_there_are_no_days():
    none = calendar.agreed(LoanTerms(apr_ppm=0, months=12), 0, None)

    assert none == PaymentCalendar(0, None, None)
    assert [None, None, 7] == [none.day(1), none.due(1), none.month_of(7)]
