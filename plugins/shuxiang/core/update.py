"""What an update of the site comes to, and why one fails: the few things that readers may know of it, in words."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Result(StrEnum):
    """``unchanged`` is a success too: all was looked at, and there was nothing new to publish."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class Reason(StrEnum):
    """Why an update failed. It says nothing about any file, machine or person."""

    MATERIALS = "materials"
    BUILD = "build"
    OUTSIDE = "outside"
    DELETIONS = "deletions"
    UNREACHABLE = "unreachable"
    FULL = "full"
    FORBIDDEN = "forbidden"
    PROBE = "probe"
    UNSEEN = "unseen"
    BROKEN_OFF = "broken-off"
    OTHER = "other"


class Words(NamedTuple):
    """A reason as readers see it, and what the office does about it."""

    what: str
    fix: str


REASON_WORDS = {
    Reason.MATERIALS: Words(
        "学习材料里有要改的地方",
        "请在项目文件夹里运行 python3 scripts/check.py --strict，按列出的位置改好。",
    ),
    Reason.BUILD: Words("网页没有生成", "请在项目文件夹里运行 python3 scripts/build.py --strict，按提示改好。"),
    Reason.OUTSIDE: Words("网页里有要从外面加载的内容", "请看日志里列出的网页，去掉这些内容，或改用本站的文件。"),
    Reason.DELETIONS: Words(
        "要删去的网页太多，等人确认", "请先加 --dry-run 看看会删去哪些；确实要删的，再加 --yes 手动发布一次。"
    ),
    Reason.UNREACHABLE: Words("连不上服务器", "请检查服务器开着没有，网络通不通。"),
    Reason.FULL: Words("磁盘空间不足", "请在生成网站的电脑和服务器上清理出空间。"),
    Reason.FORBIDDEN: Words("没有写入的权限", "请检查运行更新的用户能不能写入网站的文件夹。"),
    Reason.PROBE: Words("网站打不开，已退回上一版", "请检查网页服务器的设置，再手动发布一次。"),
    Reason.UNSEEN: Words("网站放好了，但打不开", "请检查网页服务器的设置，再手动发布一次。"),
    Reason.BROKEN_OFF: Words("更新中途断了", "多半是关机或断电，一般不用处理，下次会重新来过。"),
    Reason.OTHER: Words("别的原因", "请看日志。"),
}
