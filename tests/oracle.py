"""A second reading of the contract, in exact fractions, that shares no code with the package and serves to check it.

Nothing but the contract's own words belongs here: text in, the whole JSON document out, by the plainest route. Only
monthly interest is played. The input is taken to be valid. Where the contract leaves a choice, this is what was taken:

- "used" is an age above zero, for an owed vehicle too; a built-in curve then has no delivery loss.
- The lender's cap is rounded down to the whole cent; a zero base gives no ratio (`ltv_percent` is null).
- The lender's base and the ratio of a used vehicle use the value on the day as quoted: appraisals and market count.
- A new vehicle with `worth` is valued from it, while its lender's base stays msrp (the price where there is none).
- The ten-million limit is held against the amount financed that remains after the lender's cap.
- A known payment is held against the first month's interest in whole cents; in force only where there is a loan.
- A loan with only a payment may run past 360 months.
- Nothing financed is no loan, whatever is written under `loan`; the last vehicle's run then ends on the day itself.
- `payment` repeats a known payment as written, even where the first one paid is smaller.
- The first row of a purchase has payment, interest and principal 0, not null.
- Unpaid interest under negative amortization is a negative principal, shared over layers as such, halves up.
- Interest in a `trade_in.payoff` is counted by the layers it fell on; it does not make older layers larger.
- `cash: all` where there is equity is nothing; an amount is then a down payment.
- An owed entry takes only value, worth, age, loan (without its cap), private_sale and keep from `assume`.
- An owed entry without `loan.rolled` rolled nothing.
- `taxes` as a list taxes every fee and product of that name; a lone amount has no name and is taxed only by `all`.
- A vehicle with `worth` whose share at purchase rounds to zero has no values: refused.
- A share of zero holds from the month after the point before it; nothing may follow it.
- A retail curve is multiplied by 0.80 as a whole, delivery loss or not.
- A missing title is null.
- Miles count against what a built-in curve assumes: with no odometer the vehicle has what is assumed at its age, with no
  `miles_a_year` it is driven on as assumed. The share is rounded to a billionth and then held between 65 and 120 %.
- A `worth` that is known has the miles of that day and the condition in it.
- A history's share is the level of the chain's month over that of the first month, rounded to a billionth.
- A state's name in a purchase takes nothing but `taxes` from the tax that is assumed.
- A written rate puts the state's minimum and maximum aside too, and the local rate is added to it.
"""

from __future__ import annotations

import calendar
import datetime
import decimal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
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
}


class Refused(Exception):
    """The scenario is well formed and cannot be played."""


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
            raise Refused("a share of zero on the day of purchase")
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
        return self.value(0) if self.age else self.sticker

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
    due: int = 0
    back: int = 0


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
        raise Refused("the state's tax goes by the day of delivery")
    return today


def in_state(rule: dict[str, Any], today: str | None, used: bool) -> dict[str, Any]:
    """The rule with what the state says where nothing is written, the local rate in it."""
    state = rule["state"]
    if state not in STATE_RATES and not ("rate" in rule and "trade_in_credit" in rule):
        raise Refused("that state's tax is not known well enough")
    if state in ("FL", "TN") and "local" in rule:
        raise Refused("the local tax is on a part of the price")
    rate = rule["rate"] if "rate" in rule else state_rate(state, today)
    highest = rule.get("rate") or STATE_RATES[state]
    local = share(rule.get("local", "0%"))
    if share(highest) + local > share("20%"):
        raise Refused("more than a fifth")
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


def over_the_cap(vehicle: Vehicle, financed: int) -> int:
    limit = vehicle.terms.get("loan", {}).get("max_ltv")
    if limit is None:
        return 0
    return max(0, financed - floor(share(limit) * vehicle.lenders_base()))


def owed_deal(terms: dict[str, Any]) -> Deal:
    return Deal(financed=cents(terms["owed"]), rolled=cents(terms["loan"].get("rolled")))


def bought_deal(
    vehicle: Vehicle, traded: tuple[int, int] | None, worth: int = 0, today: str | None = None
) -> Deal:
    """The deal on a vehicle, given the allowance for the old one, the payoff of its loan and what it is worth."""
    terms = vehicle.terms
    allowance, payoff = traded or (0, 0)
    paid, spare = toward_shortfall(
        terms.get("trade_in", {}).get("cash"), max(0, payoff - allowance)
    )
    price, rebate, down = (
        cents(terms["price"]),
        cents(terms.get("rebate")),
        cents(terms.get("down")) + spare,
    )
    fees, products = (sum(amounts(terms.get(key)).values()) for key in ("fees", "products"))
    tax = tax_on(terms, allowance, today)
    needed = price + tax + fees + products - rebate - down + payoff - allowance - paid
    over = over_the_cap(vehicle, max(0, needed))
    financed = max(0, needed) - over
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
        rolled=min(financed, max(0, payoff - allowance) - paid),
        due=down + paid + over,
        back=max(0, -needed),
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

    def interest(self, balance: int) -> int:
        return half_up(balance * (self.apr or Fraction(0)) / 12)

    def pay(self, balance: int, month: int) -> tuple[int, int]:
        """The payment of a month and the interest in it."""
        interest = self.interest(balance)
        everything = balance + interest
        return (everything if month == self.months else min(self.payment, everything)), interest


