"""Compares a simulation with a lender's statements, in each way of counting interest."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import NamedTuple

from attrs import evolve

from tradein.analysis import tries
from tradein.analysis.balances import Balances
from tradein.engine import simulate
from tradein.engine.ledger import Ledger
from tradein.finance.terms import ACTUAL_365
from tradein.scenario.model import Owned, Purchase, Scenario

WRITTEN, MONTHLY, DAILY = "as written", "by the month", "by the day"
"""The ways of counting a loan's interest; each is also tried with a payment that fits better."""

LEVEL_DAYS, LEVEL_MONTHS = "by the day, level by days", "by the day, level by months"
"""Interest by the day with the computed payment level over the other of both."""


class StatementCheck(NamedTuple):
    """A statement compared with the simulation: its balance and the simulated one, in cents."""

    date: date
    purchase: int
    balance: int
    simulated: int

    @property
    def difference(self) -> int:
        """Give the simulated balance less the statement's."""
        return self.simulated - self.balance


class Candidate(NamedTuple):
    """One way of counting interest, compared with every statement.

    `payments` are the payments (cents) that fit, by purchase, if they differ from those
    written; `unfitting` names settings that do not go with it and are left out.
    """

    reading: str
    payments: dict[int, int]
    rows: list[StatementCheck]
    unfitting: str | None = None

    @property
    def widest(self) -> int:
        """Give the largest difference in cents, without its sign."""
        return max(abs(row.difference) for row in self.rows)

    @property
    def total(self) -> int:
        """Give the sum of all differences in cents, without their signs."""
        return sum(abs(row.difference) for row in self.rows)


def readings(
    scenario: Scenario, progress: Callable[[int, int], None] | None = None
) -> list[Candidate]:
    """Simulate each way of counting interest, and compare it with the statements.

    The first is the scenario as written.  Then interest counts by the month and by the day,
    where that differs, by the day also with the payment level over months or over days, and by
    either again with the known payments that fit best.  A payment is sought where a loan has statements of two days or more: a single one always has a payment
    that fits.  `progress` gets the number of loans tried and their total.  Raises
    SimulationError if the scenario as written cannot be simulated, and
    payoff.DateOutsideScenario for a statement outside it.
    """
    balances = Balances(simulate.simulate(scenario))
    rows = [StatementCheck(day, *_on(balances, day, stated)) for day, stated in scenario.statements]
    first = Candidate(WRITTEN, {}, rows)
    stated = {row.purchase for row in rows}
    ways = {MONTHLY: _counted(scenario, stated, False), DAILY: _counted(scenario, stated, True)}
    none: dict[int, int] = {}
    plain = ways | _leveled(ways[DAILY], stated)
    others = [(name, way, none) for name, way in plain.items() if way != scenario]
    written = {contract.number: contract.loan.payment for contract in balances.ledger.contracts}
    done, of = count(1), len(ways) * max(stated, default=0)

    def tried() -> None:
        if progress is not None:
            progress(next(done), of)

    for name, way in ways.items():
        paying, payments = _best_paying(way, rows, written, tried)
        if payments:
            others.append((name, paying, payments))
    played = [(name, _play(way), payments) for name, way, payments in others]
    candidates = [
        _fit(name, ledger, paid, rows) for name, ledger, paid in played if ledger is not None
    ]
    if unfitting := _of_days(scenario):
        candidates = [
            fit._replace(unfitting=unfitting) if fit.reading == MONTHLY else fit
            for fit in candidates
        ]
    return [first, *candidates]


def _of_days(scenario: Scenario) -> str | None:
    """Name the settings of a scenario's loans that go with daily interest only."""
    loans = [turn.loan for turn in scenario.purchases if turn.loan]
    written = {
        "first_payment": any(terms.first_payment for terms in loans),
        "day_count": any(terms.day_count != ACTUAL_365 for terms in loans),
        "level_by": any(terms.level_by_months for terms in loans),
    }
    return " and ".join(key for key, there in written.items() if there) or None


