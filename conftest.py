"""Runs every command of the docs and compares what it prints; doctests in docs and docstrings.

A fenced block marked `console` holds commands (after `$ `) and what they print, standard
error included, on a terminal of 80 columns.  `pytest --refresh` writes what they print now
into the docs, shows the difference, and fails, so that nobody takes it for a passing run.
"""

import difflib
import gc
import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown import CodeBlockParser

import tradein

ROOT = Path(__file__).parent

UNMEASURED = {
    "test_books.py",
    "test_charts.py",
    "test_completion.py",
    "test_docs_format.py",
    "test_examples.py",
    "test_long_chains.py",
    "test_oracle.py",
    "test_peer_dates.py",
    "test_peer_loans.py",
    "test_random_reports.py",
    "test_reconcile.py",
    "test_remedies.py",
    "test_security.py",
    "test_solve.py",
    "test_twins.py",
}
"""Tests that reach nothing that others do not reach; measuring them takes minutes."""

SEEDS = 25
"""Of so many seeds of a test, or numbers like them, coverage is measured."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not is_measured(item):
            item.add_marker(pytest.mark.no_cover)


def is_measured(item: pytest.Item) -> bool:
    """Say whether the coverage of a test is measured, which makes it take three times as long."""
    if item.path.name in UNMEASURED:
        return False
    case = getattr(item, "callspec", None)
    numbers = case is not None and all(type(value) is int for value in case.params.values())
    return not numbers or max(case.indices.values()) < SEEDS


ALWAYS = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ci", max_examples=100, derandomize=True, database=None, **ALWAYS)
settings.register_profile("few", max_examples=25, derandomize=True, database=None, **ALWAYS)
settings.register_profile("nightly", max_examples=100_000, print_blob=True, **ALWAYS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="rewrite expected output; not in CI")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--refresh") and os.environ.get("CI"):
        raise pytest.UsageError("--refresh never runs in CI")
    os.environ["TRADEIN_REFRESH"] = "1" if config.getoption("--refresh") else ""


def run_commands(folder: Path, block: str) -> str:
    """Run the commands of a block in a folder; give the block with what they print."""
    lines = []
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "80",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }
    for command in re.findall(r"^\$ (.+)$", block, re.MULTILINE):
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        lines += [f"$ {command}", *done.stdout.rstrip("\n").splitlines()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def console(example: Example) -> None:
    """Compare a console block with what its commands print."""
    block = str(example.parsed)
    if not re.search(r"^\$ ", block, re.MULTILINE):
        raise AssertionError("a console block without a command, which begins with `$ `")
    folder = example.namespace["folder"]
    expected = "\n".join(line.rstrip() for line in block.rstrip("\n").splitlines()) + "\n"
    printed = run_commands(folder, block)
    if expected == printed:
        return
    difference = "".join(difflib.unified_diff(expected.splitlines(True), printed.splitlines(True)))
    if os.environ.get("TRADEIN_REFRESH"):
        path = Path(example.path)
        path.write_text(
            path.read_text("utf-8").replace(block.rstrip("\n"), printed.rstrip("\n"), 1), "utf-8"
        )
    raise AssertionError(f"the docs say something else:\n{difference}")


def in_a_copy(namespace: dict[str, object]) -> None:
    """Give a document's commands a folder of their own, with the scenarios in it."""
    import tempfile

    folder = Path(tempfile.mkdtemp())
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    namespace["folder"] = folder


def remove_copy(namespace: dict[str, object]) -> None:
    shutil.rmtree(str(namespace["folder"]))


documents = Sybil(
    parsers=[CodeBlockParser(language="console", evaluator=console), DocTestParser()],
    patterns=["README.md", "docs/*.md", "CONTRIBUTING.md"],
    setup=in_a_copy,
    teardown=remove_copy,
)
docstrings = Sybil(
    parsers=[DocTestParser()],
    patterns=["tradein/**/*.py"],
    document_types={".py": PythonDocStringDocument},
)

with_examples = (documents + docstrings).pytest()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Parse only modules that hold an example."""
    if file_path.suffix == ".py" and b">>>" not in file_path.read_bytes():
        return None
    return with_examples(file_path, parent)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Import every module where coverage is measured: an unmeasured test may need it first.

    Leave alone in garbage collection what stays to the end: the tests themselves.
    """
    if session.config.getoption("cov_source", None):
        for module in pkgutil.walk_packages(tradein.__path__, "tradein."):
            importlib.import_module(module.name)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
