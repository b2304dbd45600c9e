"""Every kind of event on loans with monthly and daily interest, against figures worked out by hand."""

from datetime import date

import numpy as np
import pytest
from attrs import evolve

from helpers import playing, two_vans
from helpers.markets import Several
from helpers.on_the_way import DAILY, MONTHLY, NO_INTEREST, found, paid, rows, told
from tradein.analysis import payoff
from tradein.engine import simulate, transactions
from tradein.engine.ledger import LOAN, Account
from tradein.engine.loan_state import ActiveTerms, LoanState
from tradein.engine.simulate import SimulationError
from tradein.finance.terms import LoanTerms
from tradein.finance.value import Market
from tradein.scenario import reader
from tradein.scenario.events import Extra, Refinance, Skip
from tradein.scenario.model import Scenario
from tradein.scenario.reader import ScenarioError

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
    free, asked = (found(loan, f"month: 2, {pause}{fee}") for fee in ("", ", fee: $35"))

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
    played = found(NO_INTEREST, "month: 3, skip: 1 month, fee: $35", keep="4 months")

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
    (change,) = found(NO_INTEREST, "month: 1, defer: 1 month", price="$2,000").ledger.changes

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
    changes = found(NO_INTEREST, *events, "month: 3, rate: 6%").ledger.changes

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
    found_late = found(loan, f"{when}, payment: $507.87", price="$20,000", start="2024-01-01")

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


def test_a_late_payment_is_the_regular_one_on_a_later_day():
    """41 days of $2.00, then 18 of $1.9164."""
    played = rows(DAILY, "month: 1, late: 10 days")

    assert [(0, 0, 10_000_00, 10_062_00), (1_000_00, 116_50, 9_116_50, 9_116_50)] == [
        paid(row) for row in played[1:3]
    ]
    assert [500_00] * 5 == [row.payment for row in played[3:8]]
    assert [] == told(DAILY, "month: 1, late: 10 days")


def test_a_date_says_which_payments_are_late():
    dated = rows(DAILY, "date: 2025-01-20, late: 10 days, every: year")

    assert dated == rows(DAILY, "month: 1, late: 10 days", "month: 13, late: 10 days")


def test_late_every_month_is_one_line():
    series = "month: 1, late: 10 days, every: month, until: 3 months"
    each = [f"month: {month}, late: 10 days" for month in (1, 2, 3)]

    assert rows(DAILY, series) == rows(DAILY, *each)
    assert [] == told(DAILY, series)


def test_a_series_of_late_payments_goes_to_the_end_of_the_loan_and_a_month_beyond():
    played = found(NO_INTEREST + ", interest: daily", "month: 1, late: 10 days, every: month")

    assert [0, 0, 5_000_00, 5_000_00] == [row.payment for row in played.rows]
    assert 3 == played.ledger.months
    assert () == played.ledger.warnings


def test_a_payment_that_is_late_takes_the_same_as_one_with_its_day():
    loan = "apr: 18%, months: 60, interest: daily, level_by: months"
    late = found(loan, "month: 1, late: 20 days", price="$20,000", start="2024-01-01")

    assert 10_485_78 == late.ledger.total(Account.INTEREST)
    assert 20_493_15 == payoff.quote(late.ledger, date(2024, 2, 20), 0).payoff


def test_a_late_payment_by_the_month_counts_as_made_when_it_was_due():
    assert rows(MONTHLY) == rows(MONTHLY, "month: 1, late: 10 days, every: month")


def test_a_late_payment_needs_no_dates_by_the_month():
    loan = f"{MONTHLY}, late_fee: $25"

    assert [0, 525_00, 500_00] == [
        row.payment for row in rows(loan, "month: 1, late: 11 days", start="")[:3]
    ]


FEES = [
    ("late_fee: $25", 10, 0),
    ("late_fee: $25", 11, 25_00),
    ("late_fee: $25, grace: 0 days", 1, 25_00),
    ("late_fee: $25, grace: 15 days", 15, 0),
    ("late_fee: 5%", 16, 25_00),
    ("late_fee: 5.4321%", 16, 27_16),
]


