"""Searches for the payments, or the rates, of a chain's loans that fit statements."""

from collections.abc import Callable
from datetime import date
from itertools import count

from attrs import evolve

from tradein.analysis import payoff
from tradein.analysis.balances import Balances
from tradein.engine import simulate
from tradein.finance.money import LIMIT
from tradein.finance.terms import APR_PPM
from tradein.scenario.model import Owned, Purchase, Scenario

Stated = list[tuple[date, int]]
"""The statements of one loan in the order of their days, with their balances in cents."""

Owed = Callable[[int, date], int]
"""What is owed on a day with some payment, or some rate, in cents."""

Turn = Owned | Purchase


def payments(
    scenario: Scenario,
    statements: dict[int, Stated],
    near: dict[int, int],
    tried: Callable[[], None],
) -> dict[int, int]:
    """Give the payments in cents, by purchase, that fit the statements of each loan best.

    The chain is played once: each loan is tried from where the loans before it have led.  A
    payment is sought near that of `near`, where a loan has two statements or more of a debt.
    `tried` is called after each purchase.
    """
    return _fitting(Tries(scenario, paying), statements, near, best, tried)


def rates(
    scenario: Scenario, statements: dict[int, Stated], tried: Callable[[], None]
) -> dict[int, int]:
    """Give the rates in millionths, by purchase, that fit the statements of each loan best.

    They are sought near those written, as payments are, which stay as they are written or
    computed.  An add-on rate is none of them.
    """
    turns = enumerate(scenario.purchases, start=1)
    near = {number: turn.loan.apr_ppm for number, turn in turns if has_rate(turn) and turn.loan}
    return _fitting(Tries(scenario, charging), statements, near, best_rate, tried)


def _fitting(
    tries: "Tries",
    statements: dict[int, Stated],
    near: dict[int, int],
    best_of: Callable[[Owed, Stated, int], int],
    tried: Callable[[], None],
) -> dict[int, int]:
    """Give what fits the statements of each loan best, of the loans that are `near` something."""
    fitting: dict[int, int] = {}
    turns = tries.scenario.purchases[: max(statements, default=0)]
    for number, turn in enumerate(turns, start=1):
        tries.begin(turn)
        own = statements.get(number, [])
        if number in near and sum(balance > 0 for _, balance in own) > 1:
            fitting[number] = best_of(tries.owed, own, near[number])
        tries.go_on(fitting.get(number))
        tried()
    return fitting


class Tries:
    """A chain as far as it was played, and the turn after that with what is tried for it.

    `change` gives a turn with a payment, or a rate, that is tried.  `before` are the balances of the turns that were played, each in a ledger of its own.  Once
    the chain has `ended` before its last purchase, `end` has its balances: None if it could
    not be simulated, and those of the whole chain if a lender declined a purchase.
    """

    def __init__(self, scenario: Scenario, change: Callable[[Turn, int | None], Turn]) -> None:
        """Begin before the first purchase."""
        self.scenario, self.change = scenario, change
        self.steps = simulate.Steps(scenario)
        self.before: list[Balances] = []
        self.ended = False
        self.end: Balances | None = None

    def begin(self, turn: Turn) -> None:
        """Take the next turn as written, before anything is tried for it."""
        self.turn = turn
        self.known: dict[int, Balances | None] = {}

    def owed(self, value: int, day: date) -> int:
        """Give what is owed on a day in cents with some payment or rate, as `owed_on` does."""
        if value not in self.known:
            self.known[value] = self._played(value)
        played = self.known[value]
        if played is None or not _is_before(day, played):
            return owed_on(played, day)
        earlier = (balances for balances in reversed(self.before) if not _is_before(day, balances))
        return next((owed_on(balances, day) for balances in earlier), 0)

    def go_on(self, value: int | None) -> None:
        """Play the turn with a payment or a rate, or as written, and go on from its end."""
        if self.ended:
            return
        try:
            played = Balances(self.steps.go_on(self.change(self.turn, value)))
        except simulate.SimulationError:
            self.ended = True
            return
        if played.ledger.declined is None:
            self.before.append(played)
        else:
            self.ended, self.end = True, played

    def _played(self, value: int) -> Balances | None:
        if self.ended:
            return self.end
        try:
            return Balances(self.steps.tried(self.change(self.turn, value)))
        except simulate.SimulationError:
            return None


def _is_before(day: date, balances: Balances) -> bool:
    """Say whether a day is before the first of a ledger."""
    first = balances.ledger.contracts[0].date
    return first is not None and day < first


