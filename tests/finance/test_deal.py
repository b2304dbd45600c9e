"""The lines of the buyer's order."""

import pytest

from tradein.finance import deal
from tradein.finance.deal import TradeIn
from tradein.finance.terms import DealTerms, TaxRule, TradeInTerms

TRADED = TradeInTerms()


def struck(terms, trade_in=None, base=0):
    return deal.price_deal(terms, trade_in, base)


def test_a_plain_purchase_finances_its_price():
    plain = struck(DealTerms(price=20_000_00))

    assert (20_000_00, 0, 0, 0, 0) == (
        plain.amount_financed,
        plain.tax,
        plain.cash_due,
        plain.cash_back,
        plain.put_in,
    )


def test_every_line_of_the_order_by_hand():
    terms = DealTerms(
        price=31_400_00,
        down=1_000_00,
        rebate=500_00,
        fees=(("doc", 150_00), ("title", 220_00)),
        products=(("GAP", 795_00), ("service contract", 2_400_00)),
        tax=TaxRule(rate_ppm=62_500, taxes=("doc",)),
    )
    order = struck(terms, None, 33_200_00)

    assert 1_971_88 == order.tax  # 6.25 % of 31,550 is 1,971.875
    assert (370_00, 3_195_00, 500_00, 1_000_00) == (
        order.fees,
        order.products,
        order.rebate,
        order.down,
    )
    assert 35_436_88 == order.amount_financed
    assert (1_000_00, 1_500_00) == (order.cash_due, order.put_in)
    assert (None, 33_200_00) == (order.trade_in, order.base)


@pytest.mark.parametrize(
    ("cash", "max_ltv_ppm", "owed", "financed"),
    [
        (0, None, 1_540_00, 28_540_00),
        (1_500_00, None, 1_435_00, 26_935_00),
        (3_000_00, None, 1_400_00, 25_400_00),
        (None, None, 1_400_00, 26_400_00),
        (0, 1_000_000, 1_540_00, 25_000_00),
    ],
)
def test_the_tax_on_what_is_rolled_in_is_on_what_no_cash_pays(cash, max_ltv_ppm, owed, financed):
    """What a lender's limit leaves to be paid in cash stays taxed."""
    agreed = TradeInTerms(allowance=5_000_00, cash=cash)
    terms = DealTerms(
        price=25_000_00,
        tax=TaxRule(rate_ppm=70_000, rolled_in_taxed=True),
        trade_in=agreed,
        max_ltv_ppm=max_ltv_ppm,
    )
    order = struck(terms, deal.settle_trade_in(agreed, 7_000_00, 0), 25_000_00)

    assert (owed, financed) == (order.tax, order.amount_financed)


def test_the_second_deal_of_the_published_chain():
    old = deal.settle_trade_in(
        TradeInTerms(allowance=22_000_00, cash=1_000_00), 27_457_74, 22_960_34
    )
    terms = DealTerms(
        price=41_250_00,
        tax=TaxRule(rate_ppm=62_500),
        trade_in=TradeInTerms(allowance=22_000_00, cash=1_000_00),
    )
    order = struck(terms, old, 41_250_00)

    assert (5_457_74, 1_000_00, -5_457_74) == (old.shortfall, old.paid, old.equity)
    assert (1_203_13, 4_457_74, 46_910_87) == (order.tax, order.rolled_in, order.amount_financed)
    assert (1_000_00, 0) == (order.cash_due, order.put_in)


def test_what_was_not_agreed_about_the_trade_is_the_value_and_the_balance():
    old = deal.settle_trade_in(TRADED, 10_000_00, 8_000_00)

    assert (8_000_00, 10_000_00, 0) == (old.allowance, old.payoff, old.paid)


def test_what_was_agreed_about_the_trade_prevails():
    terms = TradeInTerms(allowance=9_000_00, payoff=10_050_00)
    old = deal.settle_trade_in(terms, 10_000_00, 8_000_00)

    assert (9_000_00, 10_050_00, 1_050_00) == (old.allowance, old.payoff, old.shortfall)


