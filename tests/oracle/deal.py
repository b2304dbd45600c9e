"""One purchase on the day of signing: its lines, its limits and its gap."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from oracle.loan import DAYS_A_YEAR, PER_YEAR, worth_of, worth_over
from oracle.reading import Declined, SimulationError, amounts, cents, length, share
from oracle.tax import counted_sale, tax_on, untaxed_by_sale
from oracle.values import Vehicle


@dataclass
class Deal:
    """The lines of one purchase, in cents; None where an owed entry has no such line."""

    financed: int
    price: int | None = None
    tax: int | None = None
    sale_credit: int | None = None
    fees: int | None = None
    products: int | None = None
    rebate: int | None = None
    trade_in: dict[str, int] | None = None
    down: int = 0
    rolled: int = 0
    above_worth: int = 0
    old_debt: int = 0
    prepaid: int = 0
    due: int = 0
    back: int = 0
    lowered: int | None = None
    outside: int = 0
    over: int = 0
    by_income: int | None = None


def toward_shortfall(cash: str | None, shortfall: int) -> tuple[int, int]:
    """The cash that meets the shortfall, and what of it is left over."""
    if cash == "all":
        return shortfall, 0
    return min(cents(cash), shortfall), max(0, cents(cash) - shortfall)


def outside_the_cap(vehicle: Vehicle, lines: Mapping[str, int]) -> int:
    """What the lender lends on top of its cap on the loan to value."""
    without = vehicle.terms.get("loan", {}).get("ltv_without", [])
    return sum(lines[name] for name in ([without] if isinstance(without, str) else without))


def lent_for_income(vehicle: Vehicle) -> int | None:
    """What the lender's limit on the payment leaves room for."""
    loan = vehicle.terms.get("loan", {})
    if "max_pti" not in loan:
        return None
    a_month = floor(share(loan["max_pti"]) * cents(vehicle.terms["income"]))
    return borrowed_for(a_month, loan, vehicle.level_days, vehicle.odd, vehicle.between)


def lent_at_most(vehicle: Vehicle, outside: int) -> list[int]:
    """What each of the lender's limits leaves room for: the payment's, the vehicle's."""
    loan, by_income = vehicle.terms.get("loan", {}), lent_for_income(vehicle)
    room = [] if by_income is None else [by_income]
    if "max_ltv" in loan:
        room.append(floor(share(loan["max_ltv"]) * vehicle.lenders_base()) + outside)
    return room


