"""What a document is called outside of its text: by its file, by a viewer's sentence, by a web page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from shuxiang.intake.document import Block, Paragraph
from shuxiang.intake.findings import Finding
from shuxiang.intake.structure.furniture import VIEWER

_ENDING = re.compile(r"\.(?:docx?|wps|pdf|txt|md|markdown|s?html?|rtf|odt|zip|mht|mhtml)$", re.IGNORECASE)
_IN_VIEWER = re.compile(r"《([^《》]{2,80}?)(?:\.[A-Za-z]{2,5})?(?:[(\uff08][^()\uff08\uff09]{0,12}[)\uff09])?》")
_COUNTED = re.compile(
    r"[\s_\-\u2014]*(?:[(\uff08\[][^()\uff08\uff09\[\]]{0,8}[)\uff09\]]|\d{1,8}|[Vv]\d[\d.]*|副本|终稿|定稿|最终版?|修改稿?|新|最新)$"
)
_LEAD = re.compile(r"^(?:[\d\s_.\-\u3001\u2014()\uff08\uff09]+|附件 ?\d*[\s:\uff1a._\-\u3001]*)")
_GENERIC = re.compile(
    r"(?:新建|未命名|无标题|空白|默认|临时|下载|复件|副本|扫描|图片|照片|截图|附件|文档|文件|资料|材料|文本|文稿|稿件|来稿|正文|原文|标题|讲话|发言|讲话稿|发言稿|通知|报告|总结|"
    r"微信|网页|标准输入|输入|件|稿|文|的|版|版本|终稿|初稿|定稿|Microsoft|Word|word|WPS|wps|DOC|DOCX|docx|doc|txt|[\s\d_\-.()\uff08\uff09])*"
)
_CHINESE = re.compile("[\u4e00-\u9fff]{2}")
_SITE = re.compile(r"\s*[-_|\u4e28\u2014\xb7]+\s*[^-_|\u4e28\u2014]{2,20}$")
_MEETING = re.compile(r"在([^\u3002\uff0c,;\uff1b]{4,50}?上的(?:讲话|发言|致辞|报告|主持词|总结讲话))")
_HELD = re.compile(
    r"(?:召开|举行|举办)(?:的)?([^\u3002\uff0c,;\uff1b\u201c\u201d、]{4,40}?(?:会议|大会|座谈会|推进会|培训班|报告会|研讨会|动员会|仪式))"
)
_HEAD = 400


def names(file_name: str, findings: Iterable[Finding], hints: Mapping[str, str]) -> tuple[str, ...]:
    """The names given to the document from outside, best first."""
    viewer = [
        found for finding in findings if finding.code == VIEWER for found in _IN_VIEWER.findall(finding.set_aside)
    ]
    given = [*viewer, *_hinted(hints.get("title", "")), _of_file(file_name)]
    return tuple(dict.fromkeys(name.strip() for name in given if name.strip()))


def phrases(blocks: Iterable[Block]) -> Iterator[str]:
    """Words of the text itself that say what it is: 在某次会议上的讲话, the meeting that is held."""
    letters = 0
    for block in blocks:
        if not isinstance(block, Paragraph) or letters > _HEAD:
            continue
        text = block.text[:_HEAD]
        letters += len(text)
        yield from (match[0] for match in _MEETING.finditer(text))
        yield from (match[1] for match in _HELD.finditer(text))


def _hinted(title: str) -> tuple[str, ...]:
    """A web page's title, without the site's name first."""
    return (_SITE.sub("", title), title)


def _of_file(name: str) -> str:
    """The words of a file's name; empty when they are generic: 附件1, 新建文档, 扫描件."""
    words = _ENDING.sub("", name.replace("\\", "/").rpartition("/")[2])
    words = _LEAD.sub("", words)
    for _ in range(3):
        words = _COUNTED.sub("", words)
    return words if _CHINESE.search(words) and not _GENERIC.fullmatch(words) else ""
