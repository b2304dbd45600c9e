"""What a state's law adds to a rule of tax: days from which it changes, new or used, limits."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from attrs import evolve, field, frozen

from tradein.finance import money
from tradein.finance.tax import RATE_PPM, TaxRule

Rates = tuple[tuple[date, int], ...]
Caps = tuple[tuple[date, int | None], ...]
"""Days in order, each with what holds for deliveries from that day on."""

Held = TypeVar("Held")


def _check_steps(_: object, __: object, steps: Caps) -> None:
    days = [day for day, _ in steps]
    if days != sorted(set(days)):
        raise ValueError("the days of a statute must be increasing, none twice")


def _check_rates(_: object, __: object, rates: Rates) -> None:
    for _, rate in rates:
        money.check(rate, *RATE_PPM, "rate")


def _check_caps(_: object, __: object, caps: Caps) -> None:
    for _, cap in caps:
        if cap is not None:
            money.check(cap, 0, money.LIMIT, "cap")


@frozen(kw_only=True)
class Statute:
    """A state's part in a rule of tax; `state` is its code.

    `rates` (millionths) and `caps` (cents, None for the whole allowance) take the place of
    the rule's own from their days of delivery on.  With `new_only` a used vehicle's buyer
    gets no credit.  The tax is at least `minimum` and at most `maximum`, in cents.  The
    rule is known for deliveries from `since` to `until`, where those are there.
    """

    state: str
    rates: Rates = field(default=(), validator=[_check_steps, _check_rates])
    caps: Caps = field(default=(), validator=[_check_steps, _check_caps])
    new_only: bool = False
    minimum: int = field(default=0, validator=money.within(0, money.LIMIT))
    maximum: int | None = field(default=None, validator=money.within(0, money.LIMIT))
    since: date | None = None
    until: date | None = None

    @property
    def dated(self) -> bool:
        """Say whether the rule depends on the day of delivery."""
        return bool(self.rates or self.caps)

    def applied(self, rule: TaxRule, day: date | None, used: bool) -> TaxRule:
        """Give a rule as it holds for a delivery; raises ValueError where it needs the day.

        Sources: Michigan's cap on the credit goes by the day of delivery (Department of
        State); Ohio credits the buyers of new vehicles only (Administrative Code 5703-9-36).
        """
        if self.dated and day is None:
            raise ValueError(f"the rule of {self.state} depends on the day of delivery")
        rate = _at(self.rates, day, rule.rate_ppm)
        cap = 0 if self.new_only and used else _at(self.caps, day, rule.credit_cap)
        return evolve(rule, rate_ppm=rate, credit_cap=cap)

    def bounded(self, tax: int) -> int:
        """Hold a tax in cents to the state's minimum and maximum.

        Sources: Virginia's minimum of $75 (Code 58.1-2405); South Carolina's maximum of $500.
        """
        least = money.most(tax, self.minimum)
        return least if self.maximum is None else money.least(least, self.maximum)


def _at(steps: Iterable[tuple[date, Held]], day: date | None, otherwise: Held) -> Held:
    """Give what the last step on or before a day says."""
    held = otherwise
    for since, says in steps:
        if day is not None and since <= day:
            held = says
    return held
