import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.dead_links import dead_links
from shuxiang.content.edition import edition
from shuxiang.content.library import Library, is_programme_file, load
from shuxiang.content.official_days import announced_years, official_day
from shuxiang.core.calendar import week, weeks_in
from shuxiang.core.days import DaySource, days_between, working_days
from shuxiang.core.diagnostics import Diagnostic, Severity, in_order
from shuxiang.core.model import Material
from shuxiang.core.schedule import Schedule

Files = Mapping[str, str | bytes]
Reader = Callable[[Files], Library]

LATE = date(2030, 1, 1)
"""A day on which everything has been published."""

SAVE_AS = "请用记事本或 WPS 打开，另存为时把编码选为 UTF-8。改好之前，本页不进入网站。"
ADD_CADENCE = "请加一行，如 cadence: article。"
NOT_IN_SITE = "改好之前，本页不进入网站。"
MISNAMED = (
    "文件名的结尾不对，网站不会读它。"
    "请把文件名改为以小写的 .md 结尾（Windows 可能藏起了末尾的 .txt）。改好之前，它不进入网站。"
)
STILL_A_PAGE = "改好之前，本篇有自己的页面，但不进入学习计划。"


def material(slot: str = "2026-W47", body: str = "正文", cadence: str = "article", extra: str = "") -> str:
    """A well-formed material whose body begins on line 7, without ``extra``."""
    return f"---\ntitle: 题目\ncadence: {cadence}\nslot: {slot}\nsource: 本会编写\n{extra}---\n{body}\n"


def told(library: Library, today: date = LATE) -> list[str]:
    return [str(problem) for problem in on(library, today).problems]


@dataclass(frozen=True)
class Shown:
    """What the site of one day shows, hides and says."""

    schedule: Schedule
    materials: Mapping[str, Material]
    hidden: frozenset[str]
    dead: Mapping[str, frozenset[str]]
    problems: tuple[Diagnostic, ...]


