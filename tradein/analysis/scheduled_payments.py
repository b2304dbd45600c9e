"""The payments that a contract schedules when it is signed, up to the last one."""

from tradein.engine.ledger import Contract
from tradein.finance import loan
from tradein.finance.loan import DatedInstallment, Installment
from tradein.finance.precomputed import PrecomputedSchedule


def payments(contract: Contract) -> list[Installment] | list[DatedInstallment]:
    """List the scheduled payments of a contract to the last one, in cents; none without a loan.

    Raises ValueError where the loan would not be paid off within the longest term.
    """
    if contract.apr_ppm is None:
        return []
    if contract.loan.plan is not None:
        return _planned(contract.loan.plan)
    terms, payment = (
        (contract.owed, contract.apr_ppm, contract.loan.payments),
        contract.loan.payment,
    )
    last = contract.loan.payments or loan.longest(contract.calendar.per_year)
    skipped = contract.loan.skipped(contract.date, last)
    if contract.interest == "monthly" or contract.date is None:
        first = contract.loan.first_period or loan.A_MONTH
        if skipped or contract.loan.first_period is not None:
            return loan.odd_schedule(*terms, first, payment=payment, skipped=skipped)
        return loan.schedule(*terms, payment=payment, per_year=contract.calendar.per_year)
    days = [day for number in range(1, 1 + last) if (day := contract.calendar.due(number))]
    return loan.skipping_schedule(
        *terms,
        skipped,
        payment=payment,
        dates=[contract.date, *days],
        day_count=contract.loan.day_count,
    )


def _planned(plan: PrecomputedSchedule) -> list[Installment]:
    """List the payments that were fixed at signing, up to the one that pays the loan off."""
    rows = []
    for number, paid in enumerate(plan.payments, start=1):
        before, after = plan.balances[number - 1], plan.balances[number]
        if before:
            rows.append(Installment(number, paid, paid - before + after, before - after, after))
    return rows
