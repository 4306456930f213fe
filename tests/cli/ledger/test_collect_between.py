"""Between the files of one command the ledger may become another: then it is looked at again."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from shuxiang.cli.ledger import collect
from shuxiang.core.ledger.event import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from conftest import SmallOffice


def test_a_ledger_restored_between_two_files_with_as_many_events_is_looked_at_again(
    office: SmallOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enroll()
    database, other = office.folder / "ledger.db", office.folder / "other.db"
    shutil.copy(database, other)
    for name in ("甲.txt", "乙.txt"):
        (office.root / name).write_text(office.receipt("0001", note="石桥的桥"), encoding="utf-8")
    (office.root / "别人的.txt").write_text(office.receipt("0002", record="ABCD2345"), encoding="utf-8")
    shutil.move(database, office.root / "kept.db")
    shutil.move(other, database)
    assert office.run("collect", "别人的.txt").code == 0
    length = office.store.last()
    shutil.move(database, other)
    shutil.move(office.root / "kept.db", database)
    report = collect.report

    def restored(*told: object) -> Iterator[str]:
        if other.exists():
            assert office.store.last() == length
            shutil.move(other, database)
        return report(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(collect, "report", restored)
    said = office.run("collect", "甲.txt", "乙.txt")
    assert said.code == 0
    assert "乙.txt：找到 1 份回执。\n  新登记 1 条" in said.out
    entered = [event.member for event in office.store.events() if event.kind is Kind.CHECKED_IN]
    assert entered == ["m0002", "m0001"]