def level_payment(owed: int, apr: Fraction, months: int) -> int:
    rate = apr / 12
    if rate == 0:
        return half_up(Fraction(owed, months))
    return half_up(owed * rate / (1 - 1 / (1 + rate) ** months))


def loan_on(financed: int, terms: Mapping[str, str]) -> Loan:
    if financed == 0:
        return Loan()
    if financed > MOST_FINANCED:
        raise Refused("the amount financed is over ten million dollars")
    if terms.get("interest", "monthly") != "monthly":
        raise NotImplementedError(terms["interest"])
    apr = share(terms["apr"])
    months = length(terms["months"]) if "months" in terms else None
    if "payment" not in terms:
        return Loan(apr, months, level_payment(financed, apr, length(terms["months"])))
    loan = Loan(apr, months, cents(terms["payment"]))
    if loan.payment <= loan.interest(financed) and terms.get("negative_amortization") != "allowed":
        raise Refused("the payment does not exceed the first month's interest")
    return loan


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
        "months": chain.rows,
        "summary": summary(chain),
    }
    return {key: in_dollars(part, key) for key, part in tree.items()}


def played(scenario: dict[str, Any], known: Mapping[str, Any]) -> Chain:
    """The whole chain, in cents."""
    chain = Chain(scenario.get("start"))
    old: Vehicle | None = None
    for written in scenario["purchases"]:
        terms = with_assumed(written, scenario.get("assume", {}))
        market = scenario.get("market")
        old = play(chain, Vehicle(terms, chain.month, known, market, chain.start), old)
    chain.purchases[-1]["ended"]["how"] = "end"
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
    loan = loan_on(deal.financed, vehicle.terms.get("loan", {}))
    chain.purchases.append(purchase(chain, vehicle, deal, loan, number))
    chain.rows.append(row(chain, vehicle, number))
    keep = vehicle.terms.get("keep")
    for held in owned_months(chain, keep and length(keep)):
        chain.month += 1
        pay(chain, vehicle, loan, number, held)
    last = chain.rows[-1]
    ended = {"month": chain.month, "how": "traded"}
    chain.purchases[-1]["ended"] = ended | {key: last[key] for key in ("balance", "value", "gap")}
    return vehicle


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
    traded = settle(chain, vehicle.terms.get("trade_in", {}), old, number - 1) if old else None
    worth = old.value(chain.month - old.signed) if old else 0
    deal = bought_deal(vehicle, traded, worth, day(chain.start, chain.month))
    before = carried_over(chain.layers, number - 1, deal.rolled) if old else {}
    chain.layers = {**before, number: deal.financed - deal.rolled}
    return deal


def settle(chain: Chain, trade_in: dict[str, str], old: Vehicle, sold: int) -> tuple[int, int]:
    """The allowance and the payoff; what the lender asks beyond the balance is interest."""
    payoff = cents(trade_in["payoff"]) if "payoff" in trade_in else chain.balance()
    chain.accrue(sold, payoff - chain.balance())
    worth = old.value(chain.month - old.signed)
    return (cents(trade_in["allowance"]) if "allowance" in trade_in else worth), payoff


def pay(chain: Chain, vehicle: Vehicle, loan: Loan, number: int, held: int) -> None:
    payment, interest = loan.pay(chain.balance(), held)
    chain.accrue(number, interest)
    chain.layers = added(chain.layers, shared(payment - interest, chain.layers), -1)
    chain.rows.append(row(chain, vehicle, number, payment, interest))


def row(
    chain: Chain, vehicle: Vehicle, number: int, payment: int = 0, interest: int = 0
) -> dict[str, Any]:
    balance, value = chain.balance(), vehicle.value(chain.month - vehicle.signed)
    return {
        "month": chain.month,
        "date": day(chain.start, chain.month),
        "purchase": number,
        "balance": balance,
        "value": value,
        "gap": balance - value,
        "payment": payment,
        "interest": interest,
        "principal": payment - interest,
        "exit": {"trade_in": balance - value, "private": vehicle.private_exit(balance, value)},
        "layers": [
            {"origin": origin, "balance": owed} for origin, owed in chain.layers.items() if owed
        ],
    }


