"""In which order groups stand: as the programme lists them, then as the roster came to know them. Never by rate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shuxiang.core.ledger.ledger import Ledger


def in_group_order(found: Iterable[str], listed: Sequence[str], ledger: Ledger) -> tuple[str, ...]:
    """The groups found, each once."""
    wanted = set(found)
    roster = (spell.group for member in ledger.members.values() for spell in member.spells)
    return tuple(group for group in dict.fromkeys([*listed, *roster, *sorted(wanted)]) if group in wanted)
