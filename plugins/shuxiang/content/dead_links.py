"""Links that lead to no page or file of the day's site: who has them, and what to say of it."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from shuxiang.content.edition import Edition
from shuxiang.content.library import Library
from shuxiang.content.links import Link, resolve
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity

_FILE = re.compile(r".*\.[A-Za-z0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class DeadLinks:
    """By page the targets (paths below the documents folder) that it must not link to, and the diagnostics."""

    targets: dict[str, frozenset[str]]
    problems: tuple[Diagnostic, ...]


def dead_links(library: Library, edition: Edition, generated: Container[str]) -> DeadLinks:
    """The dead links of all pages that the edition shows; ``generated`` are the paths of pages without a file."""
    targets: dict[str, set[str]] = {}
    problems = []
    for page, links in library.links.items():
        for link in links if page not in edition.hidden else ():
            target = resolve(page, link.target)
            if target and _FILE.fullmatch(target) and not _lives(target, library, edition, generated):
                targets.setdefault(page, set()).add(target)
                problems.append(_said(library, edition, page, link, target))
    return DeadLinks({page: frozenset(dead) for page, dead in targets.items()}, tuple(problems))


def _lives(target: str, library: Library, edition: Edition, generated: Container[str]) -> bool:
    return target in generated or (target in library.files and target not in edition.hidden)


def _said(library: Library, edition: Edition, page: str, link: Link, target: str) -> Diagnostic:
    origin = Origin(library.root + page, link.line)
    if target in edition.early:
        start = library.materials[target].period.start
        what = f"链接指向尚未发布的材料（{target}，{start} 开始的一期）。"
        fix = "发布之前，页面上只显示链接的文字。如不想提前透露，请改写这段文字。"
        return Diagnostic(origin, "link-unpublished", what, fix, Severity.WARNING)
    if target in library.withheld:
        what, fix = f"链接指向的页面（{target}）有错误，没有进入网站。", "请先改好那一页。"
    elif target in library.files:
        what, fix = f"链接指向的文件（{target}）不进入网站。", "请改为链接到读者看得到的页面或文件。"
    else:
        what, fix = f"链接指向的文件不存在（{target}）。", "请核对路径（相对于本文件所在的文件夹）和大小写。"
    return Diagnostic(origin, "link-missing", what, fix, Severity.WARNING)
