"""Checks the settings of an event, and builds the event from them."""

from typing import Any

from tradein.finance.terms import DAILY, GRACE_DAYS
from tradein.scenario.containers import ReadContext
from tradein.scenario.events import WEEKS, Defer, Event, Extra, Late, NewRate, Paid, Refinance, Skip

ACTIONS = ("extra", "skip", "defer", "refinance", "rate", "payment", "late")
"""What happens in an event: one of these."""

ONLY_WITH = {
    "every": ("extra", "late"),
    "until": ("every",),
    "then": ("extra",),
    "capitalize": ("defer",),
    "fee": ("skip", "defer"),
}
"""Settings that say more about another one, which is one of these."""


def check(context: ReadContext, path: str, items: list[dict[str, Any] | None], dated: bool) -> None:
    """Report what is missing or contradictory in events; `dated` says that days are known."""
    for number, item in enumerate(items, start=1):
        if item is not None:
            _check(context, f"{path}[{number}]", item, dated)


def _check(context: ReadContext, path: str, item: dict[str, Any], dated: bool) -> None:
    written = [key for key in (*_KEYS, *ONLY_WITH) if f"{path}.{key}" in context.places]
    whens = [key for key in ("month", "date") if key in written]
    if len(whens) != 1 and not (whens and "payment" in written):
        many = "month and date" if whens else "month is missing"
        remedy = "keep one of them" if whens else "write month: 14, or a date"
        context.wrong_once(f"{path}.date" if whens else path, f"{many}; {remedy}")
    if "date" in item and not dated:
        context.wrong_once(
            f"{path}.date", "a date needs the first day; write start at the top level"
        )
    if item.get("month") == 0 and "refinance" not in written:
        message = "month 0 is the first day, where only a refinance happens; write month: 1"
        context.wrong_once(f"{path}.month", message)
    actions = [key for key in ACTIONS if key in written]
    if not actions:
        context.wrong_once(
            path, f"nothing happens in this event; write one of {', '.join(ACTIONS)}"
        )
    for action in actions[1:]:
        message = f"{actions[0]} and {action} in one event; write two events"
        context.wrong_once(f"{path}.{action}", message)
    for key, others in ONLY_WITH.items():
        if key in written and not {*others} & {*written}:
            message = f"{key} goes with {' or '.join(others)}; write it, or remove this"
            context.wrong_once(f"{path}.{key}", message)
    if item.get("every") in WEEKS and not dated:
        message = "weeks need the first day; write start at the top level"
        context.wrong_once(f"{path}.every", message)
    if item.get("every") in WEEKS and "late" in written:
        message = "payments are late by the month; write every: month, or year"
        context.wrong_once(f"{path}.every", message)
    if "refinance" in item:
        _check_refinance(context, f"{path}.refinance")


_KEYS = ("month", "date", *ACTIONS)


def warn_idle(
    context: ReadContext, path: str, items: list[dict[str, Any] | None], loan: dict[str, Any]
) -> None:
    """Warn of late payments that cost nothing: neither interest by the day nor a fee."""
    known = [item or {} for item in items]
    if loan.get("interest") == DAILY or any("refinance" in item for item in known):
        return
    grace = loan.get("grace", GRACE_DAYS)
    for number, item in enumerate(known, start=1):
        if "late" not in item or ("late_fee" in loan and item["late"] > grace):
            continue
        why = f"the payment is made within the {grace} days of grace"
        if "late_fee" not in loan:
            why = "the loan has no late_fee; write late_fee: $25 there, or interest: daily"
        message = f"late changes nothing: interest is not counted by the day, and {why}"
        context.warn(f"{path}[{number}].late", message)


def _check_refinance(context: ReadContext, path: str) -> None:
    """Check that a new loan has a rate and an end."""
    written = [key for key in ("apr", "months", "payment") if f"{path}.{key}" in context.places]
    if "apr" not in written:
        context.wrong_once(path, "apr is missing; write the rate of the new loan, like `apr: 5.9%`")
    if not {"months", "payment"} & {*written}:
        context.wrong_once(path, "months is missing; write the new term, like `months: 48`")


def events(items: list[dict[str, Any]]) -> tuple[Event, ...]:
    """Build events from checked settings."""
    return tuple(_event(item) for item in items)


def _event(item: dict[str, Any]) -> Event:
    at = item["date"] if "date" in item else item["month"]
    every_months = {"month": 1, "year": 12}.get(item.get("every", ""))
    if "late" in item:
        until = item.get("until")
        return Late(at=at, days=item["late"], every_months=every_months, until_month=until)
    if "extra" in item:
        return Extra(
            at=at,
            cents=item["extra"],
            every_months=every_months,
            every_days=WEEKS.get(item.get("every", "")),
            until_month=item.get("until"),
            lower_payment=item.get("then") == "lower payment",
        )
    if "skip" in item:
        return Skip(at=at, months=item["skip"], fee=item.get("fee", 0))
    if "defer" in item:
        return Defer(
            at=at,
            months=item["defer"],
            capitalize=item.get("capitalize", False),
            fee=item.get("fee", 0),
        )
    if "rate" in item:
        return NewRate(at=at, apr_ppm=item["rate"])
    if "payment" in item:
        number = item.get("month") if "date" in item else None
        return Paid(at=at, cents=item["payment"], number=number)
    return _refinance(at, item["refinance"])


def _refinance(at: Any, terms: dict[str, Any]) -> Refinance:
    amounts = {key: terms.get(key, 0) for key in ("fee", "cash_out", "cash_in")}
    months, payment = terms.get("months"), terms.get("payment")
    return Refinance(at=at, apr_ppm=terms["apr"], months=months, payment=payment, **amounts)
