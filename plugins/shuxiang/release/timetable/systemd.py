"""A service and its timer for systemd (244 or newer: before that a oneshot service could not be tried again)."""

from __future__ import annotations

import shlex

from shuxiang.release.errors import ReleaseError
from shuxiang.release.timetable.task import Task, TaskFile, Timetable, require_plain

UNITS = "/etc/systemd/system"

_UNSAFE = frozenset("\"'\\$")
"""What systemd takes in no program's path, or replaces in its name though not in its path."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SERVICE = """\
# 书香：把网站发布到“{target}”。由 publish.py schedule systemd 写成，要改请重新生成。
# 放到 {units}/ 里，和同名的 .timer 在一起。

[Unit]
Description={description}
# 刚开机时，等网络通了再运行。
Wants=network-online.target
After=network-online.target
# 没有成功的，隔一小时再试，一共 4 次；再不成，就等下一周。
StartLimitIntervalSec=12h
StartLimitBurst=4

[Service]
# 运行一次就结束；上一次还没有结束，就不会再开一次。
Type=oneshot
Restart=on-failure
RestartSec=1h
# 两小时还没有结束的（例如网络断在半路），当作没有成功。
TimeoutStartSec=2h
# 以谁的身份运行。他要能读项目文件夹，能写网站的文件夹。
User={user}
# 写出的文件别人可以读，网页服务器才打得开。
UMask=0022
WorkingDirectory={folder}
# 到哪里去找 git、ssh、rsync。
Environment={path}
Environment=LANG=C.UTF-8
ExecStart={command}
"""
_TIMER = """\
# 书香：什么时候运行同名的 .service。由 publish.py schedule systemd 写成，要改请重新生成。

[Unit]
Description={description}

[Timer]
# {when}，总是按北京时间，和这台电脑的时区无关。
OnCalendar={calendar}
# 到时候没有开机，开机以后补上。
Persistent=true

[Install]
# 开机时自动启用。
WantedBy=timers.target
"""


def timetable(task: Task, folder: str) -> Timetable:
    """The units, which the person will find in ``folder``; ReleaseError for what systemd cannot take."""
    require_plain(task)
    if _UNSAFE & set(task.python) or task.folder.endswith("\\"):
        raise ReleaseError(
            f"systemd 认不出这样的路径：Python 的路径（{task.python}）里有引号、反斜杠或 $，"
            "或者项目文件夹的名字以反斜杠结尾。请改名后再运行一次。"
        )
    files = (
        TaskFile(f"{task.name}.service", UNITS, _service(task)),
        TaskFile(f"{task.name}.timer", UNITS, _timer(task)),
    )
    return Timetable(files, _commands(task.name, folder))


def _service(task: Task) -> str:
    words = [*map(_word, task.command), "--scheduled"]
    return _SERVICE.format(
        target=task.target,
        units=UNITS,
        description=_plain(f"书香：发布到“{task.target}”。"),
        user=_plain(task.user),
        folder=_plain(task.folder),
        path=_quoted(f"PATH={task.path}"),
        command=" ".join(words),
    )


def _timer(task: Task) -> str:
    return _TIMER.format(
        description=_plain(f"书香：{task.when}（北京时间）发布到“{task.target}”。"),
        when=task.when,
        calendar=f"{_DAYS[task.weekly.day]} *-*-* {task.weekly.at:%H:%M}:00 Asia/Shanghai",
    )


def _plain(text: str) -> str:
    """A value that systemd takes to the end of the line, with only ``%`` having a meaning."""
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    """One word among several (systemd.syntax(7)), in which ``%`` has a meaning too."""
    return '"' + _plain(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _word(text: str) -> str:
    """One word of a command line, where ``$`` has a meaning besides (systemd.service(5), COMMAND LINES)."""
    return _quoted(text).replace("$", "$$")


def _commands(name: str, folder: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    units = [f"{name}.service", f"{name}.timer"]
    copied = " ".join(shlex.quote(f"{folder}/{unit}") for unit in units)
    copy = () if folder == UNITS else (f"sudo cp {copied} {UNITS}/",)
    reload = "sudo systemctl daemon-reload"
    return (
        ("装上", (*copy, reload, f"sudo systemctl enable --now {name}.timer")),
        ("马上试一次", (f"sudo systemctl start {name}.service",)),
        ("看下一次在什么时候", (f"systemctl list-timers {name}.timer",)),
        ("看上一次怎样、日志", (f"systemctl status {name}.service", f"journalctl -u {name}.service -n 50")),
        (
            "不要了",
            (
                f"sudo systemctl disable --now {name}.timer",
                "sudo rm " + " ".join(f"{UNITS}/{unit}" for unit in units),
                reload,
            ),
        ),
    )
