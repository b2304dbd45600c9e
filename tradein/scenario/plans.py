"""Writes what an owner may do from a month on as the scenarios that a user would write.

A plan is a file's nodes with the purchases up to the vehicle that is held, its `keep`, and what
comes after.  Amounts are cents, times are months.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from tradein.diagnostic import Place
from tradein.finance import money
from tradein.scenario.yaml_source import Document, Mapping, Node, Scalar, Sequence

_PLACE = Place(1, 1)
_DATED = ("first_payment", "first_period")
"""What a loan says of the day for which it was written."""

NEXT_MONTHS, CHEAPER_MONTHS = 72, 60
"""The term of a loan for a vehicle like an owned one, and of one for a cheaper vehicle."""


class Here(NamedTuple):
    """Where the owner stands: the file, the vehicle held, and how far to look ahead.

    `number` counts the purchases of the file; `held` months are over and `ahead` are to come.
    `planned` is the `keep` of the file, None without one.  `value` is what a dealer would give,
    `price` what a private buyer would, less `costs`.  `apr` is the rate of the loan in millionths,
    `age` the age of the vehicle.
    """

    document: Document
    number: int
    held: int
    ahead: int
    planned: int | None
    value: int
    price: int
    costs: int
    apr: int
    age: int

    @property
    def written(self) -> Mapping:
        """Give the settings of the vehicle held."""
        return _purchases(self.document)[self.number - 1]

    @property
    def following(self) -> Mapping | None:
        """Give the settings of the purchase after it, if there is one."""
        after = _purchases(self.document)[self.number :]
        return after[0] if after else None

    @property
    def owned(self) -> bool:
        """Say whether the vehicle was owned already on the first day of the chain."""
        return _get(self.written, "owed") is not None

    @property
    def refinanced(self) -> int:
        """Give the month of ownership of a new loan: this one; not the day of a purchase itself."""
        return self.held if self.owned else max(self.held, 1)


def keep(here: Here) -> Document:
    """Keep the vehicle and pay as agreed."""
    return _chain(here, _kept(here, here.ahead))


def pay_down(here: Here, extra: int) -> Document:
    """Keep the vehicle and pay something extra each month."""
    event = {"month": str(here.held + 1), "extra": money.dollars(extra), "every": "month"}
    return _chain(here, _with_event(here, _kept(here, here.ahead), _mapping(event)))


def refinance(here: Here, apr: int, months: int, fee: int) -> Document:
    """Keep the vehicle with a new loan; on the first day of a purchase, from its first payment on."""
    loan = {"apr": money.percent(apr), "months": str(months), "fee": money.dollars(fee)}
    event = _put(_mapping({"month": str(here.refinanced)}), "refinance", _mapping(loan))
    return _chain(here, _with_event(here, _kept(here, here.ahead), event))


def trade(here: Here, after: int) -> Document:
    """Trade the vehicle after some months for the next of the file, or for one like it."""
    written = here.following
    if written is None:
        following = _like(here)
    elif here.planned != here.held + after:
        following = _at_another_time(written)
    else:
        following = _without_ending(written)
    following = _put(following, "keep", _scalar(_months(here.ahead - after)))
    return _chain(here, _kept(here, after), following)


def sell(here: Here, price: int, worth: int) -> Document:
    """Sell the vehicle privately and buy a cheaper one, all of it on a loan."""
    sale = {"price": money.dollars(here.price), "costs": money.dollars(here.costs)}
    sold = _put(_kept(here, 0), "private_sale", _mapping(sale))
    settings = {
        "vehicle": "cheaper vehicle",
        "price": money.dollars(price),
        "retail": money.dollars(price),
        "worth": money.dollars(worth),
        "age": _months(here.age),
    }
    cheaper = _mapping(settings)
    loan = {"apr": money.percent(here.apr), "months": str(CHEAPER_MONTHS)}
    cheaper = _put(cheaper, "loan", _mapping(loan))
    for name in ("tax", "fees", "value", "miles_a_year", "private_sale"):
        node = _get(_without_products(_without_ending(here.written)), name)
        if node is not None and not (name == "value" and _get(node, "appraisals") is not None):
            cheaper = _put(cheaper, name, node)
    return _chain(here, sold, _put(cheaper, "keep", _scalar(_months(here.ahead))))


def _kept(here: Here, more: int) -> Mapping:
    """Give the settings of the vehicle held, kept some months more and then neither sold nor lost.

    What was to happen to its loan after that is left out.
    """
    until = here.held + more
    held = _put(_without_ending(here.written), "keep", _scalar(_months(until)))
    return _with_events(held, lambda event: _length(_get(event, "month")) <= until)


def _like(here: Here) -> Mapping:
    """Give the settings of a vehicle bought as the one that is held was."""
    left_out = ("trade_in", "events", "paper", "owed")
    like = _without(_without_ending(here.written), *left_out)
    loan = _get(like, "loan")
    if here.owned:
        like = _put(like, "price", _get(here.written, "worth") or _scalar("$0"))
        terms = _mapping({"months": str(NEXT_MONTHS)})
        rate = _get(loan, "apr")
        return _put(like, "loan", terms if rate is None else _put(terms, "apr", rate))
    if isinstance(loan, Mapping):
        known = _get(loan, "months") is not None
        like = _put(like, "loan", _without(loan, *_DATED, *(("payment",) if known else ())))
    return like


def _at_another_time(following: Mapping) -> Mapping:
    """Leave out what a purchase says of the day for which it was written."""
    trade_in, loan = _get(following, "trade_in"), _get(following, "loan")
    if isinstance(trade_in, Mapping):
        rest = _without(trade_in, "allowance", "payoff")
        following = (
            _put(following, "trade_in", rest) if rest.pairs else _without(following, "trade_in")
        )
    if isinstance(loan, Mapping):
        following = _put(following, "loan", _without(loan, *_DATED))
    undated = _with_events(following, lambda event: _get(event, "date") is None)
    return _without_ending(undated)


def _chain(here: Here, held: Mapping, *following: Mapping) -> Document:
    """Put the vehicle held, and what comes after it, behind the purchases before it."""
    before = _purchases(here.document)[: here.number - 1]
    top = here.document.node
    assert isinstance(top, Mapping)
    purchases = Sequence([*before, held, *following], _PLACE, False)
    return here.document._replace(node=_put(top, "purchases", purchases))


def _with_event(here: Here, held: Mapping, event: Mapping) -> Mapping:
    """Add an event to those of a purchase, which may be those that are assumed for all."""
    known = _get(held, "events") or _get(_get(here.document.node, "assume"), "events")
    events = known.items if isinstance(known, Sequence) else []
    return _put(held, "events", Sequence([*events, event], _PLACE, False))


def _with_events(purchase: Mapping, wanted: Callable[[Node], bool]) -> Mapping:
    """Keep some of a purchase's own events."""
    events = _get(purchase, "events")
    if not isinstance(events, Sequence):
        return purchase
    left = [event for event in events.items if wanted(event)]
    if not left:
        return _without(purchase, "events")
    return _put(purchase, "events", events._replace(items=left))


