"""From a file's text to a Scenario: reads the settings, merges what is assumed, builds.

Every problem is found at once; each has the path of its setting, counted from 1, and the
place where it was written.
"""

from collections.abc import Sequence
from datetime import date
from os import PathLike
from os.path import basename, splitext
from typing import Any, NamedTuple

from tradein.diagnostic import Diagnostic, Place, warning
from tradein.finance.terms import (
    ACTUAL_365,
    ALLOWED,
    CASH,
    DAILY,
    DAYS_360,
    GRACE_DAYS,
    LEVEL_MONTHS,
    MONTH_NAMES,
    MONTHLY,
    NEAREST,
    PER_YEAR,
    PRECOMPUTED,
    SURRENDER,
    TOTAL_LOSS,
    DealTerms,
    LateFee,
    LoanTerms,
    PrecomputedTerms,
    RefundTerms,
    SaleTerms,
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
from tradein.scenario.scalars import Share
from tradein.scenario.yaml_source import (
    SIZE_LIMIT,
    Document,
    Mapping,
    Node,
    Source,
    Unreadable,
    render,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.finance.exits import ExitTerms, SurrenderTerms, TotalLossTerms
    from tradein.finance.paper import Paper
    from tradein.scenario.events import Event


class ScenarioError(ValueError):
    """A scenario file with mistakes; the message lists each problem with its place."""

    def __init__(self, name: str, problems: list[Diagnostic], source: Source | None = None) -> None:
        """Render the problems with excerpts of their source."""
        super().__init__(render(source, name, problems))
        self.name, self.problems = name, problems


class Reading(NamedTuple):
    """A file as read: its scenario, its warnings, and the place of each setting."""

    source: Source
    scenario: Scenario
    warnings: list[Diagnostic]
    context: ReadContext

    def refusal(self, path: str, message: str) -> ScenarioError:
        """Make the error for a refusal during the run, at the place of its setting."""
        path = self._in_file(path)
        problem = Diagnostic(message, self.context.place(path), path)
        return ScenarioError(self.source.name, [problem], self.source)

    def outside(self, months: int) -> list[Diagnostic]:
        """Warn if a price history lacks months of a chain, from 0 to its last."""
        name, start = self.context.values.get("market.history"), self.scenario.start
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

    def located(self, diagnostic: Diagnostic) -> Diagnostic:
        """Add its place in the file to a warning of the simulation or analysis."""
        path = self._in_file(diagnostic.path)
        return diagnostic._replace(path=path, place=self.context.place(path))

    def written_at(self, path: str) -> Place | None:
        """Give the place of a setting that is written, in its purchase or in `assume`; else None."""
        origin = merge.origin(self._in_file(path), self.context.places)
        return None if origin is None else self.context.places[origin]

    def _in_file(self, path: str) -> str:
        """Give the path in the file of one whose purchases are counted as in the scenario."""
        if not self.scenario.begins_with_trade or not path.startswith("purchases["):
            return path
        number, rest = path[len("purchases[") :].split("]", 1)
        return f"purchases[{int(number) - 1}]{rest}"


class Position(NamedTuple):
    """One asset and the debts on it, as written, in cents; `sale_costs` if given."""

    what: str
    owed: tuple[int, ...]
    value: int
    sale_costs: int | None = None


def read(name: str, data: bytes, arguments: Sequence[str] = ()) -> Reading:
    """Read a scenario from the bytes of a file; raises ScenarioError with all its problems.

    Each of the `arguments`, `path=value`, replaces a setting of the file.
    """
    return read_document(document(name, data, arguments))


def document(name: str, data: bytes, arguments: Sequence[str] = ()) -> Document:
    """Read a file from YAML, and replace settings; raises ScenarioError."""
    problems: list[Diagnostic] = []
    source = None
    try:
        source = Source(name, data)
        parsed = Document(source, source.nodes(problems), tuple(problems))
        if arguments:
            from tradein.scenario import paths

            for argument in arguments:
                parsed = paths.replaced(parsed, argument)
    except Unreadable as unreadable:
        problems = [*problems, unreadable.problem]
        raise ScenarioError(name, problems, unreadable.source or source) from None
    return parsed


def read_document(parsed: Document) -> Reading:
    """Read a scenario from a file's nodes; raises ScenarioError with all its problems."""
    source, name = parsed.source, parsed.source.name
    context, settings = _read(parsed, fields.SCENARIO, "purchases")
    assumed = settings.get("assume") or {}
    written = settings.get("purchases") or []
    if context.products:
        from tradein.scenario import product_reader

        assumed, written = product_reader.moved(context, assumed, written)
    purchases = [None if own is None else merge.settings(assumed, own) for own in written]
    validation.check(context, settings, purchases)
    if context.problems:
        raise ScenarioError(name, sorted(context.problems, key=_by_place), source)
    scenario = Scenario(
        title=settings.get("title") or _stem(name),
        about=settings.get("about"),
        start=settings.get("start"),
        purchases=_turns(purchases, settings.get("income")),
        market=_market(settings.get("market") or (), settings.get("start")),
        statements=tuple(Statement(**item) for item in settings.get("statements") or () if item),
    )
    bought = [purchase for purchase in purchases if purchase is not None]
    validation.warn(context, assumed, bought)
    plausibility.warn(context, settings, bought, scenario.purchases[0])
    return Reading(source, scenario, sorted(context.warnings, key=_by_place), context)


def read_positions(name: str, data: bytes, arguments: Sequence[str] = ()) -> list[Position]:
    """Read the positions of a file for the equity calculator; raises ScenarioError."""
    parsed = document(name, data, arguments)
    context, settings = _read(parsed, fields.POSITIONS, "positions")
    items = settings.get("positions") or []
    for number, item in enumerate(items, start=1):
        for key in ("what", "owed", "value"):
            if item is not None and f"positions[{number}].{key}" not in context.places:
                context.wrong(f"positions[{number}]", f"{key} is missing; write it")
    if context.problems:
        raise ScenarioError(name, sorted(context.problems, key=_by_place), parsed.source)
    return [Position(**item) for item in items if item is not None]


def has_positions(data: bytes) -> bool:
    """Say whether a file has positions rather than a scenario, by its top-level keys."""
    try:
        node = Source("", data).nodes([])
    except Unreadable:
        return False
    keys = {key.text for key, _ in node.pairs} if isinstance(node, Mapping) else set()
    return "positions" in keys and "purchases" not in keys


def load(path: str | PathLike[str]) -> Scenario:
    """Read a scenario file; raises ScenarioError, or OSError if it cannot be read."""
    with open(path, "rb") as file:
        return read(str(path), file.read(SIZE_LIMIT + 1)).scenario


def _read(
    parsed: Document, group: containers.Group, needed: str
) -> tuple[ReadContext, dict[str, Any]]:
    """Read the settings of a file; raises ScenarioError if it is plainly of another kind."""
    own, abroad = fields.homes(needed)
    context = ReadContext(own, input_hints.ALIASES, abroad, input_hints.elsewhere)
    context.problems += parsed.problems
    context.skip({problem.place for problem in context.problems if problem.place})
    if misplaced := _other_file(parsed.node, needed):
        raise ScenarioError(parsed.source.name, [misplaced], parsed.source)
    settings = group.read(parsed.node, "", context) or {}
    if needed not in context.places and not context.problems:
        message = f"{needed} is missing; write `{needed}:` and the list below it"
        context.wrong("", message, parsed.node.place)
    return context, settings


_COMMANDS = {"purchases": "`tradein simulate`", "positions": "`tradein equity`"}
"""What reads a file, by the setting that it must have."""


def _other_file(node: Node, needed: str) -> Diagnostic | None:
    """Say that a file is of the other kind if it plainly is."""
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


def _turns(
    purchases: list[dict[str, Any] | None], income: int | None
) -> tuple[Owned | Purchase, ...]:
    """Build the chain from settings that were checked; a vehicle given in at once comes first."""
    turns = [_turn(purchase, income) for purchase in purchases if purchase is not None]
    given_in = (purchases[0] or {}).get("trade_in")
    return tuple(turns) if given_in is None else (_given_in(given_in), *turns)


def _given_in(trade_in: dict[str, Any]) -> Owned:
    """Build the vehicle that a first purchase gives in, with what is owed on it that day."""
    worth = trade_in["worth"] if "worth" in trade_in else trade_in["allowance"]
    return Owned(
        vehicle=trade_in.get("vehicle", "previous vehicle"),
        owed=trade_in["payoff"],
        loan=None,
        valuation=Valuation(method=Appraisals(points=((0, worth),)), worth=worth),
        keep_months=0,
    )


def _turn(settings: dict[str, Any], income: int | None) -> Owned | Purchase:
    """Build one entry of the chain from checked settings."""
    return _owned(settings) if "owed" in settings else _purchase(settings, income)


def _valuation(settings: dict[str, Any]) -> Valuation:
    age = settings.get("age", 0)
    msrp = settings.get("msrp", None if age > 0 else settings.get("price"))
    method = _method(settings.get("value"))
    own = {key: settings[key] for key in ("odometer", "miles_a_year") if key in settings}
    return Valuation(
        method=method,
        msrp=msrp,
        worth=settings.get("worth"),
        age_months=age,
        condition_ppm=settings.get("condition", 1_000_000),
        **own,
    )


def _market(written: Any, start: date | None) -> Market:
    """Build the market from its months, or from a price history from the first day on."""
    if not isinstance(written, dict):
        return Market(points=written)
    assert start is not None
    from tradein.scenario import history

    return Market(levels=history.find(written["history"]).since(start))


def _method(settings: dict[str, Any] | None) -> Curve | YearlyLoss | Appraisals:
    """Build the valuation method; the default curve is an estimate."""
    if settings is None:
        return catalog.find(catalog.DEFAULT_CURVE, assumed=True).curve
    if "curve" in settings:
        return catalog.find(settings["curve"]).curve
    if "table" in settings:
        return Curve(points=settings["table"])
    if "appraisals" in settings:
        return Appraisals(points=settings["appraisals"])
    losses = (settings.get("yearly_loss", 0), settings.get("delivery_loss", 0))
    return YearlyLoss(yearly_ppm=losses[0], delivery_ppm=losses[1])


def _owned(settings: dict[str, Any]) -> Owned:
    return Owned(
        vehicle=settings["vehicle"],
        owed=settings["owed"],
        rolled=settings["loan"].get("rolled", 0),
        loan=_loan_terms(settings["loan"]),
        valuation=_valuation(settings),
        private_sale=_private_sale(settings.get("private_sale")),
        sale=_sale(settings),
        keep_months=settings.get("keep"),
        events=_events(settings.get("events")),
        max_ltv_ppm=settings["loan"].get("max_ltv"),
        exits=_exits(settings),
    )


def _purchase(settings: dict[str, Any], income: int | None) -> Purchase:
    terms = DealTerms(
        price=settings["price"],
        down=settings.get("down", 0),
        rebate=settings.get("rebate", 0),
        fees=settings.get("fees", ()),
        products=settings.get("products", ()),
        tax=_tax_rule(settings["tax"]) if "tax" in settings else None,
        trade_in=_trade_in_terms(settings["trade_in"]) if "trade_in" in settings else None,
        max_ltv_ppm=settings.get("loan", {}).get("max_ltv"),
        prepaid_finance_charge=settings.get("loan", {}).get("fee", 0),
        limits=_limits(settings, income),
        refunds=_refunds(settings),
    )
    return Purchase(
        vehicle=settings["vehicle"],
        deal=terms,
        loan=_loan_terms(settings["loan"]) if settings.get("loan") else None,
        valuation=_valuation(settings),
        private_sale=_private_sale(settings.get("private_sale")),
        sale=_sale(settings),
        keep_months=settings.get("keep"),
        events=_events(settings.get("events")),
        paper=_paper(settings.get("paper")),
        exits=_exits(settings),
    )


def _paper(settings: dict[str, Any] | None) -> "Paper | None":
    """Build what a paper says; None where it says nothing."""
    if not settings:
        return None
    figures = {key: cents for key, cents in settings.items() if key not in ("fees", "products")}
    from tradein.finance.paper import Paper

    return Paper(tuple(figures.items()), settings.get("fees"), settings.get("products"))


def _limits(settings: dict[str, Any], income: int | None) -> UnderwritingLimits | None:
    """Build the lender's limits other than its LTV cap; None if none is written."""
    loan, over = settings.get("loan", {}), settings.get("over_limit", CASH)
    if income is None and over == CASH and not set(validation.LIMITS[1:]) & set(loan):
        return None
    return UnderwritingLimits(
        base=loan.get("ltv_base"),
        invoice=settings.get("invoice"),
        retail=settings.get("retail"),
        without=loan.get("ltv_without", ()),
        max_pti_ppm=loan.get("max_pti"),
        income=income,
        over=over,
    )


def _refunds(settings: dict[str, Any]) -> RefundTerms | None:
    if "refunds" not in settings:
        return None
    from tradein.scenario import refund_reader

    return refund_reader.covers(settings)


def _exits(settings: dict[str, Any]) -> "ExitTerms | None":
    if "exits" not in settings:
        return None
    from tradein.scenario import exit_reader

    return exit_reader.terms(settings)


def _precomputed(settings: dict[str, Any]) -> PrecomputedTerms:
    return PrecomputedTerms(add_on_ppm=settings.get("add_on"), refund=settings.get("refund"))


def _loan_terms(settings: dict[str, Any]) -> LoanTerms:
    return LoanTerms(
        apr_ppm=settings.get("apr", 0),
        months=settings.get("months"),
        payment=settings.get("payment"),
        negative_amortization=settings.get("negative_amortization") == ALLOWED,
        daily=settings.get("interest") == DAILY,
        day_count=settings.get("day_count", ACTUAL_365),
        level_by_months=settings.get("level_by") == LEVEL_MONTHS,
        first_payment=settings.get("first_payment"),
        first_period=settings.get("first_period", DAYS_360),
        rounding=settings.get("rounding", NEAREST),
        balloon=settings.get("balloon", 0),
        per_year=PER_YEAR[settings.get("frequency", MONTHLY)],
        no_payment_in=tuple(1 + MONTH_NAMES.index(m) for m in settings.get("no_payment_in", ())),
        precomputed=_precomputed(settings) if settings.get("interest") == PRECOMPUTED else None,
        late_fee=_late_fee(settings),
    )


def _late_fee(settings: dict[str, Any]) -> LateFee | None:
    """Build the fee for a late payment, an amount or a share; None if there is none."""
    fee, grace = settings.get("late_fee"), settings.get("grace", GRACE_DAYS)
    if fee is None:
        return None
    if isinstance(fee, Share):
        return LateFee(share_ppm=fee.ppm, grace_days=grace)
    return LateFee(cents=fee, grace_days=grace)


def _events(settings: list[dict[str, Any]] | None) -> "tuple[Event, ...]":
    if not settings:
        return ()
    from tradein.scenario import event_reader

    return event_reader.events(settings)


def _trade_in_terms(settings: dict[str, Any]) -> TradeInTerms:
    cash = settings.get("cash", 0)
    return TradeInTerms(
        allowance=settings.get("allowance"),
        payoff=settings.get("payoff"),
        cash=None if cash == "all" else cash,
    )


def _tax_rule(settings: dict[str, Any]) -> TaxRule:
    if merge.AMOUNT in settings:
        return TaxRule(amount=settings[merge.AMOUNT])
    if "state" in settings:
        from tradein.scenario import state_tax

        return state_tax.rule(settings)
    credit = settings.get("trade_in_credit", "full")
    return TaxRule(
        rate_ppm=settings["rate"],
        credit_cap={"full": None, "none": 0}.get(credit, credit),
        rebate_taxed=settings.get("rebate_taxed", True),
        rolled_in_taxed=settings.get("rolled_in_taxed", False),
        taxes=settings.get("taxes", ()),
    )


def _private_sale(settings: dict[str, Any] | None) -> PrivateSale | None:
    if settings is None or isinstance(settings.get("price"), scalars.Sum):
        return None
    return PrivateSale(price_ppm=settings.get("price", 1_000_000), costs=settings.get("costs", 0))


def _sale(settings: dict[str, Any]) -> "SaleTerms | TotalLossTerms | SurrenderTerms | None":
    """Build what ends an ownership without a trade; None where a private sale is only estimated."""
    if TOTAL_LOSS in settings or SURRENDER in settings:
        from tradein.scenario import loss_reader

        return loss_reader.terms(settings)
    sale = settings.get("private_sale") or {}
    price = sale.get("price")
    if not isinstance(price, scalars.Sum):
        return None
    note = _loan_terms(sale["note"]) if "note" in sale else None
    return SaleTerms(
        price=price.cents,
        costs=sale.get("costs", 0),
        note=note,
        tax_credit=sale.get("tax_credit"),
    )
