"""The decomposer and the generators."""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from decomposer.propose import propose
from decomposer.score import score
from tests.bench.figure import Figure
from tests.bench.process import python_cpu_s
from workbench.usecases.partitions import partition_from, shop_graph

GENERATE = """
from generators.render import render
from workbench.usecases.partitions import blueprint_of, partition_from
render(blueprint_of(partition_from("reference"), name="reference"))
"""
LOAD_ONLY = """
from workbench.usecases.partitions import blueprint_of, partition_from
blueprint_of(partition_from("reference"), name="reference")
"""


def figures() -> Iterator[Figure]:
    """Score, optimum with proof, and everything generated for eleven services."""
    graph, reference = shop_graph(), partition_from("reference")
    yield Figure("score a partition", 1000 * _typical(lambda: score(graph, reference)), "ms", 5)
    proofs = [propose(graph) for _ in range(5)]
    seconds = median(proof.seconds for proof in proofs)
    proved = "proved" if all(proof.proved for proof in proofs) else "NOT PROVED"
    yield Figure("optimum of 24 modules", 1000 * seconds, "ms", 100, proved)
    whole, loading = python_cpu_s(GENERATE), python_cpu_s(LOAD_ONLY)
    note = f"of it {loading:.2f} CPU-s before the first file"
    yield Figure("generate eleven services, cold process", whole, "CPU-s", 1.0, note)


def _typical(action: Callable[[], Any]) -> float:
    action()
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return median(times)
