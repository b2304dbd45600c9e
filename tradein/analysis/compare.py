"""Figures for chains side by side: the net cost per month, and positions at a common month."""

from attrs import frozen

from tradein.analysis import measures
from tradein.analysis.results import Results
from tradein.finance import money

FEWEST, MOST = 2, 8
"""The fewest and the most chains that are compared."""


@frozen(eq=False)
class Position:
    """Where a chain is at the end of a month, in cents.

    `net_cost` is all that was paid by then plus the cash to exit by the cheapest way.
    """

    month: int
    balance: int
    value: int
    gap: int
    net_cost: int


def shortest(several: list[Results]) -> int:
    """Give the month in which the shortest chain ends."""
    return min(results.summary.months for results in several)


def monthly_cost(results: Results) -> int | None:
    """Give the net cost per month, in cents, rounded; None for a chain that ends on its first day."""
    summary = results.summary
    return money.half_up(summary.net_cost, summary.months) if summary.months else None


def at(results: Results, month: int) -> Position | None:
    """Give the position at a month, None where the chain has ended before."""
    if month > results.summary.months:
        return None
    cost = measures.cost_by_month(results.rows, results.ledger)[month]
    row = next(row for row in reversed(results.rows) if row.month == month)
    return Position(month, row.balance, row.value, row.gap, cost)
