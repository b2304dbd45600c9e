"""The command `states`: list the states' taxes on vehicles with their sources."""

from tradein.cli import USAGE, CommandError, arguments, output
from tradein.cli.arguments import Chosen, Parser
from tradein.report import json_document, text
from tradein.report.tables import catalog as tables
from tradein.scenario import scalars, states


def add_arguments(command: Parser) -> None:
    """Add the codes of states and the output."""
    command.add_argument(
        "codes", nargs="*", metavar="STATE", help="only these states, with their sources"
    )
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """List what is known about the states' taxes on vehicles, with sources for named states."""
    style = output.chosen_format(chosen)
    try:
        listed = [states.find(states.code(name)) for name in chosen.codes or states.codes()]
    except scalars.ValueFormatError as wrong:
        raise CommandError(str(wrong), USAGE) from None
    if style == "json":
        records = json_document.records(tables.states(listed))
        output.write(chosen, text.json({"states": records}))
    elif style == "text":
        parts = tables.state_parts(listed, bool(chosen.codes))
        output.write(chosen, text.page("Taxes of the states", parts, output.look(chosen)))
    else:
        output.write_tables(chosen, style, [tables.states(listed)])
