"""A random machine that buys, pays, pays extra, skips, defers, refinances and trades, step by step.

After each step the machine checks what must hold for one debt.  At the end it writes the same steps as a scenario and
plays it; every entry of that ledger must be the entry of the step.
"""

import os
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tradein.analysis import measures, origins, payoff
from tradein.engine import simulate, transactions
from tradein.engine.ledger import CAPITALIZED, CASH, EXTRA, INTEREST, LOAN, PAID, SKIPPED, Account
from tradein.engine.loan_state import ActiveTerms, LoanState
from tradein.finance import dates, deal, loan
from tradein.finance.terms import DealTerms, LateFee, LoanTerms, TradeInTerms
from tradein.finance.value import Valuation, YearlyLoss
from tradein.scenario.events import Defer, Extra, Late, NewRate, Paid, Refinance, Skip
from tradein.scenario.model import Purchase, Scenario

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]

RATES = st.sampled_from((0, 60_000, 72_000, 120_000, 240_000, 360_000)) | st.integers(0, 360_000)
PRICES = st.integers(1, 5_00) | st.integers(1_000_00, 60_000_00)
TERMS = st.sampled_from((1, 2, 12, 36, 60))
AMOUNTS = st.integers(1, 5_00) | st.integers(1, 3_000_00) | st.integers(1, 90_000_00)
STARTS = st.sampled_from((date(2024, 1, 31), date(2023, 2, 28), date(2025, 5, 15)))
FIRSTS = st.sampled_from((None, None, 1, 45, 105, 120, 366))
PASSED = st.integers(0, 40) | st.integers(0, 366)
WAYS = st.sampled_from(("level", "level", "double", "open", "grows"))
"""A computed payment, a known one with and without a term, and one that leaves interest to become debt."""

AGREED = st.tuples(RATES, TERMS, st.booleans(), FIRSTS, WAYS)
TRADES = 4
LATE_FEE = LateFee(share_ppm=50_000, grace_days=10)


