"""Settings replaced by their paths: the same scenario as from an edited file, errors at their place."""

import copy
import random

import pytest

from helpers import random_scenarios
from tradein.scenario import paths, reader
from tradein.scenario.yaml_source import ARGUMENT_LINES, Source

FILE = b"""title: Two vans
market: {6: 100%, 24: 90%}
purchases:
  - vehicle: van
    price: $20,000
    loan: {apr: 9%, months: 60}
    keep: 12 months
  - {vehicle: other van, price: 30000, loan: {apr: 9%, months: 60}}
"""


def scenario(*arguments, data=FILE):
    return reader.read("x.yaml", data, arguments).scenario


def told(*arguments, data=FILE):
    """The lines that refuse arguments."""
    with pytest.raises(reader.ScenarioError) as refused:
        scenario(*arguments, data=data)
    return str(refused.value).split("\n")


# What is replaced


@pytest.mark.parametrize(
    ("argument", "before", "after"),
    [
        ("purchases[1].keep=30 months", b"12 months", b"30 months"),
        ("purchases[1].keep = 30 months", b"12 months", b"30 months"),
        ("purchases[2].loan.apr=4.9%", b"30000, loan: {apr: 9%", b"30000, loan: {apr: 4.9%"),
        ("purchases[1].price=$21,500", b"$20,000", b"$21,500"),
        ("title=A = B", b"Two vans", b"A = B"),
        ('title="x: y"', b"Two vans", b'"x: y"'),
        ("market={6: 80%}", b"{6: 100%, 24: 90%}", b"{6: 80%}"),
        ("market.24=80%", b"24: 90%", b"24: 80%"),
        ("market.12=80%", b"24: 90%", b"12: 80%, 24: 90%"),
        ("market.36=80%", b"24: 90%", b"24: 90%, 36: 80%"),
        ("start=2024-01-15", b"title:", b"start: 2024-01-15\ntitle:"),
        ("assume.fees.doc fee=150", b"title:", b"assume: {fees: {doc fee: 150}}\ntitle:"),
        ("purchases[2].events=[{month: 3, extra: $50}]", b"30000,",
         b"30000, events: [{month: 3, extra: $50}],"),
        ("purchases[2]={vehicle: b, price: 9000, loan: {apr: 1%, months: 9}}",
         b"{vehicle: other van, price: 30000, loan: {apr: 9%, months: 60}}",
         b"{vehicle: b, price: 9000, loan: {apr: 1%, months: 9}}"),
    ],
)  # fmt: skip
def test_a_replaced_setting_is_read_as_if_it_stood_in_the_file(argument, before, after):
    assert before in FILE
    assert scenario(data=FILE.replace(before, after)) == scenario(argument)


def test_an_entry_is_added_step_by_step():
    steps = ("purchases[1].events[1].month=3", "purchases[1].events[1].extra=$50")
    twice = ("purchases[1].events[2].month=5", "purchases[1].events[2].skip=1 month")
    written = b"keep: 12 months\n    events: [{month: 3, extra: $50}, {month: 5, skip: 1 month}]"

    assert scenario(data=FILE.replace(b"keep: 12 months", written)) == scenario(*steps, *twice)


def test_the_last_of_several_values_holds():
    assert scenario("purchases[1].keep=9 months") == scenario(
        "purchases[1].keep=30 months", "purchases[1].keep=9 months"
    )


def test_a_document_is_not_changed_by_what_replaces_a_setting_in_it():
    document = reader.document("x.yaml", FILE)
    other = paths.replace(document, "purchases[1].keep", "30 months")

    assert 30 == reader.read_document(other).scenario.purchases[0].keep_months
    assert scenario() == reader.read_document(document).scenario
    assert () == document.source.arguments
    assert (("--set", "purchases[1].keep=30 months"),) == other.source.arguments


def test_many_values_cost_no_reading_of_yaml(monkeypatch):
    document = reader.document("x.yaml", FILE)
    monkeypatch.setattr(Source, "nodes", None)
    kept = [
        reader.read_document(paths.replace(document, "purchases[1].keep", f"{months} months"))
        for months in range(1, 40)
    ]

    assert [*range(1, 40)] == [reading.scenario.purchases[0].keep_months for reading in kept]


def test_warnings_stand_in_the_argument():
    warnings = reader.read("x.yaml", FILE, ["purchases[1].price=$200"]).warnings

    assert (ARGUMENT_LINES + 1, 20) in [warning.place[:2] for warning in warnings if warning.place]


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(40))
def test_a_setting_taken_out_of_a_random_chain_is_put_back_by_its_path(seed):
    """Whatever single value is missing in the file and given by its path, the scenario is the same."""
    written = random_scenarios.scenario(random.Random(seed))
    whole = random_scenarios.as_yaml(written).encode()
    try:
        expected = scenario(data=whole)
    except reader.ScenarioError:
        return
    leaves = [*singles(written)]
    for steps, value in random.Random(seed).sample(leaves, min(8, len(leaves))):
        rest = copy.deepcopy(written)
        *way, last = steps
        home = rest
        for step in way:
            home = home[step]
        del home[last]
        text = random_scenarios.as_yaml({last: value}).partition(":")[2].strip()
        argument = f"{named(steps)}={text}"

        assert expected == scenario(argument, data=whole), argument
        assert expected == scenario(argument, data=random_scenarios.as_yaml(rest).encode()), (
            argument
        )


