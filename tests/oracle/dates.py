"""The due dates of one vehicle's turn."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from oracle.reading import day


def months_of(date: str) -> int:
    """The months of the calendar up to the one of a day."""
    return int(date[:4]) * 12 + int(date[5:7])


@dataclass
class Dates:
    """The due dates of one vehicle's turn, by month of ownership; all None where nothing is dated."""

    signed: str | None
    anchor: str | None
    before: int
    fixed: list[int] | None = None
    first: str | None = None
    odd: Fraction | None = None
    """Of a monthly loan whose first payment is named: the months up to it, days as parts of one."""

    def due(self, month: int) -> str | None:
        """The due date of a month; of month 0 the day of signing."""
        return day(self.anchor, month + self.before) if month else self.signed

    def on_or_before_due(self, date: str) -> int:
        """The first month whose due date does not come before a day.

        The due dates of earlier calendar months all come before it; they are passed over.
        """
        month = 1
        if self.anchor is not None:
            month = max(1, months_of(date) - months_of(self.anchor) - self.before)
        while str(self.due(month)) < date:
            month += 1
        return month

    def payment_made(self, date: str, named: set[int]) -> int:
        """The payment that a day is taken for: one due within a week of it, else the last one due and not named."""
        there, following = datetime.date.fromisoformat(date), self.on_or_before_due(date)
        if following == 1:
            return 1
        last, coming = (
            datetime.date.fromisoformat(str(self.due(month)))
            for month in (following - 1, following)
        )
        week = datetime.timedelta(days=7)
        is_next = coming - there <= week or following - 1 in named
        return following if there - last > week and is_next else following - 1


def odd_months(signed: str, first: str, year: int) -> Fraction:
    """The months up to a first payment: whole ones back from it, and then days of so many a year."""
    begin, back, months = datetime.date.fromisoformat(signed), first, 0
    while (earlier := str(day(first, -months - 1))) >= signed:
        back, months = earlier, months + 1
    days = (datetime.date.fromisoformat(back) - begin).days
    return months + Fraction(12 * days, year)


def nth_due(dates: Dates, per_year: int, number: int) -> str | None:
    """The day of a payment: half months end 15 days after a month's day and on the next; weeks are counted from signing.

    A first payment that is written is where both begin.
    """
    if per_year == 12 or dates.signed is None:
        return dates.due(number)
    if dates.first is not None:
        half, number = per_year == 24, number - 1
        base = str(day(dates.first, number // 2) if half else dates.first)
        more = 15 * (number % 2) if half else number * {52: 7, 26: 14}[per_year]
        return (datetime.date.fromisoformat(base) + datetime.timedelta(days=more)).isoformat()
    if per_year == 24:
        base, more = str(dates.due(number // 2)), 15 * (number % 2)
    else:
        base, more = dates.signed, number * {52: 7, 26: 14}[per_year]
    return (datetime.date.fromisoformat(base) + datetime.timedelta(days=more)).isoformat()


def following(dates: Dates, per_year: int, date: str | None, number: int) -> list[str]:
    """The days of the payments after a day, so many of them."""
    first = 1
    while str(nth_due(dates, per_year, first)) <= str(date):
        first += 1
    return [str(nth_due(dates, per_year, first + more)) for more in range(number)]


def dues_of(dates: Dates, per_year: int, month: int) -> list[str | None]:
    """The due dates of a month of ownership: after the day of the month before, up to its own."""
    if per_year == 12:
        return [dates.due(month)]
    number, days = max(1, (month - 1) * per_year // 12 - 4), []
    number = 1 if dates.first else number
    while (due := str(nth_due(dates, per_year, number))) <= str(dates.due(month)):
        if due > str(dates.due(month - 1)):
            days.append(due)
        number += 1
    return [*days]
