"""Defines the arguments that commands share, and how a wrong command line is told.

This module and `parser` load for `--help`, so they import nothing that is slow to load.
"""

from __future__ import annotations

import argparse
import sys

from tradein.cli import USAGE, streams, terminal

TYPE_CHECKING = False  # `typing` would take a sixth of the time of `tradein --help`
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

    from _typeshed import SupportsWrite


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line with a remedy, and that allows no abbreviations."""

    def __init__(self, **settings: Any) -> None:
        """Set the defaults that all commands share."""
        settings.setdefault("formatter_class", _Help)
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """End with the exit code of wrong usage."""
        told = _plain(message)
        more = " See" if told.endswith("?") else "; see"
        self.exit(USAGE, f"{self.prog}: {told}{more} `{self.prog} --help`\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Write help to standard output, or fail; write a mistake to standard error."""
        if file is sys.stdout:
            streams.say(message)
        else:
            streams.tell(message.rstrip("\n"))


class Listed(Parser):
    """A command that is only listed in the help: it reads nothing, and is made in no time."""

    def __init__(self, **_: Any) -> None:
        """Keep nothing."""


class Chosen(argparse.Namespace):
    """The command of a command line, with the values of its arguments."""

    parser: Parser


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help at the width of the terminal, without the slow import of argparse's own way."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(terminal.width() or 80, 100) - 2)


class Once(argparse.Action):
    """An option that may be given once."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the value, or refuse the second one."""
        if (before := getattr(namespace, self.dest)) is not None:
            both = f"{shown(before)} and {shown(str(values))}"
            parser.error(f"{option_string} is given twice, {both}; give one")
        setattr(namespace, self.dest, values)


def add_files(command: Parser, meaning: str = "a scenario file; - for stdin") -> None:
    """Add an argument of one or more files, stored in `files`."""
    command.add_argument("files", nargs="+", metavar="FILE", help=meaning)


def add_file(command: Parser) -> None:
    """Add an argument of one file, stored in `files` like those of other commands."""
    command.add_argument("files", nargs=1, metavar="FILE", help="a scenario file; - for stdin")


def add_settings(command: Parser) -> None:
    """Add settings that replace those of the files, stored in `settings`."""
    command.add_argument(
        "--set",
        action="append",
        dest="settings",
        metavar="PATH=VALUE",
        help="replace a setting, like purchases[1].loan.apr=6.9%%; repeat it for more",
    )


def add_output(command: Parser) -> None:
    """Add the format of the answer and the file to write it to."""
    group = command.add_argument_group("output")
    group.add_argument(
        "--format",
        action=Once,
        metavar="FORMAT",
        help="csv, json, or a table format such as github, grid, html, latex",
    )
    group.add_argument(
        "-o",
        "--output",
        action=Once,
        metavar="FILE",
        help="write a file; its ending sets the format",
    )


def add_lines(command: Parser) -> None:
    """Add JSON lines to the formats of the answer."""
    command.add_argument("--json", action="store_true", help="JSON lines, one a run, for pipes")


def month(text: str) -> int:
    """Read a month of the chain."""
    if not (text.isascii() and text.isdigit()) or len(text) > 5:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a month; write a whole number")
    return int(text)


def number(text: str) -> int:
    """Read the number of a purchase."""
    if not (text.isascii() and text.isdigit()) or not 0 < len(text) <= 2 or int(text) == 0:
        raise argparse.ArgumentTypeError(
            f"{shown(text)} is not a number of a purchase; write it like 2"
        )
    return int(text)


def port(text: str) -> int:
    """Read the number of a port that anybody may use."""
    if not (text.isascii() and text.isdigit()) or not 1024 <= int(text[:6]) <= 65_535:
        raise argparse.ArgumentTypeError(f"{shown(text)} is not a port; write 1024 to 65535")
    return int(text)


def near(written: str, known: list[str]) -> str:
    """Suggest the name closest to what was written, or list the known names."""
    from difflib import get_close_matches  # only a mistake needs it

    matches = get_close_matches(written[:80], known, n=1)
    if matches:
        return f"; did you mean {matches[0]}?"
    text = ", ".join(known)
    return f"; known: {text if len(text) <= 160 else text[:160].rpartition(',')[0] + ', …'}"


def shown(text: str) -> str:
    """Quote a word of the command line for a message, cut if it is long."""
    return ascii(text if len(text) <= 60 else text[:57] + "...") if text else "''"


def _plain(message: str) -> str:
    """Keep a message on one line and free of characters that control a terminal."""
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in message)[:240]
