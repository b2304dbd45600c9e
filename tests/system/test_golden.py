"""Whole command-line runs: the command, what it prints on both streams, its exit code.

Each file of `golden/` is one run, which a person can read and repeat.  `pytest --refresh`
writes what happens now, shows the difference and fails; it never runs in CI.
"""

import difflib
import os
import shlex
import shutil
from pathlib import Path

import pytest

from tradein.cli import main

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = sorted(GOLDEN.glob("*.txt"))


def run(command, folder, monkeypatch, capsys):
    """Run a command line, with any settings of the environment before it."""
    monkeypatch.chdir(folder)
    for name in ("COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    words = shlex.split(command)
    while "=" in words[0]:
        monkeypatch.setenv(*words.pop(0).split("=", 1))
    assert words.pop(0) == "tradein"
    code = main(words)
    out, err = capsys.readouterr()
    written = [f"$ {command}", *out.replace("\r\n", "\n").splitlines()]
    written += [f"2> {line}" for line in err.splitlines()]
    return "\n".join(line.rstrip() for line in [*written, f"exit {code}"]) + "\n"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SCENARIOS, tmp_path / "scenarios")
    return tmp_path


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_run(path, folder, monkeypatch, capsys):
    """The command prints what it printed when somebody last looked at it."""
    expected = path.read_text("utf-8")
    command = expected.splitlines()[0].removeprefix("$ ")

    happened = run(command, folder, monkeypatch, capsys)

    if expected != happened:
        difference = difflib.unified_diff(expected.splitlines(True), happened.splitlines(True))
        if os.environ.get("TRADEIN_REFRESH"):
            path.write_text(happened, "utf-8")
        pytest.fail("".join(difference))


def test_there_are_runs():
    """A folder without runs would pass without saying anything."""
    assert len(FILES) >= 25
