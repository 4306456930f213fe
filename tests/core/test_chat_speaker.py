from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.chat_speaker import UNKNOWN, Conversation, Speaker, is_timed, nickname

AT = datetime(2026, 11, 18, 15, 4)  # noqa: DTZ001  # China's, like all


def speaker_after(text: str) -> Speaker:
    """Whose a receipt is that stands directly below these lines."""
    conversation = Conversation()
    *lines, prefix = f"{text}\n".split("\n")
    for line in lines:
        conversation.take(line)
    return conversation.receipt(prefix)


def speaker_on_the_line_of(text: str) -> Speaker:
    """Whose a receipt is that stands on the same line, behind this."""
    *lines, prefix = text.split("\n")
    conversation = Conversation()
    for line in lines:
        conversation.take(line)
    return conversation.receipt(prefix)


@pytest.mark.parametrize(
    "heading",
    [
        "甲某 2026/11/18 15:04",
        "甲某  2026-11-18 15:04:05",
        "甲某 2026年11月18日 15:04",
        "甲某 2026年11月18日(星期三) 下午3:04",
        "甲某 2026/11/18 3:04 PM",
        "甲某（2026-11-18 15:04）：",
        "甲某２０２６/１１/１８ １５：０４",
        "甲某2026/11/18 15:04",
        "2026-11-18 15:04:05 甲某",
        "2026/11/18 15:04 甲某：",
        "[2026-11-18 15:04] 甲某",
        "> 甲某 2026/11/18 15:04",
        "在 2026-11-18 15:04:05，\u201c甲某\u201d <jia@study.example> 写道：",
        "\u200e甲某 2026/11/18\u00a015:04",
    ],
)
def test_a_heading_with_date_and_time_tells_who_speaks_and_when(heading: str) -> None:
    assert speaker_after(heading) == Speaker("甲某", AT)


@pytest.mark.parametrize(
    "heading",
    [
        "甲某 15:04",
        "甲某 昨天 15:04",
        "甲某 星期三 下午3:04",
        "甲某 11-18 15:04",
        "甲某 11月18日 15:04",
        "甲某11/18 15:04:05",
        "甲某：",
        "甲某:",
        "甲某\n2026-11-18 15:04",
        "甲某\n昨天 15:04",
        "发件人：\u201c甲某\u201d <jia@study.example>",
        "发件人: 甲某 <jia@study.example>;\n发送时间: 2026年11月18日(星期三) 下午3:04\n主题: 本周的回执\n",
        "From: 甲某\nSent: 2026-11-18 15:04",
    ],
)
def test_a_heading_without_a_full_date_tells_who_speaks(heading: str) -> None:
    assert speaker_after(heading) == Speaker("甲某")


def test_a_number_of_qq_stays_with_its_name() -> None:
    assert speaker_after("2026-11-18 15:04:05 【管理员】甲某(10001)") == Speaker("【管理员】甲某(10001)", AT)


@pytest.mark.parametrize(
    "lines", ["昵称：甲某", "昵称: 甲某：", "> 昵称：甲某", "15:04\n昵称：甲某", "甲某：\n昵称：甲某"]
)
def test_the_office_may_say_who_speaks_below_whatever_heading(lines: str) -> None:
    assert speaker_after(f"乙某 2026/11/18 15:04\n收到\n{lines}") == Speaker("甲某")
    assert speaker_on_the_line_of(lines) == Speaker("甲某")


def test_a_heading_for_a_nickname_names_nobody() -> None:
    assert speaker_after("昵称：") == UNKNOWN


@pytest.mark.parametrize("line", ["甲某：", "甲某: ", "甲某：老师好，", "> 甲某：", "「甲某：", "好的 「甲某："])
def test_a_name_may_stand_on_the_receipt_s_own_line(line: str) -> None:
    assert speaker_on_the_line_of(line) == Speaker("甲某")


def test_who_quotes_speaks_again_below_the_quote() -> None:
    conversation = Conversation()
    conversation.take("乙某 2026/11/18 15:04")
    assert conversation.receipt("「甲某：") == Speaker("甲某")
    conversation.take("」")
    conversation.take("- - - - - - - - -")
    assert conversation.receipt("") == Speaker("乙某", AT)


def test_all_of_one_message_is_its_speaker_s() -> None:
    heading = "甲某 2026/11/18 15:04\n老师好\n今天补两份，第一份：\n"
    assert speaker_after(heading) == Speaker("甲某", AT)
    conversation = Conversation()
    conversation.take("甲某 2026/11/18 15:04")
    conversation.receipt("这是第一份：")
    assert conversation.receipt("") == Speaker("甲某", AT)


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "老师好",
        "甲某 2026/11/18 15:04\n好的\n\n丙某：收到，谢谢\n",
        "甲某 2026/11/18 15:04\n好的\n\n明天15:30以前交\n",
        f"甲某 2026/11/18 15:04\n\n{'很长的话' * 30}（2026-11-18 15:06）\n",
        "地点：",
        "2026-11-18 15:04",
        "15:04",
    ],
)
def test_what_might_be_another_s_heading_leaves_it_open_who_speaks(lines: str) -> None:
    assert speaker_after(lines) == UNKNOWN


def test_a_receipt_in_the_same_line_as_a_time_that_is_no_heading_is_nobody_s() -> None:
    conversation = Conversation()
    conversation.take("甲某 2026/11/18 15:04")
    conversation.receipt("")
    assert conversation.receipt(" 乙某 15:06 老师好 ") == UNKNOWN


def test_a_name_is_compared_without_what_chat_programs_change() -> None:
    assert nickname(" 甲\u3000某\u200b\u2066（１） ") == nickname("甲某(1)") == "甲某(1)"
    assert nickname("\x1b[31m甲") == "31m甲"


def test_only_a_full_heading_is_taken_out_of_a_message() -> None:
    assert is_timed("甲某 2026/11/18 15:04")
    assert not is_timed("甲某 15:04")
    assert not is_timed("时间：2026-11-18 15:04")
    assert not is_timed(f"{'很长的话' * 30} 2026/11/18 15:04")
    assert not is_timed("甲某 2026/13/41 15:04")


@pytest.mark.parametrize("filler", [" ", "\u00a0\t"])
def test_much_white_space_is_gone_through_as_quickly_as_little(filler: str) -> None:
    conversation = Conversation()
    lines = [f"今天{filler * (80 // len(filler))}1:00 a b:{place}" for place in range(10_000)]
    for line in lines:
        conversation.take(line)
    assert conversation.receipt("") == UNKNOWN


@given(
    st.lists(st.sampled_from(["甲某", "：", ":", " ", "2026/11/18", "15:04", "「", "下午", "> ", "\n"]) | st.text())
)
def test_any_text_has_a_speaker_or_none(pieces: list[str]) -> None:
    name = speaker_on_the_line_of("".join(pieces)).name
    assert name == nickname(name)
    assert name.isprintable()
