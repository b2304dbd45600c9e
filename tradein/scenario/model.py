"""The records of a scenario: one class for the scenario, one for each kind of entry in its chain."""

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from attrs import Factory, field, frozen

from tradein.finance.money import LIMIT, within
from tradein.finance.terms import DealTerms, LoanTerms, SaleTerms
from tradein.finance.value import Market, PrivateSale, Valuation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.finance.exits import ExitTerms, SurrenderTerms, TotalLossTerms
    from tradein.finance.paper import Paper
    from tradein.scenario.events import Event

PURCHASES = 50
"""The most entries of a chain."""

KEEP_MONTHS = (0, 600)
"""The shortest and the longest turn of one vehicle."""


@frozen(kw_only=True)
class Purchase:
    """A vehicle bought, how it is financed and valued, and how long it is kept.

    `loan` is None only if nothing is financed.  `keep_months` is None only on the last entry:
    keep the vehicle until its loan is paid off.
    """

    vehicle: str
    deal: DealTerms
    loan: LoanTerms | None = None
    valuation: Valuation
    private_sale: PrivateSale | None = None
    sale: "SaleTerms | TotalLossTerms | SurrenderTerms | None" = None
    keep_months: int | None = field(default=None, validator=within(*KEEP_MONTHS))
    events: "tuple[Event, ...]" = ()
    paper: "Paper | None" = None
    exits: "ExitTerms | None" = None


@frozen(kw_only=True)
class Owned:
    """A vehicle and a loan that exist already on the first day of the chain.

    `owed` is the balance in cents, `rolled` the part of it that came from earlier vehicles;
    the valuation's `worth` and `age_months` are those of that day.  `loan` is None where its
    terms are not known: the vehicle is then traded on that day.  `max_ltv_ppm` is a lender's cap, in
    millionths of the value on the day, on a loan that pays this one off.
    """

    vehicle: str
    owed: int = field(validator=within(0, LIMIT))
    rolled: int = field(default=0, validator=within(0, LIMIT))
    loan: LoanTerms | None
    valuation: Valuation
    private_sale: PrivateSale | None = None
    sale: "SaleTerms | TotalLossTerms | SurrenderTerms | None" = None
    keep_months: int | None = field(default=None, validator=within(*KEEP_MONTHS))
    events: "tuple[Event, ...]" = ()
    max_ltv_ppm: int | None = None
    exits: "ExitTerms | None" = None

    def __attrs_post_init__(self) -> None:
        """Require that the rolled part is at most the whole debt."""
        if self.rolled > self.owed:
            raise ValueError(f"rolled must be at most what is owed, not {self.rolled}")
        if self.loan is None and self.keep_months != 0:
            raise ValueError("a vehicle whose loan is not known is traded on the first day")


class Statement(NamedTuple):
    """A balance (cents) that the lender stated for a day."""

    date: date
    balance: int


@frozen(kw_only=True)
class Scenario:
    """A chain of vehicles, each traded for the next; `start` is the day of the first.

    `statements` are the balances that lenders stated; they do not change the simulation.
    """

    title: str
    about: str | None = None
    start: date | None = None
    purchases: tuple[Owned | Purchase, ...]
    market: Market = Factory(Market)
    statements: tuple[Statement, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Require a chain that the engine can play."""
        if not 1 <= len(self.purchases) - self.begins_with_trade <= PURCHASES:
            raise ValueError(f"a chain has 1 to {PURCHASES} purchases")
        first = self.purchases[0]
        if isinstance(first, Purchase) and first.deal.trade_in is not None:
            raise ValueError("a first purchase has no vehicle before it to trade in")
        for sold, turn in pairwise(self.purchases):
            if sold.sale and isinstance(turn, Purchase) and turn.deal.trade_in is not None:
                raise ValueError("a vehicle that is gone cannot be traded in")
        if any(isinstance(turn, Owned) for turn in self.purchases[1:]):
            raise ValueError("only the first entry of a chain can be an owned vehicle")
        if any(turn.keep_months is None for turn in self.purchases[:-1]):
            raise ValueError("every purchase but the last needs keep_months")
        if self.start is None and any(_dated(turn) for turn in self.purchases):
            raise ValueError("a state's tax that depends on the day of delivery needs start")

    @property
    def begins_with_trade(self) -> bool:
        """Say whether the first entry only gives its vehicle in, on a loan of unknown terms."""
        first = self.purchases[0] if self.purchases else None
        return isinstance(first, Owned) and first.loan is None


def _dated(turn: Owned | Purchase) -> bool:
    """Say whether the tax of a purchase depends on its day."""
    rule = turn.deal.tax if isinstance(turn, Purchase) else None
    return rule is not None and rule.state_rule is not None and rule.state_rule.dated
