"""The first remedy of every message leads to what was meant.

The files are those of the error catalog and of the bad inputs.  What becomes of each stands in
remedies.yaml; what stands in neither of its lists asks for what only the author knows.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from helpers import data
from helpers.command import here
from helpers.following import LITERAL, followed, messages
from system.test_bad_inputs import SAID, bad_file
from tradein.scenario import reader

HERE = Path(__file__).parents[1] / "data"
TABLE = data.values((HERE / "remedies.yaml").read_text("utf-8"))
FILES = {path.stem: path.read_text("utf-8") for path in (HERE / "errors").glob("*.yaml")}
FILES |= {
    case["id"]: bad_file(case)[0]
    for case in SAID
    if "says" in case and any(way in case for way in ("put", "edit", "text"))
}
NO_FIGURE = "it is |like |for example |zero or more|whole|YYYY|the|at most"
"""How a remedy goes on that names a limit or an example, and no value of this file."""

CAR = """\
start: 2024-01-15
income: $5,000
purchases:
  - vehicle: car
    price: $24,500
    msrp: $26,000
    tax: {rate: 6.25%}
    loan:
      apr: 7.9%
      months: 72
    keep: 24 months
"""


def lines(text: str) -> Counter[str]:
    return Counter(line.strip() for line in text.splitlines())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_becomes_of_a_file_whose_messages_are_followed(name, capsys, folder):
    """Each remedy leads to what was meant; where none can be followed the file stays."""
    text, expected = FILES[name], TABLE["files"].get(name, [])
    after, ended = followed(text, capsys)
    new, gone = lines(after) - lines(text), lines(text) - lines(after)

    if isinstance(expected, dict) and "gone" in expected:
        assert (Counter(), Counter(expected["gone"])) == (new, gone)
    elif isinstance(expected, dict):
        assert Counter(expected["among"]) - new == Counter()
    else:
        assert Counter(expected) == new
    assert (name in TABLE["asked"]) == (ended is not None)


def test_every_case_of_the_table_is_one_of_a_file():
    """No case without its file, and none that says nothing."""
    assert {*TABLE["files"], *TABLE["asked"]} <= {*FILES}
    assert all(TABLE["files"].values())


@pytest.mark.parametrize(
    ("setting", "written", "meant"),
    [
        (setting, written, meant)
        for setting, cases in TABLE["values"].items()
        for written, meant in cases.items()
    ],
)
def test_the_first_remedy_for_a_value_is_what_was_meant(setting, written, meant, capsys, folder):
    """One value miswritten in a file that is right: followed once, it is read as what was meant."""
    text = car(setting, written)
    Path("s.yaml").write_text(text)
    told = messages(here(capsys, "check", "s.yaml").err)
    literal = LITERAL.search(told[0].text)

    assert literal, told[0].text
    assert value(car(setting, meant), setting) == value(car(setting, literal["text"]), setting)


@pytest.mark.parametrize(
    ("setting", "written"),
    [(setting, written) for setting, cases in TABLE["open"].items() for written in cases],
)
def test_no_value_is_offered_where_none_can_be_known(setting, written, capsys, folder):
    """Where it is not known what was meant, or that would be refused too, no figure is given."""
    Path("s.yaml").write_text(car(setting, written))
    told = messages(here(capsys, "check", "s.yaml").err)

    assert [None] == [LITERAL.search(message.text) for message in told[:1]]


def car(setting: str, text: str) -> str:
    """Write a scenario with one setting of its purchase, or below a group of it."""
    *groups, key = setting.split(".")
    if key in ("start", "income"):
        return re.sub(rf"^{key}: .*$", f"{key}: {text}", CAR, flags=re.MULTILINE)
    whole = data.texts(CAR)
    inner = whole if groups[:1] == ["market"] else whole["purchases"][0]
    for name in groups:
        inner = inner.setdefault(name, {})
    inner[key] = "XXX"
    return str(yaml.safe_dump(whole, sort_keys=False)).replace("XXX", text)


def value(text: str, setting: str):
    """Read a file, and give the value of the setting."""
    values = reader.read("s.yaml", text.encode()).context.values
    path = setting if setting in values else f"purchases[1].{setting}"
    return values[path][0]
