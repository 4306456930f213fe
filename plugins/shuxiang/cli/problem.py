"""What went wrong, as one sentence for the person who ran the command."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

INTERRUPTED = 130
FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class Problem(Exception):  # noqa: N818  # a word people use, not an error in the program
    """A sentence in Chinese that says what is wrong and what to do, and the exit code that goes with it."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def guarded(action: Callable[[], int]) -> int:
    """Run `action` for its exit code; whatever goes wrong becomes a sentence on standard error.

    Exit codes: 1 a problem with a name, 2 an error of the program itself, 130 interrupted with Ctrl-C,
    141 nobody reads what is printed any more.
    """
    try:
        return action()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Problem as problem:
        return _tell(str(problem), problem.code)
    except BrokenPipeError:  # whoever was reading, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except OSError as error:
        sentence = _about_the_disk(error)
        return _tell(sentence, 1) if sentence else _tell(_unexpected(error), 2)
    except Exception as error:  # noqa: BLE001  # the last place that can turn it into a sentence
        return _tell(_unexpected(error), 2)


def _tell(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201
    return code


def _about_the_disk(error: OSError) -> str | None:
    if error.errno in FULL:
        return "磁盘空间不足，没有完成。请清理出空间后再运行一次。"
    if error.errno in FORBIDDEN:
        return f"没有权限读写 {error.filename}。请检查它的所有者和权限后再运行一次。"
    return None


def _unexpected(error: Exception) -> str:
    reason = f"程序出错：{type(error).__name__}: {error}"
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="shuxiang-", suffix=".log", delete=False
        ) as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return f"{reason}。（详细经过也没能写入临时目录。）"
    return f"{reason}。详细经过已写入 {log.name}，请把它交给维护人员。"
