"""Contracts of other shapes, in play: payments rounded up, the lender's fee, balloons."""

from fractions import Fraction

import pytest

import playing
from tradein.answers import disclosure, doubts
from tradein.finance import loan

START = "start: 2025-01-31\n"


def turn(terms, price=30_000, more=""):
    """The text of one purchase without tax, bought for its price by a loan."""
    head = f"  - vehicle: it\n    price: {price}\n    tax: {{rate: 0%}}\n"
    return f"{START}purchases:\n{head}    loan: {{{terms}}}\n{more}"


def played(terms, price=30_000, more=""):
    return playing.found(turn(terms, price, more))


def paid(found):
    return [row.payment for row in found.rows[1:]]


def fitting(balance, apr, months, balloon=0):
    """The exact level payment in cents, as a fraction."""
    rate = Fraction(apr) / 1200
    worth = (1 + rate) ** -months
    return (balance - balloon * worth) * rate / (1 - worth)


def test_a_payment_rounded_up_makes_the_last_one_smaller():
    up, nearest = (
        paid(played(f"apr: 7%, months: 60, rounding: {way}")) for way in ("up", "nearest")
    )
    exact = fitting(30_000_00, 7, 60)

    assert 0 < up[0] - exact < 1
    assert abs(nearest[0] - exact) <= Fraction(1, 2)
    assert up[-1] < up[0]
    assert 60 == len(up) == len(nearest)


@pytest.mark.parametrize("event", ["extra: 2000, then: lower payment", "rate: 4%"])
def test_a_payment_worked_out_anew_is_rounded_up_and_leaves_the_balloon(event):
    events = f"    events: [{{month: 12, {event}}}]\n"
    found = played("apr: 6%, months: 48, rounding: up, balloon: 8000", more=events)
    after = found.rows[13].payment
    exact = fitting(found.rows[12].balance, 4 if "rate" in event else 6, 36, 8_000_00)

    assert 0 <= after - exact < 1
    assert 8_000_00 - 48 < paid(found)[-1] - after <= 8_000_00


def test_a_balloon_is_at_most_what_is_owed_when_a_payment_is_worked_out_anew():
    """$3,000 left of a balloon of $8,000: each payment is the interest alone, at 6 % $15."""
    events = "    events: [{month: 1, extra: 26571.67, then: lower payment}]\n"
    found = played("apr: 6%, months: 48, balloon: 8000", more=events)
    first = found.rows[1]

    assert 30_000_00 + 150_00 - 556_67 - 26_571_67 == first.balance == 3_021_66
    assert [15_11] * 46 == paid(found)[1:-1]
    assert 3_021_66 + 15_11 == paid(found)[-1]


def test_a_refinancing_pays_the_balloon_off_and_rounds_as_before():
    events = "    events: [{month: 12, refinance: {apr: 5%, months: 24}}]\n"
    found = played("apr: 6%, months: 48, rounding: up, balloon: 8000", more=events)
    exact = fitting(found.rows[12].balance, 5, 24)

    assert 0 <= found.rows[13].payment - exact < 1
    assert 36 == found.ledger.months
    assert paid(found)[-1] <= found.rows[13].payment


def test_a_balloon_is_no_reason_to_doubt_a_last_payment():
    known = "apr: 6%, months: 48, payment: 556.67"

    assert [] == doubts.raised(played(f"{known}, balloon: 8000").turns)
    assert 1 == len(doubts.raised(played(known).turns))
    assert 1 == len(doubts.raised(played(f"{known}, balloon: 7000").turns))


def test_what_would_fit_beside_a_balloon_is_told():
    """Half of the payment that would fit leaves far more than the balloon."""
    (doubt,) = doubts.raised(played("apr: 6%, months: 48, payment: 278.33, balloon: 8000").turns)

    assert doubt.message.endswith("; $556.67 would fit the term")


def test_the_lenders_fee_is_lent_and_counted_but_not_financed():
    """12 CFR 1026.18(b)(3): the amount financed is less the prepaid finance charge."""
    found = played("apr: 6%, months: 48, fee: 195")
    box = disclosure.of(found.ledger)[0].box
    signed = found.turns[0].at_signing

    assert (30_195_00, 195_00) == (found.rows[0].balance, signed.fees)
    assert found.rows[0].gap == signed.price_over_value + 195_00
    assert (30_000_00, 195_00) == (box.amount_financed, box.prepaid_finance_charge)
    assert sum(paid(found)) - 30_000_00 == box.finance_charge
    assert 6 < box.apr
    assert 0 == box.items.fees


def test_the_lenders_fee_is_never_taxed():
    taxed = turn("apr: 6%, months: 48, fee: 195").replace("0%", "5%, taxes: all", 1)
    deal = (
        playing.found(taxed.replace("    loan", "    fees: 100\n    loan")).ledger.contracts[0].deal
    )

    assert (1_505_00, 295_00) == (deal.tax, deal.fees)


def test_a_short_first_period_at_a_high_rate_may_end_a_daily_loan_early():
    """A month's interest saved on the first day is worth many payments in the end."""
    found = played("apr: 36%, months: 96, interest: daily, first_payment: 1 day")

    assert 60 < found.ledger.months < 96
    assert loan.level_payment(30_000_00, 360_000, 96) == found.rows[1].payment
