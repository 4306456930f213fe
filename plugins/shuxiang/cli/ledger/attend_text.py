"""What a sign-in sheet would enter, in words: numbers of people, and places, never names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.which_slots import slot_words
from shuxiang.core.labels import day_text

if TYPE_CHECKING:
    from shuxiang.cli.ledger.office import Office
    from shuxiang.core.ledger.attending import Attending
    from shuxiang.core.ledger.occasion import Occasion
    from shuxiang.core.ledger.sign_in import RowFinding

_SHOWN = 30


def preview(
    office: Office, occasion: Occasion, found: Attending, findings: Sequence[tuple[str, RowFinding]]
) -> list[str]:
    """The lines; the first goes on where the input's name stands."""
    lines = [f"{occasion.title}，{day_text(occasion.on)}", _counts_for(office, occasion)]
    lines.append(f"到会 {found.there} 人，请假 {found.excused} 人，没有到会 {found.absent} 人。")
    lines += [f"  {line}" for line in _changes(occasion, found)]
    if not found.changes_anything:
        lines.append("没有要登记的。")
    return [*lines, *_left_out(findings)]


def _counts_for(office: Office, occasion: Occasion) -> str:
    named = [slot_words(slot) for slot in office.schedule.slots if slot.id in occasion.slots]
    return f"计入 {'、'.join(named)}。" if named else "没有关联学习材料，记入个人档案，不计入任何一期。"


def _changes(occasion: Occasion, found: Attending) -> Iterator[str]:
    known = found.there - found.added
    if found.there:
        yield f"到会：新登记 {found.added} 人" + (f"，另外 {known} 人早已登记。" if known else "。")
    if found.excused and occasion.slots:
        done = f"，{found.handed_in} 人已经交了，不用请假" if found.handed_in else ""
        before = found.excused - found.handed_in - found.newly_excused
        same = f"，{before} 人早已登记" if before else ""
        yield f"请假：新登记 {found.newly_excused} 人{same}{done}。"
    elif found.excused:
        yield "请假：不计入任何一期的活动，请假不用登记。"
    if found.corrected:
        yield (
            f"更正：{len(found.corrected)} 人{_lines(found.corrected)}改过来。原来那一次登记作废，"
            "其他人照原样重新登记，审核过的仍算审核过。"
        )
    if found.left:
        yield (
            f"不改动：{len(found.left)} 人{_lines(found.left)}登记过，这里空着。"
            "确实没有到会的，请写“未到”，再收一次。"
        )


def _lines(lines: Sequence[int]) -> str:
    told = [str(line) for line in lines if line]
    more = f"等 {len(told)} 行" if len(told) > _SHOWN else " 行"
    return f"（第 {'、'.join(told[:_SHOWN])}{more}）" if told else ""


def _left_out(findings: Sequence[tuple[str, RowFinding]]) -> Iterator[str]:
    if findings:
        yield f"没有采用的 {len(findings)} 行，请改好后再收一次："
    for place, finding in findings[:_SHOWN]:
        yield f"  {place}\uff1a{finding.what}{finding.fix}"
    if len(findings) > _SHOWN:
        yield f"  还有 {len(findings) - _SHOWN} 行"
