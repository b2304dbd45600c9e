"""The figures of each month, read from a ledger."""

from datetime import date

import pytest
from attrs import evolve

from helpers import two_vans
from tradein.analysis import measures, results
from tradein.analysis.measures import MonthEnd
from tradein.engine import simulate
from tradein.finance.terms import DealTerms, LoanTerms, TaxRule, TradeInTerms
from tradein.finance.value import Appraisals, Valuation, YearlyLoss
from tradein.scenario.model import Owned, Scenario

LEDGER = two_vans.ledger()
FOUND = results.of(LEDGER)


def row(balance, value, private_net=None):
    return MonthEnd(0, None, 1, balance, balance, value, 0, 0, 0, 0, 0, 0, 0, private_net)


def appraised(*values):
    """Values month by month of a vehicle that costs $1,000, paid off at $100 a month."""
    points = tuple(enumerate(values))
    turn = evolve(
        two_vans.FIRST,
        deal=DealTerms(price=1_000_00),
        loan=LoanTerms(apr_ppm=0, months=10),
        valuation=Valuation(method=Appraisals(points=points), msrp=1_000_00),
        keep_months=len(values) - 1,
    )
    return results.of(simulate.simulate(Scenario(title="x", purchases=(turn,)))).summary


def test_a_gap_is_positive_under_water():
    assert (200, 200) == (row(1_000, 800).gap, row(1_000, 800).exit_trade_in)
    assert -200 == row(800, 1_000).gap


def test_a_private_buyer_is_not_known_where_nobody_asked():
    assert (None, 200) == (row(1_000, 800).exit_private, row(1_000, 800).exit)


@pytest.mark.parametrize(("net", "private", "cheapest"), [(900, 100, 100), (700, 300, 200)])
def test_the_cheapest_way_out_is_taken(net, private, cheapest):
    assert private == row(1_000, 800, net).exit_private
    assert cheapest == row(1_000, 800, net).exit


def test_every_month_of_the_two_vans():
    expected = [
        (0, 1, 12_000_00, 10_000_00, 0, 0, 0, None),
        (1, 1, 11_000_00, 9_500_00, 1_000_00, 0, 1_000_00, None),
        (2, 1, 10_000_00, 9_000_00, 1_000_00, 0, 1_000_00, None),
        (2, 2, 16_000_00, 14_000_00, 0, 0, 0, 14_600_00),
        (3, 2, 14_400_00, 13_900_00, 1_760_00, 160_00, 1_600_00, 14_495_00),
        (4, 2, 12_784_00, 12_784_00, 1_760_00, 144_00, 1_616_00, 13_323_20),
    ]

    assert expected == [
        (
            r.month,
            r.purchase,
            r.balance,
            r.value,
            r.payment,
            r.interest,
            r.principal,
            r.private_net,
        )
        for r in FOUND.rows
    ]


def test_a_row_is_dated_by_the_day_of_the_start():
    days = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 3, 31)]

    assert days == [r.date for r in FOUND.rows[:4]]


def test_rows_without_a_start_have_no_date():
    undated = simulate.simulate(evolve(two_vans.SCENARIO, start=None))

    assert {None} == {r.date for r in measures.month_ends(undated)}


def test_a_turn_is_a_contract_with_its_first_and_last_month():
    first, second = FOUND.turns

    assert (0, 2, True) == (first.signed.month, first.ended.month, first.traded)
    assert (2, 4, False) == (second.signed.month, second.ended.month, second.traded)
    assert (1, 2) == (first.contract.number, second.contract.number)


def test_the_summary_of_the_two_vans():
    measured = FOUND.summary

    assert (4, 1) == (measured.months, measured.trades)
    assert (5_520_00, 304_00, 1_000_00) == (
        measured.total_paid,
        measured.total_interest,
        measured.total_rolled_in,
    )
    assert (16_000_00, 2) == (measured.last_signed.balance, measured.last_signed.month)
    assert (0, -539_20, 4_980_80) == (measured.last.gap, measured.last.exit, measured.net_cost)


def test_the_highest_gap_is_the_earliest_of_equals():
    assert (2_000_00, 0) == (FOUND.summary.peak_gap, FOUND.summary.peak_gap_month)


def test_a_month_of_trade_counts_once_under_water_by_its_last_row():
    assert (4, 4) == (FOUND.summary.months_under_water, FOUND.summary.break_even_month)


@pytest.mark.parametrize(
    ("values", "under_water", "break_even", "peak", "peak_month"),
    [
        ((1_000_00, 900_00, 800_00), 0, 0, 0, 0),
        ((900_00, 800_00, 800_00), 2, 2, 100_00, 0),
        ((900_00, 800_00, 600_00), 3, None, 200_00, 2),
        ((1_100_00, 1_000_00, 900_00), 0, 0, -100_00, 0),
        ((1_000_00, 899_99, 800_00), 1, 2, 1, 1),
        ((900_00, 900_00, 700_00, 700_00), 2, 3, 100_00, 0),
    ],
)
def test_break_even_comes_after_the_last_month_under_water(
    values, under_water, break_even, peak, peak_month
):
    measured = appraised(*values)

    assert (under_water, break_even) == (measured.months_under_water, measured.break_even_month)
    assert (peak, peak_month) == (measured.peak_gap, measured.peak_gap_month)


