"""Receipts in pasted chat text: each with its line and speaker, and what is left of those that are not whole.

A chat program may lose line ends and spaces or add some, put ``>`` before quoted lines, cut a quote short, or break
a long message in two with a heading between; a receipt may then be read in several ways, of which the one that its
checksum fits is right. Whether any fits is judged in ``core.ledger.verdict``, where the keys are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shuxiang.core.chat_speaker import Conversation, is_timed
from shuxiang.core.receipt import CLOSING, OPENING, Receipt, ReceiptError, canonical, decode

_BETWEEN = "[\\s>\u200b-\u200f\u2028-\u202f\u205f-\u2064\ufe00-\ufe0f\ufeff]*"
_OPENING, _CLOSING = (_BETWEEN.join(mark) for mark in (OPENING, CLOSING))
_MARK = re.compile(f"(?P<opening>{_OPENING})|{_CLOSING}")
_INNER = re.compile(_OPENING)
_PART = re.compile("(?:期次|编号|校验)\\s*[:\uff1a]")
_ONE_QUOTING = re.compile("[ \t\u00a0\u3000\u200b-\u200f\u2060\ufeff]*[>\uff1e|\uff5c\u2502]")
_QUOTING_SIGN = re.compile("[>\uff1e|\uff5c\u2502]")
_QUOTING = re.compile(f"(?:{_ONE_QUOTING.pattern})+")
_TIMES = re.compile("[0-9\uff10-\uff19][:\uff1a][0-9\uff10-\uff19]{2}")
_RECORD = re.compile("编号:([0-9A-Z]{8})")
_SLOT = re.compile("期次:([a-z][a-z0-9_-]*/[0-9A-Z-]+)")
_CUT_AT = re.compile('"|\\.\\.\\.')
_MOST_OF_A_CUT = 10_000
TAIL = "只有结尾，没有开头"
CUT = "没有结尾，只剩下前面一段"


@dataclass(frozen=True, slots=True)
class Found:
    """A receipt with all its parts. ``readings`` are what it may say, likeliest first; there is one at least.

    ``nickname`` is whose message it stands in, empty when that is not clear, and ``sent`` when that was sent.
    """

    line: int
    readings: tuple[Receipt, ...]
    nickname: str = ""
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """What is left of a receipt, and what it lacks. ``slot`` and ``record`` are its own where they are still there.

    ``beginning`` is what follows the opening mark, as :func:`receipt.canonical` gives it.
    """

    line: int
    what: str
    slot: str = ""
    record: str = ""
    beginning: str = ""
    nickname: str = ""


class _Mark(NamedTuple):
    start: int
    end: int
    opens: bool
    exact: bool


class _Block(NamedTuple):
    """From one mark to another; ``opening`` or ``closing`` is None where the other stands alone."""

    start: int
    end: int
    opening: _Mark | None
    closing: _Mark | None


def receipts(text: str) -> Iterator[Found | Broken]:
    """All receipts of a text in their order, the same one as often as it is there."""
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    conversation = Conversation()
    done, line = 0, 1
    for block in _blocks(text):
        before = text[done : block.start]
        *passed, prefix = before.split("\n")
        for one in passed:
            conversation.take(one)
        line += len(passed)
        if block.opening is None:
            conversation.take(prefix)
            yield from _tail(before, line)
        elif block.closing is None:
            yield from _cut(text, block, line, conversation.receipt(prefix).name)
        else:
            yield from _whole(text[block.opening.end : block.closing.start], line, prefix, conversation)
        line += text.count("\n", block.start, block.end)
        done = block.end


def _blocks(text: str) -> Iterator[_Block]:
    """Where receipts are, or what is left of them."""
    marks = [_mark(found) for found in _MARK.finditer(text)]
    following = _following_exact(marks)
    place = 0
    while place < len(marks):
        mark = marks[place]
        closing = _closing(marks, place, following[place]) if mark.opens else 0
        if not mark.opens:
            yield _Block(mark.start, mark.end, None, mark)
        elif closing:
            yield _Block(mark.start, marks[closing].end, mark, marks[closing])
        else:
            yield _Block(mark.start, mark.end, mark, None)
        place = max(place, closing) + 1


def _mark(found: re.Match[str]) -> _Mark:
    return _Mark(found.start(), found.end(), bool(found["opening"]), found[0] in {OPENING, CLOSING})


def _following_exact(marks: Sequence[_Mark]) -> list[int]:
    """For each mark the place of the next one that is written as it should be; 0 for none."""
    following = [0] * len(marks)
    for place in range(len(marks) - 2, -1, -1):
        following[place] = place + 1 if marks[place + 1].exact else following[place + 1]
    return following


def _closing(marks: Sequence[_Mark], place: int, following: int) -> int:
    """The place of the mark that closes the one at ``place``, 0 for none.

    Notes hold no mark as it should be written, but may hold one with a space in it.
    """
    if marks[place].exact and following and not marks[following].opens:
        return following
    beside = place + 1
    return beside if beside < len(marks) and not marks[beside].opens else 0


def _whole(body: str, line: int, prefix: str, conversation: Conversation) -> Iterator[Found | Broken]:
    """The receipt between two marks; nothing, where somebody explains how it is done."""
    if not _PART.search(body):
        conversation.take(prefix)
        return
    speaker = conversation.receipt(prefix)
    quoting = _QUOTING.match(prefix)
    found = tuple(_readings(body, len(_ONE_QUOTING.findall(quoting[0])) if quoting else 0))
    read = tuple(one for one in found if isinstance(one, Receipt))
    if read:
        yield Found(line, read, speaker.name, speaker.sent)
    else:
        yield _unreadable(body, line, str(found[0]), speaker.name)


def _tail(before: str, line: int) -> Iterator[Broken]:
    """What a copy begun too late has left of a receipt; nothing, where only the mark is mentioned."""
    rest = before[-_MOST_OF_A_CUT:]
    if _PART.search(rest):
        said = canonical(rest)
        yield Broken(line, TAIL, _last(_SLOT, said), _last(_RECORD, said))


def _cut(text: str, block: _Block, line: int, name: str) -> Iterator[Broken]:
    """What a quote has left of a receipt; nothing, where only the mark is mentioned."""
    rest = text[block.end : block.end + _MOST_OF_A_CUT]
    following = _MARK.search(rest)
    rest = rest[: following.start()] if following else rest
    if _PART.search(rest):
        yield _unreadable(rest, line, CUT, name)


def _unreadable(body: str, line: int, what: str, name: str) -> Broken:
    said = canonical(body[:_MOST_OF_A_CUT])
    return Broken(line, what, _last(_SLOT, said), _last(_RECORD, said), _CUT_AT.split(said, maxsplit=1)[0], name)


def _last(pattern: re.Pattern[str], said: str) -> str:
    found = pattern.findall(said)
    return str(found[-1]) if found else ""


def _readings(body: str, depth: int) -> Iterator[Receipt | ReceiptError]:
    """What a body may say: as it is, without ``depth`` marks of quoting, without what got in between."""
    plain = "\n".join(_unquoted(line, depth) for line in body.split("\n")) if depth else body
    bodies = [plain, body, *([_QUOTING_SIGN.sub("", body)] if depth else []), _INNER.split(plain)[-1]]
    if len(_TIMES.findall(plain)) > 1:
        bodies.append("\n".join(line for line in plain.split("\n") if not is_timed(line)))
    return map(_decoded, dict.fromkeys(bodies))


def _decoded(body: str) -> Receipt | ReceiptError:
    try:
        return decode(f"{OPENING}{body}{CLOSING}")
    except ReceiptError as error:
        return error


def _unquoted(line: str, depth: int) -> str:
    """The line without so many marks of quoting before it."""
    end = 0
    for _ in range(depth):
        found = _ONE_QUOTING.match(line, end)
        if not found:
            break
        end = found.end()
    return line[end:]
