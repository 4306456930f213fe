"""The documents folder, read whole: programmes, materials, links, and what is wrong with each file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from shuxiang.content.asterisks import swallowed_asterisks
from shuxiang.content.header import Document, read_document
from shuxiang.content.links import Link, find_links
from shuxiang.content.material import is_material, read_material
from shuxiang.content.programme import read_programme
from shuxiang.content.text_file import read_text
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity, in_order
from shuxiang.core.model import Material, Programme
from shuxiang.core.schedule import Schedule, overlaps, plan

_PROGRAMME_FILE = re.compile(r"programme/[^/]+\.ya?ml")
_ATTACHED_FILE = re.compile(r"[^:]+\.[A-Za-z0-9]{2,5}")


_NOT_SHOWN = "改好之前，本页不进入网站。"


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


@dataclass
class _Shelf:
    """What has been read so far."""

    programmes: list[Programme] = field(default_factory=list)
    materials: dict[str, Material] = field(default_factory=dict)
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)
    unread_years: set[int] = field(default_factory=set)


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
        problems=in_order([*shelf.problems, *_without_echo(shelf, misplaced)]),
        root=shown_root,
    )


def _without_echo(shelf: _Shelf, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out the cadences that are unknown only because their programme's file could not be read."""
    homeless = {
        material.cadence_origin
        for material in shelf.materials.values()
        if material.period.year in shelf.unread_years or material.period.start.year in shelf.unread_years
    }
    return (p for p in problems if not (p.code == "cadence-unknown" and p.origin in homeless))


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
    elif is_material(document):
        _add_material(shelf, document, path, shown_as)
    elif "slot" in document.header:
        shelf.problems.append(_slot_alone(document, shown_as))


def _put_off(problem: Diagnostic, until_mended: str) -> Diagnostic:
    """The problem with what it means meanwhile; only what must be mended has such a meaning."""
    return replace(problem, fix=problem.fix + until_mended) if problem.severity is Severity.ERROR else problem


def _attached(document: Document) -> tuple[Link, ...]:
    """The files that a header names: a lecture's video and handout, unless they are web addresses."""
    lecture = document.header.get("lecture")
    parts = lecture.content if lecture and isinstance(lecture.content, dict) else {}
    named = [parts[name] for name in ("video", "handout") if name in parts]
    return tuple(
        Link(value.content, value.line)
        for value in named
        if isinstance(value.content, str) and _ATTACHED_FILE.fullmatch(value.content)
    )


def _add_material(shelf: _Shelf, document: Document, path: str, shown_as: str) -> None:
    material, problems = read_material(document, path, shown_as)
    shelf.problems += problems
    if material is None:
        shelf.withheld.add(path)
    else:
        shelf.materials[path] = material


def _slot_alone(document: Document, shown_as: str) -> Diagnostic:
    origin = Origin(shown_as, document.header["slot"].line)
    what = "写了期次（slot）却没有节奏（cadence），本页不进入学习计划。"
    return Diagnostic(origin, "cadence-missing", what, "请加一行，如 cadence: article。", Severity.WARNING)
