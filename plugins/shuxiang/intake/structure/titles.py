"""Which lines of a head are the title."""

from __future__ import annotations

from collections.abc import Sequence

from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.structure.headings import has_plain_headings, is_section_name
from shuxiang.intake.structure.heads import Part
from shuxiang.intake.structure.labels import label_like, names_a_column
from shuxiang.intake.structure.lines import line, prose
from shuxiang.intake.structure.names import may_sign, names_someone, surely_named

_MOST = 4
_LONGEST = 70
"""Letters that the lines of one title have together."""
_SHORTEST_TITLE = 6
_UNFINISHED = ("的", "关于", "和", "与", "暨", "及", "、")
"""What a title's first line ends in when the next belongs to it for certain."""
_LIST = 4
"""So many short lines in a row are a list or a poem below its title."""


def title_lines(blocks: Sequence[Block], parts: Sequence[Part]) -> range:
    """The lines of the title, in a row; none when the head has no line that could be one."""
    texts = [at for at, part in enumerate(parts) if part is Part.TEXT]
    letterhead = max((at for at, part in enumerate(parts) if part is Part.LETTERHEAD), default=-1)
    texts = [at for at in texts if at > letterhead] or texts
    texts = [at for at in texts if not surely_named(line(blocks[at]).text)] or texts
    if not texts:
        return range(0)
    return (
        _by_style(blocks, texts)
        or _above_name(blocks, parts, texts)
        or _by_look(blocks, texts)
        or _above_byline(blocks, parts, texts)
        or _first(blocks, parts, texts)
    )


def _by_style(blocks: Sequence[Block], texts: Sequence[int]) -> range:
    """The lines in the style of titles. Where sections have that style too, only the first is the title."""
    styled = [at for at in texts if line(blocks[at]).look.level == 1]
    if not styled:
        return range(0)
    others = sum(line(block).look.level == 1 for block in blocks) - len(styled)
    return range(styled[0], styled[0] + 1) if others else _row(blocks, styled, styled[0])


def _by_look(blocks: Sequence[Block], texts: Sequence[int]) -> range:
    """The lines that are set biggest, centred or bold; none when all are set alike and not centred."""
    weights = {at: _weight(blocks, at) for at in texts}
    most = max(weights.values())
    if len(set(weights.values())) == 1 and not most[1]:
        return range(0)
    heaviest = [at for at in texts if weights[at] == most and not _is_name(blocks, at)]
    return _row(blocks, heaviest, heaviest[0]) if heaviest else range(0)


def _weight(blocks: Sequence[Block], at: int) -> tuple[float, int, int]:
    look = line(blocks[at]).look
    return (look.size, int(look.centred), int(look.bold))


def _row(blocks: Sequence[Block], places: Sequence[int], first: int) -> range:
    """The places that follow the first without a break, as long as they make one title."""
    end, length = first + 1, line(blocks[first]).length
    while end in places and end - first < _MOST and length + line(blocks[end]).length <= _LONGEST:
        length += line(blocks[end]).length
        end += 1
    return range(first, end)


def _above_byline(blocks: Sequence[Block], parts: Sequence[Part], texts: Sequence[int]) -> range:
    """The lines right above the author's name, up to a gap or a column's label."""
    byline = next((at for at, part in enumerate(parts) if part is Part.CREDITS and at > texts[0]), -1)
    return _last_above(blocks, [at for at in texts if at < byline])


def _above_name(blocks: Sequence[Block], parts: Sequence[Part], texts: Sequence[int]) -> range:
    """The lines right above a bare name, set as the one right above it is."""
    byline = parts.index(Part.NAME) if Part.NAME in parts else 0
    if not byline:
        return range(0)
    look = _weight(blocks, byline - 1)
    return _last_above(blocks, [at for at in texts if at < byline and _weight(blocks, at) == look])


def _last_above(blocks: Sequence[Block], above: Sequence[int]) -> range:
    if not above:
        return range(0)
    start = last = above[-1]
    gaps = _gaps_tell(blocks)
    length = line(blocks[last]).length
    while start - 1 in above and last - start < _MOST - 1 and not _breaks(blocks, start, gaps=gaps):
        length += line(blocks[start - 1]).length
        if length > _LONGEST:
            break
        start -= 1
    return range(start, last + 1)


def _breaks(blocks: Sequence[Block], at: int, *, gaps: bool) -> bool:
    """Whether a line begins a title that the line above has no part in."""
    above, below = line(blocks[at - 1]), line(blocks[at])
    if gaps:
        return below.look.after_gap or names_a_column(above.text)
    return label_like(above.text) and below.length - above.length > 1


def _gaps_tell(blocks: Sequence[Block]) -> bool:
    """Whether empty lines mean something: some lines have one before them, and some have none."""
    gaps = {block.look.after_gap for block in blocks[1:] if isinstance(block, Paragraph)}
    return len(gaps) == 2


def _first(blocks: Sequence[Block], parts: Sequence[Part], texts: Sequence[int]) -> range:
    """The first line, and the next where it can only be the title's second."""
    first = texts[0]
    gaps = _gaps_tell(blocks)
    while first + 1 in texts and gaps and _is_label(blocks, first):
        first += 1
    row = _row_of_texts(texts, first)
    if row >= _LIST or first + 1 not in texts or not _second(blocks, parts, first + 1, gaps=gaps):
        return range(first, first + 1)
    return range(first, first + 2)


def _is_label(blocks: Sequence[Block], at: int) -> bool:
    """Whether a column's label stands above the title, an empty line between them."""
    below = line(blocks[at + 1])
    if not below.look.after_gap or below.length <= _SHORTEST_TITLE or _is_name(blocks, at + 1):
        return False
    return label_like(line(blocks[at]).text)


def _row_of_texts(texts: Sequence[int], first: int) -> int:
    return next((n for n in range(len(texts)) if first + n not in texts), len(texts))


def _second(blocks: Sequence[Block], parts: Sequence[Part], at: int, *, gaps: bool) -> bool:
    """Whether a line below the title's first goes on with it, rather than being a name or the first heading."""
    one = line(blocks[at])
    if line(blocks[at - 1]).text.endswith(_UNFINISHED):
        return True
    if is_section_name(one.text) or _is_name(blocks, at) or may_sign(one.text) or (gaps and one.look.after_gap):
        return False
    if one.length + line(blocks[at - 1]).length > _LONGEST:
        return False
    if at + 1 < len(parts):
        return True
    if (not gaps and one.look.after_gap) or not _begins_text(blocks[at + 1 : at + 2]):
        return False
    return not has_plain_headings(blocks[at + 1 :])


def _begins_text(blocks: Sequence[Block]) -> bool:
    """Whether text follows: a sentence, a numbered heading or a table, and not the next piece of a list."""
    return any(
        not isinstance(block, Paragraph) or line(block).number or prose(line(block), block.text) for block in blocks
    )


def _is_name(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line names a person: a name alone, or a post and a name."""
    return names_someone(line(blocks[at]).text)
