"""beancount and hledger accept the books of every chain, and read our balances in them, to the cent.

`TRADEIN_SEEDS=200 pytest tests/system/test_books.py` gives them more random chains than the default 25.
"""

import csv
import datetime
import io
import os
import random
import re
import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import data, prices

from helpers import playing, random_scenarios
from tradein.analysis.results import Results
from tradein.engine import ledger, simulate
from tradein.engine.ledger import Account
from tradein.report import beancount, books, hledger
from tradein.scenario import reader

SEEDS = int(os.environ.get("TRADEIN_SEEDS", "25"))
ROOT = Path(__file__).parents[2]
CHAINS = sorted({*(ROOT / "scenarios").glob("*.yaml")} - {ROOT / "scenarios" / "positions.yaml"})

REMARKS = (ledger.SKIPPED, ledger.RATE_CHANGED, ledger.LATE_FEE)
CENT = Decimal("0.01")
NAMES = [
    'quote " and \\',
    "semi ; colon",
    "two  spaces",
    "[2020-13-45]",
    "date:2020-13-45",
    "(code",
    "* ! |",
]
NAMES += [
    "{} {0} %s",
    "2020-01-01 open Assets:X",
    "Citroën 2CV",
    "车",
    "---",
    "; comment",
    "x" * 80,
    "\\n",
    '"',
]

ON_DAYS = "start: 2024-01-31\n"
TWO = """\
title: %s
purchases:
  - {vehicle: %s, price: 20000, tax: {rate: 5%%}, loan: {apr: 7%%, months: 48}, value: {yearly_loss: 15%%}, keep: 6 months}
  - {vehicle: %s, price: 30000, trade_in: {allowance: 15000}, loan: {apr: 8%%, months: 60}, value: {yearly_loss: 15%%}, keep: 6 months}
"""


def two(title: str, first: str, second: str) -> Results:
    """Play two vehicles with any names."""
    return playing.simulated(
        ON_DAYS + TWO % tuple(map(random_scenarios.scalar, (title, first, second)))
    )


@cache
def chains() -> list[tuple[str, Results]]:
    """Every scenario of the repository and the random chains that can be played."""
    several = [(path.stem, playing.simulated(path.read_text("utf-8"))) for path in CHAINS]
    for seed in range(SEEDS):
        try:
            several.append((f"seed {seed}", playing.simulated(playing.text(seed))))
        except (simulate.SimulationError, reader.ScenarioError):
            continue
    return several


def totals(results: Results) -> dict[str, int]:
    """Our balances at the end in cents, by the beginning of the accounts' names, from the results alone."""
    last, deals = (
        results.rows[-1],
        [turn.contract.deal for turn in results.turns if turn.contract.deal],
    )
    vehicles = sum(deal.price - deal.rebate for deal in deals)
    allowed = sum(deal.trade_in.allowance for deal in deals if deal.trade_in)
    sold = sum(turn.sale.net for turn in results.turns if turn.sale)
    return {
        "Assets:Cash": -results.summary.total_paid,
        "Assets:Trade-In-Equity": 0,
        "Liabilities:Loan": last.note - last.balance,
        "Liabilities:Personal-Loan": -last.note,
        "Expenses:Interest": results.summary.total_interest,
        "Expenses:Sales-Tax": sum(deal.tax for deal in deals),
        "Expenses:Fees": results.ledger.total(Account.FEES),
        "Expenses:Products": sum(deal.products for deal in deals) - sum(turn.refunds for turn in results.turns),
        "Vehicles": vehicles - allowed - sold + sum(
            entry.postings[Account.VEHICLE, 1] for entry in results.ledger.of(ledger.OPENING)
        ),
        "Income:GAP": -sum(turn.sale.gap_benefit for turn in results.turns if turn.sale),
        "Equity:Opening-Balances": results.ledger.total(Account.OPENING),
    }  # fmt: skip


def kind(account: str) -> str:
    """The beginning of an account's name; the cost of vehicles and what became of it are one."""
    start = ":".join(account.split(":")[:2])
    return "Vehicles" if start in ("Assets:Vehicle", "Expenses:Depreciation") else start


def cents(amount: Decimal) -> int:
    whole = amount / CENT
    assert whole == int(whole)
    return int(whole)


def loaded(text: str) -> list[data.Directive]:
    """What beancount reads; it accepts all of it."""
    entries, errors, _ = loader.load_string(text)
    assert [(error.source, error.message) for error in errors] == []
    return entries


def weight(posting: data.Posting) -> int:
    """The cents of a posting, a vehicle at its cost."""
    units = posting.units.number
    return cents(units * posting.cost.number if posting.cost else units)


def by_day(entries: list[data.Directive]) -> dict[datetime.date, dict[str, int]]:
    """The balance of every account by the end of each day on which something moved."""
    balances: dict[str, int] = defaultdict(int)
    days = {}
    for entry in data.filter_txns(entries):
        for posting in entry.postings:
            balances[posting.account] += weight(posting)
        days[entry.date] = dict(balances)
    return days


def check_end(results: Results, balances: dict[str, int]) -> None:
    """The balances at the end are ours, and their sum is zero."""
    sums: dict[str, int] = defaultdict(int)
    for account, amount in balances.items():
        sums[kind(account)] += amount
    ours = totals(results)

    assert {name: sums[name] for name in ours} == ours
    assert set(sums) <= set(ours)
    assert sum(balances.values()) == 0


