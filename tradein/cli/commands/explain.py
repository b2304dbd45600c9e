"""The command `explain`: show how one figure came about, in sums that a calculator repeats."""

from typing import NamedTuple

from tradein.analysis.explain import figures
from tradein.analysis.explain.figures import Signed
from tradein.analysis.explain.steps import Step
from tradein.analysis.measures import MonthEnd
from tradein.analysis.results import Results
from tradein.cli import USAGE, CommandError, arguments, output, playing
from tradein.cli.arguments import Chosen, Once, Parser
from tradein.report import json_document, text
from tradein.report.narrative import explain as sentences
from tradein.report.tables import explain as tables
from tradein.report.tables.table import Table
from tradein.scenario.reader import Reading


def add_arguments(command: Parser) -> None:
    """Add the files, the figure, the month, and the output."""
    arguments.add_files(command)
    arguments.add_settings(command)
    command.add_argument(
        "--of",
        action=Once,
        metavar="FIGURE",
        help=f"one of {', '.join(figures.FIGURES)} (default: gap)",
    )
    command.add_argument(
        "--at",
        type=arguments.month,
        metavar="MONTH",
        help="the month of the chain (default: the last purchase)",
    )
    command.add_argument(
        "--purchase",
        type=arguments.number,
        metavar="NUMBER",
        help="in a month of trade, the old vehicle's number (default: the new one)",
    )
    arguments.add_output(command)


class Explained(NamedTuple):
    """An explanation of one scenario: its steps, the month, and the lines of its settings."""

    results: Results
    steps: list[Step]
    row: MonthEnd
    lines: dict[str, int]


def run(chosen: Chosen) -> None:
    """Show how a figure of a month came about."""
    style = output.chosen_format(chosen)
    figure = _figure(chosen.of or "gap")
    played = playing.play_files(chosen)
    answers = [_explained(*pair, figure, chosen) for pair in played]
    titles = [answer.results.ledger.title for answer in answers]
    if style == "json":
        flat = [tables.flat(answer.steps, answer.lines) for answer in answers]
        pairs = zip(titles, flat, strict=True)
        documents = [json_document.explained(title, table) for title, table in pairs]
        whole = documents[0] if len(documents) == 1 else {"scenarios": documents}
        output.write(chosen, text.json(whole))
    elif style == "csv":
        flat = [tables.flat(answer.steps, answer.lines) for answer in answers]
        output.write(chosen, output.one_csv(titles, flat))
    elif style == "text":
        look = output.look(chosen)
        pages = [text.page(answer.results.ledger.title, _page(answer), look) for answer in answers]
        output.write(chosen, "\n".join(pages))
    else:
        output.write(chosen, text.formatted([t for a in answers for t in _tables(a)], style))


def _figure(name: str) -> str:
    """Read the name of a figure, with spaces or hyphens for underscores."""
    known = name.strip().lower().replace(" ", "_").replace("-", "_")
    if known not in figures.FIGURES:
        near = arguments.near(known, [*figures.FIGURES])
        raise CommandError(f"--of: {arguments.shown(name)} is no figure{near}", USAGE)
    return known


def _explained(reading: Reading, results: Results, figure: str, chosen: Chosen) -> Explained:
    """Explain a figure of one scenario, or end with the reason why not."""
    signed = results.summary.last_signed.month
    month = signed if chosen.at is None else chosen.at
    scenario = reading.scenario
    sales = tuple(purchase.private_sale for purchase in scenario.purchases)
    try:
        row = figures.row_of(results, month, chosen.purchase)
        steps = figures.of(results, Signed(scenario.market, sales), figure, row)
    except figures.NotExplained as refused:
        raise CommandError(f"{reading.source.name}: {refused}", USAGE) from None
    paths = {path for step in steps for path in step.settings}
    places = {path: place for path in paths if (place := reading.written_at(path))}
    return Explained(results, steps, row, {path: at.line for path, at in places.items()})


def _page(answer: Explained) -> list[str | Table]:
    """Give the sentence and the tables of one scenario."""
    vehicle = answer.results.turns[answer.row.purchase - 1].contract.vehicle
    return [sentences.answer(answer.steps, vehicle, answer.row.month), *_tables(answer)]


def _tables(answer: Explained) -> list[Table]:
    """Give the steps, then the rules behind them."""
    title = "How it came about, in dollars; each sum is rounded once"
    return [tables.steps(title, answer.steps, answer.lines), tables.rules(answer.steps)]
