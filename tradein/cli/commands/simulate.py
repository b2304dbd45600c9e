"""The command `simulate`: play scenarios and show what happens."""

from tradein.analysis import shares
from tradein.analysis.results import Results
from tradein.cli import USAGE, CommandError, arguments, output, playing
from tradein.cli.arguments import Chosen, Parser
from tradein.report import json_document, text
from tradein.report.narrative import chain, debts
from tradein.report.tables import selection
from tradein.report.text import Look
from tradein.scenario.reader import Reading

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
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Play scenarios and show what happens."""
    style = output.chosen_format(chosen)
    asked = [name for name in TABLES if getattr(chosen, name)]
    if style == "csv" and len(asked) > 1:
        raise CommandError(f"a csv is one table, not {', '.join(asked)}; ask for one", USAGE)
    played = playing.play_files(chosen)
    several = [results for _, results in played]
    if style == "json":
        output.write(chosen, text.json(_document(several)))
    elif style == "csv":
        # without a choice there are several tables: the first is the trade table
        tables = [selection.asked(results, asked)[0] for results in several]
        output.write(chosen, output.one_csv([results.ledger.title for results in several], tables))
    elif style == "text":
        look = output.look(chosen)
        pages = [_page(reading, results, asked, look) for reading, results in played]
        output.write(chosen, "\n".join(pages))
    else:
        output.write(chosen, text.formatted(selection.named(several, asked), style))


def _document(several: list[Results]) -> dict[str, object]:
    """Make the JSON document of one scenario, or of several."""
    return (
        json_document.scenario(several[0])
        if len(several) == 1
        else json_document.scenarios(several)
    )


def _page(reading: Reading, results: Results, asked: list[str], look: Look) -> str:
    """Write the answer on one scenario for a person, or the tables that replace it."""
    title, about = results.ledger.title, reading.scenario.about
    if asked:
        first = _sentences(results, asked)
        return text.page(title, [*first, *selection.for_people(results, asked)], look)
    sentences = [*([about] if about else []), *chain.simulate(results)]
    return text.page(title, [*sentences, *selection.for_people(results, [])], look)


def _sentences(results: Results, asked: list[str]) -> list[str]:
    """Write what the tables say in sentences, where they have an answer of their own."""
    return debts.origins(results, shares.of(results.ledger)) if "origins" in asked else []
