"""A vehicle's events, month by month: what happens in addition to a payment or in its place."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple, Protocol

from tradein.diagnostic import Diagnostic, warning
from tradein.engine import transactions
from tradein.engine.ledger import PAID, Entry, LoanModification
from tradein.engine.loan_state import ActiveTerms, LoanState
from tradein.engine.transactions import SimulationError
from tradein.finance import dates, loan, money
from tradein.finance.calendar import PaymentCalendar, period
from tradein.finance.terms import MONTH_NAMES, LateFee
from tradein.scenario.events import (
    LAST_MONTH,
    Defer,
    Event,
    Extra,
    Late,
    NewRate,
    Paid,
    Refinance,
    Skip,
)


class MonthResult(NamedTuple):
    """A loan after one month, with the month's entries, changes and warnings."""

    held: LoanState
    entries: list[Entry]
    changes: list[LoanModification]
    warnings: list[Diagnostic]


CLEAR_DAYS = 7
"""A payment with no number is that of a due date which is no more than so many days away."""


class RefinanceCap(NamedTuple):
    """A lender's cap on a loan that pays the old one off."""

    largest: Callable[[int], int]
    """The most that is lent in a month of the chain, in cents."""

    declines: bool
    """Whether the lender declines a larger loan; otherwise the rest is paid in cash."""


Step = Callable[[MonthResult, int, date | None], MonthResult]
"""A change to a loan in a month of the chain, on a day."""


class PausingStep(Protocol):
    """A due date that is left out, for a fee in cents."""

    def __call__(
        self, played: MonthResult, month: int, day: date | None, fee: int = 0
    ) -> MonthResult:
        """Leave it out."""


class PaymentOverride(NamedTuple):
    """What happens on the due dates of a month in place of the payment."""

    path: str
    """The setting that says so."""

    apply: Step
    """What is done on each due date."""

    then: Step | None = None
    """What is done after the last of them, if anything."""

    first: bool = True
    """Whether it is the first of its event; only the first warns if nothing is owed."""

    repeats: bool = False
    """Whether it is one of a series after the first, which may end before its last one."""

    opens: Step | None = None
    """What is done on the first of them, if that is something else."""


class ScheduledAction(NamedTuple):
    """An action in addition to the payment."""

    path: str
    """The setting that says so."""

    apply: Step
    """What is done."""

    day: date | None = None
    """The day; None for the due date, after its payment."""

    first: bool = True
    """Whether it is the first of its event; only the first warns if nothing is owed."""

    late_for: int | None = None
    """The month whose late payment it makes, None if it is no such payment."""


