"""Starts the Chromium of the system, where there is one and the group `browser` is installed."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="the group browser is not installed")

_PATH = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

MARKS = [
    pytest.mark.skipif(_PATH is None, reason="no Chromium is installed"),
    pytest.mark.filterwarnings(
        "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]
"""What a module of browser tests is marked with."""


_AXE = """axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]))"""


def violations(page: Any) -> list[Any]:
    """What axe-core finds in a page that has loaded it: each rule, and the elements against it."""
    return list(page.evaluate(_AXE))


@contextmanager
def started() -> Iterator[Any]:
    """A browser, for as long as it is needed."""
    options = {"executable_path": _PATH, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        yield browser
        browser.close()
