"""Where the money went by a month, from the rows, the lines of the deals and what was written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from oracle.books import Chain


def where_it_went(chain: Chain, month: int | None = None) -> dict[str, Any]:
    """The gap by a month from the first day on, and what was paid for; by the last purchase where no month is given."""
    month = chain.purchases[-1]["month"] if month is None else month
    turns: list[dict[str, Any]] = []
    for number in turns_by(chain, month):
        begun = turns[-1]["gap"] if turns else first_gap(chain)
        vehicle = number if number <= len(chain.purchases) else None
        turns.append({"purchase": vehicle, **causes(chain, number, month), "before": begun})
    names = [name for name in turns[0] if name != "purchase"]
    whole = {name: sum(turn[name] for turn in turns) for name in names}
    whole |= {"before": turns[0]["before"], "gap": turns[-1]["gap"]}
    end = max(row["month"] for row in chain.rows)
    return {
        "month": month,
        "gap": whole,
        "turns": turns,
        "paid": spent(chain, month),
        "paid_to_the_end": spent(chain, end),
    }


def turn_of(chain: Chain, row: dict[str, Any]) -> int:
    """The turn of a row: that of its vehicle, or the one after the last vehicle."""
    return row["purchase"] or len(chain.purchases) + 1


def turns_by(chain: Chain, month: int) -> list[int]:
    return sorted({turn_of(chain, row) for row in chain.rows if row["month"] <= month})


def rows_of(chain: Chain, number: int, month: int) -> list[dict[str, Any]]:
    return [row for row in chain.rows if turn_of(chain, row) == number and row["month"] <= month]


def deal_of(chain: Chain, number: int) -> dict[str, Any]:
    """The lines of a deal; none after the last vehicle."""
    return chain.purchases[number - 1] if number <= len(chain.purchases) else {}


def first_gap(chain: Chain) -> int:
    """The gap of a vehicle owned on the first day; none where the first one is bought."""
    first = chain.purchases[0]
    return first["amount_financed"] - first["value"] if first["price"] is None else 0


@dataclass
class Close:
    """How the loan before a turn was closed: beyond its balance, and what its vehicle brought."""

    interest: int = 0
    fees: int = 0
    refund: int = 0
    brought: int | None = None
    cash: int = 0
    gap: int = 0


def close_before(chain: Chain, number: int) -> Close:
    trade_in = deal_of(chain, number).get("trade_in")
    sale = chain.purchases[number - 2]["sale"] if number > 1 else None
    way = sale or trade_in
    if way is None:
        return Close()
    balance, fees = chain.closed[number - 1]
    interest = way["payoff"] + way["refund_credited"] - balance - fees
    if sale:
        brought, gap = sale["price"] - sale["costs"], sale["gap_benefit"]
        return Close(interest, fees, way["refund_credited"], brought, sale["cash"], gap)
    return Close(interest, fees, way["refund_credited"], way["allowance"])


def signed_for(deal: dict[str, Any], name: str) -> int:
    return deal.get(name) or 0


def causes(chain: Chain, number: int, month: int) -> dict[str, int]:
    deal, close, rows = (
        deal_of(chain, number),
        close_before(chain, number),
        rows_of(chain, number, month),
    )
    first, last = rows[0], rows[-1]
    anew = [loan for loan in chain.anew if loan[0] == number and loan[1] <= month]
    paid = [cents for turn, when, cents in chain.principals if turn == number and when <= month]
    over = (deal.get("gap_at_signing") or {}).get("price_over_value") or 0
    below = 0
    if close.brought is not None:
        hidden = signed_for(deal, "price") - first["value"] - over
        below = rows_of(chain, number - 1, month)[-1]["value"] - close.brought + hidden
    grown = -sum(cents for cents in paid if cents < 0)
    capitalized = sum(row["capitalised"] for row in rows)
    return {
        "before": 0,
        "price_over_value": over,
        "below_value": below,
        "rebate": signed_for(deal, "rebate"),
        "tax": signed_for(deal, "tax"),
        "fees": signed_for(deal, "fees") + close.fees + sum(fee for *_, fee in anew),
        "products": signed_for(deal, "products"),
        "refunds": close.refund,
        "cash_in": signed_for(deal, "cash_due") - signed_for(deal, "cash_back") - close.cash,
        "unpaid_interest": close.interest + capitalized + grown + sum(i for _, _, i, _ in anew),
        "cash_out": sum(row["cash_out"] for row in rows),
        "value_lost": first["value"] - last["value"],
        "principal_paid": sum(cents for cents in paid if cents > 0),
        "gap_benefit": close.gap,
        "gap": last["gap"],
    }


def spent(chain: Chain, month: int) -> dict[str, int]:
    """What was paid by a month; the vehicles cost what they were bought for less what they brought and are worth."""
    rows = [row for row in chain.rows if row["month"] <= month]
    numbers = turns_by(chain, month)
    deals = [deal_of(chain, number) for number in numbers]
    closes = [close_before(chain, number) for number in numbers]
    bought = {
        name: sum(signed_for(deal, name) for deal in deals)
        for name in ("price", "rebate", "tax", "fees", "products", "cash_due", "cash_back")
    }
    flows = {
        name: sum(row[name] for row in rows)
        for name in ("payment", "interest", "fee", "cash_out", "refund")
    }
    signed = bought["cash_due"] - bought["cash_back"] - sum(close.cash for close in closes)
    vehicles = bought["price"] - bought["rebate"] - sum(close.brought or 0 for close in closes)
    owned = chain.rows[0]["value"] if chain.purchases[0]["price"] is None else 0
    refunds = flows["refund"] + sum(close.refund for close in closes)
    return {
        "loan_payments": flows["payment"],
        "cash_in": signed,
        "cash_out": flows["cash_out"],
        "refunds": flows["refund"],
        "paid": flows["payment"] + signed - flows["cash_out"] - flows["refund"],
        "equity_at_start": -first_gap(chain),
        "depreciation": vehicles + owned - rows[-1]["value"],
        "interest": flows["interest"] + sum(close.interest for close in closes),
        "tax": bought["tax"],
        "fees": bought["fees"] + flows["fee"] + sum(close.fees for close in closes),
        "products": bought["products"] - refunds,
        "gap_benefit": sum(close.gap for close in closes),
        "left": -rows[-1]["gap"],
    }
