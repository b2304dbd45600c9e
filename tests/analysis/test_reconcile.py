"""Reconcile finds the kind of loan that produced the statements."""

from datetime import date

import pytest
from attrs import evolve

from helpers import playing
from tradein.analysis import payoff, reconcile
from tradein.engine import simulate
from tradein.finance import loan
from tradein.report.narrative import reconcile as sentences
from tradein.scenario import reader
from tradein.scenario.model import Statement

DAYS = (date(2022, 3, 31), date(2022, 7, 15), date(2023, 1, 31), date(2023, 11, 2))


def scenario(terms="apr: 9.4%, months: 72", more=""):
    text = f"""start: 2022-01-31
purchases:
  - vehicle: sedan
    price: $26,000
    tax: {{rate: 0%}}
    loan: {{{terms}}}
{more}"""
    return reader.read("scenario.yaml", text.encode()).scenario


def stated(by, days=DAYS):
    """Statements that a lender would send who reads the loan in some way."""
    ledger = simulate.simulate(by)
    return tuple(Statement(day, payoff.quote(ledger, day, 0).balance) for day in days)


@pytest.mark.parametrize(
    ("lender", "reading", "payment"),
    [
        ("apr: 9.4%, months: 72", "as written", None),
        ("apr: 9.4%, months: 72, interest: daily", "by the day", None),
        ("apr: 9.4%, months: 72, payment: $480", "by the month", 480_00),
        ("apr: 9.4%, months: 72, payment: $481.17, interest: daily", "by the day", 481_17),
        ("apr: 9.4%, months: 72, payment: $460", "by the month", 460_00),
        (
            "apr: 9.4%, months: 72, interest: daily, level_by: months",
            "by the day, level by months",
            None,
        ),
    ],
)
def test_the_reading_of_the_lender_is_found(lender, reading, payment):
    mine = evolve(scenario(), statements=stated(scenario(lender)))
    candidates = reconcile.readings(mine)
    best = reconcile.best(candidates)

    assert (reading, 0) == (best.reading, best.total)
    assert ({} if payment is None else {1: payment}) == best.payments


def test_a_loan_by_the_day_may_be_one_by_the_month():
    mine = scenario("apr: 9.4%, months: 72, interest: daily, first_payment: 40 days")
    candidates = reconcile.readings(evolve(mine, statements=stated(scenario())))

    assert ("by the month", 0) == (
        reconcile.best(candidates).reading,
        reconcile.best(candidates).total,
    )


def test_a_payment_level_by_months_may_be_one_level_by_days():
    theirs = scenario("apr: 9.4%, months: 72, interest: daily")
    mine = scenario("apr: 9.4%, months: 72, interest: daily, level_by: months")
    candidates = reconcile.readings(evolve(mine, statements=stated(theirs)))
    best = reconcile.best(candidates)

    assert ("by the day, level by days", 0) == (best.reading, best.total)
    assert sentences.best_fit(candidates, best).endswith(
        "Write `interest: daily` and `level_by: days` in the loan."
    )


@pytest.mark.parametrize(
    ("terms", "tried"),
    [
        ("apr: 9.4%, months: 72", ["by the day", "by the day, level by months"]),
        (
            "apr: 9.4%, months: 72, interest: daily",
            ["by the month", "by the day, level by months"],
        ),
        ("apr: 9.4%, months: 72, payment: $470", ["by the day"]),
        ("apr: 9.4%, months: 72, interest: precomputed", []),
    ],
)
def test_only_a_computed_payment_with_daily_interest_is_level_over_something(terms, tried):
    mine = scenario(terms)
    days = DAYS[:1] if terms.endswith("precomputed") else DAYS
    candidates = reconcile.readings(evolve(mine, statements=stated(mine, days)))

    assert tried == [fit.reading for fit in candidates if not fit.payments][1:]


@pytest.mark.parametrize(
    ("lender", "mine", "reading", "rate"),
    [
        ("apr: 7.49%, months: 72", "apr: 7.9%, months: 72", "by the month", 74_900),
        (
            "apr: 7.4321%, months: 72, payment: $500",
            "apr: 7.9%, payment: $500",
            "by the month",
            74_321,
        ),
        (
            "apr: 7.125%, months: 72, payment: $500, interest: daily",
            "apr: 7.9%, months: 72, payment: $500",
            "by the day",
            71_250,
        ),
        (
            "apr: 7.49%, months: 72, interest: daily, level_by: months",
            "apr: 7.9%, months: 72, interest: daily",
            "by the day, level by months",
            74_900,
        ),
        ("apr: 0%, months: 72", "apr: 1%, months: 72", "by the month", 0),
        ("apr: 100%, payment: $2500", "apr: 90%, payment: $2500", "by the month", 1_000_000),
    ],
)
@pytest.mark.parametrize("days", [DAYS[:2], DAYS])
def test_the_rate_of_the_lender_is_found(lender, mine, reading, rate, days):
    file = scenario(mine)
    candidates = reconcile.readings(evolve(file, statements=stated(scenario(lender), days)))
    best = reconcile.best(candidates)
    written = file.purchases[0].loan.apr_ppm

    assert (reading, 0, {}) == (best.reading, best.total, best.payments)
    assert {1: (rate, written)} == best.rates
    assert min(fit.total for fit in candidates if not fit.rates) > 0


