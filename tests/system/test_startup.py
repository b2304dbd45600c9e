"""What must not be imported on the way to a quick answer; the times are in `benchmarks/`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tradein.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
SCENARIO = str(ROOT / "scenarios" / "rollover.yaml")

ON_REQUEST = {
    "csv",
    "difflib",
    "html",
    "importlib.metadata",
    "json",
    "jsonschema",
    "numpy",
    "shtab",
    "socket",
    "subprocess",
    "tabulate",
    "tradein.analysis.compare",
    "tradein.analysis.conditions",
    "tradein.analysis.disclosure",
    "tradein.analysis.exits",
    "tradein.analysis.explain",
    "tradein.analysis.kept",
    "tradein.analysis.options",
    "tradein.analysis.payoff",
    "tradein.analysis.reconcile",
    "tradein.analysis.sweep",
    "tradein.analysis.remedies",
    "tradein.analysis.solve",
    "tradein.cli.condition_text",
    "tradein.cli.fail_if",
    "tradein.engine.events",
    "tradein.engine.losses",
    "tradein.engine.products",
    "tradein.engine.underwriting",
    "tradein.finance.apr",
    "tradein.finance.exits",
    "tradein.finance.paper",
    "tradein.finance.refunds",
    "tradein.finance.underwriting",
    "tradein.report.beancount",
    "tradein.report.books",
    "tradein.report.hledger",
    "tradein.report.charts",
    "tradein.report.elements",
    "tradein.report.narrative.catalog",
    "tradein.report.narrative.compare",
    "tradein.report.narrative.disclosure",
    "tradein.report.narrative.exits",
    "tradein.report.narrative.options",
    "tradein.report.narrative.losses",
    "tradein.report.narrative.payoff",
    "tradein.report.narrative.reconcile",
    "tradein.report.narrative.sweep",
    "tradein.report.page",
    "tradein.report.pictures",
    "tradein.report.narrative.solve",
    "tradein.report.tables.catalog",
    "tradein.report.tables.compare",
    "tradein.report.tables.disclosure",
    "tradein.report.tables.exits",
    "tradein.report.tables.options",
    "tradein.report.tables.payoff",
    "tradein.report.tables.reconcile",
    "tradein.report.tables.sweep",
    "tradein.report.tables.solve",
    "tradein.scenario.event_reader",
    "tradein.scenario.paths",
    "tradein.scenario.exit_reader",
    "tradein.scenario.loss_reader",
    "tradein.scenario.kinds",
    "tradein.scenario.events",
    "tradein.scenario.refund_reader",
    "tradein.scenario.diff",
    "tradein.scenario.plans",
    "tradein.scenario.ranges",
    "tradein.scenario.schema",
    "tradein.scenario.state_tax",
    "tradein.scenario.states",
}
"""Imported only by the command, the option or the mistake that needs it."""


def imported(*arguments: str) -> set[str]:
    """Run a command in a new process and give the names of the modules it imported."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from tradein.cli import main\n"
        "main(sys.argv[1:])\n"
        "print('\\n'.join(sorted(set(sys.modules) - before)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, *arguments],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return set(done.stderr.split())


def test_simulate_imports_what_it_needs():
    """The main job loads nothing that only other commands need."""
    modules = imported("simulate", SCENARIO)

    assert modules & ON_REQUEST == set()


def test_help_imports_argparse_and_no_command():
    """Asking for help reads no scenario, and so loads no library for it."""
    modules = imported("--help")

    heavy = {"attr", "attrs", "contextlib", "shutil", "tabulate", "typing", "yaml"}
    assert modules & (heavy | ON_REQUEST) == set()
    rooms = {name for name in modules if name.startswith("tradein.")}
    assert rooms == {
        "tradein.cli",
        "tradein.cli.arguments",
        "tradein.cli.commands",
        "tradein.cli.parser",
        "tradein.cli.progress",
        "tradein.cli.runner",
        "tradein.cli.streams",
        "tradein.cli.terminal",
        "tradein.visible",
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_imports_no_other(command):
    """Only the module of the chosen command is imported."""
    modules = imported(command, "--help")

    commands = {name for name in modules if name.startswith("tradein.cli.commands.")}
    assert commands == {f"tradein.cli.commands.{command}"}


@pytest.mark.parametrize(
    ("arguments", "module"),
    [
        (("simulate", SCENARIO, "--format", "json"), "json"),
        (("simulate", SCENARIO, "--format", "csv"), "csv"),
        (("simulate", SCENARIO, "--fail-if", "gap < -$900000"), "tradein.cli.fail_if"),
        (("compare", SCENARIO, SCENARIO), "tradein.report.tables.compare"),
        (("disclose", SCENARIO), "tradein.finance.apr"),
        (("exits", SCENARIO), "tradein.analysis.kept"),
        (("export", SCENARIO, "--to", "hledger"), "tradein.report.books"),
        (("solve", SCENARIO, "--find", "keep", "--so-that", "gap <= 0"), "tradein.scenario.kinds"),
        (("curves",), "tradein.report.tables.catalog"),
    ],
)
def test_what_is_asked_for_is_imported(arguments, module):
    """The list above means something: the modules on it do come when they are asked for."""
    assert module in imported(*arguments)
