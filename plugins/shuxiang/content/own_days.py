"""``programme/holidays.yml``: days that an office decides itself, before what the official tables say.

::

    off:
      2027-02-05 至 2027-02-11: 春节
    work:
      2027-02-14: 春节调休
    announced: [2027]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from shuxiang.content.yaml_lines import Value, read_mapping
from shuxiang.core.calendar import FIRST_YEAR, LAST_YEAR
from shuxiang.core.days import Day, DayOf, DaySource, days_between, is_weekend
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity

OWN_DAYS_FILES = ("programme/holidays.yml", "programme/holidays.yaml")
_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_DAYS = re.compile(rf"{_DAY}(?:\s*(?:至|到|~|\.\.|--?|–|—+)\s*{_DAY})?")
_LONGEST = timedelta(days=92)
_KEYS = ("off", "work", "announced")


@dataclass
class _Days:
    """What has been read so far."""

    shown_as: str
    days: dict[date, Day] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)

    def say(self, line: int, code: str, what: str, fix: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Diagnostic(Origin(self.shown_as, line), code, what, fix, severity))


@dataclass(frozen=True, slots=True)
class OwnDays:
    """The days that the office has settled, and the years whose official days it has written down whole."""

    days: dict[date, Day] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def before(self, official: DayOf) -> DayOf:
        """The calendar with these days over the official ones."""

        def day_of(day: date) -> Day:
            if day in self.days:
                return self.days[day]
            if day.year in self.years:
                return Day(not is_weekend(day), source=DaySource.LOCAL)
            return official(day)

        return day_of if self.days or self.years else official


def read_own_days(text: str, shown_as: str) -> tuple[OwnDays, tuple[Diagnostic, ...]]:
    """The days of the file; what is wrong is said and left out."""
    fields, problems = read_mapping(text, shown_as, 1)
    reader = _Days(shown_as, problems=list(problems))
    for name in fields.keys() - set(_KEYS):
        what = f"节假日文件里没有“{name}”这一项，已忽略。"
        reader.say(fields[name].line, "holidays-unknown", what, f"可用的有 {'、'.join(_KEYS)}。", Severity.WARNING)
    for name in ("off", "work"):
        for text_, label, line in _entries(reader, name, fields.get(name)):
            _add(reader, _range(reader, text_, line), Day(name == "work", label, DaySource.LOCAL), line)
    _add_years(reader, fields.get("announced"))
    return OwnDays(reader.days, frozenset(reader.years)), tuple(reader.problems)


def _entries(reader: _Days, name: str, value: Value | None) -> Iterator[tuple[str, str, int]]:
    """``(days as written, label, line)`` of a mapping, a list or a single text."""
    content = value.content if value else None
    if isinstance(content, dict):
        yield from ((key, _text(item), item.line) for key, item in content.items())
    elif isinstance(content, list):
        for item in content:
            named = item.content if isinstance(item.content, dict) else {_text(item): Value("", item.line)}
            yield from ((key, _text(label), label.line) for key, label in named.items())
    elif isinstance(content, str) and value:
        yield content, "", value.line
    elif value:
        reader.say(value.line, "holidays-empty", f"“{name}”下面没有日子。", "请每行写一天，或删去这一项。")


def _text(value: Value) -> str:
    return " ".join(value.content.split()) if isinstance(value.content, str) else ""


def _range(reader: _Days, text: str, line: int) -> Iterable[date]:
    """The days that are meant, both ends included; none, and said, when they cannot be told."""
    match = _DAYS.fullmatch(text.strip())
    try:
        first, last = (
            (date.fromisoformat(part) for part in (match[1], match[2] or match[1])) if match else (None, None)
        )
    except ValueError:
        reader.say(line, "date-invalid", f"日期“{text}”不存在。", "请核对月份和日子。这一行没有采用。")
        return ()
    if first is None or last is None or not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        fix = "请写成 2027-02-14，或 2027-02-05 至 2027-02-11。这一行没有采用。"
        reader.say(line, "date-invalid", f"日期“{text}”写法不对。", fix)
        return ()
    if not first <= last <= first + _LONGEST:
        what = f"“{text}”" + ("结束早于开始。" if last < first else "长过三个月。")
        reader.say(line, "date-invalid", what, "请核对。这一行没有采用。")
        return ()
    return days_between(first, last + timedelta(days=1))


def _add(reader: _Days, days: Iterable[date], day: Day, line: int) -> None:
    for each in days:
        if each in reader.days and reader.days[each].working is not day.working:
            what = f"{each} 既写在 off 里，又写在 work 里，现按上班算。"
            reader.say(line, "holidays-repeated", what, "请删去其中一处。")
        reader.days[each] = day


def _add_years(reader: _Days, value: Value | None) -> None:
    if value is None:
        return
    items = value.content if isinstance(value.content, list) else [value]
    for item in items:
        text = _text(item)
        if re.fullmatch(r"[0-9]{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
            reader.years.add(int(text))
        else:
            fix = "请写四位年份，如 announced: [2027]。"
            reader.say(item.line, "holidays-year", f"“{text}”不是年份。", fix)
