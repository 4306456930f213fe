"""Lines that end a text without a full stop, and are whole all the same."""

from __future__ import annotations

import re

from shuxiang.intake.structure.lines import Line
from shuxiang.intake.structure.names import POSTS, SURNAMES, likely_names
from shuxiang.intake.structure.patterns import any_of, words

_LONGEST = 80
_WHO = words(
    "执笔 执笔人 成员 组员 组长 副组长 供稿 供稿人 供稿单位 撰稿 撰稿人 统稿 审稿 "
    "联系人 联系电话 联系方式 电话 手机 邮箱 地址 邮编 网址 "
    "主送 抄送 抄报 报送 分送 报 送 发 负责人 主持人 主讲人 "
    "提案人 附议人 反映人 单位 办理单位 承办单位 主办单位 协办单位 "
    "来源 作者 摄影 编辑 审核 校对 记录 整理 顾问 指导 参加人员 课题组 调研组 日期 时间"
)
_GROUP = "(?:(?:调研|课题|起草|编写|写作|工作|专题|项目)?[小组]{0,2})"
_LABELLED = re.compile(rf"(?:.*[ ;,\u3002(\u3001])?{_GROUP}{_WHO} ?:[^\u3002;!?]{{1,40}}")
_REFERENCE = any_of(
    r"\[ ?\d{1,3} ?\].+(?:\[[A-Z](?:/[A-Z]+)?\]|(?:19|20)\d\d).*",
    r"[^\u3002]{2,}\[[JMDCNRSPZ](?:/[A-Z]+)?\].*",
)
_NAME = rf"(?:[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]某{{1,2}})"
_SIGNED = re.compile(rf".*(?:{POSTS}|主委|会员|教员|人员) +({_NAME})")
_DONE_BY = re.compile(
    rf"[^;\u3002]{{0,60}}(?:{_NAME}|[室委局会组部处社]) ?"
    r"\(?(?:供稿|撰稿|执笔|整理|供图|摄影|摄|报道|记录|编写|撰)\)?"
)


def needs_no_stop(one: Line) -> bool:
    """Whether a last line says who made or gets a text, or where it is taken from, and so ends without a mark."""
    if one.look.right or one.look.centred:
        return True
    if not one.whole or one.length > _LONGEST:
        return bool(one.whole and _REFERENCE.fullmatch(one.text))
    signed = _SIGNED.fullmatch(one.text)
    if signed and likely_names(signed[1]):
        return True
    return any(pattern.fullmatch(one.text) for pattern in (_LABELLED, _REFERENCE, _DONE_BY))
