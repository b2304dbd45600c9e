"""Lenders' limits: the largest loan by loan to value and by payment to income.

Loaded only where a scenario says more of a lender's limits than its cap on the loan to value.
"""

from tradein.finance import loan, money
from tradein.finance.loan import Growth
from tradein.finance.terms import LoanTerms, UnderwritingLimits


def largest_payment(limits: UnderwritingLimits) -> int | None:
    """Give the largest monthly payment allowed by income (cents, rounded down), if limited."""
    if limits.max_pti_ppm is None or limits.income is None:
        return None
    return money.floor_div(limits.income * limits.max_pti_ppm, 1_000_000)


def largest_loan(terms: LoanTerms, payment: int, growth: Growth | None = None) -> int | None:
    """Give the largest loan, in cents, whose level payments are at most this much a month.

    `growth` is that over the days of the payments, where they count.  None if every amount fits: up to `money.LIMIT`, or because a written payment fits.  A written
    payment that is too high fits no amount: 0.  Found by search, since the payment is rounded.
    """
    allowed = money.floor_div(payment * 12, terms.per_year)
    if terms.payment is not None or terms.months is None:
        return 0 if (terms.payment or 0) > allowed else None
    low, high, number = 0, money.LIMIT, loan.payments_in(terms.months, terms.per_year)
    while low < high:
        middle = (low + high + 1) // 2
        if loan.payment_for(terms, middle, number, growth) <= allowed:
            low = middle
        else:
            high = middle - 1
    return None if low == money.LIMIT else low
