"""Refunds of GAP and service contracts that are canceled before they end.

Loaded only where a scenario has such small print.
"""

from tradein.finance import money
from tradein.finance.terms import RefundableProduct


def refund(product: RefundableProduct, months: int, miles_a_year: int | None) -> int:
    """Give the refund after some months, in cents: price x share left, less the fee.

    The share left is that of the months, or of the miles if that is less.  The refund is rounded
    once and never negative.
    """
    left, whole = max(product.months - months, 0), product.months
    if product.miles is not None and miles_a_year is not None:
        miles_left, miles = max(12 * product.miles - miles_a_year * months, 0), 12 * product.miles
        if miles_left * whole < left * miles or miles == 0:
            left, whole = miles_left, max(miles, 1)
    return max(money.half_up(product.price * left, whole) - product.fee, 0)
