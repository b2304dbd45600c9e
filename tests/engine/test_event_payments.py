"""Payments that are skipped, deferred, or other than due, against figures worked out by hand."""

from datetime import date

import numpy as np
import pytest

from helpers.on_the_way import DAILY, MONTHLY, NO_INTEREST, paid, rows, simulated, told
from tradein.analysis import payoff
from tradein.engine import transactions
from tradein.engine.ledger import Account
from tradein.engine.loan_state import ActiveTerms, LoanState

# Payments that are not made


def test_a_skipped_payment_is_carried_by_the_month_and_bears_nothing():
    assert [(0, 0, 10_000_00, 10_100_00), (500_00, 200_00, 9_700_00, 9_700_00)] == [
        paid(row) for row in rows(MONTHLY, "month: 1, skip: 1 month")[1:3]
    ]


def test_a_skipped_payment_is_carried_by_the_day():
    """59 days of $2.00 by 15 March."""
    assert [(0, 0, 10_000_00, 10_062_00), (500_00, 118_00, 9_618_00, 9_618_00)] == [
        paid(row) for row in rows(DAILY, "month: 1, skip: 1 month")[1:3]
    ]


def test_payments_may_be_skipped_until_interest_is_more_than_a_payment():
    """Six months of $100.00 are $600.00: the next payment is interest alone, and $200 are left of it."""
    played = rows(MONTHLY, "month: 1, skip: 6 months")

    assert (500_00, 500_00, 10_000_00, 10_200_00) == paid(played[7])
    assert (500_00, 300_00, 9_800_00, 9_800_00) == paid(played[8])


def test_a_skip_leaves_the_end_where_it_was():
    assert [(0, 2_000_00), (2_000_00, 0)] == [
        (row.payment, row.balance)
        for row in rows(NO_INTEREST, "month: 1, skip: 1 month", price="$2,000")[1:]
    ]


def test_a_defer_moves_the_end():
    assert [0, 1_000_00, 1_000_00] == [
        row.payment for row in rows(NO_INTEREST, "month: 1, defer: 1 month", price="$2,000")[1:]
    ]


@pytest.mark.parametrize("loan", [MONTHLY, DAILY])
@pytest.mark.parametrize("pause", ["skip: 2 months", "defer: 2 months, capitalize: yes"])
def test_a_pause_costs_its_fee_in_cash_with_its_first_payment(loan, pause):
    free, asked = (simulated(loan, f"month: 2, {pause}{fee}") for fee in ("", ", fee: $35"))

    assert [0, 500_00, 35_00, 0] == [row.payment for row in asked.rows[:4]]
    assert [0, 0, 35_00, 0] == [row.fee for row in asked.rows[:4]]
    assert 35_00 == asked.summary.total_pause_fees == asked.ledger.total(Account.FEES)
    assert 35_00 == asked.summary.total_paid - free.summary.total_paid
    assert [row.payoff for row in free.rows] == [row.payoff for row in asked.rows]


def test_a_pause_among_weeks_costs_its_fee_once():
    loan = "apr: 12%, months: 24, payment: $100, frequency: weekly"
    played = rows(loan, "month: 1, skip: 1 month, fee: $35")

    assert [0, 35_00] == [row.payment for row in played[:2]]


def test_a_pause_of_a_loan_that_is_paid_off_costs_nothing():
    played = simulated(NO_INTEREST, "month: 3, skip: 1 month, fee: $35", keep="4 months")

    assert 0 == played.ledger.total(Account.FEES) == played.summary.total_pause_fees


def test_the_fee_of_a_pause_is_asked_where_something_is_owed():
    """In two markets, of which one has paid the loan off already."""
    held = LoanState(ActiveTerms(1, apr_ppm=0, payment=1_00), np.array([0, 5_00]))
    _, entry = transactions.skip_payment(held, 1, None, 35_00)

    assert [0, 35_00] == [*entry.postings[Account.FEES, 1]]


@pytest.mark.parametrize("event", ["skip: 1 month", "defer: 1 month", "payment: 0"])
def test_a_missed_last_payment_is_due_a_month_later(event):
    assert [1_000_00, 0, 1_000_00] == [
        row.payment for row in rows(NO_INTEREST, f"month: 2, {event}", price="$2,000")[1:]
    ]


