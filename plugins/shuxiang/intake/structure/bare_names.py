"""Names without any word or sign that says so, set below titles as bylines are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.findings import Unit
from shuxiang.intake.structure.asides import aside_role
from shuxiang.intake.structure.awards import is_rank
from shuxiang.intake.structure.dates import is_date_note
from shuxiang.intake.structure.forms import names_a_book
from shuxiang.intake.structure.lines import Line, line, set_out, title_like
from shuxiang.intake.structure.names import POSTS, is_office, likely_names

_SHORTEST_TITLE = 4
_LONGEST_TITLE = 30
_POST = re.compile(rf"(?:{POSTS})$")


def bare_names(blocks: Sequence[Block]) -> list[int]:
    """The lines that stand between a title and its text and could be the author's name: two or more mean it."""
    return [at for at in range(1, len(blocks)) if _is_bare_name(blocks, at)]


def _is_bare_name(blocks: Sequence[Block], at: int) -> bool:
    one = line(blocks[at])
    if not (one.body and one.whole and likely_names(one.text) and not one.look.right):
        return False
    below = next((line(block) for block in blocks[at + 1 :] if not is_date_note(line(block).text)), None)
    return below is not None and _is_text(below) and _is_title(line(blocks[at - 1]), below, blocks[at])


def _is_text(one: Line) -> bool:
    return one.length > 1 and not title_like(one) and not aside_role(one)


def _is_title(one: Line, below: Line, name: Block) -> bool:
    """Whether a line is a title: set out from the text below, or a short one where lines have no looks."""
    if not title_like(one) or one.number or one.length < _SHORTEST_TITLE:
        return False
    if likely_names(one.text) or is_office(one.text) or _POST.search(one.text) or is_rank(one.text):
        return False
    if names_a_book(one.text) or aside_role(one):
        return False
    of_text = isinstance(name, Paragraph) and name.place.unit is Unit.LINE
    return (of_text and one.length <= _LONGEST_TITLE) or one.look.level == 1 or set_out(one, below)
