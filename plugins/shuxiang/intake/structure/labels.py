"""Names of a newspaper's columns and slogans, which stand above titles."""

from __future__ import annotations

import re

_SHORT = 6
_COLUMN = re.compile(
    r".{0,12}(?:进行时|大家谈|面对面|之窗|论坛|笔谈|专栏|专版|在行动|专题|讲堂|视点|时评|要闻|综合|手记|观察|前沿|园地|天地|平台|学习贯彻.{0,8}精神)"
    r"|.{2,14}[\xb7|].{2,14}|(?:栏目|专栏|版面|编辑) ?:.{0,20}|第?[A-Z0-9一二三四五六七八九十]{1,3}版.{0,8}"
)


def label_like(text: str) -> bool:
    """Whether a folded line above a title looks like a column's name rather than like a title's first line."""
    return len(text) <= _SHORT or names_a_column(text)


def names_a_column(text: str) -> bool:
    """Whether a folded line is called as columns are: 某某进行时, 学习园地, 要闻·综合."""
    return bool(_COLUMN.fullmatch(text))
