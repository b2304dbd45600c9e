"""The table of state taxes: every row, its sources, and what is computed from it."""

import json
from datetime import date
from pathlib import Path

import pytest

from helpers import data
from tradein.cli import main
from tradein.scenario import reader, scalars, states

FOLDER = Path(states.__file__).parent / "data" / "states"
ROOT = Path(__file__).parents[2]
CODES = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
    "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
    "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
]  # fmt: skip
KEYS = {
    "name", "rate", "rate_standing", "credit", "credit_standing", "minimum", "maximum", "local", "local_up_to", "partial",
    "rebate", "private_sale", "private_sale_standing", "beyond", "caution", "valid_from", "as_of", "sources", "notes",
}  # fmt: skip
NEEDED = {
    "name",
    "rate_standing",
    "credit_standing",
    "valid_from",
    "as_of",
    "sources",
    "notes",
}
STANDINGS = {"official", "secondary", "weak", "not sourced"}
COMPUTING = {
    "AL": ("2%", "full"),
    "CA": ("7.25%", "none"),
    "FL": ("6%", "full"),
    "IA": ("5%", "full"),
    "IL": ("6.25%", "full"),
    "KY": ("6%", "full"),
    "MD": ("6.5%", "full"),
    "MI": ("6%", 11_000_00),
    "MO": ("4.225%", "full"),
    "OH": ("5.75%", "new only"),
    "SC": ("5%", "full"),
    "TN": ("7%", "full"),
    "TX": ("6.25%", "full"),
    "VA": ("4.15%", "none"),
    "VT": ("6%", "full"),
    "WI": ("5%", "full"),
}
"""The states that compute, with rate and credit at the end of 2025, written down a second time."""


def written(code):
    return data.texts((FOLDER / f"{code}.yaml").read_text("utf-8"))


def dated(value):
    """The values of a rate or credit, of which there may be several by day."""
    return list(value.values()) if isinstance(value, dict) else [value]


def test_the_fifty_states_and_the_district_are_there():
    assert sorted(CODES) == states.codes()
    assert 51 == len(set(CODES))


@pytest.mark.parametrize("code", CODES)
def test_a_row_is_well_formed(code):
    row = written(code)

    assert set(row) >= NEEDED
    assert set(row) <= KEYS
    assert {row["rate_standing"], row["credit_standing"]} <= STANDINGS
    assert row.get("local", "added") in ("added", "none")
    assert row.get("rebate", "taxed") in ("taxed", "not taxed")
    assert "local_up_to" not in row or row["local"] == "added"
    assert date.fromisoformat(row["valid_from"]) <= date.fromisoformat(row["as_of"])
    assert row["notes"].endswith(".")
    assert not any(source.endswith(".") for source in row["sources"])


@pytest.mark.parametrize("code", CODES)
def test_nothing_unsourced_is_told_as_a_fact(code):
    row = written(code)

    for fact in ("rate", "credit"):
        if row[f"{fact}_standing"] == "not sourced":
            assert fact not in row
        else:
            assert any(fact in source.rpartition("(")[2] for source in row["sources"]) or (
                fact not in row
            )
    for fact in ("minimum", "maximum", "rebate", "local_up_to", "partial", "private_sale"):
        name = fact.removesuffix("_up_to").replace("_", " ")
        assert fact not in row or any(
            name in source.rpartition("(")[2] for source in row["sources"]
        )


@pytest.mark.parametrize("code", CODES)
def test_the_days_of_a_row_are_in_order(code):
    row = states.find(code)

    for fact in (row.rate, row.credit):
        days = [since for since, _ in fact.values]
        assert days == sorted(set(days))


@pytest.mark.parametrize("code", COMPUTING)
def test_a_state_that_computes_is_as_it_was_written_down_a_second_time(code):
    row = states.find(code)
    rate, credit = row.rate.at(date(2025, 12, 31)), row.credit.at(date(2025, 12, 31))

    assert COMPUTING[code] == (f"{rate / 10_000:g}%", credit)
    assert row.sources


def test_no_other_state_computes():
    assert sorted(COMPUTING) == [code for code in sorted(CODES) if states.find(code).computes]


def test_the_docs_count_the_states_that_compute():
    readme, model = (ROOT / name for name in ("README.md", "docs/model.md"))

    assert f"It computes sales tax for {len(COMPUTING)} states" in readme.read_text("utf-8")
    assert f"{len(COMPUTING)} of the\n51 rows compute" in model.read_text("utf-8")


@pytest.mark.parametrize("code", [code for code in CODES if code not in COMPUTING])
def test_any_other_state_asks_for_rate_and_credit_and_is_a_name_with_them(code):
    text = "purchases: [{vehicle: v, price: 30000, tax: {state: XX}, loan: {apr: 9%, months: 60}}]"

    with pytest.raises(reader.ScenarioError, match="write rate and trade_in_credit"):
        reader.read("s", text.replace("XX", code).encode())
    with pytest.raises(reader.ScenarioError, match="write trade_in_credit"):
        reader.read("s", text.replace("XX", f"{code}, rate: 5%").encode())
    own = f"{code}, rate: 5%, trade_in_credit: $700"
    read = reader.read("s", text.replace("XX", own).encode())
    rule = read.scenario.purchases[0].deal.tax

    assert [] == read.warnings
    assert (50_000, 700_00, code) == (rule.rate_ppm, rule.credit_cap, rule.state_rule.state)
    assert (None, None, False) == (
        rule.state_rule.since,
        rule.state_rule.until,
        rule.state_rule.dated,
    )