class Agenda:
    """The events of one turn by month: those that replace a payment, and other actions."""

    def __init__(
        self,
        calendar: PaymentCalendar,
        kept: int | None,
        daily: bool,
        late_fee: LateFee | None = None,
        cap: RefinanceCap | None = None,
        existing: bool = False,
        no_payment_in: tuple[int, ...] = (),
    ) -> None:
        """Start empty, before the first payment of the loan's calendar.

        `kept` is how many months the vehicle is kept, None if unknown.  An `existing` loan may be
        refinanced on the first day.  In the calendar months of `no_payment_in`, 1 to 12, no
        payment is due.
        """
        self.no_payment_in = no_payment_in
        self.late_fee, self.cap, self.existing = late_fee, cap, existing
        self.calendar, self.daily, self.next_payment = calendar, daily, 1
        self.last = LAST_MONTH if kept is None else kept
        self.kept = kept
        self.due: dict[int, PaymentOverride] = {}
        self.acts: dict[int, list[ScheduledAction]] = {}
        self.warnings: list[Diagnostic] = []

    def due_dates(self, day: date | None) -> list[date | None]:
        """List the due dates up to the end of a month that no earlier call has listed."""
        if self.calendar.monthly or day is None:
            return [day]
        due = self.calendar.due_by(self.next_payment, day)
        self.next_payment += len(due)
        return [*due]

    def month(self, path: str, at: int | date) -> int:
        """Give the month of ownership for a month number or a date."""
        return at if isinstance(at, int) else self._month_of(f"{path}.date", at)

    def _month_of(self, path: str, at: date) -> int:
        """Give the first month of ownership whose due date is not before a day."""
        signed = self.calendar.day(0)
        if signed is None:
            raise SimulationError(path, "a date needs the first day; write start at the top level")
        if at <= signed:
            message = f"{at} is not after the day of purchase, {signed}; write a later date"
            raise SimulationError(path, message)
        months = range(1, self.last + 1)
        before = bisect_left(months, at, key=lambda month: self.calendar.day(month) or at)
        return months[before] if before < len(months) else self.last + (self.kept is not None)

    def meant(self, path: str, at: int | date, named: set[int]) -> int:
        """Give the month whose payment was made on a date; warn if that is unclear.

        A due date within a week of the date decides.  Otherwise it is the payment due last
        before the date, or the next one if another event names that payment.
        """
        month = self.month(path, at)
        before, after = self.calendar.day(month - 1), self.calendar.day(month)
        if isinstance(at, int) or month == 1 or before is None or after is None:
            return month
        late = (at - before).days
        if late <= CLEAR_DAYS:
            return month - 1
        if (after - at).days <= CLEAR_DAYS or month - 1 in named:
            return month
        message = f"taken for payment {month - 1}, due {before}, {late} days late"
        remedy = f"write `month: {month - 1}` or `month: {month}` beside the date"
        self.warnings.append(warning(path, f"{message}; {remedy}"))
        return month - 1

    def put_due(self, month: int, due: PaymentOverride) -> None:
        """Schedule what replaces a payment; raises SimulationError if something already does."""
        if month in self.due:
            other = self.due[month].path.rpartition(".")[2]
            message = f"the payment of month {month} is already changed by {other}"
            raise SimulationError(due.path, f"{message}; remove one of the two")
        self.due[month] = due

    def put(self, month: int, act: ScheduledAction) -> None:
        """Schedule an action in a month, without a day if it happens on the due date."""
        on_time = not self.daily or act.day == self.calendar.day(month)
        self.acts.setdefault(month, []).append(act._replace(day=None) if on_time else act)


def plan(events: tuple[Event, ...], path: str, agenda: Agenda, precomputed: bool = False) -> Agenda:
    """Schedule the events of a turn by month in an agenda that is empty.

    With monthly interest an event between due dates counts on the next one.  Raises
    SimulationError for a date that is not after the purchase, and for two events that change one
    payment.
    """
    named = set[int]()
    if precomputed:
        _check_precomputed(events, path)
    for number, event in enumerate(events, start=1):
        named.update(_named(agenda, f"{path}.events[{number}]", event))
    for number, event in enumerate(events, start=1):
        here = f"{path}.events[{number}]"
        match event:
            case Skip():
                _put_pause(agenda, here, event, _skip)
            case Defer():
                end = partial(_end_deferral, capitalize=event.capitalize)
                _put_pause(agenda, here, event, _defer, end)
            case Paid():
                _put_paid(agenda, here, event, named)
            case Late():
                _put_late(agenda, here, event)
            case Extra():
                _put_series(agenda, here, event, partial(_pay_extra, path=here, event=event))
            case NewRate():
                _put_once(agenda, here, event, partial(_new_rate, path=here, event=event))
            case Refinance():
                _put_refinance(agenda, here, event)
    return agenda


def _named(agenda: Agenda, path: str, event: Event) -> Iterable[int]:
    """List the months whose payments an event names, by their number or by their due date."""
    match event:
        case Skip() | Defer():
            first = agenda.month(path, event.at)
            return range(first, first + event.months)
        case Late():
            return [month for month, _ in _times(agenda, path, event)]
        case Paid():
            month = event.number or agenda.month(path, event.at)
            exact = event.number or event.at in (month, agenda.calendar.day(month))
            return (month,) if exact else ()
    return ()


