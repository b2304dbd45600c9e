"""The small print of GAP and of service contracts: what comes back when one is cancelled.

Loaded only where a scenario has such small print.
"""

from attrs import field, frozen

from tradein.finance import deal, loan, money, value

LOAN, VEHICLE = deal.REFUND_ENDS
CASH, PAYOFF = deal.REFUND_TO


@frozen(kw_only=True)
class Cover:
    """A product that is refunded pro rata when it is cancelled.

    `price` and `fee`, which is kept on cancelling, are cents; the product lasts `months`, and
    `miles` where that comes sooner.  `ends` says with what it is cancelled.
    """

    name: str
    price: int = field(validator=money.within(0, money.LIMIT))
    months: int = field(validator=money.within(*loan.MONTHS))
    miles: int | None = field(default=None, validator=money.within(0, value.ODOMETER[1]))
    fee: int = field(default=0, validator=money.within(0, money.LIMIT))
    ends: str = field(default=LOAN, validator=money.one_of(*deal.REFUND_ENDS))


@frozen(kw_only=True)
class Covers:
    """The products of one vehicle that are refunded, how far it is driven a year, who is paid."""

    covers: tuple[Cover, ...]
    miles_a_year: int | None = field(default=None, validator=money.within(*value.MILES_A_YEAR))
    paid_to: str = field(default=CASH, validator=money.one_of(*deal.REFUND_TO))

    def __attrs_post_init__(self) -> None:
        """Hold what goes by miles to miles that are known."""
        if self.miles_a_year is None and any(cover.miles is not None for cover in self.covers):
            raise ValueError("a product that ends after some miles needs miles_a_year")


def refund(cover: Cover, months: int, miles_a_year: int | None) -> int:
    """Give what comes back after some months, in cents: price x what is left, less the fee.

    What is left is the share of its months, or of its miles if that is less; never below
    zero.  Rounded once.
    """
    left, whole = max(cover.months - months, 0), cover.months
    if cover.miles is not None and miles_a_year is not None:
        miles_left, miles = max(12 * cover.miles - miles_a_year * months, 0), 12 * cover.miles
        if miles_left * whole < left * miles or miles == 0:
            left, whole = miles_left, max(miles, 1)
    return max(money.half_up(cover.price * left, whole) - cover.fee, 0)
