"""The histories of used-vehicle prices: the files, and the levels a chain takes from them."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from helpers import playing
from tradein.scenario import history, reader
from tradein.scenario.history import History

CPI = history.find("cpi-used-cars")
SHORT = History("short", "", "", "", "", date(2021, 3, 1), (100, 110, 120))

CHAIN = """\
start: 2020-12-15
market: {history: cpi-used-cars}
purchases:
  - vehicle: car
    price: $20,000
    tax: {rate: 0%}
    loan: {apr: 9%, months: 60}
    value: {table: {0: 100%}}
    keep: 24 months
"""


def test_the_files_of_histories_are_all_named():
    assert ["cpi-used-cars"] == history.names()


def test_a_file_has_every_month_once_from_the_first_on():
    path = Path(history.__file__).parent / "data" / "histories" / "cpi-used-cars.csv"
    days = [line[:10] for line in path.read_text().splitlines() if line[0] not in "#o"]
    months = range(2000 * 12, 2025 * 12 + 4)

    assert [f"{month // 12}-{month % 12 + 1:02}-01" for month in months] == days
    assert len(days) == len(CPI.levels)


@pytest.mark.parametrize(
    ("year", "month", "tenths_of_a_percent"),
    [
        (2022, 1, 405),  # Shreveport Times, 13 February 2022, from the Bureau's release
        (2022, 2, 412),  # lifopro.com, CPI release highlights of February 2022
        (2022, 5, 161),  # losdiasveloces.com, the used car index in May 2022
    ],
)
def test_twelve_months_changes_are_those_that_were_published(year, month, tenths_of_a_percent):
    at = 12 * (year - 2000) + month - 1
    change = Fraction(CPI.levels[at], CPI.levels[at - 12]) - 1

    assert tenths_of_a_percent == round(change * 1000)


@pytest.mark.parametrize(
    ("start", "levels"),
    [
        (date(2021, 3, 31), (100, 110, 120)),
        (date(2021, 4, 1), (110, 120)),
        (date(2021, 5, 15), (120,)),
        (date(2031, 5, 15), (120,)),
        (date(2021, 1, 1), (100, 100, 100, 110, 120)),
    ],
)
def test_levels_since_a_day_are_flat_outside(start, levels):
    assert levels == SHORT.since(start)


@pytest.mark.parametrize(
    ("start", "months", "outside"),
    [
        (date(2021, 3, 1), 2, 0),
        (date(2021, 3, 1), 3, 1),
        (date(2021, 5, 1), 0, 0),
        (date(2021, 6, 1), 0, 1),
        (date(2021, 1, 1), 1, 2),
        (date(2021, 1, 1), 60, 58),
        (date(1999, 1, 1), 12, 13),
    ],
)
def test_months_outside_are_counted(start, months, outside):
    assert outside == SHORT.outside(start, months)


def test_no_history_of_a_name_suggests_one():
    with pytest.raises(ValueError, match="no price history is called 'cpi-used'; did you mean cpi"):
        history.find("cpi-used")


def test_a_value_moves_with_the_level_of_its_month():
    """20,000.00 x 193.008 / 154.216, the levels of December 2022 and 2020."""
    rows = playing.played(CHAIN)["months"]

    assert [20_000, playing.Decimal("25030.87")] == [rows[0]["value"], rows[24]["value"]]


def warned(text, months):
    reading = reader.read("s.yaml", text.encode())
    return [problem.text for problem in reading.outside(months)]


def test_months_outside_the_history_are_warned_of():
    assert [] == warned(CHAIN, 52)
    assert [] == warned(CHAIN.replace("{history: cpi-used-cars}", "{0: 100%}"), 600)
    outside = "1 of the months 0 to 53 are outside, at its nearest level"

    assert [f"warning: cpi-used-cars goes from 2000-01 to 2025-04; {outside}"] == warned(CHAIN, 53)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("start: 2020-12-15\n", "", "a price history goes by days; write `start:`"),
        ("cpi-used-cars", "cpi-used", "did you mean cpi-used-cars?"),
        ("history", "histry", "unknown setting 'histry'; did you mean history?"),
        ("history", "cpi", "unknown setting 'cpi'; did you mean history?"),
        ("used-cars}", "used-cars, 12: 140%}", "months beside history; keep one of the two"),
        ("{history: cpi-used-cars}", "{history: }", "nothing is written here"),
    ],
)
def test_a_market_by_history_that_is_wrong(old, new, says):
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("s.yaml", CHAIN.replace(old, new).encode())

    assert 1 == len(refused.value.problems)
    assert says in refused.value.problems[0].message


def test_a_start_that_is_wrong_is_not_missed_as_well():
    with pytest.raises(reader.ScenarioError) as refused:
        reader.read("s.yaml", CHAIN.replace("2020-12-15", "2020").encode())

    assert ["start"] == [problem.path for problem in refused.value.problems]
