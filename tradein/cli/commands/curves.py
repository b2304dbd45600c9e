"""The command `curves`: list the built-in value curves with their sources."""

from tradein.cli import USAGE, CommandError, arguments, output
from tradein.cli.arguments import Chosen, Parser
from tradein.report import json_document, text
from tradein.report.tables import catalog as tables
from tradein.scenario import catalog, history


def add_arguments(command: Parser) -> None:
    """Add the names of curves and the output."""
    command.add_argument("names", nargs="*", metavar="NAME", help="only these curves")
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """List the built-in value curves with their sources."""
    style = output.chosen_format(chosen)
    for name in chosen.names:
        if name not in catalog.names():
            raise CommandError(catalog.unknown(name), USAGE)
    listed = [catalog.find(name) for name in chosen.names or catalog.names()]
    if style not in ("json", "text"):
        output.write_tables(chosen, style, [tables.curves(listed)])
        return
    histories = [history.find(name) for name in history.names()]
    if style == "json":
        of_curves = json_document.records(tables.curves(listed))
        of_prices = json_document.records(tables.histories(histories))
        output.write(chosen, text.json({"curves": of_curves, "histories": of_prices}))
        return
    parts = tables.curve_parts(listed, [] if chosen.names else histories)
    output.write(chosen, text.page("Built-in value curves", parts, output.look(chosen)))
