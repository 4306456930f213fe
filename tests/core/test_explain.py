from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, parse_key, period_of
from shuxiang.core.days import Day, DaySource, days_between, is_weekend, monday_to_friday
from shuxiang.core.diagnostics import Origin
from shuxiang.core.explain import Ground, explain, explain_day
from shuxiang.core.model import Cadence, HolidayPolicy, Material, Programme
from shuxiang.core.schedule import plan

ARTICLE = Cadence("article", "周学一文", Every.WEEK)
TOPIC = Cadence("topic", "月讲一题", Every.MONTH)
BOOK = Cadence("book", "季读一书", Every.QUARTER)
FULL = "还没有材料。"
RULE = "2026年学习计划规定，没有工作日的周"
WHERE = "（docs/programme/2026.yml 第 9 行）"
SPRING = "2月16日至22日春节"


def official(day: date) -> Day:
    """2026 around Spring Festival and National Day as announced; 2027 is not."""
    if day.year != 2026:
        return monday_to_friday(day)
    if day in {date(2026, 2, 14), date(2026, 2, 28)}:
        return Day(working=True, name="春节调休")
    if date(2026, 2, 15) <= day <= date(2026, 2, 23):
        return Day(working=False, name="春节")
    if date(2026, 10, 1) <= day <= date(2026, 10, 7):
        return Day(working=False, name="国庆节")
    return Day(
        working=day == date(2026, 10, 10) or not is_weekend(day),
        name="国庆节调休" if day == date(2026, 10, 10) else "",
    )


THE_YEAR = Programme(
    2026,
    "计划",
    date(2026, 1, 5),
    date(2027, 1, 4),
    (ARTICLE, TOPIC, BOOK),
    Origin("docs/programme/2026.yml", 3),
    policy_origin=Origin("docs/programme/2026.yml", 9),
)


def material(cadence: str, key: str, title: str = "题目", *, blank: bool = False) -> Material:
    path = f"{cadence}/{key}-{title}.md"
    return Material(path, Origin(f"docs/{path}", 4), title, cadence, parse_key(key), 0, blank=blank)


def ground(*materials: Material, policy: HolidayPolicy = HolidayPolicy.SKIP, year: Programme = THE_YEAR) -> Ground:
    schedule, problems = plan([replace(year, policy=policy)], materials, official)
    assert [problem for problem in problems if problem.code != "holidays-unannounced"] == []
    return Ground(schedule, official, 7)


def articles(key: str, policy: HolidayPolicy = HolidayPolicy.SKIP) -> str:
    (sentence,) = explain(ground(policy=policy), parse_key(key), "article")
    return sentence


# Weeks


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("2026-W47", "“周学一文”第45周（2026-W47，11月16日至22日）：有 5 个工作日。"),
        (
            "2026-W07",
            "“周学一文”第6周（2026-W07，2月9日至15日）：有 6 个工作日（2月14日春节调休上班；2月15日春节）。",
        ),
        (
            "2026-W09",
            "“周学一文”第7周（2026-W09，2月23日至3月1日）：有 5 个工作日（2月23日春节；2月28日春节调休上班）。",
        ),
        ("2026-W40", "“周学一文”第38周（2026-W40，9月28日至10月4日）：有 3 个工作日（10月1日至4日国庆节）。"),
        (
            "2026-W41",
            (
                "“周学一文”第39周（2026-W41，10月5日至11日）："
                "有 3 个工作日（10月5日至7日国庆节；10月10日国庆节调休上班）。"
            ),
        ),
        (
            "2026-W53",
            (
                "“周学一文”第51周（2026-W53，2026年12月28日至2027年1月3日）："
                "有 5 个工作日（2027年的放假安排还没有，按星期一到星期五算）。"
            ),
        ),
    ],
)
def test_a_week_is_told_by_its_days_and_their_holidays(key: str, sentence: str) -> None:
    assert articles(key) == sentence + FULL


