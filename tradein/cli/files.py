"""Reads scenarios and writes answers: whole or not at all, with errors in one line."""

import contextlib
import errno
import os
import signal
import stat
import sys
import time
from collections.abc import Callable
from io import IOBase
from typing import NoReturn

from tradein.cli import USAGE, CommandError, streams
from tradein.scenario.yaml_source import SIZE_LIMIT
from tradein.visible import visible

STDIN = "<stdin>"

SHOWN = 160
"""The most characters of a path in a message."""


def read(path: str) -> tuple[str, bytes]:
    """Read a file: give its name for messages and its bytes, at most one more than the limit."""
    if path == "-":
        return STDIN, _stdin()
    if not path:
        raise CommandError("the name of the scenario file is empty; write a file name, or -", USAGE)
    try:
        return shown(path), _bytes(path)
    except OSError as error:
        raise CommandError(_explained(path, error)) from None
    except ValueError:
        raise CommandError(f"{shown(path)}: not a file name") from None


def _stdin() -> bytes:
    """Read standard input."""
    if sys.stdin is None:
        raise CommandError("standard input is closed; name a scenario file instead of -")
    try:
        return sys.stdin.buffer.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise CommandError(f"standard input: could not read: {error.strerror or error}") from None


def _bytes(path: str) -> bytes:
    """Read a regular file (or a character device), never waiting for a pipe to open."""
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", path)
    if not (stat.S_ISREG(mode) or stat.S_ISCHR(mode)):
        raise CommandError(f"{shown(path)}: not a regular file; use - to read standard input")
    with open(path, "rb") as file:
        return file.read(SIZE_LIMIT + 1)


def _explained(path: str, error: OSError) -> str:
    """Say in one line why a file cannot be read, and suggest a similar file."""
    name = shown(path)
    if error.errno == errno.ENOENT and os.path.islink(path):
        return f"{name}: {_to_nothing(path)}"
    if error.errno == errno.ENOENT:
        return f"{name}: not found{_near(path)}"
    if error.errno == errno.EISDIR:
        return f"{name}: a folder, not a file; name a scenario in it"
    if error.errno == errno.ENAMETOOLONG:
        return f"{name}: not found, the name is too long"
    return f"{name}: {error.strerror or error}"


def shown(path: str) -> str:
    """Shorten a path for a message to its end if it is very long."""
    return visible(path if len(path) <= SHOWN else "…" + path[1 - SHOWN :])


def _to_nothing(path: str) -> str:
    """Describe a broken link."""
    return f"a link to '{shown(os.readlink(path))}', which is not there"


def _near(path: str) -> str:
    """Suggest a file of a similar name in the same folder."""
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        matches = get_close_matches(name, os.listdir(folder or "."), n=1, cutoff=0.7)
    except OSError:
        return "; check the folder"
    return f"; did you mean {shown(os.path.join(folder, matches[0]))}?" if matches else ""


def refuse_overwriting(output: str | None, inputs: list[str]) -> None:
    """Refuse an output file that is one of the inputs, by whatever name."""
    for path in inputs:
        with contextlib.suppress(OSError):
            if output is not None and path != "-" and os.path.samefile(output, path):
                message = f"{shown(output)}: the same file as the input; name another output"
                raise CommandError(message, USAGE)


def refuse_existing(path: str) -> None:
    """Refuse to write over anything that exists, even a broken link."""
    _refuse_folder(path)
    if os.path.lexists(path):
        what = "exists already" if os.path.exists(path) else _to_nothing(path)
        raise CommandError(f"{shown(path)}: {what}; name another, or add --force")


def _refuse_folder(path: str) -> None:
    if os.path.isdir(path):
        raise CommandError(f"{shown(path)}: a folder; name a file in it")
    if path.endswith(os.sep):
        raise CommandError(
            f"{shown(path)}: the name of a folder; name a file, without {os.sep} at the end"
        )


