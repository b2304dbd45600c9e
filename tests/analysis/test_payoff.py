"""The payoff of a loan on a day, against figures worked out by hand and against the run."""

import os
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

import oracle
from helpers import playing, random_scenarios
from tradein.analysis import payoff
from tradein.analysis.payoff import DateOutsideScenario
from tradein.report.tables import months
from tradein.report.tables import payoff as tables
from tradein.report.tables.table import Dollars

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]


def written(loan, more=""):
    """A vehicle with $10,000 owed on it, on the first of January."""
    return f"""start: 2025-01-01
purchases:
  - vehicle: van
    owed: $10,000
    worth: $9,000
    age: 2 years
    loan: {{{loan}}}
    value: {{yearly_loss: 10%}}
{more}"""


def ledger(loan, more=""):
    return playing.simulated(written(loan, more)).ledger


DAILY = "apr: 6%, months: 60, interest: daily"


@pytest.mark.parametrize(
    ("days", "payoff_then", "source"),
    [
        (30, 10_049_32, "calculatorlib.com, second hand: 30 days of $10,000 at 6 % are $49.32"),
        (90, 10_147_95, "calculatorlib.com, second hand: 90 days are $147.95"),
    ],
)
def test_a_payoff_some_days_later_is_the_published_one(days, payoff_then, source):
    quote = payoff.quote(ledger(DAILY), date(2025, 1, 1), days)

    assert (10_000_00, 1_64) == (quote.payoff, quote.per_diem)
    assert payoff_then == quote.later
    assert date(2025, 1, 1) + timedelta(days=days) == quote.through


def test_on_a_due_date_the_payoff_is_the_balance():
    books = ledger(DAILY)
    quote = payoff.quote(books, date(2025, 2, 1), 0)

    # 31 days of $10,000 at 6 % are $50.96 of a payment of $193.31
    assert (10_000_00 - 142_35, 0, 0) == (quote.balance, quote.interest, quote.accrued_unpaid)
    assert quote.balance == quote.payoff == quote.later


def test_between_due_dates_interest_is_by_the_day_for_a_loan_by_the_month_too():
    quote = payoff.quote(ledger("apr: 6%, months: 60"), date(2025, 2, 11), 0)

    assert 10_000_00 - 143_33 == quote.balance  # a twelfth of 6 % is $50.00
    assert round(Fraction(quote.balance * 6 * 10, 36_500)) == quote.interest


SKIPPED = """    events:
      - month: 1
        skip: 2 months
"""


def test_interest_goes_on_through_payments_that_are_skipped():
    books = ledger(DAILY, SKIPPED)
    quote = payoff.quote(books, date(2025, 3, 11), 0)

    assert (date(2025, 1, 1), 10_000_00, 0) == (quote.since, quote.balance, quote.accrued_unpaid)
    assert 113_42 == quote.interest  # 69 days at $1.6438


def test_by_the_month_a_skipped_payment_leaves_its_interest_unpaid():
    quote = payoff.quote(ledger("apr: 6%, months: 60", SKIPPED), date(2025, 3, 11), 0)

    assert (10_000_00, 100_00, 16_44) == (quote.balance, quote.accrued_unpaid, quote.interest)
    assert date(2025, 3, 1) == quote.since


def test_a_rate_that_changes_between_due_dates_splits_the_interest():
    events = """    events:
      - date: 2025-01-11
        rate: 12%
"""
    quote = payoff.quote(ledger(DAILY, events), date(2025, 1, 21), 0)

    assert (16_44, 32_88) == (quote.accrued_unpaid, quote.interest)  # ten days at each rate
    assert 3_29 == quote.per_diem


def test_the_payoff_of_every_row_is_that_of_the_run():
    """Two ways to the same figure: the chain marks what a trade that day would ask."""
    events = """    events:
      - month: 4
        skip: 2 months
      - date: 2025-09-09
        extra: $700
      - month: 14
        payment: $10
      - month: 20
        refinance: {apr: 4%, months: 24, fee: $50}
      - date: 2027-01-20
        rate: 9%
"""
    played = playing.simulated(written(DAILY, events))

    for row in played.rows:
        assert row.payoff == payoff.quote(played.ledger, row.date, 0).payoff


def test_on_a_day_of_trade_the_new_loan_is_quoted():
    more = """    keep: 3 months
  - vehicle: car
    price: $12,000
    loan: {apr: 6%, months: 60}
"""
    quote = payoff.quote(ledger(DAILY, more), date(2025, 4, 1), 0)

    assert (2, "car") == (quote.contract.number, quote.contract.vehicle)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date(2024, 12, 31), "2024-12-31 is before the first purchase, 2025-01-01"),
        (date(2030, 1, 2), "2030-01-02 is after the end of the scenario, 2030-01-01"),
    ],
)
def test_outside_the_chain_there_is_nothing_to_quote(day, message):
    with pytest.raises(DateOutsideScenario) as outside:
        payoff.quote(ledger(DAILY), day, 0)

    assert message == str(outside.value)


