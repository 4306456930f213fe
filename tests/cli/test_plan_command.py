import os
import subprocess
import sys
from pathlib import Path

import pytest

from shuxiang.cli.plan import main, parser

CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
TODAY = "2026-02-18"
"""A Wednesday in 2026-W08, the week of Spring Festival in which nobody works."""

WEEK_8 = (
    "“周学一文”在 2026-W08（2月16日至22日）没有期：没有工作日（2月16日至22日春节），"
    "而2026年学习计划规定，没有工作日的周不设期（skip）（docs/programme/2026.yml 第 8 行）。"
    "前一期是第2周（2026-W07，2月9日至15日），后一期是第3周（2026-W09，2月23日至3月1日）。"
)
FEBRUARY = (
    "“月讲一题”2月（2026-02，2月1日至28日）：每月一期。"
    "材料是《丙题》（docs/c.md），2026年1月25日起进入网站。至少要 2 篇，还差 1 篇。"
)
KNOWN = "现有 article（周学一文）、topic（月讲一题）。"

PROGRAMME = """\
year: 2026
title: 试行计划
starts: 2026-02-02
ends: 2026-03-09
cadences:
  - {id: article, name: 周学一文, every: week}
  - {id: topic, name: 月讲一题, every: month, at_least: 2}
holidays: {policy: skip}
events:
  - {kind: 委员大讲堂, title: 怎样写好提案, at: 2026-02-11 15:00-17:30, venue: 三楼, groups: [第一小组, 经济界]}
  - {kind: 读书分享会, at: 2026-02-26 09:30}
  - {kind: 集中学习, at: 2026-03-03, until: 2026-03-05}
"""

YEAR = """\
试行计划（2026年2月2日至2026年3月8日）

期次      第几期    日期             工作日    栏目        材料
--------  --------  ---------------  --------  ----------  -----------------
2026-02   2月       2月1日至28日               月讲一题    丙题（还差 1 篇）
2026-W06  第1周     2月2日至8日      5         周学一文    待定
2026-W07  第2周     2月9日至15日     6 春节    周学一文    甲文
2026-W08  —         2月16日至22日    0         （不设期）  春节
2026-W09  第3周     2月23日至3月1日  5 春节    周学一文    乙文（没有正文）
2026-W10  第4周     3月2日至8日      5         周学一文    待定

活动

日期           时间         活动                      地点    参加
-------------  -----------  ------------------------  ------  ----------------
2月11日（三）  15:00-17:30  委员大讲堂：怎样写好提案  三楼    第一小组、经济界
2月26日（四）  09:30        读书分享会                        全体
3月3日至5日    全天         集中学习                          全体
"""

ARTICLES = """\
试行计划（2026年2月2日至2026年3月8日）

期次      第几期    日期             工作日    栏目        材料
--------  --------  ---------------  --------  ----------  ----------------
2026-W06  第1周     2月2日至8日      5         周学一文    待定
2026-W07  第2周     2月9日至15日     6 春节    周学一文    甲文
2026-W08  —         2月16日至22日    0         （不设期）  春节
2026-W09  第3周     2月23日至3月1日  5 春节    周学一文    乙文（没有正文）
2026-W10  第4周     3月2日至8日      5         周学一文    待定
"""

TOPICS = """\
试行计划（2026年2月2日至2026年3月8日）

期次     第几期    日期          工作日    栏目      材料
-------  --------  ------------  --------  --------  -----------------
2026-02  2月       2月1日至28日            月讲一题  丙题（还差 1 篇）
"""

