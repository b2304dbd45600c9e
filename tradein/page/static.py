"""Lists what the browser may get: the page, its scripts and styles, and those of the report."""

from os import listdir
from os.path import dirname, join

from tradein.page.server import File
from tradein.report.page import document

_FOLDER = join(dirname(__file__), "data")
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


def files() -> dict[str, File]:
    """Read everything once; the page itself is `/`."""
    known = {
        "/report.css": File("text/css", document.style()),
        "/slider.js": File("text/javascript", f"{document.slider()}export {{ sliders }};\n"),
    }
    for name in sorted(listdir(_FOLDER)):
        ending = name[name.rfind(".") :]
        if ending in _KINDS:
            with open(join(_FOLDER, name), encoding="utf-8") as file:
                known["/" if name == "index.html" else f"/{name}"] = File(
                    _KINDS[ending], file.read()
                )
    return known
