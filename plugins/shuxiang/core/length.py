"""How long a text is for a Chinese reader, and how long the reading takes."""

from __future__ import annotations

import re

CHARACTERS_A_MINUTE = 350
"""An unhurried adult reading pace for Chinese; the pages say 约, never more."""

_NOT_TEXT = re.compile(r"```.*?```|<[^<>\n]+>|(?<=\])\([^()\n]*\)|https?://[!-~]+", re.DOTALL)
_CHARACTERS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORDS = re.compile(r"[0-9A-Za-z]+(?:[.,'-][0-9A-Za-z]+)*")


def count_characters(markdown: str) -> int:
    """Chinese characters plus Latin words and numbers (one each); markup, links and punctuation count nothing."""
    text = _NOT_TEXT.sub(" ", markdown) if any(mark in markdown for mark in "<[`:") else markdown
    return sum(map(len, _CHARACTERS.findall(text))) + len(_WORDS.findall(text))


def reading_minutes(characters: int) -> int:
    """Whole minutes, rounded up, at least one."""
    return max(1, -(-characters // CHARACTERS_A_MINUTE))


def rounded(characters: int) -> int:
    """A length as people say it: to the hundred, below a hundred to the ten."""
    step = 100 if characters >= 100 else 10
    return max(step, round(characters / step) * step)
