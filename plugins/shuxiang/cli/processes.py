"""Whether a process is still running."""

from __future__ import annotations

import os
import sys


def is_running(process: int) -> bool:
    """Tell whether a process with this number exists, whoever owns it."""
    return _exists_on_windows(process) if sys.platform == "win32" else _exists(process)


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _exists_on_windows(process: int) -> bool:
    """Ask the kernel: on Windows os.kill(process, 0) would send Ctrl-C instead of asking."""
    import ctypes  # noqa: PLC0415  # slow to import and of use on Windows only

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    synchronize, wait_timeout = 0x00100000, 0x00000102
    handle = kernel.OpenProcess(synchronize, False, process)  # noqa: FBT003
    if not handle:
        return False
    still_running = kernel.WaitForSingleObject(handle, 0) == wait_timeout
    kernel.CloseHandle(handle)
    return bool(still_running)
