"""What a Truth in Lending statement shows, and the payoff quoted on a day."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from oracle.books import Chain
from oracle.chain import played, turns
from oracle.dates import Dates, nth_due
from oracle.events import Debt
from oracle.loan import PER_YEAR, Loan, free_months
from oracle.rate import annual_percentage_rate, four_places
from oracle.reading import amounts, in_dollars


def quoted(chain: Chain, on: str) -> tuple[int, int]:
    """What closes the loan in force on a day, with its purchase: of two on a day of trade, the new one's."""
    number = max(n for n, states in enumerate(chain.states, start=1) if states[0].date <= on)
    return number, [state for state in chain.states[number - 1] if state.date <= on][-1].payoff(on)


def disclosures(scenario: dict[str, Any], known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The JSON of every purchase's disclosure; of one without a box, why it has none."""
    chain = played(scenario, known)
    signed = zip(chain.purchases, chain.dates, turns(scenario), strict=False)  # one may be declined
    return [in_dollars(disclosed(*each)) for each in signed]


def disclosed(bought: dict[str, Any], dates: Dates, terms: dict[str, Any]) -> dict[str, Any]:
    if bought["price"] is None:
        return {"missing": "owed before"}
    if bought["amount_financed"] == 0:
        return {"missing": "nothing financed"}
    dues = scheduled(bought, dates)
    if dues is None:
        return {"missing": "never paid off"}
    old = bought["trade_in"]
    excess = max(0, -old["equity"]) if old else 0
    to_lender = old["paid"] if old else 0
    price = sale(bought, dues, excess, to_lender)
    whole = other_reading(price, sale(bought, dues, excess, 0))
    lien = other_reading(price, sale(bought, dues, excess, min(excess, bought["cash_due"])))
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
            "fee_lines": lines("fees", terms),
            "product_lines": lines("products", terms),
        },
        "prepaid_finance_charge": prepaid,
        "trade_in": old and {key: old[key] for key in ("allowance", "payoff")},
        "whole_cash": whole,
        "lien_first": lien,
        "payments": [
            block
            for block in in_blocks(dues, dates, PER_YEAR[bought["frequency"]])
            if block["amount"] or not bought["no_payment_in"]
        ],
    }


def scheduled(bought: dict[str, Any], dates: Dates) -> list[int] | None:
    """What is to be paid, one after the other; nothing where 360 months do not suffice."""
    if dates.fixed is not None:
        return dates.fixed
    apr, per_year = Fraction(bought["apr_percent"]) / 100, PER_YEAR[bought["frequency"]]
    agreed = Loan(apr, bought["months"], bought["payment"], bought["interest"] == "daily")
    agreed.per_year, agreed.payments = per_year, bought["payments"]
    agreed.day_count, agreed.odd = bought["day_count"] or agreed.day_count, dates.odd
    agreed.free = free_months(bought)
    debt, left, dues = Debt(agreed, bought["number"], bought["date"]), bought["amount_financed"], []
    while left:
        if len(dues) == 30 * per_year:
            return None
        date = nth_due(dates, per_year, len(dues) + 1)
        interest = debt.owed_interest(left, date, month_is_over=True)
        everything = left + interest
        last = len(dues) + 1 == agreed.payments
        due = everything if last else min(agreed.payment, everything)
        if agreed.free and int(str(date)[5:7]) in agreed.free and not last:
            due = 0
        carries = agreed.daily or dates.odd is not None or bool(agreed.free)
        debt.unpaid, debt.counted = (max(0, interest - due) if carries else 0), date
        agreed.odd = None
        dues.append(due)
        left = everything - due - debt.unpaid
    return dues


def lines(kind: str, terms: dict[str, Any]) -> list[dict[str, Any]]:
    """The names with their amounts; a lone amount is called by what it is."""
    if kind not in terms:
        return []
    return [
        {"name": name or kind, "amount": amount} for name, amount in amounts(terms[kind]).items()
    ]


def other_reading(written: dict[str, Any], other: dict[str, Any]) -> dict[str, Any] | None:
    """The figures by another reading of the cash, where they are others."""
    if written == other:
        return None
    return {key: other[key] for key in ("down_payment", "prior_lien", "total_sale_price")}


def sale(bought: dict[str, Any], dues: list[int], excess: int, to_lender: int) -> dict[str, Any]:
    """What is put down and what the purchase costs on credit, if so much of the cash pays the old lender."""
    down = bought["cash_due"] - to_lender
    equity = max(0, bought["trade_in"]["equity"]) if bought["trade_in"] else 0
    return {
        "prior_lien": excess - to_lender,
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
