"""The feeds as files of the site, and their memory: the feeds of the site that this one replaces."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from mkdocs.config.defaults import MkDocsConfig

from shuxiang.feeds import atom
from shuxiang.feeds.calendars import ALL
from shuxiang.feeds.ics import calendar_files
from shuxiang.feeds.publication import Publication, id_from
from shuxiang.feeds.revisions import read_before
from shuxiang.mkdocs_plugin.options import Options
from shuxiang.mkdocs_plugin.press import Press

LARGEST = 16 * 2**20
"""Bytes; a larger file is no feed of ours. Ten programmes of 80 slots take half a megabyte."""
EVERYBODYS_NAME = "书香政协"
"""What the configuration says that every office begins with."""

_URL_PARTS = ":/?#[]@!$&'()*+,;=%"
"""What has a meaning in an address, or is quoted already (RFC 3986, 2.2)."""


@dataclass(frozen=True, slots=True)
class EarlierFeeds:
    """The calendar of everything and the Atom feed that readers of the site have; empty where there is none."""

    calendar: bytes
    atom: bytes


def earlier_entries(config: MkDocsConfig, options: Options) -> EarlierFeeds:
    """The feeds of the site to be replaced; must be asked before MkDocs clears it."""
    site = Path(options.previous_site or config.site_dir)
    return EarlierFeeds(read(site / ALL), read(site / atom.PATH))


def read(path: Path) -> bytes:
    """A file as it is; nothing for one that cannot be read or is no feed by its size or kind."""
    try:
        found = path.stat()
        return path.read_bytes() if stat.S_ISREG(found.st_mode) and found.st_size <= LARGEST else b""
    except OSError:
        return b""


def calendar_id(config: MkDocsConfig, options: Options) -> str:
    """What tells this site's entries from another site's."""
    return options.calendar_id or id_from(config.site_name)


def records_id(config: MkDocsConfig, options: Options) -> str:
    """What tells the records that copies of this site keep in a browser from those of another office's copies.

    It stays what it is from one copy to the next. A name of the office's own is enough for that; the name that
    every project begins with is told apart by the site's address, whose scheme may change when a certificate comes.
    """
    if options.calendar_id or not _is_everybodys(config):
        return calendar_id(config, options)
    address = urlsplit(config.site_url or "")
    return id_from(f"{config.site_name} {address.netloc.lower()}{address.path.rstrip('/')}".rstrip())


def shares_records(config: MkDocsConfig, options: Options) -> bool:
    """Whether nothing in the configuration tells the office's copies from another office's."""
    return _is_everybodys(config) and not (options.calendar_id or config.site_url)


def _is_everybodys(config: MkDocsConfig) -> bool:
    return config.site_name.strip() == EVERYBODYS_NAME


def write_feeds(press: Press, earlier: EarlierFeeds, config: MkDocsConfig, options: Options) -> None:
    """The calendars and the Atom feed of what the day's edition holds."""
    publication = Publication(
        name=config.site_name,
        calendar_id=calendar_id(config, options),
        schedule=press.edition.schedule,
        materials=press.edition.materials,
        day_of=press.library.day_of,
        address=press.site.address,
        today=press.today,
        days_ahead=options.publish_ahead,
        site_url=quote(config.site_url or "", safe=_URL_PARTS),
    )
    _write(Path(config.site_dir, atom.PATH), atom.atom_feed(publication, earlier.atom))
    for path, content in calendar_files(publication, read_before(earlier.calendar)):
        _write(Path(config.site_dir, path), content)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
