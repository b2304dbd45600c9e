"""Decides what happens next: plays a scenario into a ledger, and ends with the audit."""

from datetime import date
from itertools import takewhile

from attrs import evolve

from tradein.engine import audit, holding
from tradein.engine.holding import Refused
from tradein.engine.ledger import (
    PAYOFF,
    PRIVATE,
    TRADE_IN,
    Change,
    Contract,
    Declined,
    Entry,
    Ledger,
    Mark,
    Remark,
)
from tradein.engine.loan_state import ActiveTerms, LoanState, activated, by_weeks
from tradein.finance import calendar, deal, loan, money, value
from tradein.finance.calendar import MONTHLY, Anchor, PaymentCalendar, period
from tradein.finance.deal import Deal
from tradein.finance.terms import LoanTerms, TradeInTerms
from tradein.finance.value import Market, Valuation
from tradein.scenario.model import Owned, Purchase, Scenario

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.engine.agenda import Agenda
    from tradein.engine.cancelled import InForce

__all__ = ["Refused", "simulate"]


class _Books:
    """What has been written down so far.

    `anchor` is a month of the chain with its day, where days are known: the start, and then
    the first payment of the last loan that names its own.
    """

    def __init__(self, market: Market, start: date | None) -> None:
        """Start with nothing but the first day, where it is known."""
        self.market = market
        self.anchor: Anchor | None = (0, start) if start else None
        self.contracts: list[Contract] = []
        self.entries: list[Entry] = []
        self.marks: list[Mark] = []
        self.changes: list[Change] = []
        self.remarks: list[Remark] = []
        self.declined: Declined | None = None
        self.in_force: InForce | None = None

    def day(self, month: int) -> date | None:
        """Give the day of a month of the chain, where the days are known."""
        return None if self.anchor is None else calendar.day_of(self.anchor, month)


def simulate(scenario: Scenario, market: Market | None = None) -> Ledger:
    """Play a scenario to the end of its last vehicle's turn.

    `market` takes the place of the scenario's own market of used vehicles.  Raises Refused
    where the scenario cannot be played as written, and audit.Broken where the books that
    result are wrong.
    """
    books = _Books(scenario.market if market is None else market, scenario.start)
    held, month = None, 0
    for number, turn in enumerate(scenario.purchases, start=1):
        begun = _begin(books, number, turn, held, month)
        if begun is None:
            return _stay(scenario, market, held, books)
        held, month = _keep(books, turn, begun, month)
    ledger = Ledger(
        scenario.title,
        scenario.start,
        tuple(books.contracts),
        tuple(books.entries),
        tuple(books.marks),
        tuple(books.changes),
        tuple(books.remarks),
    )
    audit.check(ledger)
    return ledger


def _begin(
    books: _Books, number: int, turn: Owned | Purchase, held: LoanState | None, month: int
) -> LoanState | None:
    """Start a vehicle's turn: take over what exists, or trade and buy, unless it is declined."""
    worth = _value(books, number, turn.valuation, month, 0)
    if isinstance(turn, Owned):
        return _take_over(books, turn, worth)
    day = books.day(month)
    struck = _strike(books, number, turn, held, worth, day)
    if turn.deal.limits is not None and _is_declined(books, number, turn, struck, month):
        return None
    if books.in_force is not None:
        credited = struck.trade_in.credited if struck.trade_in else 0
        _pay_out(books, month, books.in_force.cancel(month) - credited)
    if held is not None and struck.trade_in is not None:
        settled = holding.settle(held, struck.trade_in, struck.rolled_in, month, day)
        books.entries.append(settled)
    books.entries.append(holding.buy(number, struck, month, day))
    books.in_force = None
    if turn.deal.refunds is not None:
        from tradein.engine.cancelled import InForce

        books.in_force = InForce(turn.deal.refunds, number, month)
    return _sign(books, number, turn, struck, month)


def _take_over(books: _Books, turn: Owned, worth: int) -> LoanState:
    """Open the books on a vehicle and a loan that exist already."""
    day = books.day(0)
    books.entries.append(holding.take_over(turn.owed, turn.valuation.worth or worth, day))
    held = LoanState(ActiveTerms(1), 0)
    if turn.owed > 0:
        held = _lend("purchases[1]", 1, turn.owed, turn.loan, day)
    _record_contract(books, turn, held, 0, None)
    return held


