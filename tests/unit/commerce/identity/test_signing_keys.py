"""The key ring: which key signs when, and for how long the others verify."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from joserfc import jws

from labs.commerce.modules.authentication.key_store import StoredKey
from labs.commerce.modules.authentication.keyring import (
    LEAD,
    LIVE_AT_MOST,
    OVERLAP,
    ROTATES_AFTER,
    KeyRing,
)
from labs.commerce.platform.errors import DomainError, UnavailableError
from labs.commerce.platform.identity.sealing import Seal, SealBrokenError, derived_key
from labs.commerce.platform.identity.tokens import Principal
from tests.unit.commerce.fakes import ORDER, FixedClock, no_transaction


class RememberedKeys:
    """A table of keys in memory."""

    def __init__(self) -> None:
        self.rows: list[StoredKey] = []

    async def lock(self) -> None:
        """Nobody else is here."""

    async def live(self, now: datetime) -> list[StoredKey]:
        alive = [key for key in self.rows if key.retires_at is None or key.retires_at > now]
        return sorted(alive, key=lambda key: key.signs_from)

    async def add(self, key: StoredKey) -> None:
        self.rows.append(key)

    async def retire(self, at: datetime) -> None:
        self.rows = [replace(key, retires_at=min(key.retires_at or at, at)) for key in self.rows]

    async def forget(self, before: datetime) -> None:
        self.rows = await self.live(before)


class OneReader:
    """A database without a server."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        async with no_transaction():
            yield


class Ring:
    def __init__(self) -> None:
        self.clock = FixedClock()
        self.table: Any = RememberedKeys()
        database: Any = OneReader()
        self.ring = KeyRing(database, self.table, Seal("a secret", "keys"), self.clock)
        asyncio.run(self.ring.open())

    def signs(self) -> str:
        """The key that signs now."""
        self.ring._live.forget("")  # what other replicas find in the table a second later
        token = asyncio.run(self.ring.signer()).access_token(Principal(ORDER))
        return str(jws.extract_compact(token.encode()).headers()["kid"])

    def verify(self) -> set[str]:
        self.ring._live.forget("")
        return {key.kid for key in asyncio.run(self.ring.published()).keys}

    def rotate(self, overlap: timedelta = OVERLAP) -> str:
        return asyncio.run(self.ring.rotate(overlap)).kid


@pytest.fixture
def ring() -> Ring:
    return Ring()


def test_a_ring_that_is_opened_again_keeps_its_key(ring: Ring) -> None:
    key = ring.signs()
    asyncio.run(ring.ring.open())
    assert ring.verify() == {key}


def test_whoever_asks_before_the_first_key_is_made_does_not_hide_it(ring: Ring) -> None:
    made, ring.table.rows = ring.table.rows, []
    with pytest.raises(UnavailableError):
        asyncio.run(ring.ring.published())
    ring.table.rows = made
    assert asyncio.run(ring.ring.signer()).kid == made[0].kid


def test_a_new_key_is_published_before_it_signs(ring: Ring) -> None:
    old, new = ring.signs(), ring.rotate()
    assert ring.verify() == {old, new}
    assert ring.signs() == old
    ring.clock.move(seconds=LEAD.total_seconds())
    assert ring.signs() == new


def test_the_old_key_verifies_until_its_last_token_has_run_out(ring: Ring) -> None:
    old, new = ring.signs(), ring.rotate()
    ring.clock.move(seconds=(LEAD + OVERLAP).total_seconds() - 1)
    assert ring.verify() == {old, new}
    ring.clock.move(seconds=1)
    assert ring.verify() == {new}


def test_a_leaked_key_is_withdrawn_at_once_with_all_that_came_before(ring: Ring) -> None:
    ring.rotate()
    new = ring.rotate(timedelta(0))
    assert ring.verify() == {new}
    assert ring.signs() == new


def test_two_rotations_in_a_row_leave_no_moment_without_a_signer(ring: Ring) -> None:
    first, _ = ring.signs(), ring.rotate()
    ring.clock.move(seconds=1)
    last = ring.rotate()
    assert ring.signs() == first
    ring.clock.move(seconds=LEAD.total_seconds())
    assert ring.signs() == last


def test_the_number_of_keys_is_bounded(ring: Ring) -> None:
    for _ in range(LIVE_AT_MOST - 1):
        ring.rotate()
    with pytest.raises(DomainError) as refused:
        ring.rotate()
    assert refused.value.code == "too-many-keys"
    assert len(ring.verify()) == LIVE_AT_MOST
    withdrawn_by = ring.rotate(timedelta(0))
    assert ring.verify() == {withdrawn_by}


def test_a_key_that_has_signed_for_long_is_replaced_unasked(ring: Ring) -> None:
    old = ring.signs()
    asyncio.run(ring.ring.tend())
    assert ring.verify() == {old}
    ring.clock.move(seconds=ROTATES_AFTER.total_seconds())
    asyncio.run(ring.ring.tend())
    assert len(ring.verify()) == 2
    asyncio.run(ring.ring.tend())
    assert len(ring.verify()) == 2


def test_keys_that_have_retired_are_forgotten(ring: Ring) -> None:
    ring.rotate()
    ring.clock.move(seconds=(LEAD + OVERLAP).total_seconds())
    asyncio.run(ring.ring.tend())
    assert len(ring.table.rows) == 1


def test_private_keys_rest_sealed(ring: Ring) -> None:
    (stored,) = ring.table.rows
    assert "PRIVATE" not in stored.sealed
    assert "d" not in stored.jwk
    with pytest.raises(SealBrokenError):
        Seal("another secret", "keys").open(stored.sealed)


def test_what_is_sealed_opens_for_its_own_purpose_alone() -> None:
    sealed = Seal("a secret", "letters").close("token")
    assert Seal("a secret", "letters").open(sealed) == "token"
    assert Seal("a secret", "letters").close("token") != sealed
    for text in (sealed[:-4] + "AAAA", "", "no base 64 at all", sealed[:10]):
        with pytest.raises(SealBrokenError):
            Seal("a secret", "letters").open(text)
    with pytest.raises(SealBrokenError):
        Seal("a secret", "keys").open(sealed)
    assert derived_key("a secret", "letters") != derived_key("a secret", "keys")
