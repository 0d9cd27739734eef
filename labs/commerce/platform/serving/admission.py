"""Load shedding: new public work is refused at once while what was let in is still being done."""

from starlette.types import Send

FLOOR = 32
"""Requests in work that are always let in: a handful of customers at once is no overload, however
long a starved machine takes over them."""
CEILING = 512
LATE_S = 0.2
"""Work that waits longer than this for its turn says that there is more of it than can be done. A
gateway that bounds what it lets in, by half of this, refuses first and for less."""
STAY_S = 0.3
"""How long a request may be in work, in the mean, where there is too much."""

_GROWTH = 1.1
_MEMORY_S = 1.0
"""How far back the pace of the work is remembered."""

_REFUSED = b'{"error":{"code":"overloaded","params":{}}}'
_HEADERS = [
    (b"content-length", b"%d" % len(_REFUSED)),
    (b"content-type", b"application/json"),
    (b"retry-after", b"1"),
    # a gateway neither asks again, which would add to the load, nor counts it as a failure
    (b"x-envoy-ratelimited", b"true"),
]


class Admission:
    """Bounds the public requests in work by what is done in `STAY_S`, once work has to wait.

    By Little's law so many stay that long in the mean, however starved of cores the machine is.

    Probes and the calls of other deployables are let in always: those belong to work that somebody
    has admitted, and refusing them would waste what was done for it.
    """

    def __init__(self, floor: int = FLOOR, ceiling: int = CEILING) -> None:
        self._floor = floor
        self._ceiling = ceiling
        self._limit = float(ceiling)
        self._in_work = 0
        self._done = 0
        self._done_per_s = 0.0

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
        self._done += 1

    def observe(self, late_s: float, elapsed_s: float) -> None:
        """Learn how long work waited for its turn of late, and how long ago that was asked last."""
        weight = min(1.0, elapsed_s / _MEMORY_S)
        self._done_per_s += weight * (self._done / elapsed_s - self._done_per_s)
        self._done = 0
        most = self._done_per_s * STAY_S if late_s > LATE_S else self._limit * _GROWTH
        self._limit = max(self._floor, min(self._ceiling, most))


async def refuse(send: Send) -> None:
    """Answer 503 for as little as an answer can cost."""
    await send({"type": "http.response.start", "status": 503, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _REFUSED})