def _strike(
    books: _Books,
    number: int,
    turn: Purchase,
    held: LoanState | None,
    worth: int,
    day: date | None,
) -> Deal:
    """Work out the deal, in which the vehicle held, if there is one, is traded in."""
    trade_in = None
    if held is not None:
        terms = turn.deal.trade_in or TradeInTerms()
        refund = books.in_force.for_lender(books.marks[-1].month) if books.in_force else 0
        trade_in = deal.hand_over(terms, holding.payoff(held, day), _last_value(books), refund)
    used = turn.valuation.age_months > 0
    base = worth if used else turn.valuation.msrp
    base = turn.deal.price if base is None else base
    if turn.deal.limits is None:
        struck = deal.strike(turn.deal, trade_in, base, day=day, used=used)
    else:
        from tradein.engine import lender

        path = f"purchases[{number}]"
        struck = lender.strike(turn, turn.deal.limits, path, trade_in, worth, day)
    if money.ever(struck.amount_financed > money.LIMIT):
        financed = money.dollars(struck.amount_financed)
        message = f"the amount financed, {financed}, is over the limit of $10,000,000"
        raise Refused(f"purchases[{number}].price", f"{message}; check the amounts")
    return struck


def _is_declined(books: _Books, number: int, turn: Purchase, struck: Deal, month: int) -> bool:
    """Note where the lender refuses a trade; raises Refused where there is no vehicle to keep."""
    from tradein.engine import lender

    path = f"purchases[{number}]"
    if turn.deal.limits is None or not (over := lender.declines(turn.deal.limits, struck, path)):
        return False
    if number == 1:
        message = f"the loan is {money.dollars(over[1])} over the lender's limit, and no vehicle"
        raise Refused(f"{path}.over_limit", f"{message} is there to keep; write cash")
    books.declined = Declined(number, turn.vehicle, month, books.day(month), *over)
    return True


def _stay(
    scenario: Scenario, market: Market | None, held: LoanState | None, books: _Books
) -> Ledger:
    """Play again without the trade that was declined and what would have come after it.

    The vehicle held is kept until its loan is paid off, or to that day where it is already.
    """
    declined = books.declined
    assert declined is not None
    assert held is not None
    *before, last = scenario.purchases[: declined.number - 1]
    if money.ever(held.balance > 0):
        last = evolve(last, keep_months=None)
    ledger = simulate(evolve(scenario, purchases=(*before, last)), market)
    message = "the lender declines this purchase; the vehicle before it is kept to the end"
    path = f"purchases[{declined.number}].over_limit"
    return ledger._replace(remarks=(*ledger.remarks, Remark(path, message)), declined=declined)


def _sign(books: _Books, number: int, turn: Purchase, struck: Deal, month: int) -> LoanState:
    """Take out the loan that the deal needs, if it needs one, and file the contract."""
    path, financed = f"purchases[{number}]", struck.amount_financed
    held = LoanState(ActiveTerms(number), financed)
    _check_fee(path, financed, turn)
    if money.ever(financed > 0):
        if turn.loan is None:
            message = f"{money.dollars(financed)} is to be financed; give loan.apr and loan.months"
            raise Refused(f"{path}.loan", f"{message}, or pay it down")
        held = _lend(path, number, financed, turn.loan, books.day(month))
    _record_contract(books, turn, held, month, struck)
    return held


def _check_fee(path: str, financed: int, turn: Purchase) -> None:
    """Refuse a loan that lends nothing but the lender's own fee."""
    fee = turn.deal.prepaid_finance_charge
    if fee and money.ever(financed <= fee):
        message = f"{money.dollars(financed)} is financed, no more than the fee"
        raise Refused(f"{path}.loan.fee", f"{message}; write a smaller fee, or fee: 0 for no loan")


def _lend(path: str, number: int, amount: int, terms: LoanTerms, day: date | None) -> LoanState:
    """Work out the payment, refusing one that would never pay the loan off."""
    if terms.daily and day is None:
        raise Refused(f"{path}.loan.interest", "daily interest counts days; write start with a day")
    if terms.per_year != MONTHLY and day is None:
        message = "payments that are not monthly have days; write start with a day"
        raise Refused(f"{path}.loan.frequency", message)
    if terms.balloon and money.ever(amount <= terms.balloon):
        message = f"the loan is {money.dollars(amount)}, no more than its balloon"
        raise Refused(f"{path}.loan.balloon", f"{message}; write a smaller one")
    if terms.precomputed is not None:
        return _precompute(f"{path}.loan", number, amount, terms)
    number_of_payments, payment = loan.number_of_payments(terms), terms.payment
    if payment is not None:
        _check_payment(f"{path}.loan.payment", amount, payment, terms)
    elif number_of_payments is None:
        raise Refused(f"{path}.loan", "months is missing; give months or payment")
    else:
        payment = loan.payment_for(terms, amount, number_of_payments)
    lent = activated(terms, number, payment, number_of_payments)
    return LoanState(lent, amount, counted=day if terms.daily or by_weeks(terms) else None)


