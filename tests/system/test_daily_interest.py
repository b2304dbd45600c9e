"""Daily interest: due dates, month ends, leap years, odd first periods and payoffs, against figures worked out by hand."""

from datetime import date

import pytest

from helpers.on_the_way import DAILY, MONTHLY, paid, rows, simulated
from tradein.engine.ledger import INTEREST
from tradein.engine.simulate import SimulationError


@pytest.mark.parametrize(
    ("price", "apr", "days", "interest"),
    [
        ("$20,000", "7%", 60, 230_14),
        ("$10,000", "6%", 30, 49_32),
        ("$10,000", "6%", 90, 147_95),
        ("$36,427.50", "8.9%", 31, 275_35),
        ("$0.01", "7.3%", 366, 0),
    ],
)
def test_interest_is_balance_times_rate_times_days_over_365(price, apr, days, interest):
    """The first is a consumer guide's (legalclarity.org, on deferring payments: some $230)."""
    loan = f"apr: {apr}, months: 60, interest: daily, first_payment: {days} day{'s' * (days > 1)}"

    assert interest == rows(loan, price=price)[1].interest


@pytest.mark.parametrize(
    ("start", "interest"),
    [("2023-01-31", 92_05), ("2024-01-31", 95_34), ("2100-01-31", 92_05), ("2000-01-31", 95_34)],
)
def test_a_february_has_28_or_29_days_of_a_365th_each(start, interest):
    """$10,000 x 12 % x 28 / 365 is $92.05, x 29 / 365 is $95.34."""
    loan = "apr: 12%, months: 24, interest: daily"

    assert interest == rows(loan, start=start)[1].interest


def test_due_dates_are_the_last_of_months_too_short():
    days = [row.date for row in rows(DAILY, start="2024-01-31")[:5]]

    assert days == [
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2024, 4, 30),
        date(2024, 5, 31),
    ]


def test_a_first_payment_after_45_days_moves_the_due_dates():
    """45 days of $2.00, then 31 of $9,590 x 7.3 % / 365 = $1.918."""
    played = rows(f"{DAILY}, first_payment: 45 days")

    assert [date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)] == [r.date for r in played[1:4]]
    assert (500_00, 90_00, 9_590_00, 9_590_00) == paid(played[1])
    assert (500_00, 59_46, 9_149_46, 9_149_46) == paid(played[2])


def test_a_first_payment_may_be_a_date():
    by_days, by_date = (
        rows(f"{DAILY}, first_payment: {first}", start="2025-01-31")
        for first in ("30 days", "2025-03-02")
    )

    assert date(2025, 3, 2) == by_days[1].date
    assert [paid(row) for row in by_days] == [paid(row) for row in by_date]


@pytest.mark.parametrize(
    ("days", "payment", "last"),
    [(16, 626_82, 626_82), (31, 629_10, 629_10), (45, 631_60, 631_60), (90, 638_37, 636_74)],
)
def test_the_payment_is_level_over_the_days(days, payment, last):
    """After 90 days the first payment leaves interest that bears none: the last one is less by that."""
    loan = f"apr: 8.9%, months: 72, interest: daily, first_payment: {days} days"
    played = rows(loan, price="$35,000", start="2025-01-15")

    assert {payment} == {row.payment for row in played[1:72]}
    assert abs(last - played[72].payment) <= 50


def test_the_payment_over_days_is_that_of_actus():
    """ACTUS, annuity case 01: 434.87."""
    loan = "apr: 8%, months: 12, interest: daily"

    assert 434_87 == rows(loan, price="$5,000", start="2013-01-01")[1].payment


@pytest.mark.parametrize(
    "event",
    ["month: 6, rate: 4%", "month: 6, extra: $1000, then: lower payment"],
)
def test_a_payment_computed_again_is_level_over_the_days_left(event):
    played = rows(f"{DAILY}, first_payment: 45 days", event, start="2025-01-31")
    payments = [row.payment for row in played[7:] if row.payment]

    assert 1 == len({*payments[:-1]})
    assert abs(payments[-1] - payments[0]) <= 50


@pytest.mark.parametrize("new", ["", ", fee: $100"])
def test_a_refinancing_is_level_over_the_days(new):
    event = f"date: 2025-08-09, refinance: {{apr: 5%, months: 36{new}}}"
    played = rows(DAILY, event, start="2025-01-31")
    payments = [row.payment for row in played[7:] if row.payment]

    assert 36 == len(payments)
    assert abs(payments[-1] - payments[1]) <= 50


