"""Our cuts beside published ones by published metrics, and beside those that experts made."""

from collections.abc import Iterator
from dataclasses import astuple

from decomposer.importers.access_sequences import load_access_sequences
from decomposer.importers.json_documents import read_json
from decomposer.importers.mono2micro import load_assignment, load_observation
from decomposer.metrics import (
    IbmMetrics,
    Observation,
    agreement,
    dominating,
    exploits,
    ibm_metrics,
)
from decomposer.partition import Partition
from decomposer.propose import propose
from tests.bench.figure import Figure
from tests.unit.decomposer.research_data import FOLDER

MEM = (3, 5, 7, 9, 11, 13)
EXPERTS = {
    "ldod": ("ldod-maven.json.gz", "ldod-maven", "ldodExpert.json", 0.30),
    "petclinic": (
        "spring-framework-petclinic-launcher.json",
        "spring-framework-petclinic-launcher",
        "petclinicExpert.json",
        1.0,
    ),
}
"""Sequences, names, the expert's cut, and what 1 - ARI is to be at most (1: no goal is set)."""


def against_mem() -> Iterator[Figure]:
    """Per row of MEM on DayTrader: a cut of equal size, no worse by any metric, in two seconds."""
    folder = FOLDER / "daytrader"
    if not folder.exists():
        return
    seen = load_observation(folder / "bcs_per_class.json", folder / "runtime_call_volume.json")
    for row in MEM:
        mem = load_assignment(folder / "partitions" / f"mem_{row}.json")
        found = dominating(seen, mem)
        verdict = "" if found.dominates else "WORSE by some metric; "
        told = f"BCP ICP SM IFN NED {_told(found.metrics)}, {_gamed(seen, found.partition)}"
        note = f"{verdict}{told}; MEM {_told(ibm_metrics(seen, mem))}, {_gamed(seen, mem)}"
        alike = agreement(found.partition, mem)
        note += "" if alike is None else f"; ARI {alike:.2f} with MEM's"
        name = f"MEM row {row}, {len(mem.services)} parts: no worse by five metrics"
        yield Figure(name, found.seconds, "s", 2, note)


def with_experts() -> Iterator[Figure]:
    """One minus the adjusted Rand index of the proposal with an expert's cut."""
    for name, (sequences, names, expert, goal) in EXPERTS.items():
        folder = FOLDER / name
        if not folder.exists():
            continue
        graph = load_access_sequences(folder / sequences, folder / f"{names}_IDToEntity.json").graph
        module = {each.title.en: each.name for each in graph.modules if each.title}
        clusters = read_json(folder / expert).data["clusters"]
        theirs = Partition(
            "expert",
            {part: tuple(module[each] for each in held) for part, held in clusters.items()},
        )
        proposal = propose(graph, seconds=30)
        found = agreement(proposal.partition, theirs)
        proved = "proved" if proposal.proved else f"gap {proposal.gap:.2f}"
        note = f"ARI {found:.3f}, {len(proposal.partition.services)} services, {proved}"
        if goal == 1:
            note += "; no goal is set"
        yield Figure(f"disagreement with the expert of {name}", 1 - (found or 0), "", goal, note)


def _told(metrics: IbmMetrics) -> str:
    return " ".join("-" if value is None else f"{value:.3f}" for value in astuple(metrics))


def _gamed(seen: Observation, cut: Partition) -> str:
    codes = dict.fromkeys(each.code for each in exploits(seen, cut))
    return f"exploits {', '.join(codes)}" if codes else "exploits nothing"
