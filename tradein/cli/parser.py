"""The command line: commands and options; the only file that knows argparse."""

from __future__ import annotations

import argparse
import os
import sys

from tradein.cli import USAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

ENDINGS = {
    ".csv": "csv",
    ".json": "json",
    ".txt": "text",
    ".md": "github",
    ".html": "html",
    ".rst": "rst",
    ".tex": "latex",
    ".tsv": "tsv",
}
"""The format of an output file, by how its name ends."""

TABLES = ("monthly", "schedule", "exit", "origins", "why")
"""The tables of `simulate` that are printed instead of the answer."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line with a remedy, and which takes no abbreviations."""

    def __init__(self, **settings: Any) -> None:
        """Set what every command shares."""
        settings.setdefault("formatter_class", _Help)
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        """End with the exit code of wrong usage."""
        self.exit(USAGE, f"{self.prog}: {_plain(message)}; see `{self.prog} --help`\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write help to standard output, or fail; a mistake is told on standard error."""
        from tradein.cli import files

        if file is sys.stdout:
            files.say(message)
        else:
            files.tell(message.rstrip("\n"))


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help at the width of the terminal, found without importing what finds it slowly."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(width() or 80, 100) - 2)


class _Once(argparse.Action):
    """An option that may be given once."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: Any, values: Any, option: Any = None
    ) -> None:
        if getattr(namespace, self.dest) is not None:
            before = _shown(getattr(namespace, self.dest))
            parser.error(f"{option} is given twice, {before} and {_shown(values)}; give one")
        setattr(namespace, self.dest, values)


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read a command line, or end with exit code 2 and a line that says what is wrong."""
    whole = parser(*arguments[:1])
    _check_command(whole, arguments)
    chosen, unknown = whole.parse_known_args(arguments)
    command: Parser = chosen.parser
    unheard, more = _left_over(unknown)
    for option in unheard:
        name = option.partition("=")[0]
        known = [name for action in command._actions for name in action.option_strings]
        command.error(f"unknown option {_shown(name)}{_near(name, known)}")
    if more:
        _add(chosen, more)
    return chosen


def _left_over(words: list[str]) -> tuple[list[str], list[str]]:
    """Part what argparse leaves over: options that are not known, and arguments behind options."""
    end = words.index("--") if "--" in words else len(words)
    unheard = [word for word in words[:end] if word.startswith("-") and word != "-"]
    return unheard, [*(word for word in words[:end] if word not in unheard), *words[end + 1 :]]


def _add(chosen: argparse.Namespace, more: list[str]) -> None:
    """Add arguments that stand behind options to those before, where a command takes several."""
    command: Parser = chosen.parser
    for action in command._actions:
        if not action.option_strings and action.nargs in ("+", "*"):
            setattr(chosen, action.dest, [*getattr(chosen, action.dest), *more])
            return
    command.error(f"{_shown(more[0])} is an argument too many; remove it")


def parser(command: str | None = None) -> Parser:
    """Make the parser of the whole command line, or with one command where it is named."""
    whole = Parser(
        prog="tradein",
        description="Simulates a chain of car purchases, trade-ins and loans, month by month and\n"
        "to the cent, and shows how the loan balance outgrows the vehicle's value.",
        epilog="Start with: tradein new my.yaml && tradein simulate my.yaml",
    )
    whole.add_argument("--version", action="version", version=_version())
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for name, (sentence, fill) in _commands().items():
        if command not in _commands() or command == name:
            fill(_command(commands, name, sentence))
    _complete_files(commands)
    return whole


def _commands() -> dict[str, tuple[str, Callable[[Parser], None]]]:
    """List the commands, each with what it does and with what fills its parser."""
    return {
        "simulate": ("simulate scenarios: the answer, the trades and a summary", _simulate),
        "compare": ("compare two to eight scenarios side by side", _compare),
        "disclose": ("show the Truth in Lending disclosure of each purchase", _disclose),
        "payoff": ("calculate the payoff on a date", _payoff),
        "match": ("compare the simulation with your lender's statements", _match),
        "equity": ("show where you stand with one asset: value, debt, equity", _equity),
        "check": ("list every mistake in scenario files, or print nothing", _check),
        "new": ("write a commented starter scenario", _new),
        "schema": ("print the JSON Schema of scenario files", _schema),
        "curves": (
            "list the built-in value curves and price histories with their sources",
            _curves,
        ),
        "states": ("list the states' sales taxes on vehicles with their sources", _states),
    }


def _complete_files(commands: Any) -> None:
    """Mark what is a file, for the shell completion that shtab makes of the parser."""
    for command in commands.choices.values():
        for action in command._actions:
            if action.metavar == "FILE":
                action.complete = "file"


def _command(commands: Any, name: str, sentence: str) -> Parser:
    made: Parser = commands.add_parser(name, help=sentence, description=sentence + ".")
    made.set_defaults(parser=made)
    return made


def _simulate(command: Parser) -> None:
    _files(command)
    tables = command.add_argument_group("tables, instead of the answer")
    tables.add_argument("--monthly", action="store_true", help="balance, value and gap by month")
    tables.add_argument("--schedule", action="store_true", help="interest and principal by month")
    tables.add_argument("--exit", action="store_true", help="cash to exit by month")
    tables.add_argument("--origins", action="store_true", help="debt by original vehicle, by month")
    tables.add_argument("--why", action="store_true", help="where the gap comes from, by month")
    _output(command)


def _compare(command: Parser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="two to eight scenario files")
    command.add_argument(
        "--at",
        type=_month,
        metavar="MONTH",
        help="also compare at this month (default: where the shortest ends)",
    )
    _output(command)


def _disclose(command: Parser) -> None:
    _files(command)
    _output(command)


def _payoff(command: Parser) -> None:
    _files(command)
    command.add_argument(
        "--on", action=_Once, required=True, metavar="DATE", help="the date, like 2027-03-18"
    )
    command.add_argument(
        "--good-through",
        action=_Once,
        metavar="DAYS",
        help='how long the payoff is good: days, or a date (default: "10 days")',
    )
    _output(command)


def _match(command: Parser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="one scenario file; - for stdin")
    _output(command)


def _equity(command: Parser) -> None:
    command.add_argument("file", nargs="?", metavar="FILE", help="a file of positions")
    command.add_argument(
        "--owed", action="append", metavar="AMOUNT", help="the debt; repeat it for each lien"
    )
    command.add_argument("--value", action=_Once, metavar="AMOUNT", help="what it would sell for")
    command.add_argument("--sale-costs", action=_Once, metavar="AMOUNT", help="what selling costs")
    _output(command)


def _check(command: Parser) -> None:
    _files(command)


def _new(command: Parser) -> None:
    command.add_argument("file", metavar="FILE", help="the file to write")
    command.add_argument("--force", action="store_true", help="replace a file that exists")


def _schema(command: Parser) -> None:
    command.add_argument(
        "--positions", action="store_true", help="the schema of a file of positions instead"
    )


def _curves(command: Parser) -> None:
    command.add_argument("names", nargs="*", metavar="NAME", help="only these curves")
    _output(command)


def _states(command: Parser) -> None:
    command.add_argument(
        "codes", nargs="*", metavar="STATE", help="only these states, with their sources"
    )
    _output(command)


def _files(command: Parser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="a scenario file; - for stdin")


def _output(command: Parser) -> None:
    group = command.add_argument_group("output")
    group.add_argument(
        "--format",
        action=_Once,
        metavar="FORMAT",
        help="csv, json, or a table format such as github, grid, html, latex",
    )
    group.add_argument(
        "-o",
        "--output",
        action=_Once,
        metavar="FILE",
        help="write a file; its ending sets the format",
    )


def chosen_format(chosen: argparse.Namespace) -> str:
    """Give the format asked for: by name, or by the ending of the output file, else `text`."""
    command: Parser = chosen.parser
    ending = os.path.splitext(chosen.output or "")[1].lower()
    if ending in (".yaml", ".yml"):
        command.error(f"{_shown(chosen.output)} would be a scenario; use {', '.join(ENDINGS)}")
    if chosen.format is not None:
        return _known_format(command, chosen.format)
    if chosen.output is None:
        return "text"
    if ending not in ENDINGS:
        what = f"no format is known for the ending {_shown(ending) if ending else 'of that name'}"
        command.error(f"{what}; use {', '.join(ENDINGS)}, or give --format")
    return ENDINGS[ending]


def _known_format(command: Parser, name: str) -> str:
    if name in ("csv", "json", "text"):
        return name
    from tradein.report.markup import NOT_OFFERED
    from tradein.report.text import formats

    if name in NOT_OFFERED:
        command.error(
            f"{name} is not offered, it cannot keep every text literal; use github or csv"
        )
    known = ["csv", "json", "text", *formats()]
    if name not in known:
        command.error(f"unknown format {_shown(name)}{_near(name, known)}")
    return name


def _check_command(whole: Parser, arguments: list[str]) -> None:
    """Refuse a command that does not exist, suggesting one that does."""
    known = list(_commands())
    if not arguments:
        whole.error(f"a command is missing; one of {', '.join(known)}")
    name = arguments[0]
    if not name.startswith("-") and name not in known:
        whole.error(f"unknown command {_shown(name)}{_near(name, known)}")


def _near(written: str, known: list[str]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(written[:80], known, n=1)
    if found:
        return f"; did you mean {found[0]}?"
    text = ", ".join(known)
    return f"; known: {text if len(text) <= 160 else text[:160].rpartition(',')[0] + ', …'}"


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 60 else text[:57] + "...") if text else "''"


def _plain(message: str) -> str:
    """Keep a message on one line and free of what a terminal would obey."""
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in message)[:240]


def _month(text: str) -> int:
    """Read a month of the chain."""
    if not (text.isascii() and text.isdigit()) or len(text) > 5:
        raise argparse.ArgumentTypeError(f"{_shown(text)} is not a month; write a whole number")
    return int(text)


def width() -> int | None:
    """Give the columns that an answer may take: COLUMNS, or the terminal's, None for no limit."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:6]) > 0:
        return int(columns[:6])
    if not _on_terminal():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def color() -> bool:
    """Say whether colour is wanted: only on a terminal, never with NO_COLOR."""
    dumb = os.environ.get("TERM") == "dumb"
    return _on_terminal() and not os.environ.get("NO_COLOR") and not dumb


def _version() -> str:
    from tradein import __version__

    return f"tradein {__version__}"
