"""The table of addresses."""

from uuid import UUID

from msgspec.structs import astuple

from labs.commerce.modules.shipping.api import Address
from labs.commerce.platform.database import Database
from labs.commerce.platform.messages import Message


class KeptAddress(Message, frozen=True):
    """An address in a customer's book."""

    address_id: UUID
    address: Address


_FIELDS = "address_id, name, street, city, postal_code, country"


class AddressStore:
    """Addresses by user."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_user(self, user_id: UUID) -> list[KeptAddress]:
        """A user's addresses, the latest first."""
        rows = await self._database.fetch(
            f"SELECT {_FIELDS} FROM profiles.addresses WHERE user_id = $1 ORDER BY at DESC",  # noqa: S608 - our own constant
            user_id,
        )
        return [_kept(dict(row)) for row in rows]

    async def add(self, user_id: UUID, kept: KeptAddress, limit: int) -> bool:
        """Add an address. False when the user has as many as they may."""
        return bool(
            await self._database.execute(
                "INSERT INTO profiles.addresses"
                " (address_id, user_id, name, street, city, postal_code, country)"
                " SELECT $1, $2, $3, $4, $5, $6, $7"
                " WHERE (SELECT count(*) FROM profiles.addresses WHERE user_id = $2) < $8",
                kept.address_id,
                user_id,
                *astuple(kept.address),
                limit,
            )
        )

    async def change(self, user_id: UUID, kept: KeptAddress) -> bool:
        """Change an address. False when the user has no such address."""
        return bool(
            await self._database.execute(
                "UPDATE profiles.addresses"
                " SET name = $3, street = $4, city = $5, postal_code = $6, country = $7"
                " WHERE address_id = $1 AND user_id = $2",
                kept.address_id,
                user_id,
                *astuple(kept.address),
            )
        )

    async def remove(self, user_id: UUID, address_id: UUID) -> bool:
        """Remove an address. False when the user has no such address."""
        return bool(
            await self._database.execute(
                "DELETE FROM profiles.addresses WHERE address_id = $1 AND user_id = $2",
                address_id,
                user_id,
            )
        )


def _kept(row: dict[str, str]) -> KeptAddress:
    return KeptAddress(address_id=UUID(str(row.pop("address_id"))), address=Address(**row))
