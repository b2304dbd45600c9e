"""With and without libyaml a file is the same scenario, or has the same messages at the same places.

What a library says of a file is put out of the way first: no message may hang on its wording.
"""

import random
from pathlib import Path

import pytest
import yaml

from helpers.command import BASE
from system.test_bad_inputs import SAID, bad_file
from tradein.scenario import reader, yaml_source
from tradein.scenario.reader import ScenarioError

DATA = Path(__file__).parent.parent / "data"
FILES = {
    case["id"]: bad_file(case)[0] for case in SAID if {"put", "edit", "text", "make"} & {*case}
}
FILES |= {path.name: path.read_bytes() for path in (DATA / "errors").glob("*.yaml")}
FILES |= {path.name: path.read_bytes() for path in (DATA.parents[1] / "scenarios").glob("*.yaml")}
LARGE = ("HOS-018", "HOS-022b", "HOS-022c", "HOS-022d")
"""Files as large as they may be: without libyaml they take seconds, and say nothing new."""

pytestmark = pytest.mark.skipif(
    not hasattr(yaml, "CSafeLoader"), reason="there is no libyaml to compare with"
)


def told(data: bytes) -> tuple:
    """Give what a file says, or what is said of it."""
    try:
        reading = reader.read("s.yaml", data)
    except ScenarioError as error:
        return (str(error),)
    return (reading.scenario, tuple(reading.warnings))


@pytest.fixture
def both(monkeypatch):
    """Read a file with libyaml and without, neither of them having a word of its own to say."""
    explained = yaml_source._explained

    def in_no_words(error, lines):
        error.problem = "so it is"
        return explained(error, lines)

    monkeypatch.setattr(yaml_source, "_explained", in_no_words)

    def read(text: str | bytes) -> tuple[tuple, tuple]:
        data = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr(yaml_source, "_LOADER", yaml.CSafeLoader)
        with_it = told(data)
        monkeypatch.setattr(yaml_source, "_LOADER", None)
        return with_it, told(data)

    return read


@pytest.mark.no_cover
@pytest.mark.parametrize("name", sorted(FILES.keys() - set(LARGE)))
def test_each_bad_file_has_the_same_messages(name, both):
    """Every file of the catalog, of the bad inputs and of the scenarios."""
    with_it, without = both(FILES[name])

    assert with_it == without


TABS = {
    "after a colon": ("price: 25000", "price:\t25000"),
    "two after a colon": ("price: 25000", "price:\t \t25000"),
    "before a comment": ("price: 25000", "price: 25000\t# so it is"),
    "at the end of a line": ("price: 25000", "price: 25000\t"),
    "after a group": ("fees:", "fees:\t"),
    "before a colon": ("price: 25000", "price\t: 25000"),
    "in braces": ("tax:\n      rate: 6.25%\n    loan", "tax: {\trate:\t6.25%\t}\n    loan"),
    "in brackets": ("taxes: [doc]", "taxes: [\tdoc\t]"),
}


@pytest.mark.parametrize("name", TABS)
def test_a_tab_between_words_is_a_space(name, both):
    """Somebody who lines values up with tabs is understood."""
    old, new = TABS[name]
    assert old in BASE

    with_it, without = both(BASE.replace(old, new))

    assert with_it == without == both(BASE)[0]


@pytest.mark.parametrize(
    "text",
    [
        "\ttitle: x\n",
        "title: x\n\tstart: 2026-01-15\n",
        "purchases:\n\t- vehicle: car\n",
        "purchases:\n  -\tvehicle: car\n    price: 1\n",
        "title: two\n\tcars\n",
        "title: two\n  \tcars\n",
        "title: two\n  \t \n  \tcars\n",
        "title: x\n\t\nstart: 1\n",
        "title: x\n\t# so it is\nstart: 1\n",
        "title: {\n\tb: 1\n\t}\n",
        "title: two\tcars\n",
        "title: 'two\tcars'\n",
        "about: |\n  two\tcars\n",
        "title: two \t \n  cars\n",
    ],
    ids=ascii,
)
def test_a_tab_anywhere_else_has_the_same_message(text, both):
    with_it, without = both(text)

    assert 1 == len(with_it) == len(without)
    assert with_it == without


@pytest.mark.parametrize(
    "escape", ["U00110000", "UFFFFFFFF", "U7FFFFFFF", "ud800", "uDFFF", "x0", "q", "u12"]
)
def test_an_escape_for_no_character_has_the_same_message(escape, both):
    with_it, without = both(BASE.replace("Two cars", f'"Two \\{escape} cars"'))

    assert 1 == len(with_it) == len(without)
    assert with_it == without
    assert with_it[0].startswith("s.yaml:1:")


@pytest.mark.parametrize("escape", ["x41", "u0041", "U0001F697", "u00e9"])
def test_an_escape_for_a_character_is_that_character(escape, both):
    with_it, without = both(BASE.replace("Two cars", f'"Two \\{escape} cars"'))

    assert with_it == without
    assert f'"{with_it[0].title[4:5]}"' == f'"{chr(int(escape[1:], 16))}"'


PIECES = (
    ":",
    " ",
    "\t",
    "\n",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "'",
    '"',
    "#",
    "\\",
    "|",
    "x",
    "\u00a0",
)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_a_file_with_a_few_characters_astray_has_the_same_messages(first, both):
    """Characters put in, taken out or written twice at random."""
    for seed in range(first, first + 50):
        rng, text = random.Random(seed), BASE
        for _ in range(rng.randint(1, 2)):
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice((rng.choice(PIECES), "")) + text[at + rng.randint(0, 2) :]
        with_it, without = both(text)

        assert with_it == without, text