def _check_precomputed(events: tuple[Event, ...], path: str) -> None:
    """Refuse every event that would change a precomputed charge."""
    for number, event in enumerate(events, start=1):
        if not isinstance(event, Refinance | Late):
            message = (
                "the charge of this loan was fixed at signing, and only paying it off changes it"
            )
            raise SimulationError(
                f"{path}.events[{number}]", f"{message}; write refinance, or interest: monthly"
            )


def _put_once(agenda: Agenda, path: str, event: Event, step: Step) -> None:
    """Schedule a one-time action, in its month or on its day."""
    on = event.at if isinstance(event.at, date) else None
    agenda.put(agenda.month(path, event.at), ScheduledAction(path, step, on))


def _put_refinance(agenda: Agenda, path: str, event: Refinance) -> None:
    """Schedule a new loan, in the month or on the day; an existing loan's first day is month 0.

    Raises SimulationError for a new loan on the day of purchase.
    """
    step = partial(_refinance, path=path, event=event, cap=agenda.cap)
    if event.at not in (0, agenda.calendar.day(0)):
        _put_once(agenda, path, event, step)
    elif agenda.existing:
        agenda.put(0, ScheduledAction(path, step))
    else:
        message = "the vehicle is bought on this day; write the new loan's terms under `loan`"
        raise SimulationError(path, message)


def _put_pause(
    agenda: Agenda, path: str, event: Skip | Defer, step: PausingStep, end: Step | None = None
) -> None:
    """Replace payments with a pause, with its fee on the first due date and `end` after the last."""
    first = agenda.month(path, event.at)
    for month in range(first, beyond := first + event.months):
        at_end = end if month == beyond - 1 else None
        opens = partial(step, fee=event.fee) if month == first else None
        agenda.put_due(month, PaymentOverride(path, step, at_end, month == first, opens=opens))


def _put_paid(agenda: Agenda, path: str, event: Paid, named: set[int]) -> None:
    """Replace a scheduled payment with the amount actually paid."""
    _check_monthly(agenda, f"{path}.payment", "write a skip and an extra")
    there = agenda.month(path, event.at)  # also with a number, a day before the purchase is refused
    month = event.number or agenda.meant(path, event.at, named)
    named.add(month)
    due = agenda.calendar.day(month)
    on = event.at if isinstance(event.at, date) else None
    days = (on - due).days if on is not None and due is not None else 0
    charged = event.cents > 0 and _costs(agenda, days)
    if not agenda.daily or days == 0:
        pay = partial(_pay_instead, cents=event.cents, charged=charged)
        agenda.put_due(month, PaymentOverride(path, pay))
    elif days < 0:
        agenda.put_due(month, PaymentOverride(path, _skip, first=False))
        _put_once(agenda, path, event, partial(_pay_on_another_day, cents=event.cents))
    else:
        agenda.put_due(month, PaymentOverride(path, partial(_let_pass, number=month), first=False))
        if charged:
            _put_charge(agenda, path, month)
        pay = partial(_pay_missed, path=path, number=month, cents=event.cents)
        agenda.put(there, ScheduledAction(path, pay, on, late_for=month))


def _check_monthly(agenda: Agenda, path: str, remedy: str) -> None:
    """Refuse what stands for the one payment of a month where there are more."""
    if not agenda.calendar.monthly:
        message = "this stands for a month's payment, and there are more"
        raise SimulationError(path, f"{message}; {remedy}")


def _costs(agenda: Agenda, days: int) -> bool:
    """Say whether a payment so many days late costs a fee."""
    return agenda.late_fee is not None and agenda.late_fee.charges(days)


