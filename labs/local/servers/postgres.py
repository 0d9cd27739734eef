"""PostgreSQL: one server, one database for each deployable."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from labs.local.binaries import reachable_postgres, wheel_version
from labs.local.commands import run
from labs.local.prepared import MARK, Prepared, copy
from labs.local.readiness import postmaster_ready
from labs.supervising.account import Account, give, unprivileged
from labs.supervising.directories import cache_directory
from labs.supervising.ports import LOOPBACK
from labs.supervising.processes import Command
from labs.wiring.databases import connections_for

ROLE = "shop"
CREATED_AT_ONCE = 4
"""Databases created side by side: more only wait for the disk."""

SETTINGS = {
    "shared_buffers": "24MB",
    # what is read is in the system's cache: workers for it, and for subscribers, only take memory
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "max_wal_size": "512MB",
    # System V and POSIX segments outlive a killed server; files in the data directory do not
    "dynamic_shared_memory_type": "mmap",
    "shared_memory_type": "mmap",
    # for checkout by two-phase commit: 3 MB of address space that only promises touch
    "max_prepared_transactions": "64",
    "autovacuum_naptime": "30s",
    # passwords are random and short-lived: iterating over them only slows each connection down
    "scram_iterations": "1",
    "logging_collector": "off",
    "log_min_messages": "warning",
}
if sys.platform == "linux":
    # one call, not one for each of thousands of files: those kept a killed server away for 20 s
    SETTINGS["recovery_init_sync_method"] = "syncfs"
ACCESS = f"""local all all trust
host all {ROLE} {LOOPBACK}/32 scram-sha-256
"""
"""Rules of pg_hba.conf. The socket lies in the data directory, which is closed to others."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """One PostgreSQL server on its own data directory."""

    port: int
    directory: Path
    log: Path
    password: str
    databases: Sequence[str] = ()
    name: str = "postgres"
    account: Account | None = field(default_factory=unprivileged)
    shape: str = ""
    """Of the shop, where its databases may have been prepared."""
    listens: bool = True
    """On loopback, beside its socket."""

    def dsn(self, database: str) -> str:
        """How others reach a database."""
        return f"postgresql://{ROLE}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    def socket_dsn(self, database: str) -> str:
        """How a service beside the server does: a statement costs two thirds of one over TCP."""
        place = urlencode({"host": self.directory, "port": self.port})
        return f"postgresql://{ROLE}:{self.password}@/{database}?{place}"

    async def prepare(self) -> None:
        """Lay out the data directory: one that lies ready, else an empty one."""
        if self.shape and await Prepared(self.shape).take(self.directory):
            return
        template = cache_directory() / layout()
        if template.is_dir():
            await copy(template, self.directory)
        else:
            give(self.directory, self.account)
            await self._init()
            await _store(self.directory, template)
        if self.account is not None:
            owner = f"{self.account.uid}:{self.account.gid}"
            await run(["chown", "-R", owner, str(self.directory)])

    def command(self) -> Command:
        """`postgres` itself; stopped without a last checkpoint, since its data is deleted next."""
        most = connections_for(max(1, len(self.databases)))
        settings = {
            **SETTINGS,
            "listen_addresses": LOOPBACK if self.listens else "",
            "port": str(self.port),
            "unix_socket_directories": str(self.directory),
            "max_connections": str(most),
        }
        argv = [str(self._bin() / "postgres"), "-D", str(self.directory)]
        argv += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Command(argv, self.log, self.account, stop_signal=signal.SIGQUIT)

    async def refusal(self) -> str | None:
        """Ready when its lock file says so."""
        return postmaster_ready(self.directory / "postmaster.pid")

    async def furnish(self) -> None:
        """Create the role and a database for each deployable, without waiting for the disk.

        Nothing of value is in them yet; flushing is on before the first service connects.
        """
        if (self.directory / MARK).exists():
            await self._sql(f"ALTER ROLE {ROLE} PASSWORD '{self.password}'")
            return
        await self._sql("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        await self._sql(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{self.password}'")
        gate = asyncio.Semaphore(CREATED_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for database in self.databases:
                group.create_task(self._create(database, gate))
        await self._sql("ALTER SYSTEM RESET fsync", "SELECT pg_reload_conf()")

    async def _create(self, database: str, gate: asyncio.Semaphore) -> None:
        async with gate:
            # copying files writes half of what logging every page does
            await self._sql(f'CREATE DATABASE "{database}" OWNER {ROLE} STRATEGY file_copy')

    async def _sql(self, *statements: str) -> None:
        argv = [str(self._bin() / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
        argv += ["--host", str(self.directory), "--port", str(self.port)]
        argv += ["--username", "postgres", "--dbname", "postgres"]
        # not as arguments: a role's password would stand there for every user of the machine
        await run([*argv, "--file", "-"], said="".join(f"{text};\n" for text in statements))

    async def _init(self) -> None:
        argv = [str(self._bin() / "initdb"), "--pgdata", str(self.directory)]
        argv += ["--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-sync"]
        argv += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--no-locale"]
        # full text and trigrams ask the C library what a letter is: to plain C only English ones
        argv += ["--lc-ctype", "C.UTF-8"]
        await run(argv, self.account)
        hba = self.directory / "pg_hba.conf"
        hba.write_text(ACCESS, encoding="ascii")

    def _bin(self) -> Path:
        return reachable_postgres(self.account)


_LAYOUT = 2
"""Raise it when what `_init` writes changes."""


def layout() -> str:
    """What an empty data directory is of; names the cached one."""
    return f"postgres-{wheel_version('postgres')}-{_LAYOUT}"


async def _store(directory: Path, template: Path) -> None:
    """Keep a fresh data directory for the next start, in one step: a reader sees all or nothing."""
    draft = template.with_name(f"{template.name}.{os.getpid()}")
    template.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    await copy(directory, draft)
    try:
        draft.rename(template)
    except OSError:  # another lab stored it meanwhile
        shutil.rmtree(draft, ignore_errors=True)
