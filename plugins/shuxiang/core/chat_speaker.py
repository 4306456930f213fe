"""Who is speaking: told by the headings that chat and mail programs put above a message.

Known are ``昵称 2026/11/18 15:04`` (WeChat, WeCom, DingTalk), ``2026-11-18 15:04:05 昵称(12345)`` (QQ), a name and
a moment on two lines, ``甲某：`` above or before a message, ``「甲某：…」`` around a quoted one, ``发件人：…`` and
``… 写道：`` (mail), and ``昵称：甲某``, which the office may write above one. Whatever might be a heading and is
none of these makes the speaker unknown: a receipt without a signature is better asked about than put down to the
wrong person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from shuxiang.core.receipt import canonical

_LONGEST_LINE = 100
_LONGEST_NAME = 40
_WEEKDAY = "(?:星期|周|礼拜)[一二三四五六日天]"
_DATE = (
    "(?P<year>[0-9]{4}) ?[-/.年] ?(?P<month>[0-9]{1,2}) ?[-/.月] ?(?P<day>[0-9]{1,2})日?"
    f"|[0-9]{{1,2}}[-/.月][0-9]{{1,2}}日?|今天|昨天|前天|{_WEEKDAY}"
)
_MOMENT = (
    f"[\\[(【]? ?(?:(?P<date>{_DATE}) ?(?:\\(?{_WEEKDAY}\\)?)? ?,? ?)?"
    "(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上)? ?(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2})?"
    " ?(?P<meridiem>[AaPp][Mm])? ?[\\])】]?"
)
_NAME = f"(?P<name>[^ :](?:[^:]{{0,{_LONGEST_NAME - 2}}}?[^ :])??)"
_NAME_FIRST = re.compile(f"{_NAME}(?: |(?<![0-9/.年月-])){_MOMENT} ?:?")
_MOMENT_FIRST = re.compile(f"{_MOMENT} ?{_NAME} ?:?")
_MOMENT_ALONE = re.compile(f"[-—– ]*{_MOMENT}[-—– ]*")
_WROTE = re.compile(f"(?:在|于)? ?{_MOMENT} ?,? ?{_NAME} ?(?:写道|wrote) ?:")
_FROM = re.compile(f"(?:发件人|发信人|寄件者|From) ?: ?{_NAME} ?;?", re.IGNORECASE)
_STATED = re.compile(f"昵称 ?: ?{_NAME} ?:?")
_IN_WORDS = re.compile("[0-9]:[0-9]{2}")
_CALLED = re.compile(f"{_NAME} ?:")
_QUOTED = re.compile(f"(?:.*[\u300c\u300e]) ?{_NAME} ?: ?")
_HEADS = ("发送时间", "发送日期", "日期", "收件人", "抄送", "主题", "Date", "Sent", "To", "Cc", "Subject")
_LABELS = (*_HEADS, "期次", "完成", "时间", "编号", "委员", "心得", "校验")
_NO_NAMES = {*_LABELS, "明天", "后天", "会议时间", "地点", "昵称"}
_NO_WORDS = re.compile(f"(?:{'|'.join(_LABELS)}) ?:")
_EDGES = "\"',;:[]"
_BEHIND = re.compile(f"(?:<[^<>]*>|[{re.escape(_EDGES)}])+$")
_QUOTING = " \t\u3000>\uff1e|\uff5c\u2502"
_FROM_NOON = ("中午", "下午", "傍晚", "晚上")


@dataclass(frozen=True, slots=True)
class Speaker:
    """``name`` as :func:`nickname` gives it, empty for nobody known; ``sent`` where date and time are told."""

    name: str = ""
    sent: datetime | None = None


UNKNOWN = Speaker()


def nickname(text: str) -> str:
    """A name in a chat as it is compared: half-width, without white space, and without what cannot be seen."""
    name = canonical(text)
    name = name if name.isprintable() else canonical("".join(filter(str.isprintable, name)))
    return _BEHIND.sub("", name.lstrip(_EDGES))


def is_timed(line: str) -> bool:
    """Whether the line is a heading that tells name and time, which nobody writes into a message."""
    found = _timed(_plain(line)) if len(line) <= _LONGEST_LINE else None
    return bool(found and found.sent)


class Conversation:
    """Goes along a chat's text and knows whose words it has come to.

    ``_fresh``: below a heading with a time, before a blank line or a receipt; a colon there is part of the message.
    """

    def __init__(self) -> None:
        self._speaker = UNKNOWN
        self._fresh = False
        self._before = ""

    def take(self, line: str) -> None:
        """Go past a line that is no receipt's."""
        text = line.strip().lstrip(_QUOTING)
        if not text:
            self._fresh, self._before = False, ""
        elif ":" not in text and "\uff1a" not in text:
            self._before = text if len(text) <= _LONGEST_NAME else ""
        elif len(text) > _LONGEST_LINE:
            self._speaker = self._speaker if self._fresh or not _IN_WORDS.search(text) else UNKNOWN
            self._before = ""
        else:
            self._consider(_plain(text))

    def receipt(self, prefix: str) -> Speaker:
        """Whose the receipt is that begins behind ``prefix`` on a line; nothing of this line has been taken."""
        text = _plain(prefix[-2 * _LONGEST_LINE :]).lstrip(_QUOTING)
        quoted = _QUOTED.fullmatch(text)
        if quoted:
            self._fresh = False
            return Speaker(nickname(quoted["name"]))
        name = _called(text)
        if name and not self._fresh and not _IN_WORDS.search(text):
            self._speaker = Speaker(name)
        else:
            self.take(prefix)
        self._fresh, self._before = False, ""
        return self._speaker

    def _consider(self, text: str) -> None:
        """Take a plain line that has a colon."""
        timed = _stated(text) or _timed(text) or _of_mail(text)
        if timed:
            self._speaker, self._fresh = timed, True
        elif _MOMENT_ALONE.fullmatch(text):
            self._speaker, self._fresh = Speaker(nickname(self._before)), True
        elif not self._fresh and not _NO_WORDS.match(text):
            self._speaker = Speaker(_called(text)) if text.endswith(":") else UNKNOWN
        self._before = ""


