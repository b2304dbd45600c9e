"""The command `simulate`: play scenarios and show what happens.

What only some options need is imported where it is used: the plain answer starts sooner.
"""

from tradein.analysis.results import Results
from tradein.cli import USAGE, CommandError, arguments, output, playing, terminal
from tradein.cli.arguments import Chosen, Parser
from tradein.report import text
from tradein.report.narrative import chain
from tradein.report.tables import selection
from tradein.report.text import AsDrawn, Look
from tradein.scenario.reader import Reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.analysis.conditions import Condition

TABLES = {
    "monthly": "balance, value and gap by month",
    "schedule": "interest and principal by month",
    "exit": "cash to exit by month",
    "origins": "whose debt it is, by loan, vehicle and month",
    "why": "where the gap comes from, by month",
}
"""The tables that replace the answer, each with its help."""


def add_arguments(command: Parser) -> None:
    """Add the files, an option for each table, and the output."""
    arguments.add_files(command)
    arguments.add_settings(command)
    group = command.add_argument_group("tables, instead of the answer")
    for name, meaning in TABLES.items():
        group.add_argument(f"--{name}", action="store_true", help=meaning)
    group.add_argument(
        "--at",
        type=arguments.month,
        metavar="MONTH",
        help="with --why and in json: by this month (default: the last purchase)",
    )
    command.add_argument(
        "--chart", action="store_true", help="draw debt and value in the terminal, above the tables"
    )
    command.add_argument(
        "--fail-if",
        action="append",
        metavar="CONDITION",
        help='end with exit code 5 where it holds, like "gap > $5,000" or "ltv > 125%% at month 12"',
    )
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Play scenarios and show what happens."""
    style = output.chosen_format(chosen)
    asked = [name for name in TABLES if getattr(chosen, name)]
    if style == "csv" and len(asked) > 1:
        raise CommandError(f"a csv is one table, not {', '.join(asked)}; ask for one", USAGE)
    if chosen.at is not None and "why" not in asked and style != "json":
        raise CommandError("--at goes with --why, or with --format json", USAGE)
    if chosen.chart and style != "text":
        raise CommandError("--chart is for the answer in text; `tradein chart` draws a file", USAGE)
    conditions = _conditions(chosen.fail_if)
    played = playing.play_files(chosen)
    _write(chosen, style, asked, played)
    if conditions:
        from tradein.cli import fail_if

        fail_if.check(conditions, played)


def _conditions(written: list[str] | None) -> "list[tuple[str, Condition]]":
    """Read the conditions of `--fail-if`, if there are any."""
    if written is None:
        return []
    from tradein.cli import fail_if

    return fail_if.conditions(written)


def _write(
    chosen: Chosen, style: str, asked: list[str], played: list[tuple[Reading, Results]]
) -> None:
    """Write the answer, or the tables asked for."""
    several = [results for _, results in played]
    _check_month(several, chosen.at)
    if style == "json":
        output.write(chosen, text.json(_document(several, chosen.at)))
    elif style == "csv":
        # without a choice there are several tables: the first is the trade table
        tables = [selection.asked(results, asked, chosen.at)[0] for results in several]
        output.write(chosen, output.one_csv([results.ledger.title for results in several], tables))
    elif style == "text":
        look = output.look(chosen)
        pages = [_page(chosen, reading, results, asked, look) for reading, results in played]
        output.write(chosen, "\n".join(pages))
    else:
        output.write(chosen, text.formatted(selection.named(several, asked, chosen.at), style))


def _document(several: list[Results], month: int | None) -> dict[str, object]:
    """Make the JSON document of one scenario, or of several."""
    from tradein.report import json_document

    return (
        json_document.scenario(several[0], month)
        if len(several) == 1
        else json_document.scenarios(several, month)
    )


def _page(chosen: Chosen, reading: Reading, results: Results, asked: list[str], look: Look) -> str:
    """Write the answer on one scenario for a person, or the tables that replace it."""
    title, about = results.ledger.title, reading.scenario.about
    drawn = [_drawn(results, chosen, look)] if chosen.chart else []
    if asked:
        first = _sentences(results, asked, chosen.at)
        tables = selection.for_people(results, asked, chosen.at)
        return text.page(title, [*first, *drawn, *tables], look)
    sentences = [*([about] if about else []), *chain.simulate(results)]
    return text.page(title, [*sentences, *drawn, *selection.for_people(results, [])], look)


def _drawn(results: Results, chosen: Chosen, look: Look) -> AsDrawn:
    """Draw debt and value in characters; a file takes any, a terminal those of its encoding."""
    from tradein.report import pictures
    from tradein.report.charts import plain

    blocks = chosen.output is not None or terminal.has_blocks()
    signs = plain.BLOCKS if blocks else plain.ASCII
    return AsDrawn(plain.draw(pictures.figures_of_gap(results), look.width or 80, signs))


def _sentences(results: Results, asked: list[str], month: int | None) -> list[str]:
    """Write what the tables say in sentences, where they have an answer of their own."""
    sentences = []
    if "origins" in asked:
        from tradein.analysis import shares
        from tradein.report.narrative import debts

        sentences += debts.origins(results, shares.of(results.ledger))
    if "why" in asked:
        from tradein.analysis import waterfall
        from tradein.report.narrative import why

        sentences += why.sentences(waterfall.by(results, month))
    return sentences


def _check_month(several: list[Results], month: int | None) -> None:
    """Refuse a month after the end of a scenario."""
    for results in several:
        if month is not None and month > (end := results.summary.months):
            message = f"--at {month} is after the end of {results.ledger.title!r}, month {end}"
            raise CommandError(message, USAGE)
