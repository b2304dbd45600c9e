"""Knows the states' taxes on vehicles: data files beside this one, one a state.

What is not sourced is left out of them; a state computes only where its rate and its credit
are sourced and the program can compute its rule.
"""

from datetime import date
from functools import lru_cache
from os import listdir
from os.path import dirname, join
from typing import NamedTuple

from tradein.finance import dates, terms
from tradein.finance.terms import PartialTax
from tradein.scenario import catalog, scalars
from tradein.scenario.scalars import ValueFormatError
from tradein.scenario.yaml_source import Mapping, Node, Scalar, Source

OFFICIAL, SECONDARY, WEAK, UNSOURCED = "official", "secondary", "weak", "not sourced"
"""How well a fact is sourced: by a law or an office, second hand, by too little, not at all."""

SOLID = (OFFICIAL, SECONDARY)
"""What is enough to compute by."""

FULL, NONE, NEW_ONLY = "full", "none", "new only"
"""What may be said of a credit in place of the most that is credited."""

ADDED, NO_LOCAL = "added", "none"
"""Local tax: added to the state's, on the same base or its first part; not on vehicles."""

TAXED, UNTAXED = "taxed", "not taxed"
"""What becomes of a rebate."""

HELD_YEARS = 2
"""How many years a row is taken to hold after the day it is of."""

_FOLDER = join(dirname(__file__), "data", "states")
_RATE = scalars.rate(terms.RATE_PPM[1])
_CREDIT = scalars.word_or_money(FULL, NONE, NEW_ONLY)
_DAYS = scalars.days(366)
_BEFORE = "before"


class Fact(NamedTuple):
    """A rate or a credit: its values, each with its first day, and how well it is sourced.

    Rates are millionths; credits are cents, or one of the words.  The first value also holds for
    earlier days.  There are no values if the fact is not known as one figure.
    """

    values: tuple[tuple[date, int | str], ...]
    standing: str

    @property
    def dated(self) -> bool:
        """Say whether the value depends on the day."""
        return len(self.values) > 1

    @property
    def sourced(self) -> bool:
        """Say whether there is any source, even a weak one."""
        return self.standing != UNSOURCED

    def at(self, day: date) -> int | str | None:
        """Give the value on a day; None if there is none."""
        before = [value for since, value in self.values if since <= day]
        return before[-1] if before else self.values[0][1] if self.values else None


class State(NamedTuple):
    """What is known about a state's tax on vehicles.

    `minimum` and `maximum` are cents, and so is `local_up_to`, the part of the taxable amount on
    which a local tax is due.  `private_sale_days` is how many days before or after a purchase a
    private sale counts as a trade-in, None where that is not known.  `partial` are the state's own taxes on a part.  `beyond` says why
    the tax cannot be computed; `caution` says what to know if it is.
    """

    code: str
    name: str
    rate: Fact
    credit: Fact
    minimum: int
    maximum: int | None
    local: str
    local_up_to: int | None
    partial: tuple[PartialTax, ...]
    rebate: str
    private_sale_days: int | None
    private_sale_standing: str
    beyond: str
    caution: str
    valid_from: date
    as_of: date
    sources: tuple[str, ...]
    notes: str

    @property
    def computes(self) -> bool:
        """Say whether the tax can be computed: both facts are solid, and nothing is `beyond`."""
        solid = all(fact.values and fact.standing in SOLID for fact in (self.rate, self.credit))
        return solid and not self.beyond

    @property
    def until(self) -> date:
        """Give the last day for which the data are considered valid."""
        return dates.months_after(self.as_of, 12 * HELD_YEARS)


@lru_cache(maxsize=1)
def codes() -> list[str]:
    """List the codes of the states and the District of Columbia."""
    files = (name for name in listdir(_FOLDER) if name.endswith(".yaml"))
    return sorted(name.removesuffix(".yaml") for name in files)


def code(written: str) -> str:
    """Read a state's code; raises ValueFormatError with the remedy."""
    if written in codes():
        return written
    meant = written.upper() if written.upper() in codes() else _named(written)
    remedy = f"did you mean {meant}?" if meant else f"known: {scalars.listed(codes())}"
    raise ValueFormatError(f"no state has the code {scalars.quote(written)}; {remedy}")


def _named(written: str) -> str | None:
    """Find the code of a state with a similar name."""
    named = {find(code).name: code for code in codes()}
    near = scalars.nearest(written, list(named))
    return named[near] if near else None


@lru_cache(maxsize=64)
def find(state: str) -> State:
    """Read the data of a state, by its code."""
    path = join(_FOLDER, f"{state}.yaml")
    with open(path, "rb") as file:
        row = catalog.mapping(Source(path, file.read()).nodes([]))
    texts = {key: node.text for key, node in row.items() if isinstance(node, Scalar)}
    return State(
        code=state,
        name=texts["name"],
        rate=Fact(_values(row.get("rate"), _RATE), texts["rate_standing"]),
        credit=Fact(_values(row.get("credit"), _CREDIT), texts["credit_standing"]),
        minimum=_cents(row.get("minimum")) or 0,
        maximum=_cents(row.get("maximum")),
        local=texts.get("local", UNSOURCED),
        local_up_to=_cents(row.get("local_up_to")),
        partial=_partial(row.get("partial")),
        rebate=texts.get("rebate", UNSOURCED),
        private_sale_days=_days(row.get("private_sale")),
        private_sale_standing=texts.get("private_sale_standing", UNSOURCED),
        beyond=texts.get("beyond", ""),
        caution=texts.get("caution", ""),
        valid_from=date.fromisoformat(texts["valid_from"]),
        as_of=date.fromisoformat(texts["as_of"]),
        sources=catalog.texts(row["sources"]),
        notes=texts["notes"],
    )


def _values(node: Node | None, kind: scalars.ScalarType) -> tuple[tuple[date, int | str], ...]:
    """Read one value, or days, each with the value from then on."""
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        assert isinstance(node, Scalar)
        return ((date.min, kind.read(node)),)
    pairs = [(key.text, inner) for key, inner in node.pairs if isinstance(inner, Scalar)]
    return tuple((_day(since), kind.read(inner)) for since, inner in pairs)


def _partial(node: Node | None) -> tuple[PartialTax, ...]:
    """Read a tax on a part of the taxable amount, if there is one."""
    if node is None:
        return ()
    assert isinstance(node, Mapping)
    texts = {key.text: inner for key, inner in node.pairs if isinstance(inner, Scalar)}
    over, up_to = (scalars.MONEY.read(texts[key]) for key in ("over", "up_to"))
    return (PartialTax(rate_ppm=_RATE.read(texts["rate"]), over=over, up_to=up_to),)


def _day(since: str) -> date:
    return date.min if since == _BEFORE else date.fromisoformat(since)


def _days(node: Node | None) -> int | None:
    assert node is None or isinstance(node, Scalar)
    return None if node is None else _DAYS.read(node)


def _cents(node: Node | None) -> int | None:
    assert node is None or isinstance(node, Scalar)
    return None if node is None else scalars.MONEY.read(node)
