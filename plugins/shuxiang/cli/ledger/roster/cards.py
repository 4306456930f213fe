"""``ledger.py roster keys``: a key for each member, on cards to be printed and handed out."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from shuxiang.cli.agreeing import add_agreeing, agreed
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.named_files import OWNER_ONLY, NamedFile, noted, write_named
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.output import output_file
from shuxiang.cli.ledger.roster.card_files import CardFiles
from shuxiang.cli.ledger.roster.card_receivers import add_receivers, nobody, receivers
from shuxiang.cli.ledger.roster.entering import roster_ledger
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.text_table import text_table
from shuxiang.cli.written_file import replace_file
from shuxiang.core.card import card_link
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.roster_keys import IssuedKey, issued_key

if TYPE_CHECKING:
    import argparse

_COMMAND = "roster keys"
_MANY = 100
"""Cards that take so long to draw that something should be seen to happen."""
_WHY = "里面有委员的密钥"
_NO_ADDRESS = (
    "不知道网站的网址，卡片上的二维码没有地方可去。请在 data/ledger/settings.yml 里写一行 "
    "address: http://网站的网址/，或者在 mkdocs.yml 里写 site_url。"
)


def _describe(parser: argparse.ArgumentParser) -> None:
    add_receivers(parser)
    parser.add_argument("--small", action="store_true", help="一张纸印八张小卡，印好裁开。不写则一张纸一张卡")
    where = "写到哪个 .html 文件。不写则在 data/ledger/cards 里"
    parser.add_argument("-o", "--output", type=Path, metavar="文件", help=where)
    add_agreeing(parser, "发卡")


def _keys(options: argparse.Namespace) -> int:
    office = open_office(options)
    files = CardFiles(office.folder / "cards")
    address, output = _address(office), _output(office, options)
    _finish(office, files)
    members = receivers(roster_ledger(office), options, office)
    if not members:
        print(nobody(roster_ledger(office), office))  # noqa: T201
        return 0
    if not _agreed(options, members):
        return 0
    path = _issue(office, options, members, files.new(f"{office.today}"), address)
    if output:
        write_named(office, [NamedFile(output, path.read_bytes(), members)], durable=True)
        path.unlink()
    else:
        path = files.finish(path)
    print(_done(office.shown(output or path), len(members), address))  # noqa: T201
    return 0


def _address(office: Office) -> str:
    """The site's address, in letters that every program takes for a part of one."""
    address = office.settings.address or str(office.opened.config.site_url or "")
    if not address:
        raise Problem(_NO_ADDRESS)
    return quote(address, safe="%:/?#[]@!$&'()*+,;=~")


def _output(office: Office, options: argparse.Namespace) -> Path | None:
    """Where the cards are wanted; None for the ledger's own folder."""
    path: Path | None = options.output
    return output_file(path, (".html", ".htm"), office.opened.config, _WHY) if path else None


def _finish(office: Office, files: CardFiles) -> None:
    """Bring a run to its end that was cut off before its cards had their place."""
    from shuxiang.exports.card_sheets import key_ids  # noqa: PLC0415  # segno takes its time to load

    if not files.left():
        return
    with office.store.run(_COMMAND, office.now) as run:
        members = roster_ledger(office, run.events(())).members.values()
        holders = {key.id: member.id for member in members for key in member.keys}
        entered = {
            path: {holders[id_] for id_ in key_ids(path.read_bytes())}
            for path in files.settle(lambda data: bool(key_ids(data)) and holders.keys() >= {*key_ids(data)})
        }
    for path, ids in entered.items():
        office.store.note_file(str(path.with_suffix("").resolve()), sorted(ids))
        print(f"上一次发卡中断了，密钥已经登记，卡片补写到 {office.shown(files.finish(path))}。")  # noqa: T201


def _agreed(options: argparse.Namespace, members: Sequence[Member]) -> bool:
    """Whether to go on: asked only where a card that is out would hold no longer."""
    replaced = [member for member in members if member.active_key]
    if replaced:
        print(f"以下 {len(replaced)} 位手里已经有卡，发了新卡，旧卡就作废：")  # noqa: T201
        print(text_table(("编号", "姓名"), [(member.number, member.name) for member in replaced]))  # noqa: T201
    if replaced or options.dry_run:
        print(f"会发 {len(members)} 张卡。", flush=True)  # noqa: T201
        return agreed(options, "发新卡吗？")
    return True


def _issue(
    office: Office, options: argparse.Namespace, shown: Sequence[Member], staged: Path, address: str
) -> Path:
    """Write the cards under a name that is not yet theirs, and enter their keys; that file."""
    office.store.note_file(str(staged.with_suffix("").resolve()), [member.id for member in shown])
    issued = [issued_key(member, secrets.token_bytes) for member in shown]
    with step(f"正在画 {len(issued)} 张卡") if len(issued) > _MANY else nullcontext():
        data = _sheets(office, options, issued, address)
    staged.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with noted(office, {staged: shown}), office.store.run(_COMMAND, office.now) as run:
        if receivers(roster_ledger(office, run.events(())), options, office) != shown:
            raise Problem("名册刚刚有人改过，没有发卡。请再运行一次。")
        replace_file(staged, data, mode=OWNER_ONLY, durable=True)
        for event in (event for one in issued for event in one.events):
            run.add(event)
    return staged


def _sheets(office: Office, options: argparse.Namespace, issued: Sequence[IssuedKey], address: str) -> bytes:
    from shuxiang.exports.card_sheets import Card, Issue, card_sheets  # noqa: PLC0415  # as above

    cards = [
        Card(
            number=one.member.number,
            name=one.member.name,
            group=one.member.group_on(office.today),
            key=one.key,
            key_id=one.key_id,
            link=card_link(address, one.member.number, one.key),
        )
        for one in issued
    ]
    office_name = office.settings.office or str(office.opened.config.site_name)
    return card_sheets(cards, Issue(office_name, f"{address.rstrip('/')}/card/", office.today), small=options.small)


def _done(path: str, count: int, address: str) -> str:
    return "\n".join(
        [
            f"已发 {count} 张卡：{path}",
            f"卡片上的网址是 {address.rstrip('/')}/card/，请先看看打不打得开。",
            "请用浏览器打开这个文件，打印（纸张 A4，边距“无”，缩放 100%），当面交给本人，然后删除文件：",
            "上面有密钥。台账里没有密钥，不能再印一次；没有印好的，重新发卡。",
        ]
    )


COMMAND = Command(
    "发委员卡",
    "给委员发密钥，写成可以打印的卡片：编号、密钥、二维码。不写编号则发给还没有卡的委员。台账里只留验证回执要用的，"
    "认不回密钥。",
    _describe,
    _keys,
)
