"""Terraform for the cluster and its managed stores: a folder per environment, modules beside."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.infrastructure.outputs import inner_outputs, outer_outputs
from generators.render.infrastructure.sizing import NODE_TYPE, size
from generators.render.infrastructure.view import (
    CLASSES,
    cluster_secrets,
    managed,
    missing,
    secrets,
    stores_in_some_cluster,
    traffic,
)
from generators.render.kubernetes.topics import made_topics
from generators.render.kubernetes.view import environments
from generators.render.reasons import marker
from generators.render.templating import templates

if TYPE_CHECKING:
    from jinja2 import Environment

_ROOT = "infrastructure"
_HERE = Path(__file__).parent
_ALWAYS = ("network", "cluster", "identity")
_MODULES = {
    "postgresql": "postgresql",
    "valkey": "valkey",
    "kafka": "kafka",
    "sns-sqs": "messaging",
}
_INTERFACES = {
    "variables.tf": f"{marker('module-asks', whole=True)}\n",
    "outputs.tf": f"{marker('module-tells', whole=True)}\n",
}
"""What a module asks for and tells: each line describes itself, the mark says why it is one."""
_REGION = "eu-central-1"
_KUBERNETES = "1.34"


def infrastructure_files(bp: Blueprint) -> dict[str, str]:
    """Terraform's files; none while the blueprint chooses no cloud."""
    if bp.deployment is None or bp.deployment.cloud == "none":
        return {}
    files = {f"{_ROOT}/{path}": text for path, text in _modules(bp)}
    for path, text in _environments(bp, bp.deployment):
        files[f"{_ROOT}/environments/{path}"] = text
    values = {"environments": list(environments(bp)), "missing": missing(bp)}
    files[f"{_ROOT}/README.md"] = _rendered("README.md", bp, **values)
    return files


def _modules(bp: Blueprint) -> Iterator[tuple[str, str]]:
    used = [_MODULES[kind] for kind in managed(bp)]
    for module in (*_ALWAYS, *(["secrets"] if secrets(bp) else []), *used):
        for path in sorted((_HERE / "files" / module).glob("*.tf")):
            text = path.read_text("utf-8")
            yield f"modules/{module}/{path.name}", _INTERFACES.get(path.name, "") + text
    yield "modules/environment/main.tf", _rendered("environment.tf", bp)
    yield "modules/environment/variables.tf", _rendered("environment_variables.tf", bp)
    outputs = inner_outputs(managed(bp), optional=stores_in_some_cluster(bp))
    yield "modules/environment/outputs.tf", _rendered("outputs.tf", bp, outputs=outputs)


def _environments(bp: Blueprint, deployment: Deployment) -> Iterator[tuple[str, str]]:
    for index, (name, place) in enumerate(environments(bp).items()):
        values = {
            "environment": name,
            "namespace": place.namespace,
            "size": size(bp, deployment, place),
            "stores_by_aws": place.stores == "external",
            "cidr": f"10.{index}.0.0/16",
            "classes": dict(CLASSES[kind] for kind in managed(bp) if kind in CLASSES),
        }
        yield f"{name}/main.tf", _rendered("sizes.tf", bp, **values)
        yield f"{name}/variables.tf", _rendered("inputs.tf", bp)
        outputs = outer_outputs(managed(bp))
        yield f"{name}/outputs.tf", _rendered("outputs.tf", bp, outputs=outputs)


def _rendered(template: str, bp: Blueprint, **more: object) -> str:
    stores = (name for name, service in bp.services.items() if service.store != "none")
    values = {
        "name": bp.name,
        "region": _REGION,
        "kubernetes_version": _KUBERNETES,
        "node_type": NODE_TYPE,
        "managed": managed(bp),
        "secrets": secrets(bp),
        "cluster_secrets": cluster_secrets(bp),
        "traffic": traffic(bp),
        "topics": _topics(bp),
        "kafka_topics": {name: topic.partitions for name, topic in made_topics(bp).items()},
        "optional": stores_in_some_cluster(bp),
        "store_places": [f"services.{name}.store" for name in stores],
    }
    return _templates().get_template(f"{template}.j2").render(**values, **more)


def _topics(bp: Blueprint) -> dict[str, tuple[str, ...]]:
    return {name: topic.consumers for name, topic in bp.events.topics.items()} if bp.events else {}


def _hcl(value: bool | tuple[str, ...]) -> str:  # noqa: FBT001 - a value, not a switch
    """A truth value, or a list of texts, as it is written in HCL."""
    if isinstance(value, bool):
        return str(value).lower()
    texts = ", ".join(f'"{text}"' for text in value)
    return f"[{texts}]"


def _pad(key: str, keys: Iterable[str]) -> str:
    """A key with room behind it, so that the equals signs of its neighbours stand in a column."""
    quotes = 2 if key.startswith('"') else 0
    return key.ljust(max(map(len, keys)) + quotes)


@cache
def _templates() -> "Environment":
    known = templates(_HERE / "templates")
    known.globals["hcl"] = _hcl
    known.filters["pad"] = _pad
    return known


__all__ = ["infrastructure_files"]
