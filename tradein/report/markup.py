"""Keeps a text from being read as markup, by the rules of each table format that is markup."""

import re
from collections.abc import Callable
from typing import NamedTuple

NOT_OFFERED = ("orgtbl", "youtrack")
"""The formats of tabulate without a sign of their own that keeps every text literal."""


def _doubled(signs: str) -> str:
    """Make a pattern for signs that are markup only when doubled."""
    return "|".join(f"{sign}(?={sign})|(?<={sign}){sign}" for sign in map(re.escape, signs))


class _Rules(NamedTuple):
    """The characters that are markup in a format, one per match, and what replaces each.

    `begins` says that a cell is read like a paragraph, so that it may begin a list.
    """

    obeyed: str
    instead: Callable[[str], str]
    begins: bool = False


_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LATEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "^": "\\^{}",
    "~": "\\textasciitilde{}",
    "\\": "\\textbackslash{}",
    "<": "\\ensuremath{<}",
    ">": "\\ensuremath{>}",
}


def _reference(character: str) -> str:
    """Give the HTML character reference of a character."""
    return _NAMED.get(character) or f"&#{ord(character)};"


def _markdown(character: str) -> str:
    """Escape a character with a backslash, or with its reference if some dialect ignores that."""
    return _reference(character) if character in "<>&~$^:.=" else f"\\{character}"


def _jira(character: str) -> str:
    """Escape a character with a backslash; two backslashes would break the line."""
    return _reference(character) if character == "\\" else f"\\{character}"


_ENTITY = r"&(?=#?\w+;)"
_EDGE = r"(?<![^\W_]){0}|{0}(?![^\W_])"  # not between two letters or digits
_UNDERSCORE = _EDGE.format("_")
_ADDRESS = r"(?<=[A-Za-z]):(?=\S)|(?i:(?<=\bwww))\."
_SIGNS = r'[!"#&()*+:;<=>?@\[\\\]^_`{|}~]'
_BEGINNING = r"\s*(?:[^\W_]+[.):](?=\s|$)|[!-/:-@\[-`{-~])"
"""Where a list, a heading or a block may begin: a sign, or a number or word with a sign."""

_PIPE = _Rules(
    rf"[\\`*\[<|~]|{_ENTITY}|{_UNDERSCORE}|{_ADDRESS}|:(?=[\w+-]+:)|[$^](?=.*[$^])", _markdown
)
_RULES = {
    "github": _PIPE,
    "pipe": _PIPE,
    "rst": _Rules(
        rf"[\\*`|@]|{_UNDERSCORE}|{_ADDRESS}|(?<=:):$|(?<!.)[•‣⁃]", lambda c: f"\\{c}", begins=True
    ),
    "asciidoc": _Rules(
        rf"[\\`*#^~+{{}}\[\]<>|@]|{_ENTITY}|{_UNDERSCORE}|{_ADDRESS}|{_doubled(':$')}|;(?=;)"
        rf"|\((?=\(|(?:C|R|TM)\))|-(?=-)|\.(?=\.\.)",
        _reference,
    ),
    "mediawiki": _Rules(rf"[\[\]{{}}|<>]|{_ENTITY}|{_ADDRESS}|" + _doubled("'~_!"), _reference),
    "moinmoin": _Rules(
        rf"{_SIGNS}|(?<![A-Za-z0-9])[A-Z](?=[a-z0-9]+[A-Z])|" + _doubled("-',"),
        _reference,
    ),
    "textile": _Rules(rf"{_SIGNS}|(?<!\d)%|{_EDGE.format('-')}", _reference, begins=True),
    "jira": _Rules(
        rf"[!#(*+<@\[\\\]^`{{|}}~]|{_ENTITY}|{_UNDERSCORE}|{_EDGE.format('-')}|{_ADDRESS}"
        rf"|[:;](?=[()DPp])|" + _doubled("?"),
        _jira,
    ),
    "latex_raw": _Rules(r"[&%$#_{}^~\\<>]", _LATEX.__getitem__),
    "unsafehtml": _Rules(r"""[&<>"']""", _reference),
    "presto": _Rules(r"\|", lambda c: f"\\{c}"),
}


def escaped(text: str, table_format: str, begins: bool = False) -> str:
    """Escape a text so that a format shows it literally; unchanged if the format is not markup.

    A text that `begins` a paragraph must not begin a list or a heading either.  tabulate itself
    escapes html and latex.
    """
    rules = _RULES.get(table_format)
    if rules is None:
        return text
    obeyed = {match.start() for match in re.finditer(rules.obeyed, text)}
    if (begins or rules.begins) and (start := re.match(_BEGINNING, text)):
        obeyed.add(start.end() - 1)
    return "".join(rules.instead(c) if i in obeyed else c for i, c in enumerate(text))


def rows_begun(written: str, table_format: str) -> str:
    """Keep LaTeX from reading the first cell of a row as an argument of the row before."""
    if not table_format.startswith("latex"):
        return written
    return re.sub(r"^(\s*)(?=[\[*])", r"\1{}", written, flags=re.MULTILINE)
