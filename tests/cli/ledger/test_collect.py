"""``ledger.py collect`` and ``nickname``, as a clerk uses them."""

from __future__ import annotations

import hashlib
import io
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shuxiang.cli.ledger.commands import main
from shuxiang.core.card import signing_key
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.store.run import Run

if TYPE_CHECKING:
    from conftest import SmallOffice
    from shuxiang.core.ledger.event import LedgerEvent

CHAT = "聊天记录.txt"
PEOPLE = {"0001": "甲某", "0002": "乙某", "0003": "丙某", "0004": "丁某", "0005": "戊某", "0006": "己某"}


@pytest.fixture
def members(office: SmallOffice) -> SmallOffice:
    """The office with its roster; of the six the last two have cards that are revoked."""
    events: list[NewEvent] = []
    for number, name in PEOPLE.items():
        told = {"number": number, "name": name, "contact": ""}
        data = {"on": "2026-11-02", "group": "第一小组", "sector": ""}
        signing = {"signing": signing_key(number, office.key(number)).hex()}
        events.append(NewEvent(Kind.JOINED, f"m{number}", data=data, private=told))
        events.append(NewEvent(Kind.KEY_ISSUED, f"m{number}", data={"key": f"k{number}"}, private=signing))
    events += [NewEvent(Kind.KEY_REVOKED, f"m{number}", data={"key": f"k{number}"}) for number in ("0005", "0006")]
    office.enter(events, "roster")
    return office


def write(office: SmallOffice, text: str, name: str = CHAT) -> Path:
    path = office.root / name
    path.write_text(text, encoding="utf-8")
    return path


def checkins(office: SmallOffice) -> list[LedgerEvent]:
    return [event for event in office.store.events() if event.kind is Kind.CHECKED_IN]


def undoing(run: int) -> str:
    return f"这一次是台账第 {run} 号；弄错了可以撤销：python3 scripts/ledger.py undo {run}\n"


def test_a_week_of_the_group_chat(members: SmallOffice) -> None:
    one, two = members.receipt("0001", note="很受启发"), members.receipt("0002", acts="学悟", record="AAAAAAA2")
    plain = members.receipt("", record="AAAAAAA3")
    chat = [
        f"甲某 2026/11/12 20:05\n老师好\n{one}\n",
        f"乙某 2026/11/12 20:06\n「甲某：{one[:60]}…」\n- - - - - - -\n我也交一份\n{two}\n",
        f"爱读书的人 2026/11/12 20:07\n{plain}\n",
        f"己某 2026/11/12 20:08\n{members.receipt('', record='AAAAAAA4')}\n",
        f"丙某 2026/11/12 20:09\n{members.receipt('0003').replace('学', '学用')}\n",
        f"丁某 2026/11/12 20:10\n{members.receipt('0004', slot='law/2026-11', record='AAAAAAA6')}\n",
        f"戊某 2026/11/12 20:11\n{members.receipt('0005', record='AAAAAAA7')}\n",
        f"外单位 2026/11/12 20:12\n{members.receipt('0077', record='AAAAAAA8')}\n",
        f"甲某 2026/11/12 20:13\n{one}\n",
    ]
    write(members, "\n".join(chat))
    said = members.run("collect", CHAT)
    assert said.out == (
        "聊天记录.txt：找到 9 份回执。\n"
        "  新登记 2 条，重复 1 份，没有登记 3 份，等您决定 3 份。\n"
        "没有登记的：\n"
        "  第 49 行：签名对不上：内容被改动过，或者不是用这个编号的卡签的。\n"
        "      请本人核对“我的卡”里的编号，重新点“复制回执”再发一次。\n"
        "  第 59 行：期次不在本单位的学习计划里，可能是别处的回执。\n"
        "      如果是本单位的，请检查学习计划（docs/programme）是不是改过。\n"
        "  第 69 行：签名用的是已经作废的卡。\n"
        "      请本人在“我的卡”里换上新卡，重新点“复制回执”再发一次。\n"
        "没有签名、要由您认人的昵称 2 个（核实以后，照下面的命令写一次）：\n"
        "  “爱读书的人”，1 份，第 31 行\n"
        '      python3 scripts/ledger.py nickname "爱读书的人" 编号\n'
        "  “己某”，1 份，第 40 行，像是 0006（昵称谁都能改，请核实）\n"
        '      python3 scripts/ledger.py nickname "己某" 0006\n'
        "  不是本单位委员的：python3 scripts/ledger.py nickname --ignore 昵称\n"
        "名册里没有的编号 1 个：\n"
        "  0077，1 份，第 79 行\n"
        "  是新委员的，请先加进名册（python3 scripts/ledger.py roster import 名册.xlsx），"
        "再发卡（python3 scripts/ledger.py roster keys）；不是本单位的，不用处理。\n"
        "决定以后，把同一个文件再收一次就行，已经登记的不会重复。\n"
        "这一次是台账第 16 号；弄错了可以撤销：python3 scripts/ledger.py undo 16\n"
    )
    assert (said.code, said.err) == (1, "")
    assert {event.member: event.line for event in checkins(members)} == {"m0001": 3, "m0002": 21}


