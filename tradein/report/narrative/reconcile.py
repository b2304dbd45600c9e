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
from tradein.report.narrative.chain import listed

_LEVELED = {LEVEL_DAYS: "a payment level by days", LEVEL_MONTHS: "a payment level by months"}
_WRITE = {
    MONTHLY: "`interest: monthly`",
    DAILY: "`interest: daily`",
    LEVEL_DAYS: "`level_by: days`",
    LEVEL_MONTHS: "`level_by: months`",
}


def best_fit(candidates: list[Candidate], best: Candidate) -> str:
    """Say which candidate fits best, how well, and what to write; or that none fits."""
    return _fitting(candidates, best) + _second(best)


def _fitting(candidates: list[Candidate], best: Candidate) -> str:
    changed = [fit.reading for fit in candidates if fit.plain]  # else it is as written
    ways, write = _counted(best.reading) if best.reading in changed[1:] else ([], [])
    for number, cents in best.payments.items():
        ways.append(f"a payment of {money.dollars(cents)} for purchase {number}")
        whose = f" (purchase {number})" if len(best.payments) > 1 else ""
        write.append(f"`payment: {money.dollars(cents)}`{whose}")
    for number, rate in best.rates.items():
        apr, instead_of = money.percent(rate.fitting), money.percent(rate.written)
        ways.append(f"an APR of {apr} instead of {instead_of} for purchase {number}")
        whose = f" (purchase {number})" if len(best.rates) > 1 else ""
        write.append(f"`apr: {apr}`{whose}")
    if best.widest > _EXPLAINED:
        return _unexplained(best, listed(ways) if ways else "")
    if best.reading == WRITTEN and best.plain:
        return f"The loan as written fits the statements: {_closeness(best)}."
    worse = f"as written it differs by up to {money.dollars(candidates[0].widest)}"
    how, what = listed(ways), listed(write)
    remove = f" and remove {best.unfitting}" if best.unfitting else ""
    sentence = f"The loan fits best with {how}: {_closeness(best)}; {worse}"
    return f"{sentence}. Write {what} in the loan{remove}."


def _counted(reading: str) -> tuple[list[str], list[str]]:
    """Say how interest is counted, and what to write for it."""
    if reading in _LEVELED:
        return [f"interest {DAILY}", _LEVELED[reading]], [_WRITE[DAILY], _WRITE[reading]]
    return [f"interest {reading}"], [_WRITE[reading]]


_EXPLAINED = 100
"""The largest difference, in cents, with which a candidate still explains the statements."""


def _unexplained(best: Candidate, ways: str) -> str:
    """Say that something else must have happened."""
    near = f"with {ways}" if ways else "as written"
    off = f"The closest one, {near}, differs by up to {money.dollars(best.widest)}"
    look = "Look for a payment, a fee, a rate or a date that is missing from the scenario"
    return f"No way of counting interest explains the statements. {off}. {look}."


def _second(best: Candidate) -> str:
    """Say what a second statement would find, for loans whose single one does not match."""
    single = [
        f"purchase {row.purchase}"
        for row in best.rows
        if row.difference and sum(row.purchase == other.purchase for other in best.rows) == 1
    ]
    if not single:
        return ""
    return f" A second statement of {' and of '.join(single)} would find the payment or the rate."


def _closeness(fit: Candidate) -> str:
    if fit.total == 0:
        return "every statement matches to the cent"
    return f"the largest difference is {money.dollars(fit.widest)}"