@pytest.mark.parametrize(("fee", "days", "cents"), FEES)
@pytest.mark.parametrize("loan", [DAILY, MONTHLY])
@pytest.mark.parametrize("event", ["late: {} days", "date: 2025-02-{}, payment: $500"])
def test_a_late_fee_is_paid_on_top_of_the_late_payment(loan, fee, days, cents, event):
    event = "month: 1, " + event.format(days if "late" in event else 15 + days)
    event = event.replace("2025-02-30", "2025-03-02").replace("2025-02-31", "2025-03-03")
    plain, charged = (found(terms, event) for terms in (loan, f"{loan}, {fee}"))

    assert [(row.balance, row.interest, row.principal) for row in plain.rows] == [
        (row.balance, row.interest, row.principal) for row in charged.rows
    ]
    assert cents == sum(row.fee for row in charged.rows) == charged.summary.total_late_fees
    assert cents == charged.summary.total_paid - plain.summary.total_paid
    assert cents == charged.ledger.total(Account.FEES) - plain.ledger.total(Account.FEES)


@pytest.mark.parametrize("event", ["skip: 1 month", "payment: 0", "defer: 1 month"])
def test_a_payment_that_is_not_made_costs_no_late_fee(event):
    assert rows(DAILY, f"month: 1, {event}") == rows(
        f"{DAILY}, late_fee: $25", f"month: 1, {event}"
    )


def test_a_late_payment_of_nothing_costs_no_late_fee():
    event = "month: 1, date: 2025-03-10, payment: 0"

    assert 0 == found(f"{DAILY}, late_fee: $25", event).summary.total_late_fees


@pytest.mark.parametrize(
    ("on", "fees", "owed"),
    [
        ("2025-02-25", 0, 10_082_00),
        ("2025-02-26", 25_00, 10_109_00),
        ("2025-02-27", 25_00, 10_111_00),
    ],
)
def test_a_payoff_has_the_late_fee_from_the_day_after_the_grace(on, fees, owed):
    """41 days of $2.00 by 25 February."""
    ledger = found(f"{DAILY}, late_fee: $25", "month: 1, late: 13 days").ledger
    quote = payoff.quote(ledger, date.fromisoformat(on), 10)

    assert (fees, owed, owed + 20_00) == (quote.late_fees, quote.payoff, quote.later)


def test_a_late_fee_is_paid_with_the_next_payment_of_any_kind():
    """47 days of $2.00 by 3 March, when an extra $100 pays the interest, some debt, and the fee."""
    events = ("month: 1, late: 20 days", "date: 2025-03-03, extra: $100")
    played = rows(f"{DAILY}, late_fee: $25", *events)

    assert (25_00, 100_00) == (played[2].fee, played[2].extra)
    assert [500_00 + 500_00 + 125_00, 500_00] == [row.payment for row in played[2:4]]


def test_a_trade_settles_a_late_fee_that_is_still_owed():
    """By 15 March 59 days of $2.00 and the fee are owed beside the debt; the fee is no interest."""
    event = "month: 1, date: 2025-04-01, payment: $500"
    second = (
        "  - {vehicle: pickup, price: $10000, trade_in: {allowance: $10000}, "
        "loan: {apr: 0%, months: 10}}\n"
    )
    loan, skip = f"{DAILY}, late_fee: $25", "month: 2, skip: 1 month"
    traded = found(loan, event, skip, keep="2 months", then=second)

    assert 143_00 == traded.ledger.contracts[1].deal.rolled_in
    assert 118_00 == traded.ledger.total(Account.INTEREST)
    assert 25_00 == traded.ledger.total(Account.FEES)
    assert (25_00, 10_143_00) == (traded.summary.total_late_fees, traded.rows[2].payoff)


def test_a_refinancing_takes_in_a_late_payment_that_is_then_never_made():
    """118 days of $2.00 less ten, at 0 % from then on; the fee of the old loan is lent too."""
    events = ("month: 1, late: 20 days", "date: 2025-03-02, refinance: {apr: 0%, months: 10}")
    played = found(f"{DAILY}, late_fee: $25", *events)

    assert 10_000_00 + 92_00 + 25_00 == played.ledger.changes[0].state.balance
    assert [0, 1_011_70, 1_011_70] == [row.payment for row in played.rows[1:4]]
    assert (25_00, 25_00) == (played.rows[2].fee, played.summary.total_late_fees)
    assert [
        (
            "purchases[1].events[1]",
            f"payment 1 {NEVER}: the loan was refinanced before, {PAYOFF}",
        )
    ] == [(one.path, one.message) for one in played.ledger.warnings]


