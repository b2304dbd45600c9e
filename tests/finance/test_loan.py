"""Level payments and schedules of a loan by the month, and the interest of a period, to the cent."""

import random
from datetime import date
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradein.finance import dates, loan
from tradein.finance.loan import Installment
from tradein.finance.terms import DAY_COUNTS, LoanTerms


@pytest.mark.parametrize(
    ("amount", "apr_ppm", "months", "payment"),
    [
        (5_000_00, 120_000, 36, 166_07),
        (25_000_00, 70_000, 60, 495_03),
        (28_500_00, 70_000, 60, 564_33),
        (2_500_00, 140_000, 25, 115_87),
        (50_000_00, 50_000, 60, 943_56),
        (200_000_00, 60_000, 360, 1_199_10),
        (427_500_00, 38_750, 360, 2_010_26),
        (36_427_50, 89_000, 84, 584_24),
        (46_910_87, 114_000, 84, 813_13),
        (68_608_20, 139_000, 84, 1_281_93),
        (1_000_00, 0, 3, 333_33),
        (0, 120_000, 36, 0),
    ],
)
def test_published_level_payments_are_met(amount, apr_ppm, months, payment):
    assert payment == loan.level_payment(amount, apr_ppm, months)


@pytest.mark.parametrize("seed", range(100))
def test_a_level_payment_and_a_balloon_are_worth_the_amount(seed):
    """Rounded up it is the first cent with which they are, down the last; to the nearest, no half cent off."""
    rng = random.Random(seed)
    amount, months = rng.randint(2, 9_000_000), rng.randint(1, 120)
    balloon, rate = rng.randint(1, amount - 1), Fraction(rng.randint(1, 400_000), 12_000_000)
    annuity = (1 - (1 + rate) ** -months) / rate
    terms = (amount, int(rate * 12_000_000), months)

    def short(payment):
        """How much too little a payment is, in cents a month."""
        return (amount - balloon * (1 + rate) ** -months) / annuity - payment

    assert -1 < short(loan.level_payment(*terms, balloon=balloon, rounding="up")) <= 0
    assert 0 <= short(loan.level_payment(*terms, balloon=balloon, rounding="down")) < 1
    assert -0.5 <= short(loan.level_payment(*terms, balloon=balloon)) < 0.5


def test_a_balloon_is_paid_with_the_last_payment():
    """$8,000 of $30,000 is left: 47 payments of $556.67 at 6 %, and one that also pays the rest."""
    level = loan.level_payment(30_000_00, 60_000, 48, balloon=8_000_00)
    rows = loan.schedule(30_000_00, 60_000, 48, payment=level)

    assert [556_67] * 47 == [row.payment for row in rows[:-1]]
    assert abs(rows[-1].payment - 8_556_67) < 48
    assert 0 == rows[-1].balance


def test_without_interest_a_balloon_is_just_left_out_of_the_payments():
    level = loan.level_payment(1_000_00, 0, 3, balloon=400_00)
    rows = loan.schedule(1_000_00, 0, 3, payment=level)

    assert [200_00, 200_00, 600_00] == [row.payment for row in rows]
    assert 33_34 == loan.level_payment(100_00, 0, 3, rounding="up")
    assert 33_33 == loan.level_payment(100_00, 0, 3)
    assert 33_33 == loan.level_payment(100_01, 0, 3, rounding="down")


def test_a_payment_rounded_down_still_pays_the_interest():
    """A dollar at 7 % bears a cent a month; $1,000.08 at 90 % over thirty years $75.01."""
    assert 1 == loan.level_payment(1_00, 70_000, 154, rounding="down")
    assert 75_01 == loan.level_payment(1_000_08, 900_000, 360, rounding="down")
    assert 75_00 == loan.level_payment(1_000_06, 900_000, 360, rounding="down")


def test_the_level_payment_of_the_largest_loan_at_the_highest_rate_is_exact():
    rate = Fraction(1, 12)
    exact = 10**9 * rate / (1 - 1 / (1 + rate) ** 360)

    assert round(exact) == loan.level_payment(10**9, 1_000_000, 360)


def test_a_payment_of_exactly_half_a_cent_is_rounded_up():
    assert 51 == loan.level_payment(101, 0, 2)
    assert 1 == loan.level_payment(1, 0, 2)


