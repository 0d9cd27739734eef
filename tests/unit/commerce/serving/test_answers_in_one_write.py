"""What is written at one go leaves at one go, in its order, and before the connection closes."""

import asyncio
from collections.abc import Callable

from labs.commerce.platform.serving.protocol import Together


class Wire(asyncio.Transport):
    """Remembers what was sent, write by write."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Note a write."""
        self.sent.append(bytes(data))

    def close(self) -> None:
        """Note the end."""
        self.closed = True

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self.closed


def test_head_and_body_are_one_write() -> None:
    """Whoever waits for the answer is woken once."""
    assert sent(lambda way: (way.write(b"head "), way.write(b"body"))) == [b"head body"]


def test_what_comes_later_is_a_write_of_its_own() -> None:
    """An answer that goes on is not held back until it ends."""

    async def scenario() -> list[bytes]:
        wire = Wire()
        way = Together(wire, asyncio.get_running_loop())
        for piece in (b"one", b"two"):
            way.write(piece)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        return wire.sent

    assert asyncio.run(scenario()) == [b"one", b"two"]


def test_an_answer_leaves_before_its_connection_is_closed() -> None:
    """`connection: close` follows the body at once."""
    assert sent(lambda way: (way.write(b"bye"), way.close())) == [b"bye"]


def sent(use: Callable[[Together], object]) -> list[bytes]:
    """What reached the wire."""

    async def scenario() -> list[bytes]:
        wire = Wire()
        use(Together(wire, asyncio.get_running_loop()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return wire.sent

    return asyncio.run(scenario())
