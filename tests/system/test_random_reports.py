"""Random chains are drawn and reported: every chart is still, and shows the figures of the answer.

`TRADEIN_SEEDS=400 pytest tests/system/test_random_reports.py` draws more of them than the default four.
"""

import json
import os
from fractions import Fraction

import pytest

from helpers import playing
from helpers.command import here
from helpers.drawn import Chart
from tradein.cli.commands.chart import CHARTS

SEEDS = max(2, min(int(os.environ.get("TRADEIN_SEEDS", "40")), 4_000) // 10)


@pytest.fixture(params=range(SEEDS))
def chain(request, tmp_path):
    """The file of a random chain."""
    path = tmp_path / "chain.yaml"
    path.write_text(playing.playable(request.param), encoding="utf-8")
    return str(path)


def output(capture, *words: str) -> str:
    """What a command that works prints."""
    ran = here(capture, *words)
    assert ran.code == 0, ran.err
    return ran.out


def test_a_random_chain_is_drawn_as_it_is_played(chain, capsys):
    """Each balance and each value is within a tenth of a pixel of its height; the others are whole."""
    months = json.loads(output(capsys, "simulate", chain, "--format", "json"))["months"]
    for of in CHARTS:
        if of != "compare":
            Chart(output(capsys, "chart", chain, "--of", of, "--narrow")).check_is_still()
    picture = Chart(output(capsys, "chart", chain))
    (owed,) = picture.paths("owed")
    tenth = picture.pixel()

    assert len(months) == len(owed)
    for row, (x, y) in zip(months, owed, strict=True):
        assert abs(picture.month(x) - row["month"]) < Fraction(1, 2)
        assert abs(picture.dollars(y) - Fraction(str(row["balance"]))) <= tenth
    worth = [point for n in range(1, 9) for part in picture.paths(f"line s{n}") for point in part]
    values = sorted(Fraction(str(row["value"])) for row in months if row["purchase"])
    drawn = sorted(picture.dollars(y) for _, y in worth)

    assert all(abs(a - b) <= tenth for a, b in zip(values, drawn, strict=True))


def test_a_random_chain_has_a_report(chain, capsys):
    """The same each time, with the gap of the last month in its table."""
    page = output(capsys, "report", chain)
    months = json.loads(output(capsys, "simulate", chain, "--format", "json"))["months"]

    assert page == output(capsys, "report", chain)
    assert f"{months[-1]['gap']:,.2f}" in page
