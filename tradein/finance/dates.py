"""Counting months and days; nothing here knows about money."""

from collections.abc import Callable
from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 1900, 7000
"""The years in which a chain may start: fifty long turns after the last one, dates still exist."""

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in_month(year: int, month: int) -> int:
    """Give the number of days of a month (1 to 12) of the Gregorian calendar."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def months_after(start: date, months: int) -> date:
    """Give the day that many whole months later.

    It has the start's day of the month, or the month's last day if the month is shorter:
    31 January, 28 February, 31 March.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, days_in_month(year, month)))


def periods_after(start: date, periods: int, per_year: int) -> date:
    """Give the day that many periods later; a year has 12, 24, 26 or 52 of them.

    Months are those of `months_after`; half months end alternately on a month's day and 15 days
    after it; the others are two weeks and one week.
    """
    if per_year > 24:
        return start + timedelta(days=7 * (2 if per_year == 26 else 1) * periods)
    months, half = divmod(periods, 2) if per_year == 24 else (periods, 0)
    return months_after(start, months) + timedelta(days=15 * half)


def days_between(begin: date, end: date) -> int:
    """Give the actual days from one date to another, negative if the second is earlier."""
    return (end - begin).days


def months_fraction(begin: date, end: date, year: int) -> tuple[int, int]:
    """Give the time between two dates as an exact fraction of a year, numerator and denominator.

    Count whole months back from the later date, each a twelfth of the year.  The days left over
    are each a part of a year of `year` days: 360 makes thirty of them a month.
    """
    months = 12 * (end.year - begin.year) + end.month - begin.month
    if months_after(end, -months) < begin:
        months -= 1
    days = days_between(begin, months_after(end, -months))
    return year * months + 12 * days, 12 * year


def year_fraction(begin: date, end: date, day_count: str) -> tuple[int, int]:
    """Give the exact fraction of a year between two dates, as numerator and denominator.

    `day_count` is one of `DAY_COUNTS`.  The numerator is days, and the denominator the
    days of a year.  Both are multiplied by 4 for `actual/365.25`, and by more for
    `actual/actual`, so that leap years and other years share a denominator.  Raises ValueError
    for another name, and if `end` is before `begin`.
    """
    check_day_count(day_count)
    if end < begin:
        raise ValueError(f"{end} comes before {begin}")
    return DAY_COUNTS[day_count](begin, end)


def days_fraction(days: int, day_count: str) -> tuple[int, int]:
    """Give a number of days as an exact fraction of a year, as numerator and denominator.

    `day_count` is one of `FIXED_YEARS`; raises ValueError for another name.
    """
    if day_count not in FIXED_YEARS:
        raise ValueError(f"day_count must be one of {', '.join(FIXED_YEARS)}, not {day_count!r}")
    parts, year = FIXED_YEARS[day_count]
    return days * parts, year


def check_day_count(day_count: str) -> None:
    """Raise ValueError, listing the known names, unless the day count is one of them."""
    if day_count not in DAY_COUNTS:
        raise ValueError(f"day_count must be one of {', '.join(DAY_COUNTS)}, not {day_count!r}")


def _us_360(begin: date, end: date) -> tuple[int, int]:
    """Count thirty-day months as US lenders and the bond market do (SIA, NASD).

    The last of February counts as a 30th for the first date, and for the second if both are
    such days.  The 31st counts as a 30th for the first date, and for the second if the first is
    a 30th or 31st.
    """
    first, second = begin.day, end.day
    if _ends_february(begin):
        first = 30
        second = 30 if _ends_february(end) else second
    if second == 31 and first >= 30:
        second = 30
    return _thirties(begin, end) + second - min(first, 30), 360


def _euro_360(begin: date, end: date) -> tuple[int, int]:
    """Count thirty-day months, with the 31st as a 30th (ISDA 2006, 4.16(g))."""
    return _thirties(begin, end) + min(end.day, 30) - min(begin.day, 30), 360


def _actual_actual(begin: date, end: date) -> tuple[int, int]:
    """Count actual days, over 366 in leap years and 365 in others (ISDA 2006, 4.16(b))."""
    return 365 * 366 * (end.year - begin.year) + _gone(end) - _gone(begin), 365 * 366


def _thirties(begin: date, end: date) -> int:
    """Count thirty days for each month from the month of one date to that of another."""
    return 360 * (end.year - begin.year) + 30 * (end.month - begin.month)


def _ends_february(day: date) -> bool:
    return day.month == 2 and day.day == days_in_month(day.year, 2)


def _gone(day: date) -> int:
    """Give the part of its year that is over at the start of a day, in units of 1/(365 x 366)."""
    other = 365 if days_in_month(day.year, 2) == 29 else 366
    return (day.timetuple().tm_yday - 1) * other


FIXED_YEARS: dict[str, tuple[int, int]] = {
    "actual/360": (1, 360),
    "actual/364": (1, 364),
    "actual/365": (1, 365),
    "actual/365.25": (4, 4 * 365 + 1),
    "actual/366": (1, 366),
}
"""Day counts whose year always has the same days, by name: units per day, and per year."""


def _actual(day_count: str) -> Callable[[date, date], tuple[int, int]]:
    """Make the count of actual days over a year of fixed length."""
    return lambda begin, end: days_fraction(days_between(begin, end), day_count)


DAY_COUNTS: dict[str, Callable[[date, date], tuple[int, int]]] = {
    "30/360": _us_360,
    "30e/360": _euro_360,
    **{day_count: _actual(day_count) for day_count in FIXED_YEARS},
    "actual/actual": _actual_actual,
}
"""The conventions by name, each with its count from an earlier date to a later one."""
