from collections.abc import Callable, Mapping

from plan_year import Year
from shuxiang.exports.plan_changes import PlanChanges
from shuxiang.exports.plan_columns import INPUTS
from shuxiang.exports.plan_preview import _BRIEFLY, preview

SUMMARY = f" · 导语 {'导' * 60}…"

MADE = f"""\
  第 10 行  周学一文 第3周（2026-W47）《写小事》→ docs/readings/2026/2026-W47.md
      讲座 2026-11-18 15:00 · 主讲 李四 · 地点 会议室 · 来源 某报 · 推荐 丙 · 小组/界别 经济界 · 作者 乙{SUMMARY}"""

UPDATED = """\
  第 9 行  周学一文 第2周（2026-W46）《数路灯》docs/readings/2026/w46.md
      F9 题目\uff1a数路灯 → 数一数路灯
      G9 作者\uff1a（空） → 甲
      H9 来源\uff1a本会编写 → 某报"""


def test_everything_is_told_by_row_with_what_stands_now(
    year: Year, fill: Callable[[bytes, Mapping[str, object]], bytes]
) -> None:
    cells = {
        "F10": "写小事",
        "H9": "某报",
        "G9": "甲",
        "J9": None,
        "F11": "字" * 100,
        "K10": "李四",
        "L10": "11月18日 15:00",
        "M10": "会议室",
        "G10": "乙",
        "N10": "导" * 100,
        "H10": "某报",
        "I10": "丙",
        "J10": "经济界",
        "F9": "数一数路灯",
        "L11": "下周三",
        "B30": "x",
        "F30": "y",
    }
    assert preview(year.read(fill(year.template(), cells)), "docs/") == [
        "要新建的 2 份材料，正文待写：",
        MADE,
        f"  第 11 行  周学一文 第4周（2026-W48）《{'字' * 60}…》→ docs/readings/2026/2026-W48.md",
        "要改动的 1 份材料：",
        UPDATED,
        "要留意的 1 处题目：",
        "  F9\uff1a《数路灯》有正文，题目改了正文不会跟着换。",
        "  要调换两期，请改两个文件里的 slot，再重新导出。",
        "要改正的 2 格：",
        "  L11\uff1a“下周三”看不出是哪一天。请写成 2026-11-18 15:00 的样子；没有定下的请空着。",
        "  A30\uff1a这一行填了内容，“栏目”却空着，不知道属于哪一期。请补上。",
        "J9 在表里清空了，文件里的内容仍然保留；要删去请直接改文件。",
    ]


def test_every_value_of_a_new_file_is_shown() -> None:
    assert {"title", *_BRIEFLY} == {column.field for column in INPUTS}


def test_a_plan_that_changes_nothing_says_so() -> None:
    assert preview(PlanChanges(), "docs/") == ["没有要写入的改动。"]