def test_an_allowance_and_a_payoff_of_nothing_are_agreed_too():
    old = deal.settle_trade_in(TradeInTerms(allowance=0, payoff=0), 10_000_00, 8_000_00)

    assert (0, 0) == (old.allowance, old.payoff)


@pytest.mark.parametrize(
    ("cash", "paid"), [(0, 0), (500_00, 500_00), (2_000_00, 2_000_00), (2_500_00, 2_000_00)]
)
def test_cash_pays_the_shortfall_and_no_more(cash, paid):
    assert paid == deal.settle_trade_in(TradeInTerms(cash=cash), 10_000_00, 8_000_00).paid


def test_all_the_shortfall_may_be_paid_in_cash():
    assert 2_000_00 == deal.settle_trade_in(TradeInTerms(cash=None), 10_000_00, 8_000_00).paid
    assert 0 == deal.settle_trade_in(TradeInTerms(cash=None), 8_000_00, 10_000_00).paid


def test_cash_beyond_the_shortfall_is_a_down_payment():
    terms = DealTerms(price=20_000_00, trade_in=TradeInTerms(cash=2_500_00))
    order = struck(terms, deal.settle_trade_in(terms.trade_in, 10_000_00, 8_000_00))

    assert (500_00, 0, 19_500_00, 2_500_00) == (
        order.down,
        order.rolled_in,
        order.amount_financed,
        order.cash_due,
    )


def test_paying_all_of_the_shortfall_is_no_down_payment():
    terms = DealTerms(price=20_000_00, trade_in=TradeInTerms(cash=None))
    order = struck(terms, deal.settle_trade_in(terms.trade_in, 10_000_00, 8_000_00))

    assert (0, 20_000_00, 2_000_00) == (order.down, order.amount_financed, order.cash_due)


def test_a_shortfall_that_nobody_pays_is_rolled_in():
    order = struck(DealTerms(price=20_000_00), deal.settle_trade_in(TRADED, 10_000_00, 8_000_00))

    assert (2_000_00, 22_000_00, 0) == (order.rolled_in, order.amount_financed, order.cash_due)


def test_equity_is_put_into_the_next_vehicle():
    order = struck(DealTerms(price=20_000_00), deal.settle_trade_in(TRADED, 8_000_00, 10_000_00))

    assert (0, 18_000_00, 2_000_00) == (order.rolled_in, order.amount_financed, order.put_in)


def test_the_textbook_deal_counts_the_allowance_and_not_what_the_vehicle_fetches():
    terms = DealTerms(
        price=43_500_00,
        products=(("service contract", 2_200_00), ("GAP", 900_00)),
        trade_in=TradeInTerms(allowance=18_000_00),
    )
    old = deal.settle_trade_in(terms.trade_in, 15_000_00, 16_500_00)
    order = struck(terms, old, 45_000_00)

    assert 3_000_00 == old.equity
    assert 43_600_00 == order.amount_financed


def test_what_is_left_over_goes_back_to_the_buyer():
    order = struck(DealTerms(price=5_000_00), deal.settle_trade_in(TRADED, 0, 8_000_00))

    assert (0, 3_000_00, 5_000_00) == (order.amount_financed, order.cash_back, order.put_in)


def test_a_down_payment_can_leave_less_to_finance_than_was_rolled_in():
    terms = DealTerms(price=5_000_00, down=6_500_00)
    order = struck(terms, deal.settle_trade_in(TRADED, 10_000_00, 8_000_00))

    assert (500_00, 500_00, 6_500_00) == (
        order.amount_financed,
        order.rolled_in,
        order.cash_due,
    )


def test_what_is_over_the_lenders_cap_is_paid_in_cash():
    order = struck(DealTerms(price=25_000_00, max_ltv_ppm=1_100_000), None, 21_000_00)

    assert (23_100_00, 1_900_00, 1_900_00, 0) == (
        order.amount_financed,
        order.cash_over_cap,
        order.cash_due,
        order.down,
    )


