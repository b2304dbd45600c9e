"""Text to exact numbers, and the settings of `assume` in each purchase."""

from __future__ import annotations

import calendar
import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Any

MERGED = ("loan", "tax", "private_sale", "exits")
COUNTS = {
    "number",
    "month",
    "months",
    "purchase",
    "origin",
    "trades",
    "sales",
    "total_losses",
    "surrenders",
    "peak_gap_month",
    "months_under_water",
    "break_even_month",
    "times",
    "payments",
    "last_month",
}


class SimulationError(Exception):
    """The scenario is well formed and cannot be played."""


class Declined(Exception):
    """A lender does not make the deal, which is given."""


def cents(text: str | None) -> int:
    """Whole cents of an amount; none where nothing is written."""
    return int(Fraction((text or "0").replace("$", "").replace(",", "")) * 100)


def share(text: str) -> Fraction:
    """The exact share that a percentage stands for."""
    return Fraction(text.replace("%", "")) / 100


def length(text: str) -> int:
    """Months of a length; a bare number is months."""
    number, _, unit = text.partition(" ")
    return int(number) * (12 if unit.startswith("year") else 1)


def half_up(number: Fraction | int) -> int:
    return floor(number + Fraction(1, 2))


@lru_cache(maxsize=100_000)
def day(start: str | None, months: int) -> str | None:
    """The start's day so many months on, or the last one of a month too short for it."""
    if start is None:
        return None
    first = datetime.date.fromisoformat(start)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(first.day, last)).isoformat()


def in_dollars(node: Any, key: str = "") -> Any:
    """The same tree with every amount of cents as dollars."""
    if isinstance(node, dict):
        return {name: in_dollars(child, name) for name, child in node.items()}
    if isinstance(node, list):
        return [in_dollars(child, key) for child in node]
    if isinstance(node, int) and key not in COUNTS:
        return Decimal(node).scaleb(-2)
    return node


def whole(text: str) -> int:
    return int(text.replace(",", ""))


def amounts(listed: str | dict[str, str] | None) -> dict[str, int]:
    """Fees or products by name; the name of a lone amount is empty."""
    if isinstance(listed, dict):
        return {name: cents(text) for name, text in listed.items()}
    return {"": cents(listed)}


def with_assumed(written: dict[str, Any], assumed: dict[str, Any]) -> dict[str, Any]:
    if isinstance(written.get("tax"), str):
        assumed = {key: value for key, value in assumed.items() if key != "tax"}
    if "state" in written.get("tax", {}):
        taxes = {key: value for key, value in assumed.get("tax", {}).items() if key == "taxes"}
        assumed = {**assumed, "tax": taxes}
    both = [key for key in MERGED if key in written and key in assumed]
    return {**assumed, **written, **{key: {**assumed[key], **written[key]} for key in both}}


def percent(number: Fraction, places: int) -> Decimal:
    return Decimal(half_up(number * 100 * 10**places)).scaleb(-places)
