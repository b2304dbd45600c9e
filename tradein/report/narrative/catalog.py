"""Sentences on what is built in: value curves, price histories, taxes of the states."""

from datetime import date
from typing import TYPE_CHECKING

from tradein.finance import money, value

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradein.finance.terms import PartialTax
    from tradein.scenario.catalog import BuiltIn
    from tradein.scenario.history import History
    from tradein.scenario.states import Fact, State

HOW_TO_READ_STATES = (
    "If `computes` is yes, the state's name is enough: its rate and its credit have an official "
    "or secondary source, and its rule can be calculated. For any other state, write rate and "
    "trade_in_credit. The credit is the part of the allowance that is not taxed. The rates do "
    "not include local tax. `tradein states TX` shows the sources. Laws change: look up the "
    "law for the day of delivery."
)
"""How to read the table of states."""


def curve(built_in: "BuiltIn") -> str:
    """Say what a curve is, where it comes from, and how reliable it is."""
    return (
        f"{built_in.curve.built_in}: {built_in.label}; {built_in.channel}, {built_in.era}, "
        f"{built_in.confidence} confidence{_miles(built_in)}. {built_in.notes} "
        f"Sources: {'; '.join(built_in.sources)}."
    )


def _miles(built_in: "BuiltIn") -> str:
    miles = built_in.curve.miles_a_year
    return "" if miles is None else f", assumes {miles:,} miles a year"


def retail() -> str:
    """Say what a retail curve is multiplied by, to two decimals, and how reliable that is."""
    whole, part = divmod(money.half_up(value.RETAIL_PPM, 10_000), 100)
    return (
        f"A retail curve shows dealers' asking prices. It is multiplied by {whole}.{part:02} to "
        "estimate what a dealer would pay. That factor is our choice within the sourced range of "
        "0.68 to 0.90."
    )


def history(series: "History") -> str:
    """Say what a history of prices, for `market`, is and where it comes from."""
    return (
        f"{series.name}: use it with `market: {{history: {series.name}}}`. {series.label}; "
        f"{series.first:%Y-%m} to {series.last:%Y-%m}. {series.notes} Source: {series.source}; series {series.series}."
    )


def state(known: "State") -> str:
    """Say what is known about a state's taxes, how reliably, and from which sources."""
    parts = [
        _fact("rate", known.rate, money.percent),
        _fact("credit", known.credit, lambda cents: f"up to ${cents // 100:,}"),
        f"at least {money.dollars(known.minimum)}" if known.minimum else "",
        f"at most {money.dollars(known.maximum)}" if known.maximum else "",
        _local(known),
        *map(_part, known.partial),
        f"rebate {known.rebate}",
        _private_sale(known),
        f"not computed: {known.beyond}" if known.beyond else "",
        known.caution,
        f"assumed to hold from {known.valid_from} to {known.until}" if known.computes else "",
    ]
    facts = "; ".join(fact for fact in parts if fact)
    sources = f"Sources: {'; '.join(known.sources)}." if known.sources else "No sources."
    return f"{known.code}, {known.name}: {facts}. {known.notes} {sources}"


def _local(known: "State") -> str:
    """Say how a local tax is handled, and on how much it is due."""
    up_to = known.local_up_to
    return f"local tax {known.local}" + ("" if up_to is None else f" on the first {_even(up_to)}")


def _private_sale(known: "State") -> str:
    """Say whether a private sale counts as a trade-in; nothing where that is not known."""
    days = known.private_sale_days
    counts = f"a private sale within {days} days counts as a trade-in"
    return "" if days is None else f"{counts} ({known.private_sale_standing})"


def _part(partial: "PartialTax") -> str:
    """Say what a tax on a part of the taxable amount is."""
    part = f"the part from {_even(partial.over)} to {_even(partial.up_to)}"
    return f"{money.percent(partial.rate_ppm)} more on {part}"


def _even(cents: int) -> str:
    return f"${cents // 100:,}"


def _fact(what: str, fact: "Fact", shown: "Callable[[int], str]") -> str:
    """Say what is known about a rate or a credit, with the first day of each value."""
    texts = []
    for since, figure in fact.values:
        text = shown(figure) if isinstance(figure, int) else figure
        texts.append(f"{text} from {since}" if since > date.min else text)
    if texts:
        return f"{what} {', '.join(texts)} ({fact.standing})"
    return f"{what} {fact.standing}{', not a single figure' if fact.sourced else ''}"
