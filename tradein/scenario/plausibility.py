"""Warns of settings that are valid but unlikely where they stand or next to others."""

import re
from collections.abc import Iterator
from typing import Any

from tradein.finance import money
from tradein.scenario import scalars
from tradein.scenario.containers import ReadContext, shown

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

_SUM = re.compile(
    r"(sub_?|grand_)?totals?|sum|.+_(sub_?)?total|(total_)?amount_(financed|due)|(balance|cash)_due"
    r"|total_(of_)?(all_)?(fees|products|charges|tax|taxes|cost|price|due|paid|payments)"
)
"""Names of lines that add up other lines."""


def warn(context: ReadContext, settings: Settings, purchases: list[Settings]) -> None:
    """Warn of unlikely settings in a valid file.

    `settings` are those of the file; `purchases` are its purchases merged with `assume`.
    """
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
    if _SUM.fullmatch(folded):
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


_REPEATED = "this says the same as {} {}; if it was pasted twice, remove this one"


def _warn_repeated_purchases(context: ReadContext, written: list[Settings]) -> None:
    """Warn of a purchase with the same settings as an earlier one.

    Three or more alike are taken as intended.
    """
    for first, *others in _alike(written):
        if len(others) == 1:
            context.warn(f"purchases[{others[0]}]", _REPEATED.format("purchase", first))


def _warn_repeated_extras(context: ReadContext, path: str, events: list[Settings]) -> None:
    """Warn of an extra payment with the same settings as an earlier one."""
    for first, *others in _alike(events):
        for number in others:
            if "extra" in events[number - 1]:
                context.warn(f"{path}[{number}]", _REPEATED.format("event", first))


def _alike(items: list[Settings]) -> list[list[int]]:
    """Group the numbers of items with equal settings; a single item is a group too."""
    numbers: dict[str, list[int]] = {}
    for number, item in enumerate(items, start=1):
        numbers.setdefault(repr(sorted(item.items())), []).append(number)
    return list(numbers.values())


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
