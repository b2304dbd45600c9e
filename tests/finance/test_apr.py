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
from tradein.finance.apr import MONTH, YEAR, UnitPeriod

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


# The unit-period: paragraphs (b)(3) and (b)(4)


@pytest.mark.parametrize(
    ("number", "of", "per_year"),
    [
        (1, "day", 365),
        (255, "day", Fraction(365, 255)),
        (1, "week", 52),
        (2, "week", 26),
        (4, "week", 13),
        (52, "week", 1),
        (1, "semimonth", 24),
        (1, "month", 12),
        (2, "month", 6),
        (3, "month", 4),
        (11, "month", Fraction(12, 11)),
        (12, "month", 1),
    ],
)
def test_a_year_has_so_many_unit_periods(number, of, per_year):
    assert per_year == UnitPeriod(number, of).per_year


@pytest.mark.parametrize(
    ("number", "of"),
    [(0, "day"), (366, "day"), (53, "week"), (2, "semimonth"), (13, "month"), (1, "fortnight")],
)
def test_what_is_not_a_standard_interval_is_refused(number, of):
    with pytest.raises(ValueError, match=f"{number} {of} is not a standard interval"):
        UnitPeriod(number, of)


def days_apart(first: date, *gaps: int) -> list[date]:
    days = [first]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days


@pytest.mark.parametrize(
    ("advances", "payments", "unit"),
    [
        ([date(2023, 2, 1)], days_apart(date(2023, 3, 1), 28, 28), UnitPeriod(4, "week")),
        ([date(2023, 1, 1)], [date(2023, 2, 1), date(2023, 3, 1)], MONTH),
        ([date(2023, 2, 1)], [date(2023, 2, 15), date(2023, 3, 1)], UnitPeriod(2, "week")),
        ([date(2024, 2, 1)], [date(2024, 2, 15), date(2024, 3, 1), date(2024, 3, 15)], SEMIMONTH),
        (
            [date(2023, 1, 31)],
            [date(2023, 2, 15), date(2023, 2, 28), date(2023, 3, 15), date(2023, 3, 31)],
            SEMIMONTH,
        ),
        ([date(2023, 1, 1)], days_apart(date(2023, 1, 15), 17, 14, 14), SEMIMONTH),
        ([date(2023, 1, 1)], days_apart(date(2023, 1, 8), 24, 7, 21, 7), WEEK),
        ([date(2023, 1, 1)], days_apart(date(2023, 1, 8), 42, 42), UnitPeriod(6, "week")),
        ([date(2024, 5, 31)], [date(2024, 6, 30), date(2024, 7, 31)], MONTH),
        ([date(2024, 1, 29)], [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28)], YEAR),
        ([date(2024, 1, 5), date(2024, 2, 5), date(2024, 3, 5)], [date(2025, 1, 5)], MONTH),
    ],
    ids=[
        "28 days are four weeks where they come again",
        "28 days are a month among months",
        "fortnights that are also semimonths: the smaller",
        "the 1st and the 15th",
        "the 15th and the last",
        "the 1st and the 15th, when January has 17 days left",
        "the 1st and the 8th are no semimonths",
        "every six weeks",
        "last days",
        "leap days",
        "advances count too",
    ],
)
def test_the_unit_period_is_the_most_frequent_one(advances, payments, unit):
    assert unit == apr.unit_period(advances, payments)


def test_of_two_equally_frequent_periods_the_smaller_is_the_unit_period():
    start = date(2024, 1, 10)
    months = [dates.months_after(start, after) for after in (1, 2, 5, 8)]

    assert MONTH == apr.unit_period([start], months)
    assert UnitPeriod(3, "month") == apr.unit_period([start], [*months, date(2024, 12, 10)])