def test_each_purchase_has_its_own_rate():
    more = """    keep: 12 months
  - vehicle: coupe
    price: $30,000
    tax: {rate: 0%}
    loan: {apr: %s, months: 60}
    keep: 12 months
  - vehicle: van
    price: $30,000
    tax: {rate: 0%%}
    loan: {apr: 9%%, months: 60}
"""
    mine, theirs = (
        scenario(f"apr: {first}, months: 72", more.replace("%s", second).replace("%%", "%"))
        for first, second in (("7.9%", "8%"), ("7.49%", "8.25%"))
    )
    days = (*DAYS, date(2024, 3, 10), date(2024, 9, 10))
    candidates = reconcile.readings(evolve(mine, statements=stated(theirs, days)))
    best = reconcile.best(candidates)

    assert ({1: (74_900, 79_000), 2: (82_500, 80_000)}, 0) == (best.rates, best.total)
    assert sentences.best_fit(candidates, best).startswith(
        "The loan fits best with an APR of 7.49% instead of 7.9% for purchase 1 and an APR of 8.25% "
        "instead of 8% for purchase 2: every statement matches to the cent; as written it differs by "
    )
    assert sentences.best_fit(candidates, best).endswith(
        "Write `apr: 7.49%` (purchase 1) and `apr: 8.25%` (purchase 2) in the loan."
    )


def test_a_chain_with_both_kinds_of_interest_keeps_them_while_rates_are_sought():
    more = """    keep: 8 months
  - vehicle: coupe
    price: $30,000
    tax: {rate: 0%}
    loan: {apr: 8%, months: 60, interest: daily}
"""
    mine, theirs = scenario("apr: 7.9%, months: 72", more), scenario("apr: 7.49%, months: 72", more)
    candidates = reconcile.readings(evolve(mine, statements=stated(theirs)))
    best = reconcile.best(candidates)

    assert ("as written", 0) == (best.reading, best.total)
    assert sentences.best_fit(candidates, best).startswith(
        "The loan fits best with an APR of 7.49% instead of 7.9% for purchase 1: every statement "
    )


def test_a_rate_is_sought_only_where_no_payment_fits_to_the_cent():
    terms = "apr: 9.4%, months: 72, payment: $480"
    exact = evolve(scenario(), statements=stated(scenario(terms)))
    off = [statement._replace(balance=statement.balance + 1) for statement in exact.statements[:1]]
    near = evolve(exact, statements=(*off, *exact.statements[1:]))

    assert not any(fit.rates for fit in reconcile.readings(exact))
    assert any(fit.rates for fit in reconcile.readings(near))
    assert ({1: 480_00}, {}) == reconcile.best(reconcile.readings(near))[1:3]


@pytest.mark.parametrize(
    ("terms", "sought"),
    [
        ("apr: 9%, months: 72, interest: precomputed", True),
        ("months: 72, interest: precomputed, add_on: 5%", False),
    ],
)
def test_an_add_on_rate_is_not_sought(terms, sought):
    balances = (25_000_00, 24_000_00)
    statements = tuple(map(Statement, DAYS[:2], balances))
    candidates = reconcile.readings(evolve(scenario(terms), statements=statements))

    assert sought == any(fit.rates for fit in candidates)


def test_a_rate_that_is_more_than_a_dollar_off_is_not_recommended():
    mine = scenario("apr: 7.9%, months: 72, payment: $500")
    theirs = scenario("apr: 9.4%, months: 72, payment: $530")
    candidates = reconcile.readings(evolve(mine, statements=stated(theirs)))
    best = reconcile.best(candidates)
    text = sentences.best_fit(candidates, best)

    assert best.widest > 100
    assert text.startswith("No way of counting interest explains the statements.")
    assert "Write" not in text


