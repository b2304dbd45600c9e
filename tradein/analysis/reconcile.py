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
from tradein.finance.terms import ACTUAL_365, DAYS_360
from tradein.scenario.model import Owned, Purchase, Scenario

WRITTEN, MONTHLY, DAILY = "as written", "by the month", "by the day"
"""The ways of counting a loan's interest; each is also tried with other payments, or rates."""

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


class Rate(NamedTuple):
    """A rate that fits statements, and the one written, in millionths a year."""

    fitting: int
    written: int


class Candidate(NamedTuple):
    """One way of counting interest, compared with every statement.

    `payments` (cents) and `rates` are those that fit, by purchase, if they differ from those
    written; `unfitting` names settings that do not go with it and are left out.
    """

    reading: str
    payments: dict[int, int]
    rates: dict[int, Rate]
    rows: list[StatementCheck]
    unfitting: str | None = None

    @property
    def plain(self) -> bool:
        """Say whether payments and rates are those of the scenario."""
        return not self.payments and not self.rates

    @property
    def uneven(self) -> int:
        """Count the decimals of its rates beyond two: the lender's rate hardly has them."""
        rates = [rate.fitting for rate in self.rates.values()]
        return sum(rate % 100 > 0 for rate in rates) + sum(rate % 10 > 0 for rate in rates)

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
    either again with the known payments that fit best.  Where none of them fits to the cent, each
    is tried again with the rates that fit best.  A payment or a rate is sought where a loan has
    statements of two days or more: a single one always has one that fits.  `progress` gets the
    number of loans tried and their total.  Raises SimulationError if the scenario as written
    cannot be simulated, and payoff.DateOutsideScenario for a statement outside it.
    """
    balances = Balances(simulate.simulate(scenario))
    rows = [StatementCheck(day, *_on(balances, day, stated)) for day, stated in scenario.statements]
    stated = {row.purchase for row in rows}
    ways = {MONTHLY: _counted(scenario, stated, False), DAILY: _counted(scenario, stated, True)}
    plain = ways | _leveled(ways[DAILY], stated)
    others = [
        (way, Candidate(name, {}, {}, rows)) for name, way in plain.items() if way != scenario
    ]
    written = {contract.number: contract.loan.payment for contract in balances.ledger.contracts}
    done, of = count(1), len(ways) * max(stated, default=0)

    def tried() -> None:
        if progress is not None:
            progress(next(done), of)

    paying = (_best_paying(name, way, rows, written, tried) for name, way in ways.items())
    others += [(way, fit) for way, fit in paying if fit.payments]
    candidates = [Candidate(WRITTEN, {}, {}, rows), *_compared(others)]
    if all(fit.total for fit in candidates):
        mixed = {} if scenario in plain.values() else {WRITTEN: scenario}
        of += len(plain | mixed) * max(stated, default=0)
        charging = (_best_charging(name, way, rows, tried) for name, way in (plain | mixed).items())
        candidates += _compared([(way, fit) for way, fit in charging if fit.rates])
    unfitting = {WRITTEN: None, MONTHLY: _of_days(scenario)}
    by_days = _of_months(scenario)
    return [fit._replace(unfitting=unfitting.get(fit.reading, by_days)) for fit in candidates]


def _of_months(scenario: Scenario) -> str | None:
    """Name the setting of a scenario's loans that goes with monthly interest only."""
    loans = [turn.loan for turn in scenario.purchases if turn.loan]
    return "first_period" if any(terms.first_period != DAYS_360 for terms in loans) else None


def _of_days(scenario: Scenario) -> str | None:
    """Name the settings of a scenario's loans that are left out where interest is monthly."""
    loans = [turn.loan for turn in scenario.purchases if turn.loan and turn.loan.daily]
    written = {
        "first_payment": any(terms.first_payment for terms in loans),
        "day_count": any(terms.day_count != ACTUAL_365 for terms in loans),
        "level_by": any(terms.level_by_months for terms in loans),
    }
    return " and ".join(key for key, there in written.items() if there) or None


def best(candidates: list[Candidate]) -> Candidate:
    """Give the candidate closest to the statements; of two alike, the one with fewer changes.

    A candidate with payments or rates of its own must leave less than a tenth of the difference
    of others.  Of two with rates that are alike, the one with the rounder rates is given.
    """
    plain = min((fit for fit in candidates if fit.plain), key=lambda fit: fit.total)
    changed = [fit for fit in candidates if not fit.plain and fit.total * 10 < plain.total]
    return min([plain, *changed], key=lambda fit: (fit.total, fit.uneven))


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


def _compared(ways: list[tuple[Scenario, Candidate]]) -> list[Candidate]:
    """Compare the statements with other scenarios, leaving out those that cannot be simulated."""
    compared = []
    for scenario, fit in ways:
        ledger = _play(scenario)
        if ledger is not None:
            balances = Balances(ledger)
            rows = [row._replace(simulated=tries.owed_on(balances, row.date)) for row in fit.rows]
            compared.append(fit._replace(rows=rows))
    return compared


def _best_paying(
    reading: str,
    scenario: Scenario,
    rows: list[StatementCheck],
    written: dict[int, int],
    tried: Callable[[], None],
) -> tuple[Scenario, Candidate]:
    """Give a scenario with the payments that fit its statements best, and its candidate.

    `written` are the payments of the scenario, near which the search begins;
    `tried` is called after each purchase.
    """
    payments = tries.payments(scenario, _by_loan(rows), written, tried)
    turns = enumerate(scenario.purchases, start=1)
    purchases = tuple(tries.paying(turn, payments.get(number)) for number, turn in turns)
    return evolve(scenario, purchases=purchases), Candidate(reading, payments, {}, rows)


def _best_charging(
    reading: str, scenario: Scenario, rows: list[StatementCheck], tried: Callable[[], None]
) -> tuple[Scenario, Candidate]:
    """Give a scenario with the rates that fit its statements best, and its candidate.

    A rate that is the one written is not named.  `tried` is called after each purchase.
    """
    fitting = tries.rates(scenario, _by_loan(rows), tried)
    turns = enumerate(scenario.purchases, start=1)
    purchases = tuple(tries.charging(turn, fitting.get(number)) for number, turn in turns)
    written = {n: turn.loan.apr_ppm for n, turn in enumerate(scenario.purchases, 1) if turn.loan}
    rates = {number: Rate(ppm, written[number]) for number, ppm in fitting.items()}
    changed = {number: rate for number, rate in rates.items() if rate.fitting != rate.written}
    return evolve(scenario, purchases=purchases), Candidate(reading, {}, changed, rows)


def _by_loan(rows: list[StatementCheck]) -> dict[int, tries.Stated]:
    """Give the statements of each loan in the order of their days."""
    statements: dict[int, tries.Stated] = {}
    for row in sorted(rows):
        statements.setdefault(row.purchase, []).append((row.date, row.balance))
    return statements


def _counted(scenario: Scenario, stated: set[int], daily: bool) -> Scenario:
    """Give the scenario with the interest of some loans counted by the day, or by the month."""

    def count(number: int, turn: Owned | Purchase) -> Owned | Purchase:
        if turn.loan is None or turn.loan.precomputed or number not in stated:
            return turn
        if turn.loan.daily == daily:
            return turn
        first = turn.loan.first_payment if daily else None
        lent = evolve(turn.loan, daily=daily, first_payment=first, day_count=ACTUAL_365)
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
