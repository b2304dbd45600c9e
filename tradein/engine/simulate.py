"""Simulates a scenario month by month into a ledger, and ends with the audit."""

from collections.abc import Callable
from copy import copy
from datetime import date
from functools import partial
from typing import NamedTuple

from attrs import evolve

from tradein.diagnostic import Diagnostic, warning
from tradein.engine import audit, transactions
from tradein.engine.ledger import (
    NO_VEHICLE,
    PAYOFF,
    PRIVATE,
    TRADE_IN,
    Contract,
    Declined,
    Ending,
    Entry,
    Ledger,
    LoanModification,
    Mark,
    PaidOff,
    RunEnds,
    Sold,
    Traded,
)
from tradein.engine.loan_state import ActiveTerms, LoanState, activated, by_weeks
from tradein.engine.transactions import SimulationError
from tradein.finance import calendar, deal, loan, money, precomputed, value
from tradein.finance.calendar import MONTHLY, Anchor, PaymentCalendar, period
from tradein.finance.deal import Deal, Sale
from tradein.finance.loan import Growth
from tradein.finance.terms import KEEP, LoanTerms, SaleTerms, TradeInTerms
from tradein.finance.value import Market, Valuation
from tradein.scenario.model import Owned, Purchase, Scenario

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.engine.events import Agenda, MonthResult, RefinanceCap
    from tradein.engine.notes import OpenNote
    from tradein.engine.products import ActiveProducts
    from tradein.finance.exits import SurrenderTerms, TotalLossTerms

__all__ = ["SimulationError", "Steps", "simulate"]


class Journal:
    """The records of a chain so far: contracts, entries, marks, changes and warnings.

    `anchor` is a month of the chain with its day, None without dates: the start, and then the
    first payment of the latest loan that names one.
    """

    def __init__(self, market: Market, start: date | None) -> None:
        """Start empty, with the first day if it is known."""
        self.market = market
        self.anchor: Anchor | None = (0, start) if start else None
        self.contracts: list[Contract] = []
        self.entries: list[Entry] = []
        self.marks: list[Mark] = []
        self.changes: list[LoanModification] = []
        self.warnings: list[Diagnostic] = []
        self.endings: list[Ending] = []
        self.active_products: ActiveProducts | None = None
        self.notes: list[OpenNote] = []
        self.afterwards: list[Mark] = []

    def anew(self) -> "Journal":
        """Start a journal for the next turn, without the records of earlier ones."""
        journal = Journal(self.market, None)
        journal.anchor = self.anchor
        journal.active_products = copy(self.active_products)
        return journal

    def day(self, month: int) -> date | None:
        """Give the day of a month of the chain; None without dates."""
        return None if self.anchor is None else calendar.day_of(self.anchor, month)


class Ownership(NamedTuple):
    """One vehicle's turn, as far as it was played."""

    turn: Owned | Purchase
    """The turn as the scenario has it."""

    contract: Contract
    """Its contract, as of the first day."""

    state: LoanState
    """What is owed now."""

    events: "Agenda | None"
    """Its scheduled events; None if every month has its payment and nothing else."""

    kept: int = 0
    """The months played so far."""

    sold: bool = False
    """Whether the vehicle was sold privately, lost or surrendered since."""

    value: int = 0
    """The trade-in value at the end of them, in cents."""

    @property
    def month(self) -> int:
        """Give the month of the chain."""
        return self.contract.month + self.kept

    @property
    def goes_on(self) -> bool:
        """Say whether it goes on: for as long as it is kept, or until the loan is paid off."""
        if self.contract.keep_months is not None:
            return self.kept < self.contract.keep_months
        return money.any_path(self.state.balance > 0)


