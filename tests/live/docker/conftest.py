"""An engine to run labs on, and the images that they need."""

from collections.abc import Iterator

import docker
import pytest
from docker.errors import DockerException

from labs.docker.compose import find_compose
from labs.docker.engine import find_engine
from labs.docker.errors import ComposeMissingError
from labs.docker.image import base_image
from tests.live.docker.standins import build_stand_ins


@pytest.fixture(scope="session")
def engine() -> Iterator[docker.DockerClient]:
    """A Docker engine with an image of every name that the generated project uses."""
    if find_engine() is None:
        pytest.skip("no Docker engine")
    try:
        find_compose()
    except ComposeMissingError:
        pytest.skip("no Docker Compose")
    client = docker.from_env(timeout=300)
    made = build_stand_ins(client, base_image())
    try:
        client.containers.run(base_image(), ["sh", "-c", ":"], remove=True)
    except DockerException as error:
        pytest.skip(f"the Docker engine runs no containers here: {error}")
    yield client
    for name in made:  # a name of the official ones is not to stay on something else
        client.images.remove(name, force=True, noprune=True)
    client.close()
