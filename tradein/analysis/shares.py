"""Every payment and interest by the purchase whose debt it fell on, and what became of each debt.

Amounts are cents.  Debt of a vehicle that is gone is *rolled debt*: it began with a purchase
before the one whose loan it is in.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tradein.analysis import origins
from tradein.analysis.measures import Turn
from tradein.analysis.origins import Layer
from tradein.analysis.results import Results
from tradein.engine.ledger import (
    CASH,
    EXTRA,
    INTEREST,
    PAID,
    REFUNDED,
    SETTLED,
    SIGNING,
    SKIPPED,
    SOLD,
    Entry,
    Ledger,
)
from tradein.finance import money


class Share(NamedTuple):
    """What fell on the debt of one purchase, of an entry or of several.

    `payment` is what was paid: interest, principal, and for the vehicle's own debt any fee.
    `borrowed` is what the debt grew by.  Of what it shrank by, `repaid` came from payments, and
    `settled` from a trade.
    """

    payment: int = 0
    interest: int = 0
    borrowed: int = 0
    repaid: int = 0
    settled: int = 0


class Shares(NamedTuple):
    """The shares of a chain, added up.

    `loans` has them by loan and origin.  `months` has those of rolled debt by loan and month, and
    `trades` by loan for its end.  `last` has by origin the month in which the debt last shrank.
    """

    loans: dict[tuple[int, int], Share]
    months: dict[tuple[int, int], Share]
    trades: dict[int, Share]
    last: dict[int, int]

    def of_loan(self, number: int) -> dict[int, Share]:
        """Give the shares of the loan of a purchase, by origin."""
        return {origin: share for (loan, origin), share in self.loans.items() if loan == number}

    @property
    def rolled(self) -> Share:
        """Give all that fell on rolled debt."""
        return total([share for (loan, origin), share in self.loans.items() if origin < loan])


class Debt(NamedTuple):
    """What became of the debt that began with one purchase; origin 0 is from before the chain.

    `whole` is all of it, and `rolled` what fell on it when the vehicle was gone.  `owed` is left
    at the end.  In `last_month` the last of it was paid; None if it never was.
    """

    origin: int
    vehicle: str | None
    whole: Share
    rolled: Share
    owed: int
    last_month: int | None


def total(shares: list[Share]) -> Share:
    """Add shares up."""
    return Share(*map(sum, zip(*shares, strict=True))) if shares else Share()


def of(ledger: Ledger) -> Shares:
    """Split every entry over the layers of its loan, and add the shares up."""
    loans: dict[tuple[int, int], list[Share]] = {}
    months: dict[tuple[int, int], list[Share]] = {}
    trades: dict[int, list[Share]] = {}
    last: dict[int, int] = {}
    for entry, before, after in origins.steps(ledger):
        if entry.kind == REFUNDED:
            continue
        loan = entry.purchase - 1 if entry.kind == SETTLED else entry.purchase
        for origin, share in _split(entry, loan, before, after):
            loans.setdefault((loan, origin), []).append(share)
            if share.repaid or share.settled:
                last[origin] = max(entry.month, last.get(origin, 0))
            if origin < loan and entry.kind in (SETTLED, SOLD):
                trades.setdefault(loan, []).append(share)
            elif origin < loan and entry.kind not in SIGNING:
                months.setdefault((loan, entry.month), []).append(share)
    for entry, loan, before, after in origins.note_steps(ledger):
        for origin, share in _of_note(entry, before, after):
            loans.setdefault((loan, origin), []).append(share)
            months.setdefault((loan, entry.month), []).append(share)
            if share.repaid:
                last[origin] = max(entry.month, last.get(origin, 0))
    return Shares(
        {here: total(several) for here, several in loans.items()},
        {here: total(several) for here, several in months.items()},
        {loan: total(several) for loan, several in trades.items()},
        last,
    )


def _split(
    entry: Entry, loan: int, before: list[Layer], after: list[Layer]
) -> Iterator[tuple[int, Share]]:
    """Split one entry over the layers before it, and a new one; the vehicle's own comes last."""
    charged = _interest(entry.postings.get((INTEREST, loan), 0), before)
    old, new = ({la.origin: la.balance for la in layers} for layers in (before, after))
    pays = entry.kind in (PAID, EXTRA, SKIPPED)
    left = -entry.postings[CASH, loan] if pays else 0
    for origin in sorted(old | new):
        less, interest = old.get(origin, 0) - new.get(origin, 0), charged.get(origin, 0)
        payment = left if origin == loan else (less + interest) * pays
        left = left - payment
        down, grown = money.maximum(less, 0), money.maximum(-less, 0)
        repaid, settled = (0, down) if entry.kind in (SETTLED, SOLD) else (down, 0)
        yield origin, Share(payment, interest, grown, repaid, settled)


def _of_note(entry: Entry, before: list[Layer], after: list[Layer]) -> Iterator[tuple[int, Share]]:
    """Split a payment on a personal loan over its layers."""
    charged = _interest(entry.postings[INTEREST, entry.purchase], before)
    for old, new in zip(before, after, strict=True):
        repaid, interest = old.balance - new.balance, charged[old.origin]
        yield old.origin, Share(repaid + interest, interest, 0, repaid, 0)


def _interest(charged: int, layers: list[Layer]) -> dict[int, int]:
    """Split an interest over layers; the last, the vehicle's own, has the rest."""
    older = money.split(charged, tuple(layer.balance for layer in layers))[:-1]
    parts = (*older, charged - sum(older))
    return {layer.origin: part for layer, part in zip(layers, parts, strict=False)}


def by_origin(results: Results, shares: Shares, turn: Turn) -> list[tuple[int, int, Share]]:
    """List the debt of a loan, and of personal loans beside it, by origin, oldest first.

    Each is an origin, the cents owed to it on the loan's first day, and what fell on it.
    """
    owed = {layer.origin: layer.balance for layer in results.layers(turn.signed)}
    parts = shares.of_loan(turn.contract.number)
    several = [(o, owed.get(o, 0), parts.get(o, Share())) for o in sorted(owed | parts)]
    return [(origin, cents, share) for origin, cents, share in several if cents or any(share)]


def debts(results: Results, shares: Shares) -> list[Debt]:
    """Say what became of the debt of each purchase, oldest first, without those that had none."""
    vehicles = {turn.contract.number: turn.contract.vehicle for turn in results.turns}
    several_loans: dict[int, list[tuple[int, Share]]] = {}
    for (loan, origin), share in shares.loans.items():
        several_loans.setdefault(origin, []).append((loan, share))
    several = []
    for origin, of_loans in sorted(several_loans.items()):
        whole = total([share for _, share in of_loans])
        rolled = total([share for loan, share in of_loans if loan != origin])
        owed = whole.borrowed - whole.repaid - whole.settled
        if whole.borrowed:
            name = vehicles.get(origin)
            last = None if owed else shares.last.get(origin)
            several.append(Debt(origin, name, whole, rolled, owed, last))
    return several
