"""What people play with is found in a text, wherever it is written."""

from pathlib import Path

import pytest

from tradein.scenario.controls import Control, controls

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROLLOVER = (SCENARIOS / "rollover.yaml").read_text("utf-8")


def test_own_settings_come_before_assumed_ones():
    second = [control for control in controls(ROLLOVER) if control.group.startswith("2.")]
    assert second == [
        Control("purchases[2].price", "price", "2. 2023 midsize SUV", "$41,250", True),
        Control("purchases[2].down", "cash down", "2. 2023 midsize SUV", "", False),
        Control("purchases[2].loan.apr", "APR", "2. 2023 midsize SUV", "11.4%", True),
        Control("purchases[2].loan.months", "loan months", "2. 2023 midsize SUV", "84", False),
        Control("purchases[2].keep", "keep", "2. 2023 midsize SUV", "24 months", True),
        Control("purchases[2].events[1]", "extra a month", "2. 2023 midsize SUV", "", False),
    ]


def test_an_owed_vehicle_has_no_price():
    text = (SCENARIOS / "owed-today.yaml").read_text("utf-8")
    first = [control.label for control in controls(text) if control.group.startswith("1.")]
    assert first == ["APR", "loan months", "keep", "extra a month"]


@pytest.mark.parametrize(
    ("events", "path", "value"),
    [
        ("", "purchases[1].events[1]", ""),
        ("    events:\n      - {month: 3, extra: $500}\n", "purchases[1].events[2]", ""),
        (
            "    events:\n      - {month: 3, skip: 1}\n      - {month: 1, extra: $50, every: month}\n",
            "purchases[1].events[2].extra",
            "$50",
        ),
        (
            "    events:\n      - {month: 1, extra: $50, every: week}\n",
            "purchases[1].events[2]",
            "",
        ),
    ],
)
def test_the_extra_of_each_month_is_found_among_events(events, path, value):
    text = f"purchases:\n  - vehicle: Car\n    price: $20,000\n{events}"
    assert controls(text)[-1] == Control(path, "extra a month", "1. Car", value, bool(value))


def test_assumed_events_are_not_replaced():
    text = "assume:\n  events: [{month: 1, extra: $50, every: month}]\npurchases:\n  - price: $3\n"
    assert [control.label for control in controls(text)] == [
        "price",
        "cash down",
        "APR",
        "loan months",
        "keep",
    ]
    assert {control.group for control in controls(text)} == {"1."}


@pytest.mark.parametrize("text", ["purchases: [{", "", "a: \tb\n\tc: d"])
def test_what_is_not_readable_has_no_settings(text):
    assert controls(text) is None


@pytest.mark.parametrize("text", ["3", "purchases: 3", "purchases: []", "positions: []"])
def test_without_purchases_there_is_nothing_to_play_with(text):
    assert not controls(text)