def test_what_a_last_payment_leaves_is_due_a_month_later():
    assert [1_000_00, 400_00, 600_00] == [
        row.payment for row in rows(NO_INTEREST, "month: 2, payment: $400", price="$2,000")[1:]
    ]


def test_capitalized_interest_bears_interest():
    played = rows(MONTHLY, "month: 1, defer: 2 months, capitalize: yes")

    assert (0, 0, 10_000_00, 10_100_00) == paid(played[1])
    assert (0, 200_00, 10_200_00, 10_200_00) == paid(played[2])
    assert (200_00, -200_00) == (played[2].capitalised, played[2].principal)
    assert (500_00, 102_00, 9_802_00, 9_802_00) == paid(played[3])


def test_interest_is_capitalized_on_the_last_skipped_due_date():
    """59 days of $2.00, then 31 of $10,118 x 7.3 % / 365 = $2.0236."""
    played = rows(DAILY, "month: 1, defer: 2 months, capitalize: yes")

    assert (0, 118_00, 10_118_00, 10_118_00) == paid(played[2])
    assert (500_00, 62_73, 9_680_73, 9_680_73) == paid(played[3])


def test_a_defer_is_listed_in_the_changes():
    (change,) = simulated(NO_INTEREST, "month: 1, defer: 1 month", price="$2,000").ledger.changes

    assert ("defer", 1, date(2025, 2, 15), 2_000_00, 0, 1_000_00, 2) == (
        change.kind,
        change.month,
        change.date,
        change.state.balance,
        change.state.loan.apr_ppm,
        change.state.loan.payment,
        change.state.left,
    )


def test_while_something_is_owed_a_payment_is_left():
    events = ("month: 2, skip: 1 month", "month: 2, rate: 12%", "month: 3, payment: 0")
    changes = simulated(NO_INTEREST, *events, "month: 3, rate: 6%").ledger.changes

    assert [1, 1] == [change.state.left for change in changes]


# What was really paid


def test_a_payment_below_the_interest_leaves_interest_to_carry():
    assert [(30_00, 30_00, 10_000_00, 10_070_00), (500_00, 170_00, 9_670_00, 9_670_00)] == [
        paid(row) for row in rows(MONTHLY, "month: 1, payment: $30")[1:3]
    ]


def test_a_payment_below_the_interest_grows_a_loan_that_may_grow():
    loan = f"{MONTHLY}, negative_amortization: allowed"

    assert [(30_00, 100_00, 10_070_00), (500_00, 100_70, 9_670_70)] == [
        paid(row)[:3] for row in rows(loan, "month: 1, payment: $30")[1:3]
    ]


def test_a_larger_payment_pays_off_more_debt():
    assert (700_00, 100_00, 9_400_00, 9_400_00) == paid(rows(MONTHLY, "month: 1, payment: $700")[1])


def test_a_payment_is_never_more_than_the_payoff():
    played = rows(MONTHLY, "month: 1, payment: $70000")

    assert (10_100_00, 100_00, 0, 0) == paid(played[1])
    assert 2 == len(played)


def test_a_late_payment_takes_the_place_of_the_due_date_before():
    """Due on 15 February, paid on the 20th: 36 days of $2.00, then 23 of $1.9144."""
    played = rows(DAILY, "date: 2025-02-20, payment: $500")

    assert (0, 0, 10_000_00, 10_062_00) == paid(played[1])
    assert (1_000_00, 116_03, 9_116_03, 9_116_03) == paid(played[2])
    assert 0 == played[2].extra


def test_an_early_payment_takes_the_place_of_the_due_date_after():
    """26 days of $2.00, five of $1.9104 by 15 February, 33 of them by 15 March."""
    played = rows(DAILY, "date: 2025-02-10, payment: $500")

    assert (500_00, 52_00, 9_552_00, 9_561_55) == paid(played[1])
    assert (500_00, 63_04, 9_115_04, 9_115_04) == paid(played[2])


