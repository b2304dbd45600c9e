"""The invariants that a ledger must satisfy, each with its id; a broken one stops the run."""

from typing import NamedTuple

from tradein.engine.ledger import (
    CAPITALIZED,
    CASH,
    INTEREST,
    LATE_FEE,
    LOAN,
    PAYOFF,
    REFINANCED,
    REFUNDED,
    SETTLED,
    SIGNING,
    SKIPPED,
    SOLD,
    TRADE_IN,
    Account,
    Contract,
    Entry,
    Ledger,
    Mark,
    Note,
    Postings,
)
from tradein.finance.deal import Deal, Sale
from tradein.finance.money import any_path
from tradein.finance.terms import MONTHLY

_REGULAR_AMOUNT, _REGULAR_MONTHS, _REGULAR_APR_PPM = 100_000, 96, 360_000
"""From $1,000, up to 96 months and 36 %, a computed payment uses every month of the term.

Beyond that half a cent of rounding, grown over the term, may be worth a whole payment; by the
day a short first period may be.
"""


class AuditError(RuntimeError):
    """The program found its own books wrong; the message begins with the invariant's id."""


class _Turn(NamedTuple):
    """The records of one purchase: its entries at signing, its later entries, and its marks."""

    contract: Contract
    signing: list[Entry]
    way: list[Entry]
    marks: list[Mark]


def check(ledger: Ledger) -> None:
    """Raise AuditError at the first invariant that the ledger does not satisfy."""
    turns = {contract.number: _Turn(contract, [], [], []) for contract in ledger.contracts}
    for entry in ledger.entries:
        _check_entry(entry)
        if entry.kind in SIGNING:
            turns[entry.purchase].signing.append(entry)
        elif entry.kind not in (REFUNDED, SOLD):
            turns[entry.purchase].way.append(entry)
    for mark in ledger.marks:
        turns[mark.purchase].marks.append(mark)
    totals = ledger.totals()
    for number, turn in turns.items():
        _check_deal(turn.contract)
        _check_loan(turn, _left(ledger, turns, totals, number))
    for note in ledger.notes:
        _check_note(note, totals)
    _check_cash(ledger, totals)


def _check_entry(entry: Entry) -> None:
    """Check that an entry balances (I17), and a refund (I3) or the settlement of a trade (I11)."""
    _demand("I17", sum(entry.postings.values()) == 0, entry, "does not balance")
    if entry.kind == REFUNDED:
        _demand("I3", entry.postings[CASH, entry.purchase] >= 0, entry, "takes a refund back")
    elif entry.kind == SETTLED:
        _check_settlement(entry)


def _check_sale(entry: Entry, sale: Sale) -> None:
    """Check that an end without a trade pays the payoff: price, GAP, cash and new debt (I11)."""
    number, posted = entry.purchase, entry.postings
    parts = ((LOAN, number), (INTEREST, number), (Account.FEES, number), (Account.PRODUCTS, number))
    payoff = sum(posted.get(part, 0) for part in parts)
    cash, note = posted[CASH, number], -posted[Account.NOTE, number]
    gap, net = -posted.get((Account.GAP_BENEFIT, number), 0), -posted[Account.VEHICLE, number]
    _demand("I11", payoff == sale.payoff, entry, "pays another payoff")
    _demand("I11", net == sale.price - sale.costs, entry, "takes in another price")
    _demand("I11", (gap >= 0) & (gap == sale.gap_benefit), entry, "misstates what GAP pays")
    _demand("I11", (gap == 0) | (gap <= payoff - net), entry, "lets GAP pay more than is missing")
    _demand("I11", cash == net + gap - payoff + note, entry, "misstates the cash")
    _demand("I11", (note == 0) | (cash == 0), entry, "lends more than what is missing")