def _put_charge(agenda: Agenda, path: str, number: int) -> None:
    """Schedule the fee for the late payment of a month, on the first day after the grace."""
    due, fee = agenda.calendar.day(number), agenda.late_fee
    if due is not None and fee is not None:
        on = due + timedelta(days=fee.grace_days + 1)
        act = ScheduledAction(path, partial(_charge, number=number), on, first=False)
        agenda.put(agenda.month(path, on), act)


def _put_late(agenda: Agenda, path: str, event: Late) -> None:
    """Let the payments of an event be made so many days after they are due."""
    _check_monthly(agenda, f"{path}.late", "remove it")
    charged = _costs(agenda, event.days)
    for month, first in _times(agenda, path, event):
        due = agenda.calendar.day(month)
        if due is not None and due.month in agenda.no_payment_in:
            if first:
                name = MONTH_NAMES[due.month - 1]
                agenda.warnings.append(warning(path, f"no payment is due in {name}"))
            continue
        if not agenda.daily or due is None:
            pay = partial(_pay_instead, cents=None, charged=charged)
            agenda.put_due(month, PaymentOverride(path, pay, first=first, repeats=not first))
            continue
        step = partial(_let_pass, number=month)
        agenda.put_due(month, PaymentOverride(path, step, first=False, repeats=not first))
        if charged:
            _put_charge(agenda, path, month)
        pay = partial(_pay_missed, path=path, number=month)
        on = due + timedelta(days=event.days)
        agenda.put(month + 1, ScheduledAction(path, pay, on, first, month))


def _times(agenda: Agenda, path: str, event: Late) -> Iterator[tuple[int, bool]]:
    """List the months of a series of due dates, and whether each is the first."""
    first, last = agenda.month(path, event.at), _last_of(agenda, path, event)
    step = event.every_months or LAST_MONTH
    return ((month, month == first) for month in range(first, max(first, last) + 1, step))


def _last_of(agenda: Agenda, path: str, event: Extra | Late) -> int:
    """Give the last month of a series; raises SimulationError if that comes before its first."""
    if event.until_month is None:
        return agenda.last
    first = agenda.month(path, event.at)
    if event.until_month < first:
        message = f"the series begins in month {first}, after month {event.until_month}"
        raise SimulationError(f"{path}.until", f"{message}; write a later end")
    return min(event.until_month, agenda.last)


def _put_series(agenda: Agenda, path: str, event: Extra, step: Step) -> None:
    """Schedule every payment of a series, up to its last month or the end of the turn."""
    if event.every_months is None and event.every_days is None:
        _put_once(agenda, path, event, step)
        return
    last, first = _last_of(agenda, path, event), agenda.month(path, event.at)
    _put_once(agenda, path, event, step)
    if event.every_months is None:
        _put_weeks(agenda, path, event, step, last)
        return
    month = first
    for count in range(1, LAST_MONTH):
        on = None
        if isinstance(event.at, date):
            on = dates.months_after(event.at, count * event.every_months)
            while month <= last and (agenda.calendar.day(month) or on) < on:
                month += 1
        else:
            month = first + count * event.every_months
        if month > last:
            return
        agenda.put(month, ScheduledAction(path, step, on, first=False))


def play_first_day(agenda: Agenda, held: LoanState, day: date | None) -> MonthResult:
    """Apply what happens on the first day of the chain, before its first month."""
    played = MonthResult(held, [], [], [])
    for act in agenda.acts.get(0, []):
        played = _act(played, act, 0, day)
    return played


def _put_weeks(agenda: Agenda, path: str, event: Extra, step: Step, last: int) -> None:
    """Schedule the payments of a series by weeks after its first, up to the due date of `last`."""
    month = agenda.month(path, event.at)
    on = agenda.calendar.day(month) if isinstance(event.at, int) else event.at
    if on is None or event.every_days is None:
        raise SimulationError(
            f"{path}.every", "weeks need the first day; write start at the top level"
        )
    while True:
        on = on + timedelta(days=event.every_days)
        while month <= last and (agenda.calendar.day(month) or on) < on:
            month += 1
        if month > last:
            return
        agenda.put(month, ScheduledAction(path, step, on, first=False))


