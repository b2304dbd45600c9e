"""What would make a counsellor look twice at a contract, told by the path of its setting."""

from typing import NamedTuple

from tradein.analysis import contracts, scheduled_payments
from tradein.analysis.measures import MonthEnd, Turn
from tradein.engine.ledger import Contract, Remark
from tradein.finance import loan, money


class Doubt(NamedTuple):
    """Something legal but suspicious: the path of the setting, and what is odd about it."""

    path: str
    message: str


def raised(turns: list[Turn], remarks: tuple[Remark, ...] = ()) -> list[Doubt]:
    """List what is suspicious in the contracts of a chain, in order, and what came up in play."""
    found = [Doubt(*remark) for remark in remarks]
    for before, turn in zip([None, *turns], turns, strict=False):
        if before is not None:
            found += _about_trade_in(turn.contract, before.ended)
        found += _about_tax(turn.contract)
        found += _about_payment(turn.contract)
    return found


def _about_trade_in(contract: Contract, traded: MonthEnd) -> list[Doubt]:
    """Doubt an allowance far from the value, and a payoff below the balance."""
    trade_in = contract.deal.trade_in if contract.deal else None
    if trade_in is None:
        return []
    path, found = f"purchases[{contract.number}].trade_in", []
    asked = trade_in.payoff + trade_in.refund_credit
    allowance, value = money.dollars(trade_in.allowance), money.dollars(traded.value)
    if abs(trade_in.allowance - traded.value) * 10 > traded.value:
        message = f"the allowance of {allowance} is more than 10 % off the value of {value}"
        found.append(Doubt(f"{path}.allowance", f"{message} that month"))
    if asked < traded.balance:
        payoff, balance = money.dollars(asked), money.dollars(traded.balance)
        message = f"the payoff of {payoff} is below the balance of {balance}"
        found.append(Doubt(f"{path}.payoff", f"{message}; the rest counts as a rebate of interest"))
    if (asked - traded.balance) * 20 > traded.balance:
        payoff, balance = money.dollars(asked), money.dollars(traded.balance)
        message = f"the payoff of {payoff} is more than 5 % above the balance of {balance}"
        found.append(Doubt(f"{path}.payoff", f"{message}; the rest counts as interest"))
    return found


def _about_tax(contract: Contract) -> list[Doubt]:
    """Doubt a state's rule of tax on a day for which it is not known."""
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
    message = f"the rule of {statute.state} is known here {known}, and this is {contract.date}"
    remedy = "look up that day's, and write rate and trade_in_credit where they differ"
    return [Doubt(f"purchases[{contract.number}].tax.state", f"{message}; {remedy}")]


def _about_payment(contract: Contract) -> list[Doubt]:
    """Doubt a payment that leaves a last payment of more than twice its size, and a balloon.

    The loan is played to its end here, since the vehicle may be traded before.
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
            Doubt(
                f"purchases[{contract.number}].loan.payment",
                f"{message}; {fits} would fit the term",
            )
        ]
    why = "cents lost in rounding grow over the term"
    if contract.interest == "daily":
        why = "it takes up what days and months differ by; write the contract's own loan.payment"
    return [Doubt(f"purchases[{contract.number}].loan.months", f"{message}; {why}")]
