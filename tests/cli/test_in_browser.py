"""The page that has the program in it is answered as the local page, and runs command lines."""

import json
import os
from pathlib import Path

import pytest

from helpers.command import here
from tradein.cli import in_browser

ROLLOVER = (Path(__file__).parents[2] / "scenarios" / "rollover.yaml").read_text("utf-8")


@pytest.fixture
def ask(tmp_path, monkeypatch):
    """Ask about two files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    files = [["rollover.yaml", ROLLOVER], ["other.yaml", ROLLOVER.replace("$31,400", "$30,000")]]
    in_browser.start(json.dumps(files), str(tmp_path))

    def question(path, **content):
        given = json.loads(in_browser.answer(path, json.dumps(content)))
        assert given["ok"], given
        return given["answer"]

    return question


def test_the_files_are_those_that_the_page_was_made_with(ask):
    files = ask("/open")["files"]
    assert [file["name"] for file in files] == ["rollover.yaml", "other.yaml"]
    assert files[0]["text"] == ROLLOVER


@pytest.mark.parametrize("line", ["simulate rollover.yaml", "compare rollover.yaml other.yaml"])
def test_a_command_prints_what_it_prints_elsewhere(ask, line, capsys):
    done = ask("/run", arguments=line, columns=80)
    elsewhere = here(capsys, *line.split())
    assert (done["code"], done["out"], done["err"]) == elsewhere
    assert len(done["out"]) > 1000


def test_a_command_goes_by_the_text_that_was_drawn_last(ask):
    changed = ROLLOVER.replace("title: One SUV after another", "title: Mine")
    assert ask("/draw", file=0, text=changed, part="wide")["html"]
    assert ask("/run", arguments="simulate rollover.yaml")["out"].startswith("Mine\n")
    assert ask("/open")["files"][0]["text"] == ROLLOVER
    assert "purchases[1].price" not in ask("/compare", file=0, text=changed)["html"]


def test_a_line_is_as_wide_as_the_page(ask):
    narrow = ask("/run", arguments="simulate rollover.yaml", columns=60)["out"]
    assert max(map(len, narrow.splitlines())) <= 60


def test_a_command_that_fails_says_so(ask):
    done = ask("/run", arguments="simulate nothing.yaml")
    assert (done["code"], done["out"]) == (4, "")
    assert "nothing.yaml: not found" in done["err"]
    before = os.getcwd()
    assert ask("/run", arguments="simulate 'rollover.yaml' --nothing")["code"] == 2
    assert ask("/run", arguments="simulate rollover.yaml -o x.csv")["code"] == 0
    assert os.getcwd() == before


@pytest.mark.parametrize(
    ("path", "content", "words"),
    [
        ("/run", {"arguments": "simulate 'x"}, "a quotation mark is not closed"),
        ("/run", {"arguments": "page rollover.yaml"}, "this is the page already"),
        ("/draw", {"file": 7, "text": "", "part": "wide"}, "`file` is the number of a file"),
    ],
)
def test_what_cannot_be_answered_is_refused(ask, path, content, words):
    given = json.loads(in_browser.answer(path, json.dumps(content)))
    assert not given["ok"]
    assert words in given["answer"]["error"]


def test_a_failure_of_the_program_is_told(ask, monkeypatch):
    """The page would wait for ever for an answer that does not come."""

    def fails(_):
        raise RecursionError("too deep")

    monkeypatch.setitem(in_browser._known, "/set", fails)
    given = json.loads(in_browser.answer("/set", "{}"))
    words = "the program failed, please report this: RecursionError: too deep"
    assert given == {"ok": False, "answer": {"error": words}}
