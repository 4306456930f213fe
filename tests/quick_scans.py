"""Publishing in one process, spared what comes out the same each time: the theme's scripts are long to read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from os import devnull

import pytest

from shuxiang.release.sealing import sealed
from shuxiang.release.sealing.loads import Load

ENDINGS = (".js", ".css")


@contextmanager
def quick_scans() -> Iterator[None]:
    """While the block runs, a text is read once, and the system's certificates, which nobody needs, not at all.

    What a text loads depends on nothing but the text; each file is still looked at each time.
    """
    with pytest.MonkeyPatch.context() as patch:
        for ending in ENDINGS:
            patch.setitem(sealed._SCANS, ending, _once(sealed._SCANS[ending]))
        patch.setenv("SSL_CERT_FILE", devnull)
        patch.setenv("SSL_CERT_DIR", devnull)
        yield


def _once(scan: Callable[[str], Iterator[Load]]) -> Callable[[str], Iterator[Load]]:
    found = cache(lambda text: tuple(scan(text)))
    return lambda text: iter(found(text))
