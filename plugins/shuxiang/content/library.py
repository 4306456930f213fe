"""The documents folder, read whole: programmes, materials, links, and what is wrong with each file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from shuxiang.content.asterisks import swallowed_asterisks
from shuxiang.content.event_checks import event_problems
from shuxiang.content.header import Document, read_document
from shuxiang.content.links import Link, find_links
from shuxiang.content.material import is_material, meant_name, read_material
from shuxiang.content.official_days import official_day
from shuxiang.content.own_days import OWN_DAYS_FILES, OwnDays, read_own_days
from shuxiang.content.programme import read_programme
from shuxiang.content.text_file import read_text
from shuxiang.content.yaml_lines import Value
from shuxiang.core.days import DayOf
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity, in_order
from shuxiang.core.model import Material, Programme
from shuxiang.core.schedule import Schedule, overlaps, plan

_PROGRAMME_FILE = re.compile(r"programme/[^/]+\.ya?ml")
_ATTACHED_FILE = re.compile(r"[^:]+\.[A-Za-z0-9]{2,5}")

PAGE_ENDINGS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page, upper and lower case as here."""

KEPT_ORIGINAL = ".original.md"

_MISNAMED = re.compile(r"(?:.*\.(?:md|markdown)|programme/[^/]+\.ya?ml)(?:\.txt)?", re.IGNORECASE)
_HOME = ("index.md", "README.md")
_NOT_SHOWN = "改好之前，本页不进入网站。"


def is_kept_original(path: str) -> bool:
    """Whether a path is that of a text as it came, kept beside the page made of it; never published."""
    return path.endswith(KEPT_ORIGINAL)


def is_programme_file(path: str) -> bool:
    """Whether a path below the documents folder is a programme's; such files are read, never published."""
    return bool(_PROGRAMME_FILE.fullmatch(path))


@dataclass(frozen=True, slots=True)
class Library:
    """All that the folder holds, published or not.

    ``materials`` by path, with or without a slot, and their ``bodies``, the texts below the headers; ``links`` by
    page; ``withheld`` the pages that cannot be read or placed in time; ``schedule`` holds every material;
    ``day_of`` is the calendar of working days.
    """

    schedule: Schedule
    materials: Mapping[str, Material]
    bodies: Mapping[str, str]
    links: Mapping[str, tuple[Link, ...]]
    files: frozenset[str]
    withheld: frozenset[str]
    problems: tuple[Diagnostic, ...]
    root: str
    day_of: DayOf


@dataclass
class _Shelf:
    """What has been read so far."""

    programmes: list[Programme] = field(default_factory=list)
    materials: dict[str, Material] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)
    unread_years: set[int] = field(default_factory=set)
    own_days: OwnDays = field(default_factory=OwnDays)
    own_days_file: str = ""


def load(docs: Path, paths: Iterable[str], shown_root: str) -> Library:
    """Read ``paths`` (below ``docs``, with ``/``); ``shown_root`` goes before them in messages (``docs/``)."""
    files = sorted(paths)
    shelf = _Shelf()
    for path in files:
        if is_kept_original(path):
            continue
        if path in OWN_DAYS_FILES:
            _add_own_days(shelf, docs, path, shown_root + path)
        elif is_programme_file(path):
            _add_programme(shelf, docs, path, shown_root + path)
        elif path.endswith(PAGE_ENDINGS):
            _add_page(shelf, docs, path, shown_root + path)
        elif _MISNAMED.fullmatch(path):
            _set_aside(shelf, path, shown_root + path)
    shelf.problems += overlaps(shelf.programmes)
    day_of = shelf.own_days.before(official_day)
    schedule, misplaced = plan(shelf.programmes, shelf.materials.values(), day_of)
    shelf.problems += event_problems(schedule, shelf.materials, day_of)
    return Library(
        schedule=schedule,
        materials={**shelf.materials, **{m.path: m for slot in schedule.slots for m in slot.materials}},
        bodies=shelf.bodies,
        links=shelf.links,
        files=frozenset(files),
        withheld=frozenset(shelf.withheld),
        problems=in_order([*shelf.problems, *_without_echo(shelf, misplaced)]),
        root=shown_root,
        day_of=day_of,
    )


