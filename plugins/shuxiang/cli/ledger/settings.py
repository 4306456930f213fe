"""``data/ledger/settings.yml``: the few things an office may decide about its ledger. Everything has a default.

What is left empty counts as if it were not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from shuxiang.cli.problem import Problem
from shuxiang.content.text_file import read_text
from shuxiang.content.yaml_lines import Value, read_mapping
from shuxiang.core.diagnostics import Diagnostic, Origin, Severity, in_order
from shuxiang.core.figures import FEWEST

NAME = "data/ledger/settings.yml"
_KEYS = ("database", "address", "office", "retention_years", "smallest_group", "ranking")
_DISCLOSED = "disclosed"
_YEARS, _GROUP = range(101), range(FEWEST, 101)


@dataclass(frozen=True, slots=True)
class Settings:
    """``database`` is an address with, perhaps, a password in it: it is printed nowhere.

    ``address`` is the site's, for the links on cards; ``office`` signs reports. ``retention_years`` 0: kept until
    somebody is forgotten. Groups of fewer members than ``smallest_group`` are merged in the site; ``ranking`` says
    that groups may be put in order of their rates there, and that the page says so.
    """

    database: str = ""
    address: str = ""
    office: str = ""
    retention_years: int = 0
    smallest_group: int = 5
    ranking: bool = False


def read_settings(root: Path) -> Settings:
    """The settings of the project in ``root``; Problem, with everything that is wrong in the file."""
    path = root / NAME
    if not path.exists():
        return Settings()
    file = read_text(path, NAME)
    settings, problems = parse_settings(file.text) if file.text is not None else (Settings(), ())
    said = [each for each in in_order([*file.problems, *problems]) if each.severity is Severity.ERROR]
    if said:
        raise Problem("\n".join(["台账设置有误，请改正后再运行一次：", *map(str, said)]))
    return settings


def parse_settings(text: str) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """Read the text of the file. What is wrong is said without the value: it may be a password."""
    fields, problems = read_mapping(text, NAME, 1)
    reader = _Reader([_without_its_name(problem) for problem in problems])
    for name in fields.keys() - set(_KEYS):
        reader.say(fields[name].line, "没有这一项设置。", f"可用的有 {'、'.join(_KEYS)}。")
    settings = Settings(
        database=reader.text(fields, "database"),
        address=reader.address(fields),
        office=reader.text(fields, "office"),
        retention_years=reader.number(fields, "retention_years", 0, _YEARS),
        smallest_group=reader.number(fields, "smallest_group", 5, _GROUP),
        ranking=reader.ranking(fields),
    )
    return settings, tuple(reader.problems)


def _without_its_name(problem: Diagnostic) -> Diagnostic:
    """A name that stands twice may be anything that was pasted into the file; the line is enough to find it."""
    return replace(problem, what="有一项写了两次。") if problem.code == "yaml-repeated" else problem


@dataclass
class _Reader:
    problems: list[Diagnostic] = field(default_factory=list)

    def say(self, line: int, what: str, fix: str) -> None:
        self.problems.append(Diagnostic(Origin(NAME, line), "ledger-settings", what, fix))

    def text(self, fields: Mapping[str, Value], name: str) -> str:
        value = fields.get(name)
        if value is None or value.content is None:
            return ""
        if isinstance(value.content, str):
            return " ".join(value.content.split())
        self.say(value.line, f"{name} 应是一行文字。", "请写在冒号和一个空格后面。")
        return ""

    def address(self, fields: Mapping[str, Value]) -> str:
        text = self.text(fields, "address")
        if text and not text.startswith(("http://", "https://")):
            self.say(
                fields["address"].line,
                "address 应是网站的网址。",
                "例如 address: http://study.example/shuxiang/。",
            )
            return ""
        return text

    def number(self, fields: Mapping[str, Value], name: str, default: int, allowed: range) -> int:
        text = self.text(fields, name)
        if not text:
            return default
        if len(text) < 5 and text.isascii() and text.isdigit() and int(text) in allowed:
            return int(text)
        what = f"{name} 应是 {allowed.start} 到 {allowed.stop - 1} 之间的整数。"
        self.say(fields[name].line, what, f"例如 {name}: 5。")
        return default

    def ranking(self, fields: Mapping[str, Value]) -> bool:
        text = self.text(fields, "ranking")
        if text and text != _DISCLOSED:
            fix = "要在网站上按完成率排列各组，写 ranking: disclosed，网页会说明；不要就删去这一行。"
            self.say(fields["ranking"].line, "ranking 只能写 disclosed。", fix)
        return text == _DISCLOSED
