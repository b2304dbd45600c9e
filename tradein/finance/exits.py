"""Ways out of a loan other than a sale: a total loss with GAP, a surrender, a market refinancing.

Loaded only where a scenario has such settings.
"""

from typing import NamedTuple

from attrs import field, frozen

from tradein.finance import money
from tradein.finance.deal import GapCover, Sale
from tradein.finance.terms import (
    APR_PPM,
    MONTHS,
    OVER_SHARE,
    OWED,
    PAID,
    PRORATED,
    SHORTFALLS,
    SUBTRACTED,
    SURRENDER,
    TOTAL_LOSS,
    LoanTerms,
)

_amount = money.within(0, money.LIMIT)
_share = money.within(0, money.SHARE_LIMIT_PPM)


@frozen(kw_only=True)
class GapTerms:
    """The small print of a GAP waiver or insurance; amounts in cents."""

    product: str = "GAP"
    """The product that it is; its own price is not refunded at a total loss."""

    limit: int | None = field(default=None, validator=_amount)
    """The most that it pays; None for no limit."""

    share_ppm: int | None = field(default=None, validator=_share)
    """The share of `base` up to which it covers the loan as made; None covers all of it."""

    base: int = field(default=0, validator=_amount)
    """The sticker or retail price on the day of the loan."""

    over_share: str = field(default=SUBTRACTED, validator=money.one_of(*OVER_SHARE))
    """What becomes of the part over that share: subtracted as dollars, or prorated."""

    deductible: int = field(default=0, validator=_amount)
    """The part of the insurer's deductible that it pays."""

    @property
    def covered(self) -> int | None:
        """Give the most of the loan as made that is covered, in cents; None for all."""
        if self.share_ppm is None:
            return None
        return money.half_up(self.share_ppm * self.base, 1_000_000)


@frozen(kw_only=True)
class RefinanceTerms:
    """What a lender would lend on today: the yearly rate, the term, the fee in cents."""

    apr_ppm: int = field(validator=money.within(*APR_PPM))
    months: int = field(validator=money.within(*MONTHS))
    fee: int = field(default=0, validator=_amount)


@frozen(kw_only=True)
class ExitTerms:
    """What the ways out of one vehicle go by; what is None is not known."""

    days_to_sell: int = 0
    """How long a private sale takes; interest goes on for so many days."""

    deductible: int | None = field(default=None, validator=_amount)
    """The deductible of the owner's insurance, in cents."""

    auction_ppm: int | None = field(default=None, validator=_share)
    """What the lender's sale brings, as a share of the trade-in value."""

    auction_costs: int = field(default=0, validator=_amount)
    """What retaking, keeping and selling the vehicle costs the lender, in cents."""

    refinance: RefinanceTerms | None = None
    gap: GapTerms | None = None


@frozen(kw_only=True)
class TotalLossTerms:
    """A vehicle that is a total loss at the end of its ownership; amounts in cents."""

    deductible: int = field(validator=_amount)
    """What the insurer does not pay of the vehicle's value."""

    actual_cash_value: int | None = field(default=None, validator=_amount)
    """What the insurer says that the vehicle was worth; None for its trade-in value."""

    shortfall: str = field(default=PAID, validator=money.one_of(*SHORTFALLS))
    """What becomes of the debt that insurer and GAP leave, unless there is a note."""

    note: LoanTerms | None = None
    """The personal loan that pays that debt."""


@frozen(kw_only=True)
class SurrenderTerms:
    """A vehicle that goes back to its lender at the end of its ownership; amounts in cents."""

    price: int | None = field(default=None, validator=_amount)
    """What the lender's sale brings, where it is known."""

    price_ppm: int | None = field(default=None, validator=_share)
    """Otherwise, the share of the trade-in value that it brings."""

    costs: int = field(default=0, validator=_amount)
    """What retaking, keeping and selling the vehicle costs the lender."""

    shortfall: str = field(default=PAID, validator=money.one_of(*SHORTFALLS))
    """What becomes of the deficiency, unless there is a note."""

    note: LoanTerms | None = None
    """The personal loan that pays the deficiency, or the plan by which it is paid."""


