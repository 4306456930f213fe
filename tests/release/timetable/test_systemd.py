"""The units for systemd: read back as systemd.syntax(7), systemd.unit(5) and systemd.service(5) say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.release.due import Weekly
from shuxiang.release.errors import ReleaseError
from shuxiang.release.timetable.systemd import timetable
from shuxiang.release.timetable.task import Task

Units = dict[str, list[str]]


def units(task: Task) -> tuple[Units, Units]:
    service, timer = timetable(task, "/tmp/out").files  # noqa: S108  # only named
    return settings_in(service.text), settings_in(timer.text)


def settings_in(text: str) -> Units:
    found: Units = {}
    for line in text.splitlines():
        if line and not line.startswith(("#", "[")):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value.strip().replace("%%", "\0"))
            assert "%" not in found[name][-1], "a specifier"
            found[name][-1] = found[name][-1].replace("\0", "%")
    return found


def command(service: Units) -> list[str]:
    bare = re.sub(r"\$\$", "\0", service["ExecStart"][0])
    assert "$" not in bare, "a variable"
    return [word.replace("\0", "$") for word in words(bare)]


def words(value: str) -> list[str]:
    parts = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', value)
    return [re.sub(r"\\(.)", r"\1", quoted) or bare for quoted, bare in parts]


def test_the_service_publishes_once_from_the_projects_folder_as_its_user(task: Task) -> None:
    service, _ = units(task)

    assert service["Type"] == ["oneshot"]
    assert command(service) == ["/usr/bin/python3", "scripts/publish.py", "内网", "--scheduled"]
    assert service["WorkingDirectory"] == ["/srv/书香 2026"]
    assert service["User"] == ["study"]
    assert service["UMask"] == ["0022"]
    assert words(service["Environment"][0]) == ["PATH=/usr/local/bin:/usr/bin:/bin"]


def test_a_failed_run_is_tried_again_a_few_times_and_not_for_ever(task: Task) -> None:
    service, _ = units(task)

    tries, wait, longest, window = 4, 1, 2, 12
    assert service["Restart"] == ["on-failure"]
    assert service["RestartSec"] == [f"{wait}h"]
    assert service["TimeoutStartSec"] == [f"{longest}h"]
    assert service["StartLimitBurst"] == [str(tries)]
    assert service["StartLimitIntervalSec"] == [f"{window}h"]
    assert tries * longest + (tries - 1) * wait < window, "else the limit would never be reached"


@pytest.mark.parametrize(
    ("weekly", "calendar"),
    [
        (Weekly(0, time(6, 30)), "Mon *-*-* 06:30:00 Asia/Shanghai"),
        (Weekly(4, time(17, 5)), "Fri *-*-* 17:05:00 Asia/Shanghai"),
        (Weekly(6, time(0, 0)), "Sun *-*-* 00:00:00 Asia/Shanghai"),
    ],
)
def test_the_timer_goes_by_chinas_time_and_makes_up_for_what_was_missed(
    task: Task, weekly: Weekly, calendar: str
) -> None:
    _, timer = units(replace(task, weekly=weekly))

    assert timer["OnCalendar"] == [calendar]
    assert timer["Persistent"] == ["true"]
    assert timer["WantedBy"] == ["timers.target"]


@given(data=st.data())
@settings(max_examples=60)
def test_whatever_a_folder_is_called_systemd_reads_it_as_it_is(
    task: Task, names: st.SearchStrategy[str], data: st.DataObject
) -> None:
    folder = f"/srv/{data.draw(names)}/{data.draw(names)}"
    path, script, config = f"/usr/bin:{folder}", f"{folder}/scripts/publish.py", f"{data.draw(names)}.yml"
    service, timer = units(replace(task, folder=folder, path=path, script=script, config=config))

    assert service["WorkingDirectory"] == [folder]
    assert words(service["Environment"][0]) == [f"PATH={path}"]
    assert command(service)[1:] == [script, "内网", "--config-file", config, "--scheduled"]
    assert len(service) == 14
    assert len(timer) == 4


@given(data=st.data())
@settings(max_examples=60)
def test_whatever_python_is_called_systemd_reads_it_as_it_is_or_it_is_refused(
    task: Task, names: st.SearchStrategy[str], data: st.DataObject
) -> None:
    python = f"/opt/{data.draw(names)}/python3"
    if set(python) & set("\"'\\$"):
        with pytest.raises(ReleaseError, match="Python 的路径"):
            timetable(replace(task, python=python), ".")
    else:
        assert command(units(replace(task, python=python))[0])[0] == python


def test_every_line_that_is_not_plain_is_explained_in_chinese(task: Task) -> None:
    for file in timetable(task, ".").files:
        explained = [line for line in file.text.splitlines() if line.startswith("# ")]
        assert len(explained) >= 4
        assert all(line.endswith("。") for line in explained)


def test_the_commands_install_look_and_remove(task: Task) -> None:
    told = dict(timetable(task, "/home/study/定时 任务").commands)

    service, timer = (f"'/home/study/定时 任务/shuxiang-4f8389.{kind}'" for kind in ("service", "timer"))
    assert told["装上"] == (
        f"sudo cp {service} {timer} /etc/systemd/system/",
        "sudo systemctl daemon-reload",
        "sudo systemctl enable --now shuxiang-4f8389.timer",
    )
    assert told["看下一次在什么时候"] == ("systemctl list-timers shuxiang-4f8389.timer",)
    assert "journalctl -u shuxiang-4f8389.service -n 50" in told["看上一次怎样、日志"]
    assert "sudo systemctl disable --now shuxiang-4f8389.timer" in told["不要了"]


def test_files_written_where_they_belong_are_not_copied_onto_themselves(task: Task) -> None:
    assert dict(timetable(task, "/etc/systemd/system").commands)["装上"][0] == "sudo systemctl daemon-reload"