def test_a_week_that_is_skipped_is_told_with_the_rule_and_its_neighbours() -> None:
    assert articles("2026-W08", HolidayPolicy.SKIP) == (
        f"“周学一文”在 2026-W08（2月16日至22日）没有期：没有工作日（{SPRING}），而{RULE}不设期（skip）{WHERE}。"
        "前一期是第6周（2026-W07，2月9日至15日），后一期是第7周（2026-W09，2月23日至3月1日）。"
    )


@pytest.mark.parametrize("key", ["2026-W08", "2026-W09"])
def test_merged_weeks_are_told_alike_from_either_key(key: str) -> None:
    assert articles(key, HolidayPolicy.MERGE) == (
        "“周学一文”第7周（2026-W09，2月16日至3月1日）：由 2026-W08、2026-W09 合成。"
        f"2026-W08 没有工作日（{SPRING}），而{RULE}与下一周合为一期（merge）{WHERE}。{FULL}"
    )


def test_a_light_week_is_told_with_the_rule() -> None:
    assert articles("2026-W08", HolidayPolicy.LIGHT) == (
        f"“周学一文”第7周（2026-W08，2月16日至22日）：没有工作日（{SPRING}），"
        f"{RULE}照设，标为“轻阅读”（light）{WHERE}。{FULL}"
    )


def test_a_week_off_that_is_kept_is_told_without_a_rule() -> None:
    assert articles("2026-W08", HolidayPolicy.KEEP) == (
        f"“周学一文”第7周（2026-W08，2月16日至22日）：没有工作日（{SPRING}）。{FULL}"
    )


def test_a_rule_that_no_file_states_has_no_place() -> None:
    nowhere = replace(THE_YEAR, policy_origin=None)
    (sentence,) = explain(ground(year=nowhere), parse_key("2026-W08"))
    assert f"{RULE}不设期（skip）。" in sentence


@pytest.mark.parametrize(
    ("starts", "ends", "beside"),
    [
        (date(2026, 2, 16), date(2026, 3, 2), "。后一期是第1周（2026-W09，2月23日至3月1日）。"),
        (date(2026, 2, 2), date(2026, 2, 23), "。前一期是第2周（2026-W07，2月9日至15日）。"),
        (date(2026, 2, 16), date(2026, 2, 23), f"{WHERE}。"),
    ],
)
def test_a_week_that_is_skipped_at_an_edge_names_the_neighbours_it_has(
    starts: date, ends: date, beside: str
) -> None:
    short = replace(THE_YEAR, starts=starts, ends=ends)
    (sentence,) = explain(ground(year=short), parse_key("2026-W08"))
    assert sentence.endswith(beside)


def test_an_offices_own_day_off_without_a_name_is_only_off() -> None:
    def own(day: date) -> Day:
        return Day(working=False, source=DaySource.LOCAL) if day == date(2026, 11, 18) else official(day)

    (sentence,) = explain(replace(ground(), day_of=own), parse_key("2026-W47"))
    assert sentence == f"“周学一文”第45周（2026-W47，11月16日至22日）：有 4 个工作日（11月18日休息）。{FULL}"


def test_an_offices_own_day_of_work_at_the_weekend_is_told_with_its_name_if_it_has_one() -> None:
    def own(day: date) -> Day:
        names = {date(2026, 11, 21): "全会", date(2026, 11, 22): ""}
        return Day(working=True, name=names[day], source=DaySource.LOCAL) if day in names else official(day)

    (sentence,) = explain(replace(ground(), day_of=own), parse_key("2026-W47"))
    assert "：有 7 个工作日（11月21日全会上班；11月22日上班）。" in sentence


def test_holidays_that_follow_one_another_are_told_apart() -> None:
    def own(day: date) -> Day:
        return Day(working=False, name="中秋") if day == date(2026, 10, 6) else official(day)

    (sentence,) = explain(replace(ground(), day_of=own), parse_key("2026-W41"))
    assert "（10月5日国庆节；10月6日中秋；10月7日国庆节；10月10日国庆节调休上班）" in sentence


