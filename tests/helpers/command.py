"""Runs the command as people do: in this process where it is quick, in its own where it matters."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tradein import cli
from tradein.visible import unseen

BASE = """\
title: Two cars
start: 2026-01-15
purchases:
  - vehicle: First car
    msrp: 26000
    price: 25000
    down: 500
    rebate: 250
    fees:
      doc: 150
    tax:
      rate: 6.25%
      rebate_taxed: yes
      taxes: [doc]
    loan:
      apr: 6.9%
      months: 72
      interest: monthly
      max_ltv: 150%
    value:
      yearly_loss: 15%
    keep: 24 months
  - vehicle: Second car
    price: 30000
    trade_in:
      allowance: 18000
      payoff: 18600
    tax:
      rate: 6.25%
    loan:
      apr: 7.9%
      months: 60
    value:
      yearly_loss: 15%
"""
"""A scenario that nothing is to be said against."""

NEVER = (
    "Traceback (most recent call last)",
    'File "',
    "Exception ignored",
    "RuntimeWarning",
    "DeprecationWarning",
    "<class '",
)
"""What nobody should ever see."""


def among_scenarios(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two scenarios in it, and no width of a terminal."""
    (folder / "ok.yaml").write_text(BASE)
    (folder / "other.yaml").write_text(BASE.replace("months: 60", "months: 72"))
    return _entered(folder, monkeypatch)


def in_bad_company(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a scenario and what a path may name besides: bad, no file, no end."""
    (folder / "ok.yaml").write_text(BASE)
    (folder / "ok.csv").write_text(BASE)
    (folder / "bad.yaml").write_text(BASE.replace("25000", "25k"))
    (folder / "adir").mkdir()
    (folder / "link.csv").symlink_to("ok.csv")
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "apipe")
    return _entered(folder, monkeypatch)


def _entered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COLUMNS", raising=False)
    return folder


class Ran(NamedTuple):
    """How a run ended, and what it wrote."""

    code: int
    out: str
    err: str


def here(capture, *arguments: str) -> Ran:
    """Run a command line in this process."""
    capture.readouterr()
    code = cli.main(list(arguments))
    return Ran(code, *capture.readouterr())


def apart(*arguments: str | bytes, cwd: Path | None = None, **settings) -> Ran:
    """Run a command line in a process of its own; `env` adds to the environment."""
    env = {**os.environ, **settings.pop("env", {})}
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "tradein", *arguments]
    done = subprocess.run(command, cwd=cwd, env=env, timeout=30, check=False, **pipes | settings)
    written = (stream.decode() if stream else "" for stream in (done.stdout, done.stderr))
    return Ran(done.returncode, *written)


def started(*arguments: str, cwd: Path, **settings) -> subprocess.Popen:
    """Start a command line in a process of its own, all its streams being pipes."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(
        [sys.executable, "-m", "tradein", *arguments], cwd=cwd, **{**pipes, **settings}
    )


def heads(err: str) -> list[str]:
    """Give the first line of each problem, without the excerpts below it."""
    return [line for line in err.splitlines() if not re.match(r" *\d* \|( |$)", line)]


def check_told(ran: Ran, *names: str) -> None:
    """Hold what was told of a mistake to what people can bear."""
    assert ran.out == ""
    check_readable(ran.err)
    told = heads(ran.err)
    assert 1 <= len(told) <= 21
    assert all(line.startswith(("tradein", *names)) for line in told), ran.err


def check_readable(err: str) -> None:
    """Hold messages to what a terminal and its owner can take."""
    assert not [word for word in NEVER if word in err]
    assert not [c for c in err.replace("\n", "") if unseen(c)]
    assert max(map(len, err.splitlines()), default=0) <= 300
    assert all(len(line) <= 70 for line in err.splitlines() if line not in heads(err))


def found_in(folder: Path) -> dict[str, bytes | None]:
    """Give what is in a folder: files with what they hold, and whatever else there is."""
    paths = sorted(folder.rglob("*"))
    return {
        str(path): path.read_bytes() if path.is_file() and not path.is_symlink() else None
        for path in paths
    }
