"""The pictures of the README and the docs are what the commands draw now."""

import os
import re
from pathlib import Path

import pytest

from helpers.command import here

ROOT = Path(__file__).parents[2]
PICTURES = {
    "rollover.svg": ("chart", "scenarios/rollover.yaml"),
}
"""The pictures, each with the command that draws it."""


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_its_command_draws(name, capsys, monkeypatch):
    """To the byte; `pytest --refresh` draws it anew and fails."""
    monkeypatch.chdir(ROOT)
    path = ROOT / "docs" / "pictures" / name
    drawn = here(capsys, *PICTURES[name]).out

    if not path.exists() or path.read_text("utf-8") != drawn:
        if os.environ.get("TRADEIN_REFRESH"):
            path.write_text(drawn, "utf-8")
        pytest.fail(f"{name} is not what `tradein {' '.join(PICTURES[name])}` draws")


def test_every_picture_is_shown():
    """No file of the folder is left over, and the README shows the first one."""
    assert {path.name for path in (ROOT / "docs" / "pictures").iterdir()} == set(PICTURES)
    shown = re.findall(r"!\[(.+)\]\(docs/pictures/(.+)\)", (ROOT / "README.md").read_text("utf-8"))

    assert ["rollover.svg"] == [name for _, name in shown]
    assert all(len(words) > 40 for words, _ in shown)  # for those who cannot see it
