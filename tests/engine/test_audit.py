"""The audit stops a run with a wrong ledger and names the invariant that the ledger breaks."""

import pytest
from attrs import evolve

from helpers import on_the_way, two_vans
from tradein.engine import audit, simulate
from tradein.engine.ledger import (
    BOUGHT,
    CAPITALIZED,
    CASH,
    EXTRA,
    INTEREST,
    LOAN,
    PAID,
    PAYOFF,
    REFINANCED,
    SETTLED,
    SKIPPED,
    Account,
    Entry,
    Ledger,
    Mark,
    Postings,
    Traded,
)
from tradein.finance.terms import DealTerms, LoanTerms
from tradein.finance.value import Valuation, YearlyLoss
from tradein.scenario.model import Owned, Purchase, Scenario

GOOD = two_vans.ledger()


def doctored(kind: str, number: int, changes: Postings, ledger: Ledger = GOOD) -> Ledger:
    """The ledger with some cents added to the postings of one entry, the n-th of its kind."""
    target = list(ledger.of(kind))[number]
    postings = dict(target.postings)
    for account, cents in changes.items():
        postings[account] = postings.get(account, 0) + cents
    entries = tuple(
        entry._replace(postings=postings) if entry is target else entry for entry in ledger.entries
    )
    return ledger._replace(entries=entries)


def refiled(number: int, ledger: Ledger = GOOD, **changes: object) -> Ledger:
    """The ledger with something changed in one of its contracts."""
    contracts = list(ledger.contracts)
    contracts[number - 1] = contracts[number - 1]._replace(**changes)
    return ledger._replace(contracts=tuple(contracts))


def retermed(number: int, payments: int, ledger: Ledger = GOOD) -> Ledger:
    """The ledger with another number of payments in one of its contracts."""
    loan = ledger.contracts[number - 1].loan
    return refiled(number, ledger, loan=loan._replace(payments=payments))


def reworked(number: int, **changes: object) -> Ledger:
    """The ledger with something changed in one of its deals."""
    return refiled(number, deal=GOOD.contracts[number - 1].deal._replace(**changes))


def with_unpaid(cents: int) -> Ledger:
    """The ledger with interest left unpaid by its first payment."""
    first = next(GOOD.of(PAID))
    entries = tuple(e._replace(accrued_unpaid=cents) if e is first else e for e in GOOD.entries)
    return GOOD._replace(entries=entries)


def misdated() -> Ledger:
    """The ledger with two months of one vehicle on one day."""
    first, second, *others = GOOD.marks
    return GOOD._replace(marks=(first, second._replace(date=first.date), *others))


def paid_off(payment: int | None = None) -> Ledger:
    """A loan of $1,200 without interest over 12 months, paid to the end."""
    turn = Purchase(
        vehicle="van",
        deal=DealTerms(price=1_200_00),
        loan=LoanTerms(apr_ppm=0, months=12, payment=payment),
        valuation=Valuation(method=YearlyLoss(), msrp=1_200_00),
    )
    return simulate.simulate(Scenario(title="Van", purchases=(turn,)))


def test_a_correct_ledger_passes():
    assert audit.check(GOOD) is None
    assert audit.check(paid_off()) is None
    assert audit.check(DEFERRED) is None


DEFERRED = on_the_way.simulated(
    on_the_way.MONTHLY,
    "month: 1, defer: 1 month, capitalize: yes",
    "month: 2, extra: $5",
    "month: 3, refinance: {apr: 5%, months: 24, fee: $50, cash_out: $100}",
).ledger
"""A loan with events on the way."""

