"""What each setting is called: the one list of fields, walked by the reader.

The JSON Schema and the tables in the docs are printed from it.  A field has a name, a kind,
a sentence and a default; groups of fields nest as they do in the file.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from tradein.finance import deal, loan, money, tax, value
from tradein.scenario import kinds, model
from tradein.scenario.kinds import Kind, Wrong
from tradein.scenario.source import (
    SHOWN_PROBLEMS,
    Mapping,
    Node,
    Place,
    Problem,
    Scalar,
    Sequence,
    cut,
)
from tradein.visible import visible

POINTS = 601
"""The most months of a table, of appraisals or of a market."""

_MISNOMERS = {
    "chain": "purchases",
    "vehicles": "purchases",
    "cars": "purchases",
    "trades": "purchases",
    "deals": "purchases",
    "name": "title",
    "rate": "apr",
    "interest_rate": "apr",
    "term": "months",
    "down_payment": "down",
    "trade": "trade_in",
    "car": "vehicle",
    "curve": "value",
    "addons": "products",
    "balance": "owed",
    "cash_down": "down",
    "deposit": "down",
    "downpayment": "down",
    "length": "months",
    "ltv": "max_ltv",
    "model": "vehicle",
    "monthly_payment": "payment",
    "sticker": "msrp",
    "terms": "months",
    "trade_value": "allowance",
}
"""Names that people write for a setting that is called something else."""


class Walk:
    """One walk through a file: the problems and doubts met, and where each setting stands.

    `said` holds every single value by its path: what was read, and the text it was read from.
    """

    def __init__(self) -> None:
        """Start with nothing found."""
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.places: dict[str, Place] = {}
        self.said: dict[str, tuple[Any, str]] = {}
        self._skipped: set[tuple[int, int]] = set()

    def skip(self, places: set[Place]) -> None:
        """Note no further problems at these places: what is written there was not understood."""
        self._skipped = {(place.line, place.column) for place in places}

    def wrong(self, path: str, message: str, place: Place | None = None) -> None:
        """Note a problem with a setting, by its path."""
        place = place or self.place(path)
        if place is None or (place.line, place.column) not in self._skipped:
            self.problems.append(Problem(message, place, path))

    def wrong_once(self, path: str, message: str) -> None:
        """Note a problem, unless the same one was found at the same place already."""
        place = self.place(path)
        if not any(p.message == message and p.place == place for p in self.problems):
            self.wrong(path, message)

    def doubt(self, path: str, message: str) -> None:
        """Note something suspicious but legal about a setting."""
        self.doubts.append(Problem(f"warning: {message}", self.place(path), path))

    def near(self, written: str, known: list[str]) -> str:
        """Suggest a known word, while there are few enough problems for anybody to read."""
        return kinds.near(written, known) if len(self.problems) < 10 * SHOWN_PROBLEMS else ""

    def meant(self, written: str, known: list[str]) -> str | None:
        """Find the setting that was probably meant, on the same terms."""
        meant = _MISNOMERS.get(written.lower())
        if meant in known or len(self.problems) >= 10 * SHOWN_PROBLEMS:
            return meant if meant in known else None
        return kinds.nearest(written, known)

    def place(self, path: str) -> Place | None:
        """Give where a setting, or the nearest one around it, was written.

        What a purchase takes from `assume` was written there.
        """
        while path:
            if path in self.places:
                return self.places[path]
            head, _, rest = path.partition(".")
            assumed = f"assume.{rest}" if rest and head.startswith("purchases[") else ""
            if assumed in self.places:
                return self.places[assumed]
            path = path.rpartition(".")[0]
        return None


class Field(NamedTuple):
    """One setting: its name, its kind, a sentence on it, its default (none: required).

    `doubt` gives a warning for a value that is legal but suspicious.
    """

    name: str
    kind: Any
    sentence: str
    default: str | None = None
    doubt: Callable[[Any], str | None] | None = None


class Group(NamedTuple):
    """A mapping of fields."""

    fields: tuple[Field, ...]

    def read(self, node: Node, path: str, walk: Walk) -> dict[str, Any] | None:
        """Read the settings that are written, reporting those that are unknown or wrong."""
        if not isinstance(node, Mapping):
            walk.wrong(path, _not_mapping(node, path, self.fields), node.place)
            return None
        known = {field.name: field for field in self.fields}
        found: dict[str, Any] = {}
        for key, inner in node.pairs:
            here = f"{path}.{_shown(key.text)}" if path else _shown(key.text)
            if key.text not in known:
                walk.wrong(here, self._unknown(key, inner, path, walk), key.place)
                continue
            walk.places[here] = inner.place if _filled(inner) else key.place
            got = _read(known[key.text], inner, here, walk)
            if got is not None:
                found[key.text] = got
        return found

    def _unknown(self, key: Scalar, inner: Node, path: str, walk: Walk) -> str:
        """Say that a setting is unknown, and what was probably meant, which then is not missing."""
        name, names = key.text, [field.name for field in self.fields]
        text = f"unknown setting {kinds.quote(name)}"
        if name.isdecimal() and isinstance(inner, Scalar) and not inner.text:
            return (
                f"{text}; a comma inside braces ends an entry: write amounts without commas there"
            )
        meant = walk.meant(name, names)
        if meant is not None:
            walk.places.setdefault(f"{path}.{meant}" if path else meant, key.place)
            return f"{text}; did you mean {meant}?"
        homes = [home for home, group in _homes() if name in [f.name for f in group.fields]]
        if homes and name not in names:
            return f"{text} here; it belongs under {' or '.join(homes)}"
        return f"{text}; known: {kinds.listed(names)}"


class Many(NamedTuple):
    """A list of groups, numbered from 1."""

    group: Group
    most: int

    def read(self, node: Node, path: str, walk: Walk) -> list[dict[str, Any] | None] | None:
        """Read each item, keeping None in the place of one that is no mapping."""
        if not isinstance(node, Sequence):
            walk.wrong(path, "not a list; start each item with '- '", node.place)
            return None
        if not 1 <= len(node.items) <= self.most:
            count = f"{len(node.items)} items"
            walk.wrong(path, f"{count}; write at least one, at most {self.most}", node.place)
            return None
        items = []
        for number, item in enumerate(node.items, start=1):
            here = f"{path}[{number}]"
            first = item.pairs[0][0] if isinstance(item, Mapping) and item.pairs else item
            walk.places[here] = first.place
            if isinstance(item, Mapping):
                items.append(self.group.read(item, here, walk))
            else:
                walk.wrong(here, f"item {number} is not a mapping of settings", item.place)
                items.append(None)
        return items


class Amounts(NamedTuple):
    """One amount, or names with amounts; a lone amount bears the field's own name."""

    lone: str

    def read(self, node: Node, path: str, walk: Walk) -> deal.Items | None:
        """Read names with cents."""
        if isinstance(node, Scalar):
            cents = _read_one(kinds.MONEY, node, path, walk)
            return None if cents is None else ((self.lone, cents),)
        if not isinstance(node, Mapping):
            walk.wrong(path, "a list; write one amount, or names with amounts", node.place)
            return None
        if len(node.pairs) > deal.ITEMS:
            walk.wrong(path, f"{len(node.pairs)} items; the limit is {deal.ITEMS}", node.place)
        name_kind = kinds.text(kinds.NAME_LIMIT)
        items = []
        for key, inner in node.pairs:
            here = f"{path}.{_shown(key.text)}"
            walk.places[here] = inner.place if _filled(inner) else key.place
            name = _read_one(name_kind, key, here, walk)
            cents = _read_one(kinds.MONEY, inner, here, walk)
            if name is not None and cents is not None:
                items.append((name, cents))
        return tuple(items)


