"""Load shedding: new public work is refused at once while what was let in is still being done."""

from starlette.types import Send

FLOOR = 128
"""Requests in work that are always let in: more than a gateway of ours sends one replica at once,
so that it sheds first, which costs less, and does not take our refusals for failures."""
CEILING = 512
LATE_S = 0.1
"""An event loop that is later than this has more to do than it can."""

_REFUSED = b'{"error":{"code":"overloaded","params":{}}}'
_HEADERS = [
    (b"content-length", b"%d" % len(_REFUSED)),
    (b"content-type", b"application/json"),
    (b"retry-after", b"1"),
    # a gateway that asked again would add to the load that is too much already
    (b"x-envoy-ratelimited", b"true"),
]


class Admission:
    """Bounds the public requests in work; the bound falls quickly when the loop is late.

    Probes and the calls of other deployables are let in always: those belong to work that somebody
    has admitted, and refusing them would waste what was done for it.
    """

    def __init__(self, floor: int = FLOOR, ceiling: int = CEILING) -> None:
        self._floor = floor
        self._ceiling = ceiling
        self._limit = float(ceiling)
        self._in_work = 0

    @property
    def limit(self) -> int:
        """Public requests that may be in work now."""
        return int(self._limit)

    @property
    def is_full(self) -> bool:
        """Whether a further request is to be refused."""
        return self._in_work >= self._limit

    def __enter__(self) -> None:
        """A request is being worked on until the block ends."""
        self._in_work += 1

    def __exit__(self, *_: object) -> None:
        self._in_work -= 1

    def observe(self, lag_s: float) -> None:
        """Learn how late the event loop was: down by a fifth, up by a few."""
        if lag_s > LATE_S:
            self._limit = max(self._floor, min(self._limit, self._in_work) * 0.8)
        else:
            self._limit = min(self._ceiling, self._limit + 16)


async def refuse(send: Send) -> None:
    """Answer 503 for as little as an answer can cost."""
    await send({"type": "http.response.start", "status": 503, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _REFUSED})
