"""Finds the kind of a setting by its path, in the one list of settings."""

from collections.abc import Sequence
from typing import Any

from tradein.diagnostic import Place
from tradein.finance.units import Reach
from tradein.scenario import fields, paths, scalars
from tradein.scenario.containers import (
    AmountOr,
    Amounts,
    Group,
    Levels,
    ListOf,
    MapOf,
    Points,
)
from tradein.scenario.paths import Step
from tradein.scenario.scalars import ScalarType
from tradein.scenario.yaml_source import Unreadable

_LIKE = "write it like purchases[1].loan.apr"


def reach(path: str) -> Reach:
    """Give the numbers that a setting may have; raises Unreadable with the place in the path.

    What is no number, such as a name or a choice, is refused.
    """
    kind = of(paths.steps(path))
    kind = scalars.MONEY if isinstance(kind, Amounts | AmountOr) else kind
    if not isinstance(kind, ScalarType) or kind.reach is None:
        is_group = not isinstance(kind, ScalarType)
        what = "has settings of its own" if is_group else f"is {kind.written}, not a number"
        remedy = "name one of them" if is_group else "name an amount, a rate or a length"
        raise Unreadable(f"{path} {what}; {remedy}", Place(1, 1, len(path)))
    return kind.reach


def of(steps: Sequence[Step]) -> Any:
    """Give the kind of what a path leads to; raises Unreadable with the place in the path."""
    kind: Any = fields.SCENARIO
    for step in steps:
        kind = _inside(kind, step)
    return kind


def nothing_without(path: str) -> bool:
    """Say whether a setting that is not there counts as nothing."""
    *outer, last = paths.steps(path)
    kind = of(outer)
    known = kind.fields if isinstance(kind, Group) else ()
    return any(f.name == last.to and (f.default or "").startswith("nothing") for f in known)


def _inside(kind: Any, step: Step) -> Any:
    """Give the kind of what one step leads to, from a kind that may have settings in it."""
    match kind:
        case ListOf():
            if isinstance(step.to, str):
                message = f"the list of entries has no setting {scalars.quote(step.to)}; {_LIKE}"
                raise Unreadable(message, step.place)
            return kind.group
        case _ if isinstance(step.to, int):
            raise Unreadable(f"no list; remove [{step.to}]", step.place)
        case Group():
            return _field(kind, step)
        case AmountOr() | MapOf():
            return kind.group if isinstance(kind, MapOf) else _field(kind.group, step)
        case Amounts():
            return scalars.MONEY if kind.group is None else AmountOr(kind.group)
        case Points():
            return kind.kind
        case Levels():
            months = str(step.to).isdecimal()
            return kind.points.kind if months else _field(kind.series, step)
    raise Unreadable("one value, without settings in it; remove this", step.place)


def _field(group: Group, step: Step) -> Any:
    """Give the kind of a setting of a group, by its name."""
    for field in group.fields:
        if step.to in (field.name, field.former):
            return field.kind
    near = scalars.near(str(step.to), group.names())
    raise Unreadable(f"unknown setting {scalars.quote(str(step.to))}{near}", step.place)
