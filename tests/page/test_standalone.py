"""The page that needs no server has everything in it, and may load nothing."""

import base64
import gzip
import io
import json
import re
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from helpers.command import here
from tradein.page import standalone

ROLLOVER = Path(__file__).parents[2] / "scenarios" / "rollover.yaml"


@pytest.fixture
def pyodide(tmp_path):
    """A folder with what is embedded of the npm package, but for its contents."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in ("pyodide.asm.wasm", "python_stdlib.zip", "pyodide.asm.mjs", "pyodide.mjs"):
        (folder / name).write_text(f"contents of {name} </script>", "utf-8")
    (folder / "pyodide-lock.json").write_text('{"info": {"python": "3"}, "packages": {"x": 1}}')
    return folder


def blocks(page):
    """Unpack the data of a page."""
    packed = re.findall(r'<script type="application/gzip" id="(\w+)">([\w+/=]*)</script>', page)
    return {name: gzip.decompress(base64.b64decode(text)) for name, text in packed}


@pytest.fixture
def page(pyodide, tmp_path, capsys):
    output = tmp_path / "tradein.html"
    told = here(
        capsys, "page", "--standalone", str(ROLLOVER), "--pyodide", str(pyodide), "-o", str(output)
    )
    assert told == (0, "", "")
    return output.read_text("utf-8")


def test_everything_is_embedded(page):
    known = blocks(page)
    assert known["wasm"] == b"contents of pyodide.asm.wasm </script>"
    assert json.loads(known["settings"]) == {
        "files": [["rollover.yaml", ROLLOVER.read_text("utf-8")]],
        "pyodide": {"python": "3"},
    }
    with zipfile.ZipFile(io.BytesIO(known["program"])) as archive:
        names = archive.namelist()
    for name in (
        "tradein/cli/in_browser.py",
        "tradein/scenario/data/starter.yaml",
        "attr/__init__.py",
        "yaml/loader.py",
    ):
        assert name in names
    assert any(name.startswith("tabulate") for name in names)
    assert not [name for name in names if name.endswith((".so", ".pyc", ".pyd"))]
    sources = json.loads(known["sources"])
    asked = {name for text in sources.values() for name in re.findall(r'from "\./(\S+)"', text)}
    assert asked <= set(sources)
    assert "worker" in sources["ask.js"]
    assert "X-Tradein-Token" not in sources["ask.js"]


def test_only_the_script_that_starts_it_may_act_and_nothing_is_loaded(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    nonce = re.search(r'<meta name="nonce" content="(\w{32})">', page)[1]
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digest}' blob: 'wasm-unsafe-eval'; "
        f"worker-src blob:; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'"
    )
    assert f'<style nonce="{nonce}">' in page
    assert "{{" not in page
    assert not re.search(r"""(src|href)=["'][^#"']""", page)


def test_the_same_input_gives_the_same_bytes(page, pyodide):
    again = standalone.page([("rollover.yaml", ROLLOVER.read_text("utf-8"))], str(pyodide))
    assert again == page


def test_no_text_of_a_scenario_is_part_of_the_page(pyodide):
    text = "title: </script><script>alert(1)</script>\n"
    page = standalone.page([("<b>.yaml", text)], str(pyodide))
    assert "alert(1)" not in page
    assert "<b>" not in page
    assert json.loads(blocks(page)["settings"])["files"] == [["<b>.yaml", text]]


def test_files_of_one_name_are_numbered(pyodide, tmp_path, capsys):
    copies = [tmp_path / name / "x.yaml" for name in ("a", "b", "c")]
    for copy in copies:
        copy.parent.mkdir()
        copy.write_bytes(ROLLOVER.read_bytes())
    output = tmp_path / "t.html"
    written = ["page", "--standalone", *map(str, copies), "--pyodide", str(pyodide)]
    assert here(capsys, *written, "-o", str(output)).code == 0
    names = [name for name, _ in json.loads(blocks(output.read_text())["settings"])["files"]]
    assert names == ["x.yaml", "2-x.yaml", "3-x.yaml"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--standalone"], 2, "is an .html file, without -o"),
        (["--standalone", "-o", "x.pdf"], 2, "is an .html file, not 'x.pdf'"),
        (["--pyodide", "x"], 2, "--pyodide is for a page that is written; add --standalone"),
        (["-o", "x.html"], 2, "-o is for a page that is written; add --standalone"),
        (["--standalone", "-o", "x.html"], 4, "install it with `npm install pyodide`"),
    ],
)
def test_what_cannot_be_written_is_told(arguments, code, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = here(capsys, "page", str(ROLLOVER), *arguments)
    assert (told.code, told.out) == (code, "")
    assert words in told.err
    assert not [*tmp_path.iterdir()]
