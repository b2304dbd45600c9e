"""The command `report`: one page of HTML on scenarios, for the owner and for a counselor."""

import os

from tradein.analysis import compare, remedies
from tradein.analysis.conditions import Condition
from tradein.analysis.remedies import NotOffered
from tradein.analysis.results import Results
from tradein.cli import (
    USAGE,
    CommandError,
    arguments,
    condition_text,
    files,
    playing,
    story,
    streams,
)
from tradein.cli.arguments import Chosen, Once, Parser, shown
from tradein.report.page import document
from tradein.report.page.sections import Story, Taken
from tradein.scenario import diff, reader
from tradein.scenario.reader import Reading


def add_arguments(command: Parser) -> None:
    """Add the files and the output."""
    arguments.add_files(command, "one to eight scenario files; several are compared")
    arguments.add_settings(command)
    command.add_argument(
        condition_text.SO_THAT,
        action=Once,
        metavar="TARGET",
        help='say what it would take, like "gap <= 0 at month 24"',
    )
    command.add_argument("-o", "--output", action=Once, metavar="FILE", help="write an .html file")


def run(chosen: Chosen) -> None:
    """Make the report."""
    ending = os.path.splitext(chosen.output or "report.html")[1].lower()
    if ending not in (".html", ".htm"):
        chosen.parser.error(f"a report is an .html file, not {shown(chosen.output)}")
    if len(chosen.files) > compare.MAXIMUM:
        message = f"report takes one to eight scenario files, not {len(chosen.files)}"
        raise CommandError(message, USAGE)
    target = None if chosen.so_that is None else condition_text.target(chosen.so_that)
    played = playing.play_files(chosen)
    stories = [story.of(read, results) for read, results in played]
    if target is not None:
        stories = [
            told._replace(taken=_taken(read, chosen.settings or [], target))
            for told, (read, _) in zip(stories, played, strict=True)
        ]
    page = _page(stories, played)
    if chosen.output is None:
        streams.say(page)
    else:
        files.write(chosen.output, page)


def _taken(read: Reading, settings: list[str], target: Condition) -> Taken:
    """Find what it takes to reach a target, by each remedy that the scenario has a place for."""
    source = read.source
    nodes = reader.document(source.name, source.text.encode(), settings)
    chain = playing.toward(read, nodes, target)
    taken = Taken(target, [], [])
    for name in remedies.SIDE_BY_SIDE:
        try:
            taken.answers.append(remedies.answer(chain, name))
        except NotOffered as no:
            taken.refused.append((name, str(no)))
    if not taken.answers:
        why = "; ".join(dict.fromkeys(why for _, why in taken.refused))
        raise CommandError(f"{read.source.name}: {why}", USAGE)
    return taken


def _page(stories: list[Story], played: list[tuple[Reading, Results]]) -> str:
    """Make the page: of one scenario, or of several that are compared first."""
    if len(played) == 1:
        return document.page(stories)
    several = [results for _, results in played]
    month = compare.longest(several)
    differing = diff.between([read for read, _ in played])
    unequal = len({results.summary.months for results in several}) > 1
    aligned = playing.align(played, month)
    return document.page(stories, aligned, month if unequal else None, differing)
