"""Ways out of a loan other than a sale: a total loss with GAP, a surrender, a market refinancing.

Loaded only where a scenario has such settings.
"""

from attrs import field, frozen

from tradein.finance import money
from tradein.finance.terms import APR_PPM, MONTHS, OVER_SHARE, PRORATED, SUBTRACTED

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
