"""`--fail-if`: exit code 5 with the first place, and what is wrong with a condition."""

from fractions import Fraction
from pathlib import Path

import pytest

from helpers import playing
from tradein.analysis.conditions import Condition
from tradein.cli import fail_if, main

SCENARIOS = Path(__file__).parents[2] / "scenarios"
ROLLOVER = str(SCENARIOS / "rollover.yaml")
SOLD = str(SCENARIOS / "sold-privately.yaml")


def ran(capsys, *conditions, path=ROLLOVER):
    options = [word for text in conditions for word in ("--fail-if", text)]
    code = main(["simulate", path, *options])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("gap > $6,500", "in month 0, 2021-03-15, purchase 1, 2021 compact SUV: $6,510.63"),
        ("gap>=6510.63", "in month 0,"),
        ("gap = $6510.63", "in month 0,"),
        ("ltv > 121%", "in month 0, 2021-03-15, purchase 1, 2021 compact SUV: 121.76%"),
        ("payment == $584.24", "in month 1,"),
        ("exit < -$500", "in month 1"),
        ("ltv < 100% at month 120", "in month 120,"),
        (" ltv   <= 0% ", "ltv <= 0% holds in month 1"),
    ],
)
def test_where_a_condition_holds_the_run_ends_with_five(condition, says, capsys):
    code, out, err = ran(capsys, condition)

    assert code == 5
    assert says in err
    assert "under water" in out


@pytest.mark.parametrize(
    "condition",
    [
        "gap > $1,000,000",
        "gap >= 6510.63 at month 1",
        "gap > 6510.63 at month 0",
        "exit < -$50,000",
    ],
)
def test_where_none_holds_the_run_ends_as_ever(condition, capsys):
    code, _, err = ran(capsys, condition)

    assert (code, err) == (0, "")


def test_every_condition_is_told(capsys):
    code, _, err = ran(capsys, "gap > $6,500", "gap > $1,000,000", "payment > $1")

    assert code == 5
    assert [line.partition(" holds ")[0].rpartition(": ")[2] for line in err.splitlines()] == [
        "gap > $6,500",
        "payment > $1",
    ]


@pytest.mark.parametrize(
    ("condition", "column", "says"),
    [
        ("gpa > $5", 1, "no figure is called 'gpa'; did you mean gap?"),
        ("> $5", 1, "no figure is called ''"),
        ("gap", 1, "no condition, 'gap'; write it like `gap > $5,000`"),
        ("gap > 5k", 7, "not an amount"),
        ("gap >", 6, ""),
        ("ltv > 1.25", 7, "a rate without a percent sign"),
        ("ltv > -5%", 7, "a negative rate"),
        ("gap > $5 at month soon", 19, "no month, 'soon'; write a whole number"),
        ("gap > $5 at month 123456", 19, "no month"),
    ],
)
def test_a_wrong_condition_is_shown_at_its_place(condition, column, says, capsys):
    code, out, err = ran(capsys, condition)

    assert (code, out) == (2, "")
    head, excerpt, caret = err.rstrip("\n").split("\n")
    assert head.startswith(f"--fail-if:1:{column}: {says}")
    assert excerpt == f"  1 | {condition}".rstrip()
    assert caret.index("^") == len("  1 | ") + column - 1


def test_a_condition_with_characters_that_are_not_seen_is_refused(capsys):
    code, _, err = ran(capsys, "gap\n> $5")

    assert code == 2
    assert "control character" in err


def test_a_month_after_the_end_is_refused(capsys):
    code, _, err = ran(capsys, "gap > $5 at month 400")

    assert code == 2
    assert "month 400 is after the end of" in err


def test_after_the_last_vehicle_is_sold_only_debt_is_left(capsys):
    sold = Condition("ltv", ">", 0)
    rows = [row for row in playing.simulated(Path(SOLD).read_text()).rows if row.sold]

    assert not any(sold.holds(row) for row in rows)


@pytest.mark.parametrize("sign", [">", ">=", "<", "<=", "=", "=="])
@pytest.mark.parametrize("seed", range(3))
def test_each_figure_is_compared_exactly(seed, sign):
    rows = playing.chain(seed).rows
    ways = {">": 1, "<": -1, "=": 0, "==": 0}
    for row in rows[:40]:
        for limit in (row.gap - 1, row.gap, row.gap + 1):
            side = (row.gap > limit) - (row.gap < limit)
            holds = side == ways[sign.rstrip("=") or "="] or ("=" in sign and side == 0)
            assert Condition("gap", sign, limit).holds(row) == holds
        if row.value:
            ratio = Fraction(row.balance, row.value)
            for ppm in (int(ratio * 1_000_000), 1_000_000):
                exact = (ratio > Fraction(ppm, 1_000_000)) - (ratio < Fraction(ppm, 1_000_000))
                holds = exact == ways[sign.rstrip("=") or "="] or ("=" in sign and exact == 0)
                assert Condition("ltv", sign, ppm).holds(row) == holds


def test_a_vehicle_of_no_value_with_a_debt_is_over_every_share(capsys):
    row = playing.simulated(Path(ROLLOVER).read_text()).rows[0]
    worthless = row._replace(value=0)

    assert Condition("ltv", ">", 10_000_000).holds(worthless)
    assert not Condition("ltv", ">=", 0).holds(worthless._replace(balance=0))
    assert "on a value of nothing" in fail_if._figure(Condition("ltv", ">", 0), worthless)
