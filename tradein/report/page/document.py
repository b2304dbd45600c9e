"""The page as a whole: its head, which forbids all but its own style and script, and its articles."""

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from os.path import dirname, join

from tradein import __version__
from tradein.analysis.compare import Aligned
from tradein.report import pictures
from tradein.report.charts import palette
from tradein.report.elements import Markup, element
from tradein.report.narrative import compare as sentences
from tradein.report.page import sections
from tradein.report.page.sections import Story
from tradein.report.page.tables import table
from tradein.report.tables import compare as tables

_FOLDER = join(dirname(__file__), "data")


def page(
    stories: list[Story],
    aligned: list[Aligned] | None = None,
    month: int | None = None,
    differing: dict[str, list[str | None]] | None = None,
) -> str:
    """Make the page of one scenario; or of several, compared as `compare` does."""
    several = len(stories) > 1
    titles = [story.results.ledger.title for story in stories]
    articles = [
        sections.article(story, f"s{number}", number if several else None)
        for number, story in enumerate(stories, start=1)
    ]
    top = [compared(titles, aligned, month, differing or {})] if aligned else []
    title = "Scenarios compared" if several else titles[0]
    body = element("body", element("main", *top, *articles), _footer(), _script())
    html = element("html", _head(title), body, lang="en")
    return f"<!DOCTYPE html>\n{html}\n"


def _head(title: str) -> Markup:
    """Write the head: nothing may be loaded, and only this style and this script may act."""
    policy = (
        f"default-src 'none'; style-src '{_hash(style())}'; script-src '{_hash(_code())}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        element("style", Markup(style())),
    )


def _script() -> Markup:
    return element("script", Markup(_code()))


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@lru_cache(maxsize=1)
def style() -> str:
    """Give the style of a report: colors for light, dark and paper, then the rules."""
    light, dark = palette.variables(False), palette.variables(True)
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"{palette.by_variable()}{_data('page.css')}"
    )


@lru_cache(maxsize=1)
def slider() -> str:
    """Give the script of the sliders: a function `sliders` of the part of a page that has them."""
    return _data("slider.js")


def _code() -> str:
    return f"{slider()}sliders(document);\n"


def _data(name: str) -> str:
    with open(join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def compared(
    titles: list[str],
    aligned: list[Aligned],
    month: int | None,
    differing: dict[str, list[str | None]],
    linked: bool = True,
) -> Markup:
    """Write the comparison of two to eight scenarios; `linked` leads to the articles below it."""
    picture = pictures.comparison(aligned, month)
    lead, *more = sentences.compare(aligned, month)
    shown = tables.comparison(aligned, month, differing)
    links = (
        element("li", element("a", f"{number}. {title}", href=f"#s{number}"))
        for number, title in enumerate(titles, start=1)
    )
    return element(
        "section",
        element("h1", "Scenarios compared"),
        element("p", lead, class_="lead"),
        *(element("p", sentence) for sentence in more),
        *([element("nav", element("ul", *links))] if linked else []),
        element("h2", picture.title),
        sections.figure(picture, "compared"),
        *map(table, shown),
    )


def _footer() -> Markup:
    words = (
        f"Made by tradein {__version__} from the scenario alone. It calculates; it gives no financial or legal "
        "advice. Your contract and your lender's own figures always prevail. This page loads nothing "
        "and sends nothing anywhere."
    )
    return element("footer", element("p", words))
