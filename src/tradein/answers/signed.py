"""What a contract calls for on the day it is signed: its payments, with nobody trading early."""

from datetime import date

from tradein.engine.ledger import Contract
from tradein.finance import dates, loan
from tradein.finance.loan import DatedInstallment, Installment


def payments(contract: Contract) -> list[Installment] | list[DatedInstallment]:
    """List the scheduled payments of a contract to the last one, in cents; none without a loan.

    Raises ValueError where the loan would not be paid off within the longest term.
    """
    if contract.apr_ppm is None:
        return []
    terms, payment = (contract.owed, contract.apr_ppm, contract.months), contract.payment
    if contract.interest == "monthly" or contract.date is None:
        return loan.schedule(*terms, payment=payment)
    months = range(1, 1 + (contract.months or loan.MONTHS[1]))
    days = [day for number in months if (day := due(contract, number))]
    return loan.schedule(
        *terms, payment=payment, dates=[contract.date, *days], day_count="actual/365"
    )


def due(contract: Contract, number: int) -> date | None:
    """Give the day on which a payment (1 for the first) is due, None where there are no dates."""
    if contract.due_from is None:
        return None
    month, day = contract.due_from
    return dates.months_after(day, contract.month + number - month)
