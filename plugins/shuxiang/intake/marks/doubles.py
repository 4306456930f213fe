"""Characters, words and paragraphs that stand twice where they are rarely right to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from shuxiang.intake.marks.characters import HAN
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

CHARACTER = Kind("doubled-character", "同一个字连用了两次", "多打的请删去；写错的请改正。", every=True)
WORD = Kind("doubled-word", "同一个词连用了两次", "多打的请删去。", every=True)
PARAGRAPH = Kind("repeated-paragraph", "这一段和前面的一段完全相同", "请看是不是贴了两遍。")

_RIGHT = {
    "的": ("目标有靶中", "确士"),
    "了": ("甚小草", "解结断如然分却账事"),
    "是": ("国", "非否不"),
    "和": ("总共饱缓中调温柔随祥谐亲平违讲", "平谐气睦解约顺美蔼善缓煦乐田风服"),
    "在": ("存所现实内外潜自正好何同旨志", "职校岗线建册任押读编家场座位世京外内于逃行乎意"),
    "要": ("重主需纪摘概首必扼机紧提简次显枢", "求件素点闻领义害地塞是"),
    "与": ("参赠给赋授付", "会时日众其"),
    "及": ("以普涉危波顾提触遍殃", "时格第"),
    "被": ("棉夹植", "子褥告动害面单迫"),
    "将": ("大上中少名武", "来军领士近心帅"),
    "而": ("进从然因反", "且是已言立后今"),
    "或": ("抑", "者许多"),
    "以": ("可所足予加给难", "上下及前后内外往来人此为至便免致色"),
    "于": ("由关对等属至基位处用终过善勇", "是谦"),
    "们": ("哥爷娘姐", ""),
    "但": ("不非岂", "是愿凡"),
    "并": ("合一兼吞归", "且购列联网轨存非发"),
    "其": ("尤与极", "他中实余次间"),
    "就": ("成造将迁", "业近地医学职是任读座餐算绪"),
    "由": ("自理事缘经", "于此来衷"),
    "着": ("看", "急火手眼力重装实陆落想凉"),
    "也": ("", ""),
    "这": ("", ""),
    "很": ("", ""),
}
"""For each character those before and behind it of which a pair is right: 目的|的, 为了|了解, 把|把关."""

_SHORT_WORDS = (
    "以及因为所以但是而且并且我们他们通过进行对于关于同时为了由于根据按照其中已经必须应当不断积极切实全面深入认真坚持"
    "加强推进推动促进落实贯彻完善建立健全提高提升实施开展组织领导精神问题情况政协委员党委政府部门群众"
)
_WORDS = frozenset(_SHORT_WORDS[at : at + 2] for at in range(0, len(_SHORT_WORDS), 2))
_LONGEST_WORD = 12
_HAN = re.compile(f"[{HAN}]+")
_LONG_PARAGRAPH = 30


def find(line: Line) -> Iterator[Mark]:
    """Doubled characters of a short list, and words said twice. 人人, 研究研究 and 一个一个 are right."""
    text = line.text
    for start, length in _repeats(text):
        end = start + 2 * length
        word = text[start : start + length]
        if length == 1 and _is_slip(text, start):
            yield Mark(start, end, CHARACTER, (word,))
        elif (length == 2 and word in _WORDS) or (length > 2 and _HAN.fullmatch(word) and len(set(word)) > 1):
            yield Mark(start, end, WORD, (word,))


def _is_slip(text: str, start: int) -> bool:
    """Whether this doubled character is rarely right between these two others."""
    if text[start] not in _RIGHT:
        return False
    before, behind = _RIGHT[text[start]]
    return not (start and text[start - 1] in before) and text[start + 2 : start + 3] not in (*behind,)


def _repeats(text: str) -> Iterator[tuple[int, int]]:
    """Where a stretch of some length is followed by itself, and the length.

    A text and the same text moved up by so many characters differ by nothing there: as numbers they are compared
    at once, whatever the length of the text.
    """
    codes, width = text.encode("utf-16-le", "surrogatepass"), 2
    if len(codes) != width * len(text):
        codes, width = text.encode("utf-32-le", "surrogatepass"), 4
    number = int.from_bytes(codes, "little")
    for length in range(1, min(_LONGEST_WORD, len(text) // 2) + 1):
        same = (number ^ (number >> (8 * width * length))).to_bytes(len(codes), "little")
        nothing = bytes(width * length)
        at = same.find(nothing)
        while at >= 0:
            start = -(-at // width)
            if start + 2 * length <= len(text) and same.startswith(nothing, start * width):
                yield start, length
                start += 2 * length
            at = same.find(nothing, max(start * width, at + 1))


def paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, Mark]]:
    """Long paragraphs that came before, word for word, with the number of their line; not those in tables."""
    seen: set[str] = set()
    for number, line in enumerate(lines):
        text = line.text.strip()
        if len(text) >= _LONG_PARAGRAPH and not line.where:
            if text in seen:
                yield number, Mark(0, len(line.text), PARAGRAPH)
            seen.add(text)
