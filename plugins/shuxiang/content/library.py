"""The documents folder, read whole: programmes, materials, links, and everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from shuxiang.content.asterisks import swallowed_asterisks
from shuxiang.content.header import Document, read_document
from shuxiang.content.links import Link, find_links, resolve
from shuxiang.content.material import is_material, read_material
from shuxiang.content.programme import read_programme
from shuxiang.content.text_file import read_text
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity, in_order
from shuxiang.core.model import Material, Programme
from shuxiang.core.schedule import Schedule, overlaps, plan

_PROGRAMME_FILE = re.compile(r"programme/[^/]+\.ya?ml")
_ATTACHED_FILE = re.compile(r"[^:]+\.[A-Za-z0-9]{2,5}")


def is_programme_file(path: str) -> bool:
    """Whether a path below the documents folder is a programme's; such files are read, never published."""
    return bool(_PROGRAMME_FILE.fullmatch(path))


@dataclass(frozen=True, slots=True)
class Library:
    """All that the folder holds, published or not.

    ``materials`` by path, with or without a slot; ``links`` by page; ``withheld`` the pages that cannot be read or
    placed in time; ``schedule`` with every material in its slot.
    """

    schedule: Schedule
    materials: Mapping[str, Material]
    links: Mapping[str, tuple[Link, ...]]
    files: frozenset[str]
    withheld: frozenset[str]
    problems: tuple[Diagnostic, ...]
    root: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What a site built on one day may show.

    ``schedule`` holds published materials only; ``hidden`` are the paths (pages, and files only they use) that stay
    out; ``dead`` says for each page which of its targets inside the site do not exist in this edition.
    """

    schedule: Schedule
    materials: Mapping[str, Material]
    hidden: frozenset[str]
    dead: Mapping[str, frozenset[str]]
    problems: tuple[Diagnostic, ...]


@dataclass
class _Shelf:
    """What has been read so far."""

    programmes: list[Programme] = field(default_factory=list)
    materials: dict[str, Material] = field(default_factory=dict)
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)


def load(docs: Path, paths: Iterable[str], shown_root: str) -> Library:
    """Read ``paths`` (below ``docs``, with ``/``); ``shown_root`` goes before them in messages (``docs/``)."""
    files = sorted(paths)
    shelf = _Shelf()
    for path in files:
        if is_programme_file(path):
            _add_programme(shelf, docs, path, shown_root + path)
        elif path.lower().endswith((".md", ".markdown")):
            _add_page(shelf, docs, path, shown_root + path)
    shelf.problems += overlaps(shelf.programmes)
    schedule, misplaced = plan(shelf.programmes, shelf.materials.values())
    return Library(
        schedule=schedule,
        materials=shelf.materials,
        links=shelf.links,
        files=frozenset(files),
        withheld=frozenset(shelf.withheld),
        problems=(*shelf.problems, *misplaced),
        root=shown_root,
    )


def _add_programme(shelf: _Shelf, docs: Path, path: str, shown_as: str) -> None:
    file = read_text(docs / path, shown_as)
    shelf.problems += file.problems
    if file.text is None:
        return
    programme, problems = read_programme(file.text, path, shown_as)
    shelf.problems += problems
    if programme is None:
        return
    twin = next((p for p in shelf.programmes if p.year == programme.year), None)
    if twin and twin.origin:
        what = f"{programme.year}年已经有一个学习计划（{twin.origin.path}），本文件未采用。"
        fix = "请合并为一个文件，或改正 year。"
        shelf.problems.append(Diagnostic(Origin(shown_as, 1), "programme-repeated", what, fix))
    else:
        shelf.programmes.append(programme)


def _add_page(shelf: _Shelf, docs: Path, path: str, shown_as: str) -> None:
    file = read_text(docs / path, shown_as)
    shelf.problems += file.problems
    if file.text is None:
        shelf.withheld.add(path)
        shelf.links[path] = find_links(file.guess, 1)
        return
    document = read_document(file.text, shown_as)
    shelf.problems += map(_withheld, document.problems) if document.broken else document.problems
    body_line = file.text.count("\n", 0, len(file.text) - len(document.body)) + 1
    shelf.links[path] = find_links(document.body, body_line)
    shelf.problems += swallowed_asterisks(document.body, body_line, shown_as)
    if document.broken:
        shelf.withheld.add(path)
    elif is_material(document):
        _add_material(shelf, document, path, shown_as)
    elif "slot" in document.header:
        shelf.problems.append(_slot_alone(document, shown_as))


def _withheld(problem: Diagnostic) -> Diagnostic:
    return replace(problem, fix=f"{problem.fix}改好之前，本页不进入网站。")


def _add_material(shelf: _Shelf, document: Document, path: str, shown_as: str) -> None:
    material, problems = read_material(document, path, shown_as)
    shelf.problems += problems
    if material is None:
        shelf.withheld.add(path)
        return
    shelf.materials[path] = material
    if material.lecture:
        line = document.header["lecture"].line
        named = (material.lecture.video, material.lecture.handout)
        shelf.links[path] += tuple(Link(text, line) for text in named if _ATTACHED_FILE.fullmatch(text))


def _slot_alone(document: Document, shown_as: str) -> Diagnostic:
    origin = Origin(shown_as, document.header["slot"].line)
    what = "写了期次（slot）却没有节奏（cadence），本页不进入学习计划。"
    return Diagnostic(origin, "cadence-missing", what, "请加一行，如 cadence: article。", Severity.WARNING)


def edition(library: Library, today: date, days_ahead: int) -> Edition:
    """The library as readers may see it on ``today`` (China date), materials at most ``days_ahead`` early."""
    early = {path for path, m in library.materials.items() if today < m.published_from(days_ahead)}
    hidden_pages = early | library.withheld
    hidden = frozenset(hidden_pages | _files_only_of(library, hidden_pages))
    dead, problems = _dead_links(library, hidden, early)
    published = {path: m for path, m in library.materials.items() if path not in hidden}
    return Edition(
        schedule=library.schedule.showing(published),
        materials=published,
        hidden=hidden,
        dead=dead,
        problems=in_order([*library.problems, *problems]),
    )


def _files_only_of(library: Library, hidden_pages: set[str]) -> set[str]:
    """Pictures and handouts that hidden pages use and no visible page does: they too would tell."""
    used: dict[bool, set[str]] = {True: set(), False: set()}
    for page, links in library.links.items():
        targets = (resolve(page, link.target) for link in links)
        used[page in hidden_pages] |= {t for t in targets if t in library.files and t not in library.links}
    return used[True] - used[False]


def _dead_links(
    library: Library, hidden: frozenset[str], early: set[str]
) -> tuple[dict[str, frozenset[str]], list[Diagnostic]]:
    dead: dict[str, set[str]] = {}
    problems = []
    for page, links in library.links.items():
        for link in links if page not in hidden else ():
            target = resolve(page, link.target)
            if target and (target not in library.files or target in hidden) and not _generated(target):
                dead.setdefault(page, set()).add(target)
                problems.append(_dead_link(library, page, link, target, early=target in early))
    return {page: frozenset(targets) for page, targets in dead.items()}, problems


def _generated(target: str) -> bool:
    """Folders and pages the site makes itself (``../schedule/``) are not files; MkDocs judges those."""
    return not re.search(r"\.[A-Za-z0-9]{1,5}$", target)


def _dead_link(library: Library, page: str, link: Link, target: str, *, early: bool) -> Diagnostic:
    origin = Origin(library.root + page, link.line)
    if early:
        start = library.materials[target].period.start
        what = f"链接指向尚未发布的材料（{target}，{start} 开始的一期）。"
        fix = "发布之前，页面上只显示链接的文字。如不想提前透露，请改写这段文字。"
        return Diagnostic(origin, "link-unpublished", what, fix, Severity.WARNING)
    if target in library.withheld:
        what, fix = f"链接指向的页面（{target}）有错误，没有进入网站。", "请先改好那一页。"
    else:
        what, fix = f"链接指向的文件不存在（{target}）。", "请核对路径（相对于本文件所在的文件夹）和大小写。"
    return Diagnostic(origin, "link-missing", what, fix, Severity.WARNING)
