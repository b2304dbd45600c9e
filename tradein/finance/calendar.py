"""Payment calendars: the dates of a vehicle's months and of its loan's payments."""

from bisect import bisect_right
from datetime import date, timedelta
from typing import NamedTuple

from tradein.finance import dates
from tradein.finance.terms import FIRST_PAYMENT_DAYS, PER_YEAR, LoanTerms

MONTHLY = 12
"""The payments in a year of a loan that is paid by the month."""

_MOST = 100 * 52
"""More payments than there are in the longest turn."""

Anchor = tuple[int, date]
"""A number with its day; later numbers follow a month or a period apart."""


class PaymentCalendar(NamedTuple):
    """The days of one vehicle's months, and of its loan's payments.

    Every day is None if the chain has no first day.
    """

    month: int
    """The month of the chain in which the vehicle is bought."""

    signed: date | None
    """The day on which it is bought."""

    months_from: Anchor | None
    """A month of the chain with its day; later months end on that day of the month."""

    payments_from: Anchor | None = None
    """A number of periods and the day they count from; None if payments are monthly."""

    per_year: int = MONTHLY
    """The number of payments in a year."""

    @property
    def monthly(self) -> bool:
        """Say whether payments are monthly, each due on the day on which a month ends."""
        return self.payments_from is None

    @property
    def frequency(self) -> str:
        """Say how often payments are made, one of `PER_YEAR`."""
        return next(name for name, number in PER_YEAR.items() if number == self.per_year)

    def day(self, kept: int) -> date | None:
        """Give the day on which a month of ownership ends; 0 is the day of purchase."""
        if kept == 0 or self.months_from is None:
            return self.signed
        return day_of(self.months_from, self.month + kept)

    def due(self, number: int) -> date | None:
        """Give the day on which a payment (1 for the first) is due."""
        if self.payments_from is None:
            return self.day(number)
        before, day = self.payments_from
        return dates.periods_after(day, before + number, self.per_year)

    def due_by(self, number: int, day: date) -> list[date]:
        """List the due dates up to a day, starting with a payment number (1 for the first)."""
        due_dates: list[date] = []
        while (on := self.due(number + len(due_dates))) is not None and on <= day:
            due_dates.append(on)
        return due_dates

    def following(self, day: date, payments: int) -> list[date]:
        """List the due dates of the next payments after a day, where days are known."""
        first = bisect_right(range(1, _MOST), day, key=lambda number: self.due(number) or day) + 1
        return [on for number in range(first, first + payments) if (on := self.due(number))]

    def month_of(self, number: int) -> int:
        """Give the month of ownership in which a payment (1 for the first) is due."""
        on = None if self.monthly else self.due(number)
        if on is None or self.signed is None:
            return number
        month = dates.days_between(self.signed, on) // 31
        while (self.day(month) or on) < on:
            month += 1
        return month


def day_of(anchor: Anchor, month: int) -> date:
    """Give the day of a month of the chain, counted from a month whose day is known."""
    since, first = anchor
    return dates.months_after(first, month - since)


def period(per_year: int) -> str:
    """Name the time between two payments."""
    return "month" if per_year == MONTHLY else "period"


def agreed(terms: LoanTerms | None, month: int, anchor: Anchor | None) -> PaymentCalendar:
    """Make the calendar of a loan that is signed in a month of the chain.

    `anchor` is an earlier month of the chain with its day.  The loan's months and half months
    count from it, unless the loan names its first payment; weeks count from the day of the
    loan.  Raises ValueError if the first payment is not within a year.
    """
    signed = None if anchor is None else day_of(anchor, month)
    if terms is None or signed is None or anchor is None:
        return PaymentCalendar(month, signed, anchor)
    first = first_due(terms, signed)
    if terms.per_year == MONTHLY:
        return PaymentCalendar(month, signed, (month + 1, first) if first else anchor)
    if first:
        begins = (-1, first)
    elif terms.per_year == PER_YEAR["semimonthly"]:
        begins = (2 * (month - anchor[0]), anchor[1])
    else:
        begins = (0, signed)
    return PaymentCalendar(month, signed, anchor, begins, terms.per_year)


def first_due(terms: LoanTerms, signed: date) -> date | None:
    """Give the day of the first payment if the loan names it; raises ValueError as `agreed`."""
    if terms.first_payment is None:
        return None
    first = terms.first_payment
    due = signed + timedelta(days=first) if isinstance(first, int) else first
    if not 0 < (due - signed).days <= FIRST_PAYMENT_DAYS[1]:
        message = f"{due} is not within a year after the day of the loan, {signed}; write a day"
        raise ValueError(f"{message} that is, or its days")
    return due
