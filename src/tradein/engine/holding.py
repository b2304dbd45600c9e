"""Changes one debt on one vehicle at one moment; decides nothing about what comes next."""

from attrs import evolve, frozen

from tradein.engine.ledger import BOUGHT, OPENING, PAID, SETTLED, Entry
from tradein.finance import loan, money
from tradein.finance.deal import Deal, TradeIn


@frozen(eq=False)
class Holding:
    """A vehicle held and what is owed on it, in cents, after `paid` payments."""

    number: int
    balance: int
    apr_ppm: int = 0
    payment: int = 0
    months: int | None = None
    paid: int = 0


def take_over(owed: int, worth: int, month: int) -> Entry:
    """Open the books on a vehicle that is owned, at its worth, and on its debt."""
    postings = {"vehicle:1": worth, "loan:1": -owed, "opening:1": owed - worth}
    return Entry(OPENING, month, 1, postings)


def settle(held: Holding, trade_in: TradeIn, rolled_in: int, month: int) -> Entry:
    """Close the old loan by allowance, cash and what is rolled into the next loan.

    The entry belongs to the next purchase.  What the old lender asks beyond the balance is
    interest; equity is left in `credit` for the next vehicle.
    """
    old, new = held.number, held.number + 1
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
    interest = loan.month_interest(held.balance, held.apr_ppm)
    last = held.paid + 1 == held.months
    paid = loan.due(held.balance, interest, held.payment, last)
    postings = {
        "cash": -paid,
        f"interest:{held.number}": interest,
        f"loan:{held.number}": paid - interest,
    }
    after = evolve(held, balance=held.balance - (paid - interest), paid=held.paid + 1)
    return after, Entry(PAID, month, held.number, postings)
