"""Warnings about contracts: what is legal but unusual, with the path of its setting."""

from datetime import date

from tradein.analysis import contracts, scheduled_payments
from tradein.analysis.measures import MonthEnd, Turn
from tradein.diagnostic import Diagnostic, warning
from tradein.engine.ledger import Contract, LoanModification, of_purchase
from tradein.engine.loan_state import ActiveTerms
from tradein.finance import loan, money
from tradein.finance.terms import LoanTerms


def raised(
    turns: list[Turn],
    before: tuple[Diagnostic, ...] = (),
    changes: tuple[LoanModification, ...] = (),
) -> list[Diagnostic]:
    """List the warnings of the simulation before, then what is unusual in the contracts and changes."""
    unusual = [*before, *_about_income(turns)]
    for last, turn in zip([None, *turns], turns, strict=False):
        contract = turn.contract
        if last is not None:
            unusual += _about_trade_in(contract, last.ended)
        unusual += _about_cash(contract)
        unusual += _about_tax(contract)
        unusual += _about_payment(contract)
        for change in of_purchase(changes, contract.number):
            unusual += _about_new_loan(contract, change)
    return unusual


_MAXIMUM_MONTHLY_INCOME = 50_000_00
"""An income in cents that gets a warning when it is read, whatever the payments."""


def _about_income(turns: list[Turn]) -> list[Diagnostic]:
    """Warn, once, of an income that is likely a year's: a payment is under 3 % of it."""
    signed = [turn.contract for turn in turns]
    income = next((known for contract in signed if (known := contracts.income(contract))), 0)
    payments = (contract.loan.payment * contract.calendar.per_year for contract in signed)
    lowest = min((payment for payment in payments if payment > 0), default=None)
    if lowest is None or income >= _MAXIMUM_MONTHLY_INCOME or 100 * lowest >= 3 * 12 * income:
        return []
    paid, a_month = money.dollars(money.half_up(lowest, 12)), money.half_up(income, 12)
    message = (
        f"a payment of {paid} a month is under 3 % of an income of "
        f"{money.dollars(income)} a month; write {money.dollars(a_month)} if this is a year's"
    )
    return [warning("income", message)]


def _about_cash(contract: Contract) -> list[Diagnostic]:
    """Warn of cash down and a rebate above the price, unless all that is due is paid in cash."""
    deal, terms = contract.deal, contract.deal_terms
    if deal is None or terms is None or deal.amount_financed == deal.cash_back == 0:
        return []
    path, price = f"purchases[{contract.number}]", money.dollars(terms.price)
    for key, cents in (("down", terms.down), ("rebate", terms.rebate)):
        if cents > terms.price:
            message = f"{key} of {money.dollars(cents)} is above the price of {price}; check both"
            return [warning(f"{path}.{key}", message)]
    together = terms.down + terms.rebate
    if together <= terms.price:
        return []
    message = f"down and rebate, {money.dollars(together)} together, are above the price of {price}"
    return [warning(f"{path}.down", f"{message}; check them")]


def _about_trade_in(contract: Contract, traded: MonthEnd) -> list[Diagnostic]:
    """Warn of an allowance far from the value, and of a payoff far from the balance."""
    trade_in = contract.deal.trade_in if contract.deal else None
    if trade_in is None:
        return []
    path, unusual = f"purchases[{contract.number}].trade_in", []
    asked = trade_in.payoff + trade_in.refund_credit
    allowance, value = money.dollars(trade_in.allowance), money.dollars(traded.value)
    if abs(trade_in.allowance - traded.value) * 10 > traded.value:
        side = "above" if trade_in.allowance > traded.value else "below"
        message = f"the allowance of {allowance} is more than 10 % {side} the value of {value}"
        unusual.append(warning(f"{path}.allowance", f"{message} that month"))
    if asked < traded.balance:
        payoff, balance = money.dollars(asked), money.dollars(traded.balance)
        message = f"the payoff of {payoff} is below the balance of {balance}"
        unusual.append(
            warning(f"{path}.payoff", f"{message}; the difference counts as a rebate of interest")
        )
    if (asked - traded.balance) * 20 > traded.balance:
        payoff, balance = money.dollars(asked), money.dollars(traded.balance)
        message = f"the payoff of {payoff} is more than 5 % above the balance of {balance}"
        unusual.append(warning(f"{path}.payoff", f"{message}; the difference counts as interest"))
    return unusual


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
    """Warn of a payment that does not fit the term.

    It leaves a last payment above twice the regular one plus any balloon, or it was written and
    pays the loan of a purchase off early; the term of a loan that exists already is often only
    assumed. The loan runs to its end here, because the vehicle may be traded before.
    """
    terms = contract.terms
    if terms is None or terms.months is None:
        return []
    last = scheduled_payments.payments(contract)[-1]
    month = contract.calendar.month_of(last.number)
    if terms.payment is not None and contract.deal is not None:
        when = f"in month {month} of {terms.months}"
        why = "products or fees are likely missing from the amount financed"
        if early := _paid_off_early(
            contract.loan, contract.owed, contract.date, last.number, when, why
        ):
            return [warning(f"purchases[{contract.number}].loan.payment", early)]
    if last.payment <= 2 * contract.loan.payment + terms.balloon:
        return []
    message = (
        f"a payment of {money.dollars(contract.loan.payment)} leaves a last payment of "
        f"{money.dollars(last.payment)} in month {month}"
    )
    return [_large_last_payment(contract, terms, last.number, message)]


