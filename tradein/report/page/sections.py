"""The sections of a report on one scenario: the headline, the charts with their tables, the rest."""

from typing import NamedTuple

from tradein.analysis import shares
from tradein.analysis.conditions import Condition
from tradein.analysis.exits import Exits
from tradein.analysis.remedies import Answer
from tradein.analysis.results import Results
from tradein.analysis.shares import Shares
from tradein.analysis.waterfall import Flow
from tradein.report import pictures
from tradein.report.charts import plane
from tradein.report.charts.drawing import NARROW, WIDE, Size
from tradein.report.elements import Markup, element, joined
from tradein.report.narrative import chain, debts, exits
from tradein.report.narrative import solve as solve_sentences
from tradein.report.page import assumptions
from tradein.report.page.tables import table
from tradein.report.pictures import Picture, Ways
from tradein.report.tables import debts as debt_tables
from tradein.report.tables import exits as exit_tables
from tradein.report.tables import months, trades, waterfall
from tradein.report.tables import solve as solve_tables
from tradein.report.tables.table import ON_ITS_SIDE, Column, Dollars, Table


class Story(NamedTuple):
    """One scenario to report on: its results, and what its file says besides.

    `text` is the file as it was read, `warnings` what is unusual in it, `series` its history of
    prices.  `taken` is what it takes to reach a target, if one was named.
    """

    results: Results
    about: str | None
    out: Ways
    text: str
    warnings: list[str]
    series: str | None
    taken: "Taken | None" = None


class Taken(NamedTuple):
    """What it takes to reach a target: each remedy by itself, and why some have no place."""

    target: Condition
    answers: list[Answer]
    refused: list[tuple[str, str]]


class Card(NamedTuple):
    """One of the figures at the head: what it is, the figure, a note, and whether it is bad or good."""

    what: str
    figure: str
    note: str
    class_: str | None = None


def article(story: Story, name: str, number: int | None) -> Markup:
    """Write all that there is to say on a scenario; `name` begins the ids of its parts."""
    results = story.results
    parts = shares.of(results.ledger)
    then, end = pictures.where_it_went(results)
    title = results.ledger.title if number is None else f"{number}. {results.ledger.title}"
    return element(
        "article",
        *_headed(title, story.about, name),
        _head(results, story.out.first),
        _gap(results, name),
        _whose(results, parts, name),
        _causes(results, then, name),
        _exits(story, name),
        _taken(story.taken),
        _spent(then, end, name),
        _trades(results),
        _notes(story),
        _assumed(story),
        _written(story),
        data_part=name,
    )


def top(results: Results, about: str | None, first: Exits, size: Size, name: str) -> Markup:
    """Write what an article begins with, and one drawing of its first chart: soon, while one types."""
    drawn = pictures.owed_and_worth(results).drawn(size, _gap_name(name))
    return element(
        "article",
        *_headed(results.ledger.title, about, name),
        _head(results, first),
        element("figure", drawn),
        data_part=name,
    )


def _headed(title: str, about: str | None, name: str) -> list[Markup]:
    """Write the title of an article, and what its scenario is about."""
    words = [element("p", about, class_="about")] if about else []
    return [element("h1", title, id=name), *words]


def _gap_name(name: str) -> str:
    """Name the parts of the first chart of an article."""
    return f"{name}-gap"


def _head(results: Results, first: Exits) -> Markup:
    """Write the headline and the four figures; `first` are the ways out that are told first."""
    lead = element("p", chain.simulate(results)[0], class_="lead")
    cards = (_stands(results), _old(results), _cheapest(first), _even(results))
    return joined([lead, element("dl", *map(_card, cards), class_="cards")])


def _card(card: Card) -> Markup:
    return element(
        "div",
        element("dt", card.what),
        element("dd", card.figure, class_="figure"),
        element("dd", card.note, class_="note"),
        class_=card.class_,
    )


def _stands(results: Results) -> Card:
    """Say how far under water the owner is with the last vehicle on its first day."""
    signed = results.summary.last_signed
    note = f"{_when(results, signed.month)}: {plane.whole(signed.balance)} owed, {plane.whole(signed.value)} worth"
    if signed.gap > 0:
        return Card("under water", plane.whole(signed.gap), note, "red")
    return Card("worth more than you owe", plane.whole(-signed.gap), note, "green")


