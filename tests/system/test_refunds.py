"""Refunds of canceled products in whole chains: when they come, and where they go."""

import pytest

from helpers import playing
from tradein.analysis import warnings
from tradein.engine import audit, simulate
from tradein.engine.ledger import CASH, Account
from tradein.report import json_document
from tradein.report.narrative import chain
from tradein.report.tables import trades
from tradein.report.tables.table import Dollars

CHAIN = """
title: T
purchases:
  - vehicle: old car
    price: 20000
    products: {{GAP: 800, service contract: 2400, etch: 200}}
    miles_a_year: 18000
    refunds:
      GAP: {{term: 72 months}}
      service contract: {{term: 60 months, miles: 60000, fee: 50}}
    refund_to: {to}
    tax: {{rate: 0%}}
    value: {{yearly_loss: 20%}}
    loan: {{apr: 0%, months: 72}}
    keep: {keep} months
    {events}
  - vehicle: new car
    price: 30000
    trade_in: {{allowance: {allowance}{payoff}}}
    tax: {{rate: 0%}}
    value: {{yearly_loss: 20%}}
    loan: {{apr: 0%, months: 60}}
"""


def played(to="cash", keep=30, allowance=10000, payoff="", events=""):
    text = CHAIN.format(to=to, keep=keep, allowance=allowance, payoff=payoff, events=events)
    return playing.simulated(text)


def test_cash_is_paid_out_in_the_month_of_the_trade():
    """23,400 over 72 months at 0 % is 325 a month: 13,650 is owed after 30, and 3,650 rolled in."""
    results = played()
    last = next(row for row in results.rows if (row.purchase, row.month) == (1, 30))

    assert (1_016_67, 325_00, 13_650_00) == (last.refund, last.payment, last.balance)
    assert (3_650_00, 1_016_67) == (results.turns[1].contract.rolled, results.turns[0].refunds)


def test_the_old_lender_is_paid_and_less_is_rolled_in():
    results = played("payoff")
    old = results.turns[1].contract.deal.trade_in

    assert (12_633_33, 1_016_67, 2_633_33) == (old.payoff, old.refund_credit, old.shortfall)
    assert 0 == sum(row.refund for row in results.rows)
    assert 1_016_67 == results.turns[0].refunds


@pytest.mark.parametrize("to", ["cash", "payoff"])
def test_a_refund_costs_the_owner_so_much_less(to):
    """At 0 % and without tax nothing else changes."""
    without = CHAIN.replace("    refunds:", "    about_refunds:").partition("    about_refunds")
    plain = without[0] + without[2].partition("    refund_to: {to}\n")[2]
    other = playing.simulated(plain.format(keep=30, allowance=10000, payoff="", events=""))

    assert other.summary.net_cost - 1_016_67 == played(to).summary.net_cost


def test_a_lender_is_paid_no_more_than_it_asks():
    """After 58 months $155.56 is left of GAP, and the old lender is known to ask for $100."""
    results = played("payoff", 58, payoff=", payoff: 100")
    old = results.turns[1].contract.deal.trade_in

    assert (0, 100_00) == (old.payoff, old.refund_credit)
    assert (155_56 - 100_00, 155_56) == (
        sum(row.refund for row in results.rows),
        results.turns[0].refunds,
    )


def test_a_known_payoff_is_what_is_asked_before_the_refund():
    results = played("payoff", payoff=", payoff: 13700")
    old = results.turns[1].contract.deal.trade_in

    assert (13_700_00 - 1_016_67, 1_016_67) == (old.payoff, old.refund_credit)
    assert 50_00 == results.summary.total_interest
    assert not [d for d in warnings.raised(results.turns) if d.path.endswith("payoff")]


@pytest.mark.parametrize(
    "events",
    [
        "events: [{month: 12, extra: 19500}]",
        "events: [{month: 12, refinance: {apr: 0%, months: 40}}]",
    ],
)
@pytest.mark.parametrize("to", ["cash", "payoff"])
def test_gap_ends_with_its_loan_and_a_service_contract_with_the_vehicle(events, to):
    """After 12 months 60 of 72 are left of GAP: 666.67; 550 is left of the other after 30."""
    results = played(to, events=events)
    paid = {row.month: row.refund for row in results.rows if row.refund}

    assert 666_67 == paid[12]
    assert 666_67 + 550_00 == results.turns[0].refunds


def test_nothing_comes_back_twice_or_at_the_end_of_a_run():
    results = playing.simulated(CHAIN.format(to="cash", keep=80, allowance=1, payoff="", events=""))

    assert 0 == results.turns[0].refunds


def test_a_loan_paid_as_agreed_ends_a_longer_product_early():
    text = CHAIN.replace("term: 72 months", "term: 84 months")
    results = playing.simulated(text.format(to="cash", keep=80, allowance=1, payoff="", events=""))

    assert {72: 114_29} == {row.month: row.refund for row in results.rows if row.refund}


