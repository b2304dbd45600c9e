"""Warns of settings that are valid but unlikely where they stand or next to others."""

import re
from collections.abc import Iterator
from typing import Any

from tradein.finance import loan, money
from tradein.finance.terms import LoanTerms
from tradein.scenario import scalars
from tradein.scenario.containers import ReadContext, shown
from tradein.scenario.model import Owned, Purchase

Settings = dict[str, Any]

_PARTS = {"fees": "fee", "products": "product"}

_ALSO_FEES = {
    *("title", "tax", "local", "state", "sales_tax", "tax_rate"),
    *("fee", "fees", "products", "addons", "costs", "extra", "interest"),
}
"""Names of settings, and other words for them, that a fee or product may well have."""

_OTHER_NAMES = {
    "cash_rebate": "rebate",
    "interest_rate": "apr",
    "manufacturer_rebate": "rebate",
    "money_down": "down",
    "purchase_price": "price",
    "rebates": "rebate",
    "sale_price": "price",
    "selling_price": "price",
    "sticker_price": "msrp",
    "trade_allowance": "allowance",
    "trade_in_allowance": "allowance",
    "trade_in_value": "allowance",
}
"""What people call amounts of a purchase, beside the names that are known for every setting."""

_SUM = (
    r"(sub_?|grand_)?totals?|sum|.+_(sub_?)?total|(total_)?amount_(financed|due)|(balance|cash)_due"
    r"|total_(of_)?(all_)?(fees|products|charges|tax|taxes|cost|price|due|paid|payments)"
)
"""Names of lines that add up other lines."""


def warn(
    context: ReadContext, settings: Settings, purchases: list[Settings], first: Owned | Purchase
) -> None:
    """Warn of what is unlikely in a file that is right.

    `settings` is what it says, and `purchases` each of its purchases with what is assumed; `first`
    is what the first of them says.
    """
    months_are_written = "months" in settings["purchases"][0].get("loan", ())
    if isinstance(first, Owned) and first.loan is not None and months_are_written:
        _warn_early(context, first.owed, first.loan)
    for path, entry in _written(settings):
        _warn_names(context, path, entry)
        _warn_repeated_extras(context, f"{path}.events", entry.get("events") or [])
    _warn_repeated_purchases(context, settings["purchases"])
    for number, purchase in enumerate(purchases, start=1):
        path = f"purchases[{number}]"
        _warn_odometer(context, path, purchase)
        if purchase.get("price"):
            _warn_fees(context, path, purchase)


def _written(settings: Settings) -> Iterator[tuple[str, Settings]]:
    """Give the path and the own settings of `assume` and of each purchase."""
    if "assume" in settings:
        yield "assume", settings["assume"]
    for number, purchase in enumerate(settings["purchases"], start=1):
        yield f"purchases[{number}]", purchase


def _warn_names(context: ReadContext, path: str, entry: Settings) -> None:
    """Warn of fees and products with the name of a setting or of a total."""
    for part in _PARTS:
        for name, cents in entry.get(part, ()):
            if cents and f"{path}.{part}.{shown(name)}" in context.places:
                context.warn_once(f"{path}.{part}.{shown(name)}", _odd_name(context, part, name))


def _odd_name(context: ReadContext, part: str, name: str) -> str | None:
    """Say why a name is unlikely for a fee or product; None if it is plausible."""
    quoted, folded = scalars.quote(name), _folded(name)
    if re.fullmatch(_SUM, folded):
        return f"{quoted} looks like the sum of other lines and is added to them here; remove it"
    meant = _OTHER_NAMES.get(folded, context.misnomers.get(folded, folded))
    home = next((home for home, group in context.homes if meant in group.names()), None)
    if home is None or {folded, meant} & _ALSO_FEES:
        return None
    subject = "it" if name == meant else meant
    return f"{quoted} is read as a {_PARTS[part]} here; {subject} belongs under {home}"


