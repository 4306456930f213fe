"""What the reader has to say about a document: every kind of finding, its code and its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.findings import Finding, Place

_EXCERPT = 20
_DETAIL = 40
_DETAILS = 5


@dataclass(frozen=True, slots=True)
class Words:
    """How a kind of finding is said; ``{count}`` and ``{detail}`` may stand in ``what``."""

    code: str
    what: str
    fix: str = ""
    severity: Severity = Severity.WARNING


class Matter(Enum):
    """The kinds of findings that stand at a place in the text."""

    DELETED = Words(
        "tracked-deletion",
        "有 {count} 处修订删去的文字，已按“接受修订”处理，没有放进正文。",
        "如果不该删，请在 Word 里拒绝这处修订后重新交来。",
        Severity.NOTE,
    )
    HIDDEN = Words(
        "hidden-text",
        "有 {count} 处隐藏文字（在 Word 里平时看不见），没有放进正文。",
        "如果应当公开，请在 Word 里取消“隐藏”后重新交来。",
    )
    RUBY = Words(
        "ruby-reading",
        "有 {count} 处注音，只保留了被注音的字，注音没有放进正文。",
        "如果需要注音，请写在字后的括号里。",
        Severity.NOTE,
    )
    PAGE_FIELD = Words("page-number-field", "正文里插入的页码没有放进网页。", "", Severity.NOTE)
    FIELD_TEXT = Words("field-text", "域代码里的文字没有放进正文。", "请对照原件看这里有没有缺字。")
    FORMULA_FIELD = Words(
        "formula-field",
        "有 {count} 处用域代码排的字（如带圈字、上下叠排的字），只能照域代码写出：{detail}。",
        "请对照原件核对这里的字。",
    )
    TOC = Words(
        "table-of-contents",
        "自动生成的目录没有放进正文。",
        "网页自己会列出各级标题，不用处理。",
        Severity.NOTE,
    )
    PLACEHOLDER = Words(
        "empty-control",
        "有 {count} 处没有填写的控件（只有提示文字），留成了空白“____”。",
        "请补上应填的内容。",
    )
    STRAY = Words("stray-text", "有些文字不在任何段落里，没有放进正文。", "请看一看是否需要补回。")
    LINK = Words(
        "unsafe-link",
        "有 {count} 个链接的地址不能用在网页上（{detail}），已去掉链接，文字保留。",
        "需要链接时，请换成 http 或 https 开头的网址。",
    )
    SYMBOL = Words(
        "unknown-symbol",
        "有 {count} 个符号字体里的符号认不出，写成了“\ufffd”。",
        "请对照原件改成普通符号，如 □、√、●。",
    )
    PRIVATE = Words(
        "symbol-font",
        "有 {count} 处用符号字体写的字，已换成样子相同的普通符号：{detail}。",
        "请对照原件核对。",
        Severity.NOTE,
    )
    STRUCK = Words(
        "struck-text",
        "有 {count} 处加了删除线的文字，文字保留了，删除线没有保留。",
        "如果是要删去的，请在页面里删去。",
    )
    EQUATION = Words(
        "equation",
        "有 {count} 个公式，写成了一行普通文字。",
        "请对照原件核对；复杂的公式请截成图片放进页面。",
    )
    NUMBER_FORMAT = Words(
        "number-format",
        "自动编号的格式（{detail}）不认识，写成了阿拉伯数字。",
        "请对照原件核对编号。",
    )
    BOX = Words(
        "text-box",
        "有 {count} 个文本框或艺术字，文字放在了它所在的段落后面。",
        "请看一看位置和先后是否合适。",
        Severity.NOTE,
    )
    NESTED_TABLE = Words(
        "nested-table",
        "表格里还套着表格，里面的放到了外面的后面。",
        "请看一看是否还读得通，必要时改成两个表格。",
    )
    NOTE_TABLE = Words("table-in-note", "脚注里的表格改成了逐段的文字。", "请对照原件核对。")
    MERGED_CELLS = Words(
        "merged-cells",
        "表格里有 {count} 个合并的单元格，网页表格不能合并，空出的格子留空。",
        "请看一看表格是否还读得通。",
    )
    ALT_TEXT = Words(
        "picture-alt",
        "图片（{detail}）没有替代文字，看不见图的人不知道图上是什么。",
        "请用一句话说明图上的内容，写在图片的方括号里。",
    )
    LINKED_PICTURE = Words(
        "linked-picture",
        "有 {count} 张图片不在文件里，只是链接到别处，没有取来。",
        "请在 Word 里把图片插入文件后重新交来，或把图片另存到页面旁边。",
    )
    PICTURE_FORM = Words(
        "picture-format",
        "有 {count} 张图片不是网页能显示的格式（{detail}），没有取出。",
        "请截图或另存为 PNG、JPEG，放在页面旁边。",
    )
    PICTURE_LOST = Words(
        "picture-lost",
        "有 {count} 张图片读不出来（{detail}），没有取出。",
        "请从原件另存图片，放在页面旁边。",
    )
    CHART = Words(
        "chart-left-out",
        "有 {count} 个图表或图示没有取出，里面的文字列在这里。",
        "请在 Word 里截成图片，放在页面旁边。",
    )
    OBJECT = Words(
        "object-left-out",
        "有 {count} 个嵌入的对象（{detail}）没有取出。",
        "请在 Word 里截成图片，或把内容改成文字、表格。",
    )
    EMBEDDED_FILE = Words(
        "embedded-document",
        "这里嵌入或引用了另一份文档，其中的文字没有读出，正文不完整。",
        "请用 Word 打开，另存为新的 .docx 后重新交来。",
        Severity.ERROR,
    )
    COMMENT = Words(
        "comment",
        "这里有一条批注，没有放进正文。",
        "请看一看批注说的是否已经改好。",
    )

    def finding(self, place: Place, told: Sequence[Told], text: str = "") -> Finding:
        """All that is to be said of this matter at a place; ``text`` is what stands there."""
        words: Words = self.value
        details = tuple(dict.fromkeys(one.detail[:_DETAIL] for one in told if one.detail))
        listed = "、".join(details[:_DETAILS]) + "等" * (len(details) > _DETAILS)
        excerpt = next((found for one in told if (found := (one.excerpt or one.aside).strip())), text.strip())
        return Finding(
            place,
            words.code,
            words.what.format(count=len(told), detail=listed),
            words.fix,
            words.severity,
            excerpt=excerpt[:_EXCERPT],
            set_aside="\n".join(one.aside for one in told if one.aside),
        )


@dataclass(frozen=True, slots=True)
class Told:
    """Something to say at a place: the text set ``aside``, a ``detail``, or an ``excerpt`` to find it by."""

    matter: Matter
    aside: str = ""
    detail: str = ""
    excerpt: str = ""


def findings(place: Place, tellings: Iterable[Told], text: str = "") -> tuple[Finding, ...]:
    """One finding a matter, but comments one by one; ``text`` is what stands at the place."""
    groups: dict[tuple[Matter, int], list[Told]] = {}
    for index, told in enumerate(tellings):
        groups.setdefault((told.matter, index if told.matter is Matter.COMMENT else -1), []).append(told)
    return tuple(matter.finding(place, group, text) for (matter, _), group in groups.items())
