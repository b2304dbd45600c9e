"""What happens between two trades: payments, extras, pauses, new rates and new loans."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import Any

from oracle.books import Chain, Layers, State, added, shared
from oracle.dates import Dates, dues_of, following
from oracle.loan import (
    MOST_FINANCED,
    PER_YEAR,
    Loan,
    interest_of_days,
    level_after,
    level_between,
    level_over,
    level_payment,
    loan_on,
    months_between,
    paying,
)
from oracle.reading import SimulationError, cents, day, half_up, length, percent, share


@dataclass
class Happening:
    """An event other than a payment: in a month, on a day between two due dates or on a due date."""

    month: int
    between: str | None
    event: dict[str, Any]


@dataclass
class Diary:
    """The events of a turn: those that replace payments, by month, and all others."""

    in_place: dict[int, dict[str, Any]] = field(default_factory=dict)
    beside: list[Happening] = field(default_factory=list)

    def instead(self, month: int, what: dict[str, Any]) -> None:
        if month in self.in_place:
            raise SimulationError("two events change one payment")
        self.in_place[month] = what


def diary_of(
    events: list[dict[str, Any]],
    dates: Dates,
    keep: int | None,
    daily: bool,
    end: int,
    loan: Loan,
    existing: bool,
) -> Diary:
    """Lay events out by month of ownership; `end` is a month in which nothing is owed for long."""
    diary, end = Diary(), min(end, keep or end)
    today = [event for event in events if on_first_day(event, dates)]
    if today and not existing:
        raise SimulationError("a purchase that is refinanced on its day")
    diary.beside += [Happening(0, None, event) for event in today]
    events = [event for event in events if event not in today]
    named = set().union(*(named_by(event, dates, keep, end) for event in events))
    for event in events:
        first = first_month(event, dates, keep)
        if "skip" in event or "defer" in event:
            pause(diary, event, first)
        elif "payment" in event:
            really_paid(diary, event, dates, daily, named, loan)
        elif "late" in event:
            for month in late_months(event, first, end):
                pays_late(diary, event, dates, daily, loan, month)
        else:
            for month, date in times(event, first, dates, end):
                between = date if daily and date != dates.due(month) else None
                diary.beside.append(Happening(month, between, event))
    return diary


def on_first_day(event: dict[str, Any], dates: Dates) -> bool:
    """Whether a new loan pays the old one off on the very first day."""
    signed = event.get("date") == str(dates.signed) if "date" in event else None
    return "refinance" in event and (signed or str(event.get("month")).split()[0] == "0")


def named_by(event: dict[str, Any], dates: Dates, keep: int | None, end: int) -> set[int]:
    """The payments that an event names: those of a pause, one with its number, one on a due date."""
    first = first_month(event, dates, keep)
    if "skip" in event or "defer" in event:
        return {*range(first, first + length(event.get("skip") or event["defer"]))}
    if "late" in event:
        return {*late_months(event, first, end)}
    if "payment" not in event:
        return set()
    if "month" in event:
        return {length(event["month"])}
    return {first} if event["date"] == dates.due(first) else set()


def first_month(event: dict[str, Any], dates: Dates, keep: int | None) -> int:
    if "date" in event:
        if event["date"] <= str(dates.signed):
            raise SimulationError("an event on or before the day of purchase")
        month = dates.on_or_before_due(event["date"])
    else:
        month = length(event["month"])
    return month


def pause(diary: Diary, event: dict[str, Any], first: int) -> None:
    last = first + length(event.get("skip") or event["defer"]) - 1
    for month in range(first, last + 1):
        capitalise = event.get("capitalize") in ("yes", "true") and month == last
        later, ends = "defer" in event, "defer" in event and month == last
        costs = cents(event.get("fee")) if month == first else 0
        what = {"later": later, "ends": ends, "capitalise": capitalise, "costs": costs}
        diary.instead(month, what)


NOTHING = {"later": False, "ends": False, "capitalise": False}


def days_after(date: str | None, days: int) -> str:
    there = datetime.date.fromisoformat(str(date)) + datetime.timedelta(days=days)
    return there.isoformat()


def late_months(event: dict[str, Any], first: int, end: int) -> list[int]:
    """The months whose payments are late: none but the first without `every`."""
    if "every" not in event:
        return [first]
    day_is_not_looked_at = {**event, "date": None}
    del day_is_not_looked_at["date"]
    months = times(day_is_not_looked_at, first, Dates(None, None, 0), end)
    return [first, *(month for month, _ in months if month != first)]


def pays_late(
    diary: Diary, event: dict[str, Any], dates: Dates, daily: bool, loan: Loan, month: int
) -> None:
    """A payment by the day is made after its due date; by the month it only costs a fee."""
    days = int(event["late"].split()[0])
    if loan.free and int(str(dates.due(month))[5:7]) in loan.free:
        return
    if not daily:
        diary.instead(month, {"paid": None, "fee": loan.too_late(days)})
        return
    diary.instead(month, {**NOTHING, "missed": month})
    charge(diary, dates, loan, month, days)
    on = days_after(dates.due(month), days)
    diary.beside.append(Happening(month + 1, on, {"makes": month}))


def charge(diary: Diary, dates: Dates, loan: Loan, month: int, days: int) -> None:
    """The fee for a late payment falls due on the day after the grace."""
    if loan.too_late(days):
        grace = int(loan.late.get("grace", "10 days").split()[0])
        on = days_after(dates.due(month), grace + 1)
        there = dates.on_or_before_due(on)
        between = None if on == dates.due(there) else on
        diary.beside.append(Happening(there, between, {"fee for": month}))


def really_paid(
    diary: Diary, event: dict[str, Any], dates: Dates, daily: bool, named: set[int], loan: Loan
) -> None:
    known = "month" in event
    month = length(event["month"]) if known else dates.payment_made(event["date"], named)
    named.add(month)
    late = 0
    if "date" in event:
        written = datetime.date.fromisoformat(event["date"])
        late = (written - datetime.date.fromisoformat(str(dates.due(month)))).days
    counts = late if cents(event["payment"]) else 0
    if daily and "date" in event and event["date"] != dates.due(month):
        diary.instead(month, {**NOTHING, "missed": month} if late > 0 else NOTHING)
        charge(diary, dates, loan, month, counts)
        there = dates.on_or_before_due(event["date"])
        event = {**event, "makes": month} if late > 0 else event
        between = None if event["date"] == dates.due(there) else event["date"]
        diary.beside.append(Happening(there, between, event))
    else:
        fee = loan.too_late(counts)
        diary.instead(month, {"paid": cents(event["payment"]), "fee": fee})


def times(
    event: dict[str, Any], first: int, dates: Dates, end: int
) -> Iterator[tuple[int, str | None]]:
    """The months, with the days where they are written, on which an event comes."""
    if "every" not in event:
        yield first, event.get("date")
        return
    step = {"month": 1, "year": 12, "week": 7, "2 weeks": 14}[event["every"]]
    until = length(event["until"]) if "until" in event else end
    if until < first and "until" in event:
        raise SimulationError("a series that ends before it begins")
    month, count = first, 0
    if "week" in event["every"]:
        on = event.get("date", dates.due(first))
        while month <= min(until, end):
            yield month, on
            on = days_after(on, step)
            month = dates.on_or_before_due(on)
        return
    while month <= min(until, end):
        yield month, day(event["date"], count * step) if "date" in event else None
        count += 1
        if "date" in event:
            month = dates.on_or_before_due(str(day(event["date"], count * step)))
        else:
            month = first + count * step


@dataclass
class Debt:
    """A loan under way: interest carried, due dates gone by, and the day up to which interest is counted."""

    loan: Loan
    number: int
    counted: str | None
    gone: int = 0
    unpaid: int = 0
    fees: int = 0
    missing: set[int] = field(default_factory=set)
    flows: dict[str, int] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    value: Callable[[], int] = lambda: 0
    cap: str | None = None
    declines: bool = False
    states: list[State] = field(default_factory=list)
    dates: Dates | None = None

    def note(self, balance: int, date: str | None) -> None:
        """Keep what is owed after something was done on a day."""
        if date is not None:
            since = self.counted if self.loan.by_days() else date
            apr = Fraction(0) if self.loan.plan else self.loan.apr or Fraction(0)
            year = self.loan.by_days() or Fraction(365)
            state = State(date, balance, self.unpaid, str(since), apr, year, self.fees)
            self.states.append(state)

    def owed_interest(self, balance: int, date: str | None, month_is_over: bool) -> int:
        """The interest owed by a day: what was carried, and this period's."""
        if year := self.loan.by_days():
            since = datetime.date.fromisoformat(str(self.counted))
            days = (datetime.date.fromisoformat(str(date)) - since).days
            return self.unpaid + interest_of_days(balance, self.loan.apr or Fraction(0), days, year)
        if self.loan.odd is not None and month_is_over:
            of_odd = half_up(balance * (self.loan.apr or Fraction(0)) * self.loan.odd / 12)
            return self.unpaid + of_odd
        return self.unpaid + (self.loan.interest(balance) if month_is_over else 0)

    def left(self) -> int | None:
        """The payments that are left."""
        return None if self.loan.payments is None else max(1, self.loan.payments - self.gone)

    def level(self, balance: int, date: str | None) -> None:
        """Pay what is owed on a day off by the payments left, over equal periods or the days to them."""
        if self.loan.payments is None:
            return
        apr, left, year = self.loan.apr or Fraction(0), self.left() or 1, self.loan.by_days()
        balloon = min(self.loan.balloon, balance)
        shape = (balloon, self.loan.rounding)
        days = following(self.dates, 12, date, left) if self.loan.free and self.dates else []
        if self.loan.free and not self.loan.level_by_days:
            months = months_between(days, self.loan.free, self.loan.odd)
            self.loan.payment = level_between(balance, apr, months, *shape)
        elif self.loan.odd is not None:
            self.loan.payment = level_after(balance, apr, self.loan.odd, left, *shape)
        elif self.loan.level_by_days and self.dates and year:
            days = following(self.dates, self.loan.per_year, date, left)
            days = paying(days, self.loan.free)
            self.loan.payment = level_over(balance, apr, [str(date), *days], year, *shape)
        else:
            self.loan.payment = level_payment(balance, apr, left, *shape, self.loan.per_year)