GAPS = """\
今后 4 周还没有材料的期（2）：
  月讲一题 2月（2026-02，2月1日至28日）：还差 1 篇，已经开始
  周学一文 第4周（2026-W10，3月2日至8日）：还有 12 天开始

有题目、还没有正文的材料（1）：
  周学一文 第3周（2026-W09，2月23日至3月1日）：《乙文》 docs/b.md

讲过了、还没有评的材料（1）：
  月讲一题 2月（2026-02，2月1日至28日）：《丙题》 docs/c.md，2026-02-11 09:00 讲
"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def material(title: str, cadence: str, slot: str, body: str = "正文\n", extra: str = "") -> str:
    return f"---\ntitle: {title}\ncadence: {cadence}\nslot: {slot}\nsource: 本会编写\n{extra}---\n{body}"


@pytest.fixture
def docs(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The documents of a project with a plan of five weeks; what `--today` sets outside is taken back."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "to be restored")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    write(project / "mkdocs.yml", CONFIG)
    folder = project / "docs"
    write(folder / "programme/2026.yml", PROGRAMME)
    write(folder / "a.md", material("甲文", "article", "2026-W07"))
    write(folder / "b.md", material("乙文", "article", "2026-W09", body=""))
    lecture = "lecture: {speaker: 丁, at: 2026-02-11 09:00}\n"
    write(folder / "c.md", material("丙题", "topic", "2026-02", extra=lecture))
    return folder


def plan(*argv: str) -> int:
    return main([*argv, "--today", TODAY])


# show


@pytest.mark.parametrize(
    ("options", "table"),
    [
        ([], YEAR),
        (["--year", "2026"], YEAR),
        (["--cadence", "article"], ARTICLES),
        (["--cadence", "topic"], TOPICS),
    ],
)
def test_the_year_is_a_table(
    docs: Path, options: list[str], table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert docs.is_dir()
    assert plan("show", *options) == 0
    assert capsys.readouterr() == (table, "")


def row(docs: Path, holidays: str, key: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The row of that key under another policy, its columns apart by one space."""
    write(docs / "programme/2026.yml", PROGRAMME.replace("{policy: skip}", holidays))
    assert plan("show") == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith(key)]
    return " ".join(line.split())


@pytest.mark.parametrize(
    ("policy", "key", "shown"),
    [
        ("keep", "2026-W08", "2026-W08 第3周 2月16日至22日 0 春节 周学一文 待定"),
        ("light", "2026-W08", "2026-W08 第3周 2月16日至22日 0 春节 周学一文（轻阅读） 待定"),
        ("merge", "2026-W09", "2026-W09 第3周 2月16日至3月1日 5 春节 周学一文 乙文（没有正文）"),
    ],
)
def test_a_week_off_is_shown_as_the_policy_has_it(
    docs: Path, policy: str, key: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert row(docs, policy, key, capsys) == shown


def test_a_long_title_goes_on_in_the_next_line(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "a.md", material("文" * 30, "article", "2026-W07"))
    assert plan("show", "--cadence", "article") == 0
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("2026-W07"))
    assert lines[at].endswith("周学一文    " + "文" * 20)
    assert lines[at + 1].split() == ["文" * 10]


def keys_shown(text: str) -> list[str]:
    """The first column of the slots' table."""
    return [line.split()[0] for line in text.split("\n\n")[1].splitlines()[2:]]


def test_rows_are_in_the_order_of_their_first_day(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "programme/2026.yml", PROGRAMME.replace("ends: 2026-03-09", "ends: 2026-03-23"))
    assert plan("show") == 0
    weeks = ["2026-W06", "2026-W07", "2026-W08", "2026-W09", "2026-03", "2026-W10", "2026-W11", "2026-W12"]
    assert keys_shown(capsys.readouterr().out) == ["2026-02", *weeks]


