"""The books of a chain for other programs: its ledger as dated records in accounts with names.

What beancount and hledger share is here; each has a module that writes these records as its text.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple, Protocol
from unicodedata import normalize

from tradein.analysis.results import Results
from tradein.engine.ledger import (
    BOUGHT,
    CAPITALIZED,
    EXTRA,
    LATE_FEE,
    NOTE_PAID,
    OPENING,
    PAID,
    PAYOFF,
    RATE_CHANGED,
    REFINANCED,
    REFUNDED,
    SETTLED,
    SKIPPED,
    SOLD,
    TRADE_IN,
    Account,
    Entry,
)
from tradein.finance.dates import months_after
from tradein.finance.terms import SURRENDER, TOTAL_LOSS
from tradein.visible import visible

ACCOUNTS = {
    Account.CASH: "Assets:Cash",
    Account.VEHICLE: "Assets:Vehicle:{}",
    Account.CREDIT: "Assets:Trade-In-Equity:{}",
    Account.LOAN: "Liabilities:Loan:{}",
    Account.NOTE: "Liabilities:Personal-Loan:{}",
    Account.INTEREST: "Expenses:Interest:{}",
    Account.TAX: "Expenses:Sales-Tax:{}",
    Account.FEES: "Expenses:Fees:{}",
    Account.PRODUCTS: "Expenses:Products:{}",
    Account.GAP_BENEFIT: "Income:GAP:{}",
    Account.OPENING: "Equity:Opening-Balances",
}
"""The name of each account of the ledger, with a place for the vehicle."""

DEPRECIATION = "Expenses:Depreciation:{}"
"""What a vehicle cost and did not bring; the ledger leaves that in the vehicle's account."""

WORDS = {
    OPENING: "Owned on the first day",
    SETTLED: "Trade-in",
    BOUGHT: "Purchase",
    PAID: "Payment",
    EXTRA: "Extra payment",
    SKIPPED: "Skipped payment",
    CAPITALIZED: "Unpaid interest added to the loan",
    REFINANCED: "Refinancing",
    SOLD: "Private sale",
    NOTE_PAID: "Payment on the personal loan",
    REFUNDED: "Refund of products",
    RATE_CHANGED: "New rate",
    LATE_FEE: "Late fee charged, to be paid later",
}
"""What each kind of entry is called."""

GONE = {TOTAL_LOSS: "Total loss", SURRENDER: "Surrender"}
"""What an entry of `SOLD` is called where it is no private sale, by the kind of the ending."""

UNDATED_START = date(2000, 1, 1)
"""The day that stands for the first one where a scenario has no dates."""

_UNDATED = f"The scenario has no dates. Its first day is written as {UNDATED_START}."

_COMES = (OPENING, BOUGHT)
"""The kinds of entry with which a vehicle comes; with any other that has one, it goes."""

LONGEST = 40
"""The most characters of a vehicle's name in the name of an account."""


