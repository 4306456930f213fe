"""What our templates need on every page, and where the theme finds them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from shuxiang.core.checkin import ACT_MEANINGS, ACT_NAMES, Act
from shuxiang.core.labels import day_text
from shuxiang.mkdocs_plugin.assets import AssetFolder, asset_folder
from shuxiang.mkdocs_plugin.options import Options
from shuxiang.mkdocs_plugin.press import Press
from shuxiang.pages.menu import MenuItem, menu
from shuxiang.pages.year_pages import listed_cadences
from shuxiang.search import assets as search_assets

PAGES_FOLDER = Path(__file__).parents[1] / "pages"
EVERYWHERE = ("china-day.js", "now.js", "records.js", "header.js", "wide-tables.js")
"""Scripts of every page, in order; early.js stands apart, since it runs before the page is painted."""

PORTABLE_FACTS = "portable.js"
"""The first script of a portable copy's pages, below its root: tells the others where they are."""


@dataclass(frozen=True, slots=True)
class ActView:
    """One of 学悟谈用 as the form offers it."""

    id: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The templates' ``shuxiang``: the same for every page of a build. ``ranked``: groups stand by their rates."""

    assets: AssetFolder
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    menu: tuple[MenuItem, ...]
    acts: tuple[ActView, ...]
    today: str
    today_text: str
    stale_after: int
    search: bool
    portable: bool
    ranked: bool

    def asset(self, name: str) -> str:
        """The address of one of our scripts below the site's root."""
        return self.assets[name]


def add_templates(config: MkDocsConfig) -> None:
    """Let our templates stand before the theme's and after an office's own ``custom_dir``.

    PluginError, in Chinese, when the theme is not the one they are made for.
    """
    if config.theme.name != "material":
        raise PluginError(
            f"书香的页面建立在 Material 主题之上，而配置里的主题是 {config.theme.name}。"
            "请在 mkdocs.yml 中写 theme: {name: material, language: zh}。"
        )
    if not config.theme.get("palette"):
        config.theme["palette"] = {"scheme": "default"}  # without it the theme leaves out its dark colours
    # Without it the theme's inline script, and its hash in a server's policy, differs with a page's depth.
    config.extra.setdefault("scope", "/")
    folder = str(PAGES_FOLDER / "templates")
    if folder not in config.theme.dirs:
        at = 1 if config.theme.custom_dir else 0
        config.theme.dirs.insert(at, folder)


def prepared(env: Environment, shared: Surroundings) -> Environment:
    """The theme's templates with ours escaping what they show, which MkDocs leaves to each template."""
    env.autoescape = lambda name: name is not None and name.startswith("shuxiang/")
    env.globals["shuxiang"] = shared
    return env


@dataclass(frozen=True, slots=True)
class Assets:
    """The pages' own stylesheet and scripts, and the browser half of the search where there is a search."""

    pages: AssetFolder
    search: AssetFolder | None


def read_assets(*, search: bool) -> Assets:
    """Our assets as they are on disk now; once for each build, since every file is read for its digest."""
    browser_half = asset_folder(search_assets.FOLDER, "search") if search else None
    return Assets(asset_folder(PAGES_FOLDER / "assets", "pages"), browser_half)


def surroundings(press: Press, options: Options, assets: Assets, menu_items: Iterable[MenuItem]) -> Surroundings:
    """What every page shares, from the day's edition; ``menu_items`` are the organizer's own."""
    own, search = assets.pages, assets.search
    return Surroundings(
        assets=own,
        styles=(own["shuxiang.css"], *_addresses(search, search_assets.STYLES)),
        scripts=(
            *([PORTABLE_FACTS] if options.portable else []),
            *_addresses(own, EVERYWHERE),
            *_addresses(search, search_assets.SCRIPTS),
        ),
        menu=menu(
            listed_cadences(press.edition.schedule, press.today),
            menu_items,
            events=bool(press.events),
            figures=bool(press.figures),
        ),
        acts=tuple(ActView(act, ACT_NAMES[act], ACT_MEANINGS[act]) for act in Act),
        today=press.today.isoformat(),
        today_text=day_text(press.today),
        stale_after=options.stale_after,
        search=options.search,
        portable=options.portable,
        ranked=bool(press.figures and press.figures.ranked),
    )


def _addresses(folder: AssetFolder | None, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(folder[name] for name in names) if folder else ()


def organizers_own(nav: Navigation, *, titled: bool) -> Iterator[MenuItem]:
    """The top level of ``nav`` but the home page; a section leads to its first page.

    Where there is no ``nav``, MkDocs titles a section after its folder; its first page's title says more.
    """
    for item in nav.items:
        pages = list(_pages(item))
        if pages and not pages[0].is_homepage:
            shared = os.path.commonpath([page.url for page in pages])
            title = item.title if titled or item is pages[0] else pages[0].title
            yield MenuItem(str(title or pages[0].url), pages[0].url, f"{shared}/" if shared else pages[0].url)


def _pages(item: object) -> Iterator[Page]:
    if isinstance(item, Section):
        for child in item.children:
            yield from _pages(child)
    elif isinstance(item, Page):
        yield item
