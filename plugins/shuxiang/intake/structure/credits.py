"""Lines that say who wrote a text, where it comes from and when it came out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from shuxiang.intake.structure.dates import day
from shuxiang.intake.structure.fold import folded
from shuxiang.intake.structure.names import POSTS, Persons, persons


class Sort(StrEnum):
    """Where a line of credits may stand: below the title, behind the text, or either."""

    BYLINE = "byline"
    POST = "post"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Credits:
    """What a line says. ``fields`` are values for the header, under its names: author, post, source, date."""

    sort: Sort
    fields: Mapping[str, str] = field(default_factory=dict)


_KEYS = {
    "author": "作 ?者|作者姓名|撰 ?稿|撰稿人|撰 ?文|署 ?名|执 ?笔|执笔人|文(?= ?[/|\u4e28:])|图文|文图|文字"
    "|主 ?讲|主讲人|主讲嘉宾|宣讲人|发言人",
    "name": "姓 ?名",
    "post": "作者单位|作者职务|工作单位",
    "place": "单 ?位|职 ?务|职 ?称|所在单位",
    "contact": "联系电话|联系方式|电 ?话|手 ?机|手机号码?|邮 ?箱|电子邮箱|邮 ?编|地 ?址|通讯地址",
    "source": "来 ?源|文章来源|稿件来源|信息来源|稿源|出处|供稿|供稿单位|摘自|转自|转载自|原载|信息发布",
    "date": "发布时间|发布日期|发表时间|发表日期|刊发日期|刊登日期|更新时间|更新日期|日 ?期|时 ?间",
    "editor": "编 ?辑|责任编辑|责 ?编|审 ?核|审核人|校 ?对|初审|复审|终审|一审|二审|三审|监 ?制|审签|录入|值班编委"
    "|编审|美编|发布人|签发",
    "views": "浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击次数|点击数|点击量|点击率|点击|访问次数|访问量|人气"
    "|字数",
    "type": "字 ?号|字 ?体|字体大小|文字大小",
    "picture": "图(?=[/|\u4e28])|摄影|供图|制图|视频",
}
_KEY = re.compile(
    r"(?:(?<=^)|(?<=[ \])|(\[]))(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _KEYS.items())
    + r")[\])]? ?[:/|\u4e28][ :]?"
)
_IN_COMPANY = {"name": "author", "place": "post"}
_OF_FORMS = {"name", "place", "contact"}
_HINT = re.compile(r"[:/|\u4e28\d]")
"""What a line of pairs or of a day has at least."""
_LONGEST = 160
_VIEWS = re.compile(r"[\d, ]*(?:次|人|字)?[ \[\]]*")
_SIZES = re.compile(r"[大中小特默认超 +\-A|\[\]TtPp\d关闭打印本页窗口分享到收藏]*")
_MARKER = re.compile(
    "[\u25a0\u25a1\u25aa\u25ab\u25b2\u25b3\u25c6\u25c7\u25cb\u25ce\u25cf\u25fb\u25fc\u2605\u2606\u2b1b\u2b1c]"
    " ?(.{2,60})"
)
_ONE_LETTER = re.compile("[\u4e00-\u9fff](?:\u3001[\u4e00-\u9fff])*")
_NAME_THEN_SIGN = re.compile(r"([^/:()\u3002]{2,30}?) ?/ ?(?:文|撰文|图文|文图|[文图](?: ?[/\u3001 ] ?[文图])?)")
_ENGLISH = re.compile(r"[Bb][Yy] ([A-Z][^\u4e00-\u9fff,;:]{1,40})")
_EDITORS = re.compile(
    r"(?:(?:^| )(?:本[版期])?(?:责任编辑|责 ?编|编 ?辑|美 ?编|版 ?式|校 ?对|组 ?版|审 ?核)"
    r"(?: [\u4e00-\u9fff]{1,4}){1,3})+"
)
_ORIGINAL = re.compile("原创 .{2,40}")
_REPORTER = re.compile(
    "(?:本报|本刊|本网|本台)(?:特约|见习|实习|首席)?(?:记者|通讯员|评论员)(?: ?.{2,40})?"
    "|(?:记者|通讯员|特约记者) .{2,40}"
)
_POST_LINE = re.compile(
    r"\(? ?(?:本文)?(?:第[一二三]?)?作者 ?(?:分别)?[:,]? ?(?P<name>[^,;:()\u3002]{2,12}?)?[, ]{0,2}"
    r"(?P<is>分别系|分别为|系|为|是|现任|现为|单位 ?:) ?(?P<post>[^():\u3002]{2,100})\u3002? ?\)?\u3002?"
)
_PLAIN_POST = re.compile("(?:本文)?作者(?:系|分别系|单位)")
_AUTHOR_BRACKET = re.compile(r"\((?:本文)?作者 ?[:,]? ?(?P<name>[^():\u3002]{2,30})\)")
_NAME_IS_POST = re.compile(
    rf"\((?P<name>[\u4e00-\u9fff]{{2,4}})[, ]{{0,2}}(?:系|现任) ?(?P<post>[^()\u3002]{{2,60}}(?:{POSTS}))\)"
)
_TAKEN_FROM = re.compile(
    r"\((?:本文)?(?:摘自|转自|转载自|原载于?|载于|选自|节选自|来源 ?:|据) ?:? ?(?P<source>[^()]{2,80})\)"
    r"|(?:摘自|转自|原载于?|选自|节选自) ?(?P<open>《[^()]{2,80})"
    r"|(?P<issue>《[^《》()]{2,20}》 ?\([^()]{6,40}版 ?\))"
)
_DASHED_DAY = re.compile(r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_DAY_AND_MORE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?(?: ?\d{1,2}:\d{2}(?::\d{2})?)?(?=[ |].)"
)
_ISSUE_BEHIND = re.compile(r"(?<=.) (?P<issue>《[^《》()]{2,20}》 ?\([^()]{6,40}版 ?\))$")
_FACTS_AT_END = re.compile(r"\([^()]{4,110}\)$")


def credits_of(text: str) -> Credits | None:
    """What a line says of the text's origin, when it says nothing else; words as they were found."""
    bare = text.strip()
    return _credits(bare) if 2 < len(bare) <= _LONGEST else None


