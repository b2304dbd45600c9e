"""Sentences on vehicles that are lost or go back to the lender: who pays, and what stays owed."""

from tradein.analysis.measures import Turn
from tradein.analysis.results import Results
from tradein.finance import money
from tradein.finance.deal import GapCover, Sale
from tradein.finance.terms import TOTAL_LOSS
from tradein.report.narrative.chain import listed, whole


def gone(results: Results, turn: Turn) -> str:
    """Say what insurer and GAP, or the lender's sale, leave of the payoff, and who owes it."""
    sale, contract = turn.sale, turn.contract
    assert sale is not None
    vehicle = f"In month {turn.ended.month} the {contract.vehicle} (purchase {contract.number})"
    brings = _total_loss(sale) if sale.kind == TOTAL_LOSS else _surrender(sale)
    owed = f"The payoff is {whole(sale.payoff)}{_rest(results, turn)}."
    if sale.payoff == 0:
        owed = f"Nothing is owed on it, so {whole(sale.cash)} is yours."
    parts = [f"{vehicle} {brings}", _left_out(sale), owed]
    return " ".join(part for part in parts if part)


def _left_out(sale: Sale) -> str:
    """Say what GAP leaves out, unless the insurer pays off the loan alone."""
    return left_out(sale.gap) if sale.gap and sale.net < sale.payoff else ""


def _total_loss(sale: Sale) -> str:
    """Say what the insurer pays, and GAP."""
    less = f", {whole(sale.price)} less the deductible" if sale.costs >= _SHOWN else ""
    benefit = whole(sale.gap_benefit) if sale.gap_benefit else "nothing"
    gap = f", and GAP pays {benefit}" if sale.gap else ""
    return f"is a total loss: the insurer pays {whole(sale.net)}{less}{gap}."


def _surrender(sale: Sale) -> str:
    """Say what the lender's sale brings."""
    costs = f", less {whole(sale.costs)} of costs" if sale.costs >= _SHOWN else ""
    return f"goes back to the lender, which sells it for {whole(sale.price)}{costs}."


def _rest(results: Results, turn: Turn) -> str:
    """Say who pays what is missing for the payoff, or who receives what is left over."""
    sale, note = turn.sale, results.note(turn)
    assert sale is not None
    if note is not None and note.loan.payments is not None:
        terms = f"at {money.percent(note.loan.apr_ppm)}, {note.loan.payments} months"
        loan = f"becomes a personal loan {terms}, {money.dollars(note.loan.payment)} a month"
        return f"; the missing {whole(note.amount)} {loan}"
    if note is not None:
        return f"; the missing {whole(note.amount)} stays a debt that you do not pay"
    if sale.cash < 0:
        return f"; you pay the missing {whole(-sale.cash)} in cash"
    return f", and {whole(sale.cash)} is left for you" if sale.cash else ", and nothing is missing"


def left_out(cover: GapCover) -> str:
    """Say what GAP leaves out of the debt, and what of old debt it covers."""
    less = [
        (cover.missed, "for payments that were not made as agreed"),
        (cover.refund, "that refunds of other products cover"),
        (cover.over_share, "over its share of the price"),
        (cover.not_paid, "over its limit or for your part of the deductible"),
    ]
    parts = [f"{money.dollars(cents)} {why}" for cents, why in less if cents > 0]
    sentences = [f"It leaves out {listed(parts)}."] if parts else []
    if cover.rolled > 0:
        covered, rolled = money.dollars(cover.rolled_covered), money.dollars(cover.rolled)
        sentences.append(f"Of the {rolled} rolled in, it covers {covered}.")
    return " ".join(sentences)


_SHOWN = 50
"""The smallest amount, in cents, that rounds to a dollar."""
