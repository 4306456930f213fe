"""The task for Windows's task scheduler: XML as schtasks takes it, a command line as cmd takes it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.release.due import Weekly
from shuxiang.release.errors import ReleaseError
from shuxiang.release.timetable.task import Task
from shuxiang.release.timetable.windows import timetable

SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
FORBIDDEN_NAMES = re.compile(r'[<>:"/\\|?*]')


@pytest.fixture(scope="module")
def office(task: Task) -> Task:
    return replace(
        task,
        folder=r"D:\书香 & 政协\site",
        python=r"C:\Program Files\Python313\python.exe",
        script=r"scripts\publish.py",
        user=r"OFFICE\小王",
    )


def read(task: Task) -> ET.Element:
    (file,) = timetable(task, r"D:\out").files
    return ET.fromstring(file.data)  # noqa: S314  # our own


def value(task: Task, path: str) -> str:
    return read(task).findtext("/".join(f"{SPACE}{name}" for name in path.split("/"))) or ""


def run_by_cmd(arguments: str) -> str:
    """What cmd runs after /s /c: all between the first quote and the last."""
    match = re.fullmatch(r'/d /v:off /s /c "(.*)"', arguments)
    assert match
    return match[1]


def test_the_file_is_utf_16_with_its_mark_and_windows_line_ends(office: Task) -> None:
    (file,) = timetable(office, ".").files

    assert file.data.startswith(b"\xff\xfe<\0?\0x\0m\0l\0")
    text = file.data.decode("utf-16")
    assert 'encoding="UTF-16"' in text.splitlines()[0]
    assert text.count("\n") == text.count("\r\n") > 40


def test_it_asks_every_hour_at_the_minute_and_makes_up_for_what_was_missed(office: Task) -> None:
    later = replace(office, weekly=Weekly(4, time(17, 5)))

    assert value(later, "Triggers/TimeTrigger/Repetition/Interval") == "PT1H"
    assert datetime.fromisoformat(value(later, "Triggers/TimeTrigger/StartBoundary")).minute == 5
    assert value(later, "Settings/StartWhenAvailable") == "true"
    assert "--scheduled --if-due fri-1705 " in value(later, "Actions/Exec/Arguments")


def test_it_never_runs_twice_at_once_nor_for_ever_nor_only_on_mains(office: Task) -> None:
    assert value(office, "Settings/MultipleInstancesPolicy") == "IgnoreNew"
    assert value(office, "Settings/ExecutionTimeLimit") == "PT2H"
    assert value(office, "Settings/DisallowStartIfOnBatteries") == "false"


def test_it_runs_as_the_user_also_when_nobody_is_logged_in_and_reaches_the_share(office: Task) -> None:
    assert value(office, "Principals/Principal/UserId") == r"OFFICE\小王"
    assert value(office, "Principals/Principal/LogonType") == "Password"
    assert value(office, "Principals/Principal/RunLevel") == "LeastPrivilege"


def test_the_command_publishes_from_the_projects_folder_and_keeps_what_is_said(office: Task) -> None:
    assert value(office, "Actions/Exec/Command") == "cmd.exe"
    assert value(office, "Actions/Exec/WorkingDirectory") == r"D:\书香 & 政协\site"
    assert run_by_cmd(value(office, "Actions/Exec/Arguments")) == (
        r'(if not exist "data\publish\内网" mkdir "data\publish\内网") & '
        r'"C:\Program Files\Python313\python.exe" "scripts\publish.py" "内网" --scheduled --if-due mon-0630 '
        r'>> "data\publish\内网\schedule.log" 2>&1'
    )


@given(data=st.data())
@settings(max_examples=60)
def test_whatever_a_folder_is_called_windows_reads_it_as_it_is_or_it_is_refused(
    office: Task, names: st.SearchStrategy[str], data: st.DataObject
) -> None:
    folder, python = (f"D:\\{FORBIDDEN_NAMES.sub('', data.draw(names))}" for _ in range(2))
    here = replace(office, folder=folder, python=rf"{python}\python.exe", config=f"{folder[3:]}.yml")
    if any(text.count("%") > 1 or "$(" in text for text in (folder, python)):
        with pytest.raises(ReleaseError, match="当作别的意思"):
            timetable(here, ".")
    else:
        assert value(here, "Actions/Exec/WorkingDirectory") == folder
        words = rf'"{python}\python.exe" "scripts\publish.py" "内网" "--config-file" "{folder[3:]}.yml" --scheduled'
        assert words in run_by_cmd(value(here, "Actions/Exec/Arguments"))


def test_a_project_on_a_share_is_refused(office: Task) -> None:
    with pytest.raises(ReleaseError, match="本机的磁盘"):
        timetable(replace(office, folder=r"\\server\share\site"), ".")


def test_the_commands_install_look_and_remove(office: Task) -> None:
    install, look, log, remove = (commands for _, commands in timetable(office, r"D:\out").commands)

    assert install == (
        r'schtasks /Create /TN shuxiang-4f8389 /XML "D:\out\shuxiang-4f8389.xml" /RU "OFFICE\小王" /RP *',
    )
    assert look == ("schtasks /Query /TN shuxiang-4f8389 /V /FO LIST",)
    assert log == (r'type "D:\书香 & 政协\site\data\publish\内网\schedule.log"',)
    assert remove == ("schtasks /Delete /TN shuxiang-4f8389 /F",)
