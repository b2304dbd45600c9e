"""Shell completion, made by shtab from the parser, knows the commands, options and files."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tradein.cli import parser
from tradein.cli.commands import COMMANDS

PARSER = "tradein.cli.parser.parser"


@cache
def made_for(shell: str) -> str:
    """Make a completion script as the docs say."""
    command = [sys.executable, "-m", "shtab", f"--shell={shell}", PARSER]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def completed(folder: Path, *words: str) -> list[str]:
    """Let bash finish the last of some words in a folder."""
    (folder / "completion.bash").write_text(made_for("bash"), encoding="utf-8")
    line = " ".join(f"'{word}'" for word in ("tradein", *words))
    script = (
        f"source ./completion.bash; COMP_WORDS=({line}); COMP_CWORD={len(words)}; "
        'COMPREPLY=(); _shtab_tradein; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, check=True, text=True
    )
    return done.stdout.split()


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_script_knows_every_command_and_option(shell: str) -> None:
    """Each command is there, with each of its options."""
    script = made_for(shell)
    choices = parser.parser()._subparsers._group_actions[0].choices
    names = {name for subparser in choices.values() for name in subparser._option_string_actions}

    assert list(choices) == list(COMMANDS)
    assert {name for name in (*COMMANDS, *names) if name not in script} == set()


def test_zsh_completes_files() -> None:
    """Wherever a FILE is wanted, zsh offers files: seventeen arguments, and `-o` of seventeen commands."""
    wanted = re.findall(r":_files\"$", made_for("zsh"), re.MULTILINE)

    assert len(wanted) == 34


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


@needs_bash
def test_bash_finishes_commands_options_and_files(tmp_path: Path) -> None:
    """What bash offers after a beginning."""
    (tmp_path / "mine.yaml").touch()

    assert completed(tmp_path, "si") == ["simulate"]
    assert sorted(completed(tmp_path, "c")) == ["chart", "check", "compare", "curves"]
    assert completed(tmp_path, "simulate", "--mo") == ["--monthly"]
    assert completed(tmp_path, "simulate", "mi") == ["mine.yaml"]
    assert completed(tmp_path, "equity", "mi") == ["mine.yaml"]
    assert completed(tmp_path, "simulate", "mine.yaml", "-o", "mi") == ["mine.yaml"]


def test_shtab_is_not_loaded_by_a_run() -> None:
    """The extra is for making the script; no command needs it."""
    code = (
        "import sys; from tradein.cli import parser; parser.parser(); print('shtab' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    expected = "False\n"

    assert expected == done.stdout


PAGE = (Path(__file__).parents[2] / "docs" / "completion.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("shell", "script"),
    [
        ("bash", ".local/share/bash-completion/completions/tradein"),
        ("zsh", ".zfunc/_tradein"),
    ],
)
def test_the_page_says_how(shell: str, script: str, tmp_path: Path) -> None:
    """The commands of the page, run as they stand there, put the script where the page says."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    (commands,) = (block for block in blocks if f"--shell={shell}" in block)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    subprocess.run(
        ["sh", "-ec", commands], check=True, env={**os.environ, "HOME": str(tmp_path), "PATH": path}
    )

    assert "simulate" in (tmp_path / script).read_text("utf-8")
