"""Runs a scenario more than once, to find the reading of a loan that fits what is known of it."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from attrs import evolve

from tradein.answers import payoff
from tradein.engine import chain
from tradein.engine.ledger import Ledger
from tradein.finance.money import LIMIT
from tradein.scenario.model import Owned, Purchase, Scenario

WRITTEN, MONTHLY, DAILY = "as written", "by the month", "by the day"
"""The readings of a loan; with a payment that fits better, each has another one."""


class Held(NamedTuple):
    """A statement held to what was played: its balance and the simulated one, in cents."""

    date: date
    purchase: int
    balance: int
    simulated: int

    @property
    def difference(self) -> int:
        """Give the simulated balance less the statement's."""
        return self.simulated - self.balance


class Fit(NamedTuple):
    """One reading of the loans, with every statement held to it.

    `payments` are the payments (cents) found to fit, by purchase, where they are not those
    written.
    """

    reading: str
    payments: dict[int, int]
    rows: list[Held]

    @property
    def widest(self) -> int:
        """Give the largest difference in cents, without its sign."""
        return max(abs(row.difference) for row in self.rows)

    @property
    def total(self) -> int:
        """Give the sum of all differences in cents, without their signs."""
        return sum(abs(row.difference) for row in self.rows)


def readings(scenario: Scenario) -> list[Fit]:
    """Play a scenario in every reading of its loans, and hold each to the statements.

    The first is the scenario as it is written; then by the month and by the day, where that
    is another, and each with the known payment that fits best.  Raises chain.Refused where
    the scenario as written cannot be played, and payoff.Outside for a statement outside it.
    """
    first = _fit(WRITTEN, scenario, {})
    found = [first]
    ways = {MONTHLY: _counted(scenario, False), DAILY: _counted(scenario, True)}
    found += [_fit(name, way, {}) for name, way in ways.items() if way != scenario]
    for name, way in ways.items():
        payments: dict[int, int] = {}
        for number in sorted({row.purchase for row in first.rows}):
            days = [row.date for row in first.rows if row.purchase == number]
            payments[number] = _payment(way, payments, number, days)
        found.append(_fit(name, _paying(way, payments), payments))
    return found


def best(found: list[Fit]) -> Fit:
    """Give the reading that is nearest to the statements; of two alike, the plainer one."""
    return min(found, key=lambda fit: (fit.total, found.index(fit)))


def _fit(reading: str, scenario: Scenario, payments: dict[int, int]) -> Fit:
    ledger = chain.simulate(scenario)
    rows = [
        Held(day, payoff.contract_on(ledger, day).number, stated, payoff.balance_on(ledger, day))
        for day, stated in scenario.statements
    ]
    return Fit(reading, payments, rows)


def _counted(scenario: Scenario, daily: bool) -> Scenario:
    """Give the scenario with interest counted by the day, or by the month, for every loan."""

    def count(turn: Owned | Purchase) -> Owned | Purchase:
        if turn.loan is None or turn.loan.daily == daily:
            return turn
        first = turn.loan.first_payment if daily else None
        return evolve(turn, loan=evolve(turn.loan, daily=daily, first_payment=first))

    return evolve(scenario, purchases=tuple(map(count, scenario.purchases)))


def _paying(scenario: Scenario, payments: dict[int, int]) -> Scenario:
    """Give the scenario with known payments, by purchase."""
    turns = enumerate(scenario.purchases, start=1)
    return evolve(
        scenario,
        purchases=tuple(
            evolve(turn, loan=evolve(turn.loan, payment=payments[number]))
            if turn.loan is not None and number in payments
            else turn
            for number, turn in turns
        ),
    )


def _payment(scenario: Scenario, payments: dict[int, int], number: int, days: list[date]) -> int:
    """Give the known payment of a purchase that fits its statements best, after earlier ones.

    A higher payment leaves less owed on every day, so that each statement brackets one; those
    of the first, the middle and the last are tried, with the cents around them.
    """
    own = sorted((day, balance) for day, balance in scenario.statements if day in days)

    def off(payment: int) -> int:
        played = _play(_paying(scenario, {**payments, number: payment}))
        return sum(abs(_owed(played, day) - balance) for day, balance in own)

    def bracket(day: date, balance: int) -> int:
        def enough(payment: int) -> bool:
            played = _play(_paying(scenario, {**payments, number: payment}))
            return _owed(played, day) <= balance

        return _least(1, LIMIT, enough)

    around = {bracket(*own[place]) for place in (0, len(own) // 2, -1)}
    tried = {cents for middle in around for cents in range(middle - _CENTS, middle + _CENTS + 1)}
    return min(sorted(cents for cents in tried if 0 < cents <= LIMIT), key=off)


_CENTS = 2
"""How many cents on each side of a bracketed payment are tried."""


def _play(scenario: Scenario) -> Ledger | None:
    try:
        return chain.simulate(scenario)
    except chain.Refused:
        return None


def _owed(ledger: Ledger | None, day: date) -> int:
    """Give what is owed on a day: as much as can be where the loan would never be paid off."""
    if ledger is None:
        return LIMIT
    try:
        return payoff.balance_on(ledger, day)
    except payoff.Outside:
        return 0


def _least(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Give the least number from low to high for which something holds from there on."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
