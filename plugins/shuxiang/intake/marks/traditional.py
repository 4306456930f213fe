"""Traditional Chinese: recognised, and on request put into Simplified by phrase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Article
from shuxiang.intake.findings import WHOLE, Finding
from shuxiang.intake.marks.conversion import simplified as in_simplified
from shuxiang.intake.marks.excerpts import excerpt
from shuxiang.intake.marks.line import Line, lines, rebuilt
from shuxiang.intake.marks.listing import Found, findings, quoted
from shuxiang.intake.marks.mark import Kind, Mark
from shuxiang.intake.marks.scripts import (
    HONG_KONG,
    TAIWAN,
    Script,
    Writing,
    only_in_simplified,
    only_in_traditional,
    writing,
)
from shuxiang.intake.marks.vocabulary import other_words

_FEW = 2
_FEW_SHARE = 0.005
_CLOSE = 3
_CONTEXTS = 6
_WORDS = 20
_QUOTED = ("\u201c\u201d", "\u2018\u2019", "\u300c\u300d", "\u300e\u300f", "\uff08\uff09", "()", '""')
_STRAYS = {
    Script.SIMPLIFIED: (
        "traditional-character",
        "简体文章里夹着繁体字",
        "请改成简体字；人名、引文要保留的不用改。",
    ),
    Script.TRADITIONAL: (
        "simplified-character",
        "繁体文章里夹着简体字",
        "请改成同一种字体；人名、引文要保留的不用改。",
    ),
}
_SETTLED = {"script-mixed", "script-traditional", *(code for code, _, _ in _STRAYS.values())}
_MORE_THAN_ONE = {
    "乾": "乾坤、乾隆照旧，其余作“干”",
    "著": "著作、著名照旧，其余作“着”",
    "徵": "五音之一的“徵”照旧，其余作“征”",
    "藉": "狼藉、慰藉照旧，其余作“借”",
    "瞭": "瞭望照旧，其余作“了”",
    "鍾": "人名可作“锺”，其余作“钟”",
    "夥": "作“多”讲的照旧，其余作“伙”",
    "覆": "覆盖、颠覆照旧，其余作“复”",
    "摺": "奏摺、存摺等作“折”，容易和“折”混淆",
}
"""Characters that have more than one in Simplified, and how they are told apart."""


def script_findings(article: Article) -> tuple[Finding, ...]:
    """That an article is in Traditional characters, or mixes both and where."""
    read = lines(article)
    found = writing("".join(line.text for line in read))
    if not found.traditional:
        return ()
    strays = list(_strays(read, found))
    return (*_whole(read, found), *findings(read, strays))


def simplified(article: Article, received: Article | None = None) -> Article:
    """The article in Simplified characters, with findings that say how much was changed and what to look at.

    Their ``before`` and ``after`` hold every letter that was changed, in reading order; their excerpts are those of
    the article as it was ``received``, before it was mended. They take the place of the findings about its script.
    The article as it came when there is nothing to change.
    """
    read = lines(article)
    text = "".join(line.text for line in read)
    found = writing(text)
    if not found.traditional:
        return article
    after = [_simplified(line, found.script, zhu_is_zhe="着" not in text) for line in read]
    changed = [pair for old, new in zip(read, after, strict=True) for pair in _changes(old, new)]
    if not changed:
        return article
    said = [_count(changed)]
    if found.script is Script.TRADITIONAL:
        said += [*_to_look_at(lines(received or article), read, after), *_vocabulary(text)]
    pictures = tuple(
        replace(picture, alt=in_simplified(picture.alt, zhu_is_zhe=False)) for picture in article.pictures
    )
    kept = (finding for finding in article.findings if finding.code not in _SETTLED)
    return replace(rebuilt(article, after), pictures=pictures, findings=(*kept, *said))


def _whole(read: Sequence[Line], found: Writing) -> tuple[Finding, ...]:
    if found.script is not Script.TRADITIONAL and not found.mixed:
        return ()
    what = "全文繁体字、简体字混用。" if found.mixed else f"全文是繁体字{_region(read)}。"
    code = "script-mixed" if found.mixed else "script-traditional"
    return (Finding(WHOLE, code, what, "要转成简体字，请加上 --simplified 再做一次。"),)


def _region(read: Sequence[Line]) -> str:
    text = "".join(line.text for line in read)
    taiwan, hong_kong = (sum(letter in signs for letter in text) for signs in (TAIWAN, HONG_KONG))
    if max(taiwan, hong_kong) <= 3 * min(taiwan, hong_kong):
        return ""
    return f"（字形像是{'台湾' if taiwan > hong_kong else '香港'}用的）"


def _strays(read: Sequence[Line], found: Writing) -> Iterator[Found]:
    """The characters of the other script. A few of them are only noted; alone in quotation marks they are meant."""
    odd = only_in_traditional() if found.script is Script.SIMPLIFIED else only_in_simplified()
    places = [(number, run) for number, line in enumerate(read) for run in _runs(line, odd)]
    few = not found.mixed and (
        len(places) <= _FEW or len(places) < _FEW_SHARE * (found.traditional + found.simplified)
    )
    kind = Kind(*_STRAYS[found.script], severity=Severity.NOTE if few else Severity.WARNING, every=True)
    for number, (start, end) in places:
        yield number, Mark(start, end, kind, _in_simplified(read[number].text[start:end], found.script))


def _runs(line: Line, odd: AbstractSet[str]) -> Iterator[tuple[int, int]]:
    """Where odd characters stand, those that are close together as one."""
    if odd.isdisjoint(line.text):
        return
    start = end = -1
    for at, letter in enumerate(line.text):
        if letter not in odd or _is_talked_of(line.text, at):
            continue
        if start >= 0 and at - end > _CLOSE:
            yield start, end
            start = -1
        start, end = (at if start < 0 else start), at + 1
    if start >= 0:
        yield start, end


def _is_talked_of(text: str, at: int) -> bool:
    return text[max(at - 1, 0) : at] + text[at + 1 : at + 2] in _QUOTED


def _in_simplified(text: str, script: Script) -> tuple[str, ...]:
    return (in_simplified(text, zhu_is_zhe=False),) if script is Script.SIMPLIFIED else ()


def _simplified(line: Line, script: Script, *, zhu_is_zhe: bool) -> Line:
    """A line of a Simplified article is changed only where its character cannot be Simplified."""
    old = line.text
    new = in_simplified(old, zhu_is_zhe=zhu_is_zhe and script is Script.TRADITIONAL)
    if script is Script.SIMPLIFIED and new != old:
        odd = only_in_traditional()
        pairs = enumerate(zip(old, new, strict=True))
        new = "".join(b if a in odd and not _is_talked_of(old, at) else a for at, (a, b) in pairs)
    new = _with_addresses(old, new, line.addresses)
    return line.edited([(0, len(old), new)]) if new != old else line


def _with_addresses(old: str, new: str, addresses: Iterable[tuple[int, int]]) -> str:
    """The new text with the addresses of the old; both are of one length."""
    pieces: list[str] = []
    at = 0
    for start, end in addresses:
        pieces += [new[at:start], old[max(start, at) : end]]
        at = max(at, end)
    return "".join([*pieces, new[at:]])


def _changes(old: Line, new: Line) -> Iterator[tuple[str, str]]:
    """The letters that were changed, but for those that are not written in the document."""
    if old is new:
        return
    for before, after in zip(old.spans, new.spans, strict=True):
        if not before.generated:
            yield from ((a, b) for a, b in zip(before.text, after.text, strict=True) if a != b)


def _count(changed: Sequence[tuple[str, str]]) -> Finding:
    what = f"已把繁体字转成简体字，改了 {len(changed)} 个字。没有换用别的词。"
    before, after = ("".join(letters) for letters in zip(*changed, strict=True))
    return Finding(WHOLE, "simplified", what, "请通读一遍。", Severity.NOTE, before=before, after=after)


def _to_look_at(received: Sequence[Line], read: Sequence[Line], after: Sequence[Line]) -> Iterator[Finding]:
    """One finding for each character that has more than one in Simplified, with all that became of it."""
    text = "".join(line.text for line in read)
    for letter, rule in _MORE_THAN_ONE.items():
        if letter in text and not (letter == "著" and "着" in text):
            numbers = [number for number, line in enumerate(read) if letter in line.text]
            contexts = [
                excerpt(after[number], at, at + 1)
                for number in numbers
                for at, each in enumerate(read[number].text)
                if each == letter
            ]
            yield _ambiguous(letter, rule, contexts, received[numbers[0]])


def _ambiguous(letter: str, rule: str, contexts: Sequence[str], first: Line) -> Finding:
    what = f"“{letter}”有 {len(contexts)} 处（{rule}），转换以后是：{quoted(contexts, _CONTEXTS)}。"
    at = first.text.find(letter)
    shown_at = excerpt(first, at, at + 1) if at >= 0 else ""
    return Finding(first.place, "simplified-ambiguous", what, "请逐处核对。", Severity.NOTE, shown_at)


def _vocabulary(text: str) -> Iterator[Finding]:
    words = other_words(text)
    if words:
        said = "、".join(f"{here}（{there}）" for here, there in list(words)[:_WORDS])
        what = f"有些词大陆通常另有说法，没有改动：{said}{'等' if len(words) > _WORDS else ''}。"
        yield Finding(WHOLE, "simplified-vocabulary", what, "要不要换用，请自行决定。", Severity.NOTE)
