"""Single transactions on a loan: a payment, an extra, a skip, a new rate, a refinancing."""

from datetime import date

from tradein.engine.ledger import (
    BOUGHT,
    CAPITALIZED,
    CASH,
    EXTRA,
    INTEREST,
    LATE_FEE,
    LOAN,
    NOTE_PAID,
    OPENING,
    PAID,
    RATE_CHANGED,
    REFINANCED,
    SETTLED,
    SKIPPED,
    SOLD,
    Account,
    Entry,
    Postings,
)
from tradein.engine.loan_state import ActiveTerms, LoanState
from tradein.finance import loan, money
from tradein.finance.deal import Deal, Sale, TradeIn
from tradein.finance.precomputed import PrecomputedSchedule

_unchecked = tuple.__new__
"""Makes a named tuple from all of its fields, in a third of the time that its constructor takes."""


class SimulationError(ValueError):
    """A scenario that cannot be played, with the path of the key that caused it."""

    def __init__(self, path: str, message: str) -> None:
        """Keep the path apart, for callers that know where its setting was written."""
        super().__init__(f"{path}: {message}")
        self.path, self.message = path, message


def open_existing(owed: int, worth: int, day: date | None = None) -> Entry:
    """Book a vehicle owned already, at its value, and its debt, both in cents."""
    postings = {(Account.VEHICLE, 1): worth, (LOAN, 1): -owed, (Account.OPENING, 1): owed - worth}
    return Entry(OPENING, 0, 1, postings, day)


def settle(
    held: LoanState, trade_in: TradeIn, rolled_in: int, month: int, day: date | None = None
) -> Entry:
    """Close the old loan by allowance, cash and what is rolled into the next loan.

    The entry belongs to the next purchase.  What the old lender asks beyond the balance and
    late fees is interest; equity is left in `credit` for the next vehicle.  A product refund that is
    paid to the old lender reduces the cost of the products.
    """
    old, new = held.loan.number, held.loan.number + 1
    equity = money.maximum(trade_in.equity, 0)
    postings = {
        (LOAN, old): held.balance,
        (INTEREST, old): trade_in.payoff + trade_in.refund_credit - held.balance,
        (Account.VEHICLE, old): -trade_in.allowance,
        (Account.CREDIT, new): equity,
        (LOAN, new): -rolled_in,
        (CASH, new): rolled_in - trade_in.shortfall,
    }
    parts = _with_fees_and_refund(postings, held, trade_in.refund_credit)
    return Entry(SETTLED, month, new, parts, day)


def _with_fees_and_refund(postings: Postings, held: LoanState, refund_credit: int) -> Postings:
    """Take late fees out of the interest of a payoff, and book the refund that it has, in cents."""
    number, parts = held.loan.number, dict(postings)
    if money.any_path(held.fees_owed > 0):
        parts[INTEREST, number] -= held.fees_owed
        parts[Account.FEES, number] = held.fees_owed
    if money.any_path(refund_credit != 0):
        parts[Account.PRODUCTS, number] = -refund_credit
    return parts


def sell(held: LoanState, sale: Sale, month: int, day: date | None = None) -> Entry:
    """Close a loan by the net price of its vehicle, GAP, cash, and what stays a debt.

    What the lender asks beyond the balance and late fees is interest.  A refund of products that
    the lender is paid comes off what they cost.
    """
    number, asked = held.loan.number, sale.payoff + sale.refund_credit
    postings = {
        (LOAN, number): held.balance,
        (INTEREST, number): asked - held.balance,
        (Account.VEHICLE, number): -sale.net,
        (Account.NOTE, number): -sale.note,
        (CASH, number): sale.cash,
    }
    if sale.gap is not None:
        postings[Account.GAP_BENEFIT, number] = -sale.gap.benefit
    parts = _with_fees_and_refund(postings, held, sale.refund_credit)
    return Entry(SOLD, month, number, parts, day)


def pay_note(state: LoanState, month: int, day: date | None = None) -> tuple[LoanState, Entry]:
    """Make the payment of a month on a personal loan."""
    after, paid = pay(state, month)
    number = state.loan.number
    postings = {
        (CASH, number): paid.postings[CASH, number],
        (INTEREST, number): paid.postings[INTEREST, number],
        (Account.NOTE, number): paid.postings[LOAN, number],
    }
    return after, Entry(NOTE_PAID, month, number, postings, day)


def buy(number: int, deal: Deal, month: int, day: date | None = None) -> Entry:
    """Book the new vehicle, its tax, fees and products against cash, credit and loan."""
    equity = money.maximum(deal.trade_in.equity, 0) if deal.trade_in else 0
    own = deal.amount_financed - deal.rolled_in
    cost = deal.price - deal.rebate + deal.tax + deal.fees + deal.products
    postings = {
        (Account.VEHICLE, number): deal.price - deal.rebate,
        (Account.TAX, number): deal.tax,
        (Account.FEES, number): deal.fees,
        (Account.PRODUCTS, number): deal.products,
        (Account.CREDIT, number): -equity,
        (LOAN, number): -own,
        (CASH, number): own + equity - cost,
    }
    return Entry(BOUGHT, month, number, postings, day)


