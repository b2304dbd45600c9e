"""Explains a figure of a month by name: gap, balance, payoff, value, payment, tax and the rest."""

from collections.abc import Callable
from typing import NamedTuple

from tradein.analysis.explain import deals, loans, values
from tradein.analysis.explain.steps import Dollars, Rate, Step, added, paths
from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results
from tradein.finance import money
from tradein.finance.value import Market, PrivateSale


class Signed(NamedTuple):
    """What no ledger has, and a figure depends on: the market, and each purchase's private buyers."""

    market: Market
    private_sales: tuple[PrivateSale | None, ...]


class NotExplained(ValueError):
    """A figure that does not exist in the month; the message says why."""


def row_of(results: Results, month: int, purchase: int | None = None) -> MonthEnd:
    """Find the row of a month: of a purchase, or of the one that closes the month.

    Raises NotExplained where there is none, or no vehicle.
    """
    rows = [row for row in results.rows if row.month == month]
    own = [row for row in rows if purchase in (None, row.purchase)]
    if not rows:
        end = results.ledger.months
        raise NotExplained(f"month {month} is after the end of the scenario, month {end}")
    if not own:
        numbers = " or ".join(str(row.purchase) for row in rows)
        raise NotExplained(f"month {month} is one of purchase {numbers}, not of {purchase}")
    row = own[-1]
    if row.sold:
        gone = results.turns[-1]
        after = f"after its {gone.ended_by} in month {gone.ended.month}"
        raise NotExplained(f"there is no vehicle in month {month}, {after}")
    return row


def of(results: Results, signed: Signed, figure: str, row: MonthEnd) -> list[Step]:
    """Explain a figure of a month with a vehicle, the figure itself first.

    Raises NotExplained where there is no such figure.
    """
    return FIGURES[figure](results, signed, row)


def _gap(results: Results, signed: Signed, row: MonthEnd) -> list[Step]:
    sums = (Dollars(row.balance), "−", Dollars(row.value))
    step = Step("gap", Dollars(row.gap), sums, row.month, (), "gap")
    return [step, *_balance(results, signed, row), *_value(results, signed, row)]


def _balance(results: Results, _: Signed, row: MonthEnd) -> list[Step]:
    own = loans.book(results, row.purchase, row.month)
    steps = loans.balance(own, row.month)
    if row.note == 0:
        return steps
    sums = added([row.balance - row.note, row.note], [])
    whole = Step("balance_with_notes", Dollars(row.balance), sums, row.month, (), "notes")
    return [whole, *steps]


def _payoff(results: Results, _: Signed, row: MonthEnd) -> list[Step]:
    own = loans.book(results, row.purchase, row.month)
    steps = loans.payoff(own, row.payoff - row.note, row.month, row.date)
    if row.note:
        sums = added([row.payoff - row.note, row.note], [])
        whole = Step("payoff_with_notes", Dollars(row.payoff), sums, row.month, (), "notes")
        steps = [whole, *steps]
    return [*steps, *loans.balance(own, row.month)]


def _value(results: Results, signed: Signed, row: MonthEnd) -> list[Step]:
    contract = results.turns[row.purchase - 1].contract
    return values.explain(contract, signed.market, row.month, row.value)


def _exit(results: Results, signed: Signed, row: MonthEnd) -> list[Step]:
    sale = signed.private_sales[row.purchase - 1]
    if sale is None or row.private_net is None or row.exit == row.exit_trade_in:
        brings, rule, more = row.value, "exit", []
    else:
        brings, rule, more = row.private_net, "exit_private", [_private(sale, row)]
    sums = added([row.payoff], [brings])
    step = Step("exit", Dollars(row.exit), sums, row.month, (), rule)
    return [step, *_payoff(results, signed, row), *more, *_value(results, signed, row)]


def _private(sale: PrivateSale, row: MonthEnd) -> Step:
    """Explain what a private buyer leaves after the costs of selling."""
    sums = (Dollars(row.value), "×", Rate(sale.price_ppm), "−", Dollars(sale.costs))
    lines = paths(row.purchase, "private_sale.price", "private_sale.costs")
    return Step("private_net", Dollars(row.private_net or 0), sums, row.month, lines, "private")


def _ltv(results: Results, signed: Signed, row: MonthEnd) -> list[Step]:
    ratio = money.basis_points(row.balance, row.value)
    if ratio is None:
        raise NotExplained(f"the vehicle is worth nothing in month {row.month}")
    sums = (Dollars(row.balance), "÷", Dollars(row.value))
    step = Step("ltv", Rate(100 * ratio), sums, row.month, (), "ltv")
    return [step, *_balance(results, signed, row), *_value(results, signed, row)]


def _payment(results: Results, _: Signed, row: MonthEnd) -> list[Step]:
    own = loans.book(results, row.purchase, row.month)
    if steps := loans.payments_in(own, row.month):
        return steps
    if row.month > own.contract.month and own.after(len(own.entries) - 1) == 0:
        raise NotExplained(f"no payment is due in month {row.month}")
    return loans.signed_payment(own, row.month)


def _interest(results: Results, _: Signed, row: MonthEnd) -> list[Step]:
    own = loans.book(results, row.purchase, row.month)
    steps = loans.interest_in(own, row.month)
    if not steps:
        raise NotExplained(f"no interest is due in month {row.month}")
    return steps


def _financed(results: Results, _: Signed, row: MonthEnd) -> list[Step]:
    return deals.financed(results.turns[row.purchase - 1].contract)


def _tax(results: Results, _: Signed, row: MonthEnd) -> list[Step]:
    return deals.taxes(results.turns[row.purchase - 1].contract)


def _rolled_in(results: Results, _: Signed, row: MonthEnd) -> list[Step]:
    steps = deals.rolled(results.turns[row.purchase - 1].contract)
    if not steps:
        raise NotExplained("this purchase has no trade-in, so nothing is rolled in")
    return steps


FIGURES: dict[str, Callable[[Results, Signed, MonthEnd], list[Step]]] = {
    "gap": _gap,
    "balance": _balance,
    "payoff": _payoff,
    "value": _value,
    "exit": _exit,
    "ltv": _ltv,
    "payment": _payment,
    "interest": _interest,
    "amount_financed": _financed,
    "tax": _tax,
    "rolled_in": _rolled_in,
}
"""What explains each figure, in the order of the help."""
