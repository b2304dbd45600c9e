"""The command `explain`: a figure, the sums behind it, and the lines of the file."""

import csv
import io
import json
from pathlib import Path

import pytest

from helpers.command import here

ROOT = Path(__file__).parents[2]
ROLLOVER = str(ROOT / "scenarios" / "rollover.yaml")

LOAN = """\
purchases:
  - vehicle: Van
    price: $2,500
    value: {appraisals: {0: 2000, 12: 1500}}
    loan:
      apr: 14%
      months: 25
    tax: {rate: 0%}
"""


@pytest.fixture
def van(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("van.yaml").write_text(LOAN)


def steps(capsys, *arguments):
    ran = here(capsys, "explain", *arguments, "--format", "json")
    assert (0, "") == (ran.code, ran.err)
    return {step["figure"]: step for step in json.loads(ran.out)["steps"]}


def test_a_published_payment(capsys, van):
    """$2,500 at 14 % over 25 months (Nortridge, user guide on Regulation Z)."""
    step = steps(capsys, "van.yaml", "--of", "payment")["payment"]

    assert 115.87 == step["amount"]
    assert "2,500.00 × 14% ÷ 12 ÷ (1 − (1 + 14% ÷ 12)^-25)" == step["sum"]
    assert "6 7" == step["lines"]
    assert "Nortridge" in step["source"]


def test_the_first_sentence_answers(capsys, van):
    ran = here(capsys, "explain", "van.yaml", "--at", "1")

    first = "In month 1 the gap between debt and value of Van is $460.68: $2,413.30 − $1,952.62."
    assert first in ran.out.replace("\n", " ")


def test_what_is_owed_goes_back_to_the_signed_order(capsys, van):
    explained = steps(capsys, "van.yaml", "--of", "balance", "--at", "2")

    assert "2,413.30 − 87.71" == explained["balance"]["sum"]
    assert "115.87 − 28.16" == explained["principal"]["sum"]
    assert "2,413.30 × 14% ÷ 12" == explained["interest"]["sum"]
    assert "2,500.00 − 86.70" == explained["balance_before"]["sum"]
    assert 2500 == explained["amount_financed"]["amount"]


def test_each_figure_of_an_example(capsys):
    """The months of trade and of the end, in every figure that there is."""
    from tradein.analysis.explain.figures import FIGURES

    for figure in FIGURES:
        for month in ("1", "26", "50", "60"):
            ran = here(capsys, "explain", ROLLOVER, "--of", figure, "--at", month)
            no = (figure, month) in {("interest", "26"), ("interest", "50"), ("rolled_in", "1")}
            assert (2 if no else 0) == ran.code, (figure, month, ran.err)


def test_a_month_of_trade_has_two_vehicles(capsys):
    """The payoff of the old one is what the new deal rolls in, less allowance and cash."""
    old = steps(capsys, ROLLOVER, "--of", "payoff", "--at", "50", "--purchase", "2")
    new = steps(capsys, ROLLOVER, "--of", "rolled_in", "--at", "50")

    assert old["payoff"]["amount"] == 37057.26
    assert new["rolled_in"]["sum"].startswith("37,057.26 − ")


def test_a_csv_has_a_row_for_each_step(capsys, van):
    ran = here(capsys, "explain", "van.yaml", "--of", "value", "--at", "6", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(ran.out))

    assert ("value", "6") == (row["figure"], row["month"])
    assert "2,000.00 × (1,500.00 ÷ 2,000.00)^(6 ÷ 12)" == row["sum"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--of", "gapp"], "--of: 'gapp' is no figure; did you mean gap?"),
        (["--at", "26"], "van.yaml: month 26 is after the end of the scenario, month 25"),
        (["--of", "rolled in"], "this purchase has no trade-in, so nothing is rolled in"),
        (["--of", "interest", "--at", "0"], "van.yaml: no interest is due in month 0"),
        (["--purchase", "2"], "van.yaml: month 0 is one of purchase 1, not of 2"),
        (["--purchase", "0"], "'0' is not a number of a purchase; write it like 2"),
        (["--at", "x"], "'x' is not a month; write a whole number"),
    ],
)
def test_what_cannot_be_explained(capsys, van, arguments, message):
    ran = here(capsys, "explain", "van.yaml", *arguments)

    assert (2, "") == (ran.code, ran.out)
    assert message in ran.err
    assert 1 == ran.err.count("\n")


@pytest.mark.parametrize(
    ("ending", "what"),
    [
        ("private_sale: {price: $9000}", "sale"),
        ("total_loss: {deductible: $0}", "total loss"),
        ("surrender: {sale: 60%}", "surrender"),
    ],
)
def test_after_the_last_vehicle_it_is_said_what_became_of_it(capsys, tmp_path, ending, what):
    path = tmp_path / "gone.yaml"
    path.write_text(
        "purchases:\n  - {vehicle: car, price: 20000, loan: {apr: 9%, months: 60}, keep: 9 months, "
        f"{ending}}}\n",
        encoding="utf-8",
    )
    ran = here(capsys, "explain", str(path), "--at", "9")
    last = here(capsys, "explain", str(path), "--at", "9", "--purchase", "1")

    assert ran.err.endswith(f": there is no vehicle in month 9, after its {what} in month 9\n")
    assert (2, 0) == (ran.code, last.code)
