"""A purchase that is kept to the payoff in the chain itself is not played again: it is the same."""

import os

import pytest

from helpers import playing
from tradein.analysis import kept
from tradein.engine import simulate
from tradein.engine.ledger import of_purchase
from tradein.scenario import reader

SEEDS = max(20, int(os.environ.get("TRADEIN_SEEDS", "160")) // 4)

END = {"keep": "keep: 5 months", "event": "events: [{month: 3, extra: $100}]", "": ""}


def played_again(scenario, number):
    """The last purchase of a chain, played once more to the end of its loan."""
    steps = simulate.Steps(scenario)
    for turn in scenario.purchases[: number - 1]:
        steps.go_on(turn)
    return kept._kept(steps, scenario.purchases[number - 1])


def own(ledger, number):
    """What a ledger says of one purchase."""
    if ledger is None:
        return None
    return (
        ledger.contracts[-1],
        [*of_purchase(ledger.entries, number)],
        [*of_purchase(ledger.marks, number)],
        ledger.endings[-1],
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_last_purchase_is_as_if_played_again(seed):
    scenario = reader.read("chain.yaml", playing.playable(seed).encode()).scenario
    ledger = simulate.simulate(scenario)
    number = len(ledger.contracts)
    again = played_again(scenario, number)
    for last_alone in (False, True):
        last = kept.play(scenario, ledger, last_alone)[-1]
        assert own(last.as_paid, number) == own(again.as_paid, number)
        assert own(last.as_agreed, number) == own(again.as_agreed, number)


@pytest.mark.parametrize("end", END)
def test_a_chain_is_not_played_again_where_nothing_ends_or_happens(end, monkeypatch):
    text = (
        "purchases:\n  - {vehicle: van, price: $12000, loan: {apr: 5%, months: 12}, keep: 6 months}\n"
        "  - vehicle: car\n    price: $9000\n    loan: {apr: 5%, months: 12}\n    " + END[end]
    )
    scenario = reader.read("chain.yaml", text.encode()).scenario
    ledger = simulate.simulate(scenario)
    begun = []
    monkeypatch.setattr(simulate.Steps, "go_on", lambda steps, turn: begun.append(turn))
    monkeypatch.setattr(simulate.Steps, "tried", lambda steps, turn: ledger)

    kept.play(scenario, ledger, last_alone=True)
    assert bool(begun) == bool(end)
