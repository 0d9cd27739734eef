"""A generated Deployment, made to run the shop: the same manifest with the lab's image in it."""

from copy import deepcopy
from typing import Any

from labs.kubernetes.manifests.collector import ENDPOINT
from labs.kubernetes.manifests.pods import LAB_LABEL, of_secret
from labs.kubernetes.objects import Json

SPECIFICATION = "shop-specification"
"""The Secret with the launch specification: it holds the passwords of the stores."""
SPECIFICATION_FILE = "spec.json"
_FOLDER = "/etc/shop"


def dressed(deployment: Json, instance: str, image: str, lab: str) -> Json:
    """The Deployment with the shop's image and what that has to know.

    Probes, resources, rights, identity, spread and environment stay as they were generated.
    """
    own = deepcopy(dict(deployment))
    own["metadata"].setdefault("labels", {})[LAB_LABEL] = lab
    template = own["spec"]["template"]
    template["metadata"].setdefault("labels", {})[LAB_LABEL] = lab
    pod = template["spec"]
    # a frozen program is not the container's first, whom no signal from within can freeze
    pod["shareProcessNamespace"] = True
    pod.setdefault("volumes", []).append({"name": "specification", **of_secret(SPECIFICATION)})
    _run_the_shop(pod["containers"][0], instance, image)
    return own


def _run_the_shop(container: dict[str, Any], instance: str, image: str) -> None:
    launch = ("python", "-m", "labs.commerce.serve")
    container["image"] = image
    container["imagePullPolicy"] = "IfNotPresent"
    container["command"] = [*launch, f"{_FOLDER}/{SPECIFICATION_FILE}", instance]
    # pods of one Deployment share an entry of the specification, and are still not each other
    name = {"fieldRef": {"fieldPath": "metadata.name"}}
    told = [{"name": "SHOP_POD", "valueFrom": name}, ENDPOINT]
    container.setdefault("env", []).extend(told)
    mount = {"name": "specification", "mountPath": _FOLDER, "readOnly": True}
    container.setdefault("volumeMounts", []).append(mount)
