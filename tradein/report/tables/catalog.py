"""Tables of what is built in: value curves, price histories, taxes of the states."""

from typing import TYPE_CHECKING

from tradein.finance import money, value
from tradein.report.narrative import catalog as sentences
from tradein.report.tables.table import Cell, Column, Dollars, Percent, Table, without

if TYPE_CHECKING:
    from tradein.scenario.catalog import BuiltIn
    from tradein.scenario.history import History
    from tradein.scenario.states import State


def curve_parts(built_in: "list[BuiltIn]", histories: "list[History]") -> list[str | Table]:
    """Give curves and histories for a person: a table, then a paragraph for each."""
    brief = without(curves(built_in), "label", "sources", "notes")
    return [
        brief,
        *map(sentences.curve, built_in),
        sentences.retail(),
        *map(sentences.history, histories),
    ]


def curves(built_in: "list[BuiltIn]") -> Table:
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
    return Table(title, columns, [_curve(curve) for curve in built_in])


def _curve(built_in: "BuiltIn") -> list[Cell]:
    shares = [value.share(built_in.curve, months, True) for months in (0, 12, 36, 60)]
    head = (
        built_in.curve.built_in,
        built_in.label,
        built_in.channel,
        built_in.confidence,
        built_in.era,
    )
    percents = (Percent(money.half_up(share, 100_000)) for share in shares)
    return [
        *head,
        *percents,
        built_in.curve.miles_a_year,
        "; ".join(built_in.sources),
        built_in.notes,
    ]


def histories(series: "list[History]") -> Table:
    """Show the price histories without their levels."""
    names = ("name", "label", "first_month", "last_month", "series", "source", "notes")
    columns = [Column(name, name.replace("_", " ")) for name in names]
    return Table("Price histories", columns, [_history(history) for history in series])


def _history(history: "History") -> list[Cell]:
    months = (f"{day:%Y-%m}" for day in (history.first, history.last))
    return [history.name, history.label, *months, history.series, history.source, history.notes]


def state_parts(known: "list[State]", named: bool) -> list[str | Table]:
    """Give states for a person: a table, and a paragraph for each state that was `named`."""
    table = states(known)
    brief = without(table, "name", *(column.name for column in table.columns[8:]))
    return [brief, *(map(sentences.state, known) if named else ()), sentences.HOW_TO_READ_STATES]


def states(known: "list[State]") -> Table:
    """Show the states' taxes: what is known, how reliably, whether tradein computes it, notes."""
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
    columns += [Column(name, name.replace("_", " ")) for name in _MORE_OF_STATES]
    return Table("Taxes on vehicles by state", columns, [_state(state) for state in known])


_MORE_OF_STATES = (
    "minimum",
    "maximum",
    "local",
    "local_up_to",
    "partial_rate_percent",
    "partial_over",
    "partial_up_to",
    "rebate",
    "private_sale_days",
    "private_sale_standing",
    "valid_from",
    "until",
    "limits",
    "sources",
    "notes",
)


def _state(state: "State") -> list[Cell]:
    rate, credit = state.rate.at(state.as_of), state.credit.at(state.as_of)
    limits = (state.beyond, state.caution)
    return [
        state.code,
        state.name,
        Percent(rate, 4) if isinstance(rate, int) else None,
        state.rate.standing,
        f"${credit // 100:,}" if isinstance(credit, int) else credit,
        state.credit.standing,
        "yes" if state.computes else "no",
        state.as_of.isoformat(),
        Dollars(state.minimum) if state.minimum else None,
        None if state.maximum is None else Dollars(state.maximum),
        state.local,
        None if state.local_up_to is None else Dollars(state.local_up_to),
        *_partial(state),
        state.rebate,
        state.private_sale_days,
        state.private_sale_standing,
        state.valid_from.isoformat(),
        state.until.isoformat(),
        "; ".join(limit for limit in limits if limit),
        "; ".join(state.sources),
        state.notes,
    ]


def _partial(state: "State") -> list[Cell]:
    """Give the state's own tax on a part of the taxable amount, where there is one."""
    for partial in state.partial:
        return [Percent(partial.rate_ppm, 4), Dollars(partial.over), Dollars(partial.up_to)]
    return [None, None, None]
