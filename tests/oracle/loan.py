"""What is agreed with a lender: the payment, the interest and the precomputed schedule."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

from oracle.rate import annual_percentage_rate, four_places
from oracle.reading import SimulationError, cents, half_up, length, share

MOST_FINANCED = 10_000_000_00
DAYS_A_YEAR = {
    "actual/365": Fraction(365),
    "actual/360": Fraction(360),
    "actual/365.25": Fraction("365.25"),
    "actual/366": Fraction(366),
}
TO_THE_CENT = {"nearest": half_up, "up": ceil, "down": floor}
MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
PER_YEAR = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}


@dataclass
class Loan:
    """What was agreed with the lender; no rate and no payment where nothing is financed."""

    apr: Fraction | None = None
    months: int | None = None
    payment: int = 0
    daily: bool = False
    grows: bool = False
    balloon: int = 0
    rounding: str = "nearest"
    per_year: int = 12
    payments: int | None = None
    plan: PrecomputedSchedule | None = None
    day_count: str = "actual/365"
    level_by_days: bool = False
    late: Mapping[str, str] = field(default_factory=dict)
    odd: Fraction | None = None
    free: frozenset[int] = frozenset()

    def late_fee(self) -> int:
        """What a payment costs beside it that comes too late."""
        written = self.late["late_fee"]
        return half_up(self.payment * share(written)) if "%" in written else cents(written)

    def too_late(self, days: int) -> bool:
        grace = int(self.late.get("grace", "10 days").split()[0])
        return "late_fee" in self.late and days > grace

    def interest(self, balance: int) -> int:
        return half_up(balance * (self.apr or Fraction(0)) / self.per_year)

    def by_days(self) -> Fraction | None:
        """The days of the year where interest is counted by days; a year of weeks has 364."""
        if self.daily:
            return DAYS_A_YEAR[self.day_count]
        return Fraction(364) if self.per_year > 24 else None

    def pay(self, balance: int, month: int) -> tuple[int, int]:
        """The payment of a month and the interest in it."""
        interest = self.interest(balance)
        everything = balance + interest
        return (everything if month == self.payments else min(self.payment, everything)), interest


def interest_of_days(balance: int, apr: Fraction, days: int, year: Fraction) -> int:
    return half_up(balance * apr * days / year)


def level_payment(
    owed: int,
    apr: Fraction,
    months: int,
    balloon: int = 0,
    rounding: str = "nearest",
    per_year: int = 12,
) -> int:
    rate, rounded = apr / per_year, TO_THE_CENT[rounding]
    if rate == 0:
        return rounded(Fraction(owed - balloon, months))
    worth = 1 / (1 + rate) ** months
    level = rounded((owed - balloon * worth) * rate / (1 - worth))
    return max(level, half_up(owed * rate)) if rounding == "down" else level


def level_over(
    owed: int,
    apr: Fraction,
    days: list[str],
    year: Fraction,
    balloon: int = 0,
    rounding: str = "nearest",
) -> int:
    """The payment on each day but the first whose worth then is what is owed, but for the balloon's."""
    worth, last = worth_over(apr, days, year)
    return TO_THE_CENT[rounding]((owed - balloon * last) / worth)


def level_after(
    owed: int,
    apr: Fraction,
    odd: Fraction,
    number: int,
    balloon: int = 0,
    rounding: str = "nearest",
) -> int:
    """The payment after an odd first period of so many months, and after each month from then on."""
    month, first = 1 + apr / 12, 1 + apr * odd / 12
    top = sum(month.numerator**n * month.denominator ** (number - 1 - n) for n in range(number))
    grown = month ** (number - 1)
    worth = Fraction(top, month.denominator ** (number - 1)) / grown / first
    return TO_THE_CENT[rounding]((owed - balloon / grown / first) / worth)


def worth_over(apr: Fraction, days: list[str], year: Fraction) -> tuple[Fraction, Fraction]:
    """What one on each of some days is worth on the first of them, and what one on the last is.

    Interest is simple between two days; the worth is taken back from each to the one before.
    """
    on = [datetime.date.fromisoformat(date) for date in days]
    periods = itertools.pairwise(on)
    return worth_of([1 + apr * (end - begin).days / year for begin, end in periods])


def worth_of(growths: list[Fraction]) -> tuple[Fraction, Fraction]:
    """What one after each of some periods is worth at first, and what one after the last is."""
    all_top, last_top, bottom = 0, 1, 1
    for growth in reversed(growths):
        grown, scale = growth.as_integer_ratio()
        all_top, last_top, bottom = (all_top + bottom) * scale, last_top * scale, bottom * grown
    return Fraction(all_top, bottom), Fraction(last_top, bottom)


def free_months(terms: Mapping[str, Any]) -> frozenset[int]:
    """The months of the calendar in which nothing is due."""
    written = terms.get("no_payment_in", [])
    names = [written] if isinstance(written, str) else written
    return frozenset(1 + MONTHS.index(name) for name in names)


def paying(days: list[str], free: frozenset[int]) -> list[str]:
    """Of due dates, those on which something is due; the last is one."""
    return [on for on in days[:-1] if int(on[5:7]) not in free] + days[-1:]


