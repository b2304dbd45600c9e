"""What a vehicle would fetch, month by month."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Any

from oracle.reading import SimulationError, cents, half_up, length, share, whole

Points = list[tuple[int, Fraction]]
BILLION = 10**9
DEFAULT_CURVE = "avg_2025_wholesale"


def as_decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


@lru_cache(maxsize=100_000)
def nearest_power(scale: Fraction, base: Fraction, exponent: Fraction) -> int:
    """The integer nearest to scale * base ** exponent; powers of integers decide what looks like a half."""
    if scale == 0 or base == 0:
        return half_up(scale) if exponent == 0 else 0
    with decimal.localcontext(prec=90):
        number = as_decimal(scale) * (as_decimal(exponent) * as_decimal(base).ln()).exp()
        whole = floor(number)
        past_half = number - whole - Decimal("0.5")
        if abs(past_half) > Decimal("1e-40"):
            return whole + (past_half > 0)
    root = exponent.denominator
    reached = scale**root * base**exponent.numerator >= Fraction(2 * whole + 1, 2) ** root
    return whole + reached


def log_linear(points: Points, month: int, unit: int) -> int:
    """Whole units at a month: flat before the first point, past the last at the rate of the last interval."""
    first, level = points[0]
    if len(points) == 1 or month <= first:
        return half_up(unit * level)
    end = next((n for n, (given, _) in enumerate(points) if given >= month), len(points) - 1)
    (from_month, low), (to_month, high) = points[end - 1], points[end]
    return nearest_power(
        unit * low, high / low, Fraction(month - from_month, to_month - from_month)
    )


def points_of(mapping: Mapping[str, str], number: Callable[[str], Fraction | int]) -> Points:
    return sorted((length(month), Fraction(number(text))) for month, text in mapping.items())


def built_in_share(curve: Mapping[str, Any], age: int, is_new: bool) -> int:
    """Billionths of msrp by a built-in curve; half of the first year's loss comes at once to a new vehicle."""
    level = Fraction(4, 5) if curve["channel"] == "retail" else Fraction(1)
    points = sorted(
        (12 * int(years), level * Fraction(kept)) for years, kept in curve["retained"].items()
    )
    if not is_new or age > 12:
        return log_linear(points, age, BILLION)
    (_, start), (end, later) = points[:2]
    return nearest_power(BILLION * start, later / start, Fraction(12 + age, 2 * end))


def yearly_share(terms: Mapping[str, str], age: int) -> int:
    delivered = 1 - share(terms.get("delivery_loss", "0%"))
    kept = 1 - share(terms.get("yearly_loss", "0%"))
    return nearest_power(BILLION * delivered, kept, Fraction(age, 12))


def table_share(table: Mapping[str, str], age: int) -> int:
    points = points_of(table, share)
    if points[0][0] > 0:
        points.insert(0, (0, Fraction(1)))
    return log_linear(points, age, BILLION)


def market_share(
    market: Mapping[str, str] | None, month: int, start: str | None, histories: Mapping[str, Any]
) -> int:
    if not market:
        return BILLION
    if "history" in market:
        assert start is not None
        known = histories[market["history"]]
        return half_up(BILLION * level_in(known, start, month) / level_in(known, start, 0))
    points = points_of(market, share)
    return log_linear(points, min(month, points[-1][0]), BILLION)


def level_in(history: Mapping[str, Fraction], start: str, month: int) -> Fraction:
    """The level of the calendar month in which a month of the chain falls; the nearest one outside the series."""
    year, number = divmod(int(start[:4]) * 12 + int(start[5:7]) - 1 + month, 12)
    sought = min(max(f"{year:04}-{number + 1:02}", min(history)), max(history))
    return history[sought]


@dataclass
class Vehicle:
    """One vehicle from the day it was signed for."""

    terms: dict[str, Any]
    signed: int
    known: Mapping[str, Any]
    market: Mapping[str, str] | None
    start: str | None = None
    level_days: list[str] | None = None
    odd: Fraction | None = None
    between: list[Fraction] | None = None
    age: int = field(init=False)
    sticker: int = field(init=False)

    def __post_init__(self) -> None:
        self.age = length(self.terms.get("age", "0 months"))
        self.sticker = cents(self.terms.get("msrp") or self.terms.get("price"))

    def share(self, age: int) -> int:
        how = self.terms.get("value", {"curve": DEFAULT_CURVE})
        if "table" in how:
            return table_share(how["table"], age)
        if "curve" in how:
            return built_in_share(self.known["curves"][how["curve"]], age, self.age == 0)
        return yearly_share(how, age)

    def value(self, month: int) -> int:
        """The trade-in value after so many months of ownership."""
        appraisals = self.terms.get("value", {}).get("appraisals")
        if appraisals:
            return log_linear(points_of(appraisals, cents), month, 1)
        level = self.level(month)
        if "worth" not in self.terms:
            condition = share(self.terms.get("condition", "100%"))
            return half_up(Fraction(self.sticker * level, BILLION**3) * condition)
        on_the_day = self.level(0)
        if on_the_day == 0:
            raise SimulationError("a share of zero on the day of purchase")
        return half_up(Fraction(cents(self.terms["worth"]) * level, on_the_day))

    def level(self, month: int) -> int:
        """The shares of curve, market and miles after so many months of ownership, each in billionths, multiplied."""
        market = market_share(self.market, self.signed + month, self.start, self.known["histories"])
        return self.share(self.age + month) * market * self.miles_share(month)

    def miles_share(self, month: int) -> int:
        """Four millionths off or on for every mile more or less than the curve assumes."""
        how = self.terms.get("value", {"curve": DEFAULT_CURVE})
        assumed = self.known["curves"][how["curve"]]["miles"] if "curve" in how else None
        if assumed is None:
            return BILLION
        usual, first = Fraction(assumed, 12), self.terms.get("odometer")
        at_first = usual * self.age if first is None else Fraction(whole(first))
        a_year = self.terms.get("miles_a_year")
        driven = at_first + (usual if a_year is None else Fraction(whole(a_year), 12)) * month
        more = driven - usual * (self.age + month)
        left = half_up(BILLION * (1 - more * Fraction(4, 10**6)))
        return min(max(left, 65 * BILLION // 100), 120 * BILLION // 100)

    def lenders_base(self) -> int:
        """What a lender holds the amount financed against."""
        if "owed" in self.terms:
            return cents(self.terms["worth"])
        base = self.terms.get("loan", {}).get("ltv_base", "wholesale" if self.age else "msrp")
        if base == "wholesale":
            return self.value(0)
        return self.sticker if base == "msrp" else cents(self.terms[base])

    def private_exit(self, payoff: int, value: int) -> int | None:
        sale = self.terms.get("private_sale")
        if sale is None or sale.get("price", "").startswith("$"):
            return None
        price = half_up(share(sale.get("price", "100%")) * value)
        return payoff - (price - cents(sale.get("costs")))
