"""Loans of other shapes in whole chains: rounding up, lender fees, balloons, weekly payments and precomputed charges."""

from datetime import date
from fractions import Fraction

import numpy as np
import numpy_financial
import pytest

from helpers import playing
from tradein.analysis import disclosure, payoff, scheduled_payments, warnings
from tradein.analysis.results import rule_of_78_cost
from tradein.engine.ledger import INTEREST, LOAN
from tradein.engine.simulate import SimulationError
from tradein.finance import loan, precomputed
from tradein.finance.terms import PrecomputedTerms
from tradein.report.narrative import chain
from tradein.report.tables import disclosure as tables
from tradein.scenario import reader

START = "start: 2025-01-31\n"


def turn(terms, price=30_000, more=""):
    """The text of one purchase without tax, bought for its price by a loan."""
    head = f"  - vehicle: it\n    price: {price}\n    tax: {{rate: 0%}}\n"
    return f"{START}purchases:\n{head}    loan: {{{terms}}}\n{more}"


def played(terms, price=30_000, more=""):
    return playing.simulated(turn(terms, price, more))


def paid(run):
    return [row.payment for row in run.rows[1:]]


def fitting(balance, apr, months, balloon=0):
    """The exact level payment in cents, as a fraction."""
    rate = Fraction(apr) / 1200
    worth = (1 + rate) ** -months
    return (balance - balloon * worth) * rate / (1 - worth)


def test_a_payment_rounded_up_makes_the_last_one_smaller():
    up, nearest = (
        paid(played(f"apr: 7%, months: 60, rounding: {way}")) for way in ("up", "nearest")
    )
    exact = fitting(30_000_00, 7, 60)

    assert 0 < up[0] - exact < 1
    assert abs(nearest[0] - exact) <= Fraction(1, 2)
    assert up[-1] < up[0]
    assert 60 == len(up) == len(nearest)


def test_a_payment_rounded_down_leaves_the_cents_to_the_last_one():
    """$100 over 36 months at 0 %: 35 payments of $2.77, and $3.05, by hand."""
    interest = "apr: 7%, months: 60, rounding: down"
    for more in ("", ", interest: daily", ", interest: precomputed"):
        payments = paid(played(interest + more))

        assert payments[0] <= fitting(30_000_00, 7, 60) + 3_00
        assert payments[-1] > payments[0] == payments[-2]
    free = paid(played("apr: 0%, months: 36, rounding: down", price=100))

    assert [2_77] * 35 + [3_05] == free


@pytest.mark.parametrize("way", ["up", "down"])
@pytest.mark.parametrize("event", ["extra: 2000, then: lower payment", "rate: 4%"])
def test_a_payment_worked_out_anew_is_rounded_and_leaves_the_balloon(event, way):
    events = f"    events: [{{month: 12, {event}}}]\n"
    run = played(f"apr: 6%, months: 48, rounding: {way}, balloon: 8000", more=events)
    after = run.rows[13].payment
    exact = fitting(run.rows[12].balance, 4 if "rate" in event else 6, 36, 8_000_00)

    assert 0 <= (after - exact if way == "up" else exact - after) < 1
    assert abs(paid(run)[-1] - after - 8_000_00) < 48
    assert (way == "up") == (paid(run)[-1] - after <= 8_000_00)


def test_a_balloon_is_at_most_what_is_owed_when_a_payment_is_worked_out_anew():
    """$3,000 left of a balloon of $8,000: each payment is the interest alone, at 6 % $15."""
    events = "    events: [{month: 1, extra: 26571.67, then: lower payment}]\n"
    run = played("apr: 6%, months: 48, balloon: 8000", more=events)
    first = run.rows[1]

    assert 30_000_00 + 150_00 - 556_67 - 26_571_67 == first.balance == 3_021_66
    assert [15_11] * 46 == paid(run)[1:-1]
    assert 3_021_66 + 15_11 == paid(run)[-1]


