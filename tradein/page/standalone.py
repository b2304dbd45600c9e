"""Makes the page that needs no server: the program, its libraries and Python, in one file.

Python is the npm package `pyodide`, CPython for the browser.  The file loads nothing: what it
needs is embedded as packed data, and the policy in its head allows no connection at all.
"""

import json
from base64 import b64encode
from gzip import compress
from hashlib import sha256
from io import BytesIO
from os import walk
from os.path import basename, dirname, isfile, join, relpath, splitext
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import tradein
from tradein.page import static
from tradein.page.server import File

_FOLDER = join(dirname(__file__), "data", "standalone")
_PARTS = {
    "wasm": "pyodide.asm.wasm",
    "stdlib": "python_stdlib.zip",
    "module": "pyodide.asm.mjs",
    "loader": "pyodide.mjs",
}
"""What is embedded of the npm package: the id of the data, and the file."""

_LOCK = "pyodide-lock.json"
_LEFT_OUT = (".pyc", ".pyi", ".so", ".pyd")


class NoPyodide(ValueError):
    """A folder that is not that of the npm package `pyodide`; the message says what is missing."""


def page(files: list[tuple[str, str]], pyodide: str) -> str:
    """Make the page of some scenarios, pairs of name and text; raises NoPyodide.

    `pyodide` is the folder of the npm package.  The same input gives the same bytes.
    """
    known = static.files()
    settings = {"files": files, "pyodide": json.loads(_read(join(pyodide, _LOCK)))["info"]}
    blocks = {
        **{id_: _read(join(pyodide, name)) for id_, name in _PARTS.items()},
        "program": _program(),
        "settings": json.dumps(settings).encode(),
        "sources": json.dumps(_sources(known)).encode(),
    }
    nonce = sha256(b"".join(blocks.values())).hexdigest()[:32]
    boot = _own("boot.js")
    allowed = b64encode(sha256(boot.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{allowed}' blob: 'wasm-unsafe-eval'; "
        f"worker-src blob:; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'"
    )
    style = "\n".join(known[name].text for name in ("/report.css", "/page.css"))
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<style nonce="{nonce}">\n{style}\n[data-standalone] #save{{display:none}}\n</style>'
    )
    data = "\n".join(
        f'<script type="application/gzip" id="{id_}">{_packed(block)}</script>'
        for id_, block in blocks.items()
    )
    return _put_together(known["/"].text.replace("{{nonce}}", nonce), head, data, boot)


def _put_together(index: str, head: str, data: str, boot: str) -> str:
    """Replace what the page of the server loads by what is embedded."""
    for served, instead in (
        ('<link rel="stylesheet" href="/report.css">\n', ""),
        ('<link rel="stylesheet" href="/page.css">\n', ""),
        ('<script type="module" src="/page.js"></script>\n', f"{head}\n"),
        ("<body>", "<body data-standalone>"),
        ("</body>", f"{data}\n<script>{boot}</script>\n</body>"),
    ):
        assert index.count(served) == 1
        index = index.replace(served, instead)
    return index


def _sources(known: dict[str, File]) -> dict[str, str]:
    """Give the scripts of the page by name: those of the server, and what takes their place."""
    served = {
        name.removeprefix("/"): file.text for name, file in known.items() if name.endswith(".js")
    }
    return served | {name: _own(name) for name in ("ask.js", "console.js", "worker.js")}


def _own(name: str) -> str:
    with open(join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _read(path: str) -> bytes:
    """Read a file of the npm package; raises NoPyodide."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        folder, name = dirname(path), basename(path)
        message = f"no {name} in '{folder}'; install it with `npm install pyodide`, and name it"
        raise NoPyodide(f"{message} with --pyodide node_modules/pyodide") from None


def _packed(data: bytes) -> str:
    return b64encode(compress(data, 9, mtime=0)).decode()


def _program() -> bytes:
    """Pack the program and the libraries that it needs, without what only one system can use."""
    import attr
    import attrs
    import tabulate
    import yaml

    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for module in (tradein, attr, attrs, tabulate, yaml):
            for path, name in _files(str(module.__file__)):
                with open(path, "rb") as file:
                    archive.writestr(ZipInfo(name), file.read(), ZIP_DEFLATED)
    return packed.getvalue()


def _files(module: str) -> list[tuple[str, str]]:
    """List the files of a module, or of the package that it begins, with their names in it."""
    if basename(module) != "__init__.py":
        return [(module, basename(module))]
    package = dirname(module)
    above = dirname(package)
    several = [join(folder, name) for folder, _, names in walk(package) for name in names]
    return [
        (path, relpath(path, above).replace("\\", "/"))
        for path in sorted(several)
        if splitext(path)[1] not in _LEFT_OUT and isfile(path)
    ]
