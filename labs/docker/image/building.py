"""Building the shop's image, once for each state of its code."""

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from docker.errors import APIError, BuildError

from labs.docker.errors import ImageNotBuiltError
from labs.docker.image.context import BuildContext

if TYPE_CHECKING:
    from docker import DockerClient

REPOSITORY = "workbench-shop"


def base_image() -> str:
    """What it is built on: the Python that the copied packages were installed for."""
    return f"python:{sys.version_info.major}.{sys.version_info.minor}-slim"


def image_name(context: BuildContext) -> str:
    """What it is called, which changes with what is in it."""
    return f"{REPOSITORY}:{context.fingerprint}"


def build(client: "DockerClient", context: BuildContext) -> None:
    """Build it on a base that is here.

    Raises:
        ImageNotBuiltError: a step of the build failed.
    """
    try:
        client.images.build(
            fileobj=context.archive(),
            custom_context=True,
            tag=image_name(context),
            buildargs={"PYTHON": base_image()},
            rm=True,
            forcerm=True,
        )
    except BuildError as error:
        raise ImageNotBuiltError(REPOSITORY, str(error)) from error
    _forget_others(client, image_name(context))


def _forget_others(client: "DockerClient", kept: str) -> None:
    """Images of earlier states of the code go, but for those that a lab runs."""
    for image in client.images.list(REPOSITORY):
        for tag in image.tags:
            if tag.startswith(f"{REPOSITORY}:") and tag != kept:
                with suppress(APIError):
                    client.images.remove(tag)