def simulate(
    scenario: Scenario, market: Market | None = None, through: int | None = None
) -> Ledger:
    """Play a scenario to the end of its last vehicle's turn, or through a month of the chain.

    `market` replaces the scenario's own market of used vehicles.  If the scenario ends before
    `through`, the last vehicle is kept to that month and its loan is paid as agreed; anything
    after that month is left out.  Raises SimulationError if the scenario cannot be played as
    written, and audit.AuditError if the resulting books are wrong.
    """
    journal = Journal(scenario.market if market is None else market, scenario.start)
    held, declined = None, None
    for number, turn in enumerate(scenario.purchases, start=1):
        begun = _begin(journal, number, turn, held)
        if isinstance(begun, Declined):
            held, declined = _play(journal, _stay(journal, held), through), begun
            break
        if held is not None and not held.sold:
            _end(journal, held, Traded(held.month, journal.day(held.month)))
        held = _gone(journal, _play(journal, begun, through))
        if held.goes_on:
            break
    assert held is not None
    if held.sold:
        _go_on_without(journal, held, through)
    else:
        _end_last(journal, held, through)
    ledger = _ledger(scenario, journal, declined)
    audit.check(ledger)
    return ledger


def _ledger(scenario: Scenario, journal: Journal, declined: Declined | None) -> Ledger:
    """Make the ledger of a whole chain from its records."""
    return Ledger(
        scenario.title,
        scenario.start,
        tuple(journal.contracts),
        tuple(journal.entries),
        tuple(journal.marks),
        tuple(journal.changes),
        (*journal.warnings, *_told(declined)),
        declined,
        tuple(journal.endings),
        tuple(note.note for note in journal.notes),
        tuple(journal.afterwards),
    )


class Steps:
    """A chain played one purchase at a time; each can first be tried any number of times."""

    def __init__(self, scenario: Scenario) -> None:
        """Begin before the first purchase."""
        self._scenario = scenario
        self._turns: tuple[Owned | Purchase, ...] = ()
        self._journal = Journal(scenario.market, scenario.start)
        self._held: Ownership | None = None

    def tried(self, turn: Owned | Purchase) -> Ledger:
        """Play the next purchase alone, and leave the chain where it is.

        The ledger has this one turn and is not audited.  If the lender declines the purchase,
        the ledger is that of the whole chain, which ends without it.  Raises SimulationError if
        the purchase cannot be played.
        """
        return self._played(turn)[0]

    def go_on(self, turn: Owned | Purchase) -> Ledger:
        """Play the next purchase as `tried` does, and go on from its end."""
        ledger, self._journal, self._held = self._played(turn)
        self._turns = (*self._turns, turn)
        return ledger

    def _played(self, turn: Owned | Purchase) -> tuple[Ledger, Journal, Ownership | None]:
        journal = self._journal.anew()
        begun = _begin(journal, len(self._turns) + 1, turn, self._held)
        if isinstance(begun, Declined):
            whole = evolve(self._scenario, purchases=(*self._turns, turn))
            return simulate(whole), journal, self._held
        held = _gone(journal, _play(journal, begun))
        ledger = Ledger(
            self._scenario.title,
            self._scenario.start,
            tuple(journal.contracts),
            tuple(journal.entries),
            tuple(journal.marks),
            tuple(journal.changes),
            endings=tuple(journal.endings) or (_last_ending(journal, held),),
        )
        return ledger, journal, held


def _begin(
    journal: Journal, number: int, turn: Owned | Purchase, held: Ownership | None
) -> Ownership | Declined:
    """Start a vehicle's turn: open an existing loan, or trade and buy if the lender accepts."""
    month = held.month if held else 0
    worth = _value(journal, number, turn.valuation, month, 0)
    if isinstance(turn, Owned):
        return _started(journal, turn, _take_over(journal, turn, worth), 0, None)
    day = journal.day(month)
    owned = None if held is None or held.sold else held
    struck = _strike(journal, number, turn, held, worth, month)
    if (declined := _declined(number, turn, owned, struck, day)) is not None:
        return declined
    if journal.active_products is not None:
        refund_credit = struck.trade_in.refund_credit if struck.trade_in else 0
        _pay_out(journal, month, journal.active_products.cancel(month) - refund_credit)
    if held is not None and struck.trade_in is not None:
        settled = transactions.settle(held.state, struck.trade_in, struck.rolled_in, month, day)
        journal.entries.append(settled)
    journal.entries.append(transactions.buy(number, struck, month, day))
    journal.active_products = None
    if turn.deal.refunds is not None:
        from tradein.engine.products import ActiveProducts

        journal.active_products = ActiveProducts(turn.deal.refunds, number, month)
    return _started(journal, turn, _sign(journal, number, turn, struck, month), month, struck)