def check_months(results: Results, entries: list[data.Directive]) -> None:
    """Every month of every loan has its balance, its assertion, and its value."""
    days, known = by_day(entries), prices.build_price_map(entries)
    asserted = {
        (e.account, e.date): e.amount.number for e in entries if isinstance(e, data.Balance)
    }
    order = sorted(days)
    for note in results.ledger.notes:
        name = re.compile(rf"Liabilities:Personal-Loan:{note.purchase}(-.*)?")
        [account] = {account for account, _ in asserted if name.fullmatch(account)}
        for paid in note.entries:
            day = paid.date or books.months_after(books.UNDATED_START, paid.month)
            assert cents(asserted[account, day + datetime.timedelta(days=1)]) == -note.balance(
                paid.month
            )
    for row, following in zip(results.rows, [*results.rows[1:], None], strict=True):
        if row.sold:
            continue
        day = row.date or books.months_after(books.UNDATED_START, row.month)
        _, value = prices.get_price(known, (f"VEHICLE-{row.purchase}", "USD"), day)
        assert cents(value) == row.value
        if following is None or following.purchase != row.purchase:
            continue  # a trade or a sale may come on the same day
        before = [moved for moved in order if moved <= day][-1]
        loan = f"Liabilities:Loan:{row.purchase}"
        of_loan = {a: c for a, c in days[before].items() if a == loan or a.startswith(f"{loan}-")}
        assert sum(of_loan.values()) == row.note - row.balance
        for account in of_loan:
            assert (
                cents(asserted[account, day + datetime.timedelta(days=1)]) == row.note - row.balance
            )


def test_beancount_accepts_every_chain_and_reads_our_balances():
    for name, results in chains():
        entries = loaded(beancount.text(books.of(results)))
        days = by_day(entries)

        check_end(results, days[max(days)])
        check_months(results, entries)
        postings = [entry.postings for entry in results.ledger.all_entries]
        moving = [p for p in postings if any(p.values()) or any(a == Account.VEHICLE for a, _ in p)]
        assert len(moving) == len([*data.filter_txns(entries)]), name
        silent = [
            e for e in results.ledger.entries if e.kind in REMARKS and not any(e.postings.values())
        ]
        assert len(silent) == sum(isinstance(entry, data.Note) for entry in entries), name
        opened = {entry.account for entry in entries if isinstance(entry, data.Open)}
        last = max(entry.date for entry in entries)
        assert opened == {
            e.account for e in entries if isinstance(e, data.Balance) and e.date == last
        }, name


needs_hledger = pytest.mark.skipif(
    shutil.which("hledger") is None, reason="there is no hledger here"
)


def ran(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Give a journal to hledger, which wants every account and commodity declared."""
    command = ["hledger", "-f", "-", "--strict", *arguments]
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, input=text, capture_output=True, encoding="utf-8", check=False, env=env
    )


def at_cost(text: str) -> dict[str, int]:
    """What hledger reads as the balance of each account, vehicles at cost, in cents."""
    done = ran(text, "balance", "--flat", "--no-total", "--empty", "--cost", "-O", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [*csv.reader(io.StringIO(done.stdout))][1:]
    return {
        account: cents(Decimal(balance.removesuffix(" USD") or "0")) for account, balance in rows
    }


@needs_hledger
def test_hledger_accepts_every_chain_and_reads_our_balances():
    for _, results in chains():
        check_end(results, at_cost(hledger.text(books.of(results))))


@pytest.mark.parametrize("name", NAMES)
def test_no_name_breaks_the_books_of_beancount(name):
    """And each stands there as it was written."""
    entries, errors, options = loader.load_string(beancount.text(books.of(two(name, name, name))))

    assert errors == []
    assert options["title"] == name
    assert [name, name] == [e.meta["name"] for e in entries if isinstance(e, data.Commodity)]
    assert f"Purchase: {name}" in {e.narration for e in data.filter_txns(entries)}


@needs_hledger
@pytest.mark.parametrize("name", NAMES)
def test_no_name_breaks_the_books_of_hledger(name):
    results = two(name, name, name)

    check_end(results, at_cost(hledger.text(books.of(results))))


ASSERTED = {
    "beancount": re.compile(r"(balance Liabilities:\S+ -\d+\.\d)(\d)"),
    "hledger": re.compile(r"(Liabilities:\S+  0\.00 USD = -\d+\.\d)(\d)"),
}


@pytest.mark.parametrize("program", ["beancount", pytest.param("hledger", marks=needs_hledger)])
def test_a_cent_is_missed(program):
    """A balance that is a cent off is refused in any month, so what is accepted means something."""
    written = {"beancount": beancount, "hledger": hledger}[program].text(
        books.of(two("t", "a", "b"))
    )
    places = [*ASSERTED[program].finditer(written)]
    assert len(places) > 10

    for place in random.Random(1).sample(places, 5):
        digit = str((int(place[2]) + 1) % 10) if place[2] != "9" else "8"
        wrong = written[: place.start(2)] + digit + written[place.end(2) :]
        if program == "beancount":
            assert loader.load_string(wrong)[1]
        else:
            assert ran(wrong, "check").returncode != 0