class Points(NamedTuple):
    """Months, increasing, each with a share or an amount."""

    kind: Kind

    def read(self, node: Node, path: str, walk: Walk) -> value.Points | None:
        """Read months with millionths or cents."""
        if not isinstance(node, Mapping) or not 1 <= len(node.pairs) <= POINTS:
            message = f"not months with values, at least one, at most {POINTS}; write `12: …` lines"
            walk.wrong(path, message, node.place)
            return None
        month_kind = kinds.length(0, LAST_MONTH, bare=True)
        points: list[tuple[int, int]] = []
        for key, inner in node.pairs:
            here = f"{path}.{_shown(key.text)}"
            walk.places[here] = inner.place if _filled(inner) else key.place
            month = _read_one(month_kind, key, here, walk)
            got = _read_one(self.kind, inner, here, walk)
            if month is None or got is None:
                continue
            if points and month <= points[-1][0]:
                before = f"month {month} comes after month {points[-1][0]}"
                walk.wrong(here, f"{before}; months must be increasing, none twice", key.place)
                continue
            points.append((month, got))
        return tuple(points) or None


class Names(NamedTuple):
    """`all`, a name, or a list of names."""

    def read(self, node: Node, path: str, walk: Walk) -> tuple[str, ...] | str | None:
        """Read the names of fees and products."""
        if isinstance(node, Scalar) and node.text == tax.ALL:
            walk.said[path] = (tax.ALL, node.text)
            return tax.ALL
        if isinstance(node, Mapping):
            walk.wrong(path, "not names; write `all` or a list of names", node.place)
            return None
        items = node.items if isinstance(node, Sequence) else [node]
        if len(items) > 2 * deal.ITEMS:
            message = f"{len(items)} names; write at most {2 * deal.ITEMS}, or `all`"
            walk.wrong(path, message, node.place)
            return None
        name_kind = kinds.text(kinds.NAME_LIMIT)
        read = [_read_one(name_kind, item, path, walk) for item in items]
        names = tuple(name for name in read if name is not None)
        walk.said[path] = (names, ", ".join(names))
        return names


