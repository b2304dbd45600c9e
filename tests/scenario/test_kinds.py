"""The kind of a setting by its path: every number of the examples, and what is wrong with a path."""

from pathlib import Path

import pytest

from tradein.finance import units
from tradein.scenario import kinds, reader
from tradein.scenario.yaml_source import Unreadable

SCENARIOS = [
    path
    for path in sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
    if path.name != "positions.yaml"
]


@pytest.mark.parametrize("path", SCENARIOS, ids=[path.stem for path in SCENARIOS])
def test_every_number_of_the_examples_is_in_reach_and_can_be_written(path):
    document = reader.document(path.name, path.read_bytes())
    values = reader.read_document(document).context.values
    numbers = {
        name: value for name, (value, _) in values.items() if type(value) is int and "." in name
    }

    assert numbers
    for name, value in numbers.items():
        reach = kinds.reach(name)
        assert reach.low <= value <= reach.high, name
        if name.startswith("purchases"):
            text = units.written(reach.unit, value)
            again = reader.read(path.name, path.read_bytes(), [f"{name}={text}"])
            assert again.context.values[name][0] == value, name


@pytest.mark.parametrize(
    ("path", "column", "says"),
    [
        ("purchases[1].pric", 14, "unknown setting 'pric'; did you mean price?"),
        ("purchase[1].price", 1, "unknown setting 'purchase'; did you mean purchases?"),
        ("purchases.price", 11, "the list of entries has no setting 'price'"),
        ("purchases[1].price[2]", 19, "no list; remove [2]"),
        ("purchases[1].price.cents", 20, "one value, without settings in it"),
        ("purchases[1].loan", 1, "has settings of its own; name one of them"),
        ("purchases[1].vehicle", 1, "is text of up to 80 characters, not a number"),
        ("purchases[1].loan.interest", 1, "not a number"),
        ("purchases[1].price=5", 19, "a path, and no value"),
        ("purchases[x].price", 10, "not the number of an entry"),
        ("purchases[1]..price", 14, "not the path of a setting"),
        ("market.levels", 8, "unknown setting 'levels'"),
    ],
)
def test_a_wrong_path_is_told_at_its_place(path, column, says):
    with pytest.raises(Unreadable) as wrong:
        kinds.reach(path)

    assert says in wrong.value.problem.message
    assert wrong.value.problem.place.column == column


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("purchases[1].fees.doc", units.MONEY),
        ("purchases[1].fees", units.MONEY),
        ("purchases[1].tax", units.MONEY),
        ("purchases[1].tax.rate", units.RATE),
        ("purchases[1].tax.trade_in_credit", units.MONEY),
        ("purchases[1].refunds.GAP.fee", units.MONEY),
        ("purchases[1].value.appraisals.12", units.MONEY),
        ("purchases[1].events[1].extra", units.MONEY),
        ("purchases[1].loan.late_fee", units.MONEY),
        ("purchases[1].loan.first_payment", units.DAYS),
        ("purchases[1].odometer", "miles"),
        ("market.12", units.RATE),
        ("assume.loan.months", units.MONTHS),
    ],
)
def test_each_kind_of_number_has_its_unit(path, unit):
    assert kinds.reach(path).unit == unit


@pytest.mark.parametrize(
    ("unit", "number", "people", "file"),
    [
        (units.MONEY, 123_450, "$1,234.50", "$1234.50"),
        (units.RATE, 89_000, "8.9%", "8.9%"),
        (units.MONTHS, 1, "1 month", "1 month"),
        (units.DAYS, 45, "45 days", "45 days"),
        ("miles", 18_000, "18,000", "18000"),
    ],
)
def test_numbers_are_written_in_their_units(unit, number, people, file):
    assert (units.shown(unit, number), units.written(unit, number)) == (people, file)


@pytest.mark.parametrize(
    ("path", "nothing"),
    [
        ("purchases[1].down", True),
        ("purchases[1].trade_in.cash", True),
        ("purchases[1].loan.apr", False),
        ("purchases[1].fees.doc", False),
    ],
)
def test_what_counts_as_nothing_without_a_value(path, nothing):
    assert kinds.nothing_without(path) == nothing
