"""The annual percentage rate of Regulation Z, Appendix J."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from helpers import data
from tradein.finance import apr, dates, loan
from tradein.finance.apr import UnitPeriod

EXAMPLES = Path(__file__).parents[1] / "data" / "examples_apr.yaml"

DAY, WEEK, SEMIMONTH = (UnitPeriod(1, of) for of in ("day", "week", "semimonth"))


# Examples with a source


def cases():
    """The cases of the file as parameters, each with something given, expected and a source."""
    listed = data.texts(EXAMPLES.read_text(encoding="utf-8"))
    assert len(listed) >= 38
    for case in listed:
        assert case["given"]["advances"]
        assert case["given"]["payments"]
        assert case["source"]["title"]
        assert "apr" in case["expect"]
    return [pytest.param(case["given"], case["expect"], id=case["what"]) for case in listed]


def unit_of(text: str) -> UnitPeriod:
    number, of = text.split()
    return UnitPeriod(int(number), of)


def in_month(first: date, months: int, due: int) -> date:
    """The day on which a series is due some months after the month of its first date."""
    month = dates.months_after(first.replace(day=1), months)
    return month.replace(day=min(due, dates.days_in_month(month.year, month.month)))


def dated(line: dict) -> list[tuple[int, date]]:
    """The cents and dates of one line of an example."""
    cents, first = int(100 * Decimal(line["amount"])), date.fromisoformat(line["date"])
    unit, due = unit_of(line.get("every", "1 day")), int(line.get("due", first.day))
    days = []
    for number in range(int(line.get("times", 1))):
        if unit.of == "semimonth":
            days.append(in_month(first, number // 2, due + number % 2 * 15))
        elif unit.of == "month":
            days.append(in_month(first, number * unit.number, due))
        else:
            length = unit.number * {"day": 1, "week": 7}[unit.of]
            days.append(first + timedelta(days=number * length))
    return [(cents, day) for day in days]


def both(given):
    """The advances and the payments of an example."""
    return [
        [flow for line in given[kind] for flow in dated(line)] for kind in ("advances", "payments")
    ]


@pytest.mark.parametrize(("given", "expect"), cases())
def test_a_published_rate_is_met_in_all_its_decimals(given, expect):
    rate = Decimal(apr.from_dates(*both(given)))

    for published in (Decimal(expect[key]) for key in ("apr", "solved") if key in expect):
        assert published == round(rate, -published.as_tuple().exponent)


@pytest.mark.parametrize(("given", "expect"), cases())
def test_the_time_of_a_published_example_is_counted_as_it_says(given, expect):
    advances, payments = both(given)
    unit = apr.unit_period([day for _, day in advances], [day for _, day in payments])
    placed = apr.flows(advances[0][1], payments, unit)

    assert unit_of(expect["unit"]) == unit
    assert Fraction(expect["per_year"]) == unit.per_year
    if "first" in expect:
        assert [Fraction(part) for part in expect["first"]] == [*placed[0][1:]]
    if all(line.get("every", expect["unit"]) == expect["unit"] for line in given["payments"]):
        assert all(
            placed[0][1] + number == whole and placed[0][2] == fraction
            for number, (_, whole, fraction) in enumerate(placed)
        )


DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


# The general equation: paragraph (b)(8)


def residual(advances, payments, per_year, percent) -> Fraction:
    """What the payments are worth above the advances, exactly: an independent reading of (b)(8)."""
    rate = Fraction(percent) / 100 / Fraction(per_year)

    def worth(series):
        return sum(
            Fraction(cents) / ((1 + Fraction(part) * rate) * (1 + rate) ** whole)
            for cents, whole, part in series
        )

    return worth(payments) - worth(advances)


def assert_solved(advances, payments, per_year, near=Fraction(1, 10**7)):
    solved = Fraction(apr.solve(advances, payments, per_year))

    below = residual(advances, payments, per_year, max(solved - near, Fraction(0)))
    above = residual(advances, payments, per_year, solved + near)
    assert above < 0 < below or (solved == 0 and below == 0)


FRACTIONS = st.one_of(
    st.just(0),
    st.builds(lambda days: Fraction(days, 30), st.integers(0, 29)),
    st.floats(0, 1, exclude_max=True),
)
PER_YEAR = st.sampled_from([365, 52, 26, 13, 24, 12, 6, 4, Fraction(12, 11), 1, 365 / 255])
CENTS = st.integers(1, 10**9)


@st.composite
def transactions(draw):
    """Advances, then payments that are more, any time apart; one rate solves them."""
    advances = draw(
        st.lists(st.tuples(CENTS, st.integers(0, 3), FRACTIONS), min_size=1, max_size=3)
    )
    later = st.tuples(CENTS, st.integers(5, 60), FRACTIONS)
    payments = draw(st.lists(later, min_size=1, max_size=12))
    lent, paid = (sum(cents for cents, _, _ in each) for each in (advances, payments))
    if paid < lent:
        payments.append((lent - paid + draw(st.integers(0, 10**6)), 60, 0))
    return advances, payments, draw(PER_YEAR)


@given(transactions())
def test_the_rate_solves_the_general_equation_in_exact_fractions(transaction):
    advances, payments, per_year = transaction
    near = max(Fraction(1, 10**7), Fraction(apr.solve(*transaction)) / 10**12)

    assert_solved(advances, payments, per_year, near)


@given(transactions(), st.sampled_from([2, 7, 1000]))
def test_more_of_the_same_money_has_the_same_rate(transaction, times):
    advances, payments, per_year = transaction
    larger = [[(times * cents, *when) for cents, *when in each] for each in (advances, payments)]

    assert apr.solve(advances, payments, per_year) == apr.solve(*larger, per_year)


@given(transactions(), st.integers(1, 500))
def test_a_term_that_begins_whole_unit_periods_earlier_has_the_same_rate(transaction, earlier):
    advances, payments, per_year = transaction
    shifted = [
        [(cents, whole + earlier, part) for cents, whole, part in each]
        for each in (advances, payments)
    ]

    assert apr.solve(advances, payments, per_year) == apr.solve(*shifted, per_year)


@given(transactions(), st.randoms(use_true_random=False))
def test_neither_order_nor_splitting_matters(transaction, random):
    advances, payments, per_year = transaction
    parts = [part for cents, *when in payments for part in ((1, *when), (cents - 1, *when))]
    random.shuffle(parts)

    expected = apr.solve(advances, payments, per_year)
    assert expected == pytest.approx(apr.solve(advances, parts, per_year), rel=1e-14, abs=1e-14)


@given(transactions())
def test_a_larger_payment_never_lowers_the_rate(transaction):
    advances, payments, per_year = transaction
    cents, *when = payments[0]

    more = apr.solve(advances, [(cents + 100, *when), *payments[1:]], per_year)
    assert apr.solve(advances, payments, per_year) <= more


def nearest(advances, payments, per_year) -> float:
    """The rate by bisection in seventy digits."""
    with localcontext() as context:
        context.prec = 70
        low, high = Decimal(0), Decimal(10)
        flows = [(-cents, *when) for cents, *when in advances] + payments
        for _ in range(220):
            rate = (low + high) / 2
            worth = sum(
                cents
                / (1 + Decimal(part.numerator) / part.denominator * rate)
                / (1 + rate) ** whole
                for cents, whole, part in flows
            )
            low, high = (rate, high) if worth > 0 else (low, rate)
        return float(100 * Decimal(per_year) * low)


@pytest.mark.parametrize("part", [0, Fraction(19, 30)])
@pytest.mark.parametrize("payment", [8_334, 9_000, 25_000, 900_000])
def test_the_rate_is_the_nearest_float_to_a_solution_in_seventy_digits(part, payment):
    advances = [(1_000_00, 0, 0)]
    payments = [(payment, number, part) for number in range(1, 13)]

    assert nearest(advances, payments, 12) == apr.solve(advances, payments, 12)


@pytest.mark.parametrize(
    ("advances", "payments", "per_year", "expected"),
    [
        ([(100_00, 0, 0)], [(112_00, 1, 0)], 1, 12),
        ([(100_00, 0, 0)], [(101_00, 0, Fraction(1, 2))], 12, 24),
        ([(100_00, 0, 0.5)], [(101_00, 1, 0)], 12, 1200 / 49.5),
        (
            [(100_00, 0, 0)],
            [(1_00, number, 0) for number in range(1, 360)] + [(101_00, 360, 0)],
            12,
            12,
        ),
        ([(100_00, 0, 0), (100_00, 1, 0)], [(231_00, 2, 0)], 1, 10),
        ([(100_00, 0, 0), (110_00, 1, 0)], [(242_00, 2, 0)], 1, 10),
        ([(100_00, 0, 0)], [(50_00, 0, 0), (55_00, 1, 0)], 1, 10),
        ([(100_00, 0, 0)], [(10_100_00, 1, 0)], 1, 10_000),
        ([(1, 0, 0)], [(10**9, 1, 0)], 1, 99_999_999_900),
        ([(10**9, 0, 0)], [(10**9 + 1, 1, 0)], 1, 1e-7),
        ([(100_00, 0, 0), (0, 5, 0)], [(112_00, 1, 0), (0, 9, 0)], 1, 12),
    ],
    ids=[
        "a year",
        "half a unit-period is simple interest",
        "an advance within a unit-period",
        "interest alone",
        "two advances",
        "equal in worth",
        "a payment at once",
        "ten thousand per cent",
        "the largest",
        "the smallest",
        "flows of nothing",
    ],
)
def test_rates_worked_out_by_hand(advances, payments, per_year, expected):
    assert expected == pytest.approx(apr.solve(advances, payments, per_year), rel=1e-14)


def test_payments_that_sum_to_the_advances_have_a_rate_of_nothing():
    assert 0.0 == apr.solve([(300, 0, 0)], [(100, number, 0) for number in (1, 2, 3)], 12)


def test_a_rate_just_above_nothing_is_found():
    payments = [(10**7, number, Fraction(1, 3)) for number in range(1, 100)]

    assert_solved([(99 * 10**7 - 1, 0, 0)], payments, 12, near=Fraction(1, 10**16))


def test_360_payments_solve_the_general_equation():
    for part in (0, Fraction(17, 30)):
        payments = [(500_00 + 100 * number, number, part) for number in range(1, 361)]

        assert_solved([(60_000_00, 0, 0)], payments, 12)


def test_where_more_than_one_rate_solves_it_the_lowest_is_found():
    """0, 100 and 200 % solve it but for a cent, which makes the first a little more than 0."""
    advances, payments = [(100_00, 0, 0), (1_100_00, 2, 0)], [(600_00, 1, 0), (600_01, 3, 0)]
    solved = Fraction(apr.solve(advances, payments, 1))

    assert 0 < solved < 1
    assert residual(advances, payments, 1, solved - Fraction(1, 10**9)) > 0
    assert residual(advances, payments, 1, solved + Fraction(1, 10**9)) < 0


@pytest.mark.parametrize(("middle", "end", "short"), [(10, 20, 0), (200, 410, 1)])
def test_a_worth_that_rises_or_stands_still_at_zero_is_followed_to_where_it_falls(
    middle, end, short
):
    """From no interest Newton's step leads nowhere, or below zero; halving leads on."""
    advances = [(10**6 - 1 + short, 0, 0), (10**6 - short, end, 0)]

    assert_solved(advances, [(2 * 10**6, middle, 0)], 12)


