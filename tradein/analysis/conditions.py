"""Conditions on the figures of a chain, and the first month in which one holds."""

from collections.abc import Sequence
from typing import NamedTuple

from tradein.analysis.measures import MonthEnd

LTV = "ltv"
FIGURES = ("gap", LTV, "exit", "payment")
"""What a condition may be about: three amounts, and the balance as a share of the value."""

SIGNS = (">=", "<=", "==", ">", "<", "=")
"""How a figure is compared; the longer ones first."""


class Condition(NamedTuple):
    """A figure compared with a limit: cents, or millionths for the loan to value.

    `month` is the only month in which it counts; None for every month.
    """

    figure: str
    sign: str
    limit: int
    month: int | None = None

    def holds(self, row: MonthEnd) -> bool:
        """Say whether it holds in a row; without a value nothing has a loan to value but debt."""
        if self.figure != LTV:
            return _compared(getattr(row, self.figure), self.sign, self.limit)
        if row.sold or (row.value == 0 and row.balance == 0):
            return False
        return _compared(1_000_000 * row.balance, self.sign, self.limit * row.value)

    def first(self, rows: Sequence[MonthEnd]) -> MonthEnd | None:
        """Give the first row in which it holds; in its month, the row that closes the month."""
        if self.month is not None:
            rows = [row for row in rows if row.month == self.month][-1:]
        return next((row for row in rows if self.holds(row)), None)


def _compared(amount: int, sign: str, limit: int) -> bool:
    match sign:
        case ">":
            return amount > limit
        case ">=":
            return amount >= limit
        case "<":
            return amount < limit
        case "<=":
            return amount <= limit
    return amount == limit
