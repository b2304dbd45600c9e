"""Columns beside each other: as tabulate would write them, and the first layout that fits."""

import random

import pytest

from tradein.report import grid, text
from tradein.report.tables.table import Column, Dollars, Percent, Table
from tradein.report.text import Look

LABELS = ("SUV", "compact", "pickup truck", "Café 🚗", "三菱 アウトランダー", "a-b-c")
WORDS = (*LABELS, "e\u0301te", "")  # of a label, tabulate counts an accent that stands apart


def random_table(seed, rows):
    """A table of text and figures whose columns have ranks at random; some say nothing."""
    chance = random.Random(seed)
    columns = [Column("number", "#"), Column("what", "what it is")]
    columns += [
        Column(f"c{i}", " ".join(chance.choices(LABELS, k=3)), rank=chance.randrange(5))
        for i in range(chance.randrange(2, 12))
    ]

    def cell(index):
        kinds = (
            None,
            Dollars(chance.randrange(-(10**8), 10**9)),
            Percent(chance.randrange(20_000)),
            chance.randrange(400),
            " ".join(chance.choices(WORDS, k=chance.randrange(1, 7))),
        )
        return kinds[(index + chance.randrange(2)) % len(kinds)]

    cells = [[n, chance.choice(WORDS), *map(cell, range(2, len(columns)))] for n in range(rows)]
    return Table("Things", columns, cells)


def tried(table):
    """Every way to lay a table out, best first, each written whole by tabulate."""
    ways = [(0, wrap) for wrap in (None, 24)]
    ranks = sorted({column.rank for column in table.columns} - {0}, reverse=True)
    ways += [(rank, wrap) for rank in ranks for wrap in (None, 18, 12)]
    for rank, wrap in ways:
        wanted = [not rank or column.rank < rank for column in table.columns]
        shown = text._only(table, wanted)
        rows = [[text.for_people(cell, wrap) for cell in row] for row in shown.rows]
        labels = [text._wrap(column.label, 12) for column in shown.columns]
        left_out = [column.label for column in table.columns if column not in shown.columns]
        yield text._tabulate(rows, labels, "simple", text._alignment(shown)), left_out


@pytest.mark.no_cover
@pytest.mark.parametrize("rows", [1, 7])
@pytest.mark.parametrize("seed", range(20))
def test_a_table_is_the_first_of_all_layouts_that_fits(seed, rows):
    table = random_table(seed, rows)
    written = [*tried(table)]

    for width in (None, *range(60, 200, 7)):
        look = Look(width=width)
        fits = ((drawn, gone) for drawn, gone in written if width is None or widest(drawn) <= width)
        drawn, gone = next(fits, (text._stacked(table, look), []))
        told = f"The terminal is too narrow to show: {'; '.join(gone)}."

        assert text.fitted(table, look) == drawn + (
            f"\n\n{text._wrapped(told, look)}" if gone else ""
        )


def widest(written):
    return max(map(grid.width, written.splitlines()))


def test_a_cell_of_several_lines_makes_a_row_of_as_many():
    columns = [
        grid.column("what", ["a truck\nof mine", "car"], right=False),
        grid.column("amount\nowed", ["1", "12,345.00"], right=True),
    ]

    assert grid.width_of(columns) == 18
    assert grid.side_by_side(columns).splitlines() == [
        "what        amount",
        "              owed",
        "-------  ---------",
        "a truck          1",
        "of mine",
        "car      12,345.00",
    ]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("☀", 1),
        ("☀\ufe0f", 2),
        ("🚗", 2),
        ("🚗\ufe0f", 2),
        ("a☀\ufe0f🚗\ufe0fb", 6),
        ("e\u0301", 1),
    ],
)
def test_an_emoji_in_color_takes_two_columns(text, columns):
    """As Unicode's annex on widths has it, and terminals that draw it in color."""
    assert columns == grid.width(text)
