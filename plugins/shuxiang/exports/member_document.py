"""一人一档 as a document: what was studied, written and attended; credit only where the office has rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from shuxiang.core.checkin import named_acts
from shuxiang.core.credit import CreditLine, CreditRules, number, total
from shuxiang.core.labels import day_of_month, day_text, days_text, slot_label
from shuxiang.core.ledger.dossier import Dossier, Strand
from shuxiang.core.ledger.ledger import Attendance
from shuxiang.core.ledger.member import Member, Spell
from shuxiang.core.ledger.row import MADE_UP, STATE_NAMES, Row
from shuxiang.core.model import Slot
from shuxiang.exports.blocks import Align, Block, Column, Document, Heading, Items, Paragraph, Table
from shuxiang.exports.document_words import NOTHING, SUM, part_heading, titles

_SUMS = (
    Column("节奏", 3),
    *(Column(name, 2, Align.RIGHT) for name in ("学了几期", "其中补学", "写了几篇心得", "选为好心得")),
)
_WORKS = (
    Column("期次", 2),
    Column("材料", 5),
    Column("完成", 3),
    Column("日期", 2.6),
    Column("状态", 2.4),
    Column("台账号", 2.5),
)
_OTHERS = (Column("期次", 5), *_WORKS[2:])
_PRESENCES = (Column("日期", 2.4), Column("活动", 6), Column("计入", 4), Column("台账号", 3))
_CREDIT = (Column("规则", 4), Column("算法", 5), Column("得分", 2, Align.RIGHT), Column("依据（台账号）", 8))


def member_document(
    dossier: Dossier, basis: str, rules: CreditRules | None = None, lines: Sequence[CreditLine] = ()
) -> Document:
    """The member's file. ``basis`` says which state of the ledger it is made from."""
    member = dossier.member
    parts = [
        ("基本情况", [_who(dossier)]),
        ("学了多少", _sums(dossier)),
        ("学了什么", _works(dossier)),
        ("写下的心得", _notes(dossier)),
        ("参加的活动", _presences(dossier)),
    ]
    if rules:
        parts.append((rules.title, _credit(lines)))
    return Document(
        title=f"一人一档：{member.name}",
        subtitle=f"{dossier.programme.title}，截至{day_text(dossier.today)}",
        blocks=tuple(_numbered(parts)),
        footer=basis,
    )


def _numbered(parts: Iterable[tuple[str, Iterable[Block]]]) -> Iterator[Block]:
    for place, (title, blocks) in enumerate(parts, start=1):
        yield part_heading(place, title)
        yield from blocks


def _who(dossier: Dossier) -> Items:
    member = dossier.member
    told = [f"编号：{member.number}", f"小组：{'；'.join(_spell(member, spell) for spell in member.spells)}"]
    return Items((*told, f"界别：{member.sector}") if member.sector else tuple(told))


def _spell(member: Member, spell: Spell) -> str:
    """The group, and since when; until when where that is over."""
    if spell.end:
        return f"{spell.group}（{days_text(spell.start, spell.end)}）"
    return f"{spell.group}（{day_text(spell.start)}起）" if len(member.spells) > 1 else spell.group


def _sums(dossier: Dossier) -> Iterator[Block]:
    counts = [_counts(strand) for strand in dossier.strands]
    rows = [(strand.cadence.name, *map(str, some)) for strand, some in zip(dossier.strands, counts, strict=True)]
    whole = (SUM, *(str(sum(column)) for column in zip(*counts, strict=True)))
    yield Table(_SUMS, (*rows, whole), total=True, note="打卡自愿，这里只记做过的。")


def _counts(strand: Strand) -> tuple[int, ...]:
    notes = [row for _, row in strand.works if row.note]
    return (strand.handed_in, strand.made_up, len(notes), sum(row.chosen for row in notes))


def _works(dossier: Dossier) -> Iterator[Block]:
    for strand in dossier.strands:
        yield Heading(strand.cadence.name, 2)
        yield _works_of(strand)
    if dossier.others:
        yield Heading("计划里已经没有的期", 2)
        yield Table(_OTHERS, tuple((row.slot, *_done(row), _evidence(row.evidence)) for row in dossier.others))


def _works_of(strand: Strand) -> Block:
    if not strand.works:
        return Paragraph(NOTHING)
    return Table(_WORKS, tuple(_work(slot, row) for slot, row in strand.works))


def _work(slot: Slot, row: Row) -> tuple[str, ...]:
    acts, day, state = _done(row)
    told = "，".join(filter(None, [state, MADE_UP if row.made_up(slot.period.end) else ""]))
    return (slot_label(slot), titles(slot), acts, day, told, _evidence(row.evidence))


def _done(row: Row) -> tuple[str, str, str]:
    acts = named_acts(row.acts)
    day = day_of_month(row.first_at) if row.first_at else ""
    return f"{acts}（到会）" if row.attended else acts, day, STATE_NAMES[row.state]


def _notes(dossier: Dossier) -> Iterator[Block]:
    written = [(slot, row) for slot, row in dossier.works if row.note]
    for slot, row in written:
        chosen = "，选为好心得" if row.chosen else ""
        day = day_of_month(row.last_at) if row.last_at else ""
        yield Heading(f"{slot.cadence.name} {slot_label(slot)}{titles(slot)}（{day}{chosen}）", 2)
        yield from (Paragraph(line) for line in row.note.splitlines() if line.strip())
    if not written:
        yield Paragraph(NOTHING)


def _presences(dossier: Dossier) -> Iterator[Block]:
    if not dossier.attendance:
        yield Paragraph(NOTHING)
        return
    names = {slot.id: f"{slot.cadence.name} {slot_label(slot)}" for slot, _ in dossier.works}
    yield Table(_PRESENCES, tuple(_presence(presence, names) for presence in dossier.attendance))


def _presence(presence: Attendance, names: dict[str, str]) -> tuple[str, ...]:
    counted = "、".join(names.get(slot, slot) for slot in presence.slots)
    return (day_of_month(presence.on), presence.title, counted, _evidence(presence.evidence))


def _credit(lines: Sequence[CreditLine]) -> Iterator[Block]:
    rows = [(line.rule.name, line.arithmetic, number(line.points), _evidence(line.evidence)) for line in lines]
    parts = " + ".join(number(line.points) for line in lines)
    whole = number(total(lines))
    yield Table(_CREDIT, (*rows, (SUM, f"{parts} = {whole}", whole, "")), total=True)
    yield Paragraph("各条规则各自计算；回炉的不计，重新交来后再计。依据是台账号，可逐号核对。", note=True)


def _evidence(numbers: Sequence[int]) -> str:
    """The numbers with 、 between them, after which a line may break: there can be dozens."""
    return "、".join(map(str, numbers)) or NOTHING
