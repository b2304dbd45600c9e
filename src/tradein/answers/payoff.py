"""What closes a loan on any day, between due dates too: balance, interest by the day, per diem."""

from datetime import date, timedelta
from typing import NamedTuple

from tradein.engine.ledger import REFINANCED, SKIPPED, Contract, Entry, Ledger
from tradein.finance import loan


class Outside(ValueError):
    """A day on which the chain has no loan, because it has not begun or is over."""


class Quote(NamedTuple):
    """A payoff quote in cents: what is owed on a day, and what each day more adds.

    `interest` is that of the days `since` the last payment; `unpaid` was left before.  The
    quote is good for `more_days` after the day, by when it is `later`.
    """

    contract: Contract
    on: date
    balance: int
    unpaid: int
    since: date
    interest: int
    per_diem: int
    more_days: int
    later: int

    @property
    def payoff(self) -> int:
        """Give what closes the loan on the day."""
        return self.balance + self.unpaid + self.interest

    @property
    def through(self) -> date:
        """Give the last day for which the quote is good."""
        return self.on + timedelta(days=self.more_days)


def contract_on(ledger: Ledger, on: date) -> Contract:
    """Give the contract in force on a day: of two on a day of trade, the new one.

    Raises Outside where there is none.
    """
    last = ledger.marks[-1].date
    signed = [one for one in ledger.contracts if one.date is not None and one.date <= on]
    if not signed:
        raise Outside(f"{on} is before the first purchase, {ledger.start}")
    if last is None or on > last:
        raise Outside(f"{on} is after the end of the scenario, {last}")
    return signed[-1]


def balance_on(ledger: Ledger, on: date) -> int:
    """Give the principal balance on a day, after that day's payment; raises Outside."""
    number = contract_on(ledger, on).number
    entries = _by(ledger, number, on)
    return -sum(entry.postings.get(f"loan:{number}", 0) for entry in entries)


def quote(ledger: Ledger, on: date, more_days: int) -> Quote:
    """Quote the payoff on a day, and so many days later with no payment between; raises Outside.

    Between due dates interest is a 365th of the yearly rate a day, whatever the contract
    counts by; where it counts weeks, each a 52nd of the rate, it is a 364th.  A charge fixed
    at signing is earned by whole months: there is none between them.
    """
    contract = contract_on(ledger, on)
    entries = _by(ledger, contract.number, on)
    balance = -sum(entry.postings.get(f"loan:{contract.number}", 0) for entry in entries)
    since = _counted(contract, entries)
    rates = _rates(ledger, contract, since, on)
    if contract.plan is not None and not any(e.kind == REFINANCED for e in entries):
        rates = [(since, 0)]
    rate = rates[-1][1]
    year = 364 if contract.interest != "daily" and contract.per_year > 24 else 365
    interest = _interest(balance, rates, on, year)
    later = on + timedelta(days=more_days)
    return Quote(
        contract=contract,
        on=on,
        balance=balance,
        unpaid=entries[-1].unpaid,
        since=since,
        interest=interest,
        per_diem=loan.day_interest(balance, rate, 1, year),
        more_days=more_days,
        later=balance + entries[-1].unpaid + _interest(balance, rates, later, year),
    )


def _by(ledger: Ledger, number: int, on: date) -> list[Entry]:
    """List what happened to a purchase's loan by the end of a day."""
    own = (entry for entry in ledger.entries if entry.purchase == number)
    return [entry for entry in own if entry.date is not None and entry.date <= on]


def _counted(contract: Contract, entries: list[Entry]) -> date:
    """Give the day up to which interest is booked, or left unpaid."""
    by_days = contract.interest == "daily" or contract.per_year > 24
    days = [e.date for e in entries if e.date and not (by_days and e.kind == SKIPPED)]
    return days[-1]


def _rates(ledger: Ledger, contract: Contract, since: date, on: date) -> list[tuple[date, int]]:
    """List the rates in force from one day to another, each with its first day."""
    changes = [c for c in ledger.changes if c.purchase == contract.number and c.date]
    before = [c.apr_ppm for c in changes if c.date and c.date <= since]
    rates = [(since, before[-1] if before else contract.apr_ppm or 0)]
    return rates + [(c.date, c.apr_ppm) for c in changes if c.date and since < c.date <= on]


def _interest(balance: int, rates: list[tuple[date, int]], until: date, year: int) -> int:
    """Give the interest by the day, rounded at each change of the rate."""
    ends = [day for day, _ in rates[1:]] + [until]
    spans = zip(rates, ends, strict=True)
    return sum(loan.day_interest(balance, ppm, (end - day).days, year) for (day, ppm), end in spans)
