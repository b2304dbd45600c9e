"""The lines of the buyer's order: from the price to the amount financed and the cash due."""

from datetime import date
from typing import NamedTuple

from tradein.finance import money, tax
from tradein.finance.terms import PRIVATE_SALE, DealTerms, SaleTerms, TaxRule, TradeInTerms


class TradeIn(NamedTuple):
    """The old vehicle in a deal, in cents; `equity` is `allowance - payoff`, of either sign.

    `refund_credit` is the part of the old lender's payoff that product refunds paid; `payoff` is
    the rest.
    """

    allowance: int
    payoff: int
    paid: int
    refund_credit: int = 0

    @property
    def equity(self) -> int:
        """Give allowance minus payoff: negative under water."""
        return self.allowance - self.payoff

    @property
    def shortfall(self) -> int:
        """Give the part of the payoff that the allowance does not cover, zero or more."""
        return money.maximum(-self.equity, 0)


class GapCover(NamedTuple):
    """What GAP counts and pays: the payoff less what it leaves out is what is `counted`.

    `missed` is what the debt is above the agreed schedule; `over_share` is the effect of the part
    of the loan over GAP's share.  `rolled_covered` of the `rolled` debt is under that share.
    """

    payoff: int
    missed: int
    refund: int
    over_share: int
    counted: int
    settlement: int
    benefit: int
    rolled: int
    rolled_covered: int

    @property
    def not_paid(self) -> int:
        """Give what is counted and not paid: the owner's part of the deductible, and over the limit."""
        return money.maximum(self.counted - self.settlement, 0) - self.benefit


class Sale(NamedTuple):
    """What ends an ownership without a trade, in cents: a private sale, a total loss, a surrender.

    `price` is what a buyer pays: the private one, the insurer (the actual cash value), or the
    lender's.  `costs` come off it; of a total loss they are the deductible.
    `refund_credit` is what refunds of products have paid of what the lender asked; `payoff` is
    the rest.  `note` is the part of the shortfall that stays a debt: a personal loan, or owed.
    `gap` is what GAP counts and pays, None without it, and `used_up` the product of that name,
    which is not refunded.  `kind` is one of `terms.ENDINGS`.
    """

    price: int
    costs: int
    payoff: int
    refund_credit: int
    note: int
    kind: str = PRIVATE_SALE
    gap: GapCover | None = None
    used_up: str | None = None

    @property
    def net(self) -> int:
        """Give the price less the costs of selling, or the deductible."""
        return self.price - self.costs

    @property
    def gap_benefit(self) -> int:
        """Give what GAP pays."""
        return self.gap.benefit if self.gap else 0

    @property
    def shortfall(self) -> int:
        """Give what the net price and GAP leave of the payoff, zero or more."""
        return money.maximum(self.payoff - self.net - self.gap_benefit, 0)

    @property
    def cash(self) -> int:
        """Give what the owner receives, negative where the owner pays."""
        return self.net + self.gap_benefit - self.payoff + self.note


class Deal(NamedTuple):
    """A deal worked out, in cents.

    `down` is all cash toward the new vehicle except `cash_over_cap`, which the lender would not
    finance.  Loan to value is measured against `base`, without the amounts in
    `excluded_from_ltv`.  `maximum_by_income` is the largest loan that the buyer's income allows,
    None without such a limit.  `price_reduction` was taken off the asking price.  `sale_credit` is
    what of the price of a vehicle sold privately is taken off the taxable amount.
    """

    price: int
    tax: int
    fees: int
    products: int
    rebate: int
    down: int
    trade_in: TradeIn | None
    rolled_in: int
    cash_over_cap: int
    cash_back: int
    amount_financed: int
    base: int
    excluded_from_ltv: int = 0
    maximum_by_income: int | None = None
    price_reduction: int = 0
    sale_credit: int = 0

    @property
    def cash_due(self) -> int:
        """Give the cash due at signing: down payment, toward the shortfall, over the cap."""
        return self.down + (self.trade_in.paid if self.trade_in else 0) + self.cash_over_cap

    @property
    def put_in(self) -> int:
        """Give what paid for this vehicle without borrowing: rebate, cash, equity."""
        cost = self.price + self.tax + self.fees + self.products
        return cost + self.rolled_in - self.amount_financed


def settle_trade_in(terms: TradeInTerms, balance: int, value: int, refund: int = 0) -> TradeIn:
    """Settle the trade-in: its allowance, its payoff, and the cash paid toward it, in cents.

    A `refund` (cents) goes to the old lender, up to the payoff.
    """
    allowance = value if terms.allowance is None else terms.allowance
    asked = balance if terms.payoff is None else terms.payoff
    refund_credit = money.minimum(refund, asked)
    payoff = asked - refund_credit
    shortfall = money.maximum(payoff - allowance, 0)
    paid = shortfall if terms.cash is None else money.minimum(terms.cash, shortfall)
    return TradeIn(allowance, payoff, paid, refund_credit)


def settle_sale(terms: SaleTerms, payoff: int, refund: int = 0) -> Sale:
    """Settle a private sale: what the lender asks, and what of a shortfall becomes a new loan.

    A `refund` (cents) goes to the lender, as far as something is asked.
    """
    refund_credit = money.minimum(refund, payoff)
    sale = Sale(terms.price, terms.costs, payoff - refund_credit, refund_credit, 0)
    return sale if terms.note is None else sale._replace(note=sale.shortfall)