def test_the_lenders_cap_lets_in_so_much_of_an_old_debt():
    terms = DealTerms(price=21_000_00, max_ltv_ppm=1_100_000)
    order = struck(terms, TradeIn(8_000_00, 10_500_00, 0), 21_000_00)

    assert (23_100_00, 400_00, 2_500_00) == (
        order.amount_financed,
        order.cash_over_cap,
        order.rolled_in,
    )


def test_the_cap_in_dollars_is_rounded_down_to_the_cent():
    order = struck(DealTerms(price=10_00, max_ltv_ppm=666_666), None, 10_00)

    assert (6_66, 3_34) == (order.amount_financed, order.cash_over_cap)


def test_a_cap_of_nothing_finances_nothing():
    order = struck(DealTerms(price=10_00, max_ltv_ppm=0), None, 10_00)

    assert (0, 10_00, 0) == (order.amount_financed, order.cash_due, order.cash_back)


def test_a_loan_below_the_cap_is_not_touched():
    order = struck(DealTerms(price=10_00, max_ltv_ppm=1_000_000), None, 10_00)

    assert (10_00, 0) == (order.amount_financed, order.cash_over_cap)


def effective(value, owed, trade_in, refund=0, **terms):
    """The deal at a price of 30,000 without its over-allowance, checked to be the same loan."""
    terms = DealTerms(**{"price": 30_000_00, "trade_in": trade_in} | terms)
    signed = struck(terms, deal.settle_trade_in(trade_in, owed, value, refund), 10_000_00)
    worked_out = deal.effective_deal(signed, terms, value)

    same = ("tax", "amount_financed", "cash_over_cap", "cash_back", "cash_due")
    assert [getattr(signed, name) for name in same] == [getattr(worked_out, name) for name in same]
    return worked_out


def parts(order):
    """The effective price, the old debt, what is put in, and the cash down."""
    return order.price, order.rolled_in, order.put_in, order.down


def allowed(dollars, **others):
    return TradeInTerms(allowance=dollars * 100, **others)


def test_what_is_allowed_above_the_value_is_a_lower_price_and_old_debt():
    """Owed 27,300, worth 16,500, allowed 27,300; price 30,957, down 4,400."""
    order = effective(16_500_00, 27_300_00, allowed(27_300), price=30_957_00, down=4_400_00)

    assert (20_157_00, 10_800_00, 4_400_00, 4_400_00) == parts(order)


@pytest.mark.parametrize(
    ("value", "owed", "lines"),
    [
        (10_000_00, 0, (28_000_00, 0, 10_000_00, 0)),
        (10_000_00, 4_000_00, (28_000_00, 0, 6_000_00, 0)),
        (10_000_00, 11_000_00, (28_000_00, 1_000_00, 0, 0)),
        (10_000_00, 15_000_00, (28_000_00, 5_000_00, 0, 0)),
        (12_000_00, 15_000_00, (30_000_00, 3_000_00, 0, 0)),
        (14_000_00, 15_000_00, (30_000_00, 3_000_00, 0, 0)),
    ],
    ids=["no debt", "equity", "equity on paper", "shortfall", "no more", "less"],
)
def test_an_allowance_of_12_000_at_several_values_and_debts(value, owed, lines):
    assert lines == parts(effective(value, owed, allowed(12_000)))


def test_a_deal_without_a_trade_in_is_its_own_effective_deal():
    order = struck(DealTerms(price=10_00))

    assert order == deal.effective_deal(order, DealTerms(price=10_00), 0)


def test_the_payoff_counts_and_not_the_balance():
    order = effective(10_000_00, 11_000_00, allowed(12_000, payoff=11_500_00))

    assert (28_000_00, 1_500_00, 0, 0) == parts(order)


def test_a_refund_to_the_old_lender_leaves_less_old_debt():
    order = effective(10_000_00, 11_000_00, allowed(12_000), refund=400_00)

    assert (28_000_00, 600_00, 0, 0) == parts(order)


