"""All that a lab needs before its first container: images, a plan, a folder."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from labs.docker import images
from labs.docker.engine import Engine
from labs.docker.image import base_image, build, build_context, image_name
from labs.docker.options import DockerOptions
from labs.docker.planning import lay_out_lab
from labs.docker.project import NEEDED, Pace, Setting
from labs.docker.writing import defined_services, reader, write_lab
from labs.runtime import Progress, State
from labs.supervising.directories import LabDirectory
from labs.supervising.owner import Owner
from labs.wiring.companions import with_companions
from labs.wiring.databases import connections_for

if TYPE_CHECKING:
    from docker import DockerClient

    from generators.blueprint import Blueprint


class Fetching:
    """Having images here: fetched where they may be, and each told before it comes."""

    def __init__(
        self,
        client: "DockerClient",
        options: DockerOptions,
        on_progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        self._client = client
        self._options = options
        self._on_progress = on_progress
        self._begin = time.monotonic()

    def of_lab(self, blueprint: "Blueprint") -> str:
        """Have all that a lab runs; the name of the shop's image.

        Raises:
            LabError: some image cannot be had; it names all of them.
        """
        return self._shop_and(server_images(blueprint))

    def shop(self) -> str:
        """Have the shop's image alone; its name.

        Raises:
            LabError: its base cannot be had, or a step of its build failed.
        """
        return self._shop_and([])

    def _shop_and(self, others: list[str]) -> str:
        context = build_context()
        shop = image_name(context)
        is_built = not images.missing(self._client, [shop])
        images.fetch(
            self._client,
            others if is_built else [*others, base_image()],
            mirror=self._options.registry_mirror,
            allowed=self._options.pull,
            on_image=lambda image: self._tell(image, State.FETCHING),
        )
        if not is_built:
            self._tell(shop, State.BUILDING)
            build(self._client, context)
        return shop

    def _tell(self, image: str, state: State) -> None:
        self._on_progress(Progress(image, state, time.monotonic() - self._begin))


def server_images(blueprint: "Blueprint") -> list[str]:
    """What the lab's servers run: those of the design, and those that the shop needs anyway."""
    services = {**NEEDED, **defined_services(with_companions(blueprint))}
    return [service["image"] for service in services.values() if "image" in service]


def prepare(
    client: "DockerClient",
    blueprint: "Blueprint",
    directory: LabDirectory,
    options: DockerOptions,
    owner: Owner | None,
    image: str,
) -> None:
    """Plan the lab and write its folder.

    Raises:
        LabError: a port is busy, or the shop cannot be launched so.
    """
    directory.create()
    layout = lay_out_lab(blueprint, directory.lab, options, owner)
    connections = connections_for(len(layout.plan.databases))
    said = client.version()
    pace = pace_of(Engine(said["Version"], said["ApiVersion"]))
    write_lab(layout, directory, options, Setting(image, reader(), connections, pace))


def pace_of(engine: Engine) -> Pace:
    """Often until a container is healthy, then seldom; an old engine has one pace for both.

    On a machine that starts a dozen of them a check may take its time.
    """
    patient = {"timeout": "10s", "start_period": "120s"}
    if engine.asks_often_at_first:
        calm = {**patient, "interval": "15s", "start_interval": "1s"}
        return Pace(servers=calm, services=calm)
    return Pace(servers={**patient, "interval": "1s"}, services={**patient, "interval": "4s"})
