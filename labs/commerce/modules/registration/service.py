"""Opening accounts."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

from labs.commerce.modules.authentication.api import Authentication, Enrol
from labs.commerce.modules.registration.api import (
    Account,
    AccountCount,
    AccountList,
    AccountsLike,
    UserRegistered,
)
from labs.commerce.modules.registration.store import RegistrationStore
from labs.commerce.platform.clock import Clock
from labs.commerce.platform.database import Database
from labs.commerce.platform.errors import DomainError, InvalidError
from labs.commerce.platform.events import Outbox
from labs.commerce.platform.identity.passwords import Passwords, acceptable
from labs.commerce.platform.messages import Language, Nothing
from labs.commerce.seed.people import people

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_EMAIL_MAX = 254
NAME_MAX = 100


@dataclass(frozen=True, slots=True)
class RegistrationService:
    """Fulfils the contract of registration."""

    database: Database
    store: RegistrationStore
    authentication: Authentication
    passwords: Passwords
    outbox: Outbox
    clock: Clock

    async def count(self, _message: Nothing) -> AccountCount:
        """The number of open accounts."""
        return AccountCount(accounts=await self.store.count())

    async def alike(self, message: AccountsLike) -> AccountList:
        """Open accounts that look like what is asked for."""
        return AccountList(accounts=await self.store.alike(message.text, message.limit))

    async def register(self, email: str, password: str, name: str, language: Language) -> Account:
        """Open an account. An attempt that got stuck halfway is finished by the next one.

        Raises:
            InvalidError: the e-mail address or the password will not do.
            DomainError: the address has an account.
        """
        email = _checked_email(email)
        if len(name) > NAME_MAX:
            raise InvalidError("name-too-long", limit=NAME_MAX)
        password_hash = await self.passwords.hash(acceptable(password))
        async with self.database.together(self.authentication):
            user_id = await self.store.claim(uuid4(), email, name, self.clock.now())
            if user_id is None:
                raise DomainError("email-taken")
            enrol = Enrol(user_id=user_id, email=email, password_hash=password_hash)
            await self.authentication.enrol(enrol)
            await self._open(user_id, email, name, language)
        return Account(user_id=user_id, email=email, name=name)

    async def seed(self, seed: int) -> None:
        """Open the demonstration accounts."""
        now = self.clock.now()
        await self.store.put([(p.user_id, p.email, p.name, now) for p in people(seed)])

    async def _open(self, user_id: UUID, email: str, name: str, language: Language) -> None:
        async with self.database.transaction():
            if await self.store.open(user_id):
                event = UserRegistered(user_id=user_id, email=email, name=name, language=language)
                self.outbox.publish(event)


def _checked_email(email: str) -> str:
    email = email.strip().lower()
    if len(email) > _EMAIL_MAX or not _EMAIL.fullmatch(email):
        raise InvalidError("email-malformed")
    return email
