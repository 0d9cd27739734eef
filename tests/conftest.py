"""What holds for every test."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# a test that was slow on a busy machine has found nothing
settings.register_profile(
    "patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")

_SCREENS = Path(__file__).parent / "tui"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run a failed test of the screen, or of live servers, once more.

    What they wait for comes in its own time, and on a busy machine that may be later than anybody
    planned for; a defect fails twice, and both failures are printed. Pure tests have no such
    excuse, and `soak` looks for what happens once in many times: there a single failure counts.
    """
    for item in items:
        live = item.get_closest_marker("live") and not item.get_closest_marker("soak")
        if live or item.path.is_relative_to(_SCREENS):
            item.add_marker(pytest.mark.flaky(reruns=1))
