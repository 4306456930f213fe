from __future__ import annotations

import os
import re
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forked import exit_code
from shuxiang.cli.ledger.roster import cards as issuing
from shuxiang.cli.ledger.roster.card_files import CardFiles
from shuxiang.core.card import parse_key, signing_key

KEY = re.compile(r'<dd class="key">([0-9A-Z-]{24})</dd>')
NUMBER = re.compile(r'<span class="number">([^<]+)</span>')


def cards(office: Any) -> list[Path]:
    return sorted((office.folder / "cards").glob("*"))


def keys_on(path: Path) -> dict[str, str]:
    """The keys on the cards of a file, by number."""
    text = path.read_text(encoding="utf-8")
    return dict(zip(NUMBER.findall(text), KEY.findall(text), strict=True))


def active(office: Any) -> dict[str, bytes]:
    """What signs for each member, by number."""
    members = office.ledger().members.values()
    return {member.number: member.active_key.signing for member in members if member.active_key}


def hold(office: Any, path: Path) -> bool:
    """Whether the keys on the cards are those that sign."""
    signing = active(office)
    return all(signing.get(number) == signing_key(number, key) for number, key in keys_on(path).items())


def test_everyone_without_a_card_gets_one_that_signs(office: Any) -> None:
    office.enroll(keys=False)
    said = office.run("roster", "keys")
    (path,) = cards(office)

    assert (said.code, said.err) == (0, "")
    assert f"已发 6 张卡：data{os.sep}ledger{os.sep}cards{os.sep}{path.name}" in said.out
    assert "http://study.example/card/" in said.out
    assert len(keys_on(path)) == 6
    assert all(parse_key(number, key) == key for number, key in keys_on(path).items())
    assert hold(office, path)
    assert "没有要发卡的委员。" in office.run("roster", "keys").out


def test_the_file_is_for_its_owner_and_remembered_by_its_members(office: Any) -> None:
    office.enroll(keys=False)
    office.run("roster", "keys", "0001")
    (path,) = cards(office)

    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert ("m0001", str(path.resolve())) in remembered(office)


def remembered(office: Any) -> set[tuple[str, str]]:
    from shuxiang.store.schema import named_files  # noqa: PLC0415

    with office.store.engine.connect() as connection:
        return {(row.member, row.path) for row in connection.execute(named_files.select())}


def test_a_key_stands_on_its_card_and_nowhere_else(office: Any) -> None:
    office.enroll(keys=False)
    said = office.run("roster", "keys")
    (path,) = cards(office)
    others = [file for file in office.root.rglob("*") if file.is_file() and file != path]
    kept = b"".join(file.read_bytes() for file in others) + (said.out + said.err).encode()

    assert others
    for key in keys_on(path).values():
        assert not any(form.encode() in kept for form in (key, key.replace("-", ""), key.lower()))


def test_a_second_card_ends_the_first_and_asks_before(office: Any) -> None:
    office.enroll()
    before = active(office)
    asked = office.run("roster", "keys", "0001", "0002")
    assert "以下 2 位手里已经有卡，发了新卡，旧卡就作废：" in asked.out
    assert active(office) == before
    assert cards(office) == []

    office.run("roster", "keys", "0001", "--yes")
    (path,) = cards(office)
    assert hold(office, path)
    assert [key.revoked for key in office.ledger().numbered()["0001"].keys] == [True, False]
    assert active(office)["0002"] == before["0002"]


def test_a_revoked_card_signs_no_more_and_a_new_one_is_given_when_wanted(office: Any) -> None:
    office.enroll()
    office.run("roster", "revoke", "0001", "--yes")
    assert "0001" not in active(office)
    assert "没有新卡的有 1 位，要补发加 --revoked" in office.run("roster", "keys").out
    assert "没有变化。" in office.run("roster", "revoke", "0001", "--yes").out

    office.run("roster", "keys", "--revoked", "--small", "-o", "新卡.html")
    assert list(keys_of_small(office.root / "新卡.html")) == ["0001"]
    assert cards(office) == []
    assert "0001" in active(office)


