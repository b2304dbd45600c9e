"""Payoff quotes for any date: balance, interest by the day, per diem."""

from datetime import date, timedelta
from typing import NamedTuple

from tradein.engine.ledger import (
    ENDED_BY,
    LOAN,
    SOLD,
    Account,
    Contract,
    Entry,
    Ledger,
    Note,
    Sold,
    of_purchase,
)
from tradein.finance import loan


class DateOutsideScenario(ValueError):
    """A date before the first purchase or after the end of the scenario."""

    def __init__(self, day: date, message: str) -> None:
        """Keep the day for the caller, who knows where it was written."""
        super().__init__(f"{day} is {message}")
        self.day = day


class Quote(NamedTuple):
    """A payoff quote in cents: what is owed on a day, and what each further day adds.

    `interest` is for the days `since` the last payment; `accrued_unpaid` is older interest, and
    `late_fees` are those that were charged and not paid.  The quote is good for
    `more_days` after the day; the payoff is then `later`.  `notes` is what is owed on personal
    loans for vehicles sold before, which is no part of the payoff.
    """

    contract: Contract
    on: date
    balance: int
    accrued_unpaid: int
    since: date
    interest: int
    per_diem: int
    more_days: int
    later: int
    late_fees: int = 0
    notes: int = 0

    @property
    def payoff(self) -> int:
        """Give what pays off the loan on the day."""
        return self.balance + self.accrued_unpaid + self.late_fees + self.interest

    @property
    def through(self) -> date:
        """Give the last day for which the quote is good."""
        return self.on + timedelta(days=self.more_days)


def contract_on(ledger: Ledger, on: date) -> Contract:
    """Give the contract in force on a day: of two on a day of trade, the new one.

    Raises DateOutsideScenario where there is none.
    """
    last = ledger.last_day
    signed = [
        contract
        for contract in ledger.contracts
        if contract.date is not None and contract.date <= on
    ]
    if not signed:
        raise DateOutsideScenario(on, f"before the first purchase, {ledger.start}")
    if last is None or on > last:
        raise DateOutsideScenario(on, f"after the end of the scenario, {last}")
    return signed[-1]


def quote(ledger: Ledger, on: date, more_days: int) -> Quote:
    """Quote the payoff on a day, and `more_days` later with no payment between.

    Between due dates interest is counted by the day, however the contract counts it: by the day
    count of a daily loan, else a 365th of the yearly rate; a contract that counts weeks, each a
    52nd of the rate, has a 364th.  A charge fixed at signing is earned by whole months, so no
    interest accrues between them.  Raises DateOutsideScenario.
    """
    contract = contract_on(ledger, on)
    ending = ledger.endings[ledger.contracts.index(contract)]
    ended = ENDED_BY[ending.sale.kind] if isinstance(ending, Sold) else None
    if ended is not None and ending.date is not None and on > ending.date:
        raise DateOutsideScenario(on, f"after the {ended} of the last vehicle, {ending.date}")
    entries = _by(ledger, contract.number, on)
    balance, last = _balance(entries, contract.number), entries[-1]
    since = last.accrued_through or last.date or on
    rate = _rate(ledger, contract, on)

    def interest(days: int) -> int:
        return loan.day_interest(balance, rate, days, contract.loan.day_count)

    days = (on - since).days
    return Quote(
        contract=contract,
        on=on,
        balance=balance,
        accrued_unpaid=last.accrued_unpaid,
        since=since,
        interest=interest(days),
        per_diem=interest(1),
        more_days=more_days,
        later=balance + last.accrued_unpaid + last.fees_owed + interest(days + more_days),
        late_fees=last.fees_owed,
        notes=sum(_on_note(note, on) for note in ledger.notes if note.purchase < contract.number),
    )


def _on_note(note: Note, on: date) -> int:
    """Give what is owed on a personal loan by the end of a day, in cents."""
    paid = [entry for entry in note.entries if entry.date is not None and entry.date <= on]
    return note.amount - sum(entry.postings[Account.NOTE, note.purchase] for entry in paid)


def _by(ledger: Ledger, number: int, on: date) -> list[Entry]:
    """List what happened to a purchase's loan by the end of a day."""
    account = (LOAN, number)
    entries = of_purchase(ledger.entries, number)
    own = (e for e in entries if account in e.postings and e.kind != SOLD)
    return [entry for entry in own if entry.date is not None and entry.date <= on]


def _balance(entries: list[Entry], number: int) -> int:
    return -sum(entry.postings[LOAN, number] for entry in entries)


def _rate(ledger: Ledger, contract: Contract, on: date) -> int:
    """Give the rate of daily interest, in millionths a year: 0 if the charge is fixed."""
    changes = of_purchase(ledger.changes, contract.number)
    rates = [change.state.loan.apr_ppm for change in changes if change.date and change.date <= on]
    first = 0 if contract.loan.plan is not None else contract.apr_ppm or 0
    return rates[-1] if rates else first