@lru_cache(maxsize=1 << 12)  # every stage asks for the same lines
def _credits(bare: str) -> Credits | None:
    line = folded(bare)
    found = _byline(line) or _post(line) or _taken_from(line) or _facts(line)
    if not found or line == bare:
        return found
    return replace(found, fields=as_found(found.fields, bare))


def as_found(fields: Mapping[str, str], text: str) -> dict[str, str]:
    """Values that were taken from the folded text, in the letters of the text itself."""
    line = folded(text)
    return {name: _as_found(value, line, text) for name, value in fields.items()}


def _as_found(value: str, line: str, text: str) -> str:
    """A value that was taken from the folded line, in the letters of the line itself."""
    return "\u3001".join(_part_as_found(part, line, text) for part in value.split("\u3001"))


def _part_as_found(part: str, line: str, text: str) -> str:
    match = re.search(" *".join(map(re.escape, part)), line)
    if not match:
        return part
    found = text[match.start() : match.end()]
    return found if match[0] == part else "".join(found.split())


def credits_at_end(text: str) -> int:
    """Where a bracket of credits begins that a folded paragraph ends in; -1 when it ends in none."""
    tail = text[-_LONGEST:].rstrip()
    match = _FACTS_AT_END.search(tail)
    if not match or match.start() == 0 or not (_post(match[0]) or _taken_from(match[0])):
        return -1
    return len(text.rstrip()) - len(match[0])


def _byline(line: str) -> Credits | None:
    marked = _MARKER.fullmatch(line)
    if marked:
        inside = _facts(marked[1])
        return Credits(Sort.BYLINE, inside.fields) if inside and "author" in inside.fields else _by(marked[1])
    behind = _NAME_THEN_SIGN.fullmatch(line)
    if behind:
        return _by(behind[1])
    english = _ENGLISH.fullmatch(line)
    if english:
        return Credits(Sort.BYLINE, {"author": english[1].strip()})
    return _by(line) if _REPORTER.fullmatch(line) else None


def _by(text: str) -> Credits | None:
    words = re.sub(r"(记者|通讯员|评论员)(?! )(?=.)", r"\1 ", text.replace(":", " "))
    found = persons(words.strip())
    return Credits(Sort.BYLINE, fields_of(found)) if found else None


def fields_of(found: Persons) -> dict[str, str]:
    """Persons as values for the header."""
    fields = {"author": "\u3001".join(found.authors)}
    return fields | {"post": found.post} if found.post else fields