def test_a_refinancing_pays_the_balloon_off_and_rounds_as_before():
    events = "    events: [{month: 12, refinance: {apr: 5%, months: 24}}]\n"
    run = played("apr: 6%, months: 48, rounding: up, balloon: 8000", more=events)
    exact = fitting(run.rows[12].balance, 5, 24)

    assert 0 <= run.rows[13].payment - exact < 1
    assert 36 == run.ledger.months
    assert paid(run)[-1] <= run.rows[13].payment


def test_a_balloon_is_no_reason_to_doubt_a_last_payment():
    known = "apr: 6%, months: 48, payment: 556.67"

    assert [] == warnings.raised(played(f"{known}, balloon: 8000").turns)
    assert 1 == len(warnings.raised(played(known).turns))
    assert 1 == len(warnings.raised(played(f"{known}, balloon: 7000").turns))


def test_what_would_fit_beside_a_balloon_is_told():
    """Half of the payment that would fit leaves far more than the balloon."""
    (doubt,) = warnings.raised(played("apr: 6%, months: 48, payment: 278.33, balloon: 8000").turns)

    assert doubt.message.endswith("; $556.67 would fit the term")


def test_the_lenders_fee_is_lent_and_counted_but_not_financed():
    """12 CFR 1026.18(b)(3): the amount financed is less the prepaid finance charge."""
    run = played("apr: 6%, months: 48, fee: 195")
    box = disclosure.of(run.ledger)[0].box
    signed = run.turns[0].at_signing

    assert (30_195_00, 195_00) == (run.rows[0].balance, signed.fees)
    assert run.rows[0].gap == signed.price_over_value + 195_00
    assert (30_000_00, 195_00) == (box.amount_financed, box.prepaid_finance_charge)
    assert sum(paid(run)) - 30_000_00 == box.finance_charge
    assert 6 < box.apr
    assert 0 == box.items.fees


def test_the_lenders_fee_is_never_taxed():
    taxed = turn("apr: 6%, months: 48, fee: 195").replace("0%", "5%, taxes: all", 1)
    deal = (
        playing.simulated(taxed.replace("    loan", "    fees: 100\n    loan"))
        .ledger.contracts[0]
        .deal
    )

    assert (1_505_00, 295_00) == (deal.tax, deal.fees)


def test_a_short_first_period_at_a_high_rate_may_end_a_daily_loan_early():
    """A month's interest saved on the first day is worth many payments in the end."""
    run = played("apr: 36%, months: 96, interest: daily, level_by: months, first_payment: 1 day")

    assert 60 < run.ledger.months < 96
    assert loan.level_payment(30_000_00, 360_000, 96) == run.rows[1].payment


# Day counts

BASES = {
    "actual/365": 365,
    "actual/360": 360,
    "actual/365.25": Fraction(1461, 4),
    "actual/366": 366,
}
BY_DAYS = "apr: 6%, months: 48, interest: daily, day_count"


def rounded(exact):
    return int(exact + Fraction(1, 2))


@pytest.mark.parametrize("day_count", BASES)
def test_a_day_bears_what_the_day_count_says(day_count):
    """28 days of February on $30,000, then the payoff, its per diem and the schedule at signing."""
    run = played(f"{BY_DAYS}: {day_count}")
    first, quote = entries(run)[0], payoff.quote(run.ledger, date(2025, 3, 15), 10)
    a_day = Fraction(quote.balance * 6, 100) / BASES[day_count]

    assert (
        rounded(Fraction(30_000_00 * 6 * 28, 100) / BASES[day_count]) == first.postings[INTEREST, 1]
    )
    assert (rounded(15 * a_day), rounded(a_day)) == (quote.interest, quote.per_diem)
    assert quote.balance + rounded(25 * a_day) == quote.later
    assert sum(paid(run)) == sum(
        row.payment for row in scheduled_payments.payments(run.ledger.contracts[0])
    )