@pytest.mark.parametrize(
    ("balance", "apr_ppm", "interest"),
    [(100_000_00, 60_000, 500_00), (100, 60_000, 1), (99, 60_000, 0), (50, 240_000, 1), (0, 89, 0)],
)
def test_a_months_interest_is_a_twelfth_of_a_years_halves_up(balance, apr_ppm, interest):
    assert interest == loan.month_interest(balance, apr_ppm)


@pytest.mark.parametrize(
    ("balance", "apr_ppm", "days", "interest"),
    [
        (10_000_00, 60_000, 30, 49_32),
        (10_000_00, 60_000, 90, 147_95),
        (20_000_00, 70_000, 60, 230_14),
        (20_000_00, 70_000, 1, 3_84),
        (73_00, 500_000, 5, 50),
        (73_00, 100_000, 1, 2),
        (36_50, 50_000, 1, 1),  # exactly half a cent
        (-36_50, 50_000, 1, 0),
        (10_000_00, 60_000, 0, 0),
        (0, 60_000, 90, 0),
    ],
)
def test_interest_of_days_is_a_365th_of_a_years_for_each(balance, apr_ppm, days, interest):
    assert interest == loan.day_interest(balance, apr_ppm, days)


@pytest.mark.parametrize(
    ("day_count", "interest", "per_diem"),
    [
        ("actual/365", 49_32, 1_64),
        ("actual/360", 50_00, 1_67),
        ("actual/365.25", 49_28, 1_64),
        ("actual/366", 49_18, 1_64),
    ],
)
def test_interest_of_days_by_each_day_count_of_a_loan(day_count, interest, per_diem):
    """$10,000 at 6 % is $600 a year: 30 x 600 / 365, / 360, / 365.25 and / 366."""
    assert interest == loan.day_interest(10_000_00, 60_000, 30, day_count)
    assert per_diem == loan.day_interest(10_000_00, 60_000, 1, day_count)


def test_a_quarter_of_a_day_is_exact():
    """1461 days are four years of 365.25 days, and half of $0.73 x 2 / 365.25 is below half a cent."""
    assert 4 * 600_00 == loan.day_interest(10_000_00, 60_000, 1461, "actual/365.25")
    assert (
        1 == loan.day_interest(1461_00, 10_000, 1, "actual/365.25") - 3
    )  # 14.61 x 4 / 1461 = $0.04


@pytest.mark.parametrize(
    ("day_count", "interest"),
    [
        ("30/360", 48_33),
        ("30e/360", 48_33),
        ("actual/360", 48_33),
        ("actual/365", 47_67),
        ("actual/actual", 47_54),
    ],
)
def test_interest_of_a_period_by_each_convention(day_count, interest):
    counted = loan.period_interest(
        10_000_00, 60_000, date(2024, 1, 31), date(2024, 2, 29), day_count
    )

    assert interest == counted


AMOUNTS = st.integers(-(10**11), 10**11) | st.integers(0, 10**7)
RATES = st.sampled_from([0, 1, 60_000, 72_000, 73_000, 1_000_000]) | st.integers(0, 1_000_000)


YEARS = {day_count: Fraction(day_count.removeprefix("actual/")) for day_count in DAY_COUNTS}


@given(AMOUNTS, RATES, st.integers(0, 100_000), st.sampled_from(DAY_COUNTS))
def test_interest_of_days_is_the_exact_product_rounded_once(balance, apr_ppm, days, day_count):
    exact = balance * apr_ppm * days / (YEARS[day_count] * 1_000_000)

    assert floor(exact + Fraction(1, 2)) == loan.day_interest(balance, apr_ppm, days, day_count)


DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(AMOUNTS, RATES, DAYS, DAYS, st.sampled_from([*dates.DAY_COUNTS]))
def test_interest_of_a_period_is_the_exact_product_rounded_once(
    balance, apr_ppm, day, other, day_count
):
    begin, end = sorted((day, other))
    part = Fraction(*dates.year_fraction(begin, end, day_count))
    exact = Fraction(balance * apr_ppm, 1_000_000) * part

    assert floor(exact + Fraction(1, 2)) == loan.period_interest(
        balance, apr_ppm, begin, end, day_count
    )


def test_a_payment_is_never_more_than_is_left():
    assert 100 == loan.due(1_000, 10, 100, False)
    assert 60 == loan.due(50, 10, 100, False)


def test_the_last_scheduled_payment_is_what_is_left_whatever_the_payment():
    assert 1_010 == loan.due(1_000, 10, 100, True)
    assert 60 == loan.due(50, 10, 100, True)