# Materials


def test_a_material_is_told_with_its_file_and_the_day_from_which_it_is_shown() -> None:
    (sentence,) = explain(ground(material("article", "2026-W47", "提案")), parse_key("2026-W47"))
    assert sentence.endswith("材料是《提案》（docs/article/2026-W47-提案.md），2026年11月9日起进入网站。")


def test_a_material_of_which_only_the_header_is_written_is_told_so() -> None:
    (sentence,) = explain(ground(material("article", "2026-W47", blank=True)), parse_key("2026-W47"))
    assert "（docs/article/2026-W47-题目.md，还没有正文），" in sentence


def test_a_material_in_merged_weeks_is_shown_before_the_first_of_them() -> None:
    (sentence,) = explain(
        ground(material("article", "2026-W09"), policy=HolidayPolicy.MERGE), parse_key("2026-W08")
    )
    assert sentence.endswith("2026年2月9日起进入网站。")


@pytest.mark.parametrize(
    ("titles", "missing"),
    [
        ([], "至少要 2 篇，还没有材料。"),
        (["A"], "至少要 2 篇，还差 1 篇。"),
        (["A", "B"], ""),
        (["A", "B", "C"], ""),
    ],
)
def test_a_cadence_that_wants_several_says_how_many_are_missing(titles: list[str], missing: str) -> None:
    party = replace(THE_YEAR, cadences=(Cadence("party", "党组每月一学", Every.MONTH, at_least=2),))
    (sentence,) = explain(
        ground(*(material("party", "2026-11", t) for t in titles), year=party), parse_key("2026-11")
    )
    told = "".join(
        f"材料是《{title}》（docs/party/2026-11-{title}.md），2026年10月25日起进入网站。" for title in titles
    )
    assert sentence == f"“党组每月一学”11月（2026-11，11月1日至30日）：每月一期。{told}{missing}"


# Longer periods, and all cadences at once


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("2026-11", "“月讲一题”11月（2026-11，11月1日至30日）：每月一期。"),
        ("2026-Q4", "“季读一书”第四季度（2026-Q4，10月1日至12月31日）：每季度一期。"),
    ],
)
def test_a_longer_period_is_told_shortly(key: str, sentence: str) -> None:
    assert explain(ground(), parse_key(key)) == (sentence + FULL,)


def test_half_years_and_years_are_told_too() -> None:
    long = replace(
        THE_YEAR, cadences=(Cadence("h", "凝聚共识", Every.HALF_YEAR), Cadence("y", "年撰一稿", Every.YEAR))
    )
    assert explain(ground(year=long), parse_key("2026-H2")) == (
        f"“凝聚共识”下半年（2026-H2，7月1日至12月31日）：每半年一期。{FULL}",
    )
    assert explain(ground(year=long), parse_key("2026")) == (
        f"“年撰一稿”2026年（2026，1月1日至12月31日）：每年一期。{FULL}",
    )


def test_each_cadence_of_the_kind_is_told_in_the_years_order_unless_one_is_named() -> None:
    law = Cadence("law", "每月一法", Every.MONTH)
    made = ground(year=replace(THE_YEAR, cadences=(law, ARTICLE, TOPIC)))
    assert [sentence[:6] for sentence in explain(made, parse_key("2026-11"))] == ["“每月一法”", "“月讲一题”"]
    assert [sentence[:6] for sentence in explain(made, parse_key("2026-11"), "topic")] == ["“月讲一题”"]


# What there is not


KNOWN = "现有 article（周学一文，每周）、topic（月讲一题，每月）、book（季读一书，每季度）。"


def test_a_period_outside_every_year_is_told_the_nearest_year() -> None:
    (sentence,) = explain(ground(), parse_key("2027-W20"))
    assert sentence == (
        "2027-W20（5月17日至23日）不在任何学习计划之内。"
        "最近的2026年学习计划从 2026-01-05 起，2027-01-04 前结束，这一期不在其中。"
    )