def _when(results: Results, month: int) -> str:
    """Name a month, with its date where there is one."""
    day = next((row.date for row in results.rows if row.month == month), None)
    return f"month {month}, {day}" if day else f"month {month}"


def _old(results: Results) -> Card:
    """Say how much of that debt is for earlier vehicles."""
    last = results.turns[-1]
    owed = results.layers(last.signed)
    old = sum(layer.balance for layer in owed if layer.origin < last.contract.number)
    note = f"of the {plane.whole(last.signed.balance)} owed that day"
    return Card("debt from earlier vehicles", plane.whole(old), note, "red" if old else None)


def _cheapest(first: Exits) -> Card:
    """Say what the cheapest way out takes that day."""
    best = first.best
    what = "cash to get out, the cheapest way" if best.takes > 0 else "left for you, at best"
    row = first.moment.row
    note = f"{pictures.WAYS[best.way]}, in month {row.month}"
    if row.note:
        note += f"; {plane.whole(row.note)} more is owed for vehicles that are gone"
    return Card(what, plane.whole(abs(best.takes)), note, "red" if best.takes > 0 else "green")


def _even(results: Results) -> Card:
    """Say from when on the owner is not under water."""
    summary = results.summary
    if summary.break_even_month is None:
        note = f"{plane.whole(summary.last.gap)} under water at the end"
        return Card("no longer under water", "never", f"{note}, month {summary.months}", "red")
    if summary.months_under_water == 0:
        return Card("months under water", "0", f"of {summary.months}", "green")
    month = summary.break_even_month
    last = results.turns[-1]
    kept = f"its {last.ended_by} is in month {last.ended.month}" if last.sale else _KEPT
    note = f"{_when(results, month)}, {kept}"
    return Card("no longer under water from", f"month {month}", note.partition(", ")[2])


_KEPT = "if you keep it and pay as agreed"


def paragraph(sentence: str, class_: str | None = None) -> Markup:
    """Write a paragraph; what stands between backticks is code."""
    parts = sentence.split("`")
    if len(parts) % 2 == 0:
        return element("p", sentence, class_=class_)
    code = (element("code", part) if i % 2 else part for i, part in enumerate(parts))
    return element("p", *code, class_=class_)


def figure(picture: Picture, name: str) -> Markup:
    """Draw a chart twice: for screens and paper, and for phones; the page shows one of them."""
    return element("figure", picture.drawn(WIDE, name), picture.drawn(NARROW, name))


def folded(summary: str, *inside: Markup, brief: bool = False) -> Markup:
    """Fold something away; what is brief is printed all the same."""
    return element(
        "details", element("summary", summary), *inside, class_="brief" if brief else None
    )


def section(picture: Picture, name: str, *rest: Markup) -> Markup:
    """Write a section: the title of its chart, the sentence, the chart, and what is behind it."""
    return element(
        "section",
        element("h2", picture.title),
        paragraph(picture.sentence),
        figure(picture, name),
        *rest,
    )


def _gap(results: Results, name: str) -> Markup:
    """Show debt against value, with a slider through the months."""
    picture = pictures.owed_and_worth(results)
    slider = element(
        "div",
        element("label", "Go through the months", for_=f"{name}-slider"),
        element(
            "input",
            id=f"{name}-slider",
            type="range",
            min=0,
            max=len(results.rows) - 1,
            step=1,
            data_start=results.rows.index(results.summary.last_signed),
        ),
        element("output", "", for_=f"{name}-slider", aria_live="polite"),
        class_="slider",
        hidden="",
    )
    by_month = table(_monthly(results), f"{name}-months")
    return element(
        "section",
        element("h2", picture.title),
        figure(picture, _gap_name(name)),
        slider,
        folded("The figures of every month, with the payments", by_month),
    )


def _monthly(results: Results) -> Table:
    """Show every month: the payment and what it is for, the balance, the value and the gap."""
    paid = months.schedule(results)
    columns = [*paid.columns, *(Column(name, name) for name in ("value", "gap"))]
    rows = [
        [*cells, Dollars(row.value), Dollars(row.gap)]
        for cells, row in zip(paid.rows, results.rows, strict=True)
    ]
    return Table("Month by month, in dollars", columns, rows)


