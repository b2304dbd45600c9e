"""The command `options`: what it refuses, what it assumes, and the rarer vehicles."""

import json
import re
from pathlib import Path

import pytest

from helpers import command

CAR = """title: A car
start: 2024-01-15
purchases:
  - vehicle: car
    price: $20,000
    tax: {rate: 5%}
    loan: {apr: 9%, months: 60, payment: $415.17, first_payment: 2024-02-15}
    paper: {payment: $415.17}
    value: {appraisals: {0: $19000, 60: $8000}}
"""
OWNED = """purchases:
  - vehicle: the truck
    owed: $20,000
    worth: $15,000
    age: 2 years
    loan: {apr: 9%, payment: $450, rolled: $3000}
"""
LIMITED = """purchases:
  - {vehicle: car, price: 20000, loan: {apr: 9%, months: 60}, keep: 12 months}
  - vehicle: bus
    price: $40,000
    over_limit: keep the vehicle
    trade_in: {allowance: $14000}
    loan: {apr: 9%, months: 60, max_ltv: 90%}
"""
GIVEN_IN = """purchases:
  - vehicle: car
    price: $20,000
    trade_in: {allowance: $5000, payoff: $6000}
    loan: {apr: 9%, months: 60}
"""


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")


@pytest.fixture
def car(tmp_path):
    return written(tmp_path, CAR)


def written(folder, text):
    path = folder / "car.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def answer(capsys, path, *arguments):
    ran = command.here(capsys, "options", path, *arguments, "--format", "json")
    assert 0 == ran.code, ran.err
    document = json.loads(ran.out)
    return document, {option["option"]: option for option in document["options"]}