def test_a_decision_about_a_nickname_enters_what_was_waiting(members: SmallOffice) -> None:
    text = f"爱读书的人：\n{members.receipt('')}\n路人：\n{members.receipt('', record='AAAAAAA3')}\n"
    write(members, text)
    assert members.run("nickname", "--list").out.startswith("还没有认过昵称。")
    assert members.run("nickname", "爱读书的人", "0005").out == (
        "记下了：昵称“爱读书的人”是 0005。\n"
        "请把聊天记录再收一次，这个昵称的回执就会照此处理。\n"
        "以前登记的不变；登记错了的，请用 python3 scripts/ledger.py undo 撤销。\n"
    )
    assert members.run("nickname", "--ignore", " 路人 ").out.startswith("记下了：昵称“路人”不算本单位委员。")
    said = members.run("collect", CHAT)
    found = f"{CHAT}：找到 2 份回执。\n  新登记 1 条，按决定不算 1 份。\n"
    assert (said.code, said.out) == (0, found + undoing(20))
    assert [event.member for event in checkins(members)] == ["m0005"]
    assert members.run("nickname", "--list").out == "认过的昵称 2 个：\n  0005  “爱读书的人”\n  不算  “路人”\n"
    before = members.store.last()
    assert "没有变化" in members.run("nickname", "爱读书的人", "0005").out
    assert members.store.last() == before


def test_a_decision_that_is_not_whole_is_not_taken(members: SmallOffice) -> None:
    for words in (("爱读书的人",), ("\u200b", "0005"), (), ("--ignore",), ("爱读书的人", "0005", "--ignore")):
        said = members.run("nickname", *words)
        assert (said.code, said.err[:10]) == (1, "请写明昵称和编号，例")


def test_a_nickname_is_given_to_members_only(members: SmallOffice) -> None:
    sentence = "名册里没有这个编号。请用 python3 scripts/ledger.py roster list 核对。\n"
    assert members.run("nickname", "爱读书的人", "0777").err == sentence
    assert members.run("nickname", "爱读书的人", "？").code == 1
    assert "没有签名的回执仍然不登记" in members.run("nickname", "爱读书的人", "0001").out


def test_a_strange_nickname_is_shown_as_it_can_be_typed(members: SmallOffice) -> None:
    for name, shown in (("-甲$", "-- '-甲$'"), ("甲 乙", '"甲乙"')):
        write(members, f"{name}：{members.receipt('')}")
        assert f"ledger.py nickname {shown} 编号\n" in members.run("collect", CHAT).out
    assert main(["nickname", "--today", "2026-11-20", "--", "-甲$", "0005"]) == 0


def test_the_same_file_again_changes_nothing(members: SmallOffice) -> None:
    write(members, f"{members.receipt('0001')}\n{members.receipt('0002')}\n")
    members.run("collect", CHAT)
    before = members.store.last()
    said = members.run("collect", CHAT)
    assert (said.code, said.out) == (0, f"{CHAT}：找到 2 份回执。\n  新登记 0 条，重复 2 份。\n")
    assert members.store.last() == before


def test_a_slot_that_has_gone_from_the_plan_is_not_taken_for_another_office_s(members: SmallOffice) -> None:
    write(members, f"{members.receipt('0001')}\n爱读书的人：{members.receipt('', record='AAAAAAA3')}\n")
    members.run("nickname", "爱读书的人", "0005")
    members.run("collect", CHAT)
    programme = members.root / "docs" / "programme" / "2026.yml"
    said = programme.read_text(encoding="utf-8").replace("starts: 2026-11-02", "starts: 2026-11-16")
    programme.write_text(said, encoding="utf-8")
    assert members.run("collect", CHAT).out == f"{CHAT}：找到 2 份回执。\n  新登记 0 条，重复 2 份。\n"


