"""What a text editor sees in a YAML file, for comparing the schema with the reader."""

import re
from typing import Any, ClassVar

import yaml

QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader of libyaml, where it is there; the tests load thousands of files."""


class Editor(QUICK):
    """Loads a file by the core schema of YAML 1.2, where dates and `yes` are text."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}


class Older(QUICK):
    """Loads a file by YAML 1.1, where `yes` is a boolean, but leaves dates as text."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {
        first: [resolver for resolver in several if not resolver[0].endswith("timestamp")]
        for first, several in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def seen(text: str, loader: type = Editor) -> Any:
    """Give what is checked against a schema: keys are text there."""
    return _with_text_keys(yaml.load(text, Loader=loader))


def _with_text_keys(node: Any) -> Any:
    if isinstance(node, dict):
        keys = ("null" if key is None else str(key) for key in node)
        return dict(zip(keys, map(_with_text_keys, node.values()), strict=True))
    return [_with_text_keys(item) for item in node] if isinstance(node, list) else node


def _whole(loader: Editor, node: yaml.ScalarNode) -> int:
    return int(node.value, 0 if node.value.startswith(("0o", "0x")) else 10)


def _decimal(loader: Editor, node: yaml.ScalarNode) -> float:
    return float(node.value.lower().replace(".inf", "inf").replace(".nan", "nan"))


_PLAIN = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
        list("-+.0123456789"),
    ),
    ("float", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", list("-+.")),
)
for _tag, _pattern, _first in _PLAIN:
    Editor.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first
    )
Editor.add_constructor("tag:yaml.org,2002:int", _whole)
Editor.add_constructor("tag:yaml.org,2002:float", _decimal)
