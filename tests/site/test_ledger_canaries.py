"""What the ledger knows of people stays in it: canaries go through all commands, good and bad, and come nowhere."""

from __future__ import annotations

import gzip
import io
import json
import logging
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.exc import IntegrityError

from shuxiang.cli.build import main as build
from shuxiang.cli.ledger.commands import main as ledger
from shuxiang.cli.ledger.office import discreetly
from shuxiang.cli.problem import guarded
from shuxiang.core.card import signing_key
from shuxiang.core.checkin import Act, CheckIn
from shuxiang.core.receipt import encode

TODAY = "2026-11-20"
NAME, NUMBER, PHONE = "金丝雀欧阳", "CANARY-0717", "13907170717"
IDENTITY = "110101199007170717"
NOTE, REASON = "心得里的金丝雀", "理由里的金丝雀"
SAID_ALOUD = "办公室的金丝雀"
"""In comments and headings of the office's own files."""

_CONFIG = "site_name: 书香\nsite_url: http://study.example/\ntheme: {name: material}\nplugins: [shuxiang]\n"
_PROGRAMME = """\
year: 2026
starts: 2026-11-02
ends: 2027-01-04
review: yes
cadences:
  - {id: article, name: 周学一文, every: week}
  - {id: topic, name: 月讲一题, every: month}
groups: [第一小组, 第二小组]
events:
  - {kind: 委员大讲堂, title: 怎样读预算, at: 2026-11-18 09:30, until: 11:30, materials: [topics/11.md]}
"""
_MATERIALS = {
    "readings/w46.md": "title: 水渠\ncadence: article\nslot: 2026-W46",
    "readings/w47.md": "title: 书屋\ncadence: article\nslot: 2026-W47",
    "topics/11.md": "title: 怎样读预算\ncadence: topic\nslot: 2026-11",
}
_SETTINGS = f"# {SAID_ALOUD} {PHONE}\noffice: {SAID_ALOUD}\nretention_years: 5\n"
_RULES = f"""\
title: {SAID_ALOUD}
points:
  - {{name: {SAID_ALOUD}, for: note, each: 1}}
"""
QUIET = ("publish-figures", "verify", "backup", "restore", "report", "show", "close", "excuse", "choose")
"""Commands that name nobody on the screen, unless they are asked to."""

HEADINGS = ("编号", "姓名", "小组", "界别", "手机", "身份证号")


def people() -> Iterator[tuple[str, ...]]:
    yield NUMBER, NAME, "第一小组", "经济", PHONE, IDENTITY
    for number in range(1, 12):
        yield f"{number:04}", f"委员{number}", "第一小组" if number < 6 else "第二小组", "农业", "", ""


