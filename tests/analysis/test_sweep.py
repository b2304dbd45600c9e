"""The figures of a sweep: those of single runs in one month, and how they move."""

import os
import random

import pytest

from helpers import random_scenarios, two_vans
from tradein.analysis import results, sweep
from tradein.analysis.sweep import BOTH, FALLS, RISES, STAYS, Figures, Run, Sweep
from tradein.engine import simulate
from tradein.scenario import reader

ZERO = Figures(*(0,) * len(Figures._fields))


def sweep_of(*columns, **settings):
    """A sweep with net costs, None where a run was refused."""
    values = settings.get("values", (tuple(str(n) for n in range(len(columns))),))
    runs = [
        Run(texts, None if cost is None else ZERO._replace(net_cost=cost, break_even_month=cost))
        for texts, cost in zip(
            settings.get("texts", [(v,) for v in values[0]]), columns, strict=True
        )
    ]
    return Sweep("x", ("a", "b")[: len(values)], values, 9, tuple(runs))


@pytest.mark.parametrize(
    ("costs", "way"),
    [
        ([1, 2, 3], RISES),
        ([3, 2, 2], FALLS),
        ([1, 2, 1], BOTH),
        ([1, 1, 1], STAYS),
        ([1, None, 3], RISES),
        ([5], STAYS),
    ],
)
def test_how_a_figure_goes_with_each_step(costs, way):
    assert way == sweep_of(*costs).goes("net_cost", 0)


def test_in_a_grid_the_other_setting_stays_as_it_is():
    values = (("x", "y"), ("1", "2"))
    texts = [("x", "1"), ("x", "2"), ("y", "1"), ("y", "2")]
    swept = sweep_of(1, 5, 2, 4, values=values, texts=texts)

    assert [BOTH, RISES] == [swept.goes("net_cost", axis) for axis in (0, 1)]


def test_the_best_is_the_first_of_the_lowest_and_never_is_the_latest():
    swept = sweep_of(3, 1, None, 1, 7)
    never = swept._replace(
        runs=(swept.runs[0], Run(("n",), ZERO._replace(break_even_month=None)), swept.runs[4])
    )

    assert [("1",), ("4",)] == [swept.best("net_cost").values, swept.worst("net_cost").values]
    assert ("n",) == never.worst("break_even_month").values
    assert ("0",) == never.best("break_even_month").values
    assert FALLS == never._replace(runs=never.runs[1:]).goes("break_even_month", 0)


@pytest.mark.parametrize("month", [0, 2, 3, 4, 9])
def test_the_figures_are_those_of_the_chain_played_through_the_month(month):
    figures = sweep.play(two_vans.SCENARIO, month)
    through = results.of(simulate.simulate(two_vans.SCENARIO, through=month))
    rows = [row for row in through.rows if row.month <= month]

    assert rows[-1].balance - rows[-1].value == figures.gap == figures.balance - figures.value
    assert max(row.gap for row in rows) == figures.peak_gap
    assert figures.total_paid + figures.exit == figures.net_cost == through.summary.net_cost
    assert through.turns[-1].contract.loan.payment == figures.payment


def written(loan, keep="", sale=""):
    text = f"""purchases:
- {{vehicle: van, price: 20000, loan: {{apr: 9%, months: 60}}, keep: 12 months}}
- {{vehicle: bus, price: 9000, {loan}{keep}{sale}}}
"""
    return reader.read("x.yaml", text.encode()).scenario


@pytest.mark.parametrize(
    ("scenario", "end"),
    [
        (written("loan: {apr: 9%, months: 36}"), 48),
        (written("loan: {apr: 9%, months: 36}", ", keep: 5 months"), 17),
        (written("loan: {apr: 9%, payment: 300}"), None),
        (written("down: 9000, trade_in: {cash: all}"), 12),
        (
            written(
                "loan: {apr: 9%, months: 36}",
                ", keep: 5 months",
                ", private_sale: {price: $100, note: {apr: 9%, months: 24}}",
            ),
            41,
        ),
    ],
)
def test_where_a_scenario_is_to_end(scenario, end):
    played = simulate.simulate(scenario).months

    assert sweep.end(scenario) == (played if end is None else end) == played


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(min(int(os.environ.get("TRADEIN_SEEDS", "40")), 40)))
def test_a_random_chain_has_the_figures_of_its_own_run(seed):
    text = random_scenarios.as_yaml(random_scenarios.scenario(random.Random(seed)))
    try:
        scenario = reader.read("x.yaml", text.encode()).scenario
        own = results.of(simulate.simulate(scenario))
    except (reader.ScenarioError, simulate.SimulationError):
        return
    figures, whole = sweep.play(scenario, own.summary.months), own.summary

    assert (whole.net_cost, whole.total_paid) == (figures.net_cost, figures.total_paid)
    assert (whole.peak_gap, whole.peak_gap_month) == (figures.peak_gap, figures.peak_gap_month)
    assert (whole.last.gap, whole.last.exit) == (figures.gap, figures.exit)
    assert whole.break_even_month == figures.break_even_month
    assert sweep.end(scenario) >= 0
