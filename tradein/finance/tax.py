"""Sales tax on a purchase: the taxable amount and the tax."""

from datetime import date

from tradein.finance import money, state_tax
from tradein.finance.terms import SaleTerms, TaxRule


def in_force(rule: TaxRule, day: date | None, used: bool) -> TaxRule:
    """Give the rule as it applies to a delivery on a day, of a new or a used vehicle.

    Raises ValueError if a state's law needs the day and it is None.
    """
    return rule if rule.state_rule is None else state_tax.applied(rule, rule.state_rule, day, used)


def credit(rule: TaxRule, allowance: int) -> int:
    """Give the trade-in credit in cents: the part of the allowance that reduces the taxable base.

    Source: Ohio Administrative Code 5703-9-36 works official examples on the allowance;
    Michigan caps the credit.
    """
    return allowance if rule.credit_cap is None else money.minimum(allowance, rule.credit_cap)


def credited_price(rule: TaxRule, sold: SaleTerms | None) -> int:
    """Give what of a private sale counts like an allowance, in cents: the price, or nothing.

    The purchase follows on the day of the sale, so that any number of days is enough.
    Source: Revised Statutes of Missouri 144.025 (180 days before or after the sale).
    """
    if sold is None:
        return 0
    by_law = rule.state_rule is not None and rule.state_rule.private_sale_days is not None
    return sold.price if (by_law if sold.tax_credit is None else sold.tax_credit) else 0


def base(
    rule: TaxRule, price: int, taxed_extras: int, rebate: int, allowance: int, unpaid: int = 0
) -> int:
    """Give the taxable amount in cents, never below zero.

    `unpaid` is the shortfall of the trade-in less the cash toward it, before any lender's limit.
    """
    untaxed = 0 if rule.rebate_taxed else rebate
    taxed = price + taxed_extras + (unpaid if rule.rolled_in_taxed else 0)
    return money.maximum(taxed - untaxed - credit(rule, allowance), 0)


def due(rule: TaxRule, taxable: int) -> int:
    """Give the tax in cents on a taxable amount, rounded once, within a state's limits.

    A tax that is known as an amount is that amount.
    """
    if rule.amount is not None:
        return rule.amount
    millionths = taxable * rule.rate_ppm
    if rule.state_rule is None:
        return money.half_up(millionths, 1_000_000)
    millionths = millionths + state_tax.on_parts(taxable, rule.state_rule)
    return state_tax.bounded(money.half_up(millionths, 1_000_000), rule.state_rule)
