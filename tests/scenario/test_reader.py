"""Rare cases of reading that no file in `tests/data/errors` reaches."""

import re

import pytest
import yaml

from tradein.scenario import catalog, containers, reader, schema, yaml_source

CAR = """
title: T
purchases:
  - vehicle: car
    price: 20000
    tax: {rate: 0%}
    loan: {apr: 8.9%, months: 72}
"""


def problems(text):
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("s.yaml", text.encode())
    return [problem.message for problem in refused.value.problems]


def test_a_setting_that_is_not_in_the_file_has_no_place():
    assert containers.ReadContext().place("purchases[1].loan") is None


def test_digits_after_a_whole_amount_in_braces_are_explained():
    told = problems(CAR.replace("{apr: 8.9%, months: 72}", "{apr: 8.9%, months: 7200, 400}"))

    assert "unknown setting '400'; a comma inside braces ends an entry" in told[1]


def test_a_list_is_no_key():
    assert problems(CAR + "[a, b]: 1\n") == ["a key must be plain text, not a list or a mapping"]


def test_quoted_amounts_in_a_list_are_not_cut_by_a_comma():
    positions = reader.read_positions(
        "p.yaml", b'positions:\n  - what: car\n    owed: ["150", "300"]\n    value: 500\n'
    )

    assert [(150_00, 300_00)] == [position.owed for position in positions]


def test_full_entries_in_braces_are_not_cut_by_a_comma():
    text = CAR.replace("    loan", "    value: {appraisals: {12: 700, 120: 500}}\n    loan")

    valuation = reader.read("s.yaml", text.encode()).scenario.purchases[0].valuation

    assert ((12, 700_00), (120, 500_00)) == valuation.method.points


def test_a_scenario_without_a_title_is_named_after_its_file():
    untitled = CAR.replace("title: T\n", "").encode()

    assert "two-trucks" == reader.read("folder/two-trucks.yaml", untitled).scenario.title
    assert "scenario" == reader.read("<stdin>", untitled).scenario.title


def test_a_part_rolled_in_that_is_assumed_for_a_purchase_is_doubted():
    text = CAR.replace("purchases", "assume:\n  loan:\n    rolled: 100\npurchases")

    assert ["warning: rolled does nothing without owed; remove it"] == [
        doubt.text for doubt in reader.read("s.yaml", text.encode()).warnings
    ]


def test_a_file_of_the_other_kind_is_recognized():
    assert problems("positions:\n  - what: car\n") == [
        "a file with positions, where purchases are expected; it is for `tradein equity`"
    ]


def test_an_unknown_curve_is_refused_by_name():
    with pytest.raises(ValueError, match="no built-in curve is called 'suv'; did you mean"):
        catalog.find("suv")


def test_a_kind_without_a_schema_is_an_error_of_ours():
    with pytest.raises(TypeError, match="no schema for"):
        schema._kind(object())


def test_a_complaint_of_yaml_without_a_place_is_told_in_our_words():
    told = str(yaml_source._explained(yaml.YAMLError("odd"), []))

    assert "not readable as YAML; check the characters of the file" == told


def test_without_libyaml_the_same_scenario_is_read(monkeypatch):
    fast = reader.read("s.yaml", CAR.encode()).scenario
    monkeypatch.setattr(yaml_source, "_LOADER", None)

    assert fast == reader.read("s.yaml", CAR.encode()).scenario


def test_an_amount_of_millions_in_braces_is_told_once_and_whole():
    braces = CAR.replace("    price: 20000\n    tax: {rate: 0%}", "    tax: {rate: 0%}").replace(
        "loan: {apr", "trade_in: {cash: 1,250,000.50}\n    loan: {apr"
    )

    assert (
        "commas split '1,250,000.50' into 3 entries; write 1250000.50 without commas"
    ) in problems(braces)
    assert 1 == sum("commas split" in message for message in problems(braces))


def test_each_name_that_is_no_fee_has_its_own_place():
    text = CAR.replace("{rate: 0%}", "\n      rate: 6%\n      taxes:\n      - dok\n      - titel")
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("s.yaml", text.replace("tax: \n", "tax:\n").encode())

    assert [(9, 9), (10, 9)] == [problem.place[:2] for problem in refused.value.problems]


def test_empty_ways_of_valuing_are_told_with_everything_else():
    text = CAR.replace("price: 20000", "price: -3\n    value: {}")

    assert 2 == len(problems(text))


