"""The table for cron: unescaped as cron does, then run by a real shell."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuxiang.release.due import Weekly
from shuxiang.release.errors import ReleaseError
from shuxiang.release.timetable.cron import timetable
from shuxiang.release.timetable.task import Task

TOLD = """\
import json, os, sys
mask = os.umask(0)
print(json.dumps({"arguments": sys.argv, "folder": os.getcwd(), "mask": mask}))
"""


def line(task: Task) -> str:
    (file,) = timetable(task, ".").files
    assert file.text.endswith("\n"), "cron leaves out a last line that does not end"
    return file.text.splitlines()[-1]


def command(task: Task, unescaped: str) -> str:
    """What the shell gets from a cron that unescapes these characters; the rest after a bare % would be input."""
    text = line(task).split(" ", 6)[6]
    assert not re.search(r"(?<!\\)%", text)
    return re.sub(rf"\\([{unescaped}])", r"\1", text)


DEBIAN, CRONIE = r"%\\", "%"


def test_it_asks_every_hour_at_the_minute_and_says_when_the_update_is_due(task: Task) -> None:
    text = line(replace(task, weekly=Weekly(4, time(17, 5))))

    assert text.startswith("5 * * * * study umask 022; ")
    assert "--scheduled --if-due fri-1705 " in text


@pytest.mark.parametrize("name", ["书香 2026", "100% $HOME", 'it\'s `id` "x"', "a;b&c|d>e", r"back\slash"])
@pytest.mark.parametrize("unescaped", [DEBIAN, CRONIE], ids=["Debian", "cronie"])
def test_a_real_shell_runs_it_in_the_folder_whatever_that_is_called(
    task: Task, tmp_path: Path, name: str, unescaped: str
) -> None:
    folder = tmp_path / name
    (folder / "scripts").mkdir(parents=True)
    (folder / "scripts" / "publish.py").write_text(TOLD, encoding="utf-8")
    shell = shutil.which("sh")
    assert shell
    here = replace(task, folder=str(folder), python=sys.executable)
    subprocess.run([shell, "-c", command(here, unescaped)], check=True)  # noqa: S603

    told = json.loads((folder / "data" / "publish" / "内网" / "schedule.log").read_bytes())
    assert told["arguments"] == ["scripts/publish.py", "内网", "--scheduled", "--if-due", "mon-0630"]
    assert told["folder"] == str(folder)
    assert told["mask"] == 0o022


@given(data=st.data())
@settings(max_examples=60)
def test_both_crons_give_the_shell_the_same_words(
    task: Task, names: st.SearchStrategy[str], data: st.DataObject
) -> None:
    folder, python = f"/srv/{data.draw(names)}", f"/opt/{data.draw(names)}/python3"
    config = f"{data.draw(names)}.yml"
    assume(not re.search(r"\\[\\%]", folder + python + config))
    here = replace(task, folder=folder, python=python, script="/srv/a b/scripts/publish.py", config=config)

    for unescaped in (DEBIAN, CRONIE):
        words = shlex.split(command(here, unescaped).replace(";", " ", 1))
        assert words[:5] == ["umask", "022", "cd", folder, "&&"]
        assert words[8:13] == ["&&", python, "/srv/a b/scripts/publish.py", "内网", "--config-file"]
        assert words[13:15] == [config, "--scheduled"]


@pytest.mark.parametrize("folder", [r"/srv/a\\b", r"/srv/a\%b"])
def test_a_name_that_two_crons_read_differently_is_refused(task: Task, folder: str) -> None:
    with pytest.raises(ReleaseError, match="反斜杠"):
        timetable(replace(task, folder=folder), ".")


def test_a_path_that_is_too_long_for_a_line_is_refused(task: Task) -> None:
    with pytest.raises(ReleaseError, match="太长"):
        timetable(replace(task, folder="/srv/" + "长" * 300), ".")


def test_the_search_path_and_the_language_are_said_since_cron_has_neither(task: Task) -> None:
    (file,) = timetable(task, ".").files

    assert "\nPATH=/usr/local/bin:/usr/bin:/bin\n" in file.text
    assert "\nLANG=C.UTF-8\n" in file.text
    assert re.fullmatch(r"[A-Za-z0-9_-]+", file.name), "cron passes over other names in /etc/cron.d"


def test_the_commands_install_look_and_remove(task: Task) -> None:
    told = dict(timetable(task, "/home/study/a b").commands)

    assert told["装上"] == ("sudo install -m 644 '/home/study/a b/shuxiang-4f8389' /etc/cron.d/shuxiang-4f8389",)
    assert told["看日志"] == ("tail -n 50 '/srv/书香 2026/data/publish/内网/schedule.log'",)
    assert told["不要了"] == ("sudo rm /etc/cron.d/shuxiang-4f8389",)
