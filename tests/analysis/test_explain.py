"""Explanations: every sum, typed in as it is printed, gives the figure beside it."""

import os
import random
import re
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

import pytest

from helpers import playing
from tradein.analysis import results
from tradein.analysis.explain import figures
from tradein.analysis.explain.figures import Signed
from tradein.analysis.explain.steps import Dollars
from tradein.engine import simulate
from tradein.report.narrative.explain import written
from tradein.report.tables import explain as tables
from tradein.scenario import reader

NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?%?")


def calculated(text):
    """What a calculator shows for a printed sum."""

    def number(match):
        digits = match.group().replace(",", "")
        percent = digits.endswith("%")
        return f"(D('{digits.rstrip('%')}'){' / 100' if percent else ''})"

    sums = NUMBER.sub(number, text).replace("−", "-").replace("×", "*").replace("÷", "/")
    with localcontext(prec=60):
        return eval(sums.replace("^", "**"), {"D": Decimal})


ROUNDED = {"up": ROUND_CEILING, "down": ROUND_FLOOR}


def check(step):
    """The sum of a step gives its figure, rounded as its rule says."""
    text = written(step.sum)
    shown = written((step.result,)).replace(",", "")
    percent = shown.endswith("%")
    figure = Decimal(shown.rstrip("%"))
    got = calculated(text) * (100 if percent else 1)
    if step.rule == "taxed_floor":
        got = max(got, Decimal(0))
    unit = Decimal("0.01") if percent else Decimal(1).scaleb(figure.as_tuple().exponent)
    rounding = ROUNDED.get(step.rule.rpartition("_")[2], ROUND_HALF_UP)
    if got < 0:
        rounding = ROUND_HALF_UP
    assert figure == got.quantize(unit, rounding), (step, text)


SEEDS = min(int(os.environ.get("TRADEIN_SEEDS", "40")), 400)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_printed_sum_gives_its_figure(seed):
    text = playing.playable(seed)
    read = reader.read("scenario.yaml", text.encode())
    chain = results.of(simulate.simulate(read.scenario))
    sales = tuple(purchase.private_sale for purchase in read.scenario.purchases)
    rows = [row for row in chain.rows if not row.sold]
    for row in random.Random(seed).sample(rows, min(4, len(rows))):
        for figure in figures.FIGURES:
            try:
                steps = figures.of(chain, Signed(read.scenario.market, sales), figure, row)
            except figures.NotExplained:
                continue
            first = steps[0].result
            if figure in ("gap", "balance", "payoff", "value", "exit"):
                assert Dollars(getattr(row, figure)) == first
            for step in steps:
                assert tables.label(step)
                assert not step.rule or step.rule in tables.RULES
                if step.sum:
                    check(step)
