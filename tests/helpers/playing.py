"""Plays a scenario's text by the program and by the oracle, for the tests that set the two side by side."""

import json
import os
import random
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

import oracle
from helpers import random_scenarios
from tradein.analysis import results
from tradein.engine import simulate
from tradein.report import json_document
from tradein.scenario import catalog, reader


def seeds(number: int, share: int) -> range:
    """So many random chains; in a long run a share of TRADEIN_SEEDS, if that is more."""
    return range(max(number, int(os.environ.get("TRADEIN_SEEDS", "0")) // share))


def blocks(seeds: range, size: int) -> list[Any]:
    """The first seed of each block of random chains, for a test to be run with.

    What the first block reaches is enough to measure: the others run without that, and faster.
    """
    first, *others = seeds[::size]
    return [first, *(pytest.param(seed, marks=pytest.mark.no_cover) for seed in others)]


def text(seed: int) -> str:
    """The text of one random chain."""
    return random_scenarios.as_yaml(random_scenarios.scenario(random.Random(seed)))


@lru_cache(maxsize=256)
def seeded(seed: int) -> results.Results | None:
    """One random chain, played once for all tests; None where it is refused."""
    try:
        return simulated(text(seed))
    except (simulate.SimulationError, reader.ScenarioError):
        return None


def _playable_from(seed: int) -> int:
    while seeded(seed) is None:
        seed += 1_000
    return seed


def playable(seed: int) -> str:
    """The text of the first random chain, from a seed on, that can be played."""
    return text(_playable_from(seed))


def chain(seed: int) -> results.Results:
    """The first random chain, from a seed on, that can be played; played once for all tests."""
    played = seeded(_playable_from(seed))
    assert played is not None
    return played


def simulated(text: str) -> results.Results:
    """Read a scenario's text and play it."""
    return results.of(simulate.simulate(reader.read("scenario.yaml", text.encode()).scenario))


def through(text: str, month: int) -> results.Results:
    """Read a scenario's text and play it through a month."""
    read = reader.read("scenario.yaml", text.encode())
    return results.of(simulate.simulate(read.scenario, through=month))


def played(text: str) -> dict[str, Any]:
    """The document of a scenario's text, its numbers as they are written in JSON."""
    return written(simulated(text))


def written(outcome: results.Results) -> dict[str, Any]:
    """The document of a chain, its numbers as they are written in JSON."""
    return json.loads(json.dumps(json_document.scenario(outcome)), parse_float=Decimal)


@cache
def curves() -> dict[str, Any]:
    """The built-in curves as the oracle wants them: years of age with exact shares."""
    known = {}
    for name in catalog.names():
        built_in = catalog.find(name)
        points = built_in.curve.points
        retained = {month // 12: Fraction(ppm, 1_000_000) for month, ppm in points}
        miles = built_in.curve.miles_a_year
        known[name] = {"channel": built_in.channel, "retained": retained, "miles": miles}
    return known


@cache
def histories() -> dict[str, dict[str, Fraction]]:
    """The price histories as the oracle wants them: exact levels by `2021-03`, read from the files once more."""
    known = {}
    for path in sorted((Path(catalog.__file__).parent / "data" / "histories").glob("*.csv")):
        rows = (line.split(",") for line in path.read_text().splitlines() if line[0] in "12")
        known[path.stem] = {day[:7]: Fraction(level) for day, level in rows}
    return known


def known() -> dict[str, Any]:
    """All that is built in, as the oracle wants it."""
    return {"curves": curves(), "histories": histories()}


def expected(scenario: random_scenarios.Terms) -> dict[str, Any]:
    """The document that the oracle gives."""
    return oracle.document(scenario, known())


def cut_to(model: Any, tree: Any) -> Any:
    """The part of a tree that has a place in the model; the contract lets fields be added."""
    if isinstance(model, dict) and isinstance(tree, dict):
        return {key: cut_to(model[key], child) for key, child in tree.items() if key in model}
    if isinstance(model, list) and isinstance(tree, list) and len(model) == len(tree):
        return [cut_to(part, child) for part, child in zip(model, tree, strict=True)]
    return tree


@lru_cache(maxsize=64)
def of_oracle(seed: int) -> Any:
    """The oracle's document of one random chain; the word "refused" for none."""
    try:
        return expected(random_scenarios.scenario(random.Random(seed)))
    except oracle.SimulationError:
        return "refused"


def both(seed: int) -> tuple[Any, Any]:
    """The oracle's document and the program's of one random chain; the word "refused" for none."""
    theirs = of_oracle(seed)
    try:
        ours: Any = played(text(seed))
    except (simulate.SimulationError, reader.ScenarioError):
        ours = "refused"
    return theirs, cut_to(theirs, ours)


@lru_cache(maxsize=128)
def disclosed(seed: int) -> list[dict[str, Any]]:
    """What the oracle discloses of one random chain."""
    return oracle.disclosures(random_scenarios.scenario(random.Random(seed)), known())
