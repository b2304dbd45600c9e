"""Reads YAML: from a file's bytes to nodes with line and column.

The only file, beside plain_yaml, that knows YAML.  Events are read with caps on size, depth
and count; every scalar stays the text that was written; aliases, anchors, tags, merge keys and
duplicate keys are refused.
"""

import re
from collections.abc import Iterator
from copy import copy
from itertools import pairwise
from typing import Any, NamedTuple

import yaml

from tradein.diagnostic import Diagnostic, Place
from tradein.finance import money
from tradein.scenario import foreign, spaces
from tradein.visible import replaced, visible

SIZE_LIMIT = 1_000_000
"""The most bytes of a file."""

TOO_LONG = "too many bytes: the limit for a scenario is 1,000,000 (1 MB)"

DEPTH_LIMIT, NODE_LIMIT, SCALAR_LIMIT = 12, 100_000, 2_000
"""The deepest nesting, the most nodes and the longest scalar of a file."""

ARGUMENT = "--set"
"""The option that an argument is of, if it is not said."""

ARGUMENT_LINES = 1_000_000
"""What the arguments `path=value` are counted from as lines, behind those of any file."""

SHOWN_PROBLEMS = 20
"""The most problems that are listed before they are only counted."""

HEAD_LIMIT, EXCERPT_LIMIT = 300, 60
"""The most characters of a problem's first line, and of what is shown of a user's text."""

_LOADER: type | None = getattr(yaml, "CSafeLoader", None)
"""The loader of libyaml, where it is there."""

