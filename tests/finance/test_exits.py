"""What a surrender leaves owing, and what insurer and GAP pay after a total loss."""

import random

import numpy as np
import pytest

from tradein.finance import exits
from tradein.finance.exits import ExitTerms, GapTerms, Loss, RefinanceTerms


@pytest.mark.parametrize(
    ("debt", "sale", "costs", "left"),
    [
        (8_000_00, 1_500_00, 100_00, 6_600_00),  # a published example
        (8_000_00, 50_00, 100_00, 8_050_00),  # the sale does not even pay for itself
        (8_000_00, 9_000_00, 100_00, -900_00),  # a surplus
    ],
)
def test_a_deficiency_is_the_debt_less_what_a_sale_leaves(debt, sale, costs, left):
    assert left == exits.deficiency(debt, sale, costs)


@pytest.mark.parametrize(("value", "paid"), [(19_000_00, 18_000_00), (900_00, 0), (1_000_00, 0)])
def test_an_insurer_pays_the_value_less_the_deductible(value, paid):
    assert paid == exits.settlement(value, 1_000_00)


def test_gap_pays_what_a_buyer_was_promised():
    """Owed 76,000, settled for 40,000, limit 50,000, up to 150 % of 77,000: 36,000 (Edmunds forums)."""
    terms = GapTerms(limit=50_000_00, share_ppm=1_500_000, base=77_000_00)

    counted = exits.eligible(terms, 76_000_00, 76_000_00)

    assert terms.covered == 115_500_00
    assert counted == 76_000_00
    assert exits.gap_benefit(terms, counted, 40_000_00, 0) == 36_000_00


def test_gap_without_small_print_pays_the_rest_but_the_deductible():
    """$25,000 owed, $19,000 worth, deductible $1,000: a gap of $7,000 (insurancecurator.com)."""
    plain, whole = GapTerms(), GapTerms(deductible=1_000_00)

    assert exits.gap_benefit(plain, 25_000_00, 19_000_00, 1_000_00) == 6_000_00
    assert exits.gap_benefit(whole, 25_000_00, 19_000_00, 1_000_00) == 7_000_00
    assert exits.gap_benefit(whole, 25_000_00, 19_000_00, 1_500_00) == 6_500_00 + 500_00


@pytest.mark.parametrize(
    ("debt", "paid"), [(18_000_00, 0), (18_000_01, 1), (22_000_00, 4_000_00), (30_000_00, 5_000_00)]
)
def test_gap_pays_from_nothing_to_its_limit(debt, paid):
    terms = GapTerms(limit=5_000_00, deductible=1_000_00)

    assert paid == exits.gap_benefit(terms, debt, 19_000_00, 1_000_00)


def test_what_gap_pays_and_leaves_out_is_all_that_the_insurer_leaves():
    chance = random.Random(7)
    for _ in range(300):
        terms = GapTerms(
            limit=chance.choice((None, chance.randrange(5_000_00))),
            share_ppm=chance.choice((None, chance.randrange(900_000, 1_500_000))),
            base=20_000_00,
            over_share=chance.choice(("prorated", "subtracted")),
            deductible=chance.randrange(2_000_00),
        )
        debt = chance.randrange(20_000_00, 30_000_00)
        late, refund = chance.randrange(1_000_00), chance.randrange(1_000_00)
        loss = Loss(debt, debt - late, refund, chance.randrange(8_000_00), debt, 0)
        cover = exits.cover(terms, loss, chance.randrange(2_000_00))

        left_out = cover.missed + cover.refund + cover.over_share + cover.not_paid
        assert debt - cover.settlement == cover.benefit + left_out
        assert cover.not_paid >= 0


@pytest.mark.parametrize(
    ("way", "debt", "counted"),
    [
        ("subtracted", 20_000_00, 16_000_00),
        ("subtracted", 3_000_00, 0),
        ("prorated", 20_000_00, 17_142_86),  # 24,000 of 28,000 were covered
        ("prorated", 3_000_00, 2_571_43),
    ],
)
def test_the_part_over_the_share_is_subtracted_or_prorated(way, debt, counted):
    terms = GapTerms(share_ppm=1_200_000, base=20_000_00, over_share=way)

    assert exits.over_share(terms, 28_000_00) == 4_000_00
    assert exits.over_share(terms, 24_000_00) == 0
    assert counted == exits.eligible(terms, debt, 28_000_00)


def test_markets_are_worked_out_together():
    """Arrays give the cents that single amounts give."""
    terms = GapTerms(share_ppm=1_200_000, base=20_000_00, over_share="prorated", limit=900_00)
    debts, values = np.array([20_000_00, 3_000_00]), np.array([16_500_00, 19_000_00])

    counted = exits.eligible(terms, debts, 28_000_00)
    paid = exits.gap_benefit(terms, counted, values, 500_00)

    for i in range(2):
        alone = exits.eligible(terms, int(debts[i]), 28_000_00)
        assert counted[i] == alone
        assert paid[i] == exits.gap_benefit(terms, alone, int(values[i]), 500_00)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: GapTerms(limit=-1),
        lambda: GapTerms(share_ppm=10_000_001),
        lambda: GapTerms(over_share="dropped"),
        lambda: RefinanceTerms(apr_ppm=60_000, months=0),
        lambda: ExitTerms(deductible=-1),
        lambda: ExitTerms(auction_ppm=-1),
    ],
)
def test_terms_outside_their_limits_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        wrong()
