"""The schema and the reader agree on every file with one mistake or none."""

import os
import zlib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from yaml import YAMLError

from helpers.command import here
from helpers.editor import Editor, Older, seen
from helpers.mistakes import SPOTS, Case, cases
from tradein.scenario import containers, fields, reader, schema

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
PRINTED = {"scenario": (), "positions": ("--positions",)}
SCHEMAS: dict[str, Any] = {"scenario": schema.scenario(), "positions": schema.positions()}
VALIDATORS = {name: Draft202012Validator(tree) for name, tree in SCHEMAS.items()}
CASES = cases()


def thinned(corpus: list[Case]) -> list[Case]:
    """The first of each mistake, one of each place, and of the rest a few; all in a long run."""
    seeds = int(os.environ.get("TRADEIN_SEEDS", "40"))
    one_in = 1 if seeds >= 1_000 else 5 if seeds >= 40 else 40
    firsts = {case.what: case for case in reversed(corpus)}
    places = {case.where: case for case in corpus}
    kept = {id(case) for case in (*firsts.values(), *places.values())}
    return [
        case
        for case in corpus
        if id(case) in kept or zlib.crc32(f"{case.where} {case.what}".encode()) % one_in == 0
    ]


TRIED = thinned(CASES)

NUMBER = "YAML makes a number of it, and how it was written is gone"
ASSUMED = "`assume` may give it"
ORDER = "a schema knows no order among keys"
ONE_GROUP = "a schema has one group for a purchase and `assume`"
REMAINDER = {
    **{
        f"money: {text}": NUMBER for text in ("072", "1e4", "1E4", "0x1F", "0o17", "+5", "5.", ".5")
    },
    **{f"number: {text}": NUMBER for text in ("072", "72.0", "+72", "1e2", "0x48")},
    **{f"miles: {text}": NUMBER for text in ("18.000", "018000", "1e4")},
    "money: 31400.123": "of floats, `multipleOf` 0.01 would refuse honest cents too",
    "money: -0": "zero below zero is no less than zero",
    "money: .nan": "what is no number is below no limit",
    "cut: a #b": "YAML takes it for a text and a comment",
    'yes or no: "yes"': "an editor sees no quotes, and to YAML 1.2 `yes` is text",
    "yes or no: True": "YAML makes a boolean of it, whatever its capitals",
    "yes or no: FALSE": "YAML makes a boolean of it, whatever its capitals",
    "grace without a late fee": "the other may be assumed, or this from there",
    "date: 2021-02-29": "a pattern knows no leap years",
    "date: 1900-02-29": "a pattern knows no leap years",
    "names: warranty": "a schema cannot look up the names of fees and products",
    "names: [doc, warranty]": "a schema cannot look up the names of fees and products",
    "names: ALL": "a schema cannot look up the names of fees and products",
    "liens: [$150,000, $30,250]": "four amounts are as good a list as two",
    "market: {0: 100%, 0 months: 5%}": ORDER,
    "market: {12: 100%, 6: 90%}": ORDER,
    "market: {12: 100%, 1 year: 90%}": ORDER,
    "market: {012: 100%}": NUMBER,
    "market: {0: 100%, 0: 90%}": "of two equal keys YAML keeps one",
    "a key twice": "of two equal keys YAML keeps one",
    "an anchor": "YAML has followed it before the schema is asked",
    "a tag": "YAML has followed it before the schema is asked",
    "a curly quote": "in plain quotes a name may begin with one",
    **{f"owed without {name}": ASSUMED for name in ("worth", "age", "loan", "apr", "months")},
    **{f"a loan without {name}": ASSUMED for name in ("apr", "months")},
    "a tax without a rate": ASSUMED,
    **{f"a first payment of {what}": ASSUMED for what in ("precomputed", "weekly")},
    "a first payment of a debt that grows": ASSUMED,
    "a first payment without a start": "a schema cannot look from a loan up to the top",
    "a first period of days": ASSUMED,
    "a first period without a payment": ASSUMED,
    "a statement before the start": "a schema cannot compare two values",
    "days without a start": "a schema cannot look from a loan up to the top",
    "used, worth unknown": ASSUMED,
    **{f"{name} not known": ASSUMED for name in ("invoice", "retail", "msrp of a used one")},
    "named: {warranty: {fee: 5}}": "a schema cannot look up the names of fees and products",
    "a refund of no product": ASSUMED,
    "a refund without a term": ASSUMED,
    "miles not driven": ASSUMED,
    "no income": "a schema cannot look from a loan up to the top",
    "growing without end": ASSUMED,
    "a balloon without an end": ASSUMED,
    "a fixed charge without an end": ASSUMED,
    "apr: 9% beside an add-on rate": ASSUMED,
    "payment: $900 beside an add-on rate": ASSUMED,
    "balloon: $5 beside an add-on rate": ASSUMED,
    "frequency: weekly beside an add-on rate": ASSUMED,
    "add_on: 5% without a fixed charge": ASSUMED,
    "refund: actuarial without a fixed charge": ASSUMED,
    "owed with a fixed charge": ASSUMED,
    "weeks without a start": "a schema cannot look from a loan up to the top",
    "not kept": "a schema cannot tell the last entry from the others, and `assume` may give it",
    "more rolled than owed": "a schema cannot compare two values",
    **{
        f"all sold for {text}": ONE_GROUP
        for text in ("$18,500", "$0", "'$18500.50'", "$10,000,000")
    },
    "a note without a sale": ASSUMED,
    "free months without a start": "a schema cannot look from a loan up to the top",
    "free months of a fixed charge": ASSUMED,
    "free months beside negative_amortization: allowed": ASSUMED,
    "free months beside frequency: weekly": ASSUMED,
    "every month is free": "a list of words may have all of them in a schema",
    "a tax credit without a sale": ASSUMED,
    "a tax credit for all": ONE_GROUP,
    **{
        f"a tax credit {what}": "a schema cannot look from one entry to the next"
        for what in ("for no tax", "for nothing", "with $500")
    },
    "lost and traded": "a schema cannot look from one entry to the next",
    "lost and given back": ASSUMED,
    "lost and sold": ASSUMED,
    "a note and a word": ASSUMED,
    "sold and traded": "a schema cannot look from one entry to the next",
    "month: 0": "right with `refinance` alone, and the schema does not look beside a key",
}
"""What only the reader catches, and why the schema cannot say it."""


