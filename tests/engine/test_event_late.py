"""Late payments and their fees, against figures worked out by hand."""

from datetime import date

import pytest

from helpers.on_the_way import DAILY, MONTHLY, NO_INTEREST, paid, rows, simulated, told
from tradein.analysis import payoff
from tradein.engine.ledger import Account
from tradein.engine.simulate import SimulationError

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
    played = simulated(NO_INTEREST + ", interest: daily", "month: 1, late: 10 days, every: month")

    assert [0, 0, 5_000_00, 5_000_00] == [row.payment for row in played.rows]
    assert 3 == played.ledger.months
    assert () == played.ledger.warnings


def test_a_payment_that_is_late_takes_the_same_as_one_with_its_day():
    loan = "apr: 18%, months: 60, interest: daily, level_by: months"
    late = simulated(loan, "month: 1, late: 20 days", price="$20,000", start="2024-01-01")

    assert 10_485_78 == late.ledger.total(Account.INTEREST)
    assert 20_493_15 == payoff.quote(late.ledger, date(2024, 2, 20), 0).payoff


def test_a_late_payment_by_the_month_counts_as_made_when_it_was_due():
    assert rows(MONTHLY) == rows(MONTHLY, "month: 1, late: 10 days, every: month")


@pytest.mark.parametrize("terms", ["", ", late_fee: $25, grace: 20 days"])
@pytest.mark.parametrize(
    "beside",
    [
        ("date: 2025-02-25, extra: $500",),
        ("date: 2025-02-25, extra: $500, then: lower payment",),
        ("date: 2025-03-01, rate: 9%",),
        ("month: 2, skip: 1 month",),
        ("month: 2, defer: 2 months, capitalize: yes",),
    ],
)
def test_beside_other_events_too(beside, terms):
    """So a warning says that such a late payment changes nothing."""
    loan = MONTHLY + terms

    assert rows(loan, *beside) == rows(loan, *beside, "month: 1, late: 20 days")


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
    plain, charged = (simulated(terms, event) for terms in (loan, f"{loan}, {fee}"))

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

    assert 0 == simulated(f"{DAILY}, late_fee: $25", event).summary.total_late_fees


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
    ledger = simulated(f"{DAILY}, late_fee: $25", "month: 1, late: 13 days").ledger
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
    traded = simulated(loan, event, skip, keep="2 months", then=second)

    assert 143_00 == traded.ledger.contracts[1].deal.rolled_in
    assert 118_00 == traded.ledger.total(Account.INTEREST)
    assert 25_00 == traded.ledger.total(Account.FEES)
    assert (25_00, 10_143_00) == (traded.summary.total_late_fees, traded.rows[2].payoff)


def test_a_refinancing_takes_in_a_late_payment_that_is_then_never_made():
    """118 days of $2.00 less ten, at 0 % from then on; the fee of the old loan is lent too."""
    events = ("month: 1, late: 20 days", "date: 2025-03-02, refinance: {apr: 0%, months: 10}")
    played = simulated(f"{DAILY}, late_fee: $25", *events)

    assert 10_000_00 + 92_00 + 25_00 == played.ledger.changes[0].state.balance
    assert [0, 1_011_70, 1_011_70] == [row.payment for row in played.rows[1:4]]
    assert (25_00, 25_00) == (played.rows[2].fee, played.summary.total_late_fees)
    assert [
        (
            "purchases[1].events[1]",
            f"payment 1 {NEVER}: the loan was refinanced before, {PAYOFF}",
        )
    ] == [(warning.path, warning.message) for warning in played.ledger.warnings]


def test_a_refinancing_before_the_grace_ends_costs_no_late_fee():
    events = ("month: 1, late: 20 days", "date: 2025-02-20, refinance: {apr: 0%, months: 10}")

    assert 0 == simulated(f"{DAILY}, late_fee: $25", *events).summary.total_late_fees


def test_a_refinanced_loan_keeps_its_late_fee():
    events = ("month: 1, refinance: {apr: 0%, months: 10}", "month: 2, late: 20 days")

    assert 25_00 == simulated(f"{DAILY}, late_fee: $25", *events).summary.total_late_fees


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
