"""Reads scenarios and writes answers: whole or not at all, with errors in one line."""

import errno
import os
import stat
import sys

from tradein.cli import USAGE, Failed
from tradein.visible import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

STDIN = "<stdin>"

SHOWN = 160
"""The most characters of a path in a message."""


def read(path: str) -> tuple[str, bytes]:
    """Give a file's name for messages and its bytes, one more than the limit at most."""
    if path == "-":
        return STDIN, _stdin()
    if not path:
        raise Failed("the name of the scenario file is empty; write a file name, or -", USAGE)
    try:
        return _short(path), _bytes(path)
    except OSError as error:
        raise Failed(_explained(path, error)) from None
    except ValueError:
        raise Failed(f"{_short(path)}: not a file name") from None


def _stdin() -> bytes:
    """Read standard input."""
    from tradein.scenario.source import SIZE_LIMIT

    if sys.stdin is None:
        raise Failed("standard input is closed; name a scenario file instead of -")
    try:
        return sys.stdin.buffer.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise Failed(f"standard input: could not read: {error.strerror or error}") from None


def _bytes(path: str) -> bytes:
    """Read a regular file (or a character device), never waiting for a pipe to open."""
    from tradein.scenario.source import SIZE_LIMIT

    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", path)
    if not (stat.S_ISREG(mode) or stat.S_ISCHR(mode)):
        raise Failed(f"{_short(path)}: not a regular file; use - to read standard input")
    with open(path, "rb") as file:
        return file.read(SIZE_LIMIT + 1)


def _explained(path: str, error: OSError) -> str:
    """Say in a line why a file cannot be read, and what is nearby."""
    shown = _short(path)
    if error.errno == errno.ENOENT:
        return f"{shown}: not found{_near(path)}"
    if error.errno == errno.EISDIR:
        return f"{shown}: a folder, not a file; name a scenario in it"
    if error.errno == errno.ENAMETOOLONG:
        return f"{shown}: not found, the name is too long"
    return f"{shown}: {error.strerror or error}"


def _short(path: str) -> str:
    """Give a path as a message shows it: its end, where it is very long."""
    return visible(path if len(path) <= SHOWN else "…" + path[1 - SHOWN :])


def _near(path: str) -> str:
    """Suggest a file of a similar name in the same folder."""
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        found = get_close_matches(name, os.listdir(folder or "."), n=1, cutoff=0.7)
    except OSError:
        return "; check the folder"
    return f"; did you mean {_short(os.path.join(folder, found[0]))}?" if found else ""


def refuse_overwriting(output: str, inputs: list[str]) -> None:
    """Refuse an output that is one of the inputs, by whatever name."""
    import contextlib

    for path in inputs:
        with contextlib.suppress(OSError):
            if os.path.samefile(output, path):
                message = f"{_short(output)}: the same file as the input; name another output"
                raise Failed(message, USAGE)


def write(path: str, text: str) -> None:
    """Replace a file whole, or leave what was there."""
    if not path:
        raise Failed("the name of the output file is empty; write a file name", USAGE)
    if path == "-":
        raise Failed("- is no file; leave -o out for standard output, or write ./-", USAGE)
    data = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:
                device.write(data)
        else:
            _replace(os.path.realpath(path), data)
    except ValueError:
        raise Failed(f"{_short(path)}: not a file name") from None
    except OSError as error:
        raise Failed(_unwritten(path, error)) from None


def _replace(target: str, data: bytes) -> None:
    """Write a new file beside the old one and put it in its place."""
    import contextlib

    temporary = os.path.join(os.path.dirname(target), f".tradein-{os.urandom(6).hex()}~")
    as_before = _ending_tidily()
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(target):
            os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    finally:
        as_before()


def _ending_tidily() -> "Callable[[], object]":
    """Turn a request to end into an exception, so that nothing is left behind; give the way back."""
    import signal

    def end(number: int, _: object) -> "NoReturn":
        raise SystemExit(128 + number)

    try:
        before = signal.signal(signal.SIGTERM, end)
    except ValueError:  # not the main thread, which alone is told of signals
        return lambda: None
    return lambda: signal.signal(signal.SIGTERM, before)


def _unwritten(path: str, error: OSError) -> str:
    """Say in a line why a file cannot be written."""
    folder = os.path.dirname(path)
    if error.errno == errno.ENOENT:
        gone = f"no folder '{_short(folder)}'; create it first"
        return f"{_short(path)}: {gone if folder else 'the current folder is gone'}"
    return f"{_short(path)}: could not write: {error.strerror or error}"


def say(text: str) -> None:
    """Write an answer to standard output, all of it, and find out whether that worked."""
    if sys.stdout is None:
        raise Failed("standard output is closed; the answer could not be written")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
    except OSError as error:
        _abandon_stdout()
        raise Failed(f"standard output: could not write: {error.strerror or error}") from None


def _abandon_stdout() -> None:
    """Keep the interpreter from writing again, and failing again, as it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def tell(text: str) -> None:
    """Write a message to standard error, if there is one."""
    import contextlib

    if sys.stderr is None:
        return
    safe = "\n".join(visible(line) for line in text.split("\n"))
    with contextlib.suppress(OSError):
        print(safe, file=sys.stderr, flush=True)
