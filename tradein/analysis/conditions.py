"""Conditions on the figures of a chain, and where one holds."""

from collections.abc import Sequence
from typing import NamedTuple

from tradein.analysis.measures import MonthEnd, Summary
from tradein.finance import money

LTV = "ltv"
FIGURES = ("gap", LTV, "exit", "payment")
"""What a condition may be about: three amounts, and the balance as a share of the value."""

TOTAL_PAID, BREAK_EVEN = "total paid", "break-even"
OF_CHAIN = (TOTAL_PAID, BREAK_EVEN)
"""What a target may be about beside them: figures of the whole chain, not of its months."""

SIGNS = (">=", "<=", "==", ">", "<", "=")
"""How a figure is compared; the longer ones first."""


class Condition(NamedTuple):
    """A figure compared with a limit: cents, millionths for the loan to value, or a month.

    `month` is the only month in which it counts; None for every month.
    """

    figure: str
    sign: str
    limit: int
    month: int | None = None

    @property
    def at_most(self) -> bool:
        """Say whether it wants a figure at most, or below, its limit."""
        return self.sign.startswith("<")

    def holds(self, row: MonthEnd) -> bool:
        """Say whether it holds in a row; without a value nothing has a loan to value but debt."""
        if self.figure != LTV:
            return _compared(getattr(row, self.figure), self.sign, self.limit)
        if row.sold or (row.value == 0 and row.balance == 0):
            return False
        return _compared(1_000_000 * row.balance, self.sign, self.limit * row.value)

    def first(self, rows: Sequence[MonthEnd]) -> MonthEnd | None:
        """Give the first row in which it holds; in its month, the row that closes the month."""
        return next((row for row in self.counted(rows) if self.holds(row)), None)

    def counted(self, rows: Sequence[MonthEnd]) -> Sequence[MonthEnd]:
        """Give the rows in which it counts: all, or the one that closes its month."""
        if self.month is None:
            return rows
        return [row for row in rows if row.month == self.month][-1:]


class Reached(NamedTuple):
    """Whether a target is reached: in every month that counts.

    `figure` is that of the month that is farthest from it, or the farthest on its wrong side:
    cents, millionths or a month.  None where there is none, such as a break-even that is never
    reached.  `month` is that month.
    """

    holds: bool
    figure: int | None
    month: int | None = None


def reached(target: Condition, rows: Sequence[MonthEnd], summary: Summary) -> Reached:
    """Say whether a target is reached by a chain."""
    if target.figure == TOTAL_PAID:
        paid = summary.total_paid
        return Reached(_compared(paid, target.sign, target.limit), paid)
    if target.figure == BREAK_EVEN:
        month = summary.break_even_month
        if month is None:  # never is after every month
            return Reached(not target.at_most, None)
        return Reached(_compared(month, target.sign, target.limit), month)
    counted = target.counted(rows)
    if target.figure == LTV:
        counted = [row for row in counted if not row.sold and row.balance + row.value > 0]
    if target.figure == "payment" and target.month is None:
        counted = [row for row in counted if row.payment > 0]
    if not counted:
        return Reached(target.at_most, None)
    worst = (max if target.at_most else min)(counted, key=lambda row: _figure(target, row))
    figure = _figure(target, worst)
    holds = all(target.holds(row) for row in counted)
    return Reached(holds, None if figure == _ENDLESS else figure, worst.month)


def _figure(target: Condition, row: MonthEnd) -> int:
    """Give the figure of a row that a target is about."""
    if target.figure != LTV:
        cents: int = getattr(row, target.figure)
        return cents
    return money.half_up(1_000_000 * row.balance, row.value) if row.value else _ENDLESS


_ENDLESS = 1_000_000_000_000
"""What a debt on a value of nothing counts as: a loan to value, in millionths, above every limit."""


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