def singles(node, steps=()):
    """The single settings of a tree, each with the steps to it; not the first of a mapping of one."""
    for name, inner in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(inner, dict | list):
            yield from singles(inner, (*steps, name))
        elif isinstance(node, dict) and ordered(name, node) and steps[-1:] not in NAMES:
            yield (*steps, name), inner


NAMES = (("fees",), ("products",))
"""Where the order of the file is that of the names."""


def ordered(name, node):
    """Whether a path can name a setting that is not alone in its mapping."""
    plain = not set(name) & set(".[]=:#'\"") and name == name.strip()
    return plain and len(node) > 1 and (name.isidentifier() or name.isdecimal())


def named(steps):
    return "".join(f"[{s + 1}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".")


# What is refused, at its place


@pytest.mark.parametrize(
    ("argument", "column", "message"),
    [
        ("purchases[1].keap=3 months", 14, "purchases[1].keap: unknown setting 'keap'; did you mean keep?"),
        ("purchases[1].keep=3", 19, "purchases[1].keep: a length without a unit, '3'; write 3 years or 3 months"),
        ("keep=3 months", 1, "keep: unknown setting 'keep' here; it belongs under purchases"),
        ("purchases[1].fees={doc: -5}", 25, "purchases[1].fees.doc: a negative amount, '-5'; write zero or more"),
        ("purchases[1].fees=[5]", 19, "purchases[1].fees: a list of amounts without names; write their sum, $5.00, or names with amounts"),
        ("purchases[1].keep=", 14, "purchases[1].keep: nothing is written here; write a value, or remove the setting"),
        ("purchases[4].keep=3 months", 10, "purchases has 2 entries; write [2], or [3] to add one"),
        ("purchases[0].keep=3 months", 10, "entries count from 1; write [1] for the first one"),
        ("purchases[1].events[2].month=3", 20, "purchases[1].events has no entry; write [1] to add one"),
        ("purchases.keep=3 months", 11, "purchases is a list; name one of its entries, purchases[1].keep"),
        ("title[1]=x", 6, "title is no list; remove [1]"),
        ("title.x=3", 7, "title is one value, 'Two vans', without settings in it; replace it as a whole"),
        ("purchases[1].keep", 18, "no '=' with a value after the path; write it like `purchases[1].loan.apr=7.9%`"),
        ("purchases[one].keep=3", 10, "not the number of an entry; write [1] for the first one"),
        ("=3", 1, "not the path of a setting; write it like `purchases[1].loan.apr=7.9%`"),
        ("purchases[1]keep=3", 13, "not the path of a setting; write it like `purchases[1].loan.apr=7.9%`"),
        ("title=*x", 7, "anchors and aliases are not read, '*x'; write the value out"),
        ("title=[", None, "not readable as YAML; check indentation and brackets: line up settings, and items under their '-'"),
        ("title={a: 1, a: 2}", 14, "duplicate setting 'a', written twice: first on line 1, again on line 1; keep one"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_refused_at_its_place(argument, column, message):
    head, line, caret = told(argument)

    at = caret.index("^") - 5 if column is None else column  # libyaml and PyYAML differ by one
    assert f"--set:1:{at}: {message}" == head
    assert f"  1 | {argument}" == line
    assert at == caret.index("^") - 5


def test_the_second_argument_is_line_two():
    assert told("title=x", "purchases[1].keep=3")[0].startswith("--set:2:19: purchases[1].keep: ")


def test_mistakes_of_the_file_come_first():
    """And a list with one entry has its own words."""
    lines = told("purchases[1].keep=3", data=FILE.replace(b"$20,000", b"$20k"))

    assert lines[0].startswith("x.yaml:5:12: purchases[1].price: ")
    assert lines[3].startswith("--set:1:19: ")
    assert (
        "events has one entry; write [1], or [2]"
        in told("purchases[1].events[1].month=3", "purchases[1].events[3].month=3")[0]
    )


def test_what_no_terminal_shows_is_not_shown():
    assert "\x1b" not in "".join(told("purchases[1].keep=\x1b[31m"))
    assert "not UTF-8 text, byte 0xED" in told("title=\ud800{")[0]


def test_a_text_that_is_too_long_is_refused():
    assert (
        "too long a value, 2,001 characters, the limit is 2,000; shorten it"
        in told(f"about={'x' * 2001}")[0]
    )


def test_lines_of_a_value_are_one():
    assert "a b" == scenario("title=a\nb").title
