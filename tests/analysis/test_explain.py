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
            if figure == "interest" and not row.note_payment:
                assert Dollars(row.interest) == first
            if figure == "payment" and row.payment and not row.note_payment:
                assert Dollars(row.payment) == first
            for step in steps:
                assert tables.label(step)
                assert not step.rule or step.rule in tables.RULES
                if step.sum:
                    check(step)


SEVERAL = """
start: 2023-03-10
purchases:
  - vehicle: van
    price: $20,000
    tax: {rate: 0%}
    loan: {apr: 9%, months: 24, frequency: weekly}
    events: [{month: 3, extra: $300}, {month: 5, skip: 1 month, fee: $25}]
    keep: 30 months
"""

LATE = """
start: 2023-03-10
purchases:
  - vehicle: van
    price: $20,000
    tax: {rate: 0%}
    loan: {apr: 9%, months: 24, late_fee: 4%}
    events: [{month: 3, late: 14 days}, {month: 5, defer: 1 month, capitalize: yes}]
"""


def explained(text, figure, month):
    """The first step of a figure, its name and its cents, and how many there are."""
    read = reader.read("scenario.yaml", text.encode())
    chain = results.of(simulate.simulate(read.scenario))
    steps = figures.of(
        chain, Signed(read.scenario.market, (None,)), figure, figures.row_of(chain, month)
    )
    return steps[0].name, steps[0].result.cents, len(steps)


def test_several_payments_of_a_month_are_added_up():
    row = playing.simulated(SEVERAL).rows[3]

    assert explained(SEVERAL, "interest", 3) == ("total_interest", row.interest, 7)
    assert explained(SEVERAL, "payment", 3) == ("total_payment", row.payment, 3)


def test_a_payment_that_is_rounded_down_is_the_first_interest_at_least():
    text = SEVERAL.partition("    events")[0].replace("$20,000", "$3.18").replace("9%", "100%")
    text = text.replace("frequency: weekly", "rounding: down").replace("24", "60")
    read = reader.read("scenario.yaml", text.encode())
    chain = results.of(simulate.simulate(read.scenario))
    signed = Signed(read.scenario.market, (None,))
    (step,) = figures.of(chain, signed, "payment", chain.rows[1])

    assert (step.rule, step.result) == ("level_least", Dollars(27))
    check(step)


def test_a_fee_is_part_of_what_a_month_takes():
    assert explained(SEVERAL, "payment", 5) == ("total_payment", 2_500, 3)
    assert explained(LATE, "payment", 3) == ("total_payment", 91_369 + 3_655, 3)
    assert explained(LATE, "payment", 4) == ("payment", 91_369, 1)


def test_interest_that_became_debt_is_interest_of_its_month():
    row = playing.simulated(LATE).rows[5]

    assert row.interest == row.capitalised > 0
    assert explained(LATE, "interest", 5) == ("total_interest", row.interest, 4)


def test_a_loan_that_is_paid_off_has_no_payment():
    with pytest.raises(figures.NotExplained, match="no payment is due in month 27"):
        explained(SEVERAL, "payment", 27)