@pytest.mark.parametrize(
    ("day", "payments"),
    [
        ("2025-02-14", [500_01, 500_00]),
        ("2025-02-15", [500_01, 500_00]),
        ("2025-02-22", [0, 1_000_01]),
        ("2025-03-07", [0, 1_000_01]),
        ("2025-03-08", [500_00, 500_01]),
        ("2025-01-16", [500_01, 500_00]),
    ],
)
def test_a_payment_is_the_one_due_last_unless_the_next_is_due_within_a_week(day, payments):
    """Due on 15 February and 15 March."""
    played = rows(DAILY, f"date: {day}, payment: $500.01")

    assert payments == [row.payment for row in played[1:3]]


@pytest.mark.parametrize(
    ("day", "month"), [("2025-02-20", 1), ("2025-03-07", 1), ("2025-03-08", 2)]
)
def test_by_the_month_a_dated_payment_is_that_of_the_same_due_date(day, month):
    played = rows(MONTHLY, f"date: {day}, payment: $501")

    assert [month] == [row.month for row in played if row.payment == 501_00]


@pytest.mark.parametrize("when", ["date: 2024-02-21", "month: 1, date: 2024-02-21"])
def test_a_late_payment_bears_interest_to_its_day(when):
    """From 1 January: 50 days of $20,000 at 18 % by 20 February, and 51 by the payment."""
    loan = "apr: 18%, months: 60, interest: daily, level_by: months"
    found_late = simulated(loan, f"{when}, payment: $507.87", price="$20,000", start="2024-01-01")

    assert 10_485_78 == found_late.ledger.total(Account.INTEREST)
    assert 20_493_15 == payoff.quote(found_late.ledger, date(2024, 2, 20), 0).payoff


def test_only_a_payment_more_than_a_week_from_both_due_dates_is_unclear():
    days = ("2025-02-22", "2025-02-23", "2025-03-07", "2025-03-08")
    unclear = [told(DAILY, f"date: {day}, payment: $500") for day in days]
    message = "taken for payment 1, due 2025-02-15, {} days late; write `month: 1` or `month: 2` beside the date"

    assert unclear == [
        [],
        [("purchases[1].events[1]", message.format(8))],
        [("purchases[1].events[1]", message.format(20))],
        [],
    ]
    assert [] == told(DAILY, "month: 1, date: 2025-03-01, payment: $500")


@pytest.mark.parametrize(
    "first",
    [
        "month: 1, payment: $400",
        "date: 2025-02-15, payment: $400",
        "date: 2025-02-10, payment: $400",
    ],
)
def test_an_unclear_payment_is_the_next_one_where_events_name_the_last(first):
    events = (first, "date: 2025-03-01, payment: $501")

    assert [400_00, 501_00] == [row.payment for row in rows(DAILY, *events)[1:3]]
    assert [] == told(DAILY, *events)


def test_a_pause_names_its_payments_wherever_it_is_written():
    events = ("date: 2025-03-01, payment: $501", "month: 1, skip: 1 month")

    assert [0, 501_00, 500_00] == [row.payment for row in rows(DAILY, *events)[1:4]]


def test_a_payment_may_come_after_the_next_one_and_on_its_day():
    """60 days of $2.00 by 15 March less one; the late payment is principal alone."""
    played = rows(DAILY, "month: 1, date: 2025-03-15, payment: $500")

    assert [(0, 0, 10_000_00, 10_062_00), (1_000_00, 118_00, 9_118_00, 9_118_00)] == [
        paid(row) for row in played[1:3]
    ]


def test_a_late_last_payment_ends_the_loan_a_month_later():
    played = rows(
        NO_INTEREST + ", interest: daily",
        "month: 2, date: 2025-03-25, payment: $900",
        price="$2,000",
    )

    assert [1_000_00, 0, 1_000_00] == [row.payment for row in played[1:]]


def test_a_trade_before_a_late_payment_settles_its_interest():
    events = "month: 2, date: 2025-04-01, payment: $500"
    played = rows(DAILY, events, keep="2 months")

    assert (0, 0, 9_562_00, 9_615_55) == paid(played[2])
    assert [
        (
            "purchases[1].events[1]",
            f"payment 2 {NEVER}: the vehicle's turn ends in month 2, {PAYOFF}",
        )
    ] == told(DAILY, events, keep="2 months")


NEVER, PAYOFF = "is never made", "and the payoff has what was due"
