"""The purchases in which a debt began."""

from attrs import evolve

from helpers import two_vans
from tradein.analysis import origins, results
from tradein.engine import simulate
from tradein.finance.terms import DealTerms, LoanTerms, TradeInTerms
from tradein.finance.value import Appraisals, Valuation
from tradein.scenario.model import Owned, Purchase, Scenario


def layers(*turns):
    """The layers of each purchase and month, as (origin, cents)."""
    traced = origins.trace(simulate.simulate(Scenario(title="x", purchases=turns)))
    return {
        here: [(layer.origin, layer.balance) for layer in balances]
        for here, balances in traced.layers.items()
    }


def van(price, keep, allowance=None, payoff=None, **terms):
    """A van on a loan without interest over ten months, worth more than any allowance."""
    trade_in = TradeInTerms(allowance=allowance, payoff=payoff, cash=terms.pop("cash", 0))
    return Purchase(
        vehicle="van",
        deal=DealTerms(price=price, trade_in=trade_in, **terms),
        loan=LoanTerms(apr_ppm=0, months=10),
        valuation=Valuation(method=Appraisals(points=((0, 2_000_00),)), msrp=price),
        keep_months=keep,
    )


def old(owed, rolled, apr_ppm=0, keep=0, worth=2_000_00):
    return Owned(
        vehicle="old van",
        owed=owed,
        rolled=rolled,
        loan=LoanTerms(apr_ppm=apr_ppm, months=10),
        valuation=Valuation(method=Appraisals(points=((0, worth),)), worth=worth, age_months=1),
        keep_months=keep,
    )


def test_the_layers_of_the_two_vans():
    traced = origins.trace(two_vans.ledger())

    expected = {
        (1, 0): [(1, 12_000_00)],
        (1, 1): [(1, 11_000_00)],
        (1, 2): [(1, 10_000_00)],
        (2, 2): [(1, 1_000_00), (2, 15_000_00)],
        (2, 3): [(1, 900_00), (2, 13_500_00)],
        (2, 4): [(1, 799_00), (2, 11_985_00)],
    }
    assert expected == {
        here: [(layer.origin, layer.balance) for layer in balances]
        for here, balances in traced.layers.items()
    }


def test_interest_on_rolled_debt_is_what_fell_on_older_layers():
    assert 10_00 + 9_00 == origins.trace(two_vans.ledger()).on_rolled_debt


def test_the_findings_give_the_layers_of_a_row():
    chain = results.of(two_vans.ledger())

    assert [1_000_00, 15_000_00] == [layer.balance for layer in chain.layers(chain.rows[3])]


def test_the_debt_of_an_owned_vehicle_is_older_debt_and_its_own():
    assert {(1, 0): [(0, 300_00), (1, 700_00)]} == layers(old(1_000_00, 300_00))


def test_a_layer_of_nothing_is_left_out():
    assert {(1, 0): [(1, 1_000_00)]} == layers(old(1_000_00, 0))
    assert {(1, 0): [(0, 1_000_00)]} == layers(old(1_000_00, 1_000_00))


def test_what_is_not_rolled_retires_the_sold_vehicles_own_layer_first():
    balances = layers(old(1_000_00, 300_00), van(100_00, 0, allowance=600_00))

    assert [(0, 300_00), (1, 100_00), (2, 100_00)] == balances[2, 0]


def test_the_older_layers_go_on_whole_where_just_they_are_rolled():
    balances = layers(old(1_000_00, 300_00), van(100_00, 0, allowance=700_00))

    assert [(0, 300_00), (2, 100_00)] == balances[2, 0]


def test_a_cent_more_than_the_older_layers_is_the_sold_vehicles_own():
    balances = layers(old(1_000_00, 300_00), van(100_00, 0, allowance=699_99))

    assert [(0, 300_00), (1, 1), (2, 100_00)] == balances[2, 0]


def test_what_is_rolled_below_the_older_layers_cuts_them():
    balances = layers(old(1_000_00, 300_00), van(100_00, 0, allowance=800_00))

    assert [(0, 200_00), (2, 100_00)] == balances[2, 0]


