"""What is known of the groups of a cut, and how much there is to say about the graph by them.

The description of a graph in two parts (Rissanen's minimum description length): which group each
node is in; then, for every end of an edge, whether the edge stays inside the group, and which node
it leads to, out of the group or out of the whole graph, by the nodes' degrees. With W the weight of
all arcs, M of those inside groups, m_r of those inside group r of volume k_r and n_r of n nodes, in
nats

    M ln(W/M) + (W-M) ln(W/(W-M)) + sum_r m_r ln k_r + (W-M) ln W + 2 (n ln n - sum_r n_r ln n_r)

since every edge is told from both of its ends, and each node once. It is the degree-corrected
planted partition of Zhang and Peixoto ("Statistical inference of assortative community structures",
Physical Review Research 2, 2020) with a density of its own for each group. Nothing in it is tuned,
and no resolution stands in it: a graph of pure chance is told shortest as one group.
"""

from dataclasses import dataclass
from math import log

import numpy as np

from decomposer.scale.arrays import ArrayGraph, Floats, Ints, added_up


@dataclass(slots=True, eq=False)
class Groups:
    """A cut, with its sums by group; groups are called like any of the nodes."""

    labels: Ints
    volumes: Floats
    sizes: Floats
    inner: Floats
    """Weight of the arcs inside each group."""

    @classmethod
    def of(cls, graph: ArrayGraph, labels: Ints) -> "Groups":
        """Count anew."""
        count = graph.count
        stay = np.flatnonzero(labels[graph.rows] == labels[graph.columns])
        inside = labels[graph.rows[stay]]
        inner = added_up(graph.weights[stay], inside, count)
        return cls(
            labels=labels,
            volumes=added_up(graph.volumes, labels, count),
            sizes=added_up(graph.sizes, labels, count),
            inner=inner + added_up(graph.loops, labels, count),
        )

    def move(self, graph: ArrayGraph, nodes: Ints, targets: Ints) -> None:
        """Put each node into its target; `inner` is left as it was."""
        count, homes = len(self.volumes), self.labels[nodes]
        volumes, sizes = graph.volumes[nodes], graph.sizes[nodes]
        self.volumes += added_up(volumes, targets, count) - added_up(volumes, homes, count)
        self.sizes += added_up(sizes, targets, count) - added_up(sizes, homes, count)
        self.labels[nodes] = targets

    @property
    def inside(self) -> float:
        """Weight of all arcs inside groups."""
        return float(self.inner.sum())


def description(graph: ArrayGraph, groups: Groups, *, placing: bool = True) -> float:
    """Length of the description, in nats; shorter is better. Without `placing`, of the edges."""
    where = (groups.inner * logs(groups.volumes)).sum()
    told = told_apart(graph.total, groups.inside) + float(where)
    if not placing:
        return told
    return told + 2.0 * (times_log(graph.sizes.sum()) - float(times_logs(groups.sizes).sum()))


def undivided(graph: ArrayGraph) -> float:
    """Length of the description by one group of everything."""
    return times_log(graph.total)


def told_apart(total: float, inside: float) -> float:
    """What it takes to say which arcs stay inside, and where the others lead."""
    outside = max(0.0, total - inside)
    entropy = times_log(total) - times_log(inside) - times_log(outside)
    return entropy + outside * log(total) if total else 0.0


def newman_resolution(graph: ArrayGraph, groups: Groups) -> float | None:
    """The resolution at which modularity is the likelihood of such groups; None: no finite one.

    Newman, "Equivalence between modularity optimization and maximum likelihood methods for
    community detection", Physical Review E 94, 2016, equation 20.
    """
    share = groups.inside / graph.total
    expected = float(((groups.volumes / graph.total) ** 2).sum())
    if not 0.0 < share < 1.0 or not expected < share:
        return None
    inside, outside = share / expected, (1.0 - share) / (1.0 - expected)
    return (inside - outside) / log(inside / outside)


def times_log(value: float) -> float:
    """The value times its logarithm, 0 at 0."""
    return float(value * log(value)) if value > 0 else 0.0


def times_logs(values: Floats) -> Floats:
    """The same for each value."""
    return values * logs(values)


def logs(values: Floats) -> Floats:
    """The logarithms, 0 where there is none."""
    return np.log(np.where(values > 0, values, 1.0))
