"""Measures of a ledger: gap, cash to exit, break-even, and where the money went.

Amounts are cents.  A gap is balance minus value, positive under water.  Cash to exit is
positive if the owner pays it and negative if the owner receives it.
"""

from collections.abc import Sequence
from datetime import date
from operator import add
from typing import NamedTuple

from tradein.analysis.effective_deals import effective_deal, old_debt
from tradein.engine.ledger import (
    CAPITALIZED,
    CASH,
    ENDED_BY,
    EXTRA,
    INTEREST,
    LATE_FEE,
    LOAN,
    PAYOFF,
    PRIVATE,
    REFINANCED,
    REFUNDED,
    SIGNING,
    SKIPPED,
    SOLD,
    TRADE_IN,
    Account,
    Contract,
    Entry,
    Ledger,
    Note,
    of_purchase,
)
from tradein.finance import money
from tradein.finance.deal import Deal, Sale
from tradein.finance.terms import PRIVATE_SALE, SURRENDER, TOTAL_LOSS


class MonthEnd(NamedTuple):
    """One vehicle at one month, after that month's payment; a month of trade has two.

    `payoff` closes the loan that day; `payment` is all that was paid this month and is
    `interest + principal + fee + cash_out`, of which `extra` is in addition to what was due.
    Interest that became debt (`capitalised`) is in `interest` and, with a negative sign, in
    `principal`.  `cash_out` is the cash that a new loan paid out, negative if the owner paid cash.
    `private_net` is the price of a private sale less its costs, None if not asked for;
    `refund` is what the owner was paid for products that were canceled.  `note` is what of the
    balance is owed for vehicles that are gone, and `note_payment` what of the payment is for it.  After
    the last vehicle was `sold`, lost or surrendered there is none, and `purchase` is the number after its own.
    """

    month: int
    date: date | None
    purchase: int
    balance: int
    payoff: int
    value: int
    payment: int
    interest: int
    principal: int
    extra: int
    fee: int
    capitalised: int
    cash_out: int
    private_net: int | None
    refund: int = 0
    note: int = 0
    note_payment: int = 0
    sold: bool = False

    @property
    def gap(self) -> int:
        """Give balance minus value."""
        return self.balance - self.value

    @property
    def exit_trade_in(self) -> int:
        """Give the cash to exit to a dealer."""
        return self.payoff - self.value

    @property
    def exit_private(self) -> int | None:
        """Give the cash to exit to a private buyer, where asked for."""
        return None if self.private_net is None else self.payoff - self.private_net

    @property
    def exit(self) -> int:
        """Give the cash to exit by the cheapest way."""
        dealer, private = self.exit_trade_in, self.exit_private
        return dealer if private is None else money.minimum(dealer, private)


class GapLines(NamedTuple):
    """Where a gap comes from, in cents; the lines sum to the gap.

    The lines of the deal are those without its over-allowance.  `value_lost` and
    `principal_paid` count from signing.  For a vehicle owned on the first day only `taken_over`
    is known, the gap of that day.  `notes` is what is owed that day for vehicles that are gone.
    """

    gap: int
    price_over_value: int = 0
    tax: int = 0
    fees: int = 0
    products: int = 0
    rolled_in: int = 0
    put_in: int = 0
    taken_over: int = 0
    notes: int = 0
    value_lost: int = 0
    principal_paid: int = 0


class Turn(NamedTuple):
    """One purchase from signing to its end: its contract and its first and last month.

    `over_allowance` is the allowance less the value of the trade-in that month, in cents,
    negative for an under-allowance; None without a trade-in.  `effective` is the deal without
    it.  `refunds` is all that came back for its products, in cash or to its lender at the end.
    `sale` is the private sale, total loss or surrender that ended it, which `ended_by` names.
    """

    contract: Contract
    signed: MonthEnd
    ended: MonthEnd
    traded: bool
    sale: Sale | None
    at_signing: GapLines
    effective: Deal | None
    over_allowance: int | None
    refunds: int

    @property
    def ended_by(self) -> str:
        """Name what ended it without a trade, empty for nothing: sale, total loss, surrender."""
        return ENDED_BY[self.sale.kind] if self.sale else ""


