"""Combines a state's tax rule with what a purchase says about its own tax.

What is written prevails over the state's row, key by key; what the row does not know well
enough is asked for.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from tradein.finance import money, terms
from tradein.finance.terms import PartialTax, StateTaxRule, TaxRule
from tradein.scenario import states
from tradein.scenario.containers import ReadContext
from tradein.scenario.states import Fact, State

ASKED = ("rate", "trade_in_credit")
"""What takes the place of a row that does not compute."""


def check(context: ReadContext, path: str, settings: dict[str, Any]) -> None:
    """Report a state's tax that cannot be computed; warn of rules without a source."""
    written = settings["tax"]
    row, here = states.find(written["state"]), f"{path}.tax.state"
    missing = [key for key in ASKED if key not in written]
    if missing and not row.computes:
        remedy = f"write {' and '.join(missing)}, and the state remains as a name"
        context.wrong_once(here, f"{row.name} is not computed here: {known(row)}; {remedy}")
        return
    if "start" not in context.places and (what := _by_day(row, written)):
        remedy = f"write `start:`, the day of the first purchase, or {what[1]}"
        context.wrong_once(here, f"{what[0]} in {row.name} goes by the day of delivery; {remedy}")
    if "local" in written:
        _check_local(context, f"{path}.tax.local", row, written)
    if not missing:
        return
    if row.caution:
        context.warn_once(here, row.caution)
    if settings.get("rebate", 0) > 0 and "rebate_taxed" not in written and not _rebate(row):
        message = f"no source says whether {row.name} taxes a rebate; it is taxed here"
        context.warn_once(here, f"{message}, unless you write `rebate_taxed: no`")


def rule(settings: dict[str, Any]) -> TaxRule:
    """Build a tax rule from the state's row and the settings that override it."""
    row, local = states.find(settings["state"]), settings.get("local", 0)
    own_rate, own_credit = (key in settings for key in ASKED)
    partial = () if own_rate else row.partial
    if row.local_up_to is not None and local:
        partial = (PartialTax(rate_ppm=local, up_to=row.local_up_to), *partial)
        local = 0
    rates = [(date.min, settings["rate"])] if own_rate else list(row.rate.values)
    credits_ = [(date.min, settings["trade_in_credit"])] if own_credit else list(row.credit.values)
    rates_ppm = [(since, rate + local) for since, rate in rates if isinstance(rate, int)]
    caps = [(since, cap(credit)) for since, credit in credits_]
    state_rule = StateTaxRule(
        state=row.code,
        rates=tuple(rates_ppm[1:]),
        caps=tuple(caps[1:]),
        new_only=(date.min, states.NEW_ONLY) in credits_,
        partial=partial,
        minimum=0 if own_rate else row.minimum,
        maximum=None if own_rate else row.maximum,
        private_sale_days=row.private_sale_days,
        since=None if own_rate and own_credit else row.valid_from,
        until=None if own_rate and own_credit else row.until,
    )
    return TaxRule(
        rate_ppm=rates_ppm[0][1],
        credit_cap=caps[0][1],
        rebate_taxed=settings.get("rebate_taxed", row.rebate != states.UNTAXED),
        rolled_in_taxed=settings.get("rolled_in_taxed", False),
        taxes=settings.get("taxes", ()),
        state_rule=state_rule,
    )


def cap(credit: int | str) -> int | None:
    """Give the cap of a trade-in credit in cents: None for the whole allowance."""
    return credit if isinstance(credit, int) else 0 if credit == states.NONE else None


def known(row: State) -> str:
    """Say what is known about a state that is not computed."""
    facts = (("rate", row.rate, money.percent), ("trade-in credit", row.credit, money.dollars))
    facts_known = [f"{what} {_fact(fact, shown)}" for what, fact, shown in facts if _says(fact)]
    return "; ".join(
        [*([", ".join(facts_known)] if facts_known else []), *([row.beyond] if row.beyond else [])]
    )


def _says(fact: Fact) -> bool:
    """Say whether a message can state a fact: it has values, or its standing is not solid."""
    return bool(fact.values) or fact.standing not in states.SOLID


def _fact(fact: Fact, shown: Callable[[int], str]) -> str:
    """Give the latest value of a fact with its standing, or the standing alone."""
    if not fact.values:
        return fact.standing
    value = fact.values[-1][1]
    return f"{shown(value) if isinstance(value, int) else value} ({fact.standing})"


def _by_day(row: State, written: dict[str, Any]) -> tuple[str, str] | None:
    """Name what depends on the day in a row, and the setting that can replace it."""
    for fact, what, key in ((row.rate, "the rate", "rate"), (row.credit, "the credit", ASKED[1])):
        if fact.dated and key not in written:
            return what, key
    return None


def _rebate(row: State) -> bool:
    return row.rebate in (states.TAXED, states.UNTAXED)


def _check_local(context: ReadContext, path: str, row: State, written: dict[str, Any]) -> None:
    """Report a local tax that cannot be computed; warn of one that may not be due."""
    local = money.percent(written["local"])
    rates = [rate for _, rate in row.rate.values if isinstance(rate, int)]
    highest = written["rate"] if "rate" in written else max(rates, default=0)
    if highest + written["local"] > terms.RATE_PPM[1]:
        both = f"{money.percent(highest)} and {local}"
        limit = money.percent(terms.RATE_PPM[1])
        context.wrong_once(path, f"over the limit together, {both}; a tax is at most {limit}")
    elif row.local == states.NO_LOCAL:
        message = f"{row.name} has no local tax on vehicles; {local} is added all the same"
        context.warn_once(path, f"{message}, remove it unless you know better")
    elif row.local != states.ADDED and row.computes:
        message = f"no source says how local tax works in {row.name}; {local} is added to"
        context.warn_once(path, f"{message} the rate, on the same base")
