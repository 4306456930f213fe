"""Make a release ready: check the materials, build the site, see that nothing comes from elsewhere, stamp it."""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from mkdocs.structure.files import get_files

from shuxiang.cli.build import build_into, count_pages
from shuxiang.cli.check import as_text, exit_code
from shuxiang.cli.opened import open_config
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.settings import load, set_today
from shuxiang.feeds import atom
from shuxiang.feeds.calendars import ALL
from shuxiang.mkdocs_plugin.options import china_today
from shuxiang.mkdocs_plugin.press import open_press
from shuxiang.release.linked_target import LinkedTarget
from shuxiang.release.local_host import LocalHost
from shuxiang.release.place import Kind, Place
from shuxiang.release.plain_target import PlainTarget
from shuxiang.release.stamp import stamp
from shuxiang.release.target import Release, Target

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

KEPT = "读者看到的网站没有改动"


@dataclass(frozen=True, slots=True)
class Office:
    """The files of this machine that publishing to one place uses; ``source`` is the configuration, absolute."""

    source: Path
    place: Place

    @property
    def folder(self) -> Path:
        """Where publishing keeps its own: never in git, never in the site."""
        return self.source.parent / "data" / "publish" / self.place.name

    @property
    def work(self) -> Path:
        """What one run needs and the next one removes."""
        return self.folder / "work"

    @property
    def status(self) -> Path:
        """The record of runs."""
        return self.folder / "runs.json"

    def target(self, keep: int) -> Target:
        """The place as something that can be published to."""
        if self.place.kind is Kind.LINKED:
            return LinkedTarget(LocalHost(Path(self.place.folder)), keep)
        if self.place.kind is Kind.PLAIN:
            return PlainTarget(LocalHost(Path(self.place.folder)), self.folder / "kept", keep)
        raise Problem(f"目标“{self.place.name}”是压缩包，没有可以查看或退回的版本。")


def _refuse_odd_folder(office: Office, config: MkDocsConfig) -> None:
    """Problem when publishing would write among the materials or over the project itself."""
    if office.place.kind is Kind.SSH:
        return
    place, docs = Path(office.place.folder).resolve(), Path(config.docs_dir).resolve()
    root, site = office.source.parent.resolve(), Path(config.site_dir).resolve()
    if docs in (place, *place.parents) or place in (root, site, *root.parents, *docs.parents):
        raise Problem(f"不能发布到 {place}：它和材料、项目的文件夹重叠。请在 deploy.yml 里换一个专用的文件夹。")


@contextmanager
def alone(office: Office) -> Iterator[None]:
    """Let no other command on this machine publish to the place, and leave nothing of the work behind."""
    office.folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(office.folder / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Problem(f"另一个命令正在发布到“{office.place.name}”。请等它结束后再运行一次。") from None
    try:
        shutil.rmtree(office.work, ignore_errors=True)  # of a run that was killed
        yield
    finally:
        shutil.rmtree(office.work, ignore_errors=True)
        lock.release()


def make_release(options: argparse.Namespace, office: Office, before: Target | None) -> Release:
    """Build what is to be published; ``before`` is where the feeds' memory is. Problem when something is wrong."""
    with step("检查材料…"):
        today = _check(options, office)
    with step("生成网页…", lambda: f"{count_pages(site)} 个页面"):
        site, previous = office.work / "site", office.work / "previous"
        _remember_feeds(before, previous)
        _build(options, office, site, previous)
    with step("计算每个文件的校验值…"):
        return Release(site, stamp(site, today))


def _check(options: argparse.Namespace, office: Office) -> date:
    config, plugin = open_config(options)
    _refuse_odd_folder(office, config)
    press = open_press(config, plugin, get_files(config))
    if exit_code(press.problems, strict=not options.allow_warnings):
        raise Problem("\n".join([*as_text(press.problems), f"没有发布：请先照上面改正。{KEPT}。"]))
    return china_today(plugin.today)


def _build(options: argparse.Namespace, office: Office, site: Path, previous: Path) -> None:
    config = load(office.source, strict=not options.allow_warnings)
    set_today(config, options.today)
    _set_address(config, office.place)
    site.mkdir(parents=True)
    with contextlib.chdir(office.source.parent):
        build_into(config, site, previous, KEPT)


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
    return [newest["material"]["url"]] if newest else []