def test_a_declined_trade_cancels_nothing():
    text = CHAIN.format(to="payoff", keep=30, allowance=1, payoff="", events="")
    results = playing.simulated(
        text.replace(
            "    loan: {apr: 0%, months: 60}",
            "    loan: {apr: 0%, months: 60, max_ltv: 50%}\n    over_limit: keep the vehicle",
        )
    )

    assert results.ledger.declined is not None
    assert 0 == results.turns[0].refunds


def test_sentences_and_tables_show_refunds():
    results = played(events="events: [{month: 12, extra: 19500}]")
    first = json_document.scenario(results)["purchases"][0]
    told = chain.simulate(results)

    assert 1216.67 == first["refunds"]
    assert (
        "When you cancel the products of purchase 1, old car, you get back: $667 "
        "in cash in month 12 and $550 in cash in month 30."
    ) in told
    assert any(
        "you get back: $1,017 off the payoff in month 30." in line
        for line in chain.simulate(played("payoff"))
    )
    assert any("(etch) may be partly refundable" in line for line in chain.simulate(played()))


def test_refunds_have_their_lines_in_the_trade_table():
    """GAP's $466.67 after 30 of 72 months, and $550.00 of the service contract."""

    def cell(results, row, name):
        table = trades.trades(results)
        return table.rows[row][[column.name for column in table.columns].index(name)]

    assert Dollars(1_216_67) == cell(
        played(events="events: [{month: 12, extra: 19500}]"), 0, "refunds"
    )
    assert Dollars(466_67 + 550_00) == cell(played("payoff"), 1, "refund_credited")


def test_what_is_assumed_holds_for_the_products_of_that_name():
    text = """
assume:
  refunds: {GAP: {term: 20 months}}
  tax: {rate: 0%}
  value: {yearly_loss: 10%}
  loan: {apr: 0%, months: 20}
  keep: 10 months
purchases:
  - {vehicle: a, price: 10000, products: {GAP: 500}}
  - {vehicle: b, price: 10000, products: {service: 500}}
  - {vehicle: c, price: 10000, products: {GAP: 400, service: 500}}
  - {vehicle: d, price: 10000}
"""
    assert [250_00, 0, 200_00, 0] == [turn.refunds for turn in playing.simulated(text).turns]


def refunded(results, by):
    """The ledger with every refund in cash made larger by some cents."""
    entries = []
    for entry in results.ledger.entries:
        if entry.kind == "refunded":
            first, second = entry.postings
            moved = {first: entry.postings[first] + by, second: entry.postings[second] - by}
            entries.append(entry._replace(postings=moved))
        else:
            entries.append(entry)
    return results.ledger._replace(entries=tuple(entries))


@pytest.mark.parametrize("by", [10_000_00, -2_000_00])
def test_more_back_than_was_paid_or_less_than_nothing_is_found_wrong(by):
    with pytest.raises(audit.AuditError):
        audit.check(refunded(played(), by))


def test_a_refund_credited_but_not_booked_is_found_wrong():
    ledger = played("payoff").ledger
    entries = []
    for entry in ledger.entries:
        if entry.kind == "settled":
            moved = {**entry.postings, (Account.PRODUCTS, 1): 0}
            moved[CASH, entry.purchase] += entry.postings[Account.PRODUCTS, 1]
            entries.append(entry._replace(postings=moved))
        else:
            entries.append(entry)

    with pytest.raises(audit.AuditError):
        audit.check(ledger._replace(entries=tuple(entries)))


def test_refunds_in_several_markets_are_those_of_each():
    """A smaller loan is paid off sooner, so that GAP ends in one market before it does in another."""
    from helpers.markets import Several, postings
    from tradein.finance.value import Market
    from tradein.scenario import reader

    events = "events: [{month: 3, extra: 900, every: month}]"
    text = CHAIN.format(to="payoff", keep=0, allowance=1, payoff="", events="")
    second = CHAIN.format(to="payoff", keep=20, allowance=1, payoff="", events=events)
    chained = text.replace("    trade_in: {allowance: 1}\n", "").partition("  - vehicle: new car")[
        0
    ]
    whole = chained + "  - vehicle: middle car" + second.partition("  - vehicle: old car")[2]
    whole = whole.replace("    trade_in: {allowance: 1}\n", "")
    scenario = reader.read(
        "s.yaml",
        whole.replace("  - vehicle: new car", "  - vehicle: new car\n    keep: 3 months").encode(),
    ).scenario
    markets = [Market(), Market(points=((0, 1_500_000),)), Market(points=((0, 400_000),))]
    together = simulate.simulate(scenario, Several(markets))

    paid = set()
    for number, market in enumerate(markets):
        alone = simulate.simulate(scenario, market)
        assert postings(alone.entries) == postings(together.entries, number)
        paid.add(tuple((e.month, e.postings[CASH, e.purchase]) for e in alone.of("refunded")))
    assert len(paid) > 1