def test_a_thousand_dollars_over_three_months_without_interest():
    rows = loan.schedule(1_000_00, 0, 3)

    assert [333_33, 333_33, 333_34] == [row.payment for row in rows]


def test_a_short_loan_row_by_row():
    expected = [
        (1, 340_02, 10_00, 330_02, 669_98),
        (2, 340_02, 6_70, 333_32, 336_66),
        (3, 340_03, 3_37, 336_66, 0),
    ]

    assert expected == loan.schedule(1_000_00, 120_000, 3)


def test_a_row_says_what_its_figures_are():
    first = loan.schedule(1_000_00, 120_000, 3)[0]

    expected = Installment(
        number=1, payment=340_02, interest=10_00, principal=330_02, balance=669_98
    )
    assert expected == first


@pytest.mark.parametrize(
    ("amount", "apr_ppm", "months"),
    [(200_000_00, 60_000, 360), (427_500_00, 38_750, 360), (50_000_00, 50_000, 60)],
)
def test_every_row_adds_up_and_the_last_leaves_nothing(amount, apr_ppm, months):
    rows = loan.schedule(amount, apr_ppm, months)
    openings = [amount, *(row.balance for row in rows)]

    assert list(range(1, months + 1)) == [row.number for row in rows]
    for row, opening in zip(rows, openings, strict=False):
        assert row.payment == row.principal + row.interest
        assert row.balance == opening - row.principal
    assert 0 == rows[-1].balance


def test_the_published_balance_after_two_years_of_five_percent():
    assert 31_482_64 == loan.schedule(50_000_00, 50_000, 60)[23].balance


def test_the_published_balance_follows_from_the_published_payment_only():
    rows = loan.schedule(50_000_00, 50_000, None, payment=1_063_00)

    assert 28_474_41 == rows[23].balance
    assert (53, 491_95, 0) == (len(rows), rows[-1].payment, rows[-1].balance)


def test_a_known_payment_that_is_too_small_leaves_a_large_last_one():
    rows = loan.schedule(1_000_00, 0, 3, payment=100_00)

    assert [100_00, 100_00, 800_00] == [row.payment for row in rows]


def test_a_known_payment_that_is_large_ends_the_loan_before_its_term():
    rows = loan.schedule(1_000_00, 0, 60, payment=400_00)

    assert [400_00, 400_00, 200_00] == [row.payment for row in rows]


def test_a_payment_below_the_interest_makes_the_debt_grow_until_the_last():
    expected = [
        (1, 5_00, 10_00, -5_00, 1_005_00),
        (2, 5_00, 10_05, -5_05, 1_010_05),
        (3, 1_020_15, 10_10, 1_010_05, 0),
    ]

    assert expected == loan.schedule(1_000_00, 120_000, 3, payment=5_00)


def test_a_tiny_loan_ends_before_its_term():
    assert 35 == len(loan.schedule(4_50, 0, 36))


def test_nothing_owed_is_no_schedule():
    assert [] == loan.schedule(0, 120_000, 36)


def test_a_schedule_needs_an_end_or_a_payment():
    with pytest.raises(ValueError, match="needs months or payment"):
        loan.schedule(1_000_00, 120_000, None)


def test_a_loan_that_never_ends_is_refused_after_the_longest_term():
    with pytest.raises(ValueError, match="not paid off after 360 payments of 1000 cents"):
        loan.schedule(1_000_00, 120_000, None, payment=10_00)


def test_a_loan_may_take_the_longest_term_to_the_day():
    rows = loan.schedule(360, 0, None, payment=1)

    assert (360, 0) == (len(rows), rows[-1].balance)


# Schedules with an odd first period


def test_a_schedule_with_an_odd_first_period_row_by_row():
    """$10,025 at 4.5 %: forty days of a 360-day year are $50.125; then months of 0.375 %."""
    rows = loan.odd_schedule(10_025_00, 45_000, 12, (40, 360))

    assert [(1, 856_99, 50_13, 806_86, 9_218_14), (2, 856_99, 34_57, 822_42, 8_395_72)] == rows[:2]
    assert (12, 856_94, 3_20, 853_74, 0) == rows[11]
    assert 12 == len(rows)


def test_interest_of_an_odd_first_period_is_carried_bears_none_and_is_paid_first():
    rows = loan.odd_schedule(1_000_00, 120_000, 3, (1, 1), payment=100_00)

    assert [(100_00, 100_00, 0, 1_000_00), (100_00, 30_00, 70_00, 930_00)] == [
        row[1:] for row in rows[:2]
    ]
    assert (939_30, 9_30, 930_00, 0) == rows[2][1:]


