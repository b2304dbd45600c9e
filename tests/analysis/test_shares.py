"""What is paid for the debt of each purchase, and what becomes of it."""

import pytest
from attrs import evolve

from helpers import playing, two_vans
from tradein.analysis import results, shares
from tradein.analysis.shares import Debt, Share
from tradein.engine import simulate
from tradein.finance.terms import DealTerms, LoanTerms, TradeInTerms
from tradein.finance.value import Appraisals, Valuation
from tradein.scenario.events import Refinance, Skip
from tradein.scenario.model import Owned, Purchase, Scenario


def test_the_loans_of_the_two_vans_by_origin():
    """Of 1,760 twice, 110 is for the first van: 100 and 101 of principal, 10 and 9 of interest."""
    expected = {
        (1, 1): Share(payment=2_000_00, borrowed=12_000_00, repaid=2_000_00, settled=9_000_00),
        (2, 1): Share(payment=220_00, interest=19_00, repaid=201_00),
        (2, 2): Share(3_300_00, 285_00, borrowed=15_000_00, repaid=3_015_00),
    }
    parts = shares.of(two_vans.ledger())

    assert expected == parts.loans
    assert expected[2, 1] == parts.rolled
    assert {1: Share(220_00, 19_00, repaid=201_00), 2: expected[2, 2]} == parts.of_loan(2)


def test_each_month_says_what_it_pays_for_vehicles_that_are_gone():
    expected = {(2, 3): Share(110_00, 10_00, 0, 100_00), (2, 4): Share(110_00, 9_00, 0, 101_00)}

    assert expected == shares.of(two_vans.ledger()).months


def test_what_becomes_of_the_debt_of_the_two_vans():
    chain = results.of(two_vans.ledger())
    first, second = shares.debts(chain, shares.of(chain.ledger))

    whole = Share(2_220_00, 19_00, 12_000_00, 2_201_00, 9_000_00)
    assert Debt(1, "first van", whole, Share(220_00, 19_00, 0, 201_00), 799_00, None) == first
    assert (2, 11_985_00, None, Share()) == (
        second.origin,
        second.owed,
        second.last_month,
        second.rolled,
    )


def debts(*turns):
    chain = results.of(simulate.simulate(Scenario(title="x", purchases=turns)))
    return chain, shares.of(chain.ledger)


def old(owed, rolled, keep=0, apr_ppm=0, events=()):
    return Owned(
        vehicle="old van",
        owed=owed,
        rolled=rolled,
        loan=LoanTerms(apr_ppm=apr_ppm, months=10),
        valuation=Valuation(method=Appraisals(points=((0, 500_00),)), worth=500_00, age_months=1),
        keep_months=keep,
        events=events,
    )


def van(**terms):
    return Purchase(
        vehicle="van",
        deal=DealTerms(price=1_000_00, trade_in=TradeInTerms(**terms)),
        loan=LoanTerms(apr_ppm=0, months=10),
        valuation=Valuation(method=Appraisals(points=((0, 900_00),)), msrp=1_000_00),
    )


def test_the_last_dollar_of_rolled_debt_may_be_paid_by_a_trade():
    """Of 300 and 700 owed, 500 is for the van; cash of 300 leaves 200 of the oldest debt."""
    chain, parts = debts(old(1_000_00, 300_00), van(cash=300_00))
    earlier, own, new = shares.debts(chain, parts)

    assert (0, None, 10) == (earlier.origin, earlier.vehicle, earlier.last_month)
    assert (100_00, 200_00, 0) == (earlier.whole.settled, earlier.whole.repaid, earlier.owed)
    assert (700_00, 0) == (own.whole.settled, own.last_month)
    assert 10 == new.last_month


def test_interest_in_a_payoff_is_shared_over_the_loan_that_it_ends():
    """Of the 10 more than the balance 3 falls on debt from before; both go on as debt."""
    _, parts = debts(old(1_000_00, 300_00), van(payoff=1_010_00))

    assert Share(interest=3_00) == parts.trades[1]._replace(settled=0)
    assert Share(0, 7_00, 700_00, 0, 490_00) == parts.loans[1, 1]


def test_no_debt_is_left_out_and_none_is_made_up():
    chain, parts = debts(evolve(old(0, 0), loan=None), van())

    assert [2] == [debt.origin for debt in shares.debts(chain, parts)]


def test_cash_at_a_refinancing_repays_debt_and_is_no_payment():
    event = Refinance(at=1, apr_ppm=0, months=10, cash_in=450_00)
    chain, parts = debts(old(1_000_00, 300_00, keep=1, events=(event,)))

    assert Share(payment=30_00, repaid=165_00, borrowed=300_00) == parts.loans[1, 0]
    assert 100_00 == shares.total([*parts.loans.values()]).payment == chain.rows[1].payment


def test_the_sum_of_no_shares_is_nothing():
    assert Share() == shares.total([])


@pytest.mark.parametrize("seed", range(60))
def test_shares_add_up_to_payments_interest_and_balances_in_random_chains(seed):
    chain = playing.chain(seed)
    parts = shares.of(chain.ledger)
    everything = shares.total([*parts.loans.values()])

    assert sum(row.payment for row in chain.rows) == everything.payment
    assert chain.summary.total_interest == everything.interest
    assert chain.origins.on_rolled_debt == parts.rolled.interest
    later = shares.total([*parts.months.values(), *parts.trades.values()])
    assert parts.rolled._replace(borrowed=0) == later._replace(borrowed=0)
    last = {layer.origin: layer.balance for layer in chain.layers(chain.rows[-1])}
    for debt in shares.debts(chain, parts):
        assert last.get(debt.origin, 0) == debt.owed
        assert (debt.last_month is None) == (debt.owed > 0)
    for turn in chain.turns:
        own = parts.of_loan(turn.contract.number)
        assert (
            sum(row.payment for row in chain.months(turn)) == shares.total([*own.values()]).payment
        )


def test_a_fee_for_a_skipped_payment_is_paid_for_the_vehicles_own_debt():
    event = Skip(at=1, months=1, fee=25_00)
    _, parts = debts(old(1_000_00, 300_00, keep=1, events=(event,)))

    assert (0, 25_00) == (parts.loans[1, 0].payment, parts.loans[1, 1].payment)


def test_a_debt_that_lives_only_between_two_month_ends_is_paid_in_that_month():
    """The interest that a weekly payment of chain 157 does not cover is debt for two weeks."""
    played = playing.simulated(playing.text(157))
    seen = {layer.origin for row in played.rows for layer in played.layers(row)}
    debts = shares.debts(played, shares.of(played.ledger))
    unseen = [debt for debt in debts if debt.origin not in seen]

    assert [(debt.origin, debt.whole.borrowed, debt.last_month) for debt in unseen] == [
        (7, 20_30, 94)
    ]
