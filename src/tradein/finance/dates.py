"""Counting months and days; nothing here knows about money."""

from datetime import date

EARLIEST_YEAR, LATEST_YEAR = 1900, 7000
"""The years in which a chain may start: fifty long turns after the last one, dates still exist."""

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int) -> int:
    """Give the number of days of a month (1 to 12) of the Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def months_after(start: date, months: int) -> date:
    """Give the day that many whole months later.

    It has the start's day of the month, or the month's last day where there is none:
    31 January, 28 February, 31 March.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, days_in_month(year, month)))
