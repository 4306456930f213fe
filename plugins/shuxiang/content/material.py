"""The header of a Markdown file -> a Material, checked value by value."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from shuxiang.content.header import Document
from shuxiang.content.yaml_lines import Value, yes_or_no
from shuxiang.core.calendar import Period, PeriodError, parse_key
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity
from shuxiang.core.length import count_characters
from shuxiang.core.model import Lecture, Material, Review
from shuxiang.core.moments import parse_moment

KEYS = (
    "title",
    "cadence",
    "slot",
    "summary",
    "author",
    "post",
    "source",
    "date",
    "recommended_by",
    "group",
    "lecture",
    "review",
    "questions",
    "apply",
    "tags",
)
"""The names that a material's header may have, in the order of the guide."""

_WITHHELD = "改好之前，本篇不发布。"
_HEADING = re.compile(r"^#[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.MULTILINE)


@dataclass
class _Reader:
    """Takes values out of one header and keeps what was wrong with them."""

    fields: dict[str, Value]
    shown_as: str
    prefix: str = ""
    problems: list[Diagnostic] = field(default_factory=list)

    def line(self, key: str) -> int:
        return self.fields[key].line if key in self.fields else 1

    def say(self, key: str, code: str, what: str, fix: str, severity: Severity = Severity.WARNING) -> None:
        self.problems.append(Diagnostic(Origin(self.shown_as, self.line(key)), code, what, fix, severity))

    def text(self, key: str) -> str:
        """A line of text, white space folded; a list is joined with 、 as names are."""
        content = self.fields[key].content if key in self.fields else None
        if isinstance(content, str):
            return " ".join(content.split())
        if isinstance(content, list) and all(isinstance(item.content, str) for item in content):
            return "、".join(str(item.content) for item in content)
        if content is not None:
            self.say(key, "field-not-text", f"“{self.prefix}{key}”应是一行文字。", f"请写成 {key}: 文字。")
        return ""

    def texts(self, key: str, separators: str = "\n") -> tuple[str, ...]:
        """A list of lines; a single text is split at the separators."""
        content = self.fields[key].content if key in self.fields else None
        parts: list[str] = []
        if isinstance(content, str):
            parts = re.split(f"[{separators}]", content)
        elif isinstance(content, list):
            parts = [self._item(key, item) for item in content]
        elif content is not None:
            fix = "请写成 [甲, 乙]，或每行一项、以“- ”开头。"
            self.say(key, "field-not-list", f"“{key}”应是一个列表。", fix)
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def _item(self, key: str, item: Value) -> str:
        if isinstance(item.content, str):
            return item.content
        what, fix = f"“{key}”里有一项不是文字或是空的。", "请每项写一行文字，含冒号时加引号。"
        self.problems.append(
            Diagnostic(Origin(self.shown_as, item.line), "field-not-text", what, fix, Severity.WARNING)
        )
        return ""

    def part(self, key: str, names: tuple[str, ...]) -> _Reader | None:
        """The nested mapping under ``key``, or None; unknown names inside it are said."""
        content = self.fields[key].content if key in self.fields else None
        if content is None:
            return None
        if not isinstance(content, dict):
            example = f"{key}: {{{names[0]}: …, {names[1]}: …}}"
            self.say(key, "field-not-mapping", f"“{key}”应由几个小项组成。", f"请写成 {example}。")
            return None
        inner = _Reader(content, self.shown_as, f"{key}.", self.problems)
        for name in content.keys() - set(names):
            inner.say(name, "field-unknown", f"“{key}”里没有“{name}”这一项。", f"可用的有 {'、'.join(names)}。")
        return inner


def meant_name(name: str) -> str:
    """``cadence`` or ``slot`` when a header's name says or plainly means it, else nothing."""
    known = {"节奏": "cadence", "期次": "slot"}.get(name)
    close = difflib.get_close_matches(name.strip().lower(), ["cadence", "slot"], n=1, cutoff=0.8)
    return known or (close[0] if close else "")


def is_material(document: Document) -> bool:
    """Whether the file claims a place in the programme, well or badly written."""
    return "cadence" in document.header


def read_material(document: Document, path: str, shown_as: str) -> tuple[Material | None, tuple[Diagnostic, ...]]:
    """The material of a document with a ``cadence``; None when its slot cannot be known.

    ``path`` is relative to the documents folder; ``shown_as`` is the path that messages name.
    """
    reader = _Reader(document.header, shown_as)
    _say_unknown(reader)
    cadence = reader.text("cadence")
    if not cadence:
        reader.say(
            "cadence",
            "cadence-missing",
            "“cadence”是空的。",
            f"请写明节奏，如 article。{_WITHHELD}",
            Severity.ERROR,
        )
    period = _period(reader)
    title = _title(reader, document.body, path)
    if period is None or not cadence:
        return None, tuple(reader.problems)
    _want_source(reader)
    place = Material(
        path=path,
        origin=Origin(shown_as, reader.line("slot")),
        cadence_origin=Origin(shown_as, reader.line("cadence")),
        title=title,
        cadence_id=cadence,
        period=period,
        characters=count_characters(document.body),
        blank=not document.body.strip(),
    )
    return _with_details(place, reader), tuple(reader.problems)


def _with_details(material: Material, reader: _Reader) -> Material:
    """The material with all that its header may, but need not, say."""
    return replace(
        material,
        summary=reader.text("summary"),
        author=reader.text("author"),
        post=reader.text("post"),
        source=reader.text("source"),
        dated=reader.text("date"),
        recommended_by=reader.text("recommended_by"),
        group=reader.text("group"),
        lecture=_lecture(reader),
        review=_review(reader),
        questions=reader.texts("questions"),
        apply=reader.text("apply"),
        tags=reader.texts("tags", ",，、"),
    )


def _say_unknown(reader: _Reader) -> None:
    """A name that is nearly one of ours is a slip; other names are MkDocs's or the theme's own."""
    for name in reader.fields.keys() - set(KEYS):
        close = difflib.get_close_matches(name.lower(), KEYS, n=1, cutoff=0.8)
        if close and close[0] not in reader.fields:
            reader.say(name, "field-unknown", f"没有“{name}”这一项。", f"是否想写 {close[0]}？")


def _title(reader: _Reader, body: str, path: str) -> str:
    title = reader.text("title")
    if title:
        return title
    heading = _HEADING.search(body)
    fallback = heading[1] if heading else PurePosixPath(path).stem
    what = f"缺少标题（title），暂以“{fallback}”代替。"
    reader.say("title", "title-missing", what, "请在标题区加一行 title: 文章的标题。", Severity.ERROR)
    return fallback


def _want_source(reader: _Reader) -> None:
    if not reader.text("source"):
        reader.say(
            "source", "source-missing", "没有写明来源（source）。", "请加一行 source: 原载何处，或“本会编写”。"
        )


def _period(reader: _Reader) -> Period | None:
    key = reader.text("slot")
    if not key:
        what = "有 cadence 却没有期次（slot）。"
        fix = f"请加一行，如 slot: 2026-W47。{_WITHHELD}"
        reader.say("slot", "slot-missing", what, fix, Severity.ERROR)
        return None
    try:
        return parse_key(key)
    except PeriodError as error:
        fix = f"请改为 {better}。" if (better := _as_meant(key)) else error.fix
        reader.say("slot", "slot-invalid", error.what, fix + _WITHHELD, Severity.ERROR)
        return None


def _as_meant(key: str) -> str:
    """The key that was plainly meant when only width, case, dashes or a leading zero are off, else nothing."""
    folded = re.sub(r"[\s_]", "", unicodedata.normalize("NFKC", key)).upper()
    folded = re.sub(r"[\u2010-\u2015\u2212/.]", "-", folded)
    folded = re.sub(r"^(\d{4})-?(W?)(\d)$", r"\1-\g<2>0\3", folded)
    folded = re.sub(r"^(\d{4})([WQH]\d+)$", r"\1-\2", folded)
    try:
        return parse_key(folded).key
    except PeriodError:
        return ""


def _lecture(reader: _Reader) -> Lecture | None:
    part = reader.part("lecture", ("speaker", "at", "venue", "video", "handout", "on_day_off"))
    if part is None:
        return None
    return Lecture(
        speaker=part.text("speaker"),
        at=_when(part, "at", "2026-11-18 15:00"),
        venue=part.text("venue"),
        video=part.text("video"),
        handout=part.text("handout"),
        on_day_off=_yes(part, "on_day_off"),
        origin=Origin(part.shown_as, part.line("at") if "at" in part.fields else reader.line("lecture")),
    )


def _yes(reader: _Reader, key: str) -> bool:
    """Whether a field says yes; an empty one does not, and what is neither is said."""
    text = reader.text(key)
    if text and yes_or_no(text) is None:
        what = f"“{reader.prefix}{key}”只能是 yes 或 no，现为“{text}”。"
        reader.say(key, "field-not-yes-no", what, f"请写 {key}: yes，或删去这一项。")
    return bool(yes_or_no(text))


def _review(reader: _Reader) -> Review | None:
    part = reader.part("review", ("by", "on", "text"))
    if part is None:
        return None
    return Review(by=part.text("by"), on=_when(part, "on", "2026-11-20"), text=part.text("text"))


def _when(reader: _Reader, key: str, example: str) -> str:
    """A day, or a day and a time, as typed; a malformed or impossible one is said and shown as it stands."""
    text = reader.text(key)
    if text and parse_moment(text) is None:
        what = f"“{reader.prefix}{key}”的日期“{text}”写法不对或不存在。"
        reader.say(key, "date-invalid", what, f"请写成 {example} 的样子。")
    return text