def _precompute(path: str, number: int, amount: int, terms: LoanTerms) -> LoanState:
    """Fix the payments and the charge of a loan at signing."""
    from tradein.finance import precomputed

    charge, months, payment = terms.precomputed, terms.months, terms.payment
    if charge is None or months is None or terms.per_year != MONTHLY or terms.balloon:
        message = "a charge fixed at signing is for level monthly payments; write months"
        raise Refused(f"{path}.interest", f"{message}, and no balloon or frequency")
    if charge.add_on_ppm is not None:
        shape = (charge.add_on_ppm, months, terms.rounded_up)
        payment = precomputed.add_on_payment(amount, *shape)
    elif payment is None:
        payment = loan.payment_for(terms, amount, months)
    else:
        _check_payment(f"{path}.payment", amount, payment, terms)
    plan = precomputed.plan(amount, terms.apr_ppm, months, payment, charge)
    return LoanState(activated(terms, number, payment, months, plan), amount)


def _check_payment(path: str, amount: int, payment: int, terms: LoanTerms) -> None:
    """Refuse a known payment that does not exceed the interest until it is due."""
    per_year = terms.per_year
    interest = loan.month_interest(amount, terms.apr_ppm, per_year)
    if terms.negative_amortization or not money.ever((payment <= interest) & (amount > 0)):
        return
    number = loan.number_of_payments(terms)
    fits = loan.smallest_payment(terms, amount, number)
    number = number or loan.longest(per_year)
    unit = "months" if per_year == MONTHLY else "payments"
    which = "a" if terms.daily else "the first"
    remedy = f"{money.dollars(fits)} pays it off in {number} {unit}"
    if terms.months:
        remedy += ", or write negative_amortization: allowed"
    elif terms.daily:  # whose payments are not all of one length
        remedy = "write a higher one"
    raise Refused(
        path,
        f"{money.dollars(payment)} does not cover more than {which} {period(per_year)}'s interest of "
        f"{money.dollars(interest)}, so it would never pay the loan off; {remedy}",
    )


def _record_contract(
    books: _Books, turn: Owned | Purchase, held: LoanState, month: int, struck: Deal | None
) -> None:
    """File the contract of a turn that begins this month."""
    terms = turn.loan if money.ever(held.balance > 0) else None
    contract = Contract(
        number=held.loan.number,
        vehicle=turn.vehicle,
        calendar=_calendar(books, terms, held.loan.number, month),
        deal_terms=turn.deal if isinstance(turn, Purchase) else None,
        deal=struck,
        terms=terms,
        loan=held.loan,
        owed=held.balance,
        rolled=turn.rolled if isinstance(turn, Owned) else struck.rolled_in if struck else 0,
        valuation=turn.valuation,
        keep_months=turn.keep_months,
        eventful=bool(turn.events),
    )
    books.contracts.append(contract)


def _calendar(books: _Books, terms: LoanTerms | None, number: int, month: int) -> PaymentCalendar:
    """Give the days of a loan that is signed this month; refuse a first payment too far off."""
    try:
        return calendar.agreed(terms, month, books.anchor)
    except ValueError as error:
        raise Refused(f"purchases[{number}].loan.first_payment", str(error)) from error


def _keep(
    books: _Books, turn: Owned | Purchase, held: LoanState, month: int
) -> tuple[LoanState, int]:
    """Go through a vehicle's turn month by month: pay what is due, mark what it is worth."""
    days = books.contracts[-1].calendar
    agenda = None if days.monthly and not turn.events else _agenda(books, turn, held)
    _mark(books, turn, held, month, 0)
    kept = 0
    while _goes_on(turn, held, kept):
        kept += 1
        books.anchor = days.months_from
        before = held
        held = _live(books, held, agenda, kept, month + kept)
        if books.in_force is not None:
            _end_with_loan(books, before, held, month + kept)
        _mark(books, turn, held, month + kept, kept)
    if agenda is not None:
        from tradein.engine.agenda import unreached

        books.remarks.extend(unreached(agenda, kept))
    return held, month + kept


def _agenda(books: _Books, turn: Owned | Purchase, held: LoanState) -> "Agenda":
    """Lay out the events of a turn."""
    from tradein.engine import agenda

    contract, path = books.contracts[-1], f"purchases[{held.loan.number}]"
    daily, fixed = held.counted is not None, held.loan.plan is not None
    return agenda.plan(turn.events, path, contract.calendar, turn.keep_months, daily, fixed)


