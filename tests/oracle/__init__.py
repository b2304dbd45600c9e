"""A second reading of the contract, in exact fractions, that shares no code with the package and serves to check it.

Nothing but the contract's own words belongs here: text in, the whole JSON document out, by the plainest route. The
input is taken to be valid. Where the contract leaves a choice, this is what was taken:

- "used" is an age above zero, for an owed vehicle too; a built-in curve then has no delivery loss.
- The lender's cap is rounded down to the whole cent; a zero base gives no ratio (`ltv_percent` is null).
- The lender's base and the ratio of a used vehicle use the value on the day as quoted: appraisals and market count.
- A new vehicle with `worth` is valued from it, while its lender's base stays msrp (the price where there is none).
- The ten-million limit is held against the amount financed that remains after the lender's cap.
- A known payment is held against the first month's interest in whole cents; in force only where there is a loan.
- A loan with only a payment that is still owed after 360 due dates is refused, paid or passed over.
- Nothing financed is no loan, whatever is written under `loan`; the last vehicle's run then ends on the day itself.
- `payment` repeats a known payment as written, even where the first one paid is smaller.
- The first row of a purchase has payment, interest and principal 0, not null.
- Unpaid interest under negative amortization is a negative principal, shared over layers as such, halves up.
- Interest in a `trade_in.payoff` is counted by the layers it fell on; it does not make older layers larger.
- `cash: all` where there is equity is nothing; an amount is then a down payment.
- An owed entry takes only value, worth, age, loan (without its cap), private_sale, keep and events from `assume`.
- An owed entry without `loan.rolled` rolled nothing.
- `taxes` as a list taxes every fee and product of that name; a lone amount has no name and is taxed only by `all`.
- A vehicle with `worth` whose share at purchase rounds to zero has no values: refused.
- A share of zero holds from the month after the point before it; nothing may follow it.
- A retail curve is multiplied by 0.80 as a whole, delivery loss or not.
- A missing title is null.
- Miles count against what a built-in curve assumes: with no odometer the vehicle has what is assumed at its age, with no
  `miles_a_year` it is driven on as assumed. The share is rounded to a billionth and then held between 65 and 120 %.
- A `worth` that is known has the miles of that day and the condition in it.
- Due dates have the chain's day of the month, which is the start's or that of the last first payment, not the day on
  which a loan was signed; a first payment moves the dates of the chain from its own month on, if that month comes.
- A first payment is within 366 days after the day of the loan, or refused; without a loan it moves nothing.
- Interest is rounded whenever it is counted: at every payment, extra, change of rate, capitalisation and payoff.
- An event beyond the months that a vehicle is kept is refused, one beyond the payoff does nothing.
- Of several things between two due dates the earlier comes first; on one day they come as they are written.
- At least one payment is left for as long as something is owed: for a payment worked out anew, and in `changes`.
- Interest carried by the month becomes debt at the next payment that does not cover it where the loan may grow.
- What a new loan lends beyond the old balance is the vehicle's own debt; what it lends less is shared over the layers.
- A change of rate without a term is refused where the payment does not exceed a month's interest then.
- `first_payment` is that of a loan; null without one. `interest` is "monthly" where there is none.
- A history's share is the level of the chain's month over that of the first month, rounded to a billionth.
- A state's name in a purchase takes nothing but `taxes` from the tax that is assumed.
- A written rate puts the state's minimum and maximum aside too, and the local rate is added to it.
"""

from __future__ import annotations

import bisect
import calendar
import dataclasses
import datetime
import decimal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Any

Layers = dict[int, int]
Points = list[tuple[int, Fraction]]

BILLION = 10**9
MOST_FINANCED = 10_000_000_00
DEFAULT_CURVE = "avg_2025_wholesale"
MERGED = ("loan", "tax", "private_sale")
COUNTS = {
    "number",
    "month",
    "months",
    "purchase",
    "origin",
    "trades",
    "peak_gap_month",
    "months_under_water",
    "break_even_month",
    "times",
    "payments",
}


class SimulationError(Exception):
    """The scenario is well formed and cannot be played."""


class Declined(Exception):
    """A lender does not make the deal, which is given."""


# Text to numbers


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


# What a vehicle would fetch


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


def whole(text: str) -> int:
    return int(text.replace(",", ""))


@dataclass
class Vehicle:
    """One vehicle from the day it was signed for."""

    terms: dict[str, Any]
    signed: int
    known: Mapping[str, Any]
    market: Mapping[str, str] | None
    start: str | None = None
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
        if sale is None:
            return None
        price = half_up(share(sale.get("price", "100%")) * value)
        return payoff - (price - cents(sale.get("costs")))


# The deal


@dataclass
class Deal:
    """The lines of one purchase, in cents; None where an owed entry has no such line."""

    financed: int
    price: int | None = None
    tax: int | None = None
    fees: int | None = None
    products: int | None = None
    rebate: int | None = None
    trade_in: dict[str, int] | None = None
    down: int = 0
    rolled: int = 0
    prepaid: int = 0
    due: int = 0
    back: int = 0
    lowered: int | None = None
    outside: int = 0
    over: int = 0
    by_income: int | None = None


def amounts(listed: str | dict[str, str] | None) -> dict[str, int]:
    """Fees or products by name; the name of a lone amount is empty."""
    if isinstance(listed, dict):
        return {name: cents(text) for name, text in listed.items()}
    return {"": cents(listed)}


STATE_RATES = {
    **dict.fromkeys(("FL", "KY", "MI", "VT"), "6%"),
    **dict.fromkeys(("IA", "SC", "WI"), "5%"),
    **dict.fromkeys(("IL", "TX"), "6.25%"),
    "AL": "2%",
    "CA": "7.25%",
    "MD": "6.5%",
    "OH": "5.75%",
    "VA": "4.15%",
}
"""The states whose tax can be reckoned, with their highest rates."""


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
    if state in ("FL", "TN") and "local" in rule:
        raise SimulationError("the local tax is on a part of the price")
    rate = rule["rate"] if "rate" in rule else state_rate(state, today)
    highest = rule.get("rate") or STATE_RATES[state]
    local = share(rule.get("local", "0%"))
    if share(highest) + local > share("20%"):
        raise SimulationError("more than a fifth")
    untaxed = {"TX": "no", "KY": "no", "GA": "no"}.get(state, "yes")
    credit_of = rule.get("trade_in_credit") or state_credit(state, today, used)
    return {
        "rebate_taxed": untaxed,
        **rule,
        "trade_in_credit": credit_of,
        "rate": f"{100 * (share(rate) + local)}",
    }


def tax_on(terms: dict[str, Any], allowance: int, today: str | None = None) -> int:
    rule = terms.get("tax", {})
    if "state" not in rule:
        return tax_by(rule, terms, allowance)
    used = length(terms.get("age", "0 months")) > 0
    reckoned = tax_by(in_state(rule, today, used), terms, allowance)
    if "rate" in rule:
        return reckoned
    return {"VA": max(reckoned, 75_00), "SC": min(reckoned, 500_00)}.get(rule["state"], reckoned)


