"""What a database complains of, in the organizer's words; never in its own, which may quote what it holds."""

from __future__ import annotations

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from shuxiang.store.errors import DamagedError, StoreError

_FULL = "磁盘空间不足，没有完成，台账没有改动。请清理出空间后再运行一次。"
_LOCKED = "台账正被另一个命令使用，等了很久还没有用完。请等它做完，再运行一次。"
_FORBIDDEN = (
    "没有权限读写台账的数据库，没有完成。请检查 data/ledger 文件夹和里面 ledger.db 的所有者和权限，"
    "磁盘是不是只读，再运行一次。"
)
_DAMAGED = "台账的数据库读不出来，可能已损坏。请不要改动它，用 python3 scripts/ledger.py restore 从备份恢复。"
_NO_DISK = (
    "读写台账时磁盘出错，没有完成。请检查磁盘是否正常，再运行一次；还是不行，"
    "就换一块磁盘，用 python3 scripts/ledger.py restore 从备份恢复。"
)
_REFUSED = "数据库不让登录，台账没有改动。请核对 settings.yml 里 database 的用户、密码、库名和数据库那边的权限。"
_SILENT = "连不上数据库，台账没有改动。请核对 settings.yml 里 database 的主机和端口，看看数据库开着没有。"

_SAID = (
    ("locked", StoreError, _LOCKED),
    ("readonly", StoreError, _FORBIDDEN),
    ("unable to open", StoreError, _FORBIDDEN),
    ("authorization denied", StoreError, _FORBIDDEN),
    ("malformed", DamagedError, _DAMAGED),
    ("not a database", DamagedError, _DAMAGED),
    ("disk is full", StoreError, _FULL),
    ("disk i/o error", StoreError, _NO_DISK),
)
_CODES = {
    "53100": _FULL,
    "55P03": _LOCKED,
    "42501": _REFUSED,
    "3D000": _REFUSED,
    "28000": _REFUSED,
    "28P01": _REFUSED,
    "25006": "数据库现在只能读，台账没有改动。请让管理数据库的人看看它是不是备用库。",
}
"""By PostgreSQL's own error codes, https://www.postgresql.org/docs/current/errcodes-appendix.html."""


def explain(context: ExceptionContext) -> None:
    """Listen to an engine's ``handle_error``: what the database says becomes a StoreError."""
    error = context.original_exception
    if context.sqlalchemy_exception is None or isinstance(context.sqlalchemy_exception, DBAPIError):
        raise trouble(error) from None


def trouble(error: BaseException) -> StoreError:
    """The error in our words; of its own only the kind is told."""
    code = _code(error)
    if code in _CODES:
        return StoreError(_CODES[code])
    said = str(error).lower()
    for word, kind, sentence in _SAID if not code else ():
        if word in said:
            return kind(sentence)
    if not code and type(error).__name__ == "InterfaceError":
        return StoreError(_SILENT)
    detail = f"{type(error).__name__}{' ' + code if code else ''}"
    return StoreError(f"数据库没有完成（{detail}），台账没有改动。请检查数据库是否正常，再运行一次。")


def _code(error: BaseException) -> str:
    """PostgreSQL's code of the error, which pg8000 hands on as ``C``."""
    told = error.args[0] if error.args else None
    return str(told.get("C", "")) if isinstance(told, dict) else ""
