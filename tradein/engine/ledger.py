"""The ledger: contracts, balanced entries, and marks of value.

An entry posts cents to accounts, and every account is kept by purchase.  Debits are positive:
cash that the buyer pays and debt that the buyer takes on are negative.  Interest is booked when
it is paid, or becomes debt; until then it is `accrued_unpaid`.
"""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import NamedTuple, Protocol, TypeVar

from tradein.diagnostic import Diagnostic
from tradein.engine.loan_state import ActiveTerms, LoanState
from tradein.finance.calendar import PaymentCalendar
from tradein.finance.deal import Deal, Sale
from tradein.finance.money import minimum
from tradein.finance.terms import (
    MONTHLY,
    PRIVATE_SALE,
    SURRENDER,
    TOTAL_LOSS,
    DealTerms,
    LoanTerms,
)
from tradein.finance.value import Valuation

OPENING, SETTLED, BOUGHT, PAID = "opening", "settled", "bought", "paid"
"""The kinds of entry of every chain: what is owed already, a trade's payoff, a deal, a payment."""

EXTRA, SKIPPED, CAPITALIZED, REFINANCED = "extra", "skipped", "capitalised", "refinanced"
"""The kinds of entry that events make of a loan."""

SIGNING = (OPENING, SETTLED, BOUGHT)
"""The kinds of the day on which a vehicle's turn begins; all others are on its way."""

SOLD, NOTE_PAID = "sold", "note_paid"
"""The kinds of entry of an end without a trade (a private sale, a total loss, a surrender), and of
a payment on the personal loan left by one."""

ENDED_BY = {PRIVATE_SALE: "sale", TOTAL_LOSS: "total loss", SURRENDER: "surrender"}
"""What ended an ownership without a trade, in words, by the kind of `Sale`."""

REFUNDED, RATE_CHANGED = "refunded", "rated"
"""The kinds of entry of a product that is canceled, and of a new rate, which moves nothing."""

LATE_FEE = "late_fee"
"""The kind of entry of a late fee that is charged; it is booked when it is paid."""

TRADE_IN, PRIVATE, PAYOFF = "trade_in", "private", "payoff"
"""The kinds of mark: what a dealer gives; what a private buyer leaves after costs; what closes
the loan, where that is not the balance."""

NO_VEHICLE = "no_vehicle"
"""The kind of mark of a month without a vehicle; its purchase is the one that would come next."""


class Account(StrEnum):
    """What a posting changes; each purchase has an account of every kind."""

    CASH = "cash"
    """The buyer's own money: negative where the buyer pays, positive where money comes back."""

    LOAN = "loan"
    """The debt: negative where it grows, positive where it is repaid."""

    NOTE = "note"
    """The debt that a private sale, a total loss or a surrender left, signed as `LOAN`."""

    INTEREST = "interest"
    """What the loan cost so far, the lender's rebates taken off."""

    VEHICLE = "vehicle"
    """What was paid for the vehicle: price less rebate at signing, minus what it brought at its end."""

    TAX = "tax"
    """The sales tax of the deal."""

    FEES = "fees"
    """The fees of the deal, those of new loans that pay the old one off, and late fees."""

    PRODUCTS = "products"
    """What was paid for products: their price at signing, minus what is refunded later."""

    GAP_BENEFIT = "gap_benefit"
    """What GAP paid after a total loss: negative, since it pays off debt."""

    CREDIT = "credit"
    """The equity of the vehicle traded in: positive until this purchase uses it, the same day."""

    OPENING = "opening"
    """The other side of a vehicle and a loan owned on the first day: debt minus value."""


CASH, LOAN, INTEREST = Account.CASH, Account.LOAN, Account.INTEREST
"""The accounts of every payment, named once more: Python 3.11 is slow to look up an enum's member."""

Postings = Mapping[tuple[Account, int], int]
"""Cents by account and purchase: `postings[LOAN, 2]` is what the second loan is changed by."""


