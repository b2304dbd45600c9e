"""Writes to standard output and standard error: whole, or not at all."""

from __future__ import annotations

import sys

from tradein.cli import CommandError, progress
from tradein.visible import visible

TYPE_CHECKING = False  # `typing` would take a sixth of the time of `tradein --help`
if TYPE_CHECKING:
    from io import RawIOBase
    from typing import TextIO


def say(text: str) -> None:
    """Write a whole answer to standard output; raises CommandError if that fails."""
    if sys.stdout is None:
        raise CommandError("standard output is closed; the answer could not be written")
    try:
        _send(sys.stdout, text)
    except BrokenPipeError:
        return
    except OSError as error:
        raise CommandError(f"standard output: could not write: {error.strerror or error}") from None


def _send(stream: TextIO, text: str) -> None:
    """Write a whole text, bypassing the stream's own layers.

    Without a buffer the layers lose what a disk or a pipe did not accept.  With one they try
    again, and fail again, when the interpreter ends.
    """
    stream.flush()
    layer = getattr(stream, "buffer", None)
    if layer is None:
        stream.write(text)
        return
    data = text.encode(stream.encoding, stream.errors or "strict")
    write_whole(getattr(layer, "raw", layer), data)


def tell(text: str) -> bool:
    """Write a message to standard error, if anybody can read it; False if that fails."""
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
    """Write every byte to an unbuffered file, waiting while it cannot take more."""
    rest = memoryview(data)
    while rest:
        count = raw.write(rest)
        if count is None:
            _await_room(raw)
        rest = rest[count or 0 :]


def _await_room(raw: RawIOBase) -> None:
    """Wait until a non-blocking pipe can take more."""
    import select  # few answers have to wait

    room = select.poll()
    room.register(raw, select.POLLOUT)
    room.poll()