class Summary(NamedTuple):
    """The chain as a whole; money in cents, `break_even_month` None where it is never reached.

    `total_rolled_in` is as signed; `total_old_debt` also has what over-allowances hide of it.
    `total_notes` is what sales, total losses and surrenders left owing beside the next loan.
    """

    months: int
    trades: int
    sales: int
    total_losses: int
    surrenders: int
    total_paid: int
    total_interest: int
    total_rolled_in: int
    total_old_debt: int
    total_late_fees: int
    total_pause_fees: int
    total_notes: int
    peak_gap: int
    peak_gap_month: int
    months_under_water: int
    break_even_month: int | None
    last_signed: MonthEnd
    last: MonthEnd

    @property
    def net_cost(self) -> int:
        """Give all that was paid plus the cash to exit at the end by the cheapest way."""
        return self.total_paid + self.last.exit


class Flows(NamedTuple):
    """What a month paid, in cents, under the names of MonthEnd."""

    payment: int = 0
    interest: int = 0
    principal: int = 0
    extra: int = 0
    fee: int = 0
    capitalised: int = 0
    cash_out: int = 0


_NOTHING = Flows()


def month_ends(ledger: Ledger) -> list[MonthEnd]:
    """List every purchase and month in order, reading the balances off the entries."""
    entries: dict[tuple[int, int], list[Entry]] = {}
    for entry in ledger.entries:
        if entry.kind != SOLD:  # a sale comes after the last row of its vehicle
            entries.setdefault((entry.purchase, entry.month), []).append(entry)
    marks = {(m.kind, m.purchase, m.month): m.cents for m in ledger.marks if m.kind != TRADE_IN}
    rows: list[MonthEnd] = []
    balance, number = 0, 0
    for mark in ledger.marks:
        if mark.kind != TRADE_IN:
            continue
        if mark.purchase != number:
            balance, number = 0, mark.purchase
        here = (number, mark.month)
        loan, flows, refund = (LOAN, number), _NOTHING, 0
        for entry in entries.get(here, ()):
            balance = balance - entry.postings.get(loan, 0)
            if entry.kind == REFUNDED:
                refund = refund + entry.postings[CASH, number]
            elif entry.kind not in SIGNING:
                more = _flows(entry)
                flows = more if flows is _NOTHING else Flows(*map(add, flows, more))
        owed, private = marks.get((PAYOFF, *here), balance), marks.get((PRIVATE, *here))
        row = (balance, owed, mark.cents, *flows, private)
        rows.append(MonthEnd(mark.month, mark.date, number, *row, refund))
    return _with_notes(ledger, rows) if ledger.notes or ledger.afterwards else rows


def _with_notes(ledger: Ledger, rows: list[MonthEnd]) -> list[MonthEnd]:
    """Add the personal loans to the months of vehicles, and the months without one."""
    without = [
        MonthEnd(mark.month, mark.date, mark.purchase, 0, 0, 0, *Flows(), None, sold=True)
        for mark in ledger.afterwards
    ]
    several, number = [], 0
    for row in [*rows, *without]:
        notes = ledger.notes_at(row.month, row.purchase)
        paid = [note.paid_in(row.month) for note in notes] if row.purchase == number else []
        several.append(_with(row, notes, [_flows_of_note(entry) for entry in paid if entry]))
        number = row.purchase
    return several


def _with(row: MonthEnd, notes: list[Note], paid: list[Flows]) -> MonthEnd:
    """Add what is owed on some personal loans to a month, and what was paid on them in it."""
    owed = sum(note.balance(row.month) for note in notes)
    payment = sum(flows.payment for flows in paid)
    return row._replace(
        balance=row.balance + owed,
        payoff=row.payoff + owed,
        payment=row.payment + payment,
        interest=row.interest + sum(flows.interest for flows in paid),
        principal=row.principal + sum(flows.principal for flows in paid),
        note=owed,
        note_payment=payment,
    )


def _flows_of_note(entry: Entry) -> Flows:
    number, posted = entry.purchase, entry.postings
    interest, principal = posted[INTEREST, number], posted[Account.NOTE, number]
    return Flows(payment=-posted[CASH, number], interest=interest, principal=principal)


def _flows(entry: Entry) -> Flows:
    """Give what one entry after signing paid."""
    number, posted = entry.purchase, entry.postings
    paid, interest = -posted[CASH, number], posted[INTEREST, number]
    fee, anew = posted.get((Account.FEES, number), 0), entry.kind == REFINANCED
    return Flows(
        payment=0 if anew else paid,
        interest=interest,
        principal=posted[LOAN, number],
        extra=paid - fee if entry.kind == EXTRA else 0,
        fee=fee,
        capitalised=interest if entry.kind == CAPITALIZED else 0,
        cash_out=-paid if anew else 0,
    )


