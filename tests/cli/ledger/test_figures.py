"""publish-figures: what would be public is shown first, and the site shows that and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shuxiang.core.figures_form import from_text
from shuxiang.core.ledger.event import Kind, NewEvent

GROUPS = {"第三小组": (8, 6), "第一小组": (6, 5), "第二小组": (3, 2), "": (2, 2)}
"""How many members each has, and how many of them have handed in for the second week."""

PREVIEW = """\
网站的“小组学习情况”一页会有这些数字，能打开网站的人都看得到：
2026年11月，截至2026年11月20日（这个月还没有结束）

周学一文（3 期）
小组        应交人次    已交人次    完成率
--------  ----------  ----------  --------
第一小组          18           5     27.8%
第三小组          24           6     25.0%
其他小组          15           4     26.7%
合计              57          15     26.3%

月讲一题（1 期）
小组        应交人次    已交人次     完成率
--------  ----------  ----------  ---------
第一小组           6        0或1  16.7%以下
第三小组           8        0或1  12.5%以下
其他小组           5        0或1  20.0%以下
合计              19        0至3  15.8%以下

没有单独列出的小组（只在这里告诉您，不会公开）：
  周学一文：第二小组（不足 5 人）、未分组（不足 5 人）
  月讲一题：第二小组（不足 5 人）、未分组（不足 5 人）

