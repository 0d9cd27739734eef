"""Images that an engine lacks, and a registry that has some, none, or does not answer."""

from types import SimpleNamespace

import pytest
from docker.errors import APIError, ImageNotFound, NotFound

from labs.docker.errors import ImagesMissingError, ImagesUnreachableError
from labs.docker.images import fetch

WANTED = ("postgres:18", "valkey/valkey:9", "nats:2.12-alpine")


class Engine:
    """As much of the library's client as fetching needs; `fails` says what a pull raises."""

    def __init__(self, **fails: Exception) -> None:
        self.images = self
        self.fails = fails
        self.pulled: list[str] = []

    def get(self, name: str) -> None:
        raise ImageNotFound(name)

    def pull(self, repository: str, tag: str) -> SimpleNamespace:
        self.pulled.append(f"{repository}:{tag}")
        failure = self.fails.get(repository, self.fails.get("all"))
        if failure:
            raise failure
        return SimpleNamespace(tag=lambda *_: True)


def fetched(engine: Engine, *, allowed: bool = True) -> list[str]:
    told: list[str] = []
    fetch(engine, WANTED, mirror="", allowed=allowed, on_image=told.append)
    return told


def test_each_is_told_before_it_comes():
    engine = Engine()
    assert fetched(engine) == engine.pulled == list(WANTED)


def test_a_registry_that_does_not_answer_is_asked_once_and_all_are_named():
    engine = Engine(all=APIError("dial tcp: i/o timeout"))
    with pytest.raises(ImagesUnreachableError) as raised:
        fetched(engine)
    assert engine.pulled == ["postgres:18"]
    assert raised.value.params["images"] == ", ".join(WANTED)


def test_an_image_that_is_not_there_is_named_and_the_others_come():
    engine = Engine(postgres=NotFound("manifest unknown"))
    with pytest.raises(ImagesUnreachableError) as raised:
        fetched(engine)
    assert engine.pulled == list(WANTED)
    assert raised.value.params == {"images": "postgres:18", "reason": "manifest unknown"}


def test_without_a_network_nobody_is_asked():
    engine = Engine()
    with pytest.raises(ImagesMissingError):
        fetched(engine, allowed=False)
    assert engine.pulled == []