def went(chain: Chain, debt: Debt, paid: int, interest: int, **others: int) -> Layers:
    """Book a flow of the month: interest falls on the layers, which are given, and principal comes off them."""
    fee = others.get("fee", 0)
    parts = chain.accrue(debt.number, interest)
    principal = paid - interest - fee
    for name, amount in {
        "payment": paid,
        "interest": interest,
        "principal": principal,
        **others,
    }.items():
        debt.flows[name] = debt.flows.get(name, 0) + amount
    return parts


def live(chain: Chain, debt: Debt, diary: Diary, month: int, dates: Dates) -> None:
    """One month of ownership: its payments, what lies between them, and what is done after the last on its day."""
    debt.flows = {}
    here = [entry for entry in diary.beside if entry.month == month]
    between = sorted(
        (entry for entry in here if entry.between), key=lambda entry: str(entry.between)
    )
    dues, done = dues_of(dates, debt.loan.per_year, month), 0
    for number, due in enumerate(dues, start=1):
        while done < len(between) and str(between[done].between) < str(due):
            act(chain, debt, between[done].event, between[done].between)
            debt.note(chain.balance(), between[done].between)
            done += 1
        instead = diary.in_place.get(month)
        if instead and number < len(dues) and "paid" not in instead:
            instead = {**instead, "ends": False, "capitalise": False}
        if instead and number > 1 and "paid" not in instead:
            instead = {**instead, "costs": 0}
        if chain.balance():
            on_due_date(chain, debt, instead, due)
            debt.note(chain.balance(), due)
    for entry in between[done:]:
        act(chain, debt, entry.event, entry.between)
        debt.note(chain.balance(), entry.between)
    for entry in here:
        if entry.between is None:
            act(chain, debt, entry.event, dates.due(month))
            debt.note(chain.balance(), dates.due(month))