def best(candidates: list[Candidate]) -> Candidate:
    """Give the candidate closest to the statements; of two alike, the one with fewer changes.

    A candidate with payments of its own must leave less than a tenth of the difference of others.
    """
    plain = min((fit for fit in candidates if not fit.payments), key=lambda fit: fit.total)
    paying = [fit for fit in candidates if fit.payments and fit.total * 10 < plain.total]
    return min([plain, *paying], key=lambda fit: fit.total)


def _on(balances: Balances, day: date, stated: int) -> tuple[int, int, int]:
    """Give the purchase whose loan a statement is of, its balance, and the simulated one.

    Once the last loan is paid off nothing is owed.  Raises DateOutsideScenario for other days
    outside the chain.
    """
    number, last = balances.ledger.contracts[-1].number, balances.ledger.last_day
    if last is not None and day > last and balances.owed[number][-1] == 0:
        return number, stated, 0
    number, owed = balances.on(day)
    return number, stated, owed


def _fit(
    reading: str, ledger: Ledger, payments: dict[int, int], rows: list[StatementCheck]
) -> Candidate:
    """Compare the statements with the balances of another ledger."""
    balances = Balances(ledger)
    held = [row._replace(simulated=tries.owed_on(balances, row.date)) for row in rows]
    return Candidate(reading, payments, held)


def _best_paying(
    scenario: Scenario,
    rows: list[StatementCheck],
    written: dict[int, int],
    tried: Callable[[], None],
) -> tuple[Scenario, dict[int, int]]:
    """Give a scenario with the payments that fit its statements best, and those payments.

    `written` are the payments of the scenario, near which the search begins;
    `tried` is called after each purchase.
    """
    statements: dict[int, tries.Stated] = {}
    for row in sorted(rows):
        statements.setdefault(row.purchase, []).append((row.date, row.balance))
    payments = tries.payments(scenario, statements, written, tried)
    turns = enumerate(scenario.purchases, start=1)
    purchases = tuple(tries.paying(turn, payments.get(number)) for number, turn in turns)
    return evolve(scenario, purchases=purchases), payments


def _counted(scenario: Scenario, stated: set[int], daily: bool) -> Scenario:
    """Give the scenario with the interest of some loans counted by the day, or by the month."""

    def count(number: int, turn: Owned | Purchase) -> Owned | Purchase:
        if turn.loan is None or turn.loan.precomputed or number not in stated:
            return turn
        if turn.loan.daily == daily:
            return turn
        lent = evolve(turn.loan, daily=daily, first_payment=None, day_count=ACTUAL_365)
        return evolve(turn, loan=lent)

    turns = enumerate(scenario.purchases, start=1)
    return evolve(scenario, purchases=tuple(count(number, turn) for number, turn in turns))


def _leveled(scenario: Scenario, stated: set[int]) -> dict[str, Scenario]:
    """Give a scenario by the day with some payments level over the days, and over months.

    What changes nothing is left out.  A known payment is level as it is.
    """

    def level(number: int, turn: Owned | Purchase, by_months: bool) -> Owned | Purchase:
        lent = turn.loan
        if number not in stated or lent is None or not lent.daily or lent.payment is not None:
            return turn
        return evolve(turn, loan=evolve(lent, level_by_months=by_months))

    ways = {}
    for name, by_months in ((LEVEL_DAYS, False), (LEVEL_MONTHS, True)):
        turns = enumerate(scenario.purchases, start=1)
        leveled = tuple(level(number, turn, by_months) for number, turn in turns)
        if leveled != scenario.purchases:
            ways[name] = evolve(scenario, purchases=leveled)
    return ways


def _play(scenario: Scenario) -> Ledger | None:
    try:
        return simulate.simulate(scenario)
    except simulate.SimulationError:
        return None
