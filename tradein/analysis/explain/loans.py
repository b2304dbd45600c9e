"""Explains a loan: what is owed after a month, its interest, its payment, its payoff."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext
from typing import NamedTuple

from tradein.analysis.explain import deals
from tradein.analysis.explain.steps import Dollars, Factor, Rate, Step, Sum, Term, added, paths
from tradein.analysis.results import Results
from tradein.engine.ledger import (
    CAPITALIZED,
    EXTRA,
    INTEREST,
    LOAN,
    PAID,
    REFINANCED,
    REFUNDED,
    SIGNING,
    SKIPPED,
    SOLD,
    Account,
    Contract,
    Entry,
    LoanModification,
    of_purchase,
)
from tradein.engine.loan_state import ActiveTerms
from tradein.finance import dates, loan
from tradein.finance.loan import Growth
from tradein.finance.terms import NEAREST


class Book(NamedTuple):
    """What happened to the loan of one purchase: its entries, each with the balance before it."""

    contract: Contract
    changes: Sequence[LoanModification]
    entries: list[Entry]
    before: list[int]

    def of_month(self, month: int) -> list[int]:
        """Give the places of what happened to the balance in a month, after signing."""
        own = [i for i, entry in enumerate(self.entries) if entry.month == month]
        return [i for i in own if self.entries[i].kind not in SIGNING]

    def after(self, at: int) -> int:
        """Give the balance after an entry, in cents."""
        return self.before[at] - self._posted(self.entries[at])

    def through(self, at: int) -> date | None:
        """Give the day through which interest is counted after an entry; that of signing at first."""
        entry = self.entries[at]
        return self.contract.date if entry.kind in SIGNING else entry.accrued_through

    def _posted(self, entry: Entry) -> int:
        return entry.postings.get((LOAN, self.contract.number), 0)

    def terms_before(self, at: int) -> list[tuple[ActiveTerms, LoanModification | None]]:
        """Give the terms that may be in force at an entry: those of changes up to its month, last first."""
        month = self.entries[at].month
        changed = [(change.state.loan, change) for change in self.changes if change.month <= month]
        return [*reversed(changed), (self.contract.loan, None)]


def book(results: Results, number: int, month: int) -> Book:
    """Read what happened to the loan of a purchase up to the end of a month."""
    contract, balance = results.ledger.contracts[number - 1], 0
    entries, before = [], []
    for entry in of_purchase(results.ledger.entries, number):
        if entry.kind != SOLD and entry.month <= month:
            entries.append(entry)
            before.append(balance)
            balance -= entry.postings.get((LOAN, number), 0)
    return Book(contract, of_purchase(results.ledger.changes, number), entries, before)


def balance(own: Book, month: int) -> list[Step]:
    """Explain what is owed on the loan after a month, back to what was signed."""
    contract, owed = own.contract, own.after(len(own.entries) - 1)
    here, lines = own.of_month(month), paths(own.contract.number, "loan")
    before, steps = own.before[here[0]] if here else owed, list[Step]()
    if here:
        sums = added([before], [before - owed])
        steps = [Step("balance", Dollars(owed), sums, month, lines, "balance")]
        steps += [step for at in here for step in _entry(own, at)]
    if before != contract.owed:
        sums = added([contract.owed], [contract.owed - before])
        name = "balance_before" if here else "balance"
        steps.append(Step(name, Dollars(before), sums, month, lines, "principal"))
    return [*steps, *deals.financed(contract)]


def _entry(own: Book, at: int) -> list[Step]:
    """Explain one entry: how the balance changed."""
    entry, number = own.entries[at], own.contract.number
    posted = entry.postings
    principal, interest = posted.get((LOAN, number), 0), posted.get((INTEREST, number), 0)
    if entry.kind == REFINANCED:
        return _refinanced(own, at)
    if entry.kind == CAPITALIZED:
        return _capitalized(own, at)
    if principal == 0 and interest == 0:
        return []
    sums = added([principal + interest], [interest])
    step = Step("principal", Dollars(principal), sums, entry.month, (), "split")
    return [step, *payment(own, at), *interest_of(own, at)]


def _refinanced(own: Book, at: int) -> list[Step]:
    """Explain the new loan of a refinancing: the payoff, its fee, cash."""
    entry, number = own.entries[at], own.contract.number
    posted = entry.postings
    interest, fee = posted[INTEREST, number], posted[Account.FEES, number]
    sums = added([own.before[at], interest, fee, posted[Account.CASH, number]], [])
    lines = paths(number, "events")
    return [Step("refinanced", Dollars(own.after(at)), sums, entry.month, lines, "refinanced")]


def _capitalized(own: Book, at: int) -> list[Step]:
    """Explain interest that became debt."""
    entry = own.entries[at]
    interest = entry.postings.get((INTEREST, own.contract.number), 0)
    return [Step("capitalized", Dollars(interest), (), entry.month, (), "capitalized")]


def interest_in(own: Book, month: int) -> list[Step]:
    """Explain the interest of a month: all of it first, where it was counted more than once."""
    here = own.of_month(month)
    counted = [at for at in here if _booked(own, at) or own.entries[at].accrued_unpaid] or here[:1]
    parts = [
        _capitalized(own, at) if own.entries[at].kind == CAPITALIZED else interest_of(own, at)
        for at in counted
    ]
    return _with_total("total_interest", parts, [_booked(own, at) for at in counted], month)


def _booked(own: Book, at: int) -> int:
    """Give the interest of an entry that was paid or became debt, in cents."""
    return own.entries[at].postings.get((INTEREST, own.contract.number), 0)


def _with_total(name: str, parts: list[list[Step]], cents: list[int], month: int) -> list[Step]:
    """Put the sum of a month before its parts, unless the first of them is the sum; each once."""
    steps = list(dict.fromkeys(step for part in parts for step in part))
    total = Dollars(sum(cents))
    if not steps or steps[0].result == total:
        return steps
    return [Step(name, total, added(cents, []), month, (), "total"), *steps]


def interest_of(own: Book, at: int) -> list[Step]:
    """Explain the interest of a payment: what was carried and what came since."""
    entry, number = own.entries[at], own.contract.number
    paid = entry.postings.get((INTEREST, number), 0)
    charged, carried = paid + entry.accrued_unpaid, own.entries[at - 1].accrued_unpaid
    lines = paths(number, "loan.apr", "loan.interest", "loan.day_count")
    sums, rule = _interest_sum(own, at, charged - carried)
    steps = []
    if carried and sums:
        sums = (Dollars(carried), "+", *sums)
    if charged != paid:
        unpaid = added([charged], [entry.accrued_unpaid])
        steps.append(Step("interest_paid", Dollars(paid), unpaid, entry.month, (), "carried"))
    steps.append(Step("interest", Dollars(charged), sums, entry.month, lines, rule))
    return steps


def _interest_sum(own: Book, at: int, cents: int) -> tuple[Sum, str]:
    """Write the interest since the entry before; nothing where no rule of the loan gives it."""
    entry, begun, owed = own.entries[at], own.through(at - 1), own.before[at]
    if own.contract.loan.plan is not None and not _refinanced_by(own, at):
        return (), "fixed"
    for lent, _ in own.terms_before(at):
        apr = lent.apr_ppm
        if entry.accrued_through and begun:
            days = (entry.accrued_through - begun).days
            if loan.day_interest(owed, apr, days, lent.day_count) == cents:
                part, year = dates.days_fraction(days, lent.day_count)
                return (Dollars(owed), "×", Rate(apr), "×", part, "÷", year), "daily"
        elif entry.kind in (PAID, SKIPPED):
            first = lent.first_period
            signed = own.entries[at - 1].kind in SIGNING
            if first and signed and loan.simple_interest(owed, apr, *first) == cents:
                return (Dollars(owed), "×", Rate(apr), "×", first[0], "÷", first[1]), "odd_first"
            if loan.month_interest(owed, apr, lent.per_year) == cents:
                return (Dollars(owed), "×", Rate(apr), "÷", lent.per_year), "monthly"
    return (Dollars(0),) if cents == 0 else (), "interest"


def _refinanced_by(own: Book, at: int) -> bool:
    """Say whether the loan was refinanced before an entry."""
    return any(entry.kind == REFINANCED for entry in own.entries[:at])


def payment(own: Book, at: int) -> list[Step]:
    """Explain what was paid: the level payment, what was left, or an extra."""
    entry, number = own.entries[at], own.contract.number
    posted = entry.postings
    cents = posted.get((LOAN, number), 0) + posted.get((INTEREST, number), 0)
    paid, month = Dollars(cents), entry.month
    if entry.kind == EXTRA:
        return [Step("extra", paid, (), month, paths(number, "events"))]
    for lent, change in own.terms_before(at):
        if lent.payment == cents and lent.plan is None:
            return [_level(own, lent, change, month)]
    charged = cents - posted.get((LOAN, number), 0) + entry.accrued_unpaid
    if own.after(at) == 0 and entry.accrued_unpaid == 0:
        rest = added([own.before[at], charged], [])
        return [Step("payment", paid, rest, month, (), "last")]
    fixed = own.contract.loan.plan is not None and not _refinanced_by(own, at)
    rule = "fixed" if fixed else "written"
    return [Step("payment", paid, (), month, paths(number, "loan.payment", "events"), rule)]


def payments_in(own: Book, month: int) -> list[Step]:
    """Explain what was paid on the loan in a month: all of it first, where there is more than one."""
    number, here = own.contract.number, own.of_month(month)
    moved = [at for at in here if own.entries[at].kind not in (REFINANCED, REFUNDED)]
    paid = [at for at in moved if _cash(own, at)] or moved[:1]
    fees = [own.entries[at].postings.get((Account.FEES, number), 0) for at in paid]
    cents = [_cash(own, at) - fee for at, fee in zip(paid, fees, strict=True)]
    parts = [payment(own, at) for at in paid]
    if asked := sum(fees):
        lines = paths(number, "loan.late_fee", "events")
        parts.append([Step("fee", Dollars(asked), (), month, lines, "fee")])
    return _with_total("total_payment", parts, [*cents, asked], month)


def _cash(own: Book, at: int) -> int:
    """Give the cash that an entry took, in cents."""
    return -own.entries[at].postings.get((Account.CASH, own.contract.number), 0)


def signed_payment(own: Book, month: int) -> list[Step]:
    """Explain the payment that is signed for, or changed to, by the end of a month."""
    return [_level(own, *own.terms_before(len(own.entries) - 1)[0], month)]


def _level(own: Book, lent: ActiveTerms, change: LoanModification | None, month: int) -> Step:
    """Explain a level payment, without a sum where it was written."""
    number, terms = own.contract.number, own.contract.terms
    lines = paths(number, "loan.payment")
    if change is None:
        amount, payments, day = own.contract.owed, lent.payments, own.contract.date
        known = terms is not None and terms.payment is not None
    else:
        amount, payments, day = change.state.balance, change.state.left, change.date
        known = change.payment_path is not None
        lines = (change.payment_path or lines[0],)
    step = Step("payment", Dollars(lent.payment), (), month, lines, "written")
    if known or payments is None:
        return step
    growth = lent.growth(day, payments)
    if loan.payment_for(lent, amount, payments, growth) != lent.payment:
        return step
    keys = ("apr", "months", "frequency", "balloon", "rounding")
    sums = _annuity(lent, amount, payments) if growth is None else _over_days(lent, amount, growth)
    rule = "level" if growth is None else "level_days"
    if lent.rounding != NEAREST:
        rule = f"{rule}_{lent.rounding}"
        first = loan.month_interest(amount, lent.apr_ppm, lent.per_year)
        if growth is None and lent.payment == first:
            sums = (Dollars(amount), "×", Rate(lent.apr_ppm), "÷", lent.per_year)
            rule = "level_least"
    return step._replace(
        sum=sums, settings=paths(number, *(f"loan.{key}" for key in keys)), rule=rule
    )


def _annuity(lent: ActiveTerms, amount: int, number: int) -> Sum:
    """Write the level payment of equal periods."""
    if lent.apr_ppm == 0:
        return ("(", *added([amount], [lent.balloon]), ")", "÷", number)
    rate: Sum = (Rate(lent.apr_ppm), "÷", lent.per_year)
    grown: Sum = ("(", 1, "+", *rate, ")", "^", f"-{number}")
    whole: Sum = (Dollars(amount),)
    if lent.balloon:
        whole = ("(", Dollars(amount), "−", Dollars(lent.balloon), "×", *grown, ")")
    return (*whole, "×", *rate, "÷", "(", 1, "−", *grown, ")")


def _over_days(lent: ActiveTerms, amount: int, growth: Growth) -> Sum:
    """Write the level payment over actual days: what is lent over what a dollar each due date is worth."""
    with localcontext(prec=60):
        now = Decimal(growth.payments) / Decimal(growth.debt)
        balloon = Decimal(growth.unit) / Decimal(growth.debt)
    terms: list[Term] = [Dollars(amount)]
    if lent.balloon:
        terms = ["(", *terms, "−", Dollars(lent.balloon), "×", _digits(balloon), ")"]
    return (*terms, "÷", _digits(now))


def _digits(number: Decimal) -> Factor:
    """Write a number to twelve decimals."""
    return Factor(f"{number:.12f}")


def payoff(own: Book, asked: int, month: int, day: date | None) -> list[Step]:
    """Explain what pays the loan off at the end of a month, in cents."""
    last, owed = own.entries[-1], own.after(len(own.entries) - 1)
    since = asked - owed - last.accrued_unpaid - last.fees_owed
    sums = added([owed, last.accrued_unpaid, last.fees_owed, since], [])
    lines = paths(own.contract.number, "loan")
    steps = [Step("payoff", Dollars(asked), sums, month, lines, "payoff")]
    if since:
        terms = _since(own, day, since)
        steps.append(Step("interest_since", Dollars(since), terms, month, lines, "daily"))
    return steps


def _since(own: Book, day: date | None, cents: int) -> Sum:
    """Write the interest since the last entry up to a day; nothing where it is not by days."""
    at, owed = own.through(len(own.entries) - 1), own.after(len(own.entries) - 1)
    if at is None or day is None:
        return ()
    days = (day - at).days
    for lent, _ in own.terms_before(len(own.entries) - 1):
        if loan.day_interest(owed, lent.apr_ppm, days, lent.day_count) == cents:
            part, year = dates.days_fraction(days, lent.day_count)
            return (Dollars(owed), "×", Rate(lent.apr_ppm), "×", part, "÷", year)
    return ()
