"""A first purchase that trades in a vehicle, which the file says nothing else of."""

import pytest

from helpers import playing
from helpers.command import here

OWNED = """\
start: 2024-01-15
purchases:
  - {vehicle: previous vehicle, owed: 27300, worth: 16500, age: 0 months, loan: {apr: 9%, months: 40}, keep: 0 months}
"""
BOUGHT = """\
  - vehicle: new car
    price: 30957
    worth: 20157
    tax: {rate: 5%}
    trade_in: {cash: 400, allowance: 27000MORE}
    down: 4400
    loan: {apr: 9%, months: 72}
    private_sale: {price: 110%}
    keep: 24 months
"""
ALONE = OWNED[: OWNED.index("  -")] + BOUGHT
GIVEN = ALONE.replace("MORE", ", payoff: 27300, worth: 16500")
OF_THE_LOAN = {"apr_percent", "months", "payment", "payments", "first_payment", "valued_by"}


def test_it_is_the_trade_of_an_owned_vehicle_on_its_first_day():
    """Every figure but those of the old loan, which nobody wrote, is that of the longer file."""
    whole = playing.played(OWNED + BOUGHT.replace("MORE", ""))
    at_once = playing.played(GIVEN)
    before, after = whole["purchases"][0], at_once["purchases"][0]

    assert OF_THE_LOAN == {key for key in before if before[key] != after[key]}
    assert (None, None, None) == (after["payment"], after["months"], after["apr_percent"])
    assert whole["purchases"][1:] == at_once["purchases"][1:]
    assert whole["months"] == at_once["months"]
    assert whole["summary"] == at_once["summary"]


def test_old_debt_is_what_the_vehicle_does_not_cover():
    """The published example: owed 27,300, worth 16,500, allowed 27,300, down 4,400."""
    text = GIVEN.replace("{cash: 400, allowance: 27000", "{allowance: 27300")
    played = playing.simulated(text.replace("5%}", "0%}"))

    assert (0, 10_800_00) == (played.summary.total_rolled_in, played.summary.total_old_debt)
    assert [(1, 10_800_00), (2, 15_757_00)] == [*played.origins.layers[2, 0]]
    assert 6_400_00 == played.rows[1].gap


@pytest.mark.parametrize("known", ["worth: 9000", "allowance: 9000"])
def test_the_worth_is_the_allowance_and_the_allowance_the_worth(known):
    deal = playing.played(
        ALONE.replace("cash: 400, allowance: 27000MORE", f"payoff: 8000, {known}")
    )

    assert (9_000, 8_000) == tuple(
        deal["purchases"][1]["trade_in"][key] for key in ("allowance", "payoff")
    )
    assert (9_000, "previous vehicle") == tuple(
        deal["purchases"][0][key] for key in ("value", "vehicle")
    )


def test_messages_count_the_purchases_of_the_file(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "s.yaml"
    file.write_text(GIVEN)
    warned = here(capsys, "check", "s.yaml").err
    file.write_text(GIVEN.replace("months: 72}", "payment: 20}"))
    refused = here(capsys, "check", "s.yaml").err

    assert "s.yaml:7:38: purchases[1].trade_in.allowance: warning: the allowance" in warned
    assert "s.yaml:9:30: purchases[1].loan.payment: $20.00 does not cover" in refused


def test_a_vehicle_that_is_paid_off_may_be_kept_where_the_lender_declines():
    lent = "months: 72, max_ltv: 50%}\n    over_limit: keep the vehicle"
    played = playing.simulated(
        GIVEN.replace("payoff: 27300", "payoff: 0")
        .replace("cash: 400, ", "")
        .replace("months: 72}", lent)
        .replace("price: 30957", "price: 90000")
    )

    assert ("new car", 1) == (played.ledger.declined.vehicle, len(played.turns))


def test_fifty_purchases_may_follow_it():
    again = BOUGHT.replace("{cash: 400, allowance: 27000MORE}", "{cash: all}")
    text = GIVEN.replace("24 months", "0 months") + again.replace("24 months", "0 months") * 49

    assert 51 == len(playing.played(text)["purchases"])


def test_the_table_shows_no_payment_that_nobody_wrote(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(GIVEN)
    table = here(capsys, "simulate", "s.yaml", "--format", "csv").out.splitlines()
    names, old, new = (line.split(",") for line in table[:3])
    payment = names.index("payment")

    assert "" == old[payment] != new[payment]


def test_settings_of_all_purchases_are_compared_as_the_files_have_them(
    capsys, tmp_path, monkeypatch
):
    """No purchase is listed that the files do not have."""
    monkeypatch.chdir(tmp_path)
    for name, rate in (("a", "9%"), ("b", "8%")):
        assumed = f"assume:\n  loan: {{apr: {rate}}}\n"
        text = GIVEN.replace("{apr: 9%, months", "{months").replace(
            "purchases:", f"{assumed}purchases:"
        )
        (tmp_path / f"{name}.yaml").write_text(text)
    told = here(capsys, "compare", "a.yaml", "b.yaml").out

    assert "purchases[1].loan.apr" in told
    assert "purchases[2]" not in told