def test_a_period_of_which_less_than_half_is_inside_is_told_how_much() -> None:
    from_friday = replace(THE_YEAR, starts=date(2026, 1, 9))
    (sentence,) = explain(ground(year=from_friday), parse_key("2026-W02"))
    assert sentence == (
        "2026-W02（1月5日至11日）不在任何学习计划之内。"
        "最近的2026年学习计划从 2026-01-09 起，2027-01-04 前结束，这一期只有 3 天在内，不到一半。"
    )


def test_of_two_years_the_nearer_one_is_named() -> None:
    later = replace(THE_YEAR, year=2028, starts=date(2028, 1, 3), ends=date(2029, 1, 1))
    schedule, _ = plan([THE_YEAR, later], [])
    made = Ground(schedule, official, 7)
    assert "最近的2026年" in explain(made, parse_key("2027-W10"))[0]
    assert "最近的2028年" in explain(made, parse_key("2027-W45"))[0]


def test_without_any_year_that_is_said() -> None:
    nothing = Ground(plan([], [])[0], official, 7)
    assert explain(nothing, parse_key("2026-W47")) == (
        "2026-W47（11月16日至22日）不在任何学习计划之内：现在还没有学习计划。",
    )


def test_an_unknown_cadence_is_told_with_those_there_are() -> None:
    assert explain(ground(), parse_key("2026-W47"), "artcle") == (f"2026年学习计划里没有节奏“artcle”。{KNOWN}",)


def test_a_kind_of_period_that_no_cadence_has_is_told_with_those_there_are() -> None:
    assert explain(ground(), parse_key("2026-H2")) == (f"2026年学习计划里没有每半年一期的节奏。{KNOWN}",)


def test_a_cadence_asked_for_in_a_period_of_another_kind_is_not_told_that_the_kind_is_missing() -> None:
    (sentence,) = explain(ground(), parse_key("2026-11"), "article")
    assert "没有每月一期的节奏" not in sentence
    assert "周学一文" in sentence


def test_a_slot_of_the_second_of_two_years_that_share_a_period_is_told() -> None:
    trial = replace(THE_YEAR, year=2025, starts=date(2026, 1, 5), ends=date(2026, 3, 2), cadences=(ARTICLE,))
    after = replace(THE_YEAR, starts=date(2026, 3, 2), cadences=(ARTICLE, Cadence("y", "年撰一稿", Every.YEAR)))
    schedule, _ = plan([trial, after], [], official)
    assert [slot.programme_year for slot in schedule.slots if slot.id == "y/2026"] == [2026]
    assert explain(Ground(schedule, official, 7), parse_key("2026")) == (
        f"“年撰一稿”2026年（2026，1月1日至12月31日）：每年一期。{FULL}",
    )


def test_of_two_years_that_share_a_period_the_earlier_has_it() -> None:
    yearly = (ARTICLE, Cadence("y", "年撰一稿", Every.YEAR))
    trial = replace(THE_YEAR, year=2025, starts=date(2026, 1, 5), ends=date(2026, 3, 2), cadences=yearly)
    schedule, _ = plan([trial, replace(THE_YEAR, starts=date(2026, 3, 2), cadences=yearly)], [], official)
    assert [slot.programme_year for slot in schedule.slots if slot.id == "y/2026"] == [2025]
    assert explain(Ground(schedule, official, 7), parse_key("2026")) == (
        f"“年撰一稿”2026年（2026，1月1日至12月31日）：每年一期。{FULL}",
    )


