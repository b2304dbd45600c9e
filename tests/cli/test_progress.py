"""How far a long task is: said on a terminal while it lasts, erased after it, never in a pipe."""

import os
import pty
import subprocess
import sys

import pytest

from tradein.cli import progress, streams

LONG = "purchases: [{vehicle: car, price: 20000, loan: {apr: 8%, months: 60}}]\n"
COMMAND = """
import sys
from tradein.cli import main, progress
progress.AFTER_SECONDS = progress.EVERY_SECONDS = 0
sys.exit(main(sys.argv[1:]))
"""


class Screen:
    """Standard error as a terminal that keeps what was written to it."""

    def __init__(self, terminal):
        self.terminal, self.written = terminal, ""

    def isatty(self):
        return self.terminal

    def write(self, text):
        self.written += text

    def flush(self):
        pass


def lines_left(written):
    """What a person sees at the end: each carriage return lets the line be written over."""
    left = []
    for line in written.replace("\r\n", "\n").split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        left.append(shown.rstrip())
    return "\n".join(left)


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(progress, "AFTER_SECONDS", 0)
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)


def test_a_line_takes_the_place_of_another_and_nothing_is_left(at_once, monkeypatch):
    screen = Screen(True)
    monkeypatch.setattr(sys, "stderr", screen)

    with progress.Progress("loans tried") as told:
        told(1, 12)
        told(2, 12)
        shown = lines_left(screen.written)

    assert shown == "2 of 12 loans tried"
    assert lines_left(screen.written) == ""


def test_a_message_stands_where_the_line_was(at_once, monkeypatch):
    screen = Screen(True)
    monkeypatch.setattr(sys, "stderr", screen)

    with progress.Progress("files played") as told:
        told(1, 2)
        streams.tell("b.yaml: no")

    assert lines_left(screen.written) == "b.yaml: no\n"


def test_it_is_erased_where_the_task_is_interrupted(at_once, monkeypatch):
    screen = Screen(True)
    monkeypatch.setattr(sys, "stderr", screen)

    def interrupted():
        with progress.Progress("files played") as told:
            told(1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert "1 of 2 files played" in screen.written
    assert lines_left(screen.written) == ""


def test_a_pipe_sees_nothing(at_once, monkeypatch):
    screen = Screen(False)
    monkeypatch.setattr(sys, "stderr", screen)

    with progress.Progress("loans tried") as told:
        told(1, 2)

    assert screen.written == ""


def test_a_short_task_says_nothing(monkeypatch):
    screen = Screen(True)
    monkeypatch.setattr(sys, "stderr", screen)
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])

    with progress.Progress("loans tried") as told:
        now[0] += 0.9
        told(1, 2)
        assert screen.written == ""
        now[0] += 0.2
        told(2, 2)
        assert lines_left(screen.written) == "2 of 2 loans tried"


def run(arguments, folder, terminal):
    """Run the command with its standard error on a terminal or in a pipe; give both streams."""
    read, write = pty.openpty() if terminal else os.pipe()
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=write,
        cwd=folder,
    ) as process:
        os.close(write)
        told = b""
        while part := _some(read):
            told += part
        assert process.stdout is not None
        out = process.stdout.read()
    os.close(read)
    return out.decode(), told.decode()


def _some(descriptor):
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # how a terminal says that its other end is closed
        return b""


@pytest.fixture
def folder(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.yaml").write_text(LONG)
    statements = (
        "statements: [{date: 2022-03-01, balance: 19500}, {date: 2022-09-01, balance: 18000}]\n"
    )
    (tmp_path / "said.yaml").write_text("start: 2022-01-01\n" + LONG + statements)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["simulate", "--format", "csv", "a.yaml", "b.yaml", "c.yaml"], "3 of 3 files played"),
        (["match", "--format", "csv", "said.yaml"], "2 of 2 loans tried"),
    ],
)
def test_the_command_says_it_on_a_terminal_alone(folder, arguments, line):
    piped, silent = run(arguments, folder, terminal=False)
    shown, told = run(arguments, folder, terminal=True)

    assert line not in silent
    assert line in told
    assert shown == piped
    assert lines_left(told) == lines_left(silent)
