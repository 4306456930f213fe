"""Names of a newspaper's columns and slogans, which stand above titles."""

from __future__ import annotations

import re

from shuxiang.intake.structure.dates import day, is_date

_SHORT = 6
_LONGEST_MASTHEAD = 60
_PAGE = re.compile(r"第 ?(?:\d{1,3}|[A-Z]\d{1,2}|[一二三四五六七八九十]{1,3}) ?版(?=$|[ :\xb7|/)])")
_WEEKDAY = re.compile(r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日 ?\(? ?(?:星期|周)[一二三四五六日天]")
_SENTENCE = re.compile("[\u3002;:!?]")
_COLUMN = re.compile(
    r".{0,12}(?:进行时|大家谈|面对面|之窗|论坛|笔谈|专栏|专版|在行动|专题|讲堂|视点|时评|要闻|综合|手记|观察|作品选登|(?:读书|阅读|学习|书香|文艺|诗歌|交流)角|前沿|园地|天地|平台|学习贯彻.{0,8}精神)"
    r"|.{2,14}[\xb7|].{2,14}|(?:栏目|专栏|版面|编辑) ?:.{0,20}|第?[A-Z0-9一二三四五六七八九十]{1,3}版.{0,8}"
)


def is_masthead(text: str) -> bool:
    """Whether a folded line heads a newspaper's page: its number (第3版), or the day with the day of the week."""
    if len(text) > _LONGEST_MASTHEAD or _SENTENCE.search(text) or is_date(text):
        return False
    paged = _PAGE.search(text)
    return names_weekday(text) or bool(paged and (paged.start() == 0 or " " in text or day(text)))


def names_weekday(text: str) -> bool:
    """Whether a folded line holds a full day and the day of the week."""
    return bool(_WEEKDAY.search(text))


def label_like(text: str) -> bool:
    """Whether a folded line above a title looks like a column's name rather than like a title's first line."""
    return len(text) <= _SHORT or names_a_column(text)


def names_a_column(text: str) -> bool:
    """Whether a folded line is called as columns are: 某某进行时, 学习园地, 要闻·综合."""
    return bool(_COLUMN.fullmatch(text))
