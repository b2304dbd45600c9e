"""Sentences on how well the simulation fits a lender's statements."""

from tradein.analysis.reconcile import (
    DAILY,
    LEVEL_DAYS,
    LEVEL_MONTHS,
    MONTHLY,
    WRITTEN,
    Candidate,
)
from tradein.finance import money

_WRITE = {
    MONTHLY: "`interest: monthly`",
    DAILY: "`interest: daily`",
    LEVEL_DAYS: "`interest: daily` and `level_by: days`",
    LEVEL_MONTHS: "`interest: daily` and `level_by: months`",
}


def best_fit(candidates: list[Candidate], best: Candidate) -> str:
    """Say which candidate fits best, how well, and what to write; or that none fits."""
    changed = [fit.reading for fit in candidates if not fit.payments]  # else it is as written
    ways = [_interest(best.reading)] if best.reading in changed[1:] else []
    write = [_WRITE[best.reading]] if ways else []
    for number, cents in best.payments.items():
        ways.append(f"a payment of {money.dollars(cents)} for purchase {number}")
        whose = f" (purchase {number})" if len(best.payments) > 1 else ""
        write.append(f"`payment: {money.dollars(cents)}`{whose}")
    if best.widest > _EXPLAINED:
        return _unexplained(best, " and ".join(ways))
    if best.reading == WRITTEN:
        return f"The loan as written fits the statements: {_closeness(best)}."
    worse = f"as written it differs by up to {money.dollars(candidates[0].widest)}"
    how, what = " and ".join(ways), " and ".join(write)
    remove = f" and remove {best.unfitting}" if best.unfitting else ""
    sentence = f"The loan fits best with {how}: {_closeness(best)}; {worse}"
    return f"{sentence}. Write {what} in the loan{remove}."


def _interest(reading: str) -> str:
    return f"interest {reading.replace(', level', ' and a payment level')}"


_EXPLAINED = 100
"""The largest difference, in cents, with which a candidate still explains the statements."""


def _unexplained(best: Candidate, ways: str) -> str:
    """Say that something else must have happened."""
    near = f"with {ways}" if ways else "as written"
    off = f"The closest one, {near}, differs by up to {money.dollars(best.widest)}"
    look = "Look for a payment, a fee, a rate or a date that is missing from the scenario"
    return f"No way of counting interest explains the statements. {off}. {look}."


def _closeness(fit: Candidate) -> str:
    if fit.total == 0:
        return "every statement matches to the cent"
    return f"the largest difference is {money.dollars(fit.widest)}"
