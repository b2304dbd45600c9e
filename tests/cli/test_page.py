"""The command `page` serves the named files until it is interrupted."""

import json
import re
import signal
import subprocess
import sys
import urllib.request
import webbrowser
from pathlib import Path

import pytest

from helpers.command import here
from tradein.page.server import Server

ROLLOVER = Path(__file__).parents[2] / "scenarios" / "rollover.yaml"


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(ROLLOVER.read_bytes())
    return path


@pytest.fixture
def heard():
    """Let programs that are started hear Ctrl-C, also where this one runs in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_the_page_works_until_ctrl_c(mine):
    """As people use it: the address is printed, the page is there, and Ctrl-C ends it."""
    command = [sys.executable, "-m", "tradein", "page", str(mine)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        try:
            first, second = run.stdout.readline(), run.stdout.readline()
            host, token = re.fullmatch(r"Open (http://127\.0\.0\.1:\d+/)#(\S+)\n", first).groups()
            assert second == "It works until you press Ctrl-C here.\n"
            with urllib.request.urlopen(f"{host}report.css") as answer:
                assert "text/css" in answer.headers["Content-Type"]
            headers = {"X-Tradein-Token": token, "Content-Type": "application/json"}
            question = urllib.request.Request(f"{host}open", b"{}", headers)
            with urllib.request.urlopen(question) as answer:
                (file,) = json.load(answer)["files"]
            assert file["text"] == ROLLOVER.read_text("utf-8")
            run.send_signal(signal.SIGINT)
            out, err = run.communicate(timeout=20)
        finally:
            run.kill()
    assert (run.returncode, out, err) == (130, "", "tradein: interrupted\n")


def test_it_opens_the_browser_if_asked(mine, monkeypatch, capsys):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr(Server, "serve_forever", lambda self: None)
    told = here(capsys, "page", str(mine))
    assert (told.code, opened) == (0, [])
    told = here(capsys, "page", str(mine), "--open")
    assert told.out.splitlines()[0] == f"Open {opened[0]}"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["-"], 2, "name a file instead of -"),
        (["{mine}"] * 9, 2, "page takes one to eight scenario files, not 9"),
        (["{mine}", "--port", "80"], 2, "'80' is not a port; write 1024 to 65535"),
        (["{mine}", "--port", "x"], 2, "'x' is not a port"),
        (["{mine}x"], 4, "not found; did you mean"),
        (["{latin}"], 4, "not UTF-8 text"),
        (["{long}"], 4, "too many bytes: the limit for a scenario is 1,000,000"),
    ],
)
def test_what_cannot_be_served_is_told(mine, arguments, code, words, capsys):
    latin = mine.with_name("latin.yaml")
    latin.write_bytes(b"title: caf\xe9\n")
    long = mine.with_name("long.yaml")
    long.write_text("# x\n" * 250_001)
    told = here(capsys, "page", *(a.format(mine=mine, latin=latin, long=long) for a in arguments))
    assert (told.code, told.out) == (code, "")
    assert words in told.err


def test_a_port_that_is_taken_is_told(mine, capsys):
    with Server({}, {}) as other:
        told = here(capsys, "page", str(mine), "--port", str(other.door.port))
    assert told.code == 4
    assert f"port {other.door.port}: cannot be used: " in told.err