class Vehicle(NamedTuple):
    """A vehicle: its purchase and its name as written."""

    number: int
    name: str

    @property
    def commodity(self) -> str:
        """Give what counts the vehicle, of which there is one or none."""
        return f"VEHICLE-{self.number}"

    @property
    def part(self) -> str:
        """Give its part of an account's name: its number, then letters, digits and hyphens."""
        plain = normalize("NFKD", self.name).encode("ascii", "ignore").decode()
        words = re.sub("[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST].rstrip("-")
        return f"{self.number}-{words}".rstrip("-")


class Line(NamedTuple):
    """A part of a transaction: cents to an account, debits positive.

    Where a vehicle comes or goes, `units` is 1 or -1 and the cents are what it cost, with that sign.
    """

    account: str
    cents: int
    commodity: str | None = None
    units: int = 0


class Transaction(NamedTuple):
    """What moved on a day; the cents of its lines sum to zero."""

    day: date
    words: str
    lines: list[Line]


class Remark(NamedTuple):
    """What happened to a loan on a day, where nothing moved."""

    day: date
    words: str
    account: str


class Price(NamedTuple):
    """What a dealer would pay for a vehicle on a day, in cents."""

    day: date
    commodity: str
    cents: int


class Check(NamedTuple):
    """What an account holds by the end of a day: cents, or a number of vehicles.

    `payoff` (cents) closes the loan that day, where that is known to be another sum.
    """

    day: date
    account: str
    amount: int
    commodity: str | None = None
    payoff: int | None = None


Record = Transaction | Remark | Price | Check


class Books(NamedTuple):
    """The books of one chain; `undated` says that its days are made up, empty where they are not.

    `accounts` has the name of each account that is used and the commodity that it holds, None for
    dollars.  `records` are in the order of their days; on each, the checks come last.
    """

    title: str
    start: date
    undated: str
    vehicles: list[Vehicle]
    accounts: dict[str, str | None]
    records: list[Record]


def of(results: Results) -> Books:
    """Make the books of a chain."""
    ledger = results.ledger
    keeper = _Bookkeeper(results)
    moved = [keeper.moved(entry) for entry in ledger.all_entries]
    happened = [record for record in moved if record is not None]
    records: list[Record] = [*happened, *keeper.prices()]
    accounts = _accounts(happened, keeper.vehicles)
    last = max(record.day for record in records)
    checks = {(check.day, check.account): check for check in keeper.at_the_end(last)}
    checks |= {(check.day, check.account): check for check in keeper.monthly()}
    place = {account: number for number, account in enumerate(accounts)}
    checked = [check for check in checks.values() if check.account in accounts]
    checked.sort(key=lambda check: place[check.account])
    return Books(
        title=visible(ledger.title),
        start=min(record.day for record in records),
        undated=_UNDATED if ledger.start is None else "",
        vehicles=keeper.vehicles,
        accounts=accounts,
        records=sorted([*records, *checked], key=lambda record: record.day),
    )


def blocks(books: Books) -> Iterator[list[Record]]:
    """Go through the records: each by itself, but the prices or the checks of a day together."""

    def together(place_and_record: tuple[int, Record]) -> tuple[object, ...]:
        place, record = place_and_record
        several = isinstance(record, Price | Check)
        return (type(record), record.day) if several else (place,)

    for _, group in groupby(enumerate(books.records), together):
        yield [record for _, record in group]


def _accounts(records: Iterable[Record], vehicles: list[Vehicle]) -> dict[str, str | None]:
    """Give the accounts that records use, in the order of the table, each with what it holds."""
    used: dict[str, str | None] = {}
    for record in records:
        if isinstance(record, Transaction):
            used |= {line.account: line.commodity for line in record.lines}
        elif isinstance(record, Remark):
            used.setdefault(record.account)
    patterns = (*ACCOUNTS.values(), DEPRECIATION)
    names = (pattern.format(vehicle.part) for pattern in patterns for vehicle in vehicles)
    return {name: used[name] for name in names if name in used}


class _OfMonth(Protocol):
    """A record of a month of the chain."""

    @property
    def month(self) -> int:
        """Give the month."""

    @property
    def date(self) -> date | None:
        """Give its day, where days are known."""


def _day(record: _OfMonth) -> date:
    """Give the day of a record, or what stands for it where there are no dates."""
    return months_after(UNDATED_START, record.month) if record.date is None else record.date


def decimal(cents: int) -> str:
    """Write cents as dollars for a program, `-1234.50`."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def columns(indent: str, lines: list[Line], at_cost: str) -> list[str]:
    """Write accounts, numbers and what they count below each other, two spaces apart.

    `at_cost` has places for a vehicle and for its cost.
    """
    width = max(len(line.account) for line in lines)
    return [
        f"{indent}{line.account:<{width}}  {_counted(line):>11} {_unit(line, at_cost)}"
        for line in lines
    ]


def _counted(line: Line) -> str:
    return decimal(line.cents) if line.commodity is None else str(line.units)


def _unit(line: Line, at_cost: str) -> str:
    if line.commodity is None:
        return "USD"
    return at_cost.format(line.commodity, decimal(line.cents * line.units))


class _Bookkeeper:
    """Makes the records of one chain."""

    def __init__(self, results: Results) -> None:
        self.ledger, self.rows = results.ledger, results.rows
        self.vehicles = [Vehicle(c.number, visible(c.vehicle)) for c in self.ledger.contracts]
        self.costs = {
            entry.purchase: max(entry.postings[Account.VEHICLE, entry.purchase], 0)
            for entry in self.ledger.entries
            if entry.kind in _COMES
        }

    def account(self, account: Account, number: int) -> str:
        """Give the full name of an account of the ledger."""
        return ACCOUNTS[account].format(self.vehicles[number - 1].part)

    def depreciation(self, number: int) -> str:
        """Give the full name of the account of a vehicle's depreciation."""
        return DEPRECIATION.format(self.vehicles[number - 1].part)

    def moved(self, entry: Entry) -> Transaction | Remark | None:
        """Give what an entry moved, or what it says without moving anything."""
        day, number = _day(entry), entry.purchase
        vehicle = self.vehicles[number - 2 if entry.kind == SETTLED else number - 1]
        sale = self.ledger.sale(number) if entry.kind == SOLD else None
        words = GONE.get(sale.kind if sale else "", WORDS[entry.kind])
        words = f"{words}: {vehicle.name}"
        parts = (self.lines(entry.kind, *key, cents) for key, cents in entry.postings.items())
        lines = [line for several in parts for line in several]
        if lines:
            return Transaction(day, words, lines)
        if entry.kind in (SKIPPED, RATE_CHANGED, LATE_FEE):
            return Remark(day, words, self.account(Account.LOAN, number))
        return None

    def lines(self, kind: str, account: Account, number: int, cents: int) -> Iterator[Line]:
        """Write one posting; a vehicle comes and goes at its cost, and the rest is depreciation.

        A rebate above the price leaves a cost of nothing.
        """
        name, lost = self.account(account, number), cents
        if account is Account.VEHICLE:
            units = 1 if kind in _COMES else -1
            cost = units * self.costs[number]
            yield Line(name, cost, self.vehicles[number - 1].commodity, units)
            name, lost = self.depreciation(number), cents - cost
        if lost:
            yield Line(name, lost)

    def prices(self) -> Iterator[Price]:
        """Give what each vehicle is worth in each month of its turn."""
        for mark in self.ledger.marks:
            if mark.kind == TRADE_IN:
                yield Price(_day(mark), self.vehicles[mark.purchase - 1].commodity, mark.cents)

    def monthly(self) -> Iterator[Check]:
        """Give what is owed on each loan by the end of each month's day."""
        marks = self.ledger.marks
        asked = {(m.purchase, m.month): m.cents for m in marks if m.kind == PAYOFF}
        last = {row.purchase: row.month for row in self.rows}
        for row in self.rows:
            if row.sold:
                continue
            number, owed = row.purchase, row.balance - row.note
            payoff = asked.get((number, row.month))
            if self.gone(number) and row.month == last[number]:
                owed, payoff = 0, None
            account = self.account(Account.LOAN, number)
            yield Check(_day(row), account, -owed, payoff=payoff)
        for note in self.ledger.notes:
            account = self.account(Account.NOTE, note.purchase)
            for entry in note.entries:
                yield Check(_day(entry), account, -note.balance(entry.month))

    def at_the_end(self, last: date) -> Iterator[Check]:
        """Give what every account holds at the end, from the totals of the ledger."""
        sums: dict[str, int] = {}
        for (account, number), cents in self.ledger.totals().items():
            if account is Account.VEHICLE:
                gone, commodity = self.gone(number), self.vehicles[number - 1].commodity
                yield Check(last, self.account(account, number), int(not gone), commodity)
                sums[self.depreciation(number)] = cents if gone else min(cents, 0)
            else:
                name = self.account(account, number)
                sums[name] = sums.get(name, 0) + cents
        yield from (Check(last, name, cents) for name, cents in sums.items())

    def gone(self, number: int) -> bool:
        """Say whether a vehicle was traded in, sold, lost or surrendered."""
        return self.ledger.traded(number) or self.ledger.sale(number) is not None
