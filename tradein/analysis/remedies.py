"""What a buyer can change so that a target is reached, and what each change takes.

A remedy is a setting by its path, or one of `NAMES` for the purchase that counts: the one that
is held in the month of the target, else the last.
"""

from collections.abc import Callable
from typing import NamedTuple

from attrs import evolve

from tradein.analysis import conditions, measures, solve
from tradein.analysis.conditions import OF_CHAIN, Condition
from tradein.analysis.measures import MonthEnd, Summary
from tradein.analysis.solve import Outcome, Region, Solution
from tradein.engine import simulate
from tradein.engine.ledger import Contract, Ledger
from tradein.engine.simulate import SimulationError
from tradein.finance import terms, units
from tradein.finance.money import LIMIT
from tradein.finance.units import Reach
from tradein.scenario import kinds, merge, paths, reader
from tradein.scenario.events import Extra
from tradein.scenario.model import KEEP_MONTHS, Purchase, Scenario
from tradein.scenario.reader import Reading, ScenarioError
from tradein.scenario.scalars import Sum
from tradein.scenario.yaml_source import Document

EXTRA, CASH, PRICE, ALLOWANCE, RATE, TERM, KEEP = NAMES = (
    "extra",
    "cash",
    "price",
    "allowance",
    "rate",
    "term",
    "keep",
)
"""The remedies by name."""

SIDE_BY_SIDE = (EXTRA, CASH, PRICE, ALLOWANCE, RATE, KEEP)
"""Those that are shown together, in the order of what the buyer controls."""


class Remedy(NamedTuple):
    """One thing to change: its name or path, its reach, its value today, and how it is changed.

    `today` is None where nothing is set: the search begins at the lowest value then.
    """

    name: str
    reach: Reach
    today: int | None
    scenario: Callable[[int], Scenario]

    @property
    def start(self) -> int:
        """Give the value that the search begins at."""
        return self.reach.low if self.today is None else self.today


class Answer(NamedTuple):
    """What a remedy takes: `purchase` is the one that it changes, `alone` where it is the only one."""

    remedy: Remedy
    purchase: Contract
    solution: Solution
    alone: bool


class NotOffered(ValueError):
    """A remedy that the scenario has no place for; the message says why."""


class Chain(NamedTuple):
    """A scenario with the target: as read, its nodes, and as played through the target's month."""

    reading: Reading
    document: Document
    target: Condition
    ledger: Ledger
    rows: list[MonthEnd]
    summary: Summary

    @property
    def before(self) -> Outcome:
        """Give the outcome without a change."""
        return _read_off(self.target, self.ledger, self.rows)

    @property
    def contract(self) -> Contract:
        """Give the purchase that counts: held in the month of the target, else the last."""
        number = self.rows[-1].purchase if self.target.month is not None else 0
        number = min(number or len(self.ledger.contracts), len(self.ledger.contracts))
        return self.ledger.contracts[number - 1]

    @property
    def paying(self) -> Contract:
        """Give the purchase that payments before the target go to: on its first day, the one before."""
        contract = self.contract
        if contract.number > 1 and contract.month == self.target.month:
            return self.ledger.contracts[contract.number - 2]
        return contract

    @property
    def path(self) -> str:
        """Give the path in the file of the purchase that counts."""
        return f"purchases[{self.contract.number - self.reading.scenario.begins_with_trade}]"


def chain(reading: Reading, document: Document, target: Condition) -> Chain:
    """Play a scenario as it is, through the month of the target; raises SimulationError."""
    ledger = simulate.simulate(reading.scenario, through=target.month)
    rows = measures.month_ends(ledger)
    return Chain(reading, document, target, ledger, rows, measures.summary(ledger, rows))


def answer(chain: Chain, name: str) -> Answer:
    """Find what a remedy takes; raises NotOffered, or Unreadable for a path that is wrong."""
    if name == KEEP:
        return _waiting(chain)
    remedy = _REMEDIES[name](chain) if name in _REMEDIES else _setting(chain, name)
    points = solve.spread(remedy.start, remedy.reach.low, remedy.reach.high, *_usual(chain, remedy))

    def tried(value: int) -> Outcome:
        return _outcome(chain, remedy, value)

    solution = solve.solve(tried, chain.before, remedy.today, points, chain.target.at_most)
    purchase = chain.paying if name == EXTRA else chain.contract
    return Answer(remedy, purchase, solution, len(chain.ledger.contracts) == 1)


