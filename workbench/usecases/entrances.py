"""Where people enter a running shop, and as whom."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labs.runtime import LabStatus


@dataclass(frozen=True, slots=True)
class Entrances:
    """The shop's pages, and the demonstration accounts that open them."""

    storefront: str
    admin: str
    mailbox: str
    """Where the shop's mail arrives."""
    administrator: str
    customer: str
    password: str
    """Of both: these accounts exist on loopback only."""


def entrances(status: "LabStatus") -> Entrances:
    """The entrances of a lab that is up."""
    from labs.commerce.seed.people import PASSWORD, people

    accounts = people(seed=0)
    administrator = next(person for person in accounts if "admin" in person.roles)
    customer = next(person for person in accounts if person.roles == ("customer",))
    url = status.gateway_url
    return Entrances(
        storefront=f"{url}/",
        admin=f"{url}/admin",
        mailbox=f"{url}/mailbox",
        administrator=administrator.email,
        customer=customer.email,
        password=PASSWORD,
    )