@dataclass
class Office:
    """One office's folder, the commands run in it, and all that they said and where."""

    root: Path
    out: dict[str, str] = field(default_factory=dict)
    err: dict[str, str] = field(default_factory=dict)
    key: str = ""

    @property
    def folder(self) -> Path:
        return self.root / "data" / "ledger"

    def run(self, *words: str) -> int:
        """Run ``ledger.py`` with these words, and remember what it says."""
        return self.watch(" ".join(words), partial(ledger, [*words, "--today", TODAY]))

    def watch(self, name: str, action: Callable[[], int]) -> int:
        """Run anything that gives an exit code, and remember what it says."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = action()
            except SystemExit as left:
                code = int(str(left.code))
        self.out[name], self.err[name] = out.getvalue(), err.getvalue()
        return code

    def good(self, *words: str) -> None:
        assert self.run(*words) == 0, self.err[" ".join(words)]

    def write(self, name: str, content: str) -> str:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return str(file)

    def write_roster(self, name: str, *rows: tuple[str, ...]) -> str:
        book = openpyxl.Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for row in (HEADINGS, *rows):
            sheet.append(row)
        book.save(self.root / name)
        return str(self.root / name)

    def receipt(self, *, note: str = NOTE, slot: str = "article/2026-W46", signed: bool = True) -> str:
        checkin = CheckIn(slot, frozenset(Act), datetime.fromisoformat("2026-11-12 20:00"), "K7Q2MX4D", note)
        signing = signing_key(NUMBER, self.key) if signed else b""
        return encode(checkin, "周学一文 第2周", signing, NUMBER if signed else "")


@pytest.fixture(scope="module")
def told() -> Iterator[list[str]]:
    """Everything that was logged meanwhile, by anybody and however quietly."""
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.name} {record.getMessage()} {record.exc_info or ''}")

    root, listener = logging.getLogger(), Listener(logging.DEBUG)
    level = root.level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(listener)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Iterator[Office]:  # noqa: ARG001
    """An office after a month of use, its site built; ``temp`` beside it was the machine's for that time."""
    folder = tmp_path_factory.mktemp("office")
    own = Office(folder / "办公室")
    for path, header in _MATERIALS.items():
        own.write(f"docs/{path}", f"---\n{header}\nsource: 样例\n---\n正文。\n")
    for path, content in {
        "docs/programme/2026.yml": _PROGRAMME,
        "mkdocs.yml": _CONFIG,
        "data/ledger/settings.yml": _SETTINGS,
        "data/ledger/rules.yml": _RULES,
    }.items():
        own.write(path, content)
    (folder / "temp").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(own.root)
        patch.setenv("SHUXIANG_ROOT", str(own.root))
        patch.setattr(tempfile, "tempdir", str(folder / "temp"))
        use(own)
        go_wrong(own)
        assert own.watch("build", lambda: build(["--today", TODAY])) == 0
        yield own


def use(office: Office) -> None:
    """The month's work."""
    office.good("roster", "import", office.write_roster("名册.xlsx", *people()), "--contact", "--yes")
    office.good("roster", "keys", NUMBER, "-o", str(office.root / "卡片.html"), "--yes")
    cards = (office.root / "卡片.html").read_text(encoding="utf-8")
    office.key = re.findall(r"[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){4}", cards)[0]
    office.good("collect", office.write("群.txt", f"{NAME} 2026/11/12 20:05\n{office.receipt()}\n"))
    office.good("sheet", "2026-11-18")
    office.good("attend", fill_in(office, NUMBER, "到"), "--yes")
    for slot in ("article/2026-W46", "第2周"):
        office.good("show", "--slot", slot)
    office.good("excuse", "article/2026-W47", "0001", "--reason", REASON)
    office.good("review")
    office.good("return", "article/2026-W46", NUMBER, "--reason", REASON)
    office.good("return", "article/2026-W46", NUMBER, "--reason", REASON, "--reopen")
    office.good("choose", "article/2026-W46", NUMBER)
    office.good("report", "month", "-o", str(office.root / "通报"))
    office.good("report", "month", "--names", "-o", str(office.root / "名单"))
    office.good("member", NUMBER)
    office.good("publish-figures", "--yes")
    office.good("backup")
    office.good("verify")


def fill_in(office: Office, number: str, mark: str) -> str:
    """The sign-in sheet with one mark beside the canary, whose number may have been typed over."""
    (file,) = (office.folder / "sheets").glob("*.xlsx")
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    columns = {
        cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value in {"编号", "到会"}
    }
    row = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == NAME)
    sheet.cell(row, columns["编号"]).value = number
    sheet.cell(row, columns["到会"]).value = mark
    book.save(office.root / "填好的签到表.xlsx")
    return str(office.root / "填好的签到表.xlsx")


