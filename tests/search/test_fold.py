import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.search.fold import Fold, fold_table

FOLD = Fold(fold_table())
TEXT = st.text(st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("政協委員履職", "政协委员履职"),
        ("圖書館", "图书馆"),
        ("５Ｇ基站，３０％", "5g基站,30%"),
        ("ＡＰＰ App APP", "app app app"),
        ("㎡", "m2"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("cafe\u0301", "café"),
        ("调\u200b研\ufeff", "调研"),
        ("一\u3000二\u00a0三\t四", "一 二 三 四"),
        ("豈", "岂"),
    ],
)
def test_spellings_of_the_same_text_fold_alike(written: str, same_as: str) -> None:
    assert FOLD(written) == FOLD(same_as) == same_as


def test_a_newline_stays_a_newline() -> None:
    assert FOLD("调研\n提案") == "调研\n提案"


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert FOLD(FOLD(text)) == FOLD(text)


EVERY_TEXT = (range(0xD800), range(0xE000, 0x40000), range(0xE0000, 0xF0000))
"""The planes that hold text, and that of selectors and tags; in the others nothing is agreed on by all."""


def test_every_character_folds_to_something_stable() -> None:
    folded = {character: FOLD(character) for characters in EVERY_TEXT for character in map(chr, characters)}
    assert not [character for character, once in folded.items() if FOLD(once) != once]


def test_what_lies_beyond_all_text_folds_to_one_stable_sign() -> None:
    for plane in (*range(4, 14), 15, 16):
        assert {FOLD(chr(plane << 16 | place)) for place in (0, 1, 0x8000, 0xFFFD, 0xFFFF)} == {"\ufffd"}
    assert FOLD("\ufffd") == "\ufffd"


@given(TEXT)
def test_clusters_give_back_text_and_folded_text(text: str) -> None:
    clusters = FOLD.clusters(text)
    assert "".join(original for original, _ in clusters) == text
    assert "".join(folded for _, folded in clusters) == FOLD(text)


@given(TEXT, st.sampled_from(["政", "協", "，", "5"]), TEXT)
def test_neighbours_do_not_change_how_a_plain_character_folds(before: str, character: str, after: str) -> None:
    around = "|" + after if after else after
    assert FOLD(before + character + around) == FOLD(before + character) + FOLD(around)


def test_folding_agrees_with_nfkc_for_what_people_type() -> None:
    text = "第４６周：①《乡土中国》……“两山”理论，Ｗｉ－Ｆｉ　覆盖１５㎞"
    assert FOLD(text) == unicodedata.normalize("NFKC", text).lower()


def test_the_table_is_the_same_every_time_and_leads_nowhere_twice() -> None:
    table = fold_table()
    assert list(table.items()) == list(fold_table().items())
    assert list(table) == sorted(table)
    assert len(table) > 2000
    assert not [old for old, new in table.items() if new in table]
    assert all(len(old) == len(new) == 1 for old, new in table.items())
