"""Where the money went: the gap from the first day on, and what every dollar was for."""

import random

import pytest
from attrs import evolve

from helpers import playing, two_vans
from tradein.analysis import results, waterfall
from tradein.analysis.waterfall import LESS, Spent, Waterfall
from tradein.engine import simulate
from tradein.finance.terms import DealTerms, LoanTerms, TradeInTerms
from tradein.finance.value import Appraisals, Valuation
from tradein.scenario.events import Defer, Extra, Refinance
from tradein.scenario.model import Owned, Purchase, Scenario


def causes_of(lines):
    """The sum of the causes of a gap, each with its sign."""
    causes = lines._asdict().items()
    return sum(-cents if name in LESS else cents for name, cents in causes if name != "gap")


def test_where_the_money_of_the_two_vans_went():
    """The first loses 2,000 on delivery and 1,000 more; of 799 + 11,985 the second is worth it all."""
    flow = waterfall.by(results.of(two_vans.ledger()), 4)
    first = Waterfall(
        price_over_value=2_000_00, value_lost=1_000_00, principal_paid=2_000_00, gap=1_000_00
    )
    second = Waterfall(
        before=1_000_00,
        price_over_value=1_000_00,
        value_lost=1_216_00,
        principal_paid=3_216_00,
        gap=0,
    )
    whole = Waterfall(
        price_over_value=3_000_00, value_lost=2_216_00, principal_paid=5_216_00, gap=0
    )

    assert ([first, second], whole) == (flow.turns, flow.whole)
    assert Spent(5_520_00, 0, 0, 0, 5_520_00, 0, 5_216_00, 304_00, 0, 0, 0, 0, 0) == flow.spent


def test_in_a_month_of_trade_the_new_vehicle_is_there():
    chain = results.of(two_vans.ledger())

    assert waterfall.by(chain) == waterfall.by(chain, 2)
    assert 2 == len(waterfall.by(chain, 2).turns)
    assert 2_000_00 == waterfall.by(chain, 2).whole.gap
    assert 1 == len(waterfall.by(chain, 1).turns)


def by_the_end(*turns):
    chain = results.of(simulate.simulate(Scenario(title="x", purchases=turns)))
    return waterfall.by(chain, chain.summary.months)


def van(**terms):
    """A van for 1,000 that is worth 900, on a loan over ten months, kept for one."""
    return Purchase(
        vehicle="van",
        deal=DealTerms(price=1_000_00, **terms),
        loan=LoanTerms(apr_ppm=120_000, months=10),
        valuation=Valuation(method=Appraisals(points=((0, 900_00),)), msrp=1_000_00),
        keep_months=1,
    )


def old(owed=600_00, **loan):
    return Owned(
        vehicle="old van",
        owed=owed,
        loan=LoanTerms(**{"apr_ppm": 0, "months": 10} | loan),
        valuation=Valuation(method=Appraisals(points=((0, 500_00),)), worth=500_00, age_months=1),
        keep_months=0,
    )


def test_each_line_of_a_deal_is_a_cause():
    terms = {"fees": (("doc", 20_00),), "products": (("GAP", 30_00),), "rebate": 40_00}
    whole = by_the_end(evolve(van(**terms, down=50_00), keep_months=0)).whole

    expected = Waterfall(0, 100_00, 0, 40_00, 0, 20_00, 30_00, 0, 50_00, gap=60_00)
    assert expected == whole


def test_the_first_gap_of_a_vehicle_owned_already_is_that_of_the_first_day():
    flow = by_the_end(old())

    assert Waterfall(before=100_00, gap=100_00) == flow.whole
    assert (-100_00, -100_00, 0) == (flow.spent.equity_at_start, flow.spent.left, flow.spent.paid)


def test_an_allowance_below_value_widens_the_gap_and_one_above_comes_off_the_price():
    below = by_the_end(old(), evolve(van(trade_in=TradeInTerms(allowance=450_00)), keep_months=0))
    above = by_the_end(old(), evolve(van(trade_in=TradeInTerms(allowance=560_00)), keep_months=0))

    assert (50_00, 100_00) == (below.whole.below_value, below.whole.price_over_value)
    assert (0, 40_00) == (above.whole.below_value, above.whole.price_over_value)


def test_an_allowance_above_value_and_price_narrows_the_gap():
    deal = van(trade_in=TradeInTerms(allowance=1_600_00))

    assert -100_00 == by_the_end(old(), evolve(deal, keep_months=0)).whole.below_value


def test_what_a_payoff_asks_beyond_the_balance_becomes_debt():
    flow = by_the_end(old(), evolve(van(trade_in=TradeInTerms(payoff=610_00)), keep_months=0))

    assert 10_00 == flow.whole.unpaid_interest == flow.spent.interest


def test_capitalized_interest_and_a_refinancing_become_debt():
    """A month's 10 of interest is capitalized; a new loan lends its fee of 5 and 100 in cash."""
    events = (
        Defer(at=1, months=1, capitalize=True),
        Refinance(at=1, apr_ppm=0, months=10, fee=5_00, cash_out=100_00),
    )
    flow = by_the_end(evolve(van(), events=events))

    lines = Waterfall(
        price_over_value=100_00, fees=5_00, unpaid_interest=10_00, cash_out=100_00, gap=215_00
    )
    assert lines == flow.whole
    assert (0, 100_00, -100_00) == (flow.spent.loan_payments, flow.spent.cash_out, flow.spent.paid)


def test_a_refinancing_on_the_first_day_is_after_the_gap_of_that_day():
    event = Refinance(at=0, apr_ppm=0, months=10, fee=7_00)
    whole = by_the_end(evolve(old(), events=(event,))).whole

    assert Waterfall(before=100_00, fees=7_00, gap=107_00) == whole


def test_a_payment_below_the_interest_widens_the_gap():
    grown = old(owed=1_000_00, apr_ppm=120_000, payment=4_00, negative_amortization=True)
    whole = by_the_end(evolve(grown, keep_months=1)).whole

    assert (6_00, 0) == (whole.unpaid_interest, whole.principal_paid)


def test_an_extra_payment_is_principal_paid():
    whole = by_the_end(evolve(van(), events=(Extra(at=1, cents=100_00),))).whole

    assert whole.principal_paid == 95_58 + 100_00


@pytest.mark.parametrize("seed", range(60))
def test_causes_sum_to_the_gap_and_uses_to_what_was_paid_in_random_chains(seed):
    chain = playing.chain(seed)
    months = chain.summary.months
    rng = random.Random(seed)
    closing = {row.month: row for row in chain.rows}

    for month in {0, months, *(rng.randint(0, months) for _ in range(8))}:
        flow = waterfall.by(chain, month)
        spent = flow.spent
        uses = spent.depreciation + spent.interest + spent.tax + spent.fees + spent.products

        assert all(causes_of(lines) == lines.gap for lines in [*flow.turns, flow.whole])
        assert closing[month].gap == flow.whole.gap == -spent.left
        assert spent.paid == spent.loan_payments + spent.cash_in - spent.cash_out - spent.refunds
        assert spent.paid + spent.equity_at_start == uses + spent.left
    spent = waterfall.by(chain, months).spent
    assert (spent.paid, spent.interest) == (chain.summary.total_paid, chain.summary.total_interest)
