"""A container that ends again and again while a lab starts, and what is said of it."""

import subprocess
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from labs.docker.containers import SERVICE
from labs.docker.plan import Container, Plan
from labs.docker.starting import DEATHS, Start
from labs.runtime import LabError

POSTGRES = Container("postgres", "postgresql", "server")


class Engine:
    """As much of the library's client as a start needs: one container that dies, and its log."""

    def __init__(self, log: bytes) -> None:
        self.containers = self
        self._log = log

    def events(self, **_: object) -> Iterator[dict[str, Any]]:
        about = {"Attributes": {SERVICE: POSTGRES.service, "exitCode": "1"}}
        for _ in range(DEATHS):
            yield {"Action": "start", "Actor": about}
            yield {"Action": "die", "Actor": about}

    def list(self, **_: object) -> list[SimpleNamespace]:
        return [SimpleNamespace(logs=lambda **_: self._log)]


def ended(log: bytes) -> LabError:
    plan = Plan(
        lab="x", gateway_port=1, gateway_admin_port=2, compose=("true",), containers=(POSTGRES,)
    )
    start = Start(Engine(log), plan, lambda _: None)
    start.listen()
    compose = subprocess.Popen(["sleep", "60"], text=True)
    try:
        with pytest.raises(LabError) as raised:
            start.run(lambda: compose, lambda: False)
    finally:
        compose.kill()
        compose.wait()
    return raised.value


def test_it_is_told_with_its_last_words():
    error = ended(b"starting\nno such role\n\n")
    assert error.code == "part-ended"
    assert error.params == {"part": "postgres", "status": 1, "reason": "no such role"}


def test_who_met_a_full_disk_is_told_so_though_more_was_said_since():
    error = ended(b'could not write "pg_wal": No space left on device\nshutting down\nbye\n')
    assert error.code == "docker-disk-full"
    assert "pg_wal" in str(error.params["reason"])