class Liens(NamedTuple):
    """One amount owed, or a list of them."""

    def read(self, node: Node, path: str, walk: Walk) -> tuple[int, ...] | None:
        """Read the cents owed on each lien."""
        items = node.items if isinstance(node, Sequence) else [node]
        if not 1 <= len(items) <= deal.ITEMS:
            walk.wrong(path, f"write at least one amount, at most {deal.ITEMS}", node.place)
            return None
        amounts = [_read_one(kinds.MONEY, item, path, walk) for item in items]
        return tuple(cents for cents in amounts if cents is not None)


LAST_MONTH = model.PURCHASES * model.KEEP_MONTHS[1]
"""The latest month that a table or a market may name: the end of the longest chain."""


NOTHING = "nothing is written here; write a value, or remove the setting"
"""What is said of a setting without a value."""


def _read(field: Field, node: Node, path: str, walk: Walk) -> Any:
    """Read one field's value; None where it is wrong, which is then reported."""
    if isinstance(node, Scalar) and not _filled(node):
        walk.wrong(path, NOTHING)
        return None
    if isinstance(field.kind, Kind):
        got = _read_one(field.kind, node, path, walk)
    else:
        got = field.kind.read(node, path, walk)
    if got is None:
        return None
    if field.doubt is not None and (message := field.doubt(got)):
        walk.doubt(path, message)
    return got


def _read_one(kind: Kind, node: Node, path: str, walk: Walk) -> Any:
    """Read a single value, or report why it cannot be; None then."""
    if not isinstance(node, Scalar):
        what = "a list" if isinstance(node, Sequence) else "a mapping"
        wanted = {"length": "whole number of months", "money": "amount"}.get(kind.name, kind.name)
        walk.wrong(path, f"{what}, not one {wanted}; write {kind.written}", node.place)
        return None
    if not _filled(node):
        walk.wrong(path, NOTHING)
        return None
    if kind.name == "text" and node.cut:
        message = (
            f"a text cut short at ' #': only {kinds.quote(node.text)} is read; put it in quotes"
        )
        walk.wrong(path, message, node.place)
        return None
    try:
        got = kind.read(node)
    except Wrong as wrong:
        walk.wrong(path, str(wrong), node.place)
        return None
    walk.said[path] = (got, node.text)
    return got


def _filled(node: Node) -> bool:
    """Say whether something is written: `key:` alone, `~` and `null` are nothing."""
    empty = isinstance(node, Scalar) and not node.quoted and node.text.lower() in ("", "~", "null")
    return not empty


def _shown(key: str) -> str:
    """Give a user's key as it stands in a path."""
    return visible(cut(key))


def _not_mapping(node: Node, path: str, fields: tuple[Field, ...]) -> str:
    """Say that settings were expected where something else stands."""
    names = ", ".join(field.name for field in fields[:6])
    if not path:
        some = "the list belongs under `purchases:`" if isinstance(node, Sequence) else names
        return f"the top level must be a mapping of settings; {some}"
    return f"not a mapping of settings; write {names} … below it, one a line"