def test_a_newer_version_is_told_as_one(members: SmallOffice) -> None:
    write(members, members.receipt("0001"))
    members.run("collect", CHAT)
    write(members, members.receipt("0001", at="2026-11-13 08:00", note="补一句"))
    assert "新登记 0 条，更新 1 条。" in members.run("collect", CHAT).out
    write(members, members.receipt("0001", at="2026-11-12 19:00"))
    assert "新登记 0 条，较早的 1 条（记下了，以新的为准）。" in members.run("collect", CHAT).out
    (row,) = members.ledger().rows.values()
    assert row.note == "补一句"


def test_each_file_is_a_run_that_tells_its_name_and_digest(members: SmallOffice) -> None:
    paths = [write(members, members.receipt(number), f"{number}.txt") for number in ("0001", "0002")]
    members.run("collect", "0001.txt", "0002.txt", "0001.txt")
    runs = [event for event in members.store.events() if event.kind is Kind.RUN][-2:]
    assert [run.told("input") for run in runs] == ["0001.txt", "0002.txt"]
    assert [run.data["digest"] for run in runs] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert [run.data["command"] for run in runs] == ["collect", "collect"]


def test_versions_in_two_files_of_one_command_hang_together(members: SmallOffice) -> None:
    write(members, members.receipt("0001"), "a.txt")
    write(members, members.receipt("0001", at="2026-11-13 08:00"), "b.txt")
    members.run("collect", "a.txt", "b.txt")
    first, second = checkins(members)
    assert second.data["amends"] == first.seq


def test_a_trial_tells_the_same_and_enters_nothing(members: SmallOffice) -> None:
    write(members, members.receipt("0001"), "a.txt")
    write(members, members.receipt("0001", at="2026-11-13 08:00"), "b.txt")
    before = members.store.last()
    tried = members.run("collect", "--dry-run", "a.txt", "b.txt")
    assert members.store.last() == before
    done = members.run("collect", "a.txt", "b.txt")
    assert tried.out == done.out.replace(undoing(16), "").replace(undoing(19), "") + "只是看看，没有登记。\n"