def _large_last_payment(
    contract: Contract, terms: LoanTerms, number: int, message: str
) -> Diagnostic:
    """Warn that the last of a `number` of payments is large, and say why or what would fit."""
    if terms.payment is not None:
        growth = contract.loan.growth(contract.date, number)
        level = loan.payment_for(terms, contract.owed, number, growth, nearest=True)
        fits = f"{message}; {money.dollars(level)} would fit the term"
        return warning(f"purchases[{contract.number}].loan.payment", fits)
    why = "rounding to cents adds up over the term"
    if terms.level_by_months:
        why = (
            "interest by the day and by the month differ, and the last payment makes up the "
            "difference; write level_by: days, or the payment of your contract as loan.payment"
        )
    return warning(f"purchases[{contract.number}].loan.months", f"{message}; {why}")


def _paid_off_early(
    terms: ActiveTerms, owed: int, day: date | None, last: int, when: str, why: str
) -> str | None:
    """Say that a payment pays a loan off before its term is over; None where it does not.

    `day` is that of the loan, `last` the number of the payment that pays it off, and `when` its month. A cent more than
    the payment that fits is rounding.
    """
    number = terms.payments or last
    fits = loan.payment_for(terms, owed, number, terms.growth(day, number), nearest=True)
    if last >= number or terms.payment <= fits + 1:
        return None
    by_month = terms._replace(per_year=12)
    a_month = loan.payment_for(by_month, owed, _months(terms, number), nearest=True)
    if terms.per_year != 12 and 4 * abs(terms.payment - a_month) <= a_month:
        why = f"it looks like a month's payment, which would be {money.dollars(a_month)}"
    return (
        f"a payment of {money.dollars(terms.payment)} pays the loan off {when}; "
        f"{money.dollars(fits)} would fit the term; {why}"
    )


def _months(terms: ActiveTerms, number: int) -> int:
    """Give the month of the loan in which a payment (1 for the first) is due."""
    return money.ceil_div(number * 12, terms.per_year)


def _about_new_loan(contract: Contract, change: LoanModification) -> list[Diagnostic]:
    """Warn of a written payment of a new loan that does not fit its term.

    Its months count from the new loan. Days are not counted: where the contract does, a payment
    more or less is no reason to warn.
    """
    path, terms, owed = change.payment_path, change.state.loan, change.state.balance
    if path is None or terms.payments is None:
        return []
    last = loan.schedule(
        owed, terms.apr_ppm, terms.payments, payment=terms.payment, per_year=terms.per_year
    )[-1]
    if last.payment > 2 * terms.payment:
        growth = terms.growth(change.date, terms.payments)
        fits = loan.payment_for(terms, owed, terms.payments, growth, nearest=True)
        message = (
            f"a payment of {money.dollars(terms.payment)} leaves a last payment of "
            f"{money.dollars(last.payment)} in month {_months(terms, last.number)} of the new loan"
        )
        return [warning(path, f"{message}; {money.dollars(fits)} would fit the term")]
    if contract.interest == "daily" and last.number + 1 >= terms.payments:
        return []
    when = f"in month {_months(terms, last.number)} of {_months(terms, terms.payments)} of the new loan"
    why = "a fee or cash_out is likely missing"
    early = _paid_off_early(terms, owed, change.date, last.number, when, why)
    return [warning(path, early)] if early else []
