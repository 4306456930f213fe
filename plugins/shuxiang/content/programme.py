"""``programme/2026.yml`` -> a Programme. What is wrong in it is said; what is right is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from shuxiang.content.events import read_events
from shuxiang.content.yaml_lines import Value, read_mapping, yes_or_no
from shuxiang.core.calendar import FIRST_YEAR, LAST_YEAR, Every
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity
from shuxiang.core.model import DEFAULT_CADENCES, Cadence, HolidayPolicy, Programme
from shuxiang.core.schedule import default_programme

_KEYS = ("year", "title", "starts", "ends", "cadences", "holidays", "groups", "events", "review")
_CADENCE_KEYS = ("id", "name", "every", "at_least", "folder", "lecture")
_MOST_A_PERIOD = 31
_LONGEST_DAYS = 550
_ID = re.compile(r"[a-z][a-z0-9_-]*")
_FOLDER_PART = re.compile(r"[^\\/:*?\"<>|.\s\x00-\x1f](?:[^\\/:*?\"<>|\x00-\x1f]{0,78}[^\\/:*?\"<>|.\s\x00-\x1f])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")


@dataclass
class _Reader:
    """Keeps the file's name and what was wrong in it."""

    shown_as: str
    problems: list[Diagnostic] = field(default_factory=list)

    def say(self, line: int, code: str, what: str, fix: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Diagnostic(Origin(self.shown_as, line), code, what, fix, severity))


def read_programme(text: str, path: str, shown_as: str) -> tuple[Programme | None, tuple[Diagnostic, ...]]:
    """The programme of one file; None when the file cannot be read or not even its year can be told."""
    fields, problems = read_mapping(text, shown_as, 1)
    if problems and not fields:
        return None, problems
    reader = _Reader(shown_as, list(problems))
    year = _year(reader, fields.get("year"), path)
    if year is None:
        return None, tuple(reader.problems)
    _say_unknown(reader, fields)
    default = default_programme(year)
    starts, ends = _range(reader, fields, default)
    events, event_problems = read_events(fields["events"], shown_as) if "events" in fields else ((), ())
    reader.problems += event_problems
    programme = Programme(
        year=year,
        title=_text(fields.get("title")) or default.title,
        starts=starts,
        ends=ends,
        cadences=_cadences(reader, fields["cadences"]) if "cadences" in fields else DEFAULT_CADENCES,
        origin=Origin(shown_as, fields["starts"].line if "starts" in fields else 1),
        policy=_policy(reader, fields["holidays"]) if "holidays" in fields else HolidayPolicy.KEEP,
        policy_origin=Origin(shown_as, fields["holidays"].line) if "holidays" in fields else None,
        groups=_groups(reader, fields["groups"]) if "groups" in fields else (),
        events=events,
        review=_yes_or_no(reader, fields, "review", "打卡都要审核的写 review: yes。"),
    )
    reader.problems += _outside(programme)
    return programme, tuple(reader.problems)


def _say_unknown(reader: _Reader, fields: dict[str, Value]) -> None:
    for name in fields.keys() - set(_KEYS):
        what = f"学习计划里没有“{name}”这一项，已忽略。"
        reader.say(fields[name].line, "programme-unknown", what, f"可用的有 {'、'.join(_KEYS)}。", Severity.WARNING)


def _policy(reader: _Reader, value: Value) -> HolidayPolicy:
    """``{policy: skip}``, or just ``skip``."""
    parts = value.content if isinstance(value.content, dict) else {"policy": value}
    for name in parts.keys() - {"policy"}:
        what = f"holidays 里没有“{name}”这一项，已忽略。"
        fix = "这里只写 policy；个别日子写在 programme/holidays.yml 里。"
        reader.say(parts[name].line, "programme-unknown", what, fix, Severity.WARNING)
    text = _text(parts.get("policy"))
    if text in list(HolidayPolicy):
        return HolidayPolicy(text)
    what = f"节假日规则“{text}”不认识。" if text else "holidays 里没有写规则（policy）。"
    fix = "请写 skip（不设期）、merge（与下一周合为一期）、light（轻阅读）或 keep（照常）。暂按照常排期。"
    reader.say(value.line, "programme-holidays", what, f"例如 holidays: {{policy: skip}}。{fix}")
    return HolidayPolicy.KEEP