def go_wrong(office: Office) -> None:
    """All that people do by mistake, with canaries in it."""
    twice = (NUMBER, NAME, "第一小组", "", PHONE, IDENTITY)
    office.run("roster", "import", office.write_roster("坏名册.xlsx", twice, twice, ("", NAME, "", "", PHONE)))
    office.run("roster", "import", office.write("名册.txt", f"{NAME} {PHONE}\n"))
    whole = office.receipt(slot="article/2026-W47")
    chat = [
        f"{NAME}：{PHONE}",
        whole.replace("金丝雀", "金丝鸟"),
        encode_forged(office),
        office.receipt(slot="article/2025-W01"),
        "\n".join(whole.splitlines()[:-1]),
        office.receipt(note=f"{NOTE} {IDENTITY}", signed=False),
    ]
    office.run("collect", office.write("坏群.txt", "\n\n".join(chat)))
    office.run("attend", fill_in(office, NUMBER, f"{PHONE}{NOTE}"), "--yes")
    office.run("attend", fill_in(office, IDENTITY, "到"), "--yes")
    office.run("attend", IDENTITY, "--event", NAME)
    office.run("collect", office.write("不是文字.bin", f"\0{NOTE}\0{office.key}"))
    for words in (
        ["show", "--slot", NAME],
        ["close", "article/2026-W46", PHONE],
        ["close", NOTE, NUMBER],
        ["return", "article/2026-W47", NUMBER, "--reason", REASON],
        ["excuse", "article/2026-W46", IDENTITY],
        ["choose", "article/2026-W46", NAME],
        ["member", IDENTITY],
        ["forget", PHONE],
        ["roster", "move", PHONE, "第一小组"],
        ["roster", "keys", IDENTITY],
        ["nickname", NAME, IDENTITY],
        ["undo", NAME],
        ["query", NAME],
        ["report", "month", "--at", PHONE],
        ["publish-figures", "--at", PHONE],
        ["verify", "--against", office.key],
        ["restore", office.write("坏备份.db", f"SQLite format 3\0{NAME}{PHONE}")],
    ):
        office.run(*words)
    office.write("data/ledger/settings.yml", f"{NAME}: {PHONE}\n{NAME}: {IDENTITY}\nranking: {NOTE}\n")
    office.run("publish-figures", "--dry-run")
    office.write("data/ledger/settings.yml", _SETTINGS)
    office.write("data/ledger/rules.yml", f"title: [{NAME}\n{PHONE}: {NOTE}\n")
    office.run("member", NUMBER)
    office.write("data/ledger/rules.yml", _RULES)
    break_database(office)


def encode_forged(office: Office) -> str:
    """A receipt in the canary's name that somebody else has signed."""
    checkin = CheckIn(
        "article/2026-W47", frozenset(Act), datetime.fromisoformat("2026-11-19 20:00"), "ABCD2345", NOTE
    )
    return encode(checkin, "周学一文 第3周", b"x" * 32, NUMBER) + office.key


def break_database(office: Office) -> None:
    """A row that is no event any more, then a file that is no database at all; then it is put right again."""
    database, beside = office.folder / "ledger.db", [office.folder / f"ledger.db-{end}" for end in ("wal", "shm")]
    with closing(sqlite3.connect(database)) as found, closing(sqlite3.connect(office.root / "whole.db")) as whole:
        found.backup(whole)
        found.execute("PRAGMA ignore_check_constraints = 1")
        found.execute("UPDATE events SET data = ? WHERE kind = 'joined'", (f'{{"{NAME}": {PHONE}',))
        found.execute("UPDATE private SET content = ?", (f'{{"note": "{NOTE}"',))
        found.commit()
    try_all(office, "a broken row: ")
    for file in beside:
        file.unlink(missing_ok=True)
    database.write_bytes(f"{NAME}{PHONE}{NOTE}{office.key}".encode() * 200)
    try_all(office, "no database: ")
    for file in beside:
        file.unlink(missing_ok=True)
    shutil.move(office.root / "whole.db", database)
    office.good("verify")


def try_all(office: Office, name: str) -> None:
    """What a ledger that cannot be read makes of the commands; not all need to notice."""
    for words in (["show"], ["report", "month"], ["member", NUMBER], ["verify"], ["publish-figures"], ["backup"]):
        office.run(*words)
        office.err[name + words[0]] = office.err.pop(" ".join(words))
    assert any(said for words, said in office.err.items() if words.startswith(name))


