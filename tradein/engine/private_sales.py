"""A vehicle sold to a private person, and the personal loans that shortfalls leave."""

from datetime import date

from tradein.engine import transactions
from tradein.engine.ledger import Note
from tradein.engine.loan_state import LoanState, activated
from tradein.finance import loan, money
from tradein.finance.terms import LoanTerms


class OpenNote:
    """A personal loan as far as it was paid."""

    def __init__(
        self, number: int, terms: LoanTerms, amount: int, month: int, day: date | None
    ) -> None:
        """Take out a loan of an amount in cents."""
        payments = terms.months or 0
        level = loan.payment_for(terms, amount, payments)
        self.state = LoanState(activated(terms, number, level, payments), amount)
        self.note = Note(number, month, day, amount, self.state.loan, ())

    @property
    def owed(self) -> bool:
        """Say whether anything is left to pay."""
        return money.any_path(self.state.balance > 0)

    def pay(self, month: int, day: date | None) -> None:
        """Make the payment of a month, where anything is owed."""
        if self.owed:
            self.state, entry = transactions.pay_note(self.state, month, day)
            self.note = self.note._replace(entries=(*self.note.entries, entry))
