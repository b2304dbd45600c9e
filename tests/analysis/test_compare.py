"""Compare several chains."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from attrs import evolve

from helpers import playing, two_vans
from tradein.analysis import compare, results
from tradein.engine import simulate
from tradein.finance.terms import DealTerms
from tradein.scenario.model import Scenario

FIRST_ALONE = Scenario(title="x", purchases=(two_vans.FIRST,))
BOTH = results.of(two_vans.ledger())
FIRST = results.of(simulate.simulate(FIRST_ALONE))


def test_chains_are_compared_where_the_longest_ends():
    assert 4 == compare.longest([BOTH, FIRST])
    assert 2 == compare.longest([FIRST])


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


def test_the_net_cost_in_a_month_of_trade_is_that_of_the_new_vehicle():
    """$2,000 paid, and $16,000 owed on $14,000 from a dealer or 105 % less $100 from a private buyer."""
    then = results.of(simulate.simulate(two_vans.SCENARIO, through=2)).summary

    assert (2, 16_000_00, 14_000_00) == (then.months, then.last.balance, then.last.value)
    assert 2_000_00 + 16_000_00 - 14_600_00 == then.net_cost


def test_the_net_cost_after_the_end_counts_the_payments_and_the_value_of_that_month():
    """$4,000 paid, and $8,000 owed on a van that was worth $9,000 and loses $500 a month's 19th part."""
    then = results.of(simulate.simulate(FIRST_ALONE, through=4)).summary
    value = round(Decimal(9_000) * (Decimal(9_000) / Decimal(9_500)) ** 2, 2)

    assert 4_000_00 + 8_000_00 - int(value * 100) == then.net_cost


AS_AGREED = """
title: As agreed
purchases:
  - vehicle: car
    price: $15,000
    loan: {apr: 5%, months: 60}
"""
MORE = AS_AGREED + "    events: [{month: 37, extra: $100, every: month}]\n"


def interest(extra_from_37: str) -> Decimal:
    """The interest of $15,000 over 60 months at 5 %, worked out once more: $283.07 a month."""
    owed, total, month = Decimal(15_000), Decimal(0), 0
    while owed:
        month += 1
        charged = (owed * 5 / 1200).quantize(Decimal("0.01"), ROUND_HALF_UP)
        paid = min(owed + charged, Decimal("283.07") if month < 60 else owed + charged)
        owed, total = owed + charged - paid, total + charged
        owed -= min(owed, Decimal(extra_from_37 if month >= 37 else 0))
    return total


@pytest.mark.parametrize("month", [60, 80])
def test_an_extra_payment_saves_its_interest_and_nothing_else(month):
    """Paid off six months earlier, the car would be worth $602.84 more that day: no saving."""
    saved = playing.through(AS_AGREED, month).summary.net_cost
    saved -= playing.through(MORE, month).summary.net_cost
    ends = playing.simulated(AS_AGREED).summary, playing.simulated(MORE).summary

    assert Decimal("89.70") == interest("0") - interest("100")
    assert 89_70 == saved
    assert (60, 54) == (ends[0].months, ends[1].months)
    assert 89_70 + 602_84 == ends[0].net_cost - ends[1].net_cost