def on_due_date(chain: Chain, debt: Debt, instead: dict[str, Any] | None, due: str | None) -> None:
    loan = debt.loan
    debt.gone += 1
    if instead and instead.get("fee"):
        charged(chain, debt)
    if loan.plan is not None:
        paid, after = loan.plan.payments[debt.gone - 1], loan.plan.balances[debt.gone]
        take(chain, debt, paid, paid - chain.balance() + after, may_grow=True)
        return
    is_last = loan.payments is not None and debt.gone >= loan.payments
    if instead is None and loan.free and int(str(due)[5:7]) in loan.free and not is_last:
        instead = NOTHING
    if instead is None or "paid" in instead:
        interest = debt.owed_interest(chain.balance(), due, month_is_over=True)
        everything = chain.balance() + interest
        written = None if instead is None else instead["paid"]
        paid = min(loan.payment if written is None else written, everything)
        paid = everything if is_last and written is None else paid
        take(chain, debt, paid, interest, may_grow=loan.grows)
        debt.counted, loan.odd = due, None
        return
    if "missed" in instead:
        debt.missing.add(instead["missed"])
    if asked := instead.get("costs", 0):
        parts = went(chain, debt, asked, 0, fee=asked)
        chain.fell(debt.number, chain.layers, parts, asked)
        chain.pause_fees += asked
    if instead["later"] and loan.payments is not None:
        loan.payments += 1
    if not loan.by_days():
        debt.unpaid = debt.owed_interest(chain.balance(), due, month_is_over=True)
    loan.odd = None
    if instead["capitalise"]:
        grown = debt.owed_interest(chain.balance(), due, month_is_over=False)
        before, parts = chain.layers, went(chain, debt, 0, grown, capitalised=grown)
        chain.layers = added(chain.layers, shared(-grown, chain.layers), -1)
        chain.fell(debt.number, before, parts)
        debt.unpaid, debt.counted = 0, due
    if instead["ends"]:
        change(chain, debt, "defer", due)