class Contract(NamedTuple):
    """The contract of one vehicle's turn, as of its first day."""

    number: int
    """The place in the chain, from 1."""

    vehicle: str
    """What the vehicle is called."""

    calendar: PaymentCalendar
    """The days of its months and payments."""

    deal_terms: DealTerms | None
    """What buyer and dealer signed; None for a vehicle owned on the first day."""

    deal: Deal | None
    """The deal worked out, likewise."""

    terms: LoanTerms | None
    """What borrower and lender signed; None where nothing is lent."""

    loan: ActiveTerms
    """The terms in force from the first day, with the payment."""

    owed: int
    """What is owed on the first day, in cents."""

    rolled: int
    """The part of it that comes from earlier vehicles, in cents."""

    valuation: Valuation
    """How the vehicle is valued."""

    keep_months: int | None
    """How long the vehicle is kept; None until its loan is paid off."""

    eventful: bool
    """Whether events may change how the loan is paid."""

    @property
    def month(self) -> int:
        """Give the month of the chain in which the turn begins."""
        return self.calendar.month

    @property
    def date(self) -> datetime.date | None:
        """Give the day on which the turn begins."""
        return self.calendar.signed

    @property
    def apr_ppm(self) -> int | None:
        """Give the yearly rate in millionths; None where nothing is lent."""
        return None if self.terms is None else self.loan.apr_ppm

    @property
    def interest(self) -> str:
        """Name how interest is counted, one of `INTEREST`."""
        return MONTHLY if self.terms is None else self.terms.interest

    @property
    def base(self) -> int:
        """Give the amount that loan to value is measured against, in cents."""
        return self.valuation.worth or 0 if self.deal is None else self.deal.base

    @property
    def ltv_amount(self) -> int:
        """Give the part of `owed` that counts toward loan to value, in cents."""
        return self.owed - minimum(self.deal.excluded_from_ltv if self.deal else 0, self.owed)


class Entry(NamedTuple):
    """Something that happened: postings (cents by account and purchase) that sum to zero.

    `accrued_unpaid` is the interest that is owed after it and was not booked yet; where interest is
    by days, it is counted up to the day `accrued_through`.  `fees_owed` are the late fees that are
    owed after it.
    """

    kind: str
    month: int
    purchase: int
    postings: Postings
    date: datetime.date | None = None
    accrued_unpaid: int = 0
    accrued_through: datetime.date | None = None
    fees_owed: int = 0


class Mark(NamedTuple):
    """An observation in cents of what something is worth, or takes: nothing moved."""

    kind: str
    month: int
    purchase: int
    cents: int
    date: datetime.date | None = None


class _OfPurchase(Protocol):
    """A record that belongs to a purchase."""

    @property
    def purchase(self) -> int:
        """Give the number of the purchase."""


Record = TypeVar("Record", bound=_OfPurchase)


def of_purchase(records: Sequence[Record], number: int) -> Sequence[Record]:
    """Give the records of one purchase; `records` must be in the order of purchases."""

    def purchase(record: Record) -> int:
        return record.purchase

    first = bisect_left(records, number, key=purchase)
    return records[first : bisect_right(records, number, lo=first, key=purchase)]


class Declined(NamedTuple):
    """A trade that the lender declined; the vehicle before it was kept to the end.

    `limit` is the limit exceeded, `max_ltv` or `max_pti`; `over` is the excess loan in cents.
    """

    number: int
    vehicle: str
    month: int
    date: datetime.date | None
    limit: str
    over: int


class Traded(NamedTuple):
    """A turn that ended when the vehicle was traded in for the next one."""

    month: int
    date: datetime.date | None


class PaidOff(NamedTuple):
    """A turn that ended with the last payment of its loan."""

    month: int
    date: datetime.date | None


class RunEnds(NamedTuple):
    """A turn that ended with the run, after the months for which the vehicle was kept."""

    month: int
    date: datetime.date | None


class Sold(NamedTuple):
    """A turn ended since the vehicle was sold to a private person, lost or surrendered."""

    month: int
    date: datetime.date | None
    sale: Sale


