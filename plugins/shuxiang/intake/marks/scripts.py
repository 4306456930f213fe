"""Which script a text is in, told by the characters that only one of the two has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from shuxiang.intake.marks.conversion import letters_of

_OLD_IN_SIMPLIFIED = frozenset("後於")
"""In GB 2312, but hardly ever meant in Simplified text, unlike 乾, 徵 and the others there."""

_TALKED_OF = re.compile('[\u201c\u2018\u300c\u300e\uff08("][\u3400-\u9fff][\u201d\u2019\u300d\u300f\uff09)"]')
_KANA = frozenset(map(chr, range(0x3041, 0x30FB)))
_LEAST_KANA = 5
_KANA_SHARE = 0.02
_MIXED_SHARE = 0.1
_LEAST_MIXED = 5

TAIWAN = frozenset("裡衛線說啟")
HONG_KONG = frozenset("裏衞綫説啓着")


class Script(Enum):
    """How a text is written; OTHER has neither script's own characters, or is Japanese."""

    OTHER = 0
    SIMPLIFIED = 1
    TRADITIONAL = 2


@dataclass(frozen=True, slots=True)
class Writing:
    """A text's script, and how many characters of each only that script has."""

    script: Script
    traditional: int = 0
    simplified: int = 0

    @property
    def mixed(self) -> bool:
        """Whether the other script has a share that no names or quotations explain."""
        fewer = min(self.traditional, self.simplified)
        return fewer >= _LEAST_MIXED and fewer > _MIXED_SHARE * (self.traditional + self.simplified)


def writing(text: str) -> Writing:
    """How a text is written; characters that stand alone in quotation marks or brackets are only talked of."""
    text = _TALKED_OF.sub("", text)
    kana = sum(map(_KANA.__contains__, text))
    if kana >= _LEAST_KANA and kana > _KANA_SHARE * len(text):
        return Writing(Script.OTHER)
    only_traditional, only_simplified = only_in_traditional(), only_in_simplified()
    traditional = sum(map(only_traditional.__contains__, text))
    simplified = sum(map(only_simplified.__contains__, text))
    if not traditional and not simplified:
        return Writing(Script.OTHER)
    script = Script.TRADITIONAL if traditional > simplified else Script.SIMPLIFIED
    return Writing(script, traditional, simplified)


@cache
def only_in_traditional() -> frozenset[str]:
    """The characters that Simplified text does not have: converted, and not in GB 2312."""
    return (
        frozenset(
            character
            for character in letters_of("hk2s")
            if not _is_in(character, "gb2312") or character in _OLD_IN_SIMPLIFIED
        )
        - _in_both()
    )


@cache
def only_in_simplified() -> frozenset[str]:
    """The characters that Traditional text does not have: converted, and not in Big5. 后, 里 and 台 are in both."""
    return frozenset(character for character in letters_of("s2t") if not _is_in(character, "big5")) - _in_both()


@cache
def _in_both() -> frozenset[str]:
    return letters_of("hk2s") & letters_of("s2t")


def _is_in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