def _homes() -> tuple[tuple[str, Group], ...]:
    """List the groups, with the words for where they stand in a file."""
    return (
        ("purchases", PURCHASE),
        ("loan of a purchase (or assume.loan)", LOAN),
        ("tax of a purchase (or assume.tax)", TAX),
        ("trade_in of a purchase", TRADE_IN),
        ("value of a purchase (or assume.value)", VALUE),
        ("private_sale of a purchase (or assume.private_sale)", PRIVATE_SALE),
        ("the top level", SCENARIO),
    )


def _low_rate(below_ppm: int) -> Callable[[int], str | None]:
    """Doubt a rate that looks like a fraction written with a percent sign."""

    def doubt(ppm: int) -> str | None:
        if not 0 < ppm < below_ppm:
            return None
        written, meant = money.percent(ppm), money.percent(ppm * 100)
        return f"{written} is unusually low; did you mean {meant}?"

    return doubt


def _odd_price(cents: int) -> str | None:
    if 0 < cents < 50_000:
        return f"{money.dollars(cents)} is unusually low; are thousands missing?"
    if cents >= 100_000_000:
        shown = money.dollars(cents)
        return f"{shown} is unusually high; amounts are in dollars, not cents"
    return None


def _odd_term(months: int) -> str | None:
    if months >= 12:
        return None
    meant = f"; did you mean {months * 12} months ({months} years)?" if months > 1 else ""
    return f"{months} months is unusual for a loan{meant}"


_SHARE = kinds.rate(money.SHARE_LIMIT_PPM)
_SHARE_LEFT = kinds.rate(money.SHARE_LIMIT_PPM, above_zero=True)

LOAN = Group(
    (
        Field(
            "apr",
            kinds.rate(loan.APR_PPM[1], annual=True),
            "The contract rate, a year.",
            doubt=_low_rate(5_000),
        ),
        Field(
            "months",
            kinds.length(*loan.MONTHS, bare=True),
            "The term; of an `owed` loan, the months still to pay.",
            "needed unless `payment` is known",
            _odd_term,
        ),
        Field(
            "payment",
            kinds.MONEY,
            "A level payment known from the contract, in place of the computed one.",
            "computed",
        ),
        Field(
            "negative_amortization",
            kinds.choice("allowed"),
            "`allowed` admits a payment that does not exceed the interest; needs `months`.",
            "not allowed",
        ),
        Field(
            "interest",
            kinds.choice("monthly", later=("daily", "precomputed")),
            "How interest is counted; `daily` and `precomputed` are not there yet.",
            "monthly",
        ),
        Field(
            "max_ltv",
            _SHARE,
            "The lender's cap on the amount financed, as a share of the sticker price of a new "
            "vehicle or of the value on the day of a used one; what is over it is due in cash.",
            "none",
            _low_rate(100_000),
        ),
        Field(
            "rolled",
            kinds.MONEY,
            "With `owed` only: the part of it that came from earlier vehicles.",
            "nothing",
        ),
    )
)

TAX = Group(
    (
        Field("rate", kinds.rate(tax.RATE_PPM[1]), "The sales tax.", doubt=_low_rate(5_000)),
        Field(
            "trade_in_credit",
            kinds.word_or_money("full", "none"),
            "How much of the allowance reduces what is taxed: all, nothing, or up to an amount.",
            "full",
        ),
        Field("rebate_taxed", kinds.YES_NO, "Whether the price before the rebate is taxed.", "yes"),
        Field("taxes", Names(), "The fees and products that are taxed: names, or `all`.", "none"),
    )
)

TRADE_IN = Group(
    (
        Field(
            "allowance",
            kinds.MONEY,
            "What the dealer credits for the previous vehicle.",
            "its trade-in value that month",
        ),
        Field(
            "payoff",
            kinds.MONEY,
            "What the old lender asked, where known; the difference from the balance is interest.",
            "the balance",
        ),
        Field(
            "cash",
            kinds.word_or_money("all"),
            "Cash toward the shortfall: an amount, or all of it; more counts as `down`.",
            "nothing: all of it is rolled in",
        ),
    )
)

VALUE = Group(
    (
        Field("curve", kinds.text(kinds.NAME_LIMIT), "A built-in curve (`tradein curves`).", ""),
        Field(
            "yearly_loss",
            kinds.rate(value.LOSS_PPM[1]),
            "The share of its value that the vehicle loses every year.",
            "nothing",
            _low_rate(10_000),
        ),
        Field(
            "delivery_loss",
            kinds.rate(value.LOSS_PPM[1]),
            "The share of the sticker price that is lost at once.",
            "nothing",
            _low_rate(10_000),
        ),
        Field("table", Points(_SHARE_LEFT), "Shares of the sticker price by months of age.", ""),
        Field("appraisals", Points(kinds.MONEY), "Dollars by months of ownership.", ""),
    )
)

