"""The folder of an installation, and in it the workplace of those who install: whose it is, and the lock on it.

``.installing`` is made before anything else and marked as ours. It is gone when nothing is left to do; where it
stays, the next installation finds it and goes on.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path

from shuxiang.release.bundle import packing_list
from shuxiang.release.bundle.packing_list import NAME
from shuxiang.release.bundle.trouble import told
from shuxiang.release.bundle.walking import is_link
from shuxiang.release.errors import ReleaseError

WORK = ".installing"
OPEN = "parts.json"
"""There while parts are being exchanged."""
_MARK = "shuxiang.json"
_LOCK = "lock"


def require_ours(folder: Path) -> None:
    """ReleaseError when something is in the folder that no installation of ours has put there."""
    with told(folder):
        if is_link(folder) or (folder.exists() and not folder.is_dir()):
            raise ReleaseError(f"{folder} 不是文件夹，没有动它。请用 --to 换一个位置。")
        names = {path.name for path in folder.iterdir()} if folder.exists() else set()
        work = folder / WORK
        if WORK in names and not _is_ours(work):
            raise ReleaseError(f"{work} 不是安装程序留下的，没有动它。请把它改名或移走，再运行一次。")
        if names - {WORK} and not (work / _MARK).is_file() and not _has_list(folder):
            raise ReleaseError(f"{folder} 里已有别的东西，而且不是用安装包装的，没有动它。请用 --to 换一个文件夹。")


def claim(folder: Path) -> Path:
    """Make the workplace, and the folder if need be; return the file to be locked while work goes on in it."""
    require_ours(folder)
    work = folder / WORK
    with told(folder):
        made = sum(not path.exists() for path in (folder, *folder.parents))
        work.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), (work / _MARK).open("x", encoding="utf-8") as mark:
            json.dump({"made": made}, mark)
    return work / _LOCK


def clear(folder: Path) -> None:
    """Remove what an exchange has left in the workplace; the mark and the lock stay."""
    for path in (folder / WORK).iterdir():
        if path.name in {_MARK, _LOCK}:
            continue
        if path.is_dir() and not is_link(path):
            shutil.rmtree(path)
        else:
            path.unlink()


def leave(folder: Path) -> None:
    """Remove the workplace when nothing is left to do in it, and the folders that were made for nothing."""
    work = folder / WORK
    if is_open(folder) or not work.is_dir():
        return
    others = [path for path in folder.iterdir() if path.name != WORK]
    if others and not (folder / NAME).exists():
        return  # nothing but the mark says that the folder is ours
    made = _made(work)
    shutil.rmtree(work, ignore_errors=True)
    if not others:
        with suppress(OSError):  # somebody has put something there
            for path in (folder, *folder.parents)[:made]:
                path.rmdir()


def is_open(folder: Path) -> bool:
    """Whether parts are being exchanged there, or were when a run was cut off."""
    return (folder / WORK / OPEN).exists()


def _is_ours(work: Path) -> bool:
    if is_link(work) or not work.is_dir():
        return False
    return (work / _MARK).is_file() or {path.name for path in work.iterdir()} <= {_LOCK}


def _has_list(folder: Path) -> bool:
    """Whether a list of ours is there; one that a power cut has spoilt counts where the software is beside it."""
    try:
        packing_list.from_json((folder / NAME).read_bytes())
    except OSError:
        return False
    except ReleaseError:
        return (folder / "scripts" / "install.py").is_file() or (folder / "plugins" / "shuxiang").is_dir()
    return True


def _made(work: Path) -> int:
    try:
        made = json.loads((work / _MARK).read_bytes())["made"]
    except (OSError, ValueError, TypeError, KeyError):
        return 0
    return made if isinstance(made, int) else 0
