"""A part that is cut off from the others, where a runtime has the means for it."""

import pytest

from labs.faults.fault import ISOLATE, FaultNotPossibleError
from labs.runtime import Partitionable
from tests.contract.labs.fake_runtime import FakeRuntime


class Networked(FakeRuntime):
    """A runtime whose parts can be cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.cut_off: set[str] = set()

    def isolate(self, part: str, *, lab: str = "shop") -> None:
        self.cut_off.add(f"{lab}/{part}")

    def rejoin(self, part: str, *, lab: str = "shop") -> None:
        self.cut_off.discard(f"{lab}/{part}")


def test_a_part_is_cut_off_and_let_back_in():
    runtime = Networked()
    assert isinstance(runtime, Partitionable)
    ISOLATE.inject(runtime, "order", "shop")
    assert runtime.cut_off == {"shop/order"}
    ISOLATE.heal(runtime, "order", "shop")
    assert runtime.cut_off == set()


def test_a_runtime_without_a_network_between_its_parts_says_so():
    with pytest.raises(FaultNotPossibleError) as error:
        ISOLATE.inject(FakeRuntime(), "order", "shop")
    assert error.value.params == {"fault": "isolate", "runtime": "fake"}
