"""The books of a chain: the names of its accounts, and how each record is written for each program."""

from datetime import date

import pytest

from helpers import playing, two_vans
from tradein.analysis import results
from tradein.engine.ledger import Account
from tradein.report import beancount, books, hledger
from tradein.report.books import Vehicle


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("2021 compact SUV", "7-2021-compact-SUV"),
        ("Citroën: 2CV (old)", "7-Citroen-2CV-old"),
        ("two  spaces; [x]", "7-two-spaces-x"),
        ("车", "7"),
        ("-", "7"),
        ("a" * 39 + " bcd", "7-" + "a" * 39),
    ],
)
def test_the_name_of_an_account_has_only_what_every_program_takes(name, part):
    assert part == Vehicle(7, name).part


def test_every_account_of_the_ledger_has_a_name():
    assert set(Account) == set(books.ACCOUNTS)


@pytest.mark.parametrize(
    ("cents", "text"), [(5, "0.05"), (-5, "-0.05"), (123456, "1234.56"), (0, "0.00")]
)
def test_cents_are_written_as_dollars(cents, text):
    assert text == books.decimal(cents)


BEANCOUNT = """\
option "title" "Two vans"
option "operating_currency" "USD"

2024-01-31 commodity VEHICLE-1
  name: "first van"
2024-01-31 commodity VEHICLE-2
  name: "second van"

2024-01-31 open Assets:Cash USD
2024-01-31 open Assets:Vehicle:1-first-van VEHICLE-1
2024-01-31 open Assets:Vehicle:2-second-van VEHICLE-2
2024-01-31 open Liabilities:Loan:1-first-van USD
2024-01-31 open Liabilities:Loan:2-second-van USD
2024-01-31 open Expenses:Interest:2-second-van USD
2024-01-31 open Expenses:Depreciation:1-first-van USD

2024-01-31 * "Purchase: first van"
  Assets:Vehicle:1-first-van              1 VEHICLE-1 {12000.00 USD}
  Liabilities:Loan:1-first-van    -12000.00 USD

2024-01-31 price VEHICLE-1 10000.00 USD

2024-02-01 balance Liabilities:Loan:1-first-van -12000.00 ~ 0.00 USD

2024-02-29 * "Payment: first van"
  Assets:Cash                      -1000.00 USD
  Liabilities:Loan:1-first-van      1000.00 USD

2024-02-29 price VEHICLE-1 9500.00 USD

2024-03-01 balance Liabilities:Loan:1-first-van -11000.00 ~ 0.00 USD

2024-03-31 * "Payment: first van"
  Assets:Cash                      -1000.00 USD
  Liabilities:Loan:1-first-van      1000.00 USD

2024-03-31 * "Trade-in: first van"
  Liabilities:Loan:1-first-van          10000.00 USD
  Assets:Vehicle:1-first-van                  -1 VEHICLE-1 {12000.00 USD}
  Expenses:Depreciation:1-first-van      3000.00 USD
  Liabilities:Loan:2-second-van         -1000.00 USD

2024-03-31 * "Purchase: second van"
  Assets:Vehicle:2-second-van              1 VEHICLE-2 {15000.00 USD}
  Liabilities:Loan:2-second-van    -15000.00 USD

2024-03-31 price VEHICLE-1 9000.00 USD
2024-03-31 price VEHICLE-2 14000.00 USD

2024-04-01 balance Liabilities:Loan:1-first-van 0.00 ~ 0.00 USD
2024-04-01 balance Liabilities:Loan:2-second-van -16000.00 ~ 0.00 USD
"""

HLEDGER = """\
; Two vans

commodity 1000.00 USD
; VEHICLE-1 is first van
commodity 1. "VEHICLE-1"
; VEHICLE-2 is second van
commodity 1. "VEHICLE-2"

account Assets:Cash
account Assets:Vehicle:1-first-van
account Assets:Vehicle:2-second-van
account Liabilities:Loan:1-first-van
account Liabilities:Loan:2-second-van
account Expenses:Interest:2-second-van
account Expenses:Depreciation:1-first-van

2024-01-31 * Purchase: first van
    Assets:Vehicle:1-first-van              1 "VEHICLE-1" @@ 12000.00 USD
    Liabilities:Loan:1-first-van    -12000.00 USD

P 2024-01-31 "VEHICLE-1" 10000.00 USD

2024-01-31 * Balance
    Liabilities:Loan:1-first-van  0.00 USD = -12000.00 USD
"""


def test_a_trade_is_written_for_beancount():
    """The chain that is worked out by hand: $1,000 of the first loan is rolled into the second."""
    written = beancount.text(books.of(results.of(two_vans.ledger())))

    assert BEANCOUNT == written[: len(BEANCOUNT)]
    assert written.endswith(
        "2024-06-01 balance Expenses:Depreciation:1-first-van 3000.00 ~ 0.00 USD\n"
    )


def test_a_trade_is_written_for_hledger():
    assert HLEDGER == hledger.text(books.of(results.of(two_vans.ledger())))[: len(HLEDGER)]


LATE = """\
title: Late
purchases:
  - vehicle: car
    price: 20000
    rebate: 500
    down: 1000
    loan: {apr: 12%, months: 24}
    value: {yearly_loss: 15%}
    keep: 3 months
    events:
      - {month: 2, skip: 1 month}
"""


def test_a_skipped_payment_is_a_remark_and_its_interest_is_in_the_payoff():
    """$18,500 at 12 % for 24 months is $870.86 a month; of the first, $185 is interest."""
    kept = books.of(playing.simulated(f"start: 2024-01-15\n{LATE}"))

    assert '2024-03-15 note Liabilities:Loan:1-car "Skipped payment: car"' in beancount.text(kept)
    expected = (
        "2024-03-16 balance Liabilities:Loan:1-car -17814.14 ~ 0.00 USD\n  payoff: 17992.28 USD\n"
    )
    assert expected in beancount.text(kept)
    assert "\n2024-03-15 * Skipped payment: car\n\n" in hledger.text(kept)
    assert "0.00 USD = -17814.14 USD  ; payoff: 17992.28 USD\n" in hledger.text(kept)


def test_a_chain_without_dates_begins_on_a_day_that_is_named():
    kept = books.of(playing.simulated(LATE))
    says = "; The scenario has no dates. Its first day is written as 2000-01-01.\n"

    assert date(2000, 1, 1) == kept.start
    assert beancount.text(kept).startswith(says)
    assert hledger.text(kept).startswith(f"; Late\n{says}")
    assert "2000-03-01 note" in beancount.text(kept)


def test_a_rebate_above_the_price_leaves_a_vehicle_that_cost_nothing():
    """The rest of it, $500, is against depreciation."""
    free = LATE.replace("price: 20000", "price: 1500").replace("rebate: 500", "rebate: 2000")
    written = beancount.text(books.of(playing.simulated(free.replace("down: 1000", "fees: 5000"))))

    assert "1 VEHICLE-1 {0.00 USD}" in written
    assert "balance Expenses:Depreciation:1-car -500.00 ~" in written