# A day


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 11, 18), "2026年11月18日，星期三，上班。"),
        (date(2026, 11, 21), "2026年11月21日，星期六，休息。"),
        (date(2026, 2, 18), "2026年2月18日，星期三，春节，休息。"),
        (date(2026, 2, 14), "2026年2月14日，星期六，春节调休，上班。"),
        (
            date(2027, 1, 3),
            "2027年1月3日，星期日，休息（这一年的放假安排还没有，按星期一到星期五算）。",
        ),
    ],
)
def test_a_day_is_told_with_that_first(day: date, sentence: str) -> None:
    assert explain_day(ground(), day)[0] == sentence


def test_a_day_that_the_office_decided_is_told_to_be_its_own() -> None:
    def own(day: date) -> Day:
        return Day(working=False, name="全会", source=DaySource.LOCAL) if day.day == 18 else official(day)

    first, *_ = explain_day(replace(ground(), day_of=own), date(2026, 11, 18))
    assert first == "2026年11月18日，星期三，全会，休息（本单位的 programme/holidays.yml）。"


def test_a_day_is_told_with_every_slot_that_it_lies_in_the_shortest_first() -> None:
    assert explain_day(ground(), date(2026, 11, 18)) == (
        "2026年11月18日，星期三，上班。",
        f"“周学一文”第45周（2026-W47，11月16日至22日）：有 5 个工作日。{FULL}",
        f"“月讲一题”11月（2026-11，11月1日至30日）：每月一期。{FULL}",
        f"“季读一书”第四季度（2026-Q4，10月1日至12月31日）：每季度一期。{FULL}",
    )


def test_a_day_in_a_week_that_is_skipped_is_told_so() -> None:
    sentences = explain_day(ground(), date(2026, 2, 18))
    assert [sentence[:16] for sentence in sentences[1:2]] == ["“周学一文”在 2026-W08"]


def test_a_day_says_nothing_of_kinds_that_only_another_year_has() -> None:
    later = replace(
        THE_YEAR,
        year=2027,
        starts=date(2027, 1, 4),
        ends=date(2028, 1, 3),
        cadences=(ARTICLE, Cadence("h", "凝聚共识", Every.HALF_YEAR)),
    )
    schedule, _ = plan([THE_YEAR, later], [], official)
    sentences = explain_day(Ground(schedule, official, 7), date(2026, 11, 18))
    assert not [sentence for sentence in sentences if "没有每半年一期的节奏" in sentence]


def test_a_day_without_any_year_is_told_with_that() -> None:
    nothing = Ground(plan([], [])[0], official, 7)
    assert explain_day(nothing, date(2026, 11, 18)) == (
        "2026年11月18日，星期三，上班。",
        "2026-W47（11月16日至22日）不在任何学习计划之内：现在还没有学习计划。",
    )


# Anything at all

GROUNDS = {policy: ground(policy=policy) for policy in HolidayPolicy}


@given(
    st.sampled_from(HolidayPolicy),
    st.dates(date(1901, 1, 1), date(2998, 12, 31)),
    st.sampled_from(Every),
    st.sampled_from(["", "article", "none"]),
)
def test_every_period_and_every_day_has_whole_sentences(
    policy: HolidayPolicy, day: date, every: Every, cadence: str
) -> None:
    made = GROUNDS[policy]
    sentences = [*explain(made, period_of(every, day), cadence), *explain_day(made, day)]
    assert all(sentence.endswith("。") and "。。" not in sentence for sentence in sentences)


@pytest.mark.parametrize("policy", HolidayPolicy)
def test_every_slot_of_the_year_has_a_sentence_that_names_it(policy: HolidayPolicy) -> None:
    made = GROUNDS[policy]
    for slot in made.schedule.slots:
        for key in slot.keys:
            (sentence,) = explain(made, parse_key(key), slot.cadence.id)
            assert sentence.startswith(f"“{slot.cadence.name}”")
            assert f"（{slot.period.key}，" in sentence
    recess_days = [d for recess in made.schedule.recesses for d in days_between(recess.start, recess.end)]
    assert all("没有期" in explain(made, period_of(Every.WEEK, day))[0] for day in recess_days)