def canaries(office: Office) -> tuple[str, ...]:
    plain = office.key.replace("-", "")
    signing = signing_key(NUMBER, office.key).hex()
    return NAME, NUMBER, PHONE, IDENTITY, NOTE, REASON, SAID_ALOUD, office.key, plain, signing


def found_in(office: Office, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Where which canary is, however it is written."""
    words = [(word, form) for word in canaries(office) for form in {word, quote(word), json.dumps(word)[1:-1]}]
    return sorted({(place, word) for place, content in texts.items() for word, form in words if form in content})


def contents(folder: Path) -> dict[str, str]:
    """Every file's name and text, unpacked where it is packed."""
    texts = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            if data[:4] == b"PK\3\4":
                with zipfile.ZipFile(path) as parts:
                    data = b"".join(parts.read(name) for name in parts.namelist())
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            name = path.relative_to(folder).as_posix()
            texts[name] = f"{name} {data.decode('utf-8', 'replace')}"
    return texts


def test_no_file_of_the_site_holds_a_canary(office: Office) -> None:
    site = contents(office.root / "site")

    assert found_in(office, site) == []
    assert "figures/index.html" in site
    assert len(site) > 50


def test_the_figures_hold_none(office: Office) -> None:
    assert found_in(office, {"": (office.folder / "figures.json").read_text(encoding="utf-8")}) == []


def test_no_error_message_holds_one(office: Office) -> None:
    assert found_in(office, office.err) == []
    assert sum(bool(said) for said in office.err.values()) > 20


def test_nothing_is_logged_that_holds_one(office: Office, told: list[str]) -> None:
    assert found_in(office, {"log": "\n".join(told)}) == []
    assert len(told) > 100


def test_no_file_is_left_in_the_machines_own_folder(office: Office) -> None:
    assert contents(office.root.parent / "temp") == {}


def test_only_what_was_asked_for_by_name_names_people(office: Office) -> None:
    plain, named = contents(office.root / "通报"), contents(office.root / "名单")

    assert {word for _, word in found_in(office, plain)} <= {SAID_ALOUD, NOTE}
    assert {NAME, NUMBER} <= {word for _, word in found_in(office, named)}


def test_what_commands_say_of_their_own_accord_holds_no_secret(office: Office) -> None:
    secret = {PHONE, IDENTITY, office.key, office.key.replace("-", ""), signing_key(NUMBER, office.key).hex()}

    assert [place for place in found_in(office, office.out) if place[1] in secret] == []
    quiet = {name: said for name, said in office.out.items() if name.split()[0] in QUIET}
    assert found_in(office, quiet) == []
    assert len(quiet) >= 5


UNFORESEEN = {
    "a value": lambda: ValueError(f"{NAME} {PHONE}"),
    "a key": lambda: KeyError(NUMBER),
    "a text": lambda: UnicodeDecodeError("utf-8", f"{NAME}{NOTE}".encode(), 0, 1, NOTE),
    "a statement": lambda: IntegrityError(f"INSERT {NAME}", {"note": NOTE}, sqlite3.IntegrityError(PHONE)),
    "a file": lambda: OSError(5, REASON, f"{NUMBER}.docx"),
    "a file that is not to be written": lambda: PermissionError(13, "Permission denied", f"{NUMBER}.docx"),
    "a folder": lambda: IsADirectoryError(21, "Is a directory", f"{NUMBER}.docx"),
}


@pytest.mark.parametrize("error", UNFORESEEN.values(), ids=UNFORESEEN)
def test_not_even_an_error_that_nobody_foresaw_tells_its_words(
    office: Office, error: Callable[[], Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail() -> int:
        raise error() from ValueError(IDENTITY)

    assert office.watch("unforeseen", lambda: guarded(partial(discreetly, fail))) in {1, 2}
    said = {"unforeseen": office.err.pop("unforeseen")}
    assert said["unforeseen"]
    assert found_in(office, said) == []
    assert contents(tmp_path) == {}
