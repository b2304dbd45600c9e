"""Writes one setting into the text of a file; every other character stays, comments too.

What is written is read again: the text must then say what `paths.replaced` says of the nodes,
and nothing else may have changed.
"""

from json import dumps
from typing import NamedTuple

from tradein.diagnostic import Place
from tradein.scenario import paths, yaml_source
from tradein.scenario.paths import Step
from tradein.scenario.yaml_source import Mapping, Node, Scalar, Sequence, Unreadable

_BY_HAND = "cannot be written from here; change it in the text"


class Edit(NamedTuple):
    """A change of a text: what stands from `start` up to `end`, in characters, becomes `new`."""

    start: int
    end: int
    new: str

    def applied(self, text: str) -> str:
        """Give the text after the change."""
        return text[: self.start] + self.new + text[self.end :]


def edit(text: str, path: str, value: str) -> Edit:
    """Find the change that gives a setting a value, as text; raises Unreadable.

    `path` names a setting as `--set` does, and `value` is what stands behind the `=` there.
    Lines of the text end in a line feed.
    """
    document = yaml_source.whole(text)
    argument = f"{path}={value}"
    wanted = _content(paths.replaced(document, argument).node)
    steps, here = list(paths.setting(argument).steps), document.node
    while steps and (inner := _inside(here, steps[0])) is not None:
        steps, here = steps[1:], inner
    for way in _ways(text, here, steps, value.strip()):
        if _says(way.applied(text), wanted):
            return way
    raise Unreadable(f"{path} {_BY_HAND}", here.place)


def _says(text: str, wanted: object) -> bool:
    """Say whether a text reads as is wanted."""
    try:
        return _content(yaml_source.whole(text).node) == wanted
    except Unreadable:
        return False


def _content(node: Node) -> object:
    """Give what a node says, without places and without the way it is written."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_content(item) for item in node.items]
    return [(key.text, _content(inner)) for key, inner in sorted(node.pairs, key=_key)]


def _key(pair: tuple[Scalar, Node]) -> str:
    return pair[0].text


def _inside(node: Node, step: Step) -> Node | None:
    """Give what one step leads to; None if it is not there."""
    if isinstance(node, Mapping):
        return next((inner for key, inner in node.pairs if key.text == step.to), None)
    if isinstance(node, Sequence) and isinstance(step.to, int) and step.to <= len(node.items):
        return node.items[step.to - 1]
    return None


def _ways(text: str, here: Node, steps: list[Step], value: str) -> list[Edit]:
    """List the ways to write a value, the likeliest first: plainly, then in quotes."""
    values = [value, dumps(value, ensure_ascii=False)]
    if not steps:
        return [_instead(text, here, written) for written in values]
    assert isinstance(here, Mapping | Sequence)
    if here.flow:
        return [_in_braces(text, here, steps, written) for written in values]
    return [_on_new_lines(text, here, steps, written) for written in values]


def _instead(text: str, here: Node, value: str) -> Edit:
    """Write a value in place of another one."""
    start = _offset(text, here.place)
    if isinstance(here, Scalar) and here.more:
        last = here.more[-1][1]
        return Edit(start, _offset(text, last) + last.width, value)
    width = here.place.width if isinstance(here, Scalar) and here.text else 0
    return Edit(start, start + width, value if width else f" {value}")


def _in_braces(text: str, here: Node, steps: list[Step], value: str) -> Edit:
    """Write a setting behind an opening brace."""
    start = _offset(text, here.place) + 1
    for step in reversed(steps[1:]):
        value = f"{{{step.to}: {value}}}" if isinstance(step.to, str) else f"[{value}]"
    rest = ", " if isinstance(here, Mapping) and here.pairs else ""
    return Edit(start, start, f"{steps[0].to}: {value}{rest}")


def _on_new_lines(text: str, here: Mapping | Sequence, steps: list[Step], value: str) -> Edit:
    """Write a setting on lines of its own, behind the last value of its group that has one line."""
    if isinstance(here, Sequence):
        margin = here.place.column - 1
        at = _end_of_line(text, _last_line(here))
        return Edit(at, at, "".join(f"\n{line}" for line in _lines(steps, value, margin)))
    margin = here.pairs[0][0].place.column - 1
    own = [_last_line(inner) for _, inner in here.pairs if isinstance(inner, Scalar)]
    lines = _lines(steps, value, margin)
    if own:
        at = _end_of_line(text, max(own))
        return Edit(at, at, "".join(f"\n{line}" for line in lines))
    at = _offset(text, here.pairs[0][0].place)
    return Edit(at, at, "\n".join(lines)[margin:] + "\n" + " " * margin)


def _lines(steps: list[Step], value: str, margin: int) -> list[str]:
    """Write the lines of a setting that has steps down to it."""
    first, *others = steps
    lead = " " * margin
    head = f"{lead}{first.to}:" if isinstance(first.to, str) else f"{lead}-"
    if not others:
        return [f"{head} {value}"]
    inner = _lines(others, value, margin + 2)
    if isinstance(first.to, str):
        return [head, *inner]
    return [f"{head} {inner[0].lstrip()}", *inner[1:]]


def _last_line(node: Node) -> int:
    """Give the last line on which something of a node stands."""
    if isinstance(node, Scalar):
        return node.more[-1][1].line if node.more else node.place.line
    inner = node.items if isinstance(node, Sequence) else [value for _, value in node.pairs]
    return max([node.place.line, *map(_last_line, inner)])


def _end_of_line(text: str, line: int) -> int:
    """Give where a line ends, in characters."""
    end = text.find("\n", _offset(text, Place(line, 1)))
    return len(text) if end < 0 else end


def _offset(text: str, place: Place) -> int:
    """Give where a place is, in characters."""
    start = 0
    for _ in range(place.line - 1):
        start = text.index("\n", start) + 1
    return start + place.column - 1
