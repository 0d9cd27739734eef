"""Users come back on their own connections; strangers share."""

import random

import pytest

from labs.traffic.client import HttpClient
from labs.traffic.visitors import Strangers, Users

URL = "http://127.0.0.1:1"


def test_a_user_is_recognised_and_keeps_the_connection():
    users = Users(URL, 3)
    chance = random.Random(1)  # noqa: S311 - repeatable, no secret
    seen = [users.next(chance) for _ in range(50)]
    assert {visitor.number for visitor in seen} == {0, 1, 2}
    assert len({id(visitor) for visitor in seen}) == 3
    assert len({id(visitor.client) for visitor in seen}) == 3


def test_every_stranger_is_somebody_new_on_shared_connections():
    strangers = Strangers(HttpClient(URL))
    chance = random.Random(1)  # noqa: S311 - repeatable, no secret
    seen = [strangers.next(chance) for _ in range(3)]
    assert [visitor.number for visitor in seen] == [1, 2, 3]
    assert len({id(visitor.client) for visitor in seen}) == 1


def test_users_above_what_may_be_open_share_connections():
    resource = pytest.importorskip("resource")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY:
        pytest.skip("nothing bounds the number of open files here")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        users = Users(URL, hard + 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert 0 < users.connections < hard
