"""The modules, their calls and the boundaries around them, for Graphviz."""

from collections.abc import Iterator
from math import log1p

from decomposer.drawing.sheet import Words
from decomposer.drawing.sketch import sketch
from decomposer.graph import Edge, MonolithGraph
from decomposer.partition import Partition

HEAD = """\
digraph {name} {{
  rankdir=LR; compound=true; fontname="Helvetica";
  node [shape=box, style="rounded,filled", fillcolor="white", fontname="Helvetica"];
  edge [color="#55606e", fontname="Helvetica", fontsize=10];"""


def draw_dot(whole: MonolithGraph, cut: Partition, words: Words) -> str:
    """The cut in the DOT language: a cluster per service, dashed arrows for deferred calls."""
    drawn = sketch(whole, cut, words)
    graph, partition = drawn.graph, drawn.partition
    lines = [
        *(f"// {note}" for note in drawn.notes),
        HEAD.format(name=_quoted(graph.name)),
        *_clusters(partition),
        *(_arrow(edge, partition) for edge in graph.edges),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _clusters(partition: Partition) -> Iterator[str]:
    for service, modules in partition.services.items():
        yield f"  subgraph {_quoted('cluster_' + service)} {{"
        yield f'    label={_quoted(service)}; style="rounded,filled"; fillcolor="#eef2f7";'
        yield from (f"    {_quoted(module)};" for module in modules)
        yield "  }"


def _arrow(edge: Edge, partition: Partition) -> str:
    width = 0.6 + log1p(edge.calls_per_1000 + edge.deferred_per_1000) / 2
    attributes = [f"penwidth={width:.2f}", f"tooltip={_quoted(', '.join(edge.use_cases))}"]
    if not edge.calls_per_1000:
        attributes.append("style=dashed")
    if not partition.together(edge.caller, edge.callee):
        attributes.append('color="#b4412f"')
    return f"  {_quoted(edge.caller)} -> {_quoted(edge.callee)} [{', '.join(attributes)}];"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
