"""The command `schema`: print the JSON Schema of scenario files, or of files of positions."""

from tradein.cli import streams
from tradein.cli.arguments import Chosen, Parser
from tradein.report import text
from tradein.scenario import schema


def add_arguments(command: Parser) -> None:
    """Add the option for files of positions."""
    command.add_argument(
        "--positions", action="store_true", help="the schema of a file of positions instead"
    )


def run(chosen: Chosen) -> None:
    """Print the JSON Schema of scenario files, or of files of positions."""
    streams.say(text.json(schema.positions() if chosen.positions else schema.scenario()))
