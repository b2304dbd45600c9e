"""What an owner may do from a month on, played to one horizon and counted the same way.

Amounts are cents.  Cash is positive if the owner pays it.
"""

from typing import NamedTuple

from tradein.analysis import measures
from tradein.analysis.measures import MonthEnd
from tradein.engine import simulate
from tradein.engine.ledger import CASH, Contract, Ledger, of_purchase
from tradein.finance import money, terms
from tradein.finance.terms import SaleTerms
from tradein.scenario.model import Owned, Purchase, Scenario

KEEP, PAY_DOWN, REFINANCE = "keep", "pay_down", "refinance"
TRADE, WAIT, SELL = "trade", "wait", "sell"


class Standing(NamedTuple):
    """The vehicle that is held in a month: its contract, the month, the rate of its loan."""

    contract: Contract
    row: MonthEnd
    signed: MonthEnd
    apr_ppm: int

    @property
    def held(self) -> int:
        """Give the months of ownership that are over."""
        return self.row.month - self.contract.month

    @property
    def age(self) -> int:
        """Give the age of the vehicle, in months."""
        return self.contract.valuation.age_months + self.held

    def worth(self, price: int) -> int:
        """Give the value of a vehicle bought at a price, if its share is as it was of this one."""
        if self.contract.deal is None or self.contract.deal.price == 0:
            return price
        share = money.half_up(price * self.signed.value, self.contract.deal.price)
        return money.minimum(share, price)


class Outcome(NamedTuple):
    """How an option ends at the horizon.

    `cash_now` is what is paid on the first day and `cash_out` all that is paid from then on; `cost`
    is that and the payoff, less the `value` of what is owned: the vehicle and its age in months.
    """

    cash_now: int
    cash_out: int
    balance: int
    payoff: int
    value: int
    vehicle: str
    age: int

    @property
    def gap(self) -> int:
        """Give balance minus value."""
        return self.balance - self.value

    @property
    def cost(self) -> int:
        """Give what it costs in all: the cash and what is owed, less what is owned."""
        return self.cash_out + self.payoff - self.value


class Option(NamedTuple):
    """One option: its kind, after how many months, how it ends or why it was refused."""

    kind: str
    after: int
    outcome: Outcome | None
    refused: str = ""

    @property
    def name(self) -> str:
        """Give its name for programs: that of a wait has its months."""
        return f"{self.kind}_{self.after}" if self.kind == WAIT else self.kind


class Options(NamedTuple):
    """The options of a month, to a horizon."""

    title: str
    standing: Standing
    month: int
    horizon: int
    options: tuple[Option, ...]

    @property
    def best(self) -> Option:
        """Give the cheapest option, the first of several."""
        return min(self.played, key=lambda option: option.outcome.cost if option.outcome else 0)

    @property
    def played(self) -> list[Option]:
        """Give the options that were not refused."""
        return [option for option in self.options if option.outcome is not None]


def standing(ledger: Ledger, month: int) -> Standing | None:
    """Give the vehicle held in a month; of two in a month of trade, the one before the trade.

    None if there is no vehicle.  One that a first purchase gives in at once is not held: the terms
    of its loan are not known, and the file has no entry for it.
    """
    rows = measures.month_ends(ledger)
    for row in rows:
        if row.month != month or row.sold:
            continue
        contract = ledger.contracts[row.purchase - 1]
        if contract.terms is None and contract.deal is None:
            continue
        own = of_purchase(ledger.changes, row.purchase)
        loans = [change.state.loan for change in own if change.month <= month]
        lent = loans[-1] if loans else contract.loan
        signed = of_purchase(rows, row.purchase)[0]
        return Standing(contract, row, signed, lent.apr_ppm)
    return None


def private_offer(turn: Owned | Purchase, at: Standing) -> tuple[int, int]:
    """Give what a private buyer pays, and what the sale costs.

    The amount that the file is sold for counts on its own day; without any, it is the value.
    """
    if isinstance(turn.sale, SaleTerms) and at.held == turn.keep_months:
        return turn.sale.price, turn.sale.costs
    estimate = turn.private_sale
    if estimate is None:
        return at.row.value, 0
    return money.half_up(estimate.price_ppm * at.row.value, 1_000_000), estimate.costs


def paid(ledger: Ledger, month: int) -> int:
    """Give what a chain has cost in cash by a month."""
    notes = [entry for note in ledger.notes for entry in note.entries]
    return -sum(
        entry.postings.get((CASH, entry.purchase), 0)
        for entry in (*ledger.entries, *notes)
        if entry.month <= month
    )


def paid_before(kept: Scenario, month: int) -> int:
    """Give what was paid by a month if the vehicle is kept; raises simulate.SimulationError."""
    return paid(simulate.simulate(kept, through=month), month)


def months_left(scenario: Scenario, month: int) -> int:
    """Give the months in which a loan is still to be paid after a month; the vehicle is kept."""
    ledger = simulate.simulate(scenario, through=month + terms.MONTHS[1])
    rows = of_purchase(measures.month_ends(ledger), len(ledger.contracts))
    owed = [row for row in rows if row.month >= month and row.balance > row.note]
    return max(min(len(owed), terms.MONTHS[1]), 1)


def play(scenario: Scenario, month: int, horizon: int, before: int) -> Outcome | None:
    """Play an option from a month to the horizon; None if the lender declines a purchase.

    `before` is what was paid by the month without the option.  Raises simulate.SimulationError.
    """
    ledger = simulate.simulate(scenario, through=horizon)
    if ledger.declined is not None:
        return None
    last, contract = measures.month_ends(ledger)[-1], ledger.contracts[-1]
    return Outcome(
        cash_now=paid(ledger, month) - before,
        cash_out=-ledger.total(CASH) - before,
        balance=last.balance,
        payoff=last.payoff,
        value=last.value,
        vehicle=contract.vehicle,
        age=contract.valuation.age_months + horizon - contract.month,
    )
