"""The generated manifests of one environment, in a namespace of the lab's own."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment, Environment
from generators.render import render
from labs.kubernetes.declared import declared
from labs.kubernetes.objects import Json

ENVIRONMENT = "dev"
"""Whose overlay a lab applies, where the design has it."""


def generated_objects(whole: Blueprint, namespace: str) -> list[Json]:
    """What `kubectl apply -k` would send for that environment, mesh included."""
    files = render(in_namespace(whole, namespace), ["kubernetes", "mesh"])
    manifests = {path: text for path, text in files.items() if path.endswith(".yaml")}
    objects = {}
    for each in declared(manifests):
        # the overlays of the cluster and of the mesh both bring the namespace
        found = each.plain
        objects[found["kind"], found["metadata"]["name"]] = found
    return list(objects.values())


def in_namespace(blueprint: Blueprint, namespace: str) -> Blueprint:
    """The blueprint with one environment, which is the lab's."""
    deployment = blueprint.deployment or Deployment()
    designed = dict(deployment.environments)
    first = next(iter(designed.values()), Environment(namespace=namespace))
    chosen = designed.get(ENVIRONMENT, first).model_copy(update={"namespace": namespace})
    alone = deployment.model_copy(update={"environments": {ENVIRONMENT: chosen}})
    return blueprint.model_copy(update={"deployment": alone})
