"""Latin words where a Chinese one belongs: recognised wrongly, typed by a slip, or put there to hide a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.intake.marks.characters import HAN
from shuxiang.intake.marks.line import Line
from shuxiang.intake.marks.mark import Kind, Mark

WORD = Kind("latin-word", "汉字中间夹着一个外文词", "请改成汉字；确实要用外文的，不用改。", every=True)
INITIALS = Kind("latin-initials", "汉字中间夹着字母，可能代替了某个词", "请对照原件改成汉字。", every=True)
LOOKALIKE = Kind("lookalike", "有的字或数字像是认错了", "请对照原件改正。", every=True)

_FUNCTION_WORDS = {
    "and": "和",
    "or": "或",
    "of": "的",
    "the": "",
    "to": "到",
    "for": "为",
    "with": "与",
    "by": "由",
    "from": "从",
    "is": "是",
    "are": "是",
    "in": "在",
    "at": "在",
    "as": "作为",
    "an": "",
    "but": "但",
}
_INITIALS = {"zt": "主题", "zy": "中央", "zz": "政治", "zf": "政府", "ld": "领导"}
_GENUINE = re.compile(
    "km|kg|cm|mm|nm|dm|ml|mg|kw|kv|k?hz|[mg]hz|[kmgt]b|[km]wh|db|px|pt|ppm|pm|ph"
    "|vs|pk|tv|k?tv|mv|cd|[dv]vd|vcd|dj|vr|xr|mr|ct|mri|dna|rna|[lc]ng|gps|plc|hr|pr|fm"
    "|pc|ps|ppt|pdf|txt|html|css|js|ts|md|sql|xml|json|jpg|png|wps|qq|bt|bbs|sdk|ddl|src|cmd|npm|ctrl|https?|tcp|ftp|ssh|www"
    "|mrs?|ms|dr|gdp|cpi|ppp|rmb|cctv|nba|cba|wto",
    re.IGNORECASE,
)
_WORD = re.compile("[A-Za-z]+")
_BEFORE = re.compile(f"[{HAN}] ?$")
_BEHIND = re.compile(f" ?[{HAN}]")
_CONSONANTS = re.compile("[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z][b-df-hj-np-tv-z]{1,3}")

_KANA = {
    "\u30cb": "二",
    "\u30fc": "一",
    "\u30ed": "口",
    "\u30cf": "八",
    "\u30a8": "工",
    "\u30bf": "夕",
    "\u30c8": "卜",
    "\u30ab": "力",
    "\u30aa": "才",
    "\u30df": "三",
}
_KANA_BESIDE = "\u3041-\u30ff"
_LONE_KANA = re.compile(f"(?<![{_KANA_BESIDE}])[{''.join(_KANA)}](?![{_KANA_BESIDE}])")
_ROUND = {"O": "0", "o": "0", "\u25cb": "0", "\u3007": "0", "l": "1", "I": "1"}
_NUMBER = re.compile(
    "(?<![0-9A-Za-z])(?:[0-9]+([OolI\u25cb\u3007])[0-9]+|([OolI])[0-9]{1,3}(?=[年月日%万亿]))(?![A-Za-z])"
)
_HAN = re.compile(f"[{HAN}]")


def find(line: Line) -> Iterator[Mark]:
    """Words in small letters that no Chinese sentence has, initials, and letters that stand for numbers."""
    text = line.text
    for match in _WORD.finditer(text):
        start, end = match.span()
        if end - start > 1 and _BEFORE.search(text, max(start - 2, 0), start) and _BEHIND.match(text, end):
            yield from _word(match[0], start, end, text)
    if line.odd and line.has(_KANA) and _HAN.search(text):
        yield from (Mark(*match.span(), LOOKALIKE, (_KANA[match[0]],)) for match in _LONE_KANA.finditer(text))
    if line.has(_ROUND) and _HAN.search(text):
        yield from (_letter_in_number(match) for match in _NUMBER.finditer(text))


def _word(word: str, start: int, end: int, text: str) -> Iterator[Mark]:
    if word in _FUNCTION_WORDS:
        spaced = start - (text[start - 1] == " "), end + (text[end] == " ")
        yield Mark(*spaced, WORD, (_FUNCTION_WORDS[word],))
    elif " " not in (text[start - 1], text[end]) and _CONSONANTS.fullmatch(word) and not _GENUINE.fullmatch(word):
        yield Mark(start, end, INITIALS, tuple(_INITIALS[key] for key in [word.lower()] if key in _INITIALS))


def _letter_in_number(match: re.Match[str]) -> Mark:
    group = match.lastindex or 0
    return Mark(*match.span(group), LOOKALIKE, (_ROUND[match[group]],))
