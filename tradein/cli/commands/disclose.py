"""The command `disclose`: show what a Truth in Lending statement of each purchase would."""

from tradein.analysis import disclosure
from tradein.analysis.disclosure import Statement
from tradein.analysis.results import Results
from tradein.cli import arguments, output, playing
from tradein.cli.arguments import Chosen, Parser
from tradein.report import json_document, text
from tradein.report.tables import disclosure as tables
from tradein.scenario.model import Purchase
from tradein.scenario.reader import Reading


def add_arguments(command: Parser) -> None:
    """Add the files and the output."""
    arguments.add_files(command)
    arguments.add_settings(command)
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Show the Truth in Lending disclosure of each purchase."""
    style = output.chosen_format(chosen)
    played = playing.play_files(chosen)
    disclosures = [(results.ledger.title, _statements(read, results)) for read, results in played]
    if style == "json":
        output.write(chosen, text.json(json_document.disclosures(disclosures)))
        return
    if style == "text":
        look = output.look(chosen)
        pages = [text.page(title, tables.parts(boxes), look) for title, boxes in disclosures]
        output.write(chosen, "\n".join(pages))
        return
    shown = [tables.table(title, boxes, len(disclosures) > 1) for title, boxes in disclosures]
    if style == "csv":
        output.write(chosen, output.one_csv([title for title, _ in disclosures], shown))
    else:
        papers = [table for _, boxes in disclosures for table in tables.papers(boxes)]
        output.write_tables(chosen, style, [*shown, *papers])


def _statements(read: Reading, results: Results) -> list[Statement]:
    """Give the statement of every purchase, each with what its paper says."""
    turns = read.scenario.purchases
    papers = [turn.paper if isinstance(turn, Purchase) else None for turn in turns]
    return disclosure.of(results.ledger, papers)
