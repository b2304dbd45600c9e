"""What the browser gets: nothing inline, no other address, each import served, licenses complete."""

import json
import re
from pathlib import Path

from tradein.page import static

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tradein" / "page" / "data"
FILES = [path for path in sorted(DATA.iterdir()) if path.is_file()]
OWN = [path for path in FILES if not path.name.startswith("codemirror")]


def test_the_page_has_nothing_inline():
    """The policy would refuse it: no code, no style, no handler."""
    page = (DATA / "index.html").read_text()

    assert re.findall(r"<script[^>]*>", page) == ['<script type="module" src="/page.js">']
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert page.count("{{nonce}}") == 1


def test_every_name_that_is_asked_for_is_served():
    """Of the page and of each script."""
    served = set(static.files())
    texts = "".join(path.read_text() for path in OWN)
    named = set(re.findall(r'(?:src="|href="|from "\.)(/[^"]+)"', texts))

    assert "/codemirror.js" in named
    assert named <= served
    assert {f"/{path.name}" for path in OWN} - {"/index.html"} <= named


def test_nothing_names_another_address():
    """Neither our own files nor the sources of the bundle, with their lock."""
    kept = [path for path in (ROOT / "web").iterdir() if path.is_file()]

    assert {path.name for path in kept} >= {"package.json", "package-lock.json"}
    for path in [*OWN, *kept]:
        assert not re.findall(r"https?:(?!//127\.0\.0\.1)", path.read_text()), path.name


def test_the_licenses_are_of_the_locked_packages():
    """Each package of the lock that is no tool, with its version and the text."""
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    locked = {
        f"{path.rpartition('node_modules/')[2]} {package['version']}"
        for path, package in packages.items()
        if path and not package.get("dev") and not package.get("devOptional")
    }
    parts = (DATA / "codemirror-license.txt").read_text().split("\n---\n\n")

    assert {part.partition("\n")[0] for part in parts} == locked
    assert all("Permission is hereby granted, free of charge" in part for part in parts)
