"""The command `solve`: its sentences, its messages at their places, and its exit codes."""

import json
from pathlib import Path

import pytest

from tradein.cli import main

ROLLOVER = str(Path(__file__).parents[2] / "scenarios" / "rollover.yaml")
OWED = """
start: 2026-01-15
purchases:
  - vehicle: car
    owed: $30,000
    worth: $20,800
    age: 3 years
    loan: {apr: 6.5%, payment: $763}
    value: {yearly_loss: 0%}
"""


@pytest.fixture(autouse=True)
def owed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("owed.yaml").write_text(OWED)


def ran(capsys, target, *options, path="owed.yaml"):
    code = main(["solve", path, "--so-that", target, *options])
    told = capsys.readouterr()
    return code, told.out, told.err


def sentences(out):
    """The sentences below the title, each paragraph on one line."""
    return " ".join(out.partition("\n\n")[2].split())


@pytest.mark.parametrize(
    ("find", "target", "says"),
    [
        (
            "extra",
            "gap <= 0 at month 12",
            "you are even in month 12. At $143.60 the gap in month 12 is -$0.07; at $143.59 it is $0",
        ),
        ("extra", "gap <= 0 at month 6", "With an extra $912.21 a month from month 1 on"),
        ("extra", "gap < 0 at month 6", "you are above water in month 6."),
        ("cash", "gap <= 0 at month 12", "$1,672.99 in cash beside the first payment"),
        (
            "keep",
            "gap <= 0 at month 12",
            "and wait, you are even in month 15. At month 15 the gap is -$157.18; at month 14 it is $",
        ),
        ("keep", "gap <= 0", "you are never under water from month 15 on."),
        ("extra", "break-even <= 10", "you break even by month 10. At "),
        ("extra", "total paid < $33,000", "the total paid is below $33,000.00."),
        ("extra", "total paid >= 30000 at month 12", "the total paid is at least $30,000.00 in"),
        ("extra", "payment > 1000", "the payment is above $1,000.00 in every month."),
        (
            "purchases[1].loan.payment",
            "exit <= $100 at month 12",
            "With purchases[1].loan.payment at $",
        ),
        (
            "purchases[1].loan.apr",
            "ltv <= 101% at month 12",
            "the loan to value is at most 101% in",
        ),
        ("rate", "gap <= $100 at month 12", "With an APR of 0.2"),
    ],
)
def test_what_it_takes_is_said_first_and_then_the_proof(find, target, says, capsys):
    code, out, err = ran(capsys, target, "--find", find)

    assert says in sentences(out)
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("find", "target", "says"),
    [
        (
            "rate",
            "gap <= 0 at month 12",
            "No APR does it: the gap in month 12 is at best $44.00, at 0%.",
        ),
        ("keep", "gap <= -$30,000", "No month does it: the gap is at best -$20,800.00"),
        ("purchases[1].loan.late_fee", "gap <= 0 at month 1", "none is better than today, $8,599"),
        ("purchases[2].price", "gap <= 0 at month 12", "does it: purchases[1]: keep is missing"),
        (
            "extra",
            "break-even <= 0",
            "No extra payment each month does it: the break-even month is at best 1",
        ),
    ],
)
def test_where_nothing_does_it_the_exit_code_is_five(find, target, says, capsys):
    code, out, _ = ran(capsys, target, "--find", find)

    assert says in sentences(out)
    assert code == 5


def test_what_is_so_already_takes_nothing(capsys):
    code, out, _ = ran(capsys, "gap <= 0 at month 20", "--find", "extra")

    assert "Nothing has to change: as it is, you are even in month 20." in sentences(out)
    assert code == 0
    code, out, _ = ran(capsys, "gap <= 0 at month 20")
    assert sentences(out).startswith("Nothing has to change")
    assert sentences(out).endswith("The gap in month 20 is -$3,448.56.")
    assert code == 0


def test_a_target_that_is_not_reached_from_one_value_on(capsys):
    """Kept for less or for more, the first vehicle leaves no such gap in month 100."""
    options = ("--find", "purchases[1].keep")
    code, out, _ = ran(capsys, "gap <= 5000 at month 100", *options, path=ROLLOVER)

    assert code == 0
    assert "It is not so from one value on: it is reached up to " in sentences(out)


