"""The real servers that the shop's live tests share."""

import asyncio
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path

from labs.local.binaries import reachable_postgres
from labs.local.servers import Server
from labs.local.servers.nats import Nats
from labs.local.servers.postgres import Postgres
from labs.local.servers.valkey import Valkey
from labs.local.supervisor.server_process import ServerProcess
from labs.supervising.ports import free_ports
from labs.supervising.processes import Command
from tests.waiting import PATIENCE_S


class RoomyPostgres(Postgres):
    """Takes the connections of 24 deployables; skips the disk, since nothing here crashes it."""

    def command(self) -> Command:
        command = super().command()
        return replace(
            command, argv=[*command.argv, "-c", "max_connections=300", "-c", "fsync=off"]
        )


_SHOPS = 1024


class RoomyValkey(Valkey):
    """A database for each shop: attempts counted in one must not throttle another."""

    def command(self) -> Command:
        command = super().command()
        return replace(command, argv=[*command.argv, "--databases", str(_SHOPS)])


@dataclass
class Servers:
    """PostgreSQL and Valkey, running; a broker for each shop that asks."""

    directory: Path
    postgres: Postgres
    valkey: Valkey
    processes: list[ServerProcess]
    caches: int = 0

    @classmethod
    def start(cls, directory: Path) -> "Servers":
        postgres_port, valkey_port = free_ports(2)
        log = directory / "servers.log"
        postgres = RoomyPostgres(postgres_port, directory / "postgres", log, "secret")
        valkey = RoomyValkey(valkey_port, directory / "valkey", log, "secret")
        servers = cls(directory, postgres, valkey, [])
        servers.run(postgres)
        servers.run(valkey)
        return servers

    def broker(self, tag: str) -> tuple[ServerProcess, str]:
        """A broker of one's own, and how its users reach it: who shares one shares events."""
        (port,) = free_ports(1)
        place, log = self.directory / f"nats-{tag}", self.directory / "servers.log"
        server = Nats(port, place, log, "secret")
        return self.run(server), server.url

    def cache_url(self) -> str:
        """An empty cache of one's own."""
        self.caches += 1
        return f"{self.valkey.url.removesuffix('/0')}/{self.caches}"

    def run(self, server: Server, within_s: float = PATIENCE_S) -> ServerProcess:
        process = ServerProcess(server, lambda _: None)
        self.processes.append(process)
        asyncio.run(process.start(within_s))
        return process

    def sql(self, statement: str, database: str = "postgres") -> list[list[str]]:
        """Run a statement as the superuser; rows of text."""
        postgres = self.postgres
        argv = [str(reachable_postgres(postgres.account) / "psql"), "-XqAt", "-F", "\t"]
        argv += ["-h", str(postgres.directory), "-p", str(postgres.port), "-U", "postgres"]
        argv += ["-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        return [line.split("\t") for line in done.stdout.splitlines() if line]

    def holds(self, database: str, *texts: str) -> bool:
        """Whether any row of a database contains one of `texts`, read as text or as bytes."""
        tables = self.sql(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
            database,
        )
        spelt = [form for text in texts for form in (text, text.encode().hex())]
        wanted = " OR ".join(f"row::text LIKE '%{form}%'" for form in spelt)
        return any(
            self.sql(f"SELECT 1 FROM {table} AS row WHERE {wanted} LIMIT 1", database)  # noqa: S608 - a test's own
            for (table,) in tables
        )

    def stop(self) -> None:
        for process in self.processes:
            process.stop()
        while not all(process.has_ended() for process in self.processes if process.pid):
            time.sleep(0.01)
