"""The command `new`: write a commented starter scenario."""

from tradein.cli import files
from tradein.cli.arguments import Chosen, Parser
from tradein.scenario import catalog


def add_arguments(command: Parser) -> None:
    """Add the file to write, and the option to replace it."""
    command.add_argument("file", metavar="FILE", help="the file to write")
    command.add_argument("--force", action="store_true", help="replace a file that exists")


def run(chosen: Chosen) -> None:
    """Write a commented starter scenario."""
    if chosen.file == "-":
        chosen.parser.error("- is no file; name the file to write, or write ./-")
    if not chosen.force:
        files.refuse_existing(chosen.file)
    files.write(chosen.file, catalog.starter())
