"""Where the money went, in sentences."""

import pytest

from tradein.analysis.waterfall import LESS, Flow, Spent, Waterfall
from tradein.report.narrative import why

NOTHING = Spent(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def sentences(whole, spent=NOTHING, sold=False):
    return why.sentences(Flow(12, [whole], whole, spent, sold))


@pytest.mark.parametrize(
    ("gap", "standing"),
    [
        (50, "you are $1 under water."),
        (49, "the vehicle is worth exactly what you owe."),
        (-49, "the vehicle is worth exactly what you owe."),
        (-50, "the vehicle is worth $1 more than you owe."),
    ],
)
def test_where_the_owner_stands(gap, standing):
    assert f"In month 12 {standing}" == sentences(Waterfall(gap=gap))[0]


@pytest.mark.parametrize(("gap", "owed"), [(0, "nothing"), (5_00, "$5")])
def test_where_the_owner_stands_without_a_vehicle(gap, owed):
    expected = f"In month 12 you have no vehicle and owe {owed}."

    assert expected == sentences(Waterfall(gap=gap), sold=True)[0]


def test_what_widens_a_gap_and_what_narrows_it():
    whole = Waterfall(before=100_00, tax=50_00, fees=49, cash_in=30_00, gap=120_49)

    assert sentences(whole)[0].endswith(
        "From $100 on the first day the gap was widened by $50 of tax, and narrowed by $30 of "
        "cash at signing and sale."
    )


def test_a_gap_that_was_only_narrowed():
    whole = Waterfall(before=-100_00, principal_paid=50_00, gap=-150_00)

    assert sentences(whole)[0].endswith(
        "From equity of $100 on the first day the gap was narrowed by $50 of principal paid."
    )


@pytest.mark.parametrize(
    ("start", "begun"),
    [
        (50, " That is the gap that you began with."),
        (-50, " That is the equity that you began with."),
        (49, ""),
    ],
)
def test_a_gap_that_is_as_it_was_on_the_first_day(start, begun):
    first = sentences(Waterfall(before=start, gap=start))[0]

    assert first.partition(".")[2] == begun


@pytest.mark.parametrize(
    ("change", "never"),
    [
        (100_00, {"before", "rebate", "refunds", "principal_paid", "gap_benefit", "gap"}),
        (-100_00, {"before", "tax", "fees", "products", "gap"}),
    ],
)
def test_every_cause_has_a_name_in_each_direction_in_which_it_can_go(change, never):
    for name in set(Waterfall._fields) - never:
        whole = Waterfall(**{name: -change if name in LESS else change})

        assert sentences(whole)[0].count("$100 of") == 1


def test_what_was_paid_and_what_for():
    spent = NOTHING._replace(paid=100_00, interest=30_00, tax=60_00, left=10_00)

    assert sentences(Waterfall(), spent)[1] == (
        "By then you paid $100. Your vehicles cost $90: $30 of interest and $60 of tax. $10 is "
        "left: the vehicle is worth so much more than you owe."
    )


def test_what_is_still_to_be_paid():
    spent = NOTHING._replace(paid=100_00, depreciation=110_00, left=-10_00)

    assert sentences(Waterfall(), spent)[1] == (
        "By then you paid $100. Your vehicles cost $110 of depreciation. $10 of that is "
        "still to be paid."
    )


def test_what_is_still_to_be_paid_of_a_gap_at_the_start():
    spent = NOTHING._replace(equity_at_start=-10_00, left=-10_00)

    assert sentences(Waterfall(), spent)[1].endswith(
        "Your vehicles cost nothing. $10 is still to be paid."
    )


@pytest.mark.parametrize(
    ("cents", "begun"), [(5_00, "had equity of $5"), (-5_00, "began with a gap of $5")]
)
def test_what_the_owner_began_with(cents, begun):
    spent = NOTHING._replace(equity_at_start=cents)

    assert sentences(Waterfall(), spent)[1] == (
        f"By then you paid $0 and {begun}. Your vehicles cost nothing."
    )
