"""Warnings about contracts that are legal but unusual."""

import pytest
from attrs import evolve

from helpers import playing, two_vans
from tradein.analysis import results, warnings
from tradein.diagnostic import warning
from tradein.engine import simulate
from tradein.finance.terms import DealTerms, LoanTerms, TradeInTerms
from tradein.scenario.model import Scenario


def raised(*turns):
    ledger = simulate.simulate(Scenario(title="x", purchases=turns))
    return warnings.raised(results.of(ledger).turns)


def traded(**trade_in):
    """The second van, the first one being worth $9,000 with $10,000 owed."""
    deal = DealTerms(price=15_000_00, trade_in=TradeInTerms(**trade_in))
    return raised(two_vans.FIRST, evolve(two_vans.SECOND, deal=deal))


def lent(**terms):
    """The first van, $12,000 over 12 months without interest, on a known payment."""
    return raised(evolve(two_vans.FIRST, loan=LoanTerms(**{"apr_ppm": 0, "months": 12} | terms)))


def test_an_ordinary_chain_raises_no_doubt():
    assert [] == warnings.raised(results.of(two_vans.ledger()).turns)


@pytest.mark.parametrize("allowance", [8_100_00, 9_900_00])
def test_an_allowance_within_a_tenth_of_the_value_is_not_doubted(allowance):
    assert [] == traded(allowance=allowance)


@pytest.mark.parametrize(
    ("allowance", "text"),
    [
        (8_099_99, "$8,099.99 is more than 10 % below"),
        (9_900_01, "$9,900.01 is more than 10 % above"),
    ],
)
def test_an_allowance_more_than_a_tenth_off_the_value_is_doubted(allowance, text):
    message = f"the allowance of {text} the value of $9,000.00 that month"

    assert [warning("purchases[2].trade_in.allowance", message)] == traded(allowance=allowance)


def test_a_payoff_below_the_balance_is_doubted():
    message = (
        "the payoff of $9,999.99 is below the balance of $10,000.00; the difference counts as a rebate "
        "of interest"
    )

    assert [warning("purchases[2].trade_in.payoff", message)] == traded(payoff=9_999_99)
    assert [] == traded(payoff=10_000_01)


def test_a_known_payment_that_leaves_a_large_last_one_is_doubted():
    message = (
        "a payment of $900.00 leaves a last payment of $2,100.00 in month 12; $1,000.00 would fit "
        "the term"
    )

    assert [warning("purchases[1].loan.payment", message)] == lent(payment=900_00)


def test_a_last_payment_of_twice_the_others_is_not_doubted():
    thirteen = DealTerms(price=13_000_00)
    terms = LoanTerms(apr_ppm=0, months=12, payment=1_000_00)

    assert [] == raised(evolve(two_vans.FIRST, deal=thirteen, loan=terms))
    assert [] == lent(payment=923_08)  # 12,000 - 11 x 923.08 = 1,846.12
    assert [] == lent(payment=1_100_00)
    assert 1 == len(lent(payment=923_07))  # 1,846.23


def test_a_computed_payment_and_one_without_a_term_are_not_doubted():
    assert [] == lent()
    assert [] == lent(months=None, payment=700_00)


def test_no_loan_no_doubt():
    deal = DealTerms(price=1_000_00, down=1_000_00)

    assert [] == raised(evolve(two_vans.FIRST, deal=deal, loan=LoanTerms(apr_ppm=0, payment=1)))


def test_a_deal_that_is_not_known_raises_no_doubt():
    first, second = results.of(two_vans.ledger()).turns
    unknown = second._replace(contract=second.contract._replace(deal=None))

    assert [] == warnings.raised([first, unknown])


def test_a_computed_payment_whose_rounding_grows_into_a_balloon_is_doubted():
    """At 100 % over 360 months a third of a cent a month grows into thirteen payments."""
    text = """
title: T
purchases:
  - vehicle: car
    price: 30000
    tax: {rate: 0%}
    loan: {apr: 100%, months: 360}
"""

    told = (
        "a payment of $2,500.00 leaves a last payment of $32,500.00 in month 360; rounding to "
        "cents adds up over the term"
    )
    raised = warnings.raised(playing.found(text).turns)

    assert [warning("purchases[1].loan.months", told)] == raised


def test_a_last_payment_that_takes_up_a_long_first_period_is_doubted():
    """A year at 36 % before the first of twelve payments."""
    text = """
title: T
start: 2025-01-15
purchases:
  - vehicle: car
    price: 30000
    tax: {rate: 0%}
    loan: {apr: 36%, months: 12, interest: daily, first_payment: 365 days}
"""
    (doubt,) = warnings.raised(playing.found(text).turns)

    assert "purchases[1].loan.months" == doubt.path
    assert doubt.message.endswith(
        "in month 12; interest by the day and by the month differ, and the last payment makes up "
        "the difference; write the payment of your contract as loan.payment"
    )
