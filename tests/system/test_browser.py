"""The report in a real browser: nothing is refused or loaded, it fits, and its slider works.

It needs the group `browser` and a Chromium of the system; `.ci/browser` installs both.
"""

from pathlib import Path

import pytest

from helpers import chromium
from helpers.command import here

pytestmark = chromium.MARKS

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
ONE = str(SCENARIOS / "rollover.yaml")
OTHERS = [
    str(SCENARIOS / f"{name}.yaml")
    for name in (
        "the-lender-says-no",
        "total-loss",
        "ways-out",
        "sold-privately",
        "rv",
        "press-2019",
    )
]
TWO = str(SCENARIOS / "pay-the-shortfall.yaml")


@pytest.fixture(scope="module")
def browser():
    """A browser for all tests here."""
    with chromium.started() as browser:
        yield browser


@pytest.fixture
def opened(browser, capsys, tmp_path):
    """Open a report at a width; what the browser complains of or asks for is written down."""

    def open_at(width, *files, dark=False, touch=False):
        path = tmp_path / "r.html"
        assert here(capsys, "report", *files, "-o", str(path)).code == 0
        page = browser.new_page(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
        )
        page.told = []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("request", lambda request: page.told.append(request.url))
        page.goto(path.as_uri())
        assert page.told.pop(0) == path.as_uri()
        return page

    return open_at


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("files", [(ONE,), (ONE, TWO)], ids=["one", "two"])
def test_the_page_fits_and_nothing_is_refused(opened, width, files):
    """No message, no request, no scrolling sideways; one drawing of each chart is shown."""
    page = opened(width, *files)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")

    assert page.told == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    shown = {kind: page.locator(f"svg.{kind}:visible").count() for kind in ("wide", "narrow")}
    drawn = 6 * len(files) + (len(files) > 1)
    assert shown == ({"wide": drawn, "narrow": 0} if width > 640 else {"wide": 0, "narrow": drawn})


def test_no_words_of_a_chart_leave_it(opened):
    """Every text of a chart lies within its drawing, at both widths."""
    for width in (390, 1280):
        page = opened(width, ONE, TWO, *OTHERS)
        outside = page.evaluate(
            """() => [...document.querySelectorAll('svg.chart')]
              .filter(svg => svg.getBoundingClientRect().width)
              .flatMap(svg => { const b = svg.getBoundingClientRect();
                return [...svg.querySelectorAll('text')].filter(t => {
                  const r = t.getBoundingClientRect();
                  return r.left < b.left - 1 || r.right > b.right + 1 || r.bottom > b.bottom + 1;
                }).map(t => t.textContent) })"""
        )

        assert outside == []


def test_the_slider_goes_through_the_months(opened):
    """By key, with a text that is read out, and a line in every chart over time."""
    page = opened(1280, ONE)
    slider, words = page.locator("input[type=range]"), page.locator("output")
    line = page.locator("#s1-gap-wide-title >> xpath=.. >> css=.cursor")
    before = line.get_attribute("x1")

    assert words.inner_text() == (
        "Month 50 (2025-05-15): you owe $68,608.20, the vehicle is worth $53,075.40: "
        "$15,532.80 under water."
    )
    slider.focus()
    page.keyboard.press("End")
    assert words.inner_text() == (
        "Month 134 (2032-05-15): you owe $0.00, the vehicle is worth $18,494.60: "
        "worth $18,494.60 more than you owe."
    )
    assert words.inner_text() == slider.get_attribute("aria-valuetext")
    assert float(before) < float(line.get_attribute("x1")) == 744
    assert page.told == []


def test_a_finger_moves_the_slider(opened):
    """A touch at its right end leads to the last month."""
    page = opened(390, ONE, touch=True)
    slider = page.locator("input[type=range]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)

    assert page.locator("output").inner_text().startswith("Month 134 (2032-05-15): you owe $0.00")
    assert page.told == []


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed in web/")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "files"), [(390, (ONE,)), (1280, (ONE, TWO))])
def test_axe_has_nothing_to_say(opened, width, files, dark):
    """Labels, contrast, landmarks and headings, with everything unfolded."""
    page = opened(width, *files, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    page.evaluate(AXE.read_text())

    assert chromium.violations(page) == []


def test_dark_and_print(opened):
    """Dark where that is wanted, and light on paper, where the slider has no place."""
    page = opened(1280, ONE, dark=True)
    color = "getComputedStyle(document.documentElement).backgroundColor"

    assert page.evaluate(color) == "rgb(21, 24, 28)"
    page.emulate_media(media="print")
    assert page.evaluate(color) == "rgb(255, 255, 255)"
    assert not page.locator(".slider").is_visible()
    assert page.locator("svg.wide:visible").count() == 6
