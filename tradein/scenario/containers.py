"""Reads what is nested: mappings, lists, names with amounts, months with values.

Knows no setting by name; what it meets on the way (mistakes, warnings, places) is kept by the
context.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from tradein.diagnostic import Diagnostic, Place, note, warning
from tradein.finance import money, terms, value
from tradein.scenario import merge, model, scalars, spaces
from tradein.scenario.scalars import ScalarType, ValueFormatError
from tradein.scenario.yaml_source import (
    SHOWN_PROBLEMS,
    Mapping,
    Node,
    Scalar,
    Sequence,
    cut,
)
from tradein.visible import visible

POINTS = 601
"""The most months of a table, of appraisals or of a market."""

LAST_MONTH = model.PURCHASES * model.KEEP_MONTHS[1]
"""The latest month that a table or a market may name: the end of the longest chain."""

NOTHING = "nothing is written here; write a value, or remove the setting"
"""What is said of a setting without a value."""


class ReadContext:
    """One reading of a file: its mistakes and warnings, and the place of each setting.

    `homes` are the groups with words for their place in a file; `abroad` are those of the other
    kind of file.  `misnomers` maps other names of settings to the right ones.  `elsewhere` says
    what is meant by a misplaced name, from the name, its text, its path and the day of the
    purchase.  `values` holds each single value by path: the value read, and its text.  `products`
    holds by path the name and the settings of each product that has some.
    """

    def __init__(
        self,
        homes: "Homes" = (),
        misnomers: dict[str, str] | None = None,
        abroad: "Homes" = (),
        elsewhere: "Elsewhere | None" = None,
    ) -> None:
        """Start without problems or warnings."""
        self.homes, self.misnomers = homes, misnomers or {}
        self.abroad, self._elsewhere = abroad, elsewhere
        self.problems: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []
        self.places: dict[str, Place] = {}
        self.values: dict[str, tuple[Any, str]] = {}
        self.products: dict[str, tuple[str, dict[str, Any]]] = {}
        self._skipped: set[tuple[int, int]] = set()

    def skip(self, places: set[Place]) -> None:
        """Ignore further problems at these places, where the text was not understood."""
        self._skipped = {(place.line, place.column) for place in places}

    def wrong(self, path: str, message: str, place: Place | None = None) -> None:
        """Report a problem with a setting, by its path."""
        place = place or self.place(path)
        if place is None or (place.line, place.column) not in self._skipped:
            self.problems.append(Diagnostic(message, place, path))

    def wrong_once(self, path: str, message: str) -> None:
        """Report a problem, unless it was already reported at the same place."""
        place = self.place(path)
        if not any(p.message == message and p.place == place for p in self.problems):
            self.wrong(path, message)

    def warn(self, path: str, message: str) -> None:
        """Warn of something suspicious but legal about a setting."""
        self.warnings.append(warning(path, message, self.place(path)))

    def warn_once(self, path: str, message: str | None) -> None:
        """Warn if there is a message, unless it was already given at the same place."""
        place = self.place(path)
        known = any(d.message == message and d.place == place for d in self.warnings)
        if message is not None and not known:
            self.warn(path, message)

    def near(self, written: str, known: list[str]) -> str:
        """Suggest a known word, unless there are too many problems already."""
        return scalars.near(written, known) if len(self.problems) < 10 * SHOWN_PROBLEMS else ""

    def meant(self, written: str, known: list[str]) -> str | None:
        """Find the setting probably meant; without a guess if there are too many problems."""
        meant = self.misnomers.get(written.lower())
        meant = f"{written}s" if f"{written}s" in known else meant
        if meant in known or len(self.problems) >= 10 * SHOWN_PROBLEMS:
            return meant if meant in known else None
        return scalars.nearest(written, known)

    def is_setting(self, name: str) -> bool:
        """Say whether any group has a setting of that name."""
        return any(name in group.names() for _, group in self.homes)

    def misplaced(self, key: Scalar, node: Node, path: str, group: "Group") -> str | None:
        """Say where a misplaced setting belongs; None if it is not misplaced.

        Groups inside this one come first.  If people use the name for another setting of this
        group, that setting comes before them.
        """
        written = key.text
        name, names = written.lower().replace(" ", "_").replace("-", "_"), group.names()
        homes = [(home, g) for home, g in self.homes if name in g.names()]
        homes = [(home, g) for home, g in homes if not g.echoes] or homes
        homes = homes or [(home, g) for home, g in self.abroad if name in g.names()]
        text = f"unknown setting {scalars.quote(written)} here"
        if (remark := self._remark(name, names, node, path)) is not None:
            return f"{text}; {remark}"
        if name in names or not homes:
            return None
        inner = group.inner()
        homes.sort(key=lambda home: home[1] not in inner)
        subject = "it" if name == written else name
        where = f"belongs under {' or '.join(home for home, _ in homes)}"
        meant = self.misnomers.get(name)
        if meant in names and not any(g in inner for _, g in homes):
            return f"{text}; write {meant}, or, where {name} is meant, it {where}"
        return f"{text}; {subject} {where}"

    def _remark(self, name: str, names: list[str], inner: Node, path: str) -> str | None:
        """Say what a name means here, unless it is another word for one of `names`."""
        if self._elsewhere is None or self.misnomers.get(name) in names:
            return None
        text = inner.text if isinstance(inner, Scalar) else ""
        return self._elsewhere(name, text, path, self.bought(path))

    def bought(self, path: str) -> date | None:
        """Give the day of the purchase that a setting belongs to, if it is already known."""
        start, _ = self.values.get("start", (None, ""))
        return start if path.startswith("purchases[1]") else None

    def place(self, path: str) -> Place | None:
        """Give the place of a setting, or of the nearest one around it.

        A setting that a purchase takes from `assume` has its place there.
        """
        while path:
            if (origin := merge.origin(path, self.places)) is not None:
                return self.places[origin]
            path = path.rpartition(".")[0]
        return None

    def written(self, path: str) -> bool:
        """Say whether a setting is written, right or wrong, in a purchase or in `assume`."""
        return merge.origin(path, self.places) is not None


class Field(NamedTuple):
    """One setting: its name, kind, description and default (none: required).

    `warn` gives a warning for a value that is legal but suspicious.  `former` is an old name that
    is still read, with a note.  `hint` says what a wrong text probably means, from the text and
    the day of its purchase.
    """

    name: str
    kind: Any
    sentence: str
    default: str | None = None
    warn: Callable[[Any], str | None] | None = None
    former: str | None = None
    hint: Callable[[str, date | None], str | None] | None = None


class Group(NamedTuple):
    """A mapping of fields.

    Where `echoes`, it repeats names of other groups, and those come first for a misplaced name.
    """

    fields: tuple[Field, ...]
    echoes: bool = False

    def names(self) -> list[str]:
        """Give the names of its settings."""
        return [field.name for field in self.fields]

    def inner(self) -> list["Group"]:
        """Give the groups directly inside it, whether alone, in a list, or under names."""
        kinds = [getattr(field.kind, "group", field.kind) for field in self.fields]
        return [kind for kind in kinds if isinstance(kind, Group)]

    def read(self, node: Node, path: str, context: ReadContext) -> dict[str, Any] | None:
        """Read the settings, and report those that are unknown or wrong."""
        if not isinstance(node, Mapping):
            context.wrong(path, _not_mapping(node, path, self.fields), node.place)
            return None
        known = {field.name: field for field in self.fields}
        settings: dict[str, Any] = {}
        for written, inner in node.pairs:
            key = self._renamed(written)
            here = f"{path}.{shown(key.text)}" if path else shown(key.text)
            if key is not written:
                message = f"{written.text} is now called {key.text}; it is still read"
                context.warnings.append(note(message, here, key.place))
            if key.text in settings:
                message = f"one setting by two names, {written.text} here; keep one of them"
                context.wrong(here, message, key.place)
            if key.text not in known:
                message = self._unknown(key, inner, path, context)
                context.wrong(here, _among(message, node), key.place)
                continue
            context.places[here] = inner.place if _filled(inner) else key.place
            got = _read(known[key.text], inner, here, context)
            if got is not None:
                settings[key.text] = got
        return settings

    def _renamed(self, key: Scalar) -> Scalar:
        """Give a key with the current name of its setting."""
        name = next((field.name for field in self.fields if field.former == key.text), None)
        return key if name is None else key._replace(text=name)

    def _unknown(self, key: Scalar, inner: Node, path: str, context: ReadContext) -> str:
        """Say that a setting is unknown and suggest one, which then does not count as missing."""
        name, names = key.text, self.names()
        text = f"unknown setting {scalars.quote(name)}"
        if "：" in name:
            return f"{text}; a full-width colon, U+FF1A, in it; write ': ' in its place"
        if not name.isascii() and (at := spaces.first(name)) is not None:
            text = f"{text}, with {spaces.what(name[at])} in it"
            name = spaces.replaced(name, " ")
        if name.isdecimal() and isinstance(inner, Scalar) and not inner.text:
            return (
                f"{text}; a comma inside braces ends an entry: write amounts without commas there"
            )
        misplaced = context.misplaced(key, inner, path, self)
        meant = context.misnomers.get(name.lower()) if misplaced else context.meant(name, names)
        if meant is not None and meant in names:
            context.places.setdefault(f"{path}.{meant}" if path else meant, key.place)
        if misplaced is not None:
            return misplaced
        if meant is not None:
            return f"{text}; did you mean {meant}?"
        return f"{text}; known: {scalars.listed(names)}"


_BELOW = r"write `(?P<name>[^`:]+): [^`]*` (?P<below>below `(?P<home>\w+):`)"


def _among(message: str, node: Mapping) -> str:
    """Say of a line to write below a key that stands there already where it goes.

    What has its name there makes room for it.
    """
    if (line := re.search(_BELOW, message)) is None:
        return message
    for key, inner in node.pairs:
        if key.text == line["home"] and isinstance(inner, Mapping):
            there = f"under the `{line['home']}` of line {key.place.line}"
            if any(other.text == line["name"] for other, _ in inner.pairs):
                there += f", in place of its {line['name']}"
            return message.replace(line["below"], there)
    return message


Homes = tuple[tuple[str, Group], ...]
"""Groups, with the words for where they stand in a file."""

Elsewhere = Callable[[str, str, str, date | None], str | None]
"""Says what is meant by a name where it stands; see slips.elsewhere."""


class ListOf(NamedTuple):
    """A list of groups, numbered from 1."""

    group: Group
    maximum: int

    def read(
        self, node: Node, path: str, context: ReadContext
    ) -> list[dict[str, Any] | None] | None:
        """Read each item, with None in the place of a wrong one."""
        if not isinstance(node, Sequence):
            context.wrong(path, "not a list; start each item with '- '", node.place)
            return None
        if not 1 <= len(node.items) <= self.maximum:
            count = f"{len(node.items)} items"
            context.wrong(path, f"{count}; write at least one, at most {self.maximum}", node.place)
            return None
        items = []
        for number, item in enumerate(node.items, start=1):
            here = f"{path}[{number}]"
            first = item.pairs[0][0] if isinstance(item, Mapping) and item.pairs else item
            context.places[here] = first.place
            if isinstance(item, Mapping):
                items.append(self.group.read(item, here, context))
            else:
                if not _goes_on(self.group, item, here, context):
                    context.wrong(here, f"item {number} is not a mapping of settings", item.place)
                items.append(None)
        return items


class Amounts(NamedTuple):
    """One amount, or names with amounts; a lone amount bears the field's own name.

    With a `group`, a name may have its settings instead, with the amount in `price`; the context
    keeps them.
    """

    lone: str
    group: Group | None = None

    def read(self, node: Node, path: str, context: ReadContext) -> terms.Items | None:
        """Read names with amounts, in cents."""
        if isinstance(node, Scalar):
            cents = _read_one(scalars.MONEY, node, path, context)
            return None if cents is None else ((self.lone, cents),)
        if not isinstance(node, Mapping):
            context.wrong(path, _not_amounts(node), node.place)
            return None
        if len(node.pairs) > terms.ITEMS:
            context.wrong(path, f"{len(node.pairs)} items; the limit is {terms.ITEMS}", node.place)
        name_kind = scalars.text(scalars.NAME_LIMIT)
        items = []
        for key, inner in node.pairs:
            here = f"{path}.{shown(key.text)}"
            context.places[here] = inner.place if _filled(inner) else key.place
            name = _read_one(name_kind, key, here, context)
            if self.group is not None and isinstance(inner, Mapping):
                cents = _priced(self.group, name, inner, here, context)
            else:
                cents = _read_one(scalars.MONEY, inner, here, context)
            if name is not None and cents is not None:
                items.append((name, cents))
        return tuple(items)


def _priced(
    group: Group, name: str | None, node: Mapping, path: str, context: ReadContext
) -> int | None:
    """Read the settings of a name, and give its price in cents."""
    settings = group.read(node, path, context) or {}
    if not context.written(f"{path}.price"):
        context.wrong(path, "price is missing; write it, like `price: $795`")
    context.products[path] = (name or "", settings)
    if (price := context.values.pop(f"{path}.price", None)) is not None:
        context.values[path] = price  # to compare it with a price that is written alone
    cents: int | None = settings.get("price")
    return cents


def _not_amounts(node: Sequence) -> str:
    """Say what to write instead of a list: one amount, or names with amounts."""
    if node.items and all(isinstance(item, Mapping) for item in node.items):
        return "a list; write the names with amounts without '- '"
    try:
        cents = sum(scalars.MONEY.read(item) for item in node.items if isinstance(item, Scalar))
    except ValueFormatError:
        cents = 0
    if not 0 < cents <= money.LIMIT or not all(isinstance(item, Scalar) for item in node.items):
        return "a list; write one amount, or names with amounts"
    sum_ = money.dollars(cents)
    return f"a list of amounts without names; write their sum, {sum_}, or names with amounts"


class MapOf(NamedTuple):
    """Names, each with settings."""

    group: Group
    maximum: int

    def read(self, node: Node, path: str, context: ReadContext) -> dict[str, dict[str, Any]] | None:
        """Read the settings of each name."""
        if not isinstance(node, Mapping) or not 1 <= len(node.pairs) <= self.maximum:
            message = f"not names with settings, at least one, at most {self.maximum}; write a name"
            context.wrong(path, f"{message} and its settings below it", node.place)
            return None
        name_kind, settings = scalars.text(scalars.NAME_LIMIT), {}
        for key, inner in node.pairs:
            here = f"{path}.{shown(key.text)}"
            context.places[here] = inner.place if _filled(inner) else key.place
            name = _read_one(name_kind, key, here, context)
            if isinstance(inner, Mapping) and inner.pairs:
                context.values.pop(here, None)  # its settings say more than its name
            if isinstance(inner, Scalar) and not _filled(inner):
                context.wrong(here, NOTHING)
            elif (got := self.group.read(inner, here, context)) is not None and name is not None:
                settings[name] = got
        return settings


class Points(NamedTuple):
    """Months, increasing, each with a share or an amount."""

    kind: ScalarType

    def read(self, node: Node, path: str, context: ReadContext) -> value.Points | None:
        """Read months with millionths or cents."""
        if not isinstance(node, Mapping) or not 1 <= len(node.pairs) <= POINTS:
            message = f"not months with values, at least one, at most {POINTS}; write `12: …` lines"
            context.wrong(path, message, node.place)
            return None
        month_kind = scalars.length(0, LAST_MONTH, bare=True)
        points: list[tuple[int, int]] = []
        for key, inner in node.pairs:
            here = f"{path}.{shown(key.text)}"
            context.places[here] = inner.place if _filled(inner) else key.place
            month = _read_one(month_kind, key, here, context)
            got = _read_one(self.kind, inner, here, context)
            if month is None or got is None:
                continue
            if points and month <= points[-1][0]:
                before = f"month {month} comes after month {points[-1][0]}"
                context.wrong(here, f"{before}; months must be increasing, none twice", key.place)
                continue
            points.append((month, got))
        return tuple(points) or None


class Levels(NamedTuple):
    """Months with shares, or settings that name a series instead."""

    points: Points
    series: Group

    def read(
        self, node: Node, path: str, context: ReadContext
    ) -> value.Points | dict[str, Any] | None:
        """Read months with millionths, or the settings."""
        keys = [key.text for key, _ in node.pairs] if isinstance(node, Mapping) else []
        names = [field.name for field in self.series.fields]
        if isinstance(node, Scalar):
            meant = f"write `12: …` lines, or {{{names[0]}: …}} with a name"
            context.wrong(path, f"not months with values, {scalars.quote(node.text)}; {meant}")
            return None
        words = [key for key in keys if not key[:1].isdecimal()]
        strange = self._strange(node, path, context)
        named = [key for key in words if key in strange or context.meant(key, names)]
        if named == strange and len(named) < len(keys):
            return self._without(strange, node, path, context)
        if not named:
            return self.points.read(node, path, context)
        if len(named) < len(keys):
            context.wrong(path, f"months beside {named[0]}; keep one of the two", node.place)
            return None
        return self.series.read(node, path, context)

    def _strange(self, node: Node, path: str, context: ReadContext) -> list[str]:
        """Give the names of settings that belong elsewhere."""
        return [
            key.text
            for key, inner in (node.pairs if isinstance(node, Mapping) else ())
            if not key.text[:1].isdecimal()
            and context.misplaced(key, inner, path, self.series) is not None
        ]

    def _without(
        self, strange: list[str], node: Node, path: str, context: ReadContext
    ) -> value.Points | None:
        """Read the months, and report the settings among them that belong elsewhere."""
        assert isinstance(node, Mapping)
        for key, inner in node.pairs:
            if key.text in strange:
                here = f"{path}.{shown(key.text)}"
                context.wrong(
                    here, context.misplaced(key, inner, path, self.series) or "", key.place
                )
        months = [pair for pair in node.pairs if pair[0].text not in strange]
        return self.points.read(node._replace(pairs=months), path, context)


class Names(NamedTuple):
    """`all`, a name, or a list of names."""

    def read(self, node: Node, path: str, context: ReadContext) -> tuple[str, ...] | str | None:
        """Read the names of fees and products."""
        if isinstance(node, Scalar) and node.text == terms.ALL:
            context.values[path] = (terms.ALL, node.text)
            return terms.ALL
        if isinstance(node, Mapping):
            context.wrong(path, "not names; write `all` or a list of names", node.place)
            return None
        items = node.items if isinstance(node, Sequence) else [node]
        if len(items) > 2 * terms.ITEMS:
            message = f"{len(items)} names; write at most {2 * terms.ITEMS}, or `all`"
            context.wrong(path, message, node.place)
            return None
        name_kind = scalars.text(scalars.NAME_LIMIT)
        read = [_read_one(name_kind, item, path, context) for item in items]
        context.places.update(
            {f"{path}.{n}": i.place for n, i in zip(read, items, strict=True) if n}
        )
        names = tuple(name for name in read if name is not None)
        context.values[path] = (names, ", ".join(names))
        return names


class ChoiceSet:
    """One of some words, or a list of them."""

    def __init__(self, *words: str) -> None:
        """Keep the words that are allowed."""
        self.words, self.kind = words, scalars.choice(*words)

    def read(self, node: Node, path: str, context: ReadContext) -> tuple[str, ...] | None:
        """Read the words, and give them in the order in which the kind lists them."""
        items = node.items if isinstance(node, Sequence) else [node]
        if not 1 <= len(items) <= len(self.words):
            message = f"{len(items)} words; write some of {', '.join(self.words)}"
            context.wrong(path, message, node.place)
            return None
        read = [_read_one(self.kind, item, path, context) for item in items]
        chosen = tuple(word for word in self.words if word in read)
        context.values[path] = (chosen, ", ".join(chosen))
        return chosen or None


CLEARLY_MONEY = 20_00
"""A lone number from so many cents on is an amount without a `$`; a lower one may mean a rate."""


class AmountOr(NamedTuple):
    """Settings, or one amount in their place."""

    group: Group

    def read(self, node: Node, path: str, context: ReadContext) -> dict[str, Any] | None:
        """Read the settings, or the cents of an amount as the only one."""
        if not isinstance(node, Scalar) or not _is_amount(node):
            return self.group.read(node, path, context)
        cents = _read_one(scalars.MONEY, node, path, context)
        return None if cents is None else {merge.AMOUNT: cents}


def _is_amount(scalar: Scalar) -> bool:
    """Say whether a single value is meant as an amount, right or miswritten."""
    if scalar.text.startswith("$"):
        return True
    try:
        return bool(scalars.MONEY.read(scalar) >= CLEARLY_MONEY)
    except ValueFormatError:
        return False


class Liens(NamedTuple):
    """One amount owed, or a list of them."""

    def read(self, node: Node, path: str, context: ReadContext) -> tuple[int, ...] | None:
        """Read the cents owed on each lien."""
        items = node.items if isinstance(node, Sequence) else [node]
        if not 1 <= len(items) <= terms.ITEMS:
            context.wrong(path, f"write at least one amount, at most {terms.ITEMS}", node.place)
            return None
        amounts = [_read_one(scalars.MONEY, item, path, context) for item in items]
        return tuple(cents for cents in amounts if cents is not None)


def _read(field: Field, node: Node, path: str, context: ReadContext) -> Any:
    """Read one field's value; if it is wrong, report it and give None."""
    if isinstance(node, Scalar) and not _filled(node):
        context.wrong(path, _nothing(node, field))
        return None
    hint = _hinted(field, node, path, context)
    if hint is not None:
        context.wrong(path, hint, node.place)
        return None
    if not isinstance(field.kind, ScalarType) and _goes_on(field.kind, node, path, context):
        return None
    if isinstance(field.kind, ScalarType):
        got = _read_one(field.kind, node, path, context)
    else:
        got = field.kind.read(node, path, context)
    if got is None:
        return None
    if field.warn is not None and (message := field.warn(got)):
        context.warn(path, message)
    return got


