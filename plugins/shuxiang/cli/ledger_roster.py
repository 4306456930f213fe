"""``ledger.py roster``: who is on the roster, and their cards."""

from __future__ import annotations

from shuxiang.cli import ledger_roster_import, ledger_roster_keys, ledger_roster_list, ledger_roster_single
from shuxiang.cli.ledger_command import Command

COMMAND = Command(
    "名册和委员卡",
    "名册：导入、查看、加入、调组、离开；委员卡：发卡、作废。变动都从一天起算，以前的不改。",
    inner={
        "template": ledger_roster_list.TEMPLATE,
        "import": ledger_roster_import.COMMAND,
        "list": ledger_roster_list.LIST,
        "leave": ledger_roster_single.LEAVE,
        "move": ledger_roster_single.MOVE,
        "rename": ledger_roster_single.RENAME,
        "renumber": ledger_roster_single.RENUMBER,
        "keys": ledger_roster_keys.COMMAND,
        "revoke": ledger_roster_single.REVOKE,
    },
)
