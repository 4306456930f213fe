"""Whose a receipt is, as far as it tells by itself: intact or not, and by whose key it is signed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from shuxiang.core.card import CardError, parse_number
from shuxiang.core.chat_text import Found
from shuxiang.core.ledger.member import Member, SigningKey
from shuxiang.core.ledger.refusal import Reason
from shuxiang.core.receipt import Receipt

_RECORD = re.compile("[0-9A-Z]{8}")
Holders = Mapping[str, tuple[Member, ...]]
"""The members by number."""


class Verdict(NamedTuple):
    """Whose a reading of a receipt is; ``unknown`` is a number that nobody has. All empty: intact, not signed."""

    problem: Reason | None = None
    member: Member | None = None
    key: SigningKey | None = None
    unknown: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it, and it is somebody's if it says so."""
        return not self.problem and not self.unknown


def best_reading(found: Found, holders: Holders) -> tuple[Receipt, Verdict]:
    """The reading whose checksum fits, else the likeliest one."""
    first = (found.readings[0], _verdict(found.readings[0], holders))
    if first[1].is_good:
        return first
    others = ((receipt, _verdict(receipt, holders)) for receipt in found.readings[1:])
    return next((read for read in others if read[1].is_good), first)


def _verdict(receipt: Receipt, holders: Holders) -> Verdict:
    if not _RECORD.fullmatch(receipt.checkin.number):
        return Verdict(Reason.CHANGED)
    if not receipt.member:
        return Verdict(None if receipt.is_intact() else Reason.CHANGED)
    try:
        number = parse_number(receipt.member)
    except CardError:
        return Verdict(Reason.BAD_SIGNATURE)
    return _signer(receipt, number, holders.get(number, ()))


def _signer(receipt: Receipt, number: str, holders: tuple[Member, ...]) -> Verdict:
    """Whose key fits a receipt that says it is from this number, which these have or had."""
    keys = [(member, key) for member in holders for key in reversed(member.keys) if key.signing]
    found = next(((member, key) for member, key in keys if receipt.is_intact(key.signing)), None)
    if found:
        return Verdict(member=found[0], key=found[1])
    if replace(receipt, member="").is_intact():
        return Verdict(Reason.FORGED)
    if not holders:
        return Verdict(unknown=number)
    return Verdict(Reason.BAD_SIGNATURE if keys else Reason.NO_CARD)
