"""Stores and the broker in the namespace itself, for environments that choose so."""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.render.databases import databases_sql
from generators.render.kubernetes.kustomization import base
from generators.render.kubernetes.stores.backing import Backing, backings
from generators.render.kubernetes.stores.network import store_policy
from generators.render.kubernetes.stores.workload import account, address, stateful_set
from generators.render.kubernetes.view import Json, in_cluster

_FOLDER = "kubernetes/stores"


def store_files(bp: Blueprint) -> dict[str, str]:
    """A folder for each; none where every environment finds them outside."""
    files: dict[str, str] = {}
    for backing in backings(bp) if in_cluster(bp) else ():
        files |= base(f"{_FOLDER}/{backing.name}", _objects(backing))
    return files


def _objects(backing: Backing) -> Mapping[str, list[Json]]:
    first = [_databases(backing)] if backing.name == "postgresql" else []
    return {
        "service-account.yaml": [account(backing)],
        "databases.yaml": first,
        "stateful-set.yaml": [stateful_set(backing)],
        "service.yaml": [address(backing)],
        "network-policy.yaml": [store_policy(backing)],
    }


def _databases(backing: Backing) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": backing.metadata(f"{backing.name}-databases"),
        "data": {"databases.sql": databases_sql(backing.blueprint)},
    }


__all__ = ["store_files"]