def months_between(
    days: list[str], free: frozenset[int], odd: Fraction | None = None
) -> list[Fraction]:
    """The months before each payment of due dates a month apart, the first after an odd period."""
    lengths, length_so_far = [], Fraction(0)
    for number, on in enumerate(days, start=1):
        length_so_far += odd if number == 1 and odd is not None else 1
        if number == len(days) or int(on[5:7]) not in free:
            lengths.append(length_so_far)
            length_so_far = Fraction(0)
    return lengths


def level_between(
    owed: int, apr: Fraction, months: list[Fraction], balloon: int = 0, rounding: str = "nearest"
) -> int:
    """The payment after each of some numbers of months that pays what is owed but for the balloon."""
    worth, last = worth_of([1 + apr * number / 12 for number in months])
    return TO_THE_CENT[rounding]((owed - balloon * last) / worth)


@dataclass
class PrecomputedSchedule:
    """A charge fixed at signing: payments, with what closes the loan after each, and would month by month."""

    payments: list[int]
    balances: list[int]
    actuarial: list[int]
    by_rule: bool

    def cost_of_rule(self, paid: int) -> int | None:
        at = min(paid, len(self.payments))
        return self.balances[at] - self.actuarial[at] if self.by_rule else None


def fixed_loan(financed: int, terms: Mapping[str, str]) -> Loan:
    """A loan whose charge is fixed: that of its rate, or of an add-on rate, whose yearly rate is then solved for."""
    months, rounding = length(terms["months"]), terms.get("rounding", "nearest")
    if "add_on" in terms:
        whole = financed + half_up(financed * share(terms["add_on"]) * months / 12)
        payment = TO_THE_CENT[rounding](Fraction(whole, months))
        payments = [max(0, min(payment, whole - n * payment)) for n in range(months)]
        payments[-1] = whole - sum(payments[:-1])
        apr = Fraction(four_places(annual_percentage_rate(financed, payments))) / 100
    else:
        apr = share(terms["apr"])
        payment = level_payment(financed, apr, months, 0, rounding)
        payment = cents(terms["payment"]) if "payment" in terms else payment
        agreed, left, payments = Loan(apr, months, payment, payments=months), financed, []
        if "payment" in terms and payment <= agreed.interest(financed):
            raise SimulationError("the payment does not exceed the first month's interest")
        for number in range(1, months + 1):
            paid, interest = agreed.pay(left, number)
            payments.append(paid)
            left += interest - paid
    loan = Loan(apr, months, payment, rounding=rounding, payments=months)
    loan.plan = plan_of(financed, loan, payments, terms.get("refund"))
    return loan


def plan_of(
    financed: int, loan: Loan, payments: list[int], refund: str | None
) -> PrecomputedSchedule:
    count, charge = len(payments), sum(payments) - financed
    actuarial, balances = [financed], [financed]
    for paid in payments[:-1]:
        actuarial.append(max(0, actuarial[-1] + loan.interest(actuarial[-1]) - paid))
    actuarial.append(0)
    by_rule = refund == "rule of 78" or (refund is None and count <= 61)
    for number in range(1, count + 1):
        left, unexpired = sum(payments[number:]), count - number
        unearned = max(0, left - actuarial[number])
        if by_rule:
            ruled = half_up(Fraction(charge * unexpired * (unexpired + 1), count * (count + 1)))
            unearned = ruled if count <= 61 else max(ruled, unearned)
        balances.append(max(0, left - (unearned if unearned >= 100 else 0)))
    return PrecomputedSchedule(payments, balances, actuarial, by_rule)


def loan_on(financed: int, terms: Mapping[str, str]) -> Loan:
    loan = lent_on(financed, terms)
    loan.late = {key: terms[key] for key in ("late_fee", "grace") if key in terms}
    return loan


def lent_on(financed: int, terms: Mapping[str, str]) -> Loan:
    if financed == 0:
        return Loan()
    if financed > MOST_FINANCED:
        raise SimulationError("the amount financed is over ten million dollars")
    if not {"apr", "add_on"} & {*terms}:
        raise SimulationError("something is to be financed, and nothing is written under loan")
    daily = terms.get("interest") == "daily"
    if terms.get("interest") == "precomputed":
        return fixed_loan(financed, terms)
    balloon, per_year = cents(terms.get("balloon")), PER_YEAR[terms.get("frequency", "monthly")]
    if financed <= balloon:
        raise SimulationError("the loan is no more than its balloon")
    shape = (balloon, terms.get("rounding", "nearest"), per_year)
    apr = share(terms["apr"])
    months = length(terms["months"]) if "months" in terms else None
    number = max(1, months * per_year // 12) if months else None
    may_grow = terms.get("negative_amortization") == "allowed"
    known = cents(terms["payment"]) if "payment" in terms else None
    payment = level_payment(financed, apr, number or 0, *shape) if known is None else known
    loan = Loan(apr, months, payment, daily, may_grow and not daily, *shape, number)
    loan.free = free_months(terms)
    loan.day_count = terms.get("day_count", "actual/365")
    loan.level_by_days = daily and terms.get("level_by", "days") == "days"
    if known is not None and loan.payment <= loan.interest(financed) and not may_grow:
        raise SimulationError("the payment does not exceed the first month's interest")
    return loan