@pytest.mark.parametrize(
    ("payments", "unit"),
    [
        ([date(2024, 4, 10), date(2024, 6, 10)], UnitPeriod(2, "month")),
        ([date(2024, 2, 10), date(2024, 6, 10)], UnitPeriod(2, "month")),
        ([date(2024, 5, 10), date(2024, 11, 10)], UnitPeriod(5, "month")),
        ([date(2025, 1, 10), date(2027, 1, 10)], YEAR),
        ([date(2024, 1, 11), date(2024, 1, 12)], DAY),
        ([date(2024, 1, 12), date(2024, 1, 13)], DAY),
        ([date(2024, 1, 16), date(2024, 1, 24)], WEEK),
        ([date(2024, 1, 24), date(2024, 2, 9)], SEMIMONTH),
        ([date(2024, 1, 27), date(2024, 3, 10)], MONTH),
        ([date(2024, 1, 30), date(2024, 3, 8)], UnitPeriod(4, "week")),
    ],
    ids=[
        "2.5",
        "2.5 again",
        "5",
        "18",
        "days",
        "1.5 days",
        "7 days",
        "15 days",
        "30 days",
        "29 days",
    ],
)
def test_without_a_common_period_the_average_is_rounded_the_lower_of_equals(payments, unit):
    assert unit == apr.unit_period([date(2024, 1, 10)], payments)


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [
        (date(2024, 1, 10), date(2024, 3, 10), UnitPeriod(2, "month")),
        (date(2024, 1, 10), date(2024, 1, 24), UnitPeriod(14, "day")),
        (date(2024, 1, 31), date(2024, 2, 29), MONTH),
        (date(2024, 2, 29), date(2025, 2, 28), YEAR),
        (date(2023, 1, 1), date(2024, 1, 1), YEAR),
        (date(2024, 1, 1), date(2024, 12, 31), UnitPeriod(365, "day")),
        (date(2023, 1, 1), date(2024, 1, 5), YEAR),
        (date(2024, 1, 1), date(2025, 3, 7), YEAR),
    ],
)
def test_the_unit_period_of_a_single_payment_is_the_term_up_to_a_year(start, end, unit):
    assert unit == apr.unit_period([start], [end])


def test_a_single_payment_within_a_year_is_one_unit_period_away():
    start = date(2023, 12, 31)
    for days in range(1, 366):
        end = start + timedelta(days=days)
        unit = apr.unit_period([start], [end])

        assert [(1, 1, 0)] == apr.flows(start, [(1, end)], unit)


@pytest.mark.parametrize(
    ("advances", "payments"), [([], [date(2024, 1, 1)]), ([date(2024, 1, 1)], [])]
)
def test_a_missing_advance_or_payment_is_refused(advances, payments):
    with pytest.raises(ValueError, match="needs an advance and a payment"):
        apr.unit_period(advances, payments)


def test_a_transaction_of_one_day_is_refused():
    with pytest.raises(ValueError, match="everything is advanced and paid on 2024-01-01"):
        apr.unit_period([date(2024, 1, 1)], [date(2024, 1, 1)])


# Counting: the paragraph (b)(5)


