from __future__ import annotations

import pytest

from shuxiang.store.traces import Traces

PERSON = Traces(frozenset({"甲某", "13900001111"}), frozenset({"0003"}))


@pytest.mark.parametrize(
    "text", ["甲某", "请甲 某发言", "甲\u3000某", "139 0000 1111", "编号0003", "\uff10\uff10\uff10\uff13号"]
)
def test_a_person_is_found_however_name_and_number_are_spaced(text: str) -> None:
    assert PERSON.in_text(text)


@pytest.mark.parametrize("text", ["", "甲", "乙某", "10003", "0003A", "00031"])
def test_others_are_not_taken_for_the_person(text: str) -> None:
    assert not PERSON.in_text(text)


def test_a_number_alone_is_no_name() -> None:
    assert not PERSON.named_in("编号 0003")


def test_nobody_is_named_anywhere() -> None:
    assert not Traces().in_text("甲某 0003")


SHORT = Traces(frozenset({"甲某"}), frozenset({"3"}))


@pytest.mark.parametrize(
    "text", ["编号\uff1a3", "委员 3", "3号委员", "编号,姓名\n1,乙\n3,丙", "姓名\t委员编号\n丙\t3", "编号;3;x"]
)
def test_a_short_number_is_found_where_numbers_of_members_stand(text: str) -> None:
    assert SHORT.in_text(text)


@pytest.mark.parametrize(
    "text",
    ["3", "第 3 期", "名册3.xlsx", '{"total": 3}', "编号,次数\n1,3", "编号 13", "委员\n3", "3 位委员"],
)
def test_a_short_number_is_any_figure_elsewhere(text: str) -> None:
    assert not SHORT.in_text(text)
