"""What watches the architecture: Prometheus' rules by its objectives, and a Grafana dashboard."""

from generators.blueprint import Blueprint
from generators.render.json_text import json_text
from generators.render.observability.dashboard import dashboard
from generators.render.observability.provisioning import beside_the_shop, boards, source
from generators.render.observability.rules import alerts, rules
from generators.render.observability.runbooks import PATH as RUNBOOKS
from generators.render.observability.runbooks import runbooks
from generators.render.observability.scraping import beside_compose, in_cluster
from generators.render.yaml_text import yaml_text

_PROMETHEUS = "observability/prometheus"
_GRAFANA = "observability/grafana"


def observability_files(bp: Blueprint) -> dict[str, str]:
    """Rules, scraping, dashboard; none while nothing is promised in `objectives`."""
    if bp.objectives is None:
        return {}
    ruled = rules(bp, bp.objectives)
    return {
        "observability/compose.yaml": yaml_text(beside_the_shop()),
        f"{_PROMETHEUS}/compose.yaml": yaml_text(beside_compose(bp)),
        f"{_PROMETHEUS}/kubernetes.yaml": yaml_text(in_cluster(bp)),
        f"{_PROMETHEUS}/rules.yaml": yaml_text(ruled),
        RUNBOOKS: runbooks(bp.name, alerts(ruled)),
        f"{_GRAFANA}/source.yaml": yaml_text(source()),
        f"{_GRAFANA}/boards.yaml": yaml_text(boards(bp)),
        f"{_GRAFANA}/boards/{bp.name}.json": json_text(dashboard(bp, bp.objectives), indent=2),
    }


__all__ = ["observability_files"]