def test_a_very_high_rate_very_late_is_found():
    soon = apr.solve([(1, 0, 0)], [(10**9, 1, 0)], 1)

    assert soon == apr.solve([(0, 0, 0), (1, 300, 0)], [(10**9, 301, 0)], 1)


@pytest.mark.parametrize(
    ("advances", "payments", "message"),
    [
        ([], [(100, 1, 0)], "needs an advance"),
        ([(0, 0, 0)], [(100, 1, 0)], "needs an advance"),
        ([(100, 0, 0)], [], "the payments, 0 cents, are less than the 100 advanced"),
        ([(100, 0, 0)], [(99, 1, 0)], "the payments, 99 cents, are less than the 100 advanced"),
        ([(100, 0, 0)], [(101, 0, 0)], "at any rate"),
        ([(100, 50, 0)], [(200, 50, 0)], "at any rate"),
        ([(100, 0, 0)], [(100, 0, 0), (50, 100, 0)], "at any rate"),
        ([(100, 0, 0.5)], [(300, 1, 0)], "at any rate"),
        ([(-100, 0, 0)], [(100, 1, 0)], r"\(-100, 0, 0\) is not cents"),
        ([(100, 0, 0)], [(-100, 1, 0)], r"\(-100, 1, 0\) is not cents"),
        ([(100, -1, 0)], [(100, 1, 0)], r"\(100, -1, 0\) is not cents"),
        ([(100, 0, 0)], [(100, 1, 1)], r"\(100, 1, 1\) is not cents"),
        ([(100, 0, 0)], [(100, 1, -0.5)], r"\(100, 1, -0.5\) is not cents"),
        ([(100, 0, 0)], [(100, 1, float("nan"))], "nan"),
    ],
)
def test_what_has_no_rate_is_refused(advances, payments, message):
    with pytest.raises(ValueError, match=message):
        apr.solve(advances, payments, 12)


