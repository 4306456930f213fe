"""For all tests: what time an example takes proves nothing, twenty-five examples a run do, and builds are quick."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from quick_builds import quick_builds

settings.register_profile("suite", deadline=None, max_examples=25)
settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def _quick_builds() -> Iterator[None]:
    with quick_builds():
        yield
