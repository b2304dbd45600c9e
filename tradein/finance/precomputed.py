"""Precomputed loans, whose charge is fixed at signing: payments, refunds, payoffs.

Amounts are whole cents, rates are millionths a year; all of them may be arrays.
"""

from typing import Any, NamedTuple

from tradein.finance import loan, money
from tradein.finance.terms import ACTUARIAL, RULE_OF_78, PrecomputedTerms

LONGEST_BY_RULE = 61
"""The most payments after which a refund may be less than the actuarial one (15 USC 1615(b))."""

MINIMUM_REFUND = 100
"""A refund below this is none, in cents (15 USC 1615(a)(3))."""


class PrecomputedSchedule(NamedTuple):
    """The payments fixed at signing and the payoff after each, in cents.

    `actuarial` is the payoff after each payment with interest counted month by month; like
    `balances` it begins with the amount lent.  `by_rule` says that the Rule of 78 decides the
    refund.
    """

    apr_ppm: int
    payments: tuple[int, ...]
    balances: tuple[int, ...]
    actuarial: tuple[int, ...]
    by_rule: bool

    @property
    def charge(self) -> int:
        """Give the whole finance charge, in cents."""
        return sum(self.payments) - self.balances[0]

    def cost_of_rule(self, paid: int) -> int:
        """Give what the Rule of 78 costs at a payoff after `paid` payments, in cents."""
        at = min(paid, len(self.payments))
        return self.balances[at] - self.actuarial[at]


def plan(
    amount: int, apr_ppm: int, months: int, payment: int, charge: PrecomputedTerms
) -> PrecomputedSchedule:
    """Fix the payments of a loan, and the payoff after each, in cents.

    With an add-on rate, `payment` must come from `add_on_payment`, and the rate is solved for:
    `apr_ppm` is not used.
    """
    if charge.add_on_ppm is None:
        payments = _level(amount, apr_ppm, months, payment)
    else:
        payments = _add_on(amount + add_on(amount, charge.add_on_ppm, months), months, payment)
        apr_ppm = solved(amount, payments)
    actuarial = _month_by_month(amount, apr_ppm, payments)
    refund = charge.refund or (RULE_OF_78 if months <= LONGEST_BY_RULE else ACTUARIAL)
    by_rule = refund == RULE_OF_78
    balances, left, whole = [amount], sum(payments), sum(payments) - amount
    for number, (paid, owed) in enumerate(zip(payments, actuarial[1:], strict=True), start=1):
        left = left - paid
        back = money.maximum(left - owed, 0)
        if by_rule:
            ruled = rule_of_78(whole, months, months - number)
            back = ruled if months <= LONGEST_BY_RULE else money.maximum(back, ruled)
        back = back * (back >= MINIMUM_REFUND)
        balances.append(money.maximum(left - back, 0))
    return PrecomputedSchedule(apr_ppm, tuple(payments), tuple(balances), tuple(actuarial), by_rule)


def rule_of_78(charge: int, months: int, left: int) -> int:
    """Give the unearned part of a charge in cents: `F r (r + 1) / (n (n + 1))`, rounded."""
    return money.half_up(charge * left * (left + 1), months * (months + 1))


def add_on(amount: int, rate_ppm: int, months: int) -> int:
    """Give the charge of an add-on rate in cents: `amount x rate x months / 12`, rounded."""
    return money.half_up(amount * rate_ppm * months, 12_000_000)


def add_on_payment(amount: int, rate_ppm: int, months: int, rounding: str) -> int:
    """Give the payment in cents that spreads an amount and its add-on charge evenly, rounded."""
    return loan.ROUNDED[rounding](amount + add_on(amount, rate_ppm, months), months)


def _level(amount: int, apr_ppm: int, months: int, payment: int) -> list[int]:
    """List the payments of a level loan; the last is what is left."""
    payments = []
    for number in range(1, months + 1):
        interest = loan.month_interest(amount, apr_ppm)
        payments.append(loan.due(amount, interest, payment, number == months))
        amount = amount + interest - payments[-1]
    return payments


def _add_on(whole: int, months: int, payment: int) -> list[int]:
    """List equal payments of a sum; the last is what is left."""
    payments = []
    for number in range(1, months + 1):
        payments.append(loan.due(whole, 0, payment, number == months))
        whole = whole - payments[-1]
    return payments


def _month_by_month(amount: int, apr_ppm: int, payments: list[int]) -> list[int]:
    """List the balances with monthly interest: before the first payment, then after each."""
    owed = [amount]
    for paid in payments[:-1]:
        amount = money.maximum(amount + loan.month_interest(amount, apr_ppm) - paid, 0)
        owed.append(amount)
    return [*owed, 0 * amount]


def solved(amount: int, payments: list[int]) -> int:
    """Give the yearly rate at which monthly payments are worth an amount, in millionths.

    It is exact: found by bisection in half millionths, in unbounded integers.
    """
    root: Any = money.to_bigint(amount) * 0
    for bit in range(21, -1, -1):
        tried = root + 2**bit
        root = root + 2**bit * _worth_more(amount, payments, tried)
    return money.to_int64(money.floor_div(root + 1, 2))  # type: ignore[no-any-return]


def _worth_more(amount: int, payments: list[int], rate: Any) -> Any:
    """Say whether payments are worth the amount or more at a rate in half millionths a year."""
    unit = 24_000_000
    grown, worth = 1, 0
    for paid in reversed(payments):
        worth = (worth + money.to_bigint(paid) * grown) * unit
        grown = grown * (unit + rate)
    return worth >= money.to_bigint(amount) * grown