def borrowed_for(
    payment: int,
    loan: Mapping[str, str],
    days: list[str] | None = None,
    odd: Fraction | None = None,
    between: list[Fraction] | None = None,
) -> int | None:
    """The most cents whose level payments come to this one a month at most; none where a known payment is low enough.

    The exact payment, a fixed multiple of the amount less what a balloon is worth on the first day, must stay below half
    a cent more, or a whole cent where it is rounded down, or may reach this one where it is rounded up.
    """
    per_year = PER_YEAR[loan.get("frequency", "monthly")]
    payment = payment * 12 // per_year
    if "payment" in loan:
        return 0 if cents(loan["payment"]) > payment else None
    rate, months = share(loan["apr"]) / per_year, max(1, length(loan["months"]) * per_year // 12)
    each = rate / (1 - 1 / (1 + rate) ** months) if rate else Fraction(1, months)
    last = 1 / (1 + rate) ** months
    if days is not None:
        year = DAYS_A_YEAR[loan.get("day_count", "actual/365")]
        worth, last = worth_over(share(loan["apr"]), days, year)
        each = 1 / worth
    if odd is not None:
        longer = (1 + share(loan["apr"]) * odd / 12) / (1 + rate)
        each, last = each * longer, last / longer
    if between is not None:
        worth, last = worth_of([1 + share(loan["apr"]) * number / 12 for number in between])
        each = 1 / worth
    later = cents(loan.get("balloon")) * last
    if loan.get("rounding") == "up":
        return max(0, floor(payment / each + later))
    more = Fraction(1) if loan.get("rounding") == "down" else Fraction(1, 2)
    return max(0, ceil((payment + more) / each + later) - 1)


def owed_deal(terms: dict[str, Any]) -> Deal:
    rolled = cents(terms["loan"].get("rolled"))
    return Deal(financed=cents(terms["owed"]), rolled=rolled, old_debt=rolled)


def debt_before(
    trade_in: Mapping[str, int], worth: int, price: int, cash: str | None
) -> tuple[int, int]:
    """What is allowed above the worth, up to the price, and what is then left of the old debt after the cash."""
    above = min(price, max(0, trade_in["allowance"] - worth))
    left = trade_in["payoff"] - (trade_in["allowance"] - above)
    brought = trade_in["paid"] if cash == "all" else cents(cash)
    return above, max(0, left - brought)


def bought_deal(
    vehicle: Vehicle,
    traded: tuple[int, int] | None,
    worth: int = 0,
    today: str | None = None,
    sold: dict[str, Any] | None = None,
) -> Deal:
    """The deal on a vehicle, given allowance and payoff for the old one or its private sale, what it is worth, and the day."""
    asked = cents(vehicle.terms["price"])
    deal = deal_at(vehicle, asked, traded, worth, today, sold)
    known = vehicle.terms.get("loan", {}).get("payment")
    over_limit = vehicle.terms.get("over_limit", "cash")
    if deal.over == 0:
        return deal
    if over_limit == "keep the vehicle":
        raise Declined(deal)
    if known is not None and deal.by_income == 0:
        raise SimulationError("no cash brings a known payment down")
    if over_limit == "cash":
        return deal

    def too_much(price: int) -> bool:
        return deal_at(vehicle, price, traded, worth, today, sold).over > 0

    fitting = bisect.bisect_left(range(asked + 1), True, key=too_much) - 1
    if fitting < 0:
        raise SimulationError("no price fits")
    lowered = deal_at(vehicle, fitting, traded, worth, today, sold)
    return dataclasses.replace(lowered, lowered=asked - fitting)


def deal_at(
    vehicle: Vehicle,
    price: int,
    traded: tuple[int, int] | None,
    worth: int,
    today: str | None,
    sold: dict[str, Any] | None = None,
) -> Deal:
    """The deal at a price, with what is over the lender's limits due in cash."""
    terms = {**vehicle.terms, "price": f"{price // 100}.{price % 100:02}"}
    allowance, payoff = traded or (0, 0)
    paid, spare = toward_shortfall(
        terms.get("trade_in", {}).get("cash"), max(0, payoff - allowance)
    )
    rebate, down = cents(terms.get("rebate")), cents(terms.get("down")) + spare
    fees, products = (sum(amounts(terms.get(key)).values()) for key in ("fees", "products"))
    fees += (fee := cents(terms.get("loan", {}).get("fee")))
    counted = allowance + counted_sale(terms, sold)
    tax = tax_on(terms, counted, today, max(0, payoff - allowance) - paid)
    needed = price + tax + fees + products - rebate - down + payoff - allowance - paid
    outside = outside_the_cap(vehicle, {"tax": tax, "fees": fees, "products": products})
    room = lent_at_most(vehicle, outside)
    financed = max(0, min([needed, *room]))
    over = max(0, needed) - financed
    trade_in = {
        "allowance": allowance,
        "over_allowance": allowance - worth,
        "payoff": payoff,
        "equity": allowance - payoff,
        "paid": paid,
    }
    cash = terms.get("trade_in", {}).get("cash")
    above, left = debt_before(trade_in, worth, price, cash) if traded else (0, 0)
    return Deal(
        financed=financed,
        price=price,
        tax=tax,
        sale_credit=untaxed_by_sale(terms, sold, today),
        fees=fees,
        products=products,
        rebate=rebate,
        trade_in=trade_in if traded else None,
        above_worth=above,
        old_debt=min(financed, left),
        down=down,
        prepaid=fee,
        rolled=min(financed, max(0, payoff - allowance) - paid),
        due=down + paid + over,
        back=max(0, -needed),
        lowered=0,
        outside=outside,
        over=over,
        by_income=lent_for_income(vehicle),
    )


def gap_at_signing(deal: Deal, value: int, notes: int) -> dict[str, int | None]:
    """The gap on the day, and the lines it is made of."""
    lines = {
        "tax": deal.tax,
        "fees": deal.fees,
        "products": deal.products,
        "rolled_in": deal.old_debt,
    }
    if deal.price is None:
        return {
            "gap": deal.financed - value,
            "price_over_value": None,
            **dict.fromkeys(lines),
            "put_in": None,
            "notes": None,
        }
    price = deal.price - deal.above_worth
    put_in = price + sum(line or 0 for line in lines.values()) - deal.financed
    return {
        "gap": deal.financed + notes - value,
        "price_over_value": price - value,
        **lines,
        "put_in": put_in,
        "notes": notes,
    }
