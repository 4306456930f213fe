import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from shuxiang.cli.arguments import china_date
from shuxiang.cli.check import exit_code, main, parser
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity

CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
TODAY = "2026-11-21"
NOT_A_WEEK = (
    "docs/a.md:4:期次“2026-W54”不存在（2026 年到第 53 周）。请改为 2026-W01 至 2026-W53。改好之前，本篇不发布。"
)
NO_SOURCE = "docs/a.md:1:没有写明来源（source）。请加一行 source: 原载何处，或“本会编写”。"


def material(slot: str = "2026-W47", source: str = "source: 本会编写\n", body: str = "正文") -> str:
    return f"---\ntitle: 题目\ncadence: article\nslot: {slot}\n{source}---\n{body}\n"


@pytest.fixture
def docs(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The documents of a project that has our plugin; what `--today` sets in the environment is taken back."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "to be restored")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    (project / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return project / "docs"


def check(*options: str) -> int:
    return main(["--today", TODAY, *options])


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def problems(text: str) -> list[dict[str, Any]]:
    answer = json.loads(text)
    assert answer["version"] == 1
    found: list[dict[str, Any]] = answer["problems"]
    return found


def test_nothing_wrong_is_said_and_counted(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "a.md", material())
    write(docs / "b.md", material("2026-W53"))
    assert check() == 0
    assert capsys.readouterr().out == (
        "没有发现问题。\n"
        "共 2 篇材料，2 篇排入学习计划；现在生成网站，读者能看到 1 篇，其余 1 篇未到发布日期。\n"
        "以2026年11月21日为“今天”。\n"
    )


def test_what_must_be_changed_is_listed_before_what_should_be(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(docs / "a.md", material(source=""))
    write(docs / "z.md", material("2026-W54"))
    assert check() == 1
    assert capsys.readouterr().out == (
        "要改的1处：\n"
        f"  {NOT_A_WEEK.replace('a.md', 'z.md')}\n"
        "建议改的1处：\n"
        f"  {NO_SOURCE}\n"
        "共 1 篇材料，1 篇排入学习计划；现在生成网站，读者能看到 1 篇。\n"
        "以2026年11月21日为“今天”。\n"
    )


@pytest.mark.parametrize(
    ("text", "usual", "strict"),
    [(material(), 0, 0), (material(source=""), 0, 1), (material("2026-W54"), 1, 1)],
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_exit_code_says_whether_something_stands_in_the_way(
    docs: Path, text: str, usual: int, strict: int, form: list[str]
) -> None:
    write(docs / "a.md", text)
    assert check(*form) == usual
    assert check("--strict", *form) == strict


def test_programs_get_the_same_problems_as_json(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "a.md", material("2026-W54"))
    write(docs / "b.md", material(source="", body="见[图](x.png)。"))
    assert check("--json") == 1
    assert problems(capsys.readouterr().out) == [
        {
            "file": "docs/a.md",
            "line": 4,
            "severity": "error",
            "code": "slot-invalid",
            "what": "期次“2026-W54”不存在（2026 年到第 53 周）。",
            "fix": "请改为 2026-W01 至 2026-W53。改好之前，本篇不发布。",
        },
        {
            "file": "docs/b.md",
            "line": 1,
            "severity": "warning",
            "code": "source-missing",
            "what": "没有写明来源（source）。",
            "fix": "请加一行 source: 原载何处，或“本会编写”。",
        },
        {
            "file": "docs/b.md",
            "line": 6,
            "severity": "warning",
            "code": "link-missing",
            "what": "链接指向的文件不存在（x.png）。",
            "fix": "请核对路径（相对于本文件所在的文件夹）和大小写。",
        },
    ]


def test_json_without_problems_is_an_empty_list(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "a.md", material())
    assert check("--json", "--strict") == 0
    assert problems(capsys.readouterr().out) == []


def test_today_decides_which_links_are_too_early(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs / "a.md", material("2026-W40", body="见[下篇](b.md)。"))
    write(docs / "b.md", material("2026-W50"))
    assert main(["--json", "--today", "2026-11-29"]) == 0
    assert [problem["code"] for problem in problems(capsys.readouterr().out)] == ["link-unpublished"]
    assert main(["--json", "--today", "2026-11-30"]) == 0
    assert problems(capsys.readouterr().out) == []


def test_how_early_is_taken_from_the_configuration(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(docs.parent / "mkdocs.yml", CONFIG.replace("[shuxiang]", "[{shuxiang: {publish_ahead: 0}}]"))
    write(docs / "a.md", material("2026-W48"))
    assert check() == 0
    assert "读者能看到 0 篇" in capsys.readouterr().out


@pytest.mark.parametrize(
    "target", ["index.md", "schedule/index.md", "schedule/2026/index.md", "cadence/article/index.md"]
)
def test_a_link_to_a_page_that_the_site_makes_itself_is_no_problem(
    docs: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs / "index.md").unlink()
    write(docs / "a.md", material(body=f"见[那一页]({target})。"))
    check("--json")
    assert problems(capsys.readouterr().out) == []


def test_checking_changes_no_file_and_makes_no_site(docs: Path) -> None:
    write(docs / "a.md", material("2026-W54"))
    before = {path: path.stat().st_mtime_ns for path in docs.parent.rglob("*")}
    check()
    assert {path: path.stat().st_mtime_ns for path in docs.parent.rglob("*")} == before


def test_a_project_without_our_plugin_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert project.is_dir()
    assert main([]) == 1
    assert capsys.readouterr().err == (
        "配置文件的 plugins 里没有 shuxiang，不知道学习材料在哪里。请加上 - shuxiang。\n"
    )


def test_a_configuration_that_is_not_there_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config-file", "other.yml"]) == 1
    assert capsys.readouterr().err == f"找不到配置文件 {project / 'other.yml'}。请检查 --config-file。\n"


def test_a_day_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["--today", "2026-02-30"])
    assert leaving.value.code == 2
    assert "“2026-02-30”不是日期，请写成 2026-11-21 这样" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["1899-12-31", "9999-12-31"])
def test_a_today_out_of_all_time_is_refused(day: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="1900 到 2999 年之间"):
        china_date(day)


@pytest.mark.parametrize(
    ("severities", "usual", "strict"),
    [([], 0, 0), ([Severity.WARNING], 0, 1), ([Severity.ERROR], 1, 1), ([Severity.WARNING, Severity.ERROR], 1, 1)],
)
def test_only_errors_fail_a_check_unless_it_is_strict(severities: list[Severity], usual: int, strict: int) -> None:
    found = [Diagnostic(Origin("a.md", 1), "code", "错了。", "请改。", severity) for severity in severities]
    assert exit_code(found, strict=False) == usual
    assert exit_code(found, strict=True) == strict


def test_the_check_is_called_by_its_script() -> None:
    assert parser().format_usage().startswith("用法：python3 scripts/check.py")
