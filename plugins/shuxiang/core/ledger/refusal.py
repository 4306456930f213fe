"""Why receipts are not entered: the reasons, in the office's words, and the receipts they are given for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LONGEST_NOTE = 20_000


class Reason(Enum):
    """Why a receipt was not entered: what is wrong, and what to do."""

    CHANGED = (
        "内容和校验码对不上，发出以后被改动过",
        "请本人打开网页，重新点“复制回执”再发一次。",
    )
    BAD_SIGNATURE = (
        "签名对不上：内容被改动过，或者不是用这个编号的卡签的",
        "请本人核对“我的卡”里的编号，重新点“复制回执”再发一次。",
    )
    FORGED = (
        "写着委员编号，却没有用卡签名，编号是另外添上去的",
        "请向本人核实，由本人从网页上重新复制、发送。",
    )
    NO_CARD = (
        "写着委员编号，但台账里这个编号没有发过卡",
        "请用 python3 scripts/ledger.py roster keys 发卡，本人设好以后重新复制、发送。",
    )
    REVOKED = (
        "签名用的是已经作废的卡",
        "请本人在“我的卡”里换上新卡，重新点“复制回执”再发一次。",
    )
    UNSIGNED = (
        "这位委员发过签名的回执，这一份却没有签名，不能确定是本人发的",
        "请本人在发回执的手机或电脑上打开“我的卡”设好卡，重新点“复制回执”再发一次。",
    )
    NO_SPEAKER = (
        "没有签名，也看不出是谁发的",
        "请在文件里这份回执的上面加一行“昵称：某某”（写发送人的昵称），存盘后再收一次。",
    )
    CLOCK_AHEAD = (
        "没有签名，打卡时间比上面写的发送时间晚（手机时钟可能快了），不能确定是谁发的",
        "请核实是谁发的，在文件里这份回执的上面加一行“昵称：某某”（写发送人的昵称），存盘后再收一次。",
    )
    ANOTHERS = (
        "同一份没有签名的回执已经登记在另一位委员名下，多半是转发的",
        "如果是登记错了人，请用 python3 scripts/ledger.py undo 撤销那一次，改好昵称的决定再收。",
    )
    FOREIGN_SLOT = (
        "期次不在本单位的学习计划里，可能是别处的回执",
        "如果是本单位的，请检查学习计划（docs/programme）是不是改过。",
    )
    FUTURE = (
        "打卡时间还没有到",
        "多半是发送人手机或电脑的日期不对，请本人改正日期，更新打卡后再发一次。",
    )
    LONG_AGO = (
        "打卡时间早得不合常理，那时这一年的学习还没有开始",
        "多半是发送人手机或电脑的日期不对，请本人核对日期，改好后再打一次卡、再发一次。",
    )
    EXPIRED = ("早于保存年限，这一时期的内容已经按规定清除", "不再登记，不用处理。")
    TOO_LONG = (f"心得超过 {LONGEST_NOTE} 个字", "请本人删短一些，更新打卡后再发一次。")


@dataclass(frozen=True, slots=True)
class ReceiptFinding:
    """One receipt that was not entered. It never repeats a word of it."""

    line: int
    what: str
    fix: str
