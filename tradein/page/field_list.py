"""Lists the settings for the editor of the local page: help, fixed choices, how a value is written.

A setting is named by its path with `[]` for any entry of a list and `*` for any name, like
`purchases[].loan.apr` and `purchases[].refunds.*.term`.
"""

from collections.abc import Iterator
from typing import Any

from tradein.scenario import catalog, history, states
from tradein.scenario import fields as known
from tradein.scenario.containers import (
    AmountOr,
    Amounts,
    ChoiceSet,
    Field,
    Group,
    Levels,
    Liens,
    ListOf,
    MapOf,
    Names,
    Points,
)
from tradein.scenario.scalars import ScalarType

_LIKE = {
    Amounts: "money, or names with money",
    AmountOr: "its settings, or one amount",
    Group: "its settings",
    Levels: "months with a rate, or `history`",
    Liens: "money, or a list of money",
    ListOf: "a list; each entry begins with a dash",
    MapOf: "names, each with its settings",
    Names: "a name, or a list of names",
}


def fields() -> dict[str, dict[str, Any]]:
    """Give the help, the fixed choices and the way of writing of every setting, by its path."""
    return {
        path: {"help": _help(field), "values": _values(group, field), "like": _like(field.kind)}
        for path, group, field in _within(known.SCENARIO, "")
    }


def _within(group: Group, lead: str) -> Iterator[tuple[str, Group, Field]]:
    """Give the settings of a group and of the groups in it, each with its path."""
    for field in group.fields:
        path = lead + field.name
        yield path, group, field
        inner, steps = _inside(field.kind)
        if inner is not None:
            yield from _within(inner, f"{path}{steps}.")


def _inside(kind: object) -> tuple[Group | None, str]:
    """Give the group inside a kind, if any, and the steps that lead to it."""
    match kind:
        case Group():
            return kind, ""
        case ListOf():
            return kind.group, "[]"
        case MapOf() | Amounts():
            return kind.group, ".*"
        case AmountOr():
            return kind.group, ""
        case Levels():
            return kind.series, ""
    return None, ""


def _help(field: Field) -> str:
    return f"{field.sentence} Default: {field.default}." if field.default else field.sentence


def _values(group: Group, field: Field) -> list[str]:
    """List the choices of a setting that has fixed ones."""
    match field.kind:
        case ChoiceSet():
            return list(field.kind.words)
        case ScalarType(schema={"enum": words}):
            return [word for word in words if isinstance(word, str)]
    looked_up = {
        (id(known.VALUE), "curve"): catalog.names,
        (id(known.MARKET), "history"): history.names,
        (id(known.TAX), "state"): states.codes,
    }.get((id(group), field.name))
    return [] if looked_up is None else list(looked_up())


def _like(kind: object) -> str:
    """Say how a value is written."""
    match kind:
        case ScalarType():
            return kind.written
        case ChoiceSet():
            return f"some of {kind.kind.written}"
        case Points():
            return f"months, each with {kind.kind.written}"
    return _LIKE[type(kind)]
