"""Books of balanced entries, and the sums that are read from them."""

import pytest

from helpers import two_vans
from tradein.engine.ledger import (
    BOUGHT,
    CASH,
    INTEREST,
    LOAN,
    PAID,
    PRIVATE,
    SETTLED,
    TRADE_IN,
    Account,
    Entry,
    Ledger,
    Mark,
    RunEnds,
)

SMALL = Ledger(
    "Small",
    None,
    (),
    (
        Entry(BOUGHT, 0, 1, {(Account.VEHICLE, 1): 10, (INTEREST, 1): 2, (CASH, 1): -12}),
        Entry(PAID, 1, 2, {(INTEREST, 2): 3, (CASH, 2): -3}),
    ),
    (Mark(TRADE_IN, 0, 1, 8), Mark(TRADE_IN, 7, 1, 5)),
    endings=(RunEnds(7, None),),
)


def test_the_balance_of_an_account_is_the_sum_of_its_postings():
    assert -15 == SMALL.total(CASH)
    assert 2 == SMALL.total(INTEREST, 1)


def test_an_account_that_nobody_used_is_empty():
    assert 0 == SMALL.total(LOAN, 9)


def test_an_account_is_summed_over_all_purchases_where_none_is_named():
    assert 5 == SMALL.total(INTEREST)
    assert -15 == SMALL.total(CASH)
    assert -12 == SMALL.total(CASH, 1)


def test_entries_of_a_kind_come_in_order():
    assert [1, 2] == [entry.month for entry in two_vans.ledger().of(PAID) if entry.purchase == 1]
    assert [2] == [entry.month for entry in two_vans.ledger().of(SETTLED)]


def test_a_run_ends_with_its_last_turn():
    assert 7 == SMALL.months


@pytest.mark.parametrize("entry", two_vans.ledger().entries, ids=lambda e: f"{e.kind}-{e.month}")
def test_every_entry_sums_to_zero(entry):
    assert 0 == sum(entry.postings.values())


def test_the_marks_of_a_month_are_the_dealers_and_the_private_buyers():
    kinds = [(m.kind, m.month, m.cents) for m in two_vans.ledger().marks if m.purchase == 2]

    assert [(TRADE_IN, 2, 14_000_00), (PRIVATE, 2, 14_600_00)] == kinds[:2]