class Loss(NamedTuple):
    """What a total loss or a surrender meets, in cents.

    `payoff` is what the lender asks, `agreed` what it would ask had every payment been made as
    signed, None if that is not known; `refund` is that of the products which are canceled.
    `value` is the trade-in value; `lent` and `rolled` are the loan as made and the old debt in it.
    """

    payoff: int
    agreed: int | None
    refund: int
    value: int
    lent: int
    rolled: int


def settlement(value: int, deductible: int) -> int:
    """Give what an insurer pays for a total loss: the actual cash value less the deductible."""
    return money.maximum(value - deductible, 0)


def deficiency(debt: int, sale: int, costs: int) -> int:
    """Give what is owed after the lender's sale, in cents; negative is the owner's surplus.

    The proceeds pay the costs of the sale first, and then the debt (UCC 9-615).
    """
    return debt - (sale - costs)


def over_share(terms: GapTerms, lent: int) -> int:
    """Give the part of a loan as made, in cents, that is over GAP's share."""
    covered = terms.covered
    return 0 if covered is None else money.maximum(lent - covered, 0)


def eligible(terms: GapTerms, debt: int, lent: int) -> int:
    """Give the part of a debt that GAP counts, in cents.

    `debt` is the payoff without what GAP excludes; `lent` is the loan as made.
    """
    over = over_share(terms, lent)
    if terms.over_share == PRORATED:
        return money.half_up(debt * (lent - over), money.maximum(lent, 1))
    return money.maximum(debt - over, 0)


def gap_benefit(terms: GapTerms, counted: int, value: int, deductible: int) -> int:
    """Give what GAP pays after a total loss, in cents.

    It is the debt that GAP counts less the insurer's settlement and the part of the deductible
    that GAP does not pay, at least nothing and at most its limit.
    """
    own = money.maximum(deductible - terms.deductible, 0)
    benefit = money.maximum(counted - settlement(value, deductible) - own, 0)
    return benefit if terms.limit is None else money.minimum(benefit, terms.limit)


def cover(terms: GapTerms, loss: Loss, deductible: int) -> GapCover:
    """Give what GAP counts and pays after a total loss, where something is owed.

    `deductible` (cents) is the insurer's; `loss.refund` leaves out that of GAP itself.
    """
    agreed = loss.payoff if loss.agreed is None else loss.agreed
    missed = money.maximum(loss.payoff - agreed, 0)
    debt = money.maximum(loss.payoff - missed - loss.refund, 0)
    counted = eligible(terms, debt, loss.lent)
    return GapCover(
        payoff=loss.payoff,
        missed=missed,
        refund=loss.refund,
        over_share=debt - counted,
        counted=counted,
        settlement=settlement(loss.value, deductible),
        benefit=gap_benefit(terms, counted, loss.value, deductible),
        rolled=loss.rolled,
        rolled_covered=money.maximum(loss.rolled - over_share(terms, loss.lent), 0),
    )


def settle_total_loss(terms: TotalLossTerms, gap: GapTerms | None, loss: Loss) -> Sale:
    """Settle a total loss: what insurer, GAP and refunds pay, and what stays a debt.

    `gap` is the small print that is in force, None for none.
    """
    if terms.actual_cash_value is not None:
        loss = loss._replace(value=terms.actual_cash_value)
    credit = money.minimum(loss.refund, loss.payoff)
    kept = loss.value - settlement(loss.value, terms.deductible)
    paid = None if gap is None else cover(gap, loss, terms.deductible)
    used = None if gap is None else gap.product
    sale = Sale(loss.value, kept, loss.payoff - credit, credit, 0, TOTAL_LOSS, paid, used)
    return _stays(terms, sale)


def settle_surrender(terms: SurrenderTerms, loss: Loss) -> Sale:
    """Settle a surrender: the deficiency after the lender's sale (UCC 9-615), or the surplus."""
    price = terms.price
    if price is None:
        price = money.half_up((terms.price_ppm or 0) * loss.value, 1_000_000)
    credit = money.minimum(loss.refund, loss.payoff)
    sale = Sale(price, terms.costs, loss.payoff - credit, credit, 0, SURRENDER)
    return _stays(terms, sale)


def _stays(terms: TotalLossTerms | SurrenderTerms, sale: Sale) -> Sale:
    """Leave the shortfall a debt, where that was agreed or nobody pays it."""
    unpaid = terms.note is not None or terms.shortfall == OWED
    return sale._replace(note=sale.shortfall) if unpaid else sale