def interest_by(held: LoanState, day: date | None) -> int:
    """Give the interest owed on a due date, in cents: this period's, and any left unpaid before."""
    lent, balance, _, unpaid, accrued_through, _, _ = held
    if accrued_through is not None and day is not None:
        return unpaid + _by_days(held, day)
    if lent.first_period is not None:
        return unpaid + loan.simple_interest(balance, lent.apr_ppm, *lent.first_period)
    return unpaid + loan.month_interest(balance, lent.apr_ppm, lent.per_year)


def period_interest(held: LoanState) -> int:
    """Give the interest of one period on the current balance, in cents."""
    return loan.month_interest(held.balance, held.loan.apr_ppm, held.loan.per_year)


def payoff(held: LoanState, day: date | None) -> int:
    """Give the payoff on a day, in cents: the balance plus the interest and late fees owed by then."""
    return held.balance + interest_owed(held, day) + held.fees_owed


def interest_owed(held: LoanState, day: date | None) -> int:
    """Give the interest owed on a day, in cents; monthly interest counts completed months only."""
    owed = held.accrued_unpaid
    return owed if held.accrued_through is None or day is None else owed + _by_days(held, day)


def _by_days(held: LoanState, day: date) -> int:
    """Give the interest since the day through which it has accrued."""
    days = (day - held.accrued_through).days if held.accrued_through else 0
    return loan.day_interest(held.balance, held.loan.apr_ppm, days, held.loan.day_count)


def _payment(number: int, paid: int, interest: int, principal: int) -> Postings:
    """Make the postings of a loan payment: cash, interest and principal, in cents."""
    return {(CASH, number): -paid, (INTEREST, number): interest, (LOAN, number): principal}


def _with_fee(held: LoanState, postings: Postings, paid: int) -> tuple[Postings, int]:
    """Add the late fees owed to a payment; give its postings, and the fees still owed, in cents.

    Where nothing is `paid`, the fees stay owed.
    """
    if not money.any_path(held.fees_owed > 0):
        return postings, 0
    number, fee = held.loan.number, held.fees_owed * (paid > 0)
    more = {(CASH, number): postings[CASH, number] - fee, (Account.FEES, number): fee}
    return {**postings, **more}, held.fees_owed - fee


def pay(
    held: LoanState, month: int, day: date | None = None, payment: int | None = None
) -> tuple[LoanState, Entry]:
    """Make the payment of a due date: first interest, then principal; late fees are paid on top.

    `payment` is the amount actually paid in cents, if it is not the amount due.
    """
    lent, balance, paid, _, accrued_through, fees, late = held
    if lent.plan is not None:
        return _pay_by_plan(held, lent.plan, month, day)
    number, charged = lent.number, interest_by(held, day)
    last = payment is None and lent.payments is not None and paid + 1 >= lent.payments
    due = loan.due(balance, charged, lent.payment if payment is None else payment, last)
    interest = charged if lent.negative_amortization else money.minimum(due, charged)
    principal, unpaid = due - interest, charged - interest
    if lent.first_period is not None:
        lent = lent._replace(first_period=None)
    postings: Postings = {
        (CASH, number): -due,
        (INTEREST, number): interest,
        (LOAN, number): principal,
    }
    if lent.late_fee is not None:  # only such a loan owes fees
        postings, fees = _with_fee(held, postings, due)
    through = accrued_through and day
    after = (lent, balance - principal, paid + 1, unpaid, through, fees, late)
    entry = (PAID, month, number, postings, day, unpaid, through, fees)
    return _unchecked(LoanState, after), _unchecked(Entry, entry)


def fall_due(held: LoanState, month: int, day: date | None) -> tuple[LoanState, Entry]:
    """Make the payment of a due date, unless it is in a month in which none is due.

    The last payment of the term is due in any month.
    """
    lent = held.loan
    last = lent.payments is not None and held.payments_made + 1 >= lent.payments
    if day is None or day.month not in lent.no_payment_in or last:
        return pay(held, month, day)
    return skip_payment(held, month, day)


def pay_late(held: LoanState, month: int, day: date | None) -> tuple[LoanState, Entry]:
    """Make the regular payment of the latest due date, which was let go by, on a later day."""
    return pay(held._replace(payments_made=held.payments_made - 1), month, day)


def charge_late_fee(held: LoanState, month: int, day: date | None) -> tuple[LoanState, Entry]:
    """Charge the fee for a late payment: it is owed, and paid with the next payment."""
    fee = held.loan.late_fee.of(held.loan.payment) if held.loan.late_fee else 0
    after = held._replace(fees_owed=held.fees_owed + fee)
    return after, _moving_nothing(LATE_FEE, after, month, day)


