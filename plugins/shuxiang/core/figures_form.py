"""Figures as a file between the command that makes them and the site that shows them; read strictly.

A file with anything in it that is not a figure is refused as a whole, and so is one with a line that may not be
shown: what it says goes into pages that everybody sees. Reasons never repeat what stands in the file.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from shuxiang.core.calendar import Every, PeriodError, parse_key
from shuxiang.core.figures import FEWEST, OTHERS, TOTAL, CadenceFigures, Figures, Line, veiled

FORMAT = "shuxiang-figures"
VERSION = 1
SMALLEST = range(FEWEST, 101)
KINDS = (Every.MONTH, Every.QUARTER, Every.YEAR)

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBERS = ("people", "due", "least", "most")
_LONGEST_NAME = 100
_MOST = 10**9


class FiguresError(ValueError):
    """Why a text holds no figures, in Chinese, without a word of it."""


def to_text(figures: Figures) -> str:
    """The figures as JSON, the same figures always as the same text."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "period": figures.period.key,
        "as_of": figures.as_of.isoformat(),
        "smallest_group": figures.smallest,
        "ranked": figures.ranked,
        "cadences": [_cadence_content(cadence) for cadence in figures.cadences],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def from_text(text: str) -> Figures:
    """The figures of a text that :func:`to_text` made; FiguresError for any other."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FiguresError("不是完整的 JSON") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise FiguresError("不是 python3 scripts/ledger.py publish-figures 写的文件")
    if content.get("version") != VERSION:
        raise FiguresError("是另一个版本的软件写的")
    return _figures(content)


def _cadence_content(cadence: CadenceFigures) -> dict[str, Any]:
    return {
        "id": cadence.id,
        "name": cadence.name,
        "slots": cadence.slots,
        "groups": [{"name": line.name, **_numbers(line)} for line in cadence.groups],
        "others": _numbers(cadence.others) if cadence.others else None,
        "total": _numbers(cadence.total) if cadence.total else None,
    }


def _numbers(line: Line) -> dict[str, int]:
    return {"people": line.people, "due": line.due, "least": line.least, "most": line.most}


def _figures(content: dict[str, Any]) -> Figures:
    own = ("format", "version", "period", "as_of", "smallest_group", "ranked", "cadences")
    _require(set(content) == set(own), "有多出来或缺少的项目")
    smallest = content["smallest_group"]
    _require(type(smallest) is int and smallest in SMALLEST, "最少人数不对")
    _require(isinstance(content["ranked"], bool), "有一项不是“是”或“否”")
    _require(isinstance(content["cadences"], list), "有一项不是列表")
    cadences = tuple(_cadence(each, smallest, ranked=content["ranked"]) for each in content["cadences"])
    _require(_are_distinct([cadence.id for cadence in cadences]), "有一个节奏写了两次")
    try:
        period = parse_key(_text(content["period"]))
    except PeriodError as error:
        raise FiguresError("时段写得不对") from error
    _require(period.every in KINDS, "时段写得不对")
    return Figures(period, _day(content["as_of"]), smallest, content["ranked"], cadences)


def _cadence(content: object, smallest: int, *, ranked: bool) -> CadenceFigures:
    fields = _fields(content, ("id", "name", "slots", "groups", "others", "total"))
    _require(isinstance(fields["groups"], list), "有一项不是列表")
    groups = tuple(_group(each) for each in fields["groups"])
    found = CadenceFigures(
        id=_text(fields["id"]),
        name=_text(fields["name"]),
        slots=_number(fields["slots"]),
        groups=groups,
        others=_line(OTHERS, fields["others"]) if fields["others"] is not None else None,
        total=_line(TOTAL, fields["total"]) if fields["total"] is not None else None,
    )
    _require(all(line.people >= smallest for line in found.lines), "有一行的人数太少")
    _require(all(_is_veiled(line) for line in found.parts or found.lines), "有一行不能公开")
    _require(_are_distinct([line.name for line in groups]), "有一个小组写了两次")
    _require(_adds_up(found), "各行加起来和合计不一样")
    _require(not ranked or _is_ranked(groups), "各组的顺序不对")
    return found


def _group(content: object) -> Line:
    fields = _fields(content, ("name", *_NUMBERS))
    return _line(_text(fields.pop("name")), fields)


def _line(name: str, content: object) -> Line:
    fields = _fields(content, _NUMBERS)
    line = Line(name, *(_number(fields[each]) for each in _NUMBERS))
    _require(line.least <= line.most <= line.due >= line.people, "有一行的数字不对")
    return line


def _is_veiled(line: Line) -> bool:
    return {veiled(line.least, line.due), veiled(line.most, line.due)} == {(line.least, line.most)}


def _adds_up(found: CadenceFigures) -> bool:
    parts, total = found.parts, found.total
    if not parts or not total:
        return not parts
    sums = (sum(values) for values in zip(*((line.due, line.least, line.most) for line in parts), strict=True))
    return len(parts) > 1 and bool(found.groups) and tuple(sums) == (total.due, total.least, total.most)


def _is_ranked(groups: tuple[Line, ...]) -> bool:
    rates = [line.rate for line in groups]
    return rates == sorted(rates, reverse=True)


def _fields(content: object, names: tuple[str, ...]) -> dict[str, Any]:
    _require(isinstance(content, dict) and set(content) == set(names), "有多出来或缺少的项目")
    return dict(content)  # type: ignore[call-overload, no-any-return]  # it is a dict, as was just required


def _text(value: object) -> str:
    _require(isinstance(value, str) and 0 < len(value) <= _LONGEST_NAME and value.isprintable(), "有一个名称不对")
    return str(value)


def _number(value: object) -> int:
    _require(type(value) is int and 0 <= value <= _MOST, "有一个数字不对")
    return int(value)  # type: ignore[call-overload, no-any-return]  # it is an int, as was just required


def _day(value: object) -> date:
    try:
        _require(isinstance(value, str) and bool(_DAY.fullmatch(value)), "日期写得不对")
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise FiguresError("日期写得不对") from error


def _are_distinct(names: list[str]) -> bool:
    return len(names) == len(set(names))


def _require(right: bool, otherwise: str) -> None:  # noqa: FBT001  # it reads as a sentence where it is used
    if not right:
        raise FiguresError(otherwise)
