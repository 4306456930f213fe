"""What web pages and viewers put around a text: their own sentences, buttons, adverts, copyright lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Span
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure import furniture_words as said
from shuxiang.intake.structure.cuts import emptied, empty, parted, without, written
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.lines import Line, line, title_like
from shuxiang.intake.structure.sentences import closed

PREVIEW = "web-preview"
"""The code of what says that only a part of the text is here."""
VIEWER = "web-viewer"
"""The code of a viewer's own sentences, which often name the document."""

_LONGEST = 200
_SHORT = 90
_LONGEST_LINK = 60
_LONGEST_NAME = 8
_SENTENCE_END = "\u3002\uff01!\n"
_SHARED_LONGEST = 400
_NEAR = 8
_DOTTED = ("\u2026", "...", "\u3002\u3002\u3002")
_DOTS = Span("\u2026\u2026", generated=True)


@dataclass(frozen=True, slots=True)
class _Class:
    """A class of furniture, and how long a line of it may be."""

    code: str
    name: str
    pattern: re.Pattern[str]
    longest: int = _SHORT


_OF_PREVIEW = _Class(PREVIEW, "“全文未显示”的提示", said.PREVIEW)
_OF_VIEWER = _Class(VIEWER, "在线阅读、下载的提示", said.VIEWER, _LONGEST)
_OF_NAVIGATION = _Class("web-navigation", "网页的导航", said.NAVIGATION)
_OF_BUTTONS = _Class("web-buttons", "网页的按钮", said.NAVIGATION)
_CLASSES = (
    _OF_PREVIEW,
    _Class("web-advert", "广告", said.ADVERT),
    _OF_VIEWER,
    _OF_NAVIGATION,
    _Class("web-copyright", "版权、备案说明", said.COPYRIGHT, _LONGEST),
)


@dataclass(frozen=True, slots=True)
class _Taken:
    kind: _Class
    block: Paragraph
    text: str
    dotted: bool = False


def cleared(draft: Draft) -> Draft:
    """The draft without web furniture; each class that was found is told in a finding, which holds its text."""
    blocks: list[Block] = []
    taken: list[_Taken] = []
    links = _behind_related(draft.blocks)
    for at, block in enumerate(draft.blocks):
        kind = _class(block) or (_OF_NAVIGATION if at in links else None)
        if not isinstance(block, Paragraph):
            blocks.append(block)
        elif kind:
            taken.append(_Taken(kind, block, written(block)))
            blocks += emptied(block)
        else:
            rest, inside = _without_inside(block)
            taken += inside
            blocks += [] if inside and empty(rest) else [rest]
    return draft.after(blocks, _findings(taken))


def _behind_related(blocks: Sequence[Block]) -> range:
    """The titles of other pages that end a page below 相关阅读; none when any running text follows."""
    start = next((at for at, block in enumerate(blocks) if _names_others(line(block))), len(blocks))
    titles = all(isinstance(block, Paragraph) and _is_link(block) for block in blocks[start + 1 :])
    return range(start, len(blocks)) if titles else range(0)


def _names_others(one: Line) -> bool:
    return one.length <= _LONGEST_NAME and bool(said.RELATED.fullmatch(one.text))


def _is_link(block: Paragraph) -> bool:
    """Whether a line can be the title of another page, with whatever commas it has, or is furniture itself."""
    one = line(block)
    return title_like(one) or _class(block) is not None or (one.length <= _LONGEST_LINK and not closed(block.text))


def _class(block: Block) -> _Class | None:
    one = line(block)
    if not one.whole or not one.body:
        return None
    if _only_buttons(one.text):
        return _OF_BUTTONS
    return next(
        (kind for kind in _CLASSES if one.length <= kind.longest and kind.pattern.fullmatch(one.text)), None
    )


def _only_buttons(text: str) -> bool:
    found = {word for word in said.BETWEEN_BUTTONS.split(text) if word}
    if not found or not found <= said.BUTTONS:
        return False
    return not found <= said.WEAK_BUTTONS or len(found) > 2


def _without_inside(block: Paragraph) -> tuple[Paragraph, list[_Taken]]:
    """A paragraph without the furniture in it. Where text is missing, dots that nobody wrote keep the place."""
    text = folded(block.text) if said.HINTS_OF_FURNITURE.search(block.text) else ""
    shared = _shared_sentence(text)
    if shared:
        return without(block, (shared,)), [_Taken(_OF_VIEWER, block, written(block, *shared))]
    gaps = [match.span() for match in said.GAP.finditer(text)]
    dotted = {gap for gap in gaps if not _has_dots(text, gap)}
    taken = [_Taken(_OF_PREVIEW, block, written(block, *gap), dotted=gap in dotted) for gap in gaps]
    return _with_dots(block, gaps, dotted), taken


def _has_dots(text: str, gap: tuple[int, int]) -> bool:
    """Whether dots stand right before a gap or right behind it."""
    before, behind = text[max(gap[0] - _NEAR, 0) : gap[0]], text[gap[1] : gap[1] + _NEAR]
    return before.rstrip().endswith(_DOTTED) or behind.lstrip().startswith(_DOTTED)


def _shared_sentence(text: str) -> tuple[int, int] | None:
    match = said.SHARED.search(text)
    if not match:
        return None
    start = max(text.rfind(mark, 0, match.start()) for mark in _SENTENCE_END) + 1
    ends = [end for mark in _SENTENCE_END if (end := text.find(mark, match.end())) >= 0]
    end = min(ends, default=len(text) - 1) + 1
    return (start, end) if end - start <= _SHARED_LONGEST else None


def _with_dots(block: Paragraph, gaps: Sequence[tuple[int, int]], dotted: set[tuple[int, int]]) -> Paragraph:
    """The paragraph without its gaps, with dots in the place of the ``dotted`` ones."""
    if not gaps:
        return block
    spans: list[Span] = []
    for number, part in enumerate(parted(block, (at for gap in gaps for at in gap))):
        if number % 2 == 0:
            spans += part.spans
        else:
            dots = [_DOTS] if gaps[number // 2] in dotted else []
            spans += [*dots, *(replace(span, text="") for span in part.spans if span.note or span.picture)]
    return replace(block, spans=tuple(spans))


def _findings(taken: Iterable[_Taken]) -> Iterator[Finding]:
    """One finding a class, at the place of the first."""
    by_code: dict[str, list[_Taken]] = {}
    for one in taken:
        by_code.setdefault(one.kind.code, []).append(one)
    for code, same in by_code.items():
        first = same[0]
        amount = f"，共 {len(same)} 处" if len(same) > 1 else ""
        dotted = sum(one.dotted for one in same)
        few = f"其中 {dotted} 处" if dotted < len(same) else ""
        dots = f"，{few}原处留“……”" if dotted else ""
        yield Finding(
            first.block.place,
            code,
            f"这是{first.kind.name}，不是正文，已移出{amount}{dots}。",
            severity=Severity.NOTE,
            excerpt=first.text.strip()[:20],
            set_aside="\n".join(one.text.strip() for one in same),
        )
