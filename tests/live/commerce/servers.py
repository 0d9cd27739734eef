"""The real servers that the shop's live tests share."""

import asyncio
import subprocess
from dataclasses import dataclass
from pathlib import Path

from labs.local.binaries import reachable_postgres
from labs.local.ports import free_ports
from labs.local.servers.nats import Nats
from labs.local.servers.postgres import Postgres
from labs.local.servers.valkey import Valkey
from labs.local.supervisor.server_process import ServerProcess


@dataclass
class Servers:
    """PostgreSQL, Valkey and NATS, running."""

    postgres: Postgres
    valkey: Valkey
    nats: Nats
    processes: list[ServerProcess]

    @classmethod
    def start(cls, directory: Path) -> "Servers":
        postgres_port, valkey_port, nats_port = free_ports(3)
        log = directory / "servers.log"
        postgres = Postgres(postgres_port, directory / "postgres", log, "secret")
        valkey = Valkey(valkey_port, directory / "valkey", log)
        nats = Nats(nats_port, directory / "nats", log)
        processes = [ServerProcess(s, lambda _: None) for s in (postgres, valkey, nats)]

        async def all_started() -> None:
            for process in processes:
                await process.start(20)

        asyncio.run(all_started())
        return cls(postgres, valkey, nats, processes)

    def sql(self, statement: str, database: str = "postgres") -> list[list[str]]:
        """Run a statement as the superuser; rows of text."""
        postgres = self.postgres
        argv = [str(reachable_postgres(postgres.account) / "psql"), "-XqAt", "-F", "\t"]
        argv += ["-h", str(postgres.directory), "-p", str(postgres.port), "-U", "postgres"]
        argv += ["-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
        return [line.split("\t") for line in done.stdout.splitlines() if line]

    def stop(self) -> None:
        for process in self.processes:
            process.stop()
