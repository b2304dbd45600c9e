"""What is written is whole, or the run ends with exit code 4 and a line."""

import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.command import BASE, among_scenarios, apart, check_told, found_in, here, started
from tradein.cli import files, streams

UNBUFFERED = [{}, {"PYTHONUNBUFFERED": "1"}]
LONG = ["simulate", *["ok.yaml"] * 30, "--monthly"]
"""An answer of more than a pipe holds."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a scenario in it."""
    return among_scenarios(tmp_path, monkeypatch)


# Standard output and standard error


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["simulate", "ok.yaml"], ["--help"], ["--version"]])
@pytest.mark.parametrize("env", UNBUFFERED, ids=str)
def test_a_full_disk_is_told(arguments, env, folder):
    with open("/dev/full", "w") as full:
        ran = apart(*arguments, stdout=full, env=env)

    check_told(ran)
    assert (4, True) == (ran.code, "No space" in ran.err)


def small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def small_files_that_kill():
    small_files()
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


@pytest.mark.parametrize("limit", [small_files, small_files_that_kill])
@pytest.mark.parametrize("env", UNBUFFERED, ids=str)
def test_a_limit_on_files_is_told(limit, env, folder):
    with open("out.txt", "wb") as out:
        ran = apart(*LONG, stdout=out, env=env, preexec_fn=limit)

    check_told(ran)
    assert (4, True) == (ran.code, "too large" in ran.err)
    assert 1000 == Path("out.txt").stat().st_size


def all_of(descriptor: int) -> bytes:
    """Read a pipe to its end, slowly at first."""
    time.sleep(0.5)
    parts = []
    while part := os.read(descriptor, 4096):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("env", UNBUFFERED, ids=str)
def test_a_pipe_that_does_not_wait_gets_the_whole_answer(env, folder):
    whole = apart(*LONG).out.encode()
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    run = started(*LONG, cwd=folder, stdout=writing, env={**os.environ, **env})
    os.close(writing)
    out = all_of(reading)
    told = run.communicate(timeout=30)[1]
    os.close(reading)

    assert (0, b"", whole) == (run.returncode, told, out)
    assert len(whole) > 100_000


@pytest.mark.parametrize("env", UNBUFFERED, ids=str)
def test_a_reader_that_leaves_is_no_failure(env, folder):
    run = started(*LONG, cwd=folder, env={**os.environ, **env})
    assert b"Two cars\n" == run.stdout.readline()
    run.stdout.close()

    assert (b"", 0) == (run.stderr.read(), run.wait(30))
    run.stdin.close()
    run.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_warnings_that_are_lost_are_a_failure(folder):
    """A run that says nothing for lack of room is not taken for one that had nothing to say."""
    Path("doubt.yaml").write_text("income: $52,000\n" + BASE)
    with open("/dev/full", "w") as full:
        codes = [
            apart(*arguments, stderr=full).code
            for arguments in (["check", "ok.yaml"], ["check", "doubt.yaml"], ["check", "no.yaml"],
                              ["frobnicate"])
        ]  # fmt: skip

    assert [0, 4, 4, 2] == codes


def test_a_stream_that_is_no_file_is_written_to(monkeypatch):
    """Callers of the Python interface may put what they like in place of standard output."""
    import io

    monkeypatch.setattr(sys, "stdout", io.StringIO())
    streams.say("−1\n")

    assert "−1\n" == sys.stdout.getvalue()


# Files


@pytest.mark.parametrize("arguments", [["simulate", "ok.yaml", "-o"], ["new", "--force"]])
@pytest.mark.parametrize("name", ["out.csv", "link.csv"])
def test_a_read_only_file_stays(arguments, name, capsys, folder):
    """Also its owner and root, who could replace it, are told; by the file's mode, which binds all."""
    Path("out.csv").write_text("old")
    Path("out.csv").chmod(0o444)
    Path("link.csv").symlink_to("out.csv")
    before = found_in(folder)
    ran = here(capsys, *arguments, name)

    check_told(ran)
    assert (4, True) == (ran.code, f"{name}: read-only; allow writing" in ran.err)
    assert before == found_in(folder)


def test_a_pipe_without_a_reader_is_told_at_once(folder):
    os.mkfifo("pipe")
    ran = apart("simulate", "ok.yaml", "--format", "csv", "-o", "pipe")

    check_told(ran)
    assert (4, True) == (ran.code, "a pipe that nobody reads" in ran.err)


def test_a_pipe_with_a_reader_gets_the_whole_answer(folder):
    whole = apart(*LONG, "--format", "csv").out.encode()
    os.mkfifo("pipe")
    with open("got.csv", "wb") as got:
        reader = subprocess.Popen(["cat", "pipe"], stdout=got)
        time.sleep(0.3)
        ran = apart(*LONG, "--format", "csv", "-o", "pipe")
        reader.wait(30)

    assert (0, "", "") == ran
    assert whole == Path("got.csv").read_bytes()