def _length(node: Node | None) -> int:
    """Read a number of months or years; 0 for what is none."""
    match = re.fullmatch(r"([0-9]{1,4})( years?| months?)?", _text(node))
    if match is None:
        return 0
    return int(match[1]) * (12 if (match[2] or "").startswith(" year") else 1)


def _without_ending(purchase: Mapping) -> Mapping:
    """Leave out what would end the turn: a total loss, a surrender, a private sale for an amount."""
    price = _text(_get(_get(purchase, "private_sale"), "price"))
    sale = ["private_sale"] if price.startswith("$") else []
    return _without(purchase, "total_loss", "surrender", *sale)


def _without_products(purchase: Mapping) -> Mapping:
    """Leave out products, and their names where the tax lists what is taxed."""
    tax, names = _get(purchase, "tax"), _names(_get(purchase, "products"))
    taxed = _get(tax, "taxes")
    items = taxed.items if isinstance(taxed, Sequence) else [taxed] if taxed else []
    left = [item for item in items if _text(item) not in names]
    if isinstance(tax, Mapping) and len(left) < len(items):
        rest = _put(tax, "taxes", Sequence(left, _PLACE, False))
        purchase = _put(purchase, "tax", rest if left else _without(tax, "taxes"))
    return _without(purchase, "products")


def _names(products: Node | None) -> list[str]:
    """List the names of products; one amount without a name is called `products`."""
    if isinstance(products, Mapping):
        return [key.text for key, _ in products.pairs]
    return [] if products is None else ["products"]


def _purchases(document: Document) -> list[Mapping]:
    written = _get(document.node, "purchases")
    items = written.items if isinstance(written, Sequence) else []
    return [item for item in items if isinstance(item, Mapping)]


def _get(node: Node | None, name: str) -> Node | None:
    """Give a setting of a mapping; None if it is not there."""
    pairs = node.pairs if isinstance(node, Mapping) else []
    return next((inner for key, inner in pairs if key.text == name), None)


def _put(node: Mapping, name: str, value: Node) -> Mapping:
    """Give a mapping with a setting in its place, or added."""
    if _get(node, name) is None:
        return node._replace(pairs=[*node.pairs, (_scalar(name), value)])
    pairs = [(key, value if key.text == name else inner) for key, inner in node.pairs]
    return node._replace(pairs=pairs)


def _without(node: Mapping, *names: str) -> Mapping:
    return node._replace(pairs=[pair for pair in node.pairs if pair[0].text not in names])


def _mapping(settings: dict[str, str]) -> Mapping:
    return Mapping([(_scalar(k), _scalar(text)) for k, text in settings.items()], _PLACE, False)


def _scalar(text: str) -> Scalar:
    return Scalar(text, _PLACE, False)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _months(number: int) -> str:
    return f"{number} month{'' if number == 1 else 's'}"


def written(document: Document) -> str:
    """Write the nodes of a file as YAML; its comments are lost."""
    return "".join(f"{line}\n" for line in _lines(document.node))


def _lines(node: Node) -> list[str]:
    """Write a node in lines without indentation."""
    if isinstance(node, Scalar):
        return [_quoted(node)]
    several = []
    if isinstance(node, Sequence):
        for item in node.items:
            first, *more = _lines(item)
            several += [f"- {first}", *(f"  {line}" for line in more)]
        return several or ["[]"]
    for key, inner in node.pairs:
        lines = _lines(inner)
        if isinstance(inner, Scalar) or lines in (["[]"], ["{}"]):
            several.append(f"{_quoted(key)}: {lines[0]}")
        else:
            several += [f"{_quoted(key)}:", *(f"  {line}" for line in lines)]
    return several or ["{}"]


def _quoted(scalar: Scalar) -> str:
    """Write a text plainly where YAML reads it back as it is, else in quotes."""
    text = scalar.text
    if not scalar.quoted and text and "\n" not in text:
        return text
    from json import dumps

    return dumps(text, ensure_ascii=False)
