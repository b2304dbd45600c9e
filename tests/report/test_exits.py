"""What is said of the ways out: the cheapest, what it takes, and what GAP would pay."""

import pytest

from helpers import playing
from tradein.analysis import exits, kept
from tradein.finance.deal import GapCover
from tradein.finance.exits import ExitTerms
from tradein.report.narrative import exits as sentences
from tradein.report.narrative import losses
from tradein.scenario import reader

LOAN = """
purchases:
  - vehicle: van
    owed: {owed}
    worth: {worth}
    age: 2 years
    loan: {{apr: 12%, months: 12, rolled: {rolled}}}
    value: {{yearly_loss: 10%}}
    exits: {{{terms}}}
"""


def told(owed, worth, terms="", month=0, rolled=0, loan=LOAN):
    text = loan.format(owed=owed, worth=worth, terms=terms, rolled=rolled)
    turns = reader.read("file", text.encode()).scenario.purchases
    outcome = playing.simulated(text)
    played = kept.play(reader.read("file", text.encode()).scenario, outcome.ledger)
    chain = exits.chain(outcome, [turn.exits or ExitTerms() for turn in turns], played)
    several = [exits.in_month(chain, number) for number in chain.closing]
    return " ".join(sentences.exits(several[month], exits.free_from(several)))


@pytest.mark.parametrize(
    ("owed", "worth", "month", "says"),
    [
        (10_000, 9_000, 0, "sell it to a dealer or trade it in: it takes $1,000.00 in cash. From"),
        (10_000, 9_000, 12, "it leaves you $8,100.00."),
        (10_000, 10_000, 0, "it takes nothing."),
    ],
)
def test_the_cheapest_way_comes_first(owed, worth, month, says):
    assert told(owed, worth, month=month).startswith(
        f"The cheapest way out in month {month} is to "
    )
    assert says in told(owed, worth, month=month)


def test_a_way_that_costs_something_to_the_end_is_told():
    """It is worth nearly nothing, and surrendered while something is owed."""
    ended = "keep: 6 months\n    surrender: {{sale: 50%}}\n    exits:"

    assert "It still takes something when the scenario ends." in told(
        10_000, 100, loan=LOAN.replace("exits:", ended)
    )


def test_a_surrender_may_be_the_cheapest_and_leaves_a_debt():
    terms = "auction: 105%"

    assert "surrender it to the lender: $550.00 is still owed." in told(10_000, 9_000, terms)


def test_what_has_no_setting_is_named_with_it():
    assert "Not shown, because a setting is missing: private (`private_sale`), surrender" in told(
        9, 8
    )


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        (
            "",
            "and GAP $1,000.00 of the $1,000.00 that is left. Of the $900.00 rolled in, it covers",
        ),
        ("share: 90%, base: 10500", "It leaves out $550.00 over its share of the price. Of the"),
        (
            "limit: 300",
            "GAP $300.00 of the $1,000.00 that is left. It leaves out $700.00 over its limit",
        ),
    ],
)
def test_what_gap_would_pay_is_said(terms, says):
    cover = f"deductible: 0, gap_cover: {{{terms or 'limit: 5000'}}}"

    assert says in told(10_000, 9_000, cover, rolled=900)


def test_the_deductible_that_gap_does_not_pay_is_the_owners():
    said = told(10_000, 9_000, "deductible: 500, gap_cover: {limit: 5000, deductible: 200}")

    assert "It leaves out $300.00 over its limit or for your part of the deductible." in said


def test_three_things_that_gap_leaves_out_are_a_list():
    cover = GapCover(1_000_000, 100, 200, 300, 999_400, 900_000, 99_400, 0, 0)

    assert losses.left_out(cover) == (
        "It leaves out $1.00 for payments that were not made as agreed, $2.00 that refunds of other "
        "products cover and $3.00 over its share of the price."
    )


def test_gap_has_nothing_to_pay_where_the_insurer_covers_all():
    cover = "deductible: 0, gap_cover: {limit: 5000}"

    assert "and GAP nothing, since that covers the payoff." in told(8_000, 9_000, cover)


def test_a_personal_loan_stays_owed_whichever_way_is_taken():
    """Of a note of $1,000 at no interest over ten months, $700 are left after three payments."""
    text = (
        "purchases:\n  - vehicle: van\n    price: $12,000\n    loan: {apr: 0%, months: 12}\n"
        "    keep: 2 months\n    private_sale: {price: $9000, note: {apr: 0%, months: 10}}\n"
        "  - {vehicle: car, price: $6000, loan: {apr: 0%, months: 12}}\n"
    )
    outcome = playing.simulated(text)
    played = kept.play(reader.read("file", text.encode()).scenario, outcome.ledger)
    chain = exits.chain(outcome, [ExitTerms(), ExitTerms()], played)
    shown = exits.in_month(chain, 5)

    assert (
        "You also owe $700.00 for vehicles that are gone, whichever way you take."
    ) in sentences.exits(shown, exits.free_from([shown]))
