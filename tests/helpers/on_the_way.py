"""A loan of $10,000 on a van that keeps its value, small enough to be followed by hand.

At 7.3 % by the day it bears $2.00 a day, at 12 % by the month $100.00 a month.
"""

from typing import Any

from helpers import playing
from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results

DAILY = "apr: 7.3%, months: 24, payment: $500, interest: daily"
MONTHLY = "apr: 12%, months: 24, payment: $500"
NO_INTEREST = "apr: 0%, months: 2"


def simulated(loan: str, *events: str, start: str = "2025-01-15", **others: Any) -> Results:
    """Play a van that is bought for $10,000, with some events written in braces, and what comes after it."""
    settings = {"price": "$10,000", "keep": None, "then": ""} | others
    keep = f"    keep: {settings['keep']}\n" if settings["keep"] else ""
    listed = "".join(f"      - {{{event}}}\n" for event in events)
    text = (
        f"title: Van\n{f'start: {start}' if start else ''}\npurchases:\n"
        f"  - vehicle: van\n    price: {settings['price']}\n    loan: {{{loan}}}\n"
        f"    value: {{yearly_loss: 0%}}\n{keep}"
        f"{'    events:' if events else ''}\n{listed}{settings['then']}"
    )
    return playing.simulated(text)


def rows(loan: str, *events: str, **others: Any) -> list[MonthEnd]:
    return simulated(loan, *events, **others).rows


def paid(row: MonthEnd) -> tuple[int, int, int, int]:
    """What was paid in a month, its interest, and what is owed then: the balance and the payoff."""
    return row.payment, row.interest, row.balance, row.payoff


def told(loan: str, *events: str, **others: Any) -> list[tuple[str, str]]:
    """What the run has to say about its events."""
    return [
        (warning.path, warning.message)
        for warning in simulated(loan, *events, **others).ledger.warnings
    ]
