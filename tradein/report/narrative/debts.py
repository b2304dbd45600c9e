"""Sentences on whose debt it is: what is paid for vehicles that are gone, and until when."""

from tradein.analysis.measures import Turn
from tradein.analysis.origins import Layer
from tradein.analysis.results import Results
from tradein.analysis.shares import Debt, Shares, debts
from tradein.report.narrative.chain import listed, whole


def origins(results: Results, shares: Shares) -> list[str]:
    """Say what is paid for vehicles that are gone, how each loan began, and when it is over."""
    carried = {la.origin for turn in results.turns for la in _older(results, turn)}
    carried |= {
        origin for (loan, origin), share in shares.loans.items() if origin < loan and any(share)
    }
    carried |= {note.purchase for note in results.ledger.notes}
    several = [debt for debt in debts(results, shares) if debt.origin in carried]
    if not several:
        return ["You pay for no vehicle that you no longer have: no loan carries debt of another."]
    first = [_paid(results, shares), _most(results, shares), _interest(results, shares)]
    parts = [
        part for turn in results.turns for part in (_began(results, turn), _note(results, turn))
    ]
    ends = [_last_dollar(results, debt) for debt in several[:_NAMED]]
    if more := several[_NAMED:]:
        ends.append(f"The table shows {len(more)} more.")
    paragraphs = [
        " ".join(filter(None, first)),
        " ".join(list(filter(None, parts))[-_NAMED:]),
        " ".join(ends),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _paid(results: Results, shares: Shares) -> str:
    """Say how much of all loan payments is for vehicles that are gone."""
    everything, rolled = sum(row.payment for row in results.rows), shares.rolled
    if not rolled.payment:
        return "You make no payment for vehicles that you no longer have."
    paid = f"Of the {whole(everything)} that you pay on your loans, {whole(rolled.payment)}"
    return f"{paid} is for vehicles that you no longer have."


def _most(results: Results, shares: Shares) -> str:
    """Say in which month most of a payment is for them, where any is."""
    rows = [row for row in results.rows if (row.purchase, row.month) in shares.months]
    row = max(rows, key=lambda row: shares.months[row.purchase, row.month].payment, default=None)
    if row is None or not shares.rolled.payment:
        return ""
    cents = shares.months[row.purchase, row.month].payment
    return f"It is at most {whole(cents)} of a month's {whole(row.payment)}, in month {row.month}."


def _interest(results: Results, shares: Shares) -> str:
    """Say what their interest comes to: by the last purchase, and by the end."""
    signed, end = results.summary.last_signed, results.summary.last.month
    so_far = [
        share.interest for (loan, _), share in shares.months.items() if loan < signed.purchase
    ]
    so_far += [share.interest for loan, share in shares.trades.items() if loan < signed.purchase]
    cents, then = shares.rolled.interest, sum(so_far)
    by_end = f"{whole(cents)} by month {end}, when the scenario ends"
    if not signed.month or signed.month == end:
        return f"The interest on their debt is {by_end}."
    return f"The interest on their debt is {whole(then)} by month {signed.month} and {by_end}."


def _began(results: Results, turn: Turn) -> str:
    """Say how much of a loan is debt of vehicles that are gone."""
    older = _older(results, turn)
    if not older:
        return ""
    parts = [f"{whole(la.balance)} is for {_named(results, la.origin)}" for la in older[-_NAMED:]]
    if more := older[:-_NAMED]:
        rest = whole(sum(layer.balance for layer in more))
        parts.insert(0, f"{rest} is for {len(more)} earlier ones")
    lent = f"Of the {whole(turn.signed.balance)} owed at first with the {turn.contract.vehicle}"
    return f"{lent}, {listed(parts)}."


def _note(results: Results, turn: Turn) -> str:
    """Say which debt the sale, loss or surrender of a vehicle left."""
    note = results.note(turn)
    if note is None:
        return ""
    what = "debt without payments" if note.loan.payments is None else "personal loan"
    gone = f"which {_GONE[turn.ended_by]} in month {note.month}"
    return f"A {what} of {whole(note.amount)} is for the {turn.contract.vehicle}, {gone}."


def _older(results: Results, turn: Turn) -> list[Layer]:
    """Give the layers of a loan's first day that are debt of vehicles that are gone."""
    return [la for la in results.signed(turn) if la.origin < turn.contract.number]


def _named(results: Results, origin: int) -> str:
    return f"the {results.turns[origin - 1].contract.vehicle}" if origin else "earlier loans"


def _last_dollar(results: Results, debt: Debt) -> str:
    """Say when the last dollar of a debt is paid, and how long after its vehicle was gone."""
    name = _named(results, debt.origin)
    if debt.last_month is None:
        end = results.summary.last.month
        return f"{whole(debt.owed)} of the debt of {name} is still owed in month {end}."
    gone = results.turns[debt.origin - 1].ended.month if debt.origin else debt.last_month
    later = debt.last_month - gone
    after = f", {later} month{'s' if later > 1 else ''} after it was gone" if later else ""
    return f"The last dollar of the debt of {name} is paid in month {debt.last_month}{after}."


_GONE = {
    "sale": "you sold",
    "total loss": "was a total loss",
    "surrender": "went back to the lender",
}
"""What became of a vehicle, by what ended its ownership."""

_NAMED = 4
"""The most vehicles that a paragraph names."""
