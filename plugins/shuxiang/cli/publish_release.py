"""Make a release ready: check the materials, build the site, see that nothing comes from elsewhere, stamp it."""

from __future__ import annotations

import argparse
import contextlib
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from mkdocs.structure.files import get_files

from shuxiang.cli.build import build_into, count_pages
from shuxiang.cli.check import refuse_ill
from shuxiang.cli.mkdocs_log import show_on_stderr
from shuxiang.cli.opened import open_config
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.publish_office import Office
from shuxiang.cli.publish_runs import because
from shuxiang.cli.publish_sealed import refuse_unsealed
from shuxiang.cli.settings import load, set_today
from shuxiang.core.update import Reason
from shuxiang.feeds import atom
from shuxiang.feeds.calendars import ALL
from shuxiang.mkdocs_plugin.options import china_today
from shuxiang.mkdocs_plugin.press import open_press
from shuxiang.release.page_scripts import script_hashes
from shuxiang.release.place import Kind, Place
from shuxiang.release.policy import meta_policy
from shuxiang.release.stamp import stamp
from shuxiang.release.target import Release, Target

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

KEPT = "读者看到的网站没有改动"
_PROJECTS_OWN = frozenset({"plugins", "scripts", "tests", "data", "drafts", "wheels", ".git", ".venv", ".ci"})


def _refuse_odd_folder(office: Office, config: MkDocsConfig) -> None:
    """Problem when publishing would write among the materials or over the project itself."""
    if office.place.kind is Kind.SSH:
        return
    place, docs = Path(office.place.folder).resolve(), Path(config.docs_dir).resolve()
    root, site = office.source.parent.resolve(), Path(config.site_dir).resolve()
    overlapping = docs in (place, *place.parents) or place in (root, site, *root.parents, *docs.parents)
    if overlapping or (root in place.parents and place.relative_to(root).parts[0] in _PROJECTS_OWN):
        raise Problem(f"不能发布到 {place}：它和材料、项目的文件夹重叠。请在 deploy.yml 里换一个专用的文件夹。")


def make_release(options: argparse.Namespace, office: Office, before: Target | None) -> Release:
    """Build what is to be published; ``before`` is where the feeds' memory is. Problem when something is wrong."""
    with because(Reason.MATERIALS), step("检查材料…"):
        today = _check(options, office)
    with because(Reason.BUILD), step("生成网页…", lambda: f"{count_pages(site)} 个页面"):
        site, previous = office.work / "site", office.work / "previous"
        _remember_feeds(before, previous)
        config = _build(options, office, site, previous)
    with because(Reason.OUTSIDE), step("查看网页是否从外面取东西…"):
        asked = refuse_unsealed(site, config, office.place.url or config.site_url or "")
    for doubt in asked:
        show_on_stderr(str(doubt))
    with step("计算每个文件的校验值…"):
        return Release(site, stamp(site, today, _page_policy(office, site)))


def _page_policy(office: Office, site: Path) -> str:
    """What the pages themselves must say, since their server cannot."""
    if office.place.server != "tomcat":
        return ""
    return meta_policy(script_hashes(site), old_browsers=office.place.old_browsers)


def _check(options: argparse.Namespace, office: Office) -> date:
    config, plugin = open_config(options)
    _refuse_odd_folder(office, config)
    press = open_press(config, plugin, get_files(config))
    refuse_ill(press.problems, f"没有发布：请先照上面改正。{KEPT}。", strict=not options.allow_warnings)
    return china_today(plugin.today)


def _build(options: argparse.Namespace, office: Office, site: Path, previous: Path) -> MkDocsConfig:
    config = load(office.source, strict=not options.allow_warnings)
    set_today(config, options.today)
    _set_address(config, office.place)
    site.mkdir(parents=True)
    with contextlib.chdir(office.source.parent):
        build_into(config, site, previous, KEPT)
    return config


def _set_address(config: MkDocsConfig, place: Place) -> None:
    if place.url:
        config.site_url = place.url


def _remember_feeds(before: Target | None, previous: Path) -> None:
    """Lay out the feeds that subscribers have, as the build looks for them."""
    for path in (ALL, atom.PATH) if before else ():
        data = before.read(path) if before else None
        if data:
            (previous / path).parent.mkdir(parents=True, exist_ok=True)
            (previous / path).write_bytes(data)


def newest_pages(site: Path, today: date) -> list[str]:
    """The page of the newest material that has begun, below the site's root; none in a site without materials."""
    slots = json.loads((site / "schedule.json").read_text(encoding="utf-8"))["slots"]
    begun = [slot for slot in slots if slot["material"] and date.fromisoformat(slot["start"]) <= today]
    newest = max(begun, key=lambda slot: (slot["start"], slot["id"]), default=None)
    return [unquote(newest["material"]["url"])] if newest else []
