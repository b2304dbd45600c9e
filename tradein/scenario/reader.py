"""From a file's text to a Scenario: reads the settings, merges what is assumed, builds.

Every problem is found at once; each has the path of its setting, counted from 1, and the
place where it was written.
"""

from datetime import date
from os import PathLike
from os.path import basename, splitext
from typing import Any, NamedTuple

from tradein.diagnostic import Diagnostic, warning
from tradein.finance.terms import (
    CASH,
    DAILY,
    MONTHLY,
    PER_YEAR,
    PRECOMPUTED,
    UP,
    DealTerms,
    LoanTerms,
    PrecomputedTerms,
    RefundTerms,
    TaxRule,
    TradeInTerms,
    UnderwritingLimits,
)
from tradein.finance.value import Appraisals, Curve, Market, PrivateSale, Valuation, YearlyLoss
from tradein.scenario import (
    catalog,
    containers,
    fields,
    input_hints,
    merge,
    plausibility,
    scalars,
    validation,
)
from tradein.scenario.containers import ReadContext
from tradein.scenario.model import Owned, Purchase, Scenario, Statement
from tradein.scenario.yaml_source import (
    SIZE_LIMIT,
    Mapping,
    Node,
    Source,
    Unreadable,
    render,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.scenario.events import Event


class ScenarioError(ValueError):
    """A scenario file that is not right; the text lists every problem with its place."""

    def __init__(self, name: str, problems: list[Diagnostic], source: Source | None = None) -> None:
        """Render the problems against the text they were found in."""
        super().__init__(render(source, name, problems))
        self.name, self.problems = name, problems


class Reading(NamedTuple):
    """What a file says, with what is doubtful in it and where each setting stands."""

    source: Source
    scenario: Scenario
    doubts: list[Diagnostic]
    walk: ReadContext

    def refusal(self, path: str, message: str) -> ScenarioError:
        """Make the error for a refusal that only the run could know, at its key's place."""
        problem = Diagnostic(message, self.walk.place(path), path)
        return ScenarioError(self.source.name, [problem], self.source)

    def outside(self, months: int) -> list[Diagnostic]:
        """Warn of the months of a chain, from 0 to its last, that its price history lacks."""
        name, start = self.walk.said.get("market.history"), self.scenario.start
        if name is None or start is None:
            return []
        from tradein.scenario import history

        known = history.find(name[0])
        outside = known.outside(start, months)
        if outside == 0:
            return []
        series = f"{name[0]} goes from {known.first:%Y-%m} to {known.last:%Y-%m}"
        message = (
            f"{series}; {outside} of the months 0 to {months} are outside, at its nearest level"
        )
        return [warning("market.history", message)]

    def located(self, found: Diagnostic) -> Diagnostic:
        """Give a warning of the simulation or the analysis with its place in the file."""
        return found._replace(place=self.walk.place(found.path))


class Position(NamedTuple):
    """One asset with what is owed on it, as the user said; cents, `sale_costs` where given."""

    what: str
    owed: tuple[int, ...]
    value: int
    sale_costs: int | None = None


def read(name: str, data: bytes) -> Reading:
    """Read a scenario from the bytes of a file; raises ScenarioError with all its problems."""
    source, walk, found = _walk(name, data, fields.SCENARIO, "purchases")
    assumed = found.get("assume") or {}
    written = found.get("purchases") or []
    said = [None if one is None else merge.settings(assumed, one) for one in written]
    validation.check(walk, found, said)
    if walk.problems:
        raise ScenarioError(name, sorted(walk.problems, key=_by_place), source)
    scenario = Scenario(
        title=found.get("title") or _stem(name),
        about=found.get("about"),
        start=found.get("start"),
        purchases=tuple(_turn(every, found.get("income")) for every in said if every is not None),
        market=_market(found.get("market") or (), found.get("start")),
        statements=tuple(Statement(**one) for one in found.get("statements") or () if one),
    )
    bought = [every for every in said if every is not None]
    validation.doubt(walk, assumed, bought)
    plausibility.doubt(walk, found, bought)
    return Reading(source, scenario, sorted(walk.doubts, key=_by_place), walk)


def read_positions(name: str, data: bytes) -> list[Position]:
    """Read the positions of a file for the equity calculator; raises ScenarioError."""
    source, walk, found = _walk(name, data, fields.POSITIONS, "positions")
    items = found.get("positions") or []
    for number, item in enumerate(items, start=1):
        for key in ("what", "owed", "value"):
            if item is not None and f"positions[{number}].{key}" not in walk.places:
                walk.wrong(f"positions[{number}]", f"{key} is missing; write it")
    if walk.problems:
        raise ScenarioError(name, sorted(walk.problems, key=_by_place), source)
    return [Position(**item) for item in items if item is not None]


def has_positions(data: bytes) -> bool:
    """Say whether a file is one of positions rather than a scenario, by its top-level keys."""
    try:
        node = Source("", data).nodes([])
    except Unreadable:
        return False
    keys = {key.text for key, _ in node.pairs} if isinstance(node, Mapping) else set()
    return "positions" in keys and "purchases" not in keys


def load(path: str | PathLike[str]) -> Scenario:
    """Read a scenario file; raises ScenarioError, or OSError where it cannot be read."""
    with open(path, "rb") as file:
        return read(str(path), file.read(SIZE_LIMIT + 1)).scenario


def _walk(
    name: str, data: bytes, group: containers.Group, needed: str
) -> tuple[Source, ReadContext, dict[str, Any]]:
    """Read the settings of a file; raises ScenarioError where it is not even YAML."""
    own, abroad = fields.homes(needed)
    walk = ReadContext(own, input_hints.ALIASES, abroad, input_hints.elsewhere)
    source = None
    try:
        source = Source(name, data)
        node = source.nodes(walk.problems)
        walk.skip({problem.place for problem in walk.problems if problem.place})
    except Unreadable as unreadable:
        problems = [*walk.problems, unreadable.problem]
        raise ScenarioError(name, problems, source) from None
    if misplaced := _other_file(node, needed):
        raise ScenarioError(name, [misplaced], source)
    found = group.read(node, "", walk) or {}
    if needed not in walk.places and not walk.problems:
        walk.wrong("", f"{needed} is missing; write `{needed}:` and the list below it", node.place)
    return source, walk, found


_COMMANDS = {"purchases": "`tradein simulate`", "positions": "`tradein equity`"}
"""What reads a file, by the setting that it must have."""


def _other_file(node: Node, needed: str) -> Diagnostic | None:
    """Say that a file is of the other kind, where it plainly is."""
    keys = {key.text: key for key, _ in node.pairs} if isinstance(node, Mapping) else {}
    for other, command in _COMMANDS.items():
        if other != needed and other in keys and needed not in keys:
            message = f"a file with {other}, where {needed} are expected; it is for {command}"
            return Diagnostic(message, keys[other].place)
    return None


def _by_place(problem: Diagnostic) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)


