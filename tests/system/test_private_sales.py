"""Vehicles sold to private persons: the cash, the personal loan beside the next one, no vehicle at the end."""

import pytest

from helpers import playing
from helpers.command import here
from tradein.engine.ledger import NOTE_PAID, SOLD, Account

TWO = """\
start: 2024-01-15
purchases:
  - vehicle: pickup
    price: 20000
    tax: {rate: 0%}
    loan: {apr: 0%, months: 20}
    value: {yearly_loss: 0%}
    private_sale: {price: $9000, costs: $500NOTE}
    keep: 5 months
  - vehicle: hatchback
    price: 6000
    tax: {rate: 0%}
    loan: {apr: 0%, months: 12}
    value: {yearly_loss: 0%}
    keep: 6 monthsMORE
"""
NOTE = ", note: {apr: 12%, months: 2}"
LAST = "\n    private_sale: {price: $2000, note: {apr: 0%, months: 8}}"


def two(note="", more=""):
    return TWO.replace("NOTE", note).replace("MORE", more)


def test_the_shortfall_is_paid_in_cash():
    """Owed 15,000 after five payments of 1,000; the sale brings 8,500, the rest is 6,500."""
    results = playing.simulated(two())
    sale = results.turns[0].sale

    assert (15_000_00, 8_500_00, 6_500_00, -6_500_00, 0) == (
        sale.payoff,
        sale.net,
        sale.shortfall,
        sale.cash,
        sale.note,
    )
    assert 5_000_00 + 6_500_00 + 3_000_00 == results.summary.total_paid
    assert (0, 1, 0) == (results.summary.trades, results.summary.sales, results.summary.total_notes)
    assert 6_000_00 == results.turns[1].contract.owed


def test_what_is_left_over_is_the_owners():
    results = playing.simulated(two().replace("$9000", "$16000"))

    assert 500_00 == results.turns[0].sale.cash
    assert 5_000_00 - 500_00 + 3_000_00 == results.summary.total_paid


def test_a_personal_loan_goes_on_beside_the_next_loan():
    """6,500 at 1 % a month in two payments of 3,298.83: interest of 65.00 and 32.66."""
    results = playing.simulated(two(NOTE))
    rows = {row.month: row for row in results.rows}

    assert [6_500_00, 3_266_17, 0] == [rows[month].note for month in (5, 6, 7)]
    assert [12_500_00, 8_766_17, 5_000_00] == [rows[month].balance for month in (5, 6, 7)]
    assert [0, 500_00 + 3_298_83, 500_00 + 3_298_83, 500_00] == [
        rows[month].payment for month in (5, 6, 7, 8)
    ]
    assert [65_00, 32_66] == [rows[month].interest for month in (6, 7)]
    assert 97_66 == results.summary.total_interest == results.origins.on_rolled_debt
    assert [(1, 3_266_17), (2, 5_500_00)] == [*results.origins.layers[2, 6]]
    assert (12_500_00 - 6_000_00, 6_500_00) == (
        results.turns[1].at_signing.gap,
        results.turns[1].at_signing.notes,
    )


def test_the_lenders_ratio_leaves_the_personal_loan_out():
    document = playing.played(two(NOTE))

    assert 100 == document["purchases"][1]["ltv_percent"]
    assert "sold" == document["purchases"][0]["ended"]["how"]


def test_a_chain_ends_without_a_vehicle_and_pays_what_is_left():
    """3,000 is owed on the second, sold for 2,000: 1,000 in eight payments of 125."""
    results = playing.simulated(two("", LAST))
    without = [row for row in results.rows if row.sold]
    document = playing.played(two("", LAST))

    assert [*range(11, 20)] == [row.month for row in without]
    assert [1_000_00 - 125_00 * paid for paid in range(9)] == [row.balance for row in without]
    assert {0} == {row.value for row in without}
    assert {None} == {row["purchase"] for row in document["months"][-9:]}
    assert (19, 0, 19) == (
        results.summary.months,
        results.summary.last.exit,
        results.summary.break_even_month,
    )
    assert [(2, 1_000_00)] == [*results.origins.layers[3, 11]]


def test_every_dollar_of_a_sale_is_in_the_books():
    ledger = playing.simulated(two(NOTE, LAST)).ledger
    totals = ledger.totals()

    assert 2 == len([*ledger.of(SOLD)])
    assert {NOTE_PAID} == {entry.kind for note in ledger.notes for entry in note.entries}
    assert (0, 0) == (totals[Account.NOTE, 1], totals[Account.NOTE, 2])
    assert (11_500_00, 4_000_00) == (totals[Account.VEHICLE, 1], totals[Account.VEHICLE, 2])
    assert 0 == sum(totals.values())


