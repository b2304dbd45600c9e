"""The equity position of an owner in one asset: its value less the debt on it."""

from attrs import frozen

from tradein.finance import money

MEANING = {
    "positive": "the value is more than the debt, which leaves a cushion for selling or refinancing",
    "break-even": (
        "the value equals the debt, which leaves no cushion for fees and the costs of a sale"
    ),
    "negative": (
        "the debt is more than the value, so that selling, trading in or refinancing may require "
        "cash; it does not mean that payments are late or that the owner is insolvent"
    ),
}
"""What each status means for the owner."""


@frozen(eq=False)
class EquityPosition:
    """A position in cents; `equity` is value minus owed, of either sign, before sale costs."""

    what: str
    liens: tuple[int, ...]
    value: int
    sale_costs: int | None

    @property
    def owed(self) -> int:
        """Give what is owed on all liens together."""
        return sum(self.liens)

    @property
    def equity(self) -> int:
        """Give value minus owed."""
        return self.value - self.owed

    @property
    def negative_equity(self) -> int:
        """Give the debt above the value, zero if there is none."""
        return money.maximum(-self.equity, 0)

    @property
    def status(self) -> str:
        """Give the sign of the equity, before sale costs, as a word."""
        if self.equity == 0:
            return "break-even"
        return "positive" if self.equity > 0 else "negative"

    @property
    def meaning(self) -> str:
        """Say what the status means for the owner."""
        return MEANING[self.status]

    @property
    def equity_after_costs(self) -> int:
        """Give the equity less the costs of a sale."""
        return self.equity - (self.sale_costs or 0)

    @property
    def cash_to_sell(self) -> int:
        """Give the cash that the owner needs in order to sell, zero if none."""
        return money.maximum(-self.equity_after_costs, 0)
