"""A copy of the test's own process, which may be killed at a moment that the test chooses."""

from __future__ import annotations

import gc
import os
import signal
import traceback
import warnings
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 60


def exit_code(action: Callable[[], object]) -> int:
    """Run the action in a copy of this process: 0 when it came to its end, 1 when it raised, -9 when it was killed.

    Whatever happens the copy ends here: it never goes on with the tests, and one that has come to a standstill is
    ended by its alarm (-14).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python 3.12 warns of threads, which the child has no use for
        child = os.fork()
    if not child:
        _act(action)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _act(action: Callable[[], object]) -> NoReturn:
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(PATIENCE_SECONDS)
        gc.disable()  # what it would collect is the parent's to close
        action()
    except BaseException:  # noqa: BLE001  # whatever it is, the parent's tests must not go on here
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
