"""回执: a check-in as text that survives a chat group.

::

    【书香回执】周学一文 第46周
    期次：article/2026-W47
    完成：学悟
    时间：2026-11-18 15:04
    编号：K7Q2MX4D
    心得：一句或几行
    校验：3F9A-1C20-77BE
    【回执完】

The first line's tail is for people and not checked. The checksum covers slot, acts, time, number and note, each
after :func:`canonical` (NFKC, quotes straightened, all white space removed), since chat
programs change just these. It is the first 12 hexadecimal digits of SHA-256 over ``书香回执1`` and the five
values joined by U+001F; with a member's key, of HMAC-SHA-256 under that key. The browser's encoder is
``pages/assets/receipt.js``; both agree on ``tests/core/receipt_vectors.json``.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from shuxiang.core.checkin import ACT_NAMES, Act, CheckIn

OPENING = "【书香回执】"
CLOSING = "【回执完】"
_VERSION = "书香回执1"
_SEPARATOR = "\x1f"
_QUOTES = str.maketrans("\u201c\u201d\u300c\u300d\u2018\u2019", '""""\'\'')
_IGNORED = re.compile(
    "[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufe00-\ufe0f\ufeff]+"
)
_FIELDS = {"期次": "slot", "完成": "acts", "时间": "at", "编号": "number", "校验": "checksum"}
_DASHES = re.compile("[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_AROUND_LINES = " \t\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_FIELD_LINE = re.compile("\\s*(期次|完成|时间|编号|校验)\\s*[:\uff1a]\\s*(.*?)\\s*")
_NOTE_LINE = re.compile("\\s*心得\\s*[:\uff1a]\\s?(.*)")


class ReceiptError(ValueError):
    """A text that is no intact receipt; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A check-in read from text, with the checksum that came with it."""

    checkin: CheckIn
    checksum: str

    def is_intact(self, key: bytes = b"") -> bool:
        """Whether the checksum fits what was read, under ``key`` (empty: the unsigned checksum)."""
        said = _DASHES.sub("", canonical(self.checksum)).upper()
        due = _DASHES.sub("", checksum(self.checkin, key))
        return hmac.compare_digest(said.encode("utf-8", "replace"), due.encode())


def canonical(text: str) -> str:
    """What of a text the checksum covers: NFKC, straight quotes, no white space or invisible characters."""
    for _ in range(2):  # what a white space stood between may combine once it is gone
        text = _IGNORED.sub("", unicodedata.normalize("NFKC", text))
    return text.translate(_QUOTES)


def checksum(checkin: CheckIn, key: bytes = b"") -> str:
    """``3F9A-1C20-77BE``: SHA-256, or HMAC-SHA-256 when there is a key, cut to 48 bits."""
    values = (
        checkin.slot,
        checkin.acts_text(),
        f"{checkin.at:%Y-%m-%d %H:%M}",
        checkin.number,
        _defused(checkin.note),
    )
    message = _SEPARATOR.join([_VERSION, *map(canonical, values)]).encode("utf-8", "replace")
    digest = hmac.new(key, message, hashlib.sha256) if key else hashlib.sha256(message)
    code = digest.hexdigest()[:12].upper()
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def encode(checkin: CheckIn, title: str, key: bytes = b"") -> str:
    """The receipt's text; ``title`` is what people read in its first line."""
    note = [f"心得：{text}"] if (text := _defused(checkin.note)) else []
    return "\n".join(
        [
            f"{OPENING}{title}",
            f"期次：{checkin.slot}",
            f"完成：{checkin.acts_text()}",
            f"时间：{checkin.at:%Y-%m-%d %H:%M}",
            f"编号：{checkin.number}",
            *note,
            f"校验：{checksum(checkin, key)}",
            CLOSING,
        ]
    )


def _defused(note: str) -> str:
    """The note with the receipt's own marks disarmed, should someone paste a receipt into one."""
    return note.replace(OPENING, "[书香回执]").replace(CLOSING, "[回执完]").strip()


def decode(text: str) -> Receipt:
    """Read one receipt, from its opening to its closing mark; ReceiptError if a part is missing or unreadable.

    The checksum is read, not judged: ask :meth:`Receipt.is_intact`.
    """
    _, opening, rest = text.partition(OPENING)
    body, closing, _ = rest.partition(CLOSING)
    if not opening or not closing:
        raise ReceiptError(f"不是完整的回执：应以“{OPENING}”开头，以“{CLOSING}”结尾。")
    fields, note = _read_lines(body.splitlines()[1:])
    missing = [name for name, field in _FIELDS.items() if field not in fields]
    if missing:
        raise ReceiptError(f"回执里缺少“{'”“'.join(missing)}”。")
    return Receipt(_checkin(fields, note), fields["checksum"])


def _read_lines(lines: list[str]) -> tuple[dict[str, str], str]:
    """The named fields, and the note: from its line up to the checksum, which is always last."""
    fields: dict[str, str] = {}
    note: list[str] | None = None
    visible = [line.strip(_AROUND_LINES) for line in lines]
    last = max((n for n, line in enumerate(visible) if line.startswith("校验")), default=len(lines))
    for number, line in enumerate(visible):
        if note is not None and number < last:
            note.append(lines[number])
        elif field := _FIELD_LINE.fullmatch(line):
            fields[_FIELDS[field[1]]] = field[2]
        elif opening := _NOTE_LINE.fullmatch(line):
            note = [opening[1]]
    return fields, "\n".join(note or []).strip()


def _checkin(fields: dict[str, str], note: str) -> CheckIn:
    acts = canonical(fields["acts"])
    unknown = set(acts) - set(ACT_NAMES.values())
    if unknown or not acts:
        raise ReceiptError(f"“完成”一行应由“学悟谈用”组成，现为“{fields['acts']}”。")
    return CheckIn(
        slot=canonical(fields["slot"]),
        acts=frozenset(act for act in Act if ACT_NAMES[act] in acts),
        at=_time(fields["at"]),
        number=canonical(fields["number"]),
        note=note,
    )


def _time(text: str) -> datetime:
    digits = re.fullmatch(r"(\d{4}-\d\d-\d\d)(\d\d:\d\d)", canonical(text))
    try:
        return datetime.strptime("".join(digits.groups()) if digits else "", "%Y-%m-%d%H:%M")  # noqa: DTZ007
    except ValueError:
        raise ReceiptError(f"“时间”一行应写成 2026-11-18 15:04 的样子，现为“{text}”。") from None
