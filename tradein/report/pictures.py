"""Chooses what each chart shows of results: its figures, its title, and its sentence."""

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import NamedTuple

from tradein.analysis import exits, waterfall
from tradein.analysis.compare import Aligned
from tradein.analysis.exits import Exits
from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results
from tradein.analysis.shares import Shares
from tradein.analysis.waterfall import LESS, Flow, Spent
from tradein.finance import money
from tradein.report.charts import bars, drawing, figures, gap, layers, lines
from tradein.report.charts.drawing import Caption, Size
from tradein.report.charts.figures import Dates
from tradein.report.elements import Markup
from tradein.report.narrative import chain, debts, why
from tradein.report.narrative import compare as compared
from tradein.report.narrative import exits as ways
from tradein.report.tables.waterfall import CAUSES


class Ways(NamedTuple):
    """The ways out of one chain: every month, the one that is told first, when each is free.

    `telling` are a few months: each signing, every year, and the end.
    """

    all_months: list[Exits]
    first: Exits
    free: dict[str, int | None]
    telling: list[Exits]


class Picture(NamedTuple):
    """A chart that is ready to be drawn, with its title and the sentence that says what it shows."""

    title: str
    sentence: str
    draw: Callable[[Size, Caption], Markup]

    def drawn(self, size: Size, name: str) -> Markup:
        """Draw it in a size for a page; `name` tells its parts from those of others."""
        return self.draw(size, Caption(self.title, self.sentence, name))

    def alone(self, size: Size, heading: str) -> str:
        """Make a file of it, with its title and a heading."""
        caption = Caption(self.title, self.sentence, heading=heading)
        return drawing.standalone(self.draw(size, caption))


def ways_out(chain: exits.Chain) -> Ways:
    """Work out the ways out of a chain in every month."""
    by_month = {month: exits.in_month(chain, month) for month in chain.closing}
    several = [*by_month.values()]
    first = by_month[chain.results.summary.last_signed.month]
    telling = [by_month[month] for month in exits.months(chain)]
    return Ways(several, first, exits.free_from(several), telling)


def owed_and_worth(results: Results) -> Picture:
    """Show debt against value."""
    title = "What you owe, and what the vehicle is worth"
    drawn = partial(gap.draw, figures_of_gap(results))
    return Picture(title, chain.simulate(results)[0], drawn)


def figures_of_gap(results: Results) -> figures.Gap:
    """Give debt and value of each month, vehicle by vehicle."""
    runs = [
        _run(results, [*rows]) for _, rows in groupby(results.rows, key=lambda row: row.purchase)
    ]
    return figures.Gap(tuple(runs), _dates(results), results.summary.break_even_month)


def _run(results: Results, rows: list[MonthEnd]) -> figures.Run:
    points = tuple(figures.Point(row.month, row.balance, row.value) for row in rows)
    if rows[0].sold:
        return figures.Run(0, "no vehicle", points)
    number = rows[0].purchase
    return figures.Run(number, results.turns[number - 1].contract.vehicle, points)


def _dates(results: Results) -> Dates:
    """Give the date of each month."""
    days = {row.month: row.date for row in results.rows}
    return tuple(days.get(month) for month in range(max(days) + 1))


def whose_debt(results: Results, shares: Shares) -> Picture:
    """Show the debt of each month by the vehicle that it came from."""
    drawn = partial(layers.draw, figures_of_layers(results))
    return Picture("Whose debt it is", debts.origins(results, shares)[0], drawn)


def figures_of_layers(results: Results) -> figures.Layers:
    """Give the debt of each month by the vehicle that it came from."""
    stages = tuple(
        figures.Stage(row.month, {la.origin: la.balance for la in results.layers(row)})
        for row in results.rows
    )
    names = {turn.contract.number: turn.contract.vehicle for turn in results.turns}
    names[0] = "loans before the first day"
    numbers = sorted({number for stage in stages for number in stage.owed})
    last = results.turns[-1]
    signed = {la.origin: la.balance for la in results.layers(last.signed)}
    stage = figures.Stage(last.signed.month, signed)
    shown = {number: names[number] for number in numbers}
    return figures.Layers(stages, shown, _dates(results), stage, last.contract.number)


def causes(flow: Flow) -> Picture:
    """Show where the gap of a month comes from."""
    title = f"Where the gap of month {flow.month} comes from"
    return Picture(title, why.sentences(flow)[0], partial(bars.steps, figures_of_steps(flow)))


def figures_of_steps(flow: Flow) -> figures.Steps:
    """Give the causes of a gap, without those of zero."""
    changes = {
        name: -cents if name in LESS else cents
        for name, cents in flow.whole._asdict().items()
        if cents and name != "gap"
    }
    steps = [figures.Step(CAUSES[name].removeprefix("less "), c) for name, c in changes.items()]
    total = figures.Step(f"gap of month {flow.month}", flow.whole.gap)
    return figures.Steps(tuple(steps), total)


