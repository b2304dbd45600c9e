"""The deals of a chain without their over-allowances, and the old debt that they carry."""

from tradein.engine.ledger import TRADE_IN, Contract, Ledger, of_purchase
from tradein.finance import deal
from tradein.finance.deal import Deal


def effective_deal(ledger: Ledger, contract: Contract) -> Deal | None:
    """Give the deal with its trade-in at no more than its value; None for an owned vehicle."""
    struck, terms = contract.deal, contract.deal_terms
    if struck is None or terms is None or struck.trade_in is None:
        return struck
    marks = reversed(of_purchase(ledger.marks, contract.number - 1))
    value = next(mark.cents for mark in marks if mark.kind == TRADE_IN)
    return deal.effective_deal(struck, terms, value)


def old_debt(ledger: Ledger, contract: Contract) -> int:
    """Give what a loan owes on its first day for earlier vehicles, in cents."""
    effective = effective_deal(ledger, contract)
    return contract.rolled if effective is None else effective.rolled_in