def _live(
    books: _Books, held: LoanState, agenda: "Agenda | None", kept: int, month: int
) -> LoanState:
    """Go through one month of a turn: the payment, and what the agenda has beside it."""
    day = books.day(month)
    if agenda is not None:
        from tradein.engine.agenda import live

        held, entries, changes, remarks = live(agenda, held, kept, month, day)
        books.entries.extend(entries)
        books.changes.extend(changes)
        books.remarks.extend(remarks)
    elif money.ever(held.balance > 0):
        held, paid = holding.pay(held, month, day)
        books.entries.append(paid)
    _check_balance(books, held)
    return held


def _goes_on(turn: Owned | Purchase, held: LoanState, kept: int) -> bool:
    """Say whether the turn goes on: for as long as it is kept, or until the loan is paid off."""
    if turn.keep_months is not None:
        return kept < turn.keep_months
    return money.ever(held.balance > 0)


def _is_changed(books: _Books, held: LoanState) -> bool:
    """Say whether the loan of a turn got new terms so far; the newest are filed last."""
    return bool(books.changes) and books.changes[-1].purchase == held.loan.number


def _refinanced_in(books: _Books, month: int) -> bool:
    """Say whether a loan was refinanced in a month, the newest of those played."""
    this_month = takewhile(lambda change: change.month == month, reversed(books.changes))
    return any(change.kind == "refinance" for change in this_month)


def _end_with_loan(books: _Books, before: LoanState, after: LoanState, month: int) -> None:
    """Cancel what ends with a loan, in the month in which it is paid off or refinanced."""
    if books.in_force is None:
        return
    refinanced = _refinanced_in(books, month)
    ended = (before.balance > 0) & ((after.balance == 0) | refinanced)
    _pay_out(books, month, books.in_force.cancel(month, with_loan=True, where=1 * ended))


def _pay_out(books: _Books, month: int, refund: int) -> None:
    """Book what the owner is paid for products that are cancelled, where that is anything."""
    if books.in_force is not None and money.ever(refund > 0):
        day = books.day(month)
        books.entries.append(books.in_force.pay_out(month, refund, day))


def _check_balance(books: _Books, held: LoanState) -> None:
    """Refuse a loan that outgrows the limits or never ends."""
    changed = _is_changed(books, held)  # by events, which the remedy cannot know
    path = f"purchases[{held.loan.number}].{'events' if changed else 'loan.payment'}"
    if money.ever(held.balance > money.GROWN_LIMIT):
        raise Refused(path, "the balance grows beyond $1,000,000,000; write a higher payment")
    longest = loan.longest(held.loan.per_year)
    if held.loan.payments is None and held.paid >= longest and money.ever(held.balance > 0):
        owed = money.dollars(held.balance)
        fits = loan.smallest_payment(held.loan, books.contracts[-1].owed, None)
        each = "a month" if held.loan.per_year == MONTHLY else "each"
        message = f"{owed} is still owed after {longest} payments, the longest loan"
        remedy = f"{money.dollars(fits)} {each} pays it off by then"
        if changed or held.counted is not None:
            remedy = "write a higher payment"
        raise Refused(path, f"{message}; {remedy}")


def _mark(
    books: _Books, turn: Owned | Purchase, held: LoanState, month: int, owned_months: int
) -> None:
    """Note what the vehicle is worth this month, and what closes the loan if not its balance."""
    number, day = held.loan.number, books.day(month)
    cents = _value(books, number, turn.valuation, month, owned_months)
    books.marks.append(Mark(TRADE_IN, month, number, cents, day))
    if turn.private_sale is not None:
        net = value.private_net(turn.private_sale, cents)
        books.marks.append(Mark(PRIVATE, month, number, net, day))
    asked = holding.payoff(held, day)
    if money.ever(asked != held.balance):
        books.marks.append(Mark(PAYOFF, month, number, asked, day))


def _value(books: _Books, number: int, valuation: Valuation, month: int, owned_months: int) -> int:
    """Give the trade-in value after some months of ownership, in this month's market."""
    now, then = (books.market.share(m) for m in (month, month - owned_months))
    try:
        return value.trade_in(valuation, owned_months, now, then)
    except value.BeyondLimit as beyond:
        message = f"{beyond} in month {owned_months}; check the curve and the market"
        raise Refused(f"purchases[{number}].value", message) from beyond


def _last_value(books: _Books) -> int:
    """Give the trade-in value of the vehicle held, as it was last marked."""
    return next(mark.cents for mark in reversed(books.marks) if mark.kind == TRADE_IN)
