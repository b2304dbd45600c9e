"""Answers what the local page asks: draws, changes, saves and compares texts of the named files."""

import re
from functools import partial
from hashlib import sha256
from json import dumps
from typing import Any, NamedTuple

from attrs import evolve

from tradein import __version__
from tradein.analysis import compare, exits
from tradein.analysis.results import Results
from tradein.cli import CommandError, files, playing, story
from tradein.diagnostic import Diagnostic
from tradein.page.server import Answer, BadQuestion
from tradein.report.charts.drawing import NARROW, WIDE, Size
from tradein.report.page import document, sections
from tradein.scenario import diff, edits, reader
from tradein.scenario.controls import controls
from tradein.scenario.reader import Reading, ScenarioError
from tradein.scenario.yaml_source import SIZE_LIMIT, TOO_LONG, Unreadable
from tradein.visible import visible

Question = dict[str, Any]


class Saved(NamedTuple):
    """A file as it is on the disk: its text, and a name for this version of it."""

    text: str
    version: str
    mark: bool
    windows: bool

    def written(self, text: str) -> bytes:
        """Give the bytes of another text, with the line ends and the mark that the file has."""
        lines = text.replace("\n", "\r\n") if self.windows else text
        return lines.encode("utf-8-sig" if self.mark else "utf-8", "surrogatepass")


