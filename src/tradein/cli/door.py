"""Runs one command: reads its files, asks the rooms inside, writes what they answer."""

import sys
from argparse import Namespace

from tradein.cli import BAD_SCENARIO, DONE, FILE_FAILED, USAGE, WRONG_BOOKS, options
from tradein.cli.files import Failed, tell


def run(arguments: list[str]) -> int:
    """Run a command line and give its exit code; nothing escapes as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        chosen = options.parse(arguments)
        return _run(chosen)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except Failed as failed:
        tell(f"tradein: {failed.message}")
        return failed.code


def _run(chosen: Namespace) -> int:
    """Run the command chosen; it imports its rooms itself."""
    from tradein.cli import commands
    from tradein.engine.audit import Broken

    try:
        return getattr(commands, chosen.command)(chosen)  # type: ignore[no-any-return]
    except Broken as broken:
        tell(f"tradein: the books are wrong, please report this: {broken}")
        return WRONG_BOOKS


__all__ = ["BAD_SCENARIO", "DONE", "FILE_FAILED", "run"]
