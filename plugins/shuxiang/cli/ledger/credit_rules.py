"""``data/ledger/rules.yml``: the office's own rules for credit. Without the file there is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from shuxiang.cli.problem import Problem
from shuxiang.content.text_file import read_text
from shuxiang.content.yaml_lines import Value, read_mapping
from shuxiang.core.checkin import ACT_NAMES, Act
from shuxiang.core.credit import Basis, CreditRules, Rule
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity, in_order
from shuxiang.core.ledger.occasion import LECTURE, occasions
from shuxiang.core.model import Programme
from shuxiang.core.schedule import Schedule

NAME = "data/ledger/rules.yml"
_TOP = ("title", "year", "points")
_RULE = ("name", "for", "cadence", "act", "event", "each", "at_most")
_ACTS = {name: act for act, name in ACT_NAMES.items()}
_AMOUNT = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")
_YEAR = re.compile(r"20[0-9]{2}")
Fields = Mapping[str, Value]
_EXAMPLE = "- {name: 读一篇文章, for: checkin, cadence: 周学一文, each: 0.5, at_most: 20}"


def read_rules(root: Path, schedule: Schedule) -> tuple[CreditRules | None, tuple[Diagnostic, ...]]:
    """The rules of the project in ``root`` and what should be known about them; None where there are none.

    Problem, with everything that is wrong in the file.
    """
    path = root / NAME
    if not path.exists():
        return None, ()
    file = read_text(path, NAME)
    rules, problems = parse_rules(file.text, schedule) if file.text is not None else (None, ())
    said = in_order([*file.problems, *problems])
    if any(problem.severity is Severity.ERROR for problem in said):
        raise Problem("\n".join(["积分办法有误，请改正后再运行一次：", *map(str, said)]))
    return rules, said


def parse_rules(text: str, schedule: Schedule) -> tuple[CreditRules, tuple[Diagnostic, ...]]:
    """Read the text of the file; the schedule tells which cadences and which kinds of events there are."""
    top, problems = read_mapping(text, NAME, 1)
    kinds = {LECTURE, *(occasion.kind for occasion in occasions(schedule))}
    reader = _Reader(_cadences(schedule.programmes), kinds, list(problems))
    rules = reader.rules(top) if top or not problems else CreditRules("", ())
    return rules, tuple(reader.problems)


def _cadences(programmes: Iterable[Programme]) -> Mapping[str, str]:
    """Ids by id and by name."""
    cadences = [cadence for programme in programmes for cadence in programme.cadences]
    return {
        **{cadence.name: cadence.id for cadence in cadences},
        **{cadence.id: cadence.id for cadence in cadences},
    }


@dataclass
class _Reader:
    """What is wrong is put to ``problems``, each with its line."""

    cadences: Mapping[str, str]
    event_kinds: set[str]
    problems: list[Diagnostic] = field(default_factory=list)

    def say(self, line: int, what: str, fix: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(Diagnostic(Origin(NAME, line), "credit-rules", what, fix, severity))

    def rules(self, top: Fields) -> CreditRules:
        self.refuse_unknown(top, _TOP)
        title = self.text(top, "title", 1) or "积分"
        return CreditRules(title, tuple(self.points(top.get("points"))), self.year(top))

    def points(self, value: Value | None) -> Iterable[Rule]:
        if value is None or not isinstance(value.content, list) or not value.content:
            line = value.line if value else 1
            self.say(line, "没有写 points：各条规则列在它下面，一行一条。", f"例如 {_EXAMPLE}。")
            return
        for item in value.content:
            if isinstance(item.content, dict):
                yield from self.rule(item.content, item.line)
            else:
                self.say(item.line, "这一条规则的写法不对。", f"例如 {_EXAMPLE}。")

    def rule(self, fields: Fields, line: int) -> Iterable[Rule]:
        self.refuse_unknown(fields, _RULE)
        before = len(self.problems)
        name, basis = self.text(fields, "name", line), self.basis(fields, line)
        if not name:
            self.say(line, "这一条没有写 name（一人一档里怎样称呼它）。", "例如 name: 读一篇文章。")
        each, at_most = self.amount(fields, "each", line), self.amount(fields, "at_most", line)
        if each is None and "each" not in fields:
            self.say(line, "这一条没有写 each（每一次几分）。", "例如 each: 0.5。")
        cadence, act, kind = self.cadence(fields), self.act(fields), self.text(fields, "event", line)
        self.refuse_pointless(fields, basis)
        if kind and kind not in self.event_kinds:
            what = f"学习计划里还没有“{kind}”这一类活动，这一条现在都是 0。"
            self.say(fields["event"].line, what, "如果是写错了，请照学习计划里活动的 kind 改。", Severity.WARNING)
        errors = any(problem.severity is Severity.ERROR for problem in self.problems[before:])
        if basis and each is not None and not errors:
            yield Rule(name, basis, each, at_most, cadence, act, kind)

    def refuse_unknown(self, fields: Fields, known: Sequence[str]) -> None:
        for name in fields.keys() - set(known):
            self.say(fields[name].line, f"没有“{name}”这一项。", f"可用的有 {'、'.join(known)}。")

    def refuse_pointless(self, fields: Fields, basis: Basis | None) -> None:
        """Narrowings that the kind of rule does not have: they would be passed over in silence."""
        if basis is None:
            return
        pointless = {"cadence", "act"} if basis is Basis.ATTENDED else {"event"}
        for name in sorted(pointless & fields.keys()):
            self.say(fields[name].line, f"for: {basis} 的规则里不能写 {name}。", "请删去这一项，或改 for。")

    def text(self, fields: Fields, name: str, line: int) -> str:
        value = fields.get(name)
        if value is None or isinstance(value.content, str):
            return " ".join(str(value.content).split()) if value else ""
        self.say(value.line or line, f"{name} 应是一行文字。", "请写在冒号和一个空格后面。")
        return ""

    def basis(self, fields: Fields, line: int) -> Basis | None:
        text = self.text(fields, "for", line)
        if text in set(Basis):
            return Basis(text)
        at = fields["for"].line if "for" in fields else line
        self.say(at, "for 说的是为什么给分。", f"可以写 {'、'.join(Basis)}。")
        return None

    def amount(self, fields: Fields, name: str, line: int) -> Decimal | None:
        text = unicodedata.normalize("NFKC", self.text(fields, name, line))
        if name not in fields:
            return None
        if _AMOUNT.fullmatch(text):
            return Decimal(text)
        self.say(fields[name].line, f"{name} 应是一个不小于 0 的数。", f"例如 {name}: 0.5。")
        return None

    def cadence(self, fields: Fields) -> str:
        text = self.text(fields, "cadence", 0)
        if "cadence" not in fields:
            return ""
        if text not in self.cadences:
            known = "、".join(name for name, id_ in self.cadences.items() if name != id_)
            self.say(fields["cadence"].line, f"学习计划里没有节奏“{text}”。", f"现有 {known}。")
        return self.cadences.get(text, "")

    def act(self, fields: Fields) -> Act | None:
        text = self.text(fields, "act", 0)
        if "act" in fields and text not in _ACTS:
            self.say(fields["act"].line, "act 只能写一个字。", f"可以写 {'、'.join(_ACTS)}。")
        return _ACTS.get(text)

    def year(self, top: Fields) -> int:
        text = self.text(top, "year", 1)
        if "year" in top and not _YEAR.fullmatch(text):
            self.say(top["year"].line, "year 应是一个年份。", "例如 year: 2026；不写则哪一年都按这份办法。")
            return 0
        return int(text or 0)