def _stem(name: str) -> str:
    """Name a scenario without a title after its file, if it has one."""
    if name.startswith("<"):
        return "scenario"
    stem = "".join(c for c in splitext(basename(name))[0] if c.isprintable())
    return stem[: scalars.NAME_LIMIT].strip("-") or "scenario"


def _turn(said: dict[str, Any], income: int | None) -> Owned | Purchase:
    """Build one entry of the chain from settings that were checked."""
    return _owned(said) if "owed" in said else _purchase(said, income)


def _valuation(said: dict[str, Any]) -> Valuation:
    age = said.get("age", 0)
    msrp = said.get("msrp", None if age > 0 else said.get("price"))
    method = _method(said.get("value"))
    own = {key: said[key] for key in ("odometer", "miles_a_year") if key in said}
    return Valuation(
        method=method,
        msrp=msrp,
        worth=said.get("worth"),
        age_months=age,
        condition_ppm=said.get("condition", 1_000_000),
        **own,
    )


def _market(said: Any, start: date | None) -> Market:
    """Build the market from its months, or from a price history since the first day."""
    if not isinstance(said, dict):
        return Market(points=said)
    assert start is not None
    from tradein.scenario import history

    return Market(levels=history.find(said["history"]).since(start))


def _method(said: dict[str, Any] | None) -> Curve | YearlyLoss | Appraisals:
    """Build the way of valuing a vehicle; the default curve is an estimate."""
    if said is None:
        return catalog.find(catalog.DEFAULT_CURVE, assumed=True).curve
    if "curve" in said:
        return catalog.find(said["curve"]).curve
    if "table" in said:
        return Curve(points=said["table"])
    if "appraisals" in said:
        return Appraisals(points=said["appraisals"])
    losses = (said.get("yearly_loss", 0), said.get("delivery_loss", 0))
    return YearlyLoss(yearly_ppm=losses[0], delivery_ppm=losses[1])


