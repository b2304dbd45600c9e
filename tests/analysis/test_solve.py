"""The search for a value: every predicate against trying all of them, and chains likewise."""

import os
import random
from pathlib import Path

import pytest

from helpers import playing
from tradein.analysis import conditions, remedies, solve
from tradein.analysis.conditions import Condition, Reached
from tradein.analysis.remedies import NAMES, NotOffered
from tradein.analysis.solve import Outcome, Region
from tradein.scenario import reader

SEEDS = max(1, min(int(os.environ.get("TRADEIN_SEEDS", "40")) // 20, 100))
ROLLOVER = Path(__file__).parents[2] / "scenarios" / "rollover.yaml"
OWED = """
purchases:
  - vehicle: car
    owed: $30,000
    worth: $20,800
    age: 3 years
    loan: {apr: 6.5%, payment: $763}
    value: {yearly_loss: 0%}
"""


def searched(holds, today, low=0, high=1_000, refused=lambda value: False, payments=None):
    """Search a predicate, and count what was tried."""

    def tried(value):
        if refused(value):
            return Outcome(False, refused="no")
        return Outcome(holds(value), value, payments=(payments(value),) if payments else ())

    points = solve.spread(low if today is None else today, low, high, high)
    before = Outcome(False) if today is None else tried(today)
    return solve.solve(tried, before, today, points, at_most=True)


@pytest.mark.parametrize("seed", range(60))
def test_one_edge_is_found_to_the_unit(seed):
    rng = random.Random(seed)
    high = rng.choice([40, 1_000, 10**9])
    edge, today = rng.randrange(high + 1), rng.randrange(high + 1)
    up = rng.random() < 0.5

    result = searched(lambda value: value >= edge if up else value <= edge, today, high=high)

    if result.before.holds:
        assert result.value is None
        assert result.works
    elif result.works:
        assert result.value == edge
        assert result.at.holds
        assert not result.at_beside.holds
        assert abs(result.beside - today) == abs(result.value - today) - 1
        assert result.regions == (Region(edge, None) if up else Region(None, edge),)
        assert not solve.broken(result.regions)
    assert result.plays < 80


@pytest.mark.parametrize("seed", range(40))
def test_of_several_regions_the_nearest_counts(seed):
    rng = random.Random(seed)
    first, second, third = sorted(rng.sample(range(100, 900), 3))
    if min(second - first, third - second) < 40:
        pytest.skip("between two of the points")
    today = rng.randrange(1_001)

    def holds(value):
        return first <= value <= second or value >= third

    result = searched(holds, today)

    if not holds(today):
        right = [value for value in range(1_001) if holds(value)]
        assert abs(result.value - today) == min(abs(value - today) for value in right)
    assert result.regions == (Region(first, second), Region(third, None))
    assert solve.broken(result.regions)


def test_few_values_are_all_tried():
    result = searched(lambda value: value in (7, 30), 20, high=60)

    assert (result.value, result.regions) == (30, (Region(7, 7), Region(30, 30)))


def test_what_is_refused_is_no_answer_and_no_end():
    result = searched(lambda value: value >= 500, 0, refused=lambda value: value > 800)

    assert (result.value, result.regions) == (500, (Region(500, None),))


def test_an_answer_may_lie_behind_values_that_are_refused():
    result = searched(lambda value: True, 0, refused=lambda value: 0 < value < 333)
    assert result.before.holds

    result = searched(lambda value: value > 0, 0, refused=lambda value: 0 < value < 333)
    assert (result.value, result.at_beside.refused) == (333, "no")


def test_where_nothing_does_the_closest_is_told():
    result = searched(lambda value: False, 500)

    assert not result.works
    assert (result.closest, result.at_closest.figure) == (0, 0)


def test_where_nothing_can_be_played_it_is_said_why():
    result = searched(lambda value: True, None, refused=lambda value: True)

    assert (result.closest, result.refused, result.works) == (None, "no", False)


def test_without_a_value_today_the_edge_of_what_is_not_enough_counts():
    assert searched(lambda value: value <= 200, None).value == 200
    assert searched(lambda value: value >= 200, None).value == 200

    everywhere = searched(lambda value: True, None)
    assert (everywhere.value, everywhere.beside) == (0, None)


@pytest.mark.parametrize("period", [1, 5, 7, 40, 55, 90, 300])
@pytest.mark.parametrize("jump", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("today", [0, 9_000])
def test_values_nearer_that_a_rounded_payment_makes_hold_are_found(period, jump, today):
    """What falls by one a unit and rises where the payment goes up is a saw."""
    sign = 1 if today else -1

    def payment(value):
        return value // period

    def holds(value):
        toward = sign * (value - 5_000)
        return toward - jump * period * (sign * payment(value) - sign * (5_000 // period)) <= 0

    result = searched(holds, today, high=10_000, payments=payment)

    step = 1 if today == 0 else -1
    assert result.value == next(value for value in range(today, 5_000 + step, step) if holds(value))


def test_points_are_spread_and_have_todays():
    points = solve.spread(70_001, 0, 10**9, 100_000, near=2)

    assert points == sorted(set(points))
    assert {0, 70_001, 69_999, 70_003, 100_000, 10**9} <= {*points}
    assert len(points) == solve.POINTS + 6
    assert solve.spread(5, 1, 9, 100) == [*range(1, 10)]


def row(**figures):
    first = playing.simulated(ROLLOVER.read_text()).rows[0]
    return first._replace(**figures)


def test_a_target_without_a_month_counts_in_each():
    result = playing.simulated(ROLLOVER.read_text())

    def reached(figure, sign, limit, month=None):
        return conditions.reached(
            Condition(figure, sign, limit, month), result.rows, result.summary
        )

    peak = result.summary.peak_gap
    assert reached("gap", "<=", peak) == Reached(True, peak, result.summary.peak_gap_month)
    assert not reached("gap", "<", peak).holds
    lowest = min(result.rows, key=lambda row: row.gap)
    assert reached("gap", ">=", lowest.gap) == Reached(True, lowest.gap, lowest.month)
    assert reached("payment", ">", 0).holds
    assert not reached("payment", ">", 0, 0).holds
    paid, month = result.summary.total_paid, result.summary.break_even_month
    assert reached("total paid", "<=", paid) == Reached(True, paid)
    assert not reached("total paid", "<", paid).holds
    assert reached("break-even", "<=", month) == Reached(True, month)
    assert not reached("break-even", ">", month).holds
    never = result.summary._replace(break_even_month=None)
    for sign, holds in (("<=", False), (">", True)):
        target = Condition("break-even", sign, 900)
        assert conditions.reached(target, result.rows, never) == Reached(holds, None)


def test_a_debt_on_a_value_of_nothing_is_no_loan_to_value():
    summary = playing.simulated(ROLLOVER.read_text()).summary
    target = Condition("ltv", "<=", 1_250_000)

    assert conditions.reached(target, [row(value=0)], summary) == Reached(False, None, 0)
    assert conditions.reached(target, [row(value=0, balance=0)], summary) == Reached(True, None)
    exact = row(value=10_000, balance=12_500)
    assert conditions.reached(target, [exact], summary) == Reached(True, 1_250_000, 0)


def chain(text, figure, sign, limit, month):
    document = reader.document("chain.yaml", text.encode())
    read = reader.read_document(document)
    return remedies.chain(read, document, Condition(figure, sign, limit, month))


@pytest.mark.parametrize(
    ("month", "cents"), [(6, 91_221), (12, 14_360)], ids=["six months", "a year"]
)
def test_the_published_extra_payments(month, cents):
    """$30,000 owed on $20,800 at 6.5 % and $763: $912.21 or $143.60 more a month."""
    result = remedies.answer(chain(OWED, "gap", "<=", 0, month), "extra").solution

    assert (result.value, result.beside) == (cents, cents - 1)
    assert result.at.figure <= 0 < result.at_beside.figure


def in_reverse(month, extra):
    """What is owed after some months, by the textbook: 30,000 at 6.5 % less 763 and an extra."""
    owed = 3_000_000
    for _ in range(month):
        owed += (2 * owed * 65_000 + 12_000_000) // 24_000_000 - 76_300 - extra
    return owed - 2_080_000


@pytest.mark.parametrize("month", [1, 7, 14])
def test_every_month_takes_what_the_textbook_takes(month):
    result = remedies.answer(chain(OWED, "gap", "<=", 0, month), "extra").solution

    assert in_reverse(month, result.value) <= 0 < in_reverse(month, result.value - 1)
    assert result.at.figure == in_reverse(month, result.value)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_value_nearer_does_it_in_random_chains(seed):
    """The answer holds; of the values beside it toward today's, none does."""
    rng = random.Random(seed)
    text = playing.playable(seed)
    if " late: " in text:
        return  # a series of late payments takes long to play
    months = playing.simulated(text).summary.months
    as_is = chain(text, rng.choice(["gap", "exit"]), "<=", 0, rng.randrange(1, max(months, 1) + 1))
    if as_is.before.figure is None:
        return  # the lender declines it
    figure, scale = as_is.before.figure, rng.choice([0.001, 0.05, 0.2])
    target = as_is.target._replace(limit=int(figure - abs(figure) * scale) - 1)
    aimed = as_is._replace(target=target)
    for name in NAMES:
        try:
            remedy, _, result, _ = remedies.answer(aimed, name)
        except NotOffered:
            continue
        assert result.works == (result.value is not None)
        if result.value is None:
            continue
        assert result.at.holds
        assert result.at.figure <= target.limit
        if name == "keep":
            assert result.value == target.month or not result.at_beside.holds
            continue
        today = remedy.today
        step = 1 if result.value < today else -1
        for value in range(result.beside, today, step)[:10]:
            assert not remedies._outcome(aimed, remedy, value).holds, (name, value, result.value)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("price", OWED, "owned already"),
        ("allowance", OWED, "no vehicle is traded in"),
        ("term", OWED, "no term in months"),
        (
            "extra",
            "purchases: [{vehicle: a, price: $20000, down: $20000, keep: 5 years}]",
            "no loan",
        ),
        ("rate", "purchases: [{vehicle: a, price: $20000, down: $20000, keep: 5 years}]", "no APR"),
    ],
)
def test_what_has_no_place_is_not_offered(name, text, why):
    with pytest.raises(NotOffered, match=why):
        remedies.answer(chain(text, "gap", "<=", 0, 12), name)


@pytest.mark.parametrize("figure", ["total paid", "payment"])
def test_waiting_has_no_say_in_what_time_does_not_change(figure):
    with pytest.raises(NotOffered, match=f"the {figure} is no question of when"):
        remedies.answer(chain(OWED, figure, "<=", 0, None), "keep")


def test_waiting_without_a_month_is_until_it_stays_so():
    text = ROLLOVER.read_text()
    result = remedies.answer(chain(text, "gap", "<=", 0, None), "keep").solution

    rows = playing.simulated(text).rows
    assert result.value == max(row.month for row in rows if row.gap > 0) + 1


def test_waiting_for_what_never_comes():
    result = remedies.answer(chain(OWED, "gap", "<", -9_000_000, 12), "keep").solution

    assert not result.works
    assert result.at_closest.figure == -2_080_000


def test_a_lower_price_leaves_the_vehicle_worth_what_it_is():
    text = "purchases: [{vehicle: a, price: $30000, loan: {apr: 7%, months: 60}}]"
    aimed = chain(text, "gap", "<=", 0, 0)
    result = remedies.answer(aimed, "price").solution

    assert result.value == aimed.rows[0].value
    by_path = remedies.answer(aimed, "purchases[1].price").solution
    assert by_path.value < result.value


def test_on_the_day_of_a_trade_the_loan_before_is_what_an_extra_goes_to():
    aimed = chain(ROLLOVER.read_text(), "gap", "<=", 500_000, 26)

    assert remedies.answer(aimed, "extra").purchase.number == 1
    assert remedies.answer(aimed, "price").purchase.number == 2


def test_a_purchase_that_is_declined_is_no_answer():
    text = ROLLOVER.read_text().replace("max_ltv: 140%", "max_ltv: 100%")
    text = text.replace("price: $58,900", "price: $58,900\n    over_limit: keep the vehicle")
    aimed = chain(text, "gap", "<=", 500_000, 100)

    assert "declines purchase 3" in aimed.before.refused


def test_a_setting_of_assume_is_known():
    aimed = chain(ROLLOVER.read_text(), "gap", "<=", 500_000, 100)
    remedy = remedies.answer(aimed, "term").remedy

    assert (remedy.today, remedy.reach.unit) == (84, "months")
    assert remedies.answer(aimed, "purchases[1].private_sale.price").remedy.today == 1_120_000