def _whose(results: Results, parts: Shares, name: str) -> Markup:
    """Show whose debt it is, where there is debt of more than one vehicle."""
    if len({layer.origin for row in results.rows for layer in results.layers(row)}) < 2:
        return Markup("")
    picture = pictures.whose_debt(results, parts)
    loans, became, by_month = debt_tables.of(results, parts)
    more = [paragraph(sentence) for sentence in debts.origins(results, parts)[1:]]
    return section(
        picture,
        f"{name}-origins",
        *more,
        folded("Each loan, and what became of each debt", table(loans), table(became), brief=True),
        folded("Whose debt it is in every month", table(by_month)),
    )


def _causes(results: Results, then: Flow, name: str) -> Markup:
    """Show where the gap comes from."""
    shown = [waterfall.whole(then)]
    if len(then.turns) > 1:
        shown.append(waterfall.turns(results, then))
    figures = folded("The figures", *map(table, shown), brief=True)
    return section(pictures.causes(then), f"{name}-why", figures)


def _exits(story: Story, name: str) -> Markup:
    """Show the ways out: of the month that is told first, and month by month."""
    out = story.out
    first, *more = exits.exits(out.first, out.free)
    by_month = pictures.cash_to_exit(story.results, out)
    side_by_side = pictures.ways_side_by_side(out)
    return element(
        "section",
        element("h2", "How to get out, and what it takes"),
        paragraph(first),
        element("h3", side_by_side.title),
        figure(side_by_side, f"{name}-ways"),
        *(paragraph(sentence) for sentence in more),
        folded("The figures", table(exit_tables.side_by_side(out.first)), brief=True),
        element("h3", by_month.title),
        figure(by_month, f"{name}-exit"),
        folded(
            "The figures, year by year",
            table(exit_tables.free(out.free)),
            table(exit_tables.by_month(out.telling)),
            brief=True,
        ),
    )


def _taken(taken: Taken | None) -> Markup:
    """Show what it takes to reach a target, if one was named."""
    if taken is None:
        return Markup("")
    target, answers, refused = taken
    sentences = map(paragraph, solve_sentences.several(answers, target, refused))
    shown = (
        [] if answers[0].solution.before.holds else [table(solve_tables.remedies(answers, target))]
    )
    return element("section", element("h2", "What it would take"), *sentences, *shown)


def _spent(then: Flow, end: Flow, name: str) -> Markup:
    """Show where every dollar went."""
    figures = table(waterfall.spent(then, end))
    picture = pictures.every_dollar(end)
    return section(picture, f"{name}-spent", folded("The figures", figures, brief=True))


def _trades(results: Results) -> Markup:
    """Show the trades and the whole chain in tables."""
    several = len(results.turns) > ON_ITS_SIDE
    shown = [trades.many_trades(results) if several else trades.trades(results)]
    if results.ledger.changes:
        shown.append(months.changes(results))
    shown.append(trades.summary(results))
    return element("section", element("h2", "The trades"), *map(table, shown))


def _notes(story: Story) -> Markup:
    """List what else there is to know, and what is unusual."""
    sentences = [*chain.simulate(story.results)[1:], *story.warnings]
    if not sentences:
        return Markup("")
    items = (element("li", sentence) for sentence in sentences)
    return element("section", element("h2", "What else to know"), element("ul", *items))


def _assumed(story: Story) -> Markup:
    """Say what the report goes by."""
    several = assumptions.of(story.results, story.series)
    sources = [paragraph(assumed.paragraph) for assumed in several if assumed.paragraph]
    more = [folded("The sources in full", *sources, brief=True)] if sources else []
    shown = table(assumptions.table(several))
    return element("section", element("h2", "What this report goes by"), shown, *more)


def _written(story: Story) -> Markup:
    """Show the scenario as it was written."""
    lines = story.text.expandtabs(8).splitlines()
    whole = element("pre", *(part for line in lines for part in (line, _NEW_LINE)), tabindex=0)
    heading = element("h2", "The scenario")
    return element("section", heading, folded("As it was written", whole), class_="written")


_NEW_LINE = Markup("\n")
