"""The annual percentage rate by the actuarial method: Regulation Z (12 CFR 1026), Appendix J.

Letters in brackets are paragraphs of the appendix.  `unit_period` and `place` count the time,
`solve` finds the rate, `from_dates` does both.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeVar

from attrs import frozen

from tradein.finance import dates

Number = int | float | Fraction

Flow = tuple[int, int, Number]
"""An advance or a payment: cents, never negative; whole unit-periods since the beginning of
the term; and the fraction of a unit-period left over, from 0 to below 1."""

_PER_YEAR = {"day": 365, "week": 52, "semimonth": 24, "month": 12}
_MAXIMUM_NUMBER = {"day": 365, "week": 52, "semimonth": 1, "month": 12}

_HIGHEST = 2.0**40
"""The highest rate tried, per unit-period: turning a cent into ten million dollars takes less."""

_CLOSE = 1e-12
"""How close floats get before one step in decimals squares the remaining error."""

_Real = TypeVar("_Real", float, Decimal)


@frozen
class UnitPeriod:
    """A standard interval of time, (b)(3)(iii): `1, "month"`, `2, "week"`, `1, "semimonth"`.

    It is at most a year, which is twelve months.  Several days that are not a week are the term
    of a single payment, (b)(4)(ii).
    """

    number: int
    of: str

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.number <= _MAXIMUM_NUMBER.get(self.of, 0):
            raise ValueError(f"{self.number} {self.of} is not a standard interval of time")

    @property
    def per_year(self) -> Fraction:
        """Give the unit-periods in a year: 365, 52, 24 or 12, divided by the number; (b)(5)."""
        return Fraction(_PER_YEAR[self.of], self.number)


MONTH, YEAR = UnitPeriod(1, "month"), UnitPeriod(12, "month")


def from_dates(advances: Sequence[tuple[int, date]], payments: Sequence[tuple[int, date]]) -> float:
    """Give the APR in percent, unrounded, of dated advances and payments in cents.

    The term begins with the first advance.  A small odd first period, which a creditor may
    disregard (1026.17(c)(4)), is never disregarded.  Raises ValueError as `unit_period`,
    `place` and `solve` do.
    """
    unit = unit_period([day for _, day in advances], [day for _, day in payments])
    start = min(day for _, day in advances)
    return solve(flows(start, advances, unit), flows(start, payments, unit), unit.per_year)


def flows(start: date, dated: Sequence[tuple[int, date]], unit: UnitPeriod) -> list[Flow]:
    """Place a series of advances or of payments in a term that begins at `start`."""
    due_day = _due_day(start, [day for _, day in dated])
    return [(cents, *place(start, day, unit, due_day)) for cents, day in dated]


def place(
    earlier: date, later: date, unit: UnitPeriod, due_day: int | None = None
) -> tuple[int, Fraction]:
    """Count the unit-periods between two dates, (b)(5): whole ones and the fraction left over.

    Count months back from the later date, and the days left over forward from the earlier one;
    thirty of them are a month.  Days and weeks are actual days.  `due_day` matters if the later
    date is the last of its month: it is the day on which its series falls due, 31 for a series
    of last days, 29 or 30 for one that February cuts short, (b)(3)(iv).  Raises ValueError if
    the dates are in the wrong order.
    """
    if later < earlier:
        raise ValueError(f"{later} comes before {earlier}")
    if unit.of in ("day", "week"):
        length = unit.number * (7 if unit.of == "week" else 1)
        return divmod(Fraction((later - earlier).days, length), 1)
    months, days = _months(earlier, later, due_day)
    if unit == YEAR:
        years, months = divmod(months, 12)
        part = Fraction(months, 12)
        if days:
            part = Fraction((_back(later, 12 * years, due_day) - earlier).days, 365)
        return divmod(years + part, 1)
    length = 15 if unit.of == "semimonth" else 30 * unit.number
    return divmod(Fraction(30 * months + days, length), 1)


def _months(earlier: date, later: date, due_day: int | None) -> tuple[int, int]:
    """Count full months back from the later date, and the days left over."""
    months = 12 * (later.year - earlier.year) + later.month - earlier.month
    if _back(later, months, due_day) < earlier:
        months -= 1
    return months, (_back(later, months, due_day) - earlier).days


def _back(later: date, months: int, due_day: int | None) -> date:
    """Give the same date of an earlier month, or its last if the month lacks that date."""
    day = later.day
    if due_day is not None and day == _length(later):
        day = max(day, due_day)
    first = dates.months_after(later.replace(day=1), -months)
    return first.replace(day=min(day, _length(first)))


def _length(day: date) -> int:
    """Give the number of days in a date's month."""
    return dates.days_in_month(day.year, day.month)


