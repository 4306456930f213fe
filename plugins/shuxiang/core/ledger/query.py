"""What a figure counts, as a question that anybody can ask again: ``时段=2026-11 小组=第一小组 计=已交``.

A query finds rows (``core.ledger.queried``): members' places in slots, presences at events, or slots; its figure is
their number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from shuxiang.core.calendar import Period, PeriodError, parse_key


class Measure(StrEnum):
    """What is counted. Up to the good notes these are numbers of places (人次): of members, for slots."""

    MEMBERS = "名额"
    DUE = "应交"
    HANDED_IN = "已交"
    MADE_UP = "补学"
    WAITING = "待审"
    CLOSED = "销号"
    RETURNED = "回炉"
    EXCUSED = "请假"
    NOT_BEGUN = "未开展"
    CHOSEN = "好心得"
    PRESENT = "到会"
    SLOTS = "期数"
    PLANNED = "排定"
    READY = "已备"
    EMPTY = "缺材料"


@dataclass(frozen=True, slots=True)
class Query:
    """``period`` is the key of what slots are counted in, ``slot`` the id of one; empty: all.

    ``cadence`` is an id or a name, or several with 、 between them; ``event`` an event's id, which only presences
    have. ``last`` and ``today`` ask how it was: by the events up to that number (0 for all), on that day (None for
    today).
    """

    period: str = ""
    slot: str = ""
    cadence: str = ""
    group: str = ""
    event: str = ""
    measure: Measure = Measure.DUE
    last: int = 0
    today: date | None = None


NAMES = {
    "period": "时段",
    "slot": "期次",
    "cadence": "节奏",
    "group": "小组",
    "event": "活动",
    "measure": "计",
    "last": "台账",
    "today": "当日",
}
"""The parts of a query as they are written, in this order."""

_FIELDS = {name: field for field, name in NAMES.items()}
_OPEN, _CLOSE = "\u201c", "\u201d"
_ANY = "|".join(_FIELDS)
_IS = r"\s*[=\uff1d]"
_QUOTED = f"{_OPEN}((?:[^{_CLOSE}]|{_CLOSE * 2})*){_CLOSE}"
_PART = re.compile(rf"(?:^|(?<=\s))({_ANY}){_IS}(?:\s*{_QUOTED}(?=\s+(?:{_ANY}){_IS}|\s*$))?")
"""A part's name, and its value where that is quoted; inside the quotation marks a closing one is written twice."""


def _keyed(text: str) -> Period:
    """The period of a key as files write it."""
    return parse_key(text.upper())


class QueryError(ValueError):
    """A query that says nothing. ``str()`` is a Chinese sentence that says what to write instead."""


def query_text(query: Query, *, measured: bool = True) -> str:
    """The query as it is typed, without what it leaves open; also without its measure, if that is to be added."""
    told = [(NAMES[field.name], getattr(query, field.name)) for field in fields(query)]
    return " ".join(
        f"{name}={_typed(value)}" for name, value in told if value and (measured or name != NAMES["measure"])
    )


def _typed(value: object) -> str:
    """The value, in quotation marks where it would be read as something else: “甲组 计=乙”."""
    text = str(value)
    if text == text.strip() and not text.startswith(_OPEN) and not _PART.search(f"={text}"):
        return text
    return _OPEN + text.replace(_CLOSE, _CLOSE * 2) + _CLOSE


def parse_query(text: str, period: Callable[[str], Period] = _keyed) -> Query:
    """The query that the text says; QueryError when it says none. ``period`` tells what a period's name means."""
    before, *rest = _PART.split(text.strip())
    if before.strip() or not rest:
        raise QueryError(
            f"请写成“名称=内容”，用空格隔开，例如 时段=2026-11 计=已交。可用的名称：{'、'.join(_FIELDS)}。"
        )
    parts = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    told = [(_FIELDS[name], _read(quoted, plain)) for name, quoted, plain in parts]
    for field, value in told:
        if not value:
            raise QueryError(f"“{NAMES[field]}=”后面没有内容。不限定它时，请把它整个删去。")
    if len(dict(told)) < len(told):
        raise QueryError("同一个名称写了两次。请只留一个。")
    readers: Mapping[str, Callable[[str], Any]] = {**_READERS, "period": partial(_period, read=period)}
    query = Query(**{field: readers.get(field, str)(value) for field, value in told})
    if query.period and query.slot:
        raise QueryError("时段和期次只能写一个：期次本身就说明了时间。")
    return query


def _read(quoted: str | None, plain: str) -> str:
    return plain.strip() if quoted is None else quoted.replace(_CLOSE * 2, _CLOSE)


def _period(text: str, read: Callable[[str], Period]) -> str:
    try:
        return read(text).key
    except PeriodError as error:
        raise QueryError(str(error)) from None


def _measure(text: str) -> Measure:
    if text not in set(Measure):
        raise QueryError(f"“计=”后面可以写：{'、'.join(Measure)}。")
    return Measure(text)


def _last(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 16 and int(text)):
        raise QueryError("“台账=”后面应是台账号，例如 台账=120，表示只算到第 120 号。")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QueryError("“当日=”后面应是日期，例如 当日=2026-11-20。") from None


_READERS: Mapping[str, Callable[[str], Any]] = {
    "measure": _measure,
    "last": _last,
    "today": _day,
}
