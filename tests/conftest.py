"""For all tests: what time an example takes proves nothing, twenty-five examples a run do, and builds are quick."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis.internal import charmap
from hypothesis.internal.intervalsets import IntervalSet

from quick_builds import quick_builds

settings.register_profile("suite", deadline=None, max_examples=25)
settings.load_profile("suite")

UTF_8 = (IntervalSet(((0, 0xD7FF), (0xE000, sys.maxunicode))), IntervalSet(()))
"""What UTF-8 can write, all but the surrogates, and what of it does not come back: nothing.

Hypothesis tries every character to find that out, for two seconds in each process of a fresh clone.
"""

_found = charmap.intervals_from_codec
charmap.intervals_from_codec = lambda name: UTF_8 if name == "utf-8" else _found(name)


@pytest.fixture(scope="session", autouse=True)
def _quick_builds() -> Iterator[None]:
    with quick_builds():
        yield
