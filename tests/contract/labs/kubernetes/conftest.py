"""A cluster for a test of its own, and a lab that those of a file share."""

import os
from collections.abc import Iterator

import pytest

from tests.contract.labs.kubernetes.standing import Standing, blueprint, standing


@pytest.fixture
def here(tmp_path) -> Iterator[Standing]:
    with standing(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Standing]:
    """A lab that tests may hurt, but not end."""
    with standing(tmp_path_factory.mktemp("running")) as found:
        found.runtime.up(blueprint(), owner_pid=os.getpid())
        yield found