def _groups(reader: _Reader, value: Value) -> tuple[str, ...]:
    items = value.content if isinstance(value.content, list) else []
    names = [_text(item) for item in items]
    if not names or not all(names):
        fix = "请写成 groups: [第一小组, 第二小组]，每项一个名称。"
        reader.say(value.line, "programme-groups", "groups 应是小组或界别名称的列表。", fix, Severity.WARNING)
    return tuple(dict.fromkeys(filter(None, names)))


def _outside(programme: Programme) -> Iterator[Diagnostic]:
    """A warning for each event that is not in the programme's own time."""
    for event in programme.events:
        if not programme.starts <= event.starts.date() < programme.ends:
            what = f"活动“{event.title}”在 {event.starts.date()}，不在这一年的学习计划之内。"
            fix = (
                f"学习计划从 {programme.starts} 起，{programme.ends} 前结束。请核对日期，或把它移到另一年的文件里。"
            )
            yield Diagnostic(event.origin, "event-outside", what, fix, Severity.WARNING)


def _text(value: Value | None) -> str:
    return " ".join(value.content.split()) if value and isinstance(value.content, str) else ""


def _year(reader: _Reader, value: Value | None, path: str) -> int | None:
    """The year as written, else as the file's name has it."""
    text = _text(value) if value else PurePosixPath(path).stem
    if re.fullmatch(r"\d{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    if not reader.problems:
        what = "学习计划没有写明年份。" if value is None else f"年份“{text}”写法不对。"
        reader.say(value.line if value else 1, "programme-year", what, "请写一行 year: 2026。")
    return None


def _range(reader: _Reader, fields: dict[str, Value], default: Programme) -> tuple[date, date]:
    """``starts`` and ``ends`` with what is missing or wrong taken from the default, always in order."""
    starts = _day(reader, fields.get("starts"), default.starts)
    ends = _day(reader, fields.get("ends"), default.ends)
    if starts < ends <= date.fromordinal(starts.toordinal() + _LONGEST_DAYS):
        _near_year(reader, fields, starts, default)
        return starts, ends
    line = fields[next(key for key in ("ends", "starts") if key in fields)].line
    what = f"学习计划从 {starts} 到 {ends}，" + ("结束早于开始。" if ends <= starts else "长过一年半。")
    reader.say(
        line,
        "programme-range",
        what,
        f"ends 是结束后的第一天，如 {default.ends}。暂按 {default.starts} 至 {default.ends} 排期。",
    )
    return default.starts, default.ends


def _near_year(reader: _Reader, fields: dict[str, Value], starts: date, default: Programme) -> None:
    if abs(starts.year - default.year) > 1:
        what = f"year 是 {default.year}，starts 却是 {starts}。"
        reader.say(fields["starts"].line, "programme-year", what, "请核对两者之一。", Severity.WARNING)


def _day(reader: _Reader, value: Value | None, default: date) -> date:
    if value is None:
        return default
    text = _text(value)
    match = _DAY.fullmatch(text)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        what, fix = f"日期“{text}”不存在。", "请核对月份和日子。"
    else:
        day = day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
        if day and day.isoformat() == text:
            return day
        default = day or default
        what = f"日期“{text}”写法不对。" if text else "日期是空的。"
        fix = f"请写成 {default}。"
    reader.say(value.line, "date-invalid", what, f"{fix}暂按 {default} 排期。")
    return default


def _cadences(reader: _Reader, value: Value) -> tuple[Cadence, ...]:
    items = value.content if isinstance(value.content, list) else []
    if not items:
        fix = "请写成 - {id: article, name: 周学一文, every: week} 的样子，每行一项。暂用默认的四种节奏。"
        reader.say(value.line, "cadences-missing", "cadences 应是一个列表，至少有一项。", fix)
        return DEFAULT_CADENCES
    found: dict[str, Cadence] = {}
    for item in items:
        cadence = _cadence(reader, item)
        if cadence and cadence.id in found:
            reader.say(
                item.line,
                "cadence-repeated",
                f"节奏 id“{cadence.id}”用了两次。",
                "请给其中一个换一个 id。已忽略后一个。",
            )
        elif cadence:
            if any(other.name == cadence.name for other in found.values()):
                what = f"有两个节奏都叫“{cadence.name}”，页面和 Excel 表里分不清。"
                reader.say(item.line, "cadence-repeated", what, "请给其中一个换一个名称。")
            found[cadence.id] = cadence
    return tuple(found.values()) or DEFAULT_CADENCES


def _cadence(reader: _Reader, item: Value) -> Cadence | None:
    parts = item.content if isinstance(item.content, dict) else {}
    id_, name, every = (_text(parts.get(key)) for key in ("id", "name", "every"))
    if not _ID.fullmatch(id_):
        what = f"节奏的 id“{id_}”不能用。" if id_ else "这一项节奏没有 id。"
        reader.say(
            item.line, "cadence-id", what, "请用小写英文字母开头，只含小写字母、数字、- 和 _，如 id: article。"
        )
    elif not name:
        reader.say(item.line, "cadence-name", f"节奏“{id_}”没有名称。", "请加上 name: 周学一文。")
    elif every not in list(Every):
        what = f"节奏“{name}”的 every“{every}”不认识。"
        reader.say(
            item.line,
            "cadence-every",
            what,
            "请写 week（每周）、month（每月）、quarter（每季）、half_year（每半年）或 year（每年）。",
        )
    else:
        _say_unknown_parts(reader, parts)
        return Cadence(
            id=id_,
            name=name,
            every=Every(every),
            at_least=_at_least(reader, parts),
            folder=_folder(reader, parts),
            lectured=_lectured(reader, parts, name),
        )
    return None


def _say_unknown_parts(reader: _Reader, parts: dict[str, Value]) -> None:
    for key in parts.keys() - set(_CADENCE_KEYS):
        what = f"节奏里没有“{key}”这一项，已忽略。"
        fix = f"可用的有 {'、'.join(_CADENCE_KEYS)}。"
        reader.say(parts[key].line, "cadence-unknown-key", what, fix, Severity.WARNING)


def _at_least(reader: _Reader, parts: dict[str, Value]) -> int:
    text = _text(parts.get("at_least"))
    if "at_least" not in parts or (re.fullmatch("[0-9]{1,2}", text) and 1 <= int(text) <= _MOST_A_PERIOD):
        return int(text or 1)
    what = f"at_least 应是 1 到 {_MOST_A_PERIOD} 的整数，现为“{text}”。"
    reader.say(parts["at_least"].line, "cadence-at-least", what, "例如每月至少两次，写 at_least: 2。暂按 1 算。")
    return 1


def _lectured(reader: _Reader, parts: dict[str, Value], name: str) -> bool:
    """Whether each material wants a lecture: as written, else whether the name speaks of one (月讲一题)."""
    if "lecture" not in parts:
        return "讲" in name
    return _yes_or_no(reader, parts, "lecture", "每篇材料都要讲的写 lecture: yes。")


def _yes_or_no(reader: _Reader, parts: dict[str, Value], name: str, fix: str) -> bool:
    """What the field says; no for one that is missing or says anything else."""
    text = _text(parts.get(name))
    if name in parts and yes_or_no(text) is None:
        reader.say(parts[name].line, "field-not-yes-no", f"{name} 只能是 yes 或 no，现为“{text}”。", fix)
    return bool(yes_or_no(text))


def _folder(reader: _Reader, parts: dict[str, Value]) -> str:
    text = _text(parts.get("folder")).strip("/").removeprefix("docs/")
    if "folder" not in parts or _is_folder(text):
        return text
    what = f"folder“{text}”不能用作文件夹名。"
    reader.say(parts["folder"].line, "cadence-folder", what, "请写 docs 下的文件夹名，如 folder: readings。")
    return ""


def _is_folder(text: str) -> bool:
    """Whether every system can have such a folder, and MkDocs would publish what is in it."""
    parts = text.split("/")
    named = all(_FOLDER_PART.fullmatch(part) and not _DEVICE.fullmatch(part) for part in parts)
    return named and parts[0] not in {"templates", "programme"}