def _hinted(field: Field, node: Node, path: str, context: ReadContext) -> str | None:
    """Say what a value that is plainly something else was meant to be."""
    if field.hint is None or not isinstance(node, Scalar):
        return None
    return field.hint(node.text, context.bought(path))


def _nothing(node: Scalar, field: Field) -> str:
    """Say that no value is written, or that a comment swallowed it."""
    if not node.cut:
        return NOTHING
    if isinstance(field.kind, ScalarType) and field.kind.name == "text":
        return f"nothing is left before ' #'; put the text in quotes, like `{field.name}: \"#1\"`"
    return "nothing is written before ' #', which begins a comment; write a value before it"


def _read_one(kind: ScalarType, node: Node, path: str, context: ReadContext) -> Any:
    """Read a single value; if it is wrong, report why and give None."""
    if not isinstance(node, Scalar):
        what = "a list" if isinstance(node, Sequence) else "a mapping"
        wanted = {"length": "whole number of months", "money": "amount"}.get(kind.name, kind.name)
        context.wrong(path, f"{what}, not one {wanted}; write {kind.written}", node.place)
        return None
    if not _filled(node):
        context.wrong(path, NOTHING)
        return None
    if _goes_on(kind, node, path, context):
        return None
    if kind.name == "text" and node.cut:
        message = (
            f"a text cut short at ' #': only {scalars.quote(node.text)} is read; put it in quotes"
        )
        context.wrong(path, message, node.place)
        return None
    try:
        got = kind.read(node)
    except ValueFormatError as wrong:
        if kind.name == "text" or not _lookalike(kind, node, path, context):
            context.wrong(path, _taken_along(node.text) or str(wrong), node.place)
        return None
    context.values[path] = (got, node.text)
    return got


