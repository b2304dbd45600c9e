"""A setting at the wrong level: the message says where it belongs and guesses nothing."""

import re

import pytest

from helpers.mistakes import POSITIONS, SPOTS, changed
from tradein.scenario import fields, reader

CAR = """\
purchases:
  - vehicle: car
    price: 20000
    tax: {rate: 0%}
    loan: {apr: 8.9%, months: 72}
    keep: 24 months
  - vehicle: other
    price: 20000
    tax: {rate: 0%}
    loan: {apr: 8.9%, months: 72}
"""
MISPLACED = [
    (spot, name)
    for spot in SPOTS
    for name in sorted({field.name for other in SPOTS for field in other.group.fields})
    if name not in {field.name for field in spot.group.fields}
]


def told(text, positions=False):
    read = reader.read_positions if positions else reader.read
    with pytest.raises(reader.ScenarioError) as refused:
        read("s.yaml", text.encode())
    return [problem.message for problem in refused.value.problems]


@pytest.mark.no_cover
@pytest.mark.parametrize("spot", SPOTS, ids=lambda spot: str(spot.at))
def test_a_setting_that_exists_elsewhere_is_never_taken_for_another(spot):
    """It is said where it belongs, by a place that is there, before any spelling is guessed."""
    names = [name for other, name in MISPLACED if other is spot]
    for name in names:
        text = changed(spot.base, (*spot.at, name), "5")
        about = [m for m in told(text, spot.base is POSITIONS) if f"setting '{name}' here" in m]

        assert 1 == len(about), (spot.at, name)
        assert "belongs under" in about[0]
        assert "did you mean" not in about[0]


def test_there_are_hundreds_of_misplacements():
    assert 570 < len(MISPLACED)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("keep:", "allowance: 5000\n    keep:", "it belongs under trade_in of a purchase"),
        ("{apr", "{down: 500, apr", "it belongs under purchases"),
        ("keep:", "income: 5000\n    keep:", "it belongs under the top level"),
        ("keep:", "rolled: 500\n    keep:", "it belongs under loan of a purchase (or assume.loan)"),
        ("keep:", "rate: 6%\n    keep:", "it belongs under tax of a purchase (or assume.tax) or "),
        ("keep:", "Months: 60\n    keep:", "months belongs under loan of a purchase"),
        ("keep:", "trade in credit: full\n    keep:", "trade_in_credit belongs under tax of a"),
        ("{apr", "{rate", "write apr, or, where rate is meant, it belongs under tax of a purchase"),
        ("72", "72, term: 60", "write months, or, where term is meant, it belongs under a name"),
        ("keep:", "curve: suv_2025\n    keep:", "it belongs under value of a purchase"),
        ("keep:", "what: car\n    keep:", "it belongs under positions in a file for `tradein eq"),
        ("keep:", "date: 2024-01-15\n    keep:", "only start and keep set the dates of purchases"),
        ("purchases:", "date: 2024-01-15\npurchases:", "write start for the day of the first pur"),
        ("purchases:", "include: a.yaml\npurchases:", "no file is read into another"),
        ("keep:", "trade_in: {value: 500}\n    keep:", "write allowance for what the dealer cre"),
        ("purchases:", "market: {0: 100%, keep: 5}\npurchases:", "it belongs under purchases"),
    ],
)
def test_where_it_belongs(old, new, message):
    """What stands next comes first; another word for a setting of the group comes before all."""
    messages = [m for m in told(CAR.replace(old, new, 1)) if "unknown setting" in m]

    assert 1 == len(messages)
    assert f"here; {message}" in messages[0]


def test_in_an_event_its_new_loan_is_nearer_than_the_first_one():
    event = "events: [{month: 3, apr: 5%, refinance: {months: 48}}]\n    keep:"
    messages = [m for m in told(CAR.replace("keep:", event, 1)) if "unknown setting" in m]

    homes = re.split(" or (?!assume)", messages[0].partition("belongs under ")[2])

    assert ["refinance of an event", "loan of a purchase (or assume.loan)"] == homes[:2]


def test_a_setting_of_a_scenario_among_positions_is_named_as_one():
    messages = told("positions:\n  - {what: car, owed: 5, value: 6, msrp: 7}\n", positions=True)

    assert ["unknown setting 'msrp' here; it belongs under purchases in a scenario"] == messages


def test_misspelled_settings_are_still_guessed():
    """A name that exists nowhere is one that was misspelled."""
    assert "did you mean price?" in told(CAR.replace("price", "prise", 1))[0]
    assert "did you mean apr?" in told(CAR.replace("apr", "APR", 1))[0]
    assert "did you mean down?" in told(CAR.replace("keep:", "deposit: 5\n    keep:", 1))[0]


def test_every_level_of_a_file_has_a_name():
    """A group that stands in no list of places could not be named as one."""
    placed = [group for _, group in (*fields.HOMES, *fields.POSITION_HOMES)]

    assert all(spot.group in placed for spot in SPOTS if spot.group is not fields.ASSUME)


@pytest.mark.parametrize("model_year", ["age: 2019", "year: 2019", "year: unknown"])
def test_a_model_year_without_a_start_is_asked_for_as_an_age(model_year):
    """Without a date nobody knows how old the vehicle is; the message gives an example."""
    (message,) = told(CAR.replace("    keep", f"    {model_year}\n    keep"))

    assert message.endswith("; write its age when bought, like `age: 3 years`")


@pytest.mark.parametrize(
    ("share", "remedy"),
    [
        ("0.49%", "check it"),
        ("0.5%", "did you mean 50%?"),
        ("1.25%", "did you mean 125%?"),
        ("3%", "did you mean 300%?"),
        ("3.01%", "check it"),
        ("9%", "check it"),
    ],
)
def test_a_low_cap_is_taken_for_a_fraction_only_where_that_is_likely(share, remedy):
    text = CAR.replace("months: 72", f"months: 72, max_ltv: {share}", 1)

    assert [f"warning: {share} is unusually low; {remedy}"] == [
        doubt.text for doubt in reader.read("s.yaml", text.encode()).warnings
    ]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        (
            "price: 20000",
            "sales_tax: 6%\n    price: 20000",
            "the `tax` of line 5, in place of its rate",
        ),
        ("{rate: 0%}", "{state: TX}\n    sales_tax: 6%", "the `tax` of line 4"),
        ("tax: {rate: 0%}", "sales_tax: 6%", None),
        ("tax: {rate: 0%}", "tax: 6%\n    sales_tax: 6%", None),
        ("keep:", "fees: {doc: 1}\n    title_fee: 20\n    keep:", "the `fees` of line 6"),
        (
            "keep:",
            "fees: {title: 1}\n    title_fee: 20\n    keep:",
            "the `fees` of line 6, in place of its title",
        ),
    ],
)
def test_a_line_goes_among_those_that_are_there_already(old, new, where):
    """No remedy leads to a second `tax:` in a purchase, or a second `rate:` in a tax."""
    (message,) = [m for m in told(CAR.replace(old, new, 1)) if "belongs under" in m]

    assert message.endswith(f"` under {where}") == (where is not None)
    assert bool(re.search("` below `(tax|fees):`$", message)) == (where is None)
