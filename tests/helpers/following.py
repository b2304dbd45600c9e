"""Follows the remedies of messages: applies the first one offered to the file, again and again.

A remedy that asks for what only the author of a file knows cannot be followed; such a message
ends the following.
"""

import re
from pathlib import Path
from typing import NamedTuple

import yaml

from helpers import data
from helpers.command import here

ROUNDS = 25
"""The most messages that are followed in one file."""

HEAD = re.compile(r"(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): (?P<text>.*)")
FIGURE = r"\$?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?%?(?: (?:day|month|year)s?)?"
LITERAL = re.compile(
    r"; (?:write |remove the space: |write (?:all digits, (?:like )?|digits, |their sum, |YYYY-MM-DD, )|"
    r"(?=\$[0-9.,]+ (?:would fit|pays it off|a month pays)))"
    rf"(?P<text>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{FIGURE})(?! to )"
)


class Told(NamedTuple):
    """One message: its place, counted from 1, how wide it is, what it says."""

    line: int
    column: int
    width: int
    text: str


def messages(err: str) -> list[Told]:
    """Read messages off what the command wrote, with the carets below each."""
    told, lines = [], err.splitlines()
    for number, line in enumerate(lines):
        if match := HEAD.fullmatch(line):
            carets = lines[number + 2] if number + 2 < len(lines) else ""
            width = carets.count("^")
            told.append(Told(int(match["line"]), int(match["column"]), width, match["text"]))
    return told


def followed(text: str, capsys, name: str = "s.yaml") -> tuple[str, str | None]:
    """Follow the first remedy of each message; give the file, and the message that ended it.

    None is given in its place where nothing is left to say, or only what has no remedy in it.
    """
    for _ in range(ROUNDS):
        Path(name).write_text(text, "utf-8")
        positions = re.search("^positions:", text, re.MULTILINE)
        command = ["equity", name] if positions else ["check", name]
        ran = here(capsys, *command)
        told = messages(ran.err)
        if not told:
            return text, None
        tried = [(remark, follow(text, remark)) for remark in told]
        message, after = next(((m, t) for m, t in tried if t is not None), (told[0], None))
        if after is None or after == text:
            return text, None if ran.code == 0 else message.text
        text = after
    raise AssertionError(f"there is no end to what is said of this:\n{text}")


def follow(text: str, told: Told) -> str | None:
    """Apply the first remedy of a message to a file; None where it asks for knowledge."""
    lines = text.split("\n")
    line = lines[told.line - 1]
    start, end = told.column - 1, told.column - 1 + max(told.width, 1)
    if "only looks like a space" in told.text:
        return _with_spaces(lines, told)
    if (mended := _mended(line, start, end, told.text)) is not None:
        new = mended
    elif fence := re.search("a fence.*remove this line and line ([0-9]+)", told.text):
        return "\n".join(lines[told.line : int(fence[1]) - 1])
    elif match := re.search(
        r"splits? '(\S+)' into \d+ entries; write (.+?)(?: for | without |, or |$)", told.text
    ):
        new = line.replace(match[1], match[2], 1)
    elif match := re.search(r"missing (?:space|colon).*?[;?] ?write '([^']+)'", told.text):
        new = _restored(lines, told, match[1])
    elif match := re.search(r"; did you mean (.+?)(?: \(|\?)", told.text):
        return _renamed(lines, told, match[1])
    elif "; remove the quotes" in told.text:
        new = line[:start] + line[start:end].strip("'\"") + line[end:]
    elif re.search(r"quotes$|put (?:it|the text) in quotes", told.text) and "text" in told.text:
        key, _, rest = line.partition(": ")
        new = f'{key}: "{rest}"'
    elif re.search("(?:does nothing|lent with a purchase|is added to).*; remove it$", told.text):
        return _removed(lines, told)
    elif match := re.search(r"unknown setting .* here; write (\w+)", told.text):
        return _renamed(lines, told, match[1])
    elif match := re.search(
        r"here; (?:it|\w+) belongs under (?:the )?(.+?)(?: \(or| or |$)", told.text
    ):
        return _moved(text, told, match[1])
    elif "; if it was pasted twice, remove this one" in told.text:
        return _without_item(lines, told)
    elif re.search("here; .*?; remove it, or", told.text):
        return _removed(lines, told)
    elif match := LITERAL.search(told.text):
        end = line.index("]", start) + 1 if line[start] == "[" else end
        new = line[:start] + match["text"] + line[end:]
    else:
        return None
    return "\n".join([*lines[: told.line - 1], new, *lines[told.line :]])


