"""Prometheus and Grafana beside the generated compose project, with nothing to click together.

`docker compose -f compose.yaml -f observability/compose.yaml up`: paths count from the first file.
"""

from generators.blueprint import Blueprint
from generators.render.reasons import because

Json = dict[str, object]

_PROVISIONING = "/etc/grafana/provisioning"
_BOARDS = "/var/lib/grafana/boards"


def beside_the_shop() -> Json:
    """The two servers; only Grafana can be reached, and only from this machine."""
    grafana = "./observability/grafana"
    prometheus = {
        "image": "prom/prometheus:v3.5.0",
        "command": ["--config.file=/etc/prometheus/compose.yaml"],
        "volumes": ["./observability/prometheus:/etc/prometheus:ro"],
        "restart": "unless-stopped",
    }
    return {
        "services": {
            "prometheus": because(prometheus, "watcher-inside"),
            "grafana": {
                "image": "grafana/grafana:12.1.0",
                "environment": {
                    "GF_AUTH_ANONYMOUS_ENABLED": "true",
                    "GF_ANALYTICS_REPORTING_ENABLED": "false",
                },
                "volumes": [
                    f"{grafana}/source.yaml:{_PROVISIONING}/datasources/source.yaml:ro",
                    f"{grafana}/boards.yaml:{_PROVISIONING}/dashboards/boards.yaml:ro",
                    f"{grafana}/boards:{_BOARDS}:ro",
                ],
                "ports": ["127.0.0.1:3000:3000"],
                "restart": "unless-stopped",
            },
        }
    }


def source() -> Json:
    """Prometheus, as Grafana asks it."""
    server = {
        "name": "Prometheus",
        "type": "prometheus",
        "access": "proxy",
        "url": "http://prometheus:9090",
        "isDefault": True,
    }
    return {"apiVersion": 1, "datasources": [because(server, "source-provisioned")]}


def boards(bp: Blueprint) -> Json:
    """The folder from which Grafana reads dashboards."""
    folder = {"name": bp.name, "type": "file", "options": {"path": _BOARDS}}
    return {"apiVersion": 1, "providers": [because(folder, "boards-from-files")]}
