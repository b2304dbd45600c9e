"""Assembles the parser from the commands, and reads a command line with it.

Only the module of the chosen command is imported.  The help of the whole program needs the
names and sentences of `commands.COMMANDS`, and imports no command.
"""

from collections.abc import Callable
from types import ModuleType

from tradein import __version__
from tradein.cli.arguments import Chosen, Listed, Parser, near, shown
from tradein.cli.commands import COMMANDS


def parse(arguments: list[str]) -> Chosen:
    """Read a command line, or end with exit code 2 and a line that says what is wrong."""
    first = next((word for word in arguments if not word.startswith("-")), "")
    whole = parser(first, alone=arguments[:1] == [first] and first in COMMANDS)
    _check_command(whole, arguments)
    chosen, unknown = whole.parse_known_args(arguments, Chosen(parser=whole))
    command = chosen.parser
    options, more = _left_over(unknown)
    for option in options:
        name = option.partition("=")[0]
        known = [name for action in command._actions for name in action.option_strings]
        command.error(f"unknown option {shown(name)}{near(name, known)}")
    if command is whole:
        _refuse_no_command(whole)
    if more:
        _add(chosen, more)
    return chosen


def _check_command(whole: Parser, arguments: list[str]) -> None:
    """Refuse a command that does not exist, suggesting one that does."""
    if not arguments:
        _refuse_no_command(whole)
    name = arguments[0]
    if not name.startswith("-") and name not in COMMANDS:
        whole.error(f"unknown command {shown(name)}{near(name, list(COMMANDS))}")


def _refuse_no_command(whole: Parser) -> None:
    whole.error(f"a command is missing; one of {', '.join(COMMANDS)}")


def _left_over(words: list[str]) -> tuple[list[str], list[str]]:
    """Split what argparse leaves over: unknown options, and arguments after options."""
    end = words.index("--") if "--" in words else len(words)
    options = [word for word in words[:end] if word.startswith("-") and word != "-"]
    return options, [*(word for word in words[:end] if word not in options), *words[end + 1 :]]


def _add(chosen: Chosen, more: list[str]) -> None:
    """Add arguments after options to those before them, if a command takes several."""
    command = chosen.parser
    for action in command._actions:
        if not action.option_strings and action.nargs in ("+", "*"):
            setattr(chosen, action.dest, [*getattr(chosen, action.dest), *more])
            return
    command.error(f"{shown(more[0])} is an argument too many; remove it")


def parser(command: str | None = None, alone: bool = False) -> Parser:
    """Make the parser of the whole command line.

    Without a name, every command has its arguments.  With a name, only that command has them,
    and only its module is imported; `alone`, the others are not known at all.  With an empty
    name the commands are only listed.
    """
    whole = Parser(
        prog="tradein",
        description="Simulates a chain of car purchases, trade-ins and loans, month by month and\n"
        "to the cent, and shows how the loan balance outgrows the vehicle's value.",
        epilog="Start with: tradein new my.yaml && tradein simulate my.yaml",
    )
    whole.add_argument("--version", action="version", version=f"tradein {__version__}")
    kind = Listed if command == "" else Parser
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", parser_class=kind)
    for name, (sentence, load) in COMMANDS.items():
        chosen = command in (None, name)
        if alone and not chosen:
            continue
        subparser = commands.add_parser(
            name, help=sentence, description=f"{sentence}.", add_help=chosen
        )
        if command != "":
            subparser.set_defaults(parser=subparser)
        if chosen:
            _fill(subparser, _loaded(load))
    return whole


def _loaded(load: Callable[[], ModuleType]) -> ModuleType:
    """Import the module of a command; raises MemoryError if Python could not compile it.

    Python's compiler raises ValueError if it had no memory for a part of the tree.
    """
    try:
        return load()
    except ValueError as error:
        raise MemoryError from error


def _fill(subparser: Parser, module: ModuleType) -> None:
    """Add the arguments and the body of a command to its parser, from the command's module."""
    module.add_arguments(subparser)
    subparser.set_defaults(run=module.run)
    for action in subparser._actions:
        if action.metavar == "FILE":  # shtab completes it with the names of files
            action.complete = "file"  # type: ignore[attr-defined]
