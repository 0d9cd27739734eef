import os
from pathlib import Path

import pytest

from labs.commerce.arming import arm

SERVES = ["python", "-m", "labs.commerce.serve", "/etc/shop/spec.json", "order-1"]


def process(folder: Path, number: int, words: list[str]) -> int:
    """A process as the kernel shows it; the descriptor at which its standard input is read."""
    (folder / str(number) / "fd").mkdir(parents=True)
    (folder / str(number) / "cmdline").write_bytes(b"\0".join(w.encode() for w in words) + b"\0")
    way = folder / str(number) / "fd" / "0"
    os.mkfifo(way)
    return os.open(way, os.O_RDONLY | os.O_NONBLOCK)


def heard(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    finally:
        os.close(descriptor)


def test_the_replica_is_told_and_neither_its_init_nor_anybody_else(tmp_path):
    replica = process(tmp_path, 7, SERVES)
    init = process(tmp_path, 1, ["/sbin/docker-init", "--", *SERVES])
    teller = process(tmp_path, 20, ["python", "-m", "labs.commerce.arming", "before-ack:X"])
    (tmp_path / "uptime").write_text("1")
    assert arm("after-commit:OrderCreated before-ack:OrderCreated", tmp_path)
    assert heard(replica) == b"after-commit:OrderCreated before-ack:OrderCreated\n"
    assert heard(init) == heard(teller) == b""


def test_no_points_take_back_what_was_armed(tmp_path):
    replica = process(tmp_path, 7, SERVES)
    assert arm("", tmp_path)
    assert heard(replica) == b"\n"


def test_what_is_no_crash_point_is_told_to_nobody(tmp_path):
    replica = process(tmp_path, 7, SERVES)
    with pytest.raises(ValueError, match="nowhere"):
        arm("nowhere:OrderCreated", tmp_path)
    assert heard(replica) == b""


def test_where_nothing_serves_nobody_was_told(tmp_path):
    (tmp_path / "99").mkdir()
    assert not arm("after-commit:OrderCreated", tmp_path)
