"""What is true of any set of books: contracts filed, balanced entries, marks of value.

Accounts are `cash`, and for purchase k `loan:k`, `vehicle:k`, `interest:k`, `tax:k`,
`fees:k`, `products:k`, `credit:k` (what a traded vehicle is worth toward purchase k, until
it is used the same day) and `opening:k`.  A posting is in cents, debits positive: cash that
the buyer pays and debt that the buyer takes on are negative.
"""

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from tradein.finance.deal import Deal

OPENING, SETTLED, BOUGHT, PAID = "opening", "settled", "bought", "paid"
"""The kinds of entry."""

TRADE_IN, PRIVATE = "trade_in", "private"
"""The kinds of mark: what a dealer gives; what a private buyer leaves after costs."""


@frozen(eq=False)
class Contract:
    """What a clerk would file beside the books about one vehicle's turn.

    `month` counts from the start of the chain.  `deal` is None for a vehicle owned on the
    first day; then `owed`, `rolled` and `base` are that day's.  `months` is the term, where
    known; `payment` is the level or the known one.  `valued_by` names how the vehicle is
    valued, and `estimated` says that nobody chose that.  `prepaid_finance_charge` is the part
    of `owed`, in cents, that the lender keeps on the first day.
    """

    number: int
    vehicle: str
    month: int
    date: date | None
    deal: Deal | None
    owed: int
    rolled: int
    base: int
    apr_ppm: int | None
    months: int | None
    payment: int
    payment_known: bool
    negative_amortization: bool
    products: tuple[str, ...]
    valued_by: str
    estimated: bool
    prepaid_finance_charge: int = 0


@frozen(eq=False)
class Entry:
    """Something that happened: postings in cents that sum to zero over the accounts."""

    kind: str
    month: int
    purchase: int
    postings: dict[str, int]


@frozen(eq=False)
class Mark:
    """An observation of value in cents: nothing moved."""

    kind: str
    month: int
    purchase: int
    cents: int


@frozen(eq=False)
class Ledger:
    """One chain as it was played; every answer is read from this and nothing else."""

    title: str
    start: date | None
    contracts: tuple[Contract, ...]
    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]

    @property
    def months(self) -> int:
        """Give the month in which the run ends."""
        return self.marks[-1].month

    def total(self, account: str) -> int:
        """Give the balance of one account over all entries, debits positive."""
        return sum(entry.postings.get(account, 0) for entry in self.entries)

    def totals(self, name: str) -> int:
        """Give the sum of an account over all purchases, by its name before the colon."""
        return sum(
            cents
            for entry in self.entries
            for account, cents in entry.postings.items()
            if account.partition(":")[0] == name
        )

    def of(self, kind: str) -> Iterator[Entry]:
        """Go through the entries of one kind in order."""
        return (entry for entry in self.entries if entry.kind == kind)
