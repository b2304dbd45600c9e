"""Knows the histories of used-vehicle prices: data files beside this one, one a series."""

from datetime import date
from functools import lru_cache
from os import listdir
from os.path import dirname, join
from typing import NamedTuple

from tradein.finance import dates
from tradein.scenario import scalars

_FOLDER = join(dirname(__file__), "data", "histories")


class History(NamedTuple):
    """A series of price levels, one a month: an index in thousandths from `first` on.

    `first` is the first day of the first month; `series` is the publisher's name for it.
    """

    name: str
    label: str
    series: str
    source: str
    notes: str
    first: date
    levels: tuple[int, ...]

    @property
    def last(self) -> date:
        """Give the first day of the last month."""
        return dates.months_after(self.first, len(self.levels) - 1)

    def since(self, start: date) -> tuple[int, ...]:
        """Give the levels by month for a chain that starts on a day, flat before the first."""
        into = self._into(start)
        if into < 0:
            return (self.levels[0],) * -into + self.levels
        return self.levels[min(into, len(self.levels) - 1) :]

    def outside(self, start: date, months: int) -> int:
        """Count the months of a chain, from 0 to its last, without a level."""
        into = self._into(start)
        known = min(into + months, len(self.levels) - 1) - max(into, 0) + 1
        return months + 1 - max(known, 0)

    def _into(self, day: date) -> int:
        return 12 * (day.year - self.first.year) + day.month - self.first.month


@lru_cache(maxsize=1)
def names() -> list[str]:
    """List the histories by name."""
    return sorted(n.removesuffix(".csv") for n in listdir(_FOLDER) if n.endswith(".csv"))


def unknown(name: str) -> str:
    """Say that no history has a name, and suggest a similar one."""
    return f"no price history is called {scalars.quote(name)}{scalars.near(name, names())}"


@lru_cache(maxsize=32)
def find(name: str) -> History:
    """Read a history; raises ValueError if none has that name.

    The file begins with its sources, after `#`.  Then comes a line of headings, and one line for
    each month with its first day and its level, with at most three decimals.
    """
    if name not in names():
        raise ValueError(unknown(name))
    with open(join(_FOLDER, f"{name}.csv"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    about = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    rows = [line.split(",") for line in lines if line[:1].isdecimal()]
    levels = tuple(_thousandths(level) for _, level in rows)
    return History(name, **about, first=date.fromisoformat(rows[0][0]), levels=levels)


def _thousandths(level: str) -> int:
    whole, _, part = level.partition(".")
    return int(whole + part.ljust(3, "0"))
