"""Writes to standard output and standard error: whole, or not at all."""

from __future__ import annotations

import select
import sys

from tradein.cli import CommandError, progress
from tradein.visible import visible

TYPE_CHECKING = False  # `typing` would take a sixth of the time of `tradein --help`
if TYPE_CHECKING:
    from io import RawIOBase
    from typing import TextIO


def say(text: str) -> None:
    """Write an answer to standard output, all of it, and find out whether that worked."""
    if sys.stdout is None:
        raise CommandError("standard output is closed; the answer could not be written")
    try:
        _send(sys.stdout, text)
    except BrokenPipeError:
        return
    except OSError as error:
        raise CommandError(f"standard output: could not write: {error.strerror or error}") from None


def _send(stream: TextIO, text: str) -> None:
    """Write a text whole, past the stream's own layers.

    Without a buffer these forget what a disk or a pipe has not taken, and with one they try
    again, and fail again, as the interpreter ends.
    """
    stream.flush()
    layer = getattr(stream, "buffer", None)
    if layer is None:
        stream.write(text)
        return
    data = text.encode(stream.encoding, stream.errors or "strict")
    write_whole(getattr(layer, "raw", layer), data)


def tell(text: str) -> bool:
    """Write a message to standard error, if there is one, and say whether it is not lost."""
    if sys.stderr is None:
        return True
    progress.erase()
    safe = "\n".join(visible(line) for line in text.split("\n"))
    try:
        _send(sys.stderr, f"{safe}\n")
    except BrokenPipeError:
        return True
    except OSError:
        return False
    return True


def write_whole(raw: RawIOBase, data: bytes) -> None:
    """Write every byte to a file without a buffer, waiting where it can take no more for now."""
    rest = memoryview(data)
    while rest:
        count = raw.write(rest)
        if count is None:
            _await_room(raw)
        rest = rest[count or 0 :]


def _await_room(raw: RawIOBase) -> None:
    """Wait until a pipe that does not wait by itself can take more."""
    room = select.poll()
    room.register(raw, select.POLLOUT)
    room.poll()