def shown(capsys, path, name, *arguments):
    ran = command.here(capsys, "options", path, *arguments, "--show", name)
    assert (0, "") == (ran.code, ran.err)
    return ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "tradein options: the following arguments are required: --at"),
        (["--at", "61"], 2, "tradein: --at 61 is after the end of the scenario, month 60"),
        (["--at", "6", "other.yaml"], 2, "tradein options: 'other.yaml' is an argument too many"),
        (["--at", "6", "--horizon", "soon"], 2, "tradein: --horizon: not a whole number of months"),
        (["--at", "6", "--horizon", "0"], 2, "tradein: --horizon: too short, '0'; it is at least"),
        (["--at", "6", "--horizon", "595"], 2,
         "tradein: --horizon: a vehicle is kept at most 600 months; write 594 or less"),
        (["--at", "6", "--wait", "-1"], 2, "tradein: --wait: not a whole number of months, '-1'"),
        (["--at", "6", "--extra", "5k"], 2, "tradein: --extra: not an amount, '5k'; write all dig"),
        (["--at", "6", "--cheaper", "x"], 2, "tradein: --cheaper: not an amount of money, 'x'"),
        (["--at", "6", "--refinance", "6"], 2, "tradein: --refinance: a rate without a percent si"),
        (["--at", "6", "--show", "sel"], 2, "tradein: --show: no option is called 'sel'; did you m"),
        (["--at", "6", "--json", "--format", "csv"], 2, "tradein options: --json writes lines"),
        (["--at", "6", "--set", "purchases[1].loan.payment=$9"], 3, "--set:1:27: purchases[1].lo"),
        (["--at", "6", "--set", "colour=red"], 3, "--set:1:1: colour: unknown setting"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told(capsys, car, arguments, code, told):
    ran = command.here(capsys, "options", car, *arguments)

    assert (code, "") == (ran.code, ran.out)
    assert ran.err.startswith(told)
    command.check_readable(ran.err)


def test_the_answer_is_not_written_over_the_file(capsys, car):
    ran = command.here(capsys, "options", car, "--at", "6", "--json", "-o", car)

    assert (2, CAR) == (ran.code, Path(car).read_text(encoding="utf-8"))


def test_after_the_last_sale_there_is_no_vehicle(capsys, tmp_path):
    sale = "    keep: 6 months\n    private_sale:\n      price: $9,000\n      note: {apr: 9%, months: 9}\n"
    ran = command.here(capsys, "options", written(tmp_path, CAR + sale), "--at", "9")

    assert (2, "") == (ran.code, ran.out)
    assert "tradein: --at 9: no vehicle is held in that month\n" == ran.err


def test_a_sale_that_is_agreed_is_left_out_of_every_option_but_its_own(capsys, tmp_path):
    sale = "    keep: 6 months\n    private_sale:\n      price: $9,000\n      note: {apr: 9%, months: 9}\n"
    path = written(tmp_path, CAR + sale)

    assert "private_sale" not in shown(capsys, path, "keep", "--at", "4")
    sold = shown(capsys, path, "sell", "--at", "4")
    assert "private_sale:\n      price: $1" in sold
    assert "note" not in sold
    assert 0 == answer(capsys, path, "--at", "4")[1]["keep"]["cash_now"]


def test_on_the_day_of_a_sale_that_is_agreed_the_buyer_pays_what_was_agreed(capsys, tmp_path):
    sale = "    keep: 6 months\n    private_sale: {price: $9000, costs: $50}\n"
    path = written(tmp_path, CAR + sale)
    document, by_name = answer(capsys, path, "--at", "6")

    assert "A private buyer pays $9,000.00 and the sale costs $50.00." in " ".join(
        document["assumed"]
    )
    assert by_name["sell"]["cash_now"] == by_name["trade"]["cash_now"] + document["balance"] - 8950


@pytest.mark.parametrize("ending", ["total_loss: {deductible: $500}", "surrender: {sale: 60%}"])
def test_a_total_loss_or_a_surrender_to_come_is_left_out_of_every_option(capsys, tmp_path, ending):
    ended = f"    keep: 50 months\n    {ending}\n"
    bus = "  - {vehicle: bus, price: 9000, loan: {apr: 9%, months: 60}, keep: 20 months}\n"
    path = written(tmp_path, CAR + ended + bus)
    _, by_name = answer(capsys, path, "--at", "20", "--wait", "30")
    _, without = answer(
        capsys, written(tmp_path, CAR + "    keep: 50 months\n" + bus), "--at", "20", "--wait", "30"
    )

    assert without == by_name
    assert by_name["keep"]["value"] > 0


def test_the_next_vehicle_of_the_file_is_not_sold_at_the_horizon(capsys, tmp_path):
    bus = """    keep: 20 months
  - vehicle: bus
    price: $9,000
    loan: {apr: 9%, months: 60}
    private_sale: {price: $1000}
    keep: 20 months
"""
    path = written(tmp_path, CAR + bus)
    _, by_name = answer(capsys, path, "--at", "20")

    assert by_name["trade"]["value"] > 0
    assert "private_sale" not in shown(capsys, path, "trade", "--at", "20")


@pytest.mark.parametrize(
    ("products", "taxes", "left"),
    [
        ("{GAP: $500, wax: $90}", "[GAP, fees]", "taxes:\n        - fees\n"),
        ("{GAP: $500}", "[GAP]", ""),
        ("{GAP: $500}", "GAP", ""),
        ("$500", "[products]", ""),
        ("$500", "all", "taxes: all\n"),
        ("{GAP: $500}", "fees", "taxes: fees\n"),
    ],
)
def test_a_cheaper_vehicle_has_no_products_to_be_taxed(capsys, tmp_path, products, taxes, left):
    tax = f"tax: {{rate: 5%, taxes: {taxes}}}\n    fees: $100\n    products: {products}"
    path = written(tmp_path, CAR.replace("tax: {rate: 5%}", tax).replace(", payment: $415.17", ""))
    _, by_name = answer(capsys, path, "--at", "6")
    cheaper = shown(capsys, path, "sell", "--at", "6").partition("cheaper vehicle")[2]

    assert by_name["sell"]["refused"] is None
    assert "products" not in cheaper
    assert left in cheaper
    assert bool(left) == ("taxes" in cheaper)


def test_a_vehicle_like_this_one_has_none_of_its_papers_and_dates(capsys, car):
    like = (
        shown(capsys, car, "trade", "--at", "6").partition("- vehicle: car")[2].partition("- ")[2]
    )

    assert "vehicle: car\n    price: $20,000\n    tax:\n      rate: 5%\n" in like
    assert "loan:\n      apr: 9%\n      months: 60\n    value:" in like
    assert like.endswith("keep: 60 months\n")


def test_a_loan_known_by_its_payment_alone_keeps_it(capsys, tmp_path):
    path = written(tmp_path, CAR.replace("months: 60, ", ""))
    like = shown(capsys, path, "trade", "--at", "6").rpartition("- vehicle: car")[2]

    assert "loan:\n      apr: 9%\n      payment: $415.17\n" in like


def test_a_vehicle_like_an_owned_one_costs_what_that_was_worth(capsys, tmp_path):
    path = written(tmp_path, OWNED)
    like = shown(capsys, path, "trade", "--at", "0").rpartition("- vehicle")[2]
    document, by_name = answer(capsys, path, "--at", "0", "--refinance", "6%")

    assert "worth: $15,000\n    age: 2 years\n    loan:\n      months: 72\n      apr: 9%\n" in like
    assert "price: $15,000\n" in like
    assert "the truck" == document["vehicle"]
    assert "like yours on the first day, for what it was worth" in " ".join(document["assumed"])
    assert "refinance:\n          apr: 6%\n" in shown(
        capsys, path, "refinance", "--at", "0", "--refinance", "6%"
    )
    assert 0 == by_name["refinance"]["cash_now"]


def test_what_is_assumed_for_all_is_not_written_twice(capsys, tmp_path):
    assumed = "assume: {loan: {apr: 9%, months: 60}, events: [{month: 2, extra: $70}]}\n"
    text = "purchases:\n  - {vehicle: car, price: 20000}\n"
    path = written(tmp_path, assumed + text)
    trade = shown(capsys, path, "trade", "--at", "6")
    more = shown(capsys, path, "pay_down", "--at", "6")

    assert 1 == trade.count("apr")
    assert "- month: 2\n        extra: $70\n      - month: 7\n        extra: $100.00\n" in more


def test_a_refinancing_that_the_file_knows_has_its_fee(capsys, tmp_path):
    text = CAR + "    exits: {refinance: {apr: 4%, months: 36, fee: $99}}\n"
    document, _ = answer(capsys, written(tmp_path, text), "--at", "6")
    without, by_name = answer(capsys, written(tmp_path, CAR), "--at", "6")

    assert "The new loan is at 4% for 36 months, with a fee of $99.00." in document["assumed"]
    assert "refinance" not in by_name
    assert (
        "To refinance is not shown: write `exits.refinance`, or give --refinance a rate."
        in (without["assumed"])
    )


def test_the_rate_of_a_refinancing_goes_for_the_months_left(capsys, car):
    document, _ = answer(capsys, car, "--at", "6", "--refinance", "4%")

    assert "The new loan is at 4% for 54 months." in document["assumed"]


def test_on_the_day_of_purchase_the_new_loan_begins_after_the_first_payment(capsys, car):
    document, by_name = answer(capsys, car, "--at", "0", "--refinance", "4%")

    assert "The new loan is at 4% for 59 months." in document["assumed"]
    assert 0 == by_name["refinance"]["balance"]


def test_the_months_left_are_those_of_the_vehicle_that_is_held(capsys, tmp_path):
    document, by_name = answer(
        capsys, written(tmp_path, GIVEN_IN), "--at", "0", "--refinance", "4%"
    )

    assert "The new loan is at 4% for 59 months." in document["assumed"]
    assert 0 == by_name["refinance"]["balance"]


def test_a_loan_that_is_paid_off_has_nothing_to_pay_down_or_refinance(capsys, car):
    _, by_name = answer(capsys, car, "--at", "60", "--horizon", "12", "--refinance", "4%")
    _, owing = answer(capsys, car, "--at", "59", "--horizon", "12", "--extra", "0")

    assert ["keep", "trade", "sell"] == list(by_name)
    assert ["keep", "trade", "sell"] == list(owing)


def test_a_vehicle_that_is_worth_nothing_is_not_sold(capsys, tmp_path):
    path = written(tmp_path, CAR + "    private_sale: {price: 0%}\n")
    _, by_name = answer(capsys, path, "--at", "40")
    _, nothing = answer(capsys, written(tmp_path, CAR), "--at", "40", "--cheaper", "$0")

    assert "sell" not in by_name
    assert "sell" not in nothing


def test_in_a_month_of_trade_the_vehicle_before_it_is_asked_about(capsys, tmp_path):
    path = written(tmp_path, LIMITED.replace("max_ltv: 90%", "max_ltv: 150%"))
    before, by_name = answer(capsys, path, "--at", "12")
    after, _ = answer(capsys, path, "--at", "13")

    assert [(1, "car"), (2, "bus")] == [(o["purchase"], o["vehicle"]) for o in (before, after)]
    text = shown(capsys, path, "trade", "--at", "12")
    assert "allowance: $14000" in text
    assert "allowance" not in shown(capsys, path, "wait_12", "--at", "12")
    assert by_name["trade"]["vehicle"] == "bus"


@pytest.mark.parametrize("owed", ["$6000", "$0"])
def test_a_vehicle_that_the_first_purchase_gives_in_cannot_be_kept(capsys, tmp_path, owed):
    path = written(tmp_path, GIVEN_IN.replace("$6000", owed))
    document, by_name = answer(capsys, path, "--at", "0")

    assert (2, "car") == (document["purchase"], document["vehicle"])
    assert not any(option["refused"] for option in by_name.values())


def test_an_option_that_is_refused_is_a_row_with_its_reason(capsys, tmp_path):
    path = written(tmp_path, LIMITED)
    _, by_name = answer(capsys, path, "--at", "3", "--refinance", "100%")
    ran = command.here(capsys, "options", path, "--at", "3")
    table = command.here(capsys, "options", path, "--at", "3", "--format", "csv").out

    assert "the lender declines the purchase" == by_name["trade"]["refused"]
    assert by_name["trade"]["cost"] is None
    assert "To trade it now is refused: the lender declines the purchase." in ran.out
    assert "To wait 12 months and then trade it is refused: the lender" in ran.out
    assert "the lender declines the purchase" in table


def test_an_option_that_the_reader_or_the_engine_refuses_says_why(capsys, tmp_path):
    fixed = CAR.replace("payment: $415.17, first_payment: 2024-02-15", "interest: precomputed")
    low = """    keep: 50 months
  - {vehicle: bus, price: 9000, loan: {apr: 9%, payment: 80}}
"""
    _, by_name = answer(capsys, written(tmp_path, fixed), "--at", "7")
    _, late = answer(capsys, written(tmp_path, CAR + low), "--at", "7")

    assert by_name["pay_down"]["refused"].startswith("purchases[1].events[1]: ")
    assert late["trade"]["refused"].startswith("purchases[2].loan.payment: ")


def test_events_after_the_end_of_a_turn_or_on_the_days_of_another_are_left_out(capsys, tmp_path):
    text = (
        CAR
        + """    events:
      - {month: 3, extra: $30}
      - {month: 1 year, extra: $40}
      - {date: 2024-12-20, extra: $50}
    keep: 15 months
  - vehicle: bus
    price: $9,000
    loan: {apr: 9%, months: 60, first_payment: 2025-05-20, first_period: days/365}
    events: [{date: 2025-08-02, extra: $60}, {month: 5, extra: $70}]
"""
    )
    path = written(tmp_path, text)
    now = shown(capsys, path, "trade", "--at", "6")
    kept = shown(capsys, path, "keep", "--at", "6")
    planned = shown(capsys, path, "wait_9", "--at", "6", "--wait", "9")

    assert ["$30", "$50", "$70"] == re.findall(r"extra: (\$..)", now)
    assert ["$30", "$40", "$50"] == re.findall(r"extra: (\$..)", kept)
    assert ["$30", "$40", "$50", "$60", "$70"] == re.findall(r"extra: (\$..)", planned)
    assert "first_p" not in now.partition("bus")[2]
    assert "first_period" in planned


def test_all_events_may_be_left_out(capsys, tmp_path):
    path = written(tmp_path, CAR + "    events: [{month: 30, extra: $40}]\n")

    assert "events" not in shown(capsys, path, "trade", "--at", "6")


def test_where_no_option_can_be_played_the_first_reason_is_told(capsys, tmp_path):
    never = LIMITED.replace("keep: 12 months", "keep: 12 months, events: [{month: 20, refinance: "
                            "{apr: 9%, payment: $1}}]")  # fmt: skip
    never = never.replace("allowance: $14000", "allowance: $30000").replace("90%", "70%")
    path = written(tmp_path, never)
    _, by_name = answer(capsys, path, "--at", "3")
    ran = command.here(capsys, "options", path, "--at", "3", "--cheaper", "0")

    assert ["sell"] == [name for name, option in by_name.items() if not option["refused"]]
    assert (3, "") == (ran.code, ran.out)
    assert ran.err.startswith("tradein: ")
    assert "car.yaml: nothing can be done; to keep it is refused: purchases[1]" in ran.err


def test_the_next_vehicle_may_be_paid_in_cash(capsys, tmp_path):
    bike = "    keep: 50 months\n  - {vehicle: bike, price: 300, down: 300, trade_in: {allowance: 9000, cash: all}}\n"
    _, by_name = answer(capsys, written(tmp_path, CAR + bike), "--at", "7")

    assert (0, "bike") == (by_name["trade"]["balance"], by_name["trade"]["vehicle"])
    assert by_name["trade"]["cash_now"] > 0


def test_the_first_sentence_answers(capsys, car):
    ran = command.here(capsys, "options", car, "--at", "6", "--cheaper", "$9,500")
    _, by_name = answer(capsys, car, "--at", "6", "--cheaper", "$9,500")
    best = next(option for option in by_name.values() if option["cheapest"])

    first = ran.out.split("\n\n")[1]
    assert first.startswith("From month 6 (car) to month 66, the cheapest is to ")
    assert f"it costs ${best['cost']:,.2f} in all" in first
    assert best["cost"] == min(option["cost"] for option in by_name.values())
    assert f"To trade it now costs ${by_name['trade']['cost'] - best['cost']:,.2f} more." in first
    assert "The cheaper vehicle costs $9,500.00, is worth $9,025.00 to a dealer" in ran.out
    assert "You do not own the same vehicle in the end" in ran.out


def test_what_is_still_owed_counts_and_the_same_vehicle_needs_no_word(capsys, tmp_path):
    asked = ("--at", "0", "--horizon", "1", "--cheaper", "0", "--extra", "$1")
    ran = command.here(capsys, "options", written(tmp_path, OWNED), *asked)
    new = command.here(capsys, "options", written(tmp_path, CAR), *asked)

    assert "still owed above what is owned" in ran.out
    assert "You do not own the same vehicle" not in ran.out
    assert "the truck, 2 years old" in ran.out
    assert "car, 1 month old" in new.out


def test_the_formats_agree(capsys, car):
    asked = ("options", car, "--at", "6")
    document, by_name = answer(capsys, car, "--at", "6")
    lines = command.here(capsys, *asked, "--json").out.splitlines()
    table = command.here(capsys, *asked, "--format", "csv").out.splitlines()
    github = command.here(capsys, *asked, "--format", "github").out.splitlines()

    assert document["options"] == [json.loads(line) for line in lines]
    assert [*by_name] == [row.split(",")[0] for row in table[1:]]
    assert [option["cheapest"] for option in by_name.values()] == [
        ",yes," in row for row in table[1:]
    ]
    assert len(by_name) + 2 == len(github)