def test_the_loans_tried_are_counted_in_both_searches():
    told = []
    mine = evolve(scenario("apr: 7.9%, months: 72"), statements=stated(scenario(), DAYS[:2]))
    reconcile.readings(mine, lambda number, of: told.append((number, of)))

    assert [(1, 2), (2, 2), (3, 5), (4, 5), (5, 5)] == told


@pytest.mark.parametrize(
    ("first", "remove"), [("", ""), (", first_period: days/365", " and remove first_period")]
)
def test_a_loan_by_the_month_with_an_odd_period_may_be_one_by_the_day(first, remove):
    odd = "apr: 9.4%, months: 72, first_payment: 40 days"
    lender = scenario(f"{odd}, interest: daily")
    candidates = reconcile.readings(evolve(scenario(odd + first), statements=stated(lender)))
    sentence = sentences.best_fit(candidates, reconcile.best(candidates))

    assert ("by the day", 0) == (
        reconcile.best(candidates).reading,
        reconcile.best(candidates).total,
    )
    assert sentence.endswith(f"Write `interest: daily` in the loan{remove}.")


def test_each_purchase_has_its_own_payment():
    more = """    keep: 12 months
  - vehicle: coupe
    price: $30,000
    tax: {rate: 0%}
    loan: {apr: 8%, months: 60}
"""
    plain = scenario(more=more)
    first, second = plain.purchases
    paid = (
        evolve(first, loan=evolve(first.loan, payment=500_00)),
        evolve(second, loan=evolve(second.loan, payment=1_100_01)),
    )
    mine = evolve(plain, statements=stated(evolve(plain, purchases=paid)))
    best = reconcile.best(reconcile.readings(mine))

    assert ({1: 500_00, 2: 1_100_01}, 0) == (best.payments, best.total)


def test_differences_are_simulated_less_stated():
    mine = evolve(scenario(), statements=(Statement(date(2022, 1, 31), 25_000_00),))
    first = reconcile.readings(mine)[0]

    assert [1_000_00] == [row.difference for row in first.rows]
    assert (1_000_00, 1_000_00) == (first.widest, first.total)


@pytest.mark.parametrize("payment", [480_00, 510_37, 900_00])
@pytest.mark.parametrize("days", [DAYS[:2], DAYS[:3], DAYS])
def test_a_payment_is_found_to_the_cent_before_a_loan_with_a_balloon(payment, days):
    """Payments that are tried may leave so much equity that the next loan is below its balloon."""
    more = """    keep: 16 months
  - vehicle: coupe
    price: $30,000
    tax: {rate: 0%}
    trade_in: {allowance: $15000}
    loan: {apr: 8%, months: 60, balloon: $25000}
"""
    plain = scenario(more=more)
    first, second = plain.purchases
    paid = evolve(first, loan=evolve(first.loan, payment=payment))
    theirs = evolve(plain, purchases=(paid, second))
    best = reconcile.best(reconcile.readings(evolve(plain, statements=stated(theirs, days))))

    assert ("by the month", 0) == (best.reading, best.total)
    assert {1: payment} == best.payments


def test_no_payment_is_recommended_for_a_debt_that_none_leaves():
    """Even the smallest payment leaves less owed than the lender says.

    By the month the first half year has 182.5 days and by the day 181, so that more is owed then.
    """
    days, balances = (date(2022, 7, 31), date(2022, 12, 31)), (27_000_00, 28_000_00)
    statements = tuple(map(Statement, days, balances))
    best = reconcile.best(reconcile.readings(evolve(scenario(), statements=statements)))
    rows = loan.schedule(26_000_00, 94_000, 72)

    assert ("as written", {}) == (best.reading, best.payments)
    assert [rows[5].balance, rows[10].balance] == [row.simulated for row in best.rows]


WRITTEN = "The loan as written fits the statements: every statement matches to the cent."
BY_THE_DAY = (
    "The loan fits best with interest by the day and a payment of $480.00 for purchase 1: every "
    "statement matches to the cent; as written it differs by up to $147.97. Write "
    "`interest: daily` and `payment: $480.00` in the loan."
)
PAID = (
    "The loan fits best with a payment of $480.00 for purchase 1: every statement matches to the cent; "
    "as written it differs by up to $140.01. Write `payment: $480.00` in the loan."
)


@pytest.mark.parametrize(
    ("lender", "sentence"),
    [
        ("apr: 9.4%, months: 72", WRITTEN),
        ("apr: 9.4%, months: 72, interest: daily, payment: $480", BY_THE_DAY),
        ("apr: 9.4%, months: 72, payment: $480", PAID),
    ],
)
def test_what_is_said(lender, sentence):
    mine = evolve(scenario(), statements=stated(scenario(lender)))
    candidates = reconcile.readings(mine)

    assert sentence == sentences.best_fit(candidates, reconcile.best(candidates))