def test_nothing_is_entered_half(members: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    write(members, f"{members.receipt('0001')}\n{members.receipt('0002', note='心得的原文')}")
    before = members.store.last()
    add = Run.add

    def fail_at_the_second(run: Run, event: NewEvent) -> int:
        if event.member == "m0002":
            raise ValueError(str(event.private))
        return add(run, event)

    monkeypatch.setattr(Run, "add", fail_at_the_second)
    said = members.run("collect", CHAT)
    assert said.code == 2
    assert "台账没有改动" in said.err
    assert "心得的原文" not in said.err
    assert members.store.last() == before


def test_without_a_roster_there_is_nothing_to_collect_for(office: SmallOffice) -> None:
    write(office, office.receipt("0001"))
    said = office.run("collect", CHAT)
    assert (said.code, said.err) == (
        1,
        "台账里还没有名册。请先运行 python3 scripts/ledger.py roster import 名册.xlsx。\n",
    )


def test_where_no_receipt_is_that_is_said_calmly(members: SmallOffice) -> None:
    write(members, "大家好，这周的文章很好。")
    said = members.run("collect", CHAT)
    assert (said.code, said.out) == (
        0,
        f"{CHAT}：没有找到回执。\n  请确认复制时带上了从“【书香回执】”到“【回执完】”的全部文字。\n",
    )


def test_many_lines_of_one_reason_are_told_briefly(members: SmallOffice) -> None:
    write(members, "\n".join([members.receipt("0001").replace("学", "悟")] * 30))
    assert "第 1、9、17、25、33、41、49、57、65、73、81、89 行等 30 处：" in members.run("collect", CHAT).out


def test_what_people_are_and_write_is_in_no_message(members: SmallOffice) -> None:
    note = "13800000000 110101199001011234 心得原文"
    texts = [members.receipt("0001", note=note), members.receipt("0002", note=note, record="CANARY22")]
    spoilt = [text.replace("时间：2026", "时间：2027") for text in texts]
    cut = [text[: text.index("校验")] for text in texts]
    write(members, "\n".join(["甲某：", *texts, *spoilt, *cut, members.receipt("", note=note, record="CANARY23")]))
    said = members.run("collect", CHAT)
    canaries = [*note.split(), "CANARY22", "CANARY23", "0002", members.key("0001"), members.key("0002")]
    assert not [canary for canary in canaries if canary in said.out + said.err]


# Pasted, saved, exported


def test_any_usual_encoding_is_read(members: SmallOffice) -> None:
    encodings = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")
    for place, encoding in enumerate(encodings):
        receipt = members.receipt("0001", note="“好”🌱", record=f"AAAAAAA{place}")
        text = f"甲某 2026/11/12 20:05\r\n老师好，这是本周的回执：\r\n{receipt}\r\n"
        (members.root / f"{encoding}.txt").write_bytes(text.encode(encoding))
    said = members.run("collect", *(f"{encoding}.txt" for encoding in encodings))
    assert said.out.count("：找到 1 份回执。\n  新登记 1 条。\n") == len(encodings)
    assert {event.told("note") for event in checkins(members)} == {"“好”🌱"}


def test_bytes_that_cannot_be_read_are_told(members: SmallOffice) -> None:
    good, bad = members.receipt("0001").encode(), members.receipt("0002", note="一句话").encode()
    (members.root / CHAT).write_bytes(good + b"\n" + bad.replace("话".encode(), b"\xff\xfe"))
    said = members.run("collect", CHAT)
    assert "文件里有 2 处读不出的字节" in said.out
    assert "新登记 1 条，没有登记 1 份。" in said.out


def test_text_can_be_pasted(members: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    pasted = io.TextIOWrapper(io.BytesIO(members.receipt("0001").encode()))
    monkeypatch.setattr(sys, "stdin", pasted)
    assert members.run("collect", "-").out == "粘贴的文字：找到 1 份回执。\n  新登记 1 条。\n" + undoing(16)
    assert [e.told("input") for e in members.store.events() if e.kind is Kind.RUN][-1] == "粘贴的文字"


def test_a_person_at_the_keyboard_is_told_how_to_end(members: SmallOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    pasted = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(pasted, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", pasted)
    assert members.run("collect", "-").out.startswith("请粘贴聊天记录，贴完另起一行，按 Ctrl+")


def test_a_word_document_is_read_by_its_paragraphs(members: SmallOffice) -> None:
    from docx import Document  # noqa: PLC0415  # slow to load, and needed here only

    document = Document()
    document.add_paragraph("本周的回执")
    document.add_paragraph(members.receipt("0001"))
    for line in members.receipt("0002").replace("学", "悟").split("\n"):
        document.add_paragraph(line)
    table = document.add_table(1, 1)
    table.cell(0, 0).text = members.receipt("0003")
    document.save(str(members.root / "群.docx"))
    said = members.run("collect", "群.docx")
    assert "新登记 2 条，没有登记 1 份。" in said.out
    assert "第 3 段：签名对不上" in said.out


REFUSED = (
    ("群.pdf", b"%PDF-1.7\n", "群.pdf 是PDF，不能直接收。请打开它，把聊天内容全选、复制，"),
    ("群.html", b"<html><body>", "群.html 是网页，不能直接收。请打开它，"),
    ("截图.png", b"\x89PNG\r\n\x1a\n", "截图.png 不是文本，也不是 Word 文档，读不出聊天内容。请打开它，"),
    ("群.docx", b"PK\x03\x04", "群.docx 不是文本，也不是 Word 文档，"),
    ("群.txt", random.Random(1).randbytes(4000), "群.txt 里的文字读不出来。请用能正常显示它的程序打开，"),  # noqa: S311
    ("没有.txt", None, "找不到文件 没有.txt。请检查文件名和所在的文件夹。\n"),
    ("docs", None, "docs 是一个文件夹。请写明里面的文件。\n"),
)


def test_what_is_no_text_is_refused_with_what_to_do(members: SmallOffice) -> None:
    for name, data, message in REFUSED:
        if data is not None:
            (members.root / name).write_bytes(data)
        said = members.run("collect", name)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith(message)


def test_an_empty_file_has_no_receipts(members: SmallOffice) -> None:
    write(members, "")
    assert members.run("collect", CHAT).out.startswith(f"{CHAT}：没有找到回执。")