def test_a_refinancing_before_the_grace_ends_costs_no_late_fee():
    events = ("month: 1, late: 20 days", "date: 2025-02-20, refinance: {apr: 0%, months: 10}")

    assert 0 == found(f"{DAILY}, late_fee: $25", *events).summary.total_late_fees


def test_a_refinanced_loan_keeps_its_late_fee():
    events = ("month: 1, refinance: {apr: 0%, months: 10}", "month: 2, late: 20 days")

    assert 25_00 == found(f"{DAILY}, late_fee: $25", *events).summary.total_late_fees


def test_a_late_fee_stays_owed_through_a_pause_and_a_new_rate():
    """The fee of payment 1 is paid with payment 3."""
    events = (
        "month: 1, date: 2025-04-20, payment: $500",
        "month: 2, defer: 1 month, capitalize: yes",
        "date: 2025-03-20, rate: 5%",
    )
    played = rows(f"{DAILY}, late_fee: $25", *events)

    assert [0, 0, 25_00, 0] == [row.fee for row in played[1:5]]
    assert 25_00 == played[2].payoff - rows(DAILY, *events)[2].payoff


def test_a_late_payment_of_precomputed_interest_costs_only_the_fee():
    loan = "apr: 12%, months: 24, interest: precomputed, late_fee: $25"
    plain, late = rows(loan), rows(loan, "month: 1, late: 20 days, every: year")

    assert [25_00, 0, 25_00] == [late[n].payment - plain[n].payment for n in (1, 2, 13)]
    assert [row.balance for row in plain] == [row.balance for row in late]


def test_late_payments_are_those_of_a_month():
    with pytest.raises(SimulationError, match=r"stands for a month's payment.*; remove it"):
        rows("apr: 7.3%, months: 24, frequency: weekly", "month: 1, late: 10 days")


def test_a_late_series_that_ends_before_it_begins_is_refused():
    with pytest.raises(SimulationError, match="the series begins in month 5, after month 4"):
        rows(DAILY, "month: 5, late: 10 days, every: month, until: 4 months")


def test_a_late_payment_after_the_end_never_comes():
    never = "this never happens: the vehicle's turn ends in month 2 of ownership"

    assert [("purchases[1].events[1]", never)] == told(
        DAILY, "month: 3, late: 10 days", keep="2 months"
    )


def test_a_late_payment_names_the_payment_for_an_event_beside_it():
    """Payment 1 is late, so that a payment on 8 March is the second."""
    events = ("date: 2025-03-05, payment: $400", "month: 1, late: 10 days")

    assert [] == told(DAILY, *events)


# A new loan on the first day

TODAY = """start: 2025-03-01
purchases:
  - vehicle: old car
    owed: $20,000
    worth: $15,000
    age: 3 years
    loan: {apr: 14%, months: 48}
    value: {yearly_loss: 0%}
    events: [{WHEN, refinance: {apr: 8%, months: 60, fee: $300, cash_in: $1000}}]
"""


@pytest.mark.parametrize("when", ["month: 0", "month: 0 months", "date: 2025-03-01"])
def test_an_existing_loan_is_refinanced_on_the_first_day(when):
    """$20,000 and $300 less $1,000 are lent; $19,300 at 8 % over 60 months are $391.33 a month."""
    played = playing.found(TODAY.replace("WHEN", when))
    today, first = played.rows[0], played.rows[1]

    assert (19_300_00, 19_300_00, 4_300_00) == (today.balance, today.payoff, today.gap)
    assert (0, 300_00, -1_000_00) == (today.payment, today.fee, today.cash_out)
    assert (391_33, 128_67, 262_66) == (first.payment, first.interest, first.principal)
    assert 60 == played.rows[-1].month
    assert [] == [one.message for one in played.ledger.warnings]


