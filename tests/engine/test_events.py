"""Events without effect, events that are refused, and whose debt events pay."""

from datetime import date

import pytest
from attrs import evolve

from helpers import playing, two_vans
from helpers.on_the_way import DAILY, MONTHLY, NO_INTEREST, paid, rows, simulated, told
from tradein.engine import simulate
from tradein.engine.ledger import LOAN
from tradein.engine.simulate import SimulationError
from tradein.finance.terms import LoanTerms
from tradein.scenario import reader
from tradein.scenario.events import Extra, Refinance, Skip
from tradein.scenario.model import Scenario
from tradein.scenario.reader import ScenarioError

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
        simulated(DAILY, *events, keep="6 months")

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
        simulated(loan, event)

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
    played = simulated(MONTHLY, "month: 2, skip: 1 month", keep="2 months", then=then)

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
    played = playing.simulated(f"{OLD_DEBT}    events: [{{{event}}}]\n")
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


def test_a_pause_in_a_month_without_a_due_date_is_reported():
    loan = "apr: 9%, months: 24, frequency: biweekly, first_payment: 60 days, interest: daily"

    assert [("purchases[1].events[1]", "no payment is due in one of its months")] == told(
        loan, "month: 1, defer: 1 month", keep="3 months"
    )


def test_a_new_loan_that_never_pays_off_is_refused_among_the_events():
    event = "month: 12, refinance: {apr: 12%, payment: $260, cash_out: $400}"
    with pytest.raises(SimulationError, match="is still owed after 360 payments") as refused:
        simulated("apr: 9%, months: 60, payment: $600", event, price="$30,000")

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
