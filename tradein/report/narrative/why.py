"""Sentences on where the money went: what made a gap, what closed it, and what every dollar was for."""

from tradein.analysis.waterfall import LESS, Flow, Spent
from tradein.report.narrative.chain import listed, whole


def sentences(flow: Flow) -> list[str]:
    """Say what made the gap of a month, what made it smaller, and what the money paid for."""
    return [f"{_stands(flow)} {_causes(flow)}".strip(), _spent(flow.spent)]


def _stands(flow: Flow) -> str:
    """Say how far under water the owner is."""
    gap, then = flow.whole.gap, f"In month {flow.month}"
    if flow.sold:
        return f"{then} you have no vehicle and owe {whole(gap) if gap else 'nothing'}."
    if gap >= _SHOWN:
        return f"{then} you are {whole(gap)} under water."
    if gap > -_SHOWN:
        return f"{then} the vehicle is worth exactly what you owe."
    return f"{then} the vehicle is worth {whole(-gap)} more than you owe."


def _causes(flow: Flow) -> str:
    """Say what widened the gap since the first day, and what narrowed it."""
    lines = {name: cents for name, cents in flow.whole._asdict().items() if name != "gap"}
    start = lines.pop("before")
    changes = {name: -cents if name in LESS else cents for name, cents in lines.items()}
    wider = [f"{whole(c)} of {_WIDER[name]}" for name, c in changes.items() if c >= _SHOWN]
    less = [f"{whole(-c)} of {_NARROWER[name]}" for name, c in changes.items() if c <= -_SHOWN]
    parts = [f"widened by {listed(wider)}"] if wider else []
    parts += [f"narrowed by {listed(less)}"] if less else []
    if not parts:
        return _as_at_first(start)
    from_what = f"{'' if start > 0 else 'equity of '}{whole(abs(start))}"
    since = f"From {from_what} on" if abs(start) >= _SHOWN else "Since"
    return f"{since} the first day the gap was {', and '.join(parts)}."


def _as_at_first(start: int) -> str:
    """Say that nothing has changed since the first day, where there was a gap or equity on it."""
    if abs(start) < _SHOWN:
        return ""
    return f"That is the {'gap' if start > 0 else 'equity'} that you began with."


def _spent(spent: Spent) -> str:
    """Say what was paid by a month, and what every dollar of it was for."""
    start, left = spent.equity_at_start, spent.left
    begun = ""
    if abs(start) >= _SHOWN:
        word = "had equity of" if start > 0 else "began with a gap of"
        begun = f" and {word} {whole(abs(start))}"
    uses = [f"{whole(getattr(spent, name))} of {name}" for name in _USES if getattr(spent, name)]
    cost = sum(getattr(spent, name) for name in _USES)
    what = f"{whole(cost)}: {listed(uses)}" if len(uses) > 1 else "".join(uses) or "nothing"
    rest = ""
    if left >= _SHOWN:
        rest = f" {whole(left)} is left: the vehicle is worth so much more than you owe."
    elif left <= -_SHOWN:
        rest = f" {whole(-left)}{' of that' if uses else ''} is still to be paid."
    gap = f" GAP paid {whole(spent.gap_benefit)}." if spent.gap_benefit else ""
    return f"By then you paid {whole(spent.paid)}{begun}. Your vehicles cost {what}.{rest}{gap}"


_USES = ("depreciation", "interest", "tax", "fees", "products")
"""What money is lost to."""

_WIDER = {
    "price_over_value": "price above value",
    "below_value": "allowances and sales below value",
    "tax": "tax",
    "fees": "fees",
    "products": "products",
    "cash_in": "cash taken out at signing and sale",
    "unpaid_interest": "interest that became debt",
    "cash_out": "cash from new loans",
    "value_lost": "value lost",
}
"""What widens a gap."""

_NARROWER = {
    "price_over_value": "value above price",
    "below_value": "allowances and sales above value",
    "rebate": "rebate",
    "refunds": "product refunds",
    "cash_in": "cash at signing and sale",
    "unpaid_interest": "interest taken back",
    "cash_out": "cash paid into new loans",
    "value_lost": "value gained",
    "principal_paid": "principal paid",
    "gap_benefit": "what GAP paid",
}
"""What narrows it."""

_SHOWN = 50
"""The smallest amount, in cents, that rounds to a dollar: less is not worth a sentence."""
