"""What people write by mistake: other names for a setting, unlikely figures."""

import re
from collections.abc import Callable
from datetime import date

from tradein.finance import money

ALIASES = {
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
    "acv": "actual_cash_value",
    "totaled": "total_loss",
    "repossession": "surrender",
    "voluntary_surrender": "surrender",
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
    "cost": "price",
    "years": "months",
    "sales_tax": "rate",
    "tax_rate": "rate",
}
"""Names that people write for a setting that is called something else."""

NEGATIVE_AMORTIZATION = {
    **dict.fromkeys(("false", "none", "never", "off", "not allowed"), "no"),
    **dict.fromkeys(("yes", "true", "on", "permitted"), "allowed"),
}
"""What people write of negative amortization, and the word for it."""

INTEREST = {
    "simple": "daily",
    "simple interest": "daily",
    "simple daily": "daily",
    "daily simple": "daily",
    "actuarial": "monthly",
    "amortized": "monthly",
    "compounded monthly": "monthly",
    "add-on": "precomputed",
    "add on": "precomputed",
    "rule of 78": "precomputed",
    "rule of 78s": "precomputed",
    "pre-computed": "precomputed",
}
"""Words of contracts for the ways of counting interest."""

_NO_DATE = (
    "only start and keep set the dates of purchases; remove it, or, where something happens to "
    "the loan that day, it belongs under events of a purchase"
)
_REMARKS = {
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

_AMOUNT = r"\$?[0-9][0-9,]*(?:\.[0-9]{1,2})?"
_ITEMS = {
    **dict.fromkeys(("doc_fee", "documentation_fee", "document_fee"), ("fees", "doc", "$150")),
    **dict.fromkeys(("dealer_fee", "dealer_fees"), ("fees", "dealer", "$150")),
    **dict.fromkeys(("registration", "registration_fee"), ("fees", "registration", "$150")),
    "title_fee": ("fees", "title", "$50"),
    **dict.fromkeys(("gap", "gap_insurance", "gap_waiver"), ("products", "GAP", "$795")),
    **dict.fromkeys(("warranty", "extended_warranty"), ("products", "warranty", "$2,400")),
    "service_contract": ("products", "service contract", "$2,400"),
}
"""Names of fees and products that people take for settings: where they belong, and as what."""

_TAX = ("sales_tax", "tax_rate")
_OLD_DEBT = (
    *("rolled_in", "rolled_over", "rollover", "roll_over", "negative_equity", "upside_down"),
    *("old_debt", "old_loan"),
)
_YEAR = ("year", "model_year")


def elsewhere(name: str, written: str, path: str, start: date | None) -> str | None:
    """Say what a misplaced name or setting means, and where to write it.

    `name` is in lower case, with underscores.  `path` is the path of the settings around it;
    `start` is the day of that purchase, if known.
    """
    level = path.rpartition(".")[2].partition("[")[0]
    if (remark := _REMARKS.get((level, name))) is not None:
        return remark
    if name in _ITEMS:
        home, item, like = _ITEMS[name]
        amount = written if re.fullmatch(_AMOUNT, written) else like
        what = "a fee" if home == "fees" else "a product"
        return (
            f"{what} belongs under {home} of a purchase; write `{item}: {amount}` below `{home}:`"
        )
    if name in _TAX:
        rate = written if re.fullmatch(r"[0-9.]+%", written) else "6.25%"
        return f"the tax belongs under tax of a purchase; write `rate: {rate}` below `tax:`"
    if name in _YEAR:
        return f"a model year is not read; {_age(written, start)}"
    return _ABOUT_OLD_DEBT if name in _OLD_DEBT else None


_ABOUT_OLD_DEBT = (
    "what is rolled in follows from the trade; write `trade_in:` with `allowance` and `payoff` "
    "below it, as agreed"
)
"""What to write so that old debt is rolled in."""


def model_year(text: str, start: date | None) -> str | None:
    """Say what age a model year is on the day of the purchase, if that is known."""
    if not re.fullmatch(r"19[5-9][0-9]|20[0-9]{2}", text):
        return None
    return f"a model year, '{text}', for an age; {_age(text, start)}"


def _age(year: str, start: date | None) -> str:
    """Say what to write instead of a model year: the age on the day of the purchase."""
    if start is None or not year.isdecimal():
        return "write its age when bought, like `age: 3 years`"
    age = max(start.year - int(year[:4]), 0)
    unit = "year" if age == 1 else "years"
    return f"write its age when bought, `age: {age} {unit}`" if age else "write `age: 0 months`"


def lone_tax_rate(text: str, _: date | None) -> str | None:
    """Say where a rate belongs that stands in the place of the settings of a tax."""
    number = text.removesuffix("%").rstrip()
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]+)?", number) or float(number) >= 20:
        return None
    rate = f"write `tax: {{rate: {number}%}}`"
    if text.endswith("%"):
        return f"a rate is a setting of the tax; {rate}"
    return f"a rate or an amount; {rate}, or `tax: ${number}` for the tax of the papers"


