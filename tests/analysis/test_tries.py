"""Payments tried from the middle of a chain give the same results as whole chains."""

import random
from datetime import timedelta
from functools import cache

import pytest
from attrs import evolve

from helpers import playing
from tradein.analysis import payoff, reconcile
from tradein.engine import simulate
from tradein.finance.money import LIMIT
from tradein.scenario import reader
from tradein.scenario.model import Statement

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]


def owed(ledger, day):
    """What is owed on a day, read from all entries; the limit where a chain was refused."""
    if ledger is None:
        return LIMIT
    try:
        return payoff.quote(ledger, day, 0).balance
    except payoff.DateOutsideScenario:
        return 0


def play(scenario):
    try:
        return simulate.simulate(scenario)
    except simulate.SimulationError:
        return None


def paying(scenario, payments):
    turns = []
    for number, turn in enumerate(scenario.purchases, start=1):
        if turn.loan is not None and number in payments:
            loan = evolve(turn.loan, payment=payments[number])
            turns.append(evolve(turn, loan=loan))
            continue
        turns.append(turn)
    return evolve(scenario, purchases=tuple(turns))


def sought(scenario, payments, number, own):
    """The payment that fits a loan's statements best, by halves, the whole chain played for each."""
    upto = evolve(scenario, purchases=scenario.purchases[:number])

    @cache
    def played(payment):
        return play(paying(upto, {**payments, number: payment}))

    around = set()
    for day, balance in (own[0], own[len(own) // 2], own[-1]):
        low, high = 1, LIMIT
        while low < high:
            middle = (low + high) // 2
            enough = owed(played(middle), day) <= balance
            low, high = (low, middle) if enough else (middle + 1, high)
        around.add(low)
    tried = sorted({cents for middle in around for cents in range(middle - 2, middle + 3)})
    return min(
        (cents for cents in tried if 0 < cents <= LIMIT),
        key=lambda cents: sum(abs(owed(played(cents), day) - balance) for day, balance in own),
    )


def expected(scenario, rows, daily):
    """The payments of one reading, purchase by purchase, and what each day then owes."""
    told = {row.purchase for row in rows}
    way, payments = reconcile._counted(scenario, told, daily), {}
    for number in sorted(told):
        own = sorted((row.date, row.balance) for row in rows if row.purchase == number)
        if sum(balance > 0 for _, balance in own) > 1:
            payments[number] = sought(way, payments, number, own)
    ledger = play(paying(way, payments))
    simulated = None if ledger is None else [owed(ledger, row.date) for row in rows]
    return payments, simulated


def held(scenario):
    """Hold the readings of a scenario with payments of their own to the brute-force ones."""
    first, *others = reconcile.readings(scenario)
    own = {
        fit.reading: (fit.payments, [row.simulated for row in fit.rows])
        for fit in others
        if fit.payments
    }
    brute = {
        reading: expected(scenario, first.rows, daily)
        for reading, daily in ((reconcile.MONTHLY, False), (reconcile.DAILY, True))
    }
    ledger = simulate.simulate(scenario)
    assert [owed(ledger, row.date) for row in first.rows] == [row.simulated for row in first.rows]
    assert own == {name: pair for name, pair in brute.items() if pair[0] and pair[1] is not None}


def statements(scenario, chance, number, off):
    """Statements of random days of a chain, each off by up to so many cents."""
    ledger = simulate.simulate(scenario)
    first, last = scenario.start, ledger.marks[-1].date
    days = [first + timedelta(chance.randint(0, (last - first).days)) for _ in range(number)]
    cents = [max(owed(ledger, day) + chance.randint(-off, off), 0) for day in days]
    return tuple(map(Statement, days, cents))


LOANS = (
    "{apr: 7.9%, months: 48}",
    "{apr: 9%, months: 36, interest: daily}",
    "{apr: 12.5%, months: 48, payment: $700}",
    "{apr: 6%, months: 36, frequency: biweekly}",
    "{apr: 5%, months: 48, balloon: $4000}",
    "{apr: 8%, months: 36, interest: daily, first_payment: 45 days}",
)


def short_chain(chance):
    """A chain of up to three purchases, traded early, some with events."""
    lines = [f"start: 2021-0{chance.randint(1, 9)}-{chance.choice((15, 28, 31, 30))}"]
    if lines[0].endswith("-02-30") or lines[0].endswith(("02-31", "04-31", "06-31", "09-31")):
        lines = ["start: 2021-01-31"]
    lines.append("purchases:")
    for number in range(chance.randint(1, 3)):
        lines += [
            f"  - vehicle: car {number}",
            f"    price: ${chance.randint(15_000, 30_000)}",
            "    tax: {rate: 6%}",
            f"    keep: {chance.randint(6, 24)} months",
            f"    loan: {chance.choice(LOANS)}",
        ]
        if chance.random() < 0.4:
            lines += ["    events: [{month: 4, extra: $300}, {month: 6, skip: 1 month}]"]
    return reader.read("scenario.yaml", "\n".join([*lines, ""]).encode()).scenario


@pytest.mark.parametrize("seed", playing.seeds(6, 10))
def test_the_payments_are_those_of_whole_chains_played_again(seed):
    """The statements agree to the cent, or are off by cents, or by hundreds of dollars."""
    off = (0, 40, 60_000)[seed % 3]
    chance = random.Random(seed)
    scenario = short_chain(chance)

    held(evolve(scenario, statements=statements(scenario, chance, 9, off)))


@pytest.mark.parametrize("seed", [3, 27])
def test_so_they_are_in_random_chains(seed):
    chance = random.Random(seed)
    while True:
        scenario = reader.read("scenario.yaml", playing.playable(seed).encode()).scenario
        if scenario.start is not None and simulate.simulate(scenario).months < 150:
            break
        seed += 100
    held(evolve(scenario, statements=statements(scenario, chance, 6, 2_000)))


@pytest.mark.parametrize("seed", playing.seeds(4, 25))
def test_the_rates_of_whole_chains_are_found(seed):
    """The lender's rates are others than the file's, in each purchase."""
    chance = random.Random(seed)
    scenario = short_chain(chance)
    theirs = []
    for turn in scenario.purchases:
        rate = turn.loan.apr_ppm + 100 * chance.choice((-90, -41, 7, 60))
        theirs.append(evolve(turn, loan=evolve(turn.loan, apr_ppm=rate)))
    ledger = simulate.simulate(evolve(scenario, purchases=tuple(theirs)))
    dates = [contract.date for contract in ledger.contracts]
    days = [day + timedelta(number) for day in dates for number in (40, 100, 170)]
    stated = tuple(Statement(day, owed(ledger, day)) for day in days)
    best = reconcile.best(reconcile.readings(evolve(scenario, statements=stated)))

    rates = {number: turn.loan.apr_ppm for number, turn in enumerate(theirs, start=1)}
    assert (rates, 0) == ({n: rate.fitting for n, rate in best.rates.items()}, best.total)


def test_a_chain_that_a_lender_ends_is_tried_to_that_end():
    text = """start: 2022-01-15
purchases:
  - {vehicle: a, price: $30000, tax: {rate: 0%}, keep: 12 months, loan: {apr: 9%, months: 72}}
  - vehicle: b
    price: $31000
    tax: {rate: 0%}
    over_limit: keep the vehicle
    loan: {apr: 9%, months: 72, max_ltv: 100%}
"""
    scenario = reader.read("scenario.yaml", text.encode()).scenario
    ledger = simulate.simulate(scenario)
    days = [ledger.start + timedelta(90 * number) for number in range(1, 8)]
    stated = tuple(Statement(day, owed(ledger, day) + 900) for day in days)

    assert ledger.declined is not None
    held(evolve(scenario, statements=stated))
