"""The shop in containers: from built images to eleven healthy services with their servers."""

import time
from collections.abc import Iterator

from labs.docker.engine import engine, find_engine
from labs.docker.image import base_image
from labs.docker.options import DockerOptions
from labs.docker.preparing import Fetching
from labs.docker.runtime import DockerRuntime
from tests.bench.figure import Figure
from tests.live.docker.standins import build_stand_ins
from workbench.usecases.shops import shop_blueprint

LAB = "bench"
START_S, MEMORY_MB = 30.0, 1200.0
"""A process of its own for each service shares nothing: twice the local runtime's memory."""


def figures() -> Iterator[Figure]:
    """Nothing where no engine answers."""
    found = find_engine()
    if found is None:
        return
    blueprint = shop_blueprint("reference", None)
    runtime = DockerRuntime(DockerOptions(limits=False))
    with engine() as client:
        made = build_stand_ins(client, base_image())
        Fetching(client, DockerOptions()).of_lab(blueprint)
    note = "servers of our own making" if made else ""
    begin = time.monotonic()
    try:
        status = runtime.up(blueprint, lab=LAB)
        took_s = time.monotonic() - begin
        yield Figure("reference: start from built images", took_s, "s", START_S, note)
        memory_mb = sum(part.memory_mb for part in status.parts)
        yield Figure("reference: memory of all containers", memory_mb, "MB", MEMORY_MB, note)
    finally:
        runtime.down(LAB)