def _check_note(note: Note, totals: Postings) -> None:
    """Check what a sale, loss or surrender left owing, to its last payment (I1 to I5)."""
    number, balance = note.purchase, note.amount
    for month, entry in enumerate(note.entries, start=note.month + 1):
        posted = entry.postings
        _check_entry(entry)
        _demand("I5", entry.month == month, entry, "skips a month")
        paid, principal = -posted[CASH, number], posted[Account.NOTE, number]
        _demand("I3", paid == posted[INTEREST, number] + principal, entry, "pays another sum")
        _demand("I1", (principal >= 0) & (principal <= balance), entry, "pays too much")
        balance = balance - principal
    _demand("I4", balance == -totals[Account.NOTE, number], None, "loses a personal loan")
    if len(note.entries) == note.loan.payments:
        _demand("I5", balance == 0, None, "owes something after the last payment of a note")


def _demand(invariant: str, holds: bool, place: object, failure: str) -> None:
    """Raise AuditError unless `holds` is true in every market."""
    if not holds if isinstance(holds, bool) else any_path(~holds):
        raise AuditError(f"{invariant}: {_where(place)} {failure}")


def _where(place: object) -> str:
    if isinstance(place, Entry):
        return f"the entry '{place.kind}' of month {place.month}, purchase {place.purchase},"
    return f"purchase {place.number}" if isinstance(place, Contract) else "the chain"


def _check_deal(contract: Contract) -> None:
    """Check the lines of a buyer's order against each other (I9, I10, I11)."""
    deal = contract.deal
    if deal is None:
        return
    financed, back = deal.amount_financed, deal.cash_back
    _demand("I9", (financed >= 0) & (back >= 0), contract, "finances less than nothing")
    _demand("I9", (financed == 0) | (back == 0), contract, "finances and gives cash back")
    owed, allowed = _old_loan(deal)
    needs = deal.price + deal.tax + deal.fees + deal.products - deal.rebate + owed - allowed
    _demand("I10", needs - deal.cash_due == financed - back, contract, "does not add up")


def _check_settlement(entry: Entry) -> None:
    """Check that a trade leaves either a shortfall or equity, of the right size (I11)."""
    old, new, posted = entry.purchase - 1, entry.purchase, entry.postings
    others = posted.get((Account.PRODUCTS, old), 0) + posted.get((Account.FEES, old), 0)
    payoff = posted[LOAN, old] + posted[INTEREST, old] + others
    allowance, equity = -posted[Account.VEHICLE, old], posted[Account.CREDIT, new]
    rolled = -posted[LOAN, new]
    shortfall = rolled - posted[CASH, new]
    _demand("I11", shortfall - equity == payoff - allowance, entry, "misstates the equity")
    _demand("I11", (shortfall == 0) | (equity == 0), entry, "has both shortfall and equity")
    _demand("I11", (rolled >= 0) & (rolled <= shortfall), entry, "rolls in too much")


def _old_loan(deal: Deal) -> tuple[int, int]:
    return (deal.trade_in.payoff, deal.trade_in.allowance) if deal.trade_in else (0, 0)


def _check_loan(turn: _Turn, left: int) -> None:
    """Check one loan from its first day to its last payment (I1 to I5, I12, I18).

    `left` is the balance (cents) that the trade settles, or that is still owed at the end.
    """
    contract, balance = turn.contract, turn.contract.owed
    closing = {contract.month: balance}
    _demand("I2", _lent(turn) == balance, contract, "lends another amount")
    day, fees = contract.date, 0
    for entry in turn.way:
        _demand("I5", any_path(balance > 0), entry, "comes after the last payment")
        if day is not None and entry.date is not None:
            _demand("I18", entry.date >= day, entry, "goes back in time")
            day = entry.date
        fees = _check_fees(entry, fees)
        balance = balance - _check_flows(contract, entry)
        _demand("I1", balance >= 0, entry, "leaves less than nothing owed")
        closing[entry.month] = balance
    _demand("I4", left == balance, contract, "does not carry its balance on")
    _check_payoffs(turn, closing)
    if not contract.eventful:
        _check_term(contract, len(turn.way), balance)


