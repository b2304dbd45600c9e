"""The products of a vehicle that are in force, and their refunds when they are canceled."""

from datetime import date

from tradein.engine.ledger import CASH, REFUNDED, Account, Entry
from tradein.finance import refunds, terms
from tradein.finance.terms import RefundableProduct, RefundTerms


class ActiveProducts:
    """The refundable products of one vehicle, from the month of its purchase.

    If several markets are played at once, a product may be in force in some of them only.
    """

    def __init__(self, refunds: RefundTerms, number: int, month: int) -> None:
        """Start with all products in force, in the month of the purchase."""
        self.refunds, self.number, self.month = refunds, number, month
        self._in_force = [(product, 1) for product in refunds.products]

    def cancel(
        self, month: int, with_loan: bool = False, where: int = 1, without: str | None = None
    ) -> int:
        """Cancel all products, or only those that end with the loan; give the refund in cents.

        `where` is 1 in the markets in which that happens, and 0 in the others.  `without` names
        one that ends without a refund.
        """
        total, kept = 0, []
        for product, force in self._in_force:
            ends = force * where if not with_loan or product.ends == terms.LOAN else 0
            total = total + self._refund(product, month) * ends * (product.name != without)
            kept.append((product, force - ends))
        self._in_force = kept
        return total

    def for_lender(self, month: int) -> int:
        """Give the refund that a trade this month pays to the old lender, in cents."""
        if self.refunds.paid_to == terms.CASH:
            return 0
        return sum(self._refund(product, month) * force for product, force in self._in_force)

    def pay_out(self, month: int, refund: int, day: date | None) -> Entry:
        """Book a refund (cents) paid to the owner."""
        postings = {(CASH, self.number): refund, (Account.PRODUCTS, self.number): -refund}
        return Entry(REFUNDED, month, self.number, postings, day)

    def _refund(self, product: RefundableProduct, month: int) -> int:
        return refunds.refund(product, month - self.month, self.refunds.miles_a_year)
