"""Truth in Lending disclosures of a purchase: the box, the itemization, the payments.

Numbers such as 18(b) are paragraphs of Regulation Z, 12 CFR 1026.  Amounts are cents.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, zip_longest
from typing import NamedTuple

from attrs import frozen

from tradein.analysis import contracts, scheduled_payments
from tradein.analysis.paper import Comparison, compare
from tradein.engine.ledger import Contract, Ledger
from tradein.finance import apr, money
from tradein.finance.apr import MONTH
from tradein.finance.deal import Deal
from tradein.finance.loan import DatedInstallment, Installment
from tradein.finance.paper import Paper
from tradein.finance.terms import Items

Rows = Sequence[Installment | DatedInstallment]

OWED_BEFORE, NOTHING_FINANCED = "owed before", "nothing financed"
NEVER_PAID_OFF = "never paid off"
"""Why a purchase has no box."""


class Block(NamedTuple):
    """Equal payments in a row: how many, cents each, the loan's month and the day of the first."""

    times: int
    cents: int
    month: int
    date: date | None


class Itemization(NamedTuple):
    """What the amount financed is made of, 18(c), in cents; the last three are subtracted.

    `prior_lien` is what the new loan pays to the old lender.  A net trade-in is never negative.
    `fees` and `products` are sums; the box has their names.
    """

    price: int
    tax: int
    fees: int
    products: int
    prior_lien: int
    rebate: int
    cash_down: int
    net_trade_in: int

    @property
    def charges(self) -> int:
        """Give the cash price and the other amounts financed, 18(b)(1) and (2)."""
        return self.price + self.tax + self.fees + self.products + self.prior_lien

    @property
    def down_payment(self) -> int:
        """Give the down payment, 2(a)(18): cash, net trade-in and the manufacturer's rebate."""
        return self.rebate + self.cash_down + self.net_trade_in


@frozen(eq=False)
class Disclosure:
    """The box of one contract; `apr` is a percentage, unrounded.

    `items` has the cash as it was written.  `whole_cash` and `lien_first` are the readings of it
    that comment 2(a)(18)-3 allows, all of it as down payment or to the old lender first; each is
    None where it differs in nothing.  `fees` and `products` are names with cents.
    """

    apr: float
    interest: int
    prepaid_finance_charge: int
    total_of_payments: int
    items: Itemization
    whole_cash: Itemization | None
    lien_first: Itemization | None
    fees: Items
    products: Items
    payments: list[Block]

    @property
    def finance_charge(self) -> int:
        """Give the cost of the credit, 18(d): interest and the prepaid finance charge."""
        return self.interest + self.prepaid_finance_charge

    @property
    def amount_financed(self) -> int:
        """Give the credit provided to the buyer, 18(b)."""
        return self.items.charges - self.items.down_payment

    @property
    def total_sale_price(self) -> int:
        """Give the cost of the purchase on credit, 18(j)."""
        return self.sale_price(self.items)

    def sale_price(self, items: Itemization) -> int:
        """Give the total sale price by an itemization: its charges and the finance charge."""
        return items.charges + self.finance_charge

    def apr_scaled(self, places: int) -> int:
        """Give the APR in units of so many decimals of a percent, its decimals rounded once."""
        numerator, denominator = Decimal(repr(self.apr)).as_integer_ratio()
        return money.half_up(numerator * 10**places, denominator)


class Statement(NamedTuple):
    """A contract with its box; if it has none, `missing` says why.

    `paper` is what the buyer's paper says, where it is known, and `compared` that beside the box.
    """

    contract: Contract
    box: Disclosure | None
    missing: str | None = None
    paper: Paper | None = None

    @property
    def compared(self) -> Comparison | None:
        """Give the paper compared with the box, where there are both."""
        if self.paper is None or self.box is None:
            return None
        return compare(self.paper, self.box)


def of(ledger: Ledger, papers: Sequence[Paper | None] = ()) -> list[Statement]:
    """Give the statement of every purchase of a chain, with its paper where there are any."""
    pairs = zip_longest(ledger.contracts, papers[: len(ledger.contracts)])
    return [_statement(contract)._replace(paper=paper) for contract, paper in pairs]


def _statement(contract: Contract) -> Statement:
    """Give the box of a contract, or say why it has none."""
    if contract.deal is None:
        return Statement(contract, None, OWED_BEFORE)
    if contract.owed == 0:
        return Statement(contract, None, NOTHING_FINANCED)
    try:
        rows = scheduled_payments.payments(contract)
    except ValueError:
        return Statement(contract, None, NEVER_PAID_OFF)
    return Statement(contract, _box(contract, contract.deal, rows))


def _box(contract: Contract, deal: Deal, rows: Rows) -> Disclosure:
    """Calculate the box of a contract from its scheduled payments."""
    days = [contract.calendar.due(row.number) for row in rows]
    prepaid = contracts.prepaid_finance_charge(contract)
    shortfall = deal.trade_in.shortfall if deal.trade_in else 0
    items, whole, lien_first = (
        _itemized(deal, prepaid, shortfall - paid, deal.cash_due - paid)
        for paid in (
            deal.trade_in.paid if deal.trade_in else 0,
            0,
            money.minimum(deal.cash_due, shortfall),
        )
    )
    signed = contract.deal_terms
    return Disclosure(
        apr=_apr(contract.owed - prepaid, contract.date, rows, days),
        interest=sum(row.interest for row in rows),
        prepaid_finance_charge=prepaid,
        total_of_payments=sum(row.payment for row in rows),
        items=items,
        whole_cash=None if whole == items else whole,
        lien_first=None if lien_first == items else lien_first,
        fees=signed.fees if signed else (),
        products=signed.products if signed else (),
        payments=_blocks(contract, rows, days),
    )


def _itemized(deal: Deal, prepaid: int, prior_lien: int, cash_down: int) -> Itemization:
    """List the lines of a deal, given the prior lien and the cash down, in cents.

    The deal's fees include a prepaid finance charge; the amount financed does not.
    """
    return Itemization(
        price=deal.price,
        tax=deal.tax,
        fees=deal.fees - prepaid,
        products=deal.products,
        prior_lien=prior_lien,
        rebate=deal.rebate,
        cash_down=cash_down,
        net_trade_in=money.maximum(deal.trade_in.equity, 0) if deal.trade_in else 0,
    )


def _apr(amount: int, signed_on: date | None, rows: Rows, days: list[date | None]) -> float:
    """Give the APR of Appendix J: by the dates, or by months where there are none."""
    dated = [(row.payment, day) for row, day in zip(rows, days, strict=True) if day is not None]
    if signed_on is not None and dated:
        return apr.from_dates([(amount, signed_on)], dated)
    placed = [(row.payment, row.number, 0) for row in rows]
    return apr.solve([(amount, 0, 0)], placed, MONTH.per_year)


def _blocks(contract: Contract, rows: Rows, days: list[date | None]) -> list[Block]:
    """Combine equal payments that follow each other, 18(g); what is not due is no payment."""
    dated = zip(rows, days, strict=True)
    blocks = []
    for cents, group in groupby(dated, key=lambda pair: pair[0].payment):
        if cents == 0 and contract.loan.no_payment_in:
            continue
        (first, day), *more = group
        blocks.append(Block(1 + len(more), cents, contract.calendar.month_of(first.number), day))
    return blocks