def test_side_by_side_it_is_said_what_does_not_do(capsys):
    _, out, _ = ran(capsys, "gap <= 0 at month 12")

    assert "No APR does it" in sentences(out)
    assert "Price: the vehicle is owned already. Allowance: no vehicle is traded in." in sentences(
        out
    )
    _, out, _ = ran(capsys, "total paid <= $33,000")
    assert "Waiting: the total paid is no question of when it is looked at." in sentences(out)
    code, out, _ = ran(capsys, "gap <= -$20,900 at month 12")
    assert (code, "Nothing here alone does it" in out) == (5, True)


def test_what_does_it_alone_is_said_alone(capsys):
    paid = "vehicle: a, price: $20000, down: $20000, value: {yearly_loss: 10%}, keep: 5 years"
    Path("owed.yaml").write_text(f"purchases: [{{{paid}}}]")
    code, out, _ = ran(capsys, "gap >= -$15,000 at month 1")

    assert "this does it alone: waiting until month " in sentences(out)
    assert code == 0


def test_programs_get_every_figure(capsys):
    code, out, _ = ran(capsys, "gap <= 0 at month 12", "--format", "json")
    answer = json.loads(out)
    extra = answer["remedies"][0]

    assert code == 0
    assert answer["target"]["means"] == "you are even in month 12"
    assert (extra["needed"], extra["figure"], extra["beside"]) == (143.6, -0.07, 143.59)
    assert [no["remedy"] for no in answer["not_offered"]] == ["price", "allowance"]
    assert [r["needed"] for r in answer["remedies"]] == [143.6, 1672.99, None, 15]


@pytest.mark.parametrize(
    ("target", "column", "says"),
    [
        ("gpa <= 5", 1, "no figure is called 'gpa'; did you mean gap?"),
        ("gap", 1, "no condition, 'gap'; write it like `gap <= 0 at month 24`"),
        ("gap <= 5k", 8, "not an amount, '5k'; write all digits, 5000"),
        ("gap = 5", 5, "an exact figure is rarely reached to the cent; write <= or >="),
        ("total paid <= -5", 15, "a negative amount"),
        ("break-even <= soon", 15, "not a whole number of months"),
        ("break-even <= 5 at month 4", 17, "break-even is a month itself; remove this"),
        ("break-even <= 5 at  month  4", 17, "break-even is a month itself; remove this"),
        ("gap <= 0 at month 1201", 19, "a month too far away; it is at most 1,200"),
        ("gap <= 0 at month x", 19, "no month, 'x'"),
    ],
)
def test_a_wrong_target_is_shown_at_its_place(target, column, says, capsys):
    code, out, err = ran(capsys, target, "--find", "extra")

    assert (code, out) == (2, "")
    assert err.startswith(f"--so-that:1:{column}: {says}")


@pytest.mark.parametrize(
    ("find", "column", "says"),
    [
        ("prise", 1, "no remedy is called 'prise'; did you mean price?"),
        ("purchases[1].pric", 14, "unknown setting 'pric'; did you mean price?"),
        ("purchases[3].price", 10, "purchases has one entry; write [1], or [2] to add one"),
        ("purchases[1].vehicle", 1, "purchases[1].vehicle is text of up to 80 characters, not a"),
        ("purchases[1].loan.apr=5%", 22, "a path, and no value; remove what is from the `=` on"),
    ],
)
def test_a_wrong_path_is_shown_at_its_place(find, column, says, capsys):
    code, out, err = ran(capsys, "gap <= 0 at month 12", "--find", find)

    assert (code, out) == (2, "")
    assert err.startswith(f"--find:1:{column}: {says}")


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--find", "price"), 2, "--find price: the vehicle is owned already"),
        (("--find", "pri\nce"), 2, "control character"),
        (("owed.yaml",), 2, "is an argument too many; remove it"),
        (("-o", "owed.yaml"), 2, "would be a scenario"),
        (("--set", "purchases[1].worth=x"), 3, "--set:1:20: purchases[1].worth"),
    ],
)
def test_what_is_refused(options, code, says, capsys):
    got, out, err = ran(capsys, "gap <= 0 at month 12", *options)

    assert (got, out) == (code, "")
    assert says in err


def test_an_answer_may_be_written_to_a_file(capsys):
    code, out, _ = ran(capsys, "gap <= 0 at month 12", "-o", "answer.md")

    assert (code, out) == (0, "")
    assert "143.60" in Path("answer.md").read_text()


def test_a_chain_that_cannot_go_on_to_the_month_is_told(capsys):
    Path("owed.yaml").write_text(OWED.replace("$763", "$150") + "    keep: 1 month\n")

    code, _, err = ran(capsys, "gap <= 0 at month 12", "--find", "extra")

    assert code == 3
    assert "owed.yaml" in err