这一段还没有结束。几次公开的数字前后相减，会多露出一些情况，最好等结束以后公开一次。
要上一段的，加 --at 2026-10。
"""


def joined(group: str, number: int) -> NewEvent:
    told = {"number": f"9{number:03}", "name": f"委员{number}", "contact": ""}
    data = {"on": "2026-11-02", "group": group, "sector": ""}
    return NewEvent(Kind.JOINED, f"{group}/{number}", data=data, private=told)


def handed_in(member: str, slot: str) -> NewEvent:
    told = {"record": "K7Q2MX4D", "checksum": "1", "note": "", "title": ""}
    return NewEvent(Kind.CHECKED_IN, member, slot, data={"acts": "学", "at": "2026-11-12T20:00"}, private=told)


@pytest.fixture
def groups(office: Any) -> Any:
    """The office with three groups and two members in none."""
    members = [(group, number) for group, (size, _) in GROUPS.items() for number in range(size)]
    office.enter([joined(group, number) for group, number in members], "roster import")
    done = [f"{group}/{number}" for group, number in members if number < GROUPS[group][1]]
    office.enter([handed_in(member, "article/2026-W46") for member in done], "collect")
    return office


def file_of(office: Any) -> Path:
    return Path(office.folder) / "figures.json"


def settings(office: Any, text: str) -> None:
    (office.folder / "settings.yml").write_text(text, encoding="utf-8")


def test_what_would_be_public_is_shown_and_without_a_word_of_agreement_nothing_is_written(groups: Any) -> None:
    for words, answer in (
        (["--dry-run"], "只是看看，没有公开。\n"),
        ([], "没有公开：这里不能询问。看过以上各项后，请加 --yes 再运行一次。\n"),
    ):
        said = groups.run("publish-figures", *words)
        assert (said.code, said.out, said.err) == (0, PREVIEW + answer, "")
    assert not file_of(groups).exists()


def test_work_for_slots_that_are_planned_no_more_is_told_to_the_office_alone(groups: Any) -> None:
    groups.enter([handed_in("第一小组/0", "law/2026-11")])
    said = groups.run("publish-figures", "--yes")
    assert "台账里还有 1 人次属于学习计划里已没有的期次（law/2026-11），没有计入。\n" in said.out
    assert "law" not in file_of(groups).read_text(encoding="utf-8")


def test_what_was_agreed_to_is_in_the_file_and_a_second_time_nothing_changes(groups: Any) -> None:
    said = groups.run("publish-figures", "--yes")

    assert said.code == 0
    assert said.out.startswith(PREVIEW + "已写入 data/ledger/figures.json。下次生成网站")
    first = file_of(groups).read_bytes()
    article, topic = from_text(first.decode()).cadences
    assert [(line.name, line.least) for line in article.lines] == [
        ("第一小组", 5),
        ("第三小组", 6),
        ("其他小组", 4),
        ("合计", 15),
    ]
    assert topic.slots == 1
    assert "和已经公开的一样" in groups.run("publish-figures").out
    assert file_of(groups).read_bytes() == first
    assert [path.name for path in groups.folder.iterdir() if path.name.startswith(".sx")] == []


def test_off_takes_them_back(groups: Any) -> None:
    groups.run("publish-figures", "--yes")

    assert "只是看看，没有撤下。" in groups.run("publish-figures", "--off", "--dry-run").out
    assert "没有撤下：这里不能询问。" in groups.run("publish-figures", "--off").out
    assert file_of(groups).exists()
    assert (
        "不再公开小组学习情况，已删去 data/ledger/figures.json。"
        in groups.run("publish-figures", "--off", "--yes").out
    )
    assert not file_of(groups).exists()
    assert groups.run("publish-figures", "--off").out == "现在没有公开小组学习情况。\n"


def test_the_office_may_set_the_smallest_group_and_the_order(groups: Any) -> None:
    settings(groups, "smallest_group: 7\nranking: disclosed\n")
    said = groups.run("publish-figures", "--yes")

    assert "第一小组（不足 7 人）" in said.out
    assert "网页开头会写明这是办公室的选择" in said.out
    figures = from_text(file_of(groups).read_text(encoding="utf-8"))
    assert (figures.smallest, figures.ranked) == (7, True)


def test_other_periods_are_asked_for_by_kind_and_by_name_or_day(groups: Any) -> None:
    for words, period in (
        (["quarter"], "2026年第四季度"),
        (["季", "--at", "2026-q4"], "2026年第四季度"),
        (["year", "--at", "2026-11-03"], "2026年"),
        (["月", "--at", "十一月"], "2026年11月"),
        (["--at", "2026-11"], "2026年11月"),
    ):
        said = groups.run("publish-figures", "--dry-run", *words)
        assert f"\n{period}，截至2026年11月20日" in said.out, words


def test_a_finished_month_says_no_more_that_it_runs(groups: Any) -> None:
    said = groups.run("publish-figures", "--dry-run", "--at", "2026-11", today="2026-12-01")

    assert "\n2026年11月，截至2026年12月1日\n" in said.out
    assert "还没有结束" not in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--at", "2026-Q4"], "一次只说一个月，--at 写的比一个月长。请写成 2026-11 这样"),
        (["--at", "2026-13"], "写的不是一个期次。请改为 2026-01 至 2026-12。"),
        (["--at", "2026-10"], "2026年10月没有可以公开的数字"),
    ],
    ids=["another kind", "no such month", "before the plan began"],
)
def test_a_period_that_cannot_be_is_told(groups: Any, words: list[str], sentence: str) -> None:
    said = groups.run("publish-figures", "--yes", *words)

    assert (said.code, said.out) == (1, "")
    assert sentence in said.err
    assert not file_of(groups).exists()


def test_too_few_members_for_any_figure_are_told_and_what_was_public_stays(groups: Any) -> None:
    groups.run("publish-figures", "--yes")
    before = file_of(groups).read_bytes()
    settings(groups, "smallest_group: 20\n")
    said = groups.run("publish-figures", "--yes")

    assert said.code == 1
    assert "人数一共不到 20 人" in said.err
    assert "请加 --off" in said.err
    assert file_of(groups).read_bytes() == before


def test_a_group_whose_name_the_page_could_not_hold_is_told_without_its_name(groups: Any) -> None:
    groups.enter([joined("长" * 101, number) for number in range(6)])
    said = groups.run("publish-figures", "--yes")

    assert said.code == 1
    assert said.err.startswith("没有写入：有一个名称不对。")
    assert not file_of(groups).exists()


def test_where_the_site_looks_elsewhere_they_go_there_and_where_it_does_not_look_that_is_told(groups: Any) -> None:
    config = groups.root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[shuxiang]", "[shuxiang: {figures: 公开/小组.json}]"), encoding="utf-8")
    assert "已写入 公开/小组.json。" in groups.run("publish-figures", "--yes").out
    assert (groups.root / "公开" / "小组.json").exists()

    config.write_text(text.replace("[shuxiang]", "[shuxiang: {figures: ''}]"), encoding="utf-8")
    assert "figures 是空的" in groups.run("publish-figures", "--yes").err
