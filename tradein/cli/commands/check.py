"""The command `check`: list every problem of scenario files, or nothing."""

from tradein.cli import arguments, playing, reading
from tradein.cli.arguments import Chosen, Parser
from tradein.scenario import reader


def add_arguments(command: Parser) -> None:
    """Add the files."""
    arguments.add_files(command)


def run(chosen: Chosen) -> None:
    """List every problem of scenario files, or nothing."""
    reading.each_file(chosen.files, _check)


def _check(name: str, data: bytes) -> object | None:
    """Read a file of positions, or read and play a scenario; None where it has mistakes."""
    return reading.positions(name, data) if reader.has_positions(data) else playing.play(name, data)
