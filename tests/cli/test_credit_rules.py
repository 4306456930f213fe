"""rules.yml: strict, and every mistake at its line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.cli.ledger.credit_rules import parse_rules
from shuxiang.core.calendar import Every
from shuxiang.core.checkin import Act
from shuxiang.core.credit import Basis, CreditRules, Rule
from shuxiang.core.diagnostics import Severity
from shuxiang.core.model import Cadence, Programme
from shuxiang.core.schedule import plan

SCHEDULE, _ = plan(
    [Programme(2026, "计划", date(2026, 1, 5), date(2027, 1, 4), (Cadence("article", "周学一文", Every.WEEK),))], []
)
ONE = "  - {name: 读一篇, for: checkin, each: 1}"


def read(text: str) -> tuple[CreditRules, list[str]]:
    rules, problems = parse_rules(text, SCHEDULE)
    return rules, [str(problem) for problem in problems]


def said(rule: str) -> list[str]:
    """What is said about one rule, on line 2."""
    return read(f"points:\n  - {rule}")[1]


def test_rules_are_read_with_all_that_narrows_them() -> None:
    rules, problems = read(
        "title: 2026年积分办法\n"
        "year: 2026\n"
        "points:\n"
        "  - {name: 读一篇, for: checkin, cadence: 周学一文, act: 用, each: 0.5, at_most: 20}\n"
        "  - name: 好心得\n"
        "    for: good-note\n"
        "    each: \uff12\uff0e\uff15\n"
        "  - {name: 听讲座, for: attended, event: 讲座, each: 1}\n"
    )
    assert problems == []
    assert rules == CreditRules(
        "2026年积分办法",
        (
            Rule("读一篇", Basis.CHECKIN, Decimal("0.5"), Decimal(20), "article", Act.APPLY),
            Rule("好心得", Basis.GOOD_NOTE, Decimal("2.5")),
            Rule("听讲座", Basis.ATTENDED, Decimal(1), event_kind="讲座"),
        ),
        2026,
    )


def test_title_and_year_may_be_left_out() -> None:
    assert read(f"points:\n{ONE}")[0] == CreditRules("积分", (Rule("读一篇", Basis.CHECKIN, Decimal(1)),))


def test_points_must_be_there() -> None:
    example = "例如 - {name: 读一篇文章, for: checkin, cadence: 周学一文, each: 0.5, at_most: 20}。"
    missing = f"没有写 points：各条规则列在它下面，一行一条。{example}"
    assert read("title: 办法")[1] == [f"data/ledger/rules.yml:1:{missing}"]
    assert read("title: 办法\npoints:")[1] == [f"data/ledger/rules.yml:2:{missing}"]
    assert read("points:\n  - 读一篇一分")[1] == [f"data/ledger/rules.yml:2:这一条规则的写法不对。{example}"]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("{for: checkin, each: 1}", "这一条没有写 name（一人一档里怎样称呼它）。例如 name: 读一篇文章。"),
        ("{name: 甲, for: checkin}", "这一条没有写 each（每一次几分）。例如 each: 0.5。"),
        ("{name: 甲, for: checkin, each: -1}", "each 应是一个不小于 0 的数。例如 each: 0.5。"),
        ("{name: 甲, for: checkin, each: 1, at_most: 多}", "at_most 应是一个不小于 0 的数。例如 at_most: 0.5。"),
        ("{name: 甲, for: checkin, each: [1]}", "each 应是一行文字。请写在冒号和一个空格后面。"),
        (
            "{name: 甲, for: 打卡, each: 1}",
            "for 说的是为什么给分。可以写 checkin、closed、note、good-note、attended。",
        ),
        ("{name: 甲, each: 1}", "for 说的是为什么给分。可以写 checkin、closed、note、good-note、attended。"),
        ("{name: 甲, for: note, each: 1, cadence: law}", "学习计划里没有节奏“law”。现有 周学一文。"),
        ("{name: 甲, for: note, each: 1, act: 读}", "act 只能写一个字。可以写 学、悟、谈、用。"),
        (
            "{name: 甲, for: note, each: 1, event: 讲座}",
            "for: note 的规则里不能写 event。请删去这一项，或改 for。",
        ),
        (
            "{name: 甲, for: attended, each: 1, act: 学}",
            "for: attended 的规则里不能写 act。请删去这一项，或改 for。",
        ),
        (
            "{name: 甲, for: note, each: 1, max: 3}",
            "没有“max”这一项。可用的有 name、for、cadence、act、event、each、at_most。",
        ),
    ],
)
def test_each_mistake_is_said_at_its_line(rule: str, sentence: str) -> None:
    assert f"data/ledger/rules.yml:2:{sentence}" in said(rule)


def test_a_rule_with_a_mistake_is_left_out_and_the_others_are_read() -> None:
    rules, problems = read(f"points:\n  - {{name: 甲, for: x, each: 1}}\n{ONE}")
    assert len(problems) == 1
    assert [rule.name for rule in rules.rules] == ["读一篇"]


def test_a_kind_of_event_that_is_not_in_the_plan_yet_is_mentioned_and_no_mistake() -> None:
    rules, problems = parse_rules("points:\n  - {name: 甲, for: attended, event: 走访, each: 1}", SCHEDULE)
    assert [problem.severity for problem in problems] == [Severity.WARNING]
    assert str(problems[0]).startswith("data/ledger/rules.yml:2:学习计划里还没有“走访”这一类活动")
    assert len(rules.rules) == 1


def test_the_year_is_a_year_and_unknown_names_at_the_top_are_told() -> None:
    problems = read(f"year: 今年\nrank: yes\npoints:\n{ONE}")[1]
    assert problems == [
        "data/ledger/rules.yml:2:没有“rank”这一项。可用的有 title、year、points。",
        "data/ledger/rules.yml:1:year 应是一个年份。例如 year: 2026；不写则哪一年都按这份办法。",
    ]


def test_what_is_no_yaml_is_told_once() -> None:
    assert read("points\uff1a\n  - {")[1] == [
        "data/ledger/rules.yml:1:“points”后面是全角冒号“\uff1a”。请改为半角冒号加一个空格，如 points: …。"
    ]


@settings(max_examples=60)
@given(st.text(max_size=60) | st.text("pointsfrachenm:-{}[], \n'\"#0.5", max_size=80).map("points:".__add__))
def test_any_text_is_read_or_told_what_is_wrong(text: str) -> None:
    rules, problems = parse_rules(text, SCHEDULE)
    assert rules.rules or problems
