"""The tables of where the money went."""

from helpers import playing
from tradein.analysis import waterfall
from tradein.report.tables import waterfall as tables
from tradein.report.tables.table import Dollars

CAR = """  - vehicle: car {}
    price: 20000
    rebate: 500
    tax: {{rate: 0%}}
    value: {{appraisals: {{0: 19000, 1: 18000}}}}
    loan: {{apr: 0%, months: 40}}
    keep: 1 month
"""


def chain_of(count):
    cars = "".join(CAR.format(number) for number in range(1, count + 1))
    return playing.simulated(f"title: T\npurchases:\n{cars}")


def shown(count, month=None):
    chain = chain_of(count)
    return tables.of(chain, waterfall.by(chain, month), waterfall.by(chain, count))


def test_the_gap_so_far_is_the_running_sum_of_the_causes():
    whole = shown(1, 1)[0]

    assert [
        ["price over value", Dollars(1_000_00), Dollars(1_000_00)],
        ["less rebate", Dollars(-500_00), Dollars(500_00)],
        ["value lost since signing", Dollars(1_000_00), Dollars(1_500_00)],
        ["less principal paid", Dollars(-487_50), Dollars(1_012_50)],
        ["gap", None, Dollars(1_012_50)],
    ] == whole.rows


def test_each_vehicle_has_a_column_where_there_are_a_few():
    assert [2, 3, 3, 2] == [len(shown(count)) for count in (1, 2, 4, 5)]
    assert [1, 2] == [row[0] for row in shown(2)[1].rows]


def test_a_month_at_the_end_has_one_column():
    assert ["what", "then", "end"] == [column.name for column in shown(2)[-1].columns]
    assert ["what", "then"] == [column.name for column in shown(2, 2)[-1].columns]


def test_after_a_sale_there_is_a_turn_without_a_vehicle():
    car = CAR.format(1) + "    private_sale: {price: $17000}\n"
    chain = playing.simulated(f"title: T\npurchases:\n{car}")
    flow = waterfall.by(chain, 1)

    assert [[1, "car 1"], [2, "no vehicle"]] == [
        row[:2] for row in tables.of(chain, flow, flow)[1].rows
    ]
    assert [1, None, "all"] == [row[0] for row in tables.by_turn(flow).rows]
    assert (1_000_00, 0) == (flow.turns[1].below_value, flow.whole.gap)
