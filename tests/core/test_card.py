import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuxiang.core.card import (
    LETTERS,
    RANDOM_BYTES,
    CardError,
    card_link,
    new_key,
    number_order,
    parse_key,
    parse_number,
    signing_key,
)

NUMBERS = st.sampled_from(["1", "0123", "A-07", "政协0009"])
BYTES = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("0123", "0123"), (" ０１２３ ", "0123"), ("a-07", "A-07"), ("政 协 9", "政协9"), ("9" * 20, "9" * 20)],
)
def test_a_number_is_kept_in_one_form(written: str, kept: str) -> None:
    assert parse_number(written) == kept


@pytest.mark.parametrize("written", ["", "-1", "1-", "1/2", "心得：1", "9" * 21, "1\u00e9", "a.b"])
def test_what_is_no_number_is_refused_without_being_repeated(written: str) -> None:
    with pytest.raises(CardError) as caught:
        parse_number(written)
    assert str(caught.value) == "委员编号由 1 到 20 个数字、字母、汉字组成，中间可以有“-”。"


def test_a_key_is_five_groups_of_letters_that_are_not_mistaken() -> None:
    key = new_key("0123", bytes(range(10)))
    assert key == "222J-62S6-2N52-G42B-7ZXE"
    assert set(key) <= {*LETTERS, "-"}
    assert signing_key("0123", key).hex() == "6653cefda997684523b5d221ac537165b9e298c593b0f4742b15be5212074455"


@given(NUMBERS, BYTES)
def test_a_key_is_read_as_people_type_it(number: str, random: bytes) -> None:
    key = new_key(number, random)
    for written in (
        key,
        key.lower(),
        key.replace("-", ""),
        key.replace("-", " "),
        f" {key} ".replace("-", "\u2014"),
    ):
        assert parse_key(number, written) == key


@given(NUMBERS, BYTES, st.integers(0, 19), st.sampled_from([*LETTERS, "0", "O", "1", "I", "", "中", "22"]))
def test_one_wrong_letter_in_a_key_is_noticed(number: str, random: bytes, where: int, letter: str) -> None:
    key = new_key(number, random).replace("-", "")
    assume(key[where] != letter)
    with pytest.raises(CardError):
        parse_key(number, key[:where] + letter + key[where + 1 :])


@given(BYTES)
def test_another_number_s_key_is_refused(random: bytes) -> None:
    with pytest.raises(CardError, match="对不上"):
        parse_key("0124", new_key("0123", random))


@given(BYTES)
def test_what_signs_hangs_on_number_and_key_and_not_on_how_the_key_is_written(random: bytes) -> None:
    key = new_key("0123", random)
    assert signing_key("0123", key) == signing_key("0123", key.replace("-", ""))
    assert signing_key("0123", key) != signing_key("0124", key)
    assert key.replace("-", "") not in signing_key("0123", key).hex().upper()


def test_the_link_keeps_number_and_key_behind_the_hash() -> None:
    key = new_key("政协9", bytes(10))
    link = card_link("http://study.example/shuxiang/", "政协9", key)
    assert link == f"http://study.example/shuxiang/card/#%E6%94%BF%E5%8D%8F9.{key.replace('-', '')}"


def test_numbers_stand_as_people_count() -> None:
    wanted = ["", "0003", "3", "9", "10", "10-2", "10-10", "A2", "A10", "教育1"]
    assert sorted({*wanted}, key=number_order) == wanted
