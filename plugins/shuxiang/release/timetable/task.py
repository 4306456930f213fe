"""What is to run every week, and what comes of it: files for the machine, commands for the person."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from shuxiang.release.due import Weekly
from shuxiang.release.errors import ReleaseError
from shuxiang.release.place import is_place_name

_WEEKDAYS = "一二三四五六日"
_UNPRINTED = {"Cc", "Cs", "Zl", "Zp"}
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Task:
    """``folder`` (that of the configuration), ``python`` and ``user`` are as the machine that runs it knows them.

    ``name`` is for the machine and is ASCII; ``script`` and ``config`` are seen from the folder; ``config`` may be
    empty; ``path`` is the machine's search path for git, ssh and rsync.
    """

    name: str
    target: str
    folder: str
    python: str
    script: str
    user: str
    path: str
    weekly: Weekly
    config: str = ""

    @property
    def when(self) -> str:
        """每星期一 06:30."""
        return f"每星期{_WEEKDAYS[self.weekly.day]} {self.weekly.at:%H:%M}"

    @property
    def command(self) -> tuple[str, ...]:
        """The words of the command, before those that say that it runs by itself."""
        config = ("--config-file", self.config) if self.config else ()
        return (self.python, self.script, self.target, *config)

    @property
    def logs(self) -> str:
        """The folder, below the task's own, of what cron and Windows would not keep themselves."""
        return f"data/publish/{self.target}"

    @property
    def log(self) -> str:
        """Where what an update prints goes there."""
        return f"{self.logs}/schedule.log"


@dataclass(frozen=True, slots=True)
class TaskFile:
    """A file for the machine; ``place`` is the folder it is meant for, empty where it is only read once."""

    name: str
    place: str
    text: str
    encoding: str = "utf-8"

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.text.encode(self.encoding)


@dataclass(frozen=True, slots=True)
class Timetable:
    """The files, and by heading the commands that install them, look after them and remove them."""

    files: tuple[TaskFile, ...]
    commands: tuple[tuple[str, tuple[str, ...]], ...]


def name_for(target: str) -> str:
    """A name for systems that take no Chinese: the target's own if it is plain, else a digest of it."""
    plain = target if _PLAIN_NAME.fullmatch(target) else hashlib.sha256(target.encode()).hexdigest()[:6]
    return f"shuxiang-{plain}"


def require_plain(task: Task) -> None:
    """ReleaseError for what no timetable can hold: control characters, blanks at the ends, a target with signs."""
    for what, text in (
        ("项目文件夹的路径", task.folder),
        ("Python 的路径", task.python),
        ("脚本的路径", task.script),
        ("配置文件的路径", task.config or "mkdocs.yml"),
        ("用户名", task.user),
    ):
        if not text or text != text.strip() or any(unicodedata.category(c) in _UNPRINTED for c in text):
            raise ReleaseError(f"{what}（{text!r}）是空的，或头尾有空格、中间有换行一类的字符。请改名后再试。")
    if not is_place_name(task.target):
        raise ReleaseError(f"目标不能叫“{task.target}”。请在 deploy.yml 里改名：用文字、数字、- 或 _，不要空格。")
    if not _PLAIN_NAME.fullmatch(task.name):
        raise ReleaseError(f"--name 只能用英文字母、数字、- 和 _，至多 60 个，现为“{task.name}”。")
