"""委员卡: a member's number and personal key, as they stand on a printed card.

A key is 20 letters in five groups, ``K7Q2-MX4D-…``: 80 random bits, and 20 bits that tie them to the number, so
that a slip of the finger or another member's number is noticed where the key is typed in. What signs a receipt is
not the key but a digest of it (:func:`signing_key`); that digest is all that the ledger and the member's browser
keep, and the key cannot be read back from it. The browser's half is ``pages/assets/card.js``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 letters and digits that are not mistaken for one another: no 0, 1, I, O."""

RANDOM_BYTES = 10
_RANDOM, _CHECK, _GROUP = 16, 4, 4
_SEPARATOR = "\x1f"
_KEY_DOMAIN, _CHECK_DOMAIN = "书香签名", "书香卡片"
_NUMBER = re.compile("[0-9A-Z\u4e00-\u9fff](?:[0-9A-Z\u4e00-\u9fff-]{0,18}[0-9A-Z\u4e00-\u9fff])?")
_PARTS = re.compile(r"[0-9]+|[^0-9]+")
_NO_LETTER = re.compile("[^0-9A-Z]")


class CardError(ValueError):
    """A number or key that cannot be one. ``str()`` is a Chinese sentence; it never repeats what was given."""


def parse_number(text: str) -> str:
    """A member's number as it is kept: NFKC, capitals, no white space. CardError for what cannot be a number."""
    number = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if not _NUMBER.fullmatch(number):
        raise CardError("委员编号由 1 到 20 个数字、字母、汉字组成，中间可以有“-”。")
    return number


def number_order(number: str) -> tuple[Sequence[tuple[bool, int, str]], str]:
    """By what members stand in a list: 9 before 10, 0003 before 3, digits before letters."""
    found = _PARTS.findall(number)
    parts = ((False, int(part), "") if part.isdecimal() else (True, 0, part) for part in found)
    return tuple(parts), number


def new_key(number: str, random: bytes) -> str:
    """The key of ``number`` (as :func:`parse_number` gives it) made of 10 random bytes."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"{RANDOM_BYTES} bytes are needed")
    letters = _letters(random, _RANDOM)
    return _grouped(letters + _check(number, letters))


def parse_key(number: str, text: str) -> str:
    """The key as it is printed; CardError when it is not whole or does not belong to the number."""
    letters = _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).upper())
    if len(letters) != _RANDOM + _CHECK or set(letters) - set(LETTERS):
        raise CardError(f"密钥是 {_RANDOM + _CHECK} 个字母和数字（没有 0、1、I、O），请照着卡片核对。")
    if letters[_RANDOM:] != _check(number, letters[:_RANDOM]):
        raise CardError("密钥和编号对不上，请照着卡片核对这两项。")
    return _grouped(letters)


def signing_key(number: str, key: str) -> bytes:
    """What receipts are signed with: 32 bytes, SHA-256 over the number and the key's letters."""
    return hashlib.sha256(_joined(_KEY_DOMAIN, number, _NO_LETTER.sub("", key))).digest()


def card_link(site: str, number: str, key: str) -> str:
    """The address that sets both on the member's own device. What follows ``#`` is sent to no server."""
    return f"{site.rstrip('/')}/card/#{quote(number)}.{key.replace('-', '')}"


def _check(number: str, letters: str) -> str:
    return _letters(hashlib.sha256(_joined(_CHECK_DOMAIN, number, letters)).digest(), _CHECK)


def _letters(data: bytes, count: int) -> str:
    """The first ``count`` groups of five bits, each a letter."""
    bits = int.from_bytes(data)
    return "".join(LETTERS[bits >> (8 * len(data) - 5 * (n + 1)) & 31] for n in range(count))


def _grouped(letters: str) -> str:
    return "-".join(letters[n : n + _GROUP] for n in range(0, len(letters), _GROUP))


def _joined(*parts: str) -> bytes:
    return _SEPARATOR.join(parts).encode()
