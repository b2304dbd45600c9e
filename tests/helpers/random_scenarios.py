"""Random valid scenarios as text, crowded where rounding, limits and the order of events go wrong, and their YAML."""

from __future__ import annotations

import calendar
import datetime
import json
import random
import re
from dataclasses import dataclass
from typing import Any

Terms = dict[str, Any]

LIMIT = 10_000_000_00
APRS = ("6%", "7.2%", "12%", "18%", "24%", "0%", "0.01%", "36%", "97.5%", "100%")
TERMS = (1, 2, 12, 36, 60, 72, 75, 84, 96, 120, 360)
AGES = (1, 6, 11, 12, 13, 24, 30, 36, 60, 96, 120, 130)
LOSSES = ("25%", "50%", "15%", "12.5%", "0%", "0.0001%", "33.3333%")
CURVES = (
    "avg_2025_wholesale",
    "suv_2025",
    "ev_2025",
    "pickup_2025",
    "gas_car_retail_2016_2019",
    "bev_car_retail_2016_2019",
    "rv_travel_trailer",
    "boat_rule_of_thumb",
)
DAY_COUNTS = ("actual/365", "actual/360", "actual/365.25", "actual/366")
STARTS = (
    "2021-03-15",
    "2020-01-31",
    "2024-02-29",
    "2019-12-31",
    "2023-08-30",
    "2000-02-29",
    "2096-02-29",
    "2022-04-30",
)
STATES = (
    "TX",
    "OH",
    "CA",
    "VA",
    "SC",
    "KY",
    "AL",
    "WI",
    "MI",
    "MI",
    "IL",
    "IL",
    "MD",
    "MD",
    "FL",
    "IA",
    "VT",
    "MO",
    "TN",
)
BY_DAY = ("MI", "IL", "MD")
ASKING = ("OK", "NY", "OR", "NE", "DC")
MOST_WITH_LOCAL = 175_000
TITLES = (
    "Chain",
    "One: and another",
    "# not a comment",
    'It\'s "quoted"',
    "NO",
    "- dash",
    "Größe, ünïcode",
    "100% loan",
)
VEHICLES = (
    "2021 compact SUV",
    "pickup",
    "sedan: the blue one",
    "van #2",
    "072",
    "Yes",
    "'quoted'",
    "1:10",
    "Coupé",
)
MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
FEES = ("doc", "title and registration", "plates: new", "dealer prep #2", "e-filing", "delivery")
PRODUCTS = ("GAP", "service contract", "VIN etch: glass", "doc", "tire & wheel", "@home plan")


def scenario(rng: random.Random) -> Terms:
    """One scenario, every scalar of it text."""
    settings: Terms = {"title": rng.choice(TITLES)}
    if chance(rng, 20):
        settings["about"] = "Why: to see."
    if chance(rng, 50):
        settings["start"] = rng.choice(STARTS)
    assume = assumed(rng) if chance(rng, 40) else {}
    if assume:
        settings["assume"] = assume
    if chance(rng, 30):
        settings["market"] = market(rng)
    settings["purchases"] = purchases(rng, assume, rng.choice((1, 1, 2, 2, 3, 4, 5, 6)))
    if taxed_by_day(settings):
        settings["start"] = rng.choice(
            (
                *STARTS,
                "2013-06-30",
                "2018-11-15",
                "2022-01-01",
                "2025-01-01",
                "2025-07-01",
                "2026-12-31",
            )
        )
    if "start" in settings and "market" not in settings and chance(rng, 30):
        settings["market"] = {"history": "cpi-used-cars"}
    for terms in (settings["assume"] if assume else {}, *settings["purchases"]):
        terms.update({key: text for key, text in driven(rng).items() if chance(rng, 10)})
    if chance(rng, 60):
        under_way(rng, settings)
        how_often(rng, settings)
        refinanced_today(rng, settings)
    elif chance(rng, 60):
        crowded(rng, settings)
    if chance(rng, 35):
        limit(rng, settings)
    if chance(rng, 50):
        give_back(rng, settings)
    fixed_charges(rng, settings)
    months_without_payment(rng, settings)
    for entry in settings["purchases"]:
        if "loan" in entry and chance(rng, 80 if "events" in entry else 10):
            entry["loan"] |= late_fee(rng)
    if chance(rng, 40):
        ways_out(rng, settings)
    if chance(rng, 30):
        lose(rng, settings)
    at_the_product(rng, settings)
    return settings


def at_the_product(rng: random.Random, settings: Terms) -> None:
    """Write the small print of some GAP where it was bought."""
    for entry in settings["purchases"]:
        products, exits = entry.get("products"), entry.get("exits", {})
        cover = exits.get("gap_cover", {})
        named = cover.get("product") in (products if isinstance(products, dict) else {})
        if named and chance(rng, 50):
            small = dict(cover)
            name = small.pop("product")
            products[name] = {"price": products[name], "kind": "gap", **small}
            del exits["gap_cover"]
            if not exits:
                del entry["exits"]


def taxed_by_day(settings: Terms) -> bool:
    """Whether a state is named whose tax goes by the day of delivery."""
    parts = (settings.get("assume", {}), *settings["purchases"])
    rules = [part.get("tax") for part in parts]
    return any(isinstance(rule, dict) and rule.get("state") in BY_DAY for rule in rules)


def chance(rng: random.Random, percent: int) -> bool:
    return rng.randrange(100) < percent


# Numbers as a person writes them


def money(rng: random.Random, cents: int) -> str:
    whole, rest = divmod(cents, 100)
    digits = f"{whole:,}" if chance(rng, 60) else f"{whole}"
    return f"{'$' if chance(rng, 70) else ''}{digits}{f'.{rest:02}' if rest or chance(rng, 20) else ''}"


def in_cents(text: str) -> int:
    dollars, _, rest = text.replace("$", "").replace(",", "").partition(".")
    return int(dollars) * 100 + int(rest or 0)


def percent(millionths: int) -> str:
    """A percentage with no more than four decimals."""
    whole, rest = divmod(millionths, 10_000)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".") + "%"


def in_millionths(text: str) -> int:
    whole, _, rest = text.replace("%", "").partition(".")
    return int(whole) * 10_000 + int(rest.ljust(4, "0"))


def length(rng: random.Random, months: int) -> str:
    if months and months % 12 == 0 and chance(rng, 40):
        return f"{months // 12} year{'' if months == 12 else 's'}"
    return f"{months} month{'' if months == 1 else 's'}"


def amount(rng: random.Random) -> int:
    """Cents of a small thing: a fee, a rebate, a cost."""
    return rng.choice(
        (0, 1, rng.randint(1, 500), rng.randint(1, 3000) * 100, rng.randint(1, 300_000))
    )


# Parts of a purchase


def listed(rng: random.Random, names: tuple[str, ...]) -> str | Terms:
    if chance(rng, 30):
        return money(rng, amount(rng))
    return {name: money(rng, amount(rng)) for name in rng.sample(names, rng.randint(1, 4))}


