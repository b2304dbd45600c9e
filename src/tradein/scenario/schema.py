"""What a text editor wants: the JSON Schema of the files, printed from the reader's field list."""

from typing import Any

from tradein.finance import deal
from tradein.scenario import fields, kinds
from tradein.scenario.fields import Amounts, Field, Group, Liens, Many, Names, Points
from tradein.scenario.kinds import Kind

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MONTHS_KEY = "^(0|[1-9][0-9]{0,8})( (months?|years?))?$"


def scenario() -> dict[str, Any]:
    """Give the schema of a scenario file."""
    schema = _group(fields.SCENARIO, required=("purchases",))
    schema["properties"]["purchases"]["items"].update(_ENTRY)
    return {"$schema": _DIALECT, "title": "A tradein scenario", **schema}


def positions() -> dict[str, Any]:
    """Give the schema of a file of positions."""
    schema = _group(fields.POSITIONS, required=("positions",))
    schema["properties"]["positions"]["items"]["required"] = ["what", "owed", "value"]
    return {"$schema": _DIALECT, "title": "Positions for tradein equity", **schema}


_ENTRY: dict[str, Any] = {
    "required": ["vehicle"],
    "oneOf": [
        {"required": ["price"], "not": {"required": ["owed"]}},
        {"required": ["owed"], "not": {"required": ["price"]}},
    ],
}
"""What every entry of a chain has: a name, and either a price or a debt."""


def _group(group: Group, required: tuple[str, ...] = ()) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {field.name: _field(field) for field in group.fields},
    }
    return {**schema, "required": list(required)} if required else schema


def _field(field: Field) -> dict[str, Any]:
    """Give the schema of a field, with its sentence and its default for the reader."""
    default = f" Default: {field.default}." if field.default else ""
    return {"description": field.sentence + default, **_kind(field.kind)}


def _kind(kind: object) -> dict[str, Any]:
    """Give the schema of a kind of value."""
    match kind:
        case Kind():
            return kind.schema
        case Group():
            return _group(kind)
        case Many():
            items = _group(kind.group)
            return {"type": "array", "minItems": 1, "maxItems": kind.most, "items": items}
        case Amounts():
            return _amounts()
        case Points():
            return _points(kind)
        case Names():
            names = {"type": "array", "items": kinds.text(kinds.NAME_LIMIT).schema}
            return {"anyOf": [kinds.text(kinds.NAME_LIMIT).schema, names]}
        case Liens():
            several = {"type": "array", "minItems": 1, "maxItems": deal.ITEMS}
            return {"anyOf": [kinds.MONEY.schema, {**several, "items": kinds.MONEY.schema}]}
    raise TypeError(f"no schema for {kind!r}")


def _amounts() -> dict[str, Any]:
    named = {
        "type": "object",
        "maxProperties": deal.ITEMS,
        "propertyNames": {"maxLength": kinds.NAME_LIMIT},
        "additionalProperties": kinds.MONEY.schema,
    }
    return {"anyOf": [kinds.MONEY.schema, named]}


def _points(points: Points) -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": fields.POINTS,
        "propertyNames": {"pattern": _MONTHS_KEY},
        "additionalProperties": points.kind.schema,
    }
