"""State sales tax: the rate and the credit on a day, taxes on parts of the price, limits."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from attrs import evolve

from tradein.finance import money
from tradein.finance.terms import StateTaxRule, TaxRule

Held = TypeVar("Held")


def applied(rule: TaxRule, state: StateTaxRule, day: date | None, used: bool) -> TaxRule:
    """Give a rule as it applies to a delivery; raises ValueError if it needs a missing day.

    Sources: Michigan's cap on the credit goes by the day of delivery (Department of
    State); Ohio credits the buyers of new vehicles only (Administrative Code 5703-9-36).
    """
    if state.dated and day is None:
        raise ValueError(f"the rule of {state.state} depends on the day of delivery")
    rate = _at(state.rates, day, rule.rate_ppm)
    cap = 0 if state.new_only and used else _at(state.caps, day, rule.credit_cap)
    return evolve(rule, rate_ppm=rate, credit_cap=cap)


def on_parts(taxable: int, state: StateTaxRule) -> int:
    """Give the tax on parts of a taxable amount (cents), in millionths of a cent.

    Sources: Florida's surtax is on the first $5,000 (Hillsborough's tax collector);
    Tennessee's local tax is on the first $1,600, and a tax of 2.75 % on the next $1,600.
    """
    parts = (
        (money.minimum(taxable, part.up_to) - money.minimum(taxable, part.over)) * part.rate_ppm
        for part in state.partial
    )
    return sum(parts)


def bounded(tax: int, state: StateTaxRule) -> int:
    """Limit a tax in cents to the state's minimum and maximum.

    Sources: Virginia's minimum of $75 (Code 58.1-2405); South Carolina's maximum of $500.
    """
    at_least = money.maximum(tax, state.minimum)
    return at_least if state.maximum is None else money.minimum(at_least, state.maximum)


def _at(steps: Iterable[tuple[date, Held]], day: date | None, otherwise: Held) -> Held:
    """Give the value of the last step on or before a day; `otherwise` if there is none."""
    held = otherwise
    for since, says in steps:
        if day is not None and since <= day:
            held = says
    return held