def _lookalike(kind: ScalarType, node: Scalar, path: str, context: ReadContext) -> bool:
    """Report a character that only looks like a space, and say how to write the value."""
    at = None if node.text.isascii() else spaces.first(node.text)
    if at is None:
        return False
    place = Place(node.place.line, node.place.column + at + node.quoted)
    likely = (spaces.replaced(node.text, by) for by in (" ", ""))
    remedy = next((text for text in likely if _reads(kind, node, text)), kind.written)
    shown = f"{spaces.what(node.text[at])} only looks like a space"
    written = spaces.shown(cut(node.text))
    context.wrong(path, f"{shown}, {scalars.quote(written)}; write {remedy}", place)
    return True


def _reads(kind: ScalarType, node: Scalar, text: str) -> bool:
    """Say whether a text is a valid value of a kind."""
    try:
        kind.read(node._replace(text=text))
    except ValueFormatError:
        return False
    return True


_FIGURE = r"([A-Za-z_][A-Za-z_ ]*?) +(\$?[0-9][0-9,.-]*%?(?: (?:days?|months?|years?))?)"
_WORDS = r"([A-Za-z_]+) +(\S.*)"


def _goes_on(kind: Any, node: Node, path: str, context: ReadContext) -> bool:
    """Report an unquoted text that runs on into lines that are probably other settings.

    If a value may have several lines, only lines with a setting and a figure count.
    """
    for line, place in node.more if isinstance(node, Scalar) else ():
        match = re.fullmatch(_FIGURE, line)
        figure, match = match is not None, match or re.fullmatch(_WORDS, line)
        known = match is not None and context.is_setting(match.group(1))
        if isinstance(kind, ScalarType) and kind.lines and not (known and figure):
            continue
        if (other := _taken_along(line)) is not None:
            context.wrong(path, other, place)
            return True
        remedy = "write `name: value`, or the text on one line"
        if match is not None and (known or figure):
            context.places.setdefault(
                f"{path.rpartition('.')[0]}.{match.group(1)}".lstrip("."), place
            )
            remedy = f"write '{cut(match.group(1))}: {cut(match.group(2))}', lined up with settings"
        message = (
            f"a missing colon? {scalars.quote(line)} is read as more of the line above; {remedy}"
        )
        context.wrong(path, message, place)
        return True
    return False


def _taken_along(text: str) -> str | None:
    """Say what a wrong value includes by mistake: a comment of another language, a setting."""
    if (at := text.find(" //")) > 0:
        return f"'//' begins no comment here, {scalars.quote(text)}; write {text[:at].strip()} # …"
    if "：" in text:
        return f"a full-width colon, U+FF1A, in {scalars.quote(text)}; write ': ' in its place"
    return None


def _filled(node: Node) -> bool:
    """Say whether a value is written: `key:` alone, `~` and `null` are none."""
    empty = isinstance(node, Scalar) and not node.quoted and node.text.lower() in ("", "~", "null")
    return not empty


def shown(key: str) -> str:
    """Give a user's key as paths show it."""
    return visible(cut(key))


def _not_mapping(node: Node, path: str, fields: tuple[Field, ...]) -> str:
    """Say that settings were expected here, not something else."""
    names = ", ".join(field.name for field in fields[:6])
    if not path:
        some = "the list belongs under `purchases:`" if isinstance(node, Sequence) else names
        return f"the top level must be a mapping of settings; {some}"
    if isinstance(node, Scalar) and (other := _taken_along(node.text)):
        return other
    return f"not a mapping of settings; write {names} … below it, one a line"
