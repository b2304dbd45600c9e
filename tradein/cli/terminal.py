"""Says how wide the terminal is, and whether it shows color."""

import os
import sys


def width() -> int | None:
    """Give the width for an answer: COLUMNS, or the terminal's; None for no limit."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:6]) > 0:
        return int(columns[:6])
    if not _on_terminal():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def color() -> bool:
    """Say whether to use color: only on a terminal, never with NO_COLOR."""
    dumb = os.environ.get("TERM") == "dumb"
    return _on_terminal() and not os.environ.get("NO_COLOR") and not dumb


def has_blocks() -> bool:
    """Say whether the output shows more than ASCII: where its encoding is UTF-8."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return encoding.lower().replace("-", "") == "utf8"


def _on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
