"""The key set that signs access tokens, and its rotation."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from joserfc.jwk import ECKey

from labs.commerce.modules.authentication.key_store import KeyStore, StoredKey
from labs.commerce.platform.cache import Remembered
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, UnavailableError
from labs.commerce.platform.identity.keys import ALGORITHM, KeySet, PublicKey
from labs.commerce.platform.identity.sealing import Seal
from labs.commerce.platform.identity.tokens import ACCESS_TOKEN_S, Signer
from labs.commerce.platform.messages import Message

LEAD = timedelta(seconds=5)
"""A key is published this long before it signs: no verifier asks for keys less often in vain."""

OVERLAP = timedelta(seconds=ACCESS_TOKEN_S + 60)
"""How long a key still verifies after it last signed: until its last token has run out."""

ROTATES_AFTER = timedelta(days=1)
LIVE_AT_MOST = 8
"""Verifiers hold them all, so their number is bounded."""

_CACHED_S = 1.0


class Rotation(Message, frozen=True):
    """What a rotation changed."""

    kid: str
    signs_from: datetime
    others_retire_at: datetime


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Signs with the newest key whose time has come, and publishes all that verify."""

    database: Database
    store: KeyStore
    seal: Seal
    clock: Clock
    _live: Remembered[str, list[StoredKey]] = field(
        default_factory=lambda: Remembered(_CACHED_S, 1)
    )
    _opened: dict[str, ECKey] = field(default_factory=dict)

    async def signer(self) -> Signer:
        """The signer of now. Raises `UnavailableError` until the first key is made."""
        now = self.clock.now()
        stored = [key for key in await self._keys() if key.signs_from <= now][-1]
        if stored.kid not in self._opened:
            self._opened.clear()
            self._opened[stored.kid] = ECKey.import_key(self.seal.open(stored.sealed))
        return Signer(stored.kid, self._opened[stored.kid], self.clock)

    async def published(self) -> KeySet:
        """What verifies access tokens, and what soon will."""
        keys = [
            PublicKey(kid=k.kid, jwk=k.jwk, retires_at=k.retires_at) for k in await self._keys()
        ]
        return KeySet(keys=keys)

    async def open(self) -> None:
        """Make the first key, if there is none yet; it signs at once."""
        now = self.clock.now()
        if await self.store.live(now):
            return
        async with self.database.transaction():
            await self.store.lock()
            if not await self.store.live(now):
                await self.store.add(self._new_key(now))

    async def rotate(self, overlap: timedelta = OVERLAP) -> Rotation:
        """Publish a new key, which signs after `LEAD`; the others verify for `overlap` longer.

        Without an overlap (a key has leaked) both happen at once, and whoever is signed in has to
        renew their session.

        Raises:
            DomainError: there are as many keys as verifiers will hold.
        """
        now = self.clock.now()
        signs_from = now + LEAD if overlap else now
        async with self.database.transaction():
            await self.store.lock()
            if overlap and len(await self.store.live(now)) >= LIVE_AT_MOST:
                raise DomainError("too-many-keys", limit=LIVE_AT_MOST)
            await self.store.retire(signs_from + overlap)
            key = self._new_key(signs_from)
            await self.store.add(key)
        self._live.forget("")
        return Rotation(kid=key.kid, signs_from=signs_from, others_retire_at=signs_from + overlap)

    async def tend(self) -> None:
        """Rotate a key that has signed for long enough; forget those that have retired."""
        now = self.clock.now()
        async with self.database.transaction():
            await self.store.lock()
            newest = (await self.store.live(now))[-1]
            if newest.signs_from + ROTATES_AFTER <= now:
                await self.rotate()
            await self.store.forget(now)

    async def _keys(self) -> list[StoredKey]:
        return await self._live.get("", self._stored)

    async def _stored(self) -> list[StoredKey]:
        """The keys that have not retired; that there are none yet is not remembered."""
        keys = await self.store.live(self.clock.now())
        if not keys:
            raise UnavailableError("keys-not-made")
        return keys

    def _new_key(self, signs_from: datetime) -> StoredKey:
        key = ECKey.generate_key("P-256")
        kid = key.thumbprint()
        public = {**key.as_dict(private=False), "kid": kid, "use": "sig", "alg": ALGORITHM}
        jwk = {name: str(value) for name, value in public.items()}
        return StoredKey(kid, self.seal.close(key.as_pem(private=True).decode()), jwk, signs_from)
