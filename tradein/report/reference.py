"""Chooses columns and sentences for what is built in: curves, histories, taxes of the states."""

from datetime import date
from typing import TYPE_CHECKING

from tradein.finance import money, value
from tradein.report.tables import Cell, Column, Dollars, Percent, Table, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from tradein.scenario.catalog import BuiltIn
    from tradein.scenario.history import History
    from tradein.scenario.states import Fact, State


def curve_parts(found: "list[BuiltIn]", histories: "list[History]") -> list[str | Table]:
    """Choose what a person reads of curves and histories: a table, then a paragraph each."""
    brief = without(curves(found), "label", "sources", "notes")
    return [brief, *map(_about_curve, found), _retail(), *map(_about_history, histories)]


def curves(found: "list[BuiltIn]") -> Table:
    """Show the built-in curves: name, label, channel, confidence, era, shares, miles, sources."""
    names = ("name", "label", "channel", "confidence", "era")
    columns = [Column(name, name, False, int(name == "era")) for name in names]
    columns += [
        Column("new_percent", "new", False, 1),
        Column("after_1_year_percent", "1 year"),
        Column("after_3_years_percent", "3 years"),
        Column("after_5_years_percent", "5 years"),
        Column("miles_a_year", "miles a year", True, 2),
        Column("sources", "sources"),
        Column("notes", "notes"),
    ]
    title = "What a dealer would give at some ages, of the sticker price"
    return Table(title, columns, [_curve(one) for one in found])


def _curve(one: "BuiltIn") -> list[Cell]:
    shares = [value.share(one.curve, months, True) for months in (0, 12, 36, 60)]
    head = (one.curve.built_in, one.label, one.channel, one.confidence, one.era)
    percents = (Percent(money.half_up(share, 100_000)) for share in shares)
    return [*head, *percents, one.curve.miles_a_year, "; ".join(one.sources), one.notes]


def _about_curve(one: "BuiltIn") -> str:
    """Say what a curve is, where it comes from and how well it is known."""
    return (
        f"{one.curve.built_in}: {one.label}; {one.channel}, {one.era}, confidence "
        f"{one.confidence}{_miles(one)}. {one.notes} Sources: {'; '.join(one.sources)}."
    )


def _miles(one: "BuiltIn") -> str:
    miles = one.curve.miles_a_year
    return "" if miles is None else f", assumes {miles:,} miles a year"


def _retail() -> str:
    """Say what a retail curve is multiplied by, to two decimals, and how well that is known."""
    whole, part = divmod(money.half_up(value.RETAIL_PPM, 10_000), 100)
    return (
        f"A retail curve is of dealers' asking prices and is multiplied by {whole}.{part:02} for "
        "what a dealer would give: a judgement inside the sourced range of 0.68 to 0.90."
    )


def histories(found: "list[History]") -> Table:
    """Show the histories of prices, but for their levels."""
    names = ("name", "label", "first_month", "last_month", "series", "source", "notes")
    columns = [Column(name, name.replace("_", " ")) for name in names]
    return Table("Histories of prices", columns, [_history(one) for one in found])


def _history(one: "History") -> list[Cell]:
    months = (f"{day:%Y-%m}" for day in (one.first, one.last))
    return [one.name, one.label, *months, one.series, one.source, one.notes]


def _about_history(one: "History") -> str:
    """Say what a history of prices, for `market`, is and where it comes from."""
    return (
        f"{one.name}: for `market: {{history: {one.name}}}`. {one.label}; {one.first:%Y-%m} to "
        f"{one.last:%Y-%m}. {one.notes} Source: {one.source}; series {one.series}."
    )


def state_parts(found: "list[State]", named: bool) -> list[str | Table]:
    """Choose what a person reads of states: a table, a paragraph each where they were named."""
    table = states(found)
    brief = without(table, "name", *(column.name for column in table.columns[8:]))
    return [brief, *(map(_about_state, found) if named else ()), _READ]


_READ = (
    "A state computes where its rate and its credit are sourced, officially or second hand, and "
    "its rule can be reckoned; any other asks for rate and trade_in_credit. The credit is what "
    "of the allowance is not taxed. Local tax is not in the rates. `tradein states TX` tells "
    "the sources. Laws change: look up the one of the day of delivery."
)
"""How the table of states is to be read."""


def states(found: "list[State]") -> Table:
    """Show the states' taxes: what is known, how well, whether it is reckoned by, the rest."""
    columns = [
        Column("state", "state"),
        Column("name", "name"),
        Column("rate_percent", "rate"),
        Column("rate_standing", "rate is", False, 2),
        Column("credit", "credit"),
        Column("credit_standing", "credit is", False, 1),
        Column("computes", "computes"),
        Column("as_of", "as of", False, 3),
    ]
    rest = ("minimum", "maximum", "local", "rebate", "valid_from", "until", "limits", "sources")
    columns += [Column(name, name.replace("_", " ")) for name in (*rest, "notes")]
    return Table("Taxes on vehicles by state", columns, [_state(one) for one in found])


def _state(one: "State") -> list[Cell]:
    rate, credit = one.rate.at(one.as_of), one.credit.at(one.as_of)
    limits = (one.local_note, one.beyond, one.caution)
    return [
        one.code,
        one.name,
        Percent(rate, 4) if isinstance(rate, int) else None,
        one.rate.standing,
        f"${credit // 100:,}" if isinstance(credit, int) else credit,
        one.credit.standing,
        "yes" if one.computes else "no",
        one.as_of.isoformat(),
        Dollars(one.minimum) if one.minimum else None,
        None if one.maximum is None else Dollars(one.maximum),
        one.local,
        one.rebate,
        one.valid_from.isoformat(),
        one.until.isoformat(),
        "; ".join(limit for limit in limits if limit),
        "; ".join(one.sources),
        one.notes,
    ]


def _about_state(one: "State") -> str:
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
