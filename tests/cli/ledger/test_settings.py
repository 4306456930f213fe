"""data/ledger/settings.yml: everything has a default, every mistake its line, and no value is ever repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuxiang.cli.ledger.settings import Settings, parse_settings, read_settings
from shuxiang.cli.problem import Problem

CANARY = "13900000000"
WHOLE = """\
# 本会的台账
database: "postgresql://shuxiang:secret@db.example/ledger"
address: http://study.example/shuxiang/
office: 某某县政协  办公室
retention_years: 5
smallest_group: 8
ranking: disclosed
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "ledger").mkdir(parents=True)
    return tmp_path


def write(project: Path, text: str, encoding: str = "utf-8") -> None:
    (project / "data" / "ledger" / "settings.yml").write_text(text, encoding=encoding)


def test_without_a_file_or_with_nothing_in_it_there_are_the_defaults(project: Path) -> None:
    assert read_settings(project) == Settings()
    write(project, "# 以后再填\n")
    assert read_settings(project) == Settings()
    assert Settings().smallest_group == 5
    assert not Settings().ranking


def test_all_of_them_are_read(project: Path) -> None:
    write(project, WHOLE)

    assert read_settings(project) == Settings(
        database="postgresql://shuxiang:secret@db.example/ledger",
        address="http://study.example/shuxiang/",
        office="某某县政协 办公室",
        retention_years=5,
        smallest_group=8,
        ranking=True,
    )


def test_what_an_editor_puts_before_the_text_does_not_matter(project: Path) -> None:
    write(project, WHOLE.replace("\n", "\r\n"), "utf-8-sig")

    assert read_settings(project).smallest_group == 8


def test_a_value_left_empty_is_as_if_it_were_not_there_and_nothing_may_be_written_as_nothing() -> None:
    assert parse_settings("office:\naddress:\nranking:\nsmallest_group:\nretention_years: 0\n") == (Settings(), ())


MISTAKES = {
    f"telephone: {CANARY}": "1:没有这一项设置。可用的有 database、",
    f"{CANARY}: 1\n{CANARY}: 2": "2:有一项写了两次。",
    f"office: [{CANARY}]": "1:office 应是一行文字。",
    f"office：{CANARY}": "1:“office”后面是全角冒号",
    f"\noffice: a\n\taddress: {CANARY}": "3:行首用了制表符",
    f"- {CANARY}": "1:这里应是一行一项",
    f"office: '{CANARY}": "引号或括号没有成对。",
    f"address: {CANARY}": "1:address 应是网站的网址。",
    f"address: javascript:{CANARY}": "1:address 应是网站的网址。",
    f"retention_years: {CANARY}": "1:retention_years 应是 0 到 100 之间的整数。",
    "retention_years: 101": "1:retention_years 应是 0 到 100",
    "smallest_group: 2": "1:smallest_group 应是 3 到 100 之间的整数。例如 smallest_group: 5。",
    "smallest_group: ５": "1:smallest_group 应是",
    "smallest_group: 5.0": "1:smallest_group 应是",
    "ranking: yes": "1:ranking 只能写 disclosed。",
    f"ranking: {CANARY}": "1:ranking 只能写 disclosed。",
}


@pytest.mark.parametrize(("text", "said"), MISTAKES.items(), ids=[repr(text)[:40] for text in MISTAKES])
def test_a_mistake_is_told_by_its_line_and_without_the_value(text: str, said: str) -> None:
    settings, problems = parse_settings(text)

    assert problems
    assert any(said in str(problem) for problem in problems), problems
    assert CANARY not in "".join(map(str, problems))
    assert CANARY not in repr(settings)


def test_all_mistakes_are_told_together_in_order(project: Path) -> None:
    write(project, "ranking: 3\noffice: [a]\nsmallest_group: 1\n")

    with pytest.raises(Problem) as told:
        read_settings(project)
    heading, *lines = str(told.value).splitlines()
    assert heading == "台账设置有误，请改正后再运行一次："
    assert [line.partition(":")[2][:2] for line in lines] == ["1:", "2:", "3:"]
    assert all(line.startswith("data/ledger/settings.yml:") for line in lines)


def test_a_file_in_another_encoding_is_told(project: Path) -> None:
    write(project, f"office: 某某县政协{CANARY}\n", "gb18030")

    with pytest.raises(Problem, match="GBK") as told:
        read_settings(project)
    assert CANARY not in str(told.value)
