"""The balances of a chain on any day, from one pass through its entries."""

from bisect import bisect_right
from datetime import date
from itertools import accumulate

from tradein.analysis import payoff
from tradein.engine.ledger import LOAN, Ledger


class Balances:
    """The balances of every loan of a ledger, by purchase, in the order of their days."""

    def __init__(self, ledger: Ledger) -> None:
        """Go through the entries once."""
        self.ledger = ledger
        self.days: dict[int, list[date]] = {contract.number: [] for contract in ledger.contracts}
        moved: dict[int, list[int]] = {number: [0] for number in self.days}
        for entry in ledger.entries:
            cents = entry.postings.get((LOAN, entry.purchase))
            if cents is not None and entry.date is not None:
                self.days[entry.purchase].append(entry.date)
                moved[entry.purchase].append(-cents)
        self.owed = {number: [*accumulate(cents)] for number, cents in moved.items()}

    def on(self, day: date) -> tuple[int, int]:
        """Give the purchase whose loan is in force on a day, and its balance after that day.

        The balance is principal in cents.  Raises payoff.DateOutsideScenario where no loan is
        in force.
        """
        number = payoff.contract_on(self.ledger, day).number
        return number, self.owed[number][bisect_right(self.days[number], day)]
