"""Sentences on payoff quotes."""

from tradein.analysis.payoff import Quote
from tradein.finance import money


def payoff(quote: Quote) -> str:
    """Say what the payoff is, what each day adds, and how long the quote is good."""
    return f"{_quoted(quote)}{_besides(quote)}"


def _besides(quote: Quote) -> str:
    """Say what is owed for vehicles that are gone, too."""
    if quote.notes == 0:
        return ""
    owed = money.dollars(quote.notes)
    return f" You also owe {owed} for vehicles that are gone."


def _quoted(quote: Quote) -> str:
    loan = f"the loan of purchase {quote.contract.number}, {quote.contract.vehicle},"
    if quote.balance == 0:
        return f"You owe nothing: {loan} is paid off by {quote.on}."
    first = f"You need {money.dollars(quote.payoff)} to pay off {loan} on {quote.on}."
    if not quote.more_days:
        return first
    each = f"Each day after that adds {money.dollars(quote.per_diem)}"
    return f"{first} {each}; {money.dollars(quote.later)} is good through {quote.through}."
