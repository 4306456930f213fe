"""What a parcel of documents may carry: what people read, nothing that runs on a server or in a build."""

from __future__ import annotations

import re
from collections.abc import Iterable

from shuxiang.release.bundle.paths import folded, shown
from shuxiang.release.errors import ReleaseError

_PROGRAMS = (
    *(".py", ".pyc", ".pyo", ".pyw", ".pyd", ".pth", ".so", ".dll", ".js", ".mjs", ".cjs", ".wasm"),
    *(".php", ".phtml", ".jsp", ".jspx", ".asp", ".aspx", ".ashx", ".cgi", ".shtml", ".config", ".jinja", ".j2"),
    *(".exe", ".bat", ".cmd", ".ps1", ".vbs", ".sh"),
)
_PAGES = (".html", ".htm", ".xhtml", ".xht", ".mht", ".mhtml")
_MADE_BY_THE_SITE = frozenset(
    [
        *("search", "search-index", "status", "404.html", "atom.xml"),
        *("schedule.json", "release.json", "sitemap.xml", "sitemap.xml.gz"),
    ]
)
_THEMES_OWN = re.compile(r"assets/(?:javascripts|stylesheets|(?:pages|search)-[0-9a-f]{10})(?:/|$)")
"""The rest of ``assets`` is where many offices keep their pictures."""


def objection(path: str) -> str:
    """What is against a document's path, as a clause; nothing when nothing is."""
    name = folded(path)
    if name.partition("/")[0] in _MADE_BY_THE_SITE or _THEMES_OWN.match(name):
        return "是网站自己生成的文件所用的名字"
    return "是会运行的程序或服务器的配置" if name.endswith(_PROGRAMS) else ""


def require_carriable(paths: Iterable[str]) -> None:
    """ReleaseError about the first path that has no place among documents."""
    for path in sorted(paths):
        if clause := objection(path):
            raise ReleaseError(
                f"材料包里的“{shown(path)}”{clause}，不能当作材料收，没有采用。请在外网去掉它，重新打包；"
                "程序和模板要随整套软件的安装包带进来。"
            )


def is_page(path: str) -> bool:
    """Whether it goes to readers as it is, with whatever scripts stand in it."""
    return folded(path).endswith(_PAGES)
