"""Plant nineteen typical bugs one by one; the checks must catch each of them.

Each bug takes the place of a function of the engine while thirty random chains are played.  It is caught where the
program finds its own books wrong, by the invariant named beside the bug, or else where a chain is not what the oracle
says: without the oracle, bugs that are wrong in a balanced way would live.
"""

from fractions import Fraction

import pytest
from attrs import evolve

from helpers import playing
from tradein.engine import audit, simulate, transactions
from tradein.engine.ledger import CASH, INTEREST, LOAN, PAID, Entry
from tradein.finance import deal, loan, money
from tradein.finance.deal import TradeIn

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

SEEDS = range(30)

BUGS = {}


def bug(where, name, by="oracle"):
    """File a function that makes a bugged version of `where.name` from the right one, and what catches it."""

    def file(make):
        BUGS[make.__name__] = (where, name, make, by)
        return make

    return file


@bug(money, "half_up")
def half_even(right):
    """Halves go to the even neighbor."""
    return lambda numerator, denominator: round(Fraction(numerator, denominator))


@bug(money, "half_up")
def floor(right):
    """Whatever is below a cent is dropped."""
    return lambda numerator, denominator: numerator // denominator


@bug(loan, "month_interest")
def binary_fractions(right):
    """Interest is computed in dollars as binary fractions, whose cents are then cut off."""
    return lambda balance, apr_ppm, per_year=12: int(
        balance / 100 * (apr_ppm / 1e6 / per_year) * 100
    )


@bug(loan, "level_payment")
def term_off_by_one(right):
    """The payment is computed for one month more than was agreed."""
    return lambda amount, apr_ppm, months, **shape: right(amount, apr_ppm, months + 1, **shape)


@bug(loan, "level_payment")
def whole_dollar_payment(right):
    """The payment is rounded to the dollar."""
    return lambda *terms, **shape: 100 * round(right(*terms, **shape) / 100)


@bug(transactions, "pay")
def interest_after_payment(right):
    """The payment is taken off before the interest is computed."""

    def pay(held, month, day=None, payment=None):
        lent, paid = held.loan, held.payments_made + 1
        rest = money.maximum(held.balance - lent.payment, 0)
        interest = loan.month_interest(rest, lent.apr_ppm)
        due = loan.due(held.balance, interest, lent.payment, paid == lent.payments)
        principal = due - interest
        number = lent.number
        postings = {(CASH, number): -due, (INTEREST, number): interest, (LOAN, number): principal}
        after = held._replace(balance=held.balance - principal, payments_made=paid)
        return after, Entry(PAID, month, number, postings, day)

    return pay


@bug(loan, "due")
def no_final_adjustment(right):
    """The last scheduled payment is like the others, and leaves some cents owed."""
    return lambda balance, interest, payment, last: right(balance, interest, payment, False)


@bug(loan, "due", by="I1")
def negative_last_balance(right):
    """The last payment is the level one, even where less is owed."""
    return lambda balance, interest, payment, last: payment


@bug(money, "split")
def leaked_cent(right):
    """Each share of an amount is cut off on its own, so that cents get lost between layers."""
    return lambda amount, owed: tuple(amount * part // max(sum(owed), 1) for part in owed)


@bug(simulate, "_strike")
def stale_payoff(right):
    """The payoff is the balance before the last payment."""

    def strike(journal, number, turn, held, worth, day):
        if held is not None and journal.entries[-1].kind == PAID:
            principal = journal.entries[-1].postings[LOAN, held.contract.number]
            state = held.state._replace(balance=held.state.balance + principal)
            held = held._replace(state=state)
        return right(journal, number, turn, held, worth, day)

    return strike


@bug(deal, "price_deal")
def shortfall_dropped(right):
    """What is owed beyond the allowance is forgotten, and nothing is rolled in."""

    def strike(terms, trade_in, base, **delivery):
        if trade_in is not None and trade_in.equity < 0:
            trade_in = TradeIn(trade_in.allowance, trade_in.allowance, 0)
        return right(terms, trade_in, base, **delivery)

    return strike


@bug(deal, "effective_deal")
def debt_hidden_by_an_over_allowance(right):
    """An allowance above the value pays off old debt, and the price stays as signed."""
    return lambda order, terms, value: order


@bug(deal, "price_deal", by="I10")
def shortfall_doubled(right):
    """What is short gets into the next loan twice."""

    def strike(terms, trade_in, base, **delivery):
        struck = right(terms, trade_in, base, **delivery)
        return struck._replace(amount_financed=struck.amount_financed + struck.rolled_in)

    return strike


@bug(deal, "price_deal", by="I10")
def shortfall_capped(right):
    """No more than a thousand dollars of what is short get into the next loan."""

    def strike(terms, trade_in, base, **delivery):
        struck = right(terms, trade_in, base, **delivery)
        rolled = min(struck.rolled_in, 1_000_00)
        financed = struck.amount_financed - struck.rolled_in + rolled
        return struck._replace(amount_financed=financed, rolled_in=rolled)

    return strike


@bug(deal, "price_deal")
def equity_ignored(right):
    """A vehicle worth more than is owed brings nothing to the next one."""

    def strike(terms, trade_in, base, **delivery):
        if trade_in is not None and trade_in.equity > 0:
            trade_in = TradeIn(trade_in.allowance, trade_in.allowance, trade_in.paid)
        return right(terms, trade_in, base, **delivery)

    return strike


@bug(deal, "price_deal")
def wrong_tax_base(right):
    """The tax is on the price less the equity, where it should be less the allowance."""

    def strike(terms, trade_in, base, **delivery):
        if terms.tax is not None and trade_in is not None:
            rule = evolve(terms.tax, credit_cap=money.maximum(trade_in.equity, 0))
            terms = evolve(terms, tax=rule)
        return right(terms, trade_in, base, **delivery)

    return strike


@bug(deal, "price_deal", by="I10")
def cash_back_lost(right):
    """What a trade brings beyond the price of the next vehicle is kept by the dealer."""
    return lambda terms, trade_in, base, **delivery: right(
        terms, trade_in, base, **delivery
    )._replace(cash_back=0)


@bug(transactions, "pay_extra", by="I4")
def extra_lost(right):
    """An extra payment is taken, and the loan goes on as if it had not been paid."""

    def pay_extra(held, month, day, extra, *kind):
        _, entry = right(held, month, day, extra, *kind)
        return held, entry

    return pay_extra


@bug(transactions, "interest_owed")
def per_diem_lost(right):
    """A payoff forgets the days since the last payment."""
    return lambda held, day: held.accrued_unpaid


def caught(seed):
    """Say whether a random chain, as it is played now, is found wrong, and by what."""
    try:
        theirs, ours = playing.both(seed)
    except audit.AuditError as broken:
        return str(broken).partition(":")[0]
    return None if theirs == ours else "oracle"


def test_the_program_as_it_is_passes():
    assert {None} == {caught(seed) for seed in SEEDS}


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_caught(name, monkeypatch):
    where, function, make, by = BUGS[name]
    monkeypatch.setattr(where, function, make(getattr(where, function)))

    assert any(by == caught(seed) for seed in SEEDS)


def test_all_nineteen_bugs_are_planted():
    assert 19 == len(BUGS)
