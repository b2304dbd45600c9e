"""The command `report`: one page of HTML on scenarios, for the owner and for a counselor."""

import os

from tradein.analysis import compare
from tradein.analysis.results import Results
from tradein.cli import USAGE, CommandError, arguments, files, playing, streams
from tradein.cli.arguments import Chosen, Once, Parser, shown
from tradein.report import pictures
from tradein.report.page import document
from tradein.report.page.sections import Story
from tradein.scenario import diff
from tradein.scenario.reader import Reading


def add_arguments(command: Parser) -> None:
    """Add the files and the output."""
    arguments.add_files(command, "one to eight scenario files; several are compared")
    arguments.add_settings(command)
    command.add_argument("-o", "--output", action=Once, metavar="FILE", help="write an .html file")


def run(chosen: Chosen) -> None:
    """Make the report."""
    ending = os.path.splitext(chosen.output or "report.html")[1].lower()
    if ending not in (".html", ".htm"):
        chosen.parser.error(f"a report is an .html file, not {shown(chosen.output)}")
    if len(chosen.files) > compare.MAXIMUM:
        message = f"report takes one to eight scenario files, not {len(chosen.files)}"
        raise CommandError(message, USAGE)
    page = _page(playing.play_files(chosen))
    if chosen.output is None:
        streams.say(page)
    else:
        files.write(chosen.output, page)


def _page(played: list[tuple[Reading, Results]]) -> str:
    """Make the page: of one scenario, or of several that are compared first."""
    stories = [_story(read, results) for read, results in played]
    if len(played) == 1:
        return document.page(stories)
    several = [results for _, results in played]
    month = compare.longest(several)
    differing = diff.between([read for read, _ in played])
    unequal = len({results.summary.months for results in several}) > 1
    aligned = playing.align(played, month)
    return document.page(stories, aligned, month if unequal else None, differing)


def _story(read: Reading, results: Results) -> Story:
    """Gather what the page says of a scenario."""
    replaced = [f"# {argument.option} {argument.text}" for argument in read.source.arguments]
    series = read.context.values.get("market.history")
    return Story(
        results=results,
        about=read.scenario.about,
        out=pictures.ways_out(playing.with_exits(read, results)),
        text="\n".join([*replaced, *read.source.lines]),
        warnings=[f"{d.path}: {d.message}" for d in playing.unusual(read, results)],
        series=series[0] if series else None,
    )
