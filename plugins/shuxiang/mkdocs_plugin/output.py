"""What the build writes besides MkDocs's own pages."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from shuxiang.mkdocs_plugin.assets import as_files
from shuxiang.mkdocs_plugin.press import Press
from shuxiang.mkdocs_plugin.theme import own_assets
from shuxiang.pages.checkin_page import BASE, checkin_pages
from shuxiang.pages.schedule_data import schedule_json
from shuxiang.pages.slot_view import SlotView


def with_assets(files: Files, config: MkDocsConfig) -> Files:
    """The files with our styles and scripts added."""
    for file in as_files(own_assets(), config):
        files.append(file)
    return files


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
    """``schedule.json``."""
    _write(Path(config.site_dir, "schedule.json"), schedule_json(press.site, press.slots))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