def test_the_default_is_a_365th():
    assert paid(played(f"{BY_DAYS}: actual/365")) == paid(
        played("apr: 6%, months: 48, interest: daily")
    )


@pytest.mark.parametrize("event", ["refinance: {apr: 5%, months: 24}", "rate: 5%"])
def test_a_refinancing_and_a_new_rate_keep_the_day_count(event):
    """31 January to 28 February 2026 are 28 days at the new rate."""
    run = played(f"{BY_DAYS}: actual/360", more=f"    events: [{{month: 12, {event}}}]\n")
    balance = run.rows[12].balance

    assert rounded(Fraction(balance * 5 * 28, 36_000)) == run.rows[13].interest


def test_a_weekly_loan_by_the_day_has_the_day_count_too():
    run = played("apr: 9%, months: 60, frequency: weekly, interest: daily, day_count: actual/360")

    assert rounded(Fraction(30_000_00 * 9 * 7, 36_000)) == entries(run)[0].postings[INTEREST, 1]


# Payments that are not monthly

BIWEEKLY = "apr: 9%, months: 60, frequency: biweekly"


def entries(run, kind="paid"):
    return list(run.ledger.of(kind))


@pytest.mark.parametrize(
    ("often", "number", "first", "last"),
    [
        ("weekly", 260, "2025-02-07", "2030-01-25"),
        ("biweekly", 130, "2025-02-14", "2030-01-25"),
        ("semimonthly", 120, "2025-02-15", "2030-01-31"),
        ("monthly", 60, "2025-02-28", "2030-01-31"),
    ],
)
def test_payments_of_a_term_come_as_often_as_agreed(often, number, first, last):
    run = played(f"apr: 9%, months: 60, frequency: {often}")
    payments = entries(run)

    assert number == len(payments) == run.ledger.contracts[0].loan.payments
    assert [first, last] == [payments[0].date.isoformat(), payments[-1].date.isoformat()]
    assert 0 == run.rows[-1].balance


def test_a_row_has_the_payments_up_to_its_day():
    """28 February has those of the 14th and the 28th; July's 31st has three."""
    run = played(BIWEEKLY)
    each = run.ledger.contracts[0].loan.payment

    assert [2 * each] * 5 == [row.payment for row in run.rows[1:6]]
    days = [e.date.isoformat() for e in entries(run) if e.month == 12]
    assert ["2026-01-02", "2026-01-16", "2026-01-30"] == days
    assert 3 * each == run.rows[12].payment


def test_two_weeks_bear_a_26th_of_the_rate_and_days_between_their_share():
    run = played(BIWEEKLY)
    first, last = entries(run)[0], run.rows[2]
    balance = 30_000_00 - first.postings[LOAN, 1]

    assert round(Fraction(30_000_00 * 9, 2600)) == first.postings[INTEREST, 1]
    assert balance == 30_000_00 - (run.ledger.contracts[0].loan.payment - 103_85)
    share = Fraction(last.balance * 9 * 3, 2600 * 14)  # 28 to 31 March
    assert last.balance + int(share + Fraction(1, 2)) == last.payoff


def test_a_weekly_loan_by_the_day_counts_a_365th():
    run = played("apr: 9%, months: 60, frequency: weekly, interest: daily")
    first = entries(run)[0]

    assert round(Fraction(30_000_00 * 9 * 7, 36_500)) == first.postings[INTEREST, 1]


def test_a_first_payment_moves_all_that_follow():
    terms = "apr: 9%, months: 6, interest: daily, first_payment: 40 days, frequency"
    weekly = [e.date.isoformat() for e in entries(played(f"{terms}: weekly"))]
    half = [e.date.isoformat() for e in entries(played(f"{terms}: semimonthly"))]

    assert ["2025-03-12", "2025-03-19", "2025-03-26"] == weekly[:3]
    assert ["2025-03-12", "2025-03-27", "2025-04-12", "2025-04-27"] == half[:4]
    assert (26, 12) == (len(weekly), len(half))


