"""An Office file whose bytes depend on nothing but what is in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def steady_package(saved: bytes, amended: Callable[[str, bytes], bytes] = lambda _name, part: part) -> bytes:
    """The package without the time of day in its zip directory; ``amended`` may change a part, told by its name."""
    steady = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _FIRST_DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3
            new.writestr(part, amended(name, old.read(name)))
    return steady.getvalue()
