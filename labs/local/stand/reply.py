"""What came back through the gateway."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from labs.supervising.ports import LOOPBACK

ANSWER_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the gateway."""

    status: int
    headers: dict[str, str]
    """By lower-case name."""
    body: str
    latency_ms: float

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the answer holds
        """The body as JSON; an empty object where it is none, as the gateway's own refusals."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}


class Door:
    """A keep-alive connection to the gateway."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = HTTPConnection(LOOPBACK, port, timeout=ANSWER_WITHIN_S)

    def send(self, method: str, path: str, headers: dict[str, str], body: str = "") -> Reply:
        """Send one request; over a new connection when the gateway closed the old one."""
        begin = time.perf_counter()
        try:
            return self._exchange(method, path, headers, body, begin)
        except (HTTPException, ConnectionError):
            self.close()
            return self._exchange(method, path, headers, body, begin)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _exchange(
        self, method: str, path: str, headers: dict[str, str], body: str, begin: float
    ) -> Reply:
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode(errors="replace")
        received = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, received, text, (time.perf_counter() - begin) * 1000)