def keys_of_small(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8")
    return dict(zip(NUMBER.findall(text), re.findall(r'<p class="key">([^<]+)</p>', text), strict=True))


def test_all_get_new_cards(office: Any) -> None:
    office.enroll()
    before = active(office)
    office.run("roster", "keys", "--all", "--yes")
    assert active(office).keys() == before.keys()
    assert not set(active(office).values()) & set(before.values())


def test_who_has_left_gets_none(office: Any) -> None:
    office.enroll(keys=False)
    office.run("roster", "leave", "0001", "--yes")
    said = office.run("roster", "keys", "0001")
    assert said.code == 1
    assert "这个编号的委员已经离开，没有发卡。" in said.err
    office.run("roster", "keys")
    assert "0001" not in active(office)


def test_the_address_is_the_offices_own_where_it_has_one(office: Any) -> None:
    office.enroll(keys=False)
    office.folder.mkdir(parents=True, exist_ok=True)
    settings = "address: http://10.0.0.8/书香/\noffice: 某某办公室\n"
    (office.folder / "settings.yml").write_text(settings, encoding="utf-8")
    office.run("roster", "keys", "0001")
    text = cards(office)[0].read_text(encoding="utf-8")
    assert "http://10.0.0.8/%E4%B9%A6%E9%A6%99/card/#0001." in text
    assert "某某办公室" in text


def test_without_an_address_no_key_is_made(office: Any) -> None:
    office.enroll(keys=False)
    config = office.root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("site_url: http://study.example/\n", ""), "utf-8")
    said = office.run("roster", "keys")
    assert said.code == 1
    assert "address: http://网站的网址/" in said.err
    assert active(office) == {}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-o", "docs/卡.html"), "不能写到文档文件夹里"),
        (("-o", "卡.pdf"), "不是以 .html 或 .htm 结尾"),
        (("-o", "没有/卡.html"), "所在的文件夹不存在"),
        (("-o", "旧卡.html"), "已经存在，没有覆盖。"),
        (("0001", "--all"), "写了编号，就不要再写"),
        (("9999",), "名册里没有这个编号"),
    ],
)
def test_what_will_not_do_makes_no_key(office: Any, words: tuple[str, ...], message: str) -> None:
    office.enroll(keys=False)
    (office.root / "旧卡.html").write_text("", encoding="utf-8")
    said = office.run("roster", "keys", *words)
    assert said.code == 1
    assert message in said.err
    assert active(office) == {}
    assert cards(office) == []


def killed(run: Callable[[], object]) -> None:
    """Run in a process that kills itself on the way."""
    assert exit_code(run) == -signal.SIGKILL


def kill_itself(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied on POSIX only")


@needs_fork
def test_a_cut_after_the_cards_are_written_leaves_no_card_that_does_not_sign(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enroll(keys=False)
    with monkeypatch.context() as patch:
        patch.setattr("shuxiang.store.run.Run.add", kill_itself)
        killed(lambda: office.run("roster", "keys"))
    assert [path.suffix for path in cards(office)] == [".part"]
    assert active(office) == {}

    office.run("roster", "keys")
    (path,) = cards(office)
    assert path.suffix == ".html"
    assert hold(office, path)
    assert len(active(office)) == 6


@needs_fork
@pytest.mark.parametrize("words", [(), ("-o", "卡.html")])
def test_a_cut_after_the_keys_are_entered_loses_no_card(
    office: Any, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    office.enroll(keys=False)
    with monkeypatch.context() as patch:
        patch.setattr(CardFiles, "finish", kill_itself)
        patch.setattr(issuing, "write_named", kill_itself)
        killed(lambda: office.run("roster", "keys", *words))
    assert len(active(office)) == 6

    said = office.run("roster", "keys")
    (path,) = cards(office)
    assert "上一次发卡中断了，密钥已经登记，卡片补写到" in said.out
    assert path.suffix == ".html"
    assert len(keys_on(path)) == 6
    assert hold(office, path)
    assert ("m0001", str(path.resolve())) in remembered(office)


def test_a_card_that_cannot_be_put_where_it_is_wanted_is_kept(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    office.enroll(keys=False)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(issuing, "write_named", full)
    assert "磁盘空间不足" in office.run("roster", "keys", "-o", "卡.html").err
    office.run("roster", "keys")
    (path,) = cards(office)
    assert hold(office, path)
