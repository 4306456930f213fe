"""The columns of a plan: what they are called, what they mean, and which of them a clerk fills in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from shuxiang.core.model import Lecture, Material


@dataclass(frozen=True, slots=True)
class Column:
    """``field`` is the name in a material's header, ``width`` counts half-width characters.

    ``others`` are names under which offices know the same thing.
    """

    name: str
    width: float
    field: str = ""
    others: tuple[str, ...] = ()


CADENCE = Column("栏目", 10, others=("节奏", "栏目名称"))
PERIOD = Column("期次", 10.5, others=("期号",))
ORDINAL = Column("第几期", 9)
DATES = Column("日期", 14.5)
DAYS_OFF = Column("放假", 15)
PATH = Column("文件", 28, others=("文件路径", "材料文件"))
TITLE = Column("题目", 27, "title", ("标题", "篇名", "文章题目", "题名"))
GROUP = Column("小组/界别", 12, "group", ("小组", "界别", "小组界别", "负责小组", "责任小组"))
LECTURE_AT = Column("讲座时间", 17, "lecture.at", ("主讲时间", "时间"))
SUMMARY = Column("导语", 60, "summary", ("摘要", "简介"))

PLACE = (CADENCE, PERIOD, ORDINAL, DATES, DAYS_OFF)
"""Where a row belongs; filled in when the plan is written."""

INPUTS = (
    TITLE,
    Column("作者", 10, "author"),
    Column("来源", 16, "source", ("出处", "来源出处")),
    Column("推荐（荐）", 11.5, "recommended_by", ("推荐", "荐", "推荐人", "荐者")),
    GROUP,
    Column("主讲", 10, "lecture.speaker", ("主讲人", "主讲（讲）", "讲")),
    LECTURE_AT,
    Column("讲座地点", 13, "lecture.venue", ("主讲地点", "地点")),
    SUMMARY,
)
"""What a clerk fills in."""

COLUMNS = (*PLACE, *INPUTS, PATH)

_BRACKETS = re.compile(r"\(.*?\)")


def field_values(material: Material | None) -> dict[str, str]:
    """What the header says now, by the names of :data:`INPUTS`; all empty without a material."""
    if material is None:
        return {column.field: "" for column in INPUTS}
    lecture = material.lecture or Lecture()
    return {
        "title": material.title,
        "author": material.author,
        "source": material.source,
        "recommended_by": material.recommended_by,
        "group": material.group,
        "lecture.speaker": lecture.speaker,
        "lecture.at": lecture.at,
        "lecture.venue": lecture.venue,
        "summary": material.summary,
    }


def _squeezed(name: str) -> str:
    """A heading without spaces, breaks and width."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).strip("*:")


def _bare(name: str) -> str:
    """A heading also without what stands in brackets."""
    return _BRACKETS.sub("", _squeezed(name)) or _squeezed(name)


_KNOWN = {_bare(name): column for column in COLUMNS for name in (column.name, *column.others)}


def column_named(heading: str) -> Column | None:
    """The column under that heading, however it is written."""
    return _KNOWN.get(_bare(heading))


def aptness(column: Column, heading: str) -> int:
    """How plainly a heading names the column: 0 by its own name, 1 with a remark in brackets, 2 by another name."""
    if _squeezed(heading) == _squeezed(column.name):
        return 0
    return 1 if _bare(heading) == _bare(column.name) else 2
