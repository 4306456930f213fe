"""The MkDocs plugin ``shuxiang``: each event hands on to one plain function."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from shuxiang.content.opening_title import without_title
from shuxiang.content.paragraphs import separated
from shuxiang.mkdocs_plugin import feeds_output, figures_file, output, press, theme, wall_output
from shuxiang.mkdocs_plugin.options import Options
from shuxiang.mkdocs_plugin.sanitising import html_problem, sanitised
from shuxiang.mkdocs_plugin.unlinking import Unlinking
from shuxiang.pages.checkin_page import FRAME_PATH
from shuxiang.search import SearchRecord

log = get_plugin_logger("shuxiang")


class ShuxiangPlugin(BasePlugin[Options]):
    """Schedules, check-in pages and search for a reading and study programme."""

    dirty = False

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002
        """Remember whether only changed pages are built."""
        self.dirty = dirty

    def on_config(self, config: MkDocsConfig) -> None:
        """Put our templates before the theme's, our part into Markdown's rendering; look at the old site."""
        theme.add_templates(config)
        self.earlier = feeds_output.earlier_entries(config, self.config)
        self.unlinking = Unlinking()
        config.markdown_extensions.append(self.unlinking)  # type: ignore[arg-type]  # it takes instances too

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Read the documents, say what is wrong with them, add the generated pages."""
        self.press = press.open_press(config, self.config, files)
        self.search_records: list[SearchRecord] = []
        self.checkin_frame = ""
        for problem in self.press.problems:
            log.log(press.LOG_LEVELS[problem.severity], "%s", problem)
        self.assets = theme.read_assets(search=self.config.search)
        return output.with_assets(press.arrange_files(self.press, config, files), config, self.assets)

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Remember the organizer's navigation until its pages have their titles."""
        self.nav = nav
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Settle what every page shares; keep the templates for the check-in pages, which are rendered last."""
        output.keep_from_sitemap(files)
        own = theme.organizers_own(self.nav, titled=bool(config.nav))
        self.templates = theme.prepared(env, theme.surroundings(self.press, self.config, self.assets, own))
        return env

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Give a material's text as we have read it, so that its header is read by one reader only."""
        body = self.press.library.bodies.get(page.file.src_uri)
        return None if body is None else f"\n{body}"

    def on_page_markdown(self, markdown: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Choose the page's template; see to a material's paragraphs; reduce dead links to their words."""
        path = page.file.src_uri
        page.meta = press.page_meta(self.press, page)
        self.unlinking.turn_to(path, self.press.dead)
        text = self.unlinking.in_html(markdown)
        entry = self.press.materials.get(path)
        return separated(without_title(text, entry.material.title)) if entry else text

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Let only the harmless of a material's HTML through; keep what the search will find."""
        if entry := self.press.materials.get(page.file.src_uri):
            html, removed = sanitised(html, config.site_url or "")
            if removed:
                log.warning("%s", html_problem(removed, entry.material.origin.path, page.file.content_string))
        if self.config.search and page.file.src_uri not in self.press.generated:
            self.search_records.append(
                output.outline_record(self.press, page)
                if self.config.portable
                else output.search_record(self.press, page, html)
            )
        return html

    def on_page_context(self, context: Any, /, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG002
        """Hand the page its view and its place in the menu."""
        _, view = press.template_and_view(self.press, page.file.src_uri)
        return {**context, "view": view, "place": output.place(self.press, page)}

    def on_post_page(self, html: str, /, *, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG002
        """Keep the frame of the check-in pages back; it is no page of the site."""
        if page.file.src_uri != FRAME_PATH:
            return html
        self.checkin_frame = html
        return ""

    def on_serve(self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:  # noqa: ARG002
        """Let a preview follow the figures too."""
        figures_file.watch(server, config, self.config)
        return server

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what is no MkDocs page: check-in pages, data, feeds, walls, the search index."""
        output.write_checkins(self.press, self.checkin_frame, self.templates, config)
        output.write_data(self.press, config)
        feeds_output.write_feeds(self.press, self.earlier, config, self.config)
        wall_output.write_walls(self.press, self.templates, config)
        if self.config.portable:
            output.write_portable(self.search_records, config, feeds_output.records_id(config, self.config))
        elif self.config.search and not self.dirty:  # a dirty build has seen too few pages to index them
            output.write_search(self.search_records, config)