PRIVATE_SALE = Group(
    (
        Field(
            "price",
            _SHARE,
            "What a private buyer pays, as a share of the trade-in value.",
            "100%",
            _low_rate(100_000),
        ),
        Field("costs", kinds.MONEY, "What selling costs.", "nothing"),
    )
)

PURCHASE = Group(
    (
        Field("vehicle", kinds.text(kinds.NAME_LIMIT), "Its name; two may bear the same."),
        Field(
            "price",
            kinds.MONEY,
            "The negotiated selling price.",
            "needed unless `owed` is there",
            _odd_price,
        ),
        Field(
            "msrp", kinds.MONEY, "The sticker price, base of the curve.", "the price, of a new one"
        ),
        Field(
            "age",
            kinds.length(*value.AGE_MONTHS),
            "Its age when bought; above zero the vehicle is used.",
            "new",
        ),
        Field(
            "worth",
            kinds.MONEY,
            "The trade-in value on the day of purchase, where known.",
            "by the curve; a used vehicle needs `worth` or `msrp`",
        ),
        Field(
            "owed",
            kinds.MONEY,
            "First entry only, in place of `price`: the balance of a loan that exists already; "
            "needs `worth`, `age`, `loan.apr`, and `loan.months` or `loan.payment`.",
            "a purchase",
        ),
        Field("down", kinds.MONEY, "Cash down.", "nothing"),
        Field("rebate", kinds.MONEY, "The manufacturer's rebate.", "nothing"),
        Field("fees", Amounts("fees"), "One amount, or names with amounts.", "nothing"),
        Field(
            "products",
            Amounts("products"),
            "Financed add-ons (GAP, a service contract): one amount, or names with amounts.",
            "nothing",
        ),
        Field("tax", TAX, "How the purchase is taxed.", "no tax, with a note"),
        Field("trade_in", TRADE_IN, "The previous vehicle given in.", "at its trade-in value"),
        Field("loan", LOAN, "The loan; left out only where nothing is financed.", "no loan"),
        Field("value", VALUE, "How its value is reckoned: one way.", "curve avg_2025_wholesale"),
        Field("private_sale", PRIVATE_SALE, "What a private sale would bring.", "not shown"),
        Field(
            "keep",
            kinds.length(*model.KEEP_MONTHS),
            "How long it is kept, then traded for the next; `0 months` is a trade on the day.",
            "until its loan is paid off, on the last entry only",
        ),
    )
)

PER_PURCHASE = ("vehicle", "price", "owed", "trade_in")
"""The settings of a purchase that cannot be assumed for all of them."""

ASSUME = Group(tuple(field for field in PURCHASE.fields if field.name not in PER_PURCHASE))

SCENARIO = Group(
    (
        Field("title", kinds.text(kinds.NAME_LIMIT), "What the scenario is called.", "file name"),
        Field("about", kinds.text(kinds.ABOUT_LIMIT, lines=True), "A sentence on it.", "nothing"),
        Field("start", kinds.DATE, "The day of the first purchase.", "no dates"),
        Field("assume", ASSUME, "Settings for every purchase that does not say otherwise.", "none"),
        Field("purchases", Many(PURCHASE, model.PURCHASES), "The chain, in order."),
        Field(
            "market",
            Points(_SHARE_LEFT),
            "Months of the chain with the level of used-vehicle prices, of the normal one.",
            "100% throughout",
        ),
    )
)

POSITION = Group(
    (
        Field("what", kinds.text(kinds.NAME_LIMIT), "What is owned: car, boat, home …"),
        Field("owed", Liens(), "What is owed on it: an amount, or a list, one for each lien."),
        Field("value", kinds.MONEY, "What somebody would pay for it."),
        Field("sale_costs", kinds.MONEY, "What selling it costs.", "not counted"),
    )
)

POSITIONS_LIMIT = 1_000
"""The most positions of a file."""

POSITIONS = Group(
    (Field("positions", Many(POSITION, POSITIONS_LIMIT), "The positions, for `tradein equity`."),)
)