def test_by_months_an_odd_first_period_does_not_change_the_level_payment():
    regular, odd = (
        simulated(f"apr: 7.3%, months: 24, interest: daily, level_by: months{more}")
        .ledger.contracts[0]
        .loan.payment
        for more in ("", ", first_payment: 75 days")
    )

    assert regular == odd


def test_the_last_payment_takes_up_the_days():
    regular, odd = (
        rows(f"apr: 7.3%, months: 24, interest: daily, level_by: months{more}")[24].payment
        for more in ("", ", first_payment: 75 days")
    )

    assert 90_00 < odd - regular < 110_00


def test_a_short_first_period_may_end_a_loan_before_its_term():
    """A day's interest in place of a month's is $290.14 less, at 36 % over 96 months worth a dozen payments."""
    played = rows("apr: 36%, months: 96, interest: daily, level_by: months, first_payment: 1 day")

    assert (84, 0) == (played[-1].month, played[-1].balance)


@pytest.mark.parametrize("first", ["2025-01-15", "2025-01-14", "2026-01-17"])
def test_a_first_payment_is_within_a_year_after_the_day_of_the_loan(first):
    with pytest.raises(SimulationError, match="first_payment"):
        simulated(f"{DAILY}, first_payment: {first}")


NEXT = """  - vehicle: next
    price: $20,000
    loan: {apr: 6%, months: 36}
"""


def test_the_next_purchase_is_on_a_due_date_and_keeps_the_calendar():
    played = simulated(f"{DAILY}, first_payment: 45 days", keep="2 months", then=NEXT)

    assert date(2025, 4, 1) == played.ledger.contracts[1].date
    assert date(2025, 5, 1) == played.rows[4].date


def test_a_first_payment_moves_nothing_where_nothing_is_financed():
    down = "$10,000\n    down: $10,000"
    played = simulated(f"{DAILY}, first_payment: 45 days", price=down, keep="1 month", then=NEXT)

    assert date(2025, 2, 15) == played.ledger.contracts[1].date


def test_a_first_payment_moves_nothing_where_the_vehicle_is_gone_before():
    played = simulated(f"{DAILY}, first_payment: 45 days", keep="0 months", then=NEXT)

    assert [date(2025, 1, 15), date(2025, 2, 15)] == [row.date for row in played.rows[1:3]]


def test_on_a_due_date_the_payoff_is_the_balance():
    assert all(row.payoff == row.balance for row in rows(DAILY))


def test_a_trade_pays_the_interest_that_was_left_unpaid():
    """A skipped payment leaves 31 days of $2.00; what is asked beyond the balance is interest."""
    played = simulated(DAILY, "month: 1, skip: 1 month", keep="1 month", then=NEXT)
    deal = played.ledger.contracts[1].deal

    assert (10_062_00, 62_00) == (deal.trade_in.payoff, deal.rolled_in)
    assert 62_00 == played.ledger.total(INTEREST, 1)


def test_the_cash_to_exit_takes_the_payoff_and_the_gap_the_balance():
    row = rows(DAILY, "month: 1, skip: 1 month")[1]

    assert (62_00, 0) == (row.exit_trade_in, row.gap)


def test_a_payment_below_the_interest_leaves_the_rest_to_the_next_ones():
    """31, 28 and 31 days of $2.00 against $50.00, which bear no interest themselves."""
    loan = "apr: 7.3%, months: 24, payment: $50, interest: daily, negative_amortization: allowed"

    assert [
        (50_00, 50_00, 10_000_00, 10_012_00),
        (50_00, 50_00, 10_000_00, 10_018_00),
        (50_00, 50_00, 10_000_00, 10_030_00),
    ] == [paid(row) for row in rows(loan)[1:4]]


def test_a_year_of_a_balance_that_stays_costs_the_rate():
    """365 days of $2.00 are $730.00: twelve payments of $50.00, and what is left unpaid."""
    loan = "apr: 7.3%, months: 24, payment: $50, interest: daily, negative_amortization: allowed"
    played = rows(loan, keep="12 months")

    assert 730_00 == sum(row.interest for row in played) + played[-1].payoff - played[-1].balance


def test_days_do_not_change_monthly_interest():
    early, late = (rows(MONTHLY, start=start) for start in ("2024-01-31", "2025-06-15"))

    assert [paid(row) for row in early] == [paid(row) for row in late]