def test_a_new_loan_on_the_first_day_counts_days_from_there():
    """Ten days of 8 % on $19,300."""
    text = TODAY.replace("WHEN", "month: 0").replace("48}", "48, interest: daily}")
    quote = payoff.quote(playing.found(text).ledger, date(2025, 3, 11), 0)

    assert 42_30 == quote.interest


@pytest.mark.parametrize("when", ["month: 0", "date: 2025-03-01"])
def test_a_purchase_is_not_refinanced_on_its_day(when):
    text = TODAY.replace("WHEN", when).replace("owed", "price")
    same_day = "the vehicle is bought on this day; write the new loan's terms under `loan`"

    with pytest.raises(SimulationError, match=same_day):
        playing.found(text)


def test_a_payment_with_its_number_is_not_made_before_the_purchase():
    with pytest.raises(SimulationError, match="2024-12-31 is not after the day of purchase"):
        rows(MONTHLY, "month: 1, date: 2024-12-31, payment: $300")


# A lender's cap on a new loan

CAPPED = f"{MONTHLY}, max_ltv: 100%"
NEW_LOAN = "month: 1, refinance: {apr: 0%, months: 10, cash_out: $1000"
OVER = "the new loan is $600.00 over the lender's max_ltv cap"


@pytest.mark.parametrize(
    "over_limit", ["", "\n    over_limit: cash", "\n    over_limit: lower price"]
)
def test_what_a_new_loan_lends_over_the_cap_is_paid_in_cash(over_limit):
    """$9,600 are owed and $1,000 taken out; the van is worth $10,000."""
    played = found(CAPPED, f"{NEW_LOAN}}}", price="$10,000" + over_limit)

    assert 10_000_00 == played.ledger.changes[0].state.balance
    assert (400_00, 10_000_00) == (played.rows[1].cash_out, played.rows[1].balance)
    assert [("purchases[1].events[1].refinance", f"{OVER}; you pay that in cash")] == [
        (one.path, one.message) for one in played.ledger.warnings
    ]


def test_a_lender_may_decline_a_new_loan_over_the_cap_and_the_old_one_goes_on():
    price = "$10,000\n    over_limit: keep the vehicle"
    declined = found(CAPPED, f"{NEW_LOAN}}}", price=price)
    fits = found(CAPPED, f"{NEW_LOAN}, cash_in: $600.00}}", price=price)

    assert found(CAPPED).rows == declined.rows
    assert () == declined.ledger.changes
    assert [f"declined: {OVER}, and the old one goes on; `cash_in: $600.00` makes it fit"] == [
        one.message for one in declined.ledger.warnings
    ]
    assert 10_000_00 == fits.ledger.changes[0].state.balance
    assert () == fits.ledger.warnings


def test_the_cap_is_a_share_of_the_value_in_the_month_of_the_new_loan():
    """$8,800 are left of $12,000 after three months, 70 % of it are $7,000."""
    loan = "apr: 0%, months: 12, max_ltv: 100%"
    text = (
        f"purchases:\n  - vehicle: van\n    price: $12000\n    loan: {{{loan}}}\n"
        "    value: {appraisals: {0: $12000, 3: $7000}}\n"
        "    events:\n      - month: 3\n        refinance: {apr: 0%, months: 10}\n"
    )
    played = playing.found(text)

    assert (7_000_00, -2_000_00) == (played.rows[3].balance, played.rows[3].cash_out)


def test_the_cap_holds_for_a_loan_that_exists_already():
    text = (
        "purchases:\n  - vehicle: van\n    owed: $9000\n    worth: $5000\n    age: 2 years\n"
        "    loan: {apr: 0%, months: 9, max_ltv: 120%}\n    value: {yearly_loss: 0%}\n"
        "    events:\n      - month: 1\n        refinance: {apr: 0%, months: 10}\n"
    )
    played = playing.found(text)

    assert 6_000_00 == played.rows[1].balance
    assert [] == [
        one for one in reader.read("x.yaml", text.encode()).warnings if "max_ltv" in one.message
    ]