def _started(
    journal: Journal, turn: Owned | Purchase, state: LoanState, month: int, struck: Deal | None
) -> Ownership:
    """Record the contract of a turn, schedule its events, and mark its first day."""
    contract, day = _record_contract(journal, turn, state, month, struck), journal.day(month)
    held = Ownership(turn, contract, state, _agenda(journal, turn, contract, state))
    if held.events is not None and month == 0:
        from tradein.engine.events import play_first_day

        held = _booked(journal, held, play_first_day(held.events, state, day))
    return _mark(journal, held, day)


def _booked(journal: Journal, held: Ownership, played: "MonthResult") -> Ownership:
    """Book what the events of a month did."""
    journal.entries.extend(played.entries)
    journal.changes.extend(played.changes)
    journal.warnings.extend(played.warnings)
    return held._replace(state=played.held)


def _end(journal: Journal, held: Ownership, ending: Ending) -> None:
    """Record how a turn ends, and warn of its events that never happened."""
    journal.endings.append(ending)
    if held.events is not None:
        from tradein.engine.events import unreached

        late = unreached(held.events, held.kept, held.state)
        journal.warnings += [*held.events.warnings, *late]


def _gone(journal: Journal, held: Ownership) -> Ownership:
    """End a turn by a private sale, a total loss or a surrender, where the scenario has one."""
    terms = held.turn.sale
    if terms is None or held.goes_on:
        return held
    month, day, number = held.month, journal.day(held.month), held.contract.number
    sale, refund = _settled(journal, held, terms)
    _pay_out(journal, month, refund - sale.refund_credit)
    journal.active_products = None
    journal.entries.append(transactions.sell(held.state, sale, month, day))
    if money.any_path(sale.note > 0):
        from tradein.engine.notes import OpenNote

        journal.notes.append(OpenNote(number, terms.note, sale.note, month, day))
    _end(journal, held, Sold(month, day, sale))
    return held._replace(sold=True)


def _settled(
    journal: Journal, held: Ownership, terms: "SaleTerms | TotalLossTerms | SurrenderTerms"
) -> tuple[Sale, int]:
    """Settle what ends a turn; also give all refunds of its products, in cents."""
    month, products = held.month, journal.active_products
    asked = transactions.payoff(held.state, journal.day(month))
    if isinstance(terms, SaleTerms):
        credit = products.for_lender(month) if products else 0
        refund = products.cancel(month) if products else 0
        return deal.settle_sale(terms, asked, credit), refund
    from tradein.engine import losses
    from tradein.finance.exits import Loss

    contract = held.contract
    gap = losses.gap_in_force(held.turn, contract.number, asked, journal.changes)
    agreed = _as_agreed(journal, held) if gap is not None else None
    refund = products.cancel(month, without=losses.used_up(held.turn)) if products else 0
    loss = Loss(asked, agreed, refund, held.value, contract.owed, contract.rolled)
    return losses.settle(terms, gap, loss, contract.number), refund


def _as_agreed(journal: Journal, held: Ownership) -> int | None:
    """Give the payoff if every payment had been made as signed, in cents; None if not known."""
    contract = held.contract._replace(keep_months=held.kept)
    turn, lent = evolve(held.turn, events=()), contract.terms
    counted = lent is not None and (lent.daily or by_weeks(lent))
    through = contract.date if counted else None
    state = LoanState(contract.loan, contract.owed, accrued_through=through)
    alone = journal.anew()
    alone.active_products = None
    try:
        events = _agenda(alone, turn, contract, state)
        played = _play(alone, Ownership(turn, contract, state, events))
    except SimulationError:
        return None
    return transactions.payoff(played.state, alone.day(played.month))


def _pay_notes(journal: Journal, month: int, day: date | None) -> None:
    """Make a month's payments on the personal loans."""
    for note in journal.notes:
        note.pay(month, day)


def _go_on_without(journal: Journal, held: Ownership, through: int | None) -> None:
    """Pay what is left owing when no vehicle is, to its end or through a month."""
    month, number = held.month, held.contract.number + 1
    journal.afterwards.append(Mark(NO_VEHICLE, month, number, 0, journal.day(month)))
    while any(n.due for n in journal.notes) if through is None else month < through:
        month += 1
        _pay_notes(journal, month, journal.day(month))
        journal.afterwards.append(Mark(NO_VEHICLE, month, number, 0, journal.day(month)))


