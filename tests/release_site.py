"""Small made-up sites as releases, and what a reader or an administrator would find wrong with a target."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.host import Host
from shuxiang.release.linked_target import LinkedTarget
from shuxiang.release.local_host import LocalHost
from shuxiang.release.manifest import Manifest
from shuxiang.release.plain_target import PlainTarget
from shuxiang.release.stamp import stamp
from shuxiang.release.target import Means, Release, Target

SHARED = "assets/javascripts/bundle.0123abcd.min.js"
STEADY = "readings/steady/index.html"
FIRST_DAY = date(2026, 11, 21)
_REFERENCE = re.compile(rb'(?:href|src)="([^"]+)"')


def write_site(folder: Path, number: int) -> None:
    """Write edition ``number``: an entry page, a page of its own, pages that all have, and what they ask for."""
    look, words = f"p{{order: {number}}}".encode(), f"words of {number}".encode()
    style = f"assets/look-{_digest(look)[:10]}/style.css"
    index = f"search-index/index/zh_{_digest(words)[:7]}.pf_index"
    pages = ["index.html", STEADY, own_page(number), "说明/index.html"]
    files = {style: look, SHARED: b"start()", index: words, "search-index/entry.json": _json({"index": index})}
    files |= {page: _page(page, number, style, pages if page == "index.html" else []) for page in pages}
    files["status/status.json"] = _json({"edition": number})
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def own_page(number: int) -> str:
    """The page that only edition ``number`` has."""
    return f"readings/week-{number}/index.html"


def release_of(folder: Path, number: int) -> Release:
    """Edition ``number`` as a release, made in an empty folder."""
    write_site(folder, number)
    return Release(folder, stamp(folder, FIRST_DAY + timedelta(weeks=number)))


def _page(path: str, number: int, style: str, links: list[str]) -> bytes:
    up = "../" * path.count("/")
    anchors = "".join(f'<a href="{posixpath.dirname(link)}/">{link}</a>' for link in links if "/" in link)
    return (
        f'<!doctype html>\n<html lang="zh"><head>\n<meta charset="utf-8"><link rel="stylesheet" href="{up}{style}">'
        f'<script src="{up}{SHARED}"></script></head>\n<body>{path} {number} {anchors}</body></html>\n'
    ).encode()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    found = {}
    for place, _, names in os.walk(folder):
        for path in (f"{place}{os.sep}{name}" for name in names):
            if os.path.isfile(path):  # noqa: PTH113  # a Path costs more than the file, and there are many
                with open(path, "rb") as file:  # noqa: PTH123
                    found[path[len(str(folder)) + 1 :].replace(os.sep, "/")] = file.read()
    return found


def contents_of(release: Release) -> dict[str, bytes]:
    """Every file of a release, which stays as it was made."""
    return _made(release.folder, release.manifest.id)


@cache
def _made(folder: Path, _: str) -> dict[str, bytes]:
    return contents(folder)


def asked_for(path: str, page: bytes) -> set[str]:
    """The paths of a site that one of its pages, or the search's entry, needs or links to."""
    if path.endswith("entry.json"):
        return {json.loads(page)["index"]}
    found = (posixpath.join(posixpath.dirname(path), each.decode()) for each in _REFERENCE.findall(page))
    return {posixpath.normpath(f"{each}index.html" if each.endswith("/") else each) for each in found}


def faults(folder: Path, release: Release) -> list[str]:
    """How a folder differs from a release; the status and what is named after its content may be there besides."""
    there, wanted = contents(folder), contents_of(release)
    besides = {path for path in there.keys() - wanted.keys() if not is_fingerprinted(path)}
    differing = {path for path in wanted if there.get(path) != wanted[path] and path != "status/status.json"}
    return sorted(besides | differing)


def unanswered(folder: Path, release: Release) -> list[str]:
    """What the pages of a release ask for by its content's name and ``folder`` does not have."""
    return sorted(asset for asset in _assets(release.folder, release.manifest.id) if not (folder / asset).is_file())


@cache
def _assets(folder: Path, id_: str) -> frozenset[str]:
    return frozenset(
        asset
        for path, page in _made(folder, id_).items()
        if path.endswith(".html")
        for asset in asked_for(path, page)
        if is_fingerprinted(asset)
    )


def shown(root: Path) -> str:
    """The id of the release that the link shows; empty without a link."""
    link = root / "current"
    return link.readlink().name if link.is_symlink() else ""


Look = Callable[[Manifest], tuple[str, ...]]
Hook = Callable[[str], None]


def means(look: Look = lambda _: (), hook: Hook = lambda _: None, **more: bool) -> Means:
    """How a test publishes: nothing to complain of and no hook, unless it says so."""

    @contextmanager
    def step(title: str) -> Iterator[None]:
        hook(f"{title} 前")
        yield
        hook(f"{title} 后")

    return Means(at="2026-11-21T07:00:00+08:00", probe=look, step=step, **more)


KEEP = 2


def target_in(root: Path, kind: str, wrap: Callable[[LocalHost], Host] = lambda host: host) -> Target:
    """The target whose files, for readers and for the office, lie below ``root``; it keeps KEEP releases."""
    host = wrap(LocalHost(root / "www"))
    return LinkedTarget(host, KEEP) if kind == "linked" else PlainTarget(host, root / "kept", KEEP)


class Watched:
    """A host that tells ``watch`` of each call, before and after it."""

    def __init__(self, host: object, watch: Callable[[str], None]) -> None:
        self._host, self._watch = host, watch

    def __getattr__(self, name: str) -> Callable[..., object]:
        method = getattr(self._host, name)

        def call(*arguments: object) -> object:
            self._watch(f"{name} 前")
            result = method(*arguments)
            self._watch(f"{name} 后")
            return result

        return call