_FORBIDDEN = (
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_CUT = r"\s+#\S"
_WHOLE_AMOUNT = r"\$?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?(?![0-9])"
_SHORT_AMOUNT, _THREE_DIGITS = r"\$?\d{1,3}", r"\d{3}(?:\.\d{1,2})?"
_BRACKETS = r"""[\[\]{}]|"(?:\\.|[^"\\])*"|'[^']*'|(?<!\S)#.*"""
_NOTHING = "the file is empty, no settings in it; `tradein new` writes a starter"
_CURLY = "“”„‘’"


class Scalar(NamedTuple):
    """A single value as written, without its quotes.

    `cut` says that ` #` without a space follows on its line, so the text may be cut short.
    `more` has the further lines of an unquoted text, with their places.
    """

    text: str
    place: Place
    quoted: bool
    cut: bool = False
    more: tuple[tuple[str, Place], ...] = ()


class Mapping(NamedTuple):
    """Keys with values, in order; `flow` if written in braces."""

    pairs: list[tuple[Scalar, "Node"]]
    place: Place
    flow: bool


class Sequence(NamedTuple):
    """A list of values; `flow` if written in brackets."""

    items: list["Node"]
    place: Place
    flow: bool


Node = Scalar | Mapping | Sequence


class Unreadable(ValueError):
    """A file that cannot be read as YAML at all; `problem` says where and why."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        """Keep the problem that stops the reading."""
        super().__init__(message)
        self.problem = Diagnostic(message, place)
        self.source: Source | None = None
        """The text that the place is in, if it is not that of the file alone."""


def cut(text: str) -> str:
    """Cut a user's text to the length that a message shows."""
    return text if len(text) <= EXCERPT_LIMIT else text[: EXCERPT_LIMIT - 1] + "…"


class Argument(NamedTuple):
    """An argument that replaces a setting, and the option that it is of."""

    option: str
    text: str


class Source:
    """The text of one file, by lines, for excerpts."""

    def __init__(self, name: str, data: bytes) -> None:
        """Decode the bytes; raises Unreadable if they are not a text that YAML allows."""
        self.name = name
        self.text = _decode(data)
        self.lines = self.text.split("\n")
        self.arguments: tuple[Argument, ...] = ()

    def with_argument(self, argument: str, option: str = ARGUMENT) -> "Source":
        """Give the same text with one more argument of an option, which replaces a setting."""
        other = copy(self)
        other.arguments = (*self.arguments, Argument(option, argument))
        return other

    def nodes(self, problems: list[Diagnostic]) -> Node:
        """Give the file's only document as nodes, and add its mistakes to `problems`.

        Raises Unreadable if the reading cannot go on.
        """
        composer = _Composer(_events(self.text), self.lines, problems, [])
        try:
            node = composer.node(next(composer.events), 1)
            if (further := next(composer.events, None)) is not None:
                message = "more than one document in the file; keep one, without `---`"
                raise Unreadable(message, _place(further))
        except yaml.YAMLError as error:
            if (shorter := _nested(self.text)) is not None:
                return Source(self.name, shorter.encode()).nodes([])
            raise _explained(error, self.lines) from None
        if _empty(node):
            raise Unreadable(_NOTHING, Place(1, 1))
        if not isinstance(node, Mapping):
            _refuse_others(self.lines)
        return node


class Document(NamedTuple):
    """A file that was read once: its text, its nodes, and the mistakes in its YAML."""

    source: Source
    node: Node
    problems: tuple[Diagnostic, ...]


def parsed(text: str) -> Document:
    """Parse a text that is in no file; raises Unreadable if nothing can be made of it."""
    problems: list[Diagnostic] = []
    source = Source("", text.encode("utf-8", "surrogatepass"))
    node = source.nodes(problems)
    return Document(source, node, tuple(problems))


def whole(text: str) -> Document:
    """Parse a text that is in no file; raises Unreadable if its YAML has a mistake."""
    document = parsed(text)
    if document.problems:
        first = document.problems[0]
        raise Unreadable(first.message, first.place)
    return document


def argument_value(argument: str, at: int, line: int) -> Node:
    """Read the value of an argument from a character on; raises Unreadable with its place.

    The nodes stand on the `line` of the argument.
    """
    try:
        node = whole(" " * at + argument[at:].replace("\n", " ")).node
    except Unreadable as unreadable:
        message, place = unreadable.problem[:2]
        column, width = (place.column, place.width) if place else (1, 1)
        raise Unreadable(message, Place(line, max(column, at + 1), width)) from None
    return _on_line(node, line)


def _on_line(node: Node, line: int) -> Node:
    """Give a node, with what is in it, on another line."""
    place = node.place._replace(line=line)
    if isinstance(node, Scalar):
        return node._replace(place=place)
    if isinstance(node, Sequence):
        return Sequence([_on_line(item, line) for item in node.items], place, node.flow)
    pairs = [
        (key._replace(place=key.place._replace(line=line)), _on_line(inner, line))
        for key, inner in node.pairs
    ]
    return Mapping(pairs, place, node.flow)


def render(source: Source | None, name: str, problems: list[Diagnostic]) -> str:
    """Write problems for a person: a line each, with an excerpt and a caret."""
    shown = [_render_one(source, name, problem) for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        shown.append(f"{name}: and {len(problems) - SHOWN_PROBLEMS} more problems")
    return "\n".join(shown)


def _render_one(source: Source | None, name: str, problem: Diagnostic) -> str:
    path = f"{problem.path}: " if problem.path else ""
    if problem.place is None:
        return _head(f"{name}: {path}{problem.text}")
    line, column, width = problem.place
    lines = source.lines if source else []
    if source and line > ARGUMENT_LINES:
        name, line, lines = _argument(source.arguments[: line - ARGUMENT_LINES])
    head = _head(f"{name}:{line}:{column}: {path}{problem.text}")
    if line > len(lines):
        return head
    text, column = _excerpt(lines[line - 1].rstrip("\r"), column)
    width = max(1, min(width, len(text) - column + 1))
    gutter = f"{line:>3} | "
    below = f"{' ' * (len(gutter) - 2)}| {' ' * (column - 1)}{'^' * width}"
    return f"{head}\n{(gutter + text).rstrip()}\n{below}"


def _argument(arguments: tuple[Argument, ...]) -> tuple[str, int, list[str]]:
    """Give the option of the last of some arguments, its number, and the texts of that option."""
    option = arguments[-1].option
    texts = [argument.text for argument in arguments if argument.option == option]
    return option, len(texts), texts


def _head(line: str) -> str:
    """Give a problem's first line, shortened and without terminal control characters."""
    line = visible(line)
    return line if len(line) <= HEAD_LIMIT else line[: HEAD_LIMIT - 1] + "…"


def _excerpt(text: str, column: int) -> tuple[str, int]:
    """Cut a line to an excerpt around a column; also give the column in the excerpt."""
    start = max(0, column - 41) if len(text) > EXCERPT_LIMIT else 0
    text = text.replace("\t", " ")[start : start + EXCERPT_LIMIT]
    return replaced(text, lambda _: "\ufffd"), column - start


def _decode(data: bytes) -> str:
    """Decode a file; raises Unreadable with the kind of file it seems to be."""
    if len(data) > SIZE_LIMIT:
        raise Unreadable(TOO_LONG)
    if kind := foreign.by_bytes(data):
        raise Unreadable(f"{kind}; save the scenario as plain text", Place(1, 1))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        byte = f"0x{data[error.start]:02X}"
        message = f"not UTF-8 text, byte {byte}; save the file as UTF-8"
        raise Unreadable(message, _place_after(before)) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = text.isascii() and text.replace("\n", "").replace("\t", "").isprintable()
    if not plain and (match := re.search(_FORBIDDEN, text)):
        code = f"U+{ord(match.group()):04X}"
        message = f"control character {code} ({_named(match.group())}); remove it"
        raise Unreadable(message, _place_after(text[: match.start()]))
    if text.lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        raise Unreadable(
            "a web page, not a YAML mapping of settings; check the download", Place(1, 1)
        )
    return text


def _named(character: str) -> str:
    return {"\0": "NUL", "\u2028": "line separator", "\u2029": "paragraph separator"}.get(
        character, "not visible"
    )


def _place_after(before: str) -> Place:
    line = before.count("\n") + 1
    return Place(line, len(before) - (before.rfind("\n") + 1) + 1)


def _events(text: str) -> Iterator[Any]:
    """Give the YAML events of the document, without those that frame it."""
    frame = (
        yaml.StreamStartEvent,
        yaml.StreamEndEvent,
        yaml.DocumentStartEvent,
        yaml.DocumentEndEvent,
    )
    count = 0
    for event in yaml.parse(text, Loader=_loader()):
        if isinstance(event, frame):
            continue
        count += 1
        if count > NODE_LIMIT:
            raise Unreadable(f"too many values: the limit is {NODE_LIMIT:,}", _place(event))
        yield event
    if count == 0:
        raise Unreadable(_NOTHING, Place(1, 1))


def _loader() -> type:
    """Give the loader of libyaml, or the one in Python if it is missing."""
    if _LOADER is not None:
        return _LOADER
    from tradein.scenario.plain_yaml import PlainLoader

    return PlainLoader


def _place(event: Any) -> Place:
    """Give the place of an event; if it has several lines, up to the end of the first."""
    start, end = event.start_mark, event.end_mark
    width = end.column - start.column if end.line == start.line else 1
    return Place(start.line + 1, start.column + 1, max(width, 1))


class _Composer(NamedTuple):
    """Makes nodes from events, and collects problems that do not stop the reading.

    `told` are the places of split amounts already reported.
    """

    events: Iterator[Any]
    lines: list[str]
    problems: list[Diagnostic]
    told: list[Place]

    def node(self, event: Any, depth: int, item: bool = False) -> Node:
        """Make the node that begins with an event; `item` says that it is in a list."""
        place = _place(event)
        if depth > DEPTH_LIMIT:
            raise Unreadable(f"nested too deep: the limit is {DEPTH_LIMIT} levels", place)
        if isinstance(event, yaml.AliasEvent):
            self._refuse("anchors and aliases", f"*{event.anchor}", place)
            return Scalar("", place, True)
        if event.anchor is not None:
            self._refuse("anchors and aliases", "&" + event.anchor, place)
        if event.tag is not None and event.tag != "!":
            self._refuse("tags", event.tag.replace("tag:yaml.org,2002:", "!!"), place)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, place)
        flow, start = bool(event.flow_style), Place(place.line, place.column)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(self._items(depth, flow), start, flow)
        return Mapping(self._pairs(depth, flow, item), start, flow)

    def _refuse(self, what: str, written: str, place: Place) -> None:
        message = f"{what} are not read, '{cut(written)}'; write the value out"
        self.problems.append(Diagnostic(message, place))

    def _scalar(self, event: Any, place: Place) -> Scalar:
        quoted, text = event.style in ('"', "'"), event.value
        if len(text) > SCALAR_LIMIT:
            size = f"{len(text):,} characters, the limit is {SCALAR_LIMIT:,}"
            self.problems.append(Diagnostic(f"too long a value, {size}; shorten it", place))
            text = cut(text)
        elif not quoted and text[:1] and text[0] in _CURLY:
            code = f"U+{ord(text[0]):04X}"
            message = f"a curly quote, {code}, is part of the value; use plain quotes"
            self.problems.append(Diagnostic(message, place))
        elif not quoted:
            self._hidden_colon(text, place)
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        plain = not event.style
        more = self._more(event) if plain and end.line > event.start_mark.line else ()
        return Scalar(text, place, quoted, plain and bool(re.match(_CUT, rest)), more)

    def _hidden_colon(self, text: str, place: Place) -> None:
        """Raise Unreadable if a character that only looks like a space hides a setting."""
        line = self.lines[place.line - 1]
        at = None if text.isascii() else spaces.hides_a_colon(text)
        if at is not None and not line[: place.column - 1].strip(" -{,"):
            raise _slipped(spaces.after(self.lines, place.line, place.column - 1 + at))

    def _more(self, event: Any) -> tuple[tuple[str, Place], ...]:
        """Give the lines of a text after the first, with their places."""
        first, end = event.start_mark.line, event.end_mark
        lines = [*self.lines[first + 1 : end.line], self.lines[end.line][: end.column]]
        return tuple(
            (line.strip(), Place(number, len(line) - len(line.lstrip()) + 1, len(line.strip())))
            for number, line in enumerate(lines, start=first + 2)
            if line.strip()
        )

    def _items(self, depth: int, flow: bool) -> list[Node]:
        """Read the items up to the end of a list."""
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1, item=True))
        pairs = list(pairwise(items if flow else []))
        apart = any(not self._adjoin(first, second) for first, second in pairs)
        if not pairs:
            return items
        split = [self._split(first, second, listed=True, apart=apart) for first, second in pairs]
        return [
            items[0],
            *(item for item, cut_off in zip(items[1:], split, strict=True) if not cut_off),
        ]

    def _cut_off(self, first: Node, second: Node) -> bool:
        """Report digits without a value in braces: cut off an amount, or without a name."""
        if self._split(first, second):
            return True
        if not (isinstance(first, Scalar) and isinstance(second, Scalar)) or second.quoted:
            return False
        if not (
            re.fullmatch(_SHORT_AMOUNT, first.text) and re.fullmatch(_THREE_DIGITS, second.text)
        ):
            return False
        message = (
            f"a comma inside brackets or braces ends an entry: '{second.text}' has no name; write "
            "its name before it, or one amount without a comma"
        )
        self.problems.append(Diagnostic(message, second.place))
        return True

    def _rate_with_a_comma(self, first: Node, second: Node) -> Scalar | None:
        """Give the rate that a decimal comma in braces has split, as it was written."""
        if not (isinstance(first, Scalar) and isinstance(second, Scalar)):
            return None
        if not (first.text.isdecimal() and re.fullmatch(r"[0-9]+%", second.text)):
            return None
        if first.quoted or second.quoted or not self._adjoin(first, second):
            return None
        text = f"{first.text},{second.text}"
        return first._replace(text=text, place=first.place._replace(width=len(text)))

    def _pairs(self, depth: int, flow: bool, item: bool) -> list[tuple[Scalar, Node]]:
        """Read the pairs up to the end of a mapping, each key once."""
        pairs: list[tuple[Scalar, Node]] = []
        first: dict[str, int] = {}
        unmarked = False
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            self._key_with_spaces(key)
            if flow and pairs and _empty(value):
                name, before = pairs[-1]
                if (rate := self._rate_with_a_comma(before, key)) is not None:
                    pairs[-1] = name, rate
                    continue
                if self._cut_off(before, key):
                    continue
            if message := _wrong_key(key, first):
                repeated = item and not flow and _same(key, pairs)
                if repeated:
                    begun = "write '- ' in front of it to begin another item, or keep one"
                    message = message.replace("keep one", begun)
                if not unmarked:
                    self.problems.append(Diagnostic(message, key.place))
                unmarked = unmarked or repeated
            else:
                assert isinstance(key, Scalar)
                first[key.text] = key.place.line
                pairs.append((key, value))
        return pairs

    def _key_with_spaces(self, key: Node) -> None:
        """Raise Unreadable if what only looks like a space hides the start of a setting."""
        if isinstance(key, Scalar) and not (key.quoted or key.text.isascii()):
            line, column, _ = key.place
            slip = spaces.slip(self.lines, [line])
            if slip is None and (at := spaces.hides_a_colon(key.text)) is not None:
                slip = spaces.after(self.lines, line, column - 1 + at)
            if slip is not None:
                raise _slipped(slip)

    def _adjoin(self, first: Node, second: Node) -> bool:
        """Say whether only a comma stands between two values."""
        between = (first.place.line, first.place.column + first.place.width + 1)
        return between == (second.place.line, second.place.column)

    def _split(self, first: Node, second: Node, listed: bool = False, apart: bool = False) -> bool:
        """Report an amount that a comma inside brackets or braces has split in two.

        A space after the comma makes two amounts, unless the second begins with 000.  In a list
        they can be two bare amounts, likelier if no others stand `apart`.
        """
        if not (isinstance(first, Scalar) and isinstance(second, Scalar)) or second.quoted:
            return False
        if not (
            re.fullmatch(_SHORT_AMOUNT, first.text) and re.fullmatch(_THREE_DIGITS, second.text)
        ):
            return False
        adjoin = self._adjoin(first, second)
        if not (adjoin or second.text.startswith("000")):
            return False
        if self.told and first.place.line == self.told[-1].line and _within(second, self.told[-1]):
            return True
        start = first.place.column - 1
        written = re.match(_WHOLE_AMOUNT, self.lines[first.place.line - 1][start : start + 40])
        whole = written.group() if written else f"{first.text},{'' if adjoin else ' '}{second.text}"
        bare = listed and "," in whole and not whole.startswith("$") and ",0" not in whole
        remedy = _readings(whole, apart) if bare else _one(whole, apart and adjoin)
        message = f"{_splits(whole)} into {whole.count(',') + 1} entries; write {remedy}"
        self.told.append(Place(first.place.line, first.place.column, len(whole)))
        self.problems.append(Diagnostic(message, second.place))
        return True


