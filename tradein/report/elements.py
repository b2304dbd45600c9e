"""Makes elements of HTML and SVG: every text is escaped, and every attribute is quoted."""

from tradein.visible import visible

VOID = frozenset(["br", "circle", "input", "line", "link", "meta", "path", "rect"])
"""Elements that never have content."""

_OWN_LINE = frozenset(
    [
        "article",
        "body",
        "caption",
        "circle",
        "dd",
        "desc",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "g",
        "h1",
        "h2",
        "h3",
        "head",
        "header",
        "li",
        "line",
        "main",
        "meta",
        "nav",
        "ol",
        "output",
        "p",
        "path",
        "pre",
        "rect",
        "script",
        "section",
        "style",
        "summary",
        "svg",
        "table",
        "tbody",
        "text",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
"""Elements that end a line of the source, so that people can read it too."""

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
    | {c: f"U+{ord(c):04X}" for c in "\ufffe\uffff"}
)
"""How what is markup is written in a text; XML has no place for the last two at all."""


class Markup(str):
    """Text that is markup already, and is not escaped again."""

    __slots__ = ()


def element(name: str, /, *content: str, **attributes: str | int | None) -> Markup:
    """Make an element; plain strings in it are escaped, and attributes of None are left out.

    Names of attributes have `_` for `-`, and one at the end is dropped: `class_`.
    """
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    end = "\n" if name in _OWN_LINE else ""
    if name in VOID:
        return Markup(f"<{name}{named}/>{end}")
    return Markup(f"<{name}{named}>{joined(content)}</{name}>{end}")


def joined(parts: "tuple[str, ...] | list[str]") -> Markup:
    """Join parts to one piece of markup; plain strings are escaped."""
    return Markup("".join(p if isinstance(p, Markup) else escaped(p) for p in parts))


def escaped(text: str) -> Markup:
    """Write a text so that it is shown as it is; controls and invisible characters by their codes."""
    return Markup(visible(text).translate(_ESCAPES))
