"""What cannot be started says why, and leaves nothing: neither files nor containers."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from generators.blueprint import Blueprint
from generators.blueprint.events import Events
from labs.docker.containers import PROJECT
from labs.docker.options import DockerOptions
from labs.docker.plan import project_name
from labs.docker.runtime import DockerRuntime
from labs.runtime import LabError
from labs.supervising.directories import LabDirectory
from labs.supervising.state import read_state
from tests.shops import monolith
from tests.waiting import becomes, eventually

pytestmark = [pytest.mark.live, pytest.mark.docker]

WITHIN_S = 90.0
UP = "import os, sys; from tests.live.docker.test_starts_that_fail import start_in; start_in()"


def start_in() -> None:
    """What a process of its own does, which is then killed."""
    DockerRuntime(DockerOptions(base=Path(sys.argv[1]), pull=False)).up(monolith(), lab="fails")


@pytest.fixture
def base(engine: docker.DockerClient, tmp_path: Path) -> Iterator[Path]:
    del engine
    yield tmp_path / "labs"
    DockerRuntime(DockerOptions(base=tmp_path / "labs")).down("fails")


def ours(engine: docker.DockerClient) -> list[object]:
    filters = {"label": f"{PROJECT}={project_name('fails')}"}
    containers = engine.containers.list(all=True, filters=filters, ignore_removed=True)
    return [*containers, *engine.networks.list(filters=filters)]


def nothing_is_left(engine: docker.DockerClient, base: Path) -> bool:
    return not ours(engine) and not LabDirectory.of("fails", base).root.exists()


def with_kafka() -> Blueprint:
    bp = monolith()
    return bp.model_copy(update={"events": Events(broker="kafka")})


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"pull": False}, "docker-images-missing"),
        ({"registry_mirror": "127.0.0.1:1/hub"}, "docker-images-unreachable"),
    ],
)
def test_images_that_cannot_be_had_are_named_before_anything_starts(engine, base, options, code):
    runtime = DockerRuntime(DockerOptions(base=base, **options))
    with pytest.raises(LabError) as error:
        runtime.up(with_kafka(), lab="fails")
    assert error.value.code == code
    assert "apache/kafka:4.1.0" in str(error.value.params["images"])
    assert nothing_is_left(engine, base)


def test_a_port_that_is_taken_is_named(engine, base):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        runtime = DockerRuntime(DockerOptions(base=base, pull=False, gateway_port=port))
        with pytest.raises(LabError) as error:
            runtime.up(monolith(), lab="fails")
    assert (error.value.code, error.value.params["port"]) == ("port-busy", port)
    assert nothing_is_left(engine, base)


def test_a_starter_that_is_killed_leaves_nothing(engine, base):
    starter = subprocess.Popen([sys.executable, "-c", UP, base], env=os.environ)
    try:
        eventually(lambda: bool(ours(engine)), WITHIN_S)
    finally:
        starter.send_signal(signal.SIGKILL)
        starter.wait()
    assert becomes(lambda: nothing_is_left(engine, base), WITHIN_S)


def test_a_compose_that_is_killed_is_told_and_leaves_nothing(engine, base):
    def kill() -> None:
        eventually(lambda: bool(ours(engine)), WITHIN_S)
        state = read_state(LabDirectory.of("fails", base).state)
        os.kill(state.processes[0].pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(LabError) as error:
        DockerRuntime(DockerOptions(base=base, pull=False)).up(monolith(), lab="fails")
    killer.join()
    assert error.value.code == "docker-compose-failed"
    assert nothing_is_left(engine, base)