def price_deal(
    terms: DealTerms,
    trade_in: TradeIn | None,
    base: int,
    *,
    day: date | None = None,
    used: bool = False,
    price: int | None = None,
    sold: SaleTerms | None = None,
) -> Deal:
    """Price a deal from its terms.

    The lender's cap is a share of `base` (cents).  A state's tax may depend on the `day` of
    delivery, on whether the vehicle is `used`, and on one `sold` before.  `price` (cents) replaces
    that of the terms.  The amount financed is not below zero: what is left over is cash back.
    """
    price = terms.price if price is None else price
    unpaid = trade_in.shortfall - trade_in.paid if trade_in else 0
    rule = tax.in_force(terms.tax or TaxRule(), day, used)
    owed, credit = _tax_and_credit(rule, _taxable(terms, price, trade_in, unpaid, rule), sold)
    fees, products = _charges(terms)
    down = terms.down + _excess_cash(terms.trade_in, trade_in)
    equity = money.maximum(trade_in.equity, 0) if trade_in else 0
    wanted = price + owed + fees + products - terms.rebate - down + unpaid - equity
    whole = Deal(
        price=price,
        tax=owed,
        fees=fees,
        products=products,
        rebate=terms.rebate,
        down=down,
        trade_in=trade_in,
        rolled_in=money.minimum(unpaid, money.maximum(wanted, 0)),
        cash_over_cap=0,
        cash_back=money.maximum(-wanted, 0),
        amount_financed=money.maximum(wanted, 0),
        base=base,
        sale_credit=credit,
    )
    return _capped_by_ltv(whole, terms.max_ltv_ppm)


def _charges(terms: DealTerms) -> tuple[int, int]:
    """Give all fees, with the lender's own, and all products, in cents."""
    fees, products = (sum(cents for _, cents in part) for part in (terms.fees, terms.products))
    return fees + terms.prepaid_finance_charge, products


def effective_deal(deal: Deal, terms: DealTerms, value: int) -> Deal:
    """Price a deal again with its trade-in at no more than its value, in cents.

    An allowance above the `value` comes off the price, up to the price, and becomes old debt or
    reduces the equity.  Leftover cash toward the shortfall pays that debt.  The amount financed,
    the cash due and the cash back stay the same.
    """
    old = deal.trade_in
    if old is None:
        return deal
    excess = money.minimum(money.maximum(old.allowance - value, 0), deal.price)
    lower = old._replace(allowance=old.allowance - excess)
    cash = money.minimum(_excess_cash(terms.trade_in, old), lower.shortfall - lower.paid)
    lower = lower._replace(paid=lower.paid + cash)
    return deal._replace(
        price=deal.price - excess,
        down=deal.down - cash,
        trade_in=lower,
        rolled_in=money.minimum(lower.shortfall - lower.paid, deal.amount_financed),
    )


def _taxable(
    terms: DealTerms, price: int, trade_in: TradeIn | None, unpaid: int, rule: TaxRule
) -> int:
    """Give the taxable amount of a purchase at a price, in cents, by the rule in force.

    `unpaid` is what of the shortfall no cash pays.
    """
    items = (*terms.fees, *terms.products)
    taxed = sum(cents for name, cents in items if rule.covers(name))
    allowance = trade_in.allowance if trade_in else 0
    return tax.base(rule, price, taxed, terms.rebate, allowance, unpaid)


def _tax_and_credit(rule: TaxRule, taxable: int, sold: SaleTerms | None) -> tuple[int, int]:
    """Give the tax (cents), and what a private sale takes off the taxable amount."""
    credit = _sale_credit(rule, taxable, sold)
    return tax.due(rule, taxable - credit), credit


def _sale_credit(rule: TaxRule, taxable: int, sold: SaleTerms | None) -> int:
    """Give what a private sale takes off a taxable amount, in cents; nothing off a tax known as one."""
    if rule.amount is not None:
        return 0
    return money.minimum(tax.credit(rule, tax.credited_price(rule, sold)), taxable)


def _capped_by_ltv(whole: Deal, max_ltv_ppm: int | None) -> Deal:
    """Hold a deal to the lender's cap on the loan to value, if there is one."""
    if max_ltv_ppm is None:
        return whole
    return cap_amount_financed(whole, money.floor_div(whole.base * max_ltv_ppm, 1_000_000))


def cap_amount_financed(whole: Deal, limit: int) -> Deal:
    """Finance no more than the lender allows (cents); the rest is due in cash."""
    financed = money.minimum(whole.amount_financed, limit)
    return whole._replace(
        amount_financed=financed,
        cash_over_cap=whole.cash_over_cap + whole.amount_financed - financed,
        rolled_in=money.minimum(whole.rolled_in, financed),
    )


def _excess_cash(terms: TradeInTerms | None, trade_in: TradeIn | None) -> int:
    """Give the cash toward the shortfall beyond it, in cents, which counts as down payment."""
    if terms is None or terms.cash is None or trade_in is None:
        return 0
    return terms.cash - trade_in.paid
