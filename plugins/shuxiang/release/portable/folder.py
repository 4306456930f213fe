"""A built site made into a copy for people without a server, in its own folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from shuxiang.release.errors import ReleaseError
from shuxiang.release.portable.links import Place, whole_links
from shuxiang.release.portable.windows_names import objections

_FOR_SERVERS = ("404.html", "sitemap.xml.gz", "status")
"""What only a server, or a page that may fetch, has use for."""

README = "先读我.txt"
_README = """\
怎样打开

1. 这个文件夹要整个放在一起，不要只拿走里面的 index.html。收到的是压缩包的，先解压（全部提取）再打开。
2. 双击 index.html，用 Edge、Chrome 或者国产浏览器打开，不用联网。
3. 打卡记录和心得只保存在这台电脑的浏览器里。换电脑之前，请到“我的学习”里备份。
"""


def make_portable(site: Path, site_url: str = "") -> None:
    """Make the site, built with the plugin's option ``portable``, one that opens from a disk.

    ReleaseError, naming every one, when files have names that Windows refuses.
    """
    for name in _FOR_SERVERS:
        _remove(site / name)
    # Notepad of older Windows takes a text without the mark for GBK, and one without CR for a single line.
    (site / README).write_bytes(_README.replace("\n", "\r\n").encode("utf-8-sig"))
    for path in site.glob("assets/*/*.map"):  # for those who mend the theme
        path.unlink()
    files = frozenset(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    refused = objections(files)
    if refused:
        raise ReleaseError("\n".join(["这些名字在 Windows 上不能用，请在 docs 里给它们改名：", *refused]))
    for file in sorted(files):
        if file.lower().endswith((".html", ".htm")):
            _rewrite(site / file, Place(file, files, site_url))


def _rewrite(path: Path, place: Place) -> None:
    old = path.read_bytes().decode("utf-8", "surrogateescape")
    new = whole_links(old, place)
    if new != old:
        path.write_bytes(new.encode("utf-8", "surrogateescape"))


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