BROKEN = [
    ("I17", "an entry that does not balance", doctored(PAID, 0, {(CASH, 1): -1})),
    ("I2", "a contract on another amount", refiled(1, owed=12_000_01)),
    ("I2", "a loan that lends more", doctored(BOUGHT, 0, {(LOAN, 1): -1, (Account.FEES, 1): 1})),
    ("I3", "a payment of another sum", doctored(PAID, 0, {(CASH, 1): -1, (Account.FEES, 1): 1})),
    ("I1", "negative interest", doctored(PAID, 0, {(INTEREST, 1): -1, (LOAN, 1): 1})),
    (
        "I1",
        "a negative payment",
        doctored(PAID, 0, {(CASH, 1): 1_000_01, (LOAN, 1): -1_000_01}),
    ),
    (
        "I1",
        "a payment that adds to the debt",
        doctored(PAID, 2, {(INTEREST, 2): 1_600_01, (LOAN, 2): -1_600_01}),
    ),
    (
        "I1",
        "less than nothing owed",
        doctored(PAID, 0, {(CASH, 1): -11_000_01, (LOAN, 1): 11_000_01}),
    ),
    (
        "I4",
        "a balance lost between two deals",
        doctored(SETTLED, 0, {(LOAN, 1): -1, (INTEREST, 1): 1}),
    ),
    ("I5", "a payment past the term", retermed(1, 1)),
    ("I5", "a debt after the last payment", retermed(1, 2)),
    (
        "I5",
        "a payment after the last one",
        paid_off()._replace(
            entries=(
                *paid_off().entries,
                Entry(PAID, 13, 1, {(CASH, 1): 0, (INTEREST, 1): 0, (LOAN, 1): 0}),
            ),
        ),
    ),
    ("I5", "an end before the term", retermed(1, 13, paid_off())),
    ("I9", "less than nothing financed", reworked(1, amount_financed=-1)),
    ("I9", "less than nothing back", reworked(1, cash_back=-1)),
    ("I9", "a loan and cash back", reworked(1, cash_back=1)),
    ("I10", "another price", reworked(2, price=15_000_01)),
    ("I10", "another tax", reworked(2, tax=1)),
    ("I10", "another down payment", reworked(2, down=1)),
    ("I10", "cash over the cap that nobody asked for", reworked(2, cash_over_cap=1)),
    (
        "I11",
        "another allowance",
        doctored(SETTLED, 0, {(Account.VEHICLE, 1): 1, (Account.FEES, 2): -1}),
    ),
    ("I11", "shortfall and equity", doctored(SETTLED, 0, {(Account.CREDIT, 2): 1, (CASH, 2): -1})),
    ("I11", "more rolled in than is short", doctored(SETTLED, 0, {(LOAN, 2): -1, (CASH, 2): 1})),
    (
        "I13",
        "interest that nobody paid",
        doctored(BOUGHT, 1, {(INTEREST, 2): -1, (Account.OPENING, 2): 1}),
    ),
    (
        "I13",
        "a fee that is in no deal",
        doctored(BOUGHT, 1, {(INTEREST, 2): -1, (Account.FEES, 2): 1}),
    ),
    ("I12", "interest owed below nothing", with_unpaid(-1)),
    ("I1", "interest left unpaid where nothing happened", with_unpaid(1)),
    (
        "I3",
        "more debt than capitalized interest",
        doctored(CAPITALIZED, 0, {(LOAN, 1): -1, (Account.FEES, 1): 1}, DEFERRED),
    ),
    (
        "I3",
        "cash where interest is capitalized",
        doctored(CAPITALIZED, 0, {(CASH, 1): -1, (LOAN, 1): 1}, DEFERRED),
    ),
    (
        "I3",
        "a payment where none is made",
        doctored(SKIPPED, 0, {(CASH, 1): -1, (Account.PRODUCTS, 1): 1}, DEFERRED),
    ),
    (
        "I3",
        "a new loan of another sum",
        doctored(REFINANCED, 0, {(CASH, 1): 1, (Account.PRODUCTS, 1): -1}, DEFERRED),
    ),
    (
        "I1",
        "an extra payment that adds to the debt",
        doctored(EXTRA, 0, {(INTEREST, 1): 5_01, (LOAN, 1): -5_01}, DEFERRED),
    ),
    (
        "I1",
        "more than is owed paid off by a new loan",
        doctored(REFINANCED, 0, {(CASH, 1): -20_000_00, (LOAN, 1): 20_000_00}, DEFERRED),
    ),
    (
        "I12",
        "a payoff below the balance",
        GOOD._replace(marks=(*GOOD.marks, Mark(PAYOFF, 1, 1, 10_999_99))),
    ),
    ("I18", "a month that is not after the one before", misdated()),
    (
        "I13",
        "cash lost between entries",
        doctored(BOUGHT, 1, {(CASH, 2): -1, (Account.FEES, 2): 1}),
    ),
    (
        "I13",
        "equity left unused",
        doctored(BOUGHT, 1, {(Account.CREDIT, 2): 1, (Account.FEES, 2): -1}),
    ),
]


