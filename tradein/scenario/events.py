"""The events of a scenario, a class for each kind.

`at` is a month of ownership, or a day.  Loaded only where a scenario has events.
"""

from datetime import date

from attrs import field, frozen
from attrs.validators import in_, optional

from tradein.finance import terms
from tradein.finance.money import LIMIT, within

LAST_MONTH = 1_200
"""The month of ownership in which every series ends: no loan is longer, however deferred."""

WEEKS = {"week": 7, "2 weeks": 14}
"""How many days apart the payments of a series may be, by how that is written."""

_amount = within(0, LIMIT)


@frozen(kw_only=True)
class Extra:
    """An extra payment in addition to what is due, in cents: once, or every so many months or days.

    A series ends after `until_month` of ownership, if given.  With `lower_payment` the payment
    is computed again, so that the end of the loan does not move; otherwise the loan ends sooner.
    """

    at: int | date
    cents: int = field(validator=_amount)
    every_months: int | None = field(default=None, validator=within(*terms.MONTHS))
    every_days: int | None = field(default=None, validator=optional(in_(WEEKS.values())))
    until_month: int | None = field(default=None, validator=within(1, LAST_MONTH))
    lower_payment: bool = False


@frozen(kw_only=True)
class Skip:
    """Payments that are not made, `months` in a row; the loan's end does not move.

    `fee` is what the lender asks for it, in cents, paid with the first of them.
    """

    at: int | date
    months: int = field(validator=within(*terms.PAUSE_MONTHS))
    fee: int = field(default=0, validator=_amount)


@frozen(kw_only=True)
class Defer:
    """Payments that the lender moves to the end of the loan, `months` in a row.

    With `capitalize` the interest of that time becomes debt at its end; otherwise the next
    payments pay it first.  `fee` is what the lender asks for it, in cents.
    """

    at: int | date
    months: int = field(validator=within(*terms.PAUSE_MONTHS))
    fee: int = field(default=0, validator=_amount)
    capitalize: bool = False


@frozen(kw_only=True)
class Refinance:
    """A new loan that pays the old one off.

    It lends the payoff, its `fee` and the `cash_out`, less the `cash_in`.  Cents.
    """

    at: int | date
    apr_ppm: int = field(validator=within(*terms.APR_PPM))
    months: int | None = field(default=None, validator=within(*terms.MONTHS))
    payment: int | None = field(default=None, validator=_amount)
    fee: int = field(default=0, validator=_amount)
    cash_out: int = field(default=0, validator=_amount)
    cash_in: int = field(default=0, validator=_amount)

    def __attrs_post_init__(self) -> None:
        """Require a term or a payment, so that the new loan ends."""
        if self.months is None and self.payment is None:
            raise ValueError("a new loan needs months or payment")


@frozen(kw_only=True)
class NewRate:
    """A new rate from then on, for example after a promotional rate.

    The payment is computed again over the months left.
    """

    at: int | date
    apr_ppm: int = field(validator=within(*terms.APR_PPM))


@frozen(kw_only=True)
class Paid:
    """The amount actually paid, in cents, in place of the payment due.

    `number` says which payment it is if `at` is a day; without it the day decides.
    """

    at: int | date
    cents: int = field(validator=_amount)
    number: int | None = field(default=None, validator=optional(within(1, LAST_MONTH)))


@frozen(kw_only=True)
class Late:
    """A regular payment that is made `days` after it is due: once, or every so many months.

    A series ends after `until_month` of ownership, where that is given.
    """

    at: int | date
    days: int = field(validator=within(*terms.LATE_DAYS))
    every_months: int | None = field(default=None, validator=within(*terms.MONTHS))
    until_month: int | None = field(default=None, validator=within(1, LAST_MONTH))


Event = Extra | Skip | Defer | Refinance | NewRate | Paid | Late