def test_a_new_loan_that_is_declined_in_some_markets_only_is_refused():
    text = (
        "purchases:\n  - vehicle: van\n    price: $10000\n    msrp: $10000\n    down: $5000\n"
        "    over_limit: keep the vehicle\n    loan: {apr: 0%, months: 20, max_ltv: 100%}\n"
        "    value: {yearly_loss: 0%}\n    events:\n"
        "      - {month: 1, refinance: {apr: 0%, months: 10}}\n"
    )
    scenario = reader.read("x.yaml", text.encode()).scenario
    low = Market(points=((0, 1_000_000), (1, 250_000)))

    with pytest.raises(SimulationError, match="in some markets and not in others; write cash_in"):
        simulate.simulate(scenario, Several([Market(), low]))


def test_a_new_loan_of_which_everything_is_over_the_cap_is_refused():
    text = (
        "purchases:\n  - vehicle: van\n    owed: $9000\n    worth: $5000\n    age: 2 years\n"
        "    loan: {apr: 0%, months: 9, max_ltv: 0%}\n    value: {yearly_loss: 0%}\n"
        "    events:\n      - month: 1\n        refinance: {apr: 0%, months: 10}\n"
    )
    with pytest.raises(SimulationError, match="nothing is left to lend"):
        playing.found(text)


