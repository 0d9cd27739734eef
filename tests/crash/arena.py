"""A lab that is there to be crashed."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from uuid import uuid4

import asyncpg
import nats
import psutil

from generators.blueprint import Blueprint
from labs.commerce.platform.brokers.port import LOG
from labs.local.client import ask
from labs.local.directories import LocalDirectory
from labs.local.options import LocalOptions
from labs.local.plan import Plan
from labs.local.protocol import Request
from labs.local.readiness import http_ready
from labs.local.runtime import LocalRuntime
from labs.observe.audit import Finding
from labs.runtime import LabStatus, State
from labs.traffic.scenarios import CUSTOMERS, sign_in
from tests.crash.cells import FORK_SERVER, Cell
from tests.crash.shoppers import SOLD_OUT
from tests.waiting import comes_to_hold
from workbench.usecases.shops import shop_blueprint

REACHED_WITHIN_S = 10.0
RARE_WITHIN_S = 25.0
"""An order's time has to run out first."""
BACK_WITHIN_S = 20.0
FROZEN_S = 1.0
_ASK_EVERY_S = 0.15
"""The supervisor, which looks at every process of the machine before it answers."""
_NAME = "crash"
_STAFF = "admin@shop.example"
_PENDING = """
    SELECT count(*) FROM orders.orders WHERE status = 'PENDING'
        AND created_at < now() - make_interval(secs => $1) AND order_id::text <> ALL($2::text[])
"""


