"""The units of what is a whole number, the reach of one, and how it is written."""

from typing import NamedTuple

from tradein.finance import money


class Reach(NamedTuple):
    """The whole numbers that a value may be read as: its unit, the lowest and the highest.

    The unit is one of `MONEY` (cents), `RATE` (millionths), months, days, or another.
    """

    unit: str
    low: int
    high: int


MONEY, RATE, MONTHS, DAYS = "money", "rate", "months", "days"


def shown(unit: str, number: int) -> str:
    """Write a whole number of some unit for people: `$1,234.50`, `8.9%`, `26 months`."""
    if unit == MONEY:
        return money.dollars(number)
    if unit == RATE:
        return money.percent(number)
    if unit in (MONTHS, DAYS):
        return f"{number} {unit.removesuffix('s') if number == 1 else unit}"
    return f"{number:,}"


def written(unit: str, number: int) -> str:
    """Write a whole number of some unit as it stands in a file, one that is not negative."""
    return shown(unit, number).replace(",", "")
