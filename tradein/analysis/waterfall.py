"""Where the money went: the gap of a month from the first day on, and what every dollar paid for.

Amounts are cents.  Both are the same books in two orders, read off the accounts; only where a
price, an allowance or a value stands for another does a deal or a mark say so.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results
from tradein.engine.ledger import (
    CAPITALIZED,
    CASH,
    INTEREST,
    LOAN,
    NOTE_PAID,
    REFINANCED,
    REFUNDED,
    SETTLED,
    SIGNING,
    SOLD,
    Account,
    Entry,
    of_purchase,
)
from tradein.finance import money


class Waterfall(NamedTuple):
    """The causes of a gap, of one turn or of the whole chain; in this order they sum to `gap`.

    `before` is the gap of the vehicle before at its end, or that of the first day.  `rebate`,
    `refunds` (to the lender), `cash_in` (at signing and at a sale, less cash back),
    `principal_paid` and `gap_benefit` (what GAP paid) make the gap smaller.  `below_value` is what a vehicle brought below its value,
    after what an allowance was above it came off the price.  `unpaid_interest` became debt, and so did `fees`.
    """

    before: int = 0
    price_over_value: int = 0
    below_value: int = 0
    rebate: int = 0
    tax: int = 0
    fees: int = 0
    products: int = 0
    refunds: int = 0
    cash_in: int = 0
    unpaid_interest: int = 0
    cash_out: int = 0
    value_lost: int = 0
    principal_paid: int = 0
    gap_benefit: int = 0
    gap: int = 0


LESS = ("rebate", "refunds", "cash_in", "principal_paid", "gap_benefit")
"""The causes that make a gap smaller."""


class Spent(NamedTuple):
    """What was paid, and what for.

    `loan_payments`, `cash_in`, less `cash_out` and `refunds`, are `paid`; with the equity of the first
    day and `gap_benefit` that is the sum of the others.  `left` is the value less the balance, below zero where
    something is still to pay for.
    """

    loan_payments: int
    cash_in: int
    cash_out: int
    refunds: int
    paid: int
    equity_at_start: int
    depreciation: int
    interest: int
    tax: int
    fees: int
    products: int
    gap_benefit: int
    left: int


class Flow(NamedTuple):
    """Where the money went by the end of a month: the gap, by turn and in all, and the dollars paid.

    After the last vehicle was `sold` the last turn is without one.
    """

    month: int
    turns: list[Waterfall]
    whole: Waterfall
    spent: Spent
    sold: bool


def by(results: Results, month: int | None = None) -> Flow:
    """Say where the money went by the end of a month, of the last purchase where none is given."""
    month = results.summary.last_signed.month if month is None else month
    entries = [entry for entry in results.ledger.all_entries if entry.month <= month]
    rows = [row for row in results.rows if row.month <= month]
    of_turns: dict[int, list[Entry]] = {}
    for entry in entries:
        of_turns.setdefault(_turn_of(entry, results), []).append(entry)
    turns: list[Waterfall] = []
    first = results.turns[0]
    before = first.contract.owed - first.signed.value if first.effective is None else 0
    for number in range(1, rows[-1].purchase + 1):
        own = of_purchase(rows, number)
        lines = _turn(results, number, of_turns.get(number, []), own)
        turns.append(lines._replace(before=before))
        before = lines.gap
    whole = Waterfall(*map(sum, zip(*turns, strict=True)))
    whole = whole._replace(before=turns[0].before, gap=turns[-1].gap)
    return Flow(month, turns, whole, _spent(entries, whole), rows[-1].sold)


def _turn_of(entry: Entry, results: Results) -> int:
    """Give the turn that an entry belongs to: a sale to the next, a note's payment to that of its month."""
    if entry.kind == NOTE_PAID:
        ended = (turn.contract.number for turn in results.turns if turn.ended.month < entry.month)
        return max(ended) + 1
    return entry.purchase + 1 if entry.kind == SOLD else entry.purchase


