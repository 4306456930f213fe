"""``ledger.py roster``: who is on the roster, and their cards."""

from __future__ import annotations

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.roster import cards, importing, listing, single

COMMAND = Command(
    "名册和委员卡",
    "名册：导入、查看、加入、调组、离开；委员卡：发卡、作废。变动都从一天起算，以前的不改。",
    inner={
        "template": listing.TEMPLATE,
        "import": importing.COMMAND,
        "list": listing.LIST,
        "leave": single.LEAVE,
        "move": single.MOVE,
        "rename": single.RENAME,
        "renumber": single.RENUMBER,
        "keys": cards.COMMAND,
        "revoke": single.REVOKE,
    },
)
