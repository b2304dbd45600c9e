"""What the settings under `refunds` mean together, and the terms that they make."""

from typing import Any

from tradein.finance.terms import CASH, LOAN, VEHICLE, RefundableProduct, RefundTerms
from tradein.scenario import scalars
from tradein.scenario.containers import ReadContext, shown


def check(walk: ReadContext, assumed: dict[str, Any], said: list[dict[str, Any] | None]) -> None:
    """Check the refunds of all purchases: their names, their terms, and the miles they go by."""
    every = [name for one in said if one is not None for name, _ in one.get("products", ())]
    _check_names(walk, "assume.refunds", assumed.get("refunds", {}), every)
    for number, one in enumerate(said, start=1):
        path = f"purchases[{number}]"
        if one is None or f"{path}.owed" in walk.places:
            continue
        names = [name for name, _ in one.get("products", ())]
        own = one.get("refunds", {})
        if f"{path}.refunds" in walk.places:
            _check_names(walk, f"{path}.refunds", own, names)
        for name, terms in own.items():
            if name in names:
                _check_terms(walk, f"{path}.refunds.{shown(name)}", terms, one)
        if "refund_to" in one and not own:
            walk.doubt_once(
                f"{path}.refund_to", "refund_to does nothing without refunds; remove it"
            )


def _check_names(walk: ReadContext, path: str, refunds: dict[str, Any], known: list[str]) -> None:
    for name in refunds:
        if name not in known:
            message = f"no product is called {scalars.quote(name)}"
            here = f"{path}.{shown(name)}"
            walk.wrong(here, message + walk.near(name, sorted(set(known))))


def _check_terms(walk: ReadContext, path: str, terms: dict[str, Any], said: dict[str, Any]) -> None:
    if "term" not in terms and "months" not in said.get("loan", {}):
        walk.wrong_once(path, "term is missing, since the loan has none; write `term: 60 months`")
    if "miles" in terms and "miles_a_year" not in said:
        message = "the miles driven are not known; write miles_a_year: beside products"
        walk.wrong_once(f"{path}.miles", message)


def covers(said: dict[str, Any]) -> RefundTerms | None:
    """Build the products of a purchase that are refunded; None where there are none."""
    prices = dict(said.get("products", ()))
    found = [
        _cover(name, prices[name], terms, said)
        for name, terms in said["refunds"].items()
        if name in prices
    ]
    if not found:
        return None
    return RefundTerms(
        products=tuple(found),
        miles_a_year=said.get("miles_a_year"),
        paid_to=said.get("refund_to", CASH),
    )


def _cover(name: str, price: int, terms: dict[str, Any], said: dict[str, Any]) -> RefundableProduct:
    miles = terms.get("miles")
    return RefundableProduct(
        name=name,
        price=price,
        months=terms.get("term") or said["loan"]["months"],
        miles=miles,
        fee=terms.get("fee", 0),
        ends=terms.get("ends", LOAN if miles is None else VEHICLE),
    )
