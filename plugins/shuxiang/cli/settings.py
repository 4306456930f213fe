"""Read mkdocs.yml, and set what a command line adds to it."""

from __future__ import annotations

import os
from datetime import datetime, time
from typing import TYPE_CHECKING

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError

from shuxiang.cli.mkdocs_log import listening, show_on_stderr
from shuxiang.cli.problem import Problem
from shuxiang.core.moments import CHINA

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig

PLUGIN = "shuxiang"


def load(config_file: Path, *, strict: bool = False) -> MkDocsConfig:
    """Read the configuration; raise Problem with MkDocs's own words when there is something wrong with it."""
    if not config_file.is_file():
        raise Problem(f"找不到配置文件 {config_file}。请检查 --config-file。")
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's notice about its own future
    lines: list[str] = []
    with listening(lines.append) as listener:
        try:
            # The path is given twice because MkDocs does not take it from the first when there is no stdin.
            config = load_config(
                str(config_file), config_file_path=str(config_file), strict=True if strict else None
            )
        except (Abort, ConfigurationError) as error:
            detail = "\n".join(lines) if listener.errors or listener.warnings else str(error)
            raise Problem(f"配置文件 {config_file} 有误，请改正后再运行一次。MkDocs 的说明：\n{detail}") from error
    for line in lines:
        show_on_stderr(line)
    return config


def set_today(config: MkDocsConfig, today: date | None) -> None:
    """Hand `today` to the plugin, and to MkDocs as the time of the build unless one is set already."""
    if today is None:
        return
    plugin = config.plugins.get(PLUGIN)
    if plugin is None:
        raise Problem(f"--today 要由 {PLUGIN} 插件来用，但配置文件的 plugins 里没有它。请加上 - {PLUGIN}。")
    plugin.config["today"] = today.isoformat()
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(noon(today)))


def noon(day: date) -> int:
    """Return noon in China, in seconds since 1970; the same date in UTC, which MkDocs writes into the sitemap."""
    return int(datetime.combine(day, time(12), CHINA).timestamp())