def sum_of(amounts: str | Terms | None) -> int:
    if isinstance(amounts, dict):
        return sum(in_cents(text) for text in amounts.values())
    return in_cents(amounts or "0")


def tax(rng: random.Random, names: list[str]) -> Terms:
    if chance(rng, 35):
        return state_tax(rng, names)
    return stated_tax(rng, names)


def state_tax(rng: random.Random, names: list[str]) -> Terms:
    """A state, with nothing beside it or with a local rate, or with what is to prevail over its own."""
    asks = chance(rng, 12)
    rule: Terms = {"state": rng.choice(ASKING if asks else STATES)}
    own = stated_tax(rng, names)
    kept = ("rate", "trade_in_credit") if asks else ()
    own.setdefault("trade_in_credit", "none")
    rule |= {key: text for key, text in own.items() if key in kept or chance(rng, 20)}
    if "taxes" in own and chance(rng, 50):
        rule["taxes"] = own["taxes"]
    room = in_millionths(rule.get("rate", "7.25%")) <= MOST_WITH_LOCAL
    if room and chance(rng, 40):
        rule["local"] = rng.choice(("2.5%", "0%", "0.125%", "1%"))
    return rule


def stated_tax(rng: random.Random, names: list[str]) -> Terms:
    rate = rng.choice(("6.25%", "7%", "20%", "0%", "8.875%", percent(rng.randint(1, 200_000))))
    rule: Terms = {"rate": rate}
    if chance(rng, 60):
        rule["trade_in_credit"] = rng.choice(
            ("full", "none", money(rng, amount(rng)), money(rng, 10_000_00))
        )
    if chance(rng, 50):
        rule["rebate_taxed"] = rng.choice(("yes", "no", "true", "false"))
    if chance(rng, 40):
        rule["rolled_in_taxed"] = rng.choice(("yes", "yes", "no", "true"))
    if chance(rng, 60):
        some = rng.sample(names, rng.randint(1, len(names))) if names else []
        rule["taxes"] = some if some and chance(rng, 60) else "all"
    return rule


def value(rng: random.Random, used: bool) -> Terms:
    """How the vehicle loses value, gently where a used one is to be scaled from its worth."""
    kind = rng.choice(("curve", "curve", "losses", "table", "appraisals"))
    if kind == "curve":
        return {"curve": rng.choice(CURVES)}
    if kind == "losses":
        return losses(rng, used)
    if kind == "table":
        return {"table": table(rng)}
    return {"appraisals": appraisals(rng)}


def losses(rng: random.Random, used: bool) -> Terms:
    worst = () if used else ("100%",)
    settings = {
        "yearly_loss": rng.choice((*LOSSES, *worst)),
        "delivery_loss": rng.choice(("10%", "0%", "20%", *worst)),
    }
    left_out = rng.choice((None, None, "yearly_loss", "delivery_loss"))
    return {key: text for key, text in settings.items() if key != left_out}


def table(rng: random.Random) -> Terms:
    months = [*rng.sample((0, 1, 7, 12, 24), rng.randint(1, 3)), rng.choice((36, 60, 100))]
    kept, points = rng.choice((1_000_000, 1_100_000, 900_000)), {}
    for month in sorted(months) if chance(rng, 75) else (rng.choice((0, 12, 60)),):
        points[f"{month}"] = percent(kept)
        kept = kept * rng.choice((50, 75, 80, 97, 100)) // 100 + rng.randint(0, 3)
    return points


