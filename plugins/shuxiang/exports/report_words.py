"""A report's sentences: where its figures come from, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shuxiang.core.calendar import Every
from shuxiang.core.labels import dates_text, day_text
from shuxiang.core.ledger.left_over import left_over_words
from shuxiang.core.ledger.query import query_text
from shuxiang.core.report import Comparison, GoodNote, Report
from shuxiang.exports.document_words import NOTHING
from shuxiang.exports.report_table import LAST, LEVEL, THIS, difference, points, value_words
from shuxiang.exports.report_tables import slot_words

PURPOSE = "学习和打卡都是自愿的。这里只汇总情况，供安排下一步学习参考，不作评比。"
INCLUDED = "已交里包括补学、待审、销号和回炉的；应交不含请假的。数目都是人次：一位委员的一期算一人次。"
PRIVATE = "文件里有姓名，只供办公室内部使用，请不要转发到群里或放到网站上。"
GONE = "（内容已不保存）"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Whose report it is, and the ledger's last event with its 校验码. ``names``: whether members are named.

    ``site`` is the site's name, which the title begins with; ``office`` may be empty.
    """

    office: str
    last: int
    code: str
    names: bool = False
    site: str = ""


def title(report: Report, stamp: Stamp) -> str:
    """书香政协学习情况月通报."""
    return f"{stamp.site}学习情况{report.title}"


def period_words(report: Report) -> str:
    """2026年11月; 2026年第3周（11月16日至22日）."""
    if report.period.every is Every.WEEK and "周" in report.name:
        return f"{report.name}（{dates_text(report.period)}）"
    return report.name


def as_of(report: Report) -> str:
    """截至2026年11月20日（本月还没有结束）."""
    this = THIS[report.period.every]
    rest = f"（{this}还没有开始）" if report.is_ahead else f"（{this}还没有结束）" if report.is_running else ""
    return f"截至{day_text(report.today)}{rest}"


def evidence(stamp: Stamp) -> str:
    """The part of the ledger that was counted."""
    if not stamp.last:
        return "台账里还没有任何记录。"
    return f"据台账第 1\u2014{stamp.last} 号，校验码 {stamp.code}。"


def summary(report: Report) -> Iterator[str]:
    """What the period came to, in a few sentences."""
    this, last = THIS[report.period.every], LAST[report.period.every]
    now, before = report.total.now.tally, report.total.before.tally
    if not report.slots:
        yield f"{this}没有已经开始的期，应交、已交都是 0 人次，完成率：{NOTHING}。"
    else:
        held = "、".join(f"{both.now.cadence} {both.now.slots} 期" for both in report.cadences if both.now.slots)
        yield (
            f"{this}已经开始的共 {len(report.slots)} 期：{held}。应交 {now.due} 人次，已交 {now.handed_in} 人次，"
            f"完成率{_rate(value_words(now))}。"
        )
        yield (
            f"已交的里面，补学 {now.made_up}，待审 {now.waiting}，销号 {now.closed}，回炉 {now.returned}。"
            f"另外，请假 {now.excused}，未开展 {now.not_begun}。"
        )
    if not report.total.before.slots:
        yield from unlike(report)
        return
    rate = _rate(value_words(before))
    change = _change(report, report.total) if report.is_alike else ""
    yield f"{last}应交 {before.due} 人次，已交 {before.handed_in} 人次，完成率{rate}。{change}"
    if report.slots and not report.is_alike:
        yield from unlike(report)
        yield from [_beside(report, report.alike_total)] if report.shared else []


def included(report: Report) -> Iterator[str]:
    """What the figures hold, and what they do not."""
    yield INCLUDED
    yield from filter(None, [left_over_words(report.left_over)])


def unlike(report: Report) -> Iterator[str]:
    """Why the two periods are not compared as they are, where that is so."""
    this, last = THIS[report.period.every], LAST[report.period.every]
    if not (report.total.now.slots and report.total.before.slots):
        yield f"{last if report.total.now.slots else this}没有已经开始的期，不作比较。"
        return
    only_now = [both.now.cadence for both in report.cadences if not both.before.slots]
    only_before = [both.now.cadence for both in report.cadences if not both.now.slots]
    found = ((this, only_now), (last, only_before))
    alone = [f"{'、'.join(names)}只有{when}有" for when, names in found if names]
    if alone:
        rest = (
            f"只比都有的：{'、'.join(both.now.cadence for both in report.shared)}" if report.shared else "不作比较"
        )
        yield f"{this}和{last}的期不同：{'，'.join(alone)}。{rest}。"


def _beside(report: Report, both: Comparison) -> str:
    this, last = THIS[report.period.every], LAST[report.period.every]
    now, before = (value_words(line.tally) for line in (both.now, both.before))
    return f"只算{both.now.cadence}：{this}完成率{_rate(now)}，{last}{_rate(before)}。{_change(report, both)}"


def _rate(words: str) -> str:
    return f"：{words}" if words == NOTHING else f" {words}"


def _change(report: Report, both: Comparison) -> str:
    changed = difference(both.now.tally, both.before.tally).value
    if changed is None:
        return ""
    by = points(changed)
    this, last = THIS[report.period.every], LAST[report.period.every]
    so_far = "到今天为止，" if report.is_running else ""
    if not by:
        return f"{so_far}{this}和{last}{LEVEL}。"
    return f"{so_far}{this}比{last}{'高' if by > 0 else '低'} {abs(by):.1f} 个百分点。"


def good_words(note: GoodNote, *, names: bool) -> str:
    """A good note with its group and slot; with its writer only where names are asked for."""
    who = f"{note.group} {note.member.name}".rstrip() if names else note.group
    return f"{who}，{note.slot.cadence.name} {slot_words(note.slot)}：{note.text or GONE}"


def how_to_ask(report: Report, stamp: Stamp) -> Iterator[str]:
    """How anybody gets to see the rows behind a figure."""
    line = report.groups[0].now if report.groups else report.total.now
    now = query_text(line.query)
    then = query_text(replace(line.query, last=stamp.last, today=report.today))
    yield (
        "每个数字都能查到它数的是哪些记录。上面是各张表的查询：〔该行〕〔列名〕换成那一行、那一列的名称。"
        "Excel 文件的“数字出处”一页有每一行写好的查询。"
    )
    yield f'例如：python3 scripts/ledger.py query "{now}"'
    yield f'台账以后又有了新的记录，要查当时的：python3 scripts/ledger.py query "{then}"'
