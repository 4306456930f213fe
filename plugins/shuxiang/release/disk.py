"""What a disk refuses, as a sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shuxiang.core.update import Reason
from shuxiang.release.errors import ReleaseError

_SENTENCES = {
    errno.ENOSPC: "磁盘空间不足，写不进 {path}。请清理出空间后再运行一次。",
    errno.EDQUOT: "磁盘配额已用完，写不进 {path}。请清理或增加配额后再运行一次。",
    errno.EROFS: "{path} 所在的磁盘是只读的。请检查挂载方式后再运行一次。",
    errno.EACCES: "没有权限读写 {path}。请检查它的所有者和权限后再运行一次。",
    errno.EPERM: "没有权限读写 {path}。请检查它的所有者和权限后再运行一次。",
    errno.ENOTDIR: "{path} 的路径里有一处是文件，不是文件夹。请检查写的路径。",
    errno.ENAMETOOLONG: "路径太长：{path}。请换一个短一些的文件夹。",
    errno.EIO: "读写 {path} 时磁盘出错。请检查磁盘或网络共享后再运行一次。",
    errno.ESTALE: "与 {path} 的连接断了。请重新挂载后再运行一次。",
    errno.EHOSTDOWN: "与 {path} 的连接断了。请检查网络后再运行一次。",
}

_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), Reason.FULL),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), Reason.FORBIDDEN),
    **dict.fromkeys((errno.ESTALE, errno.EHOSTDOWN, errno.EIO), Reason.UNREACHABLE),
}


@contextmanager
def said(path: Path) -> Iterator[None]:
    """Turn what the disk refuses during the block into a ReleaseError about ``path``."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, Reason.OTHER)
        raise ReleaseError(_sentence(error).format(path=path), reason) from error


def _sentence(error: OSError) -> str:
    reason = (error.strerror or str(error)).replace("{", "").replace("}", "")
    return _SENTENCES.get(error.errno or 0) or "读写 {path} 时出错（" + reason + "）。请处理后再运行一次。"
