"""What stands beside and behind the text: salutations in it, signatures and dates, attachments, notes, captions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shuxiang.intake.document import Block, Paragraph, Role
from shuxiang.intake.structure.asides import aside_role
from shuxiang.intake.structure.dates import day, ends_in_date, is_date
from shuxiang.intake.structure.lines import Line, line, prose, title_like
from shuxiang.intake.structure.names import is_office, likely_name, spaced_name
from shuxiang.intake.structure.numbers import Kind
from shuxiang.intake.structure.salutations import is_salutation

_SIGNATURE_LINES = 3
_FAREWELL = ("此致", "敬礼", "敬礼!", "此致敬礼", "此致 敬礼", "此致 敬礼!", "特此通知", "特此报告", "特此函告")
_SIGNATURE = 30
_SIGNATURE_WITH_DATE = 50


def with_roles(blocks: Sequence[Block]) -> list[Block]:
    """The body with the roles that its lines have by their words and by where they stand."""
    found = [_by_words(block) for block in blocks]
    _attachments(found)
    for at in range(len(found)):
        if _closing_date(found, at):
            _set(found, at, Role.DATE)
            _sign(found, at)
        elif _signed_and_dated(found, at):
            _set(found, at, Role.SIGNATURE)
    _last_line(found)
    return found


def closing_date(blocks: Sequence[Block]) -> str:
    """The last day that is written below the text; empty when there is none."""
    signed = [
        block for block in blocks if isinstance(block, Paragraph) and block.role in (Role.DATE, Role.SIGNATURE)
    ]
    return next((date for block in reversed(signed) if (date := day(line(block).text))), "")


def _by_words(block: Block) -> Block:
    one = line(block)
    if not isinstance(block, Paragraph) or not one.body or one.look.level:
        return block
    role = Role.SALUTATION if is_salutation(one.text) and one.whole else aside_role(one)
    return replace(block, role=role) if role else block


def _set(blocks: list[Block], at: int, role: Role) -> None:
    block = blocks[at]
    if isinstance(block, Paragraph):
        blocks[at] = replace(block, role=role)


def _attachments(blocks: list[Block]) -> None:
    """The further points of a list of attachments: 附件：1.… and the lines 2.… below it."""
    last = 0
    for at, block in enumerate(blocks):
        one = line(block)
        if isinstance(block, Paragraph) and block.role is Role.ATTACHMENT:
            last = 1
        elif (
            last
            and one.body
            and one.number
            and one.number.kind is Kind.ARABIC
            and one.number.value in (last, last + 1)
        ):
            last = one.number.value
            _set(blocks, at, Role.ATTACHMENT)
        else:
            last = 0


def _closing_date(blocks: Sequence[Block], at: int) -> bool:
    """Whether a date stands behind text, with nothing but closing lines or another heading's text below."""
    one = line(blocks[at])
    if not at or not one.body or not is_date(one.text):
        return False
    if one.look.right or at + 1 == len(blocks):
        return True
    below = line(blocks[at + 1])
    return not below.body or not prose(below, _text(blocks[at + 1])) or _may_sign(line(blocks[at - 1]))


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


def _sign(blocks: list[Block], at: int) -> None:
    """The lines above a closing date that name who signs."""
    above = at - 1
    while above >= max(at - _SIGNATURE_LINES, 1) and _may_sign(line(blocks[above])):
        if above < at - 1 and not _signs(line(blocks[above])):
            break
        _set(blocks, above, Role.SIGNATURE)
        above -= 1


def _may_sign(one: Line) -> bool:
    if not one.body or one.number or one.length > _SIGNATURE or one.look.level or one.look.bullet:
        return False
    if one.text in _FAREWELL:
        return False
    return one.look.right or title_like(one)


def _signs(one: Line) -> bool:
    """Whether a line is set or called as those who sign are."""
    return one.look.right or bool(spaced_name(one.text) or likely_name(one.text) or is_office(one.text))


def _signed_and_dated(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line is an office and a date: 某县政协办公室  2026年11月5日."""
    one = line(blocks[at])
    if not at or not one.body or one.number or not one.whole or one.length > _SIGNATURE_WITH_DATE:
        return False
    return bool(one.look.right) or (
        ends_in_date(one.text) > 1 and is_office(one.text[: ends_in_date(one.text)].strip())
    )


def _last_line(blocks: list[Block]) -> None:
    """A name or an office as the last line signs the text, date or no date."""
    if len(blocks) < 2:
        return
    one = line(blocks[-1])
    if _may_sign(one) and _signs(one) and prose(line(blocks[-2]), _text(blocks[-2])):
        _set(blocks, len(blocks) - 1, Role.SIGNATURE)
