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


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say of each test whether it may be run once more, and beside which others it is run."""
    for item in items:
        if _waits(item):
            item.add_marker(pytest.mark.flaky(reruns=1))
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    # what takes longest begins first, or all others would have to wait for it at the end
    items.sort(key=lambda item: not (item.get_closest_marker("long") or _on_an_engine(item)))


def _waits(item: pytest.Item) -> bool:
    """Whether a failure may mean that a busy machine took its time.

    What tests of the screen and of live servers wait for comes in its own time. A defect fails
    twice, and both failures are printed. Pure tests have no such excuse, and `soak` looks for what
    happens once in many times: there a single failure counts.
    """
    live = item.get_closest_marker("live") and not item.get_closest_marker("soak")
    return bool(live) or item.path.is_relative_to(_SCREENS)


def _group(item: pytest.Item) -> str:
    """Tests of a file share its servers; all that need the one Docker engine take turns."""
    return "docker" if _on_an_engine(item) else item.path.stem


def _on_an_engine(item: pytest.Item) -> bool:
    return item.get_closest_marker("docker") is not None
