"""Lines of a form: what is asked, a colon, the answer; minutes, proposals and lists of books have them."""

from __future__ import annotations

import re

from shuxiang.intake.structure.patterns import words

_BOOK = re.compile(
    words(
        "出版社 出版时间 出版日期 译者 定价 页数 推荐理由 推荐语 推荐人 内容简介 简介 ISBN 书号 版本 索书号",
    )
    + ":"
)
_FORM = re.compile(
    words(
        "会议时间 时间 会议地点 地点 会议议题 议题 主题 主持 主持人 参加 参加人员 参加人 参加单位 参会人员 出席 "
        "出席人员 出席人 列席 列席人员 列席人 缺席 缺席人员 记录 记录人 记录整理 案由 提案人 第一提案人 "
        "联名人 附议人 提案者 承办单位 主办单位 协办单位 会办单位 牵头单位 责任单位 界别 编号 提案号 类别 "
        "题目 反映人 报送人 信息作者 关键词 摘要 姓名 性别 单位 职务 电话 地址 邮编 邮箱 书名 开本 品名 数量",
    )
    + ":"
)
_LABEL = 12


def is_book_entry(line: str) -> bool:
    """Whether a folded line belongs to a book in a list, and tells its publisher or its price."""
    return bool(_BOOK.match(_label(line)))


def is_form_line(line: str) -> bool:
    """Whether a folded line answers a form's question, such as time and place of a meeting."""
    return is_book_entry(line) or bool(_FORM.match(_label(line)))


def names_a_book(line: str) -> bool:
    """Whether a folded line is a title in 《》 and nothing else."""
    return line.startswith("《") and line.endswith("》")


def _label(line: str) -> str:
    """The beginning of a line without blanks, which labels are often set wide with."""
    return line[:_LABEL].replace(" ", "")
