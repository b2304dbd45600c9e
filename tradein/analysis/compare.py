"""Chains side by side: each to its own end, and to one month that is common to all."""

from typing import NamedTuple

from tradein.analysis.results import Results
from tradein.finance import money

MINIMUM, MAXIMUM = 2, 8
"""The fewest and the most chains that are compared."""


class Aligned(NamedTuple):
    """One of the chains that are compared."""

    own: Results
    """The chain to its own end."""

    common: Results
    """The chain through the common month: what is compared."""


def longest(several: list[Results]) -> int:
    """Give the month in which the longest chain ends."""
    return max(results.summary.months for results in several)


def monthly_cost(results: Results) -> int | None:
    """Give the net cost per month, in cents, rounded; None for a chain that ends on its first day."""
    summary = results.summary
    return money.half_up(summary.net_cost, summary.months) if summary.months else None