def _mended(line: str, start: int, end: int, text: str) -> str | None:
    """Give a line with what it lacks, or without what does not belong; None for other remedies."""
    before = line[:start]
    if "full-width colon" in text:
        return re.sub("\uff1a *", ": ", line)
    if "a comma is missing after" in text:
        return f"{line[:end]},{line[end:]}"
    if "begins no comment here; remove it" in text:
        return before.rstrip()
    if "write '- ' in front of it" in text:
        return f"{before[:-2] if 'written twice' in text else before}- {line[start:]}"
    if match := re.search("a model year, .*; write .*`age: (.+?)`", text):
        return before + match[1] + line[end:]
    if match := re.search("here; .* belongs under .*; write `(.+?)` below `(.+?)`", text):
        return f"{before}{match[2]}\n{before}  {match[1]}"
    return None


def _with_spaces(lines: list[str], told: Told) -> str:
    """Give a file with ordinary spaces: in its indentation, in a value, or at a place."""
    number, at = told.line - 1, told.column - 1
    line, odd = lines[number], lines[number][at]
    if "in the indentation" in told.text:
        leads = [re.match(r"\s*", row).group() for row in lines]
        spaced = [
            lead.replace(odd, " ") + row[len(lead) :]
            for lead, row in zip(leads, lines, strict=True)
        ]
        return "\n".join(spaced)
    if match := re.search(r"'([^']+)'; write (.+)$", told.text):
        new = line.replace(match[1].replace(f"[U+{ord(odd):04X}]", odd), match[2])
    else:
        new = f"{line[:at]} {line[at + 1 :]}"
    return "\n".join([*lines[:number], new, *lines[number + 1 :]])


def _restored(lines: list[str], told: Told, setting: str) -> str:
    """Give a line with its colon, lined up with the setting above where it stood below one."""
    above = lines[told.line - 2] if "lined up" in told.text else lines[told.line - 1]
    lead = re.match(r" *(?:- )?", above)
    return (" " * len(lead.group()) if "lined up" in told.text else lead.group()) + setting


def _moved(text: str, told: Told, home: str) -> str | None:
    """Put a setting where it belongs: at the top, in its purchase, or in a group of that."""
    path = told.text.partition(": ")[0]
    *groups, key = path.split(".")
    try:
        whole = data.texts(text)
    except yaml.YAMLError:
        return None
    match = re.match(r"purchases\[(\d+)\]", path)
    if not whole.get("purchases"):
        return None
    purchase = whole["purchases"][int(match[1]) - 1 if match else 0]
    inner = whole
    for name in groups:
        inner = purchase if name.startswith("purchases[") else inner[name]
    written = inner.pop(key)
    group = home.removesuffix(" of a purchase")
    places = {"top level": whole, "purchases": purchase}
    if group not in places and group == home:
        return None
    place = places[group] if group in places else purchase.setdefault(group, {})
    place[key] = written
    return str(yaml.safe_dump(whole, sort_keys=False))


def _without_item(lines: list[str], told: Told) -> str:
    """Take an item out of its list: its first line, and those that stand deeper below it."""
    start = told.line - 1
    lead = lines[start].index("- ")
    rest = lines[told.line :]
    while rest and len(rest[0]) - len(rest[0].lstrip()) > lead:
        rest = rest[1:]
    return "\n".join([*lines[:start], *rest])


def _renamed(lines: list[str], told: Told, meant: str) -> str:
    """Put what was meant in the place of what was written, here or in the key above."""
    written = re.search("'([^']+)'", told.text)
    at = next((n for n in range(told.line - 1, -1, -1) if written and written[1] in lines[n]), None)
    if written is None or at is None:
        line, start = lines[told.line - 1], told.column - 1
        new, at = line[:start] + meant + line[start + told.width :], told.line - 1
    else:
        new = lines[at].replace(written[1], meant, 1)
    return "\n".join([*lines[:at], new, *lines[at + 1 :]])


def _removed(lines: list[str], told: Told) -> str:
    """Take a setting out: its line, or its entry in braces."""
    key = told.text.partition(": ")[0].rpartition(".")[2]
    line = lines[told.line - 1]
    if re.match(rf" *{key}:", line):
        return "\n".join([*lines[: told.line - 1], *lines[told.line :]])
    new = re.sub(rf",? *\b{key}: [^,}}]*", "", line)
    return "\n".join([*lines[: told.line - 1], new, *lines[told.line :]])
