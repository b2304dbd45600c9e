"""What an owner may do: each option is the scenario that a user would write, played by `simulate`."""

import json
import random
from pathlib import Path

import pytest

from helpers import command, random_scenarios
from tradein.analysis import results
from tradein.engine import simulate
from tradein.scenario import plans, reader

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = sorted({*(ROOT / "scenarios").glob("*.yaml")} - {ROOT / "scenarios/positions.yaml"})

HEAD = """title: A van
start: 2024-01-15
assume: {tax: {rate: 6%}, value: {yearly_loss: 15%}}
"""
VAN = """  - vehicle: van
    price: $30,000
    down: $1,000
    fees: $200
    loan: {apr: 9%, months: 60}
    private_sale: {price: 110%, costs: $300}
    exits: {refinance: {apr: 6%, months: 48, fee: $150}}
"""
BUS = """  - vehicle: bus
    price: $35,000
    loan: {apr: 8%, months: 72}
"""
FILE = f"{HEAD}purchases:\n{VAN}    keep: 24 months\n{BUS}    trade_in: {{allowance: $19000}}\n"

CHEAPER = """  - vehicle: cheaper vehicle
    price: $9,000
    worth: {worth}
    age: 18 months
    fees: $200
    loan: {apr: 9%, months: 60}
    keep: 36 months
"""
BY_HAND = {
    "keep": f"{HEAD}purchases:\n{VAN}    keep: 54 months\n",
    "pay_down": f"{HEAD}purchases:\n{VAN}    keep: 54 months\n"
    "    events: [{month: 19, extra: $150, every: month}]\n",
    "refinance": f"{HEAD}purchases:\n{VAN}    keep: 54 months\n"
    "    events: [{month: 18, refinance: {apr: 6%, months: 48, fee: $150}}]\n",
    "trade": f"{HEAD}purchases:\n{VAN}    keep: 18 months\n{BUS}    keep: 36 months\n",
    "wait_6": f"{HEAD}purchases:\n{VAN}    keep: 24 months\n{BUS}    keep: 30 months\n"
    "    trade_in: {allowance: $19000}\n",
    "wait_12": f"{HEAD}purchases:\n{VAN}    keep: 30 months\n{BUS}    keep: 24 months\n",
}  # fmt: skip
ASKED = ("--at", "18", "--horizon", "3 years", "--wait", "6", "--wait", "12 months")
ASKED += ("--extra", "$150", "--cheaper", "9000")


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")


def file(folder, text=FILE):
    path = folder / "van.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def options(capsys, path, *arguments):
    ran = command.here(capsys, "options", path, *arguments, "--json")
    assert 0 == ran.code, ran.err
    return {option["option"]: option for option in map(json.loads, ran.out.splitlines())}


def played(text):
    return results.of(simulate.simulate(reader.read("x.yaml", text.encode()).scenario))


def in_dollars(cents):
    return round(cents / 100, 2)


@pytest.mark.parametrize("name", BY_HAND)
def test_an_option_is_the_scenario_written_by_hand(capsys, tmp_path, name):
    ours = options(capsys, file(tmp_path), *ASKED)[name]
    chain, kept = played(BY_HAND[name]), played(BY_HAND["keep"])
    before = next(row for row in kept.rows if row.month == 18)
    paid = kept.ledger.contracts[0].deal.cash_due + sum(
        row.payment for row in kept.rows if row.month <= 18
    )
    last = chain.rows[-1]

    assert 54 == chain.summary.months == ours["at_month"]
    assert before.balance > 0
    assert in_dollars(chain.summary.total_paid - paid) == ours["cash_out"]
    assert in_dollars(last.balance) == ours["balance"]
    assert in_dollars(last.value) == ours["value"]
    assert in_dollars(last.gap) == ours["gap"]
    assert in_dollars(chain.summary.total_paid - paid + last.payoff - last.value) == ours["cost"]
    assert chain.turns[-1].contract.vehicle == ours["vehicle"]


