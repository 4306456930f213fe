"""到, 请假, 未到 and all that offices write for them."""

from __future__ import annotations

import re
import unicodedata

from shuxiang.core.ledger.sign_in import Presence
from shuxiang.exports.cell_text import cell_text
from shuxiang.exports.spreadsheet import Cell

CHOICES = {Presence.THERE: "到", Presence.EXCUSED: "请假", Presence.ABSENT: "未到"}
"""What the sheet's own list offers."""

_WORDS = {
    Presence.THERE: (
        *("到", "已到", "到会", "到场", "在场", "出席", "参加", "参会", "签到", "已签到", "已签", "迟到", "早退"),
        *("线上", "线上参加", "线上参会", "视频参加", "视频参会", "是", "有", "对", "1", "y", "yes", "true"),
        *("v", "\u221a", "\u2713", "\u2714", "\u2705", "\u2611", "\U0001f5f8", "\U0001f5f9", "\u00fc", "\u00fe"),
    ),
    Presence.EXCUSED: (
        *("请假", "假", "已请假", "事假", "病假", "公假", "产假", "年假", "休假", "公差", "因公请假"),
        *("因病请假", "因事请假", "因公", "出差"),
    ),
    Presence.ABSENT: (
        *("未到", "没到", "未到会", "未参加", "未出席", "未签到", "未签", "未", "缺", "缺席", "缺勤", "缺会", "无"),
        *("没来", "未来", "否", "没有", "0", "n", "no", "false", "x"),
        *("\u00d7", "\u2715", "\u2716", "\u2717", "\u2718", "\u274c", "\u2612", "\u00fb", "\u00fd"),
    ),
}
"""ü, þ, û and ý are the ticks and crosses of Wingdings, in a font that has none."""

_KNOWN = {word: presence for presence, words in _WORDS.items() for word in words}
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_PASSED_OVER = re.compile("[\\s\ufe0e\ufe0f.,;:!。、]+")


def read_presence(cell: Cell | None) -> Presence | None:
    """What the cell says of somebody; None when nobody can tell."""
    if cell is None:
        return Presence.UNSAID
    if cell.error or cell.uncomputed:
        return None
    text = _folded(cell_text(cell))
    return _KNOWN.get(text) if text else Presence.UNSAID


def _folded(text: str) -> str:
    """Without width, case, spaces, stops, and remarks in brackets: 请假（出差） is 请假."""
    whole = _PASSED_OVER.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _BRACKETS.sub("", whole) or whole
