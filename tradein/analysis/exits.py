"""Every way out of a vehicle and its loan, side by side, in a month or on a day.

Amounts are cents.  Cash is positive if the owner pays it and negative if the owner receives it.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from tradein.analysis import measures, payoff
from tradein.analysis.kept import Kept
from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results
from tradein.engine.ledger import (
    CASH,
    TRADE_IN,
    Contract,
    Entry,
    Ledger,
    LoanModification,
    of_purchase,
)
from tradein.engine.loan_state import ActiveTerms
from tradein.finance import exits, loan, money, refunds, terms, value
from tradein.finance.deal import GapCover, Sale
from tradein.finance.exits import ExitTerms, Loss
from tradein.finance.value import Market

DEALER, PRIVATE, TRADE, SURRENDER = "dealer", "private", "trade_in", terms.SURRENDER
KEEP, REFINANCE, TOTAL_LOSS, WITH_GAP = "keep", "refinance", terms.TOTAL_LOSS, "total_loss_gap"

CHOSEN = (DEALER, PRIVATE, TRADE, SURRENDER)
"""The ways that an owner can choose that day and that leave no vehicle; the cheapest is one."""

LABELS = {
    DEALER: "dealer",
    PRIVATE: "private",
    TRADE: "trade-in",
    SURRENDER: "surrender",
    KEEP: "keep",
    REFINANCE: "refinance",
    TOTAL_LOSS: "total loss",
    WITH_GAP: "with GAP",
}
"""What each way is called in a table."""

NEEDED = {
    PRIVATE: "private_sale",
    SURRENDER: "exits.auction",
    REFINANCE: "exits.refinance",
    TOTAL_LOSS: "exits.deductible",
    WITH_GAP: "exits.gap_cover",
}
"""The setting without which a way is not shown."""


class Way(NamedTuple):
    """One way out: `payoff` less `received` and `refund` is `cash` and `owed_after` together.

    `received` is what the vehicle brings, None if it is kept.  `owed_after` is a debt that is
    left: rolled into the next loan, unsecured, or a new loan.  `to_pay` are all payments still to
    make, `payment` each of a new loan's.  `cost` is all that was paid so far and is still to be
    paid, less `worth_then`, the value of a vehicle that is kept to the payoff.
    """

    way: str
    payoff: int
    received: int | None
    refund: int
    cash: int
    owed_after: int
    cost: int | None
    to_pay: int | None = None
    payment: int | None = None
    worth_then: int | None = None
    cheapest: bool = False

    @property
    def takes(self) -> int:
        """Give what the way still takes from the owner, in cash, as debt or in payments."""
        return self.cash + (self.owed_after if self.to_pay is None else self.to_pay)


class Moment(NamedTuple):
    """One vehicle in a month, or on a day of it: what every way out starts from.

    `paid` is all that the chain cost in cash so far; `agreed` is what would be owed if every
    payment had been made as signed, None if that is not known.
    """

    contract: Contract
    row: MonthEnd
    on: date | None
    balance: int
    payoff: int
    paid: int
    lent: ActiveTerms
    agreed: int | None
    settings: ExitTerms

    @property
    def held(self) -> int:
        """Give the months of ownership that are over."""
        return self.row.month - self.contract.month


class Exits(NamedTuple):
    """The ways out in a month or on a day; `gap` is what GAP pays, None without GAP."""

    moment: Moment
    ways: tuple[Way, ...]
    gap: GapCover | None

    @property
    def best(self) -> Way:
        """Give the cheapest way, the first of several."""
        return next(way for way in self.ways if way.cheapest)


class Chain(NamedTuple):
    """A chain with what its ways out go by.

    `owing` has what each purchase would owe in each month as agreed, None if that is not known;
    `closing` the last row with a vehicle of each month, without personal loans; `spent` the cash
    (cents) after each entry.
    """

    results: Results
    settings: list[ExitTerms]
    kept: list[Kept]
    owing: list[dict[int, int] | None]
    closing: dict[int, MonthEnd]
    spent: list[int]
    market: Market


def chain(
    results: Results, settings: list[ExitTerms], kept: list[Kept], market: Market | None = None
) -> Chain:
    """Gather what the ways out of a chain go by; `settings` and `kept` are those of its purchases.

    The `market` is that of the scenario, None for the normal one.
    """
    return Chain(
        results=results,
        settings=settings,
        kept=kept,
        owing=[_owing(turn.as_agreed) for turn in kept],
        closing={row.month: _of_loan(row) for row in results.rows if not row.sold},
        spent=[*accumulate(_spent(entry) for entry in results.ledger.entries)],
        market=market or Market(),
    )


def _of_loan(row: MonthEnd) -> MonthEnd:
    """Leave out what is owed on personal loans for vehicles sold before."""
    return row._replace(balance=row.balance - row.note, payoff=row.payoff - row.note)


def _owing(ledger: Ledger | None) -> dict[int, int] | None:
    """Give the payoff of each month of a turn that was played alone."""
    return ledger and {row.month: row.payoff for row in measures.month_ends(ledger)}


def _spent(entry: Entry) -> int:
    return -entry.postings.get((CASH, entry.purchase), 0)


def in_month(chain: Chain, month: int) -> Exits:
    """Give the ways out in a month of the chain; of two vehicles in a month of trade, the new."""
    row, entries = chain.closing[month], chain.results.ledger.entries
    number = row.purchase
    over = bisect_right(entries, (number, month), key=lambda e: (e.purchase, e.month))
    owing = chain.owing[number - 1]
    agreed = None if owing is None else owing.get(month, 0)
    moment = _moment(chain, row, None)._replace(agreed=agreed)
    return _out_of(chain, _with_paid(chain, moment, chain.spent[over - 1]))


def on_day(chain: Chain, on: date) -> Exits:
    """Give the ways out on a day; the value is that of the month before.

    Raises payoff.DateOutsideScenario where no vehicle is owned.
    """
    ledger = chain.results.ledger
    quote = payoff.quote(ledger, on, 0)
    number = quote.contract.number
    own = of_purchase(chain.results.rows, number)
    row = _of_loan([row for row in own if row.date is not None and row.date <= on][-1])
    paid = sum(_spent(e) for e in ledger.entries if e.purchase < number)
    paid += sum(
        _spent(e) for e in of_purchase(ledger.entries, number) if _is_over(e, row.month, on)
    )
    row = row._replace(note=quote.notes)
    moment = _moment(chain, row, on)._replace(balance=quote.balance, payoff=quote.payoff)
    moment = moment._replace(agreed=_agreed_on(chain, number, on))
    return _out_of(chain, _with_paid(chain, moment, paid))


def _with_paid(chain: Chain, moment: Moment, paid: int) -> Moment:
    """Add what was paid on personal loans, and take back an end without a trade that day itself."""
    ledger, row = chain.results.ledger, moment.row
    entries = [entry for note in ledger.notes for entry in note.entries]
    paid += sum(_spent(entry) for entry in entries if _is_over(entry, row.month, moment.on))
    sale = ledger.sale(row.purchase)
    if sale is not None and ledger.endings[row.purchase - 1].month == row.month:
        paid += sale.cash + refund(chain, moment, without=_used(moment, sale)) - sale.refund_credit
    return moment._replace(paid=paid)


def _used(moment: Moment, sale: Sale) -> str | None:
    """Name the product for which a total loss refunds nothing: GAP."""
    gap = moment.settings.gap
    return gap.product if gap is not None and sale.kind == TOTAL_LOSS else None


def _agreed_on(chain: Chain, number: int, on: date) -> int | None:
    """Give what would be owed on a day without events; None if that is not known."""
    agreed = chain.kept[number - 1].as_agreed
    if agreed is None or agreed.last_day is None:
        return None
    return payoff.quote(agreed, on, 0).payoff if on <= agreed.last_day else 0


def months(chain: Chain) -> list[int]:
    """Choose a few telling months: each signing, every year of the last vehicle, and the end."""
    contracts, end = chain.results.ledger.contracts, max(chain.closing)
    signed = [contract.month for contract in contracts]
    return sorted({*signed, *range(signed[-1], end, 12), end})


def free_from(several: list[Exits]) -> dict[str, int | None]:
    """Give the month from which each way takes nothing to the end; None if it always does.

    `several` are all months of a chain in order; the ways are those of its last vehicle.  A new
    loan always takes payments.
    """
    end, number = several[-1].moment.row.month, several[-1].moment.row.purchase
    last = {
        way.way: 0
        for month in several
        if month.moment.row.purchase == number
        for way in month.ways
        if way.way != REFINANCE
    }
    for month in several:
        for way in month.ways:
            if way.way in last and way.takes > 0:
                last[way.way] = month.moment.row.month + 1
    return {name: first if first <= end else None for name, first in last.items()}


def _moment(chain: Chain, row: MonthEnd, on: date | None) -> Moment:
    """Gather what every way out starts from, as of a row."""
    ledger = chain.results.ledger
    contract = ledger.contracts[row.purchase - 1]
    changes = of_purchase(ledger.changes, row.purchase)
    terms_since = [change.state.loan for change in changes if _is_over(change, row.month, on)]
    return Moment(
        contract=contract,
        row=row,
        on=on,
        balance=row.balance,
        payoff=row.payoff,
        paid=0,
        lent=terms_since[-1] if terms_since else contract.loan,
        agreed=None,
        settings=chain.settings[row.purchase - 1],
    )


def _is_over(record: Entry | LoanModification, month: int, on: date | None) -> bool:
    """Say whether something has happened by the end of a month, or of a day."""
    if on is None:
        return record.month <= month
    return record.date is not None and record.date <= on


def _out_of(chain: Chain, moment: Moment) -> Exits:
    """Give every way out of a moment that is known, the cheapest marked."""
    cover = _cover(chain, moment)
    ways = [*_sales(chain, moment), *_kept(chain, moment), *_lost(chain, moment, cover)]
    least = min(way.takes for way in ways if way.way in CHOSEN)
    marked = (way._replace(cheapest=way.way in CHOSEN and way.takes == least) for way in ways)
    return Exits(moment, tuple(marked), cover)


def _sales(chain: Chain, moment: Moment) -> Iterator[Way]:
    """Give the ways that leave no vehicle: sale, trade, surrender."""
    worth, settings, owed = moment.row.value, moment.settings, moment.payoff
    back = refund(chain, moment)
    yield _sale(moment, DEALER, owed, worth, back)
    if moment.row.private_net is not None:
        later = owed + _interest(moment, settings.days_to_sell)
        yield _sale(moment, PRIVATE, later, moment.row.private_net, back)
    yield _left_owing(moment, TRADE, worth, back, to_owner=_refunds_owner(moment))
    if settings.auction_ppm is not None and owed > 0:
        sale = money.half_up(settings.auction_ppm * worth, 1_000_000)
        left = exits.deficiency(owed, sale, settings.auction_costs)
        yield _left_owing(moment, SURRENDER, owed - left, back)


def _sale(moment: Moment, name: str, owed: int, received: int, back: int) -> Way:
    """Make a way that pays the loan off: what is left is due in cash."""
    cash = owed - received - back
    return Way(name, owed, received, back, cash, 0, moment.paid + cash)


def _left_owing(moment: Moment, name: str, received: int, back: int, to_owner: bool = False) -> Way:
    """Make a way after which what is left stays a debt; a refund goes to the lender or the owner."""
    left = moment.payoff - received - (0 if to_owner else back)
    cash = money.minimum(left, 0) - (back if to_owner else 0)
    debt, cost = money.maximum(left, 0), moment.paid + moment.payoff - received - back
    return Way(name, moment.payoff, received, back, cash, debt, cost)


def _refunds_owner(moment: Moment) -> bool:
    """Say whether the refund of a trade is paid to the owner."""
    deal = moment.contract.deal_terms
    return deal is not None and deal.refunds is not None and deal.refunds.paid_to == terms.CASH


def _interest(moment: Moment, days: int) -> int:
    """Give the interest of some days after the moment; none on a charge fixed at signing."""
    lent = moment.lent
    rate = 0 if lent.plan is not None else lent.apr_ppm
    return loan.day_interest(moment.balance, rate, days, lent.day_count)


def _kept(chain: Chain, moment: Moment) -> Iterator[Way]:
    """Give the ways that keep the vehicle: to the payoff, or with a new loan."""
    kept = chain.kept[moment.contract.number - 1].as_paid
    if kept is not None:
        yield _to_payoff(moment, kept)
    market = moment.settings.refinance
    if market is not None and moment.payoff > 0:
        amount, back = moment.payoff + market.fee, refund(chain, moment, with_loan=True)
        to_pay = sum(row.payment for row in loan.schedule(amount, market.apr_ppm, market.months))
        each = loan.level_payment(amount, market.apr_ppm, market.months)
        worth = _worth_after(chain, moment, market.months)
        cost = None if worth is None else moment.paid + to_pay - back - worth
        yield Way(REFINANCE, moment.payoff, None, back, -back, amount, cost, to_pay, each, worth)


def _worth_after(chain: Chain, moment: Moment, months: int) -> int | None:
    """Give what a vehicle is worth after some more months; None beyond the largest value."""
    contract, level = moment.contract, chain.market.share
    then = moment.row.month + months
    held = then - contract.month
    try:
        return value.trade_in(contract.valuation, held, level(then), level(contract.month))
    except value.BeyondLimit:
        return None


def _to_payoff(moment: Moment, kept: Ledger) -> Way:
    """Keep the vehicle and pay as agreed to the end of the loan."""
    number = moment.contract.number
    own = of_purchase(kept.entries, number)
    later = [entry for entry in own if not _is_over(entry, moment.row.month, moment.on)]
    worth, to_pay = moment.row.value, sum(_spent(entry) for entry in later)
    if later:
        worth = [mark.cents for mark in kept.marks if mark.kind == TRADE_IN][-1]
    cost = moment.paid + to_pay - worth
    return Way(KEEP, moment.payoff, None, 0, 0, moment.payoff, cost, to_pay, worth_then=worth)


def _lost(chain: Chain, moment: Moment, cover: GapCover | None) -> Iterator[Way]:
    """Give the total loss of the vehicle, without GAP and with it."""
    deductible = moment.settings.deductible
    if deductible is None:
        return
    paid = exits.settlement(moment.row.value, deductible)
    gap = moment.settings.gap
    back = refund(chain, moment, without=gap.product if gap else None)
    yield _left_owing(moment, TOTAL_LOSS, paid, back)
    if cover is not None:
        yield _left_owing(moment, WITH_GAP, paid + cover.benefit, back)


def _cover(chain: Chain, moment: Moment) -> GapCover | None:
    """Give what GAP counts and pays at a total loss; None if there is none in force.

    It ends with the loan that it was made for.
    """
    gap, deductible = moment.settings.gap, moment.settings.deductible
    if gap is None or deductible is None or moment.payoff <= 0 or _refinanced(chain, moment):
        return None
    back, contract = refund(chain, moment, without=gap.product), moment.contract
    owed = (moment.payoff, moment.agreed, back)
    loss = Loss(*owed, moment.row.value, contract.owed, contract.rolled)
    return exits.cover(gap, loss, deductible)


def _refinanced(chain: Chain, moment: Moment) -> bool:
    changes = of_purchase(chain.results.ledger.changes, moment.contract.number)
    return any(
        change.kind == "refinance" and _is_over(change, moment.row.month, moment.on)
        for change in changes
    )


def refund(
    chain: Chain, moment: Moment, with_loan: bool = False, without: str | None = None
) -> int:
    """Give what comes back for the products in force, in cents, rounded product by product.

    With `with_loan`, only for those that end with the loan; `without` names one that is left out.
    """
    deal = moment.contract.deal_terms
    if deal is None or deal.refunds is None:
        return 0
    # a month's refunds are paid at its end
    over = moment.row.balance == 0 or _refinanced(chain, moment._replace(on=None))
    over = over and moment.contract.owed > 0
    return sum(
        refunds.refund(product, moment.held, deal.refunds.miles_a_year)
        for product in deal.refunds.products
        if product.name != without
        and not (product.ends == terms.LOAN and over)
        and (product.ends == terms.LOAN or not with_loan)
    )