def test_a_deferred_month_moves_the_end_by_its_payments():
    plain = played(BIWEEKLY)
    events = "    events: [{month: 12, defer: 1 month, capitalize: yes}]\n"
    run = played(BIWEEKLY, more=events)
    (change,) = run.ledger.changes

    assert (3, 0) == (len(entries(run, "skipped")), run.rows[12].payment)
    assert 1 == len(entries(run, "capitalised"))
    assert 130 - 23 == change.state.left  # 23 paid before; the 3 that passed are made at the end
    assert entries(plain)[-1].date < entries(run)[-1].date


def test_an_extra_payment_comes_on_its_own_day_between_two_others():
    events = "    events: [{date: 2025-02-20, extra: 500}, {date: 2025-02-28, extra: 100}]\n"
    run = played(BIWEEKLY, more=events)
    order = [(e.kind, e.date.isoformat()[5:]) for e in run.ledger.entries[1:5]]

    assert [("paid", "02-14"), ("extra", "02-20"), ("paid", "02-28"), ("extra", "02-28")] == order


def test_a_refinancing_keeps_the_frequency():
    events = "    events: [{month: 12, refinance: {apr: 5%, months: 24}}]\n"
    run = played(BIWEEKLY, more=events)
    (change,) = run.ledger.changes

    assert (52, 24 + 12) == (change.state.left, run.ledger.months)
    assert (
        loan.level_payment(change.state.balance, 50_000, 52, per_year=26)
        == change.state.loan.payment
    )


def test_half_payments_every_two_weeks_pay_a_loan_off_sooner():
    """Thirteen monthly payments a year: 60 months at 9 % take some 54."""
    half = loan.level_payment(30_000_00, 90_000, 60) // 2
    run = played(f"apr: 9%, frequency: biweekly, payment: {half / 100}")

    assert 53 <= run.ledger.months <= 55
    assert run.ledger.contracts[0].loan.payments is None


def test_a_payment_below_the_interest_of_two_weeks_is_refused():
    with pytest.raises(
        SimulationError, match=r"first period's interest of \$103.85.* in 780 payments"
    ):
        played("apr: 9%, frequency: biweekly, payment: 103.85")


def test_the_disclosure_says_how_often_payments_come():
    """Appendix J counts weeks, and with even ones the rate is the contract's."""
    run = played(BIWEEKLY)
    (statement,) = disclosure.of(run.ledger)
    told = tables.parts([statement])

    assert "129 payments of $286.97, biweekly from 2025-02-14; 1 of $286.33 on 2030-01-25." in told
    assert 900 == statement.box.apr_scaled(2)
    assert [1, 60] == [block.month for block in statement.box.payments]


@pytest.mark.parametrize("terms", [BIWEEKLY, "apr: 9%, months: 60, frequency: weekly"])
def test_a_quote_on_a_rows_day_is_its_payoff(terms):
    """Also after weeks in which nothing was paid, which interest is counted through."""
    events = "    events: [{month: 4, skip: 1 month}, {month: 8, rate: 7%}]\n"
    run = played(terms, more=events)

    for row in run.rows[1:-1]:
        assert row.payoff == payoff.quote(run.ledger, row.date, 0).payoff


def test_the_income_a_month_bounds_what_two_weeks_may_take():
    """15 % of $4,000 is $600 a month, $276.92 every two weeks."""
    text = turn(f"{BIWEEKLY}, max_pti: 15%").replace("purchases", "income: 4000\npurchases")
    (contract,) = playing.simulated(text).ledger.contracts

    assert 276_92 == contract.loan.payment
    assert contract.owed < 30_000_00


# Charges fixed at signing

FIXED = "apr: 12%, months: 48, interest: precomputed"


