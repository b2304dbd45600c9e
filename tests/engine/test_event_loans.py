"""New loans, lenders' caps on them, and new rates, against figures worked out by hand."""

from datetime import date

import pytest

from helpers import playing
from helpers.markets import Several
from helpers.on_the_way import DAILY, MONTHLY, NO_INTEREST, paid, rows, simulated
from tradein.analysis import payoff
from tradein.engine import simulate
from tradein.engine.simulate import SimulationError
from tradein.finance.value import Market
from tradein.scenario import reader

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
    played = playing.simulated(TODAY.replace("WHEN", when))
    today, first = played.rows[0], played.rows[1]

    assert (19_300_00, 19_300_00, 4_300_00) == (today.balance, today.payoff, today.gap)
    assert (0, 300_00, -1_000_00) == (today.payment, today.fee, today.cash_out)
    assert (391_33, 128_67, 262_66) == (first.payment, first.interest, first.principal)
    assert 60 == played.rows[-1].month
    assert [] == [warning.message for warning in played.ledger.warnings]


def test_a_new_loan_on_the_first_day_counts_days_from_there():
    """Ten days of 8 % on $19,300."""
    text = TODAY.replace("WHEN", "month: 0").replace("48}", "48, interest: daily}")
    quote = payoff.quote(playing.simulated(text).ledger, date(2025, 3, 11), 0)

    assert 42_30 == quote.interest


@pytest.mark.parametrize("when", ["month: 0", "date: 2025-03-01"])
def test_a_purchase_is_not_refinanced_on_its_day(when):
    text = TODAY.replace("WHEN", when).replace("owed", "price")
    same_day = "the vehicle is bought on this day; write the new loan's terms under `loan`"

    with pytest.raises(SimulationError, match=same_day):
        playing.simulated(text)


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
    played = simulated(CAPPED, f"{NEW_LOAN}}}", price="$10,000" + over_limit)

    assert 10_000_00 == played.ledger.changes[0].state.balance
    assert (400_00, 10_000_00) == (played.rows[1].cash_out, played.rows[1].balance)
    assert [("purchases[1].events[1].refinance", f"{OVER}; you pay that in cash")] == [
        (warning.path, warning.message) for warning in played.ledger.warnings
    ]


def test_a_lender_may_decline_a_new_loan_over_the_cap_and_the_old_one_goes_on():
    price = "$10,000\n    over_limit: keep the vehicle"
    declined = simulated(CAPPED, f"{NEW_LOAN}}}", price=price)
    fits = simulated(CAPPED, f"{NEW_LOAN}, cash_in: $600.00}}", price=price)

    assert simulated(CAPPED).rows == declined.rows
    assert () == declined.ledger.changes
    assert [f"declined: {OVER}, and the old one goes on; `cash_in: $600.00` makes it fit"] == [
        warning.message for warning in declined.ledger.warnings
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
    played = playing.simulated(text)

    assert (7_000_00, -2_000_00) == (played.rows[3].balance, played.rows[3].cash_out)


def test_the_cap_holds_for_a_loan_that_exists_already():
    text = (
        "purchases:\n  - vehicle: van\n    owed: $9000\n    worth: $5000\n    age: 2 years\n"
        "    loan: {apr: 0%, months: 9, max_ltv: 120%}\n    value: {yearly_loss: 0%}\n"
        "    events:\n      - month: 1\n        refinance: {apr: 0%, months: 10}\n"
    )
    played = playing.simulated(text)

    assert 6_000_00 == played.rows[1].balance
    assert [] == [
        warning
        for warning in reader.read("x.yaml", text.encode()).warnings
        if "max_ltv" in warning.message
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
        playing.simulated(text)


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
    played = simulated(
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
    played = simulated(DAILY, *events)

    assert 10_082_00 == played.ledger.changes[0].state.balance
    assert 82_00 + 36_30 == played.rows[2].interest


def test_the_term_of_a_new_loan_is_counted_from_then():
    played = rows("apr: 0%, months: 12", "month: 2, refinance: {apr: 0%, months: 4}", price=12_000)

    assert [2_500_00] * 4 == [row.payment for row in played[3:]]


def test_a_rate_without_interest_to_pay_for_cannot_go_below_nothing():
    played = rows("apr: 12%, months: 12", "month: 1, rate: 0%")

    assert 0 == sum(row.interest for row in played[2:])
