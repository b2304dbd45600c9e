"""The command `tradein`: its entry point, its exit codes, and how it ends."""

import errno
import gc
import signal
import sys

DONE, WRONG_BOOKS, USAGE, BAD_SCENARIO, FILE_FAILED, HOLDS, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130
"""The exit codes."""


class CommandError(Exception):
    """An error that ends the run with a line on stderr and an exit code."""

    def __init__(self, message: str, code: int = FILE_FAILED) -> None:
        """Keep the message and the code."""
        super().__init__(message)
        self.message, self.code = message, code


def main(arguments: list[str] | None = None) -> int:
    """Run a command line and give its exit code; without `arguments`, that of this process."""
    alone = arguments is None
    try:
        interrupts = _recorded_interrupts(alone)
        code = _run(sys.argv[1:] if arguments is None else arguments)
        _end_undisturbed(alone)
    except KeyboardInterrupt:
        return _interrupted(alone)
    return _interrupted(alone) if interrupts else code


def _recorded_interrupts(alone: bool) -> list[int]:
    """Record every Ctrl-C from now on; Python drops one that comes while it tidies up."""
    interrupts: list[int] = []

    def interrupt(number: int, _: object) -> None:
        interrupts.append(number)
        raise KeyboardInterrupt

    if alone and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
    return interrupts


def _run(arguments: list[str]) -> int:
    """Run a command line; without the memory or the modules for it, say so.

    Garbage collection would cost a few of the hundred milliseconds of a short run, and free
    little before the command ends.
    """
    gc.set_threshold(20_000)
    try:
        from tradein.cli import runner

        return runner.run(arguments)
    except MemoryError:
        message = _TOO_LITTLE
    except (OSError, SystemError) as error:  # what importing makes of too little memory
        if isinstance(error, OSError) and error.errno != errno.ENOMEM:
            raise
        message = _TOO_LITTLE
    except ImportError as error:
        message = f"could not be loaded: {error}; free some memory, or install it anew"
    return _told(message, FILE_FAILED)


_TOO_LITTLE = "the memory is not enough for this; free some, or ask for less at once"


def _end_undisturbed(alone: bool) -> None:
    """Ignore interrupts between the end of the run and the end of its process."""
    if alone:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _interrupted(alone: bool) -> int:
    """Say that the run was interrupted; `alone` in its process, it is not interrupted twice."""
    try:
        _end_undisturbed(alone)
        return _told("interrupted", INTERRUPTED)
    except KeyboardInterrupt:
        return _interrupted(alone)


def _told(message: str, code: int) -> int:
    """Write a line to standard error, if there is one, without modules that may not load."""
    try:
        if sys.stderr is not None:
            print(f"tradein: {message}", file=sys.stderr, flush=True)
    except OSError:
        pass  # there is nobody to tell, and the exit code still does
    return code
