"""Check the programme and its materials: every problem at once, each with what to write instead."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from mkdocs.structure.files import get_files

from shuxiang.cli.arguments import Parser, add_config_file, add_today
from shuxiang.cli.opened import open_config
from shuxiang.cli.problem import Problem, guarded
from shuxiang.core.diagnostics import Diagnostic, Severity
from shuxiang.core.labels import day_text
from shuxiang.mkdocs_plugin.press import Press, open_press

HEADINGS = {
    Severity.ERROR: "要改的{count}处：",
    Severity.WARNING: "建议改的{count}处：",
    Severity.NOTE: "另有{count}处说明：",
}


def parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    result = Parser(
        "python3 scripts/check.py",
        "检查学习计划和全部材料，一次列出所有问题：在哪个文件哪一行、错在哪里、该怎么写。不生成网站，也不改动任何文件。",
    )
    add_config_file(result)
    add_today(result)
    result.add_argument("--strict", action="store_true", help="有建议改的地方也算不通过（例如没有写明来源）")
    result.add_argument("--json", action="store_true", help="用 JSON 输出，供其他程序读取")
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Check, print, and return 1 when something must be changed (with --strict: or should be), else 0."""
    return guarded(partial(_run, parser().parse_args(argv)))


def _run(options: argparse.Namespace) -> int:
    config, plugin = open_config(options)
    press = open_press(config, plugin, get_files(config))
    lines = [_as_json(press.problems)] if options.json else [*as_text(press.problems), *_summary(press)]
    print("\n".join(lines))  # noqa: T201
    return exit_code(press.problems, strict=options.strict)


def exit_code(problems: Iterable[Diagnostic], *, strict: bool) -> int:
    """1 when something must be mended, 0 otherwise; with ``strict`` what should be mended counts too."""
    counts = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(problem.severity in counts for problem in problems))


def refuse_ill(problems: Sequence[Diagnostic], closing: str, *, strict: bool) -> None:
    """Problem, with all of them and a closing sentence, when something must (``strict``: or should) be mended."""
    if exit_code(problems, strict=strict):
        raise Problem("\n".join([*as_text(problems), closing]))


def as_text(problems: Iterable[Diagnostic]) -> Iterator[str]:
    """The problems as lines for people, the gravest first."""
    found = list(problems)
    for severity, heading in HEADINGS.items():
        group = [problem for problem in found if problem.severity is severity]
        if group:
            yield heading.format(count=len(group))
            yield from (f"  {problem}" for problem in group)
    if not found:
        yield "没有发现问题。"


def _summary(press: Press) -> Iterator[str]:
    total, shown = len(press.library.materials), len(press.edition.materials)
    placed = sum(1 for slot in press.library.schedule.slots if slot.material)
    waiting = f"，其余 {total - shown} 篇未到发布日期" if total > shown else ""
    yield f"共 {total} 篇材料，{placed} 篇排入学习计划；现在生成网站，读者能看到 {shown} 篇{waiting}。"
    yield f"以{day_text(press.today)}为“今天”。"


def _as_json(found: Iterable[Diagnostic]) -> str:
    problems = [
        {
            "file": problem.origin.path,
            "line": problem.origin.line,
            "severity": problem.severity,
            "code": problem.code,
            "what": problem.what,
            "fix": problem.fix,
        }
        for problem in found
    ]
    return json.dumps({"version": 1, "problems": problems}, ensure_ascii=False, indent=1)
