"""Reads and plays scenario files, and tells their problems and warnings."""

from collections.abc import Sequence
from functools import partial

from tradein.analysis import results, warnings
from tradein.analysis.results import Results
from tradein.cli import BAD_SCENARIO, CommandError, files, reading, streams
from tradein.cli.arguments import Chosen
from tradein.diagnostic import Diagnostic
from tradein.engine import simulate
from tradein.engine.simulate import SimulationError
from tradein.scenario import reader
from tradein.scenario.reader import Reading, ScenarioError
from tradein.scenario.yaml_source import Document, render

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tradein.analysis import exits, remedies
    from tradein.analysis.compare import Aligned
    from tradein.analysis.conditions import Condition


def play_files(chosen: Chosen) -> list[tuple[Reading, Results]]:
    """Read and play every file; report all problems, and end the run if there are any."""
    files.refuse_overwriting(chosen.output, chosen.files)
    return reading.each_file(chosen.files, partial(play, settings=chosen.settings or ()))


def play(name: str, data: bytes, settings: Sequence[str] = ()) -> tuple[Reading, Results] | None:
    """Read and play one scenario and report its warnings; or report its problems and give None."""
    try:
        read = reader.read(name, data, settings)
        outcome = simulated(read)
    except ScenarioError as error:
        streams.tell(str(error))
        return None
    _warn(name, read, outcome)
    return read, outcome


def simulated(read: Reading) -> Results:
    """Play a scenario that was read; raises ScenarioError."""
    try:
        return results.of(simulate.simulate(read.scenario))
    except SimulationError as refused:
        raise read.refusal(refused.path, refused.message) from None


def align(played: list[tuple[Reading, Results]], month: int) -> "list[Aligned]":
    """Play each scenario through a common month; report all problems and end the run if any."""
    aligned = []
    for read, outcome in played:
        try:
            aligned.append(through(read, outcome, month))
        except ScenarioError as error:
            streams.tell(str(error))
    if len(aligned) < len(played):
        raise SystemExit(BAD_SCENARIO)
    return aligned


def through(read: Reading, outcome: Results, month: int) -> "Aligned":
    """Play a scenario through the month that it is compared in; raises ScenarioError."""
    from tradein.analysis.compare import Aligned

    if outcome.summary.months == month:
        return Aligned(outcome, outcome)
    try:
        return Aligned(outcome, results.of(simulate.simulate(read.scenario, through=month)))
    except SimulationError as refused:
        message = f"{refused.message} (it is compared in month {month})"
        raise read.refusal(refused.path, message) from None


def toward(read: Reading, document: Document, target: "Condition") -> "remedies.Chain":
    """Play a scenario that is to reach a target; or report why it cannot be and end the run."""
    from tradein.analysis import remedies

    try:
        return remedies.chain(read, document, target)
    except SimulationError as refused:
        message = f"{refused.message} (it is played through month {target.month})"
        streams.tell(str(read.refusal(refused.path, message)))
        raise SystemExit(BAD_SCENARIO) from None


def with_exits(read: Reading, outcome: Results, last_alone: bool = False) -> "exits.Chain":
    """Gather what the ways out of a scenario go by, or of its last vehicle alone."""
    from tradein.analysis import exits, kept
    from tradein.finance.exits import ExitTerms

    settings = [turn.exits or ExitTerms() for turn in read.scenario.purchases]
    played = kept.play(read.scenario, outcome.ledger, last_alone)
    return exits.chain(outcome, settings, played, read.scenario.market)


def unusual(read: Reading, outcome: Results) -> list[Diagnostic]:
    """List the warnings of a scenario that was read and played."""
    ledger = outcome.ledger
    raised = warnings.raised(outcome.turns, ledger.warnings, ledger.changes)
    located = [
        read.located(diagnostic) for diagnostic in [*raised, *read.outside(outcome.summary.months)]
    ]
    return [*read.warnings, *located]


def _warn(name: str, read: Reading, outcome: Results) -> None:
    """Report the warnings of a scenario that was read and played."""
    diagnostics = unusual(read, outcome)
    if diagnostics and not streams.tell(render(read.source, name, diagnostics)):
        raise CommandError("standard error: could not write the warnings")
