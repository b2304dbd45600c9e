"""The command `page`: a page on which a scenario is edited, and its pictures move."""

import gc
import os

from tradein.analysis import compare
from tradein.cli import USAGE, CommandError, arguments, editing, files, streams
from tradein.cli.arguments import Chosen, Once, Parser, shown
from tradein.page import field_list, standalone, static
from tradein.page.server import Server


def add_arguments(command: Parser) -> None:
    """Add the files and where to serve them."""
    arguments.add_files(command, "one to eight scenario files; the page may save them")
    command.add_argument(
        "--port",
        action=Once,
        type=arguments.port,
        metavar="NUMBER",
        help="the port of this machine to use (default: a free one)",
    )
    command.add_argument(
        "--open",
        action="store_true",
        help="open it in your browser; leave this out on a machine that you share",
    )
    alone = command.add_argument_group("a page that needs no server")
    alone.add_argument(
        "--standalone",
        action="store_true",
        help="write one file that has the program in it and works without a network",
    )
    alone.add_argument(
        "--pyodide",
        action=Once,
        metavar="FOLDER",
        help="the npm package pyodide (default: node_modules/pyodide)",
    )
    alone.add_argument("-o", "--output", action=Once, metavar="FILE", help="write an .html file")


def run(chosen: Chosen) -> None:
    """Serve the page until Ctrl-C, or write the one that needs no server."""
    if "-" in chosen.files:
        raise CommandError("the page saves what it edits; name a file instead of -", USAGE)
    if len(chosen.files) > compare.MAXIMUM:
        message = f"page takes one to eight scenario files, not {len(chosen.files)}"
        raise CommandError(message, USAGE)
    if chosen.standalone:
        _write(chosen)
        return
    for option, value in (("--pyodide", chosen.pyodide), ("-o", chosen.output)):
        if value is not None:
            chosen.parser.error(f"{option} is for a page that is written; add --standalone")
    for path in chosen.files:
        editing.saved(path)
    with _server(chosen) as server:
        gc.freeze()
        streams.say(f"Open {server.address}\nIt works until you press Ctrl-C here.\n")
        if chosen.open:
            import webbrowser

            webbrowser.open(server.address)
        server.serve_forever()


def _server(chosen: Chosen) -> Server:
    answers = editing.answers(chosen.files, field_list.fields())
    try:
        return Server(static.files(), answers, chosen.port or 0)
    except OSError as error:
        where = f"port {chosen.port}" if chosen.port else "any port"
        raise CommandError(f"{where}: cannot be used: {error.strerror or error}") from None


def _write(chosen: Chosen) -> None:
    """Write the page that needs no server."""
    output = chosen.output
    if output is None or os.path.splitext(output)[1].lower() not in (".html", ".htm"):
        written = "without -o" if output is None else f"not {shown(output)}"
        chosen.parser.error(f"a page that needs no server is an .html file, {written}")
    files.refuse_overwriting(output, chosen.files)
    texts = [editing.saved(path).text for path in chosen.files]
    names = _names(chosen.files)
    folder = chosen.pyodide or os.path.join("node_modules", "pyodide")
    try:
        page = standalone.page([*zip(names, texts, strict=True)], folder)
    except standalone.NoPyodide as missing:
        raise CommandError(str(missing)) from None
    files.write(output, page)


def _names(paths: list[str]) -> list[str]:
    """Name files without their folders, and number those whose name is taken."""
    names = list[str]()
    for path in paths:
        name, number = os.path.basename(path), 2
        while name in names:
            name, number = f"{number}-{os.path.basename(path)}", number + 1
        names.append(name)
    return names
