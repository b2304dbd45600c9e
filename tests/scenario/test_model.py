"""What a scenario may hold together: terms that do not fit are refused where it is made."""

from datetime import date

import pytest
from attrs import evolve

from tradein.finance.terms import DealTerms, StateTaxRule, TaxRule, TradeInTerms
from tradein.finance.value import Curve, Valuation
from tradein.scenario import reader
from tradein.scenario.model import Purchase, Scenario

DAY = date(2024, 12, 31)


def test_a_chain_with_a_rule_by_the_day_needs_a_start():
    rule = TaxRule(rate_ppm=60_000, state_rule=StateTaxRule(state="MI", caps=((DAY, 5_00),)))
    valuation = Valuation(method=Curve(points=((0, 1_000_000),)), msrp=5_00)
    turn = Purchase(
        vehicle="v", deal=DealTerms(price=5_00, down=5_30, tax=rule), valuation=valuation
    )

    assert Scenario(title="t", start=DAY, purchases=(turn,))
    with pytest.raises(ValueError, match="depends on the day of delivery needs start"):
        Scenario(title="t", purchases=(turn,))


def test_a_vehicle_that_was_sold_privately_cannot_be_traded_in():
    text = (
        "purchases:\n  - vehicle: van\n    price: $500\n    down: $500\n    keep: 1 month\n"
        "    private_sale: {price: $400}\n  - vehicle: car\n    price: $500\n    down: $500\n"
    )
    sold, bought = reader.read("s.yaml", text.encode()).scenario.purchases
    given_in = evolve(bought, deal=evolve(bought.deal, trade_in=TradeInTerms()))

    with pytest.raises(ValueError, match="a vehicle that is gone cannot be traded in"):
        Scenario(title="t", purchases=(sold, given_in))