def turns(ledger: Ledger, rows: list[MonthEnd]) -> list[Turn]:
    """List the purchases, each with its first and last month."""
    so_far: list[Turn] = []
    for contract in ledger.contracts:
        own = of_purchase(rows, contract.number)
        effective, traded = effective_deal(ledger, contract), ledger.traded(contract.number)
        lines = gap_lines(effective, own[0], own[0])
        over, back = _over_allowance(contract, so_far), _refunds(ledger, contract.number, own)
        ended = (own[0], own[-1], traded, ledger.sale(contract.number))
        so_far.append(Turn(contract, *ended, lines, effective, over, back))
    return so_far


def _over_allowance(contract: Contract, before: list[Turn]) -> int | None:
    """Give the allowance less the value of the trade-in, the last vehicle before; None without."""
    old = contract.deal.trade_in if contract.deal else None
    return old.allowance - before[-1].ended.value if old else None


def _refunds(ledger: Ledger, number: int, own: Sequence[MonthEnd]) -> int:
    """Give what came back for the products of a purchase: in cash, and credited at its end."""
    paid = sum(row.refund for row in own)
    following = ledger.contracts[number].deal if number < len(ledger.contracts) else None
    old = ledger.sale(number) or (following.trade_in if following else None)
    return paid + (old.refund_credit if old else 0)


def gap_lines(deal: Deal | None, signed: MonthEnd, latest: MonthEnd) -> GapLines:
    """Split a gap into the gap at signing, plus value lost since, less principal paid.

    `deal` is the effective one of the turn.
    """
    lost, paid = signed.value - latest.value, signed.balance - latest.balance
    if deal is None:
        return GapLines(latest.gap, taken_over=signed.gap, value_lost=lost, principal_paid=paid)
    return GapLines(
        gap=latest.gap,
        price_over_value=deal.price - signed.value,
        tax=deal.tax,
        fees=deal.fees,
        products=deal.products,
        rolled_in=deal.rolled_in,
        put_in=deal.put_in,
        notes=signed.note,
        value_lost=lost,
        principal_paid=paid,
    )


def summary(ledger: Ledger, rows: list[MonthEnd]) -> Summary:
    """Summarize a chain from its ledger and its months."""
    peak = max(rows, key=lambda row: row.gap)
    closing = {row.month: row for row in rows}
    under = [month for month, row in closing.items() if row.gap > 0]
    months = ledger.months
    last_under = under[-1] if under else -1
    number = len(ledger.contracts)
    sales = (ledger.sale(contract.number) for contract in ledger.contracts)
    gone = [sale.kind for sale in sales if sale is not None]
    return Summary(
        months=months,
        sales=gone.count(PRIVATE_SALE),
        total_losses=gone.count(TOTAL_LOSS),
        surrenders=gone.count(SURRENDER),
        total_notes=sum(note.amount for note in ledger.notes),
        trades=sum(ledger.traded(contract.number) for contract in ledger.contracts),
        total_paid=-ledger.total(CASH),
        total_interest=ledger.total(INTEREST),
        total_rolled_in=sum(contract.rolled for contract in ledger.contracts),
        total_old_debt=sum(old_debt(ledger, contract) for contract in ledger.contracts),
        total_late_fees=sum(late_fees(ledger, c.number)[1] for c in ledger.contracts),
        total_pause_fees=sum(pause_fees(ledger, c.number) for c in ledger.contracts),
        peak_gap=peak.gap,
        peak_gap_month=peak.month,
        months_under_water=len(under),
        break_even_month=last_under + 1 if last_under < months else None,
        last_signed=next(row for row in rows if row.purchase == number),
        last=rows[-1],
    )


def late_fees(ledger: Ledger, number: int) -> tuple[int, int]:
    """Give how many late fees a purchase was charged, and their sum in cents."""
    count, total, owed = 0, 0, 0
    for entry in of_purchase(ledger.entries, number):
        if entry.kind == LATE_FEE:
            count, total = count + 1, total + entry.fees_owed - owed
        if entry.kind != REFUNDED:
            owed = entry.fees_owed
    return count, total


def late_fees_owed(ledger: Ledger, number: int) -> dict[int, int]:
    """Give the late fees of a purchase that are owed at the end of each month, in cents."""
    entries = of_purchase(ledger.entries, number)
    return {entry.month: entry.fees_owed for entry in entries if entry.kind not in (REFUNDED, SOLD)}


def pause_fees(ledger: Ledger, number: int) -> int:
    """Give what a purchase paid for the payments that it left out, in cents."""
    skipped = (e for e in of_purchase(ledger.entries, number) if e.kind == SKIPPED)
    return sum(entry.postings.get((Account.FEES, number), 0) for entry in skipped)