def test_statements_change_nothing_in_the_answer():
    text = "start: 2022-01-31\npurchases: [{vehicle: a, price: 5, loan: {apr: 1%, months: 12}}]\n"
    more = text + "statements: [{date: 2022-03-01, balance: 4}]\n"

    assert playing.played(text) == playing.played(more)


def test_one_statement_has_a_payment_that_fits_it_and_so_says_nothing_about_payments():
    mine = evolve(scenario(), statements=(Statement(date(2022, 6, 30), 25_000_00),))
    candidates = reconcile.readings(mine)

    assert {} == {number: cents for fit in candidates for number, cents in fit.payments.items()}
    sentence = sentences.best_fit(candidates, reconcile.best(candidates))
    assert sentence.startswith(
        "No way of counting interest explains the statements. The closest one, as written, differs"
    )
    assert sentence.endswith(
        " A second statement of purchase 1 would find the payment or the rate."
    )


def test_a_single_statement_that_matches_needs_no_second():
    mine = evolve(scenario(), statements=stated(scenario(), DAYS[:1]))
    candidates = reconcile.readings(mine)

    assert WRITTEN == sentences.best_fit(candidates, reconcile.best(candidates))


def test_a_payment_that_explains_little_is_not_recommended():
    days = (date(2022, 3, 31), date(2022, 7, 15), date(2023, 1, 31))
    stated = zip(days, (20_457_54, 19_900_00, 18_000_00), strict=True)
    candidates = reconcile.readings(
        evolve(scenario(), statements=tuple(Statement(*pair) for pair in stated))
    )

    assert {} == reconcile.best(candidates).payments
    assert "Look for a payment, a fee, a rate or a date" in sentences.best_fit(
        candidates, reconcile.best(candidates)
    )


@pytest.mark.parametrize(
    "statements",
    [
        ((date(2022, 3, 31), 20_457_54), (date(2026, 10, 31), 420_00)),
        ((date(2022, 5, 31), 9_000_000_00), (date(2022, 6, 30), 9_000_000_00)),
        ((date(2022, 5, 31), 249_000_00), (date(2022, 6, 30), 248_000_00)),
        ((date(2022, 5, 31), 0), (date(2022, 6, 30), 0)),
        ((date(2029, 5, 31), 0), (date(2030, 6, 30), 10_00)),
    ],
)
def test_whatever_the_statements_say_there_is_an_answer(statements):
    """Payments that are tried may pay the loan off long before, or never."""
    mine = evolve(scenario(), statements=tuple(Statement(*pair) for pair in statements))
    candidates = reconcile.readings(mine)

    assert sentences.best_fit(candidates, reconcile.best(candidates)).startswith("No way")


def test_a_statement_after_a_vehicle_that_is_not_paid_off_is_outside():
    mine = scenario(more="    keep: 12 months\n")
    later = evolve(mine, statements=(Statement(date(2024, 1, 31), 0),))

    with pytest.raises(
        payoff.DateOutsideScenario, match="2024-01-31 is after the end of the scenario"
    ):
        reconcile.readings(later)


def test_a_payment_is_found_where_a_later_purchase_would_refuse_others():
    """A payment too high leaves less to finance than the balloon of the next loan."""
    more = """    keep: 24 months
  - vehicle: coupe
    price: $14,000
    tax: {rate: 0%}
    loan: {apr: 8%, months: 60, balloon: $6000}
"""
    known = scenario("apr: 9.4%, months: 72, payment: $650", more)
    mine = evolve(scenario(more=more), statements=stated(known, DAYS[:3]))
    best = reconcile.best(reconcile.readings(mine))

    assert ({1: 650_00}, 0) == (best.payments, best.total)


def test_a_reading_that_does_without_the_first_payment_says_so():
    mine = scenario("apr: 9.4%, months: 72, interest: daily, first_payment: 40 days")
    candidates = reconcile.readings(evolve(mine, statements=stated(scenario())))
    sentence = sentences.best_fit(candidates, reconcile.best(candidates))

    assert sentence.endswith("Write `interest: monthly` in the loan and remove first_payment.")


def test_a_reading_that_does_without_the_day_count_says_so():
    mine = scenario("apr: 9.4%, months: 72, interest: daily, day_count: actual/360")
    candidates = reconcile.readings(evolve(mine, statements=stated(scenario())))
    sentence = sentences.best_fit(candidates, reconcile.best(candidates))

    assert sentence.endswith("Write `interest: monthly` in the loan and remove day_count.")
