"""From the engine's words to the state of a part, and from an image's name to a mirror's."""

import pytest

from labs.docker.containers import condition, taken
from labs.docker.images import at_mirror
from labs.runtime import State


def attributes(status: str, health: str = "", exit_code: int = 0, output: str = "") -> dict:
    state = {"Status": status, "ExitCode": 0}
    if health:
        checks = [{"ExitCode": exit_code, "Output": output}]
        state["Health"] = {"Status": health, "Log": checks}
    return {"State": state}


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (attributes("running", "healthy"), State.READY),
        (attributes("running", "unhealthy"), State.READY),
        (attributes("running", "healthy", 1, "503"), State.UNREADY),
        (attributes("running", "starting"), State.STARTING),
        (attributes("running"), State.READY),
        (attributes("created"), State.STARTING),
        (attributes("paused", "unhealthy", 1), State.PAUSED),
        (attributes("restarting"), State.DOWN),
        (attributes("exited"), State.DOWN),
    ],
)
def test_the_last_check_counts_and_not_the_engines_verdict(told, state):
    assert condition(told)[0] is state


def test_who_is_not_ready_says_why():
    told = attributes("running", "healthy", 1, "Traceback\n\nHTTP Error 503: no database\n")
    assert condition(told) == (State.UNREADY, "HTTP Error 503: no database")


@pytest.mark.parametrize(
    ("image", "there"),
    [
        ("postgres:18", "mirror:5000/hub/library/postgres:18"),
        ("valkey/valkey:9", "mirror:5000/hub/valkey/valkey:9"),
    ],
)
def test_a_mirror_keeps_official_images_where_registries_do(image, there):
    assert at_mirror(image, "mirror:5000/hub") == there


@pytest.mark.parametrize("idle", ["total_inactive_file", "inactive_file"])
def test_pages_that_the_system_can_take_back_are_not_counted(idle):
    memory = {"usage": 50 * 2**20, "stats": {idle: 20 * 2**20}}
    told = {"memory_stats": memory, "cpu_stats": {"cpu_usage": {"total_usage": 2_500_000_000}}}
    assert taken(told) == (30, 2.5)
