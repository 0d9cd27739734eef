"""Where Prometheus finds the replicas: by DNS beside compose, by pods in a cluster."""

from generators.blueprint import Blueprint
from generators.render.kubernetes.view import environments
from generators.render.reasons import because
from generators.render.topology import HTTP_PORT, MERGED_METRICS_PORT

Json = dict[str, object]

_GLOBAL: Json = {"scrape_interval": "15s", "evaluation_interval": "30s"}
_RULES = ["rules.yaml"]


def beside_compose(bp: Blueprint) -> Json:
    """A job for each service: its name is an address for each of its replicas."""
    jobs = [
        because(
            {
                "job_name": service,
                "dns_sd_configs": [{"names": [service], "type": "A", "port": HTTP_PORT}],
                "relabel_configs": [{"target_label": "service", "replacement": service}],
            },
            "scraped-by-name",
            f"services.{service}",
        )
        for service in bp.services
    ]
    return {"global": _GLOBAL, "rule_files": _RULES, "scrape_configs": jobs}


def in_cluster(bp: Blueprint) -> Json:
    """The pods of this blueprint: by its label, in its namespaces."""
    namespaces = [environment.namespace for environment in environments(bp).values()]
    pod = "__meta_kubernetes_pod"
    sidecars = bp.mesh is not None and bp.mesh.mode == "sidecar"
    job: Json = {
        "job_name": bp.name,
        "kubernetes_sd_configs": [{"role": "pod", "namespaces": {"names": namespaces}}],
        "relabel_configs": [
            _kept(f"{pod}_label_app", "|".join(bp.services)),
            _kept(f"{pod}_container_port_name", "http"),
            {"source_labels": [f"{pod}_label_app"], "target_label": "service"},
            {"source_labels": [f"{pod}_label_version"], "target_label": "version"},
            {"source_labels": ["__meta_kubernetes_namespace"], "target_label": "namespace"},
            {"source_labels": [f"{pod}_name"], "target_label": "pod"},
            *(_through_sidecar(f"{pod}_ip") if sidecars else ()),
        ],
    }
    job = because(job, "scraped-by-label", "services", "deployment.environments")
    return {"global": _GLOBAL, "rule_files": _RULES, "scrape_configs": [job]}


def _through_sidecar(address: str) -> list[Json]:
    """Where mutual TLS is asked of everybody, a sidecar offers its service's metrics beside it."""
    merged = {
        "source_labels": [address],
        "target_label": "__address__",
        "replacement": f"$1:{MERGED_METRICS_PORT}",
    }
    return [
        because(merged, "scraped-through-sidecar", "mesh.mode"),
        {"target_label": "__metrics_path__", "replacement": "/stats/prometheus"},
    ]


def _kept(label: str, pattern: str) -> Json:
    return {"source_labels": [label], "regex": pattern, "action": "keep"}