def tax_by(rule: dict[str, Any], terms: dict[str, Any], allowance: int) -> int:
    taxed = rule.get("taxes", [])
    extras = [*amounts(terms.get("fees")).items(), *amounts(terms.get("products")).items()]
    base = cents(terms["price"]) + sum(
        cost for name, cost in extras if taxed == "all" or name in taxed
    )
    if rule.get("rebate_taxed", "yes") in ("no", "false"):
        base -= cents(terms.get("rebate"))
    base -= credit(rule.get("trade_in_credit", "full"), allowance)
    return half_up(share(rule.get("rate", "0%")) * max(0, base))


def credit(rule: str, allowance: int) -> int:
    if rule in ("full", "none"):
        return allowance if rule == "full" else 0
    return min(allowance, cents(rule))


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
    return borrowed_for(floor(share(loan["max_pti"]) * cents(vehicle.terms["income"])), loan)


def lent_at_most(vehicle: Vehicle, outside: int) -> list[int]:
    """What each of the lender's limits leaves room for: the payment's, the vehicle's."""
    loan, by_income = vehicle.terms.get("loan", {}), lent_for_income(vehicle)
    room = [] if by_income is None else [by_income]
    if "max_ltv" in loan:
        room.append(floor(share(loan["max_ltv"]) * vehicle.lenders_base()) + outside)
    return room


