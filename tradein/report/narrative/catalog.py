"""Sentences on what is built in: value curves, price histories, taxes of the states."""

from datetime import date
from typing import TYPE_CHECKING

from tradein.finance import money, value

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradein.scenario.catalog import BuiltIn
    from tradein.scenario.history import History
    from tradein.scenario.states import Fact, State

HOW_TO_READ_STATES = (
    "A state computes where its rate and its credit are sourced, officially or second hand, and "
    "its rule can be reckoned; any other asks for rate and trade_in_credit. The credit is what "
    "of the allowance is not taxed. Local tax is not in the rates. `tradein states TX` tells "
    "the sources. Laws change: look up the one of the day of delivery."
)
"""How the table of states is to be read."""


def curve(one: "BuiltIn") -> str:
    """Say what a curve is, where it comes from and how well it is known."""
    return (
        f"{one.curve.built_in}: {one.label}; {one.channel}, {one.era}, confidence "
        f"{one.confidence}{_miles(one)}. {one.notes} Sources: {'; '.join(one.sources)}."
    )


def _miles(one: "BuiltIn") -> str:
    miles = one.curve.miles_a_year
    return "" if miles is None else f", assumes {miles:,} miles a year"


def retail() -> str:
    """Say what a retail curve is multiplied by, to two decimals, and how well that is known."""
    whole, part = divmod(money.half_up(value.RETAIL_PPM, 10_000), 100)
    return (
        f"A retail curve is of dealers' asking prices and is multiplied by {whole}.{part:02} for "
        "what a dealer would give: a judgement inside the sourced range of 0.68 to 0.90."
    )


def history(one: "History") -> str:
    """Say what a history of prices, for `market`, is and where it comes from."""
    return (
        f"{one.name}: for `market: {{history: {one.name}}}`. {one.label}; {one.first:%Y-%m} to "
        f"{one.last:%Y-%m}. {one.notes} Source: {one.source}; series {one.series}."
    )


def state(one: "State") -> str:
    """Say of a state what is known and how well, and where it comes from."""
    said = [
        _told("rate", one.rate, money.percent),
        _told("credit", one.credit, lambda cents: f"up to ${cents // 100:,}"),
        f"at least {money.dollars(one.minimum)}" if one.minimum else "",
        f"at most {money.dollars(one.maximum)}" if one.maximum else "",
        f"local tax {one.local}{one.local_note and ': '}{one.local_note}",
        f"rebate {one.rebate}",
        f"does not compute: {one.beyond}" if one.beyond else "",
        one.caution,
        f"taken to hold from {one.valid_from} to {one.until}" if one.computes else "",
    ]
    facts = "; ".join(fact for fact in said if fact)
    sources = f"Sources: {'; '.join(one.sources)}." if one.sources else "No sources."
    return f"{one.code}, {one.name}: {facts}. {one.notes} {sources}"


def _told(what: str, fact: "Fact", shown: "Callable[[int], str]") -> str:
    """Say what is known of a rate or a credit, with the days from which each value holds."""
    told = []
    for since, known in fact.values:
        text = shown(known) if isinstance(known, int) else known
        told.append(f"{text} from {since}" if since > date.min else text)
    if told:
        return f"{what} {', '.join(told)} ({fact.standing})"
    return f"{what} {fact.standing}{', not one figure' if fact.sourced else ''}"
