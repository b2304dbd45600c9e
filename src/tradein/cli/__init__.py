"""The door: talks to the operating system, and to nobody else's business."""

import gc
import sys

DONE, WRONG_BOOKS, USAGE, BAD_SCENARIO, FILE_FAILED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""The exit codes."""


class Failed(Exception):
    """Something that ends the run with a line on stderr and an exit code."""

    def __init__(self, message: str, code: int = FILE_FAILED) -> None:
        """Keep the message and the code."""
        super().__init__(message)
        self.message, self.code = message, code


def main(arguments: list[str] | None = None) -> int:
    """Run a command line and give its exit code.

    A command is over before the usual garbage collections pay for themselves: they would
    take a few of the hundred milliseconds of a short run.
    """
    gc.set_threshold(50_000)
    try:
        from tradein.cli import door

        return door.run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return _interrupted(arguments is None)


def _interrupted(alone: bool) -> int:
    """Say that the run was interrupted; `alone` in its process, it is not interrupted twice."""
    if alone:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.stderr is not None:
        print("tradein: interrupted", file=sys.stderr)
    return INTERRUPTED
