"""Checks `total_loss` and `surrender`, and builds the terms from them."""

from typing import Any

from tradein.finance.exits import SurrenderTerms, TotalLossTerms
from tradein.finance.terms import PAID, SURRENDER, TOTAL_LOSS, LoanTerms
from tradein.scenario.containers import ReadContext
from tradein.scenario.scalars import Sum

ENDINGS = {
    TOTAL_LOSS: ("deductible", "`deductible: $500`, or `$0` for none"),
    SURRENDER: ("sale", "`sale: $6500`, or `sale: 45%` of its value"),
}
"""The settings that end an ownership without a buyer, each with what it needs and an example."""


def check(
    context: ReadContext,
    purchases: list[dict[str, Any] | None],
    written: list[dict[str, Any] | None],
) -> None:
    """Check what total losses and surrenders need, and that each vehicle ends once."""
    for number, purchase in enumerate(purchases, start=1):
        path, following = f"purchases[{number}]", [*written, None][number] or {}
        for key in ENDINGS:
            if purchase is None or key not in purchase:
                continue
            _check_terms(context, path, key, purchase[key])
            _check_once(context, path, key, purchase)
            if "trade_in" in following:
                message = f"the vehicle of purchase {number} is gone by then; remove this, or its"
                context.wrong(f"purchases[{number + 1}].trade_in", f"{message} {key}")


def _check_terms(context: ReadContext, path: str, key: str, terms: dict[str, Any]) -> None:
    """Check that an ending has what it needs, and that one setting says who pays the rest."""
    here, (needed, like) = f"{path}.{key}", ENDINGS[key]
    if not context.written(f"{here}.{needed}"):
        context.wrong(here, f"{needed} is missing; write it, like {like}")
    if "note" not in terms:
        return
    for name, example in (("apr", "`apr: 11.9%`"), ("months", "`months: 36`")):
        if not context.written(f"{here}.note.{name}"):
            context.wrong(f"{here}.note", f"{name} is missing; write it, like {example}")
    if "shortfall" in terms:
        message = "the note says already how the shortfall is paid; remove one of the two"
        context.wrong(f"{here}.shortfall", message)


def _check_once(context: ReadContext, path: str, key: str, purchase: dict[str, Any]) -> None:
    """Check that a vehicle does not end in two ways."""
    sold = isinstance(purchase.get("private_sale", {}).get("price"), Sum)
    others = ["private_sale.price in dollars"] if sold else []
    others += [other for other in ENDINGS if other != key and other in purchase]
    if others:
        message = f"{others[0]} ends this ownership already; remove one of the two"
        context.wrong_once(f"{path}.{key}", message)


def terms(purchase: dict[str, Any]) -> TotalLossTerms | SurrenderTerms:
    """Build what ends an ownership without a buyer."""
    if TOTAL_LOSS in purchase:
        lost = purchase[TOTAL_LOSS]
        return TotalLossTerms(
            deductible=lost["deductible"],
            actual_cash_value=lost.get("actual_cash_value"),
            shortfall=lost.get("shortfall", PAID),
            note=_note(lost),
        )
    given = purchase[SURRENDER]
    dollars = isinstance(given["sale"], Sum)
    return SurrenderTerms(
        price=given["sale"].cents if dollars else None,
        price_ppm=None if dollars else given["sale"],
        costs=given.get("costs", 0),
        shortfall=given.get("shortfall", PAID),
        note=_note(given),
    )


def _note(ending: dict[str, Any]) -> LoanTerms | None:
    """Build the personal loan for what is still owed, if there is one."""
    note = ending.get("note")
    return note and LoanTerms(apr_ppm=note["apr"], months=note["months"])
