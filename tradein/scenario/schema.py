"""The JSON Schema of scenario files, made from the field list.

What a schema cannot say is left to the reader: above all what a purchase needs, since
`assume` may give it, and that only the last entry may leave out `keep`.
"""

from typing import Any

from tradein.diagnostic import Place
from tradein.finance import terms
from tradein.scenario import (
    catalog,
    containers,
    event_reader,
    fields,
    history,
    scalars,
    states,
    validation,
)
from tradein.scenario.containers import (
    CLEARLY_MONEY,
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
from tradein.scenario.yaml_source import Scalar

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = scalars.text(scalars.NAME_LIMIT).schema


def scenario() -> dict[str, Any]:
    """Give the schema of a scenario file."""
    schema = _group(fields.SCENARIO, "purchases")
    chain = schema["properties"]["purchases"]
    chain["items"].update(_entry())
    chain["allOf"] = [_first_and_others()]
    return {"$schema": _DIALECT, "title": "A tradein scenario", **schema}


def positions() -> dict[str, Any]:
    """Give the schema of a file of positions."""
    schema = _group(fields.POSITIONS, "positions")
    schema["properties"]["positions"]["items"]["required"] = ["what", "owed", "value"]
    return {"$schema": _DIALECT, "title": "Positions for tradein equity", **schema}


def _entry() -> dict[str, Any]:
    """Require a name and either a debt or a deal of every entry of a chain."""
    bought = {"loan": {"properties": {"rolled": False}}}
    owned = {"loan": {"properties": {"fee": False}}}
    return {
        "required": ["vehicle"],
        "if": {"required": ["owed"]},
        "then": {"properties": {**dict.fromkeys(validation.NOT_OWNED, False), **owned}},
        "else": {"required": ["price"], "properties": bought},
    }


def _first_and_others() -> dict[str, Any]:
    """Allow `owed` in the first entry only, and say what a trade-in has there and later.

    Use `unevaluatedItems`, not `items`: an editor that does not know `prefixItems` ignores
    both, and would otherwise apply the rule for the others to every entry.
    """
    given_in = {"required": ["payoff"], "anyOf": _any_of("allowance", "worth")}
    later = {"properties": dict.fromkeys(("worth", "vehicle"), False)}
    return {
        "prefixItems": [{"properties": {"trade_in": given_in}}],
        "unevaluatedItems": {"properties": {"owed": False, "trade_in": later}},
    }


def _group(group: Group, *required: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _field(field) for field in group.fields},
    }
    schema["properties"].update(_former(group))
    if group is fields.VALUE:
        schema["properties"]["curve"]["enum"] = catalog.names()
        schema["oneOf"] = _ways()
    if group is fields.EVENT:
        schema.update(_event())
    if group is fields.STATEMENT:
        schema["required"] = ["date", "balance"]
    if group is fields.REFINANCE:
        schema.update(required=["apr"], anyOf=_any_of("months", "payment"))
    if group is fields.NOTE:
        schema["required"] = ["apr", "months"]
    if group in (fields.TOTAL_LOSS, fields.SURRENDER):
        schema["required"] = [group.fields[0].name]
    if group is fields.MARKET:
        schema["properties"]["history"]["enum"] = history.names()
    if group is fields.TAX:
        schema["properties"]["state"]["enum"] = states.codes()
    return {**schema, "required": list(required)} if required else schema


def _former(group: Group) -> dict[str, Any]:
    """Give the former names of settings, which editors show as deprecated."""
    return {
        field.former: {
            "description": f"Now called `{field.name}`.",
            **_kind(field.kind),
            "deprecated": True,
        }
        for field in group.fields
        if field.former
    }


