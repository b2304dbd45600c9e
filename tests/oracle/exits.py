"""The ways out of a vehicle and its loan in the months of a chain."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from fractions import Fraction
from typing import Any

from oracle.books import Chain
from oracle.chain import covers_of, played, turns
from oracle.gap import covered, deductible_of, gap_product, has_gap, names_of
from oracle.loan import interest_of_days, level_payment
from oracle.reading import SimulationError, cents, half_up, in_dollars, share, whole
from oracle.values import Vehicle

CHOSEN = ("dealer", "private", "trade_in", "surrender")


def ways_out(scenario: dict[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Every month of a chain with its ways out, in dollars, and from which month each takes nothing."""
    chain = played(scenario, known)
    closing = {row["month"]: row for row in chain.rows if row["purchase"]}
    alone = [kept(scenario, known, number) for number in range(1, len(chain.purchases) + 1)]
    months = [month_of(scenario, known, chain, row, alone) for row in closing.values()]
    shown = [in_dollars(month) for month in months]
    for way in (way for month in shown for way in month["ways"]):
        way["cheapest"] = bool(way["cheapest"])
    return {"months": shown, "free_from": free_from(months)}


def kept(scenario: dict[str, Any], known: Mapping[str, Any], number: int) -> tuple[Any, Any]:
    """The chain up to a purchase that is kept to the payoff, with its events and without; None for none."""
    bought = deepcopy(turns(scenario)[:number])
    last = bought[-1]
    if "owed" in last and not last["loan"]:
        return None, None
    for ending in ("keep", "total_loss", "surrender"):
        last.pop(ending, None)
    if last.get("private_sale", {}).get("price", "").startswith("$"):
        del last["private_sale"]
    with_events = alone({**scenario, "assume": {}, "purchases": bought}, known)
    if not last.pop("events", None):
        return with_events, with_events
    return with_events, alone({**scenario, "assume": {}, "purchases": bought}, known)


def alone(scenario: dict[str, Any], known: Mapping[str, Any]) -> Chain | None:
    try:
        return played(scenario, known)
    except SimulationError:
        return None


def flow(row: dict[str, Any]) -> int:
    return int(row["payment"] - row["cash_out"] - row["refund"])


def without_notes(row: dict[str, Any]) -> dict[str, Any]:
    """A month with what is owed on the vehicle alone."""
    net = {key: row[key] - row["note"] for key in ("balance", "payoff")}
    private = row["exit"]["private"]
    left = None if private is None else private - row["note"]
    return {**row, **net, "exit": {"private": left}}


def month_of(
    scenario: dict[str, Any],
    known: Mapping[str, Any],
    chain: Chain,
    row: dict[str, Any],
    alone: list[tuple[Any, Any]],
) -> dict[str, Any]:
    """One month: what was paid, and each way."""
    number = row["purchase"]
    bought, terms = chain.purchases[number - 1], turns(scenario)[number - 1]
    place = chain.rows.index(row)
    paid = sum(deal["cash_due"] - deal["cash_back"] for deal in chain.purchases[:number])
    paid += sum(flow(row) for row in chain.rows[: place + 1])
    paid -= sum(deal["sale"]["cash"] for deal in chain.purchases[: number - 1] if deal["sale"])
    row = without_notes(row)
    back = Refunds(bought, terms, row)
    if bought["sale"] and row["month"] == bought["ended"]["month"]:
        used = gap_product(terms) if "total_loss" in terms else None
        paid += back.due(without=used) - bought["sale"]["refund_credited"]
    agreed = terms.get("exits", {})
    ways = [*sales(chain, row, bought, terms, back)]
    ways += [*keeping(row, agreed, alone[number - 1][0], back)]
    vehicle = Vehicle(terms, bought["month"], known, scenario.get("market"), chain.start)
    for way in (way for way in ways if way["way"] == "refinance"):
        over = whole(agreed["refinance"]["months"])
        way["worth_then"] = vehicle.value(row["month"] - bought["month"] + over)
        way["cost"] = way["to_pay"] + way["cash"] - way["worth_then"]
    cover = None
    if (deductible := deductible_of(terms)) is not None:
        others = back.due(without=gap_product(terms))
        settled = max(0, row["value"] - cents(deductible))
        cover = cover_of(row, bought, terms, alone[number - 1][1], others, settled)
        ways.append(left_owing("total_loss", row, settled, others))
        if cover:
            ways.append(left_owing("total_loss_gap", row, settled + cover["benefit"], others))
    least = min(takes(way) for way in ways if way["way"] in CHOSEN)
    for way in ways:
        way["cheapest"] = way["way"] in CHOSEN and takes(way) == least
        way["cost"] += paid
    names = ("month", "date", "purchase", "balance", "payoff", "value")
    return {key: row[key] for key in names} | {"paid": paid, "ways": ways, "gap_cover": cover}


class Refunds:
    """The products that are still there in a month, and what comes back for them."""

    def __init__(self, bought: dict[str, Any], terms: dict[str, Any], row: dict[str, Any]) -> None:
        anew = [c["month"] for c in bought["changes"] if c["what"] == "refinance"]
        self.anew = any(month <= row["month"] for month in anew)
        over = bought["amount_financed"] > 0 and (self.anew or row["balance"] == 0)
        self.held = row["month"] - bought["month"]
        covers = [] if bought["price"] is None else covers_of(terms)
        named = [name for name in terms.get("refunds", {}) if name in names_of(terms)]
        pairs = zip(named, covers, strict=True) if covers else ()
        self.there = {name: c for name, c in pairs if not (c.ends == "loan" and over)}
        self.any = bool(covers)

    def due(self, with_loan: bool = False, without: str | None = None) -> int:
        return sum(
            cover.refund(self.held)
            for name, cover in self.there.items()
            if name != without and (cover.ends == "loan" or not with_loan)
        )


