"""The tables. Two hold the ledger, ``events`` and ``private``; the others can be made again or are housekeeping.

``events`` is only added to. Each row's ``link`` is SHA-256 over the row before it and this one (``store.chain``),
and ``seal`` the salted digest of its private part, so that the chain holds also when that part has gone.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    literal_column,
)

VERSION = 1
"""Of the tables; an office's ledger outlives the software that wrote it."""

metadata = MetaData()

facts = Table(
    "facts", metadata, Column("name", String(40), primary_key=True), Column("value", Text, nullable=False)
)
"""``version``; ``ledger``, drawn at random; ``unfinished`` while what was to leave no trace still does, see
``store.cleaning``."""

events = Table(
    "events",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("run", BigInteger, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("entered", String(19), nullable=False),
    Column("member", String(40), nullable=False),
    Column("slot", String(120), nullable=False),
    Column("line", Integer, nullable=False),
    Column("data", Text, nullable=False),
    Column("seal", LargeBinary(32)),
    Column("link", LargeBinary(32), nullable=False),
)

ORDERED = ("seq", "run", "kind", "entered", "member", "slot", "line", "data")
"""The columns that an event's link is computed from, in that order."""

IS_FORGOTTEN = events.c.kind == literal_column("'forgotten'")
"""Said in so many words, so that a database finds the few events by the index."""

Index("events_forgotten", events.c.member, sqlite_where=IS_FORGOTTEN, postgresql_where=IS_FORGOTTEN)

private = Table(
    "private",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("key", String(64), nullable=False),
    Column("content", Text, nullable=False),
)
"""``key`` is what the event was entered under, or empty."""

entry_keys = Table(
    "entry_keys",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
"""What may be entered once only. Gone with its event's private part, and when its run is withdrawn."""

named_files = Table(
    "named_files",
    metadata,
    Column("path", Text, nullable=False),
    Column("member", String(40), nullable=False),
    Index("named_files_by_member", "member"),
    Index("named_files_by_path", "path"),
)
"""The files in which members are named, so that forgetting one finds them; see ``store.naming``.

Housekeeping, in no chain: the files stand outside the ledger, and whoever can take a row away can copy a file too.
"""
