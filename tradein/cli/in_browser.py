"""Answers the page that has the program in it: what the local page asks, and command lines.

It runs where that page has Python.  The files that the page was made with are in the folder
`saved`; the texts as they were drawn last are in `edited`, where command lines run.
"""

import json
import os
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

from tradein import cli
from tradein.cli import editing
from tradein.page import field_list
from tradein.page.server import Answer, BadQuestion, answered

_FOLDER = "/home/tradein"
_known: dict[str, Answer] = {}


def start(files: str, folder: str = _FOLDER) -> None:
    """Write the files, pairs of name and text as JSON, and get ready to answer."""
    pairs = json.loads(files)
    for part in ("saved", "edited"):
        os.makedirs(os.path.join(folder, part), exist_ok=True)
        for name, text in pairs:
            _write(os.path.join(folder, part, name), text)
    os.chdir(os.path.join(folder, "saved"))
    names = [name for name, _ in pairs]
    _known.update(editing.answers(names, field_list.fields()))
    _known["/draw"] = _keeping(_known["/draw"], names)
    _known["/run"] = _run


def answer(path: str, question: str) -> str:
    """Answer a question, both as JSON: `ok` says whether it could be answered."""
    status, content = answered(_known[path], json.loads(question))
    return json.dumps({"ok": status == 200, "answer": content})


def _keeping(draw: Answer, names: list[str]) -> Answer:
    """Keep the text that is drawn, for command lines."""

    def kept(question: dict[str, Any]) -> dict[str, Any]:
        drawn = draw(question)
        _write(os.path.join(os.pardir, "edited", names[question["file"]]), question["text"])
        return drawn

    return kept


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        file.write(text)


def _run(question: dict[str, Any]) -> dict[str, Any]:
    """Run a command line in so many `columns`; give its exit code and what it prints."""
    out, err = StringIO(), StringIO()
    os.environ["COLUMNS"] = str(question.get("columns", 80))
    try:
        words = shlex.split(str(question.get("arguments")))
    except ValueError:
        raise BadQuestion("a quotation mark is not closed") from None
    if words[:1] == ["page"]:
        raise BadQuestion("this is the page already")
    with chdir(os.path.join(os.pardir, "edited")), redirect_stdout(out), redirect_stderr(err):
        code = cli.main(words)
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}
