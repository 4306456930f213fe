"""Bylines and sources, taken from where they stand into the header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.credits import Credits, Sort, credits_at_end, credits_of
from shuxiang.intake.structure.cuts import emptied, halves, written
from shuxiang.intake.structure.draft import Draft
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.forms import is_book_entry, names_a_book
from shuxiang.intake.structure.lines import line, prose
from shuxiang.intake.structure.names import folded_names
from shuxiang.intake.structure.sentences import ended

NAMES = {"author": "作者", "post": "作者职务", "source": "来源", "date": "日期"}
"""How messages call the fields."""
CANDIDATE = "byline-candidate"
"""The code of what may be a byline and was left where it stood."""
_MARKER = re.compile("[\u25a1\u25a0\u25ce\u25cb\u25c6\u25c7]")
_LONGEST_HEAD = 80
_LINE = 160
_NEWS = re.compile(
    r"(?P<source>本报|本刊|本网|[\u4e00-\u9fff]{2,8}(?:社|网|报|电视台|客户端))"
    r"(?:讯|[^()\u3002]{0,16}?\d{1,2}月\d{1,2}日[讯电])? ?(?:\((?P<names>[^()]{2,60})\))?"
)
_REPORTER = re.compile(r"(?:首席|见习|特约|实习|全媒体)?(?:记者|通讯员)[ :]?")
_IN_BRACKET = re.compile(r"\((?P<names>[^()]{0,10}(?:记者|通讯员) ?[^()]{2,50})\)")
_CANDIDATES = 6


def parted_bylines(draft: Draft) -> Draft:
    """The draft with bylines on lines of their own: 标题 □ 甲乙, and brackets of credits behind a sentence.

    The authors behind the points of a list are not this text's, and stay where they are.
    """
    blocks: list[Block] = []
    listed = _authors_in_list(draft.blocks)
    for block in draft.blocks:
        at = _glued(block) if isinstance(block, Paragraph) and block.role is Role.BODY else -1
        blocks += halves(block, at) if isinstance(block, Paragraph) and at > 0 and not listed else [block]
    return draft.after(blocks, listed)


def _authors_in_list(blocks: Sequence[Block]) -> tuple[Finding, ...]:
    """What to say when a list has its authors in brackets: 口号（作者：甲乙）; nothing behind sentences."""
    found: dict[str, Paragraph] = {}
    for block in blocks:
        at = _bracket(block) if isinstance(block, Paragraph) and block.role is Role.BODY else -1
        if isinstance(block, Paragraph) and at > 0 and not ended(block.text[:at]):
            said = credits_of(block.text[at:])
            author = said.fields.get("author", "") if said else ""
            found |= {author: block} if author and author not in found else {}
    if len(found) < 2:
        return ()
    first = next(iter(found.values()))
    what = "有好几行写着作者，像是一份名单，都留在正文里没有移动。"
    fix = "如果其中有这篇文稿的作者，请填进标题区。"
    proposed = tuple(found)[:_CANDIDATES]
    excerpt = first.text.strip()[:20]
    return (Finding(first.place, CANDIDATE, what, fix, excerpt=excerpt, proposed=proposed),)


def _glued(block: Paragraph) -> int:
    """Where a byline begins behind other words; -1 when there is none."""
    text = block.text
    at = _bracket(block)
    if at > 0:
        return at
    marker = _MARKER.search(text) if len(text) <= _LONGEST_HEAD else None
    if marker and text[: marker.start()].strip() and credits_of(text[marker.start() :]):
        return marker.start()
    return -1


def _bracket(block: Paragraph) -> int:
    """Where the bracket of credits begins that a paragraph ends in behind other words; -1 when there is none."""
    text = block.text
    if not text.rstrip().endswith((")", "\uff09")):
        return -1
    tail = folded(text[-_LINE - 1 :])
    at = credits_at_end(tail)
    return len(text) - len(tail) + at if at > 0 else -1


def moved(blocks: Sequence[Block], fields: Mapping[str, str]) -> tuple[list[Block], dict[str, str], list[Finding]]:
    """The blocks without their credits, the fields with these added, and what was moved.

    A post may stand anywhere, unless there are several with text between them; other credits are moved when no
    running text follows, and else are candidates.
    """
    apart = _posts_apart(blocks)
    last = max((at for at, block in enumerate(blocks) if _runs(block)), default=-1)
    kept: list[Block] = []
    gained = dict(fields)
    findings: list[Finding] = []
    doubtful: list[tuple[Paragraph, Credits]] = []
    for at, block in enumerate(blocks):
        found = _credits(block)
        if not isinstance(block, Paragraph) or not found or (found.sort is Sort.POST and apart):
            kept.append(block)
        elif found.sort is Sort.POST or at > last:
            findings.append(moved_line(block, found.fields, gained))
            gained = together(gained, found.fields)
            kept += emptied(block)
        else:
            kept.append(block)
            doubtful += [] if _in_list(blocks, at) else [(block, found)]
    findings += _doubts(doubtful, gained)
    return kept, gained, findings


def _posts_apart(blocks: Sequence[Block]) -> bool:
    """Whether several lines say an author's post, other lines between them."""
    posts = [at for at, block in enumerate(blocks) if (found := _credits(block)) and found.sort is Sort.POST]
    return len(posts) > 1 and posts[-1] - posts[0] >= len(posts)


