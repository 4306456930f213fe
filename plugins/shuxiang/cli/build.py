"""Build the site: all of it, or nothing."""

from __future__ import annotations

import contextlib
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.exceptions import Abort

from shuxiang.cli.arguments import Parser, add_config_file, add_today, config_file
from shuxiang.cli.mkdocs_log import listening
from shuxiang.cli.problem import Problem, guarded
from shuxiang.cli.progress import step
from shuxiang.cli.settings import PLUGIN, load, set_today
from shuxiang.cli.site_folder import refusal, replacing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig


def parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    result = Parser(
        "python3 scripts/build.py",
        "从 docs/ 生成网站。全部生成成功后才替换旧网站；中途出错或按 Ctrl-C，旧网站原样保留。",
    )
    add_config_file(result)
    result.add_argument(
        "--site-dir", type=Path, metavar="文件夹", help="网站生成到哪里。不写则按配置文件（通常是 site）"
    )
    add_today(result)
    result.add_argument("--strict", action="store_true", help="有警告就算失败，不替换旧网站")
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Build the site and return the exit code."""
    return guarded(partial(_run, parser().parse_args(argv)))


def _run(options: argparse.Namespace) -> int:
    source = config_file(options.config_file)
    given = options.site_dir.absolute() if options.site_dir else None
    with step("[1/2] 读取配置…"):
        config = load(source, strict=options.strict)
        set_today(config, options.today)
        site = Path(given or config.site_dir).resolve()
        _refuse(site, config, source)
    # Some Markdown extensions look for files from the working directory.
    with contextlib.chdir(source.parent), replacing(site) as folder:
        with step("[2/2] 生成网页…", lambda: f"{count_pages(folder)} 个页面"):
            build_into(
                config, folder, site, f"旧的 {_short(site)}/ 没有改动" if site.exists() else "没有留下半成品"
            )
        pages = count_pages(folder)
    print(closing_line(site, pages, options.config_file))  # noqa: T201
    return 0


def closing_line(site: Path, pages: int, given_config: Path | None) -> str:
    """Say that the site is there, and how to look at it."""
    preview = "python3 scripts/serve.py" if os.name != "nt" else r"python scripts\serve.py"
    if given_config:
        preview += f" --config-file {given_config}"
    return f"网站已生成：{_short(site)}/（{pages} 个页面）。预览：{preview}"


def _refuse(site: Path, config: MkDocsConfig, source: Path) -> None:
    reason = refusal(site, Path(config.docs_dir).resolve(), source.parent.resolve())
    if reason:
        raise Problem(reason)


def build_into(config: MkDocsConfig, folder: Path, previous: Path, kept: str) -> None:
    """Build the site of a configuration into an empty folder, from the working directory of the configuration.

    ``previous`` is the site that this one replaces, whose feeds it goes on with. Problem when the build fails;
    it says with ``kept`` what has become of what was there.
    """
    config.site_dir = str(folder)
    if PLUGIN in config.plugins:
        config.plugins[PLUGIN].config["previous_site"] = str(previous)
    with listening() as listener:
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        except Abort as error:
            raise Problem(_failure(listener.warnings, len(listener.errors), kept)) from error
        finally:
            config.plugins.on_shutdown()


def _failure(warnings: int, errors: int, kept: str) -> str:
    if errors:
        return f"网站没有生成：有 {errors} 个错误，请按上面的提示改正。{kept}。"
    return f"网站没有生成：有 {warnings} 条警告，而 --strict 要求一条也没有。请按上面的提示改正。{kept}。"


def count_pages(folder: Path) -> int:
    """How many pages a built site has."""
    return sum(1 for path in folder.rglob("*.html") if path.name != "404.html")


def _short(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
