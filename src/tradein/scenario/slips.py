"""What people write by mistake: other names for a setting, figures that are hardly meant."""

from collections.abc import Callable

from tradein.finance import money

MISNOMERS = {
    "chain": "purchases",
    "vehicles": "purchases",
    "cars": "purchases",
    "trades": "purchases",
    "deals": "purchases",
    "name": "title",
    "rate": "apr",
    "interest_rate": "apr",
    "term": "months",
    "down_payment": "down",
    "trade": "trade_in",
    "car": "vehicle",
    "cpi": "history",
    "index": "history",
    "curve": "value",
    "addons": "products",
    "balance": "owed",
    "cash_down": "down",
    "deposit": "down",
    "downpayment": "down",
    "length": "months",
    "ltv": "max_ltv",
    "monthly_income": "income",
    "pti": "max_pti",
    "salary": "income",
    "mileage": "odometer",
    "miles": "odometer",
    "miles_per_year": "miles_a_year",
    "model": "vehicle",
    "monthly_payment": "payment",
    "sticker": "msrp",
    "terms": "months",
    "trade_value": "allowance",
}
"""Names that people write for a setting that is called something else."""

_NO_DATE = (
    "only start and keep set the dates of purchases; remove it, or, where something happens to "
    "the loan that day, it belongs under events of a purchase"
)
REMARKS = {
    ("", "include"): "no file is read into another; write its settings in this one",
    ("", "date"): (
        "write start for the day of the first purchase; any other date belongs under statements "
        "or events of a purchase"
    ),
    ("purchases", "date"): _NO_DATE,
    ("assume", "date"): _NO_DATE,
    ("trade_in", "value"): (
        "write allowance for what the dealer credits; what the vehicle was worth when it was "
        "bought belongs under purchases, as worth"
    ),
}
"""What is said of a setting at a level where it does not belong, by level and name."""


def low_rate(below_ppm: int) -> Callable[[int], str | None]:
    """Doubt a rate that looks like a fraction written with a percent sign."""

    def doubt(ppm: int) -> str | None:
        if not 0 < ppm < below_ppm:
            return None
        written, meant = money.percent(ppm), money.percent(ppm * 100)
        return f"{written} is unusually low; did you mean {meant}?"

    return doubt


def odd_price(cents: int) -> str | None:
    """Doubt a price that looks like thousands of dollars, or like cents."""
    if 0 < cents < 50_000:
        return f"{money.dollars(cents)} is unusually low; are thousands missing?"
    if cents >= 100_000_000:
        shown = money.dollars(cents)
        return f"{shown} is unusually high; amounts are in dollars, not cents"
    return None


def odd_income(cents: int) -> str | None:
    """Doubt an income of a month that looks like a year's."""
    if cents < 5_000_000:
        return None
    return f"{money.dollars(cents)} a month is unusually high; is it a year's income?"


def odd_term(months: int | None) -> str | None:
    """Doubt a term of less than a year, which may be meant in years."""
    if months is None or months >= 12:
        return None
    meant = f"; did you mean {months * 12} months ({months} years)?" if months > 1 else ""
    return f"{months} months is unusual for a loan{meant}"


def few_miles(miles: int) -> str | None:
    """Doubt a year's miles that look like thousands."""
    if not 0 < miles < 500:
        return None
    return f"{miles} miles a year is unusually low; are thousands missing?"