def on(library: Library, today: date, days_ahead: int = 7) -> Shown:
    shown = edition(library, today, days_ahead)
    dead = dead_links(library, shown, {"index.md", "schedule/index.md"})
    problems = in_order([*library.problems, *dead.problems])
    return Shown(shown.schedule, shown.materials, shown.hidden, dead.targets, problems)


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("programme/2026.yml", True),
        ("programme/2026.yaml", True),
        ("programme/2026.md", False),
        ("programme/old/2026.yml", False),
        ("guide/programme/2026.yml", False),
        ("2026.yml", False),
    ],
)
def test_programme_files_lie_in_the_programme_folder(path: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_programme_file(path) is is_one


def test_a_folder_without_problems_has_none(library: Reader) -> None:
    found = library(
        {
            "index.md": "# 首页\n\n[本周](readings/w47.md)、[计划](schedule/)\n",
            "readings/w47.md": material(body="![图](../images/图.png)"),
            "images/图.png": b"\x89PNG",
            "programme/2026.yml": "year: 2026\n",
            "assets/x.css": "body {}",
        }
    )
    assert told(found) == []
    assert set(found.materials) == {"readings/w47.md"}
    assert found.files == {
        "index.md",
        "readings/w47.md",
        "images/图.png",
        "programme/2026.yml",
        "assets/x.css",
    }
    assert found.withheld == frozenset()


def test_an_empty_folder_is_an_empty_library(library: Reader) -> None:
    found = library({})
    assert (found.schedule.slots, told(found)) == ((), [])


# One thing wrong at a time, told in full


ONE_WRONG: dict[str, tuple[Files, list[str]]] = {
    "no such day in a programme": (
        {"programme/2026.yml": "year: 2026\nstarts: 2026-01-05\nends: 2026-02-30\n"},
        ["docs/programme/2026.yml:3:日期“2026-02-30”不存在。请核对月份和日子。暂按 2027-01-04 排期。"],
    ),
    "no such week": (
        {"a.md": material("2026-W54")},
        [
            (
                "docs/a.md:4:期次“2026-W54”不存在（2026 年到第 53 周）。"
                "请改为 2026-W01 至 2026-W53。改好之前，本篇不发布。"
            )
        ],
    ),
    "two materials in one slot": (
        {"a.md": material(), "b.md": material()},
        [
            (
                "docs/b.md:4:期次“2026-W47”已经有材料《题目》（a.md），一期只能放一篇。"
                f"请给其中一篇换一个期次。{STILL_A_PAGE}"
            )
        ],
    ),
    "a cadence that the year has not": (
        {"a.md": material(cadence="lecture"), "programme/2026.yml": "year: 2026\n"},
        [
            (
                "docs/a.md:3:2026年学习计划里没有节奏“lecture”。"
                "请改为 article（周学一文）、topic（月讲一题）、book（季读一书）、manuscript（年撰一稿）之一，"
                f"或在学习计划的 cadences 里加上它。{STILL_A_PAGE}"
            )
        ],
    ),
    "a slot without cadence": (
        {"a.md": "---\ntitle: 题目\nslot: 2026-W47\n---\n正文\n"},
        [f"docs/a.md:3:写了期次（slot）却没有节奏（cadence）。{ADD_CADENCE}{NOT_IN_SITE}"],
    ),
    "a slip in the word cadence": (
        {"a.md": "---\ntitle: 题目\nCadance: article\nslot: 2026-W47\n---\n正文\n"},
        ["docs/a.md:3:写了“Cadance”，应是 cadence。请改为 cadence。改好之前，本页不进入网站。"],
    ),
    "names in Chinese": (
        {"a.md": "---\ntitle: 题目\n节奏: article\n期次: 2026-W47\n---\n正文\n"},
        ["docs/a.md:3:写了“节奏”，应是 cadence。请改为 cadence。改好之前，本页不进入网站。"],
    ),
    "a file name that Notepad has lengthened": (
        {"w47.md.txt": material()},
        [f"docs/w47.md.txt:{MISNAMED}"],
    ),
    "no title": (
        {"a.md": "---\ncadence: article\nslot: 2026-W47\nsource: 本会\n---\n正文\n"},
        ["docs/a.md:1:缺少标题（title），暂以“a”代替。请在标题区加一行 title: 文章的标题。"],
    ),
    "a full-width colon": (
        {"a.md": material().replace("slot:", "slot\uff1a")},
        [f"docs/a.md:4:“slot”后面是全角冒号“：”。请改为半角冒号加一个空格，如 slot: …。{NOT_IN_SITE}"],
    ),
    "a full-width colon behind cadence": (
        {"a.md": material().replace("cadence:", "cadence\uff1a")},
        [f"docs/a.md:3:“cadence”后面是全角冒号“：”。请改为半角冒号加一个空格，如 cadence: …。{NOT_IN_SITE}"],
    ),
    "a BOM": (
        {"a.md": "\ufeff" + material()},
        [
            (
                "docs/a.md:1:文件开头有看不见的 BOM 标记（已跳过，不影响显示）。"
                "另存为“UTF-8”而不是“带有 BOM 的 UTF-8”即可去掉。"
            )
        ],
    ),
    "GBK": (
        {"a.md": material().encode("gbk")},
        [f"docs/a.md:2:文件不是 UTF-8 编码，像是 GBK（GB18030）。{SAVE_AS}"],
    ),
    "UTF-16": (
        {"a.md": material().encode("utf-16")},
        [f"docs/a.md:文件是 UTF-16 编码（记事本里叫“Unicode”）。{SAVE_AS}"],
    ),
    "a tab": (
        {"a.md": material(extra="lecture:\n\tspeaker: 甲\n")},
        [f"docs/a.md:7:行首用了制表符（Tab）。请改用空格缩进。{NOT_IN_SITE}"],
    ),
    "too large": (
        {"a.md": b"a" * (20 * 1024 * 1024)},
        [
            (
                "docs/a.md:文件有 20.0 MB，超过 2 MB 的上限。"
                f"正文里如嵌有图片，请把图片另存为文件再引用；文章过长请拆成几篇。{NOT_IN_SITE}"
            )
        ],
    ),
    "a link to a file that is not there": (
        {"a.md": material(body="\n\n见[图](图.png)。")},
        ["docs/a.md:9:链接指向的文件不存在（图.png）。请核对路径（相对于本文件所在的文件夹）和大小写。"],
    ),
    "a link to a page that cannot be read": (
        {"a.md": material(body="见[另一篇](b.md)。"), "b.md": material("2026-W55")},
        [
            "docs/a.md:7:链接指向的页面（b.md）有错误，没有进入网站。请先改好那一页。",
            (
                "docs/b.md:4:期次“2026-W55”不存在（2026 年到第 53 周）。"
                "请改为 2026-W01 至 2026-W53。改好之前，本篇不发布。"
            ),
        ],
    ),
    "a handout that is not there": (
        {"a.md": material(extra="lecture:\n  speaker: 甲\n  handout: 讲义.pdf\n")},
        ["docs/a.md:8:链接指向的文件不存在（讲义.pdf）。请核对路径（相对于本文件所在的文件夹）和大小写。"],
    ),
    "years that overlap": (
        {
            "programme/2026.yml": "year: 2026\n",
            "programme/2027.yml": "year: 2027\nstarts: 2027-01-03\nends: 2028-01-03\n",
        },
        [
            (
                "docs/programme/2027.yml:2:2027年学习计划从 2027-01-03 开始，"
                "而2026年的要到 2027-01-04 才结束（docs/programme/2026.yml），两者重叠。"
                "请把 starts 改为 2027-01-04 或更晚，或把前一个的 ends 提前。"
                "（ends 是结束后的第一天，当天不算在内。）"
            )
        ],
    ),
    "one year twice": (
        {"programme/2026.yml": "year: 2026\n", "programme/new.yml": "year: 2026\n"},
        [
            (
                "docs/programme/new.yml:1:2026年已经有一个学习计划（docs/programme/2026.yml），本文件未采用。"
                "请合并为一个文件，或改正 year。"
            )
        ],
    ),
    "one key twice": (
        {"a.md": material(extra="title: 另一个题目\n")},
        ["docs/a.md:6:“title”写了两次，以后一次为准。请删去多余的一行。"],
    ),
    "a header without end": (
        {"a.md": "---\ntitle: 题目\ncadence: article\nslot: 2026-W47\n\n正文\n"},
        [f"docs/a.md:1:标题区没有结束：缺少第二行单独的 ---。请在标题区末尾另起一行写 ---。{NOT_IN_SITE}"],
    ),
    "dashes rewritten by Word": (
        {"a.md": material().replace("---", "\u2014-")},
        [
            (
                "docs/a.md:1:标题区的第一行是“\u2014-”，不是三个半角短横（常因输入法或 Word 自动改写）。"
                f"请把首尾两行都改为 ---。{NOT_IN_SITE}"
            )
        ],
    ),
    "a colon inside a value": (
        {"a.md": material(extra="summary: 提案: 怎样写\n")},
        [
            (
                "docs/a.md:6:这一行的值里又出现了半角冒号加空格，读不明白。"
                f"请给整个值加上英文双引号，或把里面的冒号改为全角“：”。{NOT_IN_SITE}"
            )
        ],
    ),
    "a name misspelt": (
        {"a.md": material(extra="recomended_by: 甲\n")},
        ["docs/a.md:6:没有“recomended_by”这一项。是否想写 recommended_by？"],
    ),
    "a review that is a text": (
        {"a.md": material(extra="review: 写得好\n")},
        ["docs/a.md:6:“review”应由几个小项组成。请写成 review: {by: …, on: …}。"],
    ),
    "a lecture on no day": (
        {"a.md": material(extra="lecture: {speaker: 甲, at: 2026-11-31}\n")},
        ["docs/a.md:6:“lecture.at”的日期“2026-11-31”写法不对或不存在。请写成 2026-11-18 15:00 的样子。"],
    ),
    "a lecture on a holiday": (
        {"a.md": material(extra="lecture: {speaker: 甲, at: 2026-10-01 15:00}\n")},
        [
            (
                "docs/a.md:6:“题目”在2026年10月1日，这一天是国庆节，不上班。"
                "请核对日期；就是要在这一天的，加一项 on_day_off: yes。"
            )
        ],
    ),
    "an event on a weekend": (
        {"programme/2026.yml": "year: 2026\nevents:\n  - {kind: 集中学习, at: 2026-11-21 09:00}\n"},
        [
            (
                "docs/programme/2026.yml:3:“集中学习”在2026年11月21日，这一天是周末，不上班。"
                "请核对日期；就是要在这一天的，加一项 on_day_off: yes。"
            )
        ],
    ),
    "two events for everyone at once": (
        {
            "programme/2026.yml": (
                "year: 2026\nevents:\n"
                "  - {id: b, kind: 集中学习, at: 2026-11-25 15:00-17:00}\n"
                "  - {id: a, kind: 读书分享会, at: 2026-11-25 16:00}\n"
            )
        },
        [
            (
                "docs/programme/2026.yml:4:“读书分享会”（2026年11月25日 16:00）"
                "和“集中学习”（docs/programme/2026.yml 第 3 行）时间重叠，而且有一个是全体参加。"
                "请调整其中一个的时间、地点或参加的小组。"
            )
        ],
    ),
    "an event and a lecture in one room": (
        {
            "a.md": material(extra="lecture: {at: 2026-11-25 16:00, venue: 三楼 会议室}\n"),
            "programme/2026.yml": (
                "year: 2026\nevents:\n  - {kind: 集中学习, at: 2026-11-25 15:00, venue: 三楼会议室}\n"
            ),
        },
        [
            (
                "docs/a.md:6:“题目”（2026年11月25日 16:00）和“集中学习”（docs/programme/2026.yml 第 3 行）"
                "时间重叠，都在“三楼 会议室”。请调整其中一个的时间、地点或参加的小组。"
            )
        ],
    ),
    "an event with a material that is not there": (
        {
            "b.md": "# 不是材料\n",
            "programme/2026.yml": (
                "year: 2026\nevents:\n  - {kind: 集中学习, at: 2026-11-25, materials: [a.md, b.md]}\n"
            ),
        },
        [
            (
                f"docs/programme/2026.yml:3:活动“集中学习”的材料“{path}”不存在，或不是一份材料。"
                "请写从 docs 起的路径，如 readings/2026/w47.md。"
            )
            for path in ("a.md", "b.md")
        ],
    ),
    "a week that is skipped": (
        {"a.md": material("2026-W08"), "programme/2026.yml": "year: 2026\nholidays: {policy: skip}\n"},
        [
            (
                "docs/a.md:4:期次“2026-W08”那一周没有工作日，按学习计划的节假日规则（skip）不设期。"
                f"请改为 2026-W07 或 2026-W09，或把规则改为 light（轻阅读）。{STILL_A_PAGE}"
            )
        ],
    ),
    "a holiday policy that there is not": (
        {"programme/2026.yml": "year: 2026\nholidays: {policy: skipp}\n"},
        [
            (
                "docs/programme/2026.yml:2:节假日规则“skipp”不认识。例如 holidays: {policy: skip}。"
                "请写 skip（不设期）、merge（与下一周合为一期）、light（轻阅读）或 keep（照常）。暂按照常排期。"
            )
        ],
    ),
    "an own day that there is not": (
        {"programme/holidays.yml": "off:\n  2027-02-30: 春节\n"},
        ["docs/programme/holidays.yml:2:日期“2027-02-30”不存在。请核对月份和日子。这一行没有采用。"],
    ),
    "own days in GBK": (
        {"programme/holidays.yml": "off:\n  2027-02-05: 春节\n".encode("gbk")},
        [
            (
                "docs/programme/holidays.yml:2:文件不是 UTF-8 编码，像是 GBK（GB18030）。"
                "请用记事本或 WPS 打开，另存为时把编码选为 UTF-8。"
            )
        ],
    ),
    "questions with names": (
        {"a.md": material(extra="questions: {一: 甲}\n")},
        ["docs/a.md:6:“questions”应是一个列表。请写成 [甲, 乙]，或每行一项、以“- ”开头。"],
    ),
}


@pytest.mark.parametrize("case", ONE_WRONG)
def test_what_is_wrong_is_told_in_full_and_once(library: Reader, case: str) -> None:
    files, messages = ONE_WRONG[case]
    assert told(library(files)) == messages


def test_a_link_to_a_material_that_is_not_yet_out_is_told(library: Reader) -> None:
    found = library({"a.md": material("2026-W40", body="下回见[下篇](b.md)。"), "b.md": material("2026-W50")})
    assert told(found, date(2026, 11, 1)) == [
        (
            "docs/a.md:7:链接指向尚未发布的材料（b.md，2026-12-07 开始的一期）。"
            "发布之前，页面上只显示链接的文字。如不想提前透露，请改写这段文字。"
        )
    ]
    assert told(found, LATE) == []


def test_a_programme_file_that_cannot_be_read_is_not_called_a_page(library: Reader) -> None:
    (message,) = told(library({"programme/2026.yml": "year: 2026\ntitle: 计划\n".encode("gbk")}))
    assert "本页" not in message


def test_a_slip_in_a_programme_is_not_told_again_for_each_of_its_materials(library: Reader) -> None:
    programme = "year: 2026\ntitle\uff1a计划\ncadences:\n  - {id: law, name: 每月一法, every: month}\n"
    found = library(
        {"programme/2026.yml": programme, **{f"{n}.md": material(f"2026-{n}", cadence="law") for n in (10, 11, 12)}}
    )
    assert [problem.code for problem in found.problems] == ["yaml-full-width-colon"]


# Days that the office decides


NEXT = max(announced_years()) + 1
"""The first year whose holidays nobody has announced."""


def weeks_of(found: Library, year: int = 2026) -> list[str]:
    """The keys of the articles' weeks, each week of a slot with its own."""
    return [
        "+".join(slot.keys)
        for slot in found.schedule.slots
        if slot.cadence.id == "article" and slot.programme_year == year
    ]


def test_a_week_that_the_office_takes_off_becomes_a_recess(library: Reader) -> None:
    found = library(
        {
            "programme/2026.yml": "year: 2026\nholidays: {policy: skip}\n",
            "programme/holidays.yml": "off:\n  2026-07-20 至 2026-07-24: 机关休整\n",
        }
    )
    assert told(found) == []
    assert "2026-W30" not in weeks_of(found)
    assert [(r.name, r.keys) for r in found.schedule.recesses] == [
        ("春节", ("2026-W08",)),
        ("机关休整", ("2026-W30",)),
    ]


def test_a_saturday_that_the_office_works_makes_its_week_one_of_work(library: Reader) -> None:
    skipping = "year: 2026\nholidays: {policy: skip}\n"
    assert "2026-W08" not in weeks_of(library({"programme/2026.yml": skipping}))
    found = library({"programme/2026.yml": skipping, "programme/holidays.yml": "work: 2026-02-21\n"})
    assert "2026-W08" in weeks_of(found)
    assert found.schedule.recesses == ()


@pytest.mark.parametrize("name", ["programme/holidays.yml", "programme/holidays.yaml"])
def test_the_offices_days_are_its_calendar_and_are_never_published(library: Reader, name: str) -> None:
    found = library({name: "off: 2026-11-18\n"})
    days = list(days_between(date(2026, 11, 16), date(2026, 11, 23)))
    assert [found.day_of(day).working for day in days] == [True, True, False, True, True, False, False]
    assert found.day_of(date(2026, 11, 18)).source is DaySource.LOCAL
    assert on(found, LATE).hidden == {name}
    assert found.schedule.programmes == ()


def test_without_days_of_its_own_the_calendar_is_the_official_one(library: Reader) -> None:
    found = library({})
    assert working_days(date(2026, 2, 16), date(2026, 2, 23), found.day_of) == 0
    year = days_between(date(2026, 1, 1), date(2027, 1, 1))
    assert all(found.day_of(day) == official_day(day) for day in year)


def test_own_days_in_two_files_are_told(library: Reader) -> None:
    found = library({"programme/holidays.yml": "off: 2026-11-18\n", "programme/holidays.yaml": "off: 2026-11-19\n"})
    assert any("programme/holidays" in problem for problem in told(found))


def test_a_year_not_announced_is_planned_with_a_note_until_the_office_writes_its_days_down(library: Reader) -> None:
    year = {f"programme/{NEXT}.yml": f"year: {NEXT}\nholidays: {{policy: skip}}\n"}
    (note,) = library(year).problems
    assert str(note) == (
        f"docs/programme/{NEXT}.yml:2:还没有{NEXT}年的放假安排，暂按星期一到星期五为工作日排期。"
        "放假通知公布后，请更新本软件，或把放假和调休的日子写进 programme/holidays.yml。"
    )
    assert note.severity is Severity.NOTE
    assert len(weeks_of(library(year), NEXT)) == weeks_in(NEXT)
    own = f"off: {{{NEXT}-02-01 至 {NEXT}-02-14: 春节}}\nannounced: [{NEXT}]\n"
    known = library({**year, "programme/holidays.yml": own})
    assert told(known) == []
    assert 1 <= weeks_in(NEXT) - len(weeks_of(known, NEXT)) <= 2


@pytest.mark.parametrize(("policy", "notes"), [("skip", 1), ("merge", 1), ("light", 1), ("keep", 0)])
def test_only_a_year_that_heeds_holidays_misses_their_announcement(
    library: Reader, policy: str, notes: int
) -> None:
    text = f"year: {NEXT}\nholidays: {policy}\n"
    codes = [problem.code for problem in library({f"programme/{NEXT}.yml": text}).problems]
    assert codes == ["holidays-unannounced"] * notes


def test_a_material_in_merged_weeks_is_out_before_the_first_of_them(library: Reader) -> None:
    found = library({"a.md": material("2026-W09"), "programme/2026.yml": "year: 2026\nholidays: {policy: merge}\n"})
    assert told(found) == []
    assert found.materials["a.md"].period.start == week(2026, 8).start
    assert on(found, date(2026, 2, 8)).hidden >= {"a.md"}
    assert "a.md" in on(found, date(2026, 2, 9)).materials


@pytest.mark.parametrize(("policy", "where"), [("keep", "2026-W08"), ("light", "2026-W08"), ("merge", "2026-W09")])
def test_a_material_for_a_week_off_has_a_slot_unless_it_is_skipped(
    library: Reader, policy: str, where: str
) -> None:
    found = library({"a.md": material("2026-W08"), "programme/2026.yml": f"year: 2026\nholidays: {policy}\n"})
    assert told(found) == []
    assert [slot.id for slot in found.schedule.slots if slot.material] == [f"article/{where}"]


# Things at one time


def test_a_lecture_on_a_day_off_that_is_meant_is_no_problem(library: Reader) -> None:
    extra = "lecture: {speaker: 甲, at: 2026-10-01 15:00, on_day_off: yes}\n"
    assert told(library({"a.md": material(extra=extra)})) == []


def test_a_worked_weekend_is_a_day_for_events(library: Reader) -> None:
    events = "year: 2026\nevents:\n  - {kind: 集中学习, at: 2026-02-14 09:00}\n"
    assert told(library({"programme/2026.yml": events})) == []


def test_the_lecture_that_an_event_is_held_for_does_not_clash_with_it(library: Reader) -> None:
    found = library(
        {
            "a.md": material(extra="lecture: {speaker: 王主席, at: 2026-11-25 15:00, venue: 三楼会议室}\n"),
            "programme/2026.yml": (
                "year: 2026\nevents:\n"
                "  - {kind: 委员大讲堂, at: 2026-11-25 15:00, venue: 三楼会议室, hosts: 王主席, materials: a.md}\n"
            ),
        }
    )
    assert told(found) == []


def test_events_of_two_years_clash_too(library: Reader) -> None:
    found = library(
        {
            "programme/2026.yml": "year: 2026\nevents:\n  - {kind: 集中学习, at: 2026-11-25 15:00}\n",
            "programme/2027.yml": "year: 2027\nevents:\n  - {kind: 委员大讲堂, at: 2026-11-25 16:00}\n",
        }
    )
    assert [problem.code for problem in found.problems] == ["event-clash", "event-outside"]


def test_a_lecture_at_the_end_of_the_calendar_stops_nothing(library: Reader) -> None:
    for at in ("9999-12-31", "9999-12-31 23:00"):
        found = library({"a.md": material(extra=f"lecture: {{speaker: 甲, at: {at}}}\n")})
        assert "a.md" in found.materials


# Everything wrong at once


def renamed(files: Files, number: int) -> Files:
    """The files of one case in a folder and a week of their own."""
    return {
        f"case{number:02}/{path}": content.replace("2026-W47", f"2026-W{number + 2:02}")
        if isinstance(content, str)
        else content
        for path, content in files.items()
    }


def _by_place(text: str) -> tuple[str, int]:
    """The file and line that a message names; without a line, the whole file."""
    path, line, *_ = text.split(":")
    return path, int(line) if line.isdecimal() else 0


def test_everything_wrong_in_one_folder_is_told_in_one_run_and_the_rest_is_read(library: Reader) -> None:
    pages = {
        case: files for case, (files, _) in ONE_WRONG.items() if not any("programme/" in path for path in files)
    }
    folder: dict[str, str | bytes] = {"good.md": material("2026-W53", body="一篇好文章")}
    for number, files in enumerate(pages.values()):
        folder |= renamed(files, number)
    found = library(folder)
    shown = on(found, LATE)
    expected = [
        message.replace("docs/", f"docs/case{number:02}/").replace("2026-W47”", f"2026-W{number + 2:02}”")
        for number, case in enumerate(pages)
        for message in ONE_WRONG[case][1]
    ]
    said = [str(problem) for problem in shown.problems]
    assert [text.partition("（")[0] for text in said] == sorted(
        (text.partition("（")[0] for text in expected), key=_by_place
    )
    assert "good.md" in shown.materials
    assert {path.split("/")[0] for path in shown.hidden} == {
        f"case{number:02}"
        for number, case in enumerate(pages)
        if any("不进入网站。" in m or "本篇不发布。" in m for m in ONE_WRONG[case][1])
    }


# What is not yet out


def test_a_material_is_out_seven_days_before_its_week_and_not_eight(library: Reader) -> None:
    found = library({"a.md": material()})
    week = date(2026, 11, 16)
    out = {days for days in range(-30, 31) if "a.md" in on(found, week - timedelta(days=days)).materials}
    assert out == set(range(-30, 8))


@pytest.mark.parametrize("days_ahead", [0, 1, 7, 30, 3660])
def test_how_early_a_material_is_out_is_for_the_office_to_say(library: Reader, days_ahead: int) -> None:
    found = library({"a.md": material("2026-11", cadence="topic")})
    first = date(2026, 11, 1) - timedelta(days=days_ahead)
    assert "a.md" in edition(found, first, days_ahead).materials
    assert "a.md" in edition(found, first - timedelta(days=1), days_ahead).hidden


def test_a_material_without_a_slot_of_its_own_waits_for_its_date_too(library: Reader) -> None:
    found = library({"a.md": material(), "b.md": material(), "c.md": material(cadence="none")})
    assert on(found, date(2026, 11, 8)).hidden == {"a.md", "b.md", "c.md"}
    assert on(found, date(2026, 11, 9)).hidden == frozenset()


def test_a_slot_keeps_its_place_while_its_material_waits(library: Reader) -> None:
    found = library({"a.md": material()})
    before, after = (on(found, date(2026, 11, day)).schedule for day in (8, 9))
    assert [slot.id for slot in before.slots] == [slot.id for slot in after.slots]
    assert not any(slot.material for slot in before.slots)
    assert [slot.id for slot in after.slots if slot.material] == ["article/2026-W47"]


USES = {
    "a picture": material(body="![图](x.png)"),
    "a link": material(body="[下载](x.png)"),
    "a path in angles": material(body="![图](<x.png> '题')"),
    "an image element": material(body='<img alt="" src="x.png">'),
    "a reference": material(body="![图][x]\n\n[x]: x.png"),
    "a picture that is a link": material(body="[![图](x.png)](https://example.org/)"),
    "a picture that is a link to itself": material(body="[![图](x.png)](x.png)"),
    "a picture beside another": material(body="![图](a.png)![图](x.png)"),
    "a handout": material(extra="lecture: {speaker: 甲, handout: x.png}\n"),
    "a handout below its lecture": material(extra="lecture:\n  speaker: 甲\n  handout: x.png\n"),
    "a video": material(extra="lecture: {speaker: 甲, video: x.png}\n"),
    "an escaped name": material(body="![图](%78.png)"),
    "a longer way": material(body="![图](./x.png)"),
}


@pytest.mark.parametrize("use", USES)
def test_what_only_a_waiting_page_uses_waits_with_it(library: Reader, use: str) -> None:
    found = library({"a.md": USES[use], "x.png": b"", "unused.png": b""})
    assert "x.png" in on(found, date(2026, 11, 8)).hidden
    assert on(found, date(2026, 11, 9)).hidden == frozenset()


def test_a_picture_with_brackets_in_its_name_waits_too(library: Reader) -> None:
    found = library({"a.md": material(body="![图](图(1).png)"), "图(1).png": b""})
    assert on(found, date(2026, 11, 8)).hidden == {"a.md", "图(1).png"}


@pytest.mark.parametrize(
    "page", ["# 普通一页\n\n![图](x.png)", material("2026-W40", body="![图](x.png)"), "[下载](./x.png?a#b)"]
)
def test_what_a_page_that_is_out_uses_too_does_not_wait(library: Reader, page: str) -> None:
    found = library({"a.md": material(body="![图](x.png)"), "b.md": page, "x.png": b""})
    assert on(found, date(2026, 11, 8)).hidden == {"a.md"}


def test_a_picture_of_two_waiting_pages_waits_for_the_first(library: Reader) -> None:
    files: Files = {
        "a.md": material(body="![图](x.png)"),
        "b.md": material("2026-W48", body="![图](x.png)"),
        "x.png": b"",
    }
    found = library(files)
    assert on(found, date(2026, 11, 8)).hidden == {"a.md", "b.md", "x.png"}
    assert on(found, date(2026, 11, 9)).hidden == {"b.md"}


@pytest.mark.parametrize(
    "page",
    [
        material("2026-W54", body="![图](x.png)"),
        material("2026-W54", extra="lecture: {speaker: 甲, handout: x.png}\n"),
        material(body="![图](x.png)").replace("slot:", "slot\uff1a"),
        "---\ncadence: article\n\n![图](x.png)\n",
    ],
)
def test_what_only_a_page_held_back_uses_is_held_back(library: Reader, page: str) -> None:
    assert on(library({"a.md": page, "x.png": b""}), LATE).hidden == {"a.md", "x.png"}


def test_links_to_waiting_pages_and_missing_files_are_dead_and_others_are_not(library: Reader) -> None:
    found = library(
        {
            "index.md": "[甲](a.md) [乙](b.md#x) [丙](none.md) [丁](c.md) [戊](schedule/) [己](https://example.org/a.md)",
            "a.md": material("2026-W50", body="[乙](b.md) [丙](none.md)"),
            "b.md": material("2026-W51"),
            "c.md": material("2026-W40"),
        }
    )
    assert on(found, date(2026, 11, 8)).dead == {"index.md": {"a.md", "b.md", "none.md"}}
    assert on(found, LATE).dead == {"index.md": {"none.md"}, "a.md": {"none.md"}}


def test_a_link_to_a_programme_file_is_dead_since_it_is_never_published(library: Reader) -> None:
    found = library({"index.md": "[计划](programme/2026.yml)", "programme/2026.yml": "year: 2026\n"})
    assert on(found, LATE).dead == {"index.md": {"programme/2026.yml"}}


def test_the_home_page_cannot_be_a_material(library: Reader) -> None:
    what = "这个文件是首页下方的文字，不能又是一份材料。请给材料另起一个文件名。"
    assert told(library({"index.md": material()})) == [f"docs/index.md:3:{what}{NOT_IN_SITE}"]


# Anything at all


ANY_FILE = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(str.encode),
    st.builds(
        "---\ntitle: {}\ncadence: {}\nslot: {}\nlecture: {}\n---\n{}".format,
        st.text(max_size=5),
        st.sampled_from(["article", "topic", "书", ""]),
        st.sampled_from(["2026-W47", "2026-11", "2999", "1900-W01", "2999-W52", "x", ""]),
        st.sampled_from(
            [
                "",
                "{handout: b.png}",
                "{handout: ../../b.png}",
                "[1]",
                "{at: 99}",
                "{at: 2026-11-25}",
                "{at: 2026-10-01 15:00}",
            ]
        ),
        st.text("[]()!<>` ab.md#\n", max_size=30),
    ).map(str.encode),
    st.builds(
        "year: {}\nstarts: {}\nends: {}\ncadences: {}\nholidays: {}\nevents: {}\n".format,
        st.integers(1890, 3010),
        st.dates(),
        st.dates(),
        st.sampled_from(["", "[]", "[{id: article, name: 文, every: week, at_least: 2}]", "[{id: 书}]", "{}"]),
        st.sampled_from(["", "skip", "{policy: merge}", "light", "[1]"]),
        st.sampled_from(
            ["", "[]", "[{kind: 会, at: 2026-11-25 15:00}]", "[{kind: 会, at: 2026-11-25, materials: a.md}]"]
        ),
    ).map(str.encode),
    st.builds(
        "off: {} 至 {}\nwork: {}\nannounced: {}\n".format, st.dates(), st.dates(), st.dates(), st.integers()
    ).map(str.encode),
)


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "a.md",
                "b.md",
                "c/d.markdown",
                "b.png",
                "programme/2026.yml",
                "programme/x.yaml",
                "programme/holidays.yml",
            ]
        ),
        ANY_FILE,
    ),
    st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    st.integers(0, 3660),
)
def test_any_files_are_a_library_and_an_edition(files: dict[str, bytes], today: date, days_ahead: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for path, content in files.items():
            (Path(folder) / path).parent.mkdir(exist_ok=True)
            (Path(folder) / path).write_bytes(content)
        found = load(Path(folder), files, "docs/")
    shown = on(found, today, days_ahead)
    assert shown.hidden <= found.files
    assert not shown.hidden & set(shown.materials)
    assert {slot.material.path for slot in shown.schedule.slots if slot.material} <= set(shown.materials)
    assert not set(shown.dead) & shown.hidden
    assert all(shown.dead.values())


# Groups that are not in the list


GROUPED = (
    "year: 2026\ngroups: [第一学习小组, 第二学习小组]\nevents:\n"
    "  - {{kind: 集中学习, at: 2026-11-25 09:00, groups: [{group}]}}\n"
)
ADD_IT = "确实要用的，请加到 groups 里。"


@pytest.mark.parametrize("group", ["第一学习小组", "全体", "全体委员"])
def test_a_group_of_the_list_or_everyone_is_known(library: Reader, group: str) -> None:
    assert told(library({"programme/2026.yml": GROUPED.format(group=group)})) == []


def test_a_slip_in_a_groups_name_is_told_with_the_name_that_was_meant(library: Reader) -> None:
    files = {
        "programme/2026.yml": GROUPED.format(group="第一学习组"),
        "a.md": material(extra="group: 教育界别\n"),
    }
    assert told(library(files)) == [
        f"docs/a.md:4:2026年学习计划的 groups 里没有“教育界别”。现有 第一学习小组、第二学习小组。{ADD_IT}",
        f"docs/programme/2026.yml:4:2026年学习计划的 groups 里没有“第一学习组”。是否想写“第一学习小组”？{ADD_IT}",
    ]


def test_without_a_list_of_groups_any_name_will_do(library: Reader) -> None:
    files = {
        "programme/2026.yml": GROUPED.format(group="甲组").replace("groups: [第一学习小组, 第二学习小组]\n", "")
    }
    assert told(library(files)) == []
