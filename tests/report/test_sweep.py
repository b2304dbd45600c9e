"""Sentences and tables of a sweep: which value is best, how the figure moves, what was refused."""

import pytest

from tradein.analysis.sweep import Figures, Run, Sweep
from tradein.report.narrative import sweep as sentences
from tradein.report.tables import sweep as tables
from tradein.report.tables.table import Dollars

ZERO = Figures(*(0,) * len(Figures._fields))
PATH, OTHER = "purchases[1].keep", "purchases[2].keep"


def swept(figure, *amounts):
    """A sweep of one setting in which a figure has some amounts, `refused` for no run."""
    runs = tuple(
        Run((f"{n} months",), None, "too long")
        if amount == "refused"
        else Run((f"{n} months",), ZERO._replace(**{figure: amount}))
        for n, amount in enumerate(amounts, start=1)
    )
    return Sweep("x", (PATH,), (tuple(run.values[0] for run in runs),), 48, runs)


def grid(*amounts):
    values = ("a", "b"), ("1 month", "2 months")
    texts = [(down, across) for down in values[0] for across in values[1]]
    runs = tuple(
        Run(text, None if amount is None else ZERO._replace(gap=amount))
        for text, amount in zip(texts, amounts, strict=True)
    )
    return Sweep("x", (PATH, OTHER), values, 48, runs)


@pytest.mark.parametrize(
    ("figure", "amounts", "told"),
    [
        (
            "net_cost",
            (300, 200, 100),
            [("The net cost by month 48, including the exit, is lowest with 3 months: $1.00; it is "
             "highest with 1 months: $3.00. It falls with every step of purchases[1].keep.")],
        ),
        (
            "exit",
            (300, 100, 200),
            [("The cash to exit in month 48 is lowest with 2 months: $1.00; it is highest with 1 "
             "months: $3.00. It goes up and down along purchases[1].keep.")],
        ),
        (
            "break_even_month",
            (5, None),
            [("The month from which you are not under water is lowest with 1 months: month 5; it is "
             "highest with 2 months: never.")],
        ),
        (
            "payment",
            (None, 30_000),
            [("The payment of the last purchase is lowest with 2 months: $300.00; it is highest with "
             "1 months: not known.")],
        ),
        (
            "gap",
            (-500, -500, "refused", "refused"),
            ["The gap in month 48 is -$5.00 in every run.",
             "2 runs are refused, the first with 3 months: too long."],
        ),
        ("gap", (-500,), ["The gap in month 48 is -$5.00."]),
        (
            "peak_gap",
            (7, "refused"),
            ["The largest gap by month 48 is $0.07 in every run.",
             "One run is refused, with 2 months: too long."],
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_a_figure(figure, amounts, told):
    assert told == sentences.sweep(swept(figure, *amounts), figure)


@pytest.mark.parametrize("figure", Figures._fields)
def test_every_figure_has_a_name(figure):
    [sentence] = sentences.sweep(swept(figure, 1, 2), figure)
    assert sentence.startswith(("The ", "What is "))


@pytest.mark.parametrize(
    ("amounts", "moves"),
    [
        ((1, 2, 3, 4), "It rises with every step of purchases[1].keep and purchases[2].keep."),
        (
            (1, 1, 3, 3),
            "It rises with every step of purchases[1].keep and does not depend on purchases[2].keep.",
        ),
        (
            (1, 2, 3, 2),
            (
                "It rises with every step of purchases[1].keep and goes up and down along "
                "purchases[2].keep."
            ),
        ),
    ],
)
def test_how_a_figure_moves_with_two_settings(amounts, moves):
    [sentence] = sentences.sweep(grid(*amounts), "gap")
    first, _, rest = sentence.partition(". It ")

    assert first.startswith("The gap in month 48 is lowest with purchases[1].keep a and purchases")
    assert moves == f"It {rest}"


def test_a_grid_has_a_row_and_a_column_for_each_value():
    table = tables.grid(grid(100, 200, 300, None), "gap")

    assert "Gap at month 48, in dollars, by purchases[1].keep and purchases[2].keep" == table.title
    assert [PATH, "1 month", "2 months"] == [column.label for column in table.columns]
    assert [["a", Dollars(100), Dollars(200)], ["b", Dollars(300), "refused"]] == table.rows
    months = tables.grid(grid(1, 2, 3, 4), "break_even_month")
    assert "Even from month, by purchases[1].keep and purchases[2].keep" == months.title
    assert ["a", 0, 0] == months.rows[0]


def test_a_row_has_its_values_and_figures_and_whether_it_was_refused():
    table = tables.runs(swept("break_even_month", None, "refused"), "break_even_month")

    assert ["keep", "even from month", ""] == [column.label for column in table.columns]
    assert [["1 months", "never", None], ["2 months", None, "refused"]] == table.rows
    assert "2 runs at month 48, in dollars" == table.title
    assert "One run at month 48, in dollars" == tables.runs(swept("gap", 3)).title
    assert [None, "too long"] == [
        row[-1] for row in tables.for_programs(swept("gap", 3, "refused")).rows
    ]
