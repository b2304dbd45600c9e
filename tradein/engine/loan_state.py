"""The state of a loan at one moment: the terms in force and what is owed."""

from datetime import date
from typing import NamedTuple

from tradein.finance import dates, loan
from tradein.finance.calendar import MONTHLY, PaymentCalendar
from tradein.finance.loan import Growth, YearPart
from tradein.finance.precomputed import PrecomputedSchedule
from tradein.finance.terms import ACTUAL_365, FIRST_PERIODS, NEAREST, PER_YEAR, LateFee, LoanTerms


class ActiveTerms(NamedTuple):
    """The terms by which a loan is paid now; events may change them."""

    number: int
    """The purchase whose loan it is."""

    apr_ppm: int = 0
    """The yearly rate, in millionths."""

    payment: int = 0
    """The payment, in cents each."""

    payments: int | None = None
    """The number of payments in the term; None where there is no term."""

    negative_amortization: bool = False
    """Whether interest that a payment does not cover becomes principal."""

    balloon: int = 0
    """What a payment that is computed again leaves for the last one, in cents."""

    rounding: str = NEAREST
    """How such a payment is rounded to the cent: one of `terms.ROUNDING`."""

    per_year: int = MONTHLY
    """The number of payments in a year."""

    day_count: str = ACTUAL_365
    """What part of the rate a day bears, a name of `finance.dates.FIXED_YEARS`."""

    plan: PrecomputedSchedule | None = None
    """What was fixed at signing, where the charge was."""

    late_fee: LateFee | None = None
    """What a late payment costs; None for nothing."""

    level_over: PaymentCalendar | None = None
    """The due dates over whose days a level payment is computed; None over equal periods."""

    first_period: YearPart | None = None
    """The part of a year up to the first payment, while that is to come; None for a month."""

    no_payment_in: tuple[int, ...] = ()
    """The calendar months, 1 to 12, in which no payment is due."""

    calendar: PaymentCalendar | None = None
    """The due dates, with those that fall into such months; None where there are none."""

    def skipped(self, day: date | None, payments: int) -> frozenset[int]:
        """Give which of the next payments after a day are not due; the last always is."""
        if self.calendar is None or day is None:
            return frozenset()
        days = self.calendar.following(day, payments)[:-1]
        free = (n for n, on in enumerate(days, start=1) if on.month in self.no_payment_in)
        return frozenset(free)

    def growth(self, day: date | None, payments: int) -> Growth | None:
        """Give the growth from a day over the next payments; None over equal periods."""
        skipped = self.skipped(day, payments)
        if self.first_period is not None:
            return loan.growth_by_months(self.apr_ppm, self.first_period, payments, skipped)
        if self.level_over is None or day is None:
            months = (self.apr_ppm, loan.A_MONTH, payments, skipped)
            return loan.growth_by_months(*months) if skipped else None
        days = [day, *self.level_over.following(day, payments)]
        return loan.growth_by_days(self.apr_ppm, days, self.day_count, skipped)


class LoanState(NamedTuple):
    """A vehicle held and what is owed on it, in cents."""

    loan: ActiveTerms
    """The terms in force."""

    balance: int
    """The principal that is owed, in cents."""

    payments_made: int = 0
    """The due dates that are over."""

    accrued_unpaid: int = 0
    """Interest that was due and not paid, in cents; it bears none itself."""

    accrued_through: date | None = None
    """The day through which interest is counted; None where it is not counted by days."""

    fees_owed: int = 0
    """Late fees that were charged and not paid, in cents; they bear no interest."""

    outstanding: tuple[int, ...] = ()
    """The months whose payments are late: due, and to be made on another day."""

    @property
    def left(self) -> int | None:
        """Give the number of payments left, at least 1; None without a term."""
        return (
            None if self.loan.payments is None else max(self.loan.payments - self.payments_made, 1)
        )


def activated(
    terms: LoanTerms,
    number: int,
    payment: int,
    payments: int | None,
    plan: PrecomputedSchedule | None = None,
    calendar: PaymentCalendar | None = None,
) -> ActiveTerms:
    """Make the active terms of a signed loan, with its payment (cents) and number of payments."""
    return ActiveTerms(
        number=number,
        apr_ppm=terms.apr_ppm if plan is None else plan.apr_ppm,
        payment=payment,
        payments=payments,
        negative_amortization=terms.negative_amortization and not terms.daily and plan is None,
        balloon=terms.balloon,
        rounding=terms.rounding,
        per_year=terms.per_year,
        day_count=_day_count(terms),
        plan=plan,
        late_fee=terms.late_fee,
        level_over=calendar if terms.daily and not terms.level_by_months else None,
        first_period=_first_period(terms, calendar),
        no_payment_in=terms.no_payment_in,
        calendar=calendar if terms.no_payment_in else None,
    )


def _first_period(terms: LoanTerms, calendar: PaymentCalendar | None) -> YearPart | None:
    """Give the part of a year up to a first payment that is named; None where it needs none."""
    if calendar is None or terms.first_payment is None or terms.daily or not calendar.monthly:
        return None
    signed, first = calendar.signed, calendar.due(1)
    if signed is None or first is None:
        return None
    return dates.months_fraction(signed, first, FIRST_PERIODS[terms.first_period])


def _day_count(terms: LoanTerms) -> str:
    """Name the day count: the agreed one for daily interest, else that of the frequency."""
    if terms.daily:
        return terms.day_count
    return "actual/364" if by_weeks(terms) else ACTUAL_365


def by_weeks(terms: LoanTerms) -> bool:
    """Say whether payments are weeks apart; interest then counts days of a 364-day year."""
    return terms.per_year > PER_YEAR["semimonthly"]
