"""What the charts draw: whole numbers and names; money in cents, time in months of a chain."""

from datetime import date
from typing import NamedTuple

Dates = tuple[date | None, ...]
"""The date of each month, from month 0 to the last; None where a chain has no dates."""


class Point(NamedTuple):
    """What is owed, and what the vehicle is worth, at the end of a month."""

    month: int
    owed: int
    worth: int

    @property
    def gap(self) -> int:
        """Give what is owed less what the vehicle is worth."""
        return self.owed - self.worth


class Run(NamedTuple):
    """The months of one vehicle, by its number; 0 is the time after the last one was sold."""

    number: int
    name: str
    points: tuple[Point, ...]


class Gap(NamedTuple):
    """Debt against value, vehicle by vehicle; `break_even` is the month from which it is not owed."""

    runs: tuple[Run, ...]
    dates: Dates
    break_even: int | None

    @property
    def points(self) -> list[Point]:
        """Give the points of all vehicles in order; a month of trade has two."""
        return [point for run in self.runs for point in run.points]


class Stage(NamedTuple):
    """What is owed in a month for each vehicle, by number; 0 is debt from before the first one."""

    month: int
    owed: dict[int, int]


class Layers(NamedTuple):
    """Debt by the vehicle that it came from; `signed` has the stage of the last signing."""

    stages: tuple[Stage, ...]
    names: dict[int, str]
    dates: Dates
    signed: Stage
    own: int


class Step(NamedTuple):
    """One cause of a gap, and by how much it changes it."""

    label: str
    change: int


class Steps(NamedTuple):
    """The causes of a gap one after another, and what they come to."""

    steps: tuple[Step, ...]
    total: Step


class Bar(NamedTuple):
    """An amount with its label; `strong` is the one that matters most."""

    label: str
    cents: int
    note: str = ""
    strong: bool = False


class Line(NamedTuple):
    """Amounts by month, in parts that do not join, with the month from which none is above zero."""

    name: str
    parts: tuple[tuple[tuple[int, int], ...], ...]
    free: int | None = None


class Lines(NamedTuple):
    """Several lines on one axis; `above` and `below` say what the sides of zero mean.

    `turns` are the vehicles of one chain, each with its first month and its number; where there are
    none, each line has a color.
    """

    lines: tuple[Line, ...]
    dates: Dates
    above: str
    below: str
    turns: tuple[tuple[int, int, str], ...] = ()
