"""Months without a payment, agreed at signing: the payment leveled around them, and the same as events that skip."""

from fractions import Fraction

import pytest

from helpers import playing
from helpers.command import here
from tradein.analysis import disclosure
from tradein.engine.simulate import SimulationError

TEACHER = """\
start: 2025-01-15
purchases:
  - vehicle: car
    price: 20000
    tax: {rate: 0%}
    loan: {apr: 9%, months: 60, no_payment_in: [june, july]MORE}
    value: {yearly_loss: 10%}
EVENTS"""
SUMMERS = "\n".join(
    ["    events:", *(f"      - {{month: {n}, skip: 2 months}}" for n in (5, 17, 29, 41, 53))]
)


def teacher(more="", events=""):
    return TEACHER.replace("MORE", more).replace("EVENTS", events)


def test_without_interest_the_amount_is_divided_by_the_payments_that_are_due():
    """60 months without ten are 50 payments: 20,000 / 50 = 400."""
    paid = {
        row.month: row.payment for row in playing.simulated(teacher().replace("9%", "0%")).rows[1:]
    }

    assert [400_00] * 50 == [cents for cents in paid.values() if cents]
    assert [5, 6, 17, 18] == [month for month, cents in paid.items() if not cents][:4]


@pytest.mark.parametrize("more", ["", ", interest: daily", ", interest: daily, level_by: months"])
def test_agreed_at_signing_or_skipped_later_a_known_payment_leaves_the_same(more):
    agreed = playing.simulated(teacher(f"{more}, payment: $498.72"))
    events = playing.simulated(
        teacher(f"{more}, payment: $498.72", SUMMERS).replace(", no_payment_in: [june, july]", "")
    )

    assert [row.balance for row in agreed.rows] == [row.balance for row in events.rows]
    assert agreed.summary.total_interest == events.summary.total_interest


@pytest.mark.parametrize("more", ["", ", interest: daily"])
def test_a_known_payment_without_a_term_is_played_until_the_loan_is_paid_off(more):
    """$600 a month, but in June and July: eight of 48 months are free; $150 never pay it off."""
    without = teacher(f"{more}, payment: $600").replace("months: 60, ", "")
    last = playing.simulated(without).rows[-1]

    assert 0 == last.balance
    assert 48 == last.month
    with pytest.raises(SimulationError, match="does not cover more than"):
        playing.simulated(without.replace("$600", "$150"))


@pytest.mark.parametrize(
    "more",
    [
        "",
        ", interest: daily",
        ", interest: daily, day_count: actual/360",
        ", first_payment: 100 days",
        ", balloon: $5000",
        ", rounding: up",
    ],
)
def test_the_last_payment_differs_by_cents(more):
    """The growth from payment to payment is that of the loan itself, so only rounding is left."""
    results = playing.simulated(teacher(more))
    payment = results.turns[0].contract.loan.payment
    balloon = 5_000_00 if "balloon" in more else 0

    assert abs(results.rows[-1].payment - payment - balloon) < 1_00


def test_the_payment_is_what_the_worth_of_its_dates_makes_it():
    """P = A / sum of 1 / (f1 x ... x fk), where the August payment is three months after May's."""
    worth, growth = Fraction(0), Fraction(1)
    for number in range(1, 61):
        if number % 12 in (5, 6):
            continue
        growth *= 1 + Fraction(9, 1200) * (3 if number % 12 == 7 else 1)
        worth += 1 / growth

    contract = playing.simulated(teacher()).turns[0].contract
    assert round(2_000_000 / worth) == contract.loan.payment == 498_72


def test_the_apr_is_slightly_below_the_rate_and_no_payment_of_nothing_is_listed():
    statement = disclosure.of(playing.simulated(teacher()).ledger)[0]

    assert 8_95 <= statement.box.apr_scaled(2) < 9_00
    assert [4, 10, 10, 10, 10, 5, 1] == [block.times for block in statement.box.payments]
    assert all(block.cents for block in statement.box.payments)


def test_the_last_payment_of_the_term_is_due_in_any_month():
    results = playing.simulated(teacher().replace("2025-01-15", "2025-07-15"))

    assert "2030-07-15" == f"{results.rows[-1].date}"
    assert 0 == results.rows[-1].balance < results.rows[-1].payment


def test_a_computed_payment_is_leveled_again_and_a_new_loan_is_paid_every_month():
    extra = "    events:\n      - {month: 12, extra: 2000, then: lower payment}"
    lower = playing.simulated(teacher("", extra))
    anew = playing.simulated(
        teacher("", "    events:\n      - {month: 3, refinance: {apr: 8%, months: 24}}")
    )

    assert abs(lower.rows[-1].payment - lower.rows[-2].payment) < 1_00
    assert 27 == anew.rows[-1].month
    assert all(row.payment for row in anew.rows[1:])


@pytest.mark.parametrize("more", ["", ", interest: daily"])
def test_what_is_not_due_is_not_late(more):
    late = "    events:\n      - {month: 4, late: 20 days, every: month, until: 7 months}"
    fees = playing.simulated(teacher(f"{more}, late_fee: $30", late)).summary.total_late_fees

    assert 60_00 == fees


def test_a_late_payment_that_is_not_due_is_warned_of():
    late = "    events:\n      - {month: 5, late: 20 days}"
    warnings = playing.simulated(teacher(", late_fee: $30", late)).ledger.warnings

    assert ["purchases[1].events[1]: no payment is due in june"] == [
        f"{warning.path}: {warning.message}" for warning in warnings
    ]


def test_too_low_a_payment_names_one_that_counts_with_the_months_left_out(capsys, tmp_path):
    path = tmp_path / "low.yaml"
    path.write_text(teacher(", payment: $100"))
    ran = here(capsys, "simulate", str(path))

    assert ran.code
    assert "$498.72 pays it off in 60 months" in " ".join(ran.err.split())


def test_an_existing_loan_may_have_them_too():
    owed = teacher(", payment: $900").replace("price: 20000", "owed: 20000\n    worth: 20000")
    results = playing.simulated(
        owed.replace("    tax: {rate: 0%}\n", "").replace("value:", "age: 1 year\n    value:")
    )

    assert [0, 0] == [row.payment for row in results.rows[5:7]]
