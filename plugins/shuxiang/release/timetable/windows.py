"""A task for Windows's task scheduler, as ``schtasks /Create /XML`` takes it.

The scheduler's own week follows the machine's time zone, and what it calls restarting after a failure concerns only
actions that could not be started ([MS-TSCH] 2.5.4.2), so the task asks every hour, like cron.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from shuxiang.release.errors import ReleaseError
from shuxiang.release.timetable.task import Task, TaskFile, Timetable, require_plain

_EXPANDED = re.compile(r"%.*%|\$\(")
_TASK = """\
<?xml version="1.0" encoding="UTF-16"?>
<!-- 由 publish.py schedule windows 写成，要改请重新生成。 -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Author>书香</Author>
    <Description>{description}</Description>
  </RegistrationInfo>
  <Triggers>
    <!-- 每小时问一次：到了时候还没有发布成功过的，才真的发布。和这台电脑的时区无关。 -->
    <TimeTrigger>
      <Repetition>
        <Interval>PT1H</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2026-01-05T{at}:00+08:00</StartBoundary>
      <Enabled>true</Enabled>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <!-- 以谁的身份运行；不用登录，也不弹出窗口。 -->
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>Password</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <!-- 上一次还没有结束，就不再开一次。 -->
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <!-- 到时候没有开机，开机以后补上。 -->
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <!-- 两小时还没有结束的，停掉它。 -->
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <!-- 经过 cmd，是为了把屏幕上的话写进日志。 -->
    <Exec>
      <Command>cmd.exe</Command>
      <Arguments>{arguments}</Arguments>
      <WorkingDirectory>{folder}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
"""


def timetable(task: Task, folder: str) -> Timetable:
    """The task, which the person will find in ``folder``; ReleaseError for what Windows would read otherwise."""
    require_plain(task)
    for text in (task.folder, *task.command):
        if '"' in text or _EXPANDED.search(text):
            raise ReleaseError(
                f"Windows 会把“{text}”里的引号、两个 % 之间或 $( 后面的字当作别的意思。请改名后再运行一次。"
            )
    if task.folder.startswith(r"\\"):
        raise ReleaseError(f"项目文件夹在网络共享上（{task.folder}），计划任务用不了。请把项目放到本机的磁盘上。")
    text = _TASK.format(
        description=escape(f"{task.when}（北京时间）发布到“{task.target}”。"),
        at=f"{task.weekly.at:%H:%M}",
        user=escape(task.user),
        arguments=escape(_arguments(task)),
        folder=escape(task.folder),
    )
    file = TaskFile(f"{task.name}.xml", "", "\ufeff" + text.replace("\n", "\r\n"), "utf-16-le")
    return Timetable((file,), _commands(task, folder))


def _arguments(task: Task) -> str:
    """With /s, cmd takes off the outer quotes and nothing else; within quotes only ``%`` has a meaning to it."""
    logs, log = (f'"{_windows(path)}"' for path in (task.logs, task.log))
    publish = " ".join(f'"{word}"' for word in task.command) + f" --scheduled --if-due {task.weekly}"
    return f'/d /v:off /s /c "(if not exist {logs} mkdir {logs}) & {publish} >> {log} 2>&1"'


def _windows(path: str) -> str:
    return path.replace("/", "\\")


def _commands(task: Task, folder: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    name = task.name
    return (
        (
            "装上（用管理员身份打开命令提示符，会问这个用户的密码）",
            (f'schtasks /Create /TN {name} /XML "{folder}\\{name}.xml" /RU "{task.user}" /RP *',),
        ),
        ("看下一次在什么时候、上一次怎样", (f"schtasks /Query /TN {name} /V /FO LIST",)),
        ("看日志", (f'type "{task.folder}\\{_windows(task.log)}"',)),
        ("不要了", (f"schtasks /Delete /TN {name} /F",)),
    )
