"""The encoding of a text, told by how Chinese it reads: UTF-8, UTF-16, GB18030 (with GBK and GB2312) or Big5."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.findings import WHOLE, Finding, IntakeError, Place

_COMMON = frozenset(
    "一七万三上下不与专且世业东两並个中为主么义之九也习乡书了争事二于五些交产人亿什今从他代以们件任份企众"
    "优会传但位住体何作你使來例便保信個們候假做停健傳像億優儿元充先光克兒党入內全兩八公六共关兴其养内再写"
    "军决准凝几出函分切划则创別利别到制則前副創劃力办加务动動務化北匯区医區十千升半协協单南卫印即却卻厅历"
    "原去县参參又及友反发取受变口句只可史右号司各合同名后向听告员周命和品員哪商問單四回因团围国國圍團在地"
    "场坚基堅報場境士声处复外多大天太头女她好如委子字学學它安完定实审室家容察實審寫对导将將專尊對導小少尔"
    "就局层屆届展層履山工左己已市师带師席帶常平年并幾广应度座康廉廣廳建开式张張強强当形彻往很律後得從復德"
    "徹心必志怎思性总悟您情想意感應成我或战戰所手才打扣批找抄把投护报担拉招拿持指按振换据排接推措提換擔據"
    "收改放政教敬数數文料斯新方於施无日时明是時更書最會月有朋服望期本术机权材村条来東极果某查样格案條業極"
    "樣機權次正此步歷死段每比民气氣水求汇決沒没治法泛洁活流海深清源準潔点為無焦然照營爭爲爾物特王环现現理"
    "環生產用由电界留當疗療發白百的监監目直相看真眼眾着督知研确確示社祕神种科秒秘积程種稿積究空立站章第等"
    "答签算管篇籤类精系紀紧組結給統經網緊編縣總織繞纪组织经结绕给统编网美羣群義習老者而职联聚聯聲職聽育能"
    "自至與興色营萬落著處號衆行術街衛衞表被裏裡西要見規視覺觀见观规视觉解言計討記設許話該認說説誰調談請論"
    "講識議護讀變讓计认讨让议记讲许论设识话该说请读谁调谈象貫責資質责质贯资走起路身車軍輯车辑辦边达过运近"
    "还这进送這通進運遍過道達還邊那部都鄉醫里重量金鍾鎮钟镇長长門開間關门问间队附院隊难難零電非面革頁項領"
    "頭題類页项领题風风養首馬马體高麼點黨"
)
"""What every second character of an official text is: the commonest ones, Simplified and Traditional."""
_MARKS = frozenset(
    "\u3000\u3001\u3002\uff0c\uff1a\uff1b\uff08\uff09\u201c\u201d\u300a\u300b\u2014\u2026\uff1f\uff01"
)

_SAMPLE_BYTES = 12 * 1024
_TELLING = re.compile(rb"[\x00\x80-\xff]")
_MAX_DAMAGES = 200
"""Undecodable places in one file; with more of them it is not a text in this encoding."""
_TOLD_LINES = 20
_UNSURE = 0.25
"""A score below this: hardly any character is a common one. Texts score 0.6 and more, wrong readings under 0.1."""
_NONSENSE = -0.6
"""A score below this: letters that no text has, in every encoding."""
_NO_TEXT = (
    "看不出文件里是什么文字（既不是 UTF-8，也不是 GB18030 或 Big5 编码）。"
    "请用能正常显示它的程序打开，另存为 .docx 或 UTF-8 编码的 .txt 再交来。"
)
_PLAIN = 0.9
"""A score past doubt: valid UTF-8 with many common characters."""
_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
"""In the order of preference where two read equally well."""
_NAMES = {
    "big5hkscs": "Big5",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_DECLARED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cp950": "big5hkscs",
}


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that mean nothing in the encoding; in the text U+FFFD stands for them, at ``offset``."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the name of its encoding; ``sure`` is False when hardly any of its characters are common."""

    text: str
    encoding: str
    damages: tuple[Damage, ...] = ()
    sure: bool = True


