"""The folder a site is built into: which folders are refused, and how a new site takes an old one's place.

A build never writes into the site people are reading. It writes into a sibling, `.site-building-<process>`;
only when all is well the old site is renamed to `.site-replaced-<process>`, the new one to `site`, and the old
one is deleted. Siblings of processes that are gone are tidied away by the next build.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.cli.processes import is_running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OCCUPIED = (errno.ENOTEMPTY, errno.EEXIST)
TRIES = 5


def refusal(site: Path, docs: Path, root: Path) -> str | None:
    """Say why `site` must not be replaced by a built site; None when it may be. All paths are resolved.

    `root` is the folder of the configuration. A folder counts as a site when it is empty or holds what MkDocs
    always writes: sitemap.xml beside index.html or 404.html.
    """
    if site == docs or docs in site.parents:
        return f"网站不能生成到文档目录里（{site}）。请换一个 --site-dir。"
    for kept in (root, docs, Path.home().resolve()):
        if site == kept or site in kept.parents:
            return f"网站不能生成到 {site}：这会删掉其中的其他文件。请换一个专用的文件夹。"
    if site.exists() and not _looks_like_a_site(site):
        return f"{site} 已经存在，而且不像是生成出来的网站，没有动它。请换一个空的或新的文件夹。"
    return None


def _looks_like_a_site(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    names = {path.name for path in folder.iterdir()}
    return not names or ("sitemap.xml" in names and bool(names & {"index.html", "404.html"}))


@contextmanager
def replacing(site: Path) -> Iterator[Path]:
    """Yield an empty folder to build in; it takes the place of `site` when the block ends well.

    When the block raises, `site` stays as it was and the folder is removed.
    """
    tidy(site)
    building = _sibling(site, "building")
    building.mkdir(parents=True)
    try:
        yield building
        _swap(building, site)
    finally:
        _bring_back(_sibling(site, "replaced"), site)
        shutil.rmtree(building, ignore_errors=True)


def tidy(site: Path, running: Callable[[int], bool] = is_running) -> None:
    """Remove what builds that were killed have left; a site caught in the middle of a swap comes back."""
    for path in list(site.parent.glob(f".{site.name}-*")):
        match = re.fullmatch(rf"\.{re.escape(site.name)}-(building|replaced)-(\d+)", path.name)
        if match and not running(int(match[2])):
            if match[1] == "replaced" and not site.exists():
                path.rename(site)
            else:
                shutil.rmtree(path, ignore_errors=True)


def _sibling(site: Path, role: str) -> Path:
    return site.with_name(f".{site.name}-{role}-{os.getpid()}")


def _swap(building: Path, site: Path) -> None:
    replaced = _sibling(site, "replaced")
    for _ in range(TRIES):
        _put_aside(site, replaced)
        try:
            building.rename(site)
        except OSError as error:
            if error.errno in OCCUPIED:  # another build has just put its own site there
                continue
            raise _stuck(site, error) from error
        shutil.rmtree(replaced, ignore_errors=True)
        return
    raise Problem(f"另有命令正在生成 {site}。请等它结束后再运行一次。")


def _put_aside(site: Path, replaced: Path) -> None:
    shutil.rmtree(replaced, ignore_errors=True)
    try:
        site.rename(replaced)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _stuck(site, error) from error


def _bring_back(replaced: Path, site: Path) -> None:
    if replaced.exists() and not site.exists():
        replaced.rename(site)


def _stuck(site: Path, error: OSError) -> Problem:
    return Problem(f"新网站已经生成，但换不掉旧的 {site}（{error.strerror}）。请关闭正在使用它的程序后再运行一次。")
