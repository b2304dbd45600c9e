"""What is written down while a chain is played: layers of debt, payoffs, products and rows."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from oracle.dates import Dates
from oracle.loan import Loan, interest_of_days
from oracle.reading import day, half_up

Layers = dict[int, int]


@dataclass
class State:
    """What is owed from a day on: interest grows from `since`, in addition to unpaid interest."""

    date: str
    balance: int
    unpaid: int
    since: str
    apr: Fraction
    year: Fraction
    fees: int = 0

    def payoff(self, on: str) -> int:
        days = datetime.date.fromisoformat(on) - datetime.date.fromisoformat(self.since)
        grown = interest_of_days(self.balance, self.apr, days.days, self.year)
        return self.balance + self.unpaid + self.fees + grown


def shared(amount: int, layers: Layers) -> Layers:
    """An amount over layers, oldest first, in proportion to what each owes, rounded on the running total."""
    owed = sum(layers.values())
    if owed == 0:
        return {origin: amount if origin == max(layers) else 0 for origin in layers}
    parts, running, given = {}, 0, 0
    for origin, balance in layers.items():
        running += balance
        up_to_here = half_up(Fraction(amount * running, owed))
        parts[origin], given = up_to_here - given, up_to_here
    return parts


@dataclass
class Piece:
    """What fell on one layer of a loan at one moment; `traded` at its end, a payment or the like before."""

    loan: int
    month: int
    origin: int
    traded: bool
    paid: int
    interest: int
    more: int


def added(layers: Layers, parts: Layers, sign: int = 1) -> Layers:
    return {origin: balance + sign * parts[origin] for origin, balance in layers.items()}


def carried_over(layers: Layers, sold: int, rolled: int) -> Layers:
    """What goes on of each layer; the sold vehicle's own gives way first."""
    older = {origin: balance for origin, balance in layers.items() if origin < sold}
    kept = rolled - sum(older.values())
    if kept >= 0:
        return {**older, sold: kept}
    return added(older, shared(-kept, older), -1)


@dataclass
class Note:
    """What an end without a trade left unpaid: a personal loan, or a debt that nobody pays."""

    loan: Loan | None
    layers: Layers
    paid: int = 0

    def balance(self) -> int:
        return sum(self.layers.values())

    def is_due(self) -> bool:
        return self.loan is not None and self.balance() > 0

    def pay(self, loan: int, month: int, pieces: list[Piece]) -> dict[str, int]:
        if not self.is_due() or self.loan is None:
            return {}
        self.paid += 1
        payment, interest = self.loan.pay(self.balance(), self.paid)
        principal = payment - interest
        charged, less = shared(interest, self.layers), shared(principal, self.layers)
        for origin in self.layers:
            paid = charged[origin] + less[origin]
            pieces.append(Piece(loan, month, origin, False, paid, charged[origin], -less[origin]))
        self.layers = added(self.layers, less, -1)
        return {"payment": payment, "interest": interest, "principal": principal}


@dataclass
class Chain:
    """What has happened so far; amounts are cents, months count from the first purchase."""

    start: str | None
    month: int = 0
    layers: Layers = field(default_factory=dict)
    purchases: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    interest: int = 0
    interest_on_rolled: int = 0
    old_debt: int = 0
    declined: dict[str, Any] | None = None
    covers: list[RefundableProduct] = field(default_factory=list)
    anchor: tuple[int, str | None] = (0, None)
    dates: list[Dates] = field(default_factory=list)
    states: list[list[State]] = field(default_factory=list)
    owed_interest: int = 0
    owed_fees: int = 0
    late_fees: int = 0
    pause_fees: int = 0
    pieces: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    cash_from_sales: int = 0
    sold: dict[str, Any] | None = None
    principals: list[tuple[int, int, int]] = field(default_factory=list)
    anew: list[tuple[int, int, int, int]] = field(default_factory=list)
    closed: dict[int, tuple[int, int]] = field(default_factory=dict)

    def on_notes(self) -> int:
        return sum(note.balance() for note in self.notes)

    def pay_notes(self, loan: int) -> dict[str, int]:
        """The payments of a month on all personal loans; their interest is on old debt."""
        flows = {"payment": 0, "interest": 0, "principal": 0}
        for note in self.notes:
            paid = note.pay(loan, self.month, self.pieces)
            self.principals.append((loan, self.month, paid.get("principal", 0)))
            for name, amount in paid.items():
                flows[name] += amount
        self.interest += flows["interest"]
        self.interest_on_rolled += flows["interest"]
        return flows

    def all_layers(self) -> Layers:
        owed: Layers = {}
        for layers in (self.layers, *(note.layers for note in self.notes)):
            for origin, balance in layers.items():
                owed[origin] = owed.get(origin, 0) + balance
        return dict(sorted(owed.items()))

    def __post_init__(self) -> None:
        self.anchor = (0, self.start)

    def today(self) -> str | None:
        """The day of the month that is reached."""
        month, first = self.anchor
        return day(first, self.month - month)

    def payoff(self) -> int:
        """What closes the loan today."""
        return self.balance() + self.owed_interest + self.owed_fees

    def balance(self) -> int:
        return sum(self.layers.values())

    def fell(
        self,
        loan: int,
        before: Layers,
        interest: Layers,
        paid: int | None = None,
        traded: bool = False,
    ) -> None:
        """Write down what changed each layer; what was paid and is for no older layer is for the own one."""
        if paid is not None:
            principal = sum(before.values()) - self.balance()
            self.principals.append((loan, self.month, principal))
        for origin in sorted({**before, **self.layers}):
            more = self.layers.get(origin, 0) - before.get(origin, 0)
            fell, share = interest.get(origin, 0), 0
            if paid is not None:
                share = paid if origin == loan else fell - more
                paid -= share
            self.pieces.append(Piece(loan, self.month, origin, traded, share, fell, more))

    def accrue(self, number: int, interest: int) -> Layers:
        """Count interest and say on which layers it fell."""
        parts = shared(interest, self.layers)
        self.interest += interest
        self.interest_on_rolled += sum(part for origin, part in parts.items() if origin < number)
        return parts


@dataclass
class RefundableProduct:
    """A product that is refunded; a share of it is left by its months, and by its miles."""

    price: int
    months: int
    miles: Fraction | None
    a_year: int
    fee: int
    ends: str

    def refund(self, months: int) -> int:
        shares = [Fraction(self.months - months, self.months)]
        if self.miles is not None:
            gone = Fraction(self.a_year * months, 12)
            shares.append((self.miles - gone) / self.miles if self.miles else Fraction(0))
        return max(0, half_up(self.price * max(Fraction(0), min(shares)) - self.fee))
