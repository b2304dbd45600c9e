"""What a contract says besides its loan: income, prepaid charge, tax, refunds, valuation."""

from tradein.engine.ledger import Contract
from tradein.finance.terms import TaxRule
from tradein.finance.value import Curve, YearlyLoss


def income(contract: Contract) -> int | None:
    """Give the buyer's income of a month, in cents, where it is known."""
    limits = contract.deal_terms.limits if contract.deal_terms else None
    return limits.income if limits else None


def payment(contract: Contract) -> int | None:
    """Give the payment, in cents; None where the terms of what is owed are not known."""
    unknown = contract.terms is None and contract.owed > 0
    return None if unknown else contract.loan.payment


def prepaid_finance_charge(contract: Contract) -> int:
    """Give the part of the debt, in cents, that the lender keeps as a charge on the first day."""
    return contract.deal_terms.prepaid_finance_charge if contract.deal_terms else 0


def tax_rule(contract: Contract) -> TaxRule | None:
    """Give the tax rule of the deal, if it has one."""
    return contract.deal_terms.tax if contract.deal_terms else None


def not_refunded(contract: Contract) -> list[str]:
    """Name the products that have no refund terms."""
    if contract.deal_terms is None:
        return []
    refunds = contract.deal_terms.refunds
    known = {product.name for product in refunds.products} if refunds else set()
    return [name for name, _ in contract.deal_terms.products if name not in known]


def estimated(contract: Contract) -> bool:
    """Say whether a value comes from the default curve, which the scenario did not choose."""
    method = contract.valuation.method
    known = contract.valuation.worth is not None and contract.keep_months == 0
    return isinstance(method, Curve) and method.assumed and not known


def valued_by(contract: Contract) -> str:
    """Name how a vehicle is valued."""
    match contract.valuation.method:
        case Curve(built_in=str(name)):
            return name
        case Curve():
            return "table"
        case YearlyLoss():
            return "yearly loss"
        case _:
            return "appraisals"
