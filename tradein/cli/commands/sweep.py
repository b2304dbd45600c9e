"""The command `sweep`: play one scenario with many values of a setting, side by side."""

from contextlib import suppress
from itertools import product
from math import prod

from tradein.analysis import sweep
from tradein.analysis.sweep import Figures, Run, Sweep
from tradein.cli import BAD_SCENARIO, USAGE, CommandError, arguments, files, output, streams
from tradein.cli.arguments import Chosen, Once, Parser, near, shown
from tradein.cli.progress import Progress
from tradein.engine.simulate import SimulationError
from tradein.report import json_document, text
from tradein.report.narrative import sweep as sentences
from tradein.report.tables import sweep as tables
from tradein.report.tables.table import Table
from tradein.scenario import paths, ranges, reader
from tradein.scenario.containers import LAST_MONTH
from tradein.scenario.model import Scenario
from tradein.scenario.ranges import Value, Varied
from tradein.scenario.reader import Reading, ScenarioError
from tradein.scenario.yaml_source import ARGUMENT_LINES, Document, Source, Unreadable, render


def add_arguments(command: Parser) -> None:
    """Add the file, the settings to vary, the month, the figure and the output."""
    arguments.add_file(command)
    command.add_argument(
        ranges.OPTION,
        action="append",
        required=True,
        metavar="PATH=VALUES",
        help="a setting and its values, like 'purchases[1].keep=12..60 by 6' or "
        "'purchases[1].loan.apr=4.9%% | 6.9%%'; repeat it for a grid",
    )
    arguments.add_settings(command)
    command.add_argument(
        "--at",
        type=arguments.month,
        metavar="MONTH",
        help="compare at this month (default: where the longest is to end)",
    )
    command.add_argument(
        "--of", action=Once, metavar="FIGURE", help=f"one figure: {', '.join(tables.NAMES)}"
    )
    arguments.add_output(command)
    arguments.add_lines(command)


def run(chosen: Chosen) -> None:
    """Play every combination, and write the figures of each."""
    style = output.format_or_lines(chosen)
    if chosen.of is not None and chosen.of not in tables.NAMES:
        meant = near(chosen.of, [*tables.NAMES])
        raise CommandError(f"--of: no figure is called {shown(chosen.of)}{meant}", USAGE)
    if chosen.at is not None and chosen.at > LAST_MONTH:
        message = f"--at {chosen.at} is a month too far away; it is at most {LAST_MONTH:,}"
        raise CommandError(message, USAGE)
    several = _varied(chosen.vary)
    files.refuse_overwriting(chosen.output, chosen.files)
    try:
        document = reader.document(*files.read(chosen.files[0]), chosen.settings or ())
        swept = _swept(document, several, chosen.at)
    except ScenarioError as error:
        streams.tell(str(error))
        raise SystemExit(BAD_SCENARIO) from None
    _write(chosen, style, swept)


def _varied(written: list[str]) -> list[Varied]:
    """Read what is to be varied; a mistake ends the run, shown at its place in the argument."""
    several, source = list[Varied](), Source(ranges.OPTION, b"")
    for number, argument in enumerate(written, start=1):
        source = source.with_argument(argument, ranges.OPTION)
        try:
            several.append(ranges.varied(argument, ranges.OPTION, ARGUMENT_LINES + number))
        except Unreadable as wrong:
            streams.tell(render(source, ranges.OPTION, [wrong.problem]))
            raise SystemExit(USAGE) from None
    names = [varied.setting.path for varied in several]
    if twice := [name for name in names if names.count(name) > 1]:
        message = f"{ranges.OPTION} {shown(twice[0])} is given twice; list all its values in one"
        raise CommandError(message, USAGE)
    count = prod(len(varied.values) for varied in several)
    if count > sweep.RUNS:
        raise CommandError(
            f"{count:,} runs; at most {sweep.RUNS:,}, so take a larger step of {ranges.OPTION}",
            USAGE,
        )
    return several


