"""What the build writes besides MkDocs's own pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from shuxiang.core.model import Material
from shuxiang.mkdocs_plugin.assets import as_files
from shuxiang.mkdocs_plugin.press import Press
from shuxiang.mkdocs_plugin.theme import PORTABLE_FACTS, Assets
from shuxiang.pages.checkin_page import BASE, FRAME_PATH, checkin_pages
from shuxiang.pages.schedule_data import schedule_json
from shuxiang.pages.slot_view import SlotView
from shuxiang.pages.status_page import DATA_PATH, NO_RUNS
from shuxiang.search import SearchIndexError, SearchRecord, build_index, plain_text, write_outlines

SEARCH_INDEX = "search-index"
"""Where the browser half of the search expects its index, below the site's root."""


def with_assets(files: Files, config: MkDocsConfig, assets: Assets) -> Files:
    """The files with our styles and scripts added."""
    for folder in filter(None, (assets.pages, assets.search)):
        for file in as_files(folder, config):
            files.append(file)
    return files


def keep_from_sitemap(files: Files) -> None:
    """Let the frame of the check-in pages have no address of its own: it is no page of the site."""
    frame = files.get_file_from_path(FRAME_PATH)
    if frame and frame.page:
        frame.page.canonical_url = frame.page.abs_url = None


def place(press: Press, page: Page) -> str:
    """Where a page belongs in the menu: a material under its cadence, others where they lie, home at ``/``."""
    material = press.materials.get(page.file.src_uri)
    if material:
        return f"cadence/{material.material.cadence_id}/"
    return page.url if page.url.strip("./") else "/"


def write_checkins(press: Press, frame: str, templates: Environment, config: MkDocsConfig) -> None:
    """One small page for each slot."""
    template = templates.get_template("shuxiang/parts/checkin-body.html")

    def body(slot: SlotView) -> str:
        return template.render(slot=slot, base=BASE, sx=templates.globals["shuxiang"])

    for path, html in checkin_pages(frame, press.slots, body):
        _write(Path(config.site_dir, path), html)


def write_data(press: Press, config: MkDocsConfig) -> None:
    """``schedule.json``, and the status of a site that nobody has published yet."""
    _write(Path(config.site_dir, "schedule.json"), schedule_json(press.site, press.slots, press.events))
    _write(Path(config.site_dir, DATA_PATH), NO_RUNS)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def search_record(press: Press, page: Page, html: str) -> SearchRecord:
    """A page as the search finds it: for a material all that its page shows."""
    entry = press.materials.get(page.file.src_uri)
    if entry is None:
        return SearchRecord(page.url, str(page.title), plain_text(html), "", "", "", "")
    material, slot = entry.material, entry.slot
    return SearchRecord(
        url=page.url,
        title=material.title,
        text="\n".join([plain_text(html), *_said_around(material)]),
        cadence=material.cadence_id if slot else "",
        cadence_name=slot.cadence_name if slot else "",
        slot=_when(slot) if slot else entry.dates,
        year=str(slot.year if slot else material.period.year),
        date=material.period.start.isoformat(),
    )


def _when(slot: SlotView) -> str:
    """The slot's label and dates; a year's label would only repeat the year that stands before it."""
    return slot.dates if slot.label == f"{slot.year}年" else f"{slot.label} · {slot.dates}"


def _said_around(material: Material) -> Iterator[str]:
    """What a material's page says beside its text, a line each."""
    lecture, review = material.lecture, material.review
    yield from (
        material.summary,
        material.author,
        material.post,
        material.source,
        material.dated,
        material.recommended_by,
        material.group,
    )
    yield from (*material.questions, material.apply, "标签：" + "、".join(material.tags) if material.tags else "")
    yield from (lecture.speaker, lecture.venue) if lecture else ()
    yield from (review.by, review.text) if review else ()


def outline_record(press: Press, page: Page) -> SearchRecord:
    """A page as a portable copy's search finds it: by title, introduction, tags and headings."""
    entry = press.materials.get(page.file.src_uri)
    summary = entry.material.summary if entry else str(page.meta.get("description") or "")
    tags = "标签：" + "、".join(entry.material.tags) if entry and entry.material.tags else ""
    lines = (summary, tags, *(plain_text(item.title) for item in _all_anchors(page.toc)))
    return replace(search_record(press, page, ""), text="\n".join(filter(None, lines)))


def _all_anchors(items: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for item in items:
        yield item
        yield from _all_anchors(item.children)


def write_portable(records: list[SearchRecord], config: MkDocsConfig, site_id: str) -> None:
    """What a portable copy has beside its pages: the facts about it, and its search.

    The records of check-ins are kept under ``site_id``, since a copy on a disk has no address of its own.
    """
    facts = json.dumps({"site": site_id, "website": config.site_url or ""}, ensure_ascii=False)
    _write(Path(config.site_dir, PORTABLE_FACTS), f"window.Shuxiang = {{ portable: {facts} }};\n")
    write_outlines(records, Path(config.site_dir, SEARCH_INDEX))


def write_search(records: list[SearchRecord], config: MkDocsConfig) -> None:
    """The search index. PluginError, in Chinese, when it cannot be made."""
    try:
        build_index(records, Path(config.site_dir, SEARCH_INDEX))
    except SearchIndexError as error:
        raise PluginError(str(error)) from error
