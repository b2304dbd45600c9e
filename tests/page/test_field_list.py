"""The field list of the page has every setting that the schema has, with help and choices."""

import re
from typing import Any

import pytest

from tradein.page import field_list
from tradein.scenario import schema

FIELDS = field_list.fields()


def below(node: Any, path: str = "") -> dict[str, Any]:
    """Every setting of a schema by its path; a former name is none."""
    settings: dict[str, Any] = {}
    ways = [node, *node.get("anyOf", [])]
    for way in ways:
        for name, inner in way.get("properties", {}).items():
            if inner is True or inner is False or inner.get("deprecated"):
                continue
            own = f"{path}.{name}" if path else name
            settings |= {own: inner} if "description" in inner else {}
            settings |= below(inner, own)
        if isinstance(items := way.get("items"), dict):
            settings |= below(items, f"{path}[]")
        if isinstance(named := way.get("additionalProperties"), dict):
            settings |= below(named, f"{path}.*")
    return settings


def test_every_setting_of_the_schema_is_there():
    """The same paths, and the same words."""
    settings = below(schema.scenario())

    assert len(settings) > 200
    assert sorted(FIELDS) == sorted(settings)
    assert {path: entry["help"] for path, entry in FIELDS.items()} == {
        path: node["description"] for path, node in settings.items()
    }


def test_every_choice_of_the_schema_is_offered():
    """Words alone: what YAML makes of `yes` is the reader's affair."""
    settings = below(schema.scenario())
    enums = {
        path: [word for word in node["enum"] if isinstance(word, str)]
        for path, node in settings.items()
        if "enum" in node
    }

    assert len(enums) > 20
    assert {path: FIELDS[path]["values"] for path in enums} == enums
    assert FIELDS["purchases[].loan.no_payment_in"]["values"][0] == "january"
    free = [path for path, entry in FIELDS.items() if path not in enums and entry["values"]]
    assert {re.sub(r".*\.", "", path) for path in free} == {"ltv_without", "no_payment_in"}


@pytest.mark.parametrize(
    ("path", "like"),
    [
        ("purchases[].loan.apr", "a rate, 0% to 100%"),
        ("purchases[].loan.no_payment_in", "some of `january`, `february`"),
        ("purchases[].value.table", "months, each with "),
        ("purchases[].events", "a list; each entry begins with a dash"),
        ("purchases[].refunds", "names, each with its settings"),
        ("purchases[].tax", "its settings, or one amount"),
        ("market", "months with a rate, or `history`"),
    ],
)
def test_how_a_value_is_written(path, like):
    """As in the tables of docs/format.md, in short."""
    assert FIELDS[path]["like"].startswith(like)
