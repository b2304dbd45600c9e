"""Keeps what a user wrote from being obeyed by a terminal; every room may ask it."""

_BLANK = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
)
"""Letters, marks and signs that show nothing: fillers, joiners, variation selectors."""


def visible(text: str) -> str:
    """Replace characters that a terminal would obey, or that cannot be seen, by their codes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"U+{ord(c):04X}" if unseen(c) else c for c in text)


def unseen(character: str) -> bool:
    """Say whether a character is a control or cannot be seen.

    That is a format (bidirectional, zero-width), a surrogate, a filler, a variation selector,
    or one for private use, which each font shows in its own way or not at all.
    """
    from unicodedata import category

    if character in _BLANK or "\U000e0100" <= character <= "\U000e01ef":
        return True
    return category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
