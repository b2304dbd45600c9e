"""What a contract calls for on the day it is signed: its payments, with nobody trading early."""

from tradein.engine.ledger import Contract
from tradein.finance import dates, loan, money
from tradein.finance.loan import DatedInstallment, Installment
from tradein.finance.terms import PER_YEAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.finance.precomputed import Plan


def payments(contract: Contract) -> list[Installment] | list[DatedInstallment]:
    """List the scheduled payments of a contract to the last one, in cents; none without a loan.

    Raises ValueError where the loan would not be paid off within the longest term.
    """
    if contract.apr_ppm is None:
        return []
    if contract.plan is not None:
        return _planned(contract.plan)
    terms, payment = (contract.owed, contract.apr_ppm, contract.payments), contract.payment
    if contract.interest == "monthly" or contract.date is None:
        return loan.schedule(*terms, payment=payment, per_year=contract.per_year)
    last = contract.payments or loan.longest(contract.per_year)
    days = [day for number in range(1, 1 + last) if (day := contract.due(number))]
    return loan.schedule(
        *terms, payment=payment, dates=[contract.date, *days], day_count="actual/365"
    )


def month_of(contract: Contract, number: int) -> int:
    """Give the month of ownership in which a payment (1 for the first) is due."""
    on = None if contract.counted_from is None else contract.due(number)
    if on is None or contract.date is None:
        return number
    month = money.down(dates.days_between(contract.date, on), 31)
    while (contract.day(month) or on) < on:
        month += 1
    return month


def frequency(contract: Contract) -> str:
    """Say how often payments are made."""
    return next(name for name, number in PER_YEAR.items() if number == contract.per_year)


def _planned(plan: "Plan") -> list[Installment]:
    """List the payments that were fixed at signing, up to the one that pays the loan off."""
    rows = []
    for number, paid in enumerate(plan.payments, start=1):
        before, after = plan.balances[number - 1], plan.balances[number]
        if before:
            rows.append(Installment(number, paid, paid - before + after, before - after, after))
    return rows
