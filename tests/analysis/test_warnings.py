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
    assert [] == lent(payment=1_090_90)  # 12,000 - 11 x 1,090.90 = 0.10
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
    raised = warnings.raised(playing.simulated(text).turns)

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
    loan: {apr: 36%, months: 12, interest: daily, level_by: months, first_payment: 365 days}
"""
    (doubt,) = warnings.raised(playing.simulated(text).turns)

    assert "purchases[1].loan.months" == doubt.path
    assert doubt.message.endswith(
        "in month 12; interest by the day and by the month differ, and the last payment makes up "
        "the difference; write level_by: days, or the payment of your contract as loan.payment"
    )


CAR = """\
start: 2024-01-15
{top}
purchases:
  - vehicle: car
    price: $33,000
    tax: {{rate: 0%}}
    loan: {{apr: 8%, months: 72{loan}}}
    keep: 40 months
{rest}
"""


def of_text(text):
    played = playing.simulated(text)
    return warnings.raised(played.turns, played.ledger.warnings, played.ledger.changes)


def of_car(loan="", rest="", top=""):
    """Play the car with more said of its loan, and list the doubts."""
    return of_text(CAR.format(loan=loan, rest=rest, top=top))


def test_a_payment_above_the_one_that_fits_is_doubted():
    """33,000 at 8 % over 72 months takes 578.60 a month."""
    message = (
        "a payment of $700.00 pays the loan off in month 57 of 72; $578.60 would fit the term; "
        "products or fees are likely missing from the amount financed"
    )

    assert [warning("purchases[1].loan.payment", message)] == of_car(", payment: $700")


@pytest.mark.parametrize("payment", ["$578.60", "$578.61", "$579", "$580", "$575"])
def test_a_payment_that_takes_the_whole_term_is_not_doubted(payment):
    assert [] == of_car(f", payment: {payment}")


def test_a_payment_is_doubted_from_a_whole_period_on():
    """584 a month leaves something for the last payment; 585 a month leaves nothing."""
    assert [] == of_car(", payment: $584")
    assert ["in month 71 of 72" in doubt.message for doubt in of_car(", payment: $585")] == [True]


def test_a_cent_more_than_fits_is_rounding():
    """Over 360 months without interest a cent more each leaves nothing for the last one."""
    text = CAR.format(loan="", rest="", top="").replace("$33,000", "$36").replace("8%", "0%")
    text = text.replace("months: 72", "months: 360, payment: $0.1X")

    assert [] == of_text(text.replace("X", "1"))
    assert 1 == len(of_text(text.replace("X", "2")))


@pytest.mark.parametrize(
    ("frequency", "fits"),
    [("weekly", "$133.26"), ("biweekly", "$266.67"), ("semimonthly", "$288.92")],
)
def test_a_payment_of_a_month_among_others_is_named(frequency, fits):
    [doubt] = of_car(f", payment: $579, frequency: {frequency}")

    assert f"; {fits} would fit the term; it looks like a month's payment" in doubt.message
    assert doubt.message.endswith(", which would be $578.60")


@pytest.mark.parametrize(("payment", "is_a_months"), [("$434", 1), ("$432", 0), ("$725", 0)])
def test_a_payment_of_a_month_is_within_a_quarter_of_it(payment, is_a_months):
    [doubt] = of_car(f", payment: {payment}, frequency: biweekly")

    assert is_a_months == ("a month's payment" in doubt.message)


def test_a_known_payment_with_a_balloon_is_measured_with_it():
    assert [] == of_car(", payment: $470, balloon: $10000")
    assert 1 == len(of_car(", payment: $800, balloon: $10000"))


def test_a_loan_that_exists_may_end_before_its_term():
    """Its months are often those of `assume`, and the payment alone says when it ends."""
    text = """
purchases:
  - vehicle: car
    owed: $10,000
    worth: $9,000
    age: 3 years
    loan: {apr: 8%, months: 40, payment: $400}