def paying(turn: Turn, payment: int | None) -> Turn:
    """Give a turn with a known payment of its loan, where there are both."""
    if turn.loan is None or payment is None:
        return turn
    return evolve(turn, loan=evolve(turn.loan, payment=payment))


def charging(turn: Turn, apr_ppm: int | None) -> Turn:
    """Give a turn with a rate of its loan in millionths, where there are both."""
    if turn.loan is None or apr_ppm is None:
        return turn
    return evolve(turn, loan=evolve(turn.loan, apr_ppm=apr_ppm))


def has_rate(turn: Turn) -> bool:
    """Say whether a turn has a loan whose interest is that of its APR."""
    fixed = turn.loan.precomputed if turn.loan else None
    return turn.loan is not None and (fixed is None or fixed.add_on_ppm is None)


def owed_on(balances: Balances | None, day: date) -> int:
    """Give what is owed on a day in cents: the limit if the loan would never be paid off."""
    if balances is None:
        return LIMIT
    try:
        return balances.on(day)[1]
    except payoff.DateOutsideScenario:
        return 0


def best(owed: Owed, own: Stated, near: int) -> int:
    """Give the known payment in cents that fits the statements of a loan best.

    `owed` gives what is owed with a payment on a day.  A higher payment leaves less owed on
    every day, so that each statement brackets one; those of the first, the middle and the last
    are tried, with the cents around them.
    """

    def off(payment: int) -> int:
        return sum(abs(owed(payment, day) - balance) for day, balance in own)

    around: set[int] = set()
    for place in (0, len(own) // 2, -1):
        day, balance = own[place]
        near = _bracketed(lambda payment: owed(payment, day) - balance, near, LIMIT)  # noqa: B023
        around.add(near)
    tried = {cents for middle in around for cents in range(middle - _CENTS, middle + _CENTS + 1)}
    return min(sorted(cents for cents in tried if 0 < cents <= LIMIT), key=off)


_CENTS = 2
"""How many cents on each side of a bracketed payment are tried."""


def best_rate(owed: Owed, own: Stated, near: int) -> int:
    """Give the rate in millionths that fits the statements of a loan best.

    A higher rate leaves more owed on every day.  The rates bracketed as payments are in `best`
    are tried, and the hundredths and thousandths of a percent on both sides of them: of two
    alike, the rounder one is meant.
    """

    def off(rate: int) -> tuple[int, bool, bool]:
        differences = sum(abs(owed(rate, day) - balance) for day, balance in own)
        return differences, rate % 100 > 0, rate % 10 > 0

    around: set[int] = set()
    for place in (0, len(own) // 2, -1):
        day, balance = own[place]
        near = _bracketed(lambda rate: balance - owed(rate, day), near, APR_PPM[1])  # noqa: B023
        around.add(near)
    steps = [(middle, step) for middle in around for step in _RATE_STEPS]
    tried = {(middle // step + more) * step for middle, step in steps for more in (0, 1)}
    return min(sorted(rate for rate in tried if rate <= APR_PPM[1]), key=off)


_RATE_STEPS = (1, 10, 100)
"""The steps in which rates around a bracketed one are tried, in millionths."""


def _bracketed(over: Callable[[int], int], near: int, top: int) -> int:
    """Give the least payment, or rate, up to the top, that leaves nothing over what was stated.

    `over` gives what is over, in cents: with a payment what is owed beyond a statement, with a
    rate what a statement has beyond it.  It falls almost in a line: from two tries on, the line
    gives the next one; if it fails, halving finds it.
    """
    low, high = 0, top  # too little; enough, as it is taken to be
    below: int | None = None
    above: int | None = None
    at, step = near, 0
    for tried in count(1):
        if high - low <= 1:
            return high
        at = min(max(at, low + 1), high - 1)
        left = over(at)
        low, below, high, above = (at, left, high, above) if left > 0 else (low, below, at, left)
        if below is not None and above is not None:
            along = -(-below * (high - low) // (below - above))
            at = low + (along if tried <= _STRAIGHT or tried % 2 else (high - low) // 2)
        else:
            step = 8 * step or abs(left) // _FEW_PAYMENTS + 1
            at = at + step if left > 0 else at - step
    raise AssertionError("a bracket closes")


_STRAIGHT = 8
"""How many are tried along the line before every other one halves the bracket."""

_FEW_PAYMENTS = 8
"""What a difference is divided by for a first step: as many payments make a step of it."""
