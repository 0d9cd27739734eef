"""The domain-boundary tool: each figure beside its goal, and what others reach in the note.

A further figure is one more function in `ROWS`. What needs the data sets of others is left out,
with a line that says so, where they are absent.
"""

import json
import shutil
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles

import numpy as np

from decomposer.importers.edges import read_edges
from decomposer.importers.mono2micro import load_assignment, load_observation
from decomposer.importers.python import load_python
from decomposer.importers.python.files import read_tree
from decomposer.metrics import ibm_metrics
from decomposer.metrics.agreement import adjusted_rand_index
from decomposer.propose import propose
from decomposer.propose.large import propose_large
from decomposer.scale import ArrayGraph, RunningCut, array_graph, find, moved
from tests.bench.agreement import against_mem, with_experts
from tests.bench.apps import with_apps
from tests.bench.figure import Figure
from tests.unit.decomposer.graphs import packages
from tests.unit.decomposer.research_data import FOLDER
from tests.unit.decomposer.scale.planted import Planted, planted
from workbench.usecases.partitions import shop_graph

NODES, GROUPS, DEGREE = 100_000, 1000, 11.6
"""About 581,000 edges, a quarter of which lead anywhere."""
SPREAD = 0.7
CHANGED = 0.015
MOVES = 20_000
LINES = 1_000_000
MODULES = 4000
PACKAGES = 40
SEEDS = (1, 2, 3)


def figures() -> Iterator[Figure]:
    """Every row in turn."""
    for row in ROWS:
        yield from row()


def published_metrics() -> Iterator[Figure]:
    """Cells of the paper's table on DayTrader."""
    folder = FOLDER / "daytrader"
    if not folder.exists():
        yield _absent("published cells of DayTrader")
        return
    seen = load_observation(folder / "bcs_per_class.json", folder / "runtime_call_volume.json")
    rows = json.loads((folder / "published_mem.json").read_text("utf-8"))["rows"]
    right = cells = 0
    for row, values in rows.items():
        cut = load_assignment(folder / "partitions" / f"mem_{row}.json")
        ours = ibm_metrics(seen, cut)
        right += sum(round(getattr(ours, name.lower()), 3) == told for name, told in values.items())
        cells += len(values)
    note = f"{right} of {cells} to the printed digit"
    yield Figure("published cells of DayTrader over those met", cells / max(1, right), "", 1, note)


def optimum() -> Iterator[Figure]:
    """The shop's 24 modules, proved."""
    proofs = [propose(shop_graph()) for _ in SEEDS]
    proved = "proved" if all(proof.proved for proof in proofs) else "NOT PROVED"
    note = f"{proved}; HiGHS with lazy triangles: 18 ms for 19 modules, CP-SAT 121 ms"
    seconds = median(proof.seconds for proof in proofs)
    yield Figure("optimum of 24 modules", 1000 * seconds, "ms", 100, note)


def large_cuts() -> Iterator[Figure]:
    """Planted groups, equal and not; arrays from edges, the search and the sweep, on one core."""
    for kind, spread in (("equal", 0.0), ("lognormal", SPREAD)):
        used, indices, told = [], [], ""
        for seed in SEEDS:
            plan = _plan(spread, seed)
            begun = time.process_time()
            found = find(plan.graph)
            used.append(time.process_time() - begun)
            indices.append(adjusted_rand_index(found.labels.tolist(), plan.truth.tolist()))
            told = f"{found.groups} groups of {plan.truth.max() + 1}, {len(found.swept)} swept"
        size = f"{NODES // 1000}k nodes, {kind} groups"
        others = "Louvain in numba .86 s, networkit 2.7 s"
        yield Figure(f"{size}: cut", median(used), "CPU-s", 2, f"{told}; {others}")
        note = f"ARI {min(indices):.3f} at worst of {len(SEEDS)}; Louvain at resolution 1 .53"
        yield Figure(f"{size}: 1 - ARI", 1 - min(indices), "", 0.05, note)