def play_month(
    agenda: Agenda, held: LoanState, kept: int, month: int, day: date | None
) -> MonthResult:
    """Play one month of ownership: actions before, on and after its due dates."""
    played, acts = MonthResult(held, [], [], []), agenda.acts.get(kept, [])
    dated = sorted((a for a in acts if a.day), key=lambda a: a.day or date.min)
    dues = agenda.due_dates(day)
    if not dues and kept in agenda.due:
        played = _warned(played, agenda.due[kept].path, "no payment is due in one of its months")
    for number, on in enumerate(dues, start=1):
        while dated and on and (dated[0].day or on) < on:
            played = _act(played, act := dated.pop(0), month, act.day)
        at = (number == 1, number == len(dues))
        played = _due(played, agenda.due.get(kept), month, on, *at)
    for act in dated:
        played = _act(played, act, month, act.day)
    for act in (a for a in acts if a.day is None):
        played = _act(played, act, month, day)
    return played


def _due(
    played: MonthResult,
    due: PaymentOverride | None,
    month: int,
    day: date | None,
    first: bool,
    last: bool,
) -> MonthResult:
    """Play one due date if anything is owed; it may be the `first` and the `last` one of the month."""
    if not money.any_path(played.held.balance > 0):
        return _idle(played, due.path) if due and due.first else played
    if due is None:
        return _booked(played, transactions.fall_due(played.held, month, day))
    step = due.opens if due.opens and first else due.apply
    played = step(played, month, day)
    return due.then(played, month, day) if due.then and last else played


def unreached(agenda: Agenda, kept: int, held: LoanState) -> Iterator[Diagnostic]:
    """Warn of events scheduled after the month in which the turn ends, given the loan then."""
    acts = [(m, act) for m, some in agenda.acts.items() for act in some]
    comes = {act.path: [m] for m, act in acts if act.first and act.late_for is None}
    for month, due in agenda.due.items():
        if due.repeats:
            continue
        comes.setdefault(due.path, []).append(month)
    why = "the loan is paid off" if agenda.kept is None else "the vehicle's turn ends"
    for m, act in acts:
        if act.late_for in held.outstanding and m > kept:
            message = f"payment {act.late_for} is never made: {why} in month {kept}"
            yield warning(act.path, f"{message}, and the payoff has what was due")
    for path, months in sorted(comes.items(), key=lambda item: item[1]):
        late = sum(month > kept for month in months)
        if late == len(months):
            yield warning(path, f"this never happens: {why} in month {kept} of ownership")
        elif late:
            yield warning(path, f"{late} of its months never come: {why} in month {kept}")


def _idle(played: MonthResult, path: str) -> MonthResult:
    """Warn that an event has no effect because the loan is paid off."""
    return _warned(played, path, "ignored: the loan is already paid off")


def _warned(played: MonthResult, path: str, message: str) -> MonthResult:
    return played._replace(warnings=[*played.warnings, warning(path, message)])


def _booked(played: MonthResult, after: tuple[LoanState, Entry]) -> MonthResult:
    return played._replace(held=after[0], entries=[*played.entries, after[1]])


def _changed(
    played: MonthResult,
    kind: str,
    held: LoanState,
    month: int,
    day: date | None,
    payment_path: str | None = None,
) -> MonthResult:
    """Continue with changed terms, and record the change."""
    change = LoanModification(kind, month, held.loan.number, day, held, payment_path)
    return played._replace(held=held, changes=[*played.changes, change])


def _act(played: MonthResult, act: ScheduledAction, month: int, day: date | None) -> MonthResult:
    """Apply one action; if nothing is owed, warn that it has no effect."""
    if not money.any_path(played.held.balance > 0):
        return _idle(played, act.path) if act.first else played
    return act.apply(played, month, day)