def test_to_sell_and_buy_cheaper_is_that_too(capsys, tmp_path):
    ours = options(capsys, file(tmp_path), *ASKED)["sell"]
    kept = played(BY_HAND["keep"])
    now, first = next(row for row in kept.rows if row.month == 18), kept.rows[0]
    price = f"${round(now.value * 1.1) / 100:.2f}"
    worth = f"${round(9000 * first.value / 30_000) / 100:,.2f}"
    sold = VAN.replace("price: 110%", f"price: {price}")
    cheaper = CHEAPER.replace("{worth}", worth) + "    private_sale: {price: 110%, costs: $300}\n"
    chain = played(f"{HEAD}purchases:\n{sold}    keep: 18 months\n{cheaper}")
    last = chain.rows[-1]
    paid = 1000_00 + sum(row.payment for row in kept.rows if row.month <= 18)

    assert in_dollars(last.value) == ours["value"]
    assert in_dollars(last.balance) == ours["balance"]
    assert in_dollars(now.payoff + 300_00 - round(now.value * 1.1)) == ours["cash_now"]
    assert in_dollars(chain.summary.total_paid - paid) == ours["cash_out"]
    assert (54, "cheaper vehicle") == (ours["age"], ours["vehicle"])


@pytest.mark.parametrize(
    "assumed",
    [
        "exits: {deductible: $500, gap_cover: {share: 120%}}",
        "loan: {max_ltv: 130%, ltv_base: retail}",
    ],
)
def test_the_cheaper_vehicle_has_the_retail_price_that_what_is_assumed_needs(
    capsys, tmp_path, assumed
):
    text = FILE.partition("  - vehicle: bus")[0].replace("value: {", f"{assumed}, value: {{")
    text = text.replace("price: $30,000", "price: $30,000\n    retail: $31,000")
    plain = options(capsys, file(tmp_path), *ASKED)["sell"]
    ours = options(capsys, file(tmp_path, text), *ASKED)["sell"]

    assert ours["refused"] is None
    assert ours["cost"] == plain["cost"]


@pytest.mark.no_cover
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_what_is_shown_is_a_file_that_simulate_plays_to_the_same_figures(capsys, tmp_path, path):
    whole = results.of(simulate.simulate(reader.load(path)))
    asked = ("--at", str(min(6, whole.summary.months)), "--horizon", "30", "--refinance", "5%")
    by_name = options(capsys, str(path), *asked)
    month = int(asked[1])

    assert {"keep", "trade", "wait_12", "wait_24", "sell"} <= set(by_name)
    assert 1 == sum(option["cheapest"] for option in by_name.values())
    paid = {}
    for name, ours in by_name.items():
        if ours["refused"]:
            continue
        text = command.here(capsys, "options", str(path), *asked, "--show", name).out
        chain = played(text)
        last = chain.rows[-1]
        assert (month + 30, ours["at_month"]) == (chain.summary.months, month + 30)
        assert (in_dollars(last.balance), in_dollars(last.value)) == (
            ours["balance"],
            ours["value"],
        )
        paid[name] = round(chain.summary.total_paid / 100 - ours["cash_out"], 2)
        owned = ours["cash_out"] + last.payoff / 100 - ours["value"]
        assert round(owned, 2) == ours["cost"]
        assert ours["cost"] >= by_name[next(n for n, o in by_name.items() if o["cheapest"])]["cost"]
    assert 1 == len(set(paid.values()))


@pytest.mark.parametrize("seed", range(20))
def test_a_file_is_written_so_that_it_is_read_as_before(seed):
    text = random_scenarios.as_yaml(random_scenarios.scenario(random.Random(seed)))
    document = reader.document("x.yaml", text.encode())
    again = plans.written(document)
    try:
        before = reader.read_document(document).scenario
    except reader.ScenarioError:
        return
    assert before == reader.read("x.yaml", again.encode()).scenario


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_example_is_written_so_that_it_is_read_as_before(path):
    document = reader.document(path.name, path.read_bytes())
    again = plans.written(document).encode()

    assert reader.read_document(document).scenario == reader.read(path.name, again).scenario


def test_odd_texts_are_written_in_quotes():
    text = 'title: "a: b # c"\nabout: |\n  two\n  lines\nstart: "2024-01-01"\nmarket: {}\nx: []\n'
    node = plans.written(reader.document("x.yaml", text.encode()))

    assert 'title: "a: b # c"' in node
    assert 'about: "two\\nlines\\n"' in node
    assert "market: {}" in node
    assert "x: []" in node