def _check_flows(contract: Contract, entry: Entry) -> int:
    """Check the parts of one entry against each other (I1, I3, I12); give its principal (cents)."""
    number, posted = contract.number, entry.postings
    paid, charged = -posted[CASH, number], posted[INTEREST, number]
    principal = posted[LOAN, number]
    _demand("I1", charged >= 0, entry, "has interest below nothing")
    _demand("I12", entry.accrued_unpaid >= 0, entry, "leaves less than no interest unpaid")
    if entry.kind == CAPITALIZED:
        _demand("I3", (paid == 0) & (charged == -principal), entry, "adds another sum to the debt")
        return principal
    fee = posted.get((Account.FEES, number), 0)
    _demand("I3", paid == charged + principal + fee, entry, "pays another sum")
    if entry.kind == REFINANCED:
        return principal
    _demand("I1", paid >= 0, entry, "has a negative amount")
    if contract.loan.plan is None and not _may_grow(contract):
        _demand("I1", principal >= 0, entry, "adds to the debt")
    regular = contract.loan.first_period is None and not contract.loan.no_payment_in
    of_months = contract.interest == MONTHLY and regular
    if of_months and not contract.eventful:
        _demand("I1", entry.accrued_unpaid == 0, entry, "does not pay its interest")
    return principal


def _check_fees(entry: Entry, before: int) -> int:
    """Check the late fees (cents) that are owed before and after an entry (I3); give the latter."""
    after, paid = entry.fees_owed, entry.postings.get((Account.FEES, entry.purchase), 0)
    if entry.kind == LATE_FEE:
        _demand("I3", (after >= before) & (paid == 0), entry, "charges less than nothing")
    elif entry.kind == REFINANCED:
        _demand("I3", (after == 0) & (paid >= before), entry, "does not pay the late fees off")
    elif entry.kind == SKIPPED:
        _demand("I3", (after == before) & (paid >= 0), entry, "takes its fee for a late fee")
    else:
        _demand("I3", after == before - paid, entry, "loses a late fee")
    return after


def _check_payoffs(turn: _Turn, closing: dict[int, int]) -> None:
    """Check that no payoff is below the balance (I12), and that the days are in order (I18)."""
    contract, before = turn.contract, None
    balance = contract.owed
    for mark in turn.marks:
        balance = closing.get(mark.month, balance)
        if mark.kind == PAYOFF:
            _demand("I12", mark.cents >= balance, contract, "asks for less than the balance")
        if mark.kind == TRADE_IN and mark.date is not None:
            _demand("I18", before is None or mark.date > before, contract, "goes back in time")
            before = mark.date


def _check_term(contract: Contract, payments: int, balance: int) -> None:
    """Check that the loan is paid off by its last scheduled payment, and not before (I5)."""
    if contract.loan.payments is None:
        return
    _demand("I5", payments <= contract.loan.payments, contract, "is paid past its term")
    if payments == contract.loan.payments:
        _demand("I5", balance == 0, contract, "owes something after its last payment")
    elif _uses_its_term(contract):
        small = contract.owed < _REGULAR_AMOUNT
        _demand("I5", small | (balance > 0), contract, "is paid off before its term")


def _uses_its_term(contract: Contract) -> bool:
    """Say whether a loan, unless it is small, lasts its full term despite rounding."""
    terms = contract.terms
    return (
        terms is not None
        and terms.payment is None
        and (terms.interest, terms.per_year) == (MONTHLY, 12)
        and contract.loan.first_period is None
        and not terms.no_payment_in
        and (terms.months or 0) <= _REGULAR_MONTHS
        and terms.apr_ppm <= _REGULAR_APR_PPM
    )


def _may_grow(contract: Contract) -> bool:
    """Say whether the contract allows a payment below the interest."""
    return contract.terms is not None and contract.terms.negative_amortization


def _lent(turn: _Turn) -> int:
    """Give the amount lent at signing, in cents."""
    account = (LOAN, turn.contract.number)
    return -sum(entry.postings.get(account, 0) for entry in turn.signing)


def _owed(totals: Postings, number: int) -> int:
    """Give the balance of a loan that is still owed at the end, in cents."""
    return -totals.get((LOAN, number), 0)


