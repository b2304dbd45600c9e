"""Tables and the document of scenarios compared: figures of one month, side by side."""

import pytest

from helpers import two_vans
from tradein.analysis import compare, results
from tradein.analysis.compare import Aligned
from tradein.engine import simulate
from tradein.report import json_document
from tradein.report.tables import compare as tables
from tradein.report.tables.table import Dollars
from tradein.scenario.model import Scenario

ALONE = Scenario(title="One van", purchases=(two_vans.FIRST,))


def aligned(month):
    """Two vans that end in month 4, and one that ends in month 2, compared at a month."""
    return [
        Aligned(
            results.of(simulate.simulate(scenario)),
            results.of(simulate.simulate(scenario, through=month)),
        )
        for scenario in (two_vans.SCENARIO, ALONE)
    ]


def by_name(table, row):
    names = [column.name for column in table.columns]
    return dict(zip(names, table.rows[row], strict=True))


@pytest.mark.parametrize("month", [0, 1, 2, 3, 4])
def test_every_figure_is_that_of_the_common_month_and_only_the_ends_are_their_own(month):
    several = aligned(month)
    table = tables.compared(several, month)

    assert [4, 2] == [by_name(table, row)["months"] for row in (0, 1)]
    for row, chain in enumerate(several):
        shown, then = by_name(table, row), chain.common.summary
        assert Dollars(then.net_cost) == shown["net_cost"]
        assert Dollars(then.total_paid + then.last.exit) == shown["net_cost"]
        assert Dollars(then.last.balance - then.last.value) == shown["final_gap"]
        assert (Dollars(then.last.balance), Dollars(then.last.value)) == (
            shown["balance_at"],
            shown["value_at"],
        )
        monthly = compare.monthly_cost(chain.common)
        assert shown["net_cost_a_month"] == (None if monthly is None else Dollars(monthly))


def test_labels_name_the_month_where_it_is_not_the_end_of_each():
    labels = [column.label for column in tables.compared(aligned(3), 3).columns]

    assert "Side by side at month 3, in dollars" == tables.compared(aligned(3), 3).title
    assert labels[4] == "ends in month"
    assert labels[-4:] == [
        "owed at month 3",
        "worth at month 3",
        "gap at month 3",
        "cash to exit at month 3",
    ]


def test_scenarios_of_one_length_are_compared_at_their_end_without_a_word():
    both = [aligned(4)[0]] * 2
    table = tables.compared(both, None)

    assert "Side by side, in dollars" == table.title
    assert {"gap at the end", "months"} < {column.label for column in table.columns}
    assert not {"balance_at", "value_at"} & {column.name for column in table.columns}


@pytest.mark.parametrize("month", [0, 3, 4])
def test_the_document_ranks_at_the_common_month_and_keeps_each_summary(month):
    several = aligned(month)
    first, second = json_document.comparison(several, month, {})["scenarios"]
    own = [json_document.summary(chain.own) for chain in several]

    assert own == [first["summary"], second["summary"]]
    assert 0 == first["net_cost_difference"]
    assert (
        json_document.dollars(
            several[1].common.summary.net_cost - several[0].common.summary.net_cost
        )
        == second["net_cost_difference"]
    )
    for document in (first, second):
        at = document["at"]
        assert month == at["month"]
        assert round(at["total_paid"] + at["exit"], 2) == at["net_cost"]
        assert round(at["balance"] - at["value"], 2) == at["gap"] == -at["equity"]
        assert (month == 0) == (document["net_cost_a_month"] is None)