def _splits(whole: str) -> str:
    """Say what splits an amount."""
    return f"the comma splits '{whole}'" if whole.count(",") == 1 else f"commas split '{whole}'"


def _one(whole: str, listed: bool) -> str:
    """Say how to write an amount that a comma has split; `listed` beside others."""
    commas = "the comma" if whole.count(",") == 1 else "commas"
    below = ", or a list below the key" if listed else ""
    return f"{whole.replace(',', '').replace(' ', '')} without {commas}{below}"


def _readings(whole: str, apart: bool) -> str:
    """Say how to write bare digits with commas as several amounts, and as one.

    Next to other amounts that stand `apart`, one amount is likelier and comes first.
    """
    several = f"{whole.replace(',', ', ')} for {whole.count(',') + 1} amounts"
    digits = whole.replace(",", "")
    if int(digits.partition(".")[0]) * 100 > money.LIMIT:
        return several
    single = f"{digits} for one"
    return f"{single}, or {several}" if apart else f"{several}, or {single}"


def _same(key: Node, pairs: list[tuple[Scalar, Node]]) -> bool:
    """Say whether a key has the same text as the first key of its mapping."""
    return isinstance(key, Scalar) and bool(pairs) and key.text == pairs[0][0].text


def _within(node: Node, place: Place) -> bool:
    """Say whether a node begins inside a place on the same line."""
    return node.place.line == place.line and node.place.column < place.column + place.width