def test_a_loan_that_is_paid_off_asks_nothing():
    quote = payoff.quote(ledger(DAILY), date(2030, 1, 1), 10)

    assert (0, 0, 0) == (quote.payoff, quote.per_diem, quote.later)


# Random chains with dates

SEEDS = range(int(os.environ.get("TRADEIN_SEEDS", "50")))
BLOCK = 50


def dated(seeds):
    """Random chains with days that can be played: the terms, and what is found of them."""
    for seed in seeds:
        scenario = random_scenarios.scenario(random.Random(seed))
        played = playing.seeded(seed) if "start" in scenario else None
        if played is not None:
            yield scenario, played


def blocks(seeds):
    params = playing.blocks(seeds, BLOCK)
    return pytest.mark.parametrize("first", params, ids=lambda first: f"from {first}")


@blocks(SEEDS)
def test_a_quote_on_the_day_of_a_row_is_the_payoff_of_the_row(first):
    """Precomputed loans too, and on a day of trade the new loan's."""
    for scenario, played in dated(SEEDS[first : first + BLOCK]):
        in_force = {row.date: row for row in played.rows if not row.sold}
        for day, row in in_force.items():
            quote = payoff.quote(played.ledger, day, 0)

            assert (row.purchase, row.balance, row.payoff) == (
                quote.contract.number,
                quote.balance + quote.notes,
                quote.payoff + quote.notes,
            ), f"{day}\n{random_scenarios.as_yaml(scenario)}"


@blocks(SEEDS)
def test_a_quote_on_any_day_is_that_of_exact_fractions(first):
    """Days at random, those around whatever happens, and some days later with nothing paid."""
    rng = random.Random(first)
    for scenario, played in dated(SEEDS[first : first + BLOCK]):
        books, theirs = played.ledger, oracle.played(scenario, playing.known())
        begin, end = played.rows[0].date, played.rows[-1].date
        if played.turns[-1].sale:
            end = played.turns[-1].ended.date
        happened = rng.choices([entry.date for entry in books.entries], k=6)
        near = [day + timedelta(days=rng.choice((-1, 0, 1, 2))) for day in happened]
        far = [begin + timedelta(days=rng.randint(0, (end - begin).days)) for _ in range(6)]
        for day in (drawn for drawn in near + far if begin <= drawn <= end):
            quote, more = payoff.quote(books, day, 0), rng.randint(0, 40)
            number, asked = oracle.quoted(theirs, day.isoformat())
            then = [state for state in theirs.states[number - 1] if state.date <= day.isoformat()][
                -1
            ]
            later = then.payoff((day + timedelta(days=more)).isoformat())

            assert (number, asked, later) == (
                quote.contract.number,
                quote.payoff,
                payoff.quote(books, day, more).later,
            ), f"{day}\n{random_scenarios.as_yaml(scenario)}"


@blocks(SEEDS)
def test_what_happens_to_a_loan_never_goes_back_in_date(first):
    for scenario, played in dated(SEEDS[first : first + BLOCK]):
        for number in range(1, len(played.ledger.contracts) + 1):
            days = [entry.date for entry in played.ledger.entries if entry.purchase == number]

            assert sorted(days) == days, random_scenarios.as_yaml(scenario)


def cell(table, row, name):
    return table.rows[row][[column.name for column in table.columns].index(name)]


def test_interest_left_unpaid_is_shown():
    """Twice $50.00, half a percent of $10,000."""
    played = playing.simulated(written("apr: 6%, months: 60", SKIPPED))
    quote = payoff.quote(played.ledger, date(2025, 3, 1), 0)

    assert ["earlier unpaid interest", Dollars(100_00)] in tables.table(quote).rows
    assert Dollars(100_00) == cell(tables.rows([quote]), 0, "unpaid_interest")
    assert Dollars(10_100_00) == cell(months.exits(played), 2, "payoff")


REFINANCED = """    events:
      - month: 2
        defer: 1 month
        capitalize: yes
      - month: 5
        refinance: {apr: 5%, months: 48, fee: $100, cash_out: $500}
"""


def test_a_fee_cash_and_interest_made_debt_are_in_the_schedule():
    """$10,000 less $143.33 of principal bears $49.28 in the month that is deferred."""
    table = months.schedule(playing.simulated(written("apr: 6%, months: 60", REFINANCED)))

    assert (Dollars(49_28), Dollars(-49_28)) == (
        cell(table, 2, "capitalised"),
        cell(table, 2, "principal"),
    )
    assert (Dollars(100_00), Dollars(500_00)) == (cell(table, 5, "fee"), cell(table, 5, "cash_out"))
