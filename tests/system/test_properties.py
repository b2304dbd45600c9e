"""Properties of every loan, deal and chain: how more money, time or loss changes them, and what changes nothing.

Several plain statements are false by some cents, since a payment and each month's interest are rounded: those have a
slack, in multiples of what one cent a month grows to over the months in question.  Half cents occur at 6, 7.2, 12, 18
and 24 percent, so these rates are drawn often.

HYPOTHESIS_PROFILE=nightly runs 100,000 random examples of each property; the default, ci, the same 100 every time;
few, 25 of them, for a quick look.  Properties of whole chains, which take longer, have a fifth of these examples.
"""

import json
import random
import re
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers import playing, random_scenarios
from tradein.analysis import results
from tradein.engine import simulate
from tradein.finance import deal, loan, money
from tradein.finance.deal import TradeIn
from tradein.finance.terms import DealTerms, LoanTerms, TaxRule, TradeInTerms
from tradein.finance.value import Valuation, YearlyLoss
from tradein.report import json_document
from tradein.scenario.events import Extra
from tradein.scenario.model import Owned, Purchase, Scenario

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

OF_CHAINS = settings(max_examples=max(10, settings.default.max_examples // 5))

TIES = st.sampled_from((60_000, 72_000, 120_000, 180_000, 240_000))
RATES = TIES | st.sampled_from((0, 100, 360_000)) | st.integers(0, 360_000)
AMOUNTS = st.integers(1, 5_00) | st.integers(1_000_00, 90_000_00) | st.integers(1, money.LIMIT)
PRICES = st.integers(1, 5_00) | st.integers(5_000_00, 90_000_00)
MONTHS = st.sampled_from((1, 2, 12, 36, 60, 72, 75, 84, 96, 120)) | st.integers(1, 120)
SEEDS = st.integers(0, 10**9)


def growth(apr_ppm: int, months: int) -> Fraction:
    """What one cent a month grows to."""
    rate = Fraction(apr_ppm, 12_000_000)
    return ((1 + rate) ** months - 1) / rate if rate else Fraction(months)


def balance(amount: int, apr_ppm: int, months: int, month: int) -> int:
    """What is owed after some payments."""
    rows = loan.schedule(amount, apr_ppm, months)[:month]
    return rows[-1].balance if rows and len(rows) == month else amount * (month == 0)


def total(amount: int, apr_ppm: int, months: int) -> int:
    return sum(row.payment for row in loan.schedule(amount, apr_ppm, months))


def in_order(values: st.SearchStrategy[int]) -> st.SearchStrategy[list[int]]:
    """Two values, the smaller one first."""
    return st.lists(values, min_size=2, max_size=2).map(sorted)


@given(in_order(AMOUNTS), in_order(RATES), in_order(MONTHS))
def test_m1_a_larger_amount_a_higher_rate_or_a_shorter_term_never_lowers_the_payment(
    amounts, rates, terms
):
    easy = loan.level_payment(amounts[0], rates[0], terms[1])
    hard = loan.level_payment(amounts[1], rates[1], terms[0])

    assert easy <= hard


@given(PRICES, in_order(st.integers(0, 90_000_00)), RATES, MONTHS, st.data())
def test_m2_more_down_never_increases_the_gap_but_for_rounding(price, downs, apr_ppm, months, data):
    month = data.draw(st.integers(0, months))
    less, more = (
        deal.price_deal(DealTerms(price=price, down=down), None, price).amount_financed
        for down in downs
    )
    slack = 2 * growth(apr_ppm, month)

    assert balance(more, apr_ppm, months, month) <= balance(less, apr_ppm, months, month) + slack


@given(AMOUNTS, in_order(RATES), MONTHS)
def test_m3_a_higher_rate_never_lowers_what_is_paid_in_all_but_for_rounding(amount, rates, months):
    low, high = (total(amount, apr_ppm, months) for apr_ppm in rates)

    assert high >= low - 2 * growth(rates[1], months) - 2


@given(AMOUNTS, RATES, in_order(MONTHS))
def test_m4_a_longer_term_never_lowers_the_interest_but_for_rounding(amount, apr_ppm, terms):
    short, long = (total(amount, apr_ppm, months) - amount for months in terms)

    assert long >= short - 2 * growth(apr_ppm, terms[1]) - 2


@given(
    PRICES,
    st.integers(0, 60_000_00),
    in_order(st.integers(0, 60_000_00)),
    st.integers(0, 5_000_00),
    st.integers(0, 200_000),
)
def test_m5_a_higher_trade_in_value_never_raises_the_next_loan(
    price, payoff, allowances, cash, rate_ppm
):
    low, high = allowances

    assert traded(price, payoff, high, cash, rate_ppm) <= traded(price, payoff, low, cash, rate_ppm)


def traded(price, payoff, allowance, cash, rate_ppm, credit_cap=None):
    """The amount financed after a trade."""
    terms = DealTerms(
        price=price,
        tax=TaxRule(rate_ppm=rate_ppm, credit_cap=credit_cap),
        trade_in=TradeInTerms(allowance=allowance, cash=cash),
    )
    return deal.price_deal(
        terms, deal.settle_trade_in(terms.trade_in, payoff, 0), 0
    ).amount_financed


@given(
    st.integers(10_000_00, 90_000_00),
    st.integers(0, 60_000_00),
    st.integers(0, 60_000_00),
    st.integers(0, 5_000_00),
)
def test_m5_a_dollar_more_of_trade_in_value_lowers_the_gap_by_a_dollar(
    price, payoff, allowance, cash
):
    more = traded(price, payoff, allowance + 1_00, cash, 60_000, credit_cap=0)
    assume(more > 0)

    assert 1_00 == traded(price, payoff, allowance, cash, 60_000, credit_cap=0) - more


@given(
    st.integers(10_000_00, 90_000_00),
    st.integers(0, 60_000_00),
    st.integers(0, 60_000_00),
    st.sampled_from((62_500, 70_000)) | st.integers(0, 200_000),
)
def test_m5_with_a_tax_credit_a_dollar_more_lowers_the_gap_by_a_dollar_and_its_tax(
    price, payoff, allowance, rate_ppm
):
    assume(allowance + 1_00 <= price)
    more = traded(price, payoff, allowance + 1_00, 0, rate_ppm)
    assume(more > 0)
    lower = traded(price, payoff, allowance, 0, rate_ppm) - more

    assert abs(lower - 100 * (1 + Fraction(rate_ppm, 1_000_000))) <= 1


@given(AMOUNTS, RATES, MONTHS)
def test_m7_trading_later_never_raises_the_payoff(amount, apr_ppm, months):
    owed = [amount, *(row.balance for row in loan.schedule(amount, apr_ppm, months))]

    assert sorted(owed, reverse=True) == owed


STARTS = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def owned(amount, apr_ppm, months, start, events=(), daily=True, **others):
    """The answers on a loan that exists on the first day, a third of it from earlier vehicles."""
    turn = Owned(
        vehicle="van",
        owed=amount,
        rolled=amount // 3,
        loan=LoanTerms(apr_ppm=apr_ppm, months=months, daily=daily),
        valuation=Valuation(method=YearlyLoss(), worth=amount, age_months=12),
        events=tuple(events),
        **others,
    )
    return results.of(simulate.simulate(Scenario(title="Loan", start=start, purchases=(turn,))))


@given(st.integers(1_000_00, 90_000_00), RATES, MONTHS, STARTS)
def test_m7_by_the_day_trading_later_never_raises_the_payoff_either(amount, apr_ppm, months, start):
    owed = [row.payoff for row in owned(amount, apr_ppm, months, start).rows]

    assert sorted(owed, reverse=True) == owed


@given(
    st.integers(1_000_00, 90_000_00),
    RATES,
    st.integers(2, 60),
    STARTS,
    st.integers(1, 40),
    st.lists(st.integers(1, 3_000_00), min_size=1, max_size=3),
    st.booleans(),
)
def test_m6_extra_payments_never_raise_what_is_owed_later_nor_the_interest_but_for_rounding(
    amount, apr_ppm, months, start, day, extras, daily
):
    """By the day an extra payment between due dates has its interest rounded once more, by half a cent."""
    terms, kept = (amount, apr_ppm, months, start), {"keep_months": months, "daily": daily}
    days = (start + timedelta(days=min(day * number, 28 * months)) for number in (1, 2, 3))
    events = [Extra(at=on, cents=cents) for on, cents in zip(days, extras, strict=False)]
    plain, paid = owned(*terms, **kept), owned(*terms, events, **kept)

    slack = len(events) * growth(apr_ppm, months) if daily else 0

    for before, after in zip(plain.rows, paid.rows, strict=True):
        assert after.balance <= before.balance + slack
    assert paid.summary.total_interest <= plain.summary.total_interest + slack


@given(
    st.integers(1_000_00, 90_000_00),
    RATES,
    st.integers(2, 60),
    STARTS,
    st.integers(1, 50),
    st.lists(st.integers(0, 3_000_00), min_size=2, max_size=2),
    st.booleans(),
)
def test_x10_an_extra_payment_in_two_is_the_one_but_for_a_cent_a_layer(
    amount, apr_ppm, months, start, day, parts, daily
):
    on = start + timedelta(days=day)
    once, twice = (
        owned(amount, apr_ppm, months, start, [Extra(at=on, cents=c) for c in cents], daily)
        for cents in ([sum(parts)], parts)
    )

    assert once.rows == twice.rows
    for row in once.rows:
        layers = ({la.origin: la.balance for la in played.layers(row)} for played in (once, twice))
        whole, split = layers
        assert all(abs(whole.get(o, 0) - split.get(o, 0)) <= 1 for o in {*whole, *split})


@given(
    PRICES,
    st.integers(0, 60_000_00),
    st.integers(0, 60_000_00),
    st.integers(0, 90_000_00),
    in_order(st.integers(0, 2_000_000)),
)
def test_m8_a_lower_cap_never_raises_what_is_rolled_in(price, payoff, allowance, base, caps):
    low, high = (
        deal.price_deal(
            DealTerms(price=price, max_ltv_ppm=cap), TradeIn(allowance, payoff, 0), base
        ).rolled_in
        for cap in caps
    )

    assert low <= high


MONEY = st.sampled_from((0, 1, 1_000_00)) | st.integers(0, 60_000_00)


@given(PRICES, MONEY, MONEY, MONEY, MONEY, MONEY, MONEY, st.sampled_from((None, 0, 600_000)))
def test_price_and_allowance_raised_together_are_the_same_effective_deal(
    price, down, cash, payoff, value, more, base, cap
):
    """The tax stays the same too, with full credit for the allowance."""
    raised = [
        DealTerms(
            price=price + over,
            down=down,
            tax=TaxRule(rate_ppm=62_500),
            trade_in=TradeInTerms(allowance=value + over, cash=cash),
            max_ltv_ppm=cap,
        )
        for over in (0, more)
    ]
    plain, over = (
        deal.effective_deal(
            deal.price_deal(terms, deal.settle_trade_in(terms.trade_in, payoff, value), base),
            terms,
            value,
        )
        for terms in raised
    )

    assert plain == over


@given(PRICES, MONEY, st.none() | MONEY, MONEY, MONEY, MONEY, st.sampled_from((None, 600_000)))
def test_an_effective_deal_adds_up_and_has_no_amount_below_zero(
    price, down, cash, payoff, value, allowance, cap
):
    agreed = TradeInTerms(allowance=allowance, cash=cash)
    terms = DealTerms(price=price, down=down, trade_in=agreed, max_ltv_ppm=cap)
    signed = deal.price_deal(terms, deal.settle_trade_in(agreed, payoff, value), price)
    order = deal.effective_deal(signed, terms, value)
    old = order.trade_in

    assert min(order.price, order.down, order.put_in, old.allowance, old.paid) >= 0
    assert 0 <= signed.rolled_in <= order.rolled_in <= order.amount_financed
    assert order.rolled_in <= signed.rolled_in + max(allowance - value, 0)
    assert order.price - old.equity - order.cash_due == order.amount_financed - order.cash_back
    assert allowance > value or order == signed


def bought(price, apr_ppm, months, **others):
    settings_ = {
        "vehicle": "van",
        "deal": DealTerms(price=price),
        "loan": LoanTerms(apr_ppm=apr_ppm, months=months),
        "valuation": Valuation(method=YearlyLoss(), msrp=price),
    }
    return Purchase(**settings_ | others)


def play(*turns):
    return results.of(simulate.simulate(Scenario(title="Chain", purchases=turns)))


@given(PRICES, RATES, st.integers(1, 84), in_order(st.integers(0, 1_000_000)))
def test_m9_a_faster_loss_of_value_never_lowers_the_gap(price, apr_ppm, months, losses):
    slow, fast = (
        play(
            bought(
                price,
                apr_ppm,
                months,
                valuation=Valuation(method=YearlyLoss(yearly_ppm=loss), msrp=price),
            )
        )
        for loss in losses
    )

    for before, after in zip(slow.rows, fast.rows, strict=True):
        assert before.gap <= after.gap


@given(st.integers(1, money.LIMIT // 20), st.integers(2, 20), RATES, MONTHS, st.data())
def test_x1_all_money_times_a_number_gives_that_times_the_balance(
    amount, times, apr_ppm, months, data
):
    month = data.draw(st.integers(0, months))
    once = balance(amount, apr_ppm, months, month)
    scaled = balance(times * amount, apr_ppm, months, month)

    assert abs(scaled - times * once) <= (times + 1) * growth(apr_ppm, month)


@given(AMOUNTS, AMOUNTS, RATES, MONTHS, st.data())
def test_x2_one_loan_is_owed_as_two_of_the_same_terms_are(amount, other, apr_ppm, months, data):
    month = data.draw(st.integers(0, months))
    apart = balance(amount, apr_ppm, months, month) + balance(other, apr_ppm, months, month)
    together = balance(amount + other, apr_ppm, months, month)

    assert abs(together - apart) <= 3 * growth(apr_ppm, month)


def written(text: str) -> str:
    """The document of a scenario's text, in its written form."""
    try:
        return json.dumps(json_document.scenario(playing.simulated(text)))
    except simulate.SimulationError as refused:
        return f"refused: {refused}"


def random_chain(seed):
    return random_scenarios.scenario(random.Random(seed))


@OF_CHAINS
@given(SEEDS)
def test_x3_four_hundred_years_later_only_the_dates_are_others(seed):
    scenario = random_chain(seed)
    assume(not random_scenarios.taxed_by_day(scenario))
    scenario.setdefault("start", random.Random(seed).choice(random_scenarios.STARTS))
    if "history" in scenario.get("market", {}):  # which is about those very years
        del scenario["market"]
    now = written(random_scenarios.as_yaml(scenario))
    assume(not now.startswith("refused"))

    assert now == re.sub(
        r'(?<=": ")[0-9]{4}(?=-[0-9]{2}-[0-9]{2}")',
        lambda year: f"{int(year.group()) - 400}",
        written(random_scenarios.as_yaml(in_400_years(scenario))),
    )


def in_400_years(node):
    """The same settings with every date so much later."""
    if isinstance(node, dict):
        return {key: in_400_years(child) for key, child in node.items()}
    if isinstance(node, list):
        return [in_400_years(child) for child in node]
    dated = re.fullmatch("([0-9]{4})(-[0-9]{2}-[0-9]{2})", node)
    return f"{int(dated[1]) + 400}{dated[2]}" if dated else node


UNQUOTED = ("yes", "no", "true", "false")
WORDED = "negative_amortization"
"""Whose `no` is a word, beside `allowed`."""
ORDERED = ("table", "appraisals", "market")


def shuffled(node, rng, key=""):
    """The same settings with the keys of every mapping in another order, but where months must increase."""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        children = [shuffled(child, rng, key) for child in node]
        return rng.sample(children, len(children)) if key == "taxes" else children
    pairs = [(name, shuffled(child, rng, name)) for name, child in node.items()]
    return dict(pairs if key in ORDERED else rng.sample(pairs, len(pairs)))


def scalar(text, rng):
    """A text in one of the ways to quote it."""
    if text in UNQUOTED:
        return text
    doubled = text.replace("'", "''")
    ways = (random_scenarios.scalar(text), json.dumps(text), f"'{doubled}'")
    return rng.choice(ways)


def lines(node, rng):
    """Block YAML, indented by two or three, with comments and blank lines about."""
    indent = rng.choice(("  ", "   "))
    block = []
    for child in node if isinstance(node, list) else node.items():
        key, value = (
            ("-", child) if isinstance(node, list) else (f"{scalar(child[0], rng)}:", child[1])
        )
        if isinstance(value, str):
            block.append(f"{key} {scalar(value, rng)}{rng.choice(('', '', '   # so it is'))}")
        else:
            block += [key, *(f"{indent}{line}" for line in lines(value, rng))]
        block += rng.choice(([], [], [], [""], ["# a word on it"], ["      # and another"]))
    return block


@OF_CHAINS
@given(SEEDS, st.sampled_from(("\n", "\r\n")))
def test_x4_order_comments_quotes_and_line_ends_change_nothing(seed, end):
    scenario, rng = random_chain(seed), random.Random(seed)
    text = "".join(f"{line}{end}" for line in lines(shuffled(scenario, rng), rng))

    assert written(random_scenarios.as_yaml(scenario)) == written(text)


@OF_CHAINS
@given(SEEDS)
def test_x5_another_name_changes_nothing_but_the_name(seed):
    scenario = random_chain(seed)
    before = written(random_scenarios.as_yaml(scenario))
    assume(not before.startswith("refused"))
    before = json.loads(before)
    given_in = "trade_in" in scenario["purchases"][0]  # a vehicle that has no entry of its own
    number = random.Random(seed).randrange(given_in, len(before["purchases"]))
    scenario["purchases"][number - given_in]["vehicle"] = "another name"
    before["purchases"][number]["vehicle"] = "another name"
    for debt in before["debts"]:
        debt["vehicle"] = "another name" if debt["origin"] == number + 1 else debt["vehicle"]

    assert before == json.loads(written(random_scenarios.as_yaml(scenario)))


@given(AMOUNTS, RATES, st.integers(2, 120), st.data())
def test_x6_a_trade_that_changes_nothing_changes_the_payment_by_rounding_only(
    amount, apr_ppm, months, data
):
    kept = data.draw(st.integers(0, months - 1))
    owed = balance(amount, apr_ppm, months, kept)
    assume(owed > 0)
    second = bought(owed, apr_ppm, months - kept)
    same = TradeInTerms(allowance=owed, payoff=owed)
    played = play(
        bought(amount, apr_ppm, months, keep_months=kept),
        Purchase(
            vehicle="the same van",
            deal=DealTerms(price=owed, trade_in=same),
            loan=second.loan,
            valuation=second.valuation,
        ),
    )
    first, after = (contract.loan.payment for contract in played.ledger.contracts)

    assert 0 == played.ledger.contracts[1].rolled
    assert abs(after - first) <= growth(apr_ppm, months) / growth(apr_ppm, months - kept)


@given(AMOUNTS, RATES, MONTHS)
def test_x7_a_chain_of_one_purchase_is_the_plain_loan(amount, apr_ppm, months):
    rows = play(bought(amount, apr_ppm, months)).rows

    assert loan.schedule(amount, apr_ppm, months) == [
        (row.month, row.payment, row.interest, row.principal, row.balance) for row in rows[1:]
    ]


@given(PRICES, st.integers(0, 60_000_00), st.integers(0, 1_000_00))
def test_x8_a_trade_at_the_value_rolls_nothing_and_a_cent_more_rolls_a_cent(price, worth, down):
    terms = DealTerms(price=price + down, down=down)
    even, short = (
        deal.price_deal(terms, deal.settle_trade_in(TradeInTerms(), payoff, worth), 0)
        for payoff in (worth, worth + 1)
    )

    assert (0, 0, price) == (even.rolled_in, even.trade_in.paid, even.amount_financed)
    assert (1, 0, price + 1) == (short.rolled_in, short.trade_in.paid, short.amount_financed)


def ending_at(scenario, months):
    """The scenario with another end, and without those events of the last vehicle that it leaves no month for."""
    *turns, last = scenario["purchases"]
    known = [event for event in last.get("events", []) if "month" in event]
    events = [event for event in known if random_scenarios.in_months(event["month"]) <= months]
    last = {key: part for key, part in last.items() if key != "events"}
    last |= {"keep": f"{months} months"} | ({"events": events} if events else {})
    return scenario | {"purchases": [*turns, last]}


@OF_CHAINS
@given(SEEDS, in_order(st.integers(0, 150)))
def test_x9_a_shorter_run_is_the_beginning_of_the_longer_one(seed, horizons):
    scenario = random_chain(seed)
    short, long = (
        written(random_scenarios.as_yaml(ending_at(scenario, months))) for months in horizons
    )
    assume(not long.startswith("refused") and not short.startswith("refused"))
    begun, whole = json.loads(short), json.loads(long)
    assume(not begun["purchases"][-1]["sale"])  # a sale comes when the vehicle is kept no longer

    assert begun["months"] == whole["months"][: len(begun["months"])]
    assert begun["purchases"][:-1] == whole["purchases"][:-1]


def as_json(node):
    """The scenario as JSON, where only yes and no are no texts."""
    if isinstance(node, dict):
        pairs = (
            f"{json.dumps(key)}: {json.dumps(child) if key == WORDED else as_json(child)}"
            for key, child in node.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(as_json(child) for child in node) + "]"
    return {"yes": "true", "no": "false"}.get(node, node) if node in UNQUOTED else json.dumps(node)


@OF_CHAINS
@given(SEEDS)
def test_x12_a_scenario_written_again_as_json_gives_the_same_document(seed):
    scenario = random_chain(seed)

    assert written(random_scenarios.as_yaml(scenario)) == written(as_json(scenario))
