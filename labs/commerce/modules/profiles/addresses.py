"""Customers' address books."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec

from labs.commerce.modules.profiles.address_store import AddressStore, KeptAddress
from labs.commerce.modules.shipping.api import Address
from labs.commerce.platform.errors import DomainError, InvalidError, NotFoundError

ADDRESSES_MAX = 20
_FIELD_MAX = 200
_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Keeps addresses; a customer never learns of another's."""

    store: AddressStore

    async def of_user(self, user_id: UUID) -> list[KeptAddress]:
        """A user's addresses, the latest first."""
        return await self.store.of_user(user_id)

    async def add(self, user_id: UUID, address: Address) -> KeptAddress:
        """Add an address.

        Raises:
            InvalidError: it is none.
            DomainError: the book is full.
        """
        kept = KeptAddress(address_id=uuid4(), address=_checked(address))
        if not await self.store.add(user_id, kept, ADDRESSES_MAX):
            raise DomainError("too-many-addresses", limit=ADDRESSES_MAX)
        return kept

    async def change(self, user_id: UUID, address_id: UUID, address: Address) -> KeptAddress:
        """Change an address."""
        kept = KeptAddress(address_id=address_id, address=_checked(address))
        if not await self.store.change(user_id, kept):
            raise _unknown(address_id)
        return kept

    async def remove(self, user_id: UUID, address_id: UUID) -> None:
        """Remove an address."""
        if not await self.store.remove(user_id, address_id):
            raise _unknown(address_id)


def _checked(address: Address) -> Address:
    for name, value in msgspec.structs.asdict(address).items():
        if not 0 < len(value.strip()) <= _FIELD_MAX:
            raise InvalidError("out-of-range", field=name, low=1, high=_FIELD_MAX)
    if not _COUNTRY.fullmatch(address.country):
        raise InvalidError("country-malformed")
    return address


def _unknown(address_id: UUID) -> NotFoundError:
    return NotFoundError("address-unknown", addressId=str(address_id))
