"""Whether a line can only be the beginning of a paragraph, or is one all by itself."""

from __future__ import annotations

from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.structure.asides import aside_role, is_letterhead, is_subtitle
from shuxiang.intake.structure.awards import is_rank
from shuxiang.intake.structure.credits import credits_of
from shuxiang.intake.structure.dates import has_numeric_day, is_date_note
from shuxiang.intake.structure.forms import is_form_line
from shuxiang.intake.structure.lines import is_item, line
from shuxiang.intake.structure.numbers import item
from shuxiang.intake.structure.salutations import is_salutation

_SHORT = 40


def opens_paragraph(block: Block) -> bool:
    """Whether a block begins with a number, a role or a look that no sentence goes on with."""
    one = line(block)
    if not isinstance(block, Paragraph) or not one.body or one.number or item(one.text):
        return True
    if one.look.level or one.look.bullet or one.look.centred or one.look.right:
        return True
    return stands_for_itself(block)


def stands_for_itself(block: Paragraph) -> bool:
    """Whether a line's own words make it a whole: a date, a salutation, a caption, a byline, a subtitle."""
    one = line(block)
    if is_item(one) or one.text.startswith(("|", ">", "#")) or is_form_line(one.text) or is_rank(one.text):
        return True
    if one.length <= _SHORT and has_numeric_day(one.text):
        return True
    if is_date_note(one.text) or is_salutation(one.text) or aside_role(one) or is_letterhead(one):
        return True
    return is_subtitle(one) or (one.whole and credits_of(block.text) is not None)
