"""Keeps what a user wrote from being obeyed by a terminal; every room may ask it."""

import re
from collections.abc import Callable

_BLANK = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
)
"""Letters, marks and signs that show nothing: fillers, joiners, variation selectors."""


COLOR = "\ufe0f"
"""The variation selector that follows an emoji to have it drawn in color."""

EMOJI_PATTERN = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2190-\u21ff\u2300-\u23ff\u25a0-\u2775\u2794-\u27bf"
    r"\u2934\u2935\u2b00-\u2bff"
)
"""Signs of the first plane that may be drawn as emoji; no letter, digit or ASCII is one."""

_COLORED = rf"([{EMOJI_PATTERN}\U0001f000-\U0001f0ff\U0001f200-\U0001faff]{COLOR})"


def visible(text: str) -> str:
    """Replace characters that a terminal would obey, or that cannot be seen, by their codes."""
    if text.isascii() and text.isprintable():
        return text
    return replaced(text, lambda character: f"U+{ord(character):04X}")


def replaced(text: str, by: Callable[[str], str]) -> str:
    """Put something else for each character that cannot be seen; emoji keep their color."""
    parts = re.split(_COLORED, text)
    parts[::2] = ["".join(by(c) if unseen(c) else c for c in part) for part in parts[::2]]
    return "".join(parts)


def first_unseen(text: str) -> str | None:
    """Give the first character that cannot be seen; the color of an emoji can."""
    if text.isascii() and text.isprintable():
        return None
    return next(filter(unseen, re.sub(_COLORED, "", text)), None)


def unseen(character: str) -> bool:
    """Say whether a character is a control or cannot be seen.

    That is a format (bidirectional, zero-width), a surrogate, a filler, a variation selector,
    or one for private use, which each font shows in its own way or not at all.
    """
    from unicodedata import category

    if character in _BLANK or "\U000e0100" <= character <= "\U000e01ef":
        return True
    return category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