def _left(ledger: Ledger, turns: "dict[int, _Turn]", totals: Postings, number: int) -> int:
    """Give what the end of a turn makes of its loan: settled, sold, or still owed."""
    if ledger.traded(number):
        return _settled(turns.get(number + 1), number)
    sale = ledger.sale(number)
    if sale is None:
        return _owed(totals, number)
    [entry] = (entry for entry in ledger.of(SOLD) if entry.purchase == number)
    _check_sale(entry, sale)
    return entry.postings[LOAN, number]


def _settled(following: _Turn | None, number: int) -> int:
    """Give the balance that the next deal settled, in cents; 0 if there is no next deal."""
    signing = following.signing if following is not None else []
    return sum(entry.postings[LOAN, number] for entry in signing if entry.kind == SETTLED)


def _refunds(ledger: Ledger, totals: Postings) -> int:
    """Give all product refunds in cents; check that the books have them, within cost (I13)."""
    back: dict[int, int] = {}
    for entry in ledger.of(REFUNDED):
        number = entry.purchase
        back[number] = back.get(number, 0) + entry.postings[CASH, number]
    for contract in ledger.contracts:
        old = contract.deal.trade_in if contract.deal else None
        if old is not None and any_path(old.refund_credit != 0):
            back[contract.number - 1] = back.get(contract.number - 1, 0) + old.refund_credit
        sale = ledger.sale(contract.number)
        if sale is not None and any_path(sale.refund_credit != 0):
            back[contract.number] = back.get(contract.number, 0) + sale.refund_credit
    for number, cents in back.items():
        contract = ledger.contracts[number - 1]
        products = contract.deal.products if contract.deal else 0
        left = totals.get((Account.PRODUCTS, number), 0)
        holds = (left >= 0) & (left == products - cents)
        _demand("I13", holds, contract, "misstates a refund")
    return sum(back.values())


def _check_cash(ledger: Ledger, totals: Postings) -> None:
    """Check the whole chain's cash against its costs (I13): rolled amounts cancel."""
    deals = [contract.deal for contract in ledger.contracts if contract.deal is not None]
    sums = _by_account(totals)
    way = (entry for entry in ledger.all_entries if entry.kind not in SIGNING)
    paid = -sum(entry.postings[CASH, entry.purchase] for entry in way)
    handed = sum(deal.cash_due - deal.cash_back for deal in deals)
    fees, refunds = sums[Account.FEES], _refunds(ledger, totals)
    costs = sum(d.price + d.tax + d.products - d.rebate for d in deals) + fees - refunds
    allowed = sum(d.trade_in.allowance for d in deals if d.trade_in)
    sales = (ledger.sale(contract.number) for contract in ledger.contracts)
    allowed = allowed + sum(sale.net + sale.gap_benefit for sale in sales if sale is not None)
    opening = sum(contract.owed for contract in ledger.contracts if contract.deal is None)
    owed, interest = -sums[LOAN] - sums[Account.NOTE], sums[INTEREST]
    holds = handed + paid + owed - opening == costs + interest - allowed
    _demand("I13", -sums[CASH] == handed + paid, None, "loses cash between entries")
    _demand("I13", holds, None, "does not account for every dollar paid")
    _demand("I13", sums[Account.CREDIT] == 0, None, "leaves trade-in equity unused")
    _demand("I13", fees == _fees(ledger, deals), None, "loses a fee")


def _by_account(totals: Postings) -> dict[Account, int]:
    """Give the balance of each account, over all purchases."""
    sums = dict.fromkeys(Account, 0)
    for (account, _), cents in totals.items():
        sums[account] = sums[account] + cents
    return sums


def _fees(ledger: Ledger, deals: list[Deal]) -> int:
    """Give the fees of all deals, of new loans that pay old ones off, and for late payments."""
    way = (e for e in ledger.entries if e.kind not in (*SIGNING, REFUNDED))
    later = sum(entry.postings.get((Account.FEES, entry.purchase), 0) for entry in way)
    late = sum(e.postings.get((Account.FEES, e.purchase - 1), 0) for e in ledger.of(SETTLED))
    return sum(deal.fees for deal in deals) + later + late
