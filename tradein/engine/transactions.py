"""Single transactions on a loan: a payment, an extra, a skip, a new rate, a refinancing."""

from datetime import date

from tradein.engine.ledger import (
    BOUGHT,
    CAPITALIZED,
    CASH,
    EXTRA,
    INTEREST,
    LOAN,
    OPENING,
    PAID,
    RATE_CHANGED,
    REFINANCED,
    SETTLED,
    SKIPPED,
    Account,
    Entry,
    Postings,
)
from tradein.engine.loan_state import ActiveTerms, LoanState
from tradein.finance import loan, money
from tradein.finance.deal import Deal, TradeIn
from tradein.finance.precomputed import PrecomputedSchedule


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

    The entry belongs to the next purchase.  What the old lender asks beyond the balance is
    interest; equity is left in `credit` for the next vehicle.  A product refund that is
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
    if money.any_path(trade_in.refund_credit != 0):
        postings[Account.PRODUCTS, old] = -trade_in.refund_credit
    return Entry(SETTLED, month, new, postings, day)


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
    if held.accrued_through is None or day is None:
        lent = held.loan
        return held.accrued_unpaid + loan.month_interest(held.balance, lent.apr_ppm, lent.per_year)
    return held.accrued_unpaid + _by_days(held, day)


def period_interest(held: LoanState) -> int:
    """Give the interest of one period on the current balance, in cents."""
    return loan.month_interest(held.balance, held.loan.apr_ppm, held.loan.per_year)


def payoff(held: LoanState, day: date | None) -> int:
    """Give the payoff on a day, in cents: the balance plus the interest owed by then.

    Monthly interest counts completed months only.
    """
    owed = held.balance + held.accrued_unpaid
    return owed if held.accrued_through is None or day is None else owed + _by_days(held, day)


def _by_days(held: LoanState, day: date) -> int:
    """Give the interest since the day through which it has accrued."""
    days = (day - held.accrued_through).days if held.accrued_through else 0
    return loan.day_interest(held.balance, held.loan.apr_ppm, days, held.loan.day_count)


def _payment(number: int, paid: int, interest: int, principal: int) -> Postings:
    """Make the postings of a loan payment: cash, interest and principal, in cents."""
    return {(CASH, number): -paid, (INTEREST, number): interest, (LOAN, number): principal}


def pay(
    held: LoanState, month: int, day: date | None = None, payment: int | None = None
) -> tuple[LoanState, Entry]:
    """Make the payment of a due date: first interest, then principal.

    `payment` is the amount actually paid in cents, if it is not the amount due.
    """
    lent, balance, paid, _, accrued_through = held
    if lent.plan is not None:
        return _pay_by_plan(held, lent.plan, month, day)
    number, charged = lent.number, interest_by(held, day)
    last = payment is None and lent.payments is not None and paid + 1 >= lent.payments
    due = loan.due(balance, charged, lent.payment if payment is None else payment, last)
    interest = charged if lent.negative_amortization else money.minimum(due, charged)
    principal, unpaid = due - interest, charged - interest
    postings = {(CASH, number): -due, (INTEREST, number): interest, (LOAN, number): principal}
    accrued_through = accrued_through and day
    after = LoanState(lent, balance - principal, paid + 1, unpaid, accrued_through)
    return after, Entry(PAID, month, number, postings, day, unpaid, accrued_through)


def _pay_by_plan(
    held: LoanState, plan: PrecomputedSchedule, month: int, day: date | None
) -> tuple[LoanState, Entry]:
    """Make a payment fixed at signing: the part that does not reduce the payoff is interest."""
    lent, paid = held.loan, held.payments_made + 1
    due, after = plan.payments[held.payments_made], plan.balances[paid]
    principal = held.balance - after
    postings = _payment(lent.number, due, due - principal, principal)
    return LoanState(lent, after, paid), Entry(PAID, month, lent.number, postings, day)


def pay_extra(
    held: LoanState, month: int, day: date | None, extra: int, kind: str = EXTRA
) -> tuple[LoanState, Entry]:
    """Pay an extra amount (cents): first the interest owed by that day, then principal."""
    lent, whole = held.loan, payoff(held, day)
    paid = money.minimum(extra, whole)
    charged = whole - held.balance
    interest = money.minimum(paid, charged)
    principal, unpaid = paid - interest, charged - interest
    postings = _payment(lent.number, paid, interest, principal)
    accrued_through = None if held.accrued_through is None else day
    after = LoanState(lent, held.balance - principal, held.payments_made, unpaid, accrued_through)
    return after, Entry(kind, month, lent.number, postings, day, unpaid, accrued_through)


def skip_payment(held: LoanState, month: int, day: date | None) -> tuple[LoanState, Entry]:
    """Skip the payment of a due date: interest accrues, but is not added to the balance."""
    lent = held.loan
    unpaid = held.accrued_unpaid if held.accrued_through else interest_by(held, day)
    postings = _payment(lent.number, 0, 0, 0)
    after = LoanState(lent, held.balance, held.payments_made + 1, unpaid, held.accrued_through)
    return after, Entry(SKIPPED, month, lent.number, postings, day, unpaid, held.accrued_through)


def capitalize(held: LoanState, month: int, day: date | None) -> tuple[LoanState, Entry]:
    """Add the unpaid interest to the balance."""
    lent, whole = held.loan, payoff(held, day)
    charged = whole - held.balance
    postings = _payment(lent.number, 0, charged, -charged)
    after = LoanState(lent, whole, held.payments_made, 0, day if held.accrued_through else None)
    return after, Entry(CAPITALIZED, month, lent.number, postings, day, 0, after.accrued_through)


def change_rate(
    held: LoanState, month: int, day: date | None, apr_ppm: int
) -> tuple[LoanState, Entry]:
    """Change the rate: interest up to that day accrues at the old one."""
    unpaid, accrued_through = (
        payoff(held, day) - held.balance,
        day if held.accrued_through else None,
    )
    lent = held.loan._replace(apr_ppm=apr_ppm)
    postings = _payment(lent.number, 0, 0, 0)
    after = LoanState(lent, held.balance, held.payments_made, unpaid, accrued_through)
    return after, Entry(RATE_CHANGED, month, lent.number, postings, day, unpaid, accrued_through)


def reamortize(held: LoanState) -> LoanState:
    """Compute the level payment that pays the balance off over the payments left."""
    lent, number = held.loan, held.left
    if number is None:
        return held
    terms = lent._replace(balloon=money.minimum(lent.balloon, held.balance))
    level = loan.payment_for(terms, held.balance, number)
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
        (INTEREST, number): whole - held.balance,
        (Account.FEES, number): fee,
        (CASH, number): cash,
    }
    after = LoanState(lent, amount, 0, 0, day if held.accrued_through else None)
    return after, Entry(REFINANCED, month, number, postings, day, 0, after.accrued_through)
