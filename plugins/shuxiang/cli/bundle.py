"""Carry the software, or a week's material, to a network that is closed; and take what was carried there."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli import bundle_documents, bundle_software, bundle_take
from shuxiang.cli.arguments import Parser, add_config_file, add_today, project_root
from shuxiang.cli.problem import Problem, guarded
from shuxiang.release.bundle.installed import installed_configuration
from shuxiang.release.errors import ReleaseError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    result = Parser(
        "python3 scripts/bundle.py",
        "打包带进与外网隔绝的网络：整套软件（连同依赖和材料），或只是材料（--content-only）；在内网收下材料（--take）。"
        "包里的清单能查出损坏和差错；要防有人故意替换，请另用电话等办法核对打印出来的 SHA-256。",
    )
    result.add_argument("-o", "--output", type=Path, metavar="文件", help="打出来的包写到哪里，例如 bundle.zip")
    result.add_argument(
        "--platform",
        metavar="平台",
        help="给哪种电脑用：linux-x86_64、linux-aarch64、windows-x64、macos-arm64 等。不写则与本机相同",
    )
    result.add_argument("--python", metavar="版本", help="那台电脑的 Python：3.11、3.12 或 3.13。不写则与本机相同")
    what = result.add_mutually_exclusive_group()
    what.add_argument("--content-only", action="store_true", help="只打包材料，不带软件")
    what.add_argument("--take", type=Path, metavar="包", help="收下一个材料包（zip 或解压出来的文件夹）")
    result.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="材料",
        help="与 --content-only 一起用：只打包这几个文件（或文件夹），连同它们用到的图片和附件。不写则打包全部材料",
    )
    result.add_argument(
        "--yes",
        action="store_true",
        help="与 --take 一起用：看过列出来的以后照样收下。两边都改过的用包里的换掉，本地删去的放回来，"
        "旧的包、网页文件、大量删除也收",
    )
    result.add_argument(
        "--sha256",
        nargs="+",
        metavar="校验值",
        help="与 --take 一起用：打包时显示的校验值，可以带空格。和包的不一样就不收",
    )
    result.add_argument("--dry-run", action="store_true", help="与 --take 一起用：只看会有哪些改动，不写入")
    add_config_file(result)
    add_today(result)
    return result


def _own_configuration(given: Path | None) -> Path | None:
    """The configuration that was given, else the one of the office's own content where that came in a bundle."""
    own = installed_configuration(project_root())
    return given or (project_root() / own if own else None)


def main(argv: Sequence[str] | None = None) -> int:
    """Pack or take and return the exit code."""
    return guarded(partial(_run, parser().parse_args(argv)))


def _run(options: argparse.Namespace) -> int:
    _require_sense(options)
    options.config_file = _own_configuration(options.config_file)
    try:
        if options.take:
            return bundle_take.take(options)
        return bundle_documents.pack(options) if options.content_only else bundle_software.pack(options)
    except ReleaseError as error:
        raise Problem(str(error)) from error


def _require_sense(options: argparse.Namespace) -> None:
    """Problem when options are given that do not go together."""
    if options.take and (options.output or options.files or options.platform or options.python):
        raise Problem("--take 只要一个包，不能和 -o、--platform、--python、材料文件一起用。", code=2)
    if not options.take and (options.yes or options.dry_run or options.sha256 is not None):
        raise Problem("--yes、--dry-run 和 --sha256 要和 --take 一起用。", code=2)
    if options.files and not options.content_only:
        raise Problem("只打包几个文件，请加 --content-only。", code=2)
    if options.content_only and (options.platform or options.python):
        raise Problem("材料包哪种电脑都能用，不用写 --platform 和 --python。", code=2)
    if not options.take and not options.output:
        raise Problem("请用 -o 写明打出来的包放在哪里，例如 -o bundle.zip。", code=2)