@pytest.mark.parametrize(
    ("cash", "lines"),
    [
        (300_00, (28_000_00, 2_700_00, 0, 0)),
        (1_000_00, (28_000_00, 2_000_00, 0, 0)),
        (2_500_00, (28_000_00, 500_00, 0, 0)),
        (3_500_00, (28_000_00, 0, 500_00, 500_00)),
        (None, (28_000_00, 2_000_00, 0, 0)),
    ],
    ids=["part", "all as signed", "more than that", "more than is owed", "all"],
)
def test_cash_for_the_shortfall_pays_the_old_debt_that_an_over_allowance_hides(cash, lines):
    """Owed 13,000 on what is worth 10,000: short by 1,000 as signed, by 3,000 in effect."""
    assert lines == parts(effective(10_000_00, 13_000_00, allowed(12_000, cash=cash)))


@pytest.mark.parametrize(
    ("cap_ppm", "lines"),
    [
        (2_700_000, (25_000_00, 5_000_00, 3_000_00, 0)),
        (400_000, (25_000_00, 4_000_00, 25_000_00, 0)),
    ],
    ids=["above the old debt", "below it"],
)
def test_a_cap_lets_in_no_more_old_debt_than_is_financed(cap_ppm, lines):
    """30,000 is financed of a base of 10,000: the cap leaves 27,000, or 4,000."""
    order = effective(10_000_00, 15_000_00, allowed(15_000), max_ltv_ppm=cap_ppm)

    assert lines == parts(order)


def test_an_over_allowance_lowers_no_price_below_zero():
    """Of 15,000 above the value 9,000 are the price; the other 6,000 pay old debt."""
    order = effective(5_000_00, 20_000_00, allowed(20_000), price=9_000_00)

    assert (0, 9_000_00, 0, 0) == parts(order)


def test_an_over_allowance_that_leaves_nothing_to_finance_leaves_no_old_debt():
    order = effective(5_000_00, 2_000_00, allowed(20_000), price=9_000_00)

    assert (0, 0, 0, 0, 9_000_00) == (*parts(order), order.cash_back)


def test_tax_is_on_the_price_less_the_allowance_never_less_the_equity():
    terms = DealTerms(price=25_000_00, tax=TaxRule(rate_ppm=70_000), fees=(("title", 15_00),))
    order = struck(terms, TradeIn(5_000_00, 7_000_00, 0))

    assert (1_400_00, 28_415_00) == (order.tax, order.amount_financed)


def test_fees_and_products_of_one_name_are_both_taxed():
    terms = DealTerms(
        price=100_00,
        fees=(("doc", 100_00), ("title", 100_00)),
        products=(("doc", 100_00),),
        tax=TaxRule(rate_ppm=100_000, taxes=("doc",)),
    )

    assert 30_00 == struck(terms).tax


def test_everything_may_be_taxed():
    terms = DealTerms(
        price=100_00,
        fees=(("doc", 100_00),),
        products=(("GAP", 50_00),),
        tax=TaxRule(rate_ppm=100_000, taxes="all"),
    )

    assert 25_00 == struck(terms).tax


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": -1},
        {"price": 1_000_000_001},
        {"price": 1, "down": -1},
        {"price": 1, "rebate": -1},
        {"price": 1, "max_ltv_ppm": 10_000_001},
        {"price": 1, "fees": (("doc", -1),)},
        {"price": 1, "products": (("GAP", 1_000_000_001),)},
    ],
)
def test_terms_beyond_the_limits_are_refused(wrong):
    with pytest.raises(ValueError, match="must be from"):
        DealTerms(**wrong)


@pytest.mark.parametrize("part", ["fees", "products"])
def test_there_are_at_most_forty_fees_and_forty_products(part):
    forty = tuple((f"{number}", 1) for number in range(40))

    assert 41 == struck(DealTerms(price=1, **{part: forty})).amount_financed
    with pytest.raises(ValueError, match="at most 40 fees and 40 products, not 41"):
        DealTerms(price=1, **{part: (*forty, ("one more", 1))})


@pytest.mark.parametrize("key", ["allowance", "payoff", "cash"])
def test_terms_of_a_trade_are_not_negative(key):
    with pytest.raises(ValueError, match=f"{key} must be from 0"):
        TradeInTerms(**{key: -1})


def test_the_price_is_a_whole_number_of_cents():
    with pytest.raises(TypeError, match="price must be a whole number"):
        DealTerms(price=100.0)
