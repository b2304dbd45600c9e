"""The README's first command, on a copy of the project with nothing installed.

The second one runs these tests, so it is run by `.ci/run` instead, as it stands there.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CI = "".join(path.read_text("utf-8") for path in sorted((ROOT / ".ci").iterdir()))


def command(marker):
    """The one line of the fenced block below a marker."""
    match = re.search(rf"<!-- {marker} -->\n+```sh\n(.+)\n```", README)
    assert match, f"the README has no block marked {marker}"
    return match.group(1)


def printed(of):
    """What the README says a command prints."""
    match = re.search(rf"```console\n\$ {re.escape(of)}\n(.*?)\n```", README, re.DOTALL)
    assert match, f"the README does not show what {of} prints"
    return match.group(1)


def test_first_command_sets_up_and_runs_the_main_job(tmp_path):
    copy = tmp_path / "tradein"
    ignored = shutil.ignore_patterns(".*", "__pycache__", "dist", "build", "node_modules")
    shutil.copytree(ROOT, copy, ignore=ignored)
    environment = {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "NO_COLOR")}
    this_python = f"{Path(sys.base_prefix, 'bin')}{os.pathsep}{environment['PATH']}"

    done = subprocess.run(
        ["sh", "-c", command("run")],
        cwd=copy,
        env={**environment, "COLUMNS": "80", "PATH": this_python},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    shown = [line.rstrip() for line in done.stdout.rstrip("\n").splitlines()]
    assert "\n".join(shown) == printed("tradein simulate scenarios/rollover.yaml")


def test_second_command_is_where_ci_looks_for_it():
    """`.ci/run` takes the line between the marker and the end of its block."""
    assert "<!-- tests -->" in CI
    assert re.match(r"python3 -m venv .*pytest$", command("tests"))


def test_the_checks_of_contributing_are_those_of_ci():
    """What a contributor runs by hand is what `.ci/run` runs."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    block = re.search(r"```sh\n(.*?)```", page, re.DOTALL).group(1)
    checks = [check.strip() for line in block.splitlines() for check in line.split("&&")]

    assert len(checks) == 5
    assert all(check in CI for check in checks[:-1])
    assert checks[-1] == ".venv/bin/pytest"