# Extra payments


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
    played = found(
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
    entries = found(
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
    entries = [*found(DAILY, f"{more}, extra: $1").ledger.of("extra")]

    assert [f"2025-{day}" for day in days] == [str(entry.date) for entry in entries]
    assert {1_00} == {-entry.postings[Account.CASH, 1] for entry in entries}


def test_extras_every_two_weeks_save_interest_from_their_days_on():
    """14 days of $2.00, 14 on $9,298.00 after $702.00 of principal, and 3 on $8,594.03."""
    first = rows(DAILY, "date: 2025-01-29, extra: $730, every: 2 weeks, until: 1 month")[1]

    assert 28_00 + 26_03 + 5_16 == first.interest
    assert 2 * 730_00 == first.extra


@pytest.mark.parametrize(("more", "days"), WEEKLY)
def test_extras_by_the_week_count_with_the_next_payment_where_interest_is_by_the_month(more, days):
    played = found(MONTHLY, f"{more}, extra: $1")
    by_month = [sum(day <= due for day in days) for due in ("02-15", "03-15")]

    assert [100 * by_month[0], 100 * (by_month[1] - by_month[0])] == [
        row.extra for row in played.rows[1:3]
    ]
    assert 0 == sum(row.extra for row in played.rows[3:])


def test_weeks_without_a_start_are_refused():
    with pytest.raises(ScenarioError, match="weeks need the first day"):
        found(MONTHLY, "month: 1, extra: $1, every: week", start="")


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
        found("apr: 0%, months: 12", *events, price=12_000).rows[2].payment
        for events in ((first, last), (last, first))
    ]

    assert [900_00, 1_000_00] == payments


# New terms


def test_a_rate_holds_from_then_on_and_the_payment_is_worked_out_anew():
    """A last month of $1,000 at 12 %."""
    played = rows(NO_INTEREST, "month: 1, rate: 12%", price="$2,000")

    assert (1_010_00, 10_00, 0, 0) == paid(played[2])


def test_interest_up_to_the_day_of_a_new_rate_is_counted_at_the_old_one():
    """Ten days at $2.00, and 21 at $4.00."""
    played = rows(f"{DAILY}", "date: 2025-01-25, rate: 14.6%")

    assert 20_00 + 84_00 == played[1].interest


def test_a_known_payment_without_a_term_stays_when_the_rate_changes():
    played = rows("apr: 12%, payment: $500", "month: 1, rate: 6%")

    assert (500_00, 48_00) == paid(played[2])[:2]


def test_a_new_loan_takes_in_payoff_fee_and_cash():
    played = found(
        "apr: 0%, months: 12",
        "month: 2, refinance: {apr: 12%, months: 24, payment: $1000, fee: $50, cash_out: $200}",
        price=12_000,
    )
    row = played.rows[2]

    assert (1_000_00, 200_00, 0, 50_00, 750_00, 10_250_00) == (
        row.payment,
        row.cash_out,
        row.interest,
        row.fee,
        row.principal,
        row.balance,
    )
    assert (1_000_00, 102_50) == paid(played.rows[3])[:2]
    assert [("refinance", 120_000, 24)] == [
        (c.kind, c.state.loan.apr_ppm, c.state.left) for c in played.ledger.changes
    ]


def test_cash_in_makes_a_new_loan_smaller():
    event = "month: 2, refinance: {apr: 0%, months: 10, cash_in: $1000}"
    row, after = rows("apr: 0%, months: 12", event, price=12_000)[2:4]

    assert (1_000_00, -1_000_00) == (row.payment, row.cash_out)
    assert (9_000_00, 900_00) == (row.balance, after.payment)


def test_a_new_loan_takes_in_interest_that_was_left_unpaid():
    """31 days of $2.00, then ten more."""
    events = ("month: 1, skip: 1 month", "date: 2025-02-25, refinance: {apr: 7.3%, months: 24}")
    played = found(DAILY, *events)

    assert 10_082_00 == played.ledger.changes[0].state.balance
    assert 82_00 + 36_30 == played.rows[2].interest


def test_the_term_of_a_new_loan_is_counted_from_then():
    played = rows("apr: 0%, months: 12", "month: 2, refinance: {apr: 0%, months: 4}", price=12_000)

    assert [2_500_00] * 4 == [row.payment for row in played[3:]]


def test_a_rate_without_interest_to_pay_for_cannot_go_below_nothing():
    played = rows("apr: 12%, months: 12", "month: 1, rate: 0%")

    assert 0 == sum(row.interest for row in played[2:])


# What has no effect, and what cannot be


@pytest.mark.parametrize(
    "event",
    ["extra: $5", "skip: 1 month", "payment: $5", "rate: 5%", "refinance: {apr: 5%, months: 3}"],
)
def test_an_event_after_the_payoff_does_nothing_and_is_reported(event):
    loan, kept = NO_INTEREST, {"price": "$2,000", "keep": "6 months"}

    assert [paid(row) for row in rows(loan, **kept)] == [
        paid(row) for row in rows(loan, f"month: 4, {event}", **kept)
    ]
    assert [("purchases[1].events[1]", "ignored: the loan is already paid off")] == told(
        loan, f"month: 4, {event}", **kept
    )


@pytest.mark.parametrize("when", ["month: 4", "month: 600", "date: 2025-05-15", "date: 2190-01-01"])
def test_an_event_after_the_run_is_reported(when):
    message = "this never happens: the loan is paid off in month 2 of ownership"

    assert [("purchases[1].events[1]", message)] == told(NO_INTEREST, f"{when}, extra: $5")


@pytest.mark.parametrize(
    "event",
    [
        "month: 3, extra: $5, every: month",
        "month: 3, skip: 3 months",
        "date: 2025-04-20, payment: $5",
        "date: 2025-05-10, payment: $5",
    ],
)
def test_an_event_without_effect_is_reported_once(event):
    loan = f"{NO_INTEREST}, interest: daily"

    assert 1 == len(told(loan, event, price="$2,000", keep="9 months"))


@pytest.mark.parametrize(
    "event",
    [
        "date: 2025-03-10, payment: $5000",
        "date: 2025-02-20, extra: $5000",
        "month: 1, skip: 3 months",
    ],
)
def test_an_event_that_ends_a_loan_or_outlives_it_has_an_effect(event):
    loan = f"{NO_INTEREST}, interest: daily"
    others = ("date: 2025-04-01, extra: $2000",) if "skip" in event else ()

    assert [] == told(loan, event, *others, price="$2,000", keep="9 months")


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (
            "month: 7, extra: $5",
            "this never happens: the vehicle's turn ends in month 6 of ownership",
        ),
        (
            "date: 2025-07-16, skip: 1 month",
            "this never happens: the vehicle's turn ends in month 6 of ownership",
        ),
        (
            "month: 6, skip: 3 months",
            "2 of its months never come: the vehicle's turn ends in month 6",
        ),
    ],
)
def test_an_event_after_the_vehicle_is_traded_is_reported(event, message):
    assert [("purchases[1].events[1]", message)] == told(DAILY, event, keep="6 months")


