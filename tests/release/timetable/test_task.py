"""What every timetable needs of a task."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.errors import ReleaseError
from shuxiang.release.timetable import cron, systemd, windows
from shuxiang.release.timetable.task import Task, name_for

KINDS = [systemd.timetable, cron.timetable, windows.timetable]


def test_a_plain_target_keeps_its_name_and_a_chinese_one_gets_one_of_its_own() -> None:
    assert name_for("intranet") == "shuxiang-intranet"
    assert name_for("内网") == name_for("内网") != name_for("外网")


@given(st.text(min_size=1, max_size=40))
def test_the_name_is_one_that_every_system_takes(target: str) -> None:
    assert re.fullmatch(r"shuxiang-[A-Za-z0-9_-]{1,50}", name_for(target.encode("utf-8", "replace").decode()))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("field", ["folder", "python", "user"])
@pytest.mark.parametrize("ill", ["", "/srv/a\nb", "/srv/a\0b", "/srv/a ", " /srv/a", "/srv/\udce4"])
def test_what_no_file_can_hold_is_refused_in_words(kind: object, task: Task, field: str, ill: str) -> None:
    with pytest.raises(ReleaseError, match="请改名"):
        kind(replace(task, **{field: ill}), ".")  # type: ignore[operator,arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ill", ["-x", "a b", "a/b", "", "a\nb"])
def test_a_target_that_could_be_something_else_is_refused(kind: object, task: Task, ill: str) -> None:
    with pytest.raises(ReleaseError, match=r"deploy\.yml"):
        kind(replace(task, target=ill), ".")  # type: ignore[operator]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ill", ["", "网站", "a b", "../x", "x" * 61])
def test_a_name_of_the_persons_own_must_be_plain(kind: object, task: Task, ill: str) -> None:
    with pytest.raises(ReleaseError, match="--name"):
        kind(replace(task, name=ill), ".")  # type: ignore[operator]
