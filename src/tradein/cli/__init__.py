"""The door: talks to the operating system, and to nobody else's business."""

import sys

DONE, WRONG_BOOKS, USAGE, BAD_SCENARIO, FILE_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""The exit codes."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command line and give its exit code."""
    try:
        from tradein.cli import door

        return door.run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        print("tradein: interrupted", file=sys.stderr)
        return INTERRUPTED
