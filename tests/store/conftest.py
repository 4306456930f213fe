"""A ledger of its own for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_desk import Desk, checked_in, not_waiting_for_the_disk


@pytest.fixture(scope="module", autouse=True)
def _not_waiting() -> Iterator[None]:
    with not_waiting_for_the_disk():
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty ledger."""
    return Desk(tmp_path / "ledger")


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = Desk(tmp_path_factory.mktemp("filled"))
    desk.enroll()
    desk.enter(
        checked_in("m1", note="石桥的桥"), checked_in("m2", note="水渠"), checked_in("m3"), source="聊天记录.txt"
    )
    return desk.folder


@pytest.fixture
def full(_filled: Path, tmp_path: Path) -> Desk:
    """Three people, and receipts of theirs as events 11 to 13."""
    shutil.copytree(_filled, tmp_path / "ledger")
    return Desk(tmp_path / "ledger")
