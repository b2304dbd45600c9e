"""Compare the program with a second implementation: random chains, schedules, deals and layers, to the cent.

`TRADEIN_SEEDS=20000 pytest tests/system/test_oracle.py` plays more chains than the default 50.
"""

import json
import os
import random
from decimal import Decimal
from typing import Any

import pytest

import oracle
from helpers import playing, random_scenarios
from tradein.analysis import measures
from tradein.engine import simulate
from tradein.finance import deal, loan, money
from tradein.finance.terms import DealTerms, TaxRule, TradeInTerms
from tradein.report import json_document
from tradein.scenario import reader

pytestmark = pytest.mark.slow

SEEDS = int(os.environ.get("TRADEIN_SEEDS", "50"))
BLOCK, HALF = 50, 25


@pytest.mark.parametrize("first", playing.blocks(range(SEEDS), BLOCK))
def test_random_chains_agree_with_the_oracle_in_every_field(first):
    seeds = range(first, min(first + BLOCK, SEEDS))
    refused = 0
    for seed in seeds:
        theirs, ours = playing.both(seed)
        refused += theirs == "refused"

        assert theirs == ours, f"seed {seed}"

    assert refused <= len(seeds) // 4, "too few chains were played"


def later_and_earlier(seed: int) -> tuple[Any, Any, Any, Any] | None:
    """A chain 24 months past its end by both programs, and its first half by ours with all its months.

    The oracle keeps the last vehicle so much longer.  None where a chain cannot be played, its lender declines a
    purchase, or the last vehicle would be kept for too long to say so.
    """
    scenario = random_scenarios.scenario(random.Random(seed))
    text = random_scenarios.as_yaml(scenario)
    try:
        own = playing.simulated(text)
        later = playing.through(text, own.summary.months + 24)
        half = playing.through(text, own.summary.months // 2)
        kept = own.summary.months + 24 - own.turns[-1].contract.month
        scenario["purchases"][-1]["keep"] = f"{kept} months"
        theirs = playing.expected(scenario)
    except (simulate.SimulationError, reader.ScenarioError, oracle.SimulationError):
        return None
    if own.ledger.declined or own.summary.last.sold or kept > 600:
        return None
    return theirs, playing.cut_to(theirs, playing.written(later)), own.rows, half.rows


@pytest.mark.parametrize("first", range(0, SEEDS // 2, HALF))
def test_a_chain_is_played_past_its_end_as_the_oracle_keeps_its_last_vehicle(first):
    drawn = [later_and_earlier(seed) for seed in range(first, first + HALF)]
    played_chains = [chain for chain in drawn if chain is not None]

    assert len(played_chains) > HALF // 3, "too few chains were played"
    for theirs, later, rows, half in played_chains:
        assert theirs == later
        assert [row for row in rows if row.month <= half[-1].month] == half


@pytest.mark.parametrize("seed", playing.seeds(40, 2))
def test_where_the_money_went_by_any_month_agrees_with_the_oracle(seed):
    rng = random.Random(seed)
    scenario = random_scenarios.scenario(rng)
    try:
        theirs = oracle.played(scenario, playing.known())
        ours = playing.simulated(random_scenarios.as_yaml(scenario))
    except (oracle.SimulationError, simulate.SimulationError, reader.ScenarioError):
        return
    for month in {rng.randint(0, ours.summary.months) for _ in range(5)}:
        expected = oracle.in_dollars(oracle.where_it_went(theirs, month))
        document = json.dumps(json_document.where_it_went(ours, month))

        assert expected == json.loads(document, parse_float=Decimal)


def test_a_scenario_that_cannot_be_played_is_refused_by_both():
    written = {
        "purchases": [
            {
                "vehicle": "van",
                "price": "$20,000",
                "loan": {"apr": "12%", "months": "60", "payment": "$200"},
            }
        ]
    }

    with pytest.raises(oracle.SimulationError):
        playing.expected(written)
    with pytest.raises(simulate.SimulationError):
        playing.played(random_scenarios.as_yaml(written))


RATES = (60_000, 72_000, 120_000, 180_000, 240_000, 0, 100, 360_000, 89_000, 1_000_000)


def random_loan(rng: random.Random) -> tuple[int, int, int]:
    """An amount, a rate and a term, crowded where halves of a cent occur."""
    amount = rng.choice((rng.randint(1, 500), rng.randint(1, 90_000) * 100, rng.randint(1, 10**9)))
    apr_ppm = rng.choice((*RATES, rng.randint(1, 360_000)))
    return amount, apr_ppm, rng.choice((1, 2, 3, 12, 36, 60, 72, 84, 96, 120, 360))


def oracle_schedule(amount: int, terms: dict[str, str]) -> list[tuple[int, int, int, int, int]]:
    """The rows of a loan by the oracle: number, payment, interest, principal, balance."""
    agreed = oracle.loan_on(amount, terms)
    rows, balance, number = [], amount, 0
    while balance:
        number += 1
        paid, interest = agreed.pay(balance, number)
        balance += interest - paid
        rows.append((number, paid, interest, paid - interest, balance))
    return rows


@pytest.mark.parametrize("seed", range(200))
def test_a_random_schedule_agrees_with_the_oracle(seed):
    amount, apr_ppm, months = random_loan(random.Random(seed))
    terms = {"apr": money.percent(apr_ppm), "months": f"{months}"}

    assert oracle_schedule(amount, terms) == loan.schedule(amount, apr_ppm, months)


@pytest.mark.parametrize("seed", range(200))
def test_a_random_schedule_with_a_known_payment_agrees_with_the_oracle(seed):
    rng = random.Random(seed)
    amount, apr_ppm, months = random_loan(rng)
    interest = loan.month_interest(amount, apr_ppm)
    payment = interest + max(1, amount // rng.choice((2, 20, 50))) + rng.randint(0, 500)
    term = rng.choice((None, months))
    terms = {"apr": money.percent(apr_ppm), "payment": f"{payment / 100:.2f}"}
    terms |= {"months": f"{months}"} if term else {}

    assert oracle_schedule(amount, terms) == loan.schedule(amount, apr_ppm, term, payment=payment)


def dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def random_deal(rng: random.Random) -> tuple[DealTerms, int, int, dict[str, Any]]:
    """Terms with what is owed on the old vehicle and its worth, and the same as the oracle's text."""
    cents = {
        key: rng.choice((0, 1, rng.randint(1, 500_000)))
        for key in ("down", "rebate", "cash", "doc", "title", "GAP")
    }
    price = rng.choice((rng.randint(1, 500), rng.randint(500_000, 9_000_000)))
    owed, worth = rng.randint(0, 5_000_000), rng.randint(0, 5_000_000)
    worth = rng.choice((worth, owed, owed + 1, max(0, owed - 1)))
    rate_ppm = rng.choice((0, 62_500, 70_000, 200_000, rng.randint(1, 200_000)))
    cap = rng.choice((None, 0, 1_000_000, rng.randint(0, 3_000_000)))
    taxes = rng.choice(((), ("doc",), ("doc", "GAP"), "all"))
    rebate_taxed = rng.choice((True, False))
    rolled_in_taxed = rng.choice((True, False))
    all_cash = rng.random() < 0.2
    max_ltv = rng.choice((None, None, 1_000_000, 1_250_000, 333_333))
    terms = DealTerms(
        price=price,
        down=cents["down"],
        rebate=cents["rebate"],
        fees=(("doc", cents["doc"]), ("title", cents["title"])),
        products=(("GAP", cents["GAP"]),),
        tax=TaxRule(
            rate_ppm=rate_ppm,
            credit_cap=cap,
            rebate_taxed=rebate_taxed,
            rolled_in_taxed=rolled_in_taxed,
            taxes=taxes,
        ),
        trade_in=TradeInTerms(cash=None if all_cash else cents["cash"]),
        max_ltv_ppm=max_ltv,
    )
    rule = {
        "rate": money.percent(rate_ppm),
        "trade_in_credit": {None: "full", 0: "none"}.get(cap, dollars(cap or 0)),
        "rebate_taxed": "yes" if rebate_taxed else "no",
        "rolled_in_taxed": "yes" if rolled_in_taxed else "no",
        "taxes": taxes if isinstance(taxes, str) else list(taxes),
    }
    text = {
        "price": dollars(price),
        "down": dollars(cents["down"]),
        "rebate": dollars(cents["rebate"]),
        "fees": {"doc": dollars(cents["doc"]), "title": dollars(cents["title"])},
        "products": {"GAP": dollars(cents["GAP"])},
        "tax": rule,
        "trade_in": {"cash": "all" if all_cash else dollars(cents["cash"])},
        "loan": {} if max_ltv is None else {"max_ltv": money.percent(max_ltv)},
    }
    return terms, owed, worth, text


@pytest.mark.parametrize("seed", range(400))
def test_a_random_deal_agrees_with_the_oracle(seed):
    terms, owed, worth, text = random_deal(random.Random(seed))
    theirs = oracle.bought_deal(oracle.Vehicle(text, 0, {}, None), (worth, owed))
    trade_in = deal.settle_trade_in(terms.trade_in, owed, worth)
    ours = deal.price_deal(terms, trade_in, terms.price)

    assert (
        theirs.tax,
        theirs.down,
        theirs.trade_in["paid"],
        theirs.rolled,
        theirs.due,
        theirs.back,
        theirs.financed,
    ) == (
        ours.tax,
        ours.down,
        trade_in.paid,
        ours.rolled_in,
        ours.cash_due,
        ours.cash_back,
        ours.amount_financed,
    )


@pytest.mark.parametrize("seed", range(200))
def test_an_amount_is_shared_over_layers_as_the_oracle_shares_it(seed):
    rng = random.Random(seed)
    layers = {
        origin: rng.choice((0, 1, rng.randint(1, 10**7))) for origin in range(rng.randint(1, 8))
    }
    layers[0] += 1
    amount = rng.randint(-(10**6), 10**8)

    theirs = tuple(oracle.shared(amount, layers).values())

    assert theirs == money.split(amount, tuple(layers.values()))


@pytest.mark.parametrize("seed", range(60))
def test_the_layers_of_every_row_sum_to_its_balance(seed):
    played_chain = playing.chain(seed)

    for row in played_chain.rows:
        layers = played_chain.layers(row)

        assert row.balance == sum(layer.balance for layer in layers)
        assert all(layer.balance > 0 for layer in layers)


@pytest.mark.parametrize("seed", range(60))
def test_the_lines_of_a_gap_sum_to_the_gap_on_every_row(seed):
    played_chain = playing.chain(seed)
    signed = {turn.contract.number: turn for turn in played_chain.turns}

    for row in (row for row in played_chain.rows if not row.sold):
        turn = signed[row.purchase]
        lines = measures.gap_lines(turn.effective, turn.signed, row)
        signing = lines.price_over_value + lines.tax + lines.fees + lines.products
        signing += lines.rolled_in - lines.put_in + lines.taken_over + lines.notes

        assert row.gap == signing + lines.value_lost - lines.principal_paid == lines.gap
