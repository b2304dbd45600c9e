"""Turns amounts and months into coordinates, in tenths of a pixel, and chooses the marks of an axis."""

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tradein.finance import money
from tradein.report import grid


class Scale(NamedTuple):
    """A straight scale from amounts to tenths of a pixel: `low` is at `start`, `high` at `end`."""

    low: int
    high: int
    start: int
    end: int

    def at(self, amount: int) -> int:
        """Give the place of an amount, in tenths."""
        span, length = self.high - self.low, self.end - self.start
        return self.start + money.half_up((amount - self.low) * length, span)


def pixels(tenths: int) -> str:
    """Write a coordinate with at most one decimal."""
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"


def path(points: list[tuple[int, int]], closed: bool = False) -> str:
    """Write a path through points, in tenths of a pixel: the first, and the steps to the others."""
    (x, y), *_ = points
    steps = (
        f"{_step(x2 - x1)} {_step(y2 - y1)}".replace(" -", "-")
        for (x1, y1), (x2, y2) in pairwise(points)
    )
    through = "l".join([f"M{pixels(x)} {pixels(y)}", *steps])
    return f"{through}{'Z' if closed else ''}"


@lru_cache(maxsize=4096)
def _step(tenths: int) -> str:
    """Write a step of a path as short as can be: .2 for 0.2."""
    written = pixels(tenths)
    return written.replace("0.", ".", 1) if written.removeprefix("-").startswith("0.") else written


def ticks(low: int, high: int, count: int) -> list[int]:
    """Choose round amounts from `low` or less to `high` or more: about `count` steps of 1, 2 or 5."""
    unit = 100
    while True:
        for size in (unit, 2 * unit, 5 * unit):
            first, last = low // size * size, -(-high // size) * size
            if last - first <= size * count:
                return [*range(first, max(last, first + size) + 1, size)]
        unit *= 10


def month_ticks(last: int, count: int) -> list[int]:
    """Choose months from 0 on: a few round steps of months or of years."""
    steps = (1, 2, 3, 6, 12, 24, 36, 48, 60, 120, 240, 600, 1200, 2400)
    step = next(size for size in (*steps, last + 1) if last // size <= count)
    return [*range(0, last + 1, step)]


def whole(cents: int) -> str:
    """Write an amount in whole dollars."""
    return money.dollars(money.half_up(cents, 100) * 100)[:-3].replace("-", "−")


def brief(cents: int) -> str:
    """Write a round amount for an axis with little room: $60k."""
    thousands, rest = divmod(cents, 100_000)
    return whole(cents) if rest or not thousands else f"{whole(100 * thousands)}k"


def width(text: str, size: int) -> int:
    """Estimate the width of a text, in pixels, at a size of type."""
    return money.half_up(grid.width(text) * size * 55, 100)


def cut(text: str, room: int, size: int) -> str:
    """Cut a text to a room in pixels; nothing if it would say nothing."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept + "…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if len(kept) >= 4 else ""


def wrapped(text: str, room: int, size: int) -> list[str]:
    """Break a text into lines that fit a room in pixels."""
    lines = [""]
    for word in text.split():
        if lines[-1] and width(f"{lines[-1]} {word}", size) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