def _usual(chain: Chain, remedy: Remedy) -> tuple[int, int]:
    """Give up to where values are spread evenly, and how many on each side of today's are tried."""
    today = remedy.start
    if remedy.reach.unit == units.MONEY:
        figures = [figure for row in chain.rows for figure in (row.balance, row.value)]
        prices = [c.deal.price for c in chain.ledger.contracts if c.deal is not None]
        return 2 * max(*figures, *prices, today, 1), 0
    if remedy.reach.unit == units.RATE:
        return max(2 * today, _USUAL_RATE), 0
    if remedy.reach.unit in (units.MONTHS, units.DAYS):
        return max(2 * today, _USUAL_LENGTH), _NEAR_LENGTH
    return max(2 * today, _USUAL_NUMBER), 0


_USUAL_RATE, _USUAL_LENGTH, _USUAL_NUMBER, _NEAR_LENGTH = 360_000, 120, 100_000, 12


def _outcome(chain: Chain, remedy: Remedy, value: int) -> Outcome:
    """Play the chain with a value."""
    try:
        ledger = simulate.simulate(remedy.scenario(value), through=chain.target.month)
    except ScenarioError as error:
        problem = error.problems[0]
        return Outcome(False, refused=f"{problem.path}: {problem.text}".removeprefix(": "))
    except SimulationError as error:
        return Outcome(False, refused=error.message)
    return _read_off(chain.target, ledger, measures.month_ends(ledger))


def _read_off(target: Condition, ledger: Ledger, rows: list[MonthEnd]) -> Outcome:
    """Give the outcome of a chain that was played."""
    if ledger.declined is not None:
        message = f"the lender declines purchase {ledger.declined.number}"
        return Outcome(False, refused=message)
    reached = conditions.reached(target, rows, measures.summary(ledger, rows))
    anew = (change.state.loan.payment for change in ledger.changes)
    payments = (*(contract.loan.payment for contract in ledger.contracts), *anew)
    return Outcome(*reached, payments=payments)


def _setting(chain: Chain, path: str) -> Remedy:
    """Give the remedy of a setting by its path."""
    reach = kinds.reach(path)
    today = _today(chain.reading, path)
    if today is None and reach.low == 0 and kinds.nothing_without(path):
        today = 0
    return Remedy(path, reach, today, _replacing(chain.document, path, reach))


def _today(reading: Reading, path: str) -> int | None:
    """Give the value of a setting as written, in the purchase or in `assume`."""
    context = reading.context
    origin = merge.origin(path, context.places)
    value = context.values.get(origin, (None, ""))[0] if origin is not None else None
    value = value.cents if isinstance(value, Sum) else value
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _replacing(document: Document, path: str, reach: Reach) -> Callable[[int], Scenario]:
    """Give what puts a value into a document."""

    def scenario(value: int) -> Scenario:
        written = units.written(reach.unit, value)
        return reader.read_document(paths.replace(document, path, written)).scenario

    return scenario


def _event(chain: Chain, name: str, every_months: int | None) -> Remedy:
    """Give the remedy of an extra payment, once or each month, from the first payment on."""
    at, given = chain.paying.number - 1, chain.reading.scenario

    def scenario(value: int) -> Scenario:
        if value == 0:
            return given
        turn = given.purchases[at]
        extra = Extra(at=1, cents=value, every_months=every_months)
        turns = [*given.purchases]
        turns[at] = evolve(turn, events=(*turn.events, extra))
        return evolve(given, purchases=tuple(turns))

    return Remedy(name, Reach(units.MONEY, 0, LIMIT), 0, scenario)


def _extra(chain: Chain) -> Remedy:
    if chain.paying.terms is None:
        raise NotOffered("there is no loan to pay")
    return _event(chain, EXTRA, 1)


def _cash(chain: Chain) -> Remedy:
    """Give the remedy of cash today: more cash down, or beside the first payment of an old loan."""
    if chain.contract.deal is None:
        return _event(chain, CASH, None)
    return _own(chain, CASH, "down", (0, LIMIT), units.MONEY, 0)


