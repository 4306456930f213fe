from __future__ import annotations

from typing import Any

import pytest

from ledger_desk import checked_in, told
from shuxiang.core.ledger.event import Kind, NewEvent


@pytest.fixture
def old(office: Any) -> Any:
    """The office, six years on: one left in the first, receipts of the first and the last."""
    office.enroll()
    office.enter([checked_in("m0001", note="六年前"), checked_in("m0002", note="六年前")], "collect")
    office.enter([NewEvent(Kind.LEFT, "m0002", data={"on": "2026-12-01"})])
    office.enter([checked_in("m0001", note="今年")], "collect", "2032-11-01")
    return office


def notes(office: Any) -> list[str]:
    return [event.told("note") for event in office.store.events() if event.kind is Kind.CHECKED_IN]


def test_years_must_be_decided_first(old: Any) -> None:
    said = old.run("expire", "--yes", today="2032-11-20")
    assert said.code == 1
    assert "retention_years: 5" in said.err
    assert old.run("expire", "--years", "0").code == 1


def test_what_is_older_is_shown_and_nothing_is_done_unasked(old: Any) -> None:
    before = told(old.store.events())
    said = old.run("expire", "--years", "5", today="2032-11-20")

    assert said.code == 0
    assert "2027-11-20 以前登记的" in said.out
    assert "0002 乙某" in said.out
    assert told(old.store.events()) == before


def test_with_consent_it_goes_and_members_in_office_stay(old: Any) -> None:
    (old.folder / "settings.yml").write_text("retention_years: 5\n", encoding="utf-8")
    said = old.run("expire", "--yes", today="2032-11-20")

    assert (said.code, said.err) == (0, "")
    assert notes(old) == ["", "", "今年"]
    members = old.ledger().members
    assert (members["m0001"].name, members["m0002"].forgotten) == ("甲某", True)
    assert members["m0001"].active_key
    assert old.run("verify").code == 0
    assert "六年前".encode() not in b"".join(path.read_bytes() for path in old.folder.glob("ledger.db*"))


def test_a_second_time_there_is_nothing_to_do(old: Any) -> None:
    old.run("expire", "--years", "5", "--yes", today="2032-11-20")
    before = told(old.store.events())

    assert "没有要清除的" in old.run("expire", "--years", "5", "--yes", today="2032-11-20").out
    assert told(old.store.events()) == before


def test_files_that_may_hold_what_goes_are_listed_and_those_of_who_left_are_deleted(old: Any) -> None:
    for name, member in {"留.docx": "m0001", "走.docx": "m0002", "别人.docx": "m0003"}.items():
        (old.folder / name).touch()
        old.store.note_file(str(old.folder.resolve() / name), [member])
    said = old.run("expire", "--years", "5", "--yes", today="2032-11-20")

    going, _, staying = said.out.partition("可能还写着要清除的内容")
    assert "走.docx" in going
    assert "留.docx" in staying
    assert "别人.docx" not in said.out
    assert (old.folder / "留.docx").exists()
    assert not (old.folder / "走.docx").exists()