def _end_last(journal: Journal, held: Ownership, through: int | None) -> None:
    """End the run with a vehicle, which is kept through a month where the chain is played to it."""
    if through is not None and held.month < through:
        held = _play(journal, _keep(journal, held, through - held.contract.month))
    _end(journal, held, _last_ending(journal, held))


def _last_ending(journal: Journal, held: Ownership) -> Ending:
    """Say how the last turn ends: when its loan is paid off, or when its months are over."""
    day = journal.day(held.month)
    paid_off = held.contract.keep_months is None and not held.goes_on
    return PaidOff(held.month, day) if paid_off else RunEnds(held.month, day)


def _take_over(journal: Journal, turn: Owned, worth: int) -> LoanState:
    """Open the books on a vehicle and a loan that exist already."""
    day = journal.day(0)
    journal.entries.append(
        transactions.open_existing(turn.owed, turn.valuation.worth or worth, day)
    )
    held = LoanState(ActiveTerms(1), 0)
    if turn.loan is None:
        return LoanState(ActiveTerms(1), turn.owed)
    if turn.owed > 0:
        agreed = _calendar(journal, turn.loan, 1, 0)
        held = _lend("purchases[1]", 1, turn.owed, turn.loan, agreed)
    return held


def _strike(
    journal: Journal,
    number: int,
    turn: Purchase,
    held: Ownership | None,
    worth: int,
    month: int,
) -> Deal:
    """Price the deal, trading in the current vehicle if there is one that was not sold."""
    day, trade_in = journal.day(month), None
    gone = held.turn.sale if held is not None and held.sold else None
    sold = gone if isinstance(gone, SaleTerms) else None
    if held is not None and not held.sold:
        terms = turn.deal.trade_in or TradeInTerms()
        products = journal.active_products
        refund = products.for_lender(held.month) if products else 0
        asked = transactions.payoff(held.state, day)
        trade_in = deal.settle_trade_in(terms, asked, held.value, refund)
    used = turn.valuation.age_months > 0
    base = worth if used else turn.valuation.msrp
    base = turn.deal.price if base is None else base
    if turn.deal.limits is None:
        struck = deal.price_deal(turn.deal, trade_in, base, day=day, used=used, sold=sold)
    else:
        from tradein.engine import underwriting

        path = f"purchases[{number}]"
        lent = turn.loan if turn.deal.limits.max_pti_ppm is not None else None
        agreed = _calendar(journal, lent, number, month)
        limits = turn.deal.limits
        struck = underwriting.price_deal(turn, limits, path, trade_in, worth, agreed, sold)
    if money.any_path(struck.amount_financed > money.LIMIT):
        financed = money.dollars(struck.amount_financed)
        message = f"the amount financed, {financed}, is over the limit of $10,000,000"
        raise SimulationError(f"purchases[{number}].price", f"{message}; check the amounts")
    return struck


def _declined(
    number: int, turn: Purchase, held: Ownership | None, struck: Deal, day: date | None
) -> Declined | None:
    """Give the lender's refusal, if any; raises SimulationError if there is no vehicle to keep."""
    if turn.deal.limits is None:
        return None
    from tradein.engine import underwriting

    path = f"purchases[{number}]"
    over = underwriting.declines(turn.deal.limits, struck, path)
    if over is None:
        return None
    short = f"the loan is {money.dollars(over[1])} over the lender's limit"
    if held is None:
        message = f"{short}, and no vehicle is there to keep; write cash"
        raise SimulationError(f"{path}.over_limit", message)
    if held.turn.loan is None and money.any_path(held.state.balance > 0):
        message = f"{short}, and the loan on the vehicle to keep is not known; write that vehicle"
        raise SimulationError(
            f"{path}.over_limit", f"{message} as a first entry with owed and its loan, or cash here"
        )
    return Declined(number, turn.vehicle, held.month, day, *over)


def _stay(journal: Journal, held: Ownership | None) -> Ownership:
    """Keep the current vehicle until its loan is paid off, because the next one was declined.

    If the loan is already paid off, the turn ends on that day.
    """
    assert held is not None
    if not money.any_path(held.state.balance > 0):
        return held
    return _keep(journal, held, None)


