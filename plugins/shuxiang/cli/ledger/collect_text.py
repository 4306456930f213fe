"""What ``ledger.py collect`` tells: how many, which were left out and why, and what there is to decide."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from shuxiang.core.ledger.collected import Collected, Open
from shuxiang.core.ledger.standing import Standing

if TYPE_CHECKING:
    from shuxiang.cli.ledger.chat_file import Chat

NICKNAME = "python3 scripts/ledger.py nickname"
_MOST_LINES = 12
_MEANT_BY_SHELLS = frozenset('"$`\\!%')


def report(chat: Chat, result: Collected, so_far: Standing) -> Iterator[str]:
    """The lines of what became of one file's receipts."""
    yield f"{chat.name}：找到 {result.found} 份回执。" if result.found else f"{chat.name}：没有找到回执。"
    if chat.damages:
        yield f"  文件里有 {chat.damages} 处读不出的字节，里面的回执可能因此对不上。请重新复制一次。"
    if result.found:
        yield f"  {_counts(result)}"
    elif not chat.damages:
        yield "  请确认复制时带上了从“【书香回执】”到“【回执完】”的全部文字。"
    yield from _findings(result, chat.unit)
    yield from _nicknames(result.nicknames, so_far, chat.unit)
    yield from _numbers(result.numbers, chat.unit)
    if result.waiting:
        yield "决定以后，把同一个文件再收一次就行，已经登记的不会重复。"


def undoing(run: int) -> Iterator[str]:
    """How a run is taken back; nothing for one that entered nothing."""
    if run:
        yield f"这一次是台账第 {run} 号；弄错了可以撤销：python3 scripts/ledger.py undo {run}"


def typed(nickname: str) -> str:
    """The nickname as it can be typed behind a command."""
    quoted = shlex.quote(nickname) if set(nickname) & _MEANT_BY_SHELLS else f'"{nickname}"'
    return f"-- {quoted}" if nickname.startswith("-") else quoted


def _counts(result: Collected) -> str:
    counts = (
        ("更新 {} 条", result.newer),
        ("较早的 {} 条（记下了，以新的为准）", result.older),
        ("重复 {} 份", result.repeated),
        ("按决定不算 {} 份", result.ignored),
        ("没有登记 {} 份", len(result.findings)),
        ("等您决定 {} 份", result.waiting),
    )
    return "，".join([f"新登记 {result.new} 条", *(text.format(n) for text, n in counts if n)]) + "。"


def _findings(result: Collected, unit: str) -> Iterator[str]:
    """The reasons, each with its lines, in the order of the first line."""
    grouped: dict[tuple[str, str], list[int]] = {}
    for finding in result.findings:
        grouped.setdefault((finding.what, finding.fix), []).append(finding.line)
    if grouped:
        yield "没有登记的："
    for (what, fix), lines in grouped.items():
        yield f"  {_at(lines, unit)}：{what}。"
        yield f"      {fix}"


def _nicknames(names: Sequence[Open], so_far: Standing, unit: str) -> Iterator[str]:
    if not names:
        return
    yield f"没有签名、要由您认人的昵称 {len(names)} 个（核实以后，照下面的命令写一次）："
    for one in names:
        yield f"  “{one.name}”，{len(one.lines)} 份，{_at(one.lines, unit)}{_guess(one.likely, so_far)}"
        yield f"      {NICKNAME} {typed(one.name)} {one.likely[0] if len(one.likely) == 1 else '编号'}"
    yield f"  不是本单位委员的：{NICKNAME} --ignore 昵称"


def _guess(likely: Sequence[str], so_far: Standing) -> str:
    """Who it may be; only people know."""
    if not likely:
        return ""
    carded = any(member.active_key for number in likely for member in so_far.holders.get(number, ())[:1])
    hint = "；有卡的委员请本人设好卡再发，不签名的不登记" if carded else ""
    return f"，像是 {'、'.join(likely)}（昵称谁都能改，请核实{hint}）"


def _numbers(numbers: Sequence[Open], unit: str) -> Iterator[str]:
    if not numbers:
        return
    yield f"名册里没有的编号 {len(numbers)} 个："
    for one in numbers:
        yield f"  {one.name}，{len(one.lines)} 份，{_at(one.lines, unit)}"
    yield (
        "  是新委员的，请先加进名册（python3 scripts/ledger.py roster import 名册.xlsx），"
        "再发卡（python3 scripts/ledger.py roster keys）；不是本单位的，不用处理。"
    )


def _at(lines: Iterable[int], unit: str) -> str:
    """第 3、7 行; of many the first few."""
    all_lines = list(dict.fromkeys(lines))
    shown = "、".join(map(str, all_lines[:_MOST_LINES]))
    return f"第 {shown} {unit}" + (f"等 {len(all_lines)} 处" if len(all_lines) > _MOST_LINES else "")