def appraisals(rng: random.Random) -> Terms:
    months = sorted(rng.sample((0, 1, 6, 12, 24, 25, 48), rng.randint(1, 3)))
    worth = rng.choice((rng.randint(100, 6_000_000), 800 * rng.randrange(1, 5_001, 2)))
    kept = rng.choice((50, 75, 90, 100, 101))
    return {
        f"{month}": money(rng, max(1, worth * kept**n // 100**n)) for n, month in enumerate(months)
    }


def market(rng: random.Random) -> Terms:
    first = rng.choice((0, 0, 0, 6))
    later = rng.sample(range(first + 1, 120), rng.randint(0, 3))
    levels = (1_000_000, 1_000_000, 1_400_000, 250_000)
    return {
        f"{month}": percent(rng.choice((*levels, rng.randint(500_000, 1_500_000))))
        for month in sorted((first, *later))
    }


def driven(rng: random.Random) -> Terms:
    """Miles and condition, sometimes beyond the caps."""
    a_year = rng.choice((0, 6_100, 12_100, 12_101, 18_000, 25_000, 200_000, rng.randint(0, 40_000)))
    odometer = rng.choice((0, 1, 1_000_000, rng.randint(0, 200_000)))
    return {
        "miles_a_year": whole(rng, a_year),
        "odometer": whole(rng, odometer),
        "condition": rng.choice(("92%", "100%", "107.5%", "0.0001%", "200%")),
    }


def whole(rng: random.Random, number: int) -> str:
    return f"{number:,}" if chance(rng, 60) else f"{number}"


def private_sale(rng: random.Random) -> Terms:
    settings = {
        "price": rng.choice(("112%", "100%", "87.5%", "105.5555%")),
        "costs": money(rng, amount(rng)),
    }
    left_out = rng.choice((None, None, "price", "costs"))
    return {key: text for key, text in settings.items() if key != left_out}


def apr(rng: random.Random) -> str:
    return rng.choice(
        (*APRS, percent(rng.randint(1, 360_000)), percent(100 * rng.randint(1, 3_000)))
    )


def term(rng: random.Random) -> int:
    months = rng.choice(TERMS)
    return months if months < 360 or chance(rng, 30) else 66


def lenders_cap(rng: random.Random) -> str:
    return rng.choice(
        ("80%", "100%", "125%", "140%", "33.3333%", percent(rng.randint(200_000, 1_800_000)))
    )


def give_back(rng: random.Random, settings: Terms) -> None:
    """Let products be refunded, some by the miles driven too."""
    assume = settings.get("assume", {})
    for entry in settings["purchases"]:
        terms = merged(entry, assume)
        products = terms.get("products")
        if "owed" in entry or not products or chance(rng, 20):
            continue
        names = list(products) if isinstance(products, dict) else ["products"]
        known = "months" in terms.get("loan", {})
        entry["refunds"] = {
            name: refund(rng, known, "miles_a_year" in terms)
            for name in rng.sample(names, rng.randint(1, len(names)))
        }
        if chance(rng, 50):
            entry["refund_to"] = rng.choice(("payoff", "payoff", "cash"))
        if chance(rng, 50):
            some = names[0]
            dear = {some: money(rng, rng.choice((80_000, 240_000, rng.randint(1, 1_000_000))))}
            if isinstance(products, dict):
                entry["products"] = {**products, **dear}


def refund(rng: random.Random, term_known: bool, miles_known: bool) -> Terms:
    terms: Terms = {}
    if not term_known or chance(rng, 50):
        terms["term"] = length(rng, rng.choice((1, 12, 36, 60, 72, 84, 120)))
    if miles_known and chance(rng, 70):
        terms["miles"] = whole(rng, rng.choice((0, 1, 36_000, 60_000, 100_000, 1_000_000)))
    if chance(rng, 40):
        terms["fee"] = money(rng, amount(rng))
    if not terms or chance(rng, 40):
        terms["ends"] = rng.choice(("loan", "vehicle"))
    return terms


def ways_out(rng: random.Random, settings: Terms) -> None:
    """Give some vehicles what their ways out go by."""
    if chance(rng, 30):
        settings["assume"] = {**settings.get("assume", {}), "exits": exits(rng)}
    for entry in settings["purchases"]:
        terms = merged(entry, settings.get("assume", {}))
        if not chance(rng, 70):
            continue
        entry["exits"] = exits(rng)
        if chance(rng, 60):
            entry["exits"]["deductible"] = money(rng, rng.choice((0, 50_000, 100_000)))
            entry["exits"]["gap_cover"] = gap_cover(rng, terms)


def lose(rng: random.Random, settings: Terms) -> None:
    """Let some vehicles end as a total loss, with or without GAP, or go back to the lender."""
    assume, given = settings.get("assume", {}), settings["purchases"]
    for number, entry in enumerate(given):
        terms = merged(entry, assume)
        if sold(entry) or not chance(rng, 40):
            continue
        owes = "keep" in terms and balance(terms, in_cents(terms.get("price") or terms["owed"]))
        ending = rng.choice(("total_loss", "surrender") if owes else ("total_loss",))
        entry[ending] = total_loss(rng, terms) if ending == "total_loss" else surrender(rng)
        if ending == "total_loss" and chance(rng, 60):
            entry["exits"] = entry.get("exits", {}) | {"gap_cover": gap_cover(rng, terms)}
        if number + 1 < len(given):
            for key in ("trade_in", "over_limit"):
                given[number + 1].pop(key, None)


def total_loss(rng: random.Random, terms: Terms) -> Terms:
    settings = {"deductible": money(rng, rng.choice((0, 50_000, 100_000, 99_999_999)))}
    if chance(rng, 40):
        about = in_cents(terms.get("price") or terms["owed"])
        settings["actual_cash_value"] = money(rng, min(LIMIT, about * rng.randint(0, 130) // 100))
    return settings | unpaid(rng)


def surrender(rng: random.Random) -> Terms:
    dollars = "$" + money(rng, rng.randint(0, 2_000_000)).lstrip("$")
    settings = {"sale": rng.choice(("50%", "65.4321%", "0%", dollars, dollars))}
    if chance(rng, 60):
        settings["costs"] = money(rng, amount(rng))
    return settings | unpaid(rng)


def unpaid(rng: random.Random) -> Terms:
    """What becomes of a debt that is left: paid, owed, or a personal loan."""
    note = {"apr": rng.choice(("0%", "9%", "24.5555%")), "months": length(rng, rng.choice((1, 24)))}
    return rng.choice(({}, {"shortfall": "cash"}, {"shortfall": "owed"}, {"note": note}))


def exits(rng: random.Random) -> Terms:
    settings = {
        "days_to_sell": f"{rng.choice((2, 30, 45, 366))} days",
        "deductible": money(rng, rng.choice((0, 50_000, 100_000, 99_999_999))),
        "auction": rng.choice(("50%", "65.4321%", "0%", percent(rng.randint(1, 1_200_000)))),
        "auction_costs": money(rng, amount(rng)),
        "refinance": {
            "apr": apr(rng),
            "months": f"{rng.choice((1, 12, 48, 60, 72))}",
            "fee": money(rng, amount(rng)),
        },
    }
    some = {key: text for key, text in settings.items() if chance(rng, 60)}
    return some or {"auction_costs": settings["auction_costs"]}


def gap_cover(rng: random.Random, terms: Terms) -> Terms:
    names = list(terms["products"]) if isinstance(terms.get("products"), dict) else []
    about = in_cents(terms.get("price") or terms["owed"])
    settings = {
        "limit": money(rng, rng.choice((0, 500_000, 5_000_000))),
        "share": rng.choice(("100%", "110%", "125%", "150%", percent(rng.randint(1, 1_500_000)))),
        "over_share": rng.choice(("subtracted", "prorated")),
        "deductible": money(rng, rng.choice((0, 50_000, 100_000))),
    }
    cover = {key: text for key, text in settings.items() if chance(rng, 60)}
    if names and chance(rng, 50):
        cover["product"] = rng.choice(names)
    used = "owed" in terms or ("age" in terms and "retail" not in terms)
    if used or chance(rng, 20):
        cover["base"] = money(rng, max(1, min(LIMIT, about * rng.randint(70, 130) // 100)))
    return cover or {"limit": settings["limit"]}


def limit(rng: random.Random, settings: Terms) -> None:
    """Give some purchases a lender with limits, and what it does over them."""
    assume = settings.get("assume", {})
    if chance(rng, 50):
        settings["income"] = money(rng, rng.choice((320_000, 420_000, rng.randint(1, 2_000_000))))
    if chance(rng, 10):
        settings["assume"] = {**assume, "over_limit": over_limit(rng)}
    for number, entry in enumerate(settings["purchases"]):
        terms = merged(entry, assume)
        if "owed" in entry or "loan" not in terms or not chance(rng, 60):
            continue
        rules = lenders_rules(rng, terms, "income" in settings)
        if rules:
            entry["loan"] = {**entry.get("loan", {}), **rules}
        base = terms["loan"].get("ltv_base", rules.get("ltv_base"))
        if base in ("invoice", "retail"):
            near = in_cents(entry["price"]) * rng.randint(60, 110) // 100
            entry[base] = money(rng, min(LIMIT, near))
        if number and chance(rng, 70):
            entry["over_limit"] = over_limit(rng)


def over_limit(rng: random.Random) -> str:
    return rng.choice(("cash", "lower price", "lower price", *2 * ("keep the vehicle",)))


def lenders_rules(rng: random.Random, terms: Terms, earns: bool) -> Terms:
    rules: Terms = {}
    if chance(rng, 60):
        rules["max_ltv"] = lenders_cap(rng)
    if chance(rng, 50):
        known = ("msrp",) if "msrp" in terms or "age" not in terms else ()
        rules["ltv_base"] = rng.choice(("invoice", "retail", "wholesale", *known))
    if chance(rng, 40):
        lines = rng.sample(("tax", "fees", "products"), rng.randint(1, 3))
        rules["ltv_without"] = lines[0] if len(lines) == 1 and chance(rng, 50) else lines
    if earns and (chance(rng, 50) if "payment" not in terms["loan"] else chance(rng, 10)):
        rules["max_pti"] = rng.choice(("15%", "16%", "20%", percent(rng.randint(1, 1_000_000))))
    return rules


def assumed(rng: random.Random) -> Terms:
    months = term(rng)
    parts: Terms = {
        "loan": {"apr": apr(rng), "months": rng.choice((f"{months}", length(rng, months)))},
        "tax": tax(rng, []),
        "value": value(rng, used=True),
        "private_sale": private_sale(rng),
        "fees": listed(rng, FEES),
        "products": listed(rng, PRODUCTS),
        "down": money(rng, amount(rng)),
        "rebate": money(rng, amount(rng)),
        "keep": length(rng, rng.choice((0, 1, 12, 26, 36))),
    }
    if chance(rng, 15):
        parts["loan"]["max_ltv"] = lenders_cap(rng)
    return {key: part for key, part in parts.items() if chance(rng, 40)}


def sale(rng: random.Random, debt: int) -> Terms:
    """A sale to a private person near what is owed, or far from it, in cash or with a personal loan."""
    near = rng.choice(
        (debt, debt + 1, debt // 2, debt * 9 // 10, 2 * debt, rng.randint(0, 4_000_000))
    )
    settings: Terms = {"price": "$" + money(rng, min(LIMIT, near)).lstrip("$")}
    if chance(rng, 50):
        settings["costs"] = money(rng, amount(rng))
    if chance(rng, 60):
        settings["note"] = {
            "apr": rng.choice(("0%", "11.9%", "9%", "24.5555%")),
            "months": length(rng, rng.choice((1, 6, 24, 36, 60))),
        }
    return settings


def credited(rng: random.Random, before: Terms, following: Terms) -> None:
    """Say by hand whether a sale reduces the next tax, where there is one by rate."""
    if chance(rng, 40) and isinstance(following.get("tax"), dict):
        before["private_sale"]["tax_credit"] = rng.choice(("yes", "yes", "true", "no", "false"))


def sold(entry: Terms) -> bool:
    return entry.get("private_sale", {}).get("price", "").startswith("$")


# The chain, with a rough idea of what is owed


def purchases(rng: random.Random, assume: Terms, count: int) -> list[Terms]:
    entries: list[Terms] = []
    debt = 0
    for number in range(count):
        last = number == count - 1
        entry = (
            owed(rng) if number == 0 and chance(rng, 20) else bought(rng, assume, debt, number > 0)
        )
        financed = (
            in_cents(entry["owed"]) if "owed" in entry else most_financed(entry, assume, debt)
        )
        entry.update(loan_and_keep(rng, entry, assume, financed, last, number == 0))
        debt = balance(merged(entry, assume), financed)
        if entries and sold(entries[-1]):
            entry.pop("trade_in", None)
            credited(rng, entries[-1], merged(entry, assume))
        if chance(rng, 20):
            entry["private_sale"] = sale(rng, debt)
            debt = 0
        entries.append(entry)
    return entries


def merged(entry: Terms, assume: Terms) -> Terms:
    both = [key for key in ("loan", "tax") if key in entry and key in assume]
    both = [key for key in both if not isinstance(entry[key], str)]
    if "state" in entry.get("tax", {}):
        both = [key for key in both if key != "tax"]
    return {**assume, **entry, **{key: {**assume[key], **entry[key]} for key in both}}


def owed(rng: random.Random) -> Terms:
    debt = rng.choice((rng.randint(1, 500), rng.randint(100_000, 6_000_000)))
    worth = rng.choice((debt, max(1, debt - 1), debt + 1, rng.randint(1, 2 * debt)))
    entry: Terms = {
        "vehicle": rng.choice(VEHICLES),
        "owed": money(rng, debt),
        "worth": money(rng, worth),
    }
    entry["age"] = length(rng, rng.choice(AGES))
    if chance(rng, 60):
        entry["loan"] = {"rolled": money(rng, rng.choice((0, 1, debt, rng.randint(0, debt))))}
    return entry | valuation(rng, used=True)


def valuation(rng: random.Random, used: bool) -> Terms:
    extras: Terms = {}
    if chance(rng, 70):
        extras["value"] = value(rng, used)
    if chance(rng, 30):
        extras["private_sale"] = private_sale(rng)
    return extras


def bought(rng: random.Random, assume: Terms, debt: int, trades: bool) -> Terms:
    entry: Terms = {"vehicle": rng.choice(VEHICLES)}
    for key, names in (("fees", FEES), ("products", PRODUCTS)):
        if chance(rng, 35):
            entry[key] = listed(rng, names)
    price = price_within(rng, LIMIT - debt)
    entry["price"] = money(rng, price)
    entry |= age_and_base(rng, price)
    entry |= valuation(rng, used="worth" in entry or "age" in entry)
    if chance(rng, 50):
        entry["tax"] = tax(rng, names_of(merged(entry, assume)))
        rate = in_millionths(entry["tax"].get("rate", "0%"))
        if "local" in assume.get("tax", {}) and rate > MOST_WITH_LOCAL:
            entry["tax"]["rate"] = "7%"
        if chance(rng, 10):
            entry["tax"] = f"${rng.choice((0, rng.randint(0, price // 10))) / 100:.2f}"
    if chance(rng, 30):
        entry["rebate"] = money(rng, amount(rng))
    if chance(rng, 35):
        large = rng.choice((price // 2, price, price + debt // 2, min(LIMIT, 2 * price + debt)))
        entry["down"] = money(rng, rng.choice((amount(rng), amount(rng), price // 5, large)))
    if trades and (debt > LIMIT // 2 or chance(rng, 85)):
        entry["trade_in"] = trade_in(rng, debt)
    if not trades and chance(rng, 30):
        entry["trade_in"] = given_in(rng, price)
    if chance(rng, 4):
        entry |= to_the_limit(rng, merged(entry, assume), debt)
    return entry


def price_within(rng: random.Random, room: int) -> int:
    if chance(rng, 15):
        return rng.randint(1, 500)
    if chance(rng, 4):
        return max(1, room * 3 // 4 - 10_000_000)
    return min(
        max(1, room // 2),
        rng.choice((rng.randint(500_000, 9_000_000), rng.randint(5_000, 90_000) * 100)),
    )


def to_the_limit(rng: random.Random, terms: Terms, debt: int) -> Terms:
    """A price that leaves the amount financed at the limit or a little below it."""
    price = (
        LIMIT
        - debt
        - sum_of(terms.get("fees"))
        - sum_of(terms.get("products"))
        - rng.choice((0, 1, 10_000_000))
    )
    return {"tax": {"rate": "0%"}, "price": money(rng, max(1, price))}


def names_of(terms: Terms) -> list[str]:
    named = [terms[key] for key in ("fees", "products") if isinstance(terms.get(key), dict)]
    return list(dict.fromkeys(name for amounts in named for name in amounts))


def age_and_base(rng: random.Random, price: int) -> Terms:
    """What the value starts from: a new vehicle's sticker, a used one's worth or what it cost when new."""
    near = max(1, price * rng.randint(85, 120) // 100)
    if not chance(rng, 35):
        return rng.choice(
            ({}, {"msrp": money(rng, min(LIMIT, near))}, {"worth": money(rng, min(LIMIT, near))})
        )
    age = {"age": length(rng, rng.choice(AGES))}
    worth, msrp = (
        {"worth": money(rng, min(LIMIT, near))},
        {"msrp": money(rng, min(LIMIT, 2 * near + 1000))},
    )
    return age | rng.choice((worth, msrp, worth | msrp))


def trade_in(rng: random.Random, debt: int) -> Terms:
    settings: Terms = {}
    payoff = max(0, debt + rng.choice((0, -1, 1, rng.randint(-20_000, 20_000))))
    if debt and chance(rng, 30):
        settings["payoff"] = money(rng, min(LIMIT, payoff))
    if chance(rng, 75):
        near = max(0, payoff + rng.choice((0, 1, -1, rng.randint(-300_000, 300_000))))
        far = rng.choice((0, 2 * payoff + 1_000_000))
        below = payoff * rng.randint(40, 100) // 100
        settings["allowance"] = money(
            rng, min(LIMIT, rng.choice((near, near, far, below, below, below)))
        )
    if debt > LIMIT // 2:
        settings["cash"] = "all"
    elif chance(rng, 25) or not settings:
        settings["cash"] = rng.choice(
            ("all", money(rng, amount(rng)), money(rng, payoff // 9), money(rng, payoff + 1))
        )
    return settings


def given_in(rng: random.Random, price: int) -> Terms:
    """A vehicle that the first purchase gives in, with all that is known of it."""
    owed = min(LIMIT - price, rng.choice((0, rng.randint(1, 500), rng.randint(1, 2 * price))))
    settings = {**trade_in(rng, owed), "payoff": money(rng, owed)}
    if "allowance" not in settings or chance(rng, 50):
        near = rng.choice((owed, owed // 2, rng.randint(0, 2 * owed + 1)))
        settings["worth"] = money(rng, min(LIMIT, near))
    return settings | ({"vehicle": rng.choice(VEHICLES)} if chance(rng, 50) else {})


def most_financed(entry: Terms, assume: Terms, debt: int) -> int:
    """As much as can be financed, all of it taxed, with nothing allowed where the allowance is left to the value."""
    terms = merged(entry, assume)
    lines = in_cents(terms["price"]) + sum_of(terms.get("fees")) + sum_of(terms.get("products"))
    rule = terms.get("tax", {})
    if isinstance(rule, str):
        rule = {"rate": "20%"}
    rate = "20%" if "state" in rule else rule.get("rate", "0%")
    tax_at_most = lines * in_millionths(rate) // 1_000_000 + 75_00
    put_in = in_cents(terms.get("down", "0")) + in_cents(terms.get("rebate", "0"))
    return max(0, lines + tax_at_most - put_in + most_rolled(terms.get("trade_in", {}), debt))


def most_rolled(trade: Terms, debt: int) -> int:
    """Debt carried over at most; below zero it is equity or cash."""
    payoff = in_cents(trade["payoff"]) if "payoff" in trade else debt
    short = payoff - in_cents(trade.get("allowance", "0"))
    if trade.get("cash") == "all":
        return min(0, short)
    return short - in_cents(trade.get("cash", "0"))


def loan_and_keep(
    rng: random.Random, entry: Terms, assume: Terms, financed: int, last: bool, known: bool
) -> Terms:
    settings: Terms = {}
    agreed = {**assume.get("loan", {}), **entry.get("loan", {})}
    if financed or chance(rng, 50):
        written = entry.get("loan", {}) | loan(rng, agreed, financed)
        written |= shape(rng, {**agreed, **written}, least_financed(entry, assume) if known else 0)
        if "owed" in entry:
            written.pop("fee", None)
        agreed = assume.get("loan", {}) | written
        if written:
            settings["loan"] = written
    months = in_months(agreed.get("months", "48"))
    if (not last and "keep" not in assume) or chance(rng, 20):
        early = (0, 1, months // 4, months // 2, rng.randint(1, min(60, months + 1)))
        settings["keep"] = length(
            rng, rng.choice((*early, *early, months, months + rng.randint(1, 24)))
        )
    return settings


def in_months(text: str) -> int:
    number, _, unit = text.partition(" ")
    return int(number) * (12 if unit.startswith("year") else 1)


def loan(rng: random.Random, assumed_terms: Terms, financed: int) -> Terms:
    """Terms that complete what is assumed; a known payment is one that the loan can bear."""
    settings: Terms = {}
    if "apr" not in assumed_terms or chance(rng, 30):
        settings["apr"] = apr(rng)
    if "months" not in assumed_terms or chance(rng, 30):
        months = term(rng)
        settings["months"] = rng.choice((f"{months}", f"{months}", length(rng, months)))
    if chance(rng, 10):
        settings["max_ltv"] = lenders_cap(rng)
    agreed = {**assumed_terms, **settings}
    interest = financed * in_millionths(agreed["apr"]) // 12_000_000 + 1
    return settings | known_payment(rng, settings, in_months(agreed["months"]), financed, interest)


def least_financed(entry: Terms, assume: Terms) -> int:
    """What is lent at least where nothing is traded in: tax, fees and products come on top."""
    terms = {**assume, **entry}
    put_in = in_cents(terms.get("down", "0")) + in_cents(terms.get("rebate", "0"))
    old = terms.get("trade_in", {})
    put_in += in_cents(old.get("allowance", old.get("worth", "0")))
    put_in += 0 if old.get("cash") == "all" else in_cents(old.get("cash", "0"))
    return in_cents(terms["owed"]) if "owed" in terms else in_cents(terms["price"]) - put_in


def shape(rng: random.Random, agreed: Terms, financed: int) -> Terms:
    """How a payment is rounded, and of a loan of some size what is left for the last and what its fee is."""
    settings: Terms = {}
    if chance(rng, 20):
        settings["rounding"] = rng.choice(("up", "down", "down", "nearest"))
    if "negative_amortization" not in agreed and chance(rng, 5):
        settings["negative_amortization"] = "no"
    if financed < 100 or "max_ltv" in agreed or "payment" in agreed:
        return settings
    if chance(rng, 40):
        settings["balloon"] = money(rng, max(1, financed * rng.choice((0, 1, 20, 50, 90)) // 100))
    if chance(rng, 40):
        settings["fee"] = money(
            rng, min(amount(rng), financed // 10, max(0, LIMIT // 2 - financed))
        )
    return settings


def known_payment(
    rng: random.Random, settings: Terms, months: int, financed: int, interest: int
) -> Terms:
    kind = rng.randrange(12)
    if kind == 0:
        fitting = financed // months + interest * rng.choice((0, 1, 2)) // 2
        return {"payment": money(rng, min(LIMIT, max(fitting, interest + rng.randint(1, 500))))}
    if kind == 1 and financed < LIMIT // 10 and months <= 96:
        unpaid = {"payment": money(rng, rng.choice((interest, max(1, interest // 2), 1)))}
        return unpaid | {"negative_amortization": "allowed"}
    if kind == 2 and "months" in settings:
        settings.pop("months")
        return {
            "payment": money(rng, min(LIMIT, financed // rng.choice((1, 7, 40, 90)) + interest + 1))
        }
    return {}


def balance(terms: Terms, financed: int) -> int:
    """Roughly what is still owed at the trade."""
    agreed = terms.get("loan", {})
    if financed == 0 or "apr" not in agreed:
        return 0
    rate, months = in_millionths(agreed["apr"]), in_months(agreed.get("months", "0"))
    payment = in_cents(agreed["payment"]) if "payment" in agreed else level(financed, rate, months)
    left = financed
    for month in range(1, in_months(terms.get("keep", "0 months")) + 1):
        left = (
            0
            if month == months
            else max(0, left + (left * rate + 6_000_000) // 12_000_000 - payment)
        )
    return left


def level(owed_at_first: int, rate: int, months: int) -> int:
    if rate == 0:
        return owed_at_first // months
    growth = (1 + rate / 12e6) ** months
    return round(owed_at_first * rate / 12e6 * growth / (growth - 1))


# Daily interest, first payments, and what happens on the way


@dataclass
class Turn:
    """Roughly what is known of one purchase when its events are written: days are None without a start."""

    signed: datetime.date | None
    first_due: datetime.date | None
    months: int
    keep: int | None
    payment: int

    def due(self, month: int) -> datetime.date:
        assert self.first_due is not None
        return later(self.first_due, month - 1)

    def end(self) -> int:
        """The last month that an event may well come in."""
        return self.months + 2 if self.keep is None else self.keep


def later(start: datetime.date, months: int) -> datetime.date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(start.day, last))


def under_way(rng: random.Random, settings: Terms) -> None:
    """Let interest be counted by the day, first payments come when they will, and things happen to loans."""
    assume = settings.get("assume", {})
    started = datetime.date.fromisoformat(settings["start"]) if "start" in settings else None
    if "apr" in assume.get("loan", {}) and started and chance(rng, 40):
        assume["loan"]["interest"] = "daily"
        if chance(rng, 30):
            assume["loan"]["day_count"] = rng.choice(DAY_COUNTS)
    month, anchor = 0, (0, started)
    for entry in settings["purchases"]:
        terms = merged(entry, assume)
        agreed = terms.get("loan", {})
        keep = in_months(terms["keep"]) if "keep" in terms else None
        signed = anchor[1] and later(anchor[1], month - anchor[0])
        if "apr" in agreed and signed:
            written = by_the_day(rng, agreed, signed)
            written |= odd_first_period(rng, {**agreed, **written}, signed)
            if written:
                entry["loan"] = entry.get("loan", {}) | written
            if "first_payment" in written and keep != 0:
                anchor = (month + 1, first_payment(written["first_payment"], signed))
        first_due = anchor[1] and later(anchor[1], month + 1 - anchor[0])
        months = in_months(agreed.get("months", "40"))
        price = in_cents(entry.get("price", entry.get("owed", "0")))
        if keep != 0 and chance(rng, 60):
            turn = Turn(signed, first_due, months, keep, max(100, price // months))
            some = events(rng, turn, rng.choice((1, 1, 2, 3, 5)))
            entry.update({"events": some} if some else {})
        month += keep or 0
    shortest = min(
        in_months(merged(purchase, assume).get("keep", "48 months"))
        for purchase in settings["purchases"]
    )
    if shortest and chance(rng, 10):
        turn = Turn(None, None, shortest, shortest, 500_00)
        settings.setdefault("assume", {})["events"] = events(rng, turn, rng.choice((1, 2)))


def crowded(rng: random.Random, settings: Terms) -> None:
    """Let every loan have days of its own, long first payments, and several dated things in one period."""
    assume = settings.get("assume", {})
    started = datetime.date.fromisoformat(settings.setdefault("start", rng.choice(STARTS)))
    month, anchor = 0, (0, started)
    for number, entry in enumerate(settings["purchases"]):
        terms = merged(entry, assume)
        agreed, keep = terms.get("loan", {}), in_months(terms.get("keep", "600 months"))
        signed = later(anchor[1], month - anchor[0])
        if "apr" not in agreed:
            month += keep
            continue
        entry["loan"] = entry.get("loan", {}) | days_of_its_own(rng)
        agreed = {**agreed, **entry["loan"]}
        entry["loan"] |= odd_first_period(rng, agreed, signed)
        agreed = {**agreed, **entry["loan"]}
        first = later(anchor[1], month + 1 - anchor[0])
        if "first_payment" in agreed and agreed["frequency"] == "monthly" and keep:
            first = first_payment(agreed["first_payment"], signed)
            anchor = (month + 1, first)
        price = in_cents(entry.get("price", entry.get("owed", "0")))
        if number and not {"payment", "max_ltv"} & {*agreed} and chance(rng, 30):
            entry["loan"]["balloon"] = money(rng, max(1, price * rng.choice((0, 1, 10, 30)) // 100))
        months = in_months(agreed.get("months", "40"))
        turn = Turn(signed, first, months, min(keep, months + 2), max(100, price // months))
        if keep and chance(rng, 85):
            entry["events"] = in_one_period(rng, turn, often=agreed["frequency"] != "monthly")
        month += keep


def days_of_its_own(rng: random.Random) -> Terms:
    """How often a loan is paid, and how its interest is counted; by the day it may well begin late."""
    often = rng.choice(("monthly", "monthly", "weekly", "biweekly", "semimonthly"))
    settings: Terms = {"frequency": often, "interest": rng.choice(("monthly", "daily", "daily"))}
    if settings["interest"] == "daily" and chance(rng, 60):
        days = rng.choice((1, 14, 31, 45, 60, 75, 90, 105, 120, 200, 366, rng.randint(1, 366)))
        settings["first_payment"] = f"{days} day{'' if days == 1 else 's'}"
    if settings["interest"] == "daily" and chance(rng, 60):
        settings["day_count"] = rng.choice(DAY_COUNTS)
    if settings["interest"] == "daily" and chance(rng, 30):
        settings["level_by"] = "months"
    return settings


def in_one_period(rng: random.Random, turn: Turn, often: bool) -> list[Terms]:
    """A pause with a change of rate close to it, and a series and a new loan on days of their own."""
    assert turn.signed is not None
    assert turn.keep is not None
    pause = rng.choice((1, 1, 2, rng.randint(1, turn.keep)))
    drawn = [
        {"month": f"{pause}", rng.choice(("skip", "defer")): length(rng, rng.choice((1, 1, 2)))},
        {"date": on_the_way(rng, turn, pause), "rate": apr(rng)},
        series(rng, turn),
        {"date": on_the_way(rng, turn, rng.randint(1, turn.keep)), **happening(rng, turn)},
        {
            "date": on_the_way(rng, turn, rng.randint(1, turn.keep)),
            "refinance": refinance(rng, turn),
        },
    ]
    if chance(rng, 50):
        drawn[0]["fee"] = pause_fee(rng)
    if "defer" in drawn[0] and chance(rng, 60):
        drawn[0]["capitalize"] = rng.choice(("yes", "yes", "no"))
    if chance(rng, 40):
        drawn[0]["date"] = on_the_way(rng, turn, pause)
        del drawn[0]["month"]
    some = rng.sample(drawn, rng.randint(1, len(drawn)))
    unfit = {"payment", "late"} if often else set()
    if drawn[0] in some:
        unfit |= {"skip", "defer", "payment", "late"}
    return [entry for entry in some if entry is drawn[0] or not unfit & {*entry}] or [drawn[2]]


def on_the_way(rng: random.Random, turn: Turn, month: int) -> str:
    """A day of a month of ownership, which is long before a first payment that comes late."""
    begin = turn.signed if month == 1 else turn.due(month - 1)
    assert begin is not None
    days = (turn.due(month) - begin).days
    return (
        begin + datetime.timedelta(days=rng.choice((1, days, rng.randint(1, days))))
    ).isoformat()


def series(rng: random.Random, turn: Turn) -> Terms:
    """A dated extra payment over and over, often from before the first payment on."""
    assert turn.keep is not None
    month = rng.choice((1, 1, rng.randint(1, turn.keep)))
    settings = {
        "date": on_the_way(rng, turn, month),
        "extra": money(rng, max(1, rng.choice((1, turn.payment // 5, turn.payment)))),
        "every": rng.choice(("month", "month", "year", "week", "2 weeks")),
    }
    if chance(rng, 50):
        settings["until"] = length(rng, rng.randint(month, max(month, min(600, turn.end()))))
    if chance(rng, 25):
        settings["then"] = rng.choice(("shorter", "lower payment"))
    return settings


def refinanced_today(rng: random.Random, settings: Terms) -> None:
    """Let a new loan take the place of some existing ones on the first day."""
    first, assume = settings["purchases"][0], settings.get("assume", {})
    terms = merged(first, assume)
    if "owed" not in first or "apr" not in terms.get("loan", {}) or not chance(rng, 15):
        return
    days = ({"date": settings["start"]},) if "start" in settings else ()
    turn = Turn(None, None, 40, 40, max(100, in_cents(first["owed"]) // 40))
    when = rng.choice(({"month": "0"}, {"month": "0 months"}, *days))
    first["events"] = [*terms.get("events", []), when | {"refinance": refinance(rng, turn)}]


def how_often(rng: random.Random, settings: Terms) -> None:
    """Let some loans be paid by weeks or half months, where days are known and no month's payment is told of."""
    assume = settings.get("assume", {})
    for entry in settings["purchases"]:
        terms = merged(entry, assume)
        told = any({"payment", "late"} & {*event} for event in terms.get("events", []))
        dated = "start" in settings and "first_payment" not in terms.get("loan", {})
        if dated and "loan" in entry and not told and chance(rng, 30):
            often = rng.choice(("weekly", "biweekly", "semimonthly", "monthly"))
            entry["loan"]["frequency"] = often


def fixed_charges(rng: random.Random, settings: Terms) -> None:
    """Let the charge of some loans be fixed at signing, where nothing is agreed that does not go with it."""
    assume = settings.get("assume", {})
    unfit = {
        "payment",
        "balloon",
        "negative_amortization",
        "frequency",
        "first_payment",
        "first_period",
        "day_count",
        "level_by",
    }
    for entry in settings["purchases"]:
        terms = merged(entry, assume)
        agreed, events = terms.get("loan", {}), terms.get("events", [])
        other = any(not {"refinance", "late"} & {*event} for event in events)
        if agreed.get("negative_amortization") == "no":
            agreed = {key: word for key, word in agreed.items() if key != "negative_amortization"}
        if "loan" not in entry or "owed" in entry or other or unfit & {*agreed}:
            continue
        if "months" not in agreed or not chance(rng, 25):
            continue
        entry["loan"]["interest"] = "precomputed"
        if chance(rng, 40):
            entry["loan"]["refund"] = rng.choice(("rule of 78", "actuarial"))
        if chance(rng, 40) and "max_pti" not in agreed:
            entry["loan"].pop("apr", None)
            entry["loan"]["add_on"] = rng.choice(
                ("7%", "0%", "50%", percent(rng.randint(1, 200_000)))
            )


def months_without_payment(rng: random.Random, settings: Terms) -> None:
    """Let no payment be due in some months of the year, where payments have days and are monthly."""
    assume = settings.get("assume", {})
    for entry in settings["purchases"]:
        agreed = merged(entry, assume).get("loan", {})
        unfit = "precomputed" in agreed.values() or "allowed" in agreed.values()
        unfit = unfit or agreed.get("frequency", "monthly") != "monthly"
        if "start" not in settings or "loan" not in entry or unfit or not chance(rng, 15):
            continue
        months = rng.sample(MONTHS, rng.choice((1, 1, 2, 2, 3, 11)))
        entry["loan"]["no_payment_in"] = months[0] if len(months) == 1 else months


def by_the_day(rng: random.Random, agreed: Terms, signed: datetime.date) -> Terms:
    settings: Terms = {}
    if "interest" not in agreed and chance(rng, 50):
        settings["interest"] = "daily"
    if agreed.get("interest") == "daily" and "day_count" not in agreed and chance(rng, 10):
        return {"interest": "monthly"}
    by_days = "daily" in (agreed.get("interest"), settings.get("interest"))
    if by_days and chance(rng, 40):
        settings["day_count"] = rng.choice(DAY_COUNTS)
    if by_days and chance(rng, 30):
        settings["level_by"] = rng.choice(("months", "months", "days"))
    if by_days and chance(rng, 35):
        settings["first_payment"] = first_due(rng, signed)
    return settings


def odd_first_period(rng: random.Random, agreed: Terms, signed: datetime.date) -> Terms:
    """A first payment of a loan by the month, with the year that its odd days are parts of."""
    terms = ("interest", "frequency")
    by_the_month = {agreed.get(key, "monthly") for key in terms} == {"monthly"}
    may_grow = agreed.get("negative_amortization") == "allowed"
    if not by_the_month or may_grow or not chance(rng, 35):
        return {}
    settings: Terms = {"first_payment": first_due(rng, signed)}
    if chance(rng, 60):
        settings["first_period"] = rng.choice(("days/365", "days/365", "days/360"))
    return settings


def first_due(rng: random.Random, signed: datetime.date) -> str:
    """The days to a first payment, or its day."""
    days = rng.choice((1, 14, 15, 28, 30, 31, 45, 60, 75, rng.randint(1, 366), 366))
    date = signed + datetime.timedelta(days=days)
    return rng.choice((f"{days} day{'' if days == 1 else 's'}", date.isoformat()))


def first_payment(written: str, signed: datetime.date) -> datetime.date:
    if "day" in written:
        return signed + datetime.timedelta(days=int(written.split(maxsplit=1)[0]))
    return datetime.date.fromisoformat(written)


def events(rng: random.Random, turn: Turn, count: int) -> list[Terms]:
    """Some events, of which mostly only one takes the place of a payment, since two may clash."""
    drawn = [event(rng, turn) for _ in range(count)]
    in_place = [entry for entry in drawn if {"skip", "defer", "payment", "late"} & {*entry}]
    others = [id(entry) for entry in in_place[1:]]
    return drawn if chance(rng, 15) else [entry for entry in drawn if id(entry) not in others]


def event(rng: random.Random, turn: Turn) -> Terms:
    settings = when(rng, turn) | happening(rng, turn)
    if {"date", "payment"} <= {*settings} and chance(rng, 50):
        settings["month"] = f"{rng.randint(1, turn.end())}"
    if "until" in settings and "month" in settings and not chance(rng, 5):
        last = max(in_months(settings["until"]), in_months(settings["month"]))
        settings["until"] = length(rng, last)
    return settings


def when(rng: random.Random, turn: Turn) -> Terms:
    """A month or a date, crowded at both ends of the turn and around the due dates."""
    end = turn.end()
    month = rng.choice((1, end, min(turn.months, end), rng.randint(1, end), rng.randint(1, end)))
    if turn.first_due is None or turn.signed is None or chance(rng, 50):
        return {"month": rng.choice((f"{month}", length(rng, month)))}
    off = rng.choice((0, -1, 1, -14, 14, -15, 15, 16, rng.randint(-40, 40)))
    date = turn.due(month) + datetime.timedelta(days=off)
    if turn.keep is not None and not chance(rng, 3):
        date = min(date, turn.due(turn.keep))
    return {"date": max(date, turn.signed + datetime.timedelta(days=1)).isoformat()}


def happening(rng: random.Random, turn: Turn) -> Terms:
    kind = rng.choice(
        (
            "extra",
            "extra",
            "skip",
            "defer",
            "payment",
            "payment",
            "rate",
            "refinance",
            "late",
            "late",
        )
    )
    if kind == "late":
        return late(rng, turn)
    if kind == "extra":
        return extra(rng, turn)
    if kind == "rate":
        return {"rate": apr(rng)}
    if kind == "refinance":
        return {"refinance": refinance(rng, turn)}
    if kind == "payment":
        some = (0, 1, turn.payment // 2, turn.payment, 2 * turn.payment, 100 * turn.payment)
        return {"payment": money(rng, min(LIMIT, rng.choice((*some, amount(rng)))))}
    settings = {kind: length(rng, rng.choice((1, 1, 1, 2, 3, 12)))}
    if chance(rng, 40):
        settings["fee"] = pause_fee(rng)
    if kind == "defer" and chance(rng, 60):
        settings["capitalize"] = rng.choice(("yes", "yes", "no"))
    return settings


def late(rng: random.Random, turn: Turn) -> Terms:
    days = rng.choice((1, 5, 10, 11, 16, 27))
    settings = {"late": f"{days} day{'' if days == 1 else 's'}"}
    if chance(rng, 60):
        settings["every"] = rng.choice(("month", "month", "year"))
        if chance(rng, 60):
            settings["until"] = length(
                rng, max(1, min(600, turn.end() - rng.choice((0, 0, 1, 12))))
            )
    return settings


def pause_fee(rng: random.Random) -> str:
    return rng.choice(("$35", "$0", "$0.01", "$12,000", money(rng, rng.randint(1, 10_000))))


def late_fee(rng: random.Random) -> Terms:
    """What a late payment costs, with the days of grace or without."""
    settings = {"late_fee": rng.choice(("$25", "5%", "$0.01", "12.3456%", "50%"))}
    if chance(rng, 60):
        settings["grace"] = rng.choice(
            ("0 days", "0 days", "4 days", "10 days", "26 days", "31 days", "60 days")
        )
    return settings


def extra(rng: random.Random, turn: Turn) -> Terms:
    some = (1, turn.payment // 3, turn.payment, 20 * turn.payment, amount(rng), 200 * turn.payment)
    settings: Terms = {"extra": money(rng, min(LIMIT, max(1, rng.choice(some))))}
    if chance(rng, 35):
        weeks = () if turn.signed is None else ("week", "2 weeks")
        settings["every"] = rng.choice(("month", "month", "year", *weeks))
        settings["extra"] = money(rng, max(1, rng.choice((1, turn.payment // 5, turn.payment))))
        if chance(rng, 60):
            settings["until"] = length(
                rng, max(1, min(600, turn.end() - rng.choice((0, 0, 1, 12))))
            )
    if chance(rng, 40):
        settings["then"] = rng.choice(("shorter", "lower payment", "lower payment"))
    return settings


def refinance(rng: random.Random, turn: Turn) -> Terms:
    months = term(rng)
    settings: Terms = {"apr": apr(rng), "months": length(rng, months)}
    if chance(rng, 20):
        settings["payment"] = money(rng, min(LIMIT, turn.payment * rng.choice((1, 2, 5)) + 1))
        if chance(rng, 50):
            settings.pop("months")
    for key, some in (("fee", amount(rng)), ("cash_out", amount(rng)), ("cash_in", amount(rng))):
        if chance(rng, 30):
            settings[key] = money(rng, some)
    return settings


# YAML


PLAIN = re.compile(r"[$A-Za-z0-9]([-A-Za-z0-9 $,.%_]*[A-Za-z0-9%])?")


def as_yaml(settings: Terms) -> str:
    """The scenario as a file in block style."""
    return "".join(f"{line}\n" for line in block(settings))


def block(node: Terms | list[Any]) -> list[str]:
    if isinstance(node, list):
        return [line for item in node for line in entry_of(item)]
    lines: list[str] = []
    for key, child in node.items():
        if isinstance(child, str):
            lines.append(f"{scalar(key)}: {scalar(child)}")
        else:
            lines += [f"{scalar(key)}:", *(f"  {line}" for line in block(child))]
    return lines


def entry_of(item: Terms | str) -> list[str]:
    first, *rest = [scalar(item)] if isinstance(item, str) else block(item)
    return [f"- {first}", *(f"  {line}" for line in rest)]


def scalar(text: str) -> str:
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