def saved(path: str) -> Saved:
    """Read a file; raises CommandError if it is not there, is no text, or is too long."""
    name, data = files.read(path)
    _refuse_long(name, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(f"{name}: not UTF-8 text; save the file as UTF-8") from None
    ends = text.count("\n")
    return Saved(
        text=text.replace("\r\n", "\n").replace("\r", "\n"),
        version=sha256(data).hexdigest(),
        mark=data.startswith(b"\xef\xbb\xbf"),
        windows=0 < ends == text.count("\r\n"),
    )


def _refuse_long(name: str, data: bytes) -> None:
    """Refuse a file of which a part alone would be read, and the rest lost when it is saved."""
    if len(data) > SIZE_LIMIT:
        raise CommandError(f"{name}: {TOO_LONG}")


def answers(paths: list[str], fields: dict[str, Any]) -> dict[str, Answer]:
    """Give what answers each question about some files; `fields` are for completion."""
    return {
        "/open": partial(_open, paths, fields),
        "/draw": partial(_draw, paths),
        "/set": _set,
        "/save": partial(_save, paths),
        "/compare": partial(_compare, paths),
    }


def _text(question: Question, name: str = "text") -> str:
    text = question.get(name)
    if not isinstance(text, str):
        raise BadQuestion(f"`{name}` is a text")
    return text


def _path(question: Question, paths: list[str]) -> str:
    """Give the path of the file that a question names by its number; raises BadQuestion."""
    number = question.get("file")
    if type(number) is not int or not 0 <= number < len(paths):
        raise BadQuestion("`file` is the number of a file, from 0")
    return paths[number]


def _open(paths: list[str], fields: dict[str, Any], _: Question) -> dict[str, Any]:
    """Give every file as it is now."""
    try:
        several = [(path, saved(path)) for path in paths]
    except CommandError as failed:
        return {"problem": failed.message}
    return {
        "files": [
            {"name": files.shown(path), "text": file.text, "version": file.version}
            for path, file in several
        ],
        "fields": fields,
        "program": f"tradein {__version__}",
    }


def _draw(paths: list[str], question: Question) -> dict[str, Any]:
    """Play a text; give its problems or its pictures, and what people play with."""
    name, text = _path(question, paths), _text(question)
    part = question.get("part")
    if part != "whole" and part not in _SIZES:
        raise BadQuestion("`part` is whole, wide or narrow")
    known = controls(text)
    shown = None if known is None else [control._asdict() for control in known]
    try:
        read, outcome = _played(name, text)
    except ScenarioError as error:
        problems = [_problem(problem) for problem in error.problems]
        return {"problems": problems, "controls": shown, "html": None}
    problems = [_problem(unusual) for unusual in playing.unusual(read, outcome)]
    drawn = _top(read, outcome, _SIZES[part]) if part in _SIZES else _whole(read, outcome)
    return {"problems": problems, "controls": shown, "html": drawn}


_SIZES = {"wide": WIDE, "narrow": NARROW}
"""The drawings of the top alone: as wide as on a screen, or as narrow as on a phone."""


def _played(name: str, text: str, title: str | None = None) -> tuple[Reading, Results]:
    """Read and play a text, under another title if one is given; raises ScenarioError."""
    read = _read(name, text)
    if title is not None:
        read = read._replace(scenario=evolve(read.scenario, title=title))
    return read, playing.simulated(read)


def _read(name: str, text: str) -> Reading:
    """Read a text; raises ScenarioError."""
    return reader.read(name, text.encode("utf-8", "surrogatepass"))


def _top(read: Reading, outcome: Results, size: Size) -> str:
    chain = playing.with_exits(read, outcome, last_alone=True)
    first = exits.in_month(chain, outcome.summary.last_signed.month)
    return sections.top(outcome, read.scenario.about, first, size, "s1")


def _whole(read: Reading, outcome: Results) -> str:
    return sections.article(story.of(read, outcome), "s1", None)


def _problem(diagnostic: Diagnostic) -> dict[str, Any]:
    """Give a problem with its place, or with line 0 if it is of the whole file."""
    line, column, width = diagnostic.place or (0, 1, 1)
    return {
        "line": line,
        "column": column,
        "length": width,
        "path": visible(diagnostic.path),
        "message": visible(diagnostic.message),
        "kind": diagnostic.severity,
    }


_EVENT = re.compile(r"purchases\[[0-9]+\]\.events\[[0-9]+\]")
"""The path of one event more: the value of its control is an extra payment each month."""


def _set(question: Question) -> dict[str, Any]:
    """Find the change of a text that gives a setting a value."""
    text, path, value = (_text(question, name) for name in ("text", "path", "value"))
    if not value.strip():
        return {"problem": "nothing is written; write a value, or remove the setting in the text"}
    if _EVENT.fullmatch(path):
        value = _each_month(value.strip())
    try:
        change = edits.edit(text, path, value)
    except Unreadable as refused:
        return {"problem": visible(refused.problem.message)}
    wrong = _wrong(change.applied(text), path)
    if wrong is not None:
        return {"problem": visible(wrong)}
    start, end = (_units(text[:at]) for at in (change.start, change.end))
    return {"from": start, "to": end, "insert": change.new}


def _each_month(amount: str) -> str:
    """Write an extra payment with each payment, as an event."""
    plain = re.fullmatch(r"[$0-9.]+", amount)
    written = amount if plain else dumps(amount, ensure_ascii=False)
    return f"{{month: 1, extra: {written}, every: month}}"


def _wrong(text: str, path: str) -> str | None:
    """Say what is wrong with a setting of a text; None if nothing is."""
    try:
        _read("", text)
    except ScenarioError as error:
        return next((p.message for p in error.problems if p.path.startswith(path)), None)
    return None


def _units(text: str) -> int:
    """Count as a browser does, in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _save(paths: list[str], question: Question) -> dict[str, Any]:
    """Write a text to its file, unless the file was changed meanwhile."""
    path, text, version = _path(question, paths), _text(question), _text(question, "version")
    try:
        before = saved(path)
        if before.version != version:
            return {"changed": {"text": before.text, "version": before.version}}
        data = before.written(text)
        _refuse_long(files.shown(path), data)
        files.write(path, data)
        return {"version": saved(path).version}
    except CommandError as failed:
        return {"problem": failed.message}


def _compare(paths: list[str], question: Question) -> dict[str, Any]:
    """Compare a text with its file."""
    path, text = _path(question, paths), _text(question)
    try:
        both = [
            _played(f"{title.lower()} {path}", words, title)
            for title, words in (("Saved", saved(path).text), ("Edited", text))
        ]
        month = compare.longest([outcome for _, outcome in both])
        aligned = [playing.through(read, outcome, month) for read, outcome in both]
    except (CommandError, ScenarioError) as failed:
        return {"problem": failed.message if isinstance(failed, CommandError) else str(failed)}
    unequal = len({outcome.summary.months for _, outcome in both}) > 1
    differing = diff.between([read for read, _ in both])
    titles = [outcome.ledger.title for _, outcome in both]
    last = month if unequal else None
    return {"html": document.compared(titles, aligned, last, differing, linked=False)}
