"""Keeps what a user wrote from being obeyed by a terminal; every room may ask it."""


def visible(text: str) -> str:
    """Replace characters that a terminal would obey, or that cannot be seen, by their codes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"U+{ord(c):04X}" if unseen(c) else c for c in text)


def unseen(character: str) -> bool:
    """Say whether a character is a control, a format (bidirectional, zero-width) or a surrogate."""
    from unicodedata import category

    return category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
