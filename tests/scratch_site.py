"""A small programme of made-up readings, written into a folder for one build."""

from pathlib import Path

FRIDAY = "2026-11-20"
"""The usual day of the build; the week 2026-W48 begins the Monday after and is published ahead."""

ROSTER_CANARY = "花名册金丝雀0717"
"""Written beside the documents, never into them."""

FUTURE_CANARY = "ForbiddenFutureCanary"
"""A word of the readings that are not yet due."""

PROGRAMMES = {
    2026: ("2026-01-05", "2027-01-04"),
    2027: ("2027-01-04", "2027-05-31"),
}

READINGS = {
    "readings/2026/w45.md": ("article", "2026-W45", "石桥边的一次走访"),
    "readings/2026/w46.md": ("article", "2026-W46", "数一数巷口的路灯"),
    "readings/2026/w47.md": ("article", "2026-W47", "怎样写清一件小事"),
    "readings/2026/w48.md": ("article", "2026-W48", "听完再说的耐心"),
    "readings/2026/w49.md": ("article", "2026-W49", "尚未公布的文章"),
    "readings/2027/w01.md": ("article", "2027-W01", "新年第一周的书单"),
    "topics/2026-10.md": ("topic", "2026-10", "十月讲坛"),
    "topics/2026-11.md": ("topic", "2026-11", "十一月讲坛"),
    "topics/2026-12.md": ("topic", "2026-12", "十二月讲坛"),
    "books/2026-q4.md": ("book", "2026-Q4", "冬天里读的一本书"),
    "laws/2026-11.md": ("law", "2026-11", "十一月学一部法"),
    "manuscripts/2026.md": ("manuscript", "2026", "写一份自己的稿子"),
}
"""Path, cadence, slot and title. On FRIDAY those of W49, December and 2027 are still to come."""

NOT_YET = ("readings/2026/w49.md", "readings/2027/w01.md", "topics/2026-12.md")

FIGURES = """\
{"format": "shuxiang-figures", "version": 1, "period": "2026-11", "as_of": "2026-11-20", "smallest_group": 5,
 "ranked": false, "cadences": [
  {"id": "article", "name": "周学一文", "slots": 3,
   "groups": [
    {"name": "第一小组", "people": 12, "due": 36, "least": 35, "most": 36},
    {"name": "农业和农村经济界别活动小组", "people": 410, "due": 1230, "least": 410, "most": 410}],
   "others": {"people": 11, "due": 33, "least": 0, "most": 1},
   "total": {"people": 433, "due": 1299, "least": 445, "most": 447}},
  {"id": "topic", "name": "月讲一题", "slots": 1, "groups": [], "others": null,
   "total": {"people": 433, "due": 433, "least": 210, "most": 210}},
  {"id": "law", "name": "每月一法", "slots": 1, "groups": [], "others": null, "total": null}]}
"""
"""What the office shows of its groups, which happen to stand in the order of their rates."""

_RICH_HEADER = """\
summary: 从一个疑问到一页纸
author: 书香编写组
source: 为测试而写
recommended_by: 学习小组
lecture:
  speaker: 主讲人
  at: 2026-11-18 15:00
  venue: 会议室
  handout: ../../files/handout.txt
review: {by: 点评人, on: 2026-11-20, text: 写得清楚}
questions: [哪一句最有用？, 还缺什么？]
apply: 挑一件小事去看一看
"""

_RICH_BODY = """\
## 看一看

先去现场，再动笔。见[上一篇](w46.md)和[使用说明](../../guide.md)。

## 问一问

| 办法 | 好处 | 难处 |
| --- | --- | --- |
| 延长绿灯 | 见效快 | 车辆等候变长 |
| 设安全岛 | 分两段走 | 要动路面 |

> 听见两边的声音。

## 写一写

写完请人读一遍。[^1]

[^1]: 最好是没去过现场的人。
"""

_GUIDE = """\
---
title: 使用说明
---
# 使用说明

每周读[一篇文章](readings/2026/w47.md)，有空写几句心得。

```text
python3 scripts/build.py --config-file mkdocs.yml --site-dir site --today 2026-11-20 --strict
```
"""

_CONFIGURATION = """\
site_name: 书香小站
site_url: "{site_url}"
theme:
  name: material
  language: zh
  font: false
  palette:
    scheme: default
plugins:
  - shuxiang:
      today: "{today}"
markdown_extensions: [admonition, attr_list, footnotes, tables]
"""


def write_sources(folder: Path, today: str, site_url: str) -> Path:
    """Write documents, configuration and, beside them, data that is nobody else's business; gives mkdocs.yml."""
    docs = folder / "docs"
    for year, (starts, ends) in PROGRAMMES.items():
        _write(docs / f"programme/{year}.yml", _programme(year, starts, ends))
    for path, (cadence, slot, title) in READINGS.items():
        _write(docs / path, _reading(path, cadence, slot, title))
    _write(docs / "guide.md", _GUIDE)
    _write(docs / "files/handout.txt", "讲义")
    _write(folder / "data/roster.csv", f"姓名，编号\n{ROSTER_CANARY}，M-0717\n")
    _write(folder / "data/keys.yml", f"key: {ROSTER_CANARY}\n")
    _write(folder / "data/ledger/figures.json", FIGURES)
    _write(folder / "mkdocs.yml", _CONFIGURATION.format(today=today, site_url=site_url))
    return folder / "mkdocs.yml"


def _programme(year: int, starts: str, ends: str) -> str:
    cadences = [
        "{id: article, name: 周学一文, every: week}",
        "{id: topic, name: 月讲一题, every: month}",
        "{id: law, name: 每月一法, every: month}",
        "{id: book, name: 季读一书, every: quarter}",
        "{id: manuscript, name: 年撰一稿, every: year}",
    ]
    lines = [f"year: {year}", f"title: {year}年读书计划", f"starts: {starts}", f"ends: {ends}", "cadences:"]
    return "\n".join([*lines, *(f"  - {cadence}" for cadence in cadences)]) + "\n"


def _reading(path: str, cadence: str, slot: str, title: str) -> str:
    rich = path == "readings/2026/w47.md"
    header = _RICH_HEADER if rich else f"summary: 《{title}》的一句话导语\nsource: 为测试而写\n"
    body = _RICH_BODY if rich else f"这是《{title}》的正文，写给愿意慢慢读的人。\n"
    secret = f"\n{FUTURE_CANARY}\n" if path in NOT_YET else ""
    place = f"title: {title}\ncadence: {cadence}\nslot: {slot}\n"
    return f"---\n{place}{header}tags: [示例, {cadence}]\n---\n{body}{secret}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
