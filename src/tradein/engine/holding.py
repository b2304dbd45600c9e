"""Changes one debt on one vehicle at one moment; decides nothing about what comes next."""

from attrs import field, frozen

from tradein.engine.ledger import BOUGHT, OPENING, PAID, SETTLED, Entry
from tradein.finance import loan, money
from tradein.finance.deal import Deal, TradeIn


@frozen(eq=False)
class Holding:
    """A vehicle held and what is owed on it, in cents, after `paid` payments."""

    loan: "Lent"
    balance: int
    paid: int = 0


@frozen(eq=False)
class Lent:
    """What stays the same about a loan: its purchase, rate, payment (cents), term if known."""

    number: int
    apr_ppm: int = 0
    payment: int = 0
    months: int | None = None
    account: str = field(init=False)
    interest_account: str = field(init=False)

    @account.default
    def _account(self) -> str:
        return f"loan:{self.number}"

    @interest_account.default
    def _interest_account(self) -> str:
        return f"interest:{self.number}"


def take_over(owed: int, worth: int) -> Entry:
    """Open the books on a vehicle that is owned, at its worth, and on its debt."""
    postings = {"vehicle:1": worth, "loan:1": -owed, "opening:1": owed - worth}
    return Entry(OPENING, 0, 1, postings)


def settle(held: Holding, trade_in: TradeIn, rolled_in: int, month: int) -> Entry:
    """Close the old loan by allowance, cash and what is rolled into the next loan.

    The entry belongs to the next purchase.  What the old lender asks beyond the balance is
    interest; equity is left in `credit` for the next vehicle.
    """
    old, new = held.loan.number, held.loan.number + 1
    equity = money.most(trade_in.equity, 0)
    postings = {
        f"loan:{old}": held.balance,
        f"interest:{old}": trade_in.payoff - held.balance,
        f"vehicle:{old}": -trade_in.allowance,
        f"credit:{new}": equity,
        f"loan:{new}": -rolled_in,
        "cash": rolled_in - trade_in.shortfall,
    }
    return Entry(SETTLED, month, new, postings)


def buy(number: int, deal: Deal, month: int) -> Entry:
    """Book the new vehicle, its tax, fees and products against cash, credit and loan."""
    equity = money.most(deal.trade_in.equity, 0) if deal.trade_in else 0
    own = deal.amount_financed - deal.rolled_in
    cost = deal.price - deal.rebate + deal.tax + deal.fees + deal.products
    postings = {
        f"vehicle:{number}": deal.price - deal.rebate,
        f"tax:{number}": deal.tax,
        f"fees:{number}": deal.fees,
        f"products:{number}": deal.products,
        f"credit:{number}": -equity,
        f"loan:{number}": -own,
        "cash": own + equity - cost,
    }
    return Entry(BOUGHT, month, number, postings)


def pay(held: Holding, month: int) -> tuple[Holding, Entry]:
    """Make the next monthly payment: interest first, the rest is principal."""
    lent, paid = held.loan, held.paid + 1
    interest = loan.month_interest(held.balance, lent.apr_ppm)
    due = loan.due(held.balance, interest, lent.payment, paid == lent.months)
    principal = due - interest
    postings = {"cash": -due, lent.interest_account: interest, lent.account: principal}
    after = Holding(lent, held.balance - principal, paid)
    return after, Entry(PAID, month, lent.number, postings)
