"""All of a lab gone from the engine again."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from docker.errors import APIError, NotFound

from labs.docker.containers import AT_ONCE, PROJECT, Filters

if TYPE_CHECKING:
    from docker import DockerClient

GONE_WITHIN_S = 60.0
LOOK_EVERY_S = 0.2


def remove(client: "DockerClient", project: str, *, quiet_s: float = 0.0) -> bool:
    """Take away all that bears the project's name. False where there was nothing.

    An engine finishes what it was asked for, also when who asked is gone: a network cannot go while
    a container comes to it, and a container may come late. So we look again until nothing has been
    there for `quiet_s`.

    Raises:
        APIError: something does not go; all else is gone.
    """
    found, deadline = False, time.monotonic() + GONE_WITHIN_S
    quiet_at = time.monotonic() + quiet_s
    while True:
        refusals = list(_remove_once(client, project))
        now = time.monotonic()
        if refusals:
            found, quiet_at = True, now + quiet_s
            stuck = next((error for error in refusals if error), None)
            if stuck and now > deadline:
                raise stuck
            if stuck:
                time.sleep(LOOK_EVERY_S)
        elif now >= quiet_at:
            return found
        else:
            time.sleep(LOOK_EVERY_S)


def _remove_once(client: "DockerClient", project: str) -> Iterator[APIError | None]:
    """Try to remove each thing that is there now; what the engine said against it."""
    ours: Filters = {"label": f"{PROJECT}={project}"}
    containers = client.containers.list(all=True, filters=ours, ignore_removed=True)
    yield from _each(containers, lambda container: container.remove(force=True, v=True))
    yield from _each(client.networks.list(filters=ours), lambda network: network.remove())
    yield from _each(client.volumes.list(filters=ours), lambda volume: volume.remove(force=True))


def _each(things: Iterable[Any], act: Callable[[Any], None]) -> Iterable[APIError | None]:
    def once(thing: Any) -> APIError | None:  # noqa: ANN401 - a container, a network or a volume
        try:
            act(thing)
        except NotFound:  # who else removes it at this moment does what we want
            return None
        except APIError as error:
            return error
        return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(once, things))