@pytest.mark.parametrize(
    ("earlier", "later", "unit", "due_day", "whole", "fraction"),
    [
        # months back from the later date, days forward from the earlier one, over thirty
        (date(1978, 2, 10), date(1978, 4, 1), MONTH, None, 1, "19/30"),
        (date(2026, 1, 10), date(2026, 2, 15), MONTH, None, 1, "5/30"),
        (date(2026, 1, 10), date(2026, 3, 1), MONTH, None, 1, "22/30"),
        (date(2028, 1, 10), date(2028, 2, 29), MONTH, None, 1, "19/30"),
        (date(2012, 2, 26), date(2012, 3, 29), MONTH, None, 1, "3/30"),
        (date(2012, 1, 12), date(2012, 4, 15), MONTH, None, 3, "3/30"),
        (date(2019, 1, 12), date(2020, 1, 12), MONTH, None, 12, "0"),
        (date(2012, 2, 26), date(2012, 2, 26), MONTH, None, 0, "0"),
        (date(2024, 1, 15), date(2024, 2, 14), MONTH, None, 1, "0"),  # thirty days are a month
        # last days, and Februaries that cut a series short
        (date(2024, 12, 31), date(2025, 2, 28), MONTH, 31, 2, "0"),
        (date(2024, 12, 31), date(2025, 2, 28), MONTH, None, 1, "28/30"),
        (date(2024, 12, 30), date(2025, 2, 28), MONTH, 30, 2, "0"),
        (date(2024, 12, 30), date(2025, 2, 28), MONTH, 31, 2, "1/30"),
        (date(2024, 3, 30), date(2024, 4, 30), MONTH, 31, 1, "1/30"),  # 31 days
        (date(2024, 2, 29), date(2024, 3, 31), MONTH, 31, 1, "0"),
        (date(2024, 2, 28), date(2024, 3, 31), MONTH, 31, 1, "1/30"),
        (date(2024, 1, 30), date(2024, 4, 30), MONTH, 30, 3, "0"),
        (date(2024, 1, 15), date(2024, 4, 15), MONTH, 31, 3, "0"),  # not the month's last
        (date(2024, 1, 28), date(2024, 3, 31), MONTH, 28, 2, "3/30"),  # later than its series
        # thirty days a month, divided by 15 or by thirty a month
        (date(1978, 2, 23), date(1978, 3, 1), SEMIMONTH, None, 0, "6/15"),
        (date(1978, 2, 23), date(1978, 4, 16), SEMIMONTH, None, 3, "6/15"),
        (date(2024, 1, 5), date(2024, 2, 1), SEMIMONTH, None, 1, "12/15"),
        (date(1978, 5, 23), date(1978, 10, 1), UnitPeriod(3, "month"), None, 1, "39/90"),
        (date(1978, 1, 10), date(1978, 3, 1), UnitPeriod(2, "month"), None, 0, "52/60"),
        # actual days
        (date(1978, 3, 20), date(1978, 4, 21), WEEK, None, 4, "4/7"),
        (date(1978, 3, 18), date(1978, 4, 20), UnitPeriod(4, "week"), None, 1, "5/28"),
        (date(2012, 1, 12), date(2013, 1, 10), UnitPeriod(52, "week"), None, 1, "0"),
        (date(2024, 2, 1), date(2024, 3, 1), DAY, None, 29, "0"),
        # years: months where they are whole, days otherwise
        (date(1978, 1, 17), date(1979, 7, 17), YEAR, None, 1, "6/12"),
        (date(2012, 1, 12), date(2014, 2, 15), YEAR, None, 2, "34/365"),
        (date(2020, 1, 1), date(2021, 3, 15), YEAR, None, 1, "74/365"),
        (date(2024, 2, 27), date(2025, 2, 28), YEAR, None, 1, "1/365"),
        (date(2024, 2, 29), date(2025, 2, 28), YEAR, 29, 1, "0"),
        (date(2023, 3, 1), date(2024, 2, 29), YEAR, None, 1, "0"),  # 365 days are a year
    ],
)
def test_time_between_dates(earlier, later, unit, due_day, whole, fraction):
    assert (whole, Fraction(fraction)) == apr.place(earlier, later, unit, due_day)


def test_dates_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="2024-01-01 comes before 2024-01-02"):
        apr.place(date(2024, 1, 2), date(2024, 1, 1), DAY)
    with pytest.raises(ValueError, match="2023-12-01 comes before 2024-01-02"):
        apr.from_dates([(1, date(2024, 1, 2))], [(2, date(2023, 12, 1))])


def test_an_odd_date_at_the_end_of_a_series_does_not_move_its_february():
    due = [(1, day) for day in (date(2023, 2, 28), date(2023, 3, 28), date(2023, 4, 30))]
    expected = [(1, 1, 0), (1, 2, 0), (1, 3, Fraction(2, 30))]

    assert expected == apr.flows(date(2023, 1, 28), due, MONTH)


DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(DAYS, st.integers(1, 60))
def test_the_payments_of_a_monthly_loan_are_whole_months_apart(start, months):
    due = [(1, dates.months_after(start, number)) for number in range(1, months + 1)]

    assert [(1, number, 0) for number in range(1, months + 1)] == apr.flows(start, due, MONTH)
    if 2 <= months:
        assert MONTH == apr.unit_period([start], [day for _, day in due])


@given(DAYS, st.integers(0, 4000), st.sampled_from([DAY, WEEK, SEMIMONTH, MONTH, YEAR]))
def test_time_is_never_lost_by_more_than_the_calendars_unevenness(start, days, unit):
    whole, fraction = apr.place(start, start + timedelta(days=days), unit)
    years = (whole + fraction) / unit.per_year

    assert 0 <= whole
    assert 0 <= fraction < 1
    assert abs(years - Fraction(days, 365)) <= Fraction(4, 365) + Fraction(days, 365) / 300


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
