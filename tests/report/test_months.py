"""The column of the purchase is named in every table by months, also where room is short."""

import pytest

from helpers.command import BASE, here
from tradein.report import text
from tradein.report.tables.table import Column, Dollars, Table
from tradein.report.text import Look


@pytest.mark.parametrize("option", ["--monthly", "--schedule", "--exit", "--origins", "--why"])
def test_the_purchase_is_named_in_tables_by_months(option, capsys, tmp_path):
    """At any width the heading is the word, whole or broken at its syllable."""
    file = tmp_path / "two.yaml"
    file.write_text(BASE)

    shown = here(capsys, "simulate", str(file), option).out
    plain = here(capsys, "simulate", str(file), option, "--format", "github").out

    heads = [line for line in plain.splitlines() if line.startswith("|")]
    assert "purchase" in heads[0]
    assert "#" not in heads[0]
    assert "purchase" in shown.replace("pur-", "purchase")


def test_labels_get_narrow_before_a_column_is_left_out():
    columns = [
        Column("date", "date", True, 8),
        Column("purchase", "purchase", narrow="pur-\nchase"),
        Column("owed", "owed"),
        *(Column(f"c{i}", "twelve chars") for i in range(4)),
    ]
    row = ["2024-01-31", 1, Dollars(100), *[Dollars(1)] * 4]
    table = Table("Things", columns, [row] * 5)

    wide, tight, tighter = (text.fitted(table, Look(width=w)) for w in (82, 79, 78))

    assert "purchase" in wide.splitlines()[0]
    assert ["date         pur-", "            chase"] == [
        line[:17].rstrip() for line in tight.splitlines()[:2]
    ]
    assert "date" not in tighter.splitlines()[0]
    assert "The terminal is too narrow to show: date." == tighter.splitlines()[-1]