def test_a_short_term_is_doubted_of_a_purchase_and_not_of_what_is_left_of_a_loan():
    short = CAR.replace("72", "9")
    owed = short.replace("price: 20000", "owed: 900\n    worth: 800\n    age: 3 years").replace(
        "    tax: {rate: 0%}\n", ""
    )

    assert 1 == len(reader.read("s.yaml", short.encode()).warnings)
    assert [] == reader.read("s.yaml", owed.encode()).warnings


def test_a_path_may_be_a_path(tmp_path):
    (tmp_path / "s.yaml").write_text(CAR)

    assert "T" == reader.load(tmp_path / "s.yaml").title


def test_every_amount_that_commas_cut_is_told():
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read_positions(
            "p.yaml", b"positions:\n  - {what: a, owed: [1,234, $2,500,000], value: 1,250,000.50}\n"
        )

    assert ["write 1234", "write $2500000", "write 1250000.50"] == [
        " ".join(re.split("[ ,]+", problem.message.partition("; ")[2])[:2])
        for problem in refused.value.problems
        if " split" in problem.message
    ]


@pytest.mark.no_cover
def test_a_list_of_nothing_but_cut_amounts_is_refused_without_delay():
    """Each amount is looked at once, however long its line is."""
    told = problems("purchases: [" + "234," * 90_000 + "1]\n")

    assert len(told) > 1_000


def doubts(text):
    warnings = reader.read("s.yaml", text.encode()).warnings
    return [(doubt.path, doubt.message) for doubt in warnings]


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("value: {appraisals: {0: $20,000}}", "to appraisals"),
        (
            "value: {curve: boat_rule_of_thumb}",
            "with the curve boat_rule_of_thumb, which assumes no miles",
        ),
        ("value: {table: {0: 90%}}", "with a table or a yearly loss, which assumes no miles"),
        ("value: {yearly_loss: 15%}", "with a table or a yearly loss, which assumes no miles"),
    ],
)
def test_miles_that_do_nothing_are_doubted(way, why):
    way = way.replace("$20,000", "$20000")
    text = CAR.replace("price: 20000", f"price: 20000\n    {way}\n    odometer: 900")

    assert [("purchases[1].odometer", f"odometer does nothing {why}; remove it")] == doubts(text)


def test_a_condition_that_does_nothing_is_doubted():
    text = CAR.replace("price: 20000", "price: 20000\n    worth: 19000\n    condition: 92%")
    why = "condition does nothing where worth is known, which has it in it; remove it"

    assert [("purchases[1].condition", why)] == doubts(text)
    assert [] == doubts(text.replace("    worth: 19000\n", ""))


def test_miles_that_are_assumed_are_doubted_where_they_do_nothing_at_all():
    text = CAR.replace("purchases", "assume:\n  miles_a_year: 18,000\npurchases")
    own = text.replace("price: 20000", "price: 20000\n    miles_a_year: 9,000")
    boat = text.replace("price: 20000", "price: 20000\n    value: {curve: rv_class_c}")
    second = "\n  - vehicle: other\n    price: 5000\n    tax: {rate: 0%}\n"
    both = boat + "    keep: 1 month" + second + "    loan: {apr: 6%, months: 72}\n"

    assert [] == doubts(text)
    assert [("assume.miles_a_year", own_words("where every purchase has its own"))] == doubts(own)
    assert [
        ("assume.miles_a_year", own_words("with the curve rv_class_c, which assumes no miles"))
    ] == doubts(boat)
    assert [] == doubts(both)


def own_words(why):
    return f"miles_a_year does nothing {why}; remove it"


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("18,000 miles", "write 18,000"),
        ("$18,000", "write 18,000"),
        ("18k", "write all digits, like 18,000, in miles"),
        ("1,80,00", "write 18,000"),
        ("018000", "write 18,000"),
        ("18.000", "write 18,000 where thousands are meant"),
        ("-5", "write zero or more"),
        ("12345678901", "it is too large"),
        ("many", "write digits, like 18,000"),
    ],
)
def test_miles_written_otherwise_have_a_remedy(written, remedy):
    text = CAR.replace("price: 20000", f"price: 20000\n    odometer: {written}")

    assert [f"not a whole number of miles, '{written}'; {remedy}"] == problems(text)


def test_miles_a_year_without_their_thousands_are_doubted():
    text = CAR.replace("price: 20000", "price: 20000\n    miles_a_year: 18")

    assert [
        (
            "purchases[1].miles_a_year",
            "18 miles a year is unusually low; are thousands missing?",
        )
    ] == doubts(text)
