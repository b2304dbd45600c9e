"""Warnings about contracts: what is legal but unusual, with the path of its setting."""

from tradein.analysis import contracts, scheduled_payments
from tradein.analysis.measures import MonthEnd, Turn
from tradein.diagnostic import Diagnostic, warning
from tradein.engine.ledger import Contract
from tradein.finance import loan, money


def raised(turns: list[Turn], before: tuple[Diagnostic, ...] = ()) -> list[Diagnostic]:
    """List the warnings of the simulation before, then what is unusual in each contract."""
    doubts = [*before]
    for last, turn in zip([None, *turns], turns, strict=False):
        if last is not None:
            doubts += _about_trade_in(turn.contract, last.ended)
        doubts += _about_tax(turn.contract)
        doubts += _about_payment(turn.contract)
    return doubts


def _about_trade_in(contract: Contract, traded: MonthEnd) -> list[Diagnostic]:
    """Warn of an allowance far from the value, and of a payoff far from the balance."""
    trade_in = contract.deal.trade_in if contract.deal else None
    if trade_in is None:
        return []
    path, doubts = f"purchases[{contract.number}].trade_in", []
    asked = trade_in.payoff + trade_in.refund_credit
    allowance, value = money.dollars(trade_in.allowance), money.dollars(traded.value)
    if abs(trade_in.allowance - traded.value) * 10 > traded.value:
        side = "above" if trade_in.allowance > traded.value else "below"
        message = f"the allowance of {allowance} is more than 10 % {side} the value of {value}"
        doubts.append(warning(f"{path}.allowance", f"{message} that month"))
    if asked < traded.balance:
        payoff, balance = money.dollars(asked), money.dollars(traded.balance)
        message = f"the payoff of {payoff} is below the balance of {balance}"
        doubts.append(
            warning(f"{path}.payoff", f"{message}; the difference counts as a rebate of interest")
        )
    if (asked - traded.balance) * 20 > traded.balance:
        payoff, balance = money.dollars(asked), money.dollars(traded.balance)
        message = f"the payoff of {payoff} is more than 5 % above the balance of {balance}"
        doubts.append(warning(f"{path}.payoff", f"{message}; the difference counts as interest"))
    return doubts


def _about_tax(contract: Contract) -> list[Diagnostic]:
    """Warn of a state's tax rule on a day for which it is not known."""
    rule = contracts.tax_rule(contract)
    statute = rule.state_rule if rule else None
    if statute is None or contract.date is None:
        return []
    if statute.since is not None and contract.date < statute.since:
        known = f"from {statute.since} on"
    elif statute.until is not None and contract.date > statute.until:
        known = f"until {statute.until}"
    else:
        return []
    message = (
        f"tradein knows the rule of {statute.state} {known}, and the purchase is on {contract.date}"
    )
    remedy = "look up the rule of that day, and write rate and trade_in_credit if they differ"
    return [warning(f"purchases[{contract.number}].tax.state", f"{message}; {remedy}")]


def _about_payment(contract: Contract) -> list[Diagnostic]:
    """Warn of a last payment above twice the regular one plus any balloon.

    The loan runs to its end here, because the vehicle may be traded before.
    """
    terms = contract.terms
    if terms is None or terms.months is None:
        return []
    last = scheduled_payments.payments(contract)[-1]
    if last.payment <= 2 * contract.loan.payment + terms.balloon:
        return []
    message = (
        f"a payment of {money.dollars(contract.loan.payment)} leaves a last payment of "
        f"{money.dollars(last.payment)} in month {contract.calendar.month_of(last.number)}"
    )
    if terms.payment is not None:
        level = loan.payment_for(terms, contract.owed, last.number, nearest=True)
        fits = money.dollars(level)
        return [
            warning(
                f"purchases[{contract.number}].loan.payment",
                f"{message}; {fits} would fit the term",
            )
        ]
    why = "rounding to cents adds up over the term"
    if contract.interest == "daily":
        why = (
            "interest by the day and by the month differ, and the last payment makes up the "
            "difference; write the payment of your contract as loan.payment"
        )
    return [warning(f"purchases[{contract.number}].loan.months", f"{message}; {why}")]
