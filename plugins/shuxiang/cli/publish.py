"""Publish the site: never a half-changed one, and back again when it does not work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shuxiang.cli.arguments import Parser, add_commands, add_config_file, add_today, config_file
from shuxiang.cli.deploy_file import Deployment, choose, read_deployment
from shuxiang.cli.problem import Problem, guarded
from shuxiang.cli.progress import step
from shuxiang.cli.publish_release import Office, alone, make_release, newest_pages
from shuxiang.cli.publish_text import changes_text, outcome_text, releases_text, status_text, verify_text
from shuxiang.mkdocs_plugin.options import CHINA
from shuxiang.release.changes import Changes, changes
from shuxiang.release.errors import ReleaseError
from shuxiang.release.manifest import Manifest
from shuxiang.release.place import Kind, Place
from shuxiang.release.probe import NoAnswerError, asking, probe
from shuxiang.release.target import Means, Probe, Release, Target
from shuxiang.release.zip_target import write_zip

if TYPE_CHECKING:
    import argparse

    Describe = Callable[[argparse.ArgumentParser], None]
    Action = Callable[[argparse.Namespace], int]

DEFAULT_COMMAND = "to"


def parser() -> argparse.ArgumentParser:
    """Describe the commands and their arguments."""
    result = Parser(
        "python3 scripts/publish.py",
        "把网站发布到 deploy.yml 里写的目标：先检查、生成、核对，再整体换上，通过网址检查不过就自己退回。"
        f"写目标名就是发布，如 publish.py 内网，等于 publish.py {DEFAULT_COMMAND} 内网。",
    )
    commands = add_commands(result)
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=command.short, description=command.whole)
        command.describe(own)
        add_config_file(own)
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command says and return the exit code."""
    options = parser().parse_args(_with_command(list(argv or [])))
    return guarded(partial(_without_release_errors, COMMANDS[options.command].action, options))


def _with_command(words: list[str]) -> list[str]:
    """``publish.py 内网`` means ``publish.py to 内网``; so do options alone."""
    first = words[0] if words else "-h"
    return words if first in {*COMMANDS, "-h", "--help"} and words else [DEFAULT_COMMAND, *words]


def _without_release_errors(action: Action, options: argparse.Namespace) -> int:
    try:
        return action(options)
    except (ReleaseError, NoAnswerError) as error:
        raise Problem(str(error)) from error


def _add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", metavar="目标", help="deploy.yml 里的目标名；只有一个目标时可以不写")
    add_today(parser)
    parser.add_argument("--dry-run", action="store_true", help="只看会有什么变化，不发布")
    parser.add_argument("--yes", action="store_true", help="要删去很多文件，或覆盖不是本软件放的文件时，也照做")
    parser.add_argument(
        "--allow-warnings", action="store_true", help="材料里有建议改的地方也发布（有错误仍不发布）"
    )


def _add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", metavar="目标", help="deploy.yml 里的目标名；只有一个目标时可以不写")


def _add_release(parser: argparse.ArgumentParser) -> None:
    _add_target(parser)
    parser.add_argument("id", nargs="?", default="", metavar="版本", help="版本号，见 publish.py list")


def _opened(options: argparse.Namespace) -> tuple[Deployment, Office]:
    source = config_file(options.config_file)
    deployment = read_deployment(source.parent)
    return deployment, Office(source, choose(deployment, options.target))


def _publish(options: argparse.Namespace) -> int:
    deployment, office = _opened(options)
    with alone(office):
        if office.place.kind is Kind.ZIP:
            return _write_zip(options, office)
        target = office.target(deployment.keep)
        return _publish_to(target, make_release(options, office, target), office.place, options, deployment)


def _write_zip(options: argparse.Namespace, office: Office) -> int:
    place = Path(office.place.folder)
    release = make_release(options, office, None)
    if options.dry_run:
        print(f"会写出 {place}：{len(release.manifest.files)} 个文件。现在没有写。")  # noqa: T201
        return 0
    with step("写压缩包…"):
        write_zip(release, place)
    print(f"已写出 {place}（版本 {release.manifest.id}）。请把它解压到网页服务器的目录里。")  # noqa: T201
    return 0