def cash_to_exit(results: Results, out: Ways) -> Picture:
    """Show month by month what each way out takes that an owner can choose."""
    title = "What it takes to get out, month by month"
    sentence = ways.exits(out.first, out.free)[0]
    return Picture(title, sentence, partial(lines.draw, figures_of_exits(results, out)))


def figures_of_exits(results: Results, out: Ways) -> figures.Lines:
    """Give what each way out takes by month, without the trade, which is as a dealer's offer."""
    several = []
    for name, label in _TAKING.items():
        parts = [
            part
            for _, months in groupby(out.all_months, key=lambda month: month.moment.row.purchase)
            if (part := _taken([*months], name))
        ]
        if parts:
            several.append(figures.Line(label, tuple(parts), out.free.get(name)))
    turns = tuple(
        (turn.signed.month, turn.contract.number, turn.contract.vehicle) for turn in results.turns
    )
    return figures.Lines(tuple(several), _dates(results), "you pay", "you receive", turns)


def _taken(months: list[Exits], name: str) -> tuple[tuple[int, int], ...]:
    """Give what one way takes in some months."""
    return tuple(
        (month.moment.row.month, way.takes)
        for month in months
        for way in month.ways
        if way.way == name
    )


_TAKING = {
    exits.DEALER: "dealer or trade-in",
    exits.PRIVATE: "private sale",
    exits.SURRENDER: "surrender",
}
"""The ways whose cash a chart shows by month."""

WAYS = {
    exits.DEALER: "sell it to a dealer",
    exits.PRIVATE: "sell it privately",
    exits.TRADE: "trade it in (rolled in)",
    exits.SURRENDER: "surrender it",
    exits.KEEP: "keep it: payments to come",
    exits.REFINANCE: "refinance: payments to come",
    exits.TOTAL_LOSS: "total loss, without GAP",
    exits.WITH_GAP: "total loss, with GAP",
}
"""What each way is called in a chart."""


def ways_side_by_side(out: Ways) -> Picture:
    """Show what each way out takes in the month that is told first."""
    moment = out.first.moment
    title = f"What each way out takes in month {moment.row.month}"
    several = tuple(
        figures.Bar(WAYS[way.way], way.takes, strong=way.cheapest) for way in out.first.ways
    )
    sentence = ways.exits(out.first, out.free)[0]
    return Picture(title, sentence, partial(bars.bars, several))


def every_dollar(end: Flow) -> Picture:
    """Show what every dollar was paid for by a month."""
    title = f"Where every dollar went, by month {end.month}"
    drawn = partial(bars.bars, figures_of_spent(end.spent))
    return Picture(title, why.sentences(end)[1], drawn)


def figures_of_spent(spent: Spent) -> tuple[figures.Bar, ...]:
    """Give what money was lost to, each with its share."""
    uses = {name: getattr(spent, name) for name in _USES}
    cost, most = sum(uses.values()), max(uses.values())
    return tuple(
        figures.Bar(name, cents, _share(cents, cost), strong=cents == most)
        for name, cents in uses.items()
        if cents
    )


_USES = ("depreciation", "interest", "tax", "fees", "products")


def _share(part: int, of: int) -> str:
    """Write a share in whole percents, where there is a whole to have a share of."""
    percent = money.half_up(100 * part, of) if 0 < part <= of else None
    return "" if percent is None else f" ({percent}%)" if percent else " (<1%)"


def comparison(several: list[Aligned], month: int | None) -> Picture:
    """Show the gaps of several scenarios on one axis."""
    sentence = compared.compare(several, month)[0]
    drawn = partial(lines.draw, figures_of_comparison(several))
    return Picture("The gap of each scenario", sentence, drawn)


def figures_of_comparison(several: list[Aligned]) -> figures.Lines:
    """Give the gap of each scenario by month; with dates where all have the same."""
    series = [
        figures.Line(
            f"{number}. {scenario.own.ledger.title}",
            (tuple((row.month, row.gap) for row in scenario.common.rows),),
        )
        for number, scenario in enumerate(several, start=1)
    ]
    dates = {_dates(scenario.common) for scenario in several}
    longest = max(dates, key=len)
    shown = longest if len(dates) == 1 else (None,) * len(longest)
    return figures.Lines(tuple(series), shown, "under water", "worth more than you owe")


def where_it_went(results: Results) -> tuple[Flow, Flow]:
    """Say where the money went by the last purchase, and by the end."""
    return waterfall.by(results), waterfall.by(results, results.summary.months)
