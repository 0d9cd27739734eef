"""The images of a lab: what the engine has, what it must fetch, and from where."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from docker.errors import DockerException, ImageNotFound, NotFound
from docker.utils import parse_repository_tag

from labs.docker.errors import ImagesMissingError, ImagesUnreachableError

if TYPE_CHECKING:
    from docker import DockerClient

OFFICIAL = "library"
"""Where a registry keeps the images whose names have one word."""


def missing(client: "DockerClient", images: Iterable[str]) -> list[str]:
    """Those that the engine has not."""
    return [image for image in dict.fromkeys(images) if not _has(client, image)]


def fetch(
    client: "DockerClient",
    images: Iterable[str],
    *,
    mirror: str,
    allowed: bool,
    on_image: Callable[[str], None],
) -> None:
    """Bring the images here, each told before it comes.

    Raises:
        ImagesMissingError: some are not here, and none may be fetched.
        ImagesUnreachableError: some cannot be fetched. Both name all of them.
    """
    lacking = missing(client, images)
    if lacking and not allowed:
        raise ImagesMissingError(", ".join(lacking))
    reasons: dict[str, str] = {}
    for number, image in enumerate(lacking):
        on_image(image)
        try:
            _fetch(client, image, mirror)
        except NotFound as error:
            reasons[image] = _told(error)
        except DockerException as error:
            # nobody answers, which takes its time: nobody will for the others
            reasons |= dict.fromkeys(lacking[number:], _told(error))
            break
    if reasons:
        raise ImagesUnreachableError(", ".join(reasons), next(iter(reasons.values())))


def at_mirror(image: str, mirror: str) -> str:
    """The name under which a mirror of the public registry keeps an image."""
    return f"{mirror}/{image}" if "/" in image else f"{mirror}/{OFFICIAL}/{image}"


def _fetch(client: "DockerClient", image: str, mirror: str) -> None:
    """Afterwards it bears its own name, wherever it came from."""
    if not mirror:
        client.images.pull(*parse_repository_tag(image))
        return
    fetched = client.images.pull(*parse_repository_tag(at_mirror(image, mirror)))
    fetched.tag(*parse_repository_tag(image))


def _told(error: DockerException) -> str:
    return str(getattr(error, "explanation", None) or error)


def _has(client: "DockerClient", image: str) -> bool:
    try:
        client.images.get(image)
    except ImageNotFound:
        return False
    return True