def charged(chain: Chain, debt: Debt) -> None:
    debt.fees += debt.loan.late_fee()
    chain.late_fees += debt.loan.late_fee()


def take(
    chain: Chain, debt: Debt, paid: int, interest: int, may_grow: bool = False, **others: int
) -> None:
    """A payment goes to interest first, then to principal."""
    of_interest = interest if may_grow else min(paid, interest)
    fee = debt.fees if paid else 0
    debt.fees -= fee
    before, parts = chain.layers, went(chain, debt, paid + fee, of_interest, fee=fee, **others)
    chain.layers = added(chain.layers, shared(paid - of_interest, chain.layers), -1)
    chain.fell(debt.number, before, parts, paid + fee)
    debt.unpaid = interest - of_interest


def change(chain: Chain, debt: Debt, what: str, date: str | None) -> None:
    debt.changes.append(
        {
            "month": chain.month,
            "date": date,
            "what": what,
            "balance": chain.balance(),
            "apr_percent": percent(debt.loan.apr or Fraction(0), 4),
            "payments": debt.left(),
            "payment": debt.loan.payment,
            "ltv_percent": loan_to_value(chain, debt) if what == "refinance" else None,
        }
    )


def loan_to_value(chain: Chain, debt: Debt) -> Any:
    worth = debt.value()
    return percent(Fraction(chain.balance(), worth), 2) if worth else None


