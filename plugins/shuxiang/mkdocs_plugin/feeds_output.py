"""The feeds as files of the site, and their memory: the calendar of the site that this one replaces."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from shuxiang.feeds import atom
from shuxiang.feeds.calendars import ALL
from shuxiang.feeds.ics import calendar_files
from shuxiang.feeds.publication import Publication, id_from
from shuxiang.feeds.revisions import Earlier, read_earlier
from shuxiang.mkdocs_plugin.options import Options
from shuxiang.mkdocs_plugin.press import Press

LARGEST = 16 * 2**20
"""Bytes; a larger file is no calendar of ours. Ten programmes of 80 slots take half a megabyte."""


def earlier_entries(config: MkDocsConfig, options: Options) -> Mapping[str, Earlier]:
    """The entries, by uid, that readers of the site to be replaced have; must be asked before MkDocs clears it."""
    path = Path(options.previous_site or config.site_dir, ALL)
    try:
        found = path.stat()
        return read_earlier(path.read_bytes()) if stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST else {}
    except OSError:
        return {}


def write_feeds(press: Press, earlier: Mapping[str, Earlier], config: MkDocsConfig, options: Options) -> None:
    """The calendars and the Atom feed of what the day's edition holds."""
    publication = Publication(
        name=config.site_name,
        calendar_id=options.calendar_id or id_from(config.site_name),
        schedule=press.edition.schedule,
        materials=press.edition.materials,
        day_of=press.library.day_of,
        address=press.site.address,
        today=press.today,
        days_ahead=options.publish_ahead,
        site_url=config.site_url or "",
    )
    _write(Path(config.site_dir, atom.PATH), atom.atom_feed(publication))
    for path, content in calendar_files(publication, earlier):
        _write(Path(config.site_dir, path), content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
