"""The same arithmetic for a number and an array: every function of finance and whole chains, cell by cell.

Python's integers never overflow and numpy's wrap in silence, so the cells are crowded at the limits too.
"""

import random
import re
from datetime import date

import numpy as np
import pytest
from attrs import evolve

from helpers import playing
from helpers.markets import Several, cell, cells, postings, random_scenario
from tradein.analysis import measures, origins
from tradein.engine import simulate
from tradein.engine.ledger import PAYOFF
from tradein.finance import dates, deal, loan, money, tax, value
from tradein.finance.terms import (
    DAY_COUNTS,
    ROUNDING,
    DealTerms,
    LoanTerms,
    PartialTax,
    StateTaxRule,
    TaxRule,
    TradeInTerms,
)
from tradein.finance.value import (
    BILLION,
    Appraisals,
    BeyondLimit,
    Curve,
    Market,
    PrivateSale,
    Valuation,
    YearlyLoss,
)
from tradein.scenario.events import Defer, Extra, NewRate, Paid, Refinance, Skip
from tradein.scenario.model import Purchase, Scenario

LIMIT = money.LIMIT
AMOUNTS = [0, 1, 2, 3, 49, 50, 51, 99, 100, 101, 12_345_67, LIMIT // 2, LIMIT - 1, LIMIT]
SIGNED = [*AMOUNTS, *(-cents for cents in AMOUNTS)]
APRS = (0, 1, 60_000, 72_000, 89_000, 120_000, 180_000, 240_000, 1_000_000)


def pairs(ones, others):
    """Every one with every other, as two arrays and as tuples."""
    both = [(first, second) for first in ones for second in others]
    return cells([first for first, _ in both]), cells([second for _, second in both]), both


def assert_twins(expected, array):
    """Hold an array of whole cents against the cells that were worked out one by one."""
    assert array.dtype == np.int64
    assert expected == array.tolist()


@pytest.mark.parametrize("denominator", [1, 2, 3, 12, 1_000_000, 12_000_000, BILLION])
def test_half_up_and_down(denominator):
    numerators = [*SIGNED, 2 * BILLION * BILLION, -2 * BILLION * BILLION]
    array = cells(numerators)

    assert_twins(
        [money.half_up(n, denominator) for n in numerators], money.half_up(array, denominator)
    )
    assert_twins(
        [money.floor_div(n, denominator) for n in numerators], money.floor_div(array, denominator)
    )


def test_least_and_most():
    ones, others, both = pairs(SIGNED, SIGNED)

    assert_twins([money.minimum(*pair) for pair in both], money.minimum(ones, others))
    assert_twins([money.maximum(*pair) for pair in both], money.maximum(ones, others))


@pytest.mark.parametrize("amount", SIGNED)
def test_least_and_most_of_a_number_and_an_array(amount):
    array = cells(SIGNED)

    assert_twins([money.minimum(amount, cents) for cents in SIGNED], money.minimum(amount, array))
    assert_twins([money.maximum(cents, amount) for cents in SIGNED], money.maximum(array, amount))


@pytest.mark.parametrize("seed", range(20))
def test_split(seed):
    rng = random.Random(seed)
    rows = [[rng.choice((0, 1, rng.randint(0, LIMIT // 4))) for _ in range(4)] for _ in range(50)]
    amounts = [rng.randint(-(10**6), max(1, sum(row))) for row in rows]
    one_by_one = [
        money.split(amount, tuple(row)) for amount, row in zip(amounts, rows, strict=True)
    ]
    together = money.split(cells(amounts), tuple(map(cells, zip(*rows, strict=True))))

    for number, share in enumerate(together):
        assert_twins([shares[number] for shares in one_by_one], share)


def test_wide_and_narrow_carry_a_product_that_would_leave_63_bits():
    amounts = cells([LIMIT, 1, 0])
    product = money.to_bigint(amounts) * (BILLION * BILLION)

    assert [LIMIT * BILLION * BILLION, BILLION * BILLION, 0] == product.tolist()
    assert_twins([LIMIT, 1, 0], money.to_int64(product // (BILLION * BILLION)))


def test_of_several_amounts_the_largest_is_shown():
    assert "$10.00" == money.dollars(cells([5, 10_00, -20_00]))


def test_something_holds_ever_where_it_holds_in_any_cell():
    assert money.any_path(cells([0, 0, 1]) > 0)
    assert not money.any_path(cells([0, 0, 0]) > 0)


@pytest.mark.parametrize("apr_ppm", APRS)
@pytest.mark.parametrize("months", [1, 3, 84, 360])
def test_the_level_payment(apr_ppm, months):
    one_by_one = [loan.level_payment(amount, apr_ppm, months) for amount in AMOUNTS]

    assert_twins(one_by_one, loan.level_payment(cells(AMOUNTS), apr_ppm, months))


@pytest.mark.parametrize("apr_ppm", APRS)
@pytest.mark.parametrize("rounding", ROUNDING)
def test_the_level_payment_by_days(apr_ppm, rounding):
    days = [dates.months_after(date(2024, 1, 31), number) for number in range(85)]
    shape = {"rounding": rounding, "balloon": 1}
    each = [loan.level_payment_by_days(amount, apr_ppm, days, **shape) for amount in AMOUNTS]

    assert_twins(each, loan.level_payment_by_days(cells(AMOUNTS), apr_ppm, days, **shape))


@pytest.mark.parametrize("apr_ppm", APRS)
@pytest.mark.parametrize("per_year", [24, 26, 52])
def test_payments_and_interest_that_are_not_monthly(apr_ppm, per_year):
    each = [loan.level_payment(amount, apr_ppm, 130, per_year=per_year) for amount in AMOUNTS]
    interest = [loan.month_interest(amount, apr_ppm, per_year) for amount in AMOUNTS]
    days = [loan.day_interest(amount, apr_ppm, 10, "actual/364") for amount in AMOUNTS]

    assert_twins(each, loan.level_payment(cells(AMOUNTS), apr_ppm, 130, per_year=per_year))
    assert_twins(interest, loan.month_interest(cells(AMOUNTS), apr_ppm, per_year))
    assert_twins(days, loan.day_interest(cells(AMOUNTS), apr_ppm, 10, "actual/364"))


@pytest.mark.parametrize("apr_ppm", APRS)
@pytest.mark.parametrize("rounding", ROUNDING)
def test_the_level_payment_with_a_balloon(apr_ppm, rounding):
    shape = {"balloon": 0, "rounding": rounding}
    for shape["balloon"] in (1, 5_000_00):
        each = [loan.level_payment(amount, apr_ppm, 48, **shape) for amount in AMOUNTS]

        assert_twins(each, loan.level_payment(cells(AMOUNTS), apr_ppm, 48, **shape))


@pytest.mark.parametrize("apr_ppm", APRS)
def test_a_months_interest_and_the_smallest_payment(apr_ppm):
    array = cells(AMOUNTS)
    terms = LoanTerms(apr_ppm=apr_ppm)
    smallest = [loan.smallest_payment(terms, amount, 60) for amount in AMOUNTS]

    assert_twins(
        [loan.month_interest(amount, apr_ppm) for amount in AMOUNTS],
        loan.month_interest(array, apr_ppm),
    )
    assert_twins(smallest, loan.smallest_payment(terms, array, 60))


@pytest.mark.parametrize("apr_ppm", APRS)
@pytest.mark.parametrize("days", [0, 1, 31, 366, 90_000])
@pytest.mark.parametrize("day_count", DAY_COUNTS)
def test_the_interest_of_days(apr_ppm, days, day_count):
    balances = [*SIGNED, money.GROWN_LIMIT, -money.GROWN_LIMIT]

    assert_twins(
        [loan.day_interest(balance, apr_ppm, days, day_count) for balance in balances],
        loan.day_interest(cells(balances), apr_ppm, days, day_count),
    )


@pytest.mark.parametrize("apr_ppm", APRS)
@pytest.mark.parametrize("day_count", dates.DAY_COUNTS)
@pytest.mark.parametrize("end", [date(2024, 2, 29), date(2274, 1, 30)])
def test_the_interest_of_a_period(apr_ppm, day_count, end):
    balances = [*SIGNED, money.GROWN_LIMIT, -money.GROWN_LIMIT]
    period = (date(2024, 1, 31), end, day_count)

    assert_twins(
        [loan.period_interest(balance, apr_ppm, *period) for balance in balances],
        loan.period_interest(cells(balances), apr_ppm, *period),
    )


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("payment", [0, 1, 500_00, LIMIT])
def test_what_is_due(last, payment):
    balances, interests, both = pairs(AMOUNTS, AMOUNTS)
    one_by_one = [loan.due(balance, interest, payment, last) for balance, interest in both]

    assert_twins(one_by_one, loan.due(balances, interests, payment, last))


@pytest.mark.parametrize("apr_ppm", APRS)
def test_a_whole_schedule_month_by_month(apr_ppm):
    amounts = AMOUNTS[1:]
    schedules = [loan.schedule(amount, apr_ppm, 60) for amount in amounts]
    balances = cells(amounts)
    payments = loan.level_payment(balances, apr_ppm, 60)
    for month in range(1, 61):
        interest = loan.month_interest(balances, apr_ppm)
        paid = loan.due(balances, interest, payments, month == 60)
        balances = balances - (paid - interest)
        rows = [rows[month - 1] if month <= len(rows) else None for rows in schedules]

        assert_twins([row.payment if row else 0 for row in rows], paid)
        assert_twins([row.interest if row else 0 for row in rows], interest)
        assert_twins([row.balance if row else 0 for row in rows], balances)


RULES = [
    TaxRule(),
    TaxRule(rate_ppm=62_500),
    TaxRule(rate_ppm=200_000, credit_cap=0),
    TaxRule(rate_ppm=70_000, credit_cap=10_000_00, rebate_taxed=False, taxes="all"),
    TaxRule(rate_ppm=70_000, credit_cap=10_000_00, rolled_in_taxed=True),
    TaxRule(rate_ppm=41_500, credit_cap=0, state_rule=StateTaxRule(state="VA", minimum=75_00)),
    TaxRule(rate_ppm=50_000, state_rule=StateTaxRule(state="SC", maximum=500_00)),
    TaxRule(
        rate_ppm=70_000,
        state_rule=StateTaxRule(
            state="TN",
            partial=(
                PartialTax(rate_ppm=200_000, up_to=LIMIT),
                PartialTax(rate_ppm=27_500, over=50, up_to=101),
            ),
        ),
    ),
]


@pytest.mark.parametrize("rule", RULES)
def test_tax(rule):
    array = cells(AMOUNTS)
    bases = [tax.base(rule, LIMIT, 5_00, 1_00, allowance) for allowance in AMOUNTS]

    assert_twins(
        [tax.credit(rule, allowance) for allowance in AMOUNTS], tax.credit(rule, array) + 0 * array
    )
    assert_twins(bases, tax.base(rule, LIMIT, 5_00, 1_00, array))
    assert_twins([tax.due(rule, cents) for cents in AMOUNTS], tax.due(rule, array))
    assert_twins(
        [tax.base(rule, 0, 0, 0, 5_000_00, cents) for cents in AMOUNTS],
        tax.base(rule, 0, 0, 0, 5_000_00, array) + 0 * array,
    )


AGREED = [
    TradeInTerms(),
    TradeInTerms(allowance=9_000_00),
    TradeInTerms(payoff=9_000_00),
    TradeInTerms(cash=None),
    TradeInTerms(cash=500_00),
]


@pytest.mark.parametrize("terms", AGREED)
def test_what_is_handed_over(terms):
    balances, values, both = pairs(AMOUNTS, AMOUNTS)
    one_by_one = [deal.settle_trade_in(terms, balance, worth) for balance, worth in both]
    together = deal.settle_trade_in(terms, balances, values)

    for name in ("allowance", "payoff", "paid", "equity", "shortfall"):
        array = getattr(together, name) + 0 * balances

        assert_twins([getattr(settled, name) for settled in one_by_one], array)


LINES = (
    "tax",
    "down",
    "rolled_in",
    "cash_over_cap",
    "cash_back",
    "amount_financed",
    "cash_due",
    "put_in",
)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("max_ltv_ppm", [None, 0, 1_250_000, 10_000_000])
@pytest.mark.parametrize("agreed", AGREED)
def test_a_deal(rule, max_ltv_ppm, agreed):
    terms = DealTerms(
        price=15_000_00,
        down=1_000_00,
        rebate=700_01,
        fees=(("doc", 99_99),),
        products=(("GAP", 795_00),),
        tax=rule,
        trade_in=agreed,
        max_ltv_ppm=max_ltv_ppm,
    )
    balances, values, both = pairs(AMOUNTS, AMOUNTS)
    bases = list(reversed([worth for _, worth in both]))
    one_by_one = [
        deal.price_deal(terms, deal.settle_trade_in(agreed, *pair), base)
        for pair, base in zip(both, bases, strict=True)
    ]
    together = deal.price_deal(terms, deal.settle_trade_in(agreed, balances, values), cells(bases))

    for name in LINES:
        array = getattr(together, name) + 0 * balances

        assert_twins([getattr(priced, name) for priced in one_by_one], array)

    one_by_one = [
        deal.effective_deal(priced, terms, worth)
        for priced, (_, worth) in zip(one_by_one, both, strict=True)
    ]
    together = deal.effective_deal(together, terms, values)
    for name in ("price", *LINES):
        array = getattr(together, name) + 0 * balances

        assert_twins([getattr(priced, name) for priced in one_by_one], array)


LEVELS = [0, 1, 250_000_000, 999_999_999, BILLION, 1_400_000_000, 10 * BILLION]
METHODS = [
    Curve(
        points=((0, 1_000_000), (12, 812_000), (60, 428_000)), built_in="some", miles_a_year=12_400
    ),
    YearlyLoss(yearly_ppm=150_000, delivery_ppm=100_000),
]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "known",
    [
        {"msrp": LIMIT},
        {"msrp": 33_200_01},
        {"worth": LIMIT},
        {"msrp": LIMIT, "miles_a_year": 0, "odometer": 0, "condition_ppm": 2_000_000},
        {"worth": 33_200_01, "miles_a_year": 200_000, "odometer": 42_000, "age_months": 36},
    ],
)
@pytest.mark.parametrize("month", [0, 7, 48])
def test_a_value_in_several_markets(method, known, month):
    valuation = Valuation(method=method, **known)
    nows, thens, both = pairs(LEVELS, LEVELS[2:])
    one_by_one = [value.trade_in(valuation, month, now, then) for now, then in both]

    assert_twins(one_by_one, value.trade_in(valuation, month, nows, thens))


def test_appraisals_are_the_same_in_every_market():
    valuation = Valuation(method=Appraisals(points=((0, 9_000_00),)))

    assert 9_000_00 == value.trade_in(valuation, 3, cells(LEVELS), cells(LEVELS))


def test_a_value_over_the_limit_in_one_market_is_refused_in_all():
    valuation = Valuation(method=METHODS[0], msrp=LIMIT)

    with pytest.raises(BeyondLimit):
        value.trade_in(valuation, 0, cells([BILLION, 1000 * BILLION]), cells([BILLION, BILLION]))


@pytest.mark.parametrize(
    "sale",
    [
        PrivateSale(),
        PrivateSale(price_ppm=1_055_555, costs=1_00),
        PrivateSale(price_ppm=10_000_000),
    ],
)
def test_a_private_buyers_price(sale):
    values = [*AMOUNTS, money.GROWN_LIMIT]

    assert_twins(
        [value.private_net(sale, cents) for cents in values], value.private_net(sale, cells(values))
    )


def random_market(rng):
    months = sorted(rng.sample(range(1, 100), 3))
    points = ((0, 1_000_000), *((month, rng.randint(400_000, 1_600_000)) for month in months))
    return Market(points=points)


def marks(ledger, number=None):
    """What was noted, but for payoffs: they are noted where they differ from the balance in any market."""
    return [
        (m.kind, m.month, m.purchase, m.cents if number is None else cell(m.cents, number))
        for m in ledger.marks
        if m.kind != PAYOFF
    ]


def changes(ledger, number=None):
    """New terms, where something is owed; in other markets it still is."""
    return [
        (
            *new[:4],
            *(
                None if amount is None else cell(amount, number or 0)
                for amount in amounts(new.state)
            ),
        )
        for new in ledger.changes
        if (new.state.balance if number is None else cell(new.state.balance, number))
    ]


def amounts(state):
    return state.balance, state.loan.apr_ppm, state.loan.payment, state.left


def played(scenario, market):
    """The ledger of a chain; None where it is refused."""
    try:
        return simulate.simulate(scenario, market)
    except simulate.SimulationError:
        return None


@pytest.mark.parametrize("seed", playing.seeds(40, 2))
def test_a_chain_in_several_markets_at_once_is_the_chain_in_each(seed):
    rng = random.Random(seed)
    scenario = random_scenario(seed)
    markets = [Market(), *(random_market(rng) for _ in range(4))]
    alone = [played(scenario, market) for market in markets]
    together = played(scenario, Several(markets))

    assert all(alone) == (together is not None)
    for number, ledger in enumerate(alone if together else ()):
        assert postings(ledger.entries) == postings(together.entries, number)
        assert marks(ledger) == marks(together, number)
        assert changes(ledger) == changes(together, number)


@pytest.mark.parametrize("seed", playing.seeds(25, 4))
def test_measures_and_origins_in_several_markets_are_those_of_each(seed):
    """What the cohorts of a later room read off a ledger: months, layers, interest on old debt."""
    rng = random.Random(seed)
    scenario = random_scenario(seed)
    markets = [Market(), *(random_market(rng) for _ in range(4))]
    together = simulate.simulate(scenario, Several(markets))
    rows, traced = measures.month_ends(together), origins.trace(together)

    for number, market in enumerate(markets):
        ledger = simulate.simulate(scenario, market)
        own_rows, own = measures.month_ends(ledger), origins.trace(ledger)
        names = ("balance", "payoff", "value", "payment", "interest", "principal")
        names += ("extra", "fee", "capitalised")
        for row, own_row in zip(rows, own_rows, strict=True):
            assert [getattr(own_row, name) for name in names] == [
                cell(getattr(row, name), number) for name in names
            ]
        assert own.on_rolled_debt == cell(traced.on_rolled_debt, number)
        for key, layers in own.layers.items():
            expected = {la.origin: cell(la.balance, number) for la in traced.layers[key]}
            assert {la.origin: la.balance for la in layers} == {
                o: c for o, c in expected.items() if c
            }


def test_in_most_random_chains_values_differ_from_market_to_market():
    markets = [Market(), Market(points=((0, 1_000_000), (40, 500_000)))]
    differing = 0
    for seed in range(25):
        ledger = simulate.simulate(random_scenario(seed), Several(markets))
        values = [mark.cents for mark in ledger.marks]
        differing += any(cell(cents, 0) != cell(cents, 1) for cents in values)

    assert differing > 16


def van(price, **loan):
    return Purchase(
        vehicle="van",
        deal=DealTerms(price=price),
        loan=LoanTerms(**{"apr_ppm": 120_000, "months": 12} | loan),
        valuation=Valuation(method=YearlyLoss(), msrp=price),
        keep_months=1,
    )


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (van(600_000_000), "the amount financed, $11,"),
        (van(100_000_00, payment=1_00), "$1.00 does not cover more than the first month's"),
        (van(1, months=None, payment=1_00, apr_ppm=1), "still owed after 360 payments"),
        (evolve(van(1), loan=None), "is to be financed"),
    ],
)
def test_a_chain_refused_in_one_market_is_refused_in_all(second, message):
    first, last = van(900_000_000), evolve(second, keep_months=400)
    scenario = Scenario(title="x", purchases=(first, last))
    falling = Market(points=((0, 1_000_000), (1, 300_000)))

    with pytest.raises(simulate.SimulationError, match=re.escape(message)):
        simulate.simulate(scenario, Several([Market(), falling]))


EVENTS = [
    Refinance(at=2, apr_ppm=60_000, months=24, fee=100_00, cash_out=50_00),
    Refinance(at=2, apr_ppm=60_000, payment=900_00, cash_in=1_00),
    Refinance(at=date(2024, 3, 9), apr_ppm=60_000, months=24, fee=100_00),
    Extra(at=2, cents=5_000_00),
    Extra(at=1, cents=300_00, every_months=1, lower_payment=True),
    Defer(at=1, months=2, capitalize=True),
    Skip(at=2, months=3),
    NewRate(at=2, apr_ppm=240_000),
    Paid(at=date(2024, 4, 9), cents=7_500_00),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
@pytest.mark.parametrize("daily", [False, True])
def test_an_event_changes_only_the_markets_in_which_something_is_owed(event, daily):
    """In the second market the first van pays for the next one, and in the third for most of it."""
    markets = [
        Market(),
        *(Market(points=((0, 1_000_000), (1, up))) for up in (2_000_000, 1_270_000)),
    ]
    first, second = van(20_000_00), van(10_000_00, daily=daily)
    second = evolve(second, keep_months=10, events=(event,))
    scenario = Scenario(title="x", start=date(2024, 1, 31), purchases=(first, second))
    together = simulate.simulate(scenario, Several(markets))

    for number, market in enumerate(markets):
        ledger = simulate.simulate(scenario, market)
        assert postings(ledger.entries) == postings(together.entries, number)
        assert changes(ledger) == changes(together, number)
    assert [True, False, True] == [
        cell(together.contracts[1].owed, number) > 0 for number in range(3)
    ]