def _due_day(start: date, series: Sequence[date]) -> int | None:
    """Give the due day, 28 or later, that fits most dates of a series; ties go to the first.

    A series of one date counts with the beginning of the term: 31 January to 28 February is a
    month.
    """
    days = series if len(series) > 1 else (start, *series)
    fits = {
        day: sum(each.day == min(day, _length(each)) for each in days)
        for day in {each.day for each in days if each.day >= 28}
    }
    return max(fits, key=lambda day: (fits[day], -day), default=None)


def unit_period(advances: Sequence[date], payments: Sequence[date]) -> UnitPeriod:
    """Give the unit-period of a transaction, (b)(4).

    It is the standard interval that occurs most often, and more than once, between advances
    or between payments.  If none does, it is the one nearest to the average period; an average
    of whole months is rounded to months.  Ties go to the shorter interval.  With a single
    advance and a single payment it is the term, up to a year.  Raises ValueError if an advance
    or a payment is missing, or if all are on one day.
    """
    if not advances or not payments:
        raise ValueError("an annual percentage rate needs an advance and a payment")
    start = min(advances)
    periods = _periods(start, advances) + _periods(start, payments)
    if not periods:
        raise ValueError(f"everything is advanced and paid on {start}")
    if len(advances) == len(payments) == 1:
        return _term(periods[0])
    occurring = Counter(unit for period in periods for unit in _standard(period))
    common = {unit: count for unit, count in occurring.items() if count > 1}
    if not common:
        return _average(periods)
    return max(common, key=lambda unit: (common[unit], unit.per_year))


class _Period(NamedTuple):
    """The time between two dates: actual days, and full months with the days left over."""

    days: int
    months: int
    rest: int
    half: bool
    """Whether it makes a month with the period before or after it, each of 13 to 17 days."""


def _periods(start: date, series: Sequence[date]) -> list[_Period]:
    """List the periods of a series, including the one from the beginning of the term."""
    days, due_day = sorted({start, *series}), _due_day(start, series)
    halves: set[date] = set()
    for first, middle, last in zip(days, days[1:], days[2:], strict=False):
        even = all(13 <= length.days <= 17 for length in (middle - first, last - middle))
        if even and _months(first, last, due_day) == (1, 0):
            halves |= {first, middle}
    return [
        _Period((later - earlier).days, *_months(earlier, later, due_day), earlier in halves)
        for earlier, later in pairwise(days)
    ]


def _term(period: _Period) -> UnitPeriod:
    """Give the unit-period of a single payment: a year, or a shorter term in months or days."""
    if period.months >= 12:
        return YEAR
    return UnitPeriod(period.days, "day") if period.rest else UnitPeriod(period.months, "month")


def _standard(period: _Period) -> list[UnitPeriod]:
    """List the standard intervals that fit a period; 28 days are four weeks and may be a month."""
    weeks, odd = divmod(period.days, 7)
    fits = [
        (period.days == 1, 1, "day"),
        (not odd and weeks <= 52, weeks, "week"),
        (period.half, 1, "semimonth"),
        (not period.rest and period.months <= 12, period.months, "month"),
    ]
    return [UnitPeriod(number, of) for fit, number, of in fits if fit]


def _average(periods: Sequence[_Period]) -> UnitPeriod:
    """Give the standard interval nearest to the average period, compared in years."""
    standard = [UnitPeriod(number, "month") for number in range(1, 13)]
    average = Fraction(sum(period.months for period in periods), 12 * len(periods))
    if any(period.rest for period in periods):
        standard += [UnitPeriod(1, "day"), UnitPeriod(1, "semimonth")]
        standard += [UnitPeriod(number, "week") for number in range(1, 53)]
        average = Fraction(sum(period.days for period in periods), 365 * len(periods))
    return min(standard, key=lambda unit: (abs(average - 1 / unit.per_year), -unit.per_year))


