"""Tables of what is built in: value curves, price histories, taxes of the states."""

from typing import TYPE_CHECKING

from tradein.finance import money, value
from tradein.report.narrative import catalog as sentences
from tradein.report.tables.table import Cell, Column, Dollars, Percent, Table, without

if TYPE_CHECKING:
    from tradein.scenario.catalog import BuiltIn
    from tradein.scenario.history import History
    from tradein.scenario.states import State


def curve_parts(found: "list[BuiltIn]", histories: "list[History]") -> list[str | Table]:
    """Give curves and histories for a person: a table, then a paragraph for each."""
    brief = without(curves(found), "label", "sources", "notes")
    return [
        brief,
        *map(sentences.curve, found),
        sentences.retail(),
        *map(sentences.history, histories),
    ]


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
    title = "What a dealer would pay at some ages, in percent of the sticker price"
    return Table(title, columns, [_curve(one) for one in found])


def _curve(one: "BuiltIn") -> list[Cell]:
    shares = [value.share(one.curve, months, True) for months in (0, 12, 36, 60)]
    head = (one.curve.built_in, one.label, one.channel, one.confidence, one.era)
    percents = (Percent(money.half_up(share, 100_000)) for share in shares)
    return [*head, *percents, one.curve.miles_a_year, "; ".join(one.sources), one.notes]


def histories(found: "list[History]") -> Table:
    """Show the price histories without their levels."""
    names = ("name", "label", "first_month", "last_month", "series", "source", "notes")
    columns = [Column(name, name.replace("_", " ")) for name in names]
    return Table("Price histories", columns, [_history(one) for one in found])


def _history(one: "History") -> list[Cell]:
    months = (f"{day:%Y-%m}" for day in (one.first, one.last))
    return [one.name, one.label, *months, one.series, one.source, one.notes]


def state_parts(found: "list[State]", named: bool) -> list[str | Table]:
    """Give states for a person: a table, and a paragraph for each state that was `named`."""
    table = states(found)
    brief = without(table, "name", *(column.name for column in table.columns[8:]))
    return [brief, *(map(sentences.state, found) if named else ()), sentences.HOW_TO_READ_STATES]


def states(found: "list[State]") -> Table:
    """Show the states' taxes: what is known, how well, whether tradein computes it, the rest."""
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