@pytest.mark.parametrize("keep", ["", "\n    keep: 20 months"])
def test_without_keep_a_vehicle_is_sold_when_its_loan_is_paid_off(keep):
    first = two().split("  - vehicle: hatchback")[0].replace("\n    keep: 5 months", keep)
    results = playing.simulated(first)

    assert (20, 8_500_00) == (results.turns[0].ended.month, results.turns[0].sale.cash)
    assert 20 == results.summary.months


def test_a_chain_is_played_past_a_sale_without_a_vehicle():
    results = playing.through(two("", LAST), 24)

    assert (24, 0, True) == (
        results.summary.months,
        results.rows[-1].balance,
        results.rows[-1].sold,
    )
    assert 15 == len(playing.through(two("", LAST), 14).rows) - 2
    assert playing.through(two("", LAST), 8).turns[-1].sale is None


def test_after_a_sale_there_is_no_vehicle_to_keep():
    lent = "months: 12, max_ltv: 50%}\n    over_limit: keep the vehicle"
    text = two().replace("months: 12}", lent)

    with pytest.raises(Exception, match="no vehicle is there to keep; write cash"):
        playing.simulated(text)


def test_refunds_go_to_the_lender_where_that_is_said():
    """Half of 1,000 is left after five of ten months."""
    refunds = "products: {GAP: $1000}\n    refunds: {GAP: {term: 10 months}}\n    refund_to: payoff"
    text = two().replace("tax: {rate: 0%}", f"tax: {{rate: 0%}}\n    {refunds}", 1)
    sale = playing.simulated(text).turns[0].sale

    assert (500_00, 15_750_00 - 500_00) == (sale.refund_credit, sale.payoff)
    assert -(15_250_00 - 8_500_00) == sale.cash


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cash.yaml").write_text(two("", LAST))
    (tmp_path / "note.yaml").write_text(two(NOTE, LAST))
    (tmp_path / "left.yaml").write_text(two().replace("$9000", "$16000"))
    return tmp_path


def test_sentences_say_who_pays_what(capsys, files):
    cash = " ".join(here(capsys, "simulate", "cash.yaml").out.split())
    note = " ".join(here(capsys, "simulate", "note.yaml").out.split())
    left = " ".join(here(capsys, "simulate", "left.yaml").out.split())
    sold = "In month 5 you sell the pickup (purchase 1) privately for $9,000, less $500 of costs."

    assert f"{sold} The payoff is $15,000; you pay the missing $6,500 in cash." in cash
    assert "After that you have no vehicle and owe $1,000, which is paid off in month 19." in cash
    loan = "the missing $6,500 becomes a personal loan at 12%, 2 months, $3,298.83 a month."
    assert f"{sold} The payoff is $15,000; {loan}" in note
    assert (
        "After 1 private sale you owe $12,500, of which $6,500 is for a vehicle that is gone."
        in note
    )
    assert "All of that is unsecured debt for a vehicle that is gone." in note
    assert "The payoff is $15,000, and $500 is left for you." in left
    assert "which is paid off" not in left


def test_debts_for_several_vehicles_that_are_gone_are_told_as_such(capsys, files):
    third = """
  - vehicle: scooter
    price: 3000
    tax: {rate: 0%}
    loan: {apr: 0%, months: 12}
    value: {yearly_loss: 0%}
"""
    long = NOTE.replace("months: 2", "months: 24")
    (files / "both.yaml").write_text(two(long, LAST + third))
    (files / "paid.yaml").write_text(two(NOTE, LAST + third))
    both, paid = (
        " ".join(here(capsys, "simulate", f"{n}.yaml").out.split()) for n in ("both", "paid")
    )

    assert "is for vehicles that are gone. A dealer" in both
    assert "unsecured debt for vehicles that are gone." in both
    assert "$1,000 is for a vehicle that is gone. A dealer" in paid


def test_a_vehicle_that_is_paid_off_is_sold_for_cash(capsys, files):
    (files / "own.yaml").write_text(two().replace("keep: 5 months", "keep: 20 months"))
    told = " ".join(here(capsys, "simulate", "own.yaml").out.split())

    assert "Nothing is owed on it, so $8,500 is yours." in told


def test_a_debt_that_is_left_at_the_common_month_is_named(capsys, files):
    told = here(capsys, "compare", "cash.yaml", "note.yaml", "--at", "15").out
    later = " ".join(here(capsys, "compare", "left.yaml", "cash.yaml").out.split())

    assert "total of unsecured debt" in told
    assert "Until month 19 the owner keeps the last vehicle" in later
    assert "the sale in 'cash' there is no vehicle." in later


