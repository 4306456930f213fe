import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.length import CHARACTERS_A_MINUTE, count_characters, reading_minutes, rounded


@pytest.mark.parametrize(
    ("markdown", "characters"),
    [
        ("", 0),
        ("学习提案", 4),
        ("学习，提案。\n\n　　“调研”！", 6),
        ("圖書館與龍", 5),
        ("\u3400\uf900\U00020000", 3),
        ("12345热线 Wi-Fi 覆盖 1,200.5 米", 8),
        ("## 看见一件事\n\n- **要点**：_一_\n> 引文", 10),
        ("见[原文](https://example.org/提案.html)。", 3),
        ("见 https://example.org/a?b=1 一文", 3),
        ("![示意图](../images/过街.png)", 3),
        ("[原文](doc.md '标题')后面", 4),
        ("前<br>中<span class='三'>后</span>", 3),
        ("前\n```\n代码 code\n```\n后", 2),
        ("😀", 0),
    ],
)
def test_what_a_chinese_reader_reads_is_counted(markdown: str, characters: int) -> None:
    assert count_characters(markdown) == characters


def test_text_right_behind_an_address_still_counts() -> None:
    assert count_characters("全文见https://example.org/a，以下继续读。") == 3 + 5


@given(st.text("学习提案，。 \n12ab[](){}`<>:/#*-!"))
def test_a_length_is_never_more_than_the_text_has(text: str) -> None:
    assert 0 <= count_characters(text) <= len(text)


@pytest.mark.parametrize(("characters", "minutes"), [(0, 1), (1, 1), (350, 1), (351, 2), (700, 2), (8000, 23)])
def test_minutes_are_whole_and_at_least_one(characters: int, minutes: int) -> None:
    assert reading_minutes(characters) == minutes


@given(st.integers(0, 10**7))
def test_minutes_are_always_enough(characters: int) -> None:
    minutes = reading_minutes(characters)
    assert minutes * CHARACTERS_A_MINUTE >= characters
    assert (minutes - 1) * CHARACTERS_A_MINUTE < max(characters, 1)


@pytest.mark.parametrize(
    ("characters", "said"),
    [(0, 10), (4, 10), (87, 90), (98, 100), (100, 100), (149, 100), (151, 200), (3972, 4000)],
)
def test_a_length_is_said_as_people_say_it(characters: int, said: int) -> None:
    assert rounded(characters) == said