@pytest.mark.parametrize(
    ("events", "place"),
    [
        (("month: 3, skip: 2 months", "month: 4, payment: $5"), "events[2]"),
        (("month: 3, payment: 0", "month: 3, payment: $5"), "events[2]"),
        (("date: 2025-02-16, payment: $5", "month: 1, payment: $5"), "events[2]"),
        (("date: 2025-01-15, extra: $5",), "events[1].date"),
        (("month: 4, extra: $5, every: month, until: 3 months",), "events[1].until"),
    ],
)
def test_events_outside_the_turn_or_in_conflict_are_refused(events, place):
    with pytest.raises(SimulationError) as refused:
        found(DAILY, *events, keep="6 months")

    assert f"purchases[1].{place}" == refused.value.path


@pytest.mark.parametrize(
    ("loan", "event", "place"),
    [
        ("apr: 12%, payment: $500", "month: 1, extra: $5, then: lower payment", "then"),
        ("apr: 12%, payment: $500", "month: 1, rate: 62.5%", "rate"),
        (MONTHLY, "month: 1, refinance: {apr: 0%, months: 3, cash_in: $9600}", "refinance.cash_in"),
        (MONTHLY, "month: 1, refinance: {apr: 12%, payment: $96}", "refinance.payment"),
        (
            MONTHLY,
            "month: 1, refinance: {apr: 12%, months: 3, cash_out: $9999999}",
            "refinance.cash_out",
        ),
    ],
)
def test_terms_that_never_pay_a_loan_off_are_refused(loan, event, place):
    with pytest.raises(SimulationError) as refused:
        found(loan, event)

    assert f"purchases[1].events[1].{place}" == refused.value.path


def test_a_new_loan_may_reach_the_limit():
    event = "month: 1, refinance: {apr: 5%, months: 24, cash_out: $9990400}"

    assert 10_000_000_00 == rows(MONTHLY, event)[1].balance


def test_a_new_loan_needs_an_end():
    with pytest.raises(ValueError, match="months or payment"):
        Refinance(at=1, apr_ppm=60_000)


@pytest.mark.parametrize(
    ("loan", "event", "place"),
    [
        ({"daily": True}, Skip(at=1, months=1), "loan.interest"),
        ({}, Extra(at=date(2025, 1, 1), cents=1), "events[1].date"),
        ({}, Extra(at=1, cents=1, every_days=7), "events[1].every"),
    ],
)
def test_days_need_a_first_day(loan, event, place):
    """A file without one is refused when it is read; this is for those who build a scenario themselves."""
    terms = LoanTerms(apr_ppm=60_000, months=12, **loan)
    turn = evolve(two_vans.FIRST, loan=terms, events=(event,))

    with pytest.raises(SimulationError) as refused:
        simulate.simulate(Scenario(title="x", purchases=(turn,)))

    assert f"purchases[1].{place}" == refused.value.path


def test_an_event_is_held_to_the_purchase_it_was_written_in():
    """Also where an entry before it cannot be read."""
    text = "purchases:\n  - 5\n  - {vehicle: a, price: 5, loan: {apr: 6%, months: 3, first_payment: 5 days}}\n"
    with pytest.raises(ScenarioError) as error:
        reader.read("x.yaml", text.encode())

    assert "purchases[2].loan.first_payment" in [problem.path for problem in error.value.problems]


def test_events_come_between_trades():
    """The second loan takes in what the first leaves unpaid, and has its own month 1."""
    then = (
        "  - vehicle: next\n    price: $20,000\n    loan: {apr: 12%, months: 36}\n"
        "    events: [{month: 1, extra: $700}]\n"
    )
    played = found(MONTHLY, "month: 2, skip: 1 month", keep="2 months", then=then)

    assert 9_696_00 == played.ledger.contracts[1].deal.trade_in.payoff
    assert [3] == [row.month for row in played.rows if row.extra]


# Whose debt it is