def _post(line: str) -> Credits | None:
    match = _POST_LINE.fullmatch(line) or _NAME_IS_POST.fullmatch(line)
    if match and line.startswith("(") == line.endswith(")") and (line[0] == "(" or _PLAIN_POST.match(line)):
        fields = {"post": match["post"].strip()}
        name = persons(match["name"].strip()) if match["name"] else None
        return Credits(Sort.POST, {"author": "\u3001".join(name.authors)} | fields if name else fields)
    named = _AUTHOR_BRACKET.fullmatch(line)
    found = persons(named["name"].strip()) if named else None
    return Credits(Sort.POST, fields_of(found)) if found else None


def _taken_from(line: str) -> Credits | None:
    match = _TAKEN_FROM.fullmatch(line)
    if not match:
        return None
    return Credits(Sort.FACTS, _source((match["source"] or match["open"] or match["issue"]).strip()))


def _source(source: str) -> dict[str, str]:
    """A source that may tell the day: 《某报》2026年11月5日."""
    return {"source": source, "date": day(source)} if day(source) else {"source": source}


def _facts(line: str) -> Credits | None:
    """Pairs such as 来源：…  作者：…  时间：…, with nothing before, between and behind them."""
    if _ORIGINAL.fullmatch(line) or _EDITORS.fullmatch(line):
        return Credits(Sort.FACTS)
    if not _HINT.search(line):
        return None
    bare = _unbracketed(line)
    lead = _DASHED_DAY.match(bare) or _DAY_AND_MORE.match(bare)
    rest = bare[lead.end() :].strip(" |") if lead else bare
    issue = _ISSUE_BEHIND.search(line)
    if issue and not lead:
        inside = _facts(line[: issue.start()])
        return inside and replace(inside, fields={**inside.fields, **_source(issue["issue"])})
    pairs = _told(list(_pairs(rest)))
    if rest and (not pairs or not all(_plausible(name, text) for name, text in pairs)):
        return None
    if not lead and {name for name, _ in pairs} <= {"date"} and not _is_publication(bare):
        return None
    fields = {"date": day(lead[0]) or lead[0]} if lead else {}
    for name, text in pairs:
        fields |= _fields(name, text)
    only_author = {name for name, _ in pairs} <= {"author", "picture", "post"} and "author" in fields
    return Credits(Sort.BYLINE if only_author else Sort.FACTS, fields)


def _told(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs, those that a form has too under the names of credits: they say nothing of a text by themselves."""
    names = {name for name, _ in pairs}
    if not names & {"author", "post"} and not {"name", "place"} <= names:
        return [*pairs] if not names & _OF_FORMS else []
    return [(_IN_COMPANY.get(name, name), text) for name, text in pairs]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    keys = list(_KEY.finditer(text))
    if not keys or keys[0].start() > 1:
        return
    ends = [key.start() for key in keys[1:]] + [len(text)]
    for key, end in zip(keys, ends, strict=True):
        yield str(key.lastgroup), _unbracketed(text[key.end() : end])


def _unbracketed(text: str) -> str:
    """A value without the brackets that were opened before it or are closed behind it."""
    bare = text.strip(" |")
    for opening, closing in ("()", "[]"):
        bare = bare.removesuffix(opening).rstrip(" |")
        bare = bare.removeprefix(closing).lstrip(" |")
        if bare.startswith(opening) and bare.endswith(closing) and bare.count(opening) == 1:
            bare = bare[1:-1]
        if bare.count(closing) > bare.count(opening):
            bare = bare.removesuffix(closing).rstrip(" |")
    return bare


def _plausible(name: str, text: str) -> bool:
    if name == "author":
        return bool(_author(text))
    if name == "views":
        return bool(_VIEWS.fullmatch(text))
    if name == "type":
        return bool(_SIZES.fullmatch(text))
    if name == "date":
        return bool(day(text)) and len(text) <= 40
    return len(text) <= 60 and "\u3002" not in text and not (name == "source" and len(text) < 2)


def _author(text: str) -> dict[str, str]:
    name, _, post = text.partition(",")
    found = persons(text) or persons(name.strip())
    if not found:
        return {"author": text} if _ONE_LETTER.fullmatch(text) else {}
    return fields_of(found) if persons(text) else fields_of(found) | {"post": post.strip()}


def _fields(name: str, text: str) -> dict[str, str]:
    if name == "author":
        return _author(text)
    if name == "date":
        return {"date": day(text) or text}
    return {name: text} if name in ("source", "post") else {}


def _is_publication(line: str) -> bool:
    """时间： alone is said of meetings too; a day in figures with dashes, or 发布时间, is said of publications."""
    return line.startswith(("发", "刊", "更新")) or bool(_DASHED_DAY.search(line))
