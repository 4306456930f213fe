from collections.abc import Callable, Mapping

from plan_year import Year
from shuxiang.exports.plan_changes import PlanChanges
from shuxiang.exports.plan_preview import preview

UPDATED = """\
  第 9 行  周学一文 第2周（2026-W46）《数路灯》docs/readings/2026/w46.md
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
        "L11": "下周三",
        "B30": "x",
        "F30": "y",
    }
    assert preview(year.read(fill(year.template(), cells)), "docs/") == [
        "要新建的 2 份材料，正文待写：",
        "  第 10 行  周学一文 第3周（2026-W47）《写小事》→ docs/readings/2026/2026-W47.md",
        f"  第 11 行  周学一文 第4周（2026-W48）《{'字' * 60}…》→ docs/readings/2026/2026-W48.md",
        "要改动的 1 份材料：",
        UPDATED,
        "要改正的 2 格：",
        "  L11\uff1a“下周三”看不出是哪一天。请写成 2026-11-18 15:00 的样子；没有定下的请空着。",
        "  A30\uff1a这一行填了内容，“栏目”却空着，不知道属于哪一期。请补上。",
        "J9 在表里清空了，文件里的内容仍然保留；要删去请直接改文件。",
    ]


def test_a_plan_that_changes_nothing_says_so() -> None:
    assert preview(PlanChanges(), "docs/") == ["没有要写入的改动。"]
