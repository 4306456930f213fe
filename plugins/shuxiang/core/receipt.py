"""回执: a check-in as text that survives a chat group.

::

    【书香回执】周学一文 第46周
    期次：article/2026-W47
    完成：学悟
    时间：2026-11-18 15:04
    编号：K7Q2MX4D
    委员：0123
    心得：一句或几行
    校验：3F9A-1C20-77BE
    【回执完】

Without a card on the reader's device there is no line 委员, and the checksum guards against slips only: the first
12 hexadecimal digits of SHA-256 over ``书香回执1``, slot, acts, time, number and note, joined by U+001F; the first
line's tail is for people and not covered. With a card (``core.card``) the receipt is signed: HMAC-SHA-256 under
the member's signing key over ``书香回执2``, slot, acts, time, number, member, the first line's tail and note. Each
value is covered after :func:`canonical` (NFKC, quotes straightened, all white space removed), since chat programs
change just these. The browser's encoder is ``pages/assets/receipt.js``; both agree on
``tests/core/receipt_vectors.json``.

The parts are found by their names, in their order, wherever lines end: chat programs also lose line ends.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from shuxiang.core.checkin import ACT_NAMES, Act, CheckIn

OPENING = "【书香回执】"
CLOSING = "【回执完】"
_PLAIN, _SIGNED = "书香回执1", "书香回执2"
_SEPARATOR = "\x1f"
_QUOTES = str.maketrans("\u201c\u201d\u300c\u300d\u2018\u2019", '""""\'\'')
_IGNORED = re.compile(
    "[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufe00-\ufe0f\ufeff]+"
)
_DASHES = re.compile("[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_EDGES = " \t\r\n\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_NEEDED = ("期次", "完成", "时间", "编号")
_MEMBER, _NOTE, _CHECKSUM = "委员", "心得", "校验"
_LABELS = {name: re.compile(f"{name}\\s*[:\uff1a]") for name in (*_NEEDED, _MEMBER, _NOTE, _CHECKSUM)}


class ReceiptError(ValueError):
    """A text that is no intact receipt; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A check-in read from text: ``title`` is its first line's tail, ``member`` empty where it is not signed."""

    checkin: CheckIn
    checksum: str
    title: str = ""
    member: str = ""

    def is_intact(self, key: bytes = b"") -> bool:
        """Whether the checksum fits what was read: a signed receipt's under ``key``, another's under none.

        A signed receipt's checksum must stand there as it was written; of another's, dashes may be of any kind.
        """
        if bool(self.member) != bool(key):
            return False
        said, due = canonical(self.checksum), checksum(self.checkin, key, self.member, self.title)
        if not key:
            said, due = _DASHES.sub("", said).upper(), _DASHES.sub("", due)
        return hmac.compare_digest(said.encode("utf-8", "replace"), due.encode())


def canonical(text: str) -> str:
    """What of a text the checksum covers: NFKC, straight quotes, no white space or invisible characters."""
    if text.isascii():  # quick: a hundred thousand receipts are read at once
        return "".join(text.split())
    for _ in range(2):  # what a white space stood between may combine once it is gone
        text = _IGNORED.sub("", unicodedata.normalize("NFKC", text))
    return text.translate(_QUOTES)


def checksum(checkin: CheckIn, key: bytes = b"", member: str = "", title: str = "") -> str:
    """``3F9A-1C20-77BE``: SHA-256, or HMAC-SHA-256 when there is a key, cut to 48 bits."""
    values = [checkin.slot, checkin.acts_text(), f"{checkin.at:%Y-%m-%d %H:%M}", checkin.number]
    values += [member, _defused(title)] if key else []
    covered = map(canonical, [*values, _defused(checkin.note)])
    message = _SEPARATOR.join([_SIGNED if key else _PLAIN, *covered]).encode("utf-8", "replace")
    digest = hmac.digest(key, message, "sha256") if key else hashlib.sha256(message).digest()
    code = digest.hex()[:12].upper()
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def encode(checkin: CheckIn, title: str, key: bytes = b"", member: str = "") -> str:
    """The receipt's text; ``title`` is what people read in its first line. ``key`` and ``member`` go together."""
    if bool(key) != bool(member):
        raise ValueError("a signed receipt needs both the member and the key")
    note = _defused(checkin.note)
    return "\n".join(
        [
            f"{OPENING}{_defused(title)}",
            f"期次：{checkin.slot}",
            f"完成：{checkin.acts_text()}",
            f"时间：{checkin.at:%Y-%m-%d %H:%M}",
            f"编号：{checkin.number}",
            *([f"{_MEMBER}：{member}"] if member else []),
            *([f"{_NOTE}：{note}"] if note else []),
            f"{_CHECKSUM}：{checksum(checkin, key, member, title)}",
            CLOSING,
        ]
    )


def _defused(text: str) -> str:
    """A note or title with the receipt's own marks disarmed, should someone paste a receipt into one."""
    return text.replace(OPENING, "[书香回执]").replace(CLOSING, "[回执完]").strip()


def decode(text: str) -> Receipt:
    """Read one receipt, from its opening to its closing mark; ReceiptError if a part is missing or unreadable.

    The checksum is read, not judged: ask :meth:`Receipt.is_intact`.
    """
    _, opening, rest = text.partition(OPENING)
    body, closing, _ = rest.partition(CLOSING)
    if not opening or not closing:
        raise ReceiptError(f"不是完整的回执：应以“{OPENING}”开头，以“{CLOSING}”结尾。")
    parts = _parts(body)
    missing = [name for name in (*_NEEDED, _CHECKSUM) if name not in parts]
    if missing:
        raise ReceiptError(f"回执里缺少“{'”“'.join(missing)}”。")
    return Receipt(_checkin(parts), parts[_CHECKSUM], parts[""], canonical(parts.get(_MEMBER, "")))


def _parts(body: str) -> dict[str, str]:
    """The title, under no name, and what follows each name up to the next one.

    The checksum is the last of its name; what stands between the note's name and it is the note, whatever it holds.
    """
    marks = [("", 0, 0), *_marks(body)]
    ends = [start for _, start, _ in marks[1:]] + [len(body)]
    return {name: body[start:end].strip(_EDGES) for (name, _, start), end in zip(marks, ends, strict=True)}


def _marks(body: str) -> Iterator[tuple[str, int, int]]:
    """Where each name begins and ends, in the order of the body."""
    place = 0
    for name in _NEEDED:
        if found := _LABELS[name].search(body, place):
            yield name, found.start(), found.end()
            place = found.end()
    last = next(iter(deque(_LABELS[_CHECKSUM].finditer(body, place), maxlen=1)), None)
    end = last.start() if last else len(body)
    note = _LABELS[_NOTE].search(body, place, end)
    if member := _LABELS[_MEMBER].search(body, place, note.start() if note else end):
        yield _MEMBER, member.start(), member.end()
    if note:
        yield _NOTE, note.start(), note.end()
    if last:
        yield _CHECKSUM, last.start(), last.end()


def _checkin(parts: Mapping[str, str]) -> CheckIn:
    written = canonical(parts["完成"])
    acts = [act for act in Act if ACT_NAMES[act] in written]
    if not acts or written != "".join(ACT_NAMES[act] for act in acts):
        raise ReceiptError("“完成”一行应由“学悟谈用”组成，按这个次序，各写一次。")
    return CheckIn(
        slot=canonical(parts["期次"]),
        acts=frozenset(acts),
        at=_time(parts["时间"]),
        number=canonical(parts["编号"]),
        note="\n".join(parts.get(_NOTE, "").splitlines()),
    )


def _time(text: str) -> datetime:
    digits = re.fullmatch("([0-9]{4}-[0-9]{2}-[0-9]{2})([0-9]{2}:[0-9]{2})", canonical(text))
    try:
        return datetime.strptime("".join(digits.groups()) if digits else "", "%Y-%m-%d%H:%M")  # noqa: DTZ007
    except ValueError:
        raise ReceiptError("“时间”一行应写成 2026-11-18 15:04 的样子。") from None
