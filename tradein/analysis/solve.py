"""The search for the value of a setting with which a target is reached, and the least change.

Values are whole units: cents, millionths, months.  A value that cannot be played does not reach
the target.  Values spread over the reach of the setting are tried first, and each change between
two of them is then brought down to one unit.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Outcome(NamedTuple):
    """What comes of one value: whether the target is reached, and its figure.

    `figure` is None where there is none; `month` is where it was read.  `refused` says why the
    value cannot be played.  `payments` are the level payments of its loans, in cents.
    """

    holds: bool
    figure: int | None = None
    month: int | None = None
    refused: str = ""
    payments: tuple[int, ...] = ()


class Region(NamedTuple):
    """Values with which the target is reached, from the lowest to the highest.

    An end is None where the target is reached up to the end of what can be played.
    """

    low: int | None
    high: int | None


class Solution(NamedTuple):
    """The value that a target takes, if any does, and the one beside it that is not enough.

    `before` is the outcome without a change: where it reaches the target, nothing is needed.
    `closest` is the value whose figure comes closest where none does, and `regions` are all that
    do.  `refused` says why none can be played.
    """

    before: Outcome
    regions: tuple[Region, ...] = ()
    value: int | None = None
    at: Outcome | None = None
    beside: int | None = None
    at_beside: Outcome | None = None
    closest: int | None = None
    at_closest: Outcome | None = None
    refused: str = ""
    plays: int = 0

    @property
    def works(self) -> bool:
        """Say whether the target is reached, by a change or without one."""
        return self.before.holds or self.value is not None


Try = Callable[[int], Outcome]

POINTS = 33
"""How many values are spread over the reach of a setting."""

ALL = 64
"""Up to so many values, each one is tried."""

_NEAR = 24
"""How many values behind an edge are tried."""


def spread(today: int, low: int, high: int, usual: int, near: int = 0) -> list[int]:
    """Give the values to try first: up to a `usual` one evenly, the last, and those near today's.

    Where there are few, all of them.
    """
    if high - low <= ALL:
        return [*range(low, high + 1)]
    top = min(max(usual, low + POINTS - 1), high)
    even = {low + (top - low) * step // (POINTS - 1) for step in range(POINTS)}
    around = range(max(low, today - near), min(high, today + near) + 1)
    return sorted({*even, *around, min(max(today, low), high), high})


def solve(
    tried: Try, before: Outcome, today: int | None, points: Sequence[int], at_most: bool
) -> Solution:
    """Find the value closest to today's with which the target is reached.

    `before` is the outcome of `today`, which is None where nothing is set: then the first value
    that is not enough stands for it.  `points` are the values to try first, increasing, today's
    among them.  `at_most` says that the target wants a figure at most or below its limit: then the
    least one comes closest to it.
    """
    search = _Search(tried, points[0], points)
    if today is not None:
        search.known[today] = before
    short = (
        point for point in points if not (search.holds(point) or search.outcome(point).refused)
    )
    search.today = next(short, points[0]) if today is None else today
    return search.solution(before, at_most)


class _Search:
    """The values tried so far, and what came of them."""

    def __init__(self, tried: Try, today: int, points: Sequence[int]) -> None:
        self._try, self.today, self.points = tried, today, points
        self.known: dict[int, Outcome] = {}

    def outcome(self, value: int) -> Outcome:
        if value not in self.known:
            self.known[value] = self._try(value)
        return self.known[value]

    def holds(self, value: int) -> bool:
        return self.outcome(value).holds

    def solution(self, before: Outcome, at_most: bool) -> Solution:
        """Find the answer."""
        runs = self._runs()
        regions = tuple(self._region(low, high) for low, high in runs)
        solution = Solution(before, regions, plays=len(self.known))
        if before.holds:
            return solution
        if not runs:
            return self._nothing(solution, at_most)
        if self.holds(self.today):  # every value is enough, where nothing is set
            return solution._replace(value=self.today, at=self.outcome(self.today))
        edge = min((self._facing(low, high) for low, high in runs), key=self._distance)
        value = self._nearer(edge)
        beside = value + self._toward(value)
        outcomes = self.outcome(value), self.outcome(beside)
        regions = tuple(Region(*(value if end == edge else end for end in r)) for r in regions)
        return solution._replace(
            regions=regions,
            value=value,
            at=outcomes[0],
            beside=beside,
            at_beside=outcomes[1],
            plays=len(self.known),
        )

    def _distance(self, value: int) -> int:
        return abs(value - self.today)

    def _toward(self, value: int) -> int:
        """Give the step from a value toward today's."""
        return 1 if value < self.today else -1

    def _runs(self) -> list[tuple[int, int]]:
        """Give the first and the last point of each run of points that reach the target."""
        runs: list[tuple[int, int]] = []
        before = False
        for point in self.points:
            if self.holds(point):
                runs = [*runs[:-1], (runs[-1][0], point)] if before else [*runs, (point, point)]
            before = self.holds(point)
        return runs

    def _region(self, low: int, high: int) -> Region:
        """Give the values that reach the target around a run of points; ends refused are open."""
        first, last = bisect_left(self.points, low), bisect_left(self.points, high)
        below = self.points[first - 1] if first > 0 else None
        above = self.points[last + 1] if last + 1 < len(self.points) else None
        ends = [
            None if beyond is None or self.outcome(beyond).refused else self._edge(end, beyond)
            for end, beyond in ((low, below), (high, above))
        ]
        return Region(ends[0], ends[1])

    def _facing(self, low: int, high: int) -> int:
        """Give the end of a run that faces today's value, exactly."""
        facing, step = (low, -1) if low > self.today else (high, 1)
        return self._edge(facing, self.points[bisect_left(self.points, facing) + step])

    def _edge(self, inside: int, outside: int) -> int:
        """Give the last value from one that reaches the target toward one that does not."""
        while abs(inside - outside) > 1:
            middle = (inside + outside) // 2
            inside, outside = (middle, outside) if self.holds(middle) else (inside, middle)
        return inside

    def _nearer(self, edge: int) -> int:
        """Look for a value nearer to today's behind an edge.

        A payment is rounded to the cent.  A value with a payment of one cent more may reach the
        target where its neighbors do not.  The next values are tried.  Of values with the same
        payments, the farthest from today's comes closest to the target: among these it is sought
        where the target is not reached any more.
        """
        step = self._toward(edge)
        if self.outcome(edge).payments == self.outcome(self.today).payments:
            return edge
        inside = self._beside(edge, step)
        width = 2 * abs(self._stretch(inside + step, step) - inside)
        outside = self._within(inside, step * width)
        while outside != self.today and self.holds(self._best(outside)):
            width *= 2
            inside, outside = outside, self._within(outside, step * width)
        while abs(inside - outside) > 1:
            middle = (inside + outside) // 2
            if self.holds(self._best(middle)):
                inside = middle
            else:
                outside = middle
        return self._edge(self._best(inside), outside)

    def _beside(self, edge: int, step: int) -> int:
        """Give the last value to reach the target before several in a row do not."""
        best = value = edge
        while value != self.today and abs(value - best) < _NEAR:
            if self.holds(value):
                best = value
            value += step
        return best

    def _within(self, value: int, change: int) -> int:
        """Give a value with a change toward today's, or today's where that goes beyond it."""
        return value + change if abs(change) < self._distance(value) else self.today

    def _best(self, value: int) -> int:
        """Give the value farthest from today's with the same payments, or itself if that is enough."""
        return value if self.holds(value) else self._stretch(value, -self._toward(value))

    def _stretch(self, value: int, step: int) -> int:
        """Give the last value in a direction whose loans have the same payments."""
        payments, width = self.outcome(value).payments, 1
        most = abs((self.points[-1] if step > 0 else self.points[0]) - value)
        if (value < self.today) == (step > 0):
            most = self._distance(value)
        while width <= most and self.outcome(value + step * width).payments == payments:
            width *= 2
        inside, outside = width // 2, min(width, most + 1)
        while outside - inside > 1:
            middle = (inside + outside) // 2
            same = self.outcome(value + step * middle).payments == payments
            inside, outside = (middle, outside) if same else (inside, middle)
        return value + step * inside

    def _nothing(self, solution: Solution, at_most: bool) -> Solution:
        """Say how close the target comes, or why no value can be played."""
        figures = {v: o.figure for v, o in self.known.items() if o.figure is not None}
        refused = next((o.refused for o in self.known.values() if o.refused), "")
        if not figures:
            return solution._replace(refused=refused, plays=len(self.known))
        best = (min if at_most else max)(figures.values())
        value = min((v for v, figure in figures.items() if figure == best), key=self._distance)
        return solution._replace(closest=value, at_closest=self.known[value], plays=len(self.known))


def broken(regions: Sequence[Region]) -> bool:
    """Say whether a target is not simply reached from one value on, up or down."""
    closed = any(region.low is not None and region.high is not None for region in regions)
    return closed or len(regions) > 1
