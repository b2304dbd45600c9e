"""A mistake, a warning or a note about a scenario: one record, wherever it was found."""

from typing import NamedTuple

ERROR, WARNING, NOTE = "error", "warning", "note"
"""An error ends the reading; warnings and notes change no figure."""


class Place(NamedTuple):
    """A stretch of one line: line and column from 1, width in characters."""

    line: int
    column: int
    width: int = 1


class Diagnostic(NamedTuple):
    """What is wrong or unusual, with the remedy; the setting, and where it was written.

    `path` counts from 1, like `purchases[2].loan.apr`.  `place` is None while only the setting
    is known: the reading finds its place.
    """

    message: str
    place: Place | None = None
    path: str = ""
    severity: str = ERROR

    @property
    def text(self) -> str:
        """Give the message as a person reads it, with its severity unless it is an error."""
        return self.message if self.severity == ERROR else f"{self.severity}: {self.message}"


def warning(path: str, message: str, place: Place | None = None) -> Diagnostic:
    """Make a warning about a setting."""
    return Diagnostic(message, place, path, WARNING)


def note(message: str, path: str = "", place: Place | None = None) -> Diagnostic:
    """Make a note about a setting, or about the whole file."""
    return Diagnostic(message, place, path, NOTE)
