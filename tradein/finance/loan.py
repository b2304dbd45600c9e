"""Loan arithmetic: level payments, interest, the amount due, schedules.

Amounts are whole cents, rates are millionths a year (`apr_ppm`), terms are months.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise, repeat
from math import gcd
from typing import NamedTuple, Protocol, overload

from tradein.finance import money
from tradein.finance.dates import check_day_count, days_fraction, year_fraction
from tradein.finance.terms import ACTUAL_365, DOWN, MONTHS, NEAREST, UP, LoanTerms

_MILLION = 1_000_000

YearPart = tuple[int, int]
"""A part of a year, as numerator and denominator."""

A_MONTH: YearPart = (1, 12)

ROUNDED = {NEAREST: money.half_up, UP: money.ceil_div, DOWN: money.floor_div}
"""How a payment is rounded to the cent, by the words of `terms.ROUNDING`."""


class Installment(NamedTuple):
    """One payment of a schedule, in cents; `balance` is what is owed after it."""

    number: int
    payment: int
    interest: int
    principal: int
    balance: int


class DatedInstallment(NamedTuple):
    """One payment of a schedule with dates, in cents.

    `interest` and `principal` are the parts of the payment; `balance` is the principal left, and
    `unpaid` the interest left, which bears no interest.
    """

    number: int
    payment: int
    interest: int
    principal: int
    balance: int
    unpaid: int
    date: date


def payments_in(months: int, per_year: int) -> int:
    """Give the number of payments that fit in a number of months, at least one."""
    return max(1, money.floor_div(months * per_year, 12))


def longest(per_year: int) -> int:
    """Give the number of payments in the longest term, for a number of payments a year."""
    return payments_in(MONTHS[1], per_year)


def number_of_payments(terms: LoanTerms) -> int | None:
    """Give the number of payments in the term of a loan; None without a term."""
    return None if terms.months is None else payments_in(terms.months, terms.per_year)


class Growth(NamedTuple):
    """What a debt and level payments on it grow to over given days, exactly, in one unit."""

    debt: int
    """What a debt of one grows to by the last day."""

    payments: int
    """What a payment of one on each due date grows to by then."""

    unit: int
    """What is one here."""

    def level(self, amount: int, balloon: int, rounding: str) -> int:
        """Give the level payment in cents that pays an amount off but for a balloon."""
        exact = money.to_bigint(amount) * self.debt - money.to_bigint(balloon) * self.unit
        return money.to_int64(ROUNDED[rounding](exact, self.payments))  # type: ignore[no-any-return]


class Amortized(Protocol):
    """The terms that a level payment is computed from, as signed or as in force now."""

    @property
    def apr_ppm(self) -> int:
        """Give the yearly rate, in millionths."""

    @property
    def balloon(self) -> int:
        """Give the balloon, the amount left for the last payment, in cents."""

    @property
    def rounding(self) -> str:
        """Say how the payment is rounded to the cent."""

    @property
    def per_year(self) -> int:
        """Give the number of payments in a year."""


def payment_for(
    terms: Amortized,
    amount: int,
    number: int,
    growth: Growth | None = None,
    *,
    nearest: bool = False,
) -> int:
    """Give the level payment in cents that pays an amount off by `number` payments.

    It is that of equal periods, or by the `growth` over actual days.  With `nearest` it is to
    the nearest cent, however the contract rounds.
    """
    rounding = NEAREST if nearest else terms.rounding
    if growth is not None:
        return growth.level(amount, terms.balloon, rounding)
    return level_payment(
        amount,
        terms.apr_ppm,
        number,
        balloon=terms.balloon,
        rounding=rounding,
        per_year=terms.per_year,
    )


def level_payment(
    amount: int,
    apr_ppm: int,
    months: int,
    *,
    balloon: int = 0,
    rounding: str = NEAREST,
    per_year: int = 12,
) -> int:
    """Give the level payment in cents: `P i / (1 - (1 + i)^-n)`, `i = apr / 12`, rounded once.

    `months` is the number of payments; `i` is the rate divided by the payments a year.  At 0 %
    the payment is `P / n`.  With a `balloon` B (cents) due with the last payment, P is the
    amount less the present value of B, `B (1 + i)^-n`.  The payment is rounded to the nearest
    cent, up or down: `terms.ROUNDING`.  It is exact for any term, in unbounded integers.
    Rounded down, it still is at least the rounded interest of the first period.
    """
    rounded = ROUNDED[rounding]
    if apr_ppm == 0:
        return rounded(amount - balloon, months)
    unit = per_year * _MILLION
    grown, still = (unit + apr_ppm) ** months, unit**months
    exact = (money.to_bigint(amount) * grown - money.to_bigint(balloon) * still) * apr_ppm
    level: int = money.to_int64(rounded(exact, unit * (grown - still)))
    if rounding == DOWN:
        return money.maximum(level, month_interest(amount, apr_ppm, per_year))
    return level


def level_payment_by_days(
    amount: int,
    apr_ppm: int,
    days: Sequence[date],
    *,
    balloon: int = 0,
    rounding: str = NEAREST,
    day_count: str = "actual/365",
) -> int:
    """Give the level payment in cents for simple interest over actual days, rounded once.

    `days` is the day of the advance and then each due date, as for `schedule`.  With the growth
    `f = 1 + apr x days / 365` of each period, P is `A / sum(1 / (f1 x ... x fk))`; a balloon is
    due with the last payment.  Interest that the first payment does not cover bears interest
    here.  In `schedule` it does not, so the last payment there is smaller by the difference.
    The payment is exact, in unbounded integers.  Raises ValueError as `schedule` does.
    """
    return growth_by_days(apr_ppm, days, day_count).level(amount, balloon, rounding)


def growth_by_days(
    apr_ppm: int, days: Sequence[date], day_count: str, skipped: Collection[int] = ()
) -> Growth:
    """Give the growth from the first of some days to the last, with a payment on each other.

    Interest is simple from one payment to the next.  The numbers of payments that are `skipped`
    do not include the last.  Raises ValueError as `schedule`.
    """
    _check_days(days, None, day_count)
    parts = (year_fraction(*days, day_count) for days in pairwise(days))
    return _growth(apr_ppm, _joined(parts, skipped))


def growth_by_months(
    apr_ppm: int, first_period: YearPart, payments: int, skipped: Collection[int] = ()
) -> Growth:
    """Give the growth over an odd first period and the months after it, up to the last payment.

    The numbers of payments that are `skipped` do not include the last.
    """
    return _growth(apr_ppm, _joined([first_period, *[A_MONTH] * (payments - 1)], skipped))


def _joined(parts: Iterable[YearPart], skipped: Collection[int]) -> Iterator[YearPart]:
    """Join the part of a year before each skipped payment to the part after it."""
    part, year = 0, 1
    for number, (more, unit) in enumerate(parts, start=1):
        part, year = part * unit + more * year, year * unit
        if number not in skipped:
            common = gcd(part, year)
            yield part // common, year // common
            part, year = 0, 1


def _growth(apr_ppm: int, parts: Iterable[YearPart]) -> Growth:
    """Give the growth over periods, each a part of a year with a payment at its end."""
    grown, paid, unit = 1, 0, 1
    for part, year in parts:
        common = gcd(year * _MILLION, apr_ppm)
        whole = year * _MILLION // common
        growth, unit = whole + apr_ppm // common * part, unit * whole
        grown, paid = grown * growth, paid * growth + unit
    return Growth(grown, paid, unit)


def month_interest(balance: int, apr_ppm: int, per_year: int = 12) -> int:
    """Give one month's interest in cents: `balance x apr / 12`, rounded.

    With another number of payments a year it is the interest from one payment to the next.
    """
    return money.half_up(balance * apr_ppm, per_year * _MILLION)


def day_interest(balance: int, apr_ppm: int, days: int, day_count: str = ACTUAL_365) -> int:
    """Give the interest of some actual days in cents: `balance x apr x days / 365`, rounded.

    A day of a leap year counts the same, as in contracts that name a 365th of the rate.  Another
    `day_count`, a name of `finance.dates.FIXED_YEARS`, replaces 365 by the days of its year; 364
    is 52 weeks, each with a 52nd of the rate.  Raises ValueError for an unknown name.
    """
    return simple_interest(balance, apr_ppm, *days_fraction(days, day_count))


def period_interest(balance: int, apr_ppm: int, begin: date, end: date, day_count: str) -> int:
    """Give the simple interest from one date to another in cents, rounded once.

    Raises ValueError as `finance.dates.year_fraction` does.
    """
    return simple_interest(balance, apr_ppm, *year_fraction(begin, end, day_count))


def simple_interest(balance: int, apr_ppm: int, part: int, year: int) -> int:
    """Give `balance x apr x part / year` in cents, rounded once.

    The interest of one `part` is split into whole cents and a rest, so that the product with the
    part stays within 63 bits for balances up to `money.GROWN_LIMIT` and for 250 years.
    """
    yearly, unit = balance * apr_ppm, year * 1_000_000
    whole = money.floor_div(yearly, unit)
    return whole * part + money.half_up((yearly - whole * unit) * part, unit)


def due(balance: int, interest: int, payment: int, last: bool) -> int:
    """Give the amount due (cents): the payment, or all that is left if that is less.

    The last scheduled payment is all that is left, whatever the payment.
    """
    left = balance + interest
    return left if last else money.minimum(payment, left)


@overload
def schedule(
    amount: int,
    apr_ppm: int,
    months: int | None,
    *,
    payment: int | None = None,
    per_year: int = 12,
    dates: None = None,
    day_count: str = "30/360",
) -> list[Installment]: ...


@overload
def schedule(
    amount: int,
    apr_ppm: int,
    months: int | None,
    *,
    payment: int | None = None,
    per_year: int = 12,
    dates: Sequence[date],
    day_count: str = "30/360",
) -> list[DatedInstallment]: ...


def schedule(
    amount: int,
    apr_ppm: int,
    months: int | None,
    *,
    payment: int | None = None,
    per_year: int = 12,
    dates: Sequence[date] | None = None,
    day_count: str = "30/360",
) -> list[Installment] | list[DatedInstallment]:
    """List the payments of a loan until it is paid off.

    `amount` and `payment` are cents.  `months` is the number of payments, `per_year` of them in
    a year.  Without `payment` the level payment is computed, with `dates` by
    `level_payment_by_days`, and `months` is required.  With a known payment, `months` still ends
    the loan: its last payment is all that is left.  Without `months` the loan runs to zero;
    raises ValueError if that takes more than the longest term.  A balloon is left for the last
    payment if `payment` is the level payment for it.

    Without `dates` a month's interest is `month_interest`, whatever its days.  `dates` is the
    day of the advance and then the due date of each of the `months` payments, at any distance;
    without `months`, raises ValueError if something is still owed after the last.  Interest is
    then the `period_interest` of the balance by `day_count`, a name of
    `finance.dates.DAY_COUNTS`.  A payment pays interest first, then principal; interest that it
    does not cover is carried as `unpaid` and bears none itself.  Raises ValueError for too few
    or too many dates, for dates out of order, for an unknown `day_count`, and for a `day_count`
    other than 30/360 without dates.
    """
    if payment is None and months is None:
        raise ValueError("a schedule needs months or payment")
    if dates is not None:
        _check_days(dates, months, day_count)
        if payment is None:
            payment = level_payment_by_days(amount, apr_ppm, dates, day_count=day_count)
        return _dated_schedule(amount, apr_ppm, months, payment, dates, day_count)
    if day_count != "30/360":
        raise ValueError(f"day_count {day_count!r} needs dates; without them it is 30/360")
    if payment is None:
        payment = level_payment(amount, apr_ppm, months or 0, per_year=per_year)
    return _monthly_schedule(amount, apr_ppm, months, payment, per_year)


def skipping_schedule(
    amount: int,
    apr_ppm: int,
    months: int | None,
    skipped: Collection[int],
    *,
    dates: Sequence[date],
    payment: int | None = None,
    day_count: str = ACTUAL_365,
) -> list[DatedInstallment]:
    """List the payments of a loan of which some are not made, by agreement at signing.

    `skipped` are their numbers; the last of `months` is none of them.  The level payment is that
    of the others.  Interest goes on, and the next payments cover it.  The rest is as for
    `schedule` with `dates`; without days, see `odd_schedule`.
    """
    _check_days(dates, months, day_count)
    _check_skipped(months, skipped)
    if payment is None:
        payment = growth_by_days(apr_ppm, dates, day_count, skipped).level(amount, 0, NEAREST)
    return _dated_schedule(amount, apr_ppm, months, payment, dates, day_count, skipped)


def odd_schedule(
    amount: int,
    apr_ppm: int,
    months: int | None,
    first_period: YearPart = A_MONTH,
    *,
    payment: int | None = None,
    skipped: Collection[int] = (),
) -> list[Installment]:
    """List the monthly payments of a loan whose periods are not all a month.

    `first_period` is the first as a part of a year, numerator and denominator: `(40, 360)`.
    `skipped` are the numbers of payments that are not made; the last of `months` is none of them.
    The rest is as for `schedule`.  The level payment counts with both.  Interest that a payment
    does not cover is carried, beside the balance, and bears none.
    """
    _check_skipped(months, skipped)
    if payment is None:
        if months is None:
            raise ValueError("a schedule needs months or payment")
        growth = growth_by_months(apr_ppm, first_period, months, skipped)
        payment = growth.level(amount, 0, NEAREST)
    last = months or longest(12)
    parts = chain([first_period], repeat(A_MONTH, last - 1))
    carried = _carrying(amount, apr_ppm, months, payment, parts, skipped)
    rows = [row for row, _ in carried]
    if rows and rows[-1].balance:
        raise ValueError(f"not paid off after {last} payments of {payment} cents")
    return rows


def _monthly_schedule(
    amount: int, apr_ppm: int, months: int | None, payment: int, per_year: int
) -> list[Installment]:
    """List the payments of a loan with equal periods."""
    rows: list[Installment] = []
    balance, number = amount, 0
    unit, maximum = per_year * _MILLION, longest(per_year)
    while balance > 0:  # the rules of `month_interest` and `due`, for one balance at full speed
        number += 1
        interest = money.half_up(balance * apr_ppm, unit)
        left = balance + interest
        paid = left if left < payment or number == months else payment
        balance = left - paid
        rows.append(Installment(number, paid, interest, paid - interest, balance))
        if months is None and number == maximum and balance > 0:
            raise ValueError(f"not paid off after {number} payments of {payment} cents")
    return rows


def _dated_schedule(
    amount: int,
    apr_ppm: int,
    months: int | None,
    payment: int,
    days: Sequence[date],
    day_count: str,
    skipped: Collection[int] = (),
) -> list[DatedInstallment]:
    """List the payments that fall due on given days, after the day of the advance."""
    parts = (year_fraction(*period, day_count) for period in pairwise(days))
    carried = _carrying(amount, apr_ppm, months, payment, parts, skipped)
    rows = [
        DatedInstallment(*row, unpaid, end)
        for (row, unpaid), end in zip(carried, days[1:], strict=False)
    ]
    if rows and rows[-1].balance:
        raise ValueError(f"not paid off by {days[-1]}, after {len(rows)} payments")
    return rows


def _carrying(
    amount: int,
    apr_ppm: int,
    months: int | None,
    payment: int,
    parts: Iterable[YearPart],
    skipped: Collection[int] = (),
) -> Iterator[tuple[Installment, int]]:
    """Make the payments after parts of a year, and the interest that each of them leaves unpaid."""
    balance, unpaid = amount, 0
    for number, part in enumerate(parts, start=1):
        if not balance:
            return
        owed = unpaid + simple_interest(balance, apr_ppm, *part)
        paid = 0 if number in skipped else due(balance, owed, payment, number == months)
        interest = money.minimum(paid, owed)
        balance, unpaid = balance - (paid - interest), owed - interest
        yield Installment(number, paid, interest, paid - interest, balance), unpaid


def _check_skipped(months: int | None, skipped: Collection[int]) -> None:
    """Refuse a loan whose last payment is skipped."""
    if months in skipped:
        raise ValueError(f"payment {months} is the last and cannot be skipped")


def _check_days(days: Sequence[date], months: int | None, day_count: str) -> None:
    """Raise ValueError unless the days and the day count make a schedule."""
    check_day_count(day_count)
    if months is not None and len(days) != months + 1:
        raise ValueError(
            f"{months} payments need {months + 1} dates, the advance's and each payment's, "
            f"not {len(days)}"
        )
    if len(days) < 2:
        raise ValueError("dates must be the advance's and at least one payment's")
    for earlier, later in pairwise(days):
        if later <= earlier:
            raise ValueError(f"dates must increase: {later} does not come after {earlier}")


def smallest_payment(
    terms: Amortized, amount: int, number: int | None, growth: Growth | None = None
) -> int:
    """Give a payment (cents) that pays a loan off within its term, except for a balloon.

    `number` is the number of payments.  Without one, the payment is a cent above the level
    payment of the longest term, so that rounding leaves nothing.
    """
    count = number or longest(terms.per_year)
    level = payment_for(terms, amount, count, growth, nearest=True)
    level = level + (0 if number else 1)
    return money.maximum(level, month_interest(amount, terms.apr_ppm, terms.per_year) + 1)