def _owned(said: dict[str, Any]) -> Owned:
    return Owned(
        vehicle=said["vehicle"],
        owed=said["owed"],
        rolled=said["loan"].get("rolled", 0),
        loan=_loan_terms(said["loan"]),
        valuation=_valuation(said),
        private_sale=_private_sale(said.get("private_sale")),
        keep_months=said.get("keep"),
        events=_events(said.get("events")),
    )


def _purchase(said: dict[str, Any], income: int | None) -> Purchase:
    terms = DealTerms(
        price=said["price"],
        down=said.get("down", 0),
        rebate=said.get("rebate", 0),
        fees=said.get("fees", ()),
        products=said.get("products", ()),
        tax=_tax_rule(said["tax"]) if "tax" in said else None,
        trade_in=_trade_in_terms(said["trade_in"]) if "trade_in" in said else None,
        max_ltv_ppm=said.get("loan", {}).get("max_ltv"),
        prepaid_finance_charge=said.get("loan", {}).get("fee", 0),
        limits=_limits(said, income),
        refunds=_refunds(said),
    )
    return Purchase(
        vehicle=said["vehicle"],
        deal=terms,
        loan=_loan_terms(said["loan"]) if said.get("loan") else None,
        valuation=_valuation(said),
        private_sale=_private_sale(said.get("private_sale")),
        keep_months=said.get("keep"),
        events=_events(said.get("events")),
    )


def _limits(said: dict[str, Any], income: int | None) -> UnderwritingLimits | None:
    """Build what a lender goes by beside its cap; None where nothing of it is said."""
    loan, over = said.get("loan", {}), said.get("over_limit", CASH)
    if income is None and over == CASH and not set(validation.LIMITS[1:]) & set(loan):
        return None
    return UnderwritingLimits(
        base=loan.get("ltv_base"),
        invoice=said.get("invoice"),
        retail=said.get("retail"),
        without=loan.get("ltv_without", ()),
        max_pti_ppm=loan.get("max_pti"),
        income=income,
        over=over,
    )


def _refunds(said: dict[str, Any]) -> RefundTerms | None:
    if "refunds" not in said:
        return None
    from tradein.scenario import refund_reader

    return refund_reader.covers(said)


def _precomputed(said: dict[str, Any]) -> PrecomputedTerms:
    return PrecomputedTerms(add_on_ppm=said.get("add_on"), refund=said.get("refund"))


def _loan_terms(said: dict[str, Any]) -> LoanTerms:
    return LoanTerms(
        apr_ppm=said.get("apr", 0),
        months=said.get("months"),
        payment=said.get("payment"),
        negative_amortization="negative_amortization" in said,
        daily=said.get("interest") == DAILY,
        first_payment=said.get("first_payment"),
        rounded_up=said.get("rounding") == UP,
        balloon=said.get("balloon", 0),
        per_year=PER_YEAR[said.get("frequency", MONTHLY)],
        precomputed=_precomputed(said) if said.get("interest") == PRECOMPUTED else None,
    )


def _events(said: list[dict[str, Any]] | None) -> "tuple[Event, ...]":
    if not said:
        return ()
    from tradein.scenario import event_reader

    return event_reader.events(said)


def _trade_in_terms(said: dict[str, Any]) -> TradeInTerms:
    cash = said.get("cash", 0)
    return TradeInTerms(
        allowance=said.get("allowance"),
        payoff=said.get("payoff"),
        cash=None if cash == "all" else cash,
    )


def _tax_rule(said: dict[str, Any]) -> TaxRule:
    if "state" in said:
        from tradein.scenario import state_tax

        return state_tax.rule(said)
    credit = said.get("trade_in_credit", "full")
    return TaxRule(
        rate_ppm=said["rate"],
        credit_cap={"full": None, "none": 0}.get(credit, credit),
        rebate_taxed=said.get("rebate_taxed", True),
        taxes=said.get("taxes", ()),
    )


def _private_sale(said: dict[str, Any] | None) -> PrivateSale | None:
    if said is None:
        return None
    return PrivateSale(price_ppm=said.get("price", 1_000_000), costs=said.get("costs", 0))
