"""What ends a run from outside: too little memory, and interrupts."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.command import among_scenarios, check_readable, here
from tradein import cli


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a scenario in it."""
    return among_scenarios(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "error",
    [MemoryError(), OSError(12, "Cannot allocate memory"), SystemError("error without exception")],
    ids=repr,
)
def test_too_little_memory_is_a_line_and_not_wrong_books(error, capsys, monkeypatch):
    from tradein.cli import runner

    def fails(_):
        raise error

    monkeypatch.setattr(runner, "run", fails)
    ran = here(capsys, "simulate", "ok.yaml")

    assert (4, "") == ran[:2]
    assert ran.err.startswith("tradein: the memory is not enough for this;")
    assert 1 == ran.err.count("\n")


def test_a_module_that_there_is_no_memory_to_compile_is_no_traceback(capsys, monkeypatch):
    """Python's compiler raises ValueError for a part of the tree that it had no memory to make."""
    from tradein.cli import parser

    def fails():
        raise ValueError("field 'target' is required for AnnAssign")

    monkeypatch.setitem(parser.COMMANDS, "simulate", ("simulates", fails))
    ran = here(capsys, "simulate", "ok.yaml")

    assert (4, "tradein: the memory is not enough for this;") == (ran[0], ran.err[:43])
    assert 1 == ran.err.count("\n")


def test_an_error_that_is_not_of_memory_is_not_taken_for_it(monkeypatch):
    from tradein.cli import runner

    def fails(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(runner, "run", fails)
    with pytest.raises(OSError, match="Input/output"):
        cli.main(["simulate", "ok.yaml"])


def test_a_module_that_cannot_be_loaded_is_named(capsys, folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "tabulate", None)
    ran = here(capsys, "simulate", "ok.yaml", "--format", "grid")

    check_readable(ran.err)
    assert (4, "") == ran[:2]
    assert re.fullmatch("tradein: could not be loaded: .*tabulate.*\n", ran.err)


def test_no_lack_of_memory_is_taken_for_wrong_books(folder):
    """However little a run is given, once it runs it ends in one line and never in exit code 1.

    Python itself may die of it, by a signal of its own.
    """
    starts = "import resource, sys; from tradein.cli import main\n"
    starts += "used = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
    starts += "limit = used + int(sys.argv.pop(1)) * 1024\n"
    starts += "resource.setrlimit(resource.RLIMIT_AS, (limit, limit)); sys.exit(main())"
    if not Path("/proc/self/statm").exists():
        pytest.skip("no way to know what is used")
    seen = set()
    for room in (0, 500, 1500, 3000, 5000, 8000):
        command = [sys.executable, "-c", starts, str(room), "simulate", "ok.yaml"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seen.add(done.returncode)

        assert done.returncode in {0, 4, -signal.SIGABRT, -signal.SIGSEGV}, done.stderr
        assert done.returncode != 4 or 1 == done.stderr.count("\n")
    assert 4 in seen


def test_no_interrupt_is_lost(folder):
    """Python drops what is raised while it frees an object; the run still ends as interrupted."""
    lost = "import os, signal, sys; from tradein import cli; from tradein.cli import runner\n"
    lost += "class Freed:\n    def __del__(self): os.kill(os.getpid(), signal.SIGINT)\n"
    lost += "run = runner.run\n"
    lost += "def freeing(arguments):\n    Freed()\n    return run(arguments)\n"
    lost += "runner.run = freeing; sys.unraisablehook = print; sys.exit(cli.main())"
    command = [sys.executable, "-c", lost, "check", "ok.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (130, "tradein: interrupted\n") == (done.returncode, done.stderr)
    assert "KeyboardInterrupt" in done.stdout


def test_no_interrupt_comes_between_the_end_of_a_run_and_that_of_its_process(folder):
    """What comes when all is said changes nothing: the interpreter ends undisturbed."""
    late = "import atexit, os, signal, sys; from tradein.cli import main\n"
    late += "atexit.register(os.kill, os.getpid(), signal.SIGINT); sys.exit(main())"
    command = [sys.executable, "-c", late, "check"]
    for name, code in (("ok.yaml", 0), ("no.yaml", 4)):
        done = subprocess.run([*command, name], capture_output=True, text=True, check=False)

        assert code == done.returncode
        check_readable(done.stderr)


def test_an_interrupt_while_an_interrupt_is_told(capsys, monkeypatch):
    calls = []

    def disturbed(_):
        calls.append(1)
        if len(calls) < 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_end_undisturbed", disturbed)

    code = cli.main(["--version"])

    assert (130, "tradein: interrupted\n") == (code, capsys.readouterr().err)


def test_a_caller_keeps_its_own_interrupts(capsys):
    """Only a process of the command's own stops to listen."""
    before = signal.getsignal(signal.SIGINT)
    here(capsys, "--version")

    assert before is signal.getsignal(signal.SIGINT)
