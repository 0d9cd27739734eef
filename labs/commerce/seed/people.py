"""The demonstration accounts."""

from dataclasses import dataclass
from uuid import UUID, uuid5

_NAMESPACE = UUID("7f1c1d9e-52a5-4a29-9a39-0f6a3f6f3c11")

PASSWORD = "correct horse battery staple"  # noqa: S105 - of demonstration accounts, on loopback

TIERS = ("free", "premium", "enterprise")
CUSTOMERS = 30


@dataclass(frozen=True, slots=True)
class Person:
    """A seeded account."""

    user_id: UUID
    email: str
    name: str
    roles: tuple[str, ...]
    tier: str


def people(seed: int) -> tuple[Person, ...]:
    """One of each kind of staff, then customers of every tier."""
    staff = (
        _person(seed, "admin", "Administrator", ("admin", "customer", "moderator"), "enterprise"),
        _person(seed, "moderator", "Moderator", ("customer", "moderator"), "free"),
        _person(seed, "warehouse", "Warehouse", ("customer", "warehouse"), "free"),
    )
    customers = (
        _person(
            seed,
            f"customer-{number:02}",
            f"Customer {number}",
            ("customer",),
            TIERS[number % len(TIERS)],
        )
        for number in range(1, CUSTOMERS + 1)
    )
    return (*staff, *customers)


def _person(seed: int, local: str, name: str, roles: tuple[str, ...], tier: str) -> Person:
    email = f"{local}@shop.example"
    return Person(uuid5(_NAMESPACE, f"{seed}:{email}"), email, name, roles, tier)
