"""Runs a scenario more than once, to find the reading of a loan that fits what is known of it."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from attrs import evolve

from tradein.answers import payoff
from tradein.engine import chain
from tradein.engine.ledger import LOAN, Ledger
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
    written; `unfitting` is a setting that does not go with the reading, and is left out.
    """

    reading: str
    payments: dict[int, int]
    rows: list[Held]
    unfitting: str | None = None

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
    is another, and each with the known payments that fit best.  A payment is sought where a
    loan has statements of two days or more: any one of them has a payment that fits it.
    Raises chain.Refused where the scenario as written cannot be played, and payoff.Outside
    for a statement outside it.
    """
    ledger = chain.simulate(scenario)
    rows = [Held(day, *_on(ledger, day, stated)) for day, stated in scenario.statements]
    first = Fit(WRITTEN, {}, rows)
    told = {row.purchase for row in rows}
    ways = {MONTHLY: _counted(scenario, told, False), DAILY: _counted(scenario, told, True)}
    none: dict[int, int] = {}
    others = [(name, way, none) for name, way in ways.items() if way != scenario]
    paying = [(name, *_best_paying(way, rows)) for name, way in ways.items()]
    others += [one for one in paying if one[2]]
    played = [(name, _play(way), payments) for name, way, payments in others]
    found = [_fit(name, one, paid, rows) for name, one, paid in played if one is not None]
    if any(turn.loan and turn.loan.first_payment for turn in scenario.purchases):
        found = [
            fit._replace(unfitting="first_payment") if fit.reading == MONTHLY else fit
            for fit in found
        ]
    return [first, *found]


def best(found: list[Fit]) -> Fit:
    """Give the reading that is nearest to the statements; of two alike, the plainer one.

    One with payments of its own has to leave less than a tenth of what the others do.
    """
    plain = min((fit for fit in found if not fit.payments), key=lambda fit: fit.total)
    paying = [fit for fit in found if fit.payments and fit.total * 10 < plain.total]
    return min([plain, *paying], key=lambda fit: fit.total)


def _on(ledger: Ledger, day: date, stated: int) -> tuple[int, int, int]:
    """Give the purchase whose loan a statement is of, its balance, and the simulated one.

    Once the last loan is paid off nothing is owed any more; raises Outside for other days
    outside the chain.
    """
    over = ledger.total(LOAN, len(ledger.contracts)) == 0
    last = ledger.last_day
    if over and last is not None and day > last:
        return len(ledger.contracts), stated, 0
    return payoff.contract_on(ledger, day).number, stated, payoff.balance_on(ledger, day)


def _fit(reading: str, ledger: Ledger, payments: dict[int, int], rows: list[Held]) -> Fit:
    """Hold the statements to another reading's balances."""
    held = [row._replace(simulated=_owed(ledger, row.date)) for row in rows]
    return Fit(reading, payments, held)


def _best_paying(scenario: Scenario, rows: list[Held]) -> tuple[Scenario, dict[int, int]]:
    """Give a scenario with the payments that fit its statements best, and those payments."""
    payments: dict[int, int] = {}
    for number in sorted({row.purchase for row in rows}):
        own = [(row.date, row.balance) for row in rows if row.purchase == number]
        if sum(balance > 0 for _, balance in own) > 1:
            payments[number] = _payment(scenario, payments, number, sorted(own))
    return _paying(scenario, payments), payments


def _counted(scenario: Scenario, told: set[int], daily: bool) -> Scenario:
    """Give the scenario with the interest of some loans counted by the day, or by the month."""

    def count(number: int, turn: Owned | Purchase) -> Owned | Purchase:
        if turn.loan is None or turn.loan.precomputed or number not in told:
            return turn
        if turn.loan.daily == daily:
            return turn
        first = turn.loan.first_payment if daily else None
        return evolve(turn, loan=evolve(turn.loan, daily=daily, first_payment=first))

    turns = enumerate(scenario.purchases, start=1)
    return evolve(scenario, purchases=tuple(count(*one) for one in turns))


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


def _payment(
    scenario: Scenario, payments: dict[int, int], number: int, own: list[tuple[date, int]]
) -> int:
    """Give the known payment of a purchase that fits its statements best, after earlier ones.

    A higher payment leaves less owed on every day, so that each statement brackets one; those
    of the first, the middle and the last are tried, with the cents around them.
    """
    upto = evolve(scenario, purchases=scenario.purchases[:number])  # what comes later may refuse

    @cache  # brackets of balances near each other share most of what they try
    def played(payment: int) -> Ledger | None:
        return _play(_paying(upto, {**payments, number: payment}))

    def off(payment: int) -> int:
        return sum(abs(_owed(played(payment), day) - balance) for day, balance in own)

    def bracket(day: date, balance: int) -> int:
        def enough(payment: int) -> bool:
            return _owed(played(payment), day) <= balance

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
