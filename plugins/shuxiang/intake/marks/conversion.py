"""Traditional text to Simplified, by phrase, character for character.

OpenCC's ``hk2s`` knows the phrases (乾隆, 皇后, 頭髮) and the forms of Taiwan as well as those of Hong Kong, and
changes no words: each character becomes one character, so that what stands where is kept. What ``tw2s`` has besides
is the particle 著, which Hong Kong and the mainland write 着; it is done here, since ``tw2s`` also turns 編著 into
编着.
"""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

_UNSAFE = re.compile("[\x00\ud800-\udfff]")
"""OpenCC stops at a NUL, and cannot take half a surrogate pair."""

_STAND_IN = "\ufffd"
_TAIWAN_ONLY = str.maketrans("痺睪簷鯰", "痹睾檐鲇")
_ZHU = "著"
_ZHE = "着"
_AUTHORED = re.compile(
    "(?<=[显顯昭卓原名巨编編论論专專译譯合所土遗遺撰])著"
    "|著(?=[称稱述者有于於成文撰译譯编編《])"
    "|著(?=作(?![业業])|名(?![单單字册冊牌额額次])|录(?![像音取用下])|錄(?![像音取用下])|[书書](?![包架桌]))"
)


@cache
def converter(config: str) -> OpenCC:
    """OpenCC with one of its tables, loaded once."""
    return OpenCC(config)


@cache
def letters_of(config: str) -> frozenset[str]:
    """The ideographs of the Basic Multilingual Plane that a table changes when they stand alone."""
    alone = [chr(code) for first, last in ((0x3400, 0x4DC0), (0x4E00, 0xA000)) for code in range(first, last)]
    changed = converter(config).convert("\n".join(alone)).split("\n")
    return frozenset(old for old, new in zip(alone, changed, strict=True) if old != new)


def simplified(text: str, *, zhu_is_zhe: bool) -> str:
    """The text in Simplified characters, just as long.

    ``zhu_is_zhe``: 著 is the particle 着 unless it is about an author, as Taiwan writes it.
    """
    converted = _converted(text).translate(_TAIWAN_ONLY)
    if not zhu_is_zhe or _ZHU not in text:
        return converted
    authored = {match.start() for match in _AUTHORED.finditer(text)}
    return "".join(
        _ZHE if old == _ZHU and at not in authored else new
        for at, (old, new) in enumerate(zip(text, converted, strict=True))
    )


def _converted(text: str) -> str:
    """By phrase; letter by letter where a phrase would change the length, which none does today."""
    safe = _UNSAFE.sub(_STAND_IN, text)
    converted: str = converter("hk2s").convert(safe)
    if len(converted) != len(text):
        converted = "".join(_one(character) for character in safe)
    if _STAND_IN not in converted:
        return converted
    return "".join(old if new == _STAND_IN else new for old, new in zip(text, converted, strict=True))


def _one(character: str) -> str:
    converted: str = converter("hk2s").convert(character)
    return converted if len(converted) == 1 else character
