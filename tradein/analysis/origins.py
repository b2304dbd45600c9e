"""The debt by original vehicle: each loan split by the purchases in which its debt began."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from tradein.analysis.effective_deals import old_debt
from tradein.engine.ledger import (
    BOUGHT,
    INTEREST,
    LOAN,
    NO_VEHICLE,
    OPENING,
    REFINANCED,
    REFUNDED,
    SETTLED,
    SOLD,
    TRADE_IN,
    Account,
    Contract,
    Entry,
    Ledger,
)
from tradein.finance import money


class Layer(NamedTuple):
    """Debt that began with one purchase, in cents; origin 0 is debt from before the chain."""

    origin: int
    balance: int


class Origins(NamedTuple):
    """The layers of every purchase and month, oldest first, without those of zero.

    `signed` has those of each loan on its first day, without personal loans.  `on_rolled_debt` is
    the interest, in cents, on layers of earlier vehicles.
    """

    layers: dict[tuple[int, int], tuple[Layer, ...]]
    signed: dict[int, tuple[Layer, ...]]
    on_rolled_debt: int


def trace(ledger: Ledger) -> Origins:
    """Follow every rolled dollar through the entries of a ledger."""
    first = {contract.number: _first_day(ledger, contract) for contract in ledger.contracts}
    layers: list[Layer] = []
    shown: tuple[Layer, ...] = ()
    by_month: dict[tuple[int, int], tuple[Layer, ...]] = {}
    signed: dict[int, tuple[Layer, ...]] = {}
    on_rolled_debt, notes = 0, NoteLayers(ledger)
    entries = iter(ledger.entries)
    upcoming = next(entries, None)
    for mark in chain(ledger.marks, ledger.afterwards):
        if mark.kind not in (TRADE_IN, NO_VEHICLE):
            continue
        while upcoming is not None and _comes_by(upcoming, mark.month, mark.purchase):
            if upcoming.kind == SOLD:
                notes.begin(upcoming, _roll(layers, _lent_by_note(upcoming)))
            layers, on_older = _apply(upcoming, layers, first)
            layers, shown = _owed(layers)
            on_rolled_debt = on_rolled_debt + on_older
            upcoming = next(entries, None)
        on_rolled_debt = on_rolled_debt + notes.pay(mark.month)
        by_month[mark.purchase, mark.month] = notes.beside(shown)
        signed.setdefault(mark.purchase, shown)
    return Origins(by_month, signed, on_rolled_debt)


class NoteLayers:
    """The layers of the personal loans, from the sale of each vehicle on."""

    def __init__(self, ledger: Ledger) -> None:
        """Begin before the first sale, with the payments that will be made."""
        payments = [entry for note in ledger.notes for entry in note.entries]
        self._payments = sorted(payments, key=lambda entry: entry.month)
        self._layers: dict[int, list[Layer]] = {}
        self._paid = 0

    def begin(self, sold: Entry, layers: list[Layer]) -> None:
        """Take over the layers that a sale leaves unpaid."""
        self._layers[sold.purchase] = layers

    def pay(self, month: int) -> int:
        """Make the payments up to a month; give their interest, in cents.

        All of it is on debt of a vehicle that was sold before.
        """
        interest = 0
        while self._paid < len(self._payments) and self._payments[self._paid].month <= month:
            entry, self._paid = self._payments[self._paid], self._paid + 1
            principal = entry.postings[Account.NOTE, entry.purchase]
            self._layers[entry.purchase] = _cut(self._layers[entry.purchase], principal)
            interest = interest + entry.postings[INTEREST, entry.purchase]
        return interest

    def beside(self, layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
        """Add these layers to those of the loan on a vehicle, origin by origin."""
        if not self._layers:
            return layers
        owed: dict[int, int] = {}
        for layer in chain(*self._layers.values(), layers):
            owed[layer.origin] = owed.get(layer.origin, 0) + layer.balance
        merged = (Layer(*layer) for layer in sorted(owed.items()))
        return tuple(layer for layer in merged if money.any_path(layer.balance != 0))


def _lent_by_note(sold: Entry) -> int:
    return -sold.postings[Account.NOTE, sold.purchase]


def _first_day(ledger: Ledger, contract: Contract) -> tuple[int, int]:
    """Give what a loan owes on its first day for earlier vehicles, and for its own."""
    old = old_debt(ledger, contract)
    return old, contract.owed - old


def _owed(layers: list[Layer]) -> tuple[list[Layer], tuple[Layer, ...]]:
    """Drop older layers of zero, which no longer change; also give the layers to show.

    The last layer is the vehicle's own, to which a new loan may add: it stays.
    """
    *older, own = layers
    owed = [layer for layer in older if money.any_path(layer.balance != 0)]
    shown = (*owed, own) if money.any_path(own.balance != 0) else tuple(owed)
    return [*owed, own], shown


def _comes_by(entry: Entry, month: int, purchase: int) -> bool:
    """Say whether an entry has happened by the time of a mark."""
    after = 1 if entry.kind == SOLD else 0
    return (entry.purchase + after, entry.month) <= (purchase, month)


def _apply(
    entry: Entry, layers: list[Layer], first: dict[int, tuple[int, int]]
) -> tuple[list[Layer], int]:
    """Change the layers by one entry; give them and the interest on older ones, in cents.

    `first` has the older debt and the own debt of each loan on its first day.
    """
    number = entry.purchase
    if entry.kind == REFUNDED:
        return layers, 0
    if entry.kind == SOLD:
        return [Layer(number, 0)], _on_older(entry.postings[INTEREST, number], layers)
    old, own = first[number]
    if entry.kind == OPENING:
        return [Layer(0, old), Layer(1, own)], 0
    if entry.kind == BOUGHT:
        return [*layers, Layer(number, own)], 0
    if entry.kind == SETTLED:
        return _roll(layers, old), _on_older(entry.postings[INTEREST, number - 1], layers)
    on_older = _on_older(entry.postings[INTEREST, number], layers)
    lent = -entry.postings[LOAN, number]
    if entry.kind == REFINANCED:
        *older, last = _cut(layers, money.maximum(-lent, 0))
        return [*older, Layer(last.origin, last.balance + money.maximum(lent, 0))], on_older
    return _cut(layers, -lent), on_older


def _roll(layers: list[Layer], rolled_in: int) -> list[Layer]:
    """Keep what is rolled in; what is paid reduces the layer of the vehicle sold first."""
    *older, own = layers
    total = sum(layer.balance for layer in older)
    kept = _cut(older, money.maximum(total - rolled_in, 0))
    return [*kept, Layer(own.origin, money.maximum(rolled_in - total, 0))]


def _cut(layers: list[Layer], amount: int) -> list[Layer]:
    """Subtract an amount from the layers, in proportion to what each owed."""
    shares = money.split(amount, tuple(layer.balance for layer in layers))
    return [Layer(la.origin, la.balance - cut) for la, cut in zip(layers, shares, strict=True)]


def _on_older(interest: int, layers: list[Layer]) -> int:
    """Give the part of an interest on the layers of earlier vehicles: all but the last."""
    own = layers[-1].balance
    older = sum(layer.balance for layer in layers) - own
    return money.split(interest, (older, own))[0]


def steps(ledger: Ledger) -> Iterator[tuple[Entry, list[Layer], list[Layer]]]:
    """Go through the entries of a ledger, each with the layers before and after it."""
    first = {contract.number: _first_day(ledger, contract) for contract in ledger.contracts}
    layers: list[Layer] = []
    for entry in ledger.entries:
        after, _ = _owed(_apply(entry, layers, first)[0])
        kept = _roll(layers, _lent_by_note(entry)) if entry.kind == SOLD else after
        yield entry, layers, kept
        layers = after


def note_steps(ledger: Ledger) -> Iterator[tuple[Entry, int, list[Layer], list[Layer]]]:
    """Go through the payments on personal loans, each with the layers before and after it.

    The number is that of the purchase whose vehicle is owned then, or would be the next one.
    """
    begun = [contract.month for contract in ledger.contracts]
    if ledger.afterwards:
        begun.append(ledger.afterwards[0].month)
    kept = {entry.purchase: after for entry, _, after in steps(ledger) if entry.kind == SOLD}
    for note in ledger.notes:
        layers = kept[note.purchase]
        for entry in note.entries:
            after = _cut(layers, entry.postings[Account.NOTE, note.purchase])
            yield entry, sum(month < entry.month for month in begun), layers, after
            layers = after