def _folded(name: str) -> str:
    """Normalize a name to the style of settings: lower case, with underscores."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _warn_repeated_purchases(context: ReadContext, written: list[Settings]) -> None:
    """Warn of purchases that say all that one before them says."""
    for first, *others in _alike(written):
        _warn_repeated(context, "purchases", "purchase", first, others)


def _warn_repeated_extras(context: ReadContext, path: str, events: list[Settings]) -> None:
    """Warn of extra payments that say all that an event before them says."""
    for first, *others in _alike(events):
        if "extra" in events[first - 1]:
            _warn_repeated(context, path, "event", first, others)


def _warn_repeated(
    context: ReadContext, path: str, what: str, first: int, others: list[int]
) -> None:
    """Warn once, at the first of some items that say the same as one before, of all of them."""
    if not others:
        return
    message = f"this says the same as {what} {first}; if it was pasted twice, remove this one"
    if len(others) > 1:
        *before, last = [f"{number}" for number in others]
        message = (
            f"{what}s {', '.join(before)} and {last} say the same as {what} {first}; "
            "if they were pasted, remove them"
        )
    context.warn(f"{path}[{others[0]}]", message)


def _alike(items: list[Settings]) -> list[list[int]]:
    """Group the numbers of items with equal settings; a single item is a group too."""
    numbers: dict[str, list[int]] = {}
    for number, item in enumerate(items, start=1):
        numbers.setdefault(repr(sorted(item.items())), []).append(number)
    return list(numbers.values())


def _warn_early(context: ReadContext, owed: int, terms: LoanTerms) -> None:
    """Warn of a payment that pays off what is owed before the months that are written are over.

    The payments are those that are due, by the month; interest by the day, or an odd first
    period, may differ by one.
    """
    number = loan.number_of_payments(terms)
    if number is None or terms.payment is None or terms.precomputed is not None:
        return
    if terms.no_payment_in:
        return
    fits = loan.payment_for(terms, owed, number, nearest=True)
    if terms.payment <= fits + 1:
        return
    payments = loan.schedule(
        owed, terms.apr_ppm, number, payment=terms.payment, per_year=terms.per_year
    )
    if len(payments) + (terms.daily or terms.first_payment is not None) >= number:
        return
    last = money.ceil_div(len(payments) * 12, terms.per_year)
    context.warn(
        "purchases[1].loan.payment",
        f"a payment of {money.dollars(terms.payment)} pays off what is owed in month {last} of "
        f"{terms.months}; {money.dollars(fits)} would fit the term; check owed and months",
    )


_FEW_MILES = 1_000
"""Few vehicles of a year or more have been driven fewer miles than this."""


def _warn_odometer(context: ReadContext, path: str, purchase: Settings) -> None:
    """Warn of an odometer, on a vehicle of a year or more, that looks like thousands."""
    age, miles = purchase.get("age", 0), purchase.get("odometer", 0)
    if age >= 12 and 0 < miles < _FEW_MILES:
        message = f"{miles} miles is unusually low for a vehicle of {age} months"
        context.warn_once(f"{path}.odometer", f"{message}; are thousands missing?")


_SMALL_FEE = 1_000_00
"""A fee in cents that is likely at any price: those of a cheap vehicle are near it."""


def _warn_fees(context: ReadContext, path: str, purchase: Settings) -> None:
    """Warn of fees above a tenth of the price, except taxes written as fees."""
    at = f"{path}.fees"
    fees = [(_place(context, at, name), name, cents) for name, cents in purchase.get("fees", ())]
    fees.append((f"{path}.loan.fee", "fee", purchase.get("loan", {}).get("fee", 0)))
    for here, name, cents in fees:
        usual = cents <= _SMALL_FEE or 10 * cents <= purchase["price"]
        if not usual and "tax" not in name.casefold() and _odd_name(context, "fees", name) is None:
            message = f"{money.dollars(cents)} is more than a tenth of the price"
            context.warn_once(here, f"{message}, which is unusually high for a fee; check it")


def _place(context: ReadContext, path: str, name: str) -> str:
    """Give the path of a fee, or of all fees if they are one amount."""
    here = f"{path}.{shown(name)}"
    return here if context.place(here) != context.place(path) else path
