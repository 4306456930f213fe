"""Lines beside the text that keep a role of their own: captions, attachments, notes, subtitles, letterheads."""

from __future__ import annotations

import re

from shuxiang.intake.document import Role
from shuxiang.intake.structure.lines import Line
from shuxiang.intake.structure.patterns import any_of, words
from shuxiang.intake.structure.sentences import several

_COUNT = r"(?:\d{1,3}(?:[-.\u2014]\d{1,3})?|[一二三四五六七八九十]{1,3})"
_CAPTION = any_of(
    rf"(?:[图表]|照片|附图|附表) ?{_COUNT}(?:[ :.\u3001]|$)|[图表]题 ?:",
    r"\(?(?:图为|图[:\u3001]|图片?说明|题图|资料图)",
    r".{2,40}\(? ?(?:图片来源 ?:|资料图片?|供图|[\u4e00-\u9fff]{2,4} ?摄)[^\u3002]{0,20}\)?$",
)
_ATTACHMENT = any_of(
    rf"附 ?[件表录]? ?{_COUNT}? ?(?::|$)",
    rf"附件 ?{_COUNT}[ \u3001.]",
    r"\(附[件表后]?[^()]{0,40}\)$",
)
_NOTE = any_of(
    r"[(\[]? ?(?:备 ?注|注释?|[编笔]者注|说 ?明|参考文献|参考资料) ?\d{0,2}[一二三四五六]? ?[)\]]? ?(?::|$)",
    r"\((?:此件|此文件|联系人|联系电话|信息公开)[^()]{0,80}\)$",
    r"(?:抄 ?送|抄 ?报|报 ?送|分 ?送|主题词|联 ?系 ?人|联系电话|联系方式|公开方式|信息公开选项|印发份数) ?:",
    r"共印 ?\d",
    r".{0,40}\d{4}年\d{1,2}月\d{1,2}日 ?印发$",
)
_LINE_SUBTITLE = re.compile(r"(?:\u2014{1,3}|--+) ?[^\u2014\-\s\d].{2,58}")
_DRAFT = words("草案 试行 暂行 摘要 节选 提纲 全文 摘编 摘登 要点")
_STATE = re.compile(rf"[(\[] ?(?:[^()\[\]]{{0,12}}(?:稿|{_DRAFT})|修订|\d{{4}}年(?:修订|修正)) ?[)\]]")
_YEAR = r"(?:19|20)\d{2}"
_LETTERHEAD = any_of(
    rf"[\u4e00-\u9fff]{{1,12}} ?[\[(]{_YEAR}[\])] ?(?:第 ?)?\d{{1,4}} ?[号期](?: +签发人? ?:.{{0,20}})?",
    rf"\(?(?:{_YEAR} ?年? ?)?(?:总 ?)?第 ?[\d一二三四五六七八九十百]{{1,5}} ?[期号](?: ?\(总第 ?\d+ ?期\))?\)?",
    rf"[\[(]{_YEAR}[\])] ?(?:第 ?)?\d{{1,4}} ?[号期]",
    r"签 ?发 ?人? ?:.{0,20}",
    r"(?:绝密|机密|秘密)(?: ?[\u2605\u2606*].{0,6})?",
    r"特 ?急|加 ?急|平 ?急|0\d{4,5}",
    r"内部(?:资料|文件|材料)(?:[ ,].{0,20})?",
)
_OFFICE = words("委员会 政府 办公室 办公厅 政协 协会 党委 党组 局 厅 部 院 委 处 会 组 校 公司 室")
_BANNER = re.compile(rf"[\u4e00-\u9fff ]{{1,28}}{_OFFICE} ?文 ?件")
_LONGEST = 120
_LONGEST_CAPTION = 60


def aside_role(one: Line) -> Role | None:
    """The role that a line's own words give it: caption, attachment or note."""
    if not 0 < one.length <= _LONGEST:
        return None
    text = one.text
    if _ATTACHMENT.match(text):
        return Role.ATTACHMENT
    if _NOTE.match(text):
        return Role.NOTE
    if not _CAPTION.match(text) or one.length > _LONGEST_CAPTION:
        return None
    return Role.CAPTION if not several(text) or text.lstrip("(").startswith("图为") else None


def is_subtitle(one: Line) -> bool:
    """Whether a line below a title goes with it: ——某次会议上的讲话, （讨论稿）."""
    return one.whole and bool(_LINE_SUBTITLE.fullmatch(one.text) or _STATE.fullmatch(one.text))


def is_letterhead(one: Line) -> bool:
    """Whether a line is printed above the title of official papers: number, issue, 签发人, 特急, 某某委员会文件."""
    if not one.whole or one.length > _LONGEST_CAPTION:
        return False
    return bool(_LETTERHEAD.fullmatch(one.text) or _BANNER.fullmatch(one.text))