def one_move() -> Iterator[Figure]:
    """A node to the group of a neighbour, priced and made."""
    graph = _plan(SPREAD, 1).graph
    cut = RunningCut(graph, find(graph).labels)
    random = Random(1)  # noqa: S311 - examples
    took = []
    for _ in range(MOVES):
        node, arc = random.randrange(graph.count), random.randrange(len(graph.rows))
        begun = time.thread_time()
        cut.preview(node, cut.group_of(int(graph.columns[arc])))
        cut.move(node, cut.group_of(int(graph.columns[arc])))
        took.append(1000 * (time.thread_time() - begun))
    note = f"p50 {median(took):.3f} ms, preview and move"
    yield Figure("100k nodes: one move, p99", quantiles(took, n=100)[-1], "CPU-ms", 1, note)


def warm_start() -> Iterator[Figure]:
    """Some edges lead elsewhere: how many nodes do."""
    plan = _plan(SPREAD, 1)
    before = find(plan.graph).labels
    found = find(_changed(plan), start=before)
    share = 100 * moved(before, found.labels) / len(before)
    note = f"{100 * CHANGED:g} % of the edges changed; {found.seconds:.2f} s"
    yield Figure("100k nodes: moved by a warm start", share, "%", 3, note)


def bounded() -> Iterator[Figure]:
    """Boundaries of more modules than pairs are listed of: searched, scored and bounded."""
    graph = packages(PACKAGES, MODULES // PACKAGES)
    begun = time.process_time()
    found = propose_large(graph)
    used = time.process_time() - begun
    name = f"{MODULES:,} modules: proposal, score and bound"
    yield Figure(name, used, "CPU-s", 5, f"score {found.score.total:.2f}, bound {found.bound:.2f}")
    yield Figure(f"{MODULES:,} modules: gap to the bound", found.gap, "points", 2)


def reading() -> Iterator[Figure]:
    """A list of a million edges."""
    plan = planted(170_000, 1700, degree=2 * LINES / 170_000)
    ends = zip(plan.first.tolist(), plan.second.tolist(), strict=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edges.csv"
        path.write_text("".join(f"n{a},n{b}\n" for a, b in ends), encoding="utf-8")
        begun = time.process_time()
        told = read_edges(path)
        used = time.process_time() - begun
    yield Figure("10⁶ lines of edges: read", used, "CPU-s", 2, f"{told.edges:,} different edges")


def python_code() -> Iterator[Figure]:
    """The libraries of this environment as one code base, tests left aside as in any other."""
    libraries = Path(sysconfig.get_path("purelib"))
    with tempfile.TemporaryDirectory() as folder:
        code = Path(folder) / "code"
        for package in sorted(each.parent for each in libraries.glob("*/__init__.py")):
            shutil.copytree(package, code / package.name, ignore=_not_python)
            if len(read_tree(code).files) >= MODULES:
                break
        modules = len(read_tree(code).files)
        begun = time.process_time()
        told = load_python(code).graph
        used = time.process_time() - begun
    note = f"{modules:,} modules, {len(told.dependencies)} dependencies"
    yield Figure("4,000 modules of Python: typed graph", used, "CPU-s", 5, note)


def _not_python(folder: str, names: list[str]) -> list[str]:
    """What is no source: only the sources are read."""
    return [n for n in names if not (n.endswith(".py") or (Path(folder) / n).is_dir())]


def _plan(spread: float, seed: int) -> Planted:
    return planted(NODES, GROUPS, degree=DEGREE, spread=spread, seed=seed)


def _changed(plan: Planted) -> ArrayGraph:
    random = np.random.default_rng(2)
    elsewhere = random.integers(0, len(plan.truth), len(plan.second))
    second = np.where(random.random(len(plan.second)) < CHANGED, elsewhere, plan.second)
    return array_graph(len(plan.truth), plan.first, second)


def _absent(name: str) -> Figure:
    return Figure(name, float("nan"), "", 1, "not measured: the data sets are absent")


ROWS: tuple[Callable[[], Iterator[Figure]], ...] = (
    published_metrics,
    optimum,
    large_cuts,
    one_move,
    warm_start,
    bounded,
    reading,
    python_code,
    against_mem,
    with_experts,
    with_apps,
)
