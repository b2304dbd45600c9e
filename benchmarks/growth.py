"""Measures how the work grows with a chain: five times the purchases, little more than five times it."""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from attrs import evolve

from tradein.analysis import reconcile, results
from tradein.analysis.balances import Balances
from tradein.engine import simulate
from tradein.report import json_document, text
from tradein.report.narrative import chain
from tradein.report.tables import selection
from tradein.scenario import reader
from tradein.scenario.model import Scenario, Statement

MANY, FEW = 50, 10
SERIES = "\n".join(
    f"      - {{month: {1 + k % 12}, extra: ${5 + k % 5}, every: month, then: lower payment}}"
    for k in range(40)
)
LOOK = text.Look(80)


def scenario(number: int, keep: int, frequency: str = "monthly", events: str = "") -> Scenario:
    """Make a chain of so many purchases, each kept for so many months."""
    lines = ["start: 2020-01-15", "purchases:"]
    for n in range(1, number + 1):
        lines += [
            f"  - vehicle: vehicle number {n}",
            f"    price: ${30_000 + 100 * n}",
            "    tax: {rate: 6%}",
            f"    keep: {keep} months",
            f"    loan: {{apr: 7.9%, months: 84, frequency: {frequency}}}",
        ]
        lines += ["    events:", events] if events else []
    return reader.read("chain.yaml", "\n".join([*lines, ""]).encode()).scenario


def stated(number: int, frequency: str) -> Scenario:
    """Make a chain with twelve statements of each loan, each some cents off."""
    unstated = scenario(number, 12, frequency)
    ledger = simulate.simulate(unstated)
    balances = Balances(ledger)
    signed = [contract.date for contract in ledger.contracts if contract.date is not None]
    days = [date + timedelta(29 * k) for date in signed for k in range(1, 13)]
    statements = (Statement(day, balances.on(day)[1] + day.day) for day in days)
    return evolve(unstated, statements=tuple(statements))


def milliseconds(*works: Callable[[], object], runs: int = 7) -> list[float]:
    """Give the least time of each of some works in a few runs, taken by turns."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for work, own in zip(works, times, strict=True):
            begun = time.perf_counter()
            work()
            own.append(time.perf_counter() - begun)
    return [min(own) * 1000 for own in times]


def page(answers: results.Results, asked: list[str]) -> str:
    """Write an answer for a person at 80 columns."""
    sentences = [] if asked else chain.simulate(answers)
    return text.page("Fifty", [*sentences, *selection.for_people(answers, asked)], LOOK)


def figures() -> list[tuple[str, float, float, float]]:
    """Give each figure: its name, its measured and its reference milliseconds, its limit."""
    many, few = (results.of(simulate.simulate(scenario(n, 84))) for n in (MANY, FEW))
    whole, document = milliseconds(
        lambda: page(many, []), lambda: text.json(json_document.scenario(many))
    )
    measured = [("text of 50 purchases / the same as JSON", whole, document, 1.0)]
    for name in ("monthly", "why"):
        long, short = milliseconds(*(partial(page, answers, [name]) for answers in (many, few)))
        measured.append((f"--{name} of 50 purchases / of 10", long, short, 8.0))
    for frequency in ("monthly", "weekly"):
        pair = [stated(number, frequency) for number in (MANY, FEW)]
        long, short = milliseconds(*(partial(reconcile.readings, s) for s in pair), runs=3)
        measured.append((f"match of 50 {frequency} loans / of 10", long, short, 8.0))
        pair = [scenario(number, 84, frequency, SERIES) for number in (MANY, FEW)]
        long, short = milliseconds(*(partial(simulate.simulate, s) for s in pair), runs=3)
        measured.append((f"40 series on 50 {frequency} loans / on 10", long, short, 8.0))
    return measured
