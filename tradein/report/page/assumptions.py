"""Says what a report takes for granted, where it comes from, and how well that is known."""

from typing import NamedTuple

from tradein.analysis import contracts
from tradein.analysis.measures import Turn
from tradein.analysis.results import Results
from tradein.report.narrative import catalog as sentences
from tradein.report.narrative.chain import listed
from tradein.report.tables.table import Cell, Column, Table
from tradein.scenario import catalog, history, states


class Assumption(NamedTuple):
    """What is assumed, where it comes from, its standing, and a paragraph on it."""

    what: str
    source: str
    standing: str
    paragraph: str = ""


def of(results: Results, series: str | None) -> list[Assumption]:
    """List what the results of a chain go by; `series` is the history of prices, if it has one."""
    given = Assumption("prices, rates, terms, allowances, payoffs", "the scenario", "as written")
    return [
        given,
        *_values(results),
        *_market(series),
        *_taxes(results),
        Assumption("what happens after the last purchase", "tradein", "paid as agreed"),
        Assumption("what a dealer pays", "the value above", "no costs taken off"),
    ]


def _values(results: Results) -> list[Assumption]:
    """Say how each vehicle is valued, one line for all that are valued alike."""
    alike: dict[tuple[str, bool], list[Turn]] = {}
    for turn in results.turns:
        key = (contracts.valued_by(turn.contract), contracts.estimated(turn.contract))
        alike.setdefault(key, []).append(turn)
    return [_value(*key, turns) for key, turns in alike.items()]


def _value(name: str, estimated: bool, turns: list[Turn]) -> Assumption:
    what = f"value of {listed([f'{t.contract.number}. {t.contract.vehicle}' for t in turns])}"
    if name not in catalog.names():
        return Assumption(what, f"the scenario: {name}", "as written")
    built_in = catalog.find(name)
    chosen = "no value is given" if estimated else "chosen in the scenario"
    standing = f"{built_in.confidence} confidence, {built_in.era}, {built_in.channel}"
    return Assumption(what, f"curve {name}; {chosen}", standing, sentences.curve(built_in))


def _market(series: str | None) -> list[Assumption]:
    if series is None:
        return []
    paragraph = sentences.history(history.find(series))
    return [Assumption("used-vehicle prices", f"history {series}", "official", paragraph)]


def _taxes(results: Results) -> list[Assumption]:
    """Say where the taxes come from: a state's rule, or the scenario."""
    rules = {turn.contract.number: contracts.tax_rule(turn.contract) for turn in results.turns}
    codes = {rule.state_rule.state for rule in rules.values() if rule and rule.state_rule}
    taxes = [_state(code) for code in sorted(codes)]
    if any(rule and not rule.state_rule for rule in rules.values()):
        taxes.append(Assumption("sales tax, rate and credit", "the scenario", "as written"))
    return taxes


def _state(code: str) -> Assumption:
    known = states.find(code)
    standing = f"rate {known.rate.standing}, credit {known.credit.standing}, as of {known.as_of}"
    return Assumption(
        f"sales tax of {known.name}", "the state's rule", standing, sentences.state(known)
    )


def table(assumptions: list[Assumption]) -> Table:
    """Show what is assumed, with source and standing."""
    columns = [Column(name, name) for name in ("assumed", "from", "standing")]
    rows: list[list[Cell]] = [
        [assumed.what, assumed.source, assumed.standing] for assumed in assumptions
    ]
    return Table("What is assumed, and how well it is known", columns, rows)
