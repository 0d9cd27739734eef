import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from labs.commerce.arming import NotArmedError, arm

SERVES = ["python", "-m", "labs.commerce.serve", "/etc/shop/spec.json", "order-1"]


def process(folder: Path, number: int, words: list[str]) -> int:
    """A process as the kernel shows it; the descriptor of its standard input.

    It holds the writing end, too, as a replica does: the pipe has no end.
    """
    (folder / str(number) / "fd").mkdir(parents=True)
    (folder / str(number) / "cmdline").write_bytes(b"\0".join(w.encode() for w in words) + b"\0")
    way = folder / str(number) / "fd" / "0"
    os.mkfifo(way)
    return os.open(way, os.O_RDWR)


@contextmanager
def reading(descriptor: int, after_s: float = 0.0) -> Iterator[list[bytes]]:
    """What a replica takes up that is busy for a while when it is told."""
    taken_up = [b""]

    def take_up() -> None:
        taken_up[0] = os.read(descriptor, 4096)

    replica = threading.Timer(after_s, take_up)
    replica.start()
    yield taken_up
    replica.join()


def heard(descriptor: int) -> bytes:
    """What was written there and not read."""
    os.set_blocking(descriptor, False)
    with suppress(BlockingIOError):
        return os.read(descriptor, 4096)
    return b""


def test_the_replica_is_told_and_neither_its_init_nor_anybody_else(tmp_path):
    replica = process(tmp_path, 7, SERVES)
    init = process(tmp_path, 1, ["/sbin/docker-init", "--", *SERVES])
    teller = process(tmp_path, 20, ["python", "-m", "labs.commerce.arming", "before-ack:X"])
    (tmp_path / "uptime").write_text("1")
    with reading(replica) as taken_up:
        arm("after-commit:OrderCreated before-ack:OrderCreated", tmp_path)
    assert taken_up == [b"after-commit:OrderCreated before-ack:OrderCreated\n"]
    assert heard(init) == heard(teller) == b""


def test_no_points_take_back_what_was_armed(tmp_path):
    with reading(process(tmp_path, 7, SERVES)) as taken_up:
        arm("", tmp_path)
    assert taken_up == [b"\n"]


def test_arming_returns_when_the_replica_has_taken_it_up_and_not_before(tmp_path):
    replica = process(tmp_path, 7, SERVES)
    with reading(replica, after_s=0.1):
        arm("after-commit:OrderCreated", tmp_path)
        assert heard(replica) == b""


def test_a_replica_that_takes_nothing_up_is_not_said_to_be_armed(tmp_path):
    process(tmp_path, 7, SERVES)
    with pytest.raises(NotArmedError, match="took nothing up"):
        arm("after-commit:OrderCreated", tmp_path, within_s=0.05)


def test_what_is_no_crash_point_is_told_to_nobody(tmp_path):
    replica = process(tmp_path, 7, SERVES)
    with pytest.raises(ValueError, match="nowhere"):
        arm("nowhere:OrderCreated", tmp_path)
    assert heard(replica) == b""


def test_where_nothing_serves_nobody_is_told(tmp_path):
    (tmp_path / "99").mkdir()
    with pytest.raises(NotArmedError, match="no replica"):
        arm("after-commit:OrderCreated", tmp_path)
