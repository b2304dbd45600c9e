"""Every way out by the program and by the oracle, and published examples of total loss and deficiency."""

import datetime
import json
import os
import random
from decimal import Decimal
from typing import Any

import pytest

import oracle
from helpers import playing, random_scenarios
from tradein.analysis import exits, kept, results
from tradein.analysis.exits import Chain
from tradein.engine import simulate
from tradein.finance.exits import ExitTerms
from tradein.report import json_document
from tradein.scenario import reader

BLOCK = 20
SEEDS = max(BLOCK, int(os.environ.get("TRADEIN_SEEDS", "160")) // 8)


def chain(text: str) -> Chain:
    """Play a scenario's text, and each of its vehicles as though it were kept."""
    scenario = reader.read("scenario.yaml", text.encode()).scenario
    outcome = results.of(simulate.simulate(scenario))
    settings = [turn.exits or ExitTerms() for turn in scenario.purchases]
    played = kept.play(scenario, outcome.ledger)
    return exits.chain(outcome, settings, played, scenario.market)


def document(text: str) -> dict[str, Any]:
    """The JSON of all months of a scenario's text, its numbers as they are written."""
    played = chain(text)
    several = [exits.in_month(played, month) for month in played.closing]
    answer = json_document.ways_out("", several, several[0], exits.free_from(several))
    return json.loads(json.dumps(answer), parse_float=Decimal)


def both(seed: int) -> tuple[Any, Any] | None:
    """The ways out by the oracle and by the program; None for a chain that cannot be played."""
    scenario = random_scenarios.scenario(random.Random(seed))
    try:
        ours = document(random_scenarios.as_yaml(scenario))
        theirs = oracle.ways_out(scenario, playing.known())
    except (simulate.SimulationError, reader.ScenarioError, oracle.SimulationError):
        return None
    return theirs, playing.cut_to(theirs, ours)


@pytest.mark.no_cover
@pytest.mark.slow
@pytest.mark.parametrize("first", playing.blocks(range(SEEDS), BLOCK))
def test_random_chains_have_the_ways_out_of_the_oracle(first):
    pairs = [both(seed) for seed in range(first, first + BLOCK)]

    assert sum(pair is not None for pair in pairs) > BLOCK * 3 // 5, "too few chains were played"
    for seed, pair in enumerate(pairs, start=first):
        assert pair is None or pair[0] == pair[1], f"seed {seed}"


LOAN = """
purchases:
  - vehicle: van
    owed: {owed}
    worth: {worth}
    age: 2 years
    loan: {{apr: 12%, months: 60}}
    value: {{yearly_loss: 10%}}
    keep: 12 months
    private_sale: {{price: 110%, costs: $100}}
    exits: {{{exits}}}
"""


def ways(owed, worth, terms, month=0):
    """The ways out of a loan in a month, by name."""
    shown = exits.in_month(chain(LOAN.format(owed=owed, worth=worth, exits=terms)), month)
    return {way.way: way for way in shown.ways}, shown


def test_a_surrender_leaves_the_published_deficiency():
    """Debt 8,000, sale 1,500, costs 100: 6,600."""
    by_name, _ = ways(8_000, 2_000, "auction: 75%, auction_costs: $100")

    assert (by_name["surrender"].cash, by_name["surrender"].owed_after) == (0, 6_600_00)


def test_gap_pays_the_published_sum():
    """Owed 76,000, settled for 40,000, limit 50,000, cap 150 % of 77,000: 36,000."""
    cover = "gap_cover: {limit: $50000, share: 150%, base: $77000}"
    by_name, whole = ways(76_000, 40_000, f"deductible: $0, {cover}")

    assert whole.gap is not None
    assert whole.gap.benefit == 36_000_00 == by_name["total_loss"].owed_after
    assert by_name["total_loss_gap"].takes == 0


def test_a_private_sale_takes_the_interest_of_its_days():
    """12 % of 10,000 over 30 days is 98.63."""
    by_name, _ = ways(10_000, 9_000, "days_to_sell: 30 days")

    assert by_name["private"].payoff == 10_098_63
    assert by_name["private"].cash == 10_098_63 - 9_800_00
    assert by_name["dealer"].cash == 1_000_00
    assert by_name["trade_in"].owed_after == 1_000_00
    assert by_name["private"].cheapest
    assert not by_name["dealer"].cheapest


def test_what_is_left_is_the_payoff_less_what_comes_in():
    """Of every way that leaves no vehicle, in every month; equal ways are all marked."""
    played = chain(playing.playable(7))
    for month in played.closing:
        shown = exits.in_month(played, month)
        for way in shown.ways:
            if way.received is not None:
                left = way.payoff - way.received - way.refund
                assert way.cash + way.owed_after == left
                assert way.cost == shown.moment.paid + left
        least = min(way.takes for way in shown.ways if way.way in exits.CHOSEN)
        marked = [way.way for way in shown.ways if way.cheapest]
        assert marked == [w.way for w in shown.ways if w.way in exits.CHOSEN and w.takes == least]


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_the_way_out_on_a_months_day_is_that_of_the_month(seed):
    """Where the payoff quoted is the one of the run."""
    try:
        played = chain(playing.text(seed))
    except (simulate.SimulationError, reader.ScenarioError):
        return
    for month, row in played.closing.items():
        if row.date is None:
            return
        ours, of_month = exits.on_day(played, row.date), exits.in_month(played, month)
        if (ours.moment.payoff, ours.moment.agreed) == (row.payoff, of_month.moment.agreed):
            assert ours.ways == of_month.ways, month
            assert ours.gap == of_month.gap


DATED = """
start: 2025-01-01
purchases:
  - vehicle: van
    owed: $10,000
    worth: $9,000
    age: 2 years
    loan: {apr: 6%, months: 60}
    value: {yearly_loss: 10%}
    exits: {deductible: $0, gap_cover: {limit: $5000}}
    events: [{month: 2, skip: 1 month}, {month: 14, refinance: {apr: 5%, months: 40}}]
"""


def test_a_date_between_two_payments_has_interest_by_the_day():
    """15 days of $9,856.67 at 6 % are $24.30; the value stays that of the month."""
    played = chain(DATED)
    month, later = exits.in_month(played, 1), exits.on_day(played, datetime.date(2025, 2, 16))

    assert later.moment.payoff == month.moment.payoff + 24_30
    assert later.moment.row == month.moment.row
    assert later.moment.paid == month.moment.paid
    keep = {way.way: way for way in later.ways}["keep"]
    assert keep.to_pay == {way.way: way for way in month.ways}["keep"].to_pay


def test_gap_leaves_out_what_was_skipped_and_ends_with_its_loan():
    played = chain(DATED)
    before, after, anew = (exits.in_month(played, month).gap for month in (1, 2, 14))

    assert before is not None
    assert after is not None
    assert before.missed == 0
    assert after.missed == 193_33  # the payment that was not made: its interest is still owed
    assert anew is None


def test_after_the_agreed_end_all_that_is_owed_is_late():
    text = DATED.replace("months: 60", "months: 3").replace(
        "{month: 14, refinance: {apr: 5%, months: 40}}", "{month: 3, defer: 2 months}"
    )
    played = chain(text)
    month, day = exits.in_month(played, 4), exits.on_day(played, datetime.date(2025, 5, 10))

    assert month.gap is not None
    assert day.gap is not None
    assert month.gap.missed == month.gap.payoff
    assert day.gap.missed == day.gap.payoff
    assert month.gap.counted == day.gap.benefit == 0


def test_a_vehicle_that_cannot_be_kept_to_the_payoff_has_no_such_way():
    """Its value would grow beyond every limit."""
    text = """
purchases:
  - vehicle: coin
    price: $9,000,000
    loan: {apr: 6%, months: 360}
    keep: 1 month
    value: {appraisals: {0: $1, 10: $9000000}}
    exits: {deductible: $0, gap_cover: {limit: $5000}}
"""
    shown = exits.in_month(chain(text), 1)

    assert "keep" not in [way.way for way in shown.ways]
    assert shown.gap is not None
    assert shown.gap.missed == 0


SOLD = """
start: 2025-01-01
purchases:
  - vehicle: van
    price: $10000
    products: {GAP: $800}
    refunds: {GAP: {term: 60 months}}
    refund_to: payoff
    loan: {apr: 6%, months: 60}
    value: {yearly_loss: 10%}
    private_sale: {price: $5000, note: {apr: 12%, months: 10}}
    keep: 6 months
"""


def test_a_sale_that_ends_the_scenario_is_still_ahead_on_its_day():
    """What was paid is six payments; after the sale there is no vehicle to get rid of."""
    played = chain(SOLD)
    payment = played.results.turns[0].contract.loan.payment
    month, day = exits.in_month(played, 6), exits.on_day(played, datetime.date(2025, 7, 1))

    assert month.moment.paid == 6 * payment == day.moment.paid
    assert month.ways == day.ways
    assert max(played.closing) == 6
    assert exits.months(played) == [0, 6]


def test_a_personal_loan_for_a_vehicle_sold_before_counts_as_paid_alone():
    more = "  - {vehicle: car, price: $8000, loan: {apr: 6%, months: 48}, keep: 4 months}\n"
    played = chain(SOLD + more)
    row, shown = played.results.rows[-1], exits.in_month(played, 10)

    assert row.note > 0
    assert shown.moment.payoff == row.payoff - row.note
    assert shown.moment.paid == played.results.summary.total_paid


def test_a_new_loan_that_ends_beyond_the_largest_value_has_no_cost():
    """A van that is worth ten times as much every month is not followed over sixty."""
    text = (
        "purchases:\n  - vehicle: van\n    price: $900\n    loan: {apr: 5%, months: 3}\n"
        "    value: {table: {0: 100%, 1: 1000%}}\n    exits: {refinance: {apr: 7%, months: 60}}\n"
    )
    way = next(w for w in exits.in_month(chain(text), 1).ways if w.way == exits.REFINANCE)

    assert (None, None) == (way.cost, way.worth_then)
    assert way.to_pay is not None
