"""Where an owner stands with one asset today: what it is worth against what is owed on it."""

from attrs import frozen

from tradein.finance import money

MEANING = {
    "positive": "the value exceeds the debt: there is a cushion for selling or refinancing",
    "break-even": (
        "the value just matches the debt: fees and the costs of a sale leave little or no cushion"
    ),
    "negative": (
        "the debt exceeds the value: selling, trading in or refinancing may take cash; it says "
        "nothing about how payments are made, and it is not insolvency"
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
        """Give what is owed beyond the value, zero where nothing is."""
        return money.maximum(-self.equity, 0)

    @property
    def status(self) -> str:
        """Say on which side of zero the equity is, before sale costs."""
        if self.equity == 0:
            return "break-even"
        return "positive" if self.equity > 0 else "negative"

    @property
    def meaning(self) -> str:
        """Say what the status means for the owner."""
        return MEANING[self.status]

    @property
    def equity_after_costs(self) -> int:
        """Give the equity less what selling costs."""
        return self.equity - (self.sale_costs or 0)

    @property
    def cash_to_sell(self) -> int:
        """Give the cash that the owner must bring to sell."""
        return money.maximum(-self.equity_after_costs, 0)
