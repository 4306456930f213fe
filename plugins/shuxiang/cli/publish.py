"""Publish the site: never a half-changed one, and back again when it does not work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from shuxiang.cli import publish_kept, publish_portable, publish_schedule, publish_server, publish_to
from shuxiang.cli.arguments import Parser, add_commands, add_config_file
from shuxiang.cli.problem import Problem, guarded
from shuxiang.release.errors import ReleaseError
from shuxiang.release.probe import NoAnswerError

if TYPE_CHECKING:
    import argparse

    Describe = Callable[[argparse.ArgumentParser], None]
    Action = Callable[[argparse.Namespace], int]

DEFAULT_COMMAND = "to"
PORTABLE = "--portable"


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
    options = parser().parse_args(_with_command(list(argv or ())))
    return guarded(partial(_without_release_errors, COMMANDS[options.command].action, options))


def _with_command(words: list[str]) -> list[str]:
    """``publish.py 内网`` means ``publish.py to 内网``, and ``--portable`` the command of that name."""
    if PORTABLE in words:
        return ["portable", *(word for word in words if word != PORTABLE)]
    if not words or words[0] in {*COMMANDS, "-h", "--help"}:
        return words or ["--help"]
    return [DEFAULT_COMMAND, *words]


def _without_release_errors(action: Action, options: argparse.Namespace) -> int:
    try:
        return action(options)
    except (ReleaseError, NoAnswerError) as error:
        raise Problem(str(error)) from error


class _Command(NamedTuple):
    short: str
    whole: str
    describe: Describe
    action: Action


COMMANDS = {
    DEFAULT_COMMAND: _Command(
        "发布到一个目标",
        "检查材料、生成网站、核对每个文件，然后换上。换上后通过网址检查，不对就自己退回。",
        publish_to.add_arguments,
        publish_to.run,
    ),
    "rollback": _Command(
        "退回原来的版本", "退回上一个版本，或指定的版本。", publish_kept.add_release, publish_kept.roll_back
    ),
    "list": _Command(
        "列出目标上的版本",
        "列出目标上留着的版本，哪一个正在用。",
        publish_kept.add_target,
        publish_kept.list_releases,
    ),
    "verify": _Command(
        "核对目标上的文件",
        "逐个核对目标上的文件，再通过网址看一遍。什么也不改。",
        publish_kept.add_release,
        publish_kept.verify,
    ),
    "status": _Command(
        "看目标现在怎么样",
        "现在是哪一版，什么时候发布的，上次是否顺利。",
        publish_kept.add_target,
        publish_kept.tell_status,
    ),
    "portable": _Command(
        "做一份双击就能看的离线副本",
        f"{publish_portable.DESCRIPTION}写成 publish.py {PORTABLE} 也一样。",
        publish_portable.add_arguments,
        publish_portable.run,
    ),
    "server-config": _Command(
        "写网页服务器的设置",
        "为 nginx、Apache、IIS 或 Tomcat 写好一份可用的设置：安全策略、缓存、压缩、找不到的页面。",
        publish_server.add_arguments,
        publish_server.run,
    ),
    "schedule": _Command(
        "每周自动发布",
        "写好 systemd、cron 或 Windows 计划任务的文件，每周自动更新网站，关机错过了会补上。",
        publish_schedule.add_arguments,
        publish_schedule.run,
    ),
}
