"""Is there a Docker engine, and does it answer?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from labs.docker.errors import EngineDiskFullError, EngineRefusedError, NoEngineError
from labs.runtime import LabError

if TYPE_CHECKING:
    from docker import DockerClient

ANSWER_WITHIN_S = 2
WORK_WITHIN_S = 600
"""A build is one request."""
LONGEST_REASON = 200
"""Characters."""
NO_ROOM = "no space left on device"
STARTS_ASKING_OFTEN = (1, 44)
"""The API from which on a healthcheck has a pace of its own while a container starts."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What the engine said of itself."""

    version: str
    api: str

    @property
    def asks_often_at_first(self) -> bool:
        """Whether it knows `start_interval`."""
        return tuple(map(int, self.api.split("."))) >= STARTS_ASKING_OFTEN


def find_engine() -> Engine | None:
    """The engine that the environment points at; None where none answers."""
    import docker
    from docker.errors import DockerException

    try:
        client = docker.from_env(timeout=ANSWER_WITHIN_S)
    except (DockerException, OSError):
        return None
    try:
        said = client.version()
    except (DockerException, OSError):
        return None
    finally:
        client.close()
    return Engine(said["Version"], said["ApiVersion"])


@contextmanager
def engine() -> Iterator["DockerClient"]:
    """A connection to the engine that the environment points at.

    Raises:
        NoEngineError: it does not answer, or stopped answering meanwhile.
        EngineDiskFullError: it has no room left.
        EngineRefusedError: it does not do what it was asked within the block.
    """
    import docker
    from docker.errors import APIError, DockerException
    from requests.exceptions import RequestException

    try:
        client = docker.from_env(timeout=WORK_WITHIN_S)
    except DockerException as error:
        raise NoEngineError(_short(error)) from error
    try:
        yield client
    except APIError as error:
        reason = str(error.explanation or error)
        if NO_ROOM in reason:
            raise EngineDiskFullError(reason[-LONGEST_REASON:]) from error
        raise EngineRefusedError(reason[:LONGEST_REASON]) from error
    except (RequestException, ConnectionError) as error:
        raise NoEngineError(_short(error)) from error
    finally:
        client.close()


def _short(error: Exception) -> str:
    """The last and most particular part of a chain of reasons; what we met before is none."""
    cause: BaseException = error
    while (deeper := cause.__cause__ or cause.__context__) and not isinstance(deeper, LabError):
        cause = deeper
    return str(cause)[:LONGEST_REASON]
