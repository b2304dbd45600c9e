"""The entries of a chain: a vehicle that is opened, bought, paid for and settled."""

from pathlib import Path

from helpers import playing, two_vans
from tradein.engine import transactions
from tradein.engine.ledger import CASH, INTEREST, LOAN, Account, Entry
from tradein.engine.loan_state import ActiveTerms, LoanState
from tradein.finance import deal
from tradein.finance.deal import TradeIn
from tradein.finance.terms import DealTerms, TaxRule, TradeInTerms


def test_an_owned_vehicle_opens_the_books():
    entry = transactions.open_existing(12_000_00, 10_000_00)

    assert {
        (Account.VEHICLE, 1): 10_000_00,
        (LOAN, 1): -12_000_00,
        (Account.OPENING, 1): 2_000_00,
    } == entry.postings
    assert ("opening", 0, 1) == (entry.kind, entry.month, entry.purchase)


def test_a_shortfall_is_settled_by_allowance_cash_and_the_next_loan():
    held = LoanState(ActiveTerms(1), 10_000_00)
    entry = transactions.settle(held, TradeIn(8_000_00, 10_050_00, 500_00), 1_550_00, 26)

    assert {
        (LOAN, 1): 10_000_00,
        (INTEREST, 1): 50_00,
        (Account.VEHICLE, 1): -8_000_00,
        (Account.CREDIT, 2): 0,
        (LOAN, 2): -1_550_00,
        (CASH, 2): -500_00,
    } == entry.postings
    assert ("settled", 26, 2) == (entry.kind, entry.month, entry.purchase)


def test_equity_is_credited_to_the_next_vehicle():
    held = LoanState(ActiveTerms(3), 8_000_00)
    entry = transactions.settle(held, TradeIn(10_000_00, 8_000_00, 0), 0, 26)

    assert {
        (LOAN, 3): 8_000_00,
        (INTEREST, 3): 0,
        (Account.VEHICLE, 3): -10_000_00,
        (Account.CREDIT, 4): 2_000_00,
        (LOAN, 4): 0,
        (CASH, 4): 0,
    } == entry.postings


def test_a_payoff_below_the_balance_gives_interest_back():
    held = LoanState(ActiveTerms(1), 10_000_00)

    assert -50_00 == transactions.settle(held, TradeIn(0, 9_950_00, 0), 0, 1).postings[INTEREST, 1]


def test_what_is_over_the_lenders_cap_is_paid_in_the_entry_of_the_purchase():
    terms = DealTerms(price=10_000_00, max_ltv_ppm=1_000_000)
    struck = deal.price_deal(terms, TradeIn(8_000_00, 10_000_00, 0), 10_000_00)
    settled = transactions.settle(
        LoanState(ActiveTerms(1), 10_000_00), struck.trade_in, struck.rolled_in, 0
    )
    bought = transactions.buy(2, struck, 0)

    assert (-2_000_00, 0) == (settled.postings[LOAN, 2], settled.postings[CASH, 2])
    assert (-8_000_00, -2_000_00) == (bought.postings[LOAN, 2], bought.postings[CASH, 2])


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
    entry = transactions.buy(2, deal.price_deal(terms, TradeIn(9_000_00, 7_000_00, 0), 0), 12)

    assert {
        (Account.VEHICLE, 2): 19_500_00,
        (Account.TAX, 2): 550_00,
        (Account.FEES, 2): 100_00,
        (Account.PRODUCTS, 2): 700_00,
        (Account.CREDIT, 2): -2_000_00,
        (LOAN, 2): -17_850_00,
        (CASH, 2): -1_000_00,
    } == entry.postings


def test_equity_that_is_not_needed_comes_back_in_cash():
    struck = deal.price_deal(DealTerms(price=5_000_00), TradeIn(8_000_00, 0, 0), 0)
    entry = transactions.buy(2, struck, 12)

    assert (-8_000_00, 0, 3_000_00) == (
        entry.postings[Account.CREDIT, 2],
        entry.postings[LOAN, 2],
        entry.postings[CASH, 2],
    )


def test_a_payment_is_interest_first_and_the_rest_principal():
    held = LoanState(ActiveTerms(2, 120_000, 1_760_00), 16_000_00)
    after, entry = transactions.pay(held, 3)

    assert {(CASH, 2): -1_760_00, (INTEREST, 2): 160_00, (LOAN, 2): 1_600_00} == entry.postings
    assert (14_400_00, 1) == (after.balance, after.payments_made)
    assert ("paid", 3, 2) == (entry.kind, entry.month, entry.purchase)


def test_a_payment_fills_every_field():
    """They are made without the checks of a constructor."""
    records = transactions.pay(LoanState(ActiveTerms(1, 120_000, 10_00, 12), 100_00), 1)

    assert [LoanState, Entry] == [type(record) for record in records]
    assert [len(r._fields) for r in records] == [len(r) for r in records]


def test_the_last_payment_of_the_term_is_what_is_left():
    held = LoanState(ActiveTerms(1, 120_000, 10_00, 12), 100_00, payments_made=11)
    after, entry = transactions.pay(held, 12)

    assert (-101_00, 0) == (entry.postings[CASH, 1], after.balance)


SOLD = """purchases:
  - vehicle: van
    price: $12,000
    loan: {apr: 0%, months: 12}
    keep: 1 month
    private_sale: {price: $9000, note: {apr: 0%, months: 10}}
"""


LOST = Path(__file__).parents[2] / "scenarios" / "total-loss.yaml"


def test_every_account_is_posted_to():
    sold = playing.simulated(SOLD).ledger.entries
    lost = playing.simulated(LOST.read_text()).ledger.entries
    opened = transactions.open_existing(12_000_00, 10_000_00)
    entries = (*two_vans.ledger().entries, *sold, *lost, opened)

    assert set(Account) == {account for entry in entries for account, _ in entry.postings}
