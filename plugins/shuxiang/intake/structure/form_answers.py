"""What a form says of itself: the title behind 案由 or 题目, the author behind 提案人, in lines or in a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shuxiang.intake.document import Block, Cell, Paragraph, Table
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.structure.bylines import CANDIDATE
from shuxiang.intake.structure.credits import credits_of
from shuxiang.intake.structure.fold import folded

_LABELS = {
    "title": "案 ?由|题 ?目|标 ?题|提案题目|提案名称|信息标题|文章标题|篇 ?名|发言题目|报告题目|课题名称",
    "author": "提 ?案 ?人|第一提案人|提案者|撰 ?稿 ?人?|反 ?映 ?人|作 ?者|执 ?笔 ?人?|报送人|供稿人|信息作者|发言人"
    "|姓 ?名",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{labels})" for name, labels in _LABELS.items()))
_LINE = re.compile(rf" *[\[(]?(?:{_LABEL.pattern})[\])]? ?:(?= ?[^ ])")
_FORM_HEAD = re.compile(
    r"(?!.*关于).{0,40}(?:(?<!的)(?:提案|议案|建议案)|社情民意信息|社情民意|(?:提案|登记|信息|征集|反映|推荐|投稿|申报|报送|采集)[^,\u3002]{0,6}[表单])"
)
_LONGEST = 100
_HEAD = 30
"""Blocks in which a form's labels are looked for."""
_CELLS = 60
_PAIR = 2
_PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands behind a label: ``asked`` is title or author."""

    asked: str
    text: str
    place: Place
    excerpt: str


def answers(blocks: Sequence[Block]) -> list[Answer]:
    """The titles and authors that lines with labels and tables of two columns give, in their order."""
    return [answer for block in blocks[:_HEAD] for answer in _in(block)]


def is_form_head(title: str) -> bool:
    """Whether a title only names the form: 某次会议提案, 社情民意信息, 提案登记表."""
    return bool(_FORM_HEAD.fullmatch(folded(title)))


def better_titles(title: str, found: Iterable[Answer]) -> Iterator[Finding]:
    """A warning where a form's name was taken for the title, and the form says another."""
    titles = [answer for answer in found if answer.asked == "title" and answer.text not in title]
    if titles and is_form_head(title):
        what = f"标题“{title}”像是表格或文种的名称，正文里另写着题目。"
        fix = "如果应当用那一个，请改标题区的 title。"
        proposed = tuple(dict.fromkeys(answer.text for answer in titles))[:_PROPOSED]
        first = titles[0]
        yield Finding(first.place, "title-candidate", what, fix, excerpt=first.excerpt, proposed=proposed)


def form_authors(found: Iterable[Answer]) -> Iterator[Finding]:
    """A warning with those whom the form names as authors; they stay in the text."""
    named = [answer for answer in found if answer.asked == "author"]
    if named:
        what = "这里写着提案人、作者一类的姓名，没有移动。"
        fix = "如需要，请填进标题区的 author。"
        proposed = tuple(dict.fromkeys(answer.text for answer in named))[:_PROPOSED]
        first = named[0]
        yield Finding(first.place, CANDIDATE, what, fix, excerpt=first.excerpt, proposed=proposed)


def _in(block: Block) -> Iterator[Answer]:
    if isinstance(block, Table):
        yield from _in_table(block)
    elif (
        len(block.text) <= _LONGEST
        and (match := _LINE.match(folded(block.text)))
        and (match["title"] or not credits_of(block.text))
    ):
        yield _answer(str(match.lastgroup), block.text[match.end() :], block.place, block.text)


def _in_table(table: Table) -> Iterator[Answer]:
    seen = 0
    for row in table.rows:
        texts = [_text(cell) for cell in row]
        seen += len(texts)
        if seen > _CELLS:
            return
        if len(texts) > _PAIR and not _asked(_text(table.rows[0][0])):
            return
        for label, value in zip(texts[::2], texts[1::2], strict=False):
            asked = _asked(label)
            if asked and value and len(value) <= _LONGEST and not _asked(value):
                yield _answer(asked, value, table.place, value)


def _asked(label: str) -> str:
    """What a cell asks for; empty when it is no such label."""
    match = _LABEL.fullmatch(folded(label[:_LONGEST]).strip(" :"))
    return str(match.lastgroup) if match else ""


def _answer(asked: str, text: str, place: Place, excerpt: str) -> Answer:
    return Answer(asked, " ".join(text.split()), place, excerpt.strip()[:20])


def _text(cell: Cell) -> str:
    return " ".join(paragraph.text.strip() for paragraph in cell.paragraphs if isinstance(paragraph, Paragraph))