def purchase(chain: Chain, vehicle: Vehicle, deal: Deal, loan: Loan, number: int) -> dict[str, Any]:
    value, base = vehicle.value(0), vehicle.lenders_base()
    return {
        "number": number,
        "vehicle": vehicle.terms["vehicle"],
        "month": chain.month,
        "date": day(chain.start, chain.month),
        "price": deal.price,
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
        "ltv_percent": percent(Fraction(deal.financed, base), 2) if base else None,
        "apr_percent": None if loan.apr is None else percent(loan.apr, 4),
        "months": loan.months,
        "payment": loan.payment,
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
        entry["payment"] for entry in rows
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


def disclosures(scenario: dict[str, Any], known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The JSON of every purchase's disclosure; of one without a box, why it has none."""
    chain = played(scenario, known)
    return [in_dollars(disclosed(bought, chain.start)) for bought in chain.purchases]


def disclosed(bought: dict[str, Any], start: str | None) -> dict[str, Any]:
    if bought["price"] is None:
        return {"missing": "owed before"}
    if bought["amount_financed"] == 0:
        return {"missing": "nothing financed"}
    dues = scheduled(bought)
    if dues is None:
        return {"missing": "never paid off"}
    old = bought["trade_in"]
    excess = max(0, -old["equity"]) if old else 0
    price, whole = sale(bought, dues, excess, whole_cash=False), None
    if min(excess, bought["cash_due"]):
        whole = sale(bought, dues, excess, whole_cash=True)
        whole = {key: whole[key] for key in ("down_payment", "prior_lien", "total_sale_price")}
    return {
        "missing": None,
        "apr_percent": four_places(annual_percentage_rate(bought["amount_financed"], dues)),
        "finance_charge": sum(dues) - bought["amount_financed"],
        "amount_financed": bought["amount_financed"],
        "total_of_payments": sum(dues),
        "total_sale_price": price["total_sale_price"],
        "down_payment": price["down_payment"],
        "itemization": {
            **{key: bought[key] for key in ("price", "tax", "fees", "products", "rebate")},
            **{key: price[key] for key in ("prior_lien", "cash_down", "net_trade_in")},
        },
        "prepaid_finance_charge": 0,
        "trade_in": old and {key: old[key] for key in ("allowance", "payoff")},
        "whole_cash": whole,
        "payments": in_blocks(dues, bought["month"], start),
    }


def scheduled(bought: dict[str, Any]) -> list[int] | None:
    """What is to be paid month by month; nothing where 360 months do not suffice."""
    agreed = Loan(Fraction(bought["apr_percent"]) / 100, bought["months"], bought["payment"])
    left, dues = bought["amount_financed"], []
    while left:
        if len(dues) == 360:
            return None
        due, interest = agreed.pay(left, len(dues) + 1)
        dues.append(due)
        left += interest - due
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


def in_blocks(dues: list[int], signed: int, start: str | None) -> list[dict[str, Any]]:
    """Equal payments in a row, with the month and the day of the first of them."""
    blocks: list[dict[str, Any]] = []
    for month, due in enumerate(dues, start=1):
        if blocks and blocks[-1]["amount"] == due:
            blocks[-1]["times"] += 1
        else:
            date = day(start, signed + month)
            blocks.append({"times": 1, "amount": due, "month": month, "date": date})
    return blocks


def annual_percentage_rate(amount: int, dues: list[int]) -> Decimal:
    """The percentage at which payments a month apart are worth the amount, halved down to it.

    A payment n months after the advance is worth its amount over (1 + i)^n, i being a twelfth of the rate.
    """
    with decimal.localcontext(prec=60):
        low, high = Decimal(0), Decimal(1)
        while worth(dues, high) > amount:
            low, high = high, 2 * high
        while high - low > Decimal("1e-25") * (1 + high):
            middle = (low + high) / 2
            low, high = (middle, high) if worth(dues, middle) > amount else (low, middle)
        return 1200 * (low + high) / 2


def worth(dues: list[int], rate: Decimal) -> Decimal:
    """What payments a month apart are worth a month before the first, at a monthly rate."""
    value = Decimal(0)
    for due in reversed(dues):
        value = (value + due) / (1 + rate)
    return value


def four_places(percentage: Decimal) -> Decimal:
    """Four decimals, halves up, of a figure that is known to some twenty."""
    known = percentage.quantize(Decimal("1e-11"))
    return known.quantize(Decimal("1e-4"), decimal.ROUND_HALF_UP)