def reader_accepts(case: Case) -> bool:
    """Say whether the reader takes a file."""
    read: Any = reader.read_positions if case.positions else reader.read
    try:
        read("file.yaml", case.text.encode())
    except reader.ScenarioError:
        return False
    return True


def schema_accepts(case: Case) -> bool:
    """Say whether an editor finds nothing wrong with a file."""
    try:
        node = seen(case.text)
    except YAMLError:
        return False
    return VALIDATORS["positions" if case.positions else "scenario"].is_valid(node)


def measured(where: str) -> Any:
    """Measure the coverage of a setting only outside purchases: `assume` has most of theirs."""
    marks = [pytest.mark.no_cover] if where.startswith("purchases") else []
    return pytest.param(where, marks=marks)


@pytest.mark.parametrize("where", [measured(w) for w in dict.fromkeys(c.where for c in TRIED)])
def test_reader_and_schema_agree_on_one_mistake_and_on_none(where: str) -> None:
    """Both refuse every mistake, but for those that only the reader can see."""
    tried = [case for case in TRIED if case.where == where]
    accepted = {case.what: (reader_accepts(case), schema_accepts(case)) for case in tried}
    expected = {case.what: (case.right, case.right or case.what in REMAINDER) for case in tried}

    assert expected == accepted


def test_the_remainder_is_part_of_the_corpus() -> None:
    """Nothing is excused that is not tried; what the schema does catch fails the test above."""
    assert REMAINDER.keys() <= {case.what for case in CASES if not case.right}


def test_the_corpus_reaches_every_field_of_every_group() -> None:
    """Each field has mistakes and, where it takes a single value, values that are right."""
    tried = {case.where for case in TRIED}
    places = {f"{_at(spot.at)}{field.name}" for spot in SPOTS for field in spot.group.fields}
    mistakes = [case for case in CASES if not case.right]

    assert places - tried == {"purchases[1].trade_in"}  # it is tried on the second purchase
    assert len(mistakes) >= 120
    assert _groups(fields.SCENARIO, fields.POSITIONS) == {id(spot.group) for spot in SPOTS}


def _at(at: tuple[str | int, ...]) -> str:
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in at)
    return "".join(steps).lstrip(".") + ("." if at else "")


def _groups(*groups: containers.Group) -> set[int]:
    """Tell apart the groups that stand in a file, those inside others too."""
    known = {id(group) for group in groups}
    for field in (field for group in groups for field in group.fields):
        inner = getattr(field.kind, "group", getattr(field.kind, "series", field.kind))
        known |= _groups(inner) if isinstance(inner, containers.Group) else set()
    return known


@pytest.mark.parametrize("name", PRINTED)
def test_the_published_schema_is_what_the_command_prints(name: str, capsys) -> None:
    """The file at the root is what `tradein schema` prints, to the byte."""
    path = ROOT / "schema" / f"{name}.schema.json"
    expected = path.read_text(encoding="ascii") if path.exists() else ""
    printed = here(capsys, "schema", *PRINTED[name]).out
    if os.environ.get("TRADEIN_REFRESH"):
        path.write_text(printed, encoding="ascii")

    assert expected == printed


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name: str) -> None:
    """Each keeps to its own dialect, draft 2020-12."""
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_every_field_is_described_in_the_words_of_the_field_list() -> None:
    """Descriptions, and defaults that could be written, come from the fields."""
    purchase = SCHEMAS["scenario"]["properties"]["purchases"]["items"]["properties"]
    sold = purchase["private_sale"]["properties"]["price"]
    described = (purchase["down"]["description"], purchase["down"].get("default"))
    expected = ("Cash down. Default: nothing.", None)

    assert expected == described
    assert sold["default"] in sold["description"]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.name)
def test_each_scenario_names_its_schema_and_keeps_to_it(path: Path) -> None:
    """The first line is for editors; the rest is right for old and new YAML alike."""
    name = "positions" if path.name == "positions.yaml" else "scenario"
    written = path.read_text(encoding="utf-8")
    modeline = f"# yaml-language-server: $schema=../schema/{name}.schema.json"

    assert modeline == written.partition("\n")[0]
    for loader in (Editor, Older):
        assert not list(VALIDATORS[name].iter_errors(seen(written, loader)))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.name)
def test_each_scenario_passes_the_check(path: Path, capsys) -> None:
    """`tradein check` has nothing against it."""
    assert (0, "") == here(capsys, "check", str(path))[:2]