def _keep(journal: Journal, held: Ownership, keep_months: int | None) -> Ownership:
    """Change how many months the current vehicle is kept; None is until its loan is paid off."""
    contract = held.contract._replace(keep_months=keep_months)
    journal.contracts[-1] = contract
    held = held._replace(contract=contract)
    if not money.any_path(held.state.balance > 0):
        return held
    events = _agenda(journal, held.turn, contract, held.state)
    if events is not None and held.events is not None:
        events.next_payment = held.events.next_payment
    return held._replace(events=events)


def _told(declined: Declined | None) -> list[Diagnostic]:
    """Warn of a purchase that was declined."""
    if declined is None:
        return []
    message = "the lender declines this purchase; the vehicle before it is kept to the end"
    return [warning(f"purchases[{declined.number}].over_limit", message)]


def _sign(journal: Journal, number: int, turn: Purchase, struck: Deal, month: int) -> LoanState:
    """Take out the loan that the deal needs, if it needs one."""
    path, financed = f"purchases[{number}]", struck.amount_financed
    held = LoanState(ActiveTerms(number), financed)
    _check_fee(path, financed, turn)
    if money.any_path(financed > 0):
        if turn.loan is None:
            message = f"{money.dollars(financed)} is to be financed; give loan.apr and loan.months"
            raise SimulationError(f"{path}.loan", f"{message}, or pay it down")
        agreed = _calendar(journal, turn.loan, number, month)
        held = _lend(path, number, financed, turn.loan, agreed)
    return held


def _check_fee(path: str, financed: int, turn: Purchase) -> None:
    """Refuse a loan that lends nothing but the lender's own fee."""
    fee = turn.deal.prepaid_finance_charge
    if fee and money.any_path(financed <= fee):
        message = f"{money.dollars(financed)} is financed, no more than the fee"
        raise SimulationError(
            f"{path}.loan.fee", f"{message}; write a smaller fee, or fee: 0 for no loan"
        )


def _lend(
    path: str, number: int, amount: int, terms: LoanTerms, agreed: PaymentCalendar
) -> LoanState:
    """Start a loan of an amount in cents: compute its payment, or check the written one."""
    day = agreed.signed
    if terms.daily and day is None:
        raise SimulationError(
            f"{path}.loan.interest", "daily interest counts days; write start with a day"
        )
    if terms.per_year != MONTHLY and day is None:
        message = "payments that are not monthly have days; write start with a day"
        raise SimulationError(f"{path}.loan.frequency", message)
    if terms.balloon and money.any_path(amount <= terms.balloon):
        message = f"the loan is {money.dollars(amount)}, no more than its balloon"
        raise SimulationError(f"{path}.loan.balloon", f"{message}; write a smaller one")
    if terms.precomputed is not None:
        return _precompute(f"{path}.loan", number, amount, terms)
    number_of_payments, payment = loan.number_of_payments(terms), terms.payment
    lent = activated(terms, number, payment or 0, number_of_payments, calendar=agreed)
    if payment is not None:
        fitting = partial(lent.growth, day) if terms.no_payment_in else None
        _check_payment(f"{path}.loan.payment", amount, payment, terms, fitting)
    elif number_of_payments is None:
        raise SimulationError(f"{path}.loan", "months is missing; give months or payment")
    else:
        growth = lent.growth(day, number_of_payments)
        payment = loan.payment_for(terms, amount, number_of_payments, growth)
    lent = lent._replace(payment=payment)
    return LoanState(lent, amount, accrued_through=day if terms.daily or by_weeks(terms) else None)


def _precompute(path: str, number: int, amount: int, terms: LoanTerms) -> LoanState:
    """Fix the payments and the charge of a loan at signing."""
    charge, months, payment = terms.precomputed, terms.months, terms.payment
    if charge is None or months is None or terms.per_year != MONTHLY or terms.balloon:
        message = "a charge fixed at signing is for level monthly payments; write months"
        raise SimulationError(f"{path}.interest", f"{message}, and no balloon or frequency")
    if charge.add_on_ppm is not None:
        shape = (charge.add_on_ppm, months, terms.rounding)
        payment = precomputed.add_on_payment(amount, *shape)
    elif payment is None:
        payment = loan.payment_for(terms, amount, months)
    else:
        _check_payment(f"{path}.payment", amount, payment, terms)
    plan = precomputed.plan(amount, terms.apr_ppm, months, payment, charge)
    return LoanState(activated(terms, number, payment, months, plan), amount)