@pytest.mark.parametrize(
    ("charge", "months", "paid", "refund"),
    [
        (100_00, 12, 3, 57_69),
        (1_800_00, 24, 6, 1_026_00),
        (1_800_00, 24, 12, 468_00),
        (1_800_00, 24, 18, 126_00),
        (1_800_00, 24, 0, 1_800_00),
        (1_800_00, 24, 24, 0),
    ],
)
def test_published_refunds_by_the_rule_of_78_are_met(charge, months, paid, refund):
    assert refund == precomputed.rule_of_78(charge, months, months - paid)


@pytest.mark.parametrize(("paid", "cost"), [(12, 141_29), (24, 131_14), (36, 52_84)])
def test_what_the_rule_of_78_costs_with_48_equal_payments(paid, cost):
    """$25,000 at 12 % and 48 payments of $658.35, the last one too; interest is not rounded."""
    left, charge, grown = (48 - paid) * 658_35, 48 * 658_35 - 25_000_00, Fraction(101, 100) ** paid
    unearned = Fraction(charge * (48 - paid) * (49 - paid), 48 * 49)

    assert round(unearned) == precomputed.rule_of_78(charge, 48, 48 - paid)
    assert cost == round(left - unearned - 25_000_00 * grown + 658_35 * (grown - 1) * 100)


@pytest.mark.parametrize(("paid", "cost"), [(12, 141_18), (24, 130_94), (36, 52_60), (48, 0)])
def test_the_cost_of_the_rule_of_78_is_stated_at_the_end_of_a_turn(paid, cost):
    run = played(FIXED, 25_000, f"    keep: {paid} months\n")
    month_by_month = played("apr: 12%, months: 48", 25_000, f"    keep: {paid} months\n")

    assert cost == rule_of_78_cost(run, run.turns[0])
    assert cost == run.rows[-1].balance - month_by_month.rows[-1].balance
    assert (cost > 0) == any("Rule of 78" in sentence for sentence in chain.simulate(run))


@pytest.mark.parametrize("months", [62, 72])
def test_over_61_months_a_refund_is_at_least_the_actuarial_one(months):
    """15 USC 1615(b): up to 61 months it may be less."""
    terms = f"apr: 12%, months: {months}"
    ruled = played(f"{terms}, interest: precomputed, refund: rule of 78")
    plain, default = played(terms), played(f"{terms}, interest: precomputed")
    shorter = played("apr: 12%, months: 61, interest: precomputed")

    last = [row.balance < 50 * 100 for row in plain.rows].index(True) - 3
    assert [r.balance for r in plain.rows[:last]] == [r.balance for r in ruled.rows[:last]]
    assert [r.balance for r in default.rows] == [r.balance for r in ruled.rows]
    assert shorter.rows[30].balance > played("apr: 12%, months: 61").rows[30].balance


def test_a_refund_below_a_dollar_is_none():
    """15 USC 1615(a)(3): $100 at 12 % over 12 months costs $6.62, of which 51 cents are 3 months'."""
    run = played("apr: 12%, months: 12, interest: precomputed", 100)
    plan = run.ledger.contracts[0].loan.plan
    refunds = [precomputed.rule_of_78(plan.charge, 12, 12 - paid) for paid in range(13)]

    for number, refund in enumerate(refunds):
        left = sum(plan.payments[number:])

        assert left - (refund if refund >= 100 else 0) == plan.balances[number]
    assert 51 == refunds[9]
    assert plan.charge == sum(row.interest for row in run.rows)


def test_an_add_on_charge_is_a_rate_of_the_whole_amount():
    """7 % added on to $10,000 for 5 years is $3,500: 60 payments of $225."""
    run = played("add_on: 7%, months: 60, interest: precomputed", 10_000)
    (contract,) = run.ledger.contracts
    (statement,) = disclosure.of(run.ledger)

    assert [225_00] * 60 == paid(run)
    assert 3_500_00 == sum(row.interest for row in run.rows)
    assert abs(numpy_financial.rate(60, -225, 10_000, 0) * 12e6 - contract.apr_ppm) <= 0.51
    assert abs(statement.box.apr * 10_000 - contract.apr_ppm) <= 0.51


