"""All that a lab needs before its first container: images, a plan, a folder."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from labs.docker import images
from labs.docker.engine import Engine
from labs.docker.image import base_image, build, build_context, image_name
from labs.docker.options import DockerOptions
from labs.docker.planning import lay_out_lab
from labs.docker.project import Pace, Setting, needed
from labs.docker.writing import defined_services, reader, write_lab
from labs.runtime import Progress, State
from labs.supervising.directories import LabDirectory
from labs.supervising.owner import Owner
from labs.wiring.brokers import carrier
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
    services = {**needed(carrier(blueprint)), **defined_services(with_companions(blueprint))}
    return [service["image"] for service in services.values() if "image" in service]


class Preparation:
    """What the plan of a lab is made with."""

    def __init__(
        self, client: "DockerClient", options: DockerOptions, compose: tuple[str, ...], image: str
    ) -> None:
        self._client = client
        self._options = options
        self._compose = compose
        self._image = image

    def plan(self, blueprint: "Blueprint", directory: LabDirectory, owner: Owner | None) -> None:
        """Plan the lab and write its folder.

        Raises:
            LabError: a port is busy, or the shop cannot be launched so.
        """
        directory.create()
        layout = lay_out_lab(blueprint, directory.lab, self._options, owner, self._compose)
        connections = connections_for(len(layout.plan.databases))
        said = self._client.version()
        pace = pace_of(Engine(said["Version"], said["ApiVersion"]))
        setting = Setting(self._image, reader(), connections, pace)
        write_lab(layout, directory, self._options, setting)


def pace_of(engine: Engine) -> Pace:
    """Often until a server is healthy, then seldom; an old engine has one pace for both.

    Each check starts a program in a container: on a machine that starts a dozen of those it may
    take its time, and many keep the machine from its work.
    """
    patient = {"timeout": "10s", "start_period": "120s"}
    calm = {**patient, "interval": "15s"}
    if engine.asks_often_at_first:
        often = {**calm, "start_interval": "1s"}
        return Pace(database=often, servers=often, others=calm)
    return Pace({**patient, "interval": "1s"}, {**patient, "interval": "3s"}, calm)
