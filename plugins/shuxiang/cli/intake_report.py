"""What intake tells the organizer: document by document, in words or as JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shuxiang.core.diagnostics import Severity
from shuxiang.core.labels import dated_label, dates_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shuxiang.core.model import Slot
    from shuxiang.intake.findings import Finding

HEADINGS = {
    Severity.ERROR: "必须处理的 {count} 处：",
    Severity.WARNING: "请看一看的 {count} 处：",
    Severity.NOTE: "说明 {count} 处：",
}
FIELD_NAMES = {"title": "标题", "author": "作者", "post": "职务", "source": "来源", "date": "日期"}
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])
_LONGEST_SET_ASIDE = 60
_MOST_LISTED = 100
"""Findings of one kind of severity in one place of the report; JSON has them all."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one article: ``path`` of its page, or ``problem``, a sentence that says why there is none."""

    title: str
    fields: Mapping[str, str]
    findings: tuple[Finding, ...]
    path: str = ""
    slot: Slot | None = None
    problem: str = ""
    markdown: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document; ``refusal`` is a sentence when it was not taken in at all."""

    name: str
    made: tuple[Made, ...] = ()
    findings: tuple[Finding, ...] = ()
    refusal: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether every article was placed and nothing has to be mended before the page is used."""
        every = [*self.findings, *(finding for made in self.made for finding in made.findings)]
        failed = self.refusal or any(made.problem for made in self.made)
        return not failed and not any(finding.severity is Severity.ERROR for finding in every)


def seen(text: str) -> str:
    """The text without what would move a terminal's cursor, colour it, or turn the line round."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN)


def document_text(outcome: Outcome, *, dry_run: bool) -> Iterator[str]:
    """The report's lines on one document, with a blank one at the end."""
    yield from map(seen, _document(outcome, dry_run=dry_run))
    yield ""


def _document(outcome: Outcome, *, dry_run: bool) -> Iterator[str]:
    yield outcome.name
    if outcome.refusal:
        yield f"  没有收进来：{outcome.refusal}"
    if len(outcome.made) > 1:
        yield f"  分成 {len(outcome.made)} 篇。"
    yield from _listed(outcome.findings, "  ")
    for made in outcome.made:
        yield from _article(made, dry_run=dry_run)


def _article(made: Made, *, dry_run: bool) -> Iterator[str]:
    yield f"  《{made.title}》" if made.title else "  （没有标题）"
    facts = [f"{shown}：{made.fields[name]}" for name, shown in FIELD_NAMES.items() if made.fields.get(name)]
    if facts:
        yield f"    {'；'.join(facts)}"
    if made.problem:
        yield f"    没有写出：{made.problem}"
    else:
        yield f"    {'将写到' if dry_run else '写到'} {made.path}{_slot(made.slot)}"
    yield from _listed(made.findings, "    ")


def _slot(slot: Slot | None) -> str:
    if slot is None:
        return ""
    label, dates = dated_label(slot), dates_text(slot.period)
    return f"（{slot.cadence.name}，{label}{'' if dates in label else f'，{dates}'}）"


def _listed(findings: Iterable[Finding], indent: str) -> Iterator[str]:
    found = list(findings)
    for severity, heading in HEADINGS.items():
        group = sorted(finding for finding in found if finding.severity is severity)
        if group:
            yield indent + heading.format(count=len(group))
            yield from (f"{indent}  {_one(finding)}" for finding in group[:_MOST_LISTED])
            if len(group) > _MOST_LISTED:
                yield f"{indent}  另有 {len(group) - _MOST_LISTED} 处，加 --json 可以看到全部。"


def _one(finding: Finding) -> str:
    place = f"{finding.place}：" if str(finding.place) else ""
    parts = [f"{place}{finding.what}{finding.fix}"]
    if finding.set_aside:
        parts.append(f"移出的文字：“{_brief(finding.set_aside)}”。")
    elif finding.excerpt and finding.excerpt not in finding.what:
        parts.append(f"原文：“{finding.excerpt}”。")
    if finding.proposed:
        parts.append(f"可考虑：{'、'.join(f'“{_brief(each)}”' for each in finding.proposed)}。")
    return "".join(parts)


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SET_ASIDE else f"{line[:_LONGEST_SET_ASIDE]}……（共 {len(line)} 字）"


def summary(outcomes: Sequence[Outcome], *, dry_run: bool) -> str:
    """The report's last line."""
    made = [made for outcome in outcomes for made in outcome.made]
    counts = Counter(finding.severity for outcome in outcomes for finding in outcome.findings)
    counts += Counter(finding.severity for one in made for finding in one.findings)
    refused = sum(bool(outcome.refusal) for outcome in outcomes)
    failed = sum(bool(one.problem) for one in made)
    done = f"{'可写出' if dry_run else '写出'} {len(made) - failed} 篇"
    parts = [f"共 {len(outcomes)} 份来稿，{done}"]
    parts += [f"{refused} 份没有收进来"] if refused else []
    parts += [f"{failed} 篇没有写出"] if failed else []
    problems = f"必须处理的 {counts[Severity.ERROR]} 处，请看一看的 {counts[Severity.WARNING]} 处。"
    return f"{'，'.join(parts)}；{problems}{'只是看看，没有写入。' if dry_run else ''}"


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Everything, for programs; what was set aside stands here in full."""
    documents = [
        {
            "name": outcome.name,
            "refusal": outcome.refusal,
            "findings": [_finding(finding) for finding in sorted(outcome.findings)],
            "articles": [_made(made) for made in outcome.made],
        }
        for outcome in outcomes
    ]
    return json.dumps({"version": 1, "documents": documents}, ensure_ascii=False, indent=1)


def _made(made: Made) -> dict[str, Any]:
    return {
        "title": made.title,
        "fields": dict(made.fields),
        "path": made.path,
        "slot": made.slot.id if made.slot else "",
        "problem": made.problem,
        "markdown": made.markdown,
        "findings": [_finding(finding) for finding in sorted(made.findings)],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "place": str(finding.place),
        "page": finding.place.page,
        "number": finding.place.number,
        "severity": finding.severity,
        "code": finding.code,
        "what": finding.what,
        "fix": finding.fix,
        "excerpt": finding.excerpt,
        "set_aside": finding.set_aside,
        "proposed": list(finding.proposed),
        "before": finding.before,
        "after": finding.after,
    }
