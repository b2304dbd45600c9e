"""Says on a terminal how far a long task is; nothing of that is left, and no pipe sees any."""

import sys
import time

AFTER_SECONDS = 1
"""How long a person waits before anything is said."""

EVERY_SECONDS = 0.2
"""How long a line stands before the next one takes its place."""


class Progress:
    """The progress of a task, in one line of standard error that is erased at the end."""

    def __init__(self, what: str) -> None:
        """Begin a task; `what` names its items, such as files."""
        self._what, self._next = what, time.monotonic() + AFTER_SECONDS
        self._terminal = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        erase()

    def __call__(self, done: int, of: int) -> None:
        """Show how many are done, once a person has waited long enough."""
        if not self._terminal or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_SECONDS
        erase()
        _write(f"{done} of {of} {self._what}")


_on_screen: list[str] = []
"""The line that is on the screen, if there is one."""


def erase() -> None:
    """Erase the line, so that something else can be written there."""
    if _on_screen:
        blank = " " * len(_on_screen.pop())
        _put(f"\r{blank}\r")


def _write(line: str) -> None:
    _on_screen.append(line)
    _put(line)


def _put(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        pass  # the terminal is gone, and the answer matters more
