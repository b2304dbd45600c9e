"""Writes an answer in the format and to the file that the command line asks for."""

import os

from tradein.cli import files, streams, terminal
from tradein.cli.arguments import Chosen, Parser, near, shown
from tradein.report import text
from tradein.report.markup import NOT_OFFERED
from tradein.report.tables.table import Table, together
from tradein.report.text import Look

ENDINGS = {
    ".csv": "csv",
    ".json": "json",
    ".txt": "text",
    ".md": "github",
    ".html": "html",
    ".rst": "rst",
    ".tex": "latex",
    ".tsv": "tsv",
}
"""The format of an output file, by how its name ends."""

LINES = "lines"
"""The format of `--json`: a JSON document on each line."""


def chosen_format(chosen: Chosen) -> str:
    """Give the chosen format: by name, or by the extension of the output file, else `text`."""
    command = chosen.parser
    ending = ending_of_output(chosen, [*ENDINGS])
    if chosen.format is not None:
        return _known_format(command, chosen.format)
    if chosen.output is None:
        return "text"
    if ending not in ENDINGS:
        what = f"no format is known for the ending {shown(ending) if ending else 'of that name'}"
        command.error(f"{what}; use {', '.join(ENDINGS)}, or give --format")
    return ENDINGS[ending]


def format_or_lines(chosen: Chosen) -> str:
    """Give the chosen format, or `LINES` with `--json`."""
    if not chosen.json:
        return chosen_format(chosen)
    if chosen.format is not None:
        chosen.parser.error("--json writes lines, and --format another form; give one of them")
    chosen.format = "json"
    chosen_format(chosen)
    return LINES


def ending_of_output(chosen: Chosen, usual: list[str]) -> str:
    """Give how the name of the output file ends; refuse that of a scenario, which it may replace."""
    ending = os.path.splitext(chosen.output or "")[1].lower()
    if ending in (".yaml", ".yml"):
        chosen.parser.error(f"{shown(chosen.output)} would be a scenario; use {', '.join(usual)}")
    return ending


def _known_format(command: Parser, name: str) -> str:
    """Check the name of a format, and give it."""
    if name in ("csv", "json", "text"):
        return name
    if name in NOT_OFFERED:
        command.error(
            f"{name} is not offered, it cannot keep every text literal; use github or csv"
        )
    known = ["csv", "json", "text", *text.formats()]
    if name not in known:
        command.error(f"unknown format {shown(name)}{near(name, known)}")
    return name


def look(chosen: Chosen) -> Look:
    """Give the look of the answer: for a terminal, or for a file."""
    if chosen.output is not None:
        return Look()
    return Look(terminal.width(), terminal.color())


def write(chosen: Chosen, answer: str) -> None:
    """Write an answer to the chosen file, or to standard output."""
    if chosen.output is not None:
        files.write(chosen.output, answer)
    else:
        streams.say(answer)


def write_tables(chosen: Chosen, style: str, several: list[Table]) -> None:
    """Write tables in a format for programs or other documents; for csv, only the first."""
    write(chosen, text.csv(several[0]) if style == "csv" else text.formatted(several, style))


def one_csv(titles: list[str], several: list[Table]) -> str:
    """Write one table of each scenario as one csv, with the scenario's title in each row."""
    if len(several) == 1:
        return text.csv(several[0])
    rows = [title for title, table in zip(titles, several, strict=True) for _ in table.rows]
    return text.csv(together(several), rows)
