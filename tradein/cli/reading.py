"""Reads the files that a command names, and tells the problems of each."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from tradein.cli import BAD_SCENARIO, DONE, USAGE, CommandError, files, streams
from tradein.cli.progress import Progress
from tradein.scenario import reader
from tradein.scenario.reader import Position

Result = TypeVar("Result")


def each_file(paths: list[str], act: Callable[[str, bytes], Result | None]) -> list[Result]:
    """Act on the name and the bytes of each file; end the run if any file has problems.

    `act` reports problems itself and then gives None, so that every file is read first.
    """
    if paths.count("-") > 1:
        raise CommandError("standard input can be read once; name - once", USAGE)
    outputs, code = [], DONE
    with Progress("files played") as progress:
        for number, path in enumerate(paths, start=1):
            try:
                result = act(*files.read(path))
            except CommandError as failed:
                streams.tell(f"tradein: {failed.message}")
                code = failed.code
                continue
            if result is None:
                code = code or BAD_SCENARIO
            else:
                outputs.append(result)
            progress(number, len(paths))
    if code != DONE:
        raise SystemExit(code)
    return outputs


def positions(name: str, data: bytes, settings: Sequence[str] = ()) -> list[Position] | None:
    """Read a file of positions; or report its problems and give None."""
    try:
        return reader.read_positions(name, data, settings)
    except reader.ScenarioError as error:
        streams.tell(str(error))
        return None