def _publish_to(
    target: Target, release: Release, place: Place, options: argparse.Namespace, deployment: Deployment
) -> int:
    found = changes(target.live(), release.manifest)
    too_many = found.removed_share * 100 > deployment.delete_at_most and not options.yes
    if options.dry_run or too_many:
        print(changes_text(found, release.manifest))  # noqa: T201
    if too_many:
        raise Problem(_too_many(found, deployment.delete_at_most))
    if options.dry_run:
        return 0
    outcome = target.publish(release, _means(place, release, overwrite=options.yes))
    print(outcome_text(outcome, found, place))  # noqa: T201
    return int(bool(outcome.complaints))


def _too_many(found: Changes, most: int) -> str:
    return (
        f"这次要删去 {len(found.removed)} 个文件，占现有的 {found.removed_share:.0%}，超过了 {most}%，没有发布。"
        "请先看看是不是材料丢了；确实要删，请加 --yes。"
    )


def _means(place: Place, release: Release, *, overwrite: bool) -> Means:
    return _means_of(place, newest_pages(release.folder, date.fromisoformat(release.manifest.day)), overwrite)


def _means_of(place: Place, pages: list[str], overwrite: bool = False) -> Means:  # noqa: FBT001,FBT002
    return Means(
        at=datetime.now(CHINA).isoformat(timespec="seconds"),
        probe=_probe(place, pages),
        step=step,
        overwrite=overwrite,
    )


def _probe(place: Place, pages: list[str]) -> Probe:
    if not place.url:
        return _unseen
    return partial(_probed, place, pages)


def _unseen(_: Manifest) -> tuple[str, ...]:
    return ()


def _probed(place: Place, pages: list[str], manifest: Manifest) -> tuple[str, ...]:
    known = [page for page in pages if f"{page}index.html" in manifest.files]
    return probe(place.url, asking(place.certificates), known, manifest)


def _rollback(options: argparse.Namespace) -> int:
    deployment, office = _opened(options)
    with alone(office):
        outcome = office.target(deployment.keep).rollback(options.id, _means_of(office.place, []))
    print(f"已退回版本 {outcome.release}（原来是 {outcome.previous or '没有'}）。")  # noqa: T201
    return 0


def _list(options: argparse.Namespace) -> int:
    deployment, office = _opened(options)
    target = office.target(deployment.keep)
    print(releases_text(target))  # noqa: T201
    return 0


def _verify(options: argparse.Namespace) -> int:
    deployment, office = _opened(options)
    target = office.target(deployment.keep)
    with step("核对目标上的每个文件…"):
        damage = target.damage(options.id)
    live = target.live()
    look = live is not None and options.id in ("", live.id)
    complaints = _probe(office.place, [])(live) if look and live else ()
    print(verify_text(damage, complaints, office.place))  # noqa: T201
    return int(bool(damage.wrong or complaints))


def _status(options: argparse.Namespace) -> int:
    deployment, office = _opened(options)
    print(status_text(office.target(deployment.keep), office.place))  # noqa: T201
    return 0


class _Command(NamedTuple):
    short: str
    whole: str
    describe: Describe
    action: Action


COMMANDS = {
    DEFAULT_COMMAND: _Command(
        "发布到一个目标",
        "检查材料、生成网站、核对每个文件，然后换上。换上后通过网址检查，不对就自己退回。",
        _add_to,
        _publish,
    ),
    "rollback": _Command("退回原来的版本", "退回上一个版本，或指定的版本。", _add_release, _rollback),
    "list": _Command("列出目标上的版本", "列出目标上留着的版本，哪一个正在用。", _add_target, _list),
    "verify": _Command(
        "核对目标上的文件", "逐个核对目标上的文件，再通过网址看一遍。什么也不改。", _add_release, _verify
    ),
    "status": _Command("看目标现在怎么样", "现在是哪一版，什么时候发布的，上次是否顺利。", _add_target, _status),
}
