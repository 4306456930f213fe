"""One build: the folder read, the edition of the day, the pages it needs."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from shuxiang.content.dead_links import dead_links
from shuxiang.content.edition import Edition, edition
from shuxiang.content.library import Library, load
from shuxiang.content.links import resolve
from shuxiang.core.diagnostics import Diagnostic, Severity, in_order
from shuxiang.core.figures import Figures
from shuxiang.core.model import Material
from shuxiang.feeds.calendars import calendars
from shuxiang.mkdocs_plugin.addresses import address_clashes
from shuxiang.mkdocs_plugin.figures_file import read_figures
from shuxiang.mkdocs_plugin.options import Options, china_today
from shuxiang.pages.events import EventView, event_views
from shuxiang.pages.figures_page import figures_page
from shuxiang.pages.generated import HOME_PATH, GeneratedPage, generated_pages
from shuxiang.pages.material_page import MaterialPage, material_pages
from shuxiang.pages.slot_view import Site, SlotView, views
from shuxiang.pages.subscribe import subscribe_page

LOG_LEVELS = {Severity.ERROR: logging.WARNING, Severity.WARNING: logging.WARNING, Severity.NOTE: logging.INFO}
"""MkDocs counts warnings, and with ``--strict`` fails on them; a file in error does not end the build otherwise."""


THEME_SEARCH = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
"""What only the theme's own search would load: 2 MB in every site."""


@dataclass(frozen=True, slots=True)
class Press:
    """All that one build shows: the day's edition and the pages made from it, by path; figures where there are."""

    today: date
    library: Library
    edition: Edition
    dead: dict[str, frozenset[str]]
    problems: tuple[Diagnostic, ...]
    crowded_out: frozenset[str]
    slots: tuple[SlotView, ...]
    events: tuple[EventView, ...]
    figures: Figures | None
    site: Site
    generated: dict[str, GeneratedPage]
    materials: dict[str, MaterialPage]


def shown_root(config: MkDocsConfig) -> str:
    """What stands before a document's path in messages: the documents folder as seen from the configuration."""
    home = Path(config.config_file_path or "").absolute().parent
    return Path(os.path.relpath(config.docs_dir, home)).as_posix() + "/"


def read_library(config: MkDocsConfig, files: Iterable[File]) -> Library:
    """The library of all files that MkDocs would publish."""
    paths = (f.src_uri for f in files if f.src_dir == config.docs_dir and f.inclusion.is_included())
    return load(Path(config.docs_dir), paths, shown_root(config))


def open_press(config: MkDocsConfig, options: Options, files: Files) -> Press:
    """Read the documents and decide what the site of the day shows."""
    today = china_today(options.today)
    library = read_library(config, files)
    current = edition(library, today, options.publish_ahead)
    addresses = {file.src_uri: file.url for file in files}
    site = Site(current.schedule, addresses.__getitem__, today)
    slots = views(site)
    events = event_views(site, slots)

    def attachment(material: Material, target: str) -> str:
        path = resolve(material.path, target)
        return addresses.get(path, "") if path and path not in current.hidden else ""

    home = next((file.src_uri for file in files if file.dest_uri == "index.html"), HOME_PATH)
    offered = subscribe_page(calendars(current.schedule, today))
    found = read_figures(config, options)
    shown = [figures_page(found.figures)] if found.figures else []
    pages = (*generated_pages(site, slots, events, search=options.search), offered, *shown)
    generated = {page.path: page for page in (replace(p, path=home) if p.path == HOME_PATH else p for p in pages)}
    clashes = address_clashes(files, generated.keys() - {home}, library.root)
    dead = dead_links(library, current, generated)
    return Press(
        today=today,
        library=library,
        edition=current,
        dead=dead.targets,
        problems=in_order([*library.problems, *dead.problems, *clashes.values(), *found.problems]),
        crowded_out=frozenset(clashes),
        slots=slots,
        events=events,
        figures=found.figures,
        site=site,
        generated=generated,
        materials=material_pages(current.materials, slots, events, attachment),
    )


def arrange_files(press: Press, config: MkDocsConfig, files: Files) -> Files:
    """Take out what may not be shown, add what is generated, and keep both readings and lists out of ``nav``."""
    hidden = press.edition.hidden | press.crowded_out
    unused = () if "material/search" in config.plugins else THEME_SEARCH
    for file in list(files):
        path = file.src_uri
        if path in hidden or path.startswith(unused):
            files.remove(file)
        elif path in press.materials:
            file.inclusion = InclusionLevel.NOT_IN_NAV
    for page in press.generated.values():
        if files.get_file_from_path(page.path) is None:
            files.append(_generated_file(page, config))
    return files


def _generated_file(page: GeneratedPage, config: MkDocsConfig) -> File:
    in_nav = InclusionLevel.INCLUDED if page.path == HOME_PATH else InclusionLevel.NOT_IN_NAV
    return File.generated(
        config,
        page.path,
        content=f"---\ntitle: {json.dumps(page.title, ensure_ascii=False)}\n---\n",
        inclusion=in_nav,
    )


def template_and_view(press: Press, path: str) -> tuple[str, Any]:
    """Which of our templates shows the page at ``path``, with what; the theme's own for an ordinary page."""
    if path in press.materials:
        return "shuxiang/material.html", press.materials[path]
    if page := press.generated.get(path):
        return f"shuxiang/{page.template}.html", page.view
    return "main.html", None


def page_meta(press: Press, page: Page) -> dict[str, Any]:
    """The page's header as the theme may see it, with our template unless the page names one.

    The theme puts author and description into the page as they are, so a material's go in escaped or not at all.
    """
    template, _ = template_and_view(press, page.file.src_uri)
    meta = {"template": template, **page.meta}
    if entry := press.materials.get(page.file.src_uri):
        meta.update(author="", description=escape(entry.material.summary))
    return meta
