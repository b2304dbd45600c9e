"""The command `page`: a local page on which a scenario is edited, and its pictures move."""

import gc

from tradein.analysis import compare
from tradein.cli import USAGE, CommandError, arguments, editing, streams
from tradein.cli.arguments import Chosen, Once, Parser
from tradein.page import field_list, static
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


def run(chosen: Chosen) -> None:
    """Serve the page until Ctrl-C."""
    if "-" in chosen.files:
        raise CommandError("the page saves what it edits; name a file instead of -", USAGE)
    if len(chosen.files) > compare.MAXIMUM:
        message = f"page takes one to eight scenario files, not {len(chosen.files)}"
        raise CommandError(message, USAGE)
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
