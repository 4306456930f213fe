"""The table of pages that a browser fetches once: enough to list every result without fetching its text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shuxiang.search.pieces import STEP
from shuxiang.search.records import SearchRecord


def pages_table(
    records: Sequence[SearchRecord],
    lengths: Sequence[int],
    entries: Mapping[str, str],
    frequent: str,
    version: str,
) -> dict[str, Any]:
    """The table as JSON values; rows keep the order of the records, which is the order of results.

    A row: index entry ("" without text), address, title, number of the cadence (-1 without), slot, year, folded
    length. `cadences` holds (id, name) by first appearance of the id in the alphabet.
    """
    cadences = sorted({record.cadence: record.cadence_name for record in _scheduled(records)}.items())
    numbers = {cadence: number for number, (cadence, _) in enumerate(cadences)}
    rows = [
        [
            entries.get(record.digest, ""),
            record.url,
            record.title,
            numbers.get(record.cadence, -1),
            record.slot,
            record.year,
            length,
        ]
        for record, length in zip(records, lengths, strict=True)
    ]
    return {"engine": version, "step": STEP, "frequent": frequent, "cadences": cadences, "pages": rows}


def _scheduled(records: Iterable[SearchRecord]) -> Iterable[SearchRecord]:
    return (record for record in records if record.cadence)
