"""What a state's motor-vehicle office would say: the base of the sales tax and the tax."""

from datetime import date

from attrs import field, frozen

from tradein.finance import money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.finance.statute import Statute

RATE_PPM = (0, 200_000)
"""The lowest and the highest tax rate: 0 to 20 %."""

ALL = "all"
"""Written for `taxes` where every fee and product is taxed."""


@frozen(kw_only=True)
class TaxRule:
    """How a purchase is taxed.

    `credit_cap` is the most of the trade-in allowance, in cents, that reduces the base:
    None for all of it, 0 where the state gives no credit.  `taxes` names the fees and
    products that are taxed, or is `ALL`.  `statute` is the state's part, where one is named.
    """

    rate_ppm: int = field(default=0, validator=money.within(*RATE_PPM))
    credit_cap: int | None = field(default=None, validator=money.within(0, money.LIMIT))
    rebate_taxed: bool = True
    taxes: tuple[str, ...] | str = field(default=())
    statute: "Statute | None" = None

    @taxes.validator
    def _check_taxes(self, _: object, taxes: object) -> None:
        if isinstance(taxes, str) and taxes != ALL:
            raise ValueError(f"taxes must be names in a tuple, or {ALL!r}, not {taxes!r}")

    def covers(self, name: str) -> bool:
        """Say whether a fee or product of that name is taxed."""
        return self.taxes == ALL or name in self.taxes

    def on(self, day: date | None, used: bool) -> "TaxRule":
        """Give the rule as it holds for a delivery on a day, of a new or a used vehicle."""
        return self if self.statute is None else self.statute.applied(self, day, used)


def credit(rule: TaxRule, allowance: int) -> int:
    """Give the part of the allowance that reduces the base: the allowance, never the equity.

    Source: Ohio Administrative Code 5703-9-36 works official examples on the allowance;
    Michigan caps the credit.
    """
    return allowance if rule.credit_cap is None else money.least(allowance, rule.credit_cap)


def base(rule: TaxRule, price: int, taxed_extras: int, rebate: int, allowance: int) -> int:
    """Give the taxable amount in cents, never below zero."""
    untaxed = 0 if rule.rebate_taxed else rebate
    return money.most(price + taxed_extras - untaxed - credit(rule, allowance), 0)


def due(rule: TaxRule, taxable: int) -> int:
    """Give the tax in cents on a taxable amount, rounded once, within a state's limits."""
    tax = money.half_up(taxable * rule.rate_ppm, 1_000_000)
    return tax if rule.statute is None else rule.statute.bounded(tax)
