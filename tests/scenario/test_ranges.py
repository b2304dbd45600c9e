"""Values that a setting goes through: counted in whole units, listed, or refused at their place."""

from itertools import pairwise

import pytest

from tradein.scenario import paths, ranges, reader
from tradein.scenario.yaml_source import Unreadable

FILE = b"""purchases:
  - vehicle: van
    price: $20,000
    fees: {doc: $150}
    tax: $900
    msrp: $22,000
    loan: {apr: 9%, months: 60}
"""


def texts(argument):
    return [value.text for value in ranges.varied(argument).values]


@pytest.mark.parametrize(
    ("argument", "values"),
    [
        ("purchases[1].keep=12..36 by 12", ["12 months", "24 months", "36 months"]),
        ("purchases[1].keep=12..36 months by 12", ["12 months", "24 months", "36 months"]),
        ("purchases[1].keep = 0 .. 2  by  1", ["0 months", "1 month", "2 months"]),
        ("purchases[1].keep=1..3 years by 1", ["1 year", "2 years", "3 years"]),
        ("purchases[1].keep=1 year..2 years by 6 months", ["12 months", "18 months", "24 months"]),
        ("purchases[1].keep=12..30 by 12", ["12 months", "24 months"]),
        ("purchases[1].keep=7..7 by 1", ["7 months"]),
        ("purchases[1].down=$0..$2,000 by $500", ["$0", "$500", "$1,000", "$1,500", "$2,000"]),
        ("purchases[1].down=1,000..1001 by 0.5", ["$1,000", "$1,000.50", "$1,001"]),
        ("purchases[1].down=0.1..0.3 by 0.1", ["$0.10", "$0.20", "$0.30"]),
        ("purchases[1].loan.apr=4%..5.5% by 0.5%", ["4%", "4.5%", "5%", "5.5%"]),
        ("purchases[1].loan.apr=4.9..5% by 0.05", ["4.9%", "4.95%", "5%"]),
        ("purchases[1].loan.apr=4%..4.0002% by 0.0001%", ["4%", "4.0001%", "4.0002%"]),
        ("purchases[1].loan.first_payment=30..40 by 10", ["30 days", "40 days"]),
        ("purchases[1].loan.first_payment=30 days..31 days by 1 day", ["30 days", "31 days"]),
        ("purchases[1].miles_a_year=12,000..15000 by 1500", ["12000", "13500", "15000"]),
        ("purchases[1].fees=100..200 by 100", ["$100", "$200"]),
        ("purchases[1].fees.doc=100..200 by 100", ["$100", "$200"]),
        ("purchases[1].tax=100..200 by 100", ["$100", "$200"]),
        ("purchases[1].tax.rate=5%..6% by 1%", ["5%", "6%"]),
        ("purchases[1].events[1].extra=50..100 by 50", ["$50", "$100"]),
        ("purchases[1].events[1].month=5..7 by 2", ["5 months", "7 months"]),
        ("purchases[1].trade_in.cash=0..500 by 500", ["$0", "$500"]),
        ("purchases[1].private_sale.price=$9000..$9500 by $500", ["$9,000", "$9,500"]),
        ("purchases[1].refunds.GAP.after=1..2 by 1", ["1", "2"]),
        ("assume.loan.months=48..60 by 12", ["48 months", "60 months"]),
        ("market.12=80%..90% by 10%", ["80%", "90%"]),
        ("nothing.of.this=1..2 by 1", ["1", "2"]),
        ("purchases[1].loan.apr=4.9% | 6.9%", ["4.9%", "6.9%"]),
        ("purchases[1].loan.interest=monthly|daily", ["monthly", "daily"]),
        ("purchases[1].keep=12 | 2 years | 30 months", ["12 months", "2 years", "30 months"]),
        ("purchases[1].price=$20,000 | $21,500.50", ["$20,000", "$21,500.50"]),
        ("purchases[1].tax={rate: 5%} | {rate: 6%}", ["{rate: 5%}", "{rate: 6%}"]),
        ("title=a..b | c", ["a..b", "c"]),
    ],
)
def test_values_are_written_as_in_a_file_in_whole_units(argument, values):
    assert values == texts(argument)


