"""Chains of many purchases: faster ways to search, skip and sum give the same answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import playing, two_vans
from helpers.markets import random_scenario
from tradein.analysis import origins, results
from tradein.engine import simulate
from tradein.engine.ledger import SETTLED, Account, of_purchase
from tradein.finance import money

PAID_OFF = """
title: Paid off and traded
assume:
  tax: {rate: 0%}
  value: {yearly_loss: 40%}
  loan: {apr: 6%, months: 12}
  keep: 14 months
purchases:
  - {vehicle: a, price: 20000, keep: 2 months}
  - {vehicle: b, price: 10000, trade_in: {allowance: 15000}}
  - {vehicle: c, price: 10000, keep: 3 months}
  - {vehicle: d, price: 10000, keep: 4 months, trade_in: {allowance: 3000}}
"""
"""A loan that is rolled over and paid off with the second one, and two later loans."""


@pytest.mark.parametrize("seed", range(40))
def test_the_records_of_a_purchase_are_those_with_its_number(seed):
    ledger = simulate.simulate(random_scenario(seed))

    for records in (ledger.entries, ledger.marks, ledger.changes):
        for number in range(len(ledger.contracts) + 2):
            own = tuple(record for record in records if record.purchase == number)
            assert own == tuple(of_purchase(records, number))


def test_nothing_is_found_among_no_records():
    assert [] == of_purchase([], 1)


@pytest.mark.parametrize("seed", range(40))
def test_the_balances_of_all_accounts_are_those_of_each(seed):
    ledger = simulate.simulate(random_scenario(seed))
    totals = ledger.totals()

    for account in Account:
        each = [ledger.total(account, number + 1) for number in range(len(ledger.contracts))]
        assert each == [totals.get((account, n + 1), 0) for n in range(len(ledger.contracts))]
        assert ledger.total(account) == sum(each)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=50))
def test_the_shares_of_all_layers_but_the_last_are_the_share_of_their_sum(interest, owed):
    layers = [origins.Layer(number, cents) for number, cents in enumerate(owed)]

    assert sum(money.split(interest, tuple(owed))[:-1]) == origins._on_older(interest, layers)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=50))
def test_layers_of_zero_take_no_share_and_leave_the_others_theirs(amount, owed):
    with_zeros = [cents for part in owed for cents in (0, part)]
    shares = money.split(amount, tuple(with_zeros))

    assert set(shares[::2]) == {0}
    assert shares[1::2] == money.split(amount, tuple(owed))


def test_debt_that_is_paid_off_does_not_come_back_and_later_debt_is_still_told_apart():
    played = playing.simulated(PAID_OFF)
    layers = {row: [layer.origin for layer in played.layers(row)] for row in played.rows}
    shown = {(row.purchase, row.month): origins for row, origins in layers.items()}

    assert [1, 2] == shown[2, 2] == shown[2, 13]
    assert [] == shown[2, 14] == shown[2, 16]
    assert [3] == shown[3, 16] == shown[3, 19]
    assert [3, 4] == shown[4, 19]


def test_layers_sum_to_the_balance_in_months_without_a_payment_too():
    played = playing.simulated(PAID_OFF)

    for row in played.rows:
        assert row.balance == sum(layer.balance for layer in played.layers(row))


def test_the_months_of_a_turn_go_from_signing_to_its_end():
    played = results.of(two_vans.ledger())

    for turn in played.turns:
        assert (turn.signed, turn.ended) == (played.months(turn)[0], played.months(turn)[-1])
        assert {turn.contract.number} == {row.purchase for row in played.months(turn)}


def test_a_trade_comes_after_what_was_refunded_for_the_old_vehicle():
    text = PAID_OFF.replace("price: 20000", "price: 20000, products: {GAP: 500}").replace(
        "assume:", "assume:\n  refunds: {GAP: {term: 20 months}}"
    )
    kinds = [(e.kind, e.purchase) for e in playing.simulated(text).ledger.entries if e.month == 2]

    assert [("paid", 1), ("refunded", 1), (SETTLED, 2), ("bought", 2)] == kinds
