"""The walls as files: documents of their own, since each says on which paper it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig

from shuxiang.core.labels import day_text
from shuxiang.core.model import Programme
from shuxiang.mkdocs_plugin.press import Press
from shuxiang.mkdocs_plugin.theme import PAGES_FOLDER, Surroundings
from shuxiang.pages.wall.month import MonthWall, month_wall
from shuxiang.pages.wall.plan import (
    GENERATOR,
    Frame,
    Plan,
    months_of,
    plan_of,
    sheet_address,
    sheet_links,
    sheet_names,
)
from shuxiang.pages.wall.year import YearWall, year_wall

STYLE, SCRIPT = "wall.css", "wall.js"


def write_walls(press: Press, templates: Environment, config: MkDocsConfig) -> None:
    """All sheets of each programme that is not over, from the day's edition: nothing that is not published yet."""
    plan = plan_of(press.site, press.slots, press.events, press.library.day_of, config.site_name)
    shared: Surroundings = templates.globals["shuxiang"]  # type: ignore[assignment]  # set by theme.prepared
    for programme in plan.running:
        for path, html in _sheets(plan, programme, templates, shared):
            target = Path(config.site_dir, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(html, encoding="utf-8", newline="\n")


def _sheets(
    plan: Plan, programme: Programme, templates: Environment, shared: Surroundings
) -> Iterator[tuple[str, str]]:
    """``(path below the site folder, HTML)`` of each sheet."""
    for sheet in sheet_names(programme):
        address = sheet_address(programme, sheet)
        base = "/".join([".."] * address.count("/"))
        frame = Frame(
            style=f"{base}/{shared.asset(STYLE)}",
            script=f"{base}/{shared.asset(SCRIPT)}",
            back=f"{base}/schedule/{programme.year}/",
            links=sheet_links(programme, base, sheet),
        )
        yield f"{address}index.html", rendered(templates, wall_of(plan, programme, sheet), plan, frame)


def wall_of(plan: Plan, programme: Programme, sheet: str) -> YearWall | MonthWall:
    """The wall a3, a4, or that of the programme's month with the key ``sheet``; KeyError when it has none."""
    months = {month.key: month for month in months_of(programme)}
    return month_wall(plan, programme, months[sheet]) if sheet in months else year_wall(plan, programme, sheet)


def rendered(templates: Environment, wall: YearWall | MonthWall, plan: Plan, frame: Frame) -> str:
    """The document."""
    template = templates.get_template(f"shuxiang/wall-{'month' if isinstance(wall, MonthWall) else 'year'}.html")
    return template.render(
        wall=wall, frame=frame, generator=GENERATOR, site_name=plan.site_name, today_text=day_text(plan.today)
    )


def standing_alone(wall: YearWall | MonthWall, plan: Plan, custom_dir: str | None, note: str) -> str:
    """The document with its style and script inside, so that it needs no site; an office's own templates count."""
    folders = [*filter(None, [custom_dir]), str(PAGES_FOLDER / "templates")]
    templates = Environment(loader=FileSystemLoader(folders), autoescape=True)
    style, script = ((PAGES_FOLDER / "assets" / name).read_text(encoding="utf-8") for name in (STYLE, SCRIPT))
    return rendered(templates, wall, plan, Frame(style, script, inline=True, note=note))
