"""A lender's limits in whole chains, and what becomes of a deal that is over them."""

import pytest
from attrs import evolve

from helpers import playing
from tradein.engine import simulate
from tradein.finance import loan
from tradein.report import json_document
from tradein.report.narrative import chain
from tradein.report.tables import trades
from tradein.report.tables.table import Dollars, Percent
from tradein.scenario import reader


def read(text):
    return playing.simulated(text)


TRADE = """
title: T
income: 4200
purchases:
  - vehicle: old car
    owed: 10500
    worth: 8000
    age: 4 years
    loan: {{apr: 12%, months: 36}}
    value: {{yearly_loss: 10%}}
    keep: {keep} months
  - vehicle: used car
    price: {price}
    age: 1 year
    worth: 21000
    fees: {{title: 100}}
    products: {{GAP: 800}}
    tax: {{rate: {rate}%}}
    value: {{yearly_loss: 10%}}
    loan: {{apr: 12%, months: 60, {loan}}}
    over_limit: {over}
  - {{vehicle: last car, price: 15000, tax: {{rate: 0%}}, loan: {{apr: 12%, months: 60}}}}
"""


def trade(loan, over="cash", price=21000, keep=0, rate=6):
    """A used car of $21,000 for one with $2,500 more owed on it than it is worth."""
    text = TRADE.format(loan=loan, over=over, price=price, keep=keep, rate=rate)
    return read(text.replace("    over_limit", "    keep: 1 month\n    over_limit"))


def struck(*args, **others):
    return trade(*args, **others).turns[1].contract


def test_a_dealers_example_of_a_cap_lets_in_so_much_of_an_old_debt():
    """$21,000 x 110 % = $23,100, so $2,100 of old debt fit (wheelerautocenter.com); 900 and tax are on top."""
    contract = struck("max_ltv: 110%, ltv_without: [tax, fees, products]")

    assert (780_00 + 900_00, 23_100_00 + 1_680_00) == (
        contract.deal.excluded_from_ltv,
        contract.owed,
    )
    assert 400_00 == contract.deal.cash_over_cap


@pytest.mark.parametrize(
    ("without", "lent"),
    [
        ("tax", 23_100_00 + 780_00),
        ("[products]", 23_100_00 + 800_00),
        ("[fees, products]", 23_100_00 + 900_00),
    ],
)
def test_what_does_not_count_against_the_cap_is_lent_on_top(without, lent):
    contract = struck(f"max_ltv: 110%, ltv_without: {without}")

    assert (lent, 23_100_00) == (contract.owed, contract.ltv_amount)


def test_a_loan_smaller_than_what_is_left_out_counts_for_nothing():
    text = TRADE.format(
        loan="max_ltv: 110%, ltv_without: tax",
        over="cash\n    down: 24500",
        price=21000,
        keep=0,
        rate=6,
    )
    contract = (
        read(text.replace("    over_limit", "    keep: 1 month\n    over_limit")).turns[1].contract
    )

    assert (680_00, 0) == (contract.owed, contract.ltv_amount)


BASES = """
purchases:
  - vehicle: car
    price: 30000
    msrp: 32000
    invoice: 28900
    retail: 31000
    {age}
    tax: {{rate: 0%}}
    fees: 9000
    value: {{yearly_loss: 10%, delivery_loss: 10%}}
    loan: {{apr: 12%, months: 60, max_ltv: 100%, {base}}}
"""


@pytest.mark.parametrize(
    ("base", "age", "cap"),
    [
        ("ltv_base: invoice", "", 28_900_00),
        ("ltv_base: retail", "", 31_000_00),
        ("ltv_base: msrp", "", 32_000_00),
        ("ltv_base: wholesale", "", 28_800_00),
        ("ltv_without: tax", "", 32_000_00),
        ("ltv_without: tax", "age: 1 year", 25_920_00),
        ("ltv_base: msrp", "age: 1 year", 32_000_00),
        ("ltv_base: retail", "age: 1 year", 31_000_00),
    ],
)
def test_the_cap_is_a_share_of_its_base(base, age, cap):
    contract = read(BASES.format(base=base, age=age)).turns[0].contract

    assert (cap, cap) == (contract.base, contract.owed)


def test_a_new_vehicle_without_a_sticker_is_measured_by_its_price():
    text = BASES.format(base="ltv_base: msrp", age="").replace("    msrp: 32000\n", "")

    assert 30_000_00 == read(text).turns[0].contract.owed


def test_a_payment_over_its_share_of_the_income_leaves_cash_to_pay():
    contract = struck("max_pti: 10%")

    assert (420_00, 420_00) == (
        contract.loan.payment,
        loan.level_payment(contract.owed, 120_000, 60),
    )
    assert 420_01 == loan.level_payment(contract.owed + 1, 120_000, 60)
    assert 25_180_00 == contract.owed + contract.deal.cash_over_cap


@pytest.mark.parametrize(
    ("rules", "bound"),
    [("max_ltv: 110%, max_pti: 10%", "pti"), ("max_ltv: 50%, max_pti: 10%", "ltv")],
)
def test_the_tighter_of_both_limits_counts(rules, bound):
    contract = struck(rules)

    assert (bound == "pti") == (contract.owed == contract.deal.maximum_by_income)
    assert (bound == "ltv") == (contract.owed == 10_500_00)