def test_payoffs_name_the_personal_loan_and_end_with_the_sale(capsys, files):
    beside = " ".join(here(capsys, "payoff", "note.yaml", "--on", "2024-07-20").out.split())
    on_the_day = here(capsys, "payoff", "cash.yaml", "--on", "2024-12-15").out
    after = here(capsys, "payoff", "cash.yaml", "--on", "2024-12-16").err

    assert "You also owe $3,266.17 for vehicles that are gone." in beside
    assert "You need $3,000.00 to pay off" in on_the_day
    assert "after the sale of the last vehicle, 2024-12-15" in after


def test_statements_after_a_sale_are_matched(capsys, files):
    stated = "statements:\n  - {date: 2024-03-15, balance: 18000}\n  - {date: 2024-08-15, balance: 4500}\n"
    (files / "m.yaml").write_text(stated + two(NOTE, LAST))
    told = here(capsys, "match", "m.yaml")

    assert 0 == told.code
    assert "4,500.00" in told.out


@pytest.mark.parametrize("table", ["--monthly", "--schedule", "--exit", "--origins", "--why"])
def test_every_table_shows_a_chain_without_a_vehicle(table, capsys, files):
    told = here(capsys, "simulate", "note.yaml", table)

    assert (0, "") == (told.code, told.err)
    assert "1,000,000" not in told.out


def test_disclosures_leave_sales_out(capsys, files):
    assert here(capsys, "disclose", "note.yaml").code == 0


def test_the_income_allows_the_same_loan_after_a_sale_as_without_one():
    """The due dates by which it is found begin on the day of the purchase."""
    first = """start: 2021-03-15
income: $1,001.35
purchases:
  - {vehicle: a, price: 100, down: 100, tax: {rate: 0%}, private_sale: {price: $50}, keep: 2 months}
"""
    loan = "{apr: 18%, months: 120, interest: daily, frequency: semimonthly, max_pti: 16%}"
    second = f"  - {{vehicle: b, price: 70000, tax: {{rate: 0%}}, loan: {loan}}}\n"
    alone = first[: first.index("  - ")].replace("2021-03-15", "2021-05-15") + second
    after, by_itself = playing.simulated(first + second), playing.simulated(alone)

    assert 8_896_99 == after.turns[1].contract.owed == by_itself.turns[0].contract.owed


CREDITED = [
    ("{rate: 5%}", ", tax_credit: yes", 6_000_00),
    ("{rate: 5%}", "", 0),
    ("{rate: 5%}", ", tax_credit: no", 0),
    ("{rate: 5%, trade_in_credit: $2000}", ", tax_credit: yes", 2_000_00),
    ("{rate: 5%, trade_in_credit: none}", ", tax_credit: yes", 0),
    ("{state: MO, rate: 5%}", "", 6_000_00),
    ("{state: MO, rate: 5%}", ", tax_credit: no", 0),
    ("{state: TX, rate: 5%}", "", 0),
    ("{state: TX, rate: 5%}", ", tax_credit: yes", 6_000_00),
    ("$0", "", 0),
]


@pytest.mark.parametrize(("tax", "more", "credit"), CREDITED)
def test_the_price_of_a_sale_counts_as_an_allowance_by_law_or_by_hand(tax, more, credit):
    """6,000 is taxed at 5 %; the vehicle before brought 9,000."""
    first, second = two(more).split("  - vehicle: hatchback")
    text = f"{first}  - vehicle: hatchback{second.replace('{rate: 0%}', tax)}"
    following = playing.simulated(text).turns[1].contract.deal

    assert credit == following.sale_credit
    assert following.tax == (0 if tax == "$0" else (6_000_00 - credit) // 20)


def test_a_sale_counts_for_the_next_purchase_only():
    first, second = (
        two(", tax_credit: yes", "")
        .replace("{rate: 0%}", "{rate: 5%}")
        .split("  - vehicle: hatchback")
    )
    text = f"{first}  - vehicle: hatchback{second}\n  - vehicle: hatchback{second}"
    document = playing.played(text)

    assert [0, 6000, 0] == [bought["sale_credit"] for bought in document["purchases"]]
    assert [1000, 0, 0] == [bought["tax"] for bought in document["purchases"]]


def test_tables_and_sentences_show_what_a_sale_leaves_untaxed(capsys, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(two(", tax_credit: yes").replace("{rate: 0%}", "{rate: 5%}"))
    out = here(capsys, "simulate", str(path)).out

    assert "untaxed after the private sale" in out
    assert "Purchase 2 is taxed on $6,000 less for it." in " ".join(out.split())
