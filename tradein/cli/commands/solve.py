"""The command `solve`: find what it takes to reach a target."""

from collections.abc import Sequence
from functools import partial

from tradein.analysis import remedies
from tradein.analysis.conditions import Condition
from tradein.analysis.remedies import NAMES, SIDE_BY_SIDE, Answer, Chain, NotOffered
from tradein.cli import (
    HOLDS,
    USAGE,
    CommandError,
    arguments,
    condition_text,
    files,
    output,
    playing,
    reading,
)
from tradein.cli.arguments import Chosen, Once, Parser, near
from tradein.cli.condition_text import refuse
from tradein.diagnostic import Place
from tradein.report import json_document, text
from tradein.report.narrative import solve as sentences
from tradein.report.tables import solve as tables
from tradein.report.tables.table import Table
from tradein.scenario import kinds, paths, reader, scalars
from tradein.scenario.reader import Reading
from tradein.scenario.yaml_source import Document, Unreadable

_FIND = "--find"


def add_arguments(command: Parser) -> None:
    """Add the file, the target, what to change, and the output."""
    arguments.add_file(command)
    arguments.add_settings(command)
    command.add_argument(
        condition_text.SO_THAT,
        action=Once,
        required=True,
        metavar="TARGET",
        help='what is to be reached, like "gap <= 0 at month 24" or "total paid <= $40,000"',
    )
    command.add_argument(
        _FIND,
        action=Once,
        metavar="WHAT",
        help=f"what to change: a setting by its path, or {', '.join(NAMES)}"
        " (default: several side by side)",
    )
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Find what it takes to reach a target; exit code 5 where nothing does."""
    style = output.chosen_format(chosen)
    target = condition_text.target(chosen.so_that)
    if chosen.find is not None:
        _check_path(chosen.find)
    chain = _chain(chosen, target)
    answers, refused = _answers(chain, chosen.find)
    _write(chosen, style, chain, answers, refused)
    if not any(answer.solution.works for answer in answers):
        raise SystemExit(HOLDS)


def _check_path(find: str) -> None:
    """Refuse what is neither a remedy nor the path of a number."""
    if find in NAMES:
        return
    if not find.isprintable():
        message = "it has a control character; write it like price or purchases[1].price"
        raise CommandError(f"{_FIND} {arguments.shown(find)}: {message}", USAGE)
    if find.replace("-", "").replace("_", "").isalpha():
        known = near(find, [*NAMES])
        message = f"no remedy is called {scalars.quote(find)}{known}, or write a path"
        refuse(_FIND, find, Place(1, 1, len(find)), message)
    try:
        kinds.reach(find)
    except Unreadable as wrong:
        _refuse_path(find, wrong)


def _refuse_path(find: str, wrong: Unreadable) -> None:
    """End the run with what is wrong with a path, at its place in the argument."""
    place = wrong.problem.place or Place(1, 1)
    refuse(_FIND, find, place._replace(line=1), wrong.problem.message)


def _chain(chosen: Chosen, target: Condition) -> Chain:
    """Read and play the file; report all problems, and end the run if there are any."""
    files.refuse_overwriting(chosen.output, chosen.files)
    act = partial(_read, settings=chosen.settings or ())
    [(read, document)] = reading.each_file(chosen.files, act)
    if chosen.find is not None and chosen.find not in NAMES:
        try:
            paths.replace(document, chosen.find, "0")
        except Unreadable as wrong:
            _refuse_path(chosen.find, wrong)
    return playing.toward(read, document, target)


def _read(name: str, data: bytes, settings: Sequence[str]) -> tuple[Reading, Document] | None:
    """Read and play one scenario as it is; or report its problems and give None."""
    played = playing.play(name, data, settings)
    return None if played is None else (played[0], reader.document(name, data, settings))


def _answers(chain: Chain, find: str | None) -> tuple[list[Answer], list[tuple[str, str]]]:
    """Find what the remedies take, and say which have no place in the scenario."""
    answers, refused = [], []
    for name in SIDE_BY_SIDE if find is None else (find,):
        try:
            answers.append(remedies.answer(chain, name))
        except NotOffered as no:
            refused.append((name, str(no)))
    if not answers:
        why = "; ".join(dict.fromkeys(why for _, why in refused))
        raise CommandError(f"{_FIND} {find}: {why}" if find else why, USAGE)
    return answers, refused


def _write(
    chosen: Chosen,
    style: str,
    chain: Chain,
    answers: list[Answer],
    refused: list[tuple[str, str]],
) -> None:
    """Write what was found, for a person or a program."""
    target, title = chain.target, chain.ledger.title
    if style == "json":
        output.write(chosen, text.json(json_document.solved(title, target, answers, refused)))
        return
    together = tables.remedies(answers, target)
    if style != "text":
        output.write_tables(chosen, style, [together])
        return
    parts: list[str | Table] = [*sentences.several(answers, target, refused)]
    if not answers[0].solution.before.holds:
        parts.append(together)
    if chosen.find is not None:
        parts = [*sentences.single(answers[0], target), tables.single(answers[0], target)]
    output.write(chosen, text.page(title, parts, output.look(chosen)))
