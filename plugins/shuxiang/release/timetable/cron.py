"""A file for /etc/cron.d. Cron knows no time but the machine's and makes up for nothing, so it asks every hour."""

from __future__ import annotations

import re
import shlex

from shuxiang.release.errors import ReleaseError
from shuxiang.release.timetable.task import Task, TaskFile, Timetable, require_plain

TABLES = "/etc/cron.d"

_LONGEST = 900
"""Bytes of a command; Debian's cron takes 998 and leaves out the whole file for a longer one."""
_AMBIGUOUS = re.compile(r"\\[\\%]")
_TABLE = """\
# 书香：把网站发布到“{target}”。由 publish.py schedule cron 写成，要改请重新生成。
# 放到 {tables}/ 里，属于 root，文件名里不能有点。
#
# cron 不知道北京时间，也不会补上关机时错过的，所以每小时问一次：{when}（北京时间）以后
# 还没有发布成功过的，才真的发布；没有成功的，过 1、2、4、24 小时再试，再不成就等下一周。
SHELL=/bin/sh
# 到哪里去找 git、ssh、rsync。
PATH={path}
LANG=C.UTF-8
# 分 时 日 月 星期 用户 命令；umask 022 是让网页服务器能读写出的文件，屏幕上的话都写进日志。
{minute} * * * * {user} {command}
"""


def timetable(task: Task, folder: str) -> Timetable:
    """The table, which the person will find in ``folder``; ReleaseError for what cron cannot take."""
    require_plain(task)
    command = _command(task)
    if any(_AMBIGUOUS.search(text) for text in (task.folder, *task.command)) or " " in task.user:
        raise ReleaseError(
            "cron 认不出这样的名字：路径里有接连的两个反斜杠、反斜杠后面跟着 %，或者用户名里有空格。"
            "请改名后再运行一次。"
        )
    if len(command.encode()) > _LONGEST:
        raise ReleaseError("路径太长，cron 的一行写不下。请把项目放到短一些的文件夹里。")
    text = _TABLE.format(
        target=task.target,
        tables=TABLES,
        when=task.when,
        path=task.path,
        minute=task.weekly.at.minute,
        user=task.user,
        command=command,
    )
    return Timetable((TaskFile(task.name, TABLES, text),), _commands(task, folder))


def _command(task: Task) -> str:
    """For the shell, and then with each ``%`` escaped, which cron takes for the end of the line (crontab(5))."""
    publish = f"{shlex.join(task.command)} --scheduled --if-due {task.weekly}"
    start = f"umask 022; cd {shlex.quote(task.folder)} && mkdir -p {shlex.quote(task.logs)}"
    return f"{start} && {publish} >>{shlex.quote(task.log)} 2>&1".replace("%", "\\%")


def _commands(task: Task, folder: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    place = f"{TABLES}/{task.name}"
    copy = () if folder == TABLES else (f"sudo install -m 644 {shlex.quote(f'{folder}/{task.name}')} {place}",)
    log = shlex.quote(f"{task.folder}/{task.log}")
    return (
        ("装上", copy),
        ("看 cron 每小时问过没有", ("journalctl -u cron -n 20",)),
        ("看日志", (f"tail -n 50 {log}",)),
        ("不要了", (f"sudo rm {place}",)),
    )