@pytest.mark.parametrize(
    ("invariant", "ledger"),
    [(invariant, ledger) for invariant, _, ledger in BROKEN],
    ids=[f"{invariant}: {what}" for invariant, what, _ in BROKEN],
)
def test_a_wrong_ledger_is_found_by_the_invariant_it_breaks(invariant, ledger):
    with pytest.raises(audit.AuditError, match=f"^{invariant}: "):
        audit.check(ledger)


def test_every_invariant_has_a_ledger_that_breaks_it():
    checked = {"I1", "I2", "I3", "I4", "I5", "I9", "I10", "I11", "I12", "I13"}
    checked |= {"I17", "I18"}

    assert checked == {invariant for invariant, _, _ in BROKEN}


@pytest.mark.parametrize(
    ("ledger", "message"),
    [
        (
            doctored(PAID, 0, {(CASH, 1): -1}),
            "I17: the entry 'paid' of month 1, purchase 1, does not balance",
        ),
        (reworked(2, price=15_000_01), "I10: purchase 2 does not add up"),
        (
            doctored(BOUGHT, 1, {(CASH, 2): -1, (Account.FEES, 2): 1}),
            "I13: the chain loses cash between entries",
        ),
    ],
)
def test_the_message_says_where_the_ledger_is_wrong(ledger, message):
    with pytest.raises(audit.AuditError) as broken:
        audit.check(ledger)

    assert message == str(broken.value)


def test_a_known_payment_may_end_a_loan_before_its_term():
    assert audit.check(paid_off(payment=400_00)) is None


def test_a_tiny_loan_may_end_before_its_term():
    turn = evolve(
        two_vans.FIRST,
        deal=DealTerms(price=4_50),
        loan=LoanTerms(apr_ppm=0, months=36),
        keep_months=36,
    )

    assert 35 == len(list(simulate.simulate(Scenario(title="x", purchases=(turn,))).of(PAID)))


def test_a_debt_may_grow_where_that_was_agreed():
    turn = evolve(
        two_vans.FIRST,
        loan=LoanTerms(apr_ppm=120_000, months=12, payment=1_00, negative_amortization=True),
    )
    grown = simulate.simulate(Scenario(title="x", purchases=(turn,)))

    assert -119_00 == next(grown.of(PAID)).postings[LOAN, 1]
    terms = evolve(grown.contracts[0].terms, negative_amortization=False)
    with pytest.raises(
        audit.AuditError, match=r"^I1: the entry 'paid' of month 1, purchase 1, adds"
    ):
        audit.check(refiled(1, ledger=grown, terms=terms))


def test_an_owned_vehicle_has_no_deal_to_check():
    owned = Owned(
        vehicle="old van",
        owed=5_000_00,
        loan=LoanTerms(apr_ppm=60_000, months=24),
        valuation=Valuation(method=YearlyLoss(), worth=4_000_00, age_months=36),
        keep_months=3,
    )
    ledger = simulate.simulate(Scenario(title="x", purchases=(owned,)))

    assert audit.check(ledger) is None
    with pytest.raises(audit.AuditError, match=r"^I2: "):
        audit.check(refiled(1, ledger=ledger, owed=5_000_01))


def test_a_trade_that_settles_nothing_is_found():
    ledger = two_vans.ledger()
    *before, last = ledger.endings
    traded = ledger._replace(endings=(*before, Traded(last.month, last.date)))

    with pytest.raises(audit.AuditError, match=r"^I4: purchase 2 does not carry its balance on"):
        audit.check(traded)
