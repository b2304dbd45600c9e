"""The command `match`: compare the simulation with the lender's statements."""

from tradein.analysis import payoff, reconcile
from tradein.analysis.reconcile import Candidate
from tradein.cli import BAD_SCENARIO, CommandError, arguments, output, playing, streams
from tradein.cli.arguments import Chosen, Parser
from tradein.cli.progress import Progress
from tradein.report import json_document, text
from tradein.report.narrative import reconcile as sentences
from tradein.report.tables import reconcile as tables
from tradein.report.tables.table import Table
from tradein.scenario.reader import Reading


def add_arguments(command: Parser) -> None:
    """Add the file and the output."""
    arguments.add_file(command)
    arguments.add_settings(command)
    arguments.add_output(command)


def run(chosen: Chosen) -> None:
    """Compare the simulation with the lender's statements, and say which reading fits best."""
    style = output.chosen_format(chosen)
    [(reading, results)] = playing.play_files(chosen)
    if not reading.scenario.statements:
        message = "it has no statements; write them at the top level, each with date and balance"
        raise CommandError(f"{reading.source.name}: {message}", BAD_SCENARIO)
    candidates = _candidates(reading)
    best = reconcile.best(candidates)
    title = results.ledger.title
    if style == "json":
        output.write(chosen, text.json(json_document.matched(title, candidates, best)))
        return
    shown = [tables.statements(candidates[0]), tables.readings(candidates, best)]
    if style != "text":
        output.write_tables(chosen, style, shown)
        return
    if best is not candidates[0]:
        shown.insert(1, tables.statements(best))
    parts: list[str | Table] = [sentences.best_fit(candidates, best), *shown]
    output.write(chosen, text.page(title, parts, output.look(chosen)))


def _candidates(reading: Reading) -> list[Candidate]:
    """Play a scenario in every reading; end the run if a statement is outside it."""
    try:
        with Progress("loans tried") as progress:
            return reconcile.readings(reading.scenario, progress)
    except payoff.DateOutsideScenario as outside:
        days = [day for day, _ in reading.scenario.statements]
        path = f"statements[{days.index(outside.day) + 1}].date"
        streams.tell(str(reading.refusal(path, f"{outside}; remove the statement")))
        raise SystemExit(BAD_SCENARIO) from None
