"""Stores and the broker in the namespace itself, for environments that choose so."""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.render.kubernetes.kustomization import base
from generators.render.kubernetes.stores.backing import Backing, backings
from generators.render.kubernetes.stores.network import store_policy
from generators.render.kubernetes.stores.server import Mounted
from generators.render.kubernetes.stores.workload import account, address, stateful_set
from generators.render.kubernetes.topics import TOPICS, topics
from generators.render.kubernetes.view import Json, in_cluster
from generators.render.topology import at_aws

_FOLDER = "kubernetes/stores"


def store_files(bp: Blueprint) -> dict[str, str]:
    """A folder for each; none where every environment finds them outside."""
    files: dict[str, str] = {}
    for backing in backings(bp) if in_cluster(bp) else ():
        files |= base(f"{_FOLDER}/{backing.name}", _objects(backing))
    if in_cluster(bp) and at_aws(bp) and (own := topics(bp)):
        files |= base(f"kubernetes/{TOPICS}", {"topics.yaml": own})
    return files


def _objects(backing: Backing) -> Mapping[str, list[Json]]:
    mounted = {f"{each.name}.yaml": [_files(backing, each)] for each in backing.server.mounted}
    return {
        "service-account.yaml": [account(backing)],
        **mounted,
        "stateful-set.yaml": [stateful_set(backing)],
        "service.yaml": [address(backing)],
        "network-policy.yaml": [store_policy(backing)],
    }


def _files(backing: Backing, mounted: Mounted) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": backing.metadata(f"{backing.name}-{mounted.name}"),
        "data": dict(mounted.texts(backing.blueprint)),
    }


__all__ = ["store_files"]