@pytest.mark.parametrize("per_year", [0, 0.5, -12, 366, float("nan"), float("inf")])
def test_a_year_of_no_or_too_many_unit_periods_is_refused(per_year):
    with pytest.raises(ValueError, match="1 to 365 unit-periods"):
        apr.solve([(100, 0, 0)], [(101, 1, 0)], per_year)


def test_the_digits_of_the_callers_decimals_do_not_matter():
    payments = [(9_000, number, Fraction(1, 3)) for number in range(1, 13)]
    expected = apr.solve([(1_000_00, 0, 0)], payments, 12)

    with localcontext() as context:
        context.prec = 3
        assert expected == apr.solve([(1_000_00, 0, 0)], payments, 12)


# A loan without finance charges but its interest


RATES = st.one_of(
    st.sampled_from([60_000, 72_000, 120_000, 180_000, 240_000, 1_000_000]),
    st.integers(0, 1_000_000),
)


def of_a_loan(amount, apr_ppm, months):
    """The APR of a level loan from its rows."""
    rows = loan.schedule(amount, apr_ppm, months)
    return apr.solve([(amount, 0, 0)], [(row.payment, row.number, 0) for row in rows], 12)


@given(st.integers(24_000_00, loan.money.LIMIT), RATES, st.integers(1, 360))
@example(24_000_00, 72_003, 1)
def test_the_apr_of_a_loan_of_24000_is_its_rate_within_half_a_thousandth_of_a_point(
    amount, apr_ppm, months
):
    assert abs(of_a_loan(amount, apr_ppm, months) - apr_ppm / 10_000) <= 0.0005


