"""Where each article goes: into a slot of the plan, or among the drafts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from shuxiang.cli.docs_files import is_taken, objection
from shuxiang.cli.problem import Problem
from shuxiang.core.calendar import EXAMPLES, NAMES, Every, PeriodError, parse_key
from shuxiang.core.labels import dated_label
from shuxiang.core.shelving import is_read, next_free, stem_of

if TYPE_CHECKING:
    from shuxiang.cli.opened import Opened
    from shuxiang.core.model import Cadence, Material, Slot

NEXT = "next"
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_LONGEST_STEM = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A page's file; with the slot it fills, if it fills one, and the page without text that it completes."""

    path: Path
    slot: Slot | None = None
    completes: Material | None = None

    @property
    def stem(self) -> Path:
        """The path without its ending, for what goes beside the page."""
        return self.path.with_suffix("")


class NoPlace(Exception):  # noqa: N818  # an answer, not an error in the program
    """An article that has nowhere to go; ``str()`` is a Chinese sentence."""


class Places(Protocol):
    """Gives every article its place, each place once."""

    def next(self, name: str, number: int, of: int) -> Place:
        """For the article ``number`` (from 1) of ``of`` from the document ``name``. NoPlace when there is none."""


@dataclass
class DraftPlaces:
    """Names in a folder, after the documents; never one that is taken."""

    folder: Path
    _given: set[str] = field(default_factory=set)

    def next(self, name: str, number: int, of: int) -> Place:
        """``来稿.md``, with several articles ``来稿-1.md`` …; where that is taken, ``来稿-2.md``."""
        return Place(self._free(self.folder / (draft_stem(name) + (f"-{number}" if of > 1 else ""))))

    def _free(self, stem: Path) -> Path:
        return _first_free(stem, self._given)


@dataclass
class SlotPlaces:
    """Slots from an iterator, each as a file of the documents folder, or of ``folder`` when one is asked for."""

    opened: Opened
    slots: Iterator[Slot]
    none_left: str
    folder: Path | None = None
    _given: set[str] = field(default_factory=set)

    def next(self, name: str, number: int, of: int) -> Place:  # noqa: ARG002  # the slot gives the name
        """The next slot's file."""
        slot = next(self.slots, None)
        if slot is None:
            raise NoPlace(self.none_left)
        if slot.material and slot.material.blank and slot.cadence.at_least == 1 and not self.folder:
            return Place(self._docs / slot.material.path, slot, slot.material)
        return Place(self._free(slot), slot)

    @property
    def _docs(self) -> Path:
        return Path(self.opened.config.docs_dir)

    def _free(self, slot: Slot) -> Path:
        stem = self.folder / slot.period.key if self.folder else self._docs / stem_of(slot)
        wanted = stem.with_name(f"{stem.name}.md")
        if slot.cadence.at_least == 1 and is_taken(wanted):
            raise NoPlace(f"{wanted.name} 已经有了（可能刚刚写好，或者没有标题区）。请先看那个文件，再运行一次。")
        path = _first_free(stem, self._given)
        if not self.folder:
            self._check(path.relative_to(self._docs).as_posix())
        return path

    def _check(self, path: str) -> None:
        against = objection(self.opened.config, path) if is_read(path) else "网站不读那里的文件"
        if against:
            raise NoPlace(f"按学习计划，这一期的文件应是 {path}，{against}。请改正节奏的 folder。")


def _first_free(stem: Path, given: set[str]) -> Path:
    number, path = 1, stem.with_name(f"{stem.name}.md")
    while str(path).casefold() in given or is_taken(path):
        number += 1
        path = stem.with_name(f"{stem.name}-{number}.md")
    given.add(str(path).casefold())
    return path


def draft_stem(name: str) -> str:
    """A file name without ending that every system takes, as near to the document's own as can be."""
    last = re.split(r"[/\\]", name)[-1]
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", last)
    clean = _UNFIT.sub("_", stem).strip(" ._")[:_LONGEST_STEM].rstrip(" .")
    return f"_{clean}" if _RESERVED.fullmatch(clean) else clean or "来稿"


def slot_places(opened: Opened, wanted: str, cadence: str, folder: Path | None) -> SlotPlaces:
    """The places that ``--slot`` means: ``next``, or one slot by its key. Problem when there is no such slot."""
    prefix, _, key = wanted.strip().rpartition("/")
    named = cadence or prefix
    if key.lower() == NEXT:
        strand = _named(opened, named) if named else _only(opened, Every.WEEK)
        slots = next_free(opened.library.schedule, strand.id, opened.today)
        return SlotPlaces(opened, slots, f"“{strand.name}”后面没有空着的期次了。请先排出下一年的学习计划。", folder)
    slot = _slot(opened, key, named)
    free = slot.cadence.at_least - sum(not material.blank for material in slot.materials)
    if free < 1:
        raise Problem(f"{_said(slot)}已有{_titles(slot)}。请换一期，或用 --slot next 取下一个空着的期次。")
    none_left = f"{_said(slot)}只放 {slot.cadence.at_least} 篇，这一篇没有写出。请另选一期，或改用 --slot next。"
    return SlotPlaces(opened, iter([slot] * free), none_left, folder)


def _slot(opened: Opened, key: str, named: str) -> Slot:
    try:
        period = parse_key(key.upper())
    except PeriodError as error:
        raise Problem(f"--slot：{error}") from error
    strand = _named(opened, named) if named else _only(opened, period.every)
    if strand.every is not period.every:
        raise Problem(f"“{strand.name}”按{NAMES[strand.every]}排，期次要写成 {EXAMPLES[strand.every]} 这样。")
    slots = (slot for slot in opened.library.schedule.slots if slot.cadence.id == strand.id)
    found = next((slot for slot in slots if period.key in (slot.period.key, *slot.keys)), None)
    if found is None:
        why = f"可以运行 python3 scripts/plan.py explain {strand.id}/{period.key} 看为什么。"
        raise Problem(f"“{strand.name}”没有 {period.key} 这一期。{why}")
    return found


def _said(slot: Slot) -> str:
    return f"{slot.cadence.name}{dated_label(slot)}"


def _titles(slot: Slot) -> str:
    return "".join(f"《{material.title}》（{material.path}）" for material in slot.materials)


def _cadences(opened: Opened) -> dict[str, Cadence]:
    return {c.id: c for programme in opened.library.schedule.programmes for c in programme.cadences}


def _named(opened: Opened, wanted: str) -> Cadence:
    """The cadence of that id or name."""
    known = _cadences(opened).values()
    found = next((cadence for cadence in known if wanted in (cadence.id, cadence.name)), None)
    if found is None:
        raise Problem(f"学习计划里没有节奏“{wanted}”。现有 {_listed(known)}。")
    return found


def _only(opened: Opened, every: Every) -> Cadence:
    """The one cadence that comes round so often; Problem when there is none, or when it must be said which."""
    known = _cadences(opened).values()
    fitting = [cadence for cadence in known if cadence.every is every]
    if not fitting:
        raise Problem(f"学习计划里没有按{NAMES[every]}排的节奏，请用 --cadence 写明。现有 {_listed(known)}。")
    if len(fitting) > 1:
        raise Problem(f"按{NAMES[every]}排的节奏不止一个，请用 --cadence 写明是哪个：{_listed(fitting)}。")
    return fitting[0]


def _listed(cadences: Iterable[Cadence]) -> str:
    return "、".join(f"{cadence.id}（{cadence.name}）" for cadence in cadences)
