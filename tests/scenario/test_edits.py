"""One setting is written into a text, and nothing else of it changes."""

from pathlib import Path

import pytest

from helpers import playing
from tradein.diagnostic import Diagnostic
from tradein.scenario import edits
from tradein.scenario.yaml_source import Mapping, Scalar, Sequence, Source, Unreadable

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def nodes(text):
    problems: list[Diagnostic] = []
    node = Source("", text.encode()).nodes(problems)
    assert not problems
    return node


def content(node):
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [content(item) for item in node.items]
    return {key.text: content(inner) for key, inner in node.pairs}


def scalars(node, path=""):
    """Give the path and the text of every value that has one."""
    if isinstance(node, Scalar):
        yield path, node.text
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items, start=1):
            yield from scalars(item, f"{path}[{number}]")
    else:
        for key, inner in node.pairs:
            if not set(".[]=") & set(key.text):
                yield from scalars(inner, f"{path}.{key.text}".lstrip("."))


@pytest.mark.parametrize(
    ("text", "path", "value", "becomes"),
    [
        ("a: $31,400  # dear\nb: 1\n", "a", "$30,000", "a: $30,000  # dear\nb: 1\n"),
        ("a: 'b' # c\n", "a", "d #e", "a: d #e # c\n"),
        ("a: 'b' # c\n", "a", "d: e f", None),
        ("a:\nb: 3", "a", "5", "a: 5\nb: 3"),
        ("a:   # not yet\nb: 3", "a", "5", "a: 5   # not yet\nb: 3"),
        ("a: x\n  y # z\nb: 3", "a", "5", "a: 5 # z\nb: 3"),
        ('a: "x\n  y"\nb: 3', "a", "5", None),
        ("a: |\n  y\nb: 3", "a", "5", None),
        ("a: [{b: $3, c: {}}]\n", "a[1].b", "$3,000", 'a: [{b: "$3,000", c: {}}]\n'),
        ("a: [{b: $3, c: {}}]\n", "a[1].c.d", "7%", "a: [{b: $3, c: {d: 7%}}]\n"),
        ("a: [{b: $3}]\n", "a[1].c", "7%", "a: [{c: 7%, b: $3}]\n"),
        ("a: [{b: $3}]\n", "a[1].c.d", "7%", "a: [{c: {d: 7%}, b: $3}]\n"),
        ("a: {b: 1}\n", "a.c[1].d", "7%", "a: {c: [{d: 7%}], b: 1}\n"),
        ("# a\nb: 1 # one\n\n# end\n", "c", "2", "# a\nb: 1 # one\nc: 2\n\n# end\n"),
        ("b: 1", "c", "2", "b: 1\nc: 2"),
        ("b: x\n  y\nc: {}\n", "d", "2", "b: x\n  y\nd: 2\nc: {}\n"),
        ("a: # x\n  b: {c: 1}\n", "a.d", "1", "a: # x\n  d: 1\n  b: {c: 1}\n"),
        ("a:\n  b:\n    c: 1\n", "d", "1", "d: 1\na:\n  b:\n    c: 1\n"),
        (
            "a:\n  - b: 1\n    c:\n      d: 2\n  - b: 2\n",
            "a[1].e.f",
            "3",
            "a:\n  - b: 1\n    e:\n      f: 3\n    c:\n      d: 2\n  - b: 2\n",
        ),
        (
            "a:\n  - c: {}  # the first\n",
            "a[1].b",
            "3",
            "a:\n  - b: 3\n    c: {}  # the first\n",
        ),
        ("a:\n- b: 1 # one\n# end\n", "a[2].b", "5", "a:\n- b: 1 # one\n- b: 5\n# end\n"),
        ("a:\n- b: 1\n", "a[2].c.d", "5", "a:\n- b: 1\n- c:\n    d: 5\n"),
        ("a: 1\n", "e[1]", "{b: 1, c: $50}", "a: 1\ne:\n  - {b: 1, c: $50}\n"),
        ("a: é # 😀\nb: 1\n", "b", "2", "a: é # 😀\nb: 2\n"),
        ("a: 1\nb: 2\n", "a.c", "3", None),
        ("a: 1\n", "b[2]", "3", None),
        ("a: &x 1\n", "a", "3", None),
    ],
)
def test_a_setting_is_written(text, path, value, becomes):
    if becomes is None:
        with pytest.raises(Unreadable):
            edits.edit(text, path, value)
    else:
        assert edits.edit(text, path, value).applied(text) == becomes


FILES = sorted(SCENARIOS.glob("*.yaml"))


@pytest.mark.no_cover
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_value_of_the_examples_can_be_replaced(path):
    check(path.read_text("utf-8"))


@pytest.mark.no_cover
@pytest.mark.parametrize("seed", playing.seeds(4, 25))
def test_each_value_of_random_chains_can_be_replaced(seed):
    check(playing.text(seed))


def check(text):
    """Replace each value in turn: only it changes, and the lines around it stay as they are."""
    for path, _ in scalars(nodes(text)):
        change = edits.edit(text, path, "72 x")
        after = change.applied(text)
        changed = dict(scalars(nodes(after)))
        assert changed.pop(path) == "72 x"
        assert changed == {p: t for p, t in scalars(nodes(text)) if p != path}
        assert text[: change.start] + text[change.end :] == (
            after[: change.start] + after[change.start + len(change.new) :]
        )


@pytest.mark.no_cover
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_new_setting_goes_into_each_group(path):
    """A setting that no file has is added to every group of an example, and all else stays."""
    text = path.read_text("utf-8")

    def groups(node, path=""):
        if isinstance(node, Mapping):
            yield path
            for key, inner in node.pairs:
                if not set(".[]=") & set(key.text):
                    yield from groups(inner, f"{path}.{key.text}".lstrip("."))
        elif isinstance(node, Sequence):
            for number, item in enumerate(node.items, start=1):
                yield from groups(item, f"{path}[{number}]")

    for group in groups(nodes(text)):
        added = f"{group}.zz".lstrip(".")
        change = edits.edit(text, added, "1")
        assert change.start == change.end
        changed = dict(scalars(nodes(change.applied(text))))
        assert changed.pop(added) == "1"
        assert changed == dict(scalars(nodes(text)))