Ending = Traded | PaidOff | RunEnds | Sold
"""How a turn ended, in a month of the chain and on its day, where days are known."""


class LoanModification(NamedTuple):
    """New terms of an existing loan.

    `kind` says what made them: `refinance`, `rate`, `extra` (a lower payment), `defer`.
    `state` is the loan after it: what is owed then, and the terms from then on. `payment_path`
    is the path of its payment where that was written and not computed.
    """

    kind: str
    month: int
    purchase: int
    date: datetime.date | None
    state: LoanState
    payment_path: str | None = None


class Note(NamedTuple):
    """A debt that no vehicle secures any more, with the payments made on it.

    A private sale, a total loss or a surrender left it.  The payments of a personal loan are
    monthly, from the month after that on, whatever the owner buys next.  A debt that is only owed
    has no `loan.payments`; it bears no interest and is never paid.
    """

    purchase: int
    month: int
    date: datetime.date | None
    amount: int
    loan: ActiveTerms
    entries: tuple[Entry, ...]

    def balance(self, month: int) -> int:
        """Give what is owed after a month's payment, in cents."""
        paid = (entry.postings[Account.NOTE, self.purchase] for entry in self.until(month))
        return self.amount - sum(paid)

    def paid_in(self, month: int) -> Entry | None:
        """Give the payment of a month, if there is one."""
        return next((entry for entry in self.entries if entry.month == month), None)

    def until(self, month: int) -> Sequence[Entry]:
        """Give the payments up to a month; there is one each month."""
        return self.entries[: max(month - self.month, 0)]


class Ledger(NamedTuple):
    """One simulated chain; every result is read from it alone.

    Entries, marks and changes are in the order in which they happened, and so in the order of
    the purchases; at a trade those of the old vehicle come first.
    """

    title: str
    start: datetime.date | None
    contracts: tuple[Contract, ...]
    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...]
    changes: tuple[LoanModification, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    declined: Declined | None = None
    endings: tuple[Ending, ...] = ()  # one for each contract
    notes: tuple[Note, ...] = ()
    afterwards: tuple[Mark, ...] = ()  # of each month without a vehicle, after the last is gone

    @property
    def months(self) -> int:
        """Give the month in which the run ends."""
        return (self.afterwards or self.endings)[-1].month

    @property
    def last_day(self) -> datetime.date | None:
        """Give the day on which the run ends, where days are known."""
        return (self.afterwards or self.endings)[-1].date

    @property
    def all_entries(self) -> Iterator[Entry]:
        """Go through all entries: those in order, then the payments on notes."""
        return chain(self.entries, *(note.entries for note in self.notes))

    def total(self, account: Account, purchase: int | None = None) -> int:
        """Give the balance of an account in cents, debits positive: of one purchase, or of all."""
        if purchase is not None:
            return sum(entry.postings.get((account, purchase), 0) for entry in self.all_entries)
        return sum(
            cents
            for entry in self.all_entries
            for (posted, _), cents in entry.postings.items()
            if posted == account
        )

    def totals(self) -> dict[tuple[Account, int], int]:
        """Give the balances of all accounts that were posted to, by account and purchase."""
        totals: dict[tuple[Account, int], int] = {}
        for entry in self.all_entries:
            for account, cents in entry.postings.items():
                totals[account] = totals.get(account, 0) + cents
        return totals

    def traded(self, number: int) -> bool:
        """Say whether the vehicle of a purchase was traded in for the next one."""
        return isinstance(self.endings[number - 1], Traded)

    def sale(self, number: int) -> Sale | None:
        """Give the sale, loss or surrender that ended a turn; None where another end came."""
        ending = self.endings[number - 1]
        return ending.sale if isinstance(ending, Sold) else None

    def notes_at(self, month: int, purchase: int) -> list[Note]:
        """Give the debts of vehicles gone before a purchase that are there in a month."""
        return [note for note in self.notes if note.purchase < purchase and note.month <= month]

    def of(self, kind: str) -> Iterator[Entry]:
        """Go through the entries of one kind in order."""
        return (entry for entry in self.entries if entry.kind == kind)
