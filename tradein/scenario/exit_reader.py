"""Checks the settings under `exits`, and builds the terms from them."""

from typing import Any

from tradein.finance.exits import ExitTerms, GapTerms, RefinanceTerms
from tradein.finance.terms import SUBTRACTED, TOTAL_LOSS
from tradein.scenario import scalars
from tradein.scenario.containers import ReadContext

AT = "written at"
"""The key of the path at which GAP's small print is written, if it is at the product."""


def check(context: ReadContext, purchases: list[dict[str, Any] | None]) -> None:
    """Check what the ways out of each vehicle need."""
    all_names = {
        name for purchase in purchases if purchase for name, _ in purchase.get("products", ())
    }
    for number, purchase in enumerate(purchases, start=1):
        if purchase is None or "exits" not in purchase:
            continue
        path, exits = f"purchases[{number}].exits", purchase["exits"]
        _check_together(context, path, purchase)
        market = exits.get("refinance")
        for key in ("apr", "months") if market is not None else ():
            if not context.written(f"{path}.refinance.{key}"):
                context.wrong_once(f"{path}.refinance", f"{key} is missing; write it")
        if "gap_cover" in exits:
            _check_gap(context, path, purchase, all_names)


def _check_together(context: ReadContext, path: str, purchase: dict[str, Any]) -> None:
    """Warn of settings that do nothing without another one."""
    exits, lost = purchase["exits"], TOTAL_LOSS in purchase
    if "days_to_sell" in exits and "private_sale" not in purchase:
        message = "days_to_sell does nothing without private_sale; remove it"
        context.warn_once(f"{path}.days_to_sell", message)
    if "auction_costs" in exits and "auction" not in exits:
        message = "auction_costs does nothing without auction; write exits.auction, or remove it"
        context.warn_once(f"{path}.auction_costs", message)
    if "gap_cover" in exits and "deductible" not in exits and not lost:
        where = _where(path, exits)
        what = "gap_cover" if where.endswith(".gap_cover") else "the small print of GAP"
        message = f"{what} does nothing without deductible; write exits.deductible, or remove it"
        context.warn_once(where, message)


def _check_gap(
    context: ReadContext, path: str, purchase: dict[str, Any], all_names: set[str]
) -> None:
    """Check that GAP is a product that is bought, and that its share has a base."""
    gap, own = purchase["exits"]["gap_cover"], {name for name, _ in purchase.get("products", ())}
    where = _where(path, purchase["exits"])
    known = own if f"{where}.product" in context.places else all_names
    named = "product" in gap and "owed" not in purchase and AT not in gap
    if named and gap["product"] not in known:
        message = f"no product is called {scalars.quote(gap['product'])}"
        hint = context.near(gap["product"], sorted(known)) if known else "; write it in products"
        context.wrong_once(f"{where}.product", message + hint)
    if "share" not in gap:
        for key in ("base", "over_share"):
            if key in gap:
                context.warn_once(f"{where}.{key}", f"{key} does nothing without share; remove it")
    elif _base(purchase) is None and not context.written(f"{where}.base"):
        message = "its base is not known; write base, the retail price when the loan was made"
        context.wrong_once(f"{where}.share", message)


def _where(path: str, exits: dict[str, Any]) -> str:
    """Give the path of GAP's small print: under the ways out, or at the product."""
    at: str = exits["gap_cover"].get(AT, f"{path}.gap_cover")
    return at


def _base(purchase: dict[str, Any]) -> int | None:
    """Give what the share of GAP is taken of: sticker price of a new vehicle, else retail price."""
    gap: dict[str, Any] = purchase["exits"]["gap_cover"]
    if "base" in gap or "owed" in purchase:
        return gap.get("base")
    if purchase.get("age", 0) > 0:
        return purchase.get("retail")
    return purchase.get("msrp", purchase.get("price"))


def terms(purchase: dict[str, Any]) -> ExitTerms:
    """Build what the ways out of a vehicle go by from the settings of its purchase."""
    exits = purchase["exits"]
    market = exits.get("refinance")
    return ExitTerms(
        days_to_sell=exits.get("days_to_sell", 0),
        deductible=exits.get("deductible", purchase.get(TOTAL_LOSS, {}).get("deductible")),
        auction_ppm=exits.get("auction"),
        auction_costs=exits.get("auction_costs", 0),
        refinance=market
        and RefinanceTerms(
            apr_ppm=market["apr"], months=market["months"], fee=market.get("fee", 0)
        ),
        gap=_gap_terms(purchase) if "gap_cover" in exits else None,
    )


def _gap_terms(purchase: dict[str, Any]) -> GapTerms | None:
    """Build the small print of GAP; None if this purchase has no such product."""
    gap = purchase["exits"]["gap_cover"]
    names = [name for name, _ in purchase.get("products", ())]
    if "product" in gap and "owed" not in purchase and gap["product"] not in names:
        return None
    return GapTerms(
        product=gap.get("product", "GAP"),
        limit=gap.get("limit"),
        share_ppm=gap.get("share"),
        base=_base(purchase) or 0,
        over_share=gap.get("over_share", SUBTRACTED),
        deductible=gap.get("deductible", 0),
    )
