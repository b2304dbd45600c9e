"""The page that needs no server in a real browser: from the disk, without a request, with the same text.

It needs the group `browser`, a Chromium of the system, and the npm package `pyodide` in `web`.
"""

from pathlib import Path

import pytest

from helpers import chromium
from helpers.command import here

ROOT = Path(__file__).parents[2]
PYODIDE = ROOT / "web" / "node_modules" / "pyodide"
pytestmark = [
    *chromium.MARKS,
    pytest.mark.skipif(not PYODIDE.exists(), reason="the npm package pyodide is not installed"),
]
ROLLOVER = ROOT / "scenarios" / "rollover.yaml"
MINUTES = 180_000


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A page from the disk, without a network; what it asks for and complains of is kept."""
    from tradein import cli

    path = tmp_path_factory.mktemp("standalone") / "tradein.html"
    written = ["page", "--standalone", str(ROLLOVER), "--pyodide", str(PYODIDE), "-o", str(path)]
    assert cli.main(written) == 0
    with chromium.started() as browser:
        context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path.as_uri())
        page.wait_for_selector("#drawn article section:nth-of-type(4)", timeout=MINUTES)
        yield page


def run(page, line):
    """Run a command line in the page; give what it prints, and how wide."""
    if not page.locator("details.console[open]").count():
        page.click("details.console summary")
    page.fill("details.console input", line)
    page.click("details.console button")
    page.wait_for_selector("details.console pre:not(:empty)", timeout=MINUTES)
    return page.text_content("details.console pre")


def test_it_says_what_the_command_says(opened, capsys, monkeypatch):
    monkeypatch.chdir(ROLLOVER.parent)
    headline = opened.text_content("#drawn .lead")
    printed = here(capsys, "simulate", "rollover.yaml").out
    assert headline in " ".join(printed.split())
    for line in ("simulate rollover.yaml", "simulate rollover.yaml --why", "exits rollover.yaml"):
        text = run(opened, line)
        monkeypatch.setenv("COLUMNS", opened.get_attribute("details.console pre", "data-columns"))
        assert text == here(capsys, *line.split()).out
        assert len(text) > 1000


def test_it_moves_as_one_types(opened, capsys, tmp_path, monkeypatch):
    changed = tmp_path / "rollover.yaml"
    changed.write_text(ROLLOVER.read_text("utf-8").replace("$31,400", "$30,000"), "utf-8")
    before = opened.text_content("#drawn .lead")
    price = opened.locator("#controls input").first
    price.fill("$30,000")
    price.press("Enter")
    opened.locator("#drawn .lead", has_text="$").filter(has_not_text=before).wait_for(
        timeout=MINUTES
    )
    monkeypatch.chdir(tmp_path)
    printed = here(capsys, "simulate", "rollover.yaml").out
    assert opened.text_content("#drawn .lead") in " ".join(printed.split())
    assert run(opened, "simulate rollover.yaml").splitlines()[0] == printed.splitlines()[0]


def test_no_request_leaves_it_and_it_complains_of_nothing(opened):
    assert opened.complaints == []
    assert {address.partition(":")[0] for address in opened.asked} == {"file", "blob"}
    assert len([address for address in opened.asked if address.startswith("file:")]) == 1
