"""Pack the software with its content and with the wheels for the machine it goes to."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import config_file, project_root
from shuxiang.cli.bundle_output import digest_lines, require_output, size_text, write
from shuxiang.cli.bundle_soundness import errors_in
from shuxiang.cli.opened import open_config
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.written_file import is_within, replace_file
from shuxiang.mkdocs_plugin.options import china_today
from shuxiang.release.bundle import sources, wheels
from shuxiang.release.bundle.machine import this_machine
from shuxiang.release.bundle.packing_list import OWN_CONTENT, Kind, Needs, PackingList
from shuxiang.release.bundle.paths import require_safe
from shuxiang.release.bundle.walking import below

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig

    from shuxiang.release.bundle.packing_list import Packed

_OUT_OF_REACH = re.compile(r"Retrying \(|timed out|ProxyError|SSLError|Max retries|name resolution|getaddrinfo")


def pack(options: argparse.Namespace) -> int:
    """Write the zip and the installer beside it, and return the exit code."""
    root, target = project_root(), _target(options)
    config, plugin = open_config(options)
    require_output(options.output, config)
    with step("[1/3] 清点文件…"):
        content, place = _content(config, config_file(options.config_file), root)
        files = {**sources.software(root), **content, sources.INSTALLER: root / "scripts" / "install.py"}
        files = {path: file for path, file in files.items() if file.resolve() != options.output.resolve()}
        sources.require_plain(files.values())
        require_safe(files)
    _warn_of_errors(options)
    with tempfile.TemporaryDirectory(prefix="shuxiang-") as folder:
        found = _wheels(root, target, Path(folder))
        system = wheels.oldest_system(path.name for path in found)
        listed = partial(
            _listed, place, china_today(plugin.today).isoformat(), Needs(target.platform, target.python, system)
        )
        files |= {f"{wheels.FOLDER}/{path.name}": path for path in found}
        result = write(options.output, files, listed, "[3/3] 写出安装包…")
    installer = options.output.with_name(sources.INSTALLER)
    if installer.resolve() != files[sources.INSTALLER].resolve():
        replace_file(installer, files[sources.INSTALLER].read_bytes())
    python = "python" if target.platform.startswith("windows") else f"python{target.python}"
    print(  # noqa: T201
        f"已写出 {options.output}（{size_text(result)}），给 {target.platform}、Python {target.python} 用；"
        f"旁边的 {sources.INSTALLER} 请一并拷走。\n{digest_lines(options.output)}\n"
        f"到了内网，在这两个文件所在的文件夹运行：{python} {sources.INSTALLER}"
    )
    return 0


def _warn_of_errors(options: argparse.Namespace) -> None:
    """Say when the content has errors; the site can be built even so, without the pages that have them."""
    if errors := errors_in(options):
        found = f"{errors[0].origin.path}" + ("等" if len(errors) > 1 else "")
        print(  # noqa: T201
            f"材料里有 {len(errors)} 处错误（{found}），照样打包；有错的材料到了内网也不发布。"
            "请运行 python3 scripts/check.py 看是哪些，改好后最好重新打包。",
            file=sys.stderr,
            flush=True,
        )


def _target(options: argparse.Namespace) -> wheels.Target:
    here = this_machine()
    return wheels.target(options.platform or here.platform, options.python or here.python)


def _content(config: MkDocsConfig, source: Path, root: Path) -> tuple[dict[str, Path], tuple[str, str]]:
    """The configuration and what it refers to, and where configuration and documents stand in the parcel."""
    home = source.resolve().parent
    before = "" if home == root.resolve() else f"{OWN_CONTENT}/"
    docs = _in_parcel(Path(config.docs_dir), home, before)
    files = {f"{before}{source.name}": source}
    custom = [config.theme.custom_dir] if config.theme.custom_dir else []
    for folder in (config.docs_dir, *custom):
        inside = _in_parcel(Path(folder), home, before)
        files |= {f"{inside}/{path}": file for path, file in below(Path(folder)).items()}
    files |= {_in_parcel(home / hook, home, before): home / hook for hook in config.hooks}
    return files, (f"{before}{source.name}", docs)


def _in_parcel(path: Path, home: Path, before: str) -> str:
    if not is_within(path, home):
        raise Problem(f"{path} 不在配置文件所在的文件夹（{home}）里，不能一起打包。请把它移到那里。")
    return before + path.resolve().relative_to(home).as_posix()


def _listed(place: tuple[str, str], day: str, needs: Needs, files: Mapping[str, Packed]) -> PackingList:
    config, docs = place
    return PackingList(Kind.SOFTWARE, day, docs, files, config, needs)


def _wheels(root: Path, target: wheels.Target, folder: Path) -> list[Path]:
    """Let pip fetch what the machine needs, checked against the pinned digests; Problem when it cannot."""
    pinned = (root / "scripts" / "requirements" / "build.txt").read_text(encoding="utf-8")
    needed = folder / "requirements.txt"
    needed.write_text(wheels.requirements_for(pinned, target), encoding="utf-8")
    fetched = folder / wheels.FOLDER
    arguments = wheels.download_arguments(target, str(needed), str(fetched))
    with step(f"[2/3] 下载给 {target.platform}、Python {target.python} 用的软件包…"):
        done = subprocess.run(  # noqa: S603  # pip of this environment
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    if done.returncode:
        raise Problem(_failure(done.stdout + done.stderr, target))
    return sorted(fetched.glob("*.whl"))


def _failure(output: str, target: wheels.Target) -> str:
    if _OUT_OF_REACH.search(output):
        return "连不上软件包源，没有写出安装包。请在能上网的电脑上打包，检查网络和代理后再运行一次。"
    if package := wheels.package_without_wheel(output):
        return (
            f"{package} 没有给 {target.platform}、Python {target.python} 用的安装包（wheel），没有写出安装包。"
            "请换一个 --python 的版本，或换一台有这个包的电脑；也可以在外网生成网站，只把 site 带进去。"
        )
    if "DO NOT MATCH THE HASHES" in output:
        return "下载到的软件包与锁定的校验值不一致，没有写出安装包。请换一个软件包镜像或网络后再运行一次。"
    return f"软件包没有下载成功，没有写出安装包。pip 的说明：\n{output.strip()[-2000:]}"
