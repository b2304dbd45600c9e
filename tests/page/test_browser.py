"""The local page in a real browser: a scenario is edited, and its picture moves.

It needs the group `browser` and a Chromium of the system; `.ci/browser` installs both.
"""

import json
import re
import threading
from pathlib import Path

import pytest

from helpers import chromium
from helpers.command import here
from tradein.cli import editing
from tradein.page import field_list, static
from tradein.page.server import Server
from tradein.scenario import reader

pytestmark = chromium.MARKS
expect = chromium.sync_api.expect
expect.set_options(timeout=8_000)

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
FIGURE = ".cards .figure >> nth=0"


@pytest.fixture(scope="module")
def browser():
    """A browser for all tests here."""
    with chromium.started() as browser:
        yield browser


class Open:
    """A page on copies of scenarios, and what the browser complains of or asks others for."""

    def __init__(self, browser, folder, names, width, height, dark):
        self.files = [folder / f"{name}.yaml" for name in names]
        for file in self.files:
            file.write_bytes((ROOT / "scenarios" / file.name).read_bytes())
        paths = list(map(str, self.files))
        self.server = Server(static.files(), editing.answers(paths, field_list.fields()))
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.page = browser.new_page(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        self.page.set_default_timeout(10_000)
        self.told = []
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.on("request", self._asked)
        self.page.goto(self.server.address)
        self.whole()

    def _asked(self, request):
        own = request.url.startswith(f"http://{self.server.door.host}/")
        if not own and not request.url.startswith("blob:"):
            self.told.append(request.url)

    def close(self):
        """Close the page without its question, and the server."""
        self.page.close()
        self.server.shutdown()
        self.server.server_close()

    def whole(self):
        """Wait until everything is drawn of what stands in the text."""
        expect(self.page.locator("#drawn:not(.behind) article .written")).to_be_attached()

    def status(self, words):
        """Wait until the status says so."""
        expect(self.page.locator("#status")).to_have_text(words)

    def select(self, text):
        """Select the first such text in the editor, by its search."""
        self.page.locator(".cm-content").focus()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.press("Control+f")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Escape")

    def replace(self, text, new):
        """Type something over a text, as a person does."""
        self.select(text)
        self.page.keyboard.type(new)

    def saved(self):
        """Give the first file as it is on the disk."""
        return self.files[0].read_text()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page on some scenarios; in the end nothing strange may have been told."""
    pages = []

    def open_at(*names, width=1280, height=800, dark=False):
        pages.append(Open(browser, tmp_path, names or ("rollover",), width, height, dark))
        return pages[-1]

    yield open_at
    for page in pages:
        page.close()
    assert [page.told for page in pages] == [[] for _ in pages]


def test_the_page_fits(opened):
    """No scrolling sideways at any width, with a mistake and with a comparison."""
    at = opened()
    at.replace("price: $58,900", "price: $58,900x")
    at.status("1 problem; the picture shows the last text without one. Not saved.")
    at.page.click("#compare")
    at.page.wait_for_selector("#compared p")

    for width in (320, 390, 641, 999, 1000, 1200, 1280):
        at.page.set_viewport_size({"width": width, "height": 800})
        assert at.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1200, 1280])
def test_an_apr_of_two_digits_and_two_decimals_is_seen_whole(opened, width):
    at = opened(width=width)
    field = at.page.locator(".row input").nth(2)
    at.replace("apr: 8.9%", "apr: 10.75%")
    expect(field).to_have_value("10.75%")

    assert field.evaluate("input => input.scrollWidth - input.clientWidth") <= 0


def test_a_new_price_moves_the_headline(opened, capsys):
    """What is drawn is what the command says of the same text, once it is saved."""
    at = opened()
    assert at.page.inner_text(FIGURE) == "$15,533"

    at.replace("price: $58,900", "price: $57,250")
    expect(at.page.locator(FIGURE)).not_to_have_text("$15,533")
    at.whole()
    at.status("No problems. Not saved.")
    at.page.keyboard.press("Control+s")
    at.page.keyboard.press("Control+s")
    at.status("No problems. Saved.")
    assert not at.page.is_visible("dialog")

    ran = here(capsys, "simulate", "--format", "json", str(at.files[0]))
    gap = json.loads(ran.out)["summary"]["last_purchase"]["gap"]
    expect(at.page.locator(FIGURE)).to_have_text(f"${int(gap + 0.5):,}")
    assert at.page.title() == f"{at.files[0]} – tradein"
    assert at.saved() == (ROOT / "scenarios/rollover.yaml").read_text().replace("58,900", "57,250")


@pytest.mark.parametrize(("width", "size"), [(1280, "wide"), (390, "narrow")])
def test_what_is_seen_first_is_drawn_first(opened, width, size):
    """The headline and the drawing that is seen; the rest waits, and the slider keeps its place."""
    at = opened(width=width)
    held = []
    at.page.route(
        "**/draw", lambda route: held.append(route) if whole(route) else route.continue_()
    )
    owed = at.page.locator(f"#drawn svg.{size} path.owed >> nth=0")
    slider = at.page.locator("#drawn input[type=range]")
    slider.evaluate("el => { el.value = 30; el.dispatchEvent(new Event('input')); }")
    before = owed.get_attribute("d")

    at.select("58,900")
    at.page.keyboard.insert_text("57,250")
    expect(at.page.locator(FIGURE)).not_to_have_text("$15,533")
    expect(owed).not_to_have_attribute("d", before)
    assert at.page.locator("#drawn").get_attribute("class") == "behind"
    assert owed.locator("xpath=..").locator("line.cursor").count() == 1
    assert slider.input_value() == "30"

    while not held:
        at.page.wait_for_timeout(20)
    held.pop().continue_()
    at.whole()
    assert slider.input_value() == "30"
    assert owed.locator("xpath=..").locator("line.cursor").count() == 1


def whole(route):
    """Whether a question is for all pictures."""
    return route.request.post_data_json["part"] == "whole"


def test_a_mistake_is_shown_in_place_and_the_picture_stays(opened):
    """Underlined, marked in the margin, listed with a way to it; gone once it is mended."""
    at = opened()
    at.replace("price: $58,900", "price: $58,900x")
    at.status("1 problem; the picture shows the last text without one. Not saved.")

    expect(at.page.locator(".cm-lintRange-error")).to_have_text("$58,900x")
    assert at.page.locator(".cm-lint-marker-error").count() == 1
    assert at.page.inner_text(FIGURE) == "$15,533"
    assert at.page.inner_text("#old") == "Drawn from the last text without a mistake"
    assert at.page.inner_text("#problems").startswith(
        "Line 55 purchases[3].price: not an amount of money, '$58,900x'; write digits"
    )
    at.page.keyboard.press("Control+Home")
    at.page.click("#problems button")
    assert at.page.inner_text(".cm-activeLine") == "    price: $58,900x"
    assert at.page.evaluate("document.activeElement.className").startswith("cm-content")
    at.page.keyboard.press("End")
    at.page.keyboard.press("Backspace")
    at.status("No problems. Saved.")
    assert not at.page.is_visible("#old")
    assert at.page.locator("#problems li").count() == 0


def test_a_file_with_a_mistake_has_no_picture_yet(opened):
    """The page says so, and draws once the mistake is mended."""
    at = opened()
    at.files[0].write_text(at.saved().replace("$58,900", "$58,900x"))
    at.page.reload()
    at.status("1 problem. Saved.")
    assert at.page.inner_text("#old") == "Nothing is drawn of a text with a mistake"

    at.replace("$58,900x", "$58,900")
    at.status("No problems. Not saved.")
    at.whole()
    assert at.page.inner_text(FIGURE) == "$15,533"


def test_a_warning_is_shown_and_the_picture_moves(opened):
    """It is no mistake."""
    at = opened()
    at.replace("apr: 13.9%", "apr: 39.9%")
    at.status("No problems; 1 warning. Not saved.")

    expect(at.page.locator(".cm-lintRange-warning")).to_have_text("39.9%")
    assert "warning: purchases[3].loan.apr" in at.page.inner_text("#problems")


def test_a_control_writes_into_the_text(opened):
    """One setting, with the comments around it kept; one step of undo takes it back."""
    at = opened()
    box = at.page.get_by_role("group", name="2. 2023 midsize SUV")
    keep = box.get_by_role("textbox", name="keep")
    assert keep.input_value() == "24 months"
    assert box.get_by_role("textbox", name="loan months").get_attribute("class") == "unwritten"
    described = "el => [...el.ariaDescribedByElements].map(other => other.id).includes('unwritten')"
    assert box.get_by_role("textbox", name="loan months").evaluate(described)
    assert not keep.evaluate(described)

    box.get_by_role("textbox", name="price").fill("$40,000")
    at.page.keyboard.press("Enter")
    at.status("No problems. Not saved.")
    at.page.keyboard.press("Control+s")
    at.status("No problems. Saved.")
    before = (ROOT / "scenarios/rollover.yaml").read_text()
    assert at.saved() == before.replace("$41,250", "$40,000")

    at.page.locator(".cm-content").focus()
    at.page.keyboard.press("Control+z")
    at.status("No problems. Not saved.")
    assert box.get_by_role("textbox", name="price").input_value() == "$41,250"


def test_a_refused_value_is_told_beside_its_control(opened):
    """The text stays; Escape gives the old value back."""
    at = opened()
    rate = at.page.get_by_role("textbox", name="APR").nth(1)
    rate.fill("fast")
    rate.press("Enter")
    told = at.page.get_by_role("alert").filter(has_text="a rate")

    told.wait_for()
    assert rate.get_attribute("aria-invalid") == "true"
    assert told.get_attribute("id") in rate.get_attribute("aria-describedby")
    assert at.page.inner_text("#status") == "No problems. Saved."
    rate.press("Escape")
    assert rate.input_value() == "11.4%"
    assert told.count() == 0


def test_a_file_that_was_changed_meanwhile(opened):
    """Nothing is written before somebody decides: later, take its text, or write over it."""
    at = opened()
    own = at.saved()
    at.replace("price: $58,900", "price: $57,250")
    at.status("No problems. Not saved.")
    others = own.replace("title: One", "title: Another")
    at.files[0].write_text(others)

    at.page.click("#save")
    at.page.get_by_role("button", name="Decide later").click()
    assert at.saved() == others
    at.page.click("#save")
    at.page.get_by_role("button", name="Write over it").click()
    at.status("No problems. Saved.")
    assert at.saved() == own.replace("58,900", "57,250")

    at.files[0].write_text(others)
    at.replace("price: $57,250", "price: $1")
    at.page.click("#save")
    at.page.get_by_role("button", name="Take the file's text").click()
    at.page.wait_for_selector("h1:text-is('Another SUV after another')")
    at.status("No problems. Saved.")
    assert at.saved() == others
    at.page.keyboard.press("Control+z")
    at.page.wait_for_selector("h1:text-is('One SUV after another')")


def test_save_as_and_compare(opened):
    """A download with the edited text; the saved and the edited one side by side."""
    at = opened()
    own = at.saved()
    at.replace("price: $58,900", "price: $57,250")
    at.status("No problems. Not saved.")

    with at.page.expect_download() as download:
        at.page.click("#save-as")
    assert download.value.suggested_filename == "rollover.yaml"
    assert Path(download.value.path()).read_text() == own.replace("58,900", "57,250")
    assert at.saved() == own

    at.page.click("#compare")
    at.page.wait_for_selector("#compared table")
    assert at.page.get_attribute("#compare", "aria-pressed") == "true"
    heads = at.page.locator("#compared table >> nth=0").locator("thead th").all_inner_texts()
    assert heads == ["1. Saved", "2. Edited"]
    at.page.click("#compare")
    assert not at.page.is_visible("#compared")


def test_completion_offers_what_belongs_there(opened):
    """The settings of the mapping that are not there yet, then the choices of the one picked."""
    at = opened()
    at.select("max_ltv: 140%")
    at.page.keyboard.press("End")
    at.page.keyboard.press("Enter")
    at.page.keyboard.press("Control+Space")
    at.page.wait_for_selector(".cm-tooltip-autocomplete")
    offered = at.page.locator(".cm-tooltip-autocomplete li").all_inner_texts()
    loan = {
        path.rpartition(".")[2]
        for path in field_list.fields()
        if path.startswith("purchases[].loan.")
    }
    assert set(offered) == loan - {"apr", "max_ltv"}

    at.page.keyboard.type("inter")
    expect(at.page.locator(".cm-tooltip-autocomplete li")).to_have_count(1)
    assert "How interest is counted" in at.page.inner_text(".cm-completionInfo")
    at.page.wait_for_timeout(400)  # a choice that comes up under the fingers is not taken at once
    at.page.keyboard.press("Enter")
    at.page.wait_for_selector(".cm-tooltip-autocomplete li:has-text('precomputed')")
    at.page.keyboard.type("mon")
    at.page.wait_for_timeout(400)
    at.page.keyboard.press("Enter")
    at.status("No problems. Not saved.")
    assert at.page.inner_text(".cm-activeLine") == "      interest: monthly"


def test_completion_in_lists(opened):
    """A list of settings begins with a dash; the words of a list in brackets are offered one by one."""
    at = opened()
    at.select("keep: 24 months")
    at.page.keyboard.press("End")
    at.page.keyboard.press("Enter")
    for typed, offered, more in (
        ("even", "events", ""),
        ("mon", "month", "3"),
        ("\nski", "skip", "1 month"),
    ):
        at.page.keyboard.type(typed)
        at.page.wait_for_selector(f".cm-tooltip-autocomplete li:has-text('{offered}')")
        at.page.wait_for_timeout(400)
        at.page.keyboard.press("Enter")
        at.page.keyboard.type(more)
    at.select("apr: 11.4%")
    at.page.keyboard.press("End")
    at.page.keyboard.type("\nno_payment_in: [june, ju")
    at.page.wait_for_selector(".cm-tooltip-autocomplete li:has-text('july')")
    assert at.page.locator(".cm-tooltip-autocomplete li").all_inner_texts() == ["june", "july"]
    at.page.keyboard.type("ly]")
    at.status("No problems. Not saved.")
    at.page.keyboard.press("Control+s")
    at.status("No problems. Saved.")

    own = (ROOT / "scenarios/rollover.yaml").read_text()
    with_months = own.replace("11.4%\n", "11.4%\n      no_payment_in: [june, july]\n")
    event = "    events:\n      - month: 3\n        skip: 1 month\n"
    assert at.saved() == with_months.replace("24 months\n", f"24 months\n{event}")


def test_help_where_the_pointer_and_where_the_cursor_is(opened):
    """What a setting is, and how it is written."""
    at = opened()
    at.select("max_ltv")
    assert at.page.inner_text("#help").startswith("max_ltv The lender's cap on the amount financed")
    at.page.hover(".cm-line span:text-is('max_ltv')")
    at.page.wait_for_selector(".cm-tooltip-hover")
    told = at.page.inner_text(".cm-tooltip-hover")
    assert "purchases[].loan.max_ltv" in told
    assert "Written: a rate, 0% to 1000%" in told


FIND = """async cases => {
  const { placeAt } = await import("/paths.js");
  return cases.flatMap(([text, places]) => {
    const lines = text.split("\\n");
    return places.map(([line, column]) => {
      const place = placeAt((index) => lines[index], line - 1, column - 1);
      const steps = place && [...place.steps, ...(place.key === null ? [] : [place.key])];
      return steps && steps.join(".").replaceAll(".[]", "[]");
    });
  });
}"""


def test_the_path_at_each_place_is_that_of_the_reader(opened):
    """In every scenario of the project that can be read, in braces and lists too."""
    cases, expected = [], []
    for file in sorted([*ROOT.glob("scenarios/*.yaml"), *ROOT.glob("tests/data/**/*.yaml")]):
        try:
            read = reader.read(file.name, file.read_bytes())
        except reader.ScenarioError:
            continue
        lines = read.source.text.split("\n")
        places = {
            path: place
            for path, place in read.context.places.items()
            if not lines[place.line - 1][place.column - 1 :].startswith("- ")  # a list begins
        }
        cases.append([read.source.text, [[p.line, p.column] for p in places.values()]])
        expected += [re.sub(r"\[\d+\]", "[]", path) for path in places]

    assert len(expected) > 1_000
    assert opened().page.evaluate(FIND, cases) == expected


def test_the_keyboard_reaches_everything_and_leaves_the_text(opened):
    """Tab indents in the text; after Escape it goes on, to the picture and its slider."""
    at = opened()
    at.page.locator(".cm-content").focus()
    at.page.keyboard.press("Tab")
    at.status("1 problem; the picture shows the last text without one. Not saved.")
    at.page.keyboard.press("Control+z")
    at.status("No problems. Saved.")
    at.page.keyboard.press("Escape")
    at.page.keyboard.press("Tab")
    assert at.page.evaluate("document.activeElement.id") == "s1-slider"
    at.page.keyboard.press("Shift+Tab")
    at.page.keyboard.press("Escape")
    at.page.keyboard.press("Shift+Tab")
    assert at.page.evaluate("document.activeElement.tagName") == "INPUT"
    for _ in range(40):
        at.page.keyboard.press("Shift+Tab")
        if at.page.evaluate("document.activeElement.id") == "save-as":
            break
    else:
        pytest.fail("the buttons are out of reach")


def test_a_redraw_keeps_what_one_looks_at(opened):
    """The focus, the month of the slider, what is unfolded, and how far the page is scrolled."""
    at = opened()
    price = at.page.get_by_role("textbox", name="price").nth(2)
    summary = at.page.locator("#drawn summary").first
    summary.click()
    slider = at.page.locator("#s1-slider")
    slider.focus()
    at.page.keyboard.press("ArrowLeft")
    month = slider.input_value()
    words = at.page.locator("#drawn output").inner_text().partition(":")[0]
    at.page.evaluate("scrollTo(0, 700)")
    price.evaluate("input => { input.value = '$58,000'; input.dispatchEvent(new Event('change')) }")
    expect(at.page.locator(FIGURE)).not_to_have_text("$15,533")
    at.whole()

    assert at.page.evaluate("document.activeElement.id") == "s1-slider"
    assert slider.input_value() == month
    assert at.page.locator("#drawn output").inner_text().startswith(words)
    assert at.page.locator("#drawn details[open]").count() == 1
    assert at.page.evaluate("scrollY") == 700
    assert at.page.locator("#s1-gap-wide-title >> xpath=.. >> css=.cursor").count() == 1


def test_several_files(opened):
    """Each keeps its own text and its own undo."""
    at = opened("rollover", "press-2019")
    at.replace("price: $58,900", "price: $57,250")
    at.status("No problems. Not saved.")
    title = at.page.inner_text("#drawn h1")
    at.page.select_option("#file", index=1)
    expect(at.page.locator("#drawn h1")).not_to_have_text(title)
    assert at.page.is_disabled("#save")
    at.page.select_option("#file", index=0)
    at.page.wait_for_selector(f"h1:text-is('{title}')")
    expect(at.page.locator("#save")).to_be_enabled()
    at.page.locator(".cm-content").focus()
    at.page.keyboard.press("Control+z")
    at.status("No problems. Saved.")


def test_leaving_with_unsaved_changes_is_asked(opened):
    """A page without changes is left without a question."""
    at = opened()
    asked = []
    at.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    at.page.reload()
    at.whole()
    assert asked == []
    at.replace("price: $58,900", "price: $57,250")
    at.status("No problems. Not saved.")
    at.page.reload()
    at.whole()
    assert asked == ["beforeunload"]


def test_a_program_that_ended(opened):
    """The text stays, with words; the next key asks again."""
    at = opened()
    at.page.route("**/draw", lambda route: route.abort())
    at.replace("price: $58,900", "price: $5725")
    expect(at.page.locator("#status")).to_contain_text("does not answer")
    at.page.unroute("**/draw")
    at.page.keyboard.type("0")
    at.status("No problems. Not saved.")
    assert {text.split(":")[0] for text in at.told} == {"Failed to load resource"}
    at.told.clear()


def test_an_address_without_its_token(opened):
    """Words, and nothing of the user."""
    at = opened()
    at.page.goto("about:blank")
    at.told.clear()
    at.page.goto(f"http://{at.server.door.host}/")
    expect(at.page.locator("#status")).to_contain_text("after # is missing")
    assert at.page.locator(".cm-content").count() == 0


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed in web/")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_has_nothing_to_say(opened, width, dark):
    """Labels, contrast, landmarks and headings; with problems, the search and the dialog too."""
    at = opened(width=width, dark=dark)
    at.page.evaluate(AXE.read_text())

    assert chromium.violations(at.page) == []
    at.page.locator(".cm-content").focus()
    at.page.keyboard.press("Control+f")
    at.page.wait_for_selector(".cm-search")
    assert chromium.violations(at.page) == []
    at.page.keyboard.press("Escape")
    at.replace("apr: 13.9%", "apr: 39.9%")
    at.status("No problems; 1 warning. Not saved.")
    at.page.click("#compare")
    at.page.wait_for_selector("#compared table")
    assert chromium.violations(at.page) == []
    at.files[0].write_text("title: x")
    at.page.click("#save")
    at.page.wait_for_selector("dialog[open]")
    assert chromium.violations(at.page) == []