def _turn(
    results: Results, number: int, entries: list[Entry], own: Sequence[MonthEnd]
) -> Waterfall:
    """Give the causes of a gap in one turn, but what it began with."""
    lines = Waterfall(value_lost=own[0].value - own[-1].value, gap=own[-1].gap)
    for entry in entries:
        if entry.kind == SOLD or entry.kind in SIGNING:
            lines = _signed(lines, entry)
        elif entry.kind != REFUNDED:
            lines = _on_the_way(lines, entry)
        if entry.kind in (SOLD, SETTLED):
            brought = -entry.postings[Account.VEHICLE, number - 1]
            lines = lines._replace(below_value=results.turns[number - 2].ended.value - brought)
    if number > len(results.turns):
        return lines
    deal, effective = results.turns[number - 1].contract.deal, results.turns[number - 1].effective
    if deal is None or effective is None:
        return lines
    over = effective.price - own[0].value
    below = lines.below_value + deal.price - effective.price
    return lines._replace(price_over_value=over, below_value=below, rebate=deal.rebate)


def _signed(lines: Waterfall, entry: Entry) -> Waterfall:
    """Add an entry of the day on which a turn begins: what a trade or a sale settles, or a deal."""
    posted, payer = entry.postings, entry.purchase
    number = payer - 1 if entry.kind == SETTLED else payer
    products = posted.get((Account.PRODUCTS, number), 0)
    return lines._replace(
        tax=lines.tax + posted.get((Account.TAX, number), 0),
        fees=lines.fees + posted.get((Account.FEES, number), 0),
        products=lines.products + money.maximum(products, 0),
        refunds=lines.refunds + money.maximum(-products, 0),
        cash_in=lines.cash_in - posted.get((CASH, payer), 0),
        unpaid_interest=lines.unpaid_interest + posted.get((INTEREST, number), 0),
        gap_benefit=lines.gap_benefit - posted.get((Account.GAP_BENEFIT, number), 0),
    )


def _on_the_way(lines: Waterfall, entry: Entry) -> Waterfall:
    """Add an entry after signing: only what changes the debt counts."""
    number, posted = entry.purchase, entry.postings
    if entry.kind == REFINANCED:
        return lines._replace(
            unpaid_interest=lines.unpaid_interest + posted[INTEREST, number],
            fees=lines.fees + posted[Account.FEES, number],
            cash_out=lines.cash_out + posted[CASH, number],
        )
    principal = posted[Account.NOTE if entry.kind == NOTE_PAID else LOAN, number]
    if entry.kind == CAPITALIZED:
        return lines._replace(unpaid_interest=lines.unpaid_interest - principal)
    grown, repaid = money.maximum(-principal, 0), money.maximum(principal, 0)
    return lines._replace(
        unpaid_interest=lines.unpaid_interest + grown,
        principal_paid=lines.principal_paid + repaid,
    )


def _spent(entries: list[Entry], whole: Waterfall) -> Spent:
    """Say what was paid by some entries, and what for."""
    totals = dict.fromkeys(Account, 0)
    cash: dict[str, int] = {}
    for entry in entries:
        for (account, _), cents in entry.postings.items():
            totals[account] = totals[account] + cents
        kind = "signing" if entry.kind == SOLD or entry.kind in SIGNING else entry.kind
        cash[kind] = cash.get(kind, 0) - entry.postings.get((CASH, entry.purchase), 0)
    signing, anew = cash.pop("signing", 0), cash.pop(REFINANCED, 0)
    refunds = cash.pop(REFUNDED, 0)
    lost = whole.price_over_value + whole.below_value - whole.rebate + whole.value_lost
    return Spent(
        loan_payments=sum(cash.values()),
        cash_in=signing,
        cash_out=-anew,
        refunds=-refunds,
        paid=-totals[CASH],
        equity_at_start=-whole.before,
        depreciation=lost,
        interest=totals[INTEREST],
        tax=totals[Account.TAX],
        fees=totals[Account.FEES],
        products=totals[Account.PRODUCTS],
        gap_benefit=-totals[Account.GAP_BENEFIT],
        left=-whole.gap,
    )