def articles_from(day: str, docs: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The weeks of a year that begins on that day, and ends on 2 March."""
    write(docs / "programme/2026.yml", PROGRAMME.replace("2026-02-02", day).replace("2026-03-09", "2026-03-02"))
    assert plan("show", "--year", "2026", "--cadence", "article") == 0
    return keys_shown(capsys.readouterr().out)


def test_only_whole_weeks_off_of_the_year_itself_are_among_its_weeks(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = "year: 2027\nstarts: 2026-03-02\nends: 2027-03-01\nholidays: skip\n"
    write(docs / "programme/2027.yml", later)
    write(docs / "programme/holidays.yml", "off: 2026-03-02 至 2026-03-06\n")
    assert articles_from("2026-02-13", docs, capsys) == ["2026-W08", "2026-W09"]
    assert articles_from("2026-02-16", docs, capsys) == ["2026-W08", "2026-W09"]


def test_a_week_off_in_which_the_year_begins_is_among_its_weeks(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert articles_from("2026-02-18", docs, capsys) == ["2026-W08", "2026-W09"]


def test_a_title_that_looks_like_a_number_stays_as_it_is_written(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(docs / "c.md", material('"007.50"', "topic", "2026-02"))
    write(docs / "programme/2026.yml", PROGRAMME.replace(", at_least: 2", ""))
    assert plan("show", "--cadence", "topic") == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("月讲一题  007.50")


def test_several_materials_share_a_row(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "d.md", material("丁题", "topic", "2026-02"))
    assert plan("show", "--cadence", "topic") == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("月讲一题  丙题；丁题")


def test_a_cadence_without_a_slot_has_an_empty_table(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        docs / "programme/2026.yml",
        PROGRAMME.replace("ends: 2026-03-09", "ends: 2026-02-09").replace("month", "year"),
    )
    write(docs / "programme/2025.yml", "year: 2025\nstarts: 2026-01-05\nends: 2026-02-02\n")
    assert plan("show", "--year", "2026", "--cadence", "topic") == 0
    assert "期次" in capsys.readouterr().out


def test_a_year_without_a_file_is_shown_by_its_default(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "old.md", material("旧文", "article", "2024-W10"))
    assert plan("show", "--year", "2024") == 0
    shown = capsys.readouterr().out
    assert shown.startswith("2024年“书香政协”学习计划（2024年1月1日至2024年12月29日）\n")
    assert "年撰一稿" in shown


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--year", "2020"],
            "没有2020年的学习计划，现有 2026 年的。请先建 programme/2020.yml，写一行 year: 2020 就可以。\n",
        ),
        (["--cadence", "artcle"], f"2026年学习计划里没有节奏“artcle”。{KNOWN}\n"),
    ],
)
def test_a_year_or_a_cadence_that_there_is_not_is_told_with_those_there_are(
    docs: Path, options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert docs.is_dir()
    assert plan("show", *options) == 1
    assert capsys.readouterr() == ("", sentence)


def test_without_any_year_one_is_told_to_make_it(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.md", "b.md", "c.md", "programme/2026.yml"):
        (docs / name).unlink()
    assert plan("show") == 1
    assert capsys.readouterr().err == (
        "没有学习计划，现在一个也没有。请先建 programme/2026.yml，写一行 year: 2026 就可以。\n"
    )
    assert plan("gaps") == 0
    assert plan("explain", "2026-W08") == 0
    assert "现在还没有学习计划" in capsys.readouterr().out


# explain


@pytest.mark.parametrize(
    ("asked", "sentences"),
    [
        ("2026-W08", [WEEK_8]),
        ("article/2026-W08", [WEEK_8]),
        (" 2026-W08 ", [WEEK_8]),
        ("2026-w08", [WEEK_8]),
        ("周学一文/2026-W08", [WEEK_8]),
        ("2026-02", [FEBRUARY]),
        ("topic/2026-02", [FEBRUARY]),
        ("2026-02-18", ["2026年2月18日，星期三，春节，休息。", WEEK_8, FEBRUARY]),
        (
            "2026-W12",
            [
                (
                    "2026-W12（3月16日至22日）不在任何学习计划之内。"
                    "最近的2026年学习计划从 2026-02-02 起，2026-03-09 前结束，这一期不在其中。"
                )
            ],
        ),
    ],
)
def test_a_period_or_a_day_is_explained_in_sentences(
    docs: Path, asked: str, sentences: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert docs.is_dir()
    assert plan("explain", asked) == 0
    assert capsys.readouterr() == ("\n".join(sentences) + "\n", "")


@pytest.mark.parametrize("asked", ["第2周", "2026年第2周", "article/第2周"])
def test_a_week_may_be_asked_for_by_its_number(docs: Path, asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.is_dir()
    assert plan("explain", asked) == 0
    assert capsys.readouterr().out.startswith("“周学一文”第2周（2026-W07，2月9日至15日）：有 6 个工作日")


def test_the_days_of_the_office_are_told_to_be_its_own(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "programme/holidays.yml", "work:\n  2026-02-21: 值班\n")
    assert plan("explain", "2026-02-21") == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "2026年2月21日，星期六，值班，上班（本单位的 programme/holidays.yml）。"
    assert "有 1 个工作日（2月16日至20日春节；2月21日值班上班；2月22日春节）" in second


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2026-W54", "期次“2026-W54”不存在（2026 年到第 53 周）。请改为 2026-W01 至 2026-W53。"),
        ("2026-02-30", "日期“2026-02-30”不存在。请核对月份和日子。"),
        ("article/2026-02-30", "期次“2026-02-30”写法不对。"),
        ("第99周", "2026年学习计划里没有第99周。请核对，或写期次，例如 2026-W06。"),
        ("", "期次“”写法不对。"),
        ("article/", "期次“”写法不对。"),
        ("/", "期次“”写法不对。"),
    ],
)
def test_what_is_neither_a_period_nor_a_day_is_told(
    docs: Path, asked: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert docs.is_dir()
    assert plan("explain", asked) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith(said)


@pytest.mark.parametrize("asked", ["0001-01-01", "1899-12-31", "2999-12-31", "9999-12-25", "9999-12-31"])
def test_a_day_far_away_is_no_error_of_the_program(
    docs: Path, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert docs.is_dir()
    assert plan("explain", asked) in {0, 1}
    out, error = capsys.readouterr()
    assert "程序出错" not in error
    assert "不存在" not in out + error


# gaps


def test_what_is_missing_is_listed(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.is_dir()
    assert plan("gaps") == 0
    assert capsys.readouterr() == (GAPS, "")


def test_a_lecture_without_a_date_is_listed(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "c.md", material("丙题", "topic", "2026-02"))
    assert plan("gaps") == 0
    assert (
        "还没有讲座日期的材料（1）：\n  月讲一题 2月（2026-02，2月1日至28日）：《丙题》 docs/c.md\n"
        in capsys.readouterr().out
    )


def test_a_light_week_without_material_is_listed_as_light(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "programme/2026.yml", PROGRAMME.replace("policy: skip", "policy: light"))
    assert plan("gaps") == 0
    assert "  周学一文 第3周（2026-W08，2月16日至22日）：轻阅读，已经开始\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("today", "when"), [("2026-03-01", "还有 1 天开始"), ("2026-03-02", "已经开始"), ("2026-03-08", "已经开始")]
)
def test_a_slot_without_material_says_when_it_begins(
    docs: Path, today: str, when: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert docs.is_dir()
    assert main(["gaps", "--today", today]) == 0
    assert f"  周学一文 第4周（2026-W10，3月2日至8日）：{when}\n" in capsys.readouterr().out


def test_how_far_to_look_is_for_the_organizer_to_say(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.is_dir()
    assert plan("gaps", "--weeks", "1") == 0
    assert "今后 1 周还没有材料的期（1）：\n  月讲一题" in capsys.readouterr().out


def test_when_nothing_is_missing_that_is_said(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "b.md", material("乙文", "article", "2026-W09"))
    write(docs / "c.md", material("丙题", "topic", "2026-02", extra="lecture: {at: 2026-02-28 09:00}\n"))
    write(docs / "d.md", material("丁题", "topic", "2026-02", extra="lecture: {at: 2026-02-28 14:00}\n"))
    assert plan("gaps", "--weeks", "1") == 0
    assert capsys.readouterr().out == "今后 1 周的期都有材料，讲座都有日期，讲过的都有评。\n"


@pytest.mark.parametrize(("weeks", "code"), [("1", 0), ("520", 0), ("0", 1), ("-1", 1), ("521", 1)])
def test_weeks_go_from_1_to_520(docs: Path, weeks: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.is_dir()
    assert plan("gaps", f"--weeks={weeks}") == code
    error = capsys.readouterr().err
    assert error == (f"--weeks 要的是 1 到 520 的整数，给的是 {weeks}。\n" if code else "")


# All commands


COMMANDS = (["show"], ["explain", "2026-W08"], ["explain", TODAY], ["gaps"])


@pytest.mark.parametrize("argv", COMMANDS)
def test_nothing_is_written(docs: Path, argv: list[str]) -> None:
    before = {path: path.stat().st_mtime_ns for path in docs.parent.rglob("*")}
    assert plan(*argv) == 0
    assert {path: path.stat().st_mtime_ns for path in docs.parent.rglob("*")} == before


def test_the_same_documents_give_the_same_bytes(docs: Path) -> None:
    command = [sys.executable, "-m", "shuxiang.cli", "plan", "show", "--today", TODAY]
    answers = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        answers.append(subprocess.check_output(command, cwd=docs.parent, env=environment, timeout=60))  # noqa: S603
    assert answers[0] == answers[1] == YEAR.encode()


@pytest.mark.parametrize("argv", COMMANDS)
def test_a_project_without_our_plugin_is_told(
    docs: Path, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write(docs.parent / "mkdocs.yml", "site_name: 书香\ntheme: {name: mkdocs}\nplugins: []\n")
    assert main(argv) == 1
    assert capsys.readouterr() == (
        "",
        "配置文件的 plugins 里没有 shuxiang，不知道学习材料在哪里。请加上 - shuxiang。\n",
    )


@pytest.mark.parametrize("argv", COMMANDS)
def test_a_configuration_that_is_not_there_or_cannot_be_read_is_told(
    docs: Path, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*argv, "--config-file", "other.yml"]) == 1
    assert capsys.readouterr().err == f"找不到配置文件 {docs.parent / 'other.yml'}。请检查 --config-file。\n"
    write(docs.parent / "mkdocs.yml", "site_name: [书香\n")
    assert main(argv) == 1
    assert capsys.readouterr().err.startswith(f"配置文件 {docs.parent / 'mkdocs.yml'} 有误")


@pytest.mark.parametrize("argv", COMMANDS)
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("programme/2026.yml", "year\uff1a2026\n"),
        ("programme/2026.yml", "[" * 50),
        ("programme/2026.yml", "year: 2026\nstarts: 9999-12-31\nholidays: 甲\nevents: {甲: 乙}\n"),
        ("programme/2026.yml", PROGRAMME.replace("skip", "skipp").replace("15:00-17:30", "下午")),
        ("programme/holidays.yml", "off: {一: [二]}\nwork: 2026-02-99\nannounced: 明年\n"),
        ("a.md", "---\ntitle: [\ncadence: article\n---\n"),
        ("a.md", material("甲文", "none", "2026-W99", extra="lecture: [1]\n")),
    ],
)
def test_what_is_wrong_in_the_documents_is_for_the_check_to_say(
    docs: Path, argv: list[str], path: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(docs / path, text)
    assert plan(*argv) == 0
    out, error = capsys.readouterr()
    assert out.strip()
    assert error.startswith("文件里有 ")
    assert error.endswith(" 处要改，下面说的可能因此不全。请先运行 python3 scripts/check.py 看是哪些。\n")


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        ([], "缺少参数：命令。完整说明：python3 scripts/plan.py --help"),
        (["explain"], "缺少参数：期次。完整说明：python3 scripts/plan.py explain --help"),
        (
            ["show", "--year", "今年"],
            "--year 要的是整数，给的是 '今年'。完整说明：python3 scripts/plan.py show --help",
        ),
        (
            ["gaps", "--weeks", "两"],
            "--weeks 要的是整数，给的是 '两'。完整说明：python3 scripts/plan.py gaps --help",
        ),
        (["gaps", "--week", "2"], "不认识的参数：--week 2。完整说明：python3 scripts/plan.py --help"),
        (
            ["gaps", "--today", "2026-02-30"],
            "--today：“2026-02-30”不是日期，请写成 2026-11-21 这样。完整说明：python3 scripts/plan.py gaps --help",
        ),
    ],
)
def test_arguments_that_are_wrong_leave_with_2_and_a_sentence(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(argv)
    assert leaving.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == f"参数有误：{sentence}"


def test_a_command_that_there_is_not_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["shwo"])
    assert leaving.value.code == 2
    error = capsys.readouterr().err
    assert "命令 不能是 'shwo'，可选：" in error
    assert all(command in error for command in ("show", "explain", "gaps"))


def test_the_commands_are_called_by_their_script() -> None:
    assert parser().format_usage().startswith("用法：python3 scripts/plan.py")
