"""Whose debt it is, in sentences and tables."""

from helpers import playing
from tradein.analysis import shares
from tradein.report.narrative import debts
from tradein.report.tables import debts as tables
from tradein.report.tables.table import Dollars

OLD = """
title: T
purchases:
  - vehicle: old car
    owed: 10000
    worth: 6000
    age: 4 years
    value: {appraisals: {0: 6000}}
    loan: {apr: 0%, months: 40, rolled: 1000}
    keep: 0 months
"""
NEW = """  - vehicle: new car
    price: 20000
    tax: {rate: 0%}
    value: {appraisals: {0: 18000}}
    loan: {apr: 12%, months: 12}
"""


def sentences(text):
    chain = playing.simulated(text)
    return debts.origins(chain, shares.of(chain.ledger))


def test_the_sentences_on_rolled_debt():
    """A payment is 2,132.37, of which 4,000 / 24,000 is for the old car and before."""
    assert sentences(OLD + NEW) == [
        (
            "Of the $25,588 that you pay on your loans, $4,265 is for vehicles that you no longer have. "
            "It is at most $355 of a month's $2,132, in month 1. The interest on their debt is $265 by "
            "month 12, when the scenario ends."
        ),
        (
            "Of the $10,000 owed at first with the old car, $1,000 is for earlier loans. Of the $24,000 "
            "owed at first with the new car, $1,000 is for earlier loans and $3,000 is for the old car."
        ),
        (
            "The last dollar of the debt of earlier loans is paid in month 12. The last dollar of the "
            "debt of the old car is paid in month 12, 12 months after it was gone."
        ),
    ]


def test_no_debt_of_another_vehicle():
    expected = ["You pay for no vehicle that you no longer have: no loan carries debt of another."]

    assert expected == sentences("title: T\npurchases:\n" + NEW)


def test_rolled_debt_of_which_nothing_is_paid():
    text = OLD + NEW + "    keep: 0 months\n"

    assert sentences(text)[0] == (
        "You make no payment for vehicles that you no longer have. The interest on their debt is "
        "$0 by month 0, when the scenario ends."
    )
    assert sentences(text)[2] == (
        "$1,000 of the debt of earlier loans is still owed in month 0. $3,000 of the debt of the "
        "old car is still owed in month 0."
    )


def test_skipped_payments_are_for_nothing():
    text = OLD + NEW + "    keep: 1 month\n    events: [{month: 1, skip: 1 month}]\n"

    assert sentences(text)[0].startswith(
        "You make no payment for vehicles that you no longer have. The"
    )


def test_interest_by_the_last_purchase_counts_payoffs_too():
    """10,000 at 12 % costs 100 in a month, 10 of it on older debt; the payoff asks 40 more, 4 on it."""
    text = OLD.replace("apr: 0%", "apr: 12%").replace("keep: 0 months", "keep: 1 month")
    chain = playing.simulated(text + NEW)
    payoff = chain.turns[0].ended.balance + 40_00
    trade = f"    trade_in: {{payoff: {payoff / 100}}}\n"

    assert "The interest on their debt is $14 by month 1 and $" in sentences(text + NEW + trade)[0]


def test_rolled_debt_that_a_trade_pays_off():
    """Worth 6,000, and 4,000 in cash: of the debt nothing is left on the day."""
    text = OLD + NEW + "    trade_in: {cash: all}\n"

    assert sentences(text)[2] == "The last dollar of the debt of earlier loans is paid in month 0."


def chain_of(count):
    """Cars for 20,000 that lose 1,000 a month, each traded after a month."""
    car = """  - vehicle: car {}
    price: 20000
    tax: {{rate: 0%}}
    value: {{appraisals: {{0: 19000, 1: 18000}}}}
    loan: {{apr: 0%, months: 40}}
    keep: 1 month
"""
    return "title: T\npurchases:\n" + "".join(car.format(n) for n in range(1, count + 1))


def test_many_vehicles_are_counted_and_not_named():
    _, began, ends = sentences(chain_of(7))

    assert began.count("Of the") == 4
    assert "is for 2 earlier ones, $" in began
    assert ends.endswith(" The table shows 2 more.")
    assert ends.count("is still owed in month 7") == 4


def test_the_tables_add_up_to_each_other():
    chain = playing.simulated(OLD + NEW)
    loans, became, months = tables.of(chain, shares.of(chain.ledger))

    assert loans.rows[2][:3] == [2, "earlier loans", Dollars(1_000_00)]
    assert loans.rows[3][:3] == [2, "1. old car", Dollars(3_000_00)]
    assert [row[-1] for row in became.rows] == [12, 12, 12]
    assert sum(row[-2].cents for row in months.rows) == sum(row[-3].cents for row in became.rows)
    assert months.rows[-1][-1].cents == sum(row[-2].cents for row in became.rows)


def test_debt_owed_at_the_end_is_said_to_be_in_the_table():
    chain = playing.simulated(OLD + NEW + "    keep: 1 month\n")

    assert "owed at end" == tables.of(chain, shares.of(chain.ledger))[1].rows[0][-1]


def test_loans_without_debt_have_no_row():
    text = OLD.replace("owed: 10000", "owed: 0").replace(", rolled: 1000", "") + NEW
    chain = playing.simulated(text)

    assert [2] == [row[0] for row in tables.of(chain, shares.of(chain.ledger))[0].rows]


def test_a_personal_loan_is_for_a_vehicle_that_is_gone():
    """$10,000 are owed when it brings $9,000; ten payments of $100 are left."""
    text = (
        "title: T\npurchases:\n  - vehicle: van\n    price: $12,000\n    tax: {rate: 0%}\n"
        "    loan: {apr: 0%, months: 12}\n    value: {yearly_loss: 0%}\n    keep: 2 months\n"
        "    private_sale: {price: $9000, note: {apr: 0%, months: 10}}\n"
    )

    assert [
        (
            "Of the $3,000 that you pay on your loans, $1,000 is for vehicles that you no longer have. "
            "It is at most $100 of a month's $100, in month 3. The interest on their debt is $0 by "
            "month 12, when the scenario ends."
        ),
        "A personal loan of $1,000 is for the van, which you sold in month 2.",
        "The last dollar of the debt of the van is paid in month 12, 10 months after it was gone.",
    ] == sentences(text)