def solve(
    advances: Iterable[Flow], payments: Iterable[Flow], unit_periods_per_year: Number
) -> float:
    """Give the APR in percent, unrounded: `100 w i`, where `i` solves the general equation.

    (b)(8): each advance and each payment counts as `cents / ((1 + f i) (1 + i)^t)`, `t` whole
    unit-periods and a fraction `f` after the beginning of the term, and the advances count as
    much as the payments; (b)(1): `w` is the unit-periods in a year.  The float is the nearest
    to a solution in forty digits.  If advances follow payments, more than one rate may solve
    it; this gives the lowest one met by doubling a small rate.  Raises ValueError if nothing is
    advanced, if less is paid than advanced (a rate below zero), if no rate solves it, and for an
    invalid flow or number of unit-periods (1 to 365).
    """
    lent, paid = [*advances], [*payments]
    _check([*lent, *paid], unit_periods_per_year)
    advanced, total = (sum(cents for cents, _, _ in each) for each in (lent, paid))
    if not advanced:
        raise ValueError("an annual percentage rate needs an advance")
    if total < advanced:
        raise ValueError(f"the payments, {total} cents, are less than the {advanced} advanced")
    if total == advanced:
        return 0.0
    net = _net(lent, paid)
    close = _root([(float(cents), whole, float(part)) for cents, whole, part in net])
    with localcontext(Context(prec=40)):
        exact = [(Decimal(cents), whole, _decimal(part)) for cents, whole, part in net]
        value, slope = _worth(exact, Decimal(close))
        return float(100 * _decimal(unit_periods_per_year) * (Decimal(close) - value / slope))


def _net(advances: Sequence[Flow], payments: Sequence[Flow]) -> list[Flow]:
    """Net flows of the same time, payments positive; count times from the first flow left."""
    net: Counter[tuple[int, Number]] = Counter()
    for sign, each in ((-1, advances), (1, payments)):
        for cents, whole, fraction in each:
            net[whole, fraction] += sign * cents
    first = min(whole for (whole, _), cents in net.items() if cents)
    return [(cents, whole - first, part) for (whole, part), cents in net.items() if cents]


def _check(each: Sequence[Flow], unit_periods_per_year: Number) -> None:
    """Raise ValueError for an amount or a time that the appendix does not allow."""
    if not 1 <= unit_periods_per_year <= 365:
        raise ValueError(f"a year has 1 to 365 unit-periods, not {unit_periods_per_year}")
    for flow in each:
        cents, whole, fraction = flow
        if cents < 0 or whole < 0 or not 0 <= fraction < 1:
            raise ValueError(f"{flow} is not cents, whole unit-periods and a fraction of one")


def _decimal(number: Number) -> Decimal:
    """Give a number as a Decimal in the digits of the context."""
    numerator, denominator = number.as_integer_ratio()
    return Decimal(numerator) / Decimal(denominator)


def _worth(signed: Sequence[tuple[_Real, int, _Real]], rate: _Real) -> tuple[_Real, _Real]:
    """Give the net present value of payments less advances at a rate, and its derivative."""
    value = slope = 0 * rate
    shrink = 1 / (1 + rate)
    for cents, whole, fraction in signed:
        simple = 1 / (1 + fraction * rate)
        worth = cents * simple * shrink**whole
        value += worth
        slope -= worth * (whole * shrink + fraction * simple)
    return value, slope


def _root(signed: Sequence[tuple[float, int, float]]) -> float:
    """Find a rate, to about twelve places, at which advances and payments are worth the same.

    Take Newton's step if it stays between the bounds and is at most half the one before;
    otherwise halve the bounds.
    """
    low, high = _bounds(signed)
    rate, step = low, high - low
    while step > _CLOSE * (1 + rate):
        value, slope = _worth(signed, rate)
        low, high = (rate, high) if value > 0 else (low, rate)
        guess = rate - value / slope if slope else high
        if not (low <= guess <= high and abs(guess - rate) <= step / 2):
            guess = (low + high) / 2
        rate, step = guess, abs(guess - rate)
    return rate


def _bounds(signed: Sequence[tuple[float, int, float]]) -> tuple[float, float]:
    """Find a rate at which payments are worth more, and a larger one at which they are not."""
    low, high = 0.0, 2.0**-10
    while _worth(signed, high)[0] > 0:
        low, high = high, 2 * high
        if high > _HIGHEST:
            raise ValueError("the payments are worth more than the advances at any rate")
    return low, high
