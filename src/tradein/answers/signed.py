"""What a contract calls for on the day it is signed: its payments, with nobody trading early."""

from datetime import date

from tradein.engine.ledger import Contract
from tradein.finance import dates, loan
from tradein.finance.loan import Installment


def payments(contract: Contract) -> list[Installment]:
    """List the scheduled payments of a contract to the last one, in cents; none without a loan.

    Raises ValueError where the loan would not be paid off within the longest term.
    """
    if contract.apr_ppm is None:
        return []
    terms = (contract.owed, contract.apr_ppm, contract.months)
    return loan.schedule(*terms, payment=contract.payment)


def due(contract: Contract, start: date | None, number: int) -> date | None:
    """Give the day on which a payment (1 for the first) is due, None where there are no dates.

    `start` is the first day of the chain, whose day of the month all payments share.
    """
    return dates.months_after(start, contract.month + number) if start else None
