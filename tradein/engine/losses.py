"""What ends a turn without a buyer: a total loss with its GAP, or a surrender to the lender."""

from collections.abc import Sequence

from tradein.engine.ledger import LoanModification
from tradein.engine.transactions import SimulationError
from tradein.finance import exits, money
from tradein.finance.deal import Sale
from tradein.finance.exits import GapTerms, Loss, SurrenderTerms, TotalLossTerms
from tradein.scenario.model import Owned, Purchase


def gap_in_force(
    turn: Owned | Purchase, number: int, payoff: int, changes: Sequence[LoanModification]
) -> GapTerms | None:
    """Give the small print of GAP that a total loss meets; None for none.

    It ends with the loan that it was made for: when that is paid off, or refinanced.
    """
    anew = any(change.kind == "refinance" and change.purchase == number for change in changes)
    lost = isinstance(turn.sale, TotalLossTerms)
    owed = money.any_path(payoff > 0)
    return turn.exits.gap if turn.exits and lost and owed and not anew else None


def used_up(turn: Owned | Purchase) -> str | None:
    """Name the product that a total loss does not refund: GAP."""
    gap = turn.exits.gap if turn.exits else None
    return gap.product if gap is not None and isinstance(turn.sale, TotalLossTerms) else None


def settle(
    terms: TotalLossTerms | SurrenderTerms, gap: GapTerms | None, loss: Loss, number: int
) -> Sale:
    """Settle what ends the turn of a purchase; refuse the surrender of what nobody lent on."""
    if isinstance(terms, TotalLossTerms):
        return exits.settle_total_loss(terms, gap, loss)
    if not money.any_path(loss.payoff > 0):
        message = (
            "nothing is owed on the vehicle by then, so no lender takes it; write private_sale"
        )
        raise SimulationError(f"purchases[{number}].surrender", f"{message}, or a shorter keep")
    return exits.settle_surrender(terms, loss)