def sales(
    chain: Chain, row: dict[str, Any], bought: dict[str, Any], terms: dict[str, Any], back: Refunds
) -> list[dict[str, Any]]:
    """The ways that leave no vehicle."""
    agreed, owed, value = terms.get("exits", {}), row["payoff"], row["value"]
    ways = [sold("dealer", owed, value, back.due())]
    if row["exit"]["private"] is not None:
        days = int(agreed.get("days_to_sell", "0 days").split()[0])
        later = owed + daily(chain, row, bought, days)
        ways.append(sold("private", later, owed - row["exit"]["private"], back.due()))
    to_owner = back.any and terms.get("refund_to", "cash") == "cash"
    ways.append(left_owing("trade_in", row, value, back.due(), to_owner))
    if "auction" in agreed and owed:
        sale = half_up(share(agreed["auction"]) * value) - cents(agreed.get("auction_costs"))
        ways.append(left_owing("surrender", row, sale, back.due()))
    return ways


def daily(chain: Chain, row: dict[str, Any], bought: dict[str, Any], days: int) -> int:
    """The interest of some days on the balance, by the terms in force; none on a fixed charge."""
    anew = [c for c in bought["changes"] if c["month"] <= row["month"]]
    fixed = not any(c["what"] == "refinance" for c in anew)
    if bought["interest"] == "precomputed" and fixed:
        return 0
    apr = anew[-1]["apr_percent"] if anew else bought["apr_percent"] or 0
    year = Fraction(364) if bought["frequency"] in ("weekly", "biweekly") else Fraction(365)
    if bought["day_count"]:
        year = Fraction(bought["day_count"].partition("/")[2])
    return interest_of_days(row["balance"], Fraction(apr) / 100, days, year)


def sold(name: str, owed: int, received: int, back: int) -> dict[str, Any]:
    cash = owed - received - back
    return way(name, owed, received, back, cash, 0, cash)


def left_owing(
    name: str, row: dict[str, Any], received: int, back: int, to_owner: bool = False
) -> dict[str, Any]:
    """What the vehicle brings, and a refund that the owner does not get, come off the debt."""
    left = row["payoff"] - received - (0 if to_owner else back)
    cash = min(left, 0) - (back if to_owner else 0)
    return way(name, row["payoff"], received, back, cash, max(left, 0), cash + max(left, 0))


def way(
    name: str, owed: int, received: int | None, back: int, cash: int, after: int, cost: int
) -> dict[str, Any]:
    figures = {"payoff": owed, "received": received, "refund": back, "cash": cash}
    others = dict.fromkeys(("to_pay", "payment", "worth_then"))
    return {"way": name, **figures, "owed_after": after, "cost": cost, **others}


def takes(offer: dict[str, Any]) -> int:
    return int(
        offer["cash"] + (offer["owed_after"] if offer["to_pay"] is None else offer["to_pay"])
    )


def keeping(
    row: dict[str, Any], agreed: dict[str, Any], kept: Chain | None, back: Refunds
) -> list[dict[str, Any]]:
    """The ways that keep the vehicle."""
    ways, owed = [], row["payoff"]
    if kept is not None:
        own = [line for line in kept.rows if line["purchase"] == row["purchase"]]
        later = [line for line in own if line["month"] > row["month"]]
        to_pay = sum(flow(line) - line["note_payment"] for line in later)
        worth = (later or [row])[-1]["value"]
        ways.append(
            way("keep", owed, None, 0, 0, owed, to_pay - worth)
            | {"to_pay": to_pay, "worth_then": worth}
        )
    if owed and (market := agreed.get("refinance")):
        lent, refund = owed + cents(market.get("fee")), back.due(with_loan=True)
        apr, months = share(market["apr"]), whole(market["months"])
        each = level_payment(lent, apr, months)
        to_pay, balance = 0, lent
        for number in range(1, months + 1):
            balance += half_up(balance * apr / 12)
            paid = balance if number == months else min(each, balance)
            to_pay, balance = to_pay + paid, balance - paid
        anew = way("refinance", owed, None, refund, -refund, lent, 0)
        ways.append(anew | {"to_pay": to_pay, "payment": each})
    return ways


def cover_of(
    row: dict[str, Any],
    bought: dict[str, Any],
    terms: dict[str, Any],
    quiet: Chain | None,
    back: int,
    settled: int,
) -> dict[str, int] | None:
    """What GAP counts and pays; None where there is no GAP, nothing owed, or another loan."""
    anew = any(c["what"] == "refinance" and c["month"] <= row["month"] for c in bought["changes"])
    if not has_gap(terms) or not row["payoff"] or anew:
        return None
    should = None
    if quiet is not None:
        own = [line for line in quiet.rows if line["purchase"] == row["purchase"]]
        should = {line["month"]: line["payoff"] - line["note"] for line in own}.get(row["month"], 0)
    owed = row["payoff"], should
    return covered(bought, terms, owed, back, settled, deductible_of(terms))


def free_from(months: list[dict[str, Any]]) -> dict[str, int | None]:
    """The month after the last in which a way of the last vehicle takes something; None if that is the last month."""
    last = months[-1]
    own = [month for month in months if month["purchase"] == last["purchase"]]
    free: dict[str, int | None] = {}
    for name in (way["way"] for month in own for way in month["ways"] if way["way"] != "refinance"):
        some = [
            month["month"]
            for month in months
            for offer in month["ways"]
            if offer["way"] == name and takes(offer) > 0
        ]
        after = max(some) + 1 if some else 0
        free[name] = None if after > last["month"] else after
    return free