OLD_DEBT = """purchases:
  - vehicle: old
    owed: $9,000
    worth: $9,000
    age: 1 year
    loan: {apr: 12%, months: 24, payment: $500, rolled: $3000}
    value: {yearly_loss: 0%}
"""


def layers(event):
    played = playing.found(f"{OLD_DEBT}    events: [{{{event}}}]\n")
    return [(layer.origin, layer.balance) for layer in played.layers(played.rows[1])]


def test_an_extra_payment_pays_every_layer_its_share():
    """A third of $9,000 is old; $500 pay $90 of interest and $410 of debt, then $4,090 more."""
    assert [(0, 1_500_00), (1, 3_000_00)] == layers("month: 1, extra: $4090")


def test_capitalized_interest_falls_on_the_layers_that_bore_it():
    assert [(0, 3_030_00), (1, 6_060_00)] == layers("month: 1, defer: 1 month, capitalize: yes")


def test_the_extra_amount_of_a_new_loan_is_the_vehicles_own_debt():
    event = "month: 1, refinance: {apr: 5%, months: 24, fee: $100, cash_out: $10}"

    assert [(0, 2_863_33), (1, 5_726_67 + 110_00)] == layers(event)


def test_cash_in_pays_every_layer_its_share():
    event = "month: 1, refinance: {apr: 5%, months: 24, cash_in: $4090}"

    assert [(0, 1_500_00), (1, 3_000_00)] == layers(event)


def test_a_series_that_begins_after_the_turn_is_reported():
    message = "this never happens: the vehicle's turn ends in month 6 of ownership"

    assert [("purchases[1].events[1]", message)] == told(
        DAILY, "month: 20, extra: $100, every: month", keep="6 months"
    )


def test_a_dated_series_falls_into_a_long_first_period():
    """Four payments of it come before the first due date, each on its day."""
    loan = DAILY + ", first_payment: 120 days"
    played = found(loan, "date: 2025-01-25, extra: $100, every: month", keep="2 months")
    days = [entry.date for entry in played.ledger.entries]

    assert sorted(days) == days
    assert [400_00, 100_00] == [row.extra for row in played.rows[1:]]


def test_a_pause_in_a_month_without_a_due_date_is_reported():
    loan = "apr: 9%, months: 24, frequency: biweekly, first_payment: 60 days, interest: daily"

    assert [("purchases[1].events[1]", "no payment is due in one of its months")] == told(
        loan, "month: 1, defer: 1 month", keep="3 months"
    )


def test_a_new_loan_that_never_pays_off_is_refused_among_the_events():
    event = "month: 12, refinance: {apr: 12%, payment: $260, cash_out: $400}"
    with pytest.raises(SimulationError, match="is still owed after 360 payments") as refused:
        found("apr: 9%, months: 60, payment: $600", event, price="$30,000")

    assert "purchases[1].events" == refused.value.path
    assert refused.value.message.endswith("the longest loan; write a higher payment")


def test_a_series_goes_on_where_the_chain_is_played_past_its_end():
    """$1,000 a month and $500 more: $12,000 is paid in 8 months without interest."""
    turn = evolve(
        two_vans.FIRST,
        loan=LoanTerms(apr_ppm=0, payment=1_000_00),
        events=(Extra(at=1, cents=500_00, every_months=1),),
    )
    scenario = Scenario(title="x", purchases=(turn,))
    own, later = simulate.simulate(scenario), simulate.simulate(scenario, through=10)

    assert (2, 10) == (own.months, later.months)
    assert own.entries == later.entries[: len(own.entries)]
    assert 8 * 1_500_00 == sum(entry.postings[LOAN, 1] for entry in later.entries[1:])


def test_events_after_the_payoff_do_not_keep_a_chain_from_being_played_past_it():
    """Two pauses in the days after month 2, where the loan is paid off, and after month 3."""
    turn = evolve(
        two_vans.FIRST,
        loan=LoanTerms(apr_ppm=0, months=2),
        keep_months=None,
        events=(Skip(at=date(2024, 8, 1), months=1), Skip(at=date(2024, 9, 1), months=1)),
    )
    scenario = Scenario(title="x", start=date(2024, 1, 31), purchases=(turn,))

    assert 3 == simulate.simulate(scenario, through=3).months