def test_several_older_layers_are_cut_in_proportion():
    second = van(400_00, 0, allowance=0)
    third = van(50_00, 0, allowance=700_00)
    balances = layers(old(300_00, 100_00), second, third)

    assert [(0, 100_00), (1, 200_00), (2, 400_00)] == balances[2, 0]
    assert [(3, 50_00)] == balances[3, 0]

    third = van(50_00, 0, allowance=550_00)
    balances = layers(old(300_00, 100_00), second, third)

    assert [(0, 50_00), (1, 100_00), (3, 50_00)] == balances[3, 0]


def test_cash_toward_the_shortfall_retires_debt_as_the_allowance_does():
    balances = layers(old(1_000_00, 300_00), van(100_00, 0, allowance=600_00, cash=100_00))

    assert [(0, 300_00), (2, 100_00)] == balances[2, 0]


def test_a_down_payment_that_leaves_less_to_finance_retires_debt():
    balances = layers(old(1_000_00, 300_00), van(100_00, 0, allowance=600_00, down=250_00))

    assert [(0, 250_00)] == balances[2, 0]


def test_equity_leaves_no_old_debt():
    balances = layers(old(1_000_00, 300_00), van(500_00, 0, allowance=1_200_00))

    assert [(2, 300_00)] == balances[2, 0]


def test_debt_that_an_over_allowance_hides_is_old_debt():
    """Worth 500 and allowed 1,000: 500 of the 800 financed is old, of which 300 is older."""
    second = van(800_00, 0, allowance=1_000_00)

    assert [(0, 300_00), (1, 200_00), (2, 300_00)] == layers(
        old(1_000_00, 300_00, worth=500_00), second
    )[2, 0]


def test_old_debt_that_an_over_allowance_hides_is_no_more_than_is_financed():
    second = van(800_00, 0, allowance=1_000_00, down=600_00)

    assert [(0, 200_00)] == layers(old(1_000_00, 300_00, worth=500_00), second)[2, 0]


def test_interest_on_hidden_debt_is_interest_on_rolled_debt():
    """At 12 % a month's interest on 800 is 8, of which 5 falls on the 500 of old debt."""
    second = evolve(van(800_00, 1, allowance=1_000_00), loan=LoanTerms(apr_ppm=120_000, months=10))
    purchases = (old(1_000_00, 300_00, worth=500_00), second)
    chain = results.of(simulate.simulate(Scenario(title="x", purchases=purchases)))

    assert (5_00, 8_00) == (chain.origins.on_rolled_debt, chain.summary.total_interest)


def test_payments_are_shared_on_the_running_total_oldest_first():
    balances = layers(old(1_000_00, 333_33, keep=1))

    assert [(0, 300_00), (1, 600_00)] == balances[1, 1]


def test_nothing_is_left_of_a_loan_that_is_paid_off():
    balances = layers(old(1_000_00, 300_00, keep=12))

    assert [] == balances[1, 10] == balances[1, 12]


def test_interest_falls_on_the_layers_in_proportion():
    ledger = simulate.simulate(
        Scenario(title="x", purchases=(old(1_000_00, 300_00, apr_ppm=120_000, keep=1),))
    )

    assert 3_00 == origins.trace(ledger).on_rolled_debt


def test_interest_in_a_payoff_falls_on_the_layers_of_the_loan_it_ends():
    second = van(100_00, 0, allowance=0, payoff=1_010_00)
    ledger = simulate.simulate(Scenario(title="x", purchases=(old(1_000_00, 300_00), second)))

    assert 3_00 == origins.trace(ledger).on_rolled_debt
    assert [300_00, 710_00, 100_00] == [
        layer.balance for layer in origins.trace(ledger).layers[2, 0]
    ]


def test_a_rebate_of_interest_is_taken_off_the_layers_it_would_have_fallen_on():
    second = van(100_00, 0, allowance=0, payoff=990_00)
    ledger = simulate.simulate(Scenario(title="x", purchases=(old(1_000_00, 300_00), second)))

    assert -3_00 == origins.trace(ledger).on_rolled_debt


def test_unpaid_interest_is_shared_over_the_layers_too():
    grown = evolve(
        old(1_000_00, 300_00, keep=1),
        loan=LoanTerms(apr_ppm=120_000, months=10, payment=0, negative_amortization=True),
    )

    assert [(0, 303_00), (1, 707_00)] == layers(grown)[1, 1]
