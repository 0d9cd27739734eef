"""Is there a Docker engine, and does it answer?"""

from dataclasses import dataclass

ANSWER_WITHIN_S = 2


@dataclass(frozen=True, slots=True)
class Engine:
    """What the engine said of itself."""

    version: str
    api: str


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