@pytest.mark.parametrize(
    "argument",
    [
        "purchases[1].keep=12..36 by 12",
        "purchases[1].keep=1..3 years by 1",
        "purchases[1].down=$0..$2,000 by $333.33",
        "purchases[1].loan.apr=4%..5.5% by 0.1234%",
        "purchases[1].loan.months=1..72 by 1",
        "purchases[1].fees.doc=0..200 by 7",
        "purchases[1].miles_a_year=8,000..20,000 by 500",
        "purchases[1].tax=700..800 by 9.99",
        "purchases[1].age=0 | 12",
    ],
)
def test_the_reader_takes_each_value_and_they_are_apart_by_the_step(argument):
    varied = ranges.varied(argument)
    document = reader.document("x.yaml", FILE)
    path = varied.setting.path

    read = []
    for value in varied.values:
        got = reader.read_document(paths.put(document, varied.setting, value.text, value.at))
        read.append(got.context.values[path][0])
    assert len({later - before for before, later in pairwise(read)}) == 1
    assert read == sorted(read)


@pytest.mark.parametrize(
    ("argument", "column", "width", "message"),
    [
        ("purchases[1].keep", 18, 1, "no '=' with a value after the path"),
        ("purchases[x].keep=1..2 by 1", 10, 1, "not the number of an entry; write [1]"),
        ("purchases[1].keep=", 19, 1, "no values; write a range like 12..60 by 6, or a list"),
        ("purchases[1].keep= 12 ", 20, 2, "one value, '12 months'; write a range like"),
        ("purchases[1].keep=12, 24", 19, 6, "one value, '12, 24'; write a range like"),
        ("purchases[1].keep=12 || 24", 23, 1, "no value between two bars; write"),
        ("purchases[1].keep=12 | ", 23, 1, "no value between two bars; write"),
        ("purchases[1].keep=12..60", 19, 6, "a range without its step; write it like"),
        ("purchases[1].keep=12..60 by ", 28, 1, "no number here; write it like"),
        ("purchases[1].keep=..60 by 1", 19, 1, "no number here; write it like"),
        ("purchases[1].keep=12..x by 1", 23, 1, "not a number of a range, 'x'; write it like"),
        ("purchases[1].keep=-12..6 by 1", 19, 3, "not a number of a range, '-12'"),
        ("purchases[1].down=12..$60% by 1", 23, 4, "two units, '$60%'; write one"),
        ("purchases[1].down=$1..5% by 1", 23, 2, "another unit in the same range; write one"),
        ("purchases[1].down=1..$5 by 1%", 28, 2, "another unit in the same range; write one"),
        ("purchases[1].keep=12..60 by 0", 29, 1, "a step of nothing; write more than 0"),
        ("purchases[1].keep=60..12 by 6", 19, 11, "a range that ends before it begins; write"),
        ("purchases[1].keep=1.5..3 by 1", 19, 3, "too many decimals; write a whole number"),
        ("purchases[1].down=$1..$3 by $0.005", 29, 6, "too many decimals; write at most 2 decimals"),
        ("purchases[1].loan.apr=4..5 by 1", 23, 1, "a number without its sign; write it with its %"),
        ("purchases[1].private_sale.price=4..5 by 1", 33, 1, "a number without its sign; write"),
        ("start=2026-01-01..2026-02-01 by 1", 7, 27, "no range of these; list them like a | b"),
        ("purchases[1].loan.interest=a..b by 1", 28, 9, "no range of these; list them like"),
        ("purchases[1].down=$0..$101 by $0.01", 31, 5, "10,101 values; at most 10,000, so take"),
        ("title=" + "." * 100_000, 7, 100_000, "one value, '....."),
        ("title=" + "a|" * 10_000 + "a", 7, 20_001, "10,001 values; at most 10,000"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place_with_the_remedy(argument, column, width, message):
    with pytest.raises(Unreadable) as refused:
        ranges.varied(argument, line=7)

    told, place = refused.value.problem[:2]
    assert told.startswith(message)
    assert (7, column, width) == place


def test_spaces_around_a_path_are_none_of_it():
    assert "purchases[1].keep" == ranges.varied(" purchases[1].keep = 1 | 2").setting.path


def test_a_value_that_the_reader_refuses_is_shown_in_the_argument():
    varied = ranges.varied("purchases[1].keep=24 | 700")
    document = reader.document("x.yaml", FILE, ["title=a"])
    value = varied.values[1]

    with pytest.raises(reader.ScenarioError) as refused:
        reader.read_document(paths.put(document, varied.setting, value.text, value.at))

    assert str(refused.value).split("\n") == [
        "--vary:1:24: purchases[1].keep: over the limit, '700 months'; it is at most 600 months",
        "  1 | purchases[1].keep=24 | 700",
        "    |                        ^^^",
    ]
