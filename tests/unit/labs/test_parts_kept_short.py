"""A part that gets little of the machine, where a runtime has the means for it."""

import pytest

from labs.faults.fault import LIMIT, LITTLE_CPU, FaultNotPossibleError, limit_to
from labs.runtime import Limitable
from tests.contract.labs.fake_runtime import FakeRuntime


class Measured(FakeRuntime):
    """A runtime that says how much a part may take."""

    def __init__(self) -> None:
        super().__init__()
        self.limits: dict[str, tuple[float | None, float | None]] = {}

    def limit(
        self, part: str, *, cpus: float | None, memory_mb: float | None, lab: str = "shop"
    ) -> None:
        self.limits[f"{lab}/{part}"] = cpus, memory_mb

    def unlimit(self, part: str, *, lab: str = "shop") -> None:
        self.limits.pop(f"{lab}/{part}", None)


def test_a_part_gets_little_and_then_what_it_had():
    runtime = Measured()
    assert isinstance(runtime, Limitable)
    LIMIT.inject(runtime, "order", "shop")
    assert runtime.limits == {"shop/order": (LITTLE_CPU, None)}
    LIMIT.heal(runtime, "order", "shop")
    assert runtime.limits == {}


def test_how_little_can_be_said():
    runtime = Measured()
    limit_to(None, 64).inject(runtime, "order", "shop")
    assert runtime.limits == {"shop/order": (None, 64)}


@pytest.mark.parametrize("act", [LIMIT.inject, LIMIT.heal])
def test_a_runtime_without_measure_says_so(act):
    with pytest.raises(FaultNotPossibleError) as error:
        act(FakeRuntime(), "order", "shop")
    assert error.value.params == {"fault": "limit", "runtime": "fake"}