def low_rate(
    below_ppm: int, likely_ppm: tuple[int, int] | None = None
) -> Callable[[int], str | None]:
    """Warn of a rate that looks like a fraction written with a percent sign.

    The rate that it would be is offered where it is a likely one, between two rates.
    """

    def warn(ppm: int) -> str | None:
        if not 0 < ppm < below_ppm:
            return None
        low, meant = f"{money.percent(ppm)} is unusually low", 100 * ppm
        if likely_ppm is not None and not likely_ppm[0] <= meant <= likely_ppm[1]:
            return f"{low}; check it"
        return f"{low}; did you mean {money.percent(meant)}?"

    return warn


def low_share(ppm: int) -> str | None:
    """Warn of a share near the whole that looks like a fraction: half of it to three times it."""
    return low_rate(100_000, (500_000, 3_000_000))(ppm)


def odd_auction(price: object) -> str | None:
    """Warn of what a lender's sale brings if it is a low or high share; an amount is none."""
    return low_rate(100_000)(price) if isinstance(price, int) else None


def low_price(price: object) -> str | None:
    """Warn of a price that is a low share; an amount in dollars is none."""
    return low_share(price) if isinstance(price, int) else None


_HIGHEST_APR_PPM = 360_000
"""The usual cap of state usury laws on consumer loans, in millionths a year."""


def odd_apr(ppm: int) -> str | None:
    """Warn of a yearly rate of a loan that looks like a fraction, or lacks its decimal point."""
    if ppm <= _HIGHEST_APR_PPM:
        return low_rate(5_000)(ppm)
    written, meant = money.percent(ppm), money.percent(ppm // 10)
    question = f"; did you mean {meant}?" if ppm % 10 == 0 else ""
    return f"{written} a year is unusually high for a loan{question}"


def odd_price(cents: int) -> str | None:
    """Warn of a price that looks like thousands of dollars, or like cents."""
    if 0 < cents < 50_000:
        return f"{money.dollars(cents)} is unusually low; are thousands missing?"
    if cents >= 100_000_000:
        shown = money.dollars(cents)
        return f"{shown} is unusually high; amounts are in dollars, not cents"
    return None


def odd_appraisals(points: tuple[tuple[int, int], ...]) -> str | None:
    """Warn of an appraisal that would be odd as a price."""
    for month, cents in points:
        if message := odd_price(cents):
            return f"in month {month}, {message}"
    return None


def odd_income(cents: int) -> str | None:
    """Warn of a monthly income that looks like a year's."""
    if cents < 5_000_000:
        return None
    return f"{money.dollars(cents)} a month is unusually high; is it a year's income?"


_ODD_PAYMENT = 1_500_00
"""A monthly payment in cents that few people have."""


def odd_term(months: int | None, cents: int) -> str | None:
    """Warn of a term below a year, which may be meant in years, for an amount lent in cents.

    A short loan of a small amount is normal: the size of the payment decides.
    """
    if months is None or months >= 12 or cents < months * _ODD_PAYMENT:
        return None
    unit, years = ("month", "year") if months == 1 else ("months", "years")
    meant = f"; did you mean {months * 12} months ({months} {years})?" if months < 8 else ""
    return f"{months} {unit} is unusual for a loan{meant}"


_MAXIMUM_MILES_A_YEAR = 60_000
"""More than this takes 160 miles on every day of the year."""

_MAXIMUM_MILES = 500_000
"""What a vehicle for private use does not reach."""


def odd_miles(miles: int) -> str | None:
    """Warn of a year's miles that look like thousands, or like those of all years."""
    if miles > _MAXIMUM_MILES_A_YEAR:
        return (
            f"{miles:,} miles a year is unusually high; the miles on the vehicle are its odometer"
        )
    if not 0 < miles < 500:
        return None
    return f"{miles} miles a year is unusually low; are thousands missing?"


def odd_odometer(miles: int) -> str | None:
    """Warn of an odometer that may have a digit too many."""
    if miles < _MAXIMUM_MILES:
        return None
    return f"{miles:,} miles is unusually high for an odometer; is there a digit too many?"


_START_YEARS = 30
"""How many years from today a first purchase may be: beyond, no loan of it is still open."""


def today() -> date:
    """Give today's date, which is used to check dates but never to compute."""
    return date.today()


def far_start(day: date) -> str | None:
    """Warn of a first day that is decades away from today."""
    now = today()
    first, last = (
        (now.year + years, now.month, now.day) for years in (-_START_YEARS, _START_YEARS)
    )
    if first <= (day.year, day.month, day.day) <= last:
        return None
    return f"{day} is more than {_START_YEARS} years from today; is the year right?"
