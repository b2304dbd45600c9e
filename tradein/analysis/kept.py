"""Plays each purchase of a chain as though it were kept until its loan is paid off."""

from typing import NamedTuple

from attrs import evolve

from tradein.engine import simulate
from tradein.engine.ledger import Ledger, of_purchase
from tradein.engine.simulate import SimulationError
from tradein.scenario.model import Owned, Purchase, Scenario


class Kept(NamedTuple):
    """One purchase kept to the payoff, alone in a ledger; None if it cannot be played.

    `as_paid` has the events of the scenario; `as_agreed` has none.
    """

    as_paid: Ledger | None
    as_agreed: Ledger | None


_UNKNOWN = Kept(None, None)


def play(scenario: Scenario, ledger: Ledger, last_alone: bool = False) -> list[Kept]:
    """Play each purchase of a chain to the end of its loan, or the last alone.

    `ledger` is that of the chain, which is not played again where its last vehicle is kept so.
    """
    number, as_it_is = len(ledger.contracts), _as_it_is(scenario, ledger)
    if as_it_is is not None and (last_alone or number == 1):
        return [*[_UNKNOWN] * (number - 1), as_it_is]
    steps, kept = simulate.Steps(scenario), list[Kept]()
    for turn in scenario.purchases[: number - 1]:
        kept.append(_UNKNOWN if last_alone else _kept(steps, turn))
        steps.go_on(turn)
    return [*kept, as_it_is or _kept(steps, scenario.purchases[number - 1])]


def _as_it_is(scenario: Scenario, ledger: Ledger) -> Kept | None:
    """Take the last purchase from the chain itself, if it is kept to the payoff and nothing happens."""
    number, turn = len(ledger.contracts), scenario.purchases[-1]
    agreed = turn.keep_months is None and turn.sale is None and not turn.events
    if not agreed or ledger.declined is not None:
        return None
    if isinstance(turn, Owned) and turn.loan is None:
        return _UNKNOWN
    alone = Ledger(
        ledger.title,
        ledger.start,
        ledger.contracts[-1:],
        tuple(of_purchase(ledger.entries, number)),
        tuple(of_purchase(ledger.marks, number)),
        endings=ledger.endings[-1:],
    )
    return Kept(alone, alone)


def _kept(steps: simulate.Steps, turn: Owned | Purchase) -> Kept:
    """Play the next turn to the end of its loan, if the terms of that are known."""
    if isinstance(turn, Owned) and turn.loan is None:
        return _UNKNOWN
    longer = evolve(turn, keep_months=None, sale=None)
    as_paid = _tried(steps, longer)
    return Kept(as_paid, _tried(steps, evolve(longer, events=())) if turn.events else as_paid)


def _tried(steps: simulate.Steps, turn: Owned | Purchase) -> Ledger | None:
    """Play a turn; None if that cannot be done."""
    try:
        return steps.tried(turn)
    except SimulationError:
        return None
