"""What of the library a site built on one day may show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shuxiang.content.library import Library, is_kept_original, is_programme_file
from shuxiang.content.links import from_root, resolve
from shuxiang.core.model import Material
from shuxiang.core.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Edition:
    """One day's choice.

    ``schedule`` and ``materials`` (by path) hold what is published; ``hidden`` are the paths that stay out: pages,
    the files that only they use, programme files and kept originals; ``early`` are those of the pages whose
    time has not come.
    """

    schedule: Schedule
    materials: Mapping[str, Material]
    hidden: frozenset[str]
    early: frozenset[str]


def edition(library: Library, today: date, days_ahead: int) -> Edition:
    """The library as readers may see it on ``today`` (China date), materials at most ``days_ahead`` early."""
    kept_out = {path for path in library.files if is_programme_file(path) or is_kept_original(path)}
    early = {path for path, m in library.materials.items() if today < m.published_from(days_ahead)}
    pages = early | library.withheld
    published = {path: m for path, m in library.materials.items() if path not in pages}
    return Edition(
        schedule=library.schedule.showing(published),
        materials=published,
        hidden=frozenset(pages | _files_only_of(library, pages) | kept_out),
        early=frozenset(early),
    )


def _files_only_of(library: Library, hidden_pages: set[str]) -> set[str]:
    """Pictures and handouts that hidden pages use and no visible page does: they too would tell."""
    used: dict[bool, set[str]] = {True: set(), False: set()}
    for page, links in library.links.items():
        targets = (resolve(page, link.target) or from_root(link.target) for link in links)
        used[page in hidden_pages] |= {t for t in targets if t in library.files and t not in library.links}
    return used[True] - used[False]
