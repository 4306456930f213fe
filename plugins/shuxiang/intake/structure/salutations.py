"""Those whom a speech or a letter addresses: kept in the text, and never a title."""

from __future__ import annotations

import re

from shuxiang.intake.structure.patterns import any_of, words

_PERSONS = words(
    "同志 同胞 委员 代表 朋友 领导 来宾 嘉宾 先生 女士 老师 同学 同事 主席 常委 主任 书记 秘书长 县长 市长 区长 "
    "校长 院长 会长 专家 学者 读者 网友 居民 村民 乡亲 家长 战友 大家 诸位 各位 全体 在座"
)
_OFFICES = words(
    "单位 部门 乡镇 街道 政府 党委 党组 党支部 支部 委员会 政协 办公室 专委会 工作组 小组 界别 公司 学校 医院 协会 "
    "法院 检察院 人大 局 委 办 处 科 室 站 院 组"
)
_HOURS = "(?:上午|下午|晚上|早上|中午)"
_DEAR = "(?:(?:尊敬|亲爱|敬爱)的)?(?:各位|诸位|广大|全体)?"
_ADDRESSED = any_of(
    r"(?:尊敬的|敬爱的|亲爱的)[^\u3002;]{1,60}[:!,]",
    rf"(?:各位|诸位|全体|在座的)[^\u3002;]{{0,50}}{_PERSONS}们?[^\u3002;:!]{{0,8}}[:!]",
    r"(?:同志|朋友|委员|代表|老师|同学|乡亲)们[^\u3002;:]{0,50}[:!]",
    r"(?:[^\u3002;:!]{1,16}[,\u3001 ])?(?:各位|诸位)[^\u3002;:!]{0,50}[:!]",
    r"(?:大家|您|你们?|上午|下午|晚上)(?:上午|下午|晚上)?好[!:\u3002]",
    r"(?:主席|主任|书记|主持人|主席团)[:,!]",
    r"[^\u3002;:!?]{1,30}(?<![说道问答喊])[,\u3001 ] ?"
    rf"(?:您|你|大家|您们|你们|各位|诸位|{_HOURS}){_HOURS}?好[!:,\u3002]?",
    rf"(?:{_DEAR}[^\u3002;:!?,\u3001 的致给]{{0,8}}[\u3001, ] ?){{0,4}}{_DEAR}(?:委员|代表|青年|老|新|少年|小)?"
    "(?:同志|朋友|[书文诗读网]友|同仁|同学|老师|乡亲|伙伴|家人|委员|代表)们",
)
_OFFICE = re.compile(rf"[^\u3002;!?]{{0,118}}(?:{_OFFICES}|{_PERSONS})们?(?:\([^()]{{1,20}}\))?:")
_LONGEST = 60


def is_salutation(line: str) -> bool:
    """Whether a folded line addresses people, wherever it stands: such as 各位委员、同志们."""
    return len(line) <= _LONGEST and bool(_ADDRESSED.fullmatch(line)) and "\uff1a" not in line[:-1]


def is_address(line: str) -> bool:
    """Whether a folded line at the head of a text names those to whom it goes, offices too: 各乡镇政协工作组."""
    return is_salutation(line) or (len(line) <= 2 * _LONGEST and bool(_OFFICE.fullmatch(line)))
