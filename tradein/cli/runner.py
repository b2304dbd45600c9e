"""Runs one command and sees that nothing escapes as a traceback."""

import codecs
import sys

from tradein.cli import DONE, USAGE, WRONG_BOOKS, CommandError, parser, streams
from tradein.cli.arguments import Chosen


def run(arguments: list[str]) -> int:
    """Run a command line and give its exit code."""
    _admit_any_text()
    try:
        return _run(parser.parse(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    except CommandError as failed:
        return _failed(failed)


_PLAIN = {"−": "-", "–": "-", "—": "-", "…": "...", "’": "'", "“": '"', "”": '"', "\ufffd": "?"}
"""What stands for a character that the terminal's encoding has no room for."""


def _admit_any_text() -> None:
    """Let both streams take any text: write plainer characters that their encoding lacks."""
    codecs.register_error("tradein-plainer", _plainer)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="tradein-plainer")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Give plain characters for those that cannot be encoded, and the next position."""
    assert isinstance(error, UnicodeEncodeError)
    written = error.object[error.start : error.end]
    escaped = (_PLAIN.get(c) or c.encode("ascii", "backslashreplace").decode() for c in written)
    return "".join(escaped), error.end


def _failed(failed: CommandError) -> int:
    streams.tell(f"tradein: {failed.message}")
    return failed.code


def _run(chosen: Chosen) -> int:
    """Run the chosen command."""
    from tradein.engine.audit import AuditError  # `--help` ends before it, and loads no engine

    try:
        chosen.run(chosen)
    except AuditError as broken:
        message = f"the books are wrong, please report this: {broken}"
        return _failed(CommandError(message, WRONG_BOOKS))
    return DONE