@pytest.mark.parametrize("code", CODES)
def test_no_message_about_a_state_is_cut(code):
    text = f"purchases: [{{vehicle: v, price: 30000, tax: {{state: {code}, local: 1%}}, loan: {{apr: 9%, months: 60}}}}]"
    try:
        problems = reader.read("s", text.encode()).warnings
    except reader.ScenarioError as error:
        problems = error.problems

    assert all(len(problem.message) < 250 for problem in problems)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("tx", "TX"), ("Ohio", "OH"), ("new york", "NY"), ("Virgina", "VA"), ("oR", "OR")],
)
def test_a_code_that_was_probably_meant_is_suggested(text, meant):
    with pytest.raises(scalars.ValueFormatError, match=f"did you mean {meant}"):
        states.code(text)


@pytest.mark.parametrize("text", ["XX", "PR", "", "Q", "1"])
def test_a_code_of_no_state_is_told_the_codes(text):
    with pytest.raises(scalars.ValueFormatError, match="known: AK, AL, AR"):
        states.code(text)


@pytest.mark.parametrize(
    ("year", "most"),
    [
        (2013, 2_000), (2014, 2_000), (2015, 2_500), (2016, 3_000), (2017, 3_500), (2018, 4_000), (2019, 5_000),
        (2020, 6_000), (2021, 7_000), (2022, 8_000), (2023, 9_000), (2024, 10_000), (2025, 11_000), (2026, 12_000),
        (2027, 13_000), (2028, 14_000),
    ],
)  # fmt: skip
def test_michigans_cap_goes_up_every_year(year, most):
    credit = states.find("MI").credit

    assert most * 100 == credit.at(date(year, 12, 31))
    assert year < 2015 or most * 100 == credit.at(date(year, 1, 1))


def test_michigans_cap_ends():
    assert "full" == states.find("MI").credit.at(date(2029, 1, 1))


def test_a_row_is_taken_to_hold_for_two_years():
    assert date(2027, 12, 31) == states.find("TX").until


def test_the_command_lists_every_state(capsys):
    assert 0 == main(["states"])
    out = capsys.readouterr().out

    assert sorted(CODES) == [line[:2] for line in out.splitlines() if line[2:4] == "  "]
    assert "Sources" not in out


def test_the_table_fits_a_terminal(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")

    assert 0 == main(["states", *CODES])
    assert all(len(line) <= 80 for line in capsys.readouterr().out.splitlines())


def test_a_state_that_is_named_is_told_with_its_sources(capsys):
    assert 0 == main(["states", "MD", "OR", "FL", "TN"])
    out = " ".join(capsys.readouterr().out.split())

    assert "MD, Maryland: rate 6%, 6.5% from 2025-07-01 (secondary); credit full (official)" in out
    assert "Transportation 13-809(a)(3)" in out
    assert "OR, Oregon: rate not sourced; credit not sourced;" in out
    assert "local tax added on the first $5,000; rebate" in out
    assert (
        "local tax added on the first $1,600; 2.75% more on the part from $1,600 to $3,200;" in out
    )


def test_programs_are_told_too(capsys):
    assert 0 == main(["states", "VA", "SC", "OK", "--format", "json"])
    virginia, carolina, oklahoma = json.loads(capsys.readouterr().out)["states"]

    assert (4.15, "none", "yes", 75) == tuple(
        virginia[key] for key in ("rate_percent", "credit", "computes", "minimum")
    )
    assert (5, 500) == (carolina["rate_percent"], carolina["maximum"])
    assert (None, None, "no") == tuple(
        oklahoma[key] for key in ("rate_percent", "credit", "computes")
    )


def test_programs_are_told_what_is_due_on_a_part(capsys):
    keys = ("local", "local_up_to", "partial_rate_percent", "partial_over", "partial_up_to")

    assert 0 == main(["states", "FL", "TN", "OH", "--format", "json"])
    rows = [[row[key] for key in keys] for row in json.loads(capsys.readouterr().out)["states"]]
    assert ["added", 5000, None, None, None] == rows[0]
    assert ["added", 1600, 2.75, 1600, 3200] == rows[1]
    assert ["added", None, None, None, None] == rows[2]


@pytest.mark.parametrize("style", ["csv", "github"])
def test_tables_for_other_documents(style, capsys):
    assert 0 == main(["states", "MN", "--format", style])
    assert "6.875" in capsys.readouterr().out


def test_a_state_that_is_none_is_a_wrong_usage(capsys):
    assert 2 == main(["states", "TX", "tx"])
    told = capsys.readouterr()

    assert "" == told.out
    assert "tradein: no state has the code 'tx'; did you mean TX?\n" == told.err


def test_a_row_of_a_leap_day_holds_until_the_end_of_february():
    row = states.find("TX")._replace(as_of=date(2028, 2, 29))

    assert date(2030, 2, 28) == row.until
