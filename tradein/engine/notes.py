"""The debts that stay when a vehicle is sold, lost or surrendered: personal loans, or just owed."""

from datetime import date

from tradein.engine import transactions
from tradein.engine.ledger import Note
from tradein.engine.loan_state import ActiveTerms, LoanState, activated
from tradein.finance import loan, money
from tradein.finance.terms import LoanTerms


class OpenNote:
    """A debt beside the vehicle's loan as far as it was paid."""

    def __init__(
        self, number: int, terms: LoanTerms | None, amount: int, month: int, day: date | None
    ) -> None:
        """Take out a loan of an amount in cents; without terms, it is owed and never paid."""
        lent = ActiveTerms(number)
        if terms is not None and terms.months is not None:
            level = loan.payment_for(terms, amount, terms.months)
            lent = activated(terms, number, level, terms.months)
        self.state = LoanState(lent, amount)
        self.note = Note(number, month, day, amount, self.state.loan, ())

    @property
    def due(self) -> bool:
        """Say whether payments are left to make."""
        return self.state.loan.payments is not None and money.any_path(self.state.balance > 0)

    def pay(self, month: int, day: date | None) -> None:
        """Make the payment of a month, where there is one."""
        if self.due:
            self.state, entry = transactions.pay_note(self.state, month, day)
            self.note = self.note._replace(entries=(*self.note.entries, entry))