@pytest.mark.parametrize("payment", [None, 90_00])
def test_an_odd_first_period_of_a_month_is_a_schedule(payment):
    regular = loan.schedule(1_000_00, 120_000, 12, payment=payment)

    assert regular == loan.odd_schedule(1_000_00, 120_000, 12, (30, 360), payment=payment)


def test_a_known_payment_ends_a_schedule_with_an_odd_first_period():
    assert [] == loan.odd_schedule(0, 120_000, 12, (40, 360))
    assert 11 == len(loan.odd_schedule(1_000_00, 120_000, None, (40, 360), payment=100_00))


def test_a_schedule_with_an_odd_first_period_needs_an_end():
    with pytest.raises(ValueError, match="needs months or payment"):
        loan.odd_schedule(1_000_00, 120_000, None, (40, 360))
    with pytest.raises(ValueError, match="not paid off after 360 payments of 1000 cents"):
        loan.odd_schedule(1_000_00, 120_000, None, (40, 360), payment=10_00)


def test_the_smallest_payment_is_the_level_one():
    assert 340_02 == loan.smallest_payment(LoanTerms(apr_ppm=120_000), 1_000_00, 3)


@pytest.mark.parametrize("amount", [250_000_00, 200_000_00])
def test_the_smallest_payment_without_a_term_pays_off_the_longest_loan(amount):
    payment = loan.smallest_payment(LoanTerms(apr_ppm=60_000), amount, None)

    assert 360 == len(loan.schedule(amount, 60_000, None, payment=payment))


def test_the_smallest_payment_exceeds_the_first_months_interest_on_a_loan_of_cents():
    assert (0, 0) == (loan.level_payment(1, 0, 360), loan.month_interest(1, 0))
    assert 1 == loan.smallest_payment(LoanTerms(apr_ppm=0), 1, 360)


@pytest.mark.parametrize(
    "wrong",
    [
        {"apr_ppm": -1},
        {"apr_ppm": 1_000_001},
        {"apr_ppm": 89_000, "months": 0},
        {"apr_ppm": 89_000, "months": 361},
        {"apr_ppm": 89_000, "payment": -1},
        {"apr_ppm": 89_000, "payment": 1_000_000_001},
    ],
)
def test_terms_beyond_the_limits_are_refused(wrong):
    with pytest.raises(ValueError, match="must be from"):
        LoanTerms(**wrong)


@pytest.mark.parametrize("wrong", [{"apr_ppm": 8.9}, {"apr_ppm": 89_000, "months": 84.0}])
def test_terms_are_whole_numbers(wrong):
    with pytest.raises(TypeError, match="must be a whole number"):
        LoanTerms(**wrong)


def test_a_loan_may_have_no_term_where_its_payment_is_known():
    terms = LoanTerms(apr_ppm=89_000, payment=500_00)

    assert (None, False) == (terms.months, terms.negative_amortization)


def test_terms_have_a_number_of_payments_a_year_that_is_known():
    with pytest.raises(ValueError, match="per_year must be one of 52, 26, 24, 12"):
        LoanTerms(apr_ppm=0, months=12, per_year=13)


def test_skipped_payments_leave_cents_to_the_last_one():
    """12,000 over 12 months without two: 1,200; with interest, the same by months and by days."""
    assert [1200_00] * 2 == [
        row.payment for row in loan.odd_schedule(12000_00, 0, 12, skipped=[1, 2])[2:4]
    ]
    days = [date(2025, 1, 15), *(date(2025, month, 15) for month in range(2, 10))]
    rows = loan.skipping_schedule(12000_00, 90_000, 8, {5, 6}, dates=days)

    assert [0, 0] == [row.payment for row in rows[4:6]]
    assert abs(rows[-1].payment - rows[0].payment) < 10
    assert rows == loan.skipping_schedule(
        12000_00, 90_000, 8, {5, 6}, dates=days, payment=rows[0].payment
    )


def test_the_last_payment_cannot_be_skipped():
    days = [date(2025, 1, 15), date(2025, 2, 15)]
    for schedule in (
        lambda: loan.odd_schedule(12000_00, 0, 12, skipped=[12]),
        lambda: loan.skipping_schedule(12000_00, 0, 1, [1], dates=days),
    ):
        with pytest.raises(ValueError, match="is the last and cannot be skipped"):
            schedule()
