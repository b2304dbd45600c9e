"""Applies the lender's limits to a deal, and decides what happens to a deal over them."""

from collections.abc import Callable

from attrs import evolve

from tradein.engine.loan_state import activated
from tradein.engine.transactions import SimulationError
from tradein.finance import deal, loan, money, underwriting
from tradein.finance.calendar import PaymentCalendar
from tradein.finance.deal import Deal, TradeIn
from tradein.finance.terms import (
    CASH,
    INVOICE,
    KEEP,
    MSRP,
    RETAIL,
    WHOLESALE,
    LoanTerms,
    SaleTerms,
    UnderwritingLimits,
)
from tradein.scenario.model import Purchase


def price_deal(
    turn: Purchase,
    rules: UnderwritingLimits,
    path: str,
    trade_in: TradeIn | None,
    worth: int,
    calendar: PaymentCalendar,
    sold: SaleTerms | None = None,
) -> Deal:
    """Price a deal under a lender's limits, lowering the price to fit if the rules say so.

    `worth` is the vehicle's value on the day of delivery, in cents.  If the price is not
    lowered, `cash_over_cap` is the amount over the limit.  A vehicle `sold` before may reduce the
    tax.  Raises SimulationError if no price fits.
    """
    used = turn.valuation.age_months > 0
    base = _base(turn, rules, WHOLESALE if used else MSRP, worth)
    terms = evolve(turn.deal, max_ltv_ppm=None)
    maximum = None
    allowed = underwriting.largest_payment(rules)
    if allowed is not None and turn.loan is not None:
        maximum = _largest_loan(turn.loan, allowed, calendar)

    def struck(price: int) -> Deal:
        day = calendar.signed
        whole = deal.price_deal(terms, trade_in, base, day=day, used=used, price=price, sold=sold)
        return _within(whole, turn.deal.max_ltv_ppm, rules.without, maximum)

    asked = struck(turn.deal.price)
    if rules.over == KEEP or not money.any_path(asked.cash_over_cap > 0):
        return asked
    if maximum == 0 and allowed is not None:
        _refuse_payment(turn, path, allowed)
    return asked if rules.over == CASH else _lowered(struck, turn.deal.price, path)


def _largest_loan(terms: LoanTerms, allowed: int, calendar: PaymentCalendar) -> int | None:
    """Give the largest loan whose payments over its due dates are allowed; None without a limit."""
    growth, number = None, loan.number_of_payments(terms)
    if terms.payment is None and number is not None:
        lent = activated(terms, 0, 0, number, calendar=calendar)
        growth = lent.growth(calendar.signed, number)
    return underwriting.largest_loan(terms, allowed, growth)


def declines(rules: UnderwritingLimits, struck: Deal, path: str) -> tuple[str, int] | None:
    """Give the limit that makes the lender decline, and the excess loan in cents; None if it lends.

    Raises SimulationError if the lender declines in some markets only.
    """
    if rules.over != KEEP or not money.any_path(struck.cash_over_cap > 0):
        return None
    if money.any_path(struck.cash_over_cap == 0):
        message = "the lender refuses this in some markets and not in others; write cash"
        raise SimulationError(f"{path}.over_limit", message)
    maximum = struck.maximum_by_income
    by_income = maximum is not None and money.any_path(struck.amount_financed == maximum)
    return "max_pti" if by_income else "max_ltv", struck.cash_over_cap


def _base(turn: Purchase, rules: UnderwritingLimits, usual: str, worth: int) -> int:
    """Give the amount that the lender's cap on the loan to value is a share of, in cents."""
    known = {
        INVOICE: rules.invoice,
        RETAIL: rules.retail,
        MSRP: turn.valuation.msrp,
        WHOLESALE: worth,
    }
    base = known[rules.base or usual]
    return turn.deal.price if base is None else base


def _within(
    whole: Deal, max_ltv_ppm: int | None, without: tuple[str, ...], maximum: int | None
) -> Deal:
    """Hold a deal to the lower limit; lines in `without` are lent on top of the cap on LTV."""
    excluded = sum(getattr(whole, name) for name in without)
    fits = whole.amount_financed
    if max_ltv_ppm is not None:
        fits = money.minimum(fits, money.floor_div(whole.base * max_ltv_ppm, 1_000_000) + excluded)
    if maximum is not None:
        fits = money.minimum(fits, maximum)
    return deal.cap_amount_financed(whole, fits)._replace(
        excluded_from_ltv=excluded, maximum_by_income=maximum
    )


def _refuse_payment(turn: Purchase, path: str, allowed: int) -> None:
    """Refuse a written payment above its share of the income; no amount financed changes it."""
    known = turn.loan.payment if turn.loan else None
    if known is not None:
        message = f"the payment of {money.dollars(known)} is over the {money.dollars(allowed)}"
        remedy = "write a lower payment, or over_limit: keep the vehicle"
        raise SimulationError(f"{path}.loan.max_pti", f"{message} that the income allows; {remedy}")


def _lowered(struck: Callable[[int], Deal], asked: int, path: str) -> Deal:
    """Find the highest price that fits, in whole cents; the tax falls with the price."""
    lowest = struck(0)
    if money.any_path(lowest.cash_over_cap > 0):
        over = money.dollars(lowest.cash_over_cap)
        message = f"at a price of nothing the loan would still be {over} over the lender's limit"
        raise SimulationError(
            f"{path}.over_limit", f"{message}; pay more down, or write over_limit: cash"
        )
    low, high = 0, asked
    while money.any_path(low < high):
        middle = money.floor_div(low + high + 1, 2)
        fits = struck(middle).cash_over_cap == 0
        low = low + fits * (middle - low)
        high = high + (1 - fits) * (middle - 1 - high)
    return struck(low)._replace(price_reduction=asked - low)
