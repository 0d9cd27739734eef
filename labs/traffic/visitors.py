"""Who comes to the shop: known users, each with a connection of their own, or strangers."""

import random
from dataclasses import dataclass, field

from labs.traffic.client import HttpClient
from labs.traffic.open_files import connections_at_once


@dataclass(slots=True)
class Visitor:
    """Somebody in front of the shop, and what they remember of it."""

    client: HttpClient
    number: int = 0
    product_id: int = 0
    """The product looked at last; 0 before the first."""
    order_id: str = ""
    """The order placed last."""


@dataclass(slots=True)
class Strangers:
    """Every visit is somebody new; all share as few connections as it takes."""

    client: HttpClient
    connections: int = 0
    """Kept for single users: none."""
    _seen: int = 0

    def next(self, chance: random.Random) -> Visitor:
        """Whoever comes now."""
        del chance
        self._seen += 1
        return Visitor(self.client, self._seen)

    def close(self) -> None:
        """Nobody comes any more."""
        self.client.close()


@dataclass(slots=True)
class Users:
    """As many users as `count`, each of whom comes back again and again on a keep-alive connection.

    Above what one process may have open, several users share a connection.
    """

    url: str
    count: int
    connections: int = field(init=False)
    _clients: list[HttpClient | None] = field(init=False)
    _visitors: dict[int, Visitor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connections = connections_at_once(self.count)
        self._clients = [None] * self.connections

    def next(self, chance: random.Random) -> Visitor:
        """Any of the users: thinking times that know no memory make a Poisson process of them."""
        number = chance.randrange(self.count)
        visitor = self._visitors.get(number)
        if visitor is None:
            visitor = self._visitors[number] = Visitor(self._client(number), number)
        return visitor

    def close(self) -> None:
        """Everybody hangs up."""
        for client in self._clients:
            if client is not None:
                client.close()

    def _client(self, number: int) -> HttpClient:
        place = number % self.connections
        client = self._clients[place]
        if client is None:
            client = self._clients[place] = HttpClient(self.url)
        return client


Crowd = Strangers | Users
