"""What a lender could be sued over: the level payment, a month's interest, what is due.

Amounts are whole cents, rates are millionths a year (`apr_ppm`), terms are months.
"""

from datetime import date
from typing import NamedTuple

from attrs import field, frozen

from tradein.finance import dates, money

MONTHS = (1, 360)
"""The shortest and the longest term."""

APR_PPM = (0, 1_000_000)
"""The lowest and the highest contract rate: 0 to 100 % a year."""

_MONTHLY = 12 * 1_000_000


@frozen(kw_only=True)
class LoanTerms:
    """What borrower and lender signed.

    `payment` is a level payment known from the contract (cents a month), in place of the
    computed one; `months` may then be missing and the loan runs to zero.
    """

    apr_ppm: int = field(validator=money.within(*APR_PPM))
    months: int | None = field(default=None, validator=money.within(*MONTHS))
    payment: int | None = field(default=None, validator=money.within(0, money.LIMIT))
    negative_amortization: bool = False


class Installment(NamedTuple):
    """One month of a schedule, in cents; `balance` is what is owed after the payment."""

    number: int
    payment: int
    interest: int
    principal: int
    balance: int


def level_payment(amount: int, apr_ppm: int, months: int) -> int:
    """Give the level payment in cents: `P i / (1 - (1 + i)^-n)`, `i = apr / 12`, rounded once.

    At 0 % it is `P / n`.  Exact for any term, in unbounded integers.
    """
    if apr_ppm == 0:
        return money.half_up(amount, months)
    grown, still = (_MONTHLY + apr_ppm) ** months, _MONTHLY**months
    exact = money.wide(amount) * (apr_ppm * grown)
    return money.narrow(money.half_up(exact, _MONTHLY * (grown - still)))  # type: ignore[no-any-return]


def month_interest(balance: int, apr_ppm: int) -> int:
    """Give one month's interest in cents: `balance x apr / 12`, rounded."""
    return money.half_up(balance * apr_ppm, _MONTHLY)


def day_interest(balance: int, apr_ppm: int, days: int) -> int:
    """Give the interest of some actual days in cents: `balance x apr x days / 365`, rounded.

    A leap year's day counts no less, as contracts have it that name a 365th of the rate.
    """
    return _simple_interest(balance, apr_ppm, days, 365)


def period_interest(balance: int, apr_ppm: int, begin: date, end: date, day_count: str) -> int:
    """Give the interest from one date to another in cents, simple, rounded once.

    Raises ValueError as `dates.year_fraction` does.
    """
    return _simple_interest(balance, apr_ppm, *dates.year_fraction(begin, end, day_count))


def _simple_interest(balance: int, apr_ppm: int, part: int, year: int) -> int:
    """Give `balance x apr x part / year` in cents, rounded once.

    What a `part` of one brings is taken apart into whole cents and the rest, so that the
    product with the part stays in 63 bits: balances up to `money.GROWN_LIMIT`, 250 years.
    """
    yearly, unit = balance * apr_ppm, year * 1_000_000
    whole = money.down(yearly, unit)
    return whole * part + money.half_up((yearly - whole * unit) * part, unit)


def due(balance: int, interest: int, payment: int, last: bool) -> int:
    """Give what is paid this month: the payment, or all that is left if that is less.

    The last scheduled payment is what is left, whatever the payment.
    """
    left = balance + interest
    return left if last else money.least(payment, left)


def schedule(
    amount: int, apr_ppm: int, months: int | None, *, payment: int | None = None
) -> list[Installment]:
    """List the months of a loan until it is paid off.

    `amount` and `payment` are cents.  Without `payment` the level payment is computed, and
    `months` is required.  With a known payment, `months` still ends the loan with what is
    left; without it the loan runs to zero, and ValueError is raised where that takes more
    than the longest term.
    """
    if payment is None:
        if months is None:
            raise ValueError("a schedule needs months or payment")
        payment = level_payment(amount, apr_ppm, months)
    rows: list[Installment] = []
    balance, number = amount, 0
    while balance > 0:  # the rules of `month_interest` and `due`, for one balance at full speed
        number += 1
        interest = money.half_up(balance * apr_ppm, _MONTHLY)
        left = balance + interest
        paid = left if left < payment or number == months else payment
        balance = left - paid
        rows.append(Installment(number, paid, interest, paid - interest, balance))
        if months is None and number == MONTHS[1] and balance > 0:
            raise ValueError(f"not paid off after {number} payments of {payment} cents")
    return rows


def smallest_payment(amount: int, apr_ppm: int, months: int | None) -> int:
    """Give a known payment (cents) that pays a loan off within its term.

    Without a term it is the longest one's, with a cent more than the level payment, so that
    nothing is left by rounding.
    """
    level = level_payment(amount, apr_ppm, months or MONTHS[1]) + (0 if months else 1)
    return money.most(level, month_interest(amount, apr_ppm) + 1)