def act(chain: Chain, debt: Debt, event: dict[str, Any], date: str | None) -> None:
    """Carry out an event other than a payment, if anything is owed."""
    if not chain.balance():
        return
    interest = debt.owed_interest(chain.balance(), date, month_is_over=False)
    late = event.get("fee for", event.get("makes"))
    if late is not None and late not in debt.missing:
        return
    if "fee for" in event:
        charged(chain, debt)
        return
    debt.missing.discard(event.get("makes", 0))
    if "makes" in event and "payment" not in event:
        everything, loan = chain.balance() + interest, debt.loan
        is_last = loan.payments is not None and debt.gone >= loan.payments
        paid = everything if is_last else min(loan.payment, everything)
        take(chain, debt, paid, interest)
        debt.counted = date
    elif "extra" in event or "payment" in event:
        paid = min(cents(event.get("extra") or event["payment"]), chain.balance() + interest)
        take(chain, debt, paid, interest, extra=paid if "extra" in event else 0)
        debt.counted = date
        if event.get("then") == "lower payment" and chain.balance():
            lower_payment(chain, debt, date)
    elif "rate" in event:
        new_rate(chain, debt, share(event["rate"]), interest, date)
    else:
        refinance(chain, debt, event["refinance"], interest, date)


def lower_payment(chain: Chain, debt: Debt, date: str | None) -> None:
    if debt.loan.payments is None:
        raise SimulationError("a lower payment over an unknown term")
    debt.level(chain.balance(), date)
    change(chain, debt, "extra", date)


def new_rate(chain: Chain, debt: Debt, apr: Fraction, interest: int, date: str | None) -> None:
    debt.unpaid, debt.counted, debt.loan.apr = interest, date, apr
    debt.level(chain.balance(), date)
    never_ends = debt.loan.payment <= debt.loan.interest(chain.balance())
    if debt.loan.payments is None and never_ends:
        raise SimulationError("the payment does not exceed a month's interest at the new rate")
    change(chain, debt, "rate", date)


def refinance(
    chain: Chain, debt: Debt, terms: dict[str, str], interest: int, date: str | None
) -> None:
    fee, out, brought = (cents(terms.get(key)) for key in ("fee", "cash_out", "cash_in"))
    fee, lent = fee + debt.fees, chain.balance() + interest + debt.fees + fee + out - brought
    over = 0 if debt.cap is None else max(0, lent - floor(share(debt.cap) * debt.value()))
    if over and debt.declines:
        return
    brought, lent = brought + over, lent - over
    debt.fees, debt.missing = 0, set()
    if not 0 < lent <= MOST_FINANCED:
        raise SimulationError("a new loan of nothing, or of too much")
    agreed = {key: terms[key] for key in ("apr", "months", "payment") if key in terms}
    agreed |= debt.loan.late
    agreed["rounding"] = debt.loan.rounding
    agreed["day_count"] = debt.loan.day_count
    agreed["level_by"] = "days" if debt.loan.level_by_days else "months"
    agreed["frequency"] = {n: name for name, n in PER_YEAR.items()}[debt.loan.per_year]
    loan = loan_on(lent, agreed | {"interest": "daily" if debt.loan.daily else "monthly"})
    loan.odd = debt.loan.odd
    more = lent - chain.balance()
    before, parts = dict(chain.layers), went(chain, debt, brought - out, interest, fee=fee)
    chain.anew.append((debt.number, chain.month, interest, fee))
    debt.flows["payment"] += out - brought
    debt.flows["cash_out"] = debt.flows.get("cash_out", 0) + out - brought
    if more < 0:
        chain.layers = added(chain.layers, shared(-more, chain.layers), -1)
    else:
        chain.layers[debt.number] += more
    chain.fell(debt.number, before, parts)
    debt.loan, debt.gone, debt.unpaid, debt.counted = loan, 0, 0, date
    if "payment" not in terms:
        debt.level(chain.balance(), date)
    change(chain, debt, "refinance", date)