def write(path: str, answer: str | bytes) -> None:
    """Replace a whole file, or leave it unchanged; refuse if it is read-only."""
    if not path:
        raise CommandError("the name of the output file is empty; write a file name", USAGE)
    if path == "-":
        raise CommandError("- is no file; leave -o out for standard output, or write ./-", USAGE)
    data = answer if isinstance(answer, bytes) else answer.encode("utf-8", "backslashreplace")
    try:
        _refuse_folder(path)
        if os.path.exists(path) and not os.path.isfile(path):
            _pour(path, data)
        else:
            _refuse_read_only(path)
            _replace(os.path.realpath(path), data)
    except ValueError:
        raise CommandError(f"{shown(path)}: not a file name") from None
    except OSError as error:
        raise CommandError(_unwritten(path, error)) from None


def _refuse_read_only(path: str) -> None:
    """Refuse a read-only file, although it could be replaced."""
    if not os.path.exists(path):
        return
    if not os.stat(path).st_mode & 0o222 or not os.access(path, os.W_OK):
        raise CommandError(f"{shown(path)}: read-only; allow writing to it, or name another output")


def _pour(path: str, data: bytes) -> None:
    """Write to a device or a pipe without replacing it or waiting for it to open."""
    try:
        opened = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        if error.errno == errno.ENXIO and stat.S_ISFIFO(os.stat(path).st_mode):
            raise CommandError(
                f"{shown(path)}: a pipe that nobody reads; start its reader first"
            ) from None
        raise
    with open(opened, "wb", buffering=0) as device:
        streams.write_whole(device, data)


def _replace(target: str, data: bytes) -> None:
    """Write a new file beside the old one and put it in its place."""
    folder = os.path.dirname(target)
    temporary = os.path.join(folder, f"{_LEAD}{os.urandom(6).hex()}~")
    as_before = _ending_tidily()
    try:
        _sweep(folder)
        with open(temporary, "xb", buffering=0) as file:
            held = _hold(file)
            streams.write_whole(file, data)
            os.fsync(file.fileno())
            if os.path.exists(target):
                os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
            if held:
                os.replace(temporary, target)
        if not held:
            os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    finally:
        as_before()


_LEAD = ".tradein-"
"""How the name of a file begins that is to replace another; it is hidden, and ends in `~`."""

_EMPTY_FOR = 60
"""The seconds after which an empty one is left over too: it was never written to."""


def _hold(file: IOBase) -> bool:
    """Lock a file while it is open; False if the system or the disk has no locks."""
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True


def _sweep(folder: str) -> None:
    """Remove temporary files that killed runs have left in a folder: ours, and not locked."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(_LEAD) and name.endswith("~") and len(name) == len(_LEAD) + 13:
                _remove_left_over(os.path.join(folder, name))


def _remove_left_over(path: str) -> None:
    with contextlib.suppress(OSError):
        status = os.lstat(path)
        written = status.st_size or time.time() - status.st_mtime > _EMPTY_FOR
        if stat.S_ISREG(status.st_mode) and written:
            with open(path, "r+b") as file:
                if _hold(file):
                    os.unlink(path)


def _ending_tidily() -> Callable[[], object]:
    """Turn termination into an exception, so that files are cleaned up; give the undo function."""

    def end(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = {}
    with contextlib.suppress(ValueError):  # only the main thread is told of signals
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            if signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, end)
    return lambda: [signal.signal(number, handler) for number, handler in before.items()]


def _unwritten(path: str, error: OSError) -> str:
    """Say in one line why a file cannot be written."""
    folder = os.path.dirname(path)
    if error.errno == errno.ENOENT and os.path.islink(path):
        return f"{shown(path)}: {_to_nothing(path)}, nor is its folder; create that first"
    if error.errno == errno.ENOENT:
        gone = f"no folder '{shown(folder)}'; create it first"
        return f"{shown(path)}: {gone if folder else 'the current folder is gone'}"
    return f"{shown(path)}: could not write: {error.strerror or error}"
