import re
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from shuxiang.search.spread import Spread, frequent_characters, letters

FREQUENT = "的一a"
_ANY = st.characters(max_codepoint=0x3FFFF, codec="utf-8")
# Folded text has no other white space than these two, and nothing above plane 3.
FOLDED = st.text(st.sampled_from("的一a书香政协，。%3 \n\U0002000b") | _ANY)


@cache
def characters() -> dict[str, str]:
    """Every character by its letters."""
    return {letters(chr(code)): chr(code) for code in range(0x40000)}


def close_up(words: str) -> str:
    """Read the text back from its words; white space of any kind comes back as a space."""
    places = [word for word in words.split() if len(word) != len("zf")]
    return "".join(" " if word == "-" else characters()[word[:4]] for word in places)


def blank(text: str) -> str:
    return re.sub("[ \n]", " ", text)


@given(FOLDED)
def test_the_text_can_be_read_back(text: str) -> None:
    assert close_up(Spread()(text)) == blank(text)


@given(FOLDED)
def test_the_text_can_be_read_back_when_some_characters_are_frequent(text: str) -> None:
    assert close_up(Spread(FREQUENT)(text)) == blank(text)


@given(FOLDED)
def test_pagefind_sees_nothing_but_small_letters_and_the_joint(text: str) -> None:
    assert re.fullmatch("[a-z -]*", Spread(FREQUENT)(text))


@given(FOLDED)
def test_word_n_stands_for_character_n(text: str) -> None:
    words = Spread(FREQUENT)(text).split(" ")
    for place, character in enumerate(text):
        assert words[place] == "-" if character in " \n" else words[place].startswith(letters(character))


def test_a_frequent_character_is_named_with_its_neighbours_only() -> None:
    words = Spread("的")("我的书")
    a, b, c = letters("我"), letters("的"), letters("书")
    assert words == f"{a}-a {b}{c} {c} za"


def test_characters_have_names_of_their_own() -> None:
    assert len(characters()) == 0x40000
    assert {len(word) for word in characters()} == {4}
    assert max(characters()) < "z"


def test_only_a_large_corpus_has_frequent_characters_and_white_space_is_none() -> None:
    assert frequent_characters(["的 " * 16_000]) == ""
    assert frequent_characters(["的 \n" * 16_001, "，" * 17_000]) == "，的"
