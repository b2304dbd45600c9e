"""How much a lender lends at most: by what the vehicle is worth, by what the buyer earns.

Loaded only where a scenario says more of a lender's limits than its cap on the loan to value.
"""

from attrs import field, frozen

from tradein.finance import deal, loan, money
from tradein.finance.loan import LoanTerms

INVOICE, MSRP, RETAIL, WHOLESALE = deal.LTV_BASES
CASH, LOWER_PRICE, KEEP = deal.OVER_LIMIT

_amount = money.within(0, money.LIMIT)


@frozen(kw_only=True)
class Limits:
    """What a lender goes by, beside its cap on the loan to value; cents.

    `base` names what that cap is a share of, None for the sticker price of a new vehicle and
    the value of a used one; `without` names the lines that do not count against it and are
    lent on top.  The payment may take `max_pti_ppm` of the `income` of a month.  `over` says
    what becomes of a deal that does not fit.
    """

    base: str | None = field(default=None, validator=money.one_of(*deal.LTV_BASES))
    invoice: int | None = field(default=None, validator=_amount)
    retail: int | None = field(default=None, validator=_amount)
    without: tuple[str, ...] = ()
    max_pti_ppm: int | None = field(default=None, validator=money.within(*loan.PTI_PPM))
    income: int | None = field(default=None, validator=_amount)
    over: str = field(default=CASH, validator=money.one_of(*deal.OVER_LIMIT))

    def __attrs_post_init__(self) -> None:
        """Hold a limit to what it is measured by."""
        for needed in (INVOICE, RETAIL):
            if self.base == needed and getattr(self, needed) is None:
                raise ValueError(f"a base of {needed} needs {needed}")
        if self.max_pti_ppm is not None and self.income is None:
            raise ValueError("max_pti_ppm needs income")
        if unknown := set(self.without) - set(deal.LTV_WITHOUT):
            raise ValueError(f"without must be of {', '.join(deal.LTV_WITHOUT)}, not {unknown}")


def largest_payment(limits: Limits) -> int | None:
    """Give the most that a month may take of the income, rounded down; None without a limit."""
    if limits.max_pti_ppm is None or limits.income is None:
        return None
    return money.down(limits.income * limits.max_pti_ppm, 1_000_000)


def largest_loan(terms: LoanTerms, payment: int) -> int | None:
    """Give the largest amount whose level payments are not above this one a month, in cents.

    None where every amount fits: up to `money.LIMIT`, or since a known payment is not above
    it; one that is above it fits no amount.  Found by search, since the payment is rounded.
    """
    most = money.down(payment * 12, terms.per_year)
    if terms.payment is not None or terms.months is None:
        return 0 if (terms.payment or 0) > most else None
    low, high = 0, money.LIMIT
    while low < high:
        middle = (low + high + 1) // 2
        level = loan.level_payment(
            middle,
            terms.apr_ppm,
            loan.payments_in(terms.months, terms.per_year),
            balloon=terms.balloon,
            rounded_up=terms.rounded_up,
            per_year=terms.per_year,
        )
        if level <= most:
            low = middle
        else:
            high = middle - 1
    return None if low == money.LIMIT else low