def test_a_link_to_nothing(capsys, folder):
    """It is read as what it is, and written through where its folder is there."""
    Path("near.csv").symlink_to("nowhere.csv")
    Path("far.csv").symlink_to("nofolder/x.csv")
    read = here(capsys, "simulate", "near.csv")
    near, far = (here(capsys, "simulate", "ok.yaml", "-o", f"{it}.csv") for it in ("near", "far"))

    assert (4, "tradein: near.csv: a link to 'nowhere.csv', which is not there\n") == read[::2]
    assert (0, "") == near[::2]
    assert Path("nowhere.csv").read_text().startswith("purchase,")
    assert Path("near.csv").is_symlink()
    check_told(far)
    assert (4, True) == (far.code, "a link to 'nofolder/x.csv', which is not there" in far.err)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new", "there/"], "there/: a folder; name a file in it"),
        (["new", "there", "--force"], "there: a folder; name a file in it"),
        (["new", "gone/"], "gone/: the name of a folder; name a file"),
        (["new", "ok.yaml/", "--force"], "ok.yaml/: the name of a folder; name a file"),
        (["simulate", "ok.yaml", "--format", "csv", "-o", "there/"], "there/: a folder"),
        (["simulate", "ok.yaml", "--format", "csv", "-o", "gone/"], "gone/: the name of a folder"),
    ],
)
def test_a_folder_is_no_file_to_write(arguments, says, capsys, folder):
    Path("there").mkdir()
    before = found_in(folder)
    ran = here(capsys, *arguments)

    check_told(ran)
    assert (4, True) == (ran.code, says in ran.err)
    assert before == found_in(folder)


def killed(folder: Path) -> Path:
    """Kill a run while it writes, and give what it leaves."""
    dies = "import os; os.fsync = lambda _: os.kill(os.getpid(), 9); from tradein.cli import main; main()"
    command = [sys.executable, "-c", dies, "simulate", "ok.yaml", "-o", "out.csv"]
    assert -signal.SIGKILL == subprocess.run(command, cwd=folder, check=False).returncode
    [left] = folder.glob(".tradein-*~")
    return left


def test_the_next_run_removes_what_a_killed_one_left(capsys, folder):
    left = killed(folder)
    Path(".tradein-mine~").write_text("not ours")
    Path(".tradein-0123456789ab~").touch()
    old = Path(".tradein-0123456789ac~")
    old.touch()
    os.utime(old, (1, 1))

    assert 0 == here(capsys, "simulate", "ok.yaml", "-o", "out.csv").code
    assert not left.exists()
    assert not old.exists()
    assert Path(".tradein-mine~").exists()
    assert Path(".tradein-0123456789ab~").exists(), "it may be of a run that is about to write"


def test_what_a_living_run_writes_is_not_removed(capsys, folder):
    left = killed(folder)
    with open(left, "r+b") as file:
        assert files._hold(file)
        assert 0 == here(capsys, "simulate", "ok.yaml", "-o", "out.csv").code
        assert left.exists()


def test_without_locks_files_are_written_and_nothing_is_removed(capsys, folder, monkeypatch):
    left = killed(folder)
    monkeypatch.setitem(sys.modules, "fcntl", None)

    assert 0 == here(capsys, "simulate", "ok.yaml", "-o", "out.csv").code
    assert Path("out.csv").read_text().startswith("purchase,")
    assert left.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=str)
def test_a_run_that_is_asked_to_end_tidies_up(number, capsys, folder, monkeypatch):
    before = found_in(folder)
    monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), number))

    assert 128 + number == here(capsys, "simulate", "ok.yaml", "-o", "out.csv").code
    assert before == found_in(folder)
    assert signal.SIG_DFL == signal.getsignal(number)


def test_a_run_that_is_to_outlive_its_terminal_does(capsys, folder, monkeypatch):
    """What `nohup` has set stays."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), signal.SIGHUP))
    try:
        assert 0 == here(capsys, "simulate", "ok.yaml", "-o", "out.csv").code
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_new_file_takes_the_usual_rights(capsys, folder):
    before = os.umask(0o027)
    try:
        here(capsys, "simulate", "ok.yaml", "-o", "out.csv")
    finally:
        os.umask(before)

    assert 0o640 == stat.S_IMODE(Path("out.csv").stat().st_mode)


# The command line


@pytest.mark.parametrize(
    "arguments",
    [
        "compare ok.yaml --at 12 other.yaml",
        "compare --at 12 ok.yaml other.yaml",
        "compare ok.yaml --at=12 -- other.yaml",
    ],
)
def test_files_may_stand_on_both_sides_of_an_option(arguments, capsys, folder):
    expected = here(capsys, "compare", "ok.yaml", "other.yaml", "--at", "12")

    assert 0 == expected.code
    assert expected == here(capsys, *arguments.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("compare ok.yaml --att 12 other.yaml", "unknown option '--att'; did you mean --at?"),
        ("simulate ok.yaml --why other.yaml --monthli", "did you mean --monthly?"),
        ("compare ok.yaml --at 12", "two to eight scenario files, not 1"),
        ("new a.yaml --force b.yaml", "'b.yaml' is an argument too many; remove it"),
        ("schema x", "'x' is an argument too many"),
        (
            "match ok.yaml --format csv other.yaml",
            "'other.yaml' is an argument too many; remove it",
        ),
    ],
)
def test_what_stands_behind_an_option_is_not_taken_for_one(arguments, says, capsys, folder):
    ran = here(capsys, *arguments.split())

    check_told(ran)
    assert (2, True) == (ran.code, says in ran.err), ran.err


def test_standard_input_may_stand_behind_an_option(folder):
    with open("other.yaml") as file:
        ran = apart("compare", "ok.yaml", "--at", "12", "-", stdin=file)

    assert (0, "") == (ran.code, ran.err)


def test_a_payoff_is_good_for_a_year_at_most(capsys, folder):
    """The same limit holds for days and for a date."""
    quote = ["payoff", "ok.yaml", "--on", "2026-05-01", "--good-through"]
    ran = here(capsys, *quote, "2032-05-01")

    check_told(ran)
    assert 2 == ran.code
    assert "2,192 days after --on 2026-05-01; it is at most 366 days" in ran.err
    assert 0 == here(capsys, *quote, "2027-05-02").code
    assert 2 == here(capsys, *quote, "2027-05-03").code
    assert here(capsys, *quote, "366 days") == here(capsys, *quote, "2027-05-02")