def _check_payment(
    path: str,
    amount: int,
    payment: int,
    terms: LoanTerms,
    growth: Callable[[int], Growth | None] | None = None,
) -> None:
    """Refuse a written payment that does not exceed the interest of its period.

    The one that fits instead is level over the `growth` of a number of payments, or over equal
    periods.
    """
    per_year = terms.per_year
    interest = loan.month_interest(amount, terms.apr_ppm, per_year)
    if terms.negative_amortization or not money.any_path((payment <= interest) & (amount > 0)):
        return
    agreed = loan.number_of_payments(terms)
    number = agreed or loan.longest(per_year)
    fits = loan.smallest_payment(terms, amount, agreed, growth and growth(number))
    unit = "months" if per_year == MONTHLY else "payments"
    which = "a" if terms.daily else "the first"
    remedy = f"{money.dollars(fits)} pays it off in {number} {unit}"
    if terms.months:
        remedy += ", or write negative_amortization: allowed"
    elif terms.daily:  # whose payments are not all of one length
        remedy = "write a higher one"
    raise SimulationError(
        path,
        f"{money.dollars(payment)} does not cover more than {which} {period(per_year)}'s interest of "
        f"{money.dollars(interest)}, so it would never pay the loan off; {remedy}",
    )


def _record_contract(
    journal: Journal, turn: Owned | Purchase, held: LoanState, month: int, struck: Deal | None
) -> Contract:
    """Record the contract of a turn that begins this month."""
    terms = turn.loan if money.any_path(held.balance > 0) else None
    contract = Contract(
        number=held.loan.number,
        vehicle=turn.vehicle,
        calendar=_calendar(journal, terms, held.loan.number, month),
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
    journal.contracts.append(contract)
    return contract


def _calendar(
    journal: Journal, terms: LoanTerms | None, number: int, month: int
) -> PaymentCalendar:
    """Make the payment calendar of a loan signed this month; refuse a late first payment."""
    try:
        return calendar.agreed(terms, month, journal.anchor)
    except ValueError as error:
        raise SimulationError(f"purchases[{number}].loan.first_payment", str(error)) from error


def _play(journal: Journal, held: Ownership, through: int | None = None) -> Ownership:
    """Play a vehicle's turn month by month: pay what is due, and mark the value.

    No month of the chain after `through` is played.
    """
    while held.goes_on and held.month != through:
        held = held._replace(kept=held.kept + 1)
        journal.anchor = held.contract.calendar.months_from
        held = _play_month(journal, held, journal.day(held.month))
    return held


def _play_month(journal: Journal, held: Ownership, day: date | None) -> Ownership:
    """Play one month of a turn: its payment and its events."""
    before, month = held.state, held.month
    changes: list[LoanModification] = []
    if held.events is not None:
        from tradein.engine.events import play_month

        played = play_month(held.events, before, held.kept, month, day)
        changes, held = played.changes, _booked(journal, held, played)
    elif money.any_path(before.balance > 0):
        after, paid = transactions.fall_due(before, month, day)
        journal.entries.append(paid)
        held = held._replace(state=after)
    _check_balance(journal, held)
    _pay_notes(journal, month, day)
    if journal.active_products is not None:
        refinanced = any(change.kind == "refinance" for change in changes)
        _end_with_loan(journal, journal.active_products, before, held, refinanced)
    return _mark(journal, held, day)


def _agenda(
    journal: Journal, turn: Owned | Purchase, contract: Contract, state: LoanState
) -> "Agenda | None":
    """Schedule the events of a turn; None if every month has its payment and nothing else."""
    if contract.calendar.monthly and not turn.events:
        return None
    from tradein.engine import events

    path = f"purchases[{contract.number}]"
    daily, loan = state.accrued_through is not None, contract.loan
    cap = _refinance_cap(journal, turn, contract)
    shape = (contract.calendar, contract.keep_months, daily, loan.late_fee, cap)
    free = loan.no_payment_in
    agenda = events.Agenda(*shape, existing=isinstance(turn, Owned), no_payment_in=free)
    return events.plan(turn.events, path, agenda, loan.plan is not None)


def _refinance_cap(
    journal: Journal, turn: Owned | Purchase, contract: Contract
) -> "RefinanceCap | None":
    """Give the lender's cap on a loan that pays the current one off; None if there is none.

    It is a share of what the vehicle is worth in the month of the new loan.
    """
    share = turn.max_ltv_ppm if isinstance(turn, Owned) else turn.deal.max_ltv_ppm
    if share is None:
        return None
    from tradein.engine.events import RefinanceCap

    def largest(month: int) -> int:
        kept = month - contract.month
        worth = _value(journal, contract.number, turn.valuation, month, kept)
        return money.floor_div(worth * share, 1_000_000)

    limits = turn.deal.limits if isinstance(turn, Purchase) else None
    return RefinanceCap(largest, limits is not None and limits.over == KEEP)


def _end_with_loan(
    journal: Journal,
    products: "ActiveProducts",
    before: LoanState,
    held: Ownership,
    refinanced: bool,
) -> None:
    """Cancel products that end with a loan, in the month it is paid off or refinanced."""
    ended = (before.balance > 0) & ((held.state.balance == 0) | refinanced)
    _pay_out(journal, held.month, products.cancel(held.month, with_loan=True, where=1 * ended))


def _pay_out(journal: Journal, month: int, refund: int) -> None:
    """Book the refund (cents) for canceled products, if the owner gets any."""
    if journal.active_products is not None and money.any_path(refund > 0):
        day = journal.day(month)
        journal.entries.append(journal.active_products.pay_out(month, refund, day))


def _check_balance(journal: Journal, held: Ownership) -> None:
    """Refuse a loan that outgrows the limits or never ends."""
    state = held.state
    longest = loan.longest(state.loan.per_year)
    endless = state.loan.payments is None and state.payments_made >= longest
    if money.any_path(state.balance > money.GROWN_LIMIT):
        message = "the balance grows beyond $1,000,000,000; write a higher payment"
    elif endless and money.any_path(state.balance > 0):
        owed = money.dollars(state.balance)
        message = f"{owed} is still owed after {longest} payments, the longest loan"
        message = f"{message}; {_higher_payment(journal, held)}"
    else:
        return
    setting = "events" if _changed(journal, held) else "loan.payment"
    raise SimulationError(f"purchases[{held.contract.number}].{setting}", message)


def _higher_payment(journal: Journal, held: Ownership) -> str:
    """Say which payment would pay the loan off; without a figure if days or events matter."""
    state = held.state
    if _changed(journal, held) or state.accrued_through is not None:
        return "write a higher payment"
    fits = money.dollars(loan.smallest_payment(state.loan, held.contract.owed, None))
    each = "a month" if state.loan.per_year == MONTHLY else "each"
    return f"{fits} {each} pays it off by then"


def _changed(journal: Journal, held: Ownership) -> bool:
    """Say whether events changed the terms of the current loan; the latest change is last."""
    return bool(journal.changes) and journal.changes[-1].purchase == held.contract.number


def _mark(journal: Journal, held: Ownership, day: date | None) -> Ownership:
    """Record the vehicle's value this month, and the payoff if it differs from the balance."""
    number, month, turn = held.contract.number, held.month, held.turn
    cents = _value(journal, number, turn.valuation, month, held.kept)
    journal.marks.append(Mark(TRADE_IN, month, number, cents, day))
    if turn.private_sale is not None:
        net = value.private_net(turn.private_sale, cents)
        journal.marks.append(Mark(PRIVATE, month, number, net, day))
    asked = transactions.payoff(held.state, day)
    if money.any_path(asked != held.state.balance):
        journal.marks.append(Mark(PAYOFF, month, number, asked, day))
    return held._replace(value=cents)


def _value(
    journal: Journal, number: int, valuation: Valuation, month: int, owned_months: int
) -> int:
    """Give the trade-in value in cents after some months of ownership, in this month's market."""
    market_now, market_then = (journal.market.share(m) for m in (month, month - owned_months))
    try:
        return value.trade_in(valuation, owned_months, market_now, market_then)
    except value.BeyondLimit as beyond:
        message = f"{beyond} in month {owned_months}; check the curve and the market"
        raise SimulationError(f"purchases[{number}].value", message) from beyond