"""

    assert [] == of_text(text)


def refinanced(terms, loan=""):
    """Refinance the car after a year, over 48 months at 6 %."""
    event = f"    events: [{{month: 12, refinance: {{apr: 6%, {terms}}}}}]"
    return of_car(loan, event)


def test_a_payment_of_a_new_loan_that_is_too_high_or_too_low_is_doubted():
    [high] = refinanced("months: 48, payment: $900")
    [low] = refinanced("months: 48, payment: $300")

    assert {"purchases[1].events[1].refinance.payment"} == {high.path, low.path}
    assert "in month 35 of 48 of the new loan; $670.16 would fit the term; a fee" in high.message
    assert "leaves a last payment of $20," in low.message
    assert low.message.endswith(" in month 48 of the new loan; $670.16 would fit the term")


@pytest.mark.parametrize(
    "terms",
    [
        "months: 48, payment: $670.16",
        "months: 48, payment: $671",
        "months: 48, fee: $100",
        "payment: $900",
    ],
)
def test_a_new_loan_that_fits_is_not_doubted(terms):
    assert [] == refinanced(terms)


def test_a_new_loan_by_days_may_end_a_payment_early():
    """681 a month pays the loan off in month 47 by the month."""
    daily = ", interest: daily"

    assert 1 == len(refinanced("months: 48, payment: $686"))
    assert [] == refinanced("months: 48, payment: $686", daily)
    assert 1 == len(refinanced("months: 48, payment: $900", daily))


def test_an_income_of_which_every_payment_is_under_three_percent_is_doubted():
    message = (
        "a payment of $578.60 a month is under 3 % of an income of $48,000.00 a month; "
        "write $4,000.00 if this is a year's"
    )

    assert [warning("income", message)] == of_car(top="income: $48,000")


@pytest.mark.parametrize(
    ("income", "doubted"), [("$4,000", 0), ("$19,286.66", 0), ("$19,286.67", 1), ("$50,000", 0)]
)
def test_an_income_is_doubted_below_three_percent_only(income, doubted):
    """578.60 is 3 % of 19,286.67; from 50,000 on an income is doubted when it is read."""
    assert doubted == len(of_car(top=f"income: {income}"))


def test_an_income_of_any_size_is_doubted():
    """The payment is 120.14: 3 % of 4,004.67."""
    small = CAR.format(loan="", rest="", top="income: {}").replace("$33,000", "$6,852")

    assert [] == of_text(small.replace("{}", "$4,004.66"))
    assert 1 == len(of_text(small.replace("{}", "$4,004.67")))


def test_an_income_is_doubted_once_by_the_lowest_payment_of_a_chain():
    """The first car is paid with 578.60 a month, the second with 125.27."""
    second = "  - {vehicle: other, price: $7000, tax: {rate: 0%}, loan: {apr: 8%, months: 36}}"

    assert [] == of_car(rest=second, top="income: $4,000")
    for income in ("$15,000.00", "$40,000.00"):
        (doubt,) = of_car(rest=second, top=f"income: {income}")
        assert "income" == doubt.path
        assert (
            f"a payment of $125.27 a month is under 3 % of an income of {income}" in doubt.message
        )


def test_an_income_without_a_loan_is_not_doubted():
    text = CAR.format(loan="", rest="", top="income: $40,000")

    assert [] == of_text(text.replace("    loan: {apr: 8%, months: 72}\n", "    down: $33,000\n"))


@pytest.mark.parametrize(
    ("rest", "path", "message"),
    [
        ("    down: $33,001", "down", "down of $33,001.00 is above the price of $33,000.00"),
        ("    rebate: $40,000", "rebate", "rebate of $40,000.00 is above the price of $33,000.00"),
        (
            "    down: $30,000\n    rebate: $3,001",
            "down",
            "down and rebate, $33,001.00 together, are above the price of $33,000.00",
        ),
    ],
)
def test_cash_above_the_price_is_doubted(rest, path, message):
    [doubt] = of_car(rest=rest)

    assert f"purchases[1].{path}" == doubt.path
    assert doubt.message.startswith(message)


@pytest.mark.parametrize(
    "rest",
    [
        "    down: $32,999",
        "    down: $33,000",
        "    down: $30,000\n    rebate: $2,999",
        "    down: $33,500\n    fees: $500",
        "    trade_in: {allowance: $40000}",
    ],
)
def test_cash_up_to_the_price_or_for_all_that_is_due_is_not_doubted(rest):
    text = CAR.format(loan="", rest=rest, top="")
    if "trade_in" in rest:
        old = "{vehicle: old, price: $41000, down: $41000, tax: {rate: 0%}, keep: 0 months,"
        text = text.replace("purchases:\n", f"purchases:\n  - {old} worth: $40000}}\n")

    assert [] == of_text(text)