def test_what_is_paid_at_a_trade_counts_and_cash_back_is_taken_off():
    second = evolve(
        two_vans.SECOND,
        deal=DealTerms(price=1_000_00, trade_in=TradeInTerms(allowance=12_000_00)),
        keep_months=0,
    )
    ledger = simulate.simulate(Scenario(title="x", purchases=(two_vans.FIRST, second)))
    measured = results.of(ledger).summary

    assert 1_000_00 == ledger.contracts[1].deal.cash_back
    assert 2_000_00 - 1_000_00 == measured.total_paid


def test_a_payoff_beyond_the_balance_is_interest():
    second = evolve(
        two_vans.SECOND,
        deal=DealTerms(price=15_000_00, trade_in=TradeInTerms(payoff=10_050_00)),
        keep_months=0,
    )
    ledger = simulate.simulate(Scenario(title="x", purchases=(two_vans.FIRST, second)))
    measured = results.of(ledger).summary

    assert (50_00, 1_050_00) == (measured.total_interest, measured.total_rolled_in)


def test_the_lines_of_a_gap_at_signing_and_later():
    turn = FOUND.turns[1]
    at_signing, later = (
        measures.gap_lines(turn.effective, turn.signed, now) for now in (turn.signed, turn.ended)
    )

    assert (2_000_00, 1_000_00, 1_000_00, 0, 0, 0) == (
        at_signing.gap,
        at_signing.price_over_value,
        at_signing.rolled_in,
        at_signing.put_in,
        at_signing.value_lost,
        at_signing.principal_paid,
    )
    assert (0, 1_216_00, 3_216_00) == (later.gap, later.value_lost, later.principal_paid)
    assert at_signing.gap == turn.at_signing.gap


def test_tax_fees_products_and_what_was_put_in_are_lines_of_their_own():
    first = evolve(
        two_vans.FIRST,
        deal=DealTerms(
            price=12_000_00,
            down=500_00,
            rebate=300_00,
            fees=(("doc", 100_00),),
            products=(("GAP", 700_00),),
            tax=TaxRule(rate_ppm=50_000),
        ),
    )
    turn = results.of(simulate.simulate(Scenario(title="x", purchases=(first,)))).turns[0]
    lines = turn.at_signing

    assert (2_000_00, 600_00, 100_00, 700_00, 0, 800_00) == (
        lines.price_over_value,
        lines.tax,
        lines.fees,
        lines.products,
        lines.rolled_in,
        lines.put_in,
    )
    assert 2_600_00 == lines.gap


OWNED = Owned(
    vehicle="old van",
    owed=5_000_00,
    rolled=800_00,
    loan=LoanTerms(apr_ppm=0, months=10),
    valuation=Valuation(method=YearlyLoss(yearly_ppm=500_000), worth=4_000_00, age_months=36),
    keep_months=12,
)


def test_of_an_owned_vehicle_only_the_gap_taken_over_is_known():
    measured = results.of(simulate.simulate(Scenario(title="x", purchases=(OWNED,))))
    turn = measured.turns[0]
    lines = measures.gap_lines(turn.effective, turn.signed, turn.ended)

    assert (1_000_00, 2_000_00, 5_000_00, -2_000_00) == (
        lines.taken_over,
        lines.value_lost,
        lines.principal_paid,
        lines.gap,
    )
    assert (0, 0, 0, 0) == (lines.price_over_value, lines.tax, lines.rolled_in, lines.put_in)


def test_an_owned_vehicles_rolled_debt_counts_as_rolled_in():
    measured = results.of(simulate.simulate(Scenario(title="x", purchases=(OWNED,)))).summary

    assert (800_00, 0, 5_000_00) == (measured.total_rolled_in, measured.trades, measured.total_paid)
    assert 800_00 == measured.total_old_debt


def test_an_over_allowance_is_a_lower_price_and_old_debt_in_the_lines_of_the_gap():
    """Owed 10,000, worth 9,000 and allowed 10,500: the price of 15,000 is in effect 13,500."""
    second = evolve(
        two_vans.SECOND,
        deal=DealTerms(price=15_000_00, down=200_00, trade_in=TradeInTerms(allowance=10_500_00)),
    )
    ledger = simulate.simulate(Scenario(title="x", purchases=(two_vans.FIRST, second)))
    measured = results.of(ledger)
    turn = measured.turns[1]
    lines = turn.at_signing

    assert (15_000_00, 500_00, 0) == (
        turn.contract.deal.price,
        turn.contract.deal.trade_in.equity,
        turn.contract.rolled,
    )
    assert (1_500_00, -500_00, 1_000_00, 200_00, 300_00) == (
        turn.over_allowance,
        lines.price_over_value,
        lines.rolled_in,
        lines.put_in,
        lines.gap,
    )
    assert (0, 1_000_00) == (measured.summary.total_rolled_in, measured.summary.total_old_debt)
