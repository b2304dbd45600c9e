"""Compare several chains."""

from attrs import evolve

from helpers import two_vans
from tradein.analysis import compare, results
from tradein.engine import simulate
from tradein.finance.terms import DealTerms
from tradein.scenario.model import Scenario

BOTH = results.of(two_vans.ledger())
FIRST = results.of(simulate.simulate(Scenario(title="x", purchases=(two_vans.FIRST,))))


def test_the_shortest_chain_ends_first():
    assert 2 == compare.shortest([BOTH, FIRST]) == compare.shortest([FIRST])


def test_the_cost_a_month_is_the_net_cost_over_the_months_rounded():
    assert 1_245_20 == compare.monthly_cost(BOTH)  # 4,980.80 / 4
    assert 1_500_00 == compare.monthly_cost(FIRST)  # 2,000 paid and 1,000 to get out


def test_half_a_cent_a_month_is_rounded_up():
    turn = evolve(two_vans.FIRST, deal=DealTerms(price=12_000_00, fees=(("doc", 1),)))
    odd = results.of(simulate.simulate(Scenario(title="x", purchases=(turn,))))

    assert 3_000_01 == odd.summary.net_cost
    assert 1_500_01 == compare.monthly_cost(odd)


def test_a_chain_that_ends_on_its_first_day_has_no_cost_a_month():
    turn = evolve(two_vans.FIRST, keep_months=0)

    assert None is compare.monthly_cost(
        results.of(simulate.simulate(Scenario(title="x", purchases=(turn,))))
    )


def test_the_position_at_a_month_of_trade_is_that_of_the_new_vehicle():
    found = compare.at(BOTH, 2)

    assert (2, 16_000_00, 14_000_00, 2_000_00, 3_400_00) == (
        found.month,
        found.balance,
        found.value,
        found.gap,
        found.net_cost,
    )


def test_the_position_at_the_end_costs_the_net_cost():
    assert BOTH.summary.net_cost == compare.at(BOTH, 4).net_cost == 4_980_80


def test_there_is_no_position_after_the_end():
    assert None is compare.at(FIRST, 3)
