"""Plays each purchase of a chain as though it were kept until its loan is paid off."""

from typing import NamedTuple

from attrs import evolve

from tradein.engine import simulate
from tradein.engine.ledger import Ledger
from tradein.engine.simulate import SimulationError
from tradein.scenario.model import Owned, Purchase, Scenario


class Kept(NamedTuple):
    """One purchase kept to the payoff, alone in a ledger; None if it cannot be played.

    `as_paid` has the events of the scenario; `as_agreed` has none.
    """

    as_paid: Ledger | None
    as_agreed: Ledger | None


def play(scenario: Scenario, number: int, last_alone: bool = False) -> list[Kept]:
    """Play the first `number` purchases of a chain to the end of their loans, or the last alone."""
    steps, kept = simulate.Steps(scenario), list[Kept]()
    for turn in scenario.purchases[:number]:
        left_out = last_alone and len(kept) + 1 < number
        kept.append(Kept(None, None) if left_out else _kept(steps, turn))
        if len(kept) < number:
            steps.go_on(turn)
    return kept


def _kept(steps: simulate.Steps, turn: Owned | Purchase) -> Kept:
    """Play the next turn to the end of its loan, if the terms of that are known."""
    if isinstance(turn, Owned) and turn.loan is None:
        return Kept(None, None)
    longer = evolve(turn, keep_months=None, sale=None)
    as_paid = _tried(steps, longer)
    return Kept(as_paid, _tried(steps, evolve(longer, events=())) if turn.events else as_paid)


def _tried(steps: simulate.Steps, turn: Owned | Purchase) -> Ledger | None:
    """Play a turn; None if that cannot be done."""
    try:
        return steps.tried(turn)
    except SimulationError:
        return None