def _pay_instead(
    played: MonthResult, month: int, day: date | None, cents: int | None, charged: bool
) -> MonthResult:
    """Pay the actual amount (cents) on a due date, None for what is due, and a fee if charged."""
    if charged:
        played = _booked(played, transactions.charge_late_fee(played.held, month, day))
    return _booked(played, transactions.pay(played.held, month, day, cents))


def _pay_on_another_day(
    played: MonthResult, month: int, day: date | None, cents: int
) -> MonthResult:
    """Pay the actual amount (cents) on a day that is not a due date."""
    return _booked(played, transactions.pay_extra(played.held, month, day, cents, PAID))


def _let_pass(played: MonthResult, month: int, day: date | None, number: int) -> MonthResult:
    """Let the due date of a payment go by, which is to be made later."""
    played = _skip(played, month, day)
    outstanding = (*played.held.outstanding, number)
    return played._replace(held=played.held._replace(outstanding=outstanding))


def _charge(played: MonthResult, month: int, day: date | None, number: int) -> MonthResult:
    """Charge the fee for a late payment, unless it is no longer to be made."""
    if number not in played.held.outstanding:
        return played
    return _booked(played, transactions.charge_late_fee(played.held, month, day))


def _pay_missed(
    played: MonthResult,
    month: int,
    day: date | None,
    path: str,
    number: int,
    cents: int | None = None,
) -> MonthResult:
    """Make the late payment of a month, of so many cents or of what was due.

    A loan that was refinanced in between has no such payment: its payoff had it.
    """
    held = played.held
    if number not in held.outstanding:
        message = f"payment {number} is never made: the loan was refinanced before"
        return _warned(played, path, f"{message}, and the payoff has what was due")
    held = held._replace(outstanding=tuple(n for n in held.outstanding if n != number))
    if cents is None:
        return _booked(played, transactions.pay_late(held, month, day))
    return _booked(played, transactions.pay_extra(held, month, day, cents, PAID))


def _skip(played: MonthResult, month: int, day: date | None, fee: int = 0) -> MonthResult:
    """Skip a due date for a fee (cents); the end of the loan does not move."""
    return _booked(played, transactions.skip_payment(played.held, month, day, fee))


def _defer(played: MonthResult, month: int, day: date | None, fee: int = 0) -> MonthResult:
    """Skip a due date for a fee (cents), and extend the loan by one payment."""
    held = played.held
    if held.loan.payments is not None:
        lent = held.loan._replace(payments=held.loan.payments + 1)
        played = played._replace(held=held._replace(loan=lent))
    return _skip(played, month, day, fee)


def _end_deferral(
    played: MonthResult, month: int, day: date | None, capitalize: bool
) -> MonthResult:
    """Capitalize the interest owed if that was agreed, and record the new term."""
    if capitalize:
        played = _booked(played, transactions.capitalize(played.held, month, day))
    return _changed(played, "defer", played.held, month, day)


def _pay_extra(
    played: MonthResult, month: int, day: date | None, path: str, event: Extra
) -> MonthResult:
    played = _booked(played, transactions.pay_extra(played.held, month, day, event.cents))
    held = played.held
    if not event.lower_payment or not money.any_path(held.balance > 0):
        return played
    if held.loan.payments is None:
        message = "a lower payment needs the term; write loan.months, or remove this"
        raise SimulationError(f"{path}.then", message)
    return _changed(played, "extra", transactions.reamortize(held, day), month, day)


def _new_rate(
    played: MonthResult, month: int, day: date | None, path: str, event: NewRate
) -> MonthResult:
    played = _booked(played, transactions.change_rate(played.held, month, day, event.apr_ppm))
    held = transactions.reamortize(played.held, day)
    interest, payment = transactions.period_interest(held), held.loan.payment
    if held.loan.payments is None and money.any_path((payment <= interest) & (held.balance > 0)):
        message = f"{money.dollars(payment)} does not cover {_period(held.loan)} interest of "
        raise SimulationError(
            f"{path}.rate", f"{message}{money.dollars(interest)} then; write loan.months"
        )
    return _changed(played, "rate", held, month, day)


