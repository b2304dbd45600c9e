"""Sets chains beside each other: what each costs a month, and where each is at one month."""

from attrs import frozen

from tradein.answers import measures
from tradein.answers.findings import Findings
from tradein.finance import money

FEWEST, MOST = 2, 8
"""The fewest and the most chains that are compared."""


@frozen(eq=False)
class Position:
    """Where a chain is at the end of a month, in cents.

    `net_cost` is all that was paid by then and the cheapest way out.
    """

    month: int
    balance: int
    value: int
    gap: int
    net_cost: int


def shortest(several: list[Findings]) -> int:
    """Give the month in which the shortest chain ends."""
    return min(findings.summary.months for findings in several)


def monthly_cost(findings: Findings) -> int | None:
    """Give the net cost a month, in cents, rounded; None for a chain that ends on its first day."""
    summary = findings.summary
    return money.half_up(summary.net_cost, summary.months) if summary.months else None


def at(findings: Findings, month: int) -> Position | None:
    """Give the position at a month, None where the chain has ended before."""
    if month > findings.summary.months:
        return None
    cost = measures.cost_by_month(findings.rows, findings.ledger)[month]
    row = next(row for row in reversed(findings.rows) if row.month == month)
    return Position(month, row.balance, row.value, row.gap, cost)