def borrowed_for(payment: int, loan: Mapping[str, str]) -> int | None:
    """The most cents whose level payments come to this one a month at most; none where a known payment is low enough.

    The exact payment, a fixed multiple of the amount less what a balloon is worth on the first day, must stay below half
    a cent more, or may reach this one where it is rounded up.
    """
    per_year = PER_YEAR[loan.get("frequency", "monthly")]
    payment = payment * 12 // per_year
    if "payment" in loan:
        return 0 if cents(loan["payment"]) > payment else None
    rate, months = share(loan["apr"]) / per_year, max(1, length(loan["months"]) * per_year // 12)
    each = rate / (1 - 1 / (1 + rate) ** months) if rate else Fraction(1, months)
    later = cents(loan.get("balloon")) / (1 + rate) ** months
    if loan.get("rounding") == "up":
        return max(0, floor(payment / each + later))
    return max(0, ceil((payment + Fraction(1, 2)) / each + later) - 1)


def owed_deal(terms: dict[str, Any]) -> Deal:
    return Deal(financed=cents(terms["owed"]), rolled=cents(terms["loan"].get("rolled")))


def bought_deal(
    vehicle: Vehicle,
    traded: tuple[int, int] | None,
    worth: int = 0,
    today: str | None = None,
) -> Deal:
    """The deal on a vehicle, given allowance and payoff for the old one, what it is worth, and the day."""
    asked = cents(vehicle.terms["price"])
    deal = deal_at(vehicle, asked, traded, worth, today)
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
        return deal_at(vehicle, price, traded, worth, today).over > 0

    fitting = bisect.bisect_left(range(asked + 1), True, key=too_much) - 1
    if fitting < 0:
        raise SimulationError("no price fits")
    lowered = deal_at(vehicle, fitting, traded, worth, today)
    return dataclasses.replace(lowered, lowered=asked - fitting)


def deal_at(
    vehicle: Vehicle,
    price: int,
    traded: tuple[int, int] | None,
    worth: int,
    today: str | None,
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
    tax = tax_on(terms, allowance, today)
    needed = price + tax + fees + products - rebate - down + payoff - allowance - paid
    outside = outside_the_cap(vehicle, {"tax": tax, "fees": fees, "products": products})
    room = lent_at_most(vehicle, outside)
    financed = max(0, min([needed, *room]))
    over = max(0, needed) - financed
    return Deal(
        financed=financed,
        price=price,
        tax=tax,
        fees=fees,
        products=products,
        rebate=rebate,
        trade_in=traded
        and {
            "allowance": allowance,
            "over_allowance": allowance - worth,
            "payoff": payoff,
            "equity": allowance - payoff,
            "paid": paid,
        },
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


def gap_at_signing(deal: Deal, value: int) -> dict[str, int | None]:
    """The gap on the day, and the lines it is made of."""
    lines = {
        "tax": deal.tax,
        "fees": deal.fees,
        "products": deal.products,
        "rolled_in": deal.rolled,
    }
    if deal.price is None:
        return {
            "gap": deal.financed - value,
            "price_over_value": None,
            **dict.fromkeys(lines),
            "put_in": None,
        }
    put_in = deal.price + sum(line or 0 for line in lines.values()) - deal.financed
    return {
        "gap": deal.financed - value,
        "price_over_value": deal.price - value,
        **lines,
        "put_in": put_in,
    }


# The loan


@dataclass
class Loan:
    """What was agreed with the lender; no rate and no payment where nothing is financed."""

    apr: Fraction | None = None
    months: int | None = None
    payment: int = 0
    daily: bool = False
    grows: bool = False
    balloon: int = 0
    up: bool = False
    per_year: int = 12
    payments: int | None = None
    plan: PrecomputedSchedule | None = None

    def interest(self, balance: int) -> int:
        return half_up(balance * (self.apr or Fraction(0)) / self.per_year)

    def by_days(self) -> int | None:
        """The days of the year where interest is counted by days; a year of weeks has 364."""
        return 365 if self.daily else 364 if self.per_year > 24 else None

    def pay(self, balance: int, month: int) -> tuple[int, int]:
        """The payment of a month and the interest in it."""
        interest = self.interest(balance)
        everything = balance + interest
        return (everything if month == self.payments else min(self.payment, everything)), interest


PER_YEAR = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12}


def interest_of_days(balance: int, apr: Fraction, days: int, year: int) -> int:
    return half_up(balance * apr * days / year)


def level_payment(
    owed: int,
    apr: Fraction,
    months: int,
    balloon: int = 0,
    up: bool = False,
    per_year: int = 12,
) -> int:
    rate, rounded = apr / per_year, ceil if up else half_up
    if rate == 0:
        return rounded(Fraction(owed - balloon, months))
    worth = 1 / (1 + rate) ** months
    return rounded((owed - balloon * worth) * rate / (1 - worth))


@dataclass
class PrecomputedSchedule:
    """A charge fixed at signing: payments, with what closes the loan after each, and would month by month."""

    payments: list[int]
    balances: list[int]
    actuarial: list[int]
    by_rule: bool

    def cost_of_rule(self, paid: int) -> int | None:
        at = min(paid, len(self.payments))
        return self.balances[at] - self.actuarial[at] if self.by_rule else None


def fixed_loan(financed: int, terms: Mapping[str, str]) -> Loan:
    """A loan whose charge is fixed: that of its rate, or of an add-on rate, whose yearly rate is then solved for."""
    months, up = length(terms["months"]), terms.get("rounding") == "up"
    if "add_on" in terms:
        whole = financed + half_up(financed * share(terms["add_on"]) * months / 12)
        payment = (ceil if up else half_up)(Fraction(whole, months))
        payments = [max(0, min(payment, whole - n * payment)) for n in range(months)]
        payments[-1] = whole - sum(payments[:-1])
        apr = Fraction(four_places(annual_percentage_rate(financed, payments))) / 100
    else:
        apr = share(terms["apr"])
        payment = level_payment(financed, apr, months, 0, up)
        payment = cents(terms["payment"]) if "payment" in terms else payment
        agreed, left, payments = Loan(apr, months, payment, payments=months), financed, []
        if "payment" in terms and payment <= agreed.interest(financed):
            raise SimulationError("the payment does not exceed the first month's interest")
        for number in range(1, months + 1):
            paid, interest = agreed.pay(left, number)
            payments.append(paid)
            left += interest - paid
    loan = Loan(apr, months, payment, up=up, payments=months)
    loan.plan = plan_of(financed, loan, payments, terms.get("refund"))
    return loan


def plan_of(
    financed: int, loan: Loan, payments: list[int], refund: str | None
) -> PrecomputedSchedule:
    count, charge = len(payments), sum(payments) - financed
    actuarial, balances = [financed], [financed]
    for paid in payments[:-1]:
        actuarial.append(max(0, actuarial[-1] + loan.interest(actuarial[-1]) - paid))
    actuarial.append(0)
    by_rule = refund == "rule of 78" or (refund is None and count <= 61)
    for number in range(1, count + 1):
        left, unexpired = sum(payments[number:]), count - number
        unearned = max(0, left - actuarial[number])
        if by_rule:
            ruled = half_up(Fraction(charge * unexpired * (unexpired + 1), count * (count + 1)))
            unearned = ruled if count <= 61 else max(ruled, unearned)
        balances.append(max(0, left - (unearned if unearned >= 100 else 0)))
    return PrecomputedSchedule(payments, balances, actuarial, by_rule)


def loan_on(financed: int, terms: Mapping[str, str]) -> Loan:
    if financed == 0:
        return Loan()
    if financed > MOST_FINANCED:
        raise SimulationError("the amount financed is over ten million dollars")
    if not {"apr", "add_on"} & {*terms}:
        raise SimulationError("something is to be financed, and nothing is written under loan")
    daily = terms.get("interest") == "daily"
    if terms.get("interest") == "precomputed":
        return fixed_loan(financed, terms)
    balloon, per_year = cents(terms.get("balloon")), PER_YEAR[terms.get("frequency", "monthly")]
    if financed <= balloon:
        raise SimulationError("the loan is no more than its balloon")
    shape = (balloon, terms.get("rounding") == "up", per_year)
    apr = share(terms["apr"])
    months = length(terms["months"]) if "months" in terms else None
    number = max(1, months * per_year // 12) if months else None
    may_grow = terms.get("negative_amortization") == "allowed"
    if "payment" not in terms:
        payment = level_payment(financed, apr, number or 0, *shape)
        return Loan(apr, months, payment, daily, may_grow and not daily, *shape, number)
    known = cents(terms["payment"])
    loan = Loan(apr, months, known, daily, may_grow and not daily, *shape, number)
    if loan.payment <= loan.interest(financed) and not may_grow:
        raise SimulationError("the payment does not exceed the first month's interest")
    return loan


# What happens on the way


@dataclass
class Dates:
    """The due dates of one vehicle's turn, by month of ownership; all None where nothing is dated."""

    signed: str | None
    anchor: str | None
    before: int
    fixed: list[int] | None = None
    first: str | None = None

    def due(self, month: int) -> str | None:
        """The due date of a month; of month 0 the day of signing."""
        return day(self.anchor, month + self.before) if month else self.signed

    def on_or_before_due(self, date: str) -> int:
        """The first month whose due date does not come before a day."""
        month = 1
        while str(self.due(month)) < date:
            month += 1
        return month

    def nearest(self, date: str) -> int:
        """The month whose due date is nearest, of two the earlier."""
        there = datetime.date.fromisoformat(date)
        after = self.on_or_before_due(date)

        def away(month: int) -> int:
            return abs((datetime.date.fromisoformat(str(self.due(month))) - there).days)

        return min(range(max(1, after - 1), after + 1), key=away)


@dataclass
class Happening:
    """Something beside the payment: in a month, on a day between two due dates or on the due date itself."""

    month: int
    between: str | None
    event: dict[str, Any]


@dataclass
class Diary:
    """What a turn's events bring: in place of payments, by month, and beside them."""

    in_place: dict[int, dict[str, Any]] = field(default_factory=dict)
    beside: list[Happening] = field(default_factory=list)

    def instead(self, month: int, what: dict[str, Any]) -> None:
        if month in self.in_place:
            raise SimulationError("two events change one payment")
        self.in_place[month] = what


def diary_of(
    events: list[dict[str, Any]], dates: Dates, keep: int | None, daily: bool, end: int
) -> Diary:
    """Lay events out by month of ownership; `end` is a month in which nothing is owed for long."""
    diary = Diary()
    for event in events:
        first = first_month(event, dates, keep)
        if "skip" in event or "defer" in event:
            pause(diary, event, first)
        elif "payment" in event:
            really_paid(diary, event, first, dates, daily)
        else:
            for month, date in times(event, first, dates, min(end, keep or end)):
                between = date if daily and date != dates.due(month) else None
                diary.beside.append(Happening(month, between, event))
    return diary


def first_month(event: dict[str, Any], dates: Dates, keep: int | None) -> int:
    if "date" in event:
        if event["date"] <= str(dates.signed):
            raise SimulationError("an event on or before the day of purchase")
        month = dates.on_or_before_due(event["date"])
    else:
        month = length(event["month"])
    return month


def pause(diary: Diary, event: dict[str, Any], first: int) -> None:
    last = first + length(event.get("skip") or event["defer"]) - 1
    for month in range(first, last + 1):
        capitalise = event.get("capitalize") in ("yes", "true") and month == last
        later, ends = "defer" in event, "defer" in event and month == last
        diary.instead(month, {"later": later, "ends": ends, "capitalise": capitalise})


def really_paid(diary: Diary, event: dict[str, Any], first: int, dates: Dates, daily: bool) -> None:
    month = dates.nearest(event["date"]) if "date" in event else first
    if daily and "date" in event and event["date"] != dates.due(month):
        diary.instead(month, {"later": False, "ends": False, "capitalise": False})
        diary.beside.append(Happening(first, event["date"], event))
    else:
        diary.instead(month, {"paid": cents(event["payment"])})


def times(
    event: dict[str, Any], first: int, dates: Dates, end: int
) -> Iterator[tuple[int, str | None]]:
    """The months, with the days where they are written, on which an event comes."""
    if "every" not in event:
        yield first, event.get("date")
        return
    step = {"month": 1, "year": 12}[event["every"]]
    until = length(event["until"]) if "until" in event else end
    if until < first and "until" in event:
        raise SimulationError("a series that ends before it begins")
    month, count = first, 0
    while month <= min(until, end):
        yield month, day(event["date"], count * step) if "date" in event else None
        count += 1
        if "date" in event:
            month = dates.on_or_before_due(str(day(event["date"], count * step)))
        else:
            month = first + count * step


@dataclass
class State:
    """What is owed from a day on: interest grows from `since`, beside what is unpaid already."""

    date: str
    balance: int
    unpaid: int
    since: str
    apr: Fraction
    year: int

    def payoff(self, on: str) -> int:
        days = datetime.date.fromisoformat(on) - datetime.date.fromisoformat(self.since)
        grown = interest_of_days(self.balance, self.apr, days.days, self.year)
        return self.balance + self.unpaid + grown


@dataclass
class Debt:
    """A loan under way: interest carried, due dates gone by, and the day up to which interest is counted."""

    loan: Loan
    number: int
    counted: str | None
    gone: int = 0
    unpaid: int = 0
    flows: dict[str, int] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    states: list[State] = field(default_factory=list)

    def note(self, balance: int, date: str | None) -> None:
        """Keep what is owed after something was done on a day."""
        if date is not None:
            since = self.counted if self.loan.by_days() else date
            apr = Fraction(0) if self.loan.plan else self.loan.apr or Fraction(0)
            year = self.loan.by_days() or 365
            self.states.append(State(date, balance, self.unpaid, str(since), apr, year))

    def owed_interest(self, balance: int, date: str | None, month_is_over: bool) -> int:
        """The interest owed by a day: what was carried, and this period's."""
        if year := self.loan.by_days():
            since = datetime.date.fromisoformat(str(self.counted))
            days = (datetime.date.fromisoformat(str(date)) - since).days
            return self.unpaid + interest_of_days(balance, self.loan.apr or Fraction(0), days, year)
        return self.unpaid + (self.loan.interest(balance) if month_is_over else 0)

    def left(self) -> int | None:
        """The payments that are left."""
        return None if self.loan.payments is None else max(1, self.loan.payments - self.gone)

    def level(self, balance: int) -> None:
        if self.loan.payments is not None:
            apr, left = self.loan.apr or Fraction(0), self.left() or 1
            balloon = min(self.loan.balloon, balance)
            self.loan.payment = level_payment(
                balance, apr, left, balloon, self.loan.up, self.loan.per_year
            )


def went(chain: Chain, debt: Debt, paid: int, interest: int, **others: int) -> None:
    """Book a flow of the month: interest falls on the layers, principal comes off them."""
    fee = others.get("fee", 0)
    chain.accrue(debt.number, interest)
    principal = paid - interest - fee
    for name, amount in {
        "payment": paid,
        "interest": interest,
        "principal": principal,
        **others,
    }.items():
        debt.flows[name] = debt.flows.get(name, 0) + amount


def live(chain: Chain, debt: Debt, diary: Diary, month: int, dates: Dates) -> None:
    """One month of ownership: its payments, what lies between them, and what is done after the last on its day."""
    debt.flows = {}
    here = [one for one in diary.beside if one.month == month]
    between = sorted((one for one in here if one.between), key=lambda one: str(one.between))
    dues, done = dues_of(dates, debt.loan.per_year, month), 0
    for number, due in enumerate(dues, start=1):
        while done < len(between) and str(between[done].between) < str(due):
            act(chain, debt, between[done].event, between[done].between)
            debt.note(chain.balance(), between[done].between)
            done += 1
        instead = diary.in_place.get(month)
        if instead and number < len(dues) and "paid" not in instead:
            instead = {**instead, "ends": False, "capitalise": False}
        if chain.balance():
            on_due_date(chain, debt, instead, due)
            debt.note(chain.balance(), due)
    for one in between[done:]:
        act(chain, debt, one.event, one.between)
        debt.note(chain.balance(), one.between)
    for one in here:
        if one.between is None:
            act(chain, debt, one.event, dates.due(month))
            debt.note(chain.balance(), dates.due(month))


def nth_due(dates: Dates, per_year: int, number: int) -> str | None:
    """The day of a payment: half months end 15 days after a month's day and on the next; weeks are counted from signing.

    A first payment that is written is where both begin.
    """
    if per_year == 12 or dates.signed is None:
        return dates.due(number)
    if dates.first is not None:
        half, number = per_year == 24, number - 1
        base = str(day(dates.first, number // 2) if half else dates.first)
        more = 15 * (number % 2) if half else number * {52: 7, 26: 14}[per_year]
        return (datetime.date.fromisoformat(base) + datetime.timedelta(days=more)).isoformat()
    if per_year == 24:
        base, more = str(dates.due(number // 2)), 15 * (number % 2)
    else:
        base, more = dates.signed, number * {52: 7, 26: 14}[per_year]
    return (datetime.date.fromisoformat(base) + datetime.timedelta(days=more)).isoformat()


def dues_of(dates: Dates, per_year: int, month: int) -> list[str | None]:
    """The due dates of a month of ownership: after the day of the month before, up to its own."""
    if per_year == 12:
        return [dates.due(month)]
    number, found = max(1, (month - 1) * per_year // 12 - 4), []
    number = 1 if dates.first else number
    while (due := str(nth_due(dates, per_year, number))) <= str(dates.due(month)):
        if due > str(dates.due(month - 1)):
            found.append(due)
        number += 1
    return [*found]


def on_due_date(chain: Chain, debt: Debt, instead: dict[str, Any] | None, due: str | None) -> None:
    loan = debt.loan
    debt.gone += 1
    if loan.plan is not None:
        paid, after = loan.plan.payments[debt.gone - 1], loan.plan.balances[debt.gone]
        take(chain, debt, paid, paid - chain.balance() + after, may_grow=True)
        return
    if instead is None or "paid" in instead:
        interest = debt.owed_interest(chain.balance(), due, month_is_over=True)
        everything = chain.balance() + interest
        is_last = loan.payments is not None and debt.gone >= loan.payments
        paid = min(loan.payment if instead is None else instead["paid"], everything)
        paid = everything if is_last and instead is None else paid
        take(chain, debt, paid, interest, may_grow=loan.grows)
        debt.counted = due
        return
    if instead["later"] and loan.payments is not None:
        loan.payments += 1
    if not loan.by_days():
        debt.unpaid = debt.owed_interest(chain.balance(), due, month_is_over=True)
    if instead["capitalise"]:
        grown = debt.owed_interest(chain.balance(), due, month_is_over=False)
        went(chain, debt, 0, grown, capitalised=grown)
        chain.layers = added(chain.layers, shared(-grown, chain.layers), -1)
        debt.unpaid, debt.counted = 0, due
    if instead["ends"]:
        change(chain, debt, "defer", due)


def take(
    chain: Chain, debt: Debt, paid: int, interest: int, may_grow: bool = False, **others: int
) -> None:
    """A payment goes to interest first, then to principal."""
    of_interest = interest if may_grow else min(paid, interest)
    went(chain, debt, paid, of_interest, **others)
    chain.layers = added(chain.layers, shared(paid - of_interest, chain.layers), -1)
    debt.unpaid = interest - of_interest


def change(chain: Chain, debt: Debt, what: str, date: str | None) -> None:
    debt.changes.append(
        {
            "month": chain.month,
            "date": date,
            "what": what,
            "balance": chain.balance(),
            "apr_percent": percent(debt.loan.apr or Fraction(0), 4),
            "payments": debt.left(),
            "payment": debt.loan.payment,
        }
    )


def act(chain: Chain, debt: Debt, event: dict[str, Any], date: str | None) -> None:
    """Do something beside the payment, if anything is owed."""
    if not chain.balance():
        return
    interest = debt.owed_interest(chain.balance(), date, month_is_over=False)
    if "extra" in event or "payment" in event:
        paid = min(cents(event.get("extra") or event["payment"]), chain.balance() + interest)
        take(chain, debt, paid, interest, extra=paid if "extra" in event else 0)
        debt.counted = date
        if event.get("then") == "lower payment" and chain.balance():
            lower_payment(chain, debt, date)
    elif "rate" in event:
        new_rate(chain, debt, share(event["rate"]), interest, date)
    else:
        refinance(chain, debt, event["refinance"], interest, date)


def lower_payment(chain: Chain, debt: Debt, date: str | None) -> None:
    if debt.loan.payments is None:
        raise SimulationError("a lower payment over an unknown term")
    debt.level(chain.balance())
    change(chain, debt, "extra", date)


def new_rate(chain: Chain, debt: Debt, apr: Fraction, interest: int, date: str | None) -> None:
    debt.unpaid, debt.counted, debt.loan.apr = interest, date, apr
    debt.level(chain.balance())
    never_ends = debt.loan.payment <= debt.loan.interest(chain.balance())
    if debt.loan.payments is None and never_ends:
        raise SimulationError("the payment does not exceed a month's interest at the new rate")
    change(chain, debt, "rate", date)


def refinance(
    chain: Chain, debt: Debt, terms: dict[str, str], interest: int, date: str | None
) -> None:
    fee, out, brought = (cents(terms.get(key)) for key in ("fee", "cash_out", "cash_in"))
    lent = chain.balance() + interest + fee + out - brought
    if not 0 < lent <= MOST_FINANCED:
        raise SimulationError("a new loan of nothing, or of too much")
    agreed = {key: terms[key] for key in ("apr", "months", "payment") if key in terms}
    agreed["rounding"] = "up" if debt.loan.up else "nearest"
    agreed["frequency"] = {n: name for name, n in PER_YEAR.items()}[debt.loan.per_year]
    loan = loan_on(lent, agreed | {"interest": "daily" if debt.loan.daily else "monthly"})
    more = lent - chain.balance()
    went(chain, debt, brought - out, interest, fee=fee)
    debt.flows["payment"] += out - brought
    debt.flows["cash_out"] = debt.flows.get("cash_out", 0) + out - brought
    if more < 0:
        chain.layers = added(chain.layers, shared(-more, chain.layers), -1)
    else:
        chain.layers[debt.number] += more
    debt.loan, debt.gone, debt.unpaid, debt.counted = loan, 0, 0, date
    change(chain, debt, "refinance", date)


# Where the debt was born


def shared(amount: int, layers: Layers) -> Layers:
    """An amount over layers, oldest first, in proportion to what each owes, rounded on the running total."""
    owed = sum(layers.values())
    if owed == 0:
        return {origin: amount if origin == max(layers) else 0 for origin in layers}
    parts, running, given = {}, 0, 0
    for origin, balance in layers.items():
        running += balance
        up_to_here = half_up(Fraction(amount * running, owed))
        parts[origin], given = up_to_here - given, up_to_here
    return parts


def added(layers: Layers, parts: Layers, sign: int = 1) -> Layers:
    return {origin: balance + sign * parts[origin] for origin, balance in layers.items()}


def carried_over(layers: Layers, sold: int, rolled: int) -> Layers:
    """What goes on of each layer; the sold vehicle's own gives way first."""
    older = {origin: balance for origin, balance in layers.items() if origin < sold}
    kept = rolled - sum(older.values())
    if kept >= 0:
        return {**older, sold: kept}
    return added(older, shared(-kept, older), -1)


# The chain


@dataclass
class Chain:
    """What has happened so far; amounts are cents, months count from the first purchase."""

    start: str | None
    month: int = 0
    layers: Layers = field(default_factory=dict)
    purchases: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    interest: int = 0
    interest_on_rolled: int = 0
    declined: dict[str, Any] | None = None
    covers: list[RefundableProduct] = field(default_factory=list)
    anchor: tuple[int, str | None] = (0, None)
    dates: list[Dates] = field(default_factory=list)
    states: list[list[State]] = field(default_factory=list)
    owed_interest: int = 0

    def __post_init__(self) -> None:
        self.anchor = (0, self.start)

    def today(self) -> str | None:
        """The day of the month that is reached."""
        month, first = self.anchor
        return day(first, self.month - month)

    def payoff(self) -> int:
        """What closes the loan today."""
        return self.balance() + self.owed_interest

    def balance(self) -> int:
        return sum(self.layers.values())

    def accrue(self, number: int, interest: int) -> Layers:
        """Count interest and say on which layers it fell."""
        parts = shared(interest, self.layers)
        self.interest += interest
        self.interest_on_rolled += sum(part for origin, part in parts.items() if origin < number)
        return parts


def document(scenario: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The whole JSON document of one scenario, given as text throughout; `known` has `curves` and `histories`."""
    chain = played(scenario, known)
    tree = {
        "title": scenario.get("title"),
        "purchases": chain.purchases,
        "declined": chain.declined,
        "months": chain.rows,
        "summary": summary(chain),
    }
    return {key: in_dollars(part, key) for key, part in tree.items()}


def played(scenario: dict[str, Any], known: Mapping[str, Any]) -> Chain:
    """The whole chain, in cents."""
    chain = Chain(scenario.get("start"))
    old: Vehicle | None = None
    for number, written in enumerate(scenario["purchases"]):
        terms = with_assumed(written, scenario.get("assume", {}))
        if "income" in scenario:
            terms["income"] = scenario["income"]
        vehicle = Vehicle(terms, chain.month, known, scenario.get("market"), chain.start)
        owed = chain.balance()
        try:
            old = play(chain, vehicle, old)
        except Declined as declined:
            return kept(scenario, known, number, owed, told(vehicle, declined.args[0], chain))
    chain.purchases[-1]["ended"]["how"] = "end"
    return chain


def told(vehicle: Vehicle, deal: Deal, chain: Chain) -> dict[str, Any]:
    """What is said of a deal that the lender does not make."""
    return {
        "number": len(chain.purchases) + 1,
        "vehicle": vehicle.terms["vehicle"],
        "month": chain.month,
        "date": chain.today(),
        "limit": "max_pti" if deal.financed == deal.by_income else "max_ltv",
        "over": deal.over,
    }


def kept(
    scenario: dict[str, Any],
    known: Mapping[str, Any],
    number: int,
    owed: int,
    declined: dict[str, Any],
) -> Chain:
    """The chain in which the vehicle before is kept: until it is paid off, or to that day where it is."""
    if number == 0:
        raise SimulationError("there is no vehicle to keep")
    bought = [dict(written) for written in scenario["purchases"][:number]]
    assume = scenario.get("assume", {})
    if owed:
        bought[-1].pop("keep", None)
        assume = {key: one for key, one in assume.items() if key != "keep"}
        for before, written in zip(bought[:-1], scenario["purchases"], strict=False):
            before.setdefault("keep", with_assumed(written, scenario.get("assume", {}))["keep"])
    chain = played({**scenario, "assume": assume, "purchases": bought}, known)
    chain.purchases[-1]["ended"]["how"] = "kept"
    chain.declined = declined
    return chain


def with_assumed(written: dict[str, Any], assumed: dict[str, Any]) -> dict[str, Any]:
    if "state" in written.get("tax", {}):
        taxes = {key: one for key, one in assumed.get("tax", {}).items() if key == "taxes"}
        assumed = {**assumed, "tax": taxes}
    both = [key for key in MERGED if key in written and key in assumed]
    return {**assumed, **written, **{key: {**assumed[key], **written[key]} for key in both}}


def play(chain: Chain, vehicle: Vehicle, old: Vehicle | None) -> Vehicle:
    """Sign for a vehicle and keep it for its time."""
    number = len(chain.purchases) + 1
    deal = sign(chain, vehicle, old, number)
    chain.owed_interest = 0
    loan = loan_on(deal.financed, vehicle.terms.get("loan", {}))
    anchor = calendar_from(chain, loan, vehicle.terms.get("loan", {}))
    often = loan.per_year > 12
    first, anchor = (
        (anchor[1], chain.anchor) if often and anchor != chain.anchor else (None, anchor)
    )
    dates = Dates(chain.today(), anchor[1], chain.month - anchor[0], first=first)
    if (plan := loan.plan) is not None:
        owing = zip(plan.payments, plan.balances[:-1], strict=True)
        dates.fixed = [paid for paid, before in owing if before]
    chain.dates.append(dates)
    bought = purchase(chain, vehicle, deal, loan, number, dates)
    chain.purchases.append(bought)
    chain.rows.append(row(chain, vehicle, number, {}))
    chain.covers = covers_of(vehicle.terms) if deal.price is not None else []
    keep = length(vehicle.terms["keep"]) if "keep" in vehicle.terms else None
    by_days = loan.by_days() is not None
    diary = diary_of(vehicle.terms.get("events", []), dates, keep, by_days, 1_000)
    debt = Debt(loan, number, chain.today(), changes=bought["changes"])
    debt.note(chain.balance(), chain.today())
    chain.states.append(debt.states)
    for held in owned_months(chain, keep):
        chain.month += 1
        chain.anchor = anchor
        owed = chain.balance()
        live(chain, debt, diary, held, dates)
        ran_out(chain, debt)
        anew = any(c["what"] == "refinance" and c["month"] == chain.month for c in debt.changes)
        back = 0
        if owed and (anew or chain.balance() == 0):
            back = cancelled(chain, [c for c in chain.covers if c.ends == "loan"], held)
        chain.owed_interest = debt.owed_interest(
            chain.balance(), chain.today(), month_is_over=False
        )
        chain.rows.append(row(chain, vehicle, number, debt.flows))
        chain.rows[-1]["refund"] = back
        bought["refunds"] += back
    anew = [one["month"] for one in bought["changes"] if one["what"] == "refinance"]
    over = (anew or [chain.month])[0] - bought["month"]
    bought["rule_of_78_cost"] = plan.cost_of_rule(over) if plan else None
    last = chain.rows[-1]
    ended = {"month": chain.month, "how": "traded"}
    bought["ended"] = ended | {key: last[key] for key in ("balance", "value", "gap")}
    return vehicle


def calendar_from(chain: Chain, loan: Loan, terms: dict[str, str]) -> tuple[int, str | None]:
    """A month of the chain with its day, from which on due dates come a month apart."""
    if "first_payment" not in terms or loan.apr is None:
        return chain.anchor
    signed = datetime.date.fromisoformat(str(chain.today()))
    written = terms["first_payment"]
    if written.endswith(("day", "days")):
        first = signed + datetime.timedelta(days=int(written.split()[0]))
    else:
        first = datetime.date.fromisoformat(written)
    if not 1 <= (first - signed).days <= 366:
        raise SimulationError("a first payment that is not within a year after the day of the loan")
    return chain.month + 1, first.isoformat()


def ran_out(chain: Chain, debt: Debt) -> None:
    longest = 30 * debt.loan.per_year
    if debt.loan.payments is None and debt.gone >= longest and chain.balance():
        raise SimulationError("still owed after the longest term")


def owned_months(chain: Chain, keep: int | None) -> Iterator[int]:
    """Months of ownership, up to `keep` or until nothing is owed."""
    held = 0
    while held < keep if keep is not None else chain.balance() > 0:
        held += 1
        yield held


def sign(chain: Chain, vehicle: Vehicle, old: Vehicle | None, number: int) -> Deal:
    """Strike the deal and move the debt that goes along with it."""
    if "owed" in vehicle.terms:
        deal = owed_deal(vehicle.terms)
        chain.layers = {0: deal.rolled, 1: deal.financed - deal.rolled}
        return deal
    traded, refund_credit = None, 0
    if old:
        allowance, asked = settle(chain, vehicle.terms.get("trade_in", {}), old, number - 1)
        refund_credit = refund_at_trade(chain, old, asked)
        traded = allowance, asked - refund_credit
    worth = old.value(chain.month - old.signed) if old else 0
    deal = bought_deal(vehicle, traded, worth, chain.today())
    if deal.financed <= deal.prepaid > 0:
        raise SimulationError("nothing but a fee is financed")
    if deal.trade_in is not None:
        deal.trade_in["refund_credited"] = refund_credit
    before = carried_over(chain.layers, number - 1, deal.rolled) if old else {}
    chain.layers = {**before, number: deal.financed - deal.rolled}
    return deal


@dataclass
class RefundableProduct:
    """A product that is refunded; a share of it is left by its months, and by its miles."""

    price: int
    months: int
    miles: Fraction | None
    a_year: int
    fee: int
    ends: str

    def refund(self, months: int) -> int:
        shares = [Fraction(self.months - months, self.months)]
        if self.miles is not None:
            gone = Fraction(self.a_year * months, 12)
            shares.append((self.miles - gone) / self.miles if self.miles else Fraction(0))
        return max(0, half_up(self.price * max(Fraction(0), min(shares)) - self.fee))


def covers_of(terms: dict[str, Any]) -> list[RefundableProduct]:
    prices = amounts(terms.get("products"))
    if not isinstance(terms.get("products"), dict):
        prices = {"products": sum(prices.values())} if "products" in terms else {}
    made = []
    for name, agreed in terms.get("refunds", {}).items():
        if name in prices:
            miles = Fraction(whole(agreed["miles"])) if "miles" in agreed else None
            term = agreed.get("term") or terms["loan"]["months"]
            a_year = whole(terms["miles_a_year"]) if miles is not None else 0
            ends = agreed.get("ends", "loan" if miles is None else "vehicle")
            fee = cents(agreed.get("fee"))
            made.append(RefundableProduct(prices[name], length(term), miles, a_year, fee, ends))
    return made


def cancelled(chain: Chain, covers: list[RefundableProduct], months: int) -> int:
    """What comes back for some products, which are then no longer there."""
    chain.covers = [cover for cover in chain.covers if cover not in covers]
    return sum(cover.refund(months) for cover in covers)


def refund_at_trade(chain: Chain, old: Vehicle, asked: int) -> int:
    """Refund what is left; give what of it goes to the old lender."""
    refund = cancelled(chain, chain.covers, chain.month - old.signed)
    refund_credit = min(refund, asked) if old.terms.get("refund_to") == "payoff" else 0
    chain.rows[-1]["refund"] += refund - refund_credit
    chain.purchases[-1]["refunds"] += refund
    return refund_credit


def settle(chain: Chain, trade_in: dict[str, str], old: Vehicle, sold: int) -> tuple[int, int]:
    """The allowance and the payoff; what the lender asks beyond the balance is interest."""
    payoff = cents(trade_in["payoff"]) if "payoff" in trade_in else chain.payoff()
    chain.accrue(sold, payoff - chain.balance())
    worth = old.value(chain.month - old.signed)
    return (cents(trade_in["allowance"]) if "allowance" in trade_in else worth), payoff


def row(chain: Chain, vehicle: Vehicle, number: int, flows: dict[str, int]) -> dict[str, Any]:
    balance, value = chain.balance(), vehicle.value(chain.month - vehicle.signed)
    names = ("payment", "interest", "principal", "extra", "fee", "capitalised", "cash_out")
    return {
        "month": chain.month,
        "date": chain.today(),
        "purchase": number,
        "balance": balance,
        "value": value,
        "gap": balance - value,
        **{name: flows.get(name, 0) for name in names},
        "refund": 0,
        "payoff": chain.payoff(),
        "exit": {
            "trade_in": chain.payoff() - value,
            "private": vehicle.private_exit(chain.payoff(), value),
        },
        "layers": [
            {"origin": origin, "balance": owed} for origin, owed in chain.layers.items() if owed
        ],
    }


def purchase(
    chain: Chain, vehicle: Vehicle, deal: Deal, loan: Loan, number: int, dates: Dates
) -> dict[str, Any]:
    value, base = vehicle.value(0), vehicle.lenders_base()
    return {
        "number": number,
        "vehicle": vehicle.terms["vehicle"],
        "month": chain.month,
        "date": chain.today(),
        "price": deal.price,
        "price_lowered_by": deal.lowered,
        "tax": deal.tax,
        "tax_state": None if deal.price is None else vehicle.terms.get("tax", {}).get("state"),
        "fees": deal.fees,
        "products": deal.products,
        "rebate": deal.rebate,
        "cash_down": deal.down,
        "trade_in": deal.trade_in,
        "rolled_in": deal.rolled,
        "cash_due": deal.due,
        "cash_back": deal.back,
        "amount_financed": deal.financed,
        "value": value,
        "ltv_percent": percent(Fraction(max(0, deal.financed - deal.outside), base), 2)
        if base
        else None,
        "pti_percent": percent(
            Fraction(loan.payment * loan.per_year, 12 * cents(vehicle.terms["income"])), 2
        )
        if deal.price is not None and "income" in vehicle.terms
        else None,
        "apr_percent": None if loan.apr is None else percent(loan.apr, 4),
        "months": loan.months,
        "payment": loan.payment,
        "prepaid_finance_charge": deal.prepaid,
        "interest": "precomputed" if loan.plan else "daily" if loan.daily else "monthly",
        "frequency": next(name for name, n in PER_YEAR.items() if n == loan.per_year),
        "payments": loan.payments,
        "first_payment": None if loan.apr is None else nth_due(dates, loan.per_year, 1),
        "changes": [],
        "refunds": 0,
        "gap_at_signing": gap_at_signing(deal, value),
    }


def percent(number: Fraction, places: int) -> Decimal:
    return Decimal(half_up(number * 100 * 10**places)).scaleb(-places)


# The summary


def cheapest(of_row: dict[str, Any]) -> int:
    ways: list[int | None] = [*of_row["exit"].values()]
    return min(way for way in ways if way is not None)


def break_even(by_month: dict[int, int], last: int) -> int | None:
    """The month after the last one under water, given the gap of each month."""
    under = [month for month, gap in by_month.items() if gap > 0]
    if last in under:
        return None
    return max(under) + 1 if under else 0


def summary(chain: Chain) -> dict[str, Any]:
    rows, bought = chain.rows, chain.purchases
    gaps = {entry["month"]: entry["gap"] for entry in rows}
    peak = max(rows, key=lambda entry: entry["gap"])
    signed = next(entry for entry in rows if entry["purchase"] == len(bought))
    paid = sum(deal["cash_due"] - deal["cash_back"] for deal in bought) + sum(
        entry["payment"] - entry["cash_out"] - entry["refund"] for entry in rows
    )
    return {
        "months": chain.month,
        "trades": len(bought) - 1,
        "total_paid": paid,
        "total_interest": chain.interest,
        "interest_on_rolled_debt": chain.interest_on_rolled,
        "total_rolled_in": sum(deal["rolled_in"] for deal in bought),
        "peak_gap": peak["gap"],
        "peak_gap_month": peak["month"],
        "months_under_water": sum(gap > 0 for gap in gaps.values()),
        "break_even_month": break_even(gaps, chain.month),
        "last_purchase": {key: signed[key] for key in ("month", "balance", "value", "gap")}
        | {"exit": cheapest(signed)},
        "final_gap": rows[-1]["gap"],
        "final_exit": cheapest(rows[-1]),
        "net_cost": paid + cheapest(rows[-1]),
    }


# What a Truth in Lending statement shows


def quoted(chain: Chain, on: str) -> tuple[int, int]:
    """What closes the loan in force on a day, with its purchase: of two on a day of trade, the new one's."""
    number = max(n for n, states in enumerate(chain.states, start=1) if states[0].date <= on)
    return number, [one for one in chain.states[number - 1] if one.date <= on][-1].payoff(on)


def disclosures(scenario: dict[str, Any], known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The JSON of every purchase's disclosure; of one without a box, why it has none."""
    chain = played(scenario, known)
    signed = zip(chain.purchases, chain.dates, strict=True)
    return [in_dollars(disclosed(bought, dates)) for bought, dates in signed]


def disclosed(bought: dict[str, Any], dates: Dates) -> dict[str, Any]:
    if bought["price"] is None:
        return {"missing": "owed before"}
    if bought["amount_financed"] == 0:
        return {"missing": "nothing financed"}
    dues = scheduled(bought, dates)
    if dues is None:
        return {"missing": "never paid off"}
    old = bought["trade_in"]
    excess = max(0, -old["equity"]) if old else 0
    price, whole = sale(bought, dues, excess, whole_cash=False), None
    if min(excess, bought["cash_due"]):
        whole = sale(bought, dues, excess, whole_cash=True)
        whole = {key: whole[key] for key in ("down_payment", "prior_lien", "total_sale_price")}
    prepaid = bought["prepaid_finance_charge"]
    credit = bought["amount_financed"] - prepaid
    return {
        "missing": None,
        "apr_percent": disclosed_rate(credit, dues, dates, PER_YEAR[bought["frequency"]]),
        "finance_charge": sum(dues) - credit,
        "amount_financed": credit,
        "total_of_payments": sum(dues),
        "total_sale_price": price["total_sale_price"],
        "down_payment": price["down_payment"],
        "itemization": {
            **{key: bought[key] for key in ("price", "tax", "products", "rebate")},
            "fees": bought["fees"] - prepaid,
            **{key: price[key] for key in ("prior_lien", "cash_down", "net_trade_in")},
        },
        "prepaid_finance_charge": prepaid,
        "trade_in": old and {key: old[key] for key in ("allowance", "payoff")},
        "whole_cash": whole,
        "payments": in_blocks(dues, dates, PER_YEAR[bought["frequency"]]),
    }


def scheduled(bought: dict[str, Any], dates: Dates) -> list[int] | None:
    """What is to be paid, one after the other; nothing where 360 months do not suffice."""
    if dates.fixed is not None:
        return dates.fixed
    apr, per_year = Fraction(bought["apr_percent"]) / 100, PER_YEAR[bought["frequency"]]
    agreed = Loan(apr, bought["months"], bought["payment"], bought["interest"] == "daily")
    agreed.per_year, agreed.payments = per_year, bought["payments"]
    debt, left, dues = Debt(agreed, bought["number"], bought["date"]), bought["amount_financed"], []
    while left:
        if len(dues) == 30 * per_year:
            return None
        date = nth_due(dates, per_year, len(dues) + 1)
        interest = debt.owed_interest(left, date, month_is_over=True)
        everything = left + interest
        last = len(dues) + 1 == agreed.payments
        due = everything if last else min(agreed.payment, everything)
        debt.unpaid, debt.counted = (max(0, interest - due) if agreed.daily else 0), date
        dues.append(due)
        left = everything - due - debt.unpaid
    return dues


def sale(bought: dict[str, Any], dues: list[int], excess: int, whole_cash: bool) -> dict[str, Any]:
    """What is put down and what the purchase costs on credit, by either reading of the cash."""
    cash = bought["cash_due"]
    equity = max(0, bought["trade_in"]["equity"]) if bought["trade_in"] else 0
    lien = excess if whole_cash else max(0, excess - cash)
    down = cash if whole_cash else max(0, cash - excess)
    return {
        "prior_lien": lien,
        "cash_down": down,
        "net_trade_in": equity,
        "down_payment": bought["rebate"] + down + equity,
        "total_sale_price": sum(dues) + bought["rebate"] + down + equity,
    }


def in_blocks(dues: list[int], dates: Dates, per_year: int) -> list[dict[str, Any]]:
    """Equal payments in a row, with the month and the day of the first of them."""
    blocks: list[dict[str, Any]] = []
    for number, due in enumerate(dues, start=1):
        if blocks and blocks[-1]["amount"] == due:
            blocks[-1]["times"] += 1
        else:
            date = nth_due(dates, per_year, number)
            month = number if per_year == 12 else dates.on_or_before_due(str(date))
            blocks.append({"times": 1, "amount": due, "month": month, "date": date})
    return blocks


def disclosed_rate(amount: int, dues: list[int], dates: Dates, per_year: int) -> Decimal | None:
    """The rate with four places; None for a few payments after an odd first period, whose unit-period is no month.

    Weeks go evenly from the first payment, before which days are parts of weeks; nothing is said of half months.
    """
    if per_year != 12:
        if per_year == 24 or len(dues) < 4:
            return None
        unit, first = (
            {52: 7, 26: 14}[per_year],
            days_from(dates.signed, nth_due(dates, per_year, 1)),
        )
        weeks = [divmod(first + n * unit, unit) for n in range(len(dues))]
        places = [(Decimal(whole), Decimal(rest) / unit) for whole, rest in weeks]
        return four_places(annual_percentage_rate(amount, dues, places) * per_year / 12)
    days = [dates.due(number) for number in range(1, len(dues) + 1)]
    places = [(Decimal(number), Decimal(0)) for number in range(1, len(dues) + 1)]
    if dates.signed is not None:
        counted = [
            months_back(dates.signed, str(date), str(max(days, key=of_month))) for date in days
        ]
        if counted != places and len(dues) < 4:
            return None
        places = counted
    return four_places(annual_percentage_rate(amount, dues, places))


def days_from(signed: str | None, due: str | None) -> int:
    first, last = (datetime.date.fromisoformat(str(date)) for date in (signed, due))
    return (last - first).days


def of_month(date: str | None) -> str:
    return str(date)[8:]


def months_back(signed: str, due: str, like: str) -> tuple[Decimal, Decimal]:
    """Whole months counted back from a due date, on the day of the month of a date like it, and the rest in thirtieths."""
    first, last = (datetime.date.fromisoformat(date) for date in (signed, due))
    ends = calendar.monthrange(last.year, last.month)[1] == last.day
    months = 12 * (last.year - first.year) + last.month - first.month
    while True:
        year, month = divmod(last.year * 12 + last.month - 1 - months, 12)
        of = int(like[8:]) if ends else last.day
        back = datetime.date(year, month + 1, min(of, calendar.monthrange(year, month + 1)[1]))
        if back >= first:
            return Decimal(months), Decimal((back - first).days) / 30
        months -= 1


def annual_percentage_rate(
    amount: int, dues: list[int], places: list[tuple[Decimal, Decimal]] | None = None
) -> Decimal:
    """The percentage at which payments are worth the amount, halved down to it; a month apart where nothing is said.

    A payment n months and a part of one after the advance is worth its amount over (1 + i)^n and over 1 + i times that
    part, i being a twelfth of the rate.
    """
    known = places or [(Decimal(number), Decimal(0)) for number in range(1, len(dues) + 1)]
    with decimal.localcontext(prec=60):
        low, high = Decimal(0), Decimal(1)
        while worth(dues, known, high) > amount:
            low, high = high, 2 * high
        while high - low > Decimal("1e-25") * (1 + high):
            middle = (low + high) / 2
            more = worth(dues, known, middle) > amount
            low, high = (middle, high) if more else (low, middle)
        return 1200 * (low + high) / 2


def worth(dues: list[int], places: list[tuple[Decimal, Decimal]], rate: Decimal) -> Decimal:
    """What payments are worth at the advance, at a monthly rate, given the months of each since then."""
    return sum(
        (
            due / ((1 + rate) ** whole * (1 + part * rate))
            for due, (whole, part) in zip(dues, places, strict=True)
        ),
        Decimal(0),
    )


def four_places(percentage: Decimal) -> Decimal:
    """Four decimals, halves up, of a figure that is known to some twenty."""
    known = percentage.quantize(Decimal("1e-11"))
    return known.quantize(Decimal("1e-4"), decimal.ROUND_HALF_UP)
