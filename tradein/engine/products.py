"""The products of a vehicle that are in force, and their refunds when they are canceled."""

from datetime import date

from tradein.engine.ledger import CASH, REFUNDED, Account, Entry
from tradein.finance import refunds, terms
from tradein.finance.terms import RefundableProduct, RefundTerms


class ActiveProducts:
    """The products of one vehicle that give something back, and since when it is owned.

    Where several markets are played at once, a product may be in force in some of them.
    """

    def __init__(self, refunds: RefundTerms, number: int, month: int) -> None:
        """Begin with all of them, in the month of the purchase."""
        self.refunds, self.number, self.month = refunds, number, month
        self._in_force = [(product, 1) for product in refunds.products]

    def cancel(self, month: int, with_loan: bool = False, where: int = 1) -> int:
        """Cancel what is in force, or what ends with the loan; give what comes back, in cents.

        `where` is one in the markets where that happens, and zero in the others.
        """
        total, kept = 0, []
        for product, force in self._in_force:
            ends = force * where if not with_loan or product.ends == terms.LOAN else 0
            total = total + self._refund(product, month) * ends
            kept.append((product, force - ends))
        self._in_force = kept
        return total

    def for_lender(self, month: int) -> int:
        """Give what the old lender is paid of the refund at a trade this month, in cents."""
        if self.refunds.paid_to == terms.CASH:
            return 0
        return sum(self._refund(product, month) * force for product, force in self._in_force)

    def pay_out(self, month: int, refund: int, day: date | None) -> Entry:
        """Book a refund that the owner is paid."""
        postings = {(CASH, self.number): refund, (Account.PRODUCTS, self.number): -refund}
        return Entry(REFUNDED, month, self.number, postings, day)

    def _refund(self, product: RefundableProduct, month: int) -> int:
        return refunds.refund(product, month - self.month, self.refunds.miles_a_year)