def _runs(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and not _credits(block)
        and line(block).length > 1
        and prose(line(block), block.text)
    )


def _credits(block: Block) -> Credits | None:
    return (
        credits_of(block.text) if isinstance(block, Paragraph) and line(block).body and line(block).whole else None
    )


def _in_list(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line of credits is a book's, not this text's."""
    near = [line(block).text for block in blocks[max(at - 1, 0) : at + 2]]
    return any(is_book_entry(text) or names_a_book(text) for text in near)


def moved_line(block: Paragraph, fields: Mapping[str, str], before: Mapping[str, str]) -> Finding:
    """That a line of credits is now in the header beside what was there before, or was only the editors' business.

    What the header has from another line is not replaced by something different, and that is said.
    """
    used = _said({name: value for name, value in fields.items() if _agree(value, before.get(name, value))})
    unused = _said({name: value for name, value in fields.items() if not _agree(value, before.get(name, value))})
    code, fix, severity = "byline-moved", "", Severity.NOTE
    if unused:
        what = f"这一行写着{unused}，标题区已有不同的内容，所以没有采用，只是移出。" + (
            f"采用了{used}。" if used else ""
        )
        code, fix, severity = "byline-differs", "请看以哪一个为准，需要时改标题区。", Severity.WARNING
    elif used:
        what = f"这一行是署名或来源，已移到标题区：{used}。"
    else:
        what, code = "这一行是编辑、浏览次数一类的说明，不是正文，已移出。", "editors-line"
    text = written(block).strip()
    return Finding(block.place, code, what, fix, severity, excerpt=text[:20], set_aside=text)


def together(fields: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Fields of two lines: of values that agree the longer, of all else the first."""
    longer = {name: value for name, value in others.items() if fields.get(name, "") in value}
    return {**others, **fields, **longer}


def _agree(one: str, other: str) -> bool:
    return one in other or other in one


def _said(fields: Mapping[str, str]) -> str:
    return "，".join(f"{NAMES[name]}“{value}”" for name, value in fields.items() if name in NAMES)


def candidate(block: Paragraph, values: Sequence[str]) -> Finding:
    """That a line may be a byline; it was left where it is."""
    what = "这一行可能是署名或来源，没有把握，留在正文里没有移动。"
    fix = "如果是，请填进标题区，并从正文里删去。"
    return Finding(block.place, CANDIDATE, what, fix, excerpt=block.text.strip()[:20], proposed=tuple(values))


def _doubts(doubtful: Sequence[tuple[Paragraph, Credits]], fields: Mapping[str, str]) -> Iterator[Finding]:
    for block, found in doubtful[:_CANDIDATES]:
        values = [value for name, value in found.fields.items() if fields.get(name) != value]
        if values:
            yield candidate(block, values)


def news_candidates(blocks: Sequence[Block], fields: Mapping[str, str]) -> Iterator[Finding]:
    """Who reports according to the first sentence: 本报讯（记者 甲乙）. The words stay in the text."""
    block = next((block for block in blocks if isinstance(block, Paragraph) and line(block).length > 1), None)
    if block is None or not line(block).body:
        return
    text = line(block).text
    news = _NEWS.match(text)
    names = news["names"] if news and news["names"] else ""
    bracket = _IN_BRACKET.search(text[:_LINE]) if not names else None
    values = [*_reporters(names or (bracket["names"] if bracket else "")), *([news["source"]] if news else [])]
    if values and (names or bracket or (news and "讯" in news[0])) and not {"author", "source"} <= set(fields):
        what = "正文开头写着记者或来源，没有移动。"
        fix = "如需要，请填进标题区的 author 和 source。"
        yield Finding(block.place, CANDIDATE, what, fix, excerpt=block.text.strip()[:20], proposed=tuple(values))


def _reporters(names: str) -> list[str]:
    words = folded_names(_REPORTER.sub(" ", names.replace("本报", " "))) if _REPORTER.search(names) else []
    return [word for word in words if 2 <= len(word) <= 4]