def _without_echo(shelf: _Shelf, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out the cadences that are unknown only because their programme's file could not be read."""
    homeless = {
        material.cadence_origin
        for material in shelf.materials.values()
        if material.period.year in shelf.unread_years or material.period.start.year in shelf.unread_years
    }
    return (p for p in problems if not (p.code == "cadence-unknown" and p.origin in homeless))


def _set_aside(shelf: _Shelf, path: str, shown_as: str) -> None:
    """A page or programme under a name that nobody would read: said, and kept out, since it may be early."""
    ending = ".yml" if path.startswith("programme/") else ".md"
    what = "文件名的结尾不对，网站不会读它。"
    fix = f"请把文件名改为以小写的 {ending} 结尾（Windows 可能藏起了末尾的 .txt）。改好之前，它不进入网站。"
    shelf.problems.append(Diagnostic(Origin(shown_as), "file-name", what, fix))
    shelf.withheld.add(path)


def _add_own_days(shelf: _Shelf, docs: Path, path: str, shown_as: str) -> None:
    file = read_text(docs / path, shown_as)
    if shelf.own_days_file:
        what = f"已经有一个节假日文件（{shelf.own_days_file}），本文件未采用。"
        shelf.problems.append(Diagnostic(Origin(shown_as), "holidays-repeated", what, "请合并为一个文件。"))
        return
    own, problems = read_own_days(file.text, shown_as) if file.text is not None else (OwnDays(), ())
    shelf.problems += [*file.problems, *problems]
    shelf.own_days, shelf.own_days_file = own, shown_as


def _add_programme(shelf: _Shelf, docs: Path, path: str, shown_as: str) -> None:
    file = read_text(docs / path, shown_as)
    programme, problems = read_programme(file.text, path, shown_as) if file.text is not None else (None, ())
    if programme is None:
        said = [*file.problems, *problems]
        shelf.problems += [_put_off(problem, "改好之前，这一年按默认的学习计划排期。") for problem in said]
        shelf.unread_years.update(int(year) for year in re.findall(r"\d{4}", PurePosixPath(path).stem))
        return
    shelf.problems += [*file.problems, *problems]
    twin = next((p for p in shelf.programmes if p.year == programme.year), None)
    if twin and twin.origin:
        what = f"{programme.year}年已经有一个学习计划（{twin.origin.path}），本文件未采用。"
        fix = "请合并为一个文件，或改正 year。"
        shelf.problems.append(Diagnostic(Origin(shown_as, 1), "programme-repeated", what, fix))
    else:
        shelf.programmes.append(programme)


def _add_page(shelf: _Shelf, docs: Path, path: str, shown_as: str) -> None:
    file = read_text(docs / path, shown_as)
    if file.text is None:
        shelf.problems += [_put_off(problem, _NOT_SHOWN) for problem in file.problems]
        shelf.withheld.add(path)
        shelf.links[path] = find_links(file.guess, 1)
        return
    document = read_document(file.text, shown_as)
    said = (
        [_put_off(problem, _NOT_SHOWN) for problem in document.problems] if document.broken else document.problems
    )
    body_line = file.text.count("\n", 0, len(file.text) - len(document.body)) + 1
    shelf.problems += [*file.problems, *said, *swallowed_asterisks(document.body, body_line, shown_as)]
    shelf.links[path] = find_links(document.body, body_line) + _attached(document)
    if document.broken:
        shelf.withheld.add(path)
    elif is_material(document) and path not in _HOME:
        _add_material(shelf, document, path, shown_as)
    elif problem := _meant_as_material(document, path, shown_as):
        shelf.problems.append(problem)
        shelf.withheld.add(path)


def _put_off(problem: Diagnostic, until_mended: str) -> Diagnostic:
    """The problem with what it means meanwhile; only what must be mended has such a meaning."""
    return replace(problem, fix=problem.fix + until_mended) if problem.severity is Severity.ERROR else problem


def _attached(document: Document) -> tuple[Link, ...]:
    """The files that a header names: a lecture's video and handout, unless they are web addresses."""
    lecture = document.header.get("lecture")
    parts = lecture.content if lecture and isinstance(lecture.content, dict) else {}
    named = [item for name in ("video", "handout") if name in parts for item in _each(parts[name])]
    return tuple(
        Link(value.content, value.line)
        for value in named
        if isinstance(value.content, str) and _ATTACHED_FILE.fullmatch(value.content)
    )


def _each(value: Value) -> list[Value]:
    return value.content if isinstance(value.content, list) else [value]


def _add_material(shelf: _Shelf, document: Document, path: str, shown_as: str) -> None:
    material, problems = read_material(document, path, shown_as)
    shelf.problems += problems
    if material is None:
        shelf.withheld.add(path)
    else:
        shelf.materials[path] = material
        shelf.bodies[path] = document.body


def _meant_as_material(document: Document, path: str, shown_as: str) -> Diagnostic | None:
    """What is wrong with a page that was plainly meant to have a slot; shown as it is, it might be early."""
    if path in _HOME and is_material(document):
        origin = Origin(shown_as, document.header["cadence"].line)
        what = "这个文件是首页下方的文字，不能又是一份材料。"
        return Diagnostic(origin, "home-material", what, f"请给材料另起一个文件名。{_NOT_SHOWN}")
    for name, value in document.header.items():
        if meant := meant_name(name):
            what = f"写了“{name}”，应是 {meant}。" if meant != name else "写了期次（slot）却没有节奏（cadence）。"
            fix = f"请改为 {meant}。" if meant != name else "请加一行，如 cadence: article。"
            return Diagnostic(Origin(shown_as, value.line), "cadence-missing", what, fix + _NOT_SHOWN)
    return None
