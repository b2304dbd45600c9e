"""The command `export`: write a chain's books for another program."""

from tradein.cli import arguments, output, playing
from tradein.cli.arguments import Chosen, Once, Parser, near, shown
from tradein.report import beancount, books, hledger

PROGRAMS = {"beancount": beancount.text, "hledger": hledger.text}
"""What writes the books for each program."""


def add_arguments(command: Parser) -> None:
    """Add the file, the program that will read the books, and the output."""
    arguments.add_file(command)
    arguments.add_settings(command)
    command.add_argument(
        "--to",
        action=Once,
        required=True,
        metavar="PROGRAM",
        help="who reads the books: beancount or hledger",
    )
    command.add_argument("-o", "--output", action=Once, metavar="FILE", help="write a file")


def run(chosen: Chosen) -> None:
    """Write a chain's books for another program."""
    if chosen.to not in PROGRAMS:
        chosen.parser.error(
            f"--to: unknown program {shown(chosen.to)}{near(chosen.to, [*PROGRAMS])}"
        )
    output.ending_of_output(chosen, [".beancount", ".journal"])
    [(_, results)] = playing.play_files(chosen)
    output.write(chosen, PROGRAMS[chosen.to](books.of(results)))