@dataclass
class Arena:
    """One running lab, its customers, and what its audits have found before."""

    runtime: LocalRuntime
    place: Path
    status: LabStatus
    tokens: Sequence[str] = ()
    staff: str = ""
    """The token of somebody who may give money back."""
    known: set[tuple[str, str]] = field(default_factory=set)
    restarts: int = 0
    """Of the part about to be killed."""
    readers: int = 0
    """How many deployables read the broker's log, as far as has been seen."""

    @classmethod
    async def open(cls, style: str, *sabotage: str, partition: str = "reference") -> Self:
        """Start a lab of the reference partition that checks out in the given style."""
        place = open_folder()
        options = LocalOptions(
            base=place / "labs",
            limits=False,
            restart_after_s=0.1,
            launch=(sys.executable, "-m", "tests.crash.launch", *sabotage),
        )
        runtime = LocalRuntime(options)
        try:
            blueprint = checking_out(shop_blueprint(partition, None), style)
            status = runtime.up(blueprint, lab=_NAME, owner_pid=os.getpid())
            arena = cls(runtime, place, status)
            await arena._sell_out(SOLD_OUT)
            *arena.tokens, arena.staff = await sign_in(status.gateway_url, (*CUSTOMERS[:4], _STAFF))
        except BaseException:
            runtime.down(_NAME)
            raise
        return arena

    async def close(self) -> None:
        """Take it down, with all it kept."""
        self.runtime.down(_NAME)
        shutil.rmtree(self.place, ignore_errors=True)

    @property
    def databases(self) -> list[str]:
        return list(self.status.databases.values())

    async def crash(self, cell: Cell) -> float | None:
        """Bring the crash about; when it happened, or None where its point was not reached."""
        if cell.point is None:
            self.restarts = self._restarts(cell)
            if cell.freezes:
                self.runtime.pause(cell.part, lab=_NAME)
                await asyncio.sleep(FROZEN_S)
            self._kill(cell.part)
            return time.monotonic()
        log = LocalDirectory.of(_NAME, self.place / "labs").log(cell.part)
        before = log.stat().st_size
        self.runtime.arm(cell.part, str(cell.point), lab=_NAME)
        within_s = RARE_WITHIN_S if cell.needs_silence else REACHED_WITHIN_S
        if await comes_to_hold(lambda: _crashed(log, before), within_s):
            return time.monotonic()
        self.runtime.arm(cell.part, "", lab=_NAME)
        return None

    async def is_back(self, cell: Cell) -> bool:
        """Wait until what was crashed, and all that needs it, says that it is ready."""
        if cell.point is None:
            return await comes_to_hold(
                lambda: self._all_ready_again(cell), BACK_WITHIN_S, every_s=_ASK_EVERY_S
            )
        host, _, port = self.status.part(cell.part).address.partition(":")

        async def ready() -> bool:
            return await http_ready(host, int(port), "/ready") is None

        return await comes_to_hold(ready, BACK_WITHIN_S)

    async def settled(self, begun_before: float, but: Collection[str] = ()) -> float:
        """Wait until the orders from before a moment have ended; when they had."""

        async def ended() -> bool:
            age_s = time.monotonic() - begun_before
            try:
                connection = await asyncpg.connect(self.status.databases["order"])
            except (OSError, asyncpg.PostgresError):
                return False
            try:
                return not await connection.fetchval(_PENDING, age_s, list(but))
            finally:
                connection.terminate()

        await comes_to_hold(ended, BACK_WITHIN_S)
        return time.monotonic()

    async def all_delivered(self) -> None:
        """Wait until every deployable reads the broker's log, and the broker has no more of it."""
        directory = LocalDirectory.of(_NAME, self.place / "labs")
        client = await nats.connect(Plan.read(directory).nats(directory).url)
        try:

            async def delivered() -> bool:
                consumers = await client.jetstream().consumers_info(LOG)
                # what a crashed reader left is kept for seconds: nobody will ever read by it
                bound = [consumer for consumer in consumers if consumer.push_bound]
                self.readers = max(self.readers, len(bound))
                return len(bound) == self.readers and not any(one.num_pending for one in bound)

            await comes_to_hold(delivered, BACK_WITHIN_S)
        finally:
            await client.close()

    def is_news(self, finding: Finding, subject: str) -> bool:
        """Whether no audit of this lab has found that before."""
        found = (finding.invariant.value, subject)
        is_new = found not in self.known
        self.known.add(found)
        return is_new

    def processes(self) -> list[psutil.Process]:
        """Everything that runs for this lab."""
        place = str(self.place)
        return [
            p
            for p in psutil.process_iter(["cmdline"])
            if place in " ".join(p.info["cmdline"] or [])
        ]

    def fork_server(self) -> psutil.Process:
        """The parent of every service."""
        replica = self._seen().part("order").processes[0]
        parent = psutil.Process(replica).parent()
        assert parent is not None
        return parent

    def _kill(self, part: str) -> None:
        if part == FORK_SERVER:
            self.fork_server().send_signal(signal.SIGKILL)
        else:
            self.runtime.kill(part, lab=_NAME)

    async def _all_ready_again(self, cell: Cell) -> bool:
        status = self._seen()
        ready = all(part.state is State.READY for part in status.parts)
        return ready and status.part(_watched(cell)).restarts > self.restarts

    def _restarts(self, cell: Cell) -> int:
        return self._seen().part(_watched(cell)).restarts

    def _seen(self) -> LabStatus:
        """What the supervisor sees; the runtime would measure everybody's memory, too."""
        status = ask(LocalDirectory.of(_NAME, self.place / "labs"), Request("status")).status
        assert status is not None
        return status

    async def _sell_out(self, product: int) -> None:
        """Write a product off: a stocktaking that found none of it."""
        connection = await asyncpg.connect(self.status.databases[self._holder("stock")])
        async with connection.transaction():
            left = await connection.fetchval(
                "SELECT available FROM stock.levels WHERE product_id = $1 FOR UPDATE", product
            )
            await connection.execute(
                "INSERT INTO stock.movements (reference, product_id, kind, delta)"
                " VALUES ($1, $2, 'RECEIVED', $3)",
                uuid4(),
                product,
                -left,
            )
            await connection.execute(
                "UPDATE stock.levels SET available = 0 WHERE product_id = $1", product
            )
        await connection.close()

    def _holder(self, module: str) -> str:
        return "inventory" if module == "stock" and "inventory" in self.status.databases else "shop"


def open_folder() -> Path:
    """A folder that the account of PostgreSQL may enter."""
    place = Path(tempfile.mkdtemp(prefix="crash-"))
    place.chmod(0o711)
    return place


def checking_out(blueprint: Blueprint, style: str) -> Blueprint:
    """The blueprint with another way to check out."""
    content = blueprint.model_dump(by_alias=True, exclude_none=True)
    content["transactions"]["checkout"] = style
    return Blueprint.model_validate(content)


def _watched(cell: Cell) -> str:
    """The part that tells whether a kill has been noticed."""
    return "order" if cell.part == FORK_SERVER else cell.part


def _crashed(log: Path, offset: int) -> bool:
    with log.open("rb") as file:
        file.seek(min(offset, log.stat().st_size))
        return b"crashed-at" in file.read()