@given(st.integers(1_000_00, 100_000_00), RATES, st.integers(1, 360))
@example(1_000_00, 71_940, 1)
@example(1_000_00, 5_940, 2)
def test_the_apr_of_a_loan_differs_from_its_rate_by_the_rounding_of_its_interest(
    amount, apr_ppm, months
):
    """Each month's interest is rounded by half a cent at most.

    To first order the rate moves by what these halves are worth, divided by what the
    balances are worth that bear it: at most half a cent for half the amount.
    """
    rows = loan.schedule(amount, apr_ppm, months)
    shrink = 1 / (1 + apr_ppm / 12_000_000)
    balances = [amount, *(row.balance for row in rows)]
    halves = sum(shrink**row.number / 2 for row in rows)
    bearing = sum(shrink**row.number * balances[row.number - 1] for row in rows)
    difference = abs(of_a_loan(amount, apr_ppm, months) - apr_ppm / 10_000)

    assert difference <= 1200 * halves / bearing * 1.01 + 1e-9
    assert difference <= 1200 / amount * 1.01


def test_a_small_loan_may_be_off_by_more_than_half_a_thousandth_of_a_point():
    """$1,000 over a month at 7.1940 %: $5.995 of interest are charged as $6.00, which is 7.2 %."""
    assert 7.2 == pytest.approx(of_a_loan(1_000_00, 71_940, 1), abs=1e-12)


@given(DAYS, st.integers(1_000_00, 100_000_00), RATES, st.integers(2, 60))
def test_the_dates_of_a_monthly_loan_lead_to_the_same_rate(start, amount, apr_ppm, months):
    rows = loan.schedule(amount, apr_ppm, months)
    due = [(row.payment, dates.months_after(start, row.number)) for row in rows]
    assume(len(due) > 1)

    assert of_a_loan(amount, apr_ppm, months) == apr.from_dates([(amount, start)], due)
