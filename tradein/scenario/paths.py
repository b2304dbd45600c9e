"""Replaces one setting of a file by its path, as if it had been written so.

A path names a setting as messages do: `purchases[1].loan.apr`, counted from 1.  What is
replaced are the nodes of a file that was read from YAML once; the reader then checks them.
"""

import re
from typing import NamedTuple

from tradein.diagnostic import Place
from tradein.scenario.yaml_source import (
    ARGUMENT,
    ARGUMENT_LINES,
    SCALAR_LIMIT,
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unreadable,
    argument_value,
    cut,
)
from tradein.visible import visible

_LIKE = "write it like `purchases[1].loan.apr=7.9%`"
_NAME, _INDEX = re.compile(r"[^.\[\]=]+"), re.compile(r"\[([0-9]{1,6})\]")
_PLAIN = re.compile(r"[\w$][^#:\[\]{}\n]*")
"""A value that YAML would read as the same text."""


class Step(NamedTuple):
    """One step of a path: the name of a setting, or the number of an entry from 1."""

    to: str | int
    place: Place


class Setting(NamedTuple):
    """A setting named on the command line: its path, and the argument that it begins."""

    path: str
    steps: tuple[Step, ...]
    option: str
    argument: str
    at: int
    """Where the value begins in the argument, behind the first `=`."""


def steps(path: str) -> list[Step]:
    """Read a path alone, without a value behind it; raises Unreadable, on line 1."""
    several, at = _steps(f"{path}=", 1)
    if at <= len(path):
        raise Unreadable("a path, and no value; remove what is from the `=` on", Place(1, at))
    return several


def replace(document: Document, path: str, value: str) -> Document:
    """Give a document in which a setting has a value, as text; raises Unreadable.

    Nothing of the file is read from YAML again: for many runs, read it once with
    `reader.document`, replace, and read each with `reader.read_document`.
    """
    return replaced(document, f"{path}={value}")


def replaced(document: Document, argument: str) -> Document:
    """Give a document with the setting of an argument `path=value`; raises Unreadable.

    The nodes that do not change are shared.  The setting is added where it is not there.
    """
    source = document.source.with_argument(argument)
    try:
        named = setting(argument, line=ARGUMENT_LINES + len(source.arguments))
    except Unreadable as unreadable:
        unreadable.source = source
        raise
    return put(document, named, argument[named.at :], named.at)


def setting(argument: str, option: str = ARGUMENT, line: int = 1) -> Setting:
    """Read the path at the beginning of an argument `path=…`; raises Unreadable on a line."""
    steps, at = _steps(argument, line)
    return Setting(argument[: at - 1].strip(), tuple(steps), option, argument, at)


def put(document: Document, named: Setting, value: str, at: int) -> Document:
    """Give a document in which a setting has a value, as text; raises Unreadable.

    Mistakes are shown in the argument of the setting, where the value begins `at` a character.
    """
    source = document.source.with_argument(named.argument, named.option)
    line = ARGUMENT_LINES + len(source.arguments)
    steps = [step._replace(place=step.place._replace(line=line)) for step in named.steps]
    try:
        node = _put(document.node, steps, _value(" " * at + value, at, line), "")
    except Unreadable as unreadable:
        unreadable.source = source
        raise
    return Document(source, node, document.problems)


def _steps(argument: str, line: int) -> tuple[list[Step], int]:
    """Read the path before the first `=`; also give where the value begins."""
    steps: list[Step] = []
    at = 0
    while True:
        if not (name := _NAME.match(argument, at)):
            raise _wrong(argument, line, at)
        place = Place(line, at + 1, len(name.group()))
        steps.append(Step(name.group().strip(), place))
        at = name.end()
        while index := _INDEX.match(argument, at):
            steps.append(Step(int(index.group(1)), Place(line, at + 1, len(index.group()))))
            at = index.end()
        if argument[at : at + 1] == "=":
            return steps, at + 1
        if argument[at : at + 1] != ".":
            raise _wrong(argument, line, at)
        at += 1


def _wrong(argument: str, line: int, at: int) -> Unreadable:
    """Say why a path cannot be read from a character on."""
    place = Place(line, at + 1)
    if "=" not in argument:
        return Unreadable(f"no '=' with a value after the path; {_LIKE}", place)
    if argument[at : at + 1] == "[":
        return Unreadable("not the number of an entry; write [1] for the first one", place)
    return Unreadable(f"not the path of a setting; {_LIKE}", place)


def _value(argument: str, at: int, line: int) -> Node:
    """Read the value from a character on, as it would stand in the file."""
    text = argument[at:].strip()
    place = Place(
        line, at + 1 + len(argument[at:]) - len(argument[at:].lstrip()), max(len(text), 1)
    )
    simple = _PLAIN.fullmatch(text) and text.isprintable() and len(text) <= SCALAR_LIMIT
    return Scalar(text, place, False) if not text or simple else argument_value(argument, at, line)


def _put(node: Node | None, steps: list[Step], value: Node, path: str) -> Node:
    """Give a node in which the setting behind some steps has a value."""
    if not steps:
        return value
    step, *others = steps
    if isinstance(step.to, int):
        return _put_item(node, step.to, step.place, others, value, path)
    if node is None:
        node = Mapping([], step.place, False)
    if not isinstance(node, Mapping):
        raise Unreadable(_no_mapping(node, step.to, path), step.place)
    here = f"{path}.{step.to}".lstrip(".")
    key = Scalar(step.to, step.place, False)
    before = next((inner for known, inner in node.pairs if known.text == step.to), None)
    pair = (key, _put(before, others, value, here))
    pairs = [pair if known.text == step.to else (known, inner) for known, inner in node.pairs]
    if before is None:
        pairs.insert(_where(pairs, step.to), pair)
    return node._replace(pairs=pairs)


def _where(pairs: list[tuple[Scalar, Node]], name: str) -> int:
    """Give where a new key belongs: among months by its number, else at the end."""
    later = (
        at
        for at, (key, _) in enumerate(pairs)
        if name.isdecimal() and key.text.isdecimal() and int(key.text) > int(name)
    )
    return next(later, len(pairs))


def _put_item(
    node: Node | None, number: int, place: Place, others: list[Step], value: Node, path: str
) -> Node:
    """Put a value into an entry of a list, or into a new one after the last."""
    if node is None:
        node = Sequence([], place, False)
    if not isinstance(node, Sequence):
        raise Unreadable(f"{_shown(path)} is no list; remove [{number}]", place)
    count = len(node.items)
    if number == 0:
        raise Unreadable("entries count from 1; write [1] for the first one", place)
    if number > count + 1:
        raise Unreadable(f"{_shown(path)} has {_few(count)} to add one", place)
    items = list(node.items)
    before = items[number - 1] if number <= count else None
    items[number - 1 :] = [_put(before, others, value, f"{path}[{number}]"), *items[number:]]
    return node._replace(items=items)


def _few(count: int) -> str:
    """Say how many entries a list has, and which numbers to write."""
    if count == 0:
        return "no entry; write [1]"
    entries = "one entry" if count == 1 else f"{count} entries"
    return f"{entries}; write [{count}], or [{count + 1}]"


def _no_mapping(node: Scalar | Sequence, name: str, path: str) -> str:
    """Say that what is written has no settings in it."""
    if isinstance(node, Sequence):
        return (
            f"{_shown(path)} is a list; name one of its entries, {_shown(path)}[1].{_shown(name)}"
        )
    written = f"'{visible(cut(node.text))}'"
    return f"{_shown(path)} is one value, {written}, without settings in it; replace it as a whole"


def _shown(path: str) -> str:
    return visible(cut(path))