@pytest.mark.parametrize("rate", ["0", "6", "7.25", "20"])
@pytest.mark.parametrize(
    "rules", ["max_ltv: 110%", "max_pti: 10%", "max_ltv: 110%, ltv_without: tax"]
)
def test_a_price_is_lowered_to_the_highest_that_fits(rules, rate):
    deal = trade(rules, "lower price", rate=rate).turns[1].contract.deal
    above = deal.price / 100 + 0.01
    over = trade(rules, "cash", f"{above:.2f}", rate=rate).turns[1].contract.deal
    fits = trade(rules, "cash", f"{above - 0.01:.2f}", rate=rate).turns[1].contract.deal

    assert (0, 0, 21_000_00) == (
        deal.cash_over_cap,
        fits.cash_over_cap,
        deal.price + deal.price_reduction,
    )
    assert (deal.tax, deal.amount_financed) == (fits.tax, fits.amount_financed)
    assert over.cash_over_cap in (1, 2)


def test_a_price_that_fits_is_not_lowered():
    assert 0 == struck("max_ltv: 200%", "lower price").deal.price_reduction


def test_a_price_is_lowered_in_words_and_tables():
    results = trade("max_ltv: 110%", "lower price")
    told = "The price of purchase 2, used car, is reduced by $1,962 to $19,038, so that the loan fits the lender's limits."

    assert told in chain.simulate(results)
    table = trades.trades(results)
    lowered = [column.name for column in table.columns].index("price_lowered_by")
    assert [None, Dollars(1_962_26), Dollars(0)] == [row[lowered] for row in table.rows]


def test_a_declined_trade_leaves_the_vehicle_and_ends_the_chain():
    results = trade("max_ltv: 90%", "keep the vehicle", keep=12)
    alone = read(
        TRADE.format(loan="", over="cash", price=1, keep=0, rate=0).partition("    keep")[0]
    )
    declined = results.ledger.declined

    assert alone.rows == results.rows
    assert (2, "used car", 12, "max_ltv") == declined[:3] + declined[4:5]
    assert ["kept"] == [
        turn["ended"]["how"] for turn in json_document.scenario(results)["purchases"]
    ]
    assert ["purchases[2].over_limit"] == [warning.path for warning in results.ledger.warnings]


def test_a_declined_trade_is_told():
    sentences = chain.simulate(trade("max_ltv: 110%", "keep the vehicle", keep=0))

    assert (
        "The lender declines purchase 2, used car, in month 0: its loan would be $2,080 over the "
        "loan-to-value cap. You keep the old car until its loan is paid off, and no later purchase takes place."
    ) in sentences


def test_a_vehicle_paid_off_before_it_is_kept_no_longer():
    results = trade("max_ltv: 10%", "keep the vehicle", keep=40)

    assert (40, 0) == (results.summary.months, results.summary.last.balance)


def test_a_declined_trade_is_played_past_its_end_and_cut_before_it():
    written = TRADE.format(
        loan="max_ltv: 90%",
        over="keep the vehicle\n    keep: 1 month",
        price=20000,
        keep=12,
        rate=0,
    )
    scenario = reader.read("s.yaml", written.encode()).scenario
    own = simulate.simulate(scenario)
    later = simulate.simulate(scenario, through=own.months + 5)
    before, that_day = (simulate.simulate(scenario, through=month) for month in (11, 12))

    assert own.entries == later.entries
    assert (own.months + 5, own.declined) == (later.months, later.declined)
    assert (11, None) == (before.months, before.declined)
    assert (12, own.declined) == (that_day.months, that_day.declined)


def test_a_trade_that_fits_is_not_declined():
    results = trade("max_ltv: 200%, max_pti: 20%", "keep the vehicle")

    assert (3, None) == (len(results.turns), results.ledger.declined)


@pytest.mark.parametrize("payment", [419, 421])
def test_a_lender_declines_a_known_payment_over_the_income(payment):
    results = trade(f"max_pti: 10%, payment: {payment}", "keep the vehicle")
    declined = results.ledger.declined

    assert (payment > 420) == (declined is not None and declined.limit == "max_pti")


def test_cash_does_not_bring_a_known_payment_down():
    with pytest.raises(
        simulate.SimulationError, match=r"the payment of \$421.00 is over the \$420.00"
    ):
        trade("max_pti: 10%, payment: 421")


def test_the_payment_is_shown_as_a_share_of_the_income():
    results = trade("max_pti: 10%")

    assert [None, 10] == [
        turn["pti_percent"] for turn in json_document.scenario(results)["purchases"]
    ][:2]
    assert "payment-to-income cap by $" in " ".join(chain.simulate(results))


def test_a_lender_that_declines_in_some_markets_only_is_refused():
    from helpers.markets import Several
    from tradein.finance.value import Market

    scenario = playing.reader.read(
        "s.yaml",
        TRADE.format(
            loan="max_ltv: 110%",
            over="keep the vehicle\n    keep: 1 month",
            price=20000,
            keep=0,
            rate=0,
        ).encode(),
    ).scenario
    high = Market(points=((0, 1_000_000), (1, 1_000_000)))
    first, second, last = scenario.purchases
    second = evolve(second, valuation=evolve(second.valuation, worth=None, msrp=30_000_00))
    scenario = evolve(scenario, purchases=(first, second, last))

    with pytest.raises(simulate.SimulationError, match="in some markets and not in others"):
        simulate.simulate(scenario, Several([high, Market(points=((0, 500_000),))]))


def test_the_payment_to_income_is_a_line_of_the_trade_table():
    """$500.00 of $4,321.00 are 11.5714 %."""
    table = trades.trades(
        playing.simulated("""
income: 4321
purchases:
  - vehicle: car
    price: 20000
    tax: {rate: 0%}
    loan: {apr: 6%, months: 60, payment: $500, max_pti: 50%}
""")
    )
    names = [column.name for column in table.columns]

    assert Percent(11_57) == table.rows[0][names.index("pti_percent")]
