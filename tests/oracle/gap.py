"""What GAP counts and pays after a total loss."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from oracle.reading import cents, half_up, share


def unfolded(terms: dict[str, Any]) -> dict[str, Any]:
    """The terms with each product's price alone, and the small print of GAP among the ways out."""
    products = terms.get("products")
    if not isinstance(products, dict):
        return terms
    plain, exits = dict(products), dict(terms.get("exits", {}))
    for name, settings in products.items():
        if isinstance(settings, dict):
            plain[name] = settings["price"]
            small = {key: text for key, text in settings.items() if key not in ("price", "kind")}
            exits["gap_cover"] = {"product": name, **small}
    return {**terms, "products": plain, **({"exits": exits} if exits else {})}


def names_of(terms: dict[str, Any]) -> list[str]:
    products = terms.get("products")
    return list(products) if isinstance(products, dict) else ["products"] if products else []


def has_gap(terms: dict[str, Any]) -> bool:
    """Whether the small print is that of a product that the vehicle has."""
    if "gap_cover" not in terms.get("exits", {}):
        return False
    product = terms["exits"]["gap_cover"].get("product")
    return product is None or "owed" in terms or product in names_of(terms)


def gap_product(terms: dict[str, Any]) -> str | None:
    """The product that is GAP, None for none."""
    return terms["exits"]["gap_cover"].get("product", "GAP") if has_gap(terms) else None


def deductible_of(terms: dict[str, Any]) -> str | None:
    """The deductible that the ways out go by: their own, else that of the loss that comes."""
    lost: str | None = terms.get("total_loss", {}).get("deductible")
    own: str | None = terms["exits"].get("deductible", lost) if "exits" in terms else None
    return own


def covered(
    bought: dict[str, Any],
    terms: dict[str, Any],
    owed: tuple[int, int | None],
    back: int,
    settled: int,
    deductible: str | None,
) -> dict[str, int]:
    """The lines of GAP's benefit; `owed` is the payoff, and what it would be as agreed."""
    gap, (payoff, agreed) = terms["exits"]["gap_cover"], owed
    missed = max(0, payoff - agreed) if agreed is not None else 0
    debt, lent = max(0, payoff - missed - back), bought["amount_financed"]
    over = 0
    if "share" in gap:
        over = max(0, lent - half_up(share(gap["share"]) * base_of(gap, terms)))
    counted = max(0, debt - over)
    if gap.get("over_share") == "prorated":
        counted = half_up(Fraction(debt * (lent - over), lent))
    own_part = max(0, cents(deductible) - cents(gap.get("deductible")))
    benefit = max(0, counted - settled - own_part)
    return {
        "payoff": payoff,
        "missed": missed,
        "refund": back,
        "over_share": debt - counted,
        "counted": counted,
        "settlement": settled,
        "benefit": min(benefit, cents(gap["limit"])) if "limit" in gap else benefit,
        "rolled": bought["rolled_in"],
        "rolled_covered": max(0, bought["rolled_in"] - over),
    }


def base_of(gap: dict[str, Any], terms: dict[str, Any]) -> int:
    if "base" in gap:
        return cents(gap["base"])
    return cents(terms["retail"] if "age" in terms else terms.get("msrp", terms["price"]))
