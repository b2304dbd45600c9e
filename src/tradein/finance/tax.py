"""What a state's motor-vehicle office would say: the base of the sales tax and the tax."""

from attrs import field, frozen

from tradein.finance import money

RATE_PPM = (0, 200_000)
"""The lowest and the highest tax rate: 0 to 20 %."""

ALL = "all"
"""Written for `taxes` where every fee and product is taxed."""


@frozen(kw_only=True)
class TaxRule:
    """How a purchase is taxed.

    `credit_cap` is the most of the trade-in allowance, in cents, that reduces the base:
    None for all of it, 0 where the state gives no credit.  `taxes` names the fees and
    products that are taxed, or is `ALL`.
    """

    rate_ppm: int = field(default=0, validator=money.within(*RATE_PPM))
    credit_cap: int | None = field(default=None, validator=money.within(0, money.LIMIT))
    rebate_taxed: bool = True
    taxes: tuple[str, ...] | str = field(default=())

    @taxes.validator
    def _check_taxes(self, _: object, taxes: object) -> None:
        if isinstance(taxes, str) and taxes != ALL:
            raise ValueError(f"taxes must be names in a tuple, or {ALL!r}, not {taxes!r}")

    def covers(self, name: str) -> bool:
        """Say whether a fee or product of that name is taxed."""
        return self.taxes == ALL or name in self.taxes


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
    """Give the tax in cents on a taxable amount, rounded once."""
    return money.half_up(taxable * rule.rate_ppm, 1_000_000)