def _price(chain: Chain) -> Remedy:
    """Give the remedy of a lower price, which leaves the vehicle worth what it is."""
    remedy = _own(chain, PRICE, "price", (0, LIMIT), units.MONEY)
    turn = chain.reading.scenario.purchases[chain.contract.number - 1]
    if not isinstance(turn, Purchase) or remedy.today is None:
        raise NotOffered("the vehicle is owned already")
    if turn.valuation.msrp != turn.deal.price or chain.reading.context.written(
        f"{chain.path}.msrp"
    ):
        return remedy
    sticker = units.written(units.MONEY, remedy.today)
    document = paths.replace(chain.document, f"{chain.path}.msrp", sticker)
    path = f"{chain.path}.price"
    return remedy._replace(scenario=_replacing(document, path, remedy.reach))


def _allowance(chain: Chain) -> Remedy:
    deal = chain.contract.deal
    if deal is None or deal.trade_in is None:
        raise NotOffered("no vehicle is traded in")
    today = deal.trade_in.allowance
    return _own(chain, ALLOWANCE, "trade_in.allowance", (0, LIMIT), units.MONEY, today)


def _rate(chain: Chain) -> Remedy:
    loan = chain.contract.terms
    if loan is None or (loan.precomputed is not None and loan.precomputed.add_on_ppm is not None):
        raise NotOffered("its loan has no APR")
    return _own(chain, RATE, "loan.apr", terms.APR_PPM, units.RATE)


def _term(chain: Chain) -> Remedy:
    if chain.contract.terms is None or chain.contract.terms.months is None:
        raise NotOffered("its loan has no term in months")
    return _own(chain, TERM, "loan.months", terms.MONTHS, units.MONTHS)


def _own(
    chain: Chain,
    name: str,
    setting: str,
    ends: tuple[int, int],
    unit: str,
    unset: int | None = None,
) -> Remedy:
    """Give the remedy of a setting of the purchase that counts; `unset` is what holds without it."""
    path, reach = f"{chain.path}.{setting}", Reach(unit, *ends)
    written = _today(chain.reading, path)
    today = unset if written is None else written
    return Remedy(name, reach, today, _replacing(chain.document, path, reach))


_REMEDIES: dict[str, Callable[[Chain], Remedy]] = {
    EXTRA: _extra,
    CASH: _cash,
    PRICE: _price,
    ALLOWANCE: _allowance,
    RATE: _rate,
    TERM: _term,
}


def _waiting(chain: Chain) -> Answer:
    """Find from which month on the target is reached if nothing changes."""
    target, scenario = chain.target, chain.reading.scenario
    if target.figure in (*OF_CHAIN, "payment"):
        raise NotOffered(f"the {target.figure} is no question of when it is looked at")
    first = target.month or 0
    ledger = simulate.simulate(scenario, through=_end(chain, first))
    rows = measures.month_ends(ledger)
    summary = measures.summary(ledger, rows)
    known = {
        month: Outcome(*conditions.reached(target._replace(month=month), rows, summary))
        for month in range(first, summary.months + 1)
    }
    if target.month is None:
        known = _from_then_on(known)
    reach = Reach(units.MONTHS, first, summary.months)
    remedy = Remedy(KEEP, reach, first, lambda _: scenario)
    return Answer(remedy, chain.contract, _first(known, target.at_most), alone=True)


def _first(known: dict[int, Outcome], at_most: bool) -> Solution:
    """Give the first month that reaches a target, and the one before; else the closest."""
    start = next(iter(known))
    solution = Solution(known[start], plays=1)
    value = next((month for month, outcome in known.items() if outcome.holds), None)
    if value is None:
        figures = {month: o.figure for month, o in known.items() if o.figure is not None}
        best = (min if at_most else max)(figures, key=lambda month: figures[month], default=start)
        return solution._replace(closest=best, at_closest=known[best])
    solution = solution._replace(regions=(Region(value, None),))
    if value == start:
        return solution
    beside = value - 1
    return solution._replace(value=value, at=known[value], beside=beside, at_beside=known[beside])


def _from_then_on(known: dict[int, Outcome]) -> dict[int, Outcome]:
    """Let a month reach the target only where every later one does, too."""
    holds, later = True, {}
    for month in reversed(known):
        holds = holds and known[month].holds
        later[month] = known[month]._replace(holds=holds)
    return dict(reversed(later.items()))


def _end(chain: Chain, first: int) -> int:
    """Give the last month to look at: the end of the loans, or of the longest ownership."""
    return max(chain.summary.months, first, chain.contract.month + KEEP_MONTHS[1])
