"""Several markets at once, as arrays, and what of their ledgers can be compared cell by cell."""

from functools import cache

import numpy as np
from attrs import evolve

from helpers import playing
from tradein.engine import simulate
from tradein.finance import terms
from tradein.scenario import reader
from tradein.scenario.model import Purchase


def cells(cents):
    return np.array(cents, dtype=np.int64)


class Several:
    """Several markets at once: a level in each, month by month."""

    def __init__(self, markets):
        self.markets = markets

    def share(self, month):
        return cells([market.share(month) for market in self.markets])


def agreed(turn):
    """The turn with a deal that no lender declines, since it might do so in some markets only."""
    rules = turn.deal.limits if isinstance(turn, Purchase) else None
    if rules is None or rules.over != terms.KEEP:
        return turn
    return evolve(turn, deal=evolve(turn.deal, limits=evolve(rules, over=terms.CASH)))


def timed(scenario):
    """The scenario with a known end for every vehicle, so that all markets share its months."""
    last = scenario.purchases[-1]
    months = [event.at for event in last.events if isinstance(event.at, int)]
    keep = max(40, *months, 0) if last.keep_months is None else last.keep_months
    turns = tuple(map(agreed, (*scenario.purchases[:-1], evolve(last, keep_months=keep))))
    return evolve(scenario, purchases=turns)


@cache
def random_scenario(seed):
    """The first random chain, from a seed on, that can be played."""
    while True:
        scenario = timed(reader.read("scenario.yaml", playing.text(seed).encode()).scenario)
        try:
            simulate.simulate(scenario)
        except simulate.SimulationError:
            seed += 1_000
        else:
            return scenario


def cell(amount, number):
    """The amount in one market; one that does not depend on the market is a plain number."""
    return amount if isinstance(amount, int) else int(amount[number])


def postings(entries, number=None):
    """What is posted on each account, by kind of entry, month and purchase, nothing left out but zeros."""
    return {
        (entry.kind, entry.month, entry.purchase, account): cents
        for entry in entries
        for account, amount in entry.postings.items()
        if (cents := amount if number is None else cell(amount, number))
    }
