"""Removing a lab from an engine that is still making what a killed compose had asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from docker.errors import APIError, NotFound

from labs.docker import removing
from labs.docker.removing import remove


@dataclass
class Thing:
    shelf: list["Thing"]
    refusals: list[Exception] = field(default_factory=list)
    """Answers to the first attempts to remove it."""

    def remove(self, **_: object) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.shelf.remove(self)


class Shelf:
    """One kind of things that an engine holds, and what comes to it late."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self.looks = 0
        self.on_look: Callable[[int], None] = lambda _: None

    def list(self, **_: object) -> list[Thing]:
        self.looks += 1
        self.on_look(self.looks)
        return list(self.things)

    def put(self, *refusals: Exception) -> None:
        self.things.append(Thing(self.things, list(refusals)))


class Engine:
    def __init__(self) -> None:
        self.containers, self.networks, self.volumes = Shelf(), Shelf(), Shelf()

    @property
    def is_empty(self) -> bool:
        return not (self.containers.things or self.networks.things or self.volumes.things)


@pytest.fixture
def engine(monkeypatch) -> Engine:
    monkeypatch.setattr(removing, "LOOK_EVERY_S", 0.001)
    return Engine()


def test_where_nothing_is_nothing_is_removed(engine):
    assert remove(engine, "workbench-0-shop") is False


def test_a_network_that_a_container_comes_to_goes_later(engine):
    engine.networks.put(APIError("has active endpoints"))
    engine.volumes.put()
    assert remove(engine, "workbench-0-shop") is True
    assert engine.is_empty


def test_a_container_that_comes_late_is_waited_for(engine):
    engine.networks.put()
    engine.containers.on_look = lambda looks: engine.containers.put() if looks == 3 else None
    assert remove(engine, "workbench-0-shop", quiet_s=0.5) is True
    assert engine.containers.looks > 3
    assert engine.is_empty


def test_what_somebody_else_removed_meanwhile_is_gone(engine):
    engine.containers.on_look = lambda _: engine.containers.things.clear()
    engine.networks.put(NotFound("no such network"))
    assert remove(engine, "workbench-0-shop") is True


def test_what_never_goes_is_told_once_all_else_is_gone(engine, monkeypatch):
    monkeypatch.setattr(removing, "GONE_WITHIN_S", 0.05)
    engine.networks.put(*[APIError("has active endpoints")] * 10_000)
    engine.volumes.put()
    with pytest.raises(APIError):
        remove(engine, "workbench-0-shop")
    assert engine.volumes.things == []