def _period(lent: ActiveTerms) -> str:
    return f"a {period(lent.per_year)}'s"


def _over_cap(cap: RefinanceCap | None, amount: int, month: int, path: str) -> int:
    """Give what a new loan lends over the lender's cap, in cents.

    Raises SimulationError if the lender declines it in some markets only.
    """
    over = 0 if cap is None else money.maximum(amount - cap.largest(month), 0)
    some = money.any_path(over > 0) and money.any_path((over == 0) & (amount > 0))
    if cap is not None and cap.declines and some:
        message = "the lender declines this in some markets and not in others; write cash_in"
        raise SimulationError(path, message)
    return over


def _told_of_cap(
    played: MonthResult, cap: RefinanceCap, over: int, path: str, event: Refinance
) -> MonthResult:
    """Warn that a new loan is over the lender's cap, and of the cash that makes it fit."""
    lead, more = "the new loan is", money.dollars(over)
    if not cap.declines:
        message = f"{lead} {more} over the lender's max_ltv cap; you pay that in cash"
        return _warned(played, path, message)
    fits = money.dollars(event.cash_in + over)
    message = f"declined: {lead} {more} over the lender's max_ltv cap, and the old one goes on"
    return _warned(played, path, f"{message}; `cash_in: {fits}` makes it fit")


def _refinance(
    played: MonthResult,
    month: int,
    day: date | None,
    path: str,
    event: Refinance,
    cap: RefinanceCap | None,
) -> MonthResult:
    held, here = played.held, f"{path}.refinance"
    owing = held.balance > 0
    fee, cash = event.fee * owing, (event.cash_out - event.cash_in) * owing
    amount = (transactions.payoff(held, day) + fee + cash) * owing
    excess = _over_cap(cap, amount, month, here)
    if cap is not None and money.any_path(excess > 0):
        played = _told_of_cap(played, cap, excess, here, event)
        if cap.declines:
            return played
        cash, amount = cash - excess, amount - excess
    if money.any_path((amount <= 0) & owing):
        raise SimulationError(
            f"{here}.cash_in", "nothing is left to lend; write extra to pay the loan off"
        )
    if money.any_path(amount > money.LIMIT):
        over = f"the new loan, {money.dollars(amount)}, is over the limit of $10,000,000"
        raise SimulationError(f"{here}.cash_out", f"{over}; check the amounts")
    lent = _refinanced(held.loan, event)
    interest = loan.month_interest(amount, lent.apr_ppm, lent.per_year)
    if event.payment is None:
        number = lent.payments or loan.longest(lent.per_year)
        growth = lent.growth(day, number)
        lent = lent._replace(payment=loan.payment_for(lent, amount, number, growth))
    elif money.any_path((event.payment <= interest) & owing):
        message = f"{money.dollars(event.payment)} does not cover more than {_period(lent)}"
        message = f"{message} interest of {money.dollars(interest)}"
        raise SimulationError(f"{here}.payment", f"{message}; write a higher one")
    played = _booked(played, transactions.refinance(held, lent, fee, cash, month, day))
    written = None if event.payment is None else f"{here}.payment"
    return _changed(played, "refinance", played.held, month, day, written)


def _refinanced(old: ActiveTerms, event: Refinance) -> ActiveTerms:
    """Give the terms of a new loan, with the written payment in cents, or 0 if there is none."""
    number = loan.payments_in(event.months, old.per_year) if event.months else None
    return old._replace(
        apr_ppm=event.apr_ppm,
        payment=event.payment or 0,
        payments=number,
        negative_amortization=False,
        balloon=0,
        plan=None,
        no_payment_in=(),
        calendar=None,
    )