class Chain(RuleBasedStateMachine):
    """One chain: what is owed now, the entries so far, and the turns that would be written in a file."""

    @initialize(start=STARTS, price=PRICES, agreed=AGREED)
    def buy_the_first(self, start, price, agreed):
        self.start = start
        self.month, self.today, self.anchor = 0, start, (0, start)
        self.turns, self.entries, self.deals = [], [], []
        self.bought(deal.price_deal(DealTerms(price=price), None, price), price, None, *agreed)

    def bought(self, struck, price, allowance, apr, months, daily, first, way):
        """Sign for a vehicle: a loan by one of the ways to pay it, if anything is financed."""
        number, financed = len(self.turns) + 1, struck.amount_financed
        daily = daily and financed > 0
        level, interest = (
            loan.level_payment(financed, apr, months),
            loan.month_interest(financed, apr),
        )
        known = {"level": None, "double": 2 * level + 1, "grows": interest // 2}.get(
            way, 2 * level + 1
        )
        known = None if known is None or (known <= interest and way != "grows") else known
        terms = LoanTerms(
            apr_ppm=apr,
            months=None if known and way == "open" else months,
            payment=known,
            negative_amortization=way == "grows",
            daily=daily,
            level_by_months=True,
            first_payment=first if daily else None,
            late_fee=LATE_FEE,
        )
        self.entries.append(transactions.buy(number, struck, self.month, self.today))
        payment = level if known is None else known
        lent = ActiveTerms(number, apr, payment, terms.months, way == "grows" and not daily)
        lent = lent._replace(late_fee=LATE_FEE) if financed else ActiveTerms(number)
        self.held = LoanState(lent, financed, accrued_through=self.today if daily else None)
        self.deals.append(struck)
        self.turns.append((price, allowance, terms, []))
        self.kept, self.signed = 0, self.today
        self.first = self.today + timedelta(days=first) if daily and first else None
        self.lent, self.principal = financed, 0

    # Days

    def due(self):
        """The next due date."""
        if self.kept == 0 and self.first:
            return self.first
        since, first = self.anchor
        return dates.months_after(first, self.month + 1 - since)

    def moment(self, later):
        """A month or a day on which something may be done, with its day; nothing where there is none.

        A day between two due dates only where interest is counted by the day.
        """
        day = self.today + timedelta(days=later)
        if self.held.accrued_through and self.signed < day < self.due() and day > self.last_due():
            return day, day, self.month + 1
        return (self.kept, self.today, self.month) if self.kept and not self.between() else None

    def last_due(self):
        return dates.months_after(self.anchor[1], self.month - self.anchor[0])

    def between(self):
        return self.today != self.last_due()

    def goes_on(self):
        """A month goes by."""
        self.today = self.due()
        if self.kept == 0 and self.first:
            self.anchor = (self.month + 1, self.first)
        self.month, self.kept = self.month + 1, self.kept + 1

    def did(self, after, event=None):
        """Take a step: the debt after it, its entry, and the event that would be written."""
        self.held, entry = after
        self.entries.append(entry)
        self.check(entry)
        if event is not None:
            self.turns[-1][3].append(event)

    # What happens

    @rule(months=st.integers(1, 6))
    def pay(self, months):
        """Pay what is due, or just go on where nothing is owed; this is always possible."""
        for _ in range(months):
            self.goes_on()
            if self.held.balance:
                self.did(transactions.pay(self.held, self.month, self.today))
                last = (
                    self.held.loan.payments is not None
                    and self.held.payments_made >= self.held.loan.payments
                )
                assert not last or self.held.balance == 0, "I5"

    @precondition(lambda self: self.held.balance)
    @rule(cents=AMOUNTS, later=PASSED, part=st.integers(0, 100))
    def pay_extra(self, cents, later, part):
        if not (moment := self.moment(later)):
            return
        at, day, month = moment
        before, extra = self.held, transactions.pay_extra(self.held, month, day, cents)
        self.x10_an_extra_payment_in_two(before, extra[0], month, day, cents * part // 100, cents)
        self.m6_an_extra_payment_never_raises_what_is_owed_later(before, extra[0])
        self.did(extra, Extra(at=at, cents=cents))
        self.today = day

    @precondition(lambda self: self.held.balance and self.held.accrued_through)
    @rule(cents=AMOUNTS, later=PASSED)
    def pay_extra_every_month_until_the_next_payment(self, cents, later):
        """More than once where a first payment comes late."""
        at, due = self.today + timedelta(days=later), self.due()
        days = [dates.months_after(at, number) for number in range(13)]
        moment = self.moment(later)
        if not moment or moment[0] != at or due in days:
            return
        series = Extra(at=at, cents=cents, every_months=1, until_month=self.kept + 1)
        self.turns[-1][3].append(series)
        for day in days:
            if day < due and self.held.balance:
                self.did(transactions.pay_extra(self.held, self.month + 1, day, cents))
                self.today = day

    @precondition(lambda self: self.held.balance)
    @rule(
        months=st.integers(1, 3),
        later=st.booleans(),
        capitalize=st.booleans(),
        fee=st.sampled_from([0, 35_00]),
    )
    def pass_payments_over(self, months, later, capitalize, fee):
        at = self.kept + 1
        for number in range(months):
            self.goes_on()
            if later and self.held.loan.payments is not None:
                lent = self.held.loan
                self.held = self.held._replace(loan=lent._replace(payments=lent.payments + 1))
            asked = 0 if number else fee
            self.did(transactions.skip_payment(self.held, self.month, self.today, asked))
            if later and capitalize and number == months - 1:
                self.did(transactions.capitalize(self.held, self.month, self.today))
        events = self.turns[-1][3]
        events.append(
            Defer(at=at, months=months, capitalize=capitalize, fee=fee)
            if later
            else Skip(at=at, months=months, fee=fee)
        )

    @precondition(lambda self: self.held.balance)
    @rule(cents=AMOUNTS | st.just(0))
    def pay_something_else(self, cents):
        self.goes_on()
        after = transactions.pay(self.held, self.month, self.today, cents)
        self.did(after, Paid(at=self.kept, cents=cents))

    @precondition(lambda self: self.held.balance)
    @rule(days=st.integers(1, 27), refinanced=st.booleans(), apr=RATES)
    def pay_late(self, days, refinanced, apr):
        """By the day the payment is made later, unless the loan is refinanced before."""
        self.goes_on()
        due, month, event = self.today, self.month + 1, Late(at=self.kept, days=days)
        if not self.held.accrued_through:
            if days > LATE_FEE.grace_days:
                self.did(transactions.charge_late_fee(self.held, self.month, due))
            self.did(transactions.pay(self.held, self.month, due), event)
            return
        self.did(transactions.skip_payment(self.held, self.month, due), event)
        if refinanced and days > 1:
            on = due + timedelta(days=1)
            self.refinance_on(on, on, month, apr, 12, 0, 0)
            return
        if days > LATE_FEE.grace_days:
            on = due + timedelta(days=LATE_FEE.grace_days + 1)
            self.did(transactions.charge_late_fee(self.held, month, on))
        self.today = due + timedelta(days=days)
        self.did(transactions.pay_late(self.held, month, self.today))

    @precondition(lambda self: self.held.balance)
    @rule(apr=RATES, later=PASSED)
    def change_the_rate(self, apr, later):
        without_end = self.held.loan.payments is None
        fits = self.held.loan.payment > loan.month_interest(self.held.balance, apr)
        if not (moment := self.moment(later)) or (without_end and not fits):
            return
        at, self.today, month = moment
        after = transactions.change_rate(self.held, month, self.today, apr)
        self.did(after, NewRate(at=at, apr_ppm=apr))
        self.held = transactions.reamortize(self.held, self.today)

    @precondition(lambda self: self.held.balance)
    @rule(
        apr=RATES,
        months=TERMS,
        fee=st.integers(0, 500_00),
        cash=st.integers(0, 900_00),
        later=PASSED,
    )
    def refinance(self, apr, months, fee, cash, later):
        if moment := self.moment(later):
            self.refinance_on(*moment, apr, months, fee, cash)

    def refinance_on(self, at, day, month, apr, months, fee, cash):
        amount = transactions.payoff(self.held, day) + fee + cash
        lent = ActiveTerms(
            self.held.loan.number, apr, loan.level_payment(amount, apr, months), months
        )._replace(late_fee=LATE_FEE)
        event = Refinance(at=at, apr_ppm=apr, months=months, fee=fee, cash_out=cash)
        self.did(transactions.refinance(self.held, lent, fee, cash, month, day), event)
        self.today = day

    @precondition(lambda self: not self.between() and len(self.turns) < TRADES)
    @rule(price=PRICES, allowance=st.integers(0, 50_000_00), agreed=AGREED)
    def trade(self, price, allowance, agreed):
        asked = transactions.payoff(self.held, self.today)
        terms = DealTerms(price=price, trade_in=TradeInTerms(allowance=allowance))
        given = deal.settle_trade_in(terms.trade_in, asked, 0)
        struck = deal.price_deal(terms, given, price)
        entry = transactions.settle(self.held, given, struck.rolled_in, self.month, self.today)
        self.entries.append(entry)
        self.turns[-1] = (*self.turns[-1], self.kept)
        self.bought(struck, price, allowance, *agreed)

    # What must hold

    def check(self, entry):
        """Hold one entry (I0, I1, I3, I17), and what was ever lent against what was paid of it (I2)."""
        number, posted = self.held.loan.number, entry.postings
        paid, interest = -posted[CASH, number], posted[INTEREST, number]
        principal, fee = posted[LOAN, number], posted.get((Account.FEES, number), 0)
        assert all(type(cents) is int for cents in posted.values()), "I0"
        assert sum(posted.values()) == 0, "I17"
        assert interest >= 0, "I1"
        assert paid == interest + principal + fee, "I3"
        grows = self.held.loan.negative_amortization and entry.kind == PAID
        assert principal >= 0 or grows or entry.kind not in (PAID, EXTRA, SKIPPED), "I1"
        assert entry.kind != CAPITALIZED or (paid == 0 and self.held.accrued_unpaid == 0), "I3"
        self.principal += principal
        assert self.lent == self.principal + self.held.balance, "I2"

    @invariant()
    def nothing_is_owed_below_zero(self):
        """I1 and I12: no debt and no unpaid interest below zero, and no payoff below the balance."""
        assert min(self.held.balance, self.held.accrued_unpaid) >= 0
        assert transactions.payoff(self.held, self.today) >= self.held.balance
        assert self.held.balance or not self.held.accrued_unpaid, "interest is paid before the debt"

    @invariant()
    def every_deal_adds_up(self):
        """I9, I10 and I11."""
        struck = self.deals[-1]
        owed, allowed = (
            (struck.trade_in.payoff, struck.trade_in.allowance) if struck.trade_in else (0, 0)
        )
        assert (
            min(struck.amount_financed, struck.cash_back)
            == 0
            <= struck.amount_financed + struck.cash_back
        )
        assert (
            struck.price + owed - allowed - struck.cash_due
            == struck.amount_financed - struck.cash_back
        )
        assert struck.rolled_in <= max(owed - allowed, 0)

    def x10_an_extra_payment_in_two(self, before, after, month, day, part, cents):
        half, _ = transactions.pay_extra(before, month, day, part)
        assert (after.balance, after.accrued_unpaid) == transactions.pay_extra(
            half, month, day, cents - part
        )[0][1:4:2], "X10"

    def m6_an_extra_payment_never_raises_what_is_owed_later(self, before, after):
        due, paid = self.due(), [0, 0]
        for number in range(
            before.loan.payments - before.payments_made + 1 if before.loan.payments else 12
        ):
            day = dates.months_after(due, number)
            before, after = (held and transactions.pay(held, 0, day) for held in (before, after))
            paid = [
                so_far + entry.postings[INTEREST, before[0].loan.number]
                for so_far, (_, entry) in zip(paid, (before, after), strict=True)
            ]
            before, after = before[0], after[0]
            assert after.balance <= before.balance, "M6"
        assert paid[1] <= paid[0], "M6"

    def teardown(self):
        """Play the same story from a scenario."""
        if not hasattr(self, "turns"):
            return
        if self.between():
            self.pay(1)
        self.turns[-1] = (*self.turns[-1], self.kept)
        scenario = Scenario(
            title="Story", start=self.start, purchases=tuple(map(purchase, self.turns))
        )
        ledger = simulate.simulate(scenario)
        assert self.entries == list(ledger.entries)
        self.whole_chain_adds_up(ledger)
        self.every_rolled_dollar_is_traced(ledger)
        self.a_quote_is_what_the_run_asks(ledger)
        self.a_longer_run_begins_like_this_one(scenario, ledger)

    def whole_chain_adds_up(self, ledger):
        """I13: rolled amounts cancel; I18: the days are in order."""
        paid = -ledger.total(CASH) - ledger.total(LOAN)
        spent = sum(signed.price for signed in self.deals) - sum(
            signed.trade_in.allowance for signed in self.deals[1:]
        )
        assert paid == spent + ledger.total(INTEREST) + ledger.total(Account.FEES), "I13"
        days = [mark.date for mark in ledger.marks if mark.kind == "trade_in"]
        assert days == sorted(days), "I18"

    def every_rolled_dollar_is_traced(self, ledger):
        """I7 and I14: layers are whole cents above zero and sum to the balance, and what is rolled goes over."""
        traced = origins.trace(ledger)
        for row in measures.month_ends(ledger):
            layers = traced.layers[row.purchase, row.month]
            assert all(type(layer.balance) is int and layer.balance > 0 for layer in layers), "I7"
            assert row.balance == sum(layer.balance for layer in layers), "I7"
        for contract in ledger.contracts:
            older = [
                la
                for la in traced.layers[contract.number, contract.month]
                if la.origin < contract.number
            ]
            expected = self.old_debt(contract.number)
            assert expected == sum(layer.balance for layer in older), "I14"
            assert contract.rolled <= expected, "I14"

    def old_debt(self, number):
        """What the new loan owes for the old van, which is worth its price, by what is allowed at most."""
        struck = self.deals[number - 1]
        if struck.trade_in is None:
            return 0
        above = max(struck.trade_in.allowance - self.turns[number - 2][0], 0)
        owed = struck.trade_in.payoff - struck.trade_in.allowance + min(above, struck.price)
        return min(max(owed, 0), struck.amount_financed)

    def a_quote_is_what_the_run_asks(self, ledger):
        """And what happens to one loan never goes back in date."""
        for row in {row.date: row for row in measures.month_ends(ledger)}.values():
            assert row.payoff == payoff.quote(ledger, row.date, 0).payoff
        for contract in ledger.contracts:
            days = [entry.date for entry in ledger.entries if entry.purchase == contract.number]
            assert days == sorted(days)

    def a_longer_run_begins_like_this_one(self, scenario, ledger):
        """X9."""
        *turns, last = scenario.purchases
        longer = evolve(
            scenario, purchases=(*turns, evolve(last, keep_months=last.keep_months + 3))
        )
        played = simulate.simulate(longer)
        assert played.entries[: len(ledger.entries)] == ledger.entries
        assert played.marks[: len(ledger.marks)] == ledger.marks


def purchase(turn):
    price, allowance, terms, events, kept = turn
    trade_in = None if allowance is None else TradeInTerms(allowance=allowance)
    return Purchase(
        vehicle="van",
        deal=DealTerms(price=price, trade_in=trade_in),
        loan=terms,
        valuation=Valuation(method=YearlyLoss(), msrp=price),
        keep_months=kept,
        events=tuple(events),
    )


TestChain = pytest.mark.no_cover(Chain.TestCase)
TestChain.settings = settings(
    max_examples={"few": 30, "nightly": 2_000}.get(os.environ.get("HYPOTHESIS_PROFILE", ""), 60),
    stateful_step_count=20,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
