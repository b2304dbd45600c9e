"""Files, pipes, terminals and signals around a run, as bad as they come; bad_inputs.yaml names the cases."""

import errno
import os
import re
import resource
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from helpers.command import (
    BASE,
    Ran,
    apart,
    check_readable,
    check_told,
    found_in,
    here,
    in_bad_company,
    started,
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with what the command lines of the cases name."""
    return in_bad_company(tmp_path, monkeypatch)


def test_a_huge_file_is_not_taken_into_memory(capsys, folder):
    """Of fifty million bytes no more are read than a scenario may have."""
    with open("s.yaml", "wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    ran = here(capsys, "check", "s.yaml")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (3, True) == (ran.code, "too many bytes" in ran.err)
    assert peak < 20_000_000


def test_a_pipe_with_a_name_is_refused_at_once(folder):
    """What a shell makes of `<(cat s.yaml)` is no regular file, and says what to do."""
    reading, writing = os.pipe()
    os.write(writing, BASE.encode())
    ran = apart("simulate", f"/dev/fd/{reading}", pass_fds=[reading])

    assert 4 == ran.code
    assert "not a regular file; use - to read standard input" in ran.err


def test_empty_standard_input_is_named(folder):
    """Standard input has a name in messages, and mistakes in it have a place."""
    nothing = apart("simulate", "-")
    with open("bad.yaml") as file:
        mistake = apart("simulate", "-", stdin=file)

    assert (3, "<stdin>:1:1: the file is empty") == (nothing.code, nothing.err[:30])
    assert (3, "<stdin>:6:12: ") == (mistake.code, mistake.err[:14])


def test_a_file_name_that_is_no_text(folder):
    """Bytes that are no UTF-8 in a file name are read by, and shown by their codes."""
    Path(os.fsdecode(b"good\xff.yaml")).write_text(BASE.replace("title: Two cars\n", ""))
    Path(os.fsdecode(b"bad\xff.yaml")).write_text("a: 1\n")
    good, bad = apart("simulate", b"good\xff.yaml"), apart("simulate", b"bad\xff.yaml")

    assert (0, "") == (good.code, good.err)
    assert good.out.startswith("goodU+DCFF\n")
    check_told(bad, "badU+DCFF.yaml:1:1: ")


def test_a_file_far_down_is_named_by_its_end(capsys, folder):
    """A path too long for a message leaves room for what is wrong."""
    deep = Path(*["folder"] * 40)
    deep.mkdir(parents=True)
    Path(deep, "s.yaml").write_text("titel: Mine\n")
    ran = here(capsys, "check", str(Path(deep, "s.yaml")))

    check_told(ran, "…")
    assert "/s.yaml:1:1: titel: unknown setting 'titel'; did you mean title?\n" in ran.err


def in_shell(script: str, *arguments: str, cwd: Path) -> Ran:
    """Run a command line the way a shell script says, `"$@"` being the command."""
    run = "import sys; from tradein.cli import main; sys.exit(main())"
    command = ["sh", "-c", script, "sh", sys.executable, "-c", run, *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, timeout=30, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_a_folder_that_is_gone(folder):
    """In a folder that was removed nothing is found and nothing can be written."""
    gone = 'mkdir gone; cd gone; rmdir ../gone; "$@"'
    read = in_shell(gone, "simulate", "s.yaml", cwd=folder)
    write = in_shell(gone, "simulate", str(folder / "ok.yaml"), "-o", "out.csv", cwd=folder)

    check_told(read)
    check_told(write)
    assert (4, 4) == (read.code, write.code)
    assert "not found" in read.err
    assert "the current folder is gone" in write.err


def test_a_folder_that_may_not_be_written_to(capsys, folder):
    """A folder closed to writing is told as what it is; not even root may write to /sys."""
    os.chmod("adir", 0o555)
    closed = "/sys" if os.geteuid() == 0 else "adir"
    if not Path(closed).is_dir():
        pytest.skip("nothing here is closed to root")
    ran = here(capsys, "simulate", "ok.yaml", "-o", f"{closed}/out.csv")

    check_told(ran)
    assert 4 == ran.code
    assert re.search("permission|read-only", ran.err, re.IGNORECASE)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["simulate", "ok.yaml"], ["--help"], ["schema"]])
def test_a_full_device(arguments, folder):
    """What cannot be written to standard output is told, whatever it was."""
    with open("/dev/full", "w") as full:
        ran = apart(*arguments, stdout=full)

    check_told(ran)
    assert 4 == ran.code
    assert "No space" in ran.err


def test_a_limit_on_the_size_of_files(capsys, folder):
    """Where a file may not grow large enough, the one that was there stays."""
    Path("out.csv").write_text("old")
    before, limits = found_in(folder), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        ran = here(capsys, "simulate", "ok.yaml", "--monthly", "-o", "out.csv")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    check_told(ran)
    assert 4 == ran.code
    assert "too large" in ran.err
    assert before == found_in(folder)


def test_two_runs_into_one_file(capsys, folder):
    """Of two runs into one file at once, the file holds the whole answer of one."""
    answers = {
        here(capsys, "simulate", "ok.yaml", f"--{it}", "--format", "csv").out
        for it in ("monthly", "why")
    }
    for _ in range(3):
        runs = [
            started("simulate", "ok.yaml", f"--{it}", "-o", "out.csv", cwd=folder)
            for it in ("monthly", "why")
        ]
        told = [run.communicate(timeout=30)[1] for run in runs]

        assert [b"", b""] == told
        assert Path("out.csv").read_bytes().decode() in answers
    assert not list(folder.glob(".tradein*"))


BREAKS = {
    "full": OSError(errno.ENOSPC, "No space left on device"),
    "interrupted": KeyboardInterrupt(),
    "ended": SystemExit(143),
}


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("name", BREAKS)
def test_an_output_is_replaced_whole_or_not_at_all(name, step, capsys, folder, monkeypatch):
    """A run that fails while it writes leaves the old file, and nothing beside it."""
    Path("out.csv").write_text("old")
    before = found_in(folder)

    def breaks(*_):
        raise BREAKS[name]

    monkeypatch.setattr(os, step, breaks)
    ran = here(capsys, "simulate", "ok.yaml", "-o", "out.csv")

    assert {"full": 4, "interrupted": 130, "ended": 143}[name] == ran.code
    assert before == found_in(folder)


def test_a_run_that_is_killed_leaves_the_old_file(folder):
    """Even a run that cannot tidy up does not tear the file it would have replaced."""
    Path("out.csv").write_text("old")
    dies = "import os; os.fsync = lambda _: os.kill(os.getpid(), 9); from tradein.cli import main; main()"
    command = [sys.executable, "-c", dies, "simulate", "ok.yaml", "-o", "out.csv"]
    done = subprocess.run(command, check=False)

    assert -signal.SIGKILL == done.returncode
    assert "old" == Path("out.csv").read_text()


def test_a_new_output_has_the_rights_of_the_one_before(capsys, folder):
    """An answer that nobody else may read stays so when it is written anew."""
    Path("out.csv").touch(0o600)
    os.symlink("out.csv", "name.csv")
    ran = here(capsys, "simulate", "ok.yaml", "-o", "name.csv")

    assert 0 == ran.code
    assert 0o600 == Path("out.csv").stat().st_mode & 0o777
    assert Path("name.csv").is_symlink()


def test_an_output_may_be_a_device(folder):
    """A device or a pipe is written to, not replaced."""
    ran = apart("simulate", "ok.yaml", "--format", "csv", "-o", "/dev/stdout")

    assert (0, "") == (ran.code, ran.err)
    assert ran.out.startswith("purchase,vehicle,")
    assert 0 == apart("simulate", "ok.yaml", "--format", "csv", "-o", "/dev/null").code


EVERY_ANSWER = (
    ["simulate", "ok.yaml"],
    ["simulate", "ok.yaml", "--monthly", "--schedule", "--exit", "--origins", "--why"],
    ["compare", "ok.yaml", "other.yaml"],
    ["equity", "--owed", "20000", "--value", "15000", "--sale-costs", "100"],
    ["curves"],
    ["states", "TX", "OK"],
    ["--help"],
    ["simulate", "--help"],
)


@pytest.mark.parametrize("arguments", EVERY_ANSWER, ids=" ".join)
def test_a_terminal_of_one_column(arguments, capsys, folder, monkeypatch):
    """The narrowest of terminals gets an answer."""
    Path("other.yaml").write_text(BASE.replace("months: 72", "months: 84"))
    monkeypatch.setenv("COLUMNS", "1")

    assert 0 == here(capsys, *arguments).code


def test_a_plain_locale(folder):
    """A terminal that knows no Unicode gets plain characters, and codes for those there are none for."""
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    Path("ok.yaml").write_text(BASE.replace("Two cars", "Café – “two”"))
    Path("bad.yaml").write_text(BASE.replace("Two cars", "x" * 80 + "é"))
    equity = apart("equity", "--owed", "20000", "--value", "15000", env=plain)
    played = apart("simulate", "ok.yaml", env=plain)
    bad = apart("simulate", "bad.yaml", env=plain)

    assert "(value - owed)" in equity.out
    assert 'Caf\\xe9 - "two"\n' == played.out[:16]
    check_told(bad, "bad.yaml:1:8: ")
    assert (equity.out + played.out + bad.err).isascii()


def test_a_reader_that_leaves_early(folder):
    """When the reader has seen enough, the run ends quietly."""
    run = started("simulate", *["ok.yaml"] * 20, "--monthly", cwd=folder)
    assert b"Two cars\n" == run.stdout.readline()
    run.stdout.close()

    assert b"" == run.stderr.read()
    assert 0 == run.wait(30)
    run.stdin.close()
    run.stderr.close()


def test_standard_output_closed(folder):
    """An answer that can go nowhere is a failure; one that goes to a file is not."""
    closed = '"$@" >&-'
    lost = in_shell(closed, "simulate", "ok.yaml", cwd=folder)
    kept = in_shell(closed, "simulate", "ok.yaml", "-o", "out.csv", cwd=folder)

    assert 4 == lost.code
    assert 4 == in_shell(closed, "--help", cwd=folder).code
    assert "standard output is closed" in lost.err
    assert (0, "", "") == kept
    assert Path("out.csv").read_text().startswith("purchase,")
    assert 0 == in_shell(closed, "check", "ok.yaml", cwd=folder).code


def test_standard_error_closed(folder):
    """Without standard error the exit code still tells, and no message gets into the answer."""
    closed = '"$@" 2>&-'

    assert (3, "", "") == in_shell(closed, "simulate", "bad.yaml", cwd=folder)
    assert (2, "", "") == in_shell(closed, "frobnicate", cwd=folder)
    assert (4, "", "") == in_shell(closed, "simulate", "nothere.yaml", cwd=folder)


def test_standard_input_closed(folder):
    """Standard input that is not there is a file that cannot be read."""
    ran = in_shell('"$@" <&-', "simulate", "-", cwd=folder)

    check_told(ran)
    assert (4, True) == (ran.code, "standard input is closed" in ran.err)


def waiting(folder: Path) -> subprocess.Popen:
    """Start a run that has told of one file and waits for another on standard input."""
    run = started("check", "bad.yaml", "-", cwd=folder)
    assert b"bad.yaml:6:12:" == run.stderr.readline()[:14]
    return run


def test_an_interrupted_run(folder):
    """Ctrl-C, once or twice, ends a run with a line and its exit code."""
    for times in (1, 2):
        run = waiting(folder)
        for _ in range(times):
            run.send_signal(signal.SIGINT)
            time.sleep(0.05)
        out, err = run.communicate(timeout=30)

        assert (130, b"") == (run.returncode, out)
        assert err.endswith(b"tradein: interrupted\n")
        check_readable(err.decode())


def test_interrupted_as_it_starts(capsys, monkeypatch):
    """Ctrl-C while the program is still being loaded is told like any other."""
    find = __import__

    def interrupted(name, *rest):
        if "runner" in (rest[2] or () if len(rest) > 2 else ()):
            raise KeyboardInterrupt
        return find(name, *rest)

    monkeypatch.setattr("builtins.__import__", interrupted)

    assert (130, "", "tradein: interrupted\n") == here(capsys, "--version")


def test_a_run_asked_to_end(capsys, folder, monkeypatch):
    """A run that is asked to end does so, and tidies up where it was writing."""
    run = waiting(folder)
    run.terminate()
    out, err = run.communicate(timeout=30)

    assert (-signal.SIGTERM, b"") == (run.returncode, out)
    check_readable(err.decode())

    before = found_in(folder)
    monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGTERM))
    assert 143 == here(capsys, "simulate", "ok.yaml", "-o", "out.csv").code
    assert before == found_in(folder)
    assert signal.SIG_DFL == signal.getsignal(signal.SIGTERM)
