"""Reads scenarios and writes answers: whole or not at all, with errors in one line."""

import contextlib
import errno
import os
import stat
import sys

from tradein.cli import FILE_FAILED, USAGE
from tradein.scenario.kinds import visible
from tradein.scenario.source import SIZE_LIMIT

STDIN = "<stdin>"


class Failed(Exception):
    """Something that ends the run with a line on stderr and an exit code."""

    def __init__(self, message: str, code: int = FILE_FAILED) -> None:
        """Keep the message and the code."""
        super().__init__(message)
        self.message, self.code = message, code


def read(path: str) -> tuple[str, bytes]:
    """Give a file's name for messages and its bytes, one more than the limit at most."""
    if path == "-":
        return STDIN, sys.stdin.buffer.read(SIZE_LIMIT + 1)
    if not path:
        raise Failed("the name of the scenario file is empty; write a file name, or -", USAGE)
    try:
        return visible(path), _bytes(path)
    except OSError as error:
        raise Failed(_explained(path, error)) from None
    except ValueError:
        raise Failed(f"{visible(path)[:200]}: not a file name") from None


def _bytes(path: str) -> bytes:
    """Read a regular file (or a character device), never waiting for a pipe to open."""
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", path)
    if not (stat.S_ISREG(mode) or stat.S_ISCHR(mode)):
        raise Failed(f"{visible(path)}: not a regular file; use - to read standard input")
    with open(path, "rb") as file:
        return file.read(SIZE_LIMIT + 1)


def _explained(path: str, error: OSError) -> str:
    """Say in a line why a file cannot be read, and what is nearby."""
    shown = visible(path) if len(path) <= 200 else visible(path[:199]) + "…"
    if error.errno == errno.ENOENT:
        return f"{shown}: not found{_near(path)}"
    if error.errno == errno.EISDIR:
        return f"{shown}: a folder, not a file; name a scenario in it"
    if error.errno == errno.ENAMETOOLONG:
        return f"{shown}: not found, the name is too long"
    return f"{shown}: {error.strerror or error}"


def _near(path: str) -> str:
    """Suggest a file of a similar name in the same folder."""
    from difflib import get_close_matches

    folder, name = os.path.split(path)
    try:
        found = get_close_matches(name, os.listdir(folder or "."), n=1)
    except OSError:
        return "; check the folder"
    return f"; did you mean {visible(os.path.join(folder, found[0]))}?" if found else ""


def refuse_overwriting(output: str, inputs: list[str]) -> None:
    """Refuse an output that is one of the inputs, by whatever name."""
    for path in inputs:
        with contextlib.suppress(OSError):
            if os.path.samefile(output, path):
                message = f"{visible(output)}: the same file as the input; name another output"
                raise Failed(message, USAGE)


def write(path: str, text: str) -> None:
    """Replace a file whole, or leave what was there."""
    folder = os.path.dirname(path)
    target = os.path.realpath(path)
    temporary = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{os.getpid()}~")
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            with open(target, "w", encoding="utf-8", newline="") as device:
                device.write(text)
            return
        try:
            with open(temporary, "x", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if os.path.exists(target):
                os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
            os.replace(temporary, target)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    except OSError as error:
        raise Failed(_unwritten(path, folder, error)) from None


def _unwritten(path: str, folder: str, error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return f"{visible(path)}: no folder {visible(folder)!r}; create it first"
    return f"{visible(path)}: could not write: {error.strerror or error}"


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
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)
