"""The sales tax on a purchase, by its own rule or by the state's."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from oracle.reading import SimulationError, amounts, cents, half_up, length, share

STATE_RATES = {
    **dict.fromkeys(("FL", "KY", "MI", "VT"), "6%"),
    **dict.fromkeys(("IA", "SC", "WI"), "5%"),
    **dict.fromkeys(("IL", "TX"), "6.25%"),
    "AL": "2%",
    "CA": "7.25%",
    "MD": "6.5%",
    "MO": "4.225%",
    "OH": "5.75%",
    "TN": "7%",
    "VA": "4.15%",
}
"""The states whose tax is computed, with their highest rates."""


def state_rate(state: str, today: str | None) -> str:
    if state != "MD":
        return STATE_RATES[state]
    return "6.5%" if known(today) >= "2025-07-01" else "6%"


def state_credit(state: str, today: str | None, used: bool) -> str:
    if state in ("CA", "VA") or (state == "OH" and used):
        return "none"
    if state == "IL":
        return "10000" if known(today)[:4] in ("2020", "2021") else "full"
    if state == "MI":
        return michigan_credit(int(known(today)[:4]))
    return "full"


def michigan_credit(year: int) -> str:
    """$2,000 at first, $500 more each year from 2015, $5,000 in 2019, $1,000 more each year, no cap from 2029."""
    if year > 2028:
        return "full"
    return str(5000 + 1000 * (year - 2019) if year > 2018 else 2000 + 500 * max(0, year - 2014))


def known(today: str | None) -> str:
    if today is None:
        raise SimulationError("the state's tax goes by the day of delivery")
    return today


def in_state(rule: dict[str, Any], today: str | None, used: bool) -> dict[str, Any]:
    """The rule with what the state says where nothing is written, the local rate in it."""
    state = rule["state"]
    if state not in STATE_RATES and not ("rate" in rule and "trade_in_credit" in rule):
        raise SimulationError("that state's tax is not known well enough")
    rate = rule["rate"] if "rate" in rule else state_rate(state, today)
    highest = rule.get("rate") or STATE_RATES[state]
    local = share(rule.get("local", "0%"))
    if share(highest) + local > share("20%"):
        raise SimulationError("more than a fifth")
    untaxed = "no" if state in ("TX", "KY", "GA", "IA", "MO") else "yes"
    credit_of = rule.get("trade_in_credit") or state_credit(state, today, used)
    return {
        "rebate_taxed": untaxed,
        **rule,
        "trade_in_credit": credit_of,
        "rate": f"{100 * (share(rate) + (0 if state in LOCAL_CAPS else local))}",
        "parts": parts(rule, local),
    }


LOCAL_CAPS = {"FL": 5_000_00, "TN": 1_600_00}
"""The cents of the base on which a local tax is due, where it is not due on all of it."""


def parts(rule: dict[str, Any], local: Fraction) -> list[tuple[int, int, Fraction]]:
    """Where parts of the base begin and end, and the share that is due on each beside the rate."""
    state = rule["state"]
    pieces = [(0, LOCAL_CAPS[state], local)] if state in LOCAL_CAPS else []
    if state == "TN" and "rate" not in rule:
        pieces.append((1_600_00, 3_200_00, share("2.75%")))
    return pieces


def state_of(rule: Any) -> str | None:
    """The state of a tax, which an amount has none of."""
    return rule.get("state") if isinstance(rule, dict) else None


PRIVATE_SALES = ("MO",)
"""The states that credit a private sale on the same day."""


def counted_sale(terms: dict[str, Any], sold: dict[str, Any] | None) -> int:
    """The cents of a private sale that count like an allowance."""
    rule = terms.get("tax", {})
    if sold is None or isinstance(rule, str):
        return 0
    by_law = "yes" if rule.get("state") in PRIVATE_SALES else "no"
    return cents(sold["price"]) if sold.get("tax_credit", by_law) in ("yes", "true") else 0


def tax_on(terms: dict[str, Any], allowance: int, today: str | None = None, rolled: int = 0) -> int:
    rule = terms.get("tax", {})
    if isinstance(rule, str):
        return cents(rule)
    if "state" not in rule:
        return tax_by(rule, terms, allowance, rolled)
    used = length(terms.get("age", "0 months")) > 0
    due = tax_by(in_state(rule, today, used), terms, allowance, rolled)
    if "rate" in rule:
        return due
    return {"VA": max(due, 75_00), "SC": min(due, 500_00)}.get(rule["state"], due)


def untaxed_by_sale(terms: dict[str, Any], sold: dict[str, Any] | None, today: str | None) -> int:
    """The cents of the base that a private sale leaves untaxed."""
    rule = terms.get("tax", {})
    if isinstance(rule, str):
        return 0
    if "state" in rule:
        rule = in_state(rule, today, length(terms.get("age", "0 months")) > 0)
    counts = credit(rule.get("trade_in_credit", "full"), counted_sale(terms, sold))
    return min(counts, max(0, base_of(rule, terms, 0)))


def base_of(rule: dict[str, Any], terms: dict[str, Any], rolled: int) -> int:
    """What is taxed without an old vehicle."""
    taxed = rule.get("taxes", [])
    extras = [*amounts(terms.get("fees")).items(), *amounts(terms.get("products")).items()]
    base = cents(terms["price"]) + sum(
        cost for name, cost in extras if taxed == "all" or name in taxed
    )
    if rule.get("rebate_taxed", "yes") in ("no", "false"):
        base -= cents(terms.get("rebate"))
    if rule.get("rolled_in_taxed", "no") in ("yes", "true"):
        base += rolled
    return base


def tax_by(rule: dict[str, Any], terms: dict[str, Any], allowance: int, rolled: int) -> int:
    base = base_of(rule, terms, rolled)
    base -= credit(rule.get("trade_in_credit", "full"), allowance)
    due = share(rule.get("rate", "0%")) * max(0, base)
    for begin, end, rate in rule.get("parts", []):
        due += rate * max(0, min(base, end) - begin)
    return half_up(due)


def credit(rule: str, allowance: int) -> int:
    if rule in ("full", "none"):
        return allowance if rule == "full" else 0
    return min(allowance, cents(rule))
