import pytest

from content.monolith import monolith_path, partition_path
from decomposer.graph import MonolithGraph
from decomposer.importers.boundaries import load_boundaries
from decomposer.importers.monolith import load_graph
from decomposer.partition import Partition


@pytest.fixture(scope="session")
def shop() -> MonolithGraph:
    return load_graph(monolith_path())


@pytest.fixture(scope="session")
def domains(shop: MonolithGraph) -> Partition:
    return load_boundaries(partition_path("domains"), shop)


@pytest.fixture(scope="session")
def reference(shop: MonolithGraph) -> Partition:
    return load_boundaries(partition_path("reference"), shop)
