"""`publish.py --portable`: the site as a folder that opens by double-click, for people without the website."""

from __future__ import annotations

import argparse
import contextlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from mkdocs.structure.files import get_files

from shuxiang.cli.arguments import add_today, config_file
from shuxiang.cli.build import build_into, count_pages
from shuxiang.cli.check import refuse_ill
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.publish_sealed import refuse_unsealed
from shuxiang.cli.settings import PLUGIN, load, set_today
from shuxiang.cli.site_folder import refusal, replacing
from shuxiang.mkdocs_plugin.feeds_output import shares_records
from shuxiang.mkdocs_plugin.press import open_press
from shuxiang.release.portable.folder import make_portable as make_files_portable

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from shuxiang.mkdocs_plugin.options import Options

DESCRIPTION = (
    "把网站做成一个文件夹，双击其中的 index.html 就能看，不用服务器，也不联网。可以拷进 U 盘，或者压缩后发给别人。"
    "全部做好后才替换旧的文件夹。"
)


_SHARED = """\
请再做一件事：网站还叫“书香政协”，mkdocs.yml 里也没有写 site_url 或 calendar_id，别的单位的副本可能和它分不开，
在同一个浏览器里打开两家的副本，打卡记录会混在一起。请在 mkdocs.yml 里写上本单位自己的 calendar_id，例如：

plugins:
  - shuxiang:
      calendar_id: zx.example

再做一次副本，以后不要改它。已经发过副本的，请先告诉委员：换新的副本以前，到“我的学习”里备份，换了以后再恢复。"""


@dataclass(frozen=True, slots=True)
class Copy:
    """A portable copy: how many pages it has, and whether another office's copy may show its records."""

    pages: int
    shares_records: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="文件夹", help="做到哪个文件夹里")
    parser.add_argument("--strict", action="store_true", help="有警告就算失败，不替换旧的文件夹")
    add_today(parser)


def run(options: argparse.Namespace) -> int:
    """Make the folder, say where it is, and return the exit code."""
    folder = options.output.absolute()
    copy = make_portable(config_file(options.config_file), folder, options.today, strict=options.strict)
    print(f"离线副本已做好：{options.output}（{copy.pages} 个页面）。双击里面的 index.html 就能打开。")  # noqa: T201
    if copy.shares_records:
        print(_SHARED)  # noqa: T201
    return 0


def _require_sound(config: MkDocsConfig, *, strict: bool) -> None:
    """Problem when a material would be missing from the copy."""
    press = open_press(config, cast("Options", config.plugins[PLUGIN].config), get_files(config))
    refuse_ill(press.problems, "没有做副本：请先照上面改正。", strict=strict)


def make_portable(source: Path, folder: Path, today: date | None, *, strict: bool = False) -> Copy:
    """Build the site of the configuration as a portable copy in the folder.

    Problem or ReleaseError when it cannot be made; what the folder held is then as it was.
    """
    with step("[1/2] 读取配置…"):
        config = load(source, strict=strict)
        set_today(config, today)
        if PLUGIN not in config.plugins:
            raise Problem(f"离线副本要由 {PLUGIN} 插件来做，但配置文件的 plugins 里没有它。请加上 - {PLUGIN}。")
        config.plugins[PLUGIN].config["portable"] = True
        place = folder.resolve()
        reason = refusal(place, Path(config.docs_dir).resolve(), source.parent.resolve())
        if reason:
            raise Problem(reason.replace("--site-dir", "-o"))
        _require_sound(config, strict=strict)
    # Some Markdown extensions look for files from the working directory.
    with contextlib.chdir(source.parent), replacing(place) as building:
        with step("[2/2] 生成网页…", lambda: f"{count_pages(building)} 个页面"):
            build_into(config, building, place, "原来的文件夹没有改动" if place.exists() else "没有留下半成品")
            make_files_portable(building, config.site_url or "")
            refuse_unsealed(building, config)
        return Copy(count_pages(building), shares_records(config, config.plugins[PLUGIN].config))