def test_a_known_payment_of_a_fixed_charge_is_kept():
    run = played(f"{FIXED}, payment: 800")

    assert 800_00 == paid(run)[0]
    assert 48 == len(paid(run))


def test_a_charge_larger_than_the_loan_lets_the_balance_rise():
    """That is how the Rule of 78 counts, and no breach of the books."""
    run = played("apr: 36%, months: 60, interest: precomputed")

    assert run.rows[1].balance > run.rows[0].balance
    assert 0 == run.rows[-1].balance


def test_a_refinancing_pays_the_payoff_and_has_ordinary_interest():
    events = "    events: [{month: 12, refinance: {apr: 6%, months: 24}}]\n"
    run = played(FIXED, 25_000, events)
    (change,) = run.ledger.changes

    assert 141_18 == rule_of_78_cost(run, run.turns[0])
    assert change.state.balance == run.turns[0].contract.loan.plan.balances[12]
    assert loan.month_interest(change.state.balance, 60_000) == run.rows[13].interest


def test_a_quote_between_due_dates_earns_nothing():
    run = played(FIXED, 25_000)
    quote = payoff.quote(run.ledger, date(2025, 3, 10), 10)

    assert run.rows[1].balance == quote.payoff == quote.later
    assert 0 == quote.per_diem


@pytest.mark.parametrize("charge", [(None, None), (70_000, None), (70_000, "actuarial"), (0, None)])
@pytest.mark.parametrize("months", [1, 12, 61, 72])
def test_a_fixed_charge_in_several_markets_is_that_of_each(charge, months):
    amounts = [1, 37, 100_00, 25_000_00, 10**9]
    cells = np.array(amounts)
    terms = (120_000, months)

    def fixed(amount):
        level = loan.level_payment(amount, *terms)
        add_on, refund = charge
        fixed = PrecomputedTerms(add_on_ppm=add_on, refund=refund)
        return precomputed.plan(amount, *terms, level, fixed)

    together = fixed(cells)
    for number, amount in enumerate(amounts):
        alone = fixed(amount)

        assert [int(balance[number]) for balance in together.balances] == [*alone.balances]
        assert alone.apr_ppm == int(np.broadcast_to(together.apr_ppm, 5)[number])


SMALL = "apr: 12%, months: 24, payment: $300"


def test_negative_amortization_may_be_refused_where_it_is_assumed():
    """$30,000 at 12 % bears $300 in the first month; a cent of it left unpaid grows by compound interest."""
    assumed = turn(f"{SMALL}").replace(
        "purchases:", "assume: {loan: {negative_amortization: allowed}}\npurchases:"
    )

    assert 30_000_00 == playing.simulated(assumed).rows[23].balance
    with pytest.raises(SimulationError, match="does not cover more than"):
        playing.simulated(assumed.replace("$300}", "$300, negative_amortization: no}"))


def test_a_payment_without_a_term_goes_with_no_negative_amortization():
    run = played("apr: 12%, payment: $1000, negative_amortization: no")

    assert 0 == run.rows[-1].balance
    assert 0 < played(f"{FIXED}, negative_amortization: no", 25_000).rows[1].payment


def test_a_purchase_may_have_400_events():
    """400 extras of $1, of which the loan ends none sooner by more than their sum."""
    extras = [
        f"{{date: {2025 + n // 336}-{1 + n // 28 % 12:02}-{1 + n % 28:02}, extra: $1}}"
        for n in range(28, 429)
    ]
    text = "    events: [{}]\n"
    daily = "apr: 0%, months: 72, interest: daily"
    run = played(daily, more=text.format(", ".join(extras[:-1])))

    assert 30_000_00 - 400_00 - 15 * 416_67 == run.rows[15].balance
    with pytest.raises(reader.ScenarioError, match="400"):
        played(daily, more=text.format(", ".join(extras)))
