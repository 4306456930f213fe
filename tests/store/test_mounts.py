"""A ledger in one file may lie on this machine's own disk only."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from shuxiang.store.mounts import Mount, is_remote, is_remote_drive, read_mount_command, read_mountinfo

LINUX = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
36 27 0:40 / /srv/share rw,relatime - cifs //server/share rw,vers=3.0
37 36 8:1 / /srv/share/own rw,relatime - xfs /dev/sdb1 rw
38 27 0:41 / /mnt/书\040香 rw - fuse.sshfs clerk@server: rw
40 27 0:43 / /home rw - autofs systemd-1 rw
41 40 0:44 / /home rw - nfs4 server:/home rw
42 27 0:45 / /mnt/data rw - nfs server:/data rw
43 42 8:2 / /mnt/data rw - ext4 /dev/sdc1 rw
not a mount
"""
MAC = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//clerk@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by clerk)
/dev/disk4s1 on /Volumes/U disk (exfat, local, nodev)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/root/study/data/ledger", False),
        ("/srv/share/study", True),
        ("/srv/shared/study", False),
        ("/srv/share/own/study", False),
        ("/mnt/书 香/study", True),
        ("/home/clerk/study", True),
        ("/mnt/data/study", False),
    ],
)
def test_on_linux_the_innermost_and_latest_mount_says_whose_disk_it_is(path: str, remote: bool) -> None:  # noqa: FBT001
    assert is_remote(PurePosixPath(path), read_mountinfo(LINUX)) is remote


@pytest.mark.parametrize(
    ("path", "remote"),
    [("/Users/clerk/study", False), ("/Volumes/share/study", True), ("/Volumes/U disk/x", False)],
)
def test_on_a_mac_the_mount_command_says_it(path: str, remote: bool) -> None:  # noqa: FBT001
    assert is_remote(PurePosixPath(path), read_mount_command(MAC)) is remote


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "fuse.sshfs", "davfs", "ceph", "NFS"]
)
def test_file_systems_of_the_network_are_known(kind: str) -> None:
    assert is_remote(PurePosixPath("/a/b"), [Mount(PurePosixPath("/"), "ext4"), Mount(PurePosixPath("/a"), kind)])


@pytest.mark.parametrize(
    "kind", ["ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs", "ntfs3", "fuseblk", "9p"]
)
def test_disks_of_this_machine_are_let_through(kind: str) -> None:
    assert not is_remote(PurePosixPath("/a/b"), [Mount(PurePosixPath("/"), kind)])


def test_what_is_not_known_is_let_through() -> None:
    assert not is_remote(PurePosixPath("/a"), [])


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        (r"C:\study\data", False),
        (r"Z:\study\data", True),
        (r"\\server\share\study", True),
        (r"\\?\UNC\server\share\study", True),
        (r"\\?\C:\study", False),
        (r"\\?\Z:\study", True),
    ],
)
def test_on_windows_shares_and_mapped_drives_are_remote(path: str, remote: bool) -> None:  # noqa: FBT001
    kinds = {"C:\\": 3, "Z:\\": 4}

    assert is_remote_drive(PureWindowsPath(path), kinds.__getitem__) is remote