def _wrong_key(key: Node, first: dict[str, int]) -> str | None:
    """Say why a key is not allowed; None if it is."""
    if isinstance(key, Mapping) and key.flow:
        return "a key in braces: is this an unfilled template, {{ … }}? fill it in first"
    if not isinstance(key, Scalar):
        return "a key must be plain text, not a list or a mapping"
    if key.text == "<<" and not key.quoted:
        return "merge keys (<<) are not read; write the values out"
    if key.text in first:
        lines = f"first on line {first[key.text]}, again on line {key.place.line}"
        return f"duplicate setting '{cut(key.text)}', written twice: {lines}; keep one"
    return None


def _empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text and not node.quoted


def _nested(text: str) -> str | None:
    """Cut a text where brackets nest too deep for a loader; None if they do not."""
    depth = 0
    for bracket in re.finditer(_BRACKETS, text):
        depth = max(0, depth + (bracket.group() in "[{") - (bracket.group() in "]}"))
        if depth > DEPTH_LIMIT:
            return text[: bracket.end()] if bracket.end() < len(text) else None
    return None


def _refuse_others(lines: list[str]) -> None:
    """Raise Unreadable if a text that is not a mapping is plainly something else."""
    from tradein.scenario import misread

    if (misreading := misread.no_mapping(lines)) is not None:
        raise Unreadable(misreading.message, Place(*misreading[1:]))


def _explained(error: yaml.YAMLError, lines: list[str]) -> Unreadable:
    """Turn a YAML error into what is wrong here and what to do about it.

    Use only the places of the error, never its words.
    """
    from tradein.scenario import misread

    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    if mark is not None:
        begin = min(mark.line, context.line if context else mark.line - 1)
        if (slip := spaces.slip(lines, range(begin + 1, mark.line + 2))) is not None:
            return _slipped(slip)
    if mark is None:
        return Unreadable("not readable as YAML; check the characters of the file")
    opened = (context.line + 1, context.column + 1) if context else None
    stop = misread.Stop(mark.line + 1, mark.column + 1, opened)
    message, *place = misread.explain(lines, stop)
    return Unreadable(message, Place(*place))


def _slipped(slip: spaces.Slip) -> Unreadable:
    return Unreadable(slip.message, Place(slip.line, slip.column, slip.width))
