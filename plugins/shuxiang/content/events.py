"""The ``events`` of a programme file -> Events, checked value by value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from shuxiang.content.yaml_lines import Value, yes_or_no
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity
from shuxiang.core.model import Event
from shuxiang.core.moments import UNSAID_LASTS, Moment, parse_moment

_KEYS = ("id", "kind", "title", "at", "until", "venue", "hosts", "groups", "materials", "note", "on_day_off")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_TIMES = re.compile(r"([0-9-]{10})[ T]([0-9:]{5})\s*(?:-|–|—+|~|至|到)\s*([0-9:]{5})")
_SHORT_HOUR = re.compile(r"(?<![0-9:])([0-9]:[0-5][0-9])(?![0-9:])")
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_LONGEST = timedelta(days=62)
_EXAMPLE = "2026-11-25 15:00"


@dataclass
class _Item:
    """One entry of the list, and what was wrong in it."""

    fields: dict[str, Value]
    shown_as: str
    line: int
    problems: list[Diagnostic] = field(default_factory=list)

    def say(self, key: str, code: str, what: str, fix: str, severity: Severity = Severity.ERROR) -> None:
        line = self.fields[key].line if key in self.fields else self.line
        self.problems.append(Diagnostic(Origin(self.shown_as, line), code, what, fix, severity))

    def text(self, key: str) -> str:
        content = self.fields[key].content if key in self.fields else None
        if isinstance(content, str):
            return " ".join(content.split())
        if content is not None:
            self.say(
                key, "field-not-text", f"活动的“{key}”应是一行文字。", f"请写成 {key}: 文字。", Severity.WARNING
            )
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of names; one text is split at commas and 、."""
        content = self.fields[key].content if key in self.fields else None
        if isinstance(content, str):
            parts = re.split("[,\uff0c、]", content)
        elif isinstance(content, list):
            parts = [item.content if isinstance(item.content, str) else "" for item in content]
        else:
            parts = []
            if content is not None:
                fix = f"请写成 {key}: [甲, 乙]。"
                self.say(key, "field-not-list", f"活动的“{key}”应是一个列表。", fix, Severity.WARNING)
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def read_events(value: Value, shown_as: str) -> tuple[tuple[Event, ...], tuple[Diagnostic, ...]]:
    """The events in the order of their start; one that has no readable time is said and left out."""
    if not isinstance(value.content, list):
        fix = "请写成 - {kind: 委员大讲堂, title: …, at: 2026-11-25 15:00, venue: …} 的样子，每项一个活动。"
        problem = Diagnostic(Origin(shown_as, value.line), "events-not-list", "events 应是一个列表。", fix)
        return (), () if value.content is None else (problem,)
    found: dict[str, Event] = {}
    problems: list[Diagnostic] = []
    for entry in value.content:
        item = _Item(entry.content if isinstance(entry.content, dict) else {}, shown_as, entry.line, problems)
        event = _event(item, found)
        if event:
            found[event.id] = event
    return tuple(sorted(found.values(), key=lambda e: (e.starts, e.ends, e.id))), tuple(problems)


def _event(item: _Item, others: dict[str, Event]) -> Event | None:
    for name in item.fields.keys() - set(_KEYS):
        what = f"活动里没有“{name}”这一项，已忽略。"
        item.say(name, "event-unknown", what, f"可用的有 {'、'.join(_KEYS)}。", Severity.WARNING)
    kind, title = item.text("kind"), item.text("title")
    if not kind and not title:
        item.say("title", "event-title", "这个活动没有名称。", "请加上 kind: 委员大讲堂 或 title: 名称。没有采用。")
        return None
    times = _times(item)
    if times is None:
        return None
    starts, ends, all_day, open_end = times
    return Event(
        id=_id(item, starts.date(), others),
        kind=kind,
        title=title or kind,
        starts=starts,
        ends=ends,
        origin=Origin(item.shown_as, item.line),
        all_day=all_day,
        venue=item.text("venue"),
        hosts=item.texts("hosts"),
        groups=item.texts("groups"),
        materials=item.texts("materials"),
        note=item.text("note"),
        on_day_off=_yes(item, "on_day_off"),
        open_end=open_end,
    )


def _yes(item: _Item, key: str) -> bool:
    text = item.text(key)
    if text and yes_or_no(text) is None:
        what = f"活动的“{key}”只能是 yes 或 no，现为“{text}”。"
        item.say(key, "field-not-yes-no", what, f"请写 {key}: yes，或删去这一项。", Severity.WARNING)
    return bool(yes_or_no(text))


def _id(item: _Item, day: date, others: dict[str, Event]) -> str:
    """The id as written, else made from the day: ``2026-11-25``, the second one ``2026-11-25-2``."""
    written = item.text("id")
    if written and not _ID.fullmatch(written):
        item.say(
            "id", "event-id", f"活动的 id“{written}”不能用。", "请只用小写英文字母、数字、- 和 _。暂用日期代替。"
        )
    elif written and written in others:
        item.say("id", "event-id", f"活动的 id“{written}”用了两次。", "请给其中一个换一个 id。暂用日期代替。")
    elif written:
        return written
    return next(id_ for id_ in _dated_ids(day) if id_ not in others)


def _dated_ids(day: date) -> Iterator[str]:
    yield day.isoformat()
    number = 2
    while True:
        yield f"{day.isoformat()}-{number}"
        number += 1


def _times(item: _Item) -> tuple[datetime, datetime, bool, bool] | None:
    """``(start, end, all day, end unsaid)``, end exclusive; None, and said, when they cannot be told."""
    at, until = (_SHORT_HOUR.sub(r"0\1", unicodedata.normalize("NFKC", item.text(k))) for k in ("at", "until"))
    if (match := _TIMES.fullmatch(at)) and not until:
        at, until = f"{match[1]} {match[2]}", match[3]
    begin = parse_moment(at)
    if begin is None:
        what = f"活动的时间“{at}”写法不对或不存在。" if at else "活动没有写时间（at）。"
        item.say("at", "event-time", what, f"请写成 at: {_EXAMPLE}，全天的写 at: 2026-11-25。没有采用。")
        return None
    start = datetime.combine(begin.day, begin.at or time())
    end = _end(item, begin, until)
    if end is None or not start < end <= start + _LONGEST:
        if end is not None:
            what = f"活动从 {at} 到 {until}，" + ("结束早于开始。" if end <= start else "长过两个月。")
            item.say("until", "event-time", what, "请核对 at 和 until。没有采用。")
        return None
    return start, end, begin.at is None, bool(begin.at) and not until


def _end(item: _Item, begin: Moment, until: str) -> datetime | None:
    """The end, exclusive: ``until`` may be a time of the same day, a day with a time, or a last whole day."""
    if not until:
        start = datetime.combine(begin.day, begin.at or time())
        return start + (UNSAID_LASTS if begin.at else timedelta(days=1))
    if begin.at and _CLOCK.fullmatch(until):
        return datetime.combine(begin.day, time.fromisoformat(until))
    last = parse_moment(until)
    if last and last.at and begin.at:
        return datetime.combine(last.day, last.at)
    if last and not last.at and not begin.at:
        return datetime.combine(last.day, time()) + timedelta(days=1)
    example = "17:00 或 2026-11-25 17:00" if begin.at else "2026-11-27（最后一天）"
    what = f"活动的结束时间“{until}”写法不对，或与 at 的写法不一致。"
    item.say("until", "event-time", what, f"请写成 until: {example}。没有采用。")
    return None
