"""Extra payments, once and in series, against figures worked out by hand."""

from datetime import date

import pytest

from helpers.on_the_way import DAILY, MONTHLY, paid, rows, simulated
from tradein.engine.ledger import Account
from tradein.scenario.reader import ScenarioError


def test_an_extra_payment_comes_after_the_payment_of_its_day():
    row = rows(MONTHLY, "month: 1, extra: $1000")[1]

    assert (1_500_00, 100_00, 8_600_00, 8_600_00) == paid(row)
    assert 1_000_00 == row.extra


def test_an_extra_payment_between_two_due_dates_pays_interest_first():
    """Ten days of $2.00, then 21 of $1.804."""
    row = rows(DAILY, "date: 2025-01-25, extra: $1000")[1]

    assert (1_500_00, 57_88, 8_557_88, 8_557_88) == paid(row)


def test_by_the_month_a_day_stands_for_the_next_due_date():
    there, later = (
        [paid(row) for row in rows(MONTHLY, f"{when}, extra: $1000")]
        for when in ("month: 2", "date: 2025-02-16")
    )

    assert there == later


def test_an_extra_payment_is_never_more_than_the_payoff():
    played = rows(DAILY, "date: 2025-01-25, extra: $20000")

    assert (10_020_00, 20_00, 0, 0) == paid(played[1])
    assert 2 == len(played)


def test_an_extra_payment_goes_to_carried_interest_first():
    """$100.00 are carried; $60 and $50 leave nothing of it and pay $10 of debt."""
    played = rows(
        MONTHLY, "month: 1, skip: 1 month", "month: 1, extra: $60", "month: 1, extra: $50"
    )

    assert (110_00, 100_00, 9_990_00, 9_990_00) == paid(played[1])


def test_an_extra_payment_never_makes_debt_where_a_loan_may_grow():
    loan = f"{MONTHLY}, negative_amortization: allowed"
    played = rows(loan, "month: 1, skip: 1 month", "month: 1, extra: $60")

    assert (60_00, 60_00, 10_000_00, 10_040_00) == paid(played[1])


def test_an_extra_payment_may_lower_the_payment():
    played = simulated(
        "apr: 0%, months: 12", "month: 1, extra: $1100, then: lower payment", price=12_000
    )
    (change,) = played.ledger.changes

    assert ("extra", 900_00, 11) == (change.kind, change.state.loan.payment, change.state.left)
    assert [2_100_00, *[900_00] * 11] == [row.payment for row in played.rows[1:]]


@pytest.mark.parametrize(
    ("more", "months"),
    [
        ("month: 2, every: month, until: 4 months", [2, 3, 4]),
        ("month: 2, every: year", [2, 14, 26]),
        ("month: 2, every: year, until: 26 months", [2, 14, 26]),
        ("month: 2, every: year, until: 25 months", [2, 14]),
        ("month: 27, every: month", [27, 28, 29, 30]),
    ],
)
def test_a_series_goes_on_to_its_end_or_the_turns(more, months):
    played = rows("apr: 0%, months: 60", f"{more}, extra: $1", keep="30 months")

    assert months == [row.month for row in played if row.extra]


def test_a_dated_series_keeps_its_day_of_the_month():
    """On the last days of March, April and May, which come before the due dates of the months that follow."""
    entries = simulated(
        DAILY, "date: 2025-03-31, every: month, extra: $1, until: 5 months", start="2025-01-15"
    ).ledger.of("extra")

    assert [date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31)] == [e.date for e in entries]


WEEKLY = [
    ("month: 1, every: 2 weeks, until: 2 months", ["02-15", "03-01", "03-15"]),
    ("month: 1, every: week, until: 2 months", ["02-15", "02-22", "03-01", "03-08", "03-15"]),
    (
        "date: 2025-01-16, every: 2 weeks, until: 2 months",
        ["01-16", "01-30", "02-13", "02-27", "03-13"],
    ),
    ("month: 2, every: week, until: 2 months", ["03-15"]),
]


@pytest.mark.parametrize(("more", "days"), WEEKLY)
def test_extras_by_the_week_fall_on_their_days_where_interest_is_daily(more, days):
    entries = [*simulated(DAILY, f"{more}, extra: $1").ledger.of("extra")]

    assert [f"2025-{day}" for day in days] == [str(entry.date) for entry in entries]
    assert {1_00} == {-entry.postings[Account.CASH, 1] for entry in entries}


def test_extras_every_two_weeks_save_interest_from_their_days_on():
    """14 days of $2.00, 14 on $9,298.00 after $702.00 of principal, and 3 on $8,594.03."""
    first = rows(DAILY, "date: 2025-01-29, extra: $730, every: 2 weeks, until: 1 month")[1]

    assert 28_00 + 26_03 + 5_16 == first.interest
    assert 2 * 730_00 == first.extra


@pytest.mark.parametrize(("more", "days"), WEEKLY)
def test_extras_by_the_week_count_with_the_next_payment_where_interest_is_by_the_month(more, days):
    played = simulated(MONTHLY, f"{more}, extra: $1")
    by_month = [sum(day <= due for day in days) for due in ("02-15", "03-15")]

    assert [100 * by_month[0], 100 * (by_month[1] - by_month[0])] == [
        row.extra for row in played.rows[1:3]
    ]
    assert 0 == sum(row.extra for row in played.rows[3:])


def test_weeks_without_a_start_are_refused():
    with pytest.raises(ScenarioError, match="weeks need the first day"):
        simulated(MONTHLY, "month: 1, extra: $1, every: week", start="")


def test_two_payments_of_a_dated_series_may_come_before_one_due_date():
    """Due on the 30th, paid on the last: 31 March and 30 April come by 30 April, 31 May and 30 June by 30 June."""
    played = rows(
        MONTHLY, "date: 2025-03-31, every: month, extra: $1, until: 6 months", start="2025-01-30"
    )

    assert [(3, 2_00), (5, 2_00)] == [(row.month, row.extra) for row in played if row.extra]


def test_events_of_one_day_come_in_the_order_in_which_they_are_written():
    """Of $11,000 after the payment; only what is paid before the payment is worked out anew lowers it."""
    first, last = "month: 1, extra: $1100", "month: 1, rate: 0%"
    payments = [
        simulated("apr: 0%, months: 12", *events, price=12_000).rows[2].payment
        for events in ((first, last), (last, first))
    ]

    assert [900_00, 1_000_00] == payments


def test_a_dated_series_falls_into_a_long_first_period():
    """Four payments of it come before the first due date, each on its day."""
    loan = DAILY + ", first_payment: 120 days"
    played = simulated(loan, "date: 2025-01-25, extra: $100, every: month", keep="2 months")
    days = [entry.date for entry in played.ledger.entries]

    assert sorted(days) == days
    assert [400_00, 100_00] == [row.extra for row in played.rows[1:]]
