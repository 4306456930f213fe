"""The materials published last, as an Atom feed (RFC 4287).

A material is dated by the day on which a feed first held it: what the feed before does not know came out on the day
of the build, whatever its slot, and is dated so for good. Where there is no feed before, it is dated by the first
day on which it could be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from shuxiang.core.model import Cadence, Material
from shuxiang.feeds import known
from shuxiang.feeds.plain import plain
from shuxiang.feeds.publication import Publication

PATH = "atom.xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
SHOWN = 20


def atom_feed(publication: Publication, before: bytes = b"") -> bytes:
    """The feed as a file; ``before`` is the one that it replaces, if any.

    Materials of which there is only the header so far are left out.
    """
    remembered = known.read_known(before, _uuid(publication, PATH).urn, publication.today)
    days = {m.path: _day(m, publication, remembered) for m in publication.materials.values() if not m.blank}
    newest = _newest(publication, days)
    feed = _head(publication, max((days[m.path] for m in newest), default=publication.today))
    cadences = {c.id: c for programme in publication.schedule.programmes for c in programme.cadences}
    for material in newest:
        _add_entry(feed, material, days[material.path], cadences.get(material.cadence_id), publication)
    marked = {_mark(publication, path): day for path, day in days.items()}
    memory = SubElement(feed, "sx:known", {"xmlns:sx": known.NAMESPACE})
    memory.text = known.known_text({**(remembered or {}), **marked})
    indent(feed)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _head(publication: Publication, updated: date) -> Element:
    """The feed without its entries."""
    feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "zh-CN"})
    _add(feed, "id", _uuid(publication, PATH).urn)
    _add(feed, "title", publication.name)
    _add(feed, "updated", _moment(updated))
    _add(SubElement(feed, "author"), "name", publication.name)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=publication.site_url + PATH)
    SubElement(feed, "link", rel="alternate", type="text/html", href=publication.site_url or "./")
    return feed


def _day(material: Material, publication: Publication, remembered: Mapping[str, date] | None) -> date:
    """The day on which a material came out, never after the day of the build."""
    if remembered is None:
        return min(material.published_from(publication.days_ahead), publication.today)
    return remembered.get(_mark(publication, material.path), publication.today)


def _newest(publication: Publication, days: Mapping[str, date]) -> list[Material]:
    """The materials to show, those that came out last before the others, then those of later slots."""
    ordered = (publication.materials[path] for path in sorted(days))
    return sorted(ordered, key=lambda m: (days[m.path], m.period.start), reverse=True)[:SHOWN]


def _add_entry(
    feed: Element, material: Material, day: date, cadence: Cadence | None, publication: Publication
) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", _uuid(publication, material.path).urn)
    _add(entry, "title", material.title)
    _add(entry, "updated", _moment(day))
    address = publication.whole_address(material) or publication.address(material.path)
    SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "summary", material.summary or material.title)
    if cadence:
        SubElement(entry, "category", term=cadence.id, label=plain(cadence.name))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = plain(text)


def _uuid(publication: Publication, path: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"shuxiang:{publication.calendar_id}/{path}")


def _mark(publication: Publication, path: str) -> str:
    return _uuid(publication, path).hex[: known.MARK_LENGTH]


def _moment(day: date) -> str:
    """The beginning of a day in China."""
    return f"{day.isoformat()}T00:00:00+08:00"