def decoded(data: bytes, declared: str = "") -> Decoded:
    """The text without its BOM. ``declared`` is the label that a page or a mail gives, and decides only near ties.

    IntakeError when the bytes are text in none of the encodings.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _read(data[len(bom) :], codec, sure=True)
    score, codec = max(_scores(data, _DECLARED.get(declared.strip().lower(), "")), key=lambda pair: pair[0])
    if score < _NONSENSE:
        raise IntakeError(_NO_TEXT)
    return _read(data, codec, sure=score >= _UNSURE)


def encoding_findings(text: Decoded) -> tuple[Finding, ...]:
    """What the organizer should know: that it was not UTF-8, that it is not sure, and which bytes were damaged."""
    return (*_told_encoding(text), *_told_damages(text))


def _scores(data: bytes, declared: str) -> Iterator[tuple[float, str]]:
    """How Chinese it reads in each encoding, from -2 to 1.75; plain ASCII is UTF-8."""
    sample = _sample(data)
    for rank, codec in enumerate(_CANDIDATES):
        text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
        is_utf8 = codec == "utf-8" and text.count("\ufffd") * 2 <= sum(letter > "\x7f" for letter in text)
        score = chineseness(text) + 0.25 * (codec == declared) + 0.5 * is_utf8 - rank / 1000
        yield score, codec
        if is_utf8 and score > _PLAIN:
            return


def _sample(data: bytes) -> bytes:
    """The bytes from where they are first beyond ASCII, or NUL, on; at an even place, for UTF-16."""
    first = _TELLING.search(data)
    start = first.start() // 2 * 2 if first else 0
    return data[start : start + _SAMPLE_BYTES]


def chineseness(text: str) -> float:
    """From -2 to 1: how many of the characters beyond ASCII are such as a Chinese text is made of."""
    counted = Counter(text)
    worth = amount = 0.0
    for character, count in counted.items():
        if character >= "\x80" or character < "\x09":
            worth += count * _worth(character)
            amount += count
    return worth / amount if amount else 0.0


def _worth(character: str) -> float:
    """What one character says for the reading that gave it."""
    if character in _COMMON or character in _MARKS:
        return 1
    if character == "\ufffd":
        return -2
    if "\u4e00" <= character <= "\u9fff":
        return 0
    if "\u2010" <= character <= "\u303f" or "\uff01" <= character <= "\uff5e":
        return 0.3
    return -0.3 if "\xa0" <= character <= "\u04ff" or "\u3040" <= character <= "\u30ff" else -1


def _read(data: bytes, codec: str, *, sure: bool) -> Decoded:
    """The whole text; every stretch of bytes that cannot be read becomes one U+FFFD."""
    decode = codecs.getdecoder(codec)
    view = memoryview(data)
    pieces: list[str] = []
    damages: list[Damage] = []
    at = written = 0
    while at < len(data):
        try:
            pieces.append(decode(view[at:])[0])
            break
        except UnicodeDecodeError as error:
            start, end = at + error.start, at + error.end
        good, bad = decode(view[at:start])[0], bytes(view[start:end])
        if len(damages) == _MAX_DAMAGES:
            raise IntakeError(_NO_TEXT)
        written += len(good)
        damages.append(Damage(written, bad))
        written += 1
        pieces += (good, "\ufffd")
        at = end
    whole = codec == "utf-8" and not damages
    return Decoded("".join(pieces), _NAMES.get(codec, codec.upper()), tuple(damages), sure or whole)


def _told_encoding(text: Decoded) -> Iterator[Finding]:
    if not text.sure:
        what = f"文件的编码不能确定，暂按 {text.encoding} 读出，常用字很少，可能是乱码。"
        fix = "请对照原件看文字是否通顺；如是乱码，请用能正常显示它的程序打开，另存为 UTF-8 编码的 .txt 再交来。"
        yield Finding(WHOLE, "encoding-unsure", what, fix, Severity.WARNING, excerpt=text.text.strip()[:20])
    elif text.encoding != "UTF-8":
        what = f"文件是 {text.encoding} 编码，已转成 UTF-8。"
        yield Finding(WHOLE, "encoding-converted", what, severity=Severity.NOTE)


def _told_damages(text: Decoded) -> Iterator[Finding]:
    lines: dict[int, list[Damage]] = {}
    number, seen = 1, 0
    for damage in text.damages:
        number += _line_ends(text.text[seen : damage.offset])
        seen = damage.offset
        lines.setdefault(number, []).append(damage)
    for line, damages in list(lines.items())[:_TOLD_LINES]:
        yield _told_damage(text, line, damages)
    if len(lines) > _TOLD_LINES:
        what = f"另有 {len(lines) - _TOLD_LINES} 行里也有读不出的字节，没有一一列出。"
        yield Finding(WHOLE, "bytes-unreadable", what, "请向来稿人要一份完好的文件。", Severity.ERROR)


def _told_damage(text: Decoded, line: int, damages: list[Damage]) -> Finding:
    shown = "、".join(damage.data.hex(" ").upper() for damage in damages[:5])
    more = "等" if len(damages) > 5 else ""
    what = f"有 {len(damages)} 处字节（十六进制 {shown}{more}）不成文字，已用“\ufffd”标出。"
    offset = damages[0].offset
    excerpt = text.text[max(0, offset - 10) : offset + 10].strip()
    return Finding(
        Place(number=line),
        "bytes-unreadable",
        what,
        "文件在来之前已损坏，前后几个字也可能不对：请对照原件补正，或要一份完好的文件。",
        Severity.ERROR,
        excerpt,
    )


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
