"""The materials published last, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from shuxiang.core.model import Cadence, Material
from shuxiang.feeds.plain import plain
from shuxiang.feeds.publication import Publication

PATH = "atom.xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
SHOWN = 20


def atom_feed(publication: Publication) -> bytes:
    """The feed as a file; materials of which there is only the header so far are left out."""
    newest = _newest(publication)
    feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "zh-CN"})
    _add(feed, "id", _id(publication, PATH))
    _add(feed, "title", publication.name)
    _add(feed, "updated", _moment(max((_shown_from(m, publication) for m in newest), default=publication.today)))
    _add(SubElement(feed, "author"), "name", publication.name)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=publication.site_url + PATH)
    SubElement(feed, "link", rel="alternate", type="text/html", href=publication.site_url or "./")
    cadences = {c.id: c for programme in publication.schedule.programmes for c in programme.cadences}
    for material in newest:
        _add_entry(feed, material, cadences.get(material.cadence_id), publication)
    indent(feed)
    document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _newest(publication: Publication) -> list[Material]:
    """The materials to show, those published last before the others."""
    written = (m for m in publication.materials.values() if not m.blank)
    ordered = sorted(written, key=lambda m: m.path)
    return sorted(ordered, key=lambda m: m.period.start, reverse=True)[:SHOWN]


def _shown_from(material: Material, publication: Publication) -> date:
    return min(material.published_from(publication.days_ahead), publication.today)


def _add_entry(feed: Element, material: Material, cadence: Cadence | None, publication: Publication) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", _id(publication, material.path))
    _add(entry, "title", material.title)
    _add(entry, "updated", _moment(_shown_from(material, publication)))
    address = publication.whole_address(material) or publication.address(material.path)
    SubElement(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "summary", material.summary or material.title)
    if cadence:
        SubElement(entry, "category", term=cadence.id, label=plain(cadence.name))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = plain(text)


def _id(publication: Publication, path: str) -> str:
    return uuid5(NAMESPACE_URL, f"shuxiang:{publication.calendar_id}/{path}").urn


def _moment(day: date) -> str:
    """The beginning of a day in China."""
    return f"{day.isoformat()}T00:00:00+08:00"
