"""One scenario with many values of a setting: the figures of each run in one common month.

Amounts are cents, with the signs of `measures`.
"""

from itertools import pairwise
from typing import NamedTuple

from tradein.analysis import contracts, measures
from tradein.engine import simulate
from tradein.engine.ledger import Ledger
from tradein.scenario.model import Scenario

RUNS = 10_000
"""The most runs of a sweep."""

RISES, FALLS, BOTH, STAYS = "rises", "falls", "both", "stays"
"""How a figure goes with a setting."""


class Figures(NamedTuple):
    """The figures of one run, in a month or by then.

    `payment` is that of the last purchase as signed, None if it is not known.  `peak_gap` is the
    largest gap; `break_even_month` that from which there is none, None if there is one that month.
    """

    payment: int | None
    peak_gap: int
    peak_gap_month: int
    break_even_month: int | None
    balance: int
    value: int
    gap: int
    exit: int
    total_paid: int
    net_cost: int


MONTHS = ("peak_gap_month", "break_even_month")
"""The figures that are months; the others are amounts."""


class Run(NamedTuple):
    """One run: its values, one for each setting; its figures, or why it was refused."""

    values: tuple[str, ...]
    figures: Figures | None
    refused: str = ""

    def figure(self, name: str) -> int | None:
        """Give a figure by its name; None if there is none."""
        return None if self.figures is None else getattr(self.figures, name)


class Sweep(NamedTuple):
    """The runs of a sweep: every combination of the values, those of the last setting first.

    `month` is the month in which all are compared.
    """

    title: str
    paths: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    month: int
    runs: tuple[Run, ...]

    @property
    def played(self) -> list[Run]:
        """Give the runs that were not refused."""
        return [run for run in self.runs if run.figures is not None]

    def best(self, figure: str) -> Run:
        """Give the run with the lowest figure, the first of several; none at all is the highest."""
        return min(self.played, key=lambda run: _order(run.figure(figure)))

    def worst(self, figure: str) -> Run:
        """Give the run with the highest figure, the first of several."""
        return max(self.played, key=lambda run: _order(run.figure(figure)))

    def goes(self, figure: str, axis: int) -> str:
        """Say how a figure goes from each value of a setting to the next, the others unchanged."""
        steps = [
            _order(later.figure(figure)) > _order(run.figure(figure))
            for line in self._lines(axis)
            for run, later in pairwise(line)
            if later.figure(figure) != run.figure(figure)
        ]
        if not steps:
            return STAYS
        if len(set(steps)) > 1:
            return BOTH
        return RISES if steps[0] else FALLS

    def _lines(self, axis: int) -> list[list[Run]]:
        """Give the runs that differ in one setting alone, those refused left out."""
        lines: dict[tuple[str, ...], list[Run]] = {}
        for run in self.played:
            others = run.values[:axis] + run.values[axis + 1 :]
            lines.setdefault(others, []).append(run)
        return [*lines.values()]


def _order(figure: int | None) -> tuple[bool, int]:
    return figure is None, figure or 0


def end(scenario: Scenario) -> int:
    """Give the month in which a scenario is to end: as agreed, or as played if that is not known.

    Raises simulate.SimulationError.
    """
    *before, last = scenario.purchases
    months = last.keep_months
    if months is None:
        months = last.loan.months if last.loan is not None else 0
    if months is None or last.sale is not None:
        return simulate.simulate(scenario).months
    return sum(turn.keep_months or 0 for turn in before) + months


def play(scenario: Scenario, month: int) -> Figures:
    """Play a scenario through a month; raises simulate.SimulationError."""
    return figures(simulate.simulate(scenario, through=month))


def figures(ledger: Ledger) -> Figures:
    """Read the figures off a ledger that was played through the month that counts."""
    summary = measures.summary(ledger, measures.month_ends(ledger))
    last = summary.last
    return Figures(
        payment=contracts.payment(ledger.contracts[-1]),
        peak_gap=summary.peak_gap,
        peak_gap_month=summary.peak_gap_month,
        break_even_month=summary.break_even_month,
        balance=last.balance,
        value=last.value,
        gap=last.gap,
        exit=last.exit,
        total_paid=summary.total_paid,
        net_cost=summary.net_cost,
    )
