"""Checks the settings under `refunds`, and builds the terms from them."""

from typing import Any

from tradein.finance.terms import CASH, LOAN, VEHICLE, RefundableProduct, RefundTerms
from tradein.scenario import scalars
from tradein.scenario.containers import ReadContext, shown


def check(
    context: ReadContext, assumed: dict[str, Any], purchases: list[dict[str, Any] | None]
) -> None:
    """Check the refunds of all purchases: their names, their terms, and the miles they go by."""
    all_names = [
        name
        for purchase in purchases
        if purchase is not None
        for name, _ in purchase.get("products", ())
    ]
    _check_names(context, "assume.refunds", assumed.get("refunds", {}), all_names)
    for number, purchase in enumerate(purchases, start=1):
        path = f"purchases[{number}]"
        if purchase is None or f"{path}.owed" in context.places:
            continue
        names = [name for name, _ in purchase.get("products", ())]
        own = purchase.get("refunds", {})
        if f"{path}.refunds" in context.places:
            _check_names(context, f"{path}.refunds", own, names)
        for name, terms in own.items():
            if name in names:
                _check_terms(context, f"{path}.refunds.{shown(name)}", terms, purchase)
        if "refund_to" in purchase and not own:
            context.warn_once(
                f"{path}.refund_to", "refund_to does nothing without refunds; remove it"
            )


def _check_names(
    context: ReadContext, path: str, refunds: dict[str, Any], known: list[str]
) -> None:
    for name in refunds:
        if name not in known:
            message = f"no product is called {scalars.quote(name)}"
            here = f"{path}.{shown(name)}"
            context.wrong(here, message + context.near(name, sorted(set(known))))


def _check_terms(
    context: ReadContext, path: str, terms: dict[str, Any], settings: dict[str, Any]
) -> None:
    if "term" not in terms and "months" not in settings.get("loan", {}):
        context.wrong_once(
            path, "term is missing, since the loan has none; write `term: 60 months`"
        )
    if "miles" in terms and "miles_a_year" not in settings:
        message = "the miles driven are not known; write miles_a_year: beside products"
        context.wrong_once(f"{path}.miles", message)


def covers(settings: dict[str, Any]) -> RefundTerms | None:
    """Build the refund terms of a purchase; None if no product has any."""
    prices = dict(settings.get("products", ()))
    products = [
        _cover(name, prices[name], terms, settings)
        for name, terms in settings["refunds"].items()
        if name in prices
    ]
    if not products:
        return None
    return RefundTerms(
        products=tuple(products),
        miles_a_year=settings.get("miles_a_year"),
        paid_to=settings.get("refund_to", CASH),
    )


def _cover(
    name: str, price: int, terms: dict[str, Any], settings: dict[str, Any]
) -> RefundableProduct:
    miles = terms.get("miles")
    return RefundableProduct(
        name=name,
        price=price,
        months=terms.get("term") or settings["loan"]["months"],
        miles=miles,
        fee=terms.get("fee", 0),
        ends=terms.get("ends", LOAN if miles is None else VEHICLE),
    )
