"""The head of an article read: its title, and what becomes of the lines around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.bylines import CANDIDATE, candidate, moved_line
from shuxiang.intake.structure.credits import as_found, credits_of, fields_of
from shuxiang.intake.structure.cuts import emptied, written
from shuxiang.intake.structure.dates import day, is_date
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.headings import has_plain_headings, is_section_name
from shuxiang.intake.structure.heads import Part, head
from shuxiang.intake.structure.lines import line
from shuxiang.intake.structure.names import (
    Persons,
    likely_names,
    may_sign,
    names_someone,
    spaced_name,
    surely_named,
)
from shuxiang.intake.structure.titles import title_lines

LETTERHEAD = "letterhead"
COLUMN_LABEL = "column-label"
_ABOVE = {LETTERHEAD: "文件版头", COLUMN_LABEL: "栏目名或口号"}
_ROLES = {
    Part.DATE: Role.DATE,
    Part.SUBTITLE: Role.SUBTITLE,
    Part.ADDRESS: Role.SALUTATION,
    Part.ATTACHMENT: Role.ATTACHMENT,
    Part.UNSURE: Role.SUBTITLE,
}


@dataclass(slots=True)
class Opening:
    """What was read of a head. ``blocks`` are those of its lines that stay, and ``length`` is how many it had."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    length: int = 0

    @property
    def signed(self) -> bool:
        """Whether the head says who wrote it, or a line of it may."""
        return "author" in self.fields or any(finding.code == CANDIDATE for finding in self.findings)

    def gain(self, fields: Mapping[str, str]) -> None:
        """Take the fields of one more line: authors of both, of all else the first."""
        authors = [name for name in (self.fields.get("author"), fields.get("author")) if name]
        both = {"author": "\u3001".join(dict.fromkeys(authors))} if authors else {}
        self.fields = {**fields, **self.fields, **both}


def opening(blocks: Sequence[Block], *, signed: bool = False) -> Opening:
    """The head of an article. Its title is empty when no line can be one.

    ``signed`` says that a bare name below the title is the author's, as on a page of several articles.
    """
    parts = head(blocks, signed=signed)
    title = title_lines(blocks, parts)
    found = Opening(_title(blocks, title), length=len(parts), findings=[*_joined_title(blocks, title)])
    above: dict[str, list[Paragraph]] = {}
    for at, part in enumerate(parts):
        block = blocks[at]
        if not isinstance(block, Paragraph):
            continue
        if at in title:
            found.blocks += emptied(block)
        elif part is Part.TEXT and at < title.start and surely_named(line(block).text):
            _take_name(found, block, sure=True, likely=False)
        elif part in (Part.LETTERHEAD, Part.MASTHEAD) or (part is Part.TEXT and at < title.start):
            above.setdefault(LETTERHEAD if part is Part.LETTERHEAD else COLUMN_LABEL, []).append(block)
            _take_date(found, block, part)
            found.blocks += emptied(block)
        elif part in (Part.TEXT, Part.NAME):
            _take_name(
                found,
                block,
                sure=part is Part.NAME or Part.DATE in parts[max(at - 1, 0) : at + 2],
                likely=_likely(blocks, parts, at, title),
            )
        elif part is Part.DATE and title and at >= title.stop and Part.ADDRESS not in parts[:at]:
            _take_day(found, block)
        else:
            _take_line(found, block, part)
    found.findings += [_aside(code, lines) for code, lines in above.items()]
    return found


def _likely(blocks: Sequence[Block], parts: Sequence[Part], at: int, title: range) -> bool:
    """Whether a line below the title may name who speaks: no list goes on here, and no headings are like it."""
    if at and parts[at - 1] is not Part.TEXT:
        return True
    return at == title.stop and not has_plain_headings(blocks[at + 1 :])


def _aside(code: str, lines: Sequence[Paragraph]) -> Finding:
    """What was printed above the title and is no part of it."""
    texts = [written(block).strip() for block in lines]
    what = f"标题上面的{_ABOVE[code]}不是标题，已移出：{'；'.join(texts)}。"
    fix = "如果其中有标题，请补进标题区。" if code == COLUMN_LABEL else ""
    return Finding(
        lines[0].place, code, what, fix, Severity.NOTE, excerpt=texts[0][:20], set_aside="\n".join(texts)
    )


def _joined_title(blocks: Sequence[Block], lines: range) -> Iterator[Finding]:
    """That a title was put together from lines."""
    if len(lines) > 1:
        what = f"标题由 {len(lines)} 行接成：{_title(blocks, lines)}。"
        fix = "如果有一行不是标题，请改标题区。"
        first = blocks[lines.start]
        excerpt = written(first).strip()[:20] if isinstance(first, Paragraph) else ""
        yield Finding(first.place, "title-lines", what, fix, Severity.NOTE, excerpt=excerpt)


def _title(blocks: Sequence[Block], lines: range) -> str:
    """The title's lines in one, blanks between its words as single ones, none in a word that was set wide."""
    words = " ".join(
        written(block) for block in blocks[lines.start : lines.stop] if isinstance(block, Paragraph)
    ).split()
    return ("" if all(len(word) == 1 for word in words) else " ").join(words)


def _take_credits(found: Opening, block: Paragraph) -> None:
    said = credits_of(block.text)
    fields: Mapping[str, str] = said.fields if said else {}
    others = {name: value for name, value in found.fields.items() if name != "author"}
    found.findings.append(moved_line(block, fields, others))
    found.gain(fields)
    found.blocks += emptied(block)


def _take_line(found: Opening, block: Paragraph, part: Part) -> None:
    if part is Part.CREDITS:
        _take_credits(found, block)
        return
    if part is Part.UNSURE:
        found.findings.append(candidate(block, (" ".join(block.text.split()),)))
    _take_date(found, block, part)
    found.blocks.append(replace(block, role=_ROLES.get(part, block.role)))


def _take_date(found: Opening, block: Paragraph, part: Part) -> None:
    if part in (Part.DATE, Part.LETTERHEAD) and (date := day(line(block).text)):
        found.fields.setdefault("date", date)


def _take_day(found: Opening, block: Paragraph) -> None:
    """A day below the title goes to the header; one that the header has not, or with more words, stays there."""
    date = day(line(block).text)
    if date and is_date(line(block).text) and found.fields.get("date", date) == date:
        found.findings.append(moved_line(block, {"date": date}, {}))
        found.gain({"date": date})
        found.blocks += emptied(block)
    else:
        found.blocks.append(replace(block, role=Role.SUBTITLE))


def _take_name(found: Opening, block: Paragraph, *, sure: bool, likely: bool) -> None:
    """A line between title and text: a name that is sure becomes the author; what may be one stays and is told."""
    text = " ".join(block.text.split())
    persons = _sure_name(text, sure=sure)
    if persons:
        fields = as_found(fields_of(persons), text)
        found.findings.append(moved_line(block, fields, {}))
        found.gain(fields)
        found.blocks += emptied(block)
    elif likely and not is_section_name(text) and (may_sign(text) or names_someone(folded(text))):
        found.findings.append(candidate(block, (text,)))
        found.blocks.append(replace(block, role=Role.SUBTITLE))
    else:
        found.blocks.append(block)


def _sure_name(text: str, *, sure: bool) -> Persons | None:
    """Those whom a line names: with a post, in brackets, set wide, several at once, or where that is ``sure``."""
    bare = folded(text)
    names = likely_names(bare)
    shown = sure or bare.startswith("(") or len(names) > 1 or bool(spaced_name(bare))
    return surely_named(bare) or (Persons(names) if names and shown else None)
