"""Whether a folder lies on this machine's own disk.

SQLite's locks are not to be trusted on a network share: two commands would write at once, see
https://www.sqlite.org/useovernet.html.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

_SHARES = {"nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "coda", "ncp", "ncpfs"}
_CLUSTERS = {"ceph", "glusterfs", "lustre", "gpfs", "beegfs", "orangefs", "pvfs2", "ocfs2", "gfs2"}
_WEB = {"webdav", "davfs", "davfs2", "ftpfs"}
_HOSTS = {"vboxsf", "prl_fs", "vmhgfs", "vmhgfs-fuse"}
_PROGRAMS = {"sshfs", "curlftpfs", "smbnetfs", "gvfsd-fuse", "ceph-fuse", "rclone", "s3fs", "goofys", "gcsfuse"}
_MORE_PROGRAMS = {"juicefs", "seaweedfs", "mfs", "moosefs"}
NETWORK = frozenset(_SHARES | _CLUSTERS | _WEB | _HOSTS | _PROGRAMS | _MORE_PROGRAMS)
"""File systems in which other machines, or the host of a virtual one, write too."""

_REMOTE_DRIVE = 4
"""``DRIVE_REMOTE``, as Windows' ``GetDriveTypeW`` answers."""

_PATIENCE = 10
"""Seconds for an answer: where a server is gone, ``mount`` may wait for it without an end."""

_ESCAPED = re.compile(r"\\([0-7]{3})")
_MAC_LINE = re.compile(r".* on (?P<point>.+) \((?P<kind>[^,)]+)[^)]*\)")


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system of this ``kind`` is to be seen below ``point``."""

    point: PurePosixPath
    kind: str


def on_network(path: Path) -> bool:
    """Whether a path, its links followed, is on another machine's disk. What cannot be found out counts as no."""
    place = path.resolve()
    if sys.platform == "win32":
        return is_remote_drive(place, _drive_type) or is_remote_drive(path.absolute(), _drive_type)
    return is_remote(place, _mounts())


def is_remote(path: PurePath, mounts: Iterable[Mount]) -> bool:
    """Whether the file system that holds an absolute path is one of the network's.

    The longest mount point counts; of two in one place the later, which hides the other.
    """
    holding = [mount for mount in mounts if PurePosixPath(path).is_relative_to(mount.point)]
    last = max(enumerate(holding), key=lambda each: (len(each[1].point.parts), each[0]), default=None)
    return last is not None and last[1].kind.lower().removeprefix("fuse.") in NETWORK


def is_remote_drive(path: PurePath, drive_type: Callable[[str], int]) -> bool:
    r"""Whether a path of Windows is a share (``\\server\share``) or on a drive letter that stands for one."""
    drive = PureWindowsPath(path).drive
    local = drive.removeprefix("\\\\?\\").removeprefix("\\\\.\\")
    if re.fullmatch("[A-Za-z]:", local):
        return drive_type(f"{local}\\") == _REMOTE_DRIVE
    return drive.startswith("\\\\")


def read_mountinfo(text: str) -> Sequence[Mount]:
    """The mounts that Linux lists in ``/proc/self/mountinfo``, see proc(5)."""
    mounts = []
    for line in text.splitlines():
        own, _, source = line.partition(" - ")
        fields, kind = own.split(" "), source.split(" ")[0]
        if len(fields) > 4 and kind:
            mounts.append(Mount(PurePosixPath(_ESCAPED.sub(_unescaped, fields[4])), kind))
    return mounts


def read_mount_command(text: str) -> Sequence[Mount]:
    """The mounts that ``mount`` prints on a Mac: ``//clerk@server/share on /Volumes/share (smbfs, nodev)``."""
    found = map(_MAC_LINE.fullmatch, text.splitlines())
    return [Mount(PurePosixPath(match["point"]), match["kind"]) for match in found if match]


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 8))


def _mounts() -> Sequence[Mount]:
    try:
        if sys.platform == "darwin":
            told = subprocess.run(["/sbin/mount"], capture_output=True, check=False, text=True, timeout=_PATIENCE)
            return read_mount_command(told.stdout)
        return read_mountinfo(Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape"))
    except (OSError, subprocess.TimeoutExpired):
        return ()


def _drive_type(root: str) -> int:
    import ctypes  # noqa: PLC0415  # only Windows has what is asked of it

    windows = getattr(ctypes, "windll", None)
    return int(windows.kernel32.GetDriveTypeW(root)) if windows else 0