def _swept(document: Document, several: list[Varied], at: int | None) -> Sweep:
    """Play every combination through one month; raises ScenarioError if none can be played."""
    combinations = [*product(*(varied.values for varied in several))]
    scenarios: list[Scenario | ScenarioError] = []
    with Progress("scenarios read") as progress:
        for values in combinations:
            scenarios.append(_scenario(document, several, values))
            progress(len(scenarios), len(combinations))
    month = _longest(scenarios) if at is None else at
    runs: list[Run] = []
    refused: list[ScenarioError] = []
    with Progress("scenarios played") as progress:
        for values, scenario in zip(combinations, scenarios, strict=True):
            texts = tuple(value.text for value in values)
            try:
                runs.append(Run(texts, _played(document, several, values, scenario, month)))
            except ScenarioError as error:
                refused.append(error)
                runs.append(Run(texts, None, _reason(error)))
            progress(len(runs), len(combinations))
    if len(refused) == len(runs):
        raise refused[0]
    names = tuple(varied.setting.path for varied in several)
    lists = tuple(tuple(value.text for value in varied.values) for varied in several)
    title = next(scenario.title for scenario in scenarios if isinstance(scenario, Scenario))
    return Sweep(title, names, lists, month, tuple(runs))


def _reading(document: Document, several: list[Varied], values: tuple[Value, ...]) -> Reading:
    """Read the file with one combination of values; raises ScenarioError."""
    changed = document
    try:
        for varied, value in zip(several, values, strict=True):
            changed = paths.put(changed, varied.setting, value.text, value.at)
    except Unreadable as wrong:
        raise ScenarioError(document.source.name, [wrong.problem], wrong.source) from None
    return reader.read_document(changed)


def _scenario(
    document: Document, several: list[Varied], values: tuple[Value, ...]
) -> Scenario | ScenarioError:
    """Give the scenario of one combination, or its mistakes."""
    try:
        return _reading(document, several, values).scenario
    except ScenarioError as error:
        return error


def _longest(scenarios: list[Scenario | ScenarioError]) -> int:
    """Give the month in which the longest scenario is to end."""
    ends = [0]
    for scenario in scenarios:
        if isinstance(scenario, Scenario):
            with suppress(SimulationError):
                ends.append(sweep.end(scenario))
    return max(ends)


def _played(
    document: Document,
    several: list[Varied],
    values: tuple[Value, ...],
    scenario: Scenario | ScenarioError,
    month: int,
) -> Figures:
    """Play one combination; raises ScenarioError, at the place of the setting that is refused."""
    if isinstance(scenario, ScenarioError):
        raise scenario
    try:
        return sweep.play(scenario, month)
    except SimulationError as refused:
        reading = _reading(document, several, values)
        raise reading.refusal(refused.path, refused.message) from None


def _reason(error: ScenarioError) -> str:
    """Give the first mistake in one line."""
    problem = error.problems[0]
    return f"{problem.path}: {problem.message}" if problem.path else problem.message


def _write(chosen: Chosen, style: str, swept: Sweep) -> None:
    """Write the runs, or one figure of each."""
    if style == output.LINES:
        lines = json_document.swept(swept)["runs"]
        output.write(chosen, text.json_lines(lines))
    elif style == "json":
        output.write(chosen, text.json(json_document.swept(swept)))
    elif style == "csv" and chosen.of is None:
        output.write(chosen, text.csv(tables.for_programs(swept)))
    elif style == "text":
        parts: list[str | Table] = [
            *sentences.sweep(swept, chosen.of or "net_cost"),
            _table(chosen, swept),
        ]
        output.write(chosen, text.page(swept.title, parts, output.look(chosen)))
    else:
        output.write_tables(chosen, style, [_table(chosen, swept)])


def _table(chosen: Chosen, swept: Sweep) -> Table:
    """Give the table to show: rows and columns for one figure of two settings."""
    if chosen.of is not None and len(swept.paths) == 2:
        return tables.grid(swept, chosen.of)
    return tables.runs(swept, chosen.of)