def _moving_nothing(kind: str, held: LoanState, month: int, day: date | None) -> Entry:
    """Make an entry of something that leaves the balance as it is."""
    owed, number = (held.accrued_unpaid, held.accrued_through), held.loan.number
    return Entry(kind, month, number, _payment(number, 0, 0, 0), day, *owed, held.fees_owed)


def _pay_by_plan(
    held: LoanState, plan: PrecomputedSchedule, month: int, day: date | None
) -> tuple[LoanState, Entry]:
    """Make a payment fixed at signing: the part that does not reduce the payoff is interest."""
    lent, paid = held.loan, held.payments_made + 1
    due, after = plan.payments[held.payments_made], plan.balances[paid]
    principal = held.balance - after
    parts = _payment(lent.number, due, due - principal, principal)
    postings, fees = _with_fee(held, parts, due)
    entry = Entry(PAID, month, lent.number, postings, day, fees_owed=fees)
    return LoanState(lent, after, paid, fees_owed=fees), entry


def pay_extra(
    held: LoanState, month: int, day: date | None, extra: int, kind: str = EXTRA
) -> tuple[LoanState, Entry]:
    """Pay an extra amount (cents): first the interest owed by that day, then principal.

    Late fees are paid on top.
    """
    lent, charged = held.loan, interest_owed(held, day)
    paid = money.minimum(extra, held.balance + charged)
    interest = money.minimum(paid, charged)
    principal, unpaid = paid - interest, charged - interest
    postings, fees = _with_fee(held, _payment(lent.number, paid, interest, principal), paid)
    through = None if held.accrued_through is None else day
    after = held._replace(
        balance=held.balance - principal,
        accrued_unpaid=unpaid,
        accrued_through=through,
        fees_owed=fees,
    )
    return after, Entry(kind, month, lent.number, postings, day, unpaid, through, fees)


def skip_payment(
    held: LoanState, month: int, day: date | None, fee: int = 0
) -> tuple[LoanState, Entry]:
    """Skip the payment of a due date: interest accrues, but is not added to the balance.

    `fee` is what that costs, in cents; it is paid at once, where anything is owed.
    """
    unpaid = held.accrued_unpaid if held.accrued_through else interest_by(held, day)
    lent = held.loan._replace(first_period=None)
    after = held._replace(loan=lent, payments_made=held.payments_made + 1, accrued_unpaid=unpaid)
    entry, number = _moving_nothing(SKIPPED, after, month, day), held.loan.number
    if fee == 0:
        return after, entry
    asked = fee * (held.balance > 0)
    postings = {(CASH, number): -asked, (Account.FEES, number): asked}
    return after, entry._replace(postings={**entry.postings, **postings})


def capitalize(held: LoanState, month: int, day: date | None) -> tuple[LoanState, Entry]:
    """Add the unpaid interest to the balance."""
    lent, charged = held.loan, interest_owed(held, day)
    through, fees = day if held.accrued_through else None, held.fees_owed
    postings = _payment(lent.number, 0, charged, -charged)
    whole = held.balance + charged
    after = held._replace(balance=whole, accrued_unpaid=0, accrued_through=through)
    return after, Entry(CAPITALIZED, month, lent.number, postings, day, 0, through, fees)


def change_rate(
    held: LoanState, month: int, day: date | None, apr_ppm: int
) -> tuple[LoanState, Entry]:
    """Change the rate: interest up to that day accrues at the old one."""
    after = held._replace(
        loan=held.loan._replace(apr_ppm=apr_ppm),
        accrued_unpaid=interest_owed(held, day),
        accrued_through=day if held.accrued_through else None,
    )
    return after, _moving_nothing(RATE_CHANGED, after, month, day)


def reamortize(held: LoanState, day: date | None) -> LoanState:
    """Compute the level payment that pays the balance off over the payments left after a day."""
    lent, number = held.loan, held.left
    if number is None:
        return held
    terms = lent._replace(balloon=money.minimum(lent.balloon, held.balance))
    level = loan.payment_for(terms, held.balance, number, lent.growth(day, number))
    return held._replace(loan=lent._replace(payment=level))


def refinance(
    held: LoanState, lent: ActiveTerms, fee: int, cash: int, month: int, day: date | None
) -> tuple[LoanState, Entry]:
    """Pay a loan off with a new one that also lends its fee and the cash taken out.

    `fee` and `cash` are cents; `cash` is negative if the owner pays cash in.
    """
    number, whole = held.loan.number, payoff(held, day)
    amount = whole + fee + cash
    postings = {
        (LOAN, number): held.balance - amount,
        (INTEREST, number): interest_owed(held, day),
        (Account.FEES, number): fee + held.fees_owed,
        (CASH, number): cash,
    }
    after = LoanState(lent, amount, 0, 0, day if held.accrued_through else None)
    return after, Entry(REFINANCED, month, number, postings, day, 0, after.accrued_through)
