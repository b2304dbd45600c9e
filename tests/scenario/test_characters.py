"""What cannot be seen is refused, and what only looks like a space is named where it does harm."""

import unicodedata

import pytest

from tradein.scenario import scalars, spaces
from tradein.scenario.yaml_source import Place, Scalar
from tradein.visible import first_unseen, unseen, visible

LOOKALIKES = [
    chr(code)
    for code in range(0x21, 0x11_0000)
    if unicodedata.category(chr(code)) == "Zs" and chr(code) != " "
]


@pytest.mark.parametrize("character", LOOKALIKES, ids=ascii)
def test_every_space_but_the_ordinary_one_is_known(character):
    """Whatever Unicode calls a space is found."""
    assert 2 == spaces.first(f"26{character}months")
    assert "26 months" == spaces.replaced(f"26{character}months", " ")
    assert spaces.what(character).startswith(f"U+{ord(character):04X} (")


def test_an_ordinary_space_is_no_slip():
    assert spaces.first("26 months\t") is None
    assert spaces.slip(["    price: 5", "\t- x", ""], range(5)) is None


@pytest.mark.parametrize(
    "character", "\u115f\u1160\u3164\uffa0\u2800\u034f\u180b\ufe00\ufe0f\ue000\uf8ff"
)
def test_fillers_selectors_and_private_use_are_not_seen(character):
    """In messages they are codes, and no text may hold them."""
    assert unseen(character)
    assert f"aU+{ord(character):04X}b" == visible(f"a{character}b")
    with pytest.raises(scalars.ValueFormatError, match="one not seen"):
        scalars.text(20).read(Scalar(f"a{character}b", Place(1, 1), False))


@pytest.mark.parametrize("character", "\U000e0100\U000e01ef\U000f0000\U0010fffd")
def test_those_of_the_last_planes_are_not_seen_either(character):
    assert unseen(character)


@pytest.mark.parametrize("character", " a\u00a0\u3000é車🚗가ｱ\u0301")
def test_letters_marks_and_spaces_are_seen(character):
    """What has a shape or a width of its own stays as it is."""
    assert not unseen(character)


def test_no_line_of_an_indentation_is_told_twice():
    """Of eighteen lines that are indented alike one is named, and the others are counted."""
    lines = ["purchases:", *["\u00a0\u00a0price: 5"] * 18]

    assert (2, 1, 2) == spaces.slip(lines, [2])[1:]
    assert spaces.slip(lines, [2]).message.endswith("ordinary spaces, here and on 17 more lines")
    assert "on 1 more line" in spaces.slip(lines[:3], [2]).message
    assert "more" not in spaces.slip(lines[:2], [2]).message


def test_the_other_lines_with_one_after_a_colon_or_a_dash_are_counted():
    lines = ["price:\u00a05", "- vehicle:\u00a0car", "-\u00a0what: car", "title: Dad's\u00a0car"]

    assert spaces.slip(lines, [1]).message.endswith("an ordinary space, here and on 2 more lines")
    assert spaces.slip(lines[1:], [1, 2]).message.endswith("here and on 1 more line")
    assert spaces.slip(lines[2:], [1]).message.endswith("an ordinary space")


def test_a_line_of_nothing_else_is_an_indentation():
    """It goes on with the value above, though it looks blank."""
    assert (2, 3, 1) == spaces.slip(["keep: 2 years", "  \u00a0"], [1, 2])[1:]


@pytest.mark.parametrize("emoji", "🚗☀❤➡↔🏍🛻")
def test_an_emoji_may_be_in_color(emoji):
    """U+FE0F right after an emoji is part of how it looks."""
    text = f"My {emoji}\ufe0f car {emoji}\ufe0f"

    assert text == scalars.text(20).read(Scalar(text, Place(1, 1), False))
    assert text == visible(text)
    assert first_unseen(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("a\ufe0f", "5\ufe0f", "#\ufe0f", " \ufe0f", "\ufe0f", "é\ufe0f", "가\ufe0f", "❶\ufe0f"),
        *("🚗\ufe0e", "🚗\ufe0f\ufe0f", "🚗 \ufe0f", "𝐀\ufe0f", "🄰\ufe0f"),
    ],
)
def test_nothing_else_may_be_in_color(text):
    """A letter that a selector follows looks like one without, and no two names may."""
    with pytest.raises(scalars.ValueFormatError, match="one not seen, U\\+FE0"):
        scalars.text(20).read(Scalar(text, Place(1, 1), False))
    assert "U+FE0" in visible(text)
