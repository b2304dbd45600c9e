"""Books of balanced entries, and the changes that one debt on one vehicle goes through."""

import pytest

import two_vans
from tradein.engine import holding
from tradein.engine.holding import Holding, Lent
from tradein.engine.ledger import BOUGHT, PAID, PRIVATE, SETTLED, TRADE_IN, Entry, Ledger, Mark
from tradein.finance import deal
from tradein.finance.deal import DealTerms, TradeIn, TradeInTerms
from tradein.finance.tax import TaxRule

SMALL = Ledger(
    "Small",
    None,
    (),
    (
        Entry(BOUGHT, 0, 1, {"vehicle:1": 10, "interest:1": 2, "cash": -12}),
        Entry(PAID, 1, 1, {"interest:2": 3, "cash": -3}),
    ),
    (Mark(TRADE_IN, 0, 1, 8), Mark(TRADE_IN, 7, 1, 5)),
)


def test_the_balance_of_an_account_is_the_sum_of_its_postings():
    assert -15 == SMALL.total("cash")
    assert 2 == SMALL.total("interest:1")


def test_an_account_that_nobody_used_is_empty():
    assert 0 == SMALL.total("loan:9")


def test_an_account_is_summed_over_all_purchases_by_its_name():
    assert 5 == SMALL.totals("interest")
    assert -15 == SMALL.totals("cash")
    assert 0 == SMALL.totals("inter")


def test_entries_of_a_kind_come_in_order():
    assert [1, 2] == [entry.month for entry in two_vans.ledger().of(PAID) if entry.purchase == 1]
    assert [2] == [entry.month for entry in two_vans.ledger().of(SETTLED)]


def test_a_run_ends_with_the_last_mark():
    assert 7 == SMALL.months


def test_an_owned_vehicle_opens_the_books():
    entry = holding.take_over(12_000_00, 10_000_00)

    assert {
        "vehicle:1": 10_000_00,
        "loan:1": -12_000_00,
        "opening:1": 2_000_00,
    } == entry.postings
    assert ("opening", 0, 1) == (entry.kind, entry.month, entry.purchase)


def test_a_shortfall_is_settled_by_allowance_cash_and_the_next_loan():
    held = Holding(Lent(1), 10_000_00)
    entry = holding.settle(held, TradeIn(8_000_00, 10_050_00, 500_00), 1_550_00, 26)

    assert {
        "loan:1": 10_000_00,
        "interest:1": 50_00,
        "vehicle:1": -8_000_00,
        "credit:2": 0,
        "loan:2": -1_550_00,
        "cash": -500_00,
    } == entry.postings
    assert ("settled", 26, 2) == (entry.kind, entry.month, entry.purchase)


def test_equity_is_credited_to_the_next_vehicle():
    held = Holding(Lent(3), 8_000_00)
    entry = holding.settle(held, TradeIn(10_000_00, 8_000_00, 0), 0, 26)

    assert {
        "loan:3": 8_000_00,
        "interest:3": 0,
        "vehicle:3": -10_000_00,
        "credit:4": 2_000_00,
        "loan:4": 0,
        "cash": 0,
    } == entry.postings


def test_a_payoff_below_the_balance_gives_interest_back():
    held = Holding(Lent(1), 10_000_00)

    assert -50_00 == holding.settle(held, TradeIn(0, 9_950_00, 0), 0, 1).postings["interest:1"]


def test_what_is_over_the_lenders_cap_is_paid_in_the_entry_of_the_purchase():
    terms = DealTerms(price=10_000_00, max_ltv_ppm=1_000_000)
    struck = deal.strike(terms, TradeIn(8_000_00, 10_000_00, 0), 10_000_00)
    settled = holding.settle(Holding(Lent(1), 10_000_00), struck.trade_in, struck.rolled_in, 0)
    bought = holding.buy(2, struck, 0)

    assert (-2_000_00, 0) == (settled.postings["loan:2"], settled.postings["cash"])
    assert (-8_000_00, -2_000_00) == (bought.postings["loan:2"], bought.postings["cash"])


def test_a_purchase_books_every_line_of_the_order():
    terms = DealTerms(
        price=20_000_00,
        down=1_000_00,
        rebate=500_00,
        fees=(("doc", 100_00),),
        products=(("GAP", 700_00),),
        tax=TaxRule(rate_ppm=50_000),
        trade_in=TradeInTerms(),
    )
    entry = holding.buy(2, deal.strike(terms, TradeIn(9_000_00, 7_000_00, 0), 0), 12)

    assert {
        "vehicle:2": 19_500_00,
        "tax:2": 550_00,
        "fees:2": 100_00,
        "products:2": 700_00,
        "credit:2": -2_000_00,
        "loan:2": -17_850_00,
        "cash": -1_000_00,
    } == entry.postings


def test_equity_that_is_not_needed_comes_back_in_cash():
    struck = deal.strike(DealTerms(price=5_000_00), TradeIn(8_000_00, 0, 0), 0)
    entry = holding.buy(2, struck, 12)

    assert (-8_000_00, 0, 3_000_00) == (
        entry.postings["credit:2"],
        entry.postings["loan:2"],
        entry.postings["cash"],
    )


def test_a_payment_is_interest_first_and_the_rest_principal():
    held = Holding(Lent(2, 120_000, 1_760_00), 16_000_00)
    after, entry = holding.pay(held, 3)

    assert {"cash": -1_760_00, "interest:2": 160_00, "loan:2": 1_600_00} == entry.postings
    assert (14_400_00, 1) == (after.balance, after.paid)
    assert ("paid", 3, 2) == (entry.kind, entry.month, entry.purchase)


def test_the_last_payment_of_the_term_is_what_is_left():
    held = Holding(Lent(1, 120_000, 10_00, 12), 100_00, paid=11)
    after, entry = holding.pay(held, 12)

    assert (-101_00, 0) == (entry.postings["cash"], after.balance)


def test_a_loan_knows_the_names_of_its_accounts():
    lent = Lent(7)

    assert ("loan:7", "interest:7") == (lent.account, lent.interest_account)


@pytest.mark.parametrize("entry", two_vans.ledger().entries, ids=lambda e: f"{e.kind}-{e.month}")
def test_every_entry_sums_to_zero(entry):
    assert 0 == sum(entry.postings.values())


def test_the_marks_of_a_month_are_the_dealers_and_the_private_buyers():
    kinds = [(m.kind, m.month, m.cents) for m in two_vans.ledger().marks if m.purchase == 2]

    assert [(TRADE_IN, 2, 14_000_00), (PRIVATE, 2, 14_600_00)] == kinds[:2]