def _event() -> dict[str, Any]:
    """Require a time and exactly one action of an event, and allow only matching settings."""
    former = {field.former: field.name for field in fields.EVENT.fields if field.former}
    goes_with: dict[str, dict[str, Any]]
    goes_with = {key: {"anyOf": _any_of(*others)} for key, others in event_reader.ONLY_WITH.items()}
    goes_with |= {old: goes_with[new] for old, new in former.items()}
    goes_with["late"] = {"properties": {"every": {"enum": ["month", "year"]}}}
    one_time = [{"not": {"required": ["month", "date"]}}, {"required": ["payment"]}]
    return {
        "allOf": [
            {"anyOf": _any_of("month", "date")},
            {"anyOf": one_time},
            {"oneOf": _any_of(*event_reader.ACTIONS)},
        ],
        "dependentSchemas": goes_with,
        "not": {"anyOf": [{"required": [old, new]} for old, new in former.items()]},
    }


def _any_of(*names: str) -> list[dict[str, Any]]:
    return [{"required": [name]} for name in names]


def _ways() -> list[dict[str, Any]]:
    """Require exactly one way of valuing; the two losses go together."""
    losses = [{"required": ["yearly_loss"]}, {"required": ["delivery_loss"]}]
    return [*({"required": [way]} for way in ("curve", "table", "appraisals")), {"anyOf": losses}]


def _field(field: Field) -> dict[str, Any]:
    """Give the schema of a field, with its description and its default."""
    default = f" Default: {field.default}." if field.default else ""
    described = {"description": field.sentence + default, **_kind(field.kind)}
    return {**described, "default": field.default} if _writable(field) else described


def _writable(field: Field) -> bool:
    """Say whether a default is a valid value, not a description."""
    if not field.default or not isinstance(field.kind, ScalarType) or field.kind.name == "text":
        return False
    try:
        field.kind.read(Scalar(field.default, Place(1, 1), False))
    except scalars.ValueFormatError:
        return False
    return True


def _kind(kind: object) -> dict[str, Any]:
    """Give the schema of a kind of value."""
    match kind:
        case ScalarType():
            return kind.schema
        case Group():
            return _group(kind)
        case ListOf():
            return _list(_group(kind.group), kind.maximum)
        case Amounts():
            return _amounts(kind)
        case Points():
            return _points(kind)
        case Levels():
            return {"anyOf": [_points(kind.points), _group(kind.series, "history")]}
        case Names():
            names = {"type": "array", "maxItems": 2 * terms.ITEMS, "items": _NAME}
            return {"anyOf": [_NAME, names]}
        case MapOf():
            return {**_named(_group(kind.group), kind.maximum), "minProperties": 1}
        case ChoiceSet():
            return {"anyOf": [kind.kind.schema, _list(kind.kind.schema, len(kind.words))]}
        case AmountOr():
            return {"anyOf": [_group(kind.group), _clear_amount()]}
        case Liens():
            return {"anyOf": [scalars.MONEY.schema, _list(scalars.MONEY.schema, terms.ITEMS)]}
    raise TypeError(f"no schema for {kind!r}")


def _clear_amount() -> dict[str, Any]:
    """Give the schema of an amount that cannot be meant as a rate."""
    least = CLEARLY_MONEY // 100
    pattern = r"^(?:\$|[2-9][0-9]|[1-9][0-9]{2}|[1-9][0-9]?,)"
    return {"allOf": [scalars.MONEY.schema, {"minimum": least, "pattern": pattern}]}


def _list(items: dict[str, Any], maximum: int) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "maxItems": maximum, "items": items}


def _amounts(kind: Amounts) -> dict[str, Any]:
    item = scalars.MONEY.schema
    if kind.group is not None:
        item = {"anyOf": [item, _group(kind.group, "price", "kind")]}
    return {"anyOf": [scalars.MONEY.schema, _named(item, terms.ITEMS)]}


def _named(items: dict[str, Any], maximum: int) -> dict[str, Any]:
    return {
        "type": "object",
        "maxProperties": maximum,
        "propertyNames": {key: _NAME[key] for key in ("maxLength", "pattern")},
        "additionalProperties": items,
    }


def _points(points: Points) -> dict[str, Any]:
    months = scalars.length(0, containers.LAST_MONTH, bare=True).schema["anyOf"][0]
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": containers.POINTS,
        "propertyNames": {"pattern": months["pattern"]},
        "additionalProperties": points.kind.schema,
    }
