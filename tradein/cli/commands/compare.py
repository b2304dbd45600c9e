"""The command `compare`: put scenarios side by side."""

from tradein.analysis import compare
from tradein.cli import USAGE, CommandError, arguments, output, playing
from tradein.cli.arguments import Chosen, Parser
from tradein.report import json_document, text
from tradein.report.narrative import compare as sentences
from tradein.report.tables import compare as tables
from tradein.report.tables.table import Table, without
from tradein.scenario import diff


def add_arguments(command: Parser) -> None:
    """Add the files, the month to compare at, and the output."""
    arguments.add_files(command, "two to eight scenario files")
    arguments.add_settings(command)
    command.add_argument(
        "--at",
        type=arguments.month,
        metavar="MONTH",
        help="compare at this month (default: where the longest ends)",
    )
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Put scenarios side by side."""
    if not compare.MINIMUM <= len(chosen.files) <= compare.MAXIMUM:
        message = f"compare takes two to eight scenario files, not {len(chosen.files)}"
        raise CommandError(message, USAGE)
    style = output.chosen_format(chosen)
    played = playing.play_files(chosen)
    several = [results for _, results in played]
    longest = compare.longest(several)
    month = longest if chosen.at is None else chosen.at
    if month > longest:
        message = f"--at {month} is after the end of every scenario, month {longest}"
        raise CommandError(message, USAGE)
    aligned = playing.align(played, month)
    differing = diff.between([reading for reading, _ in played])
    unequal = len({results.summary.months for results in several}) > 1
    shown = month if unequal or chosen.at is not None else None
    if style == "json":
        output.write(chosen, text.json(json_document.comparison(aligned, month, differing)))
    elif style == "csv":
        output.write(chosen, text.csv(without(tables.compared(aligned, shown), "number")))
    elif style == "text":
        parts: list[str | Table] = [
            *sentences.compare(aligned, shown),
            *tables.comparison(aligned, shown, differing),
        ]
        output.write(chosen, text.page("Scenarios compared", parts, output.look(chosen)))
    else:
        output.write_tables(chosen, style, tables.comparison(aligned, shown, differing))