def _plain(text: str) -> str:
    """The text in NFKC, with one space for any white space: between two spaces a pattern can end in many ways."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _called(text: str) -> str:
    """The name before a line's first colon, if it may be one."""
    found = _CALLED.match(text)
    name = nickname(found["name"]) if found else ""
    return "" if name in _NO_NAMES else name


def _timed(text: str) -> Speaker | None:
    """The speaker of a plain heading with a time."""
    if not _IN_WORDS.search(text) or _MOMENT_ALONE.fullmatch(text):
        return None
    found = _NAME_FIRST.fullmatch(text) or _MOMENT_FIRST.fullmatch(text) or _WROTE.fullmatch(text)
    name = nickname(found["name"]) if found else ""
    if not found or not name or name in _NO_NAMES:
        return None
    return Speaker(name, _moment(found))


def _stated(text: str) -> Speaker | None:
    found = _STATED.fullmatch(text)
    return Speaker(nickname(found["name"])) if found else None


def _of_mail(text: str) -> Speaker | None:
    found = _FROM.fullmatch(text)
    return Speaker(nickname(found["name"])) if found else None


def _moment(found: re.Match[str]) -> datetime | None:
    """Date and time of a heading that tells both in numbers."""
    if not found["year"]:
        return None
    hour = int(found["hour"])
    late = found["half"] in _FROM_NOON or (found["meridiem"] or "").upper() == "PM"
    hour += 12 if late and hour < 12 else 0
    try:
        return datetime(int(found["year"]), int(found["month"]), int(found["day"]), hour, int(found["minute"]))  # noqa: DTZ001
    except ValueError:
        return None
