"""The command `disclose`: show what a Truth in Lending statement of each purchase would."""

from tradein.analysis import disclosure
from tradein.cli import arguments, output, playing
from tradein.cli.arguments import Chosen, Parser
from tradein.report import json_document, text
from tradein.report.tables import disclosure as tables


def add_arguments(command: Parser) -> None:
    """Add the files and the output."""
    arguments.add_files(command)
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Show the Truth in Lending disclosure of each purchase."""
    style = output.chosen_format(chosen)
    ledgers = [results.ledger for _, results in playing.play_files(chosen)]
    disclosures = [(ledger.title, disclosure.of(ledger)) for ledger in ledgers]
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
        output.write_tables(chosen, style, shown)
