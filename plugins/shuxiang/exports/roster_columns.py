"""The columns of a roster that are read, and what else people call them. All others are never read."""

from __future__ import annotations

import re
from enum import StrEnum

from shuxiang.exports.cell_text import meaning


class RosterColumn(StrEnum):
    """By the name that our own workbooks give it."""

    NUMBER = "编号"
    NAME = "姓名"
    GROUP = "小组"
    SECTOR = "界别"
    CONTACT = "联系方式"
    FORMER = "旧编号"


_OTHERS = {
    RosterColumn.NUMBER: ("委员编号", "委员号", "委员证号", "委员证编号", "编码", "代码", "委员代码"),
    RosterColumn.NAME: ("委员姓名", "名字", "委员", "委员名单", "姓名（委员）"),
    RosterColumn.GROUP: (
        *("组别", "所在小组", "所属小组", "学习小组", "所在学习小组", "委员小组", "活动小组", "分组", "组名"),
        *("小组名称", "所在组", "所属组", "组", "小组/界别", "界别小组", "界别/小组", "所在组别"),
    ),
    RosterColumn.SECTOR: ("所属界别", "所在界别", "委员界别", "界别名称", "政协界别"),
    RosterColumn.CONTACT: (
        *("手机", "手机号", "手机号码", "移动电话", "联系电话", "电话", "电话号码", "联系手机", "办公电话"),
        *("固定电话", "座机", "微信", "微信号", "邮箱", "电子邮箱", "电子邮件"),
    ),
    RosterColumn.FORMER: ("原编号", "原委员编号", "旧委员编号", "以前的编号"),
}
_BRACKETS = re.compile(r"\(.*?\)")
_EDGES = "*:★☆"


def _bare(heading: str) -> str:
    """A heading without spaces, breaks, width, and what stands in brackets."""
    whole = meaning(heading).strip(_EDGES)
    return _BRACKETS.sub("", whole) or whole


_KNOWN = {
    _bare(name): (column, rank)
    for column in RosterColumn
    for rank, name in enumerate((column.value, *_OTHERS[column]))
}


def column_named(heading: str) -> tuple[RosterColumn, int] | None:
    """The column under that heading, and how plainly it says so: 0 by its own name, more by another."""
    return _KNOWN.get(_bare(heading))
