"""Everything that is read off one ledger, read once."""

from collections.abc import Sequence
from typing import NamedTuple

from tradein.analysis import measures, origins
from tradein.analysis.measures import MonthEnd, Summary, Turn
from tradein.analysis.origins import Layer, Origins
from tradein.engine.ledger import PAID, SKIPPED, Ledger, LoanModification, Note, of_purchase


class Results(NamedTuple):
    """The results of one chain, for reports."""

    ledger: Ledger
    rows: list[MonthEnd]
    turns: list[Turn]
    summary: Summary
    origins: Origins

    def layers(self, row: MonthEnd) -> tuple[Layer, ...]:
        """Give the debt of a row by the purchase it came from, oldest first."""
        return self.origins.layers[row.purchase, row.month]

    def signed(self, turn: Turn) -> tuple[Layer, ...]:
        """Give the loan of a turn on its first day by the purchase its debt came from."""
        return self.origins.signed[turn.contract.number]

    def months(self, turn: Turn) -> Sequence[MonthEnd]:
        """Give the rows of a turn, from signing to its end."""
        return of_purchase(self.rows, turn.contract.number)

    def note(self, turn: Turn) -> Note | None:
        """Give the personal loan that the sale at the end of a turn left, if any."""
        notes = self.ledger.notes
        return next((note for note in notes if note.purchase == turn.contract.number), None)

    def behind(self, turn: Turn) -> set[int]:
        """Give the months in which a payment was skipped or left interest unpaid."""
        own = of_purchase(self.ledger.entries, turn.contract.number)
        return {entry.month for entry in own if entry.kind == SKIPPED or entry.accrued_unpaid != 0}

    def on_other_days(self, turn: Turn) -> int:
        """Count the monthly payments of a turn that were made early or late, not on a due date."""
        contract = turn.contract
        own = of_purchase(self.ledger.entries, contract.number)
        paid = [entry for entry in own if entry.kind == PAID and contract.calendar.monthly]
        return sum(
            entry.date != contract.calendar.day(entry.month - contract.month) for entry in paid
        )

    def changes(self, turn: Turn) -> list[LoanModification]:
        """Give the changes to the loan of a turn."""
        return list(of_purchase(self.ledger.changes, turn.contract.number))

    def refinanced_value(self, change: LoanModification) -> int | None:
        """Give the value of the vehicle (cents) in the month of a refinancing; else None."""
        if change.kind != "refinance":
            return None
        own = of_purchase(self.rows, change.purchase)
        return next(row.value for row in own if row.month == change.month)


def rule_of_78_cost(results: Results, turn: Turn) -> int | None:
    """Give the cost of the Rule of 78 at the end of a turn: its payoff less the actuarial, in cents.

    The end is the refinancing, if there was one.  None if another rule applies, and for a
    chain in several markets.
    """
    plan = turn.contract.loan.plan
    if plan is None or not plan.by_rule:
        return None
    ends = [change.month for change in results.changes(turn) if change.kind == "refinance"]
    return plan.cost_of_rule((ends or [turn.ended.month])[0] - turn.contract.month)


def of(ledger: Ledger) -> Results:
    """Compute the results of a ledger."""
    rows = measures.month_ends(ledger)
    turns = measures.turns(ledger, rows)
    return Results(ledger, rows, turns, measures.summary(ledger, rows), origins.trace(ledger))
