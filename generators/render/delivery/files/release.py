"""Carries a service's manifests to the folder that a cluster follows, with one image.

    release.py promote  ENVIRONMENT SERVICE IMAGE          every release of the service runs it
    release.py canary   ENVIRONMENT SERVICE IMAGE PERCENT  the candidate does, for so much traffic
    release.py rollback ENVIRONMENT SERVICE                the candidate gets no traffic
    release.py healthy  ENVIRONMENT SERVICE                exit 1 while its budget burns

The manifests are taken from here, and go below `deployed/`, a checkout of the branch that the
cluster follows. A candidate is the second subset of the service's VirtualService.
"""

import json
import os
import shutil
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]

DEPLOYED = Path("deployed")
BURNS = 0.01
"""More failed requests than this within five minutes stop a release."""


def promote(environment: str, service: str, image: str) -> None:
    """Every release of the service runs the image; the candidate has done its work."""
    carry(environment, service)
    edit_images(environment, service, dict.fromkeys(releases(environment, service), image))
    share(environment, service, 0)


def canary(environment: str, service: str, image: str, percent: str) -> None:
    """The candidate runs the image and gets so much of the traffic; the others stay as they are."""
    running = releases(environment, service)
    carry(environment, service)
    candidate = f"{service}-{subsets(environment, service)[1]}"
    edit_images(environment, service, {**running, candidate: image})
    share(environment, service, int(percent))


def rollback(environment: str, service: str) -> None:
    """The candidate gets no traffic; its pods stay, for whoever asks what went wrong."""
    share(environment, service, 0)


def healthy(environment: str, service: str) -> None:
    """Ask Prometheus for the share of failed requests, and fail above what is bearable."""
    query = f'service:shop_requests_failed:ratio_rate5m{{service="{service}"}}'
    asked = urllib.parse.urlencode({"query": query})
    server = os.environ["PROMETHEUS_URL"]
    with urllib.request.urlopen(f"{server}/api/v1/query?{asked}", timeout=10) as answer:
        result = json.load(answer)["data"]["result"]
    failed = max((float(series["value"][1]) for series in result), default=0.0)
    if failed > BURNS:
        sys.exit(f"{service} in {environment}: {failed:.1%} of the requests fail")


def carry(environment: str, service: str) -> None:
    """The service's manifests and those of the namespace, as they are here."""
    for kind in ("kubernetes", "mesh"):
        for name in ("00-namespace", "way-in", service):
            source = Path(kind, environment, f"{name}.yaml")
            if source.exists():
                target = DEPLOYED / source
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)


def releases(environment: str, service: str) -> dict[str, str]:
    """The image of each release that is deployed."""
    path = DEPLOYED / "kubernetes" / environment / f"{service}.yaml"
    return {each["metadata"]["name"]: container(each)["image"] for each in deployments(read(path))}


def edit_images(environment: str, service: str, images: dict[str, str]) -> None:
    """Set the image of each release; a release that is new here keeps the one it came with."""
    path = DEPLOYED / "kubernetes" / environment / f"{service}.yaml"
    documents = read(path)
    for each in deployments(documents):
        image = container(each)["image"]
        container(each)["image"] = images.get(each["metadata"]["name"], image)
    write(path, documents)


def subsets(environment: str, service: str) -> list[str]:
    """The subsets that share the traffic, the candidate second; none without a canary."""
    documents = read(DEPLOYED / "mesh" / environment / f"{service}.yaml")
    return [
        subset["name"]
        for each in documents
        if each["kind"] == "DestinationRule"
        for subset in each["spec"].get("subsets", ())
    ]


def share(environment: str, service: str, percent: int) -> None:
    """The candidate's part of the traffic; the first subset has the rest."""
    path = DEPLOYED / "mesh" / environment / f"{service}.yaml"
    names = subsets(environment, service)
    if not names[1:]:
        return
    weights = {names[0]: 100 - percent, names[1]: percent}
    documents = read(path)
    for each in documents:
        for rule in each["spec"].get("http", ()) if each["kind"] == "VirtualService" else ():
            for route in rule["route"]:
                if "weight" in route:
                    route["weight"] = weights.get(route["destination"]["subset"], 0)
    write(path, documents)


def deployments(documents: list[Json]) -> list[Json]:
    """The Deployments among the objects of a file."""
    return [each for each in documents if each["kind"] == "Deployment"]


def container(deployment: Json) -> Json:
    """The container that serves; a mesh adds its own later."""
    found: Json = deployment["spec"]["template"]["spec"]["containers"][0]
    return found


def read(path: Path) -> list[Json]:
    """The objects of a file; none where there is no file."""
    return list(yaml.safe_load_all(path.read_text("utf-8"))) if path.exists() else []


def write(path: Path, documents: list[Json]) -> None:
    """Write the objects, keys in the order in which they came."""
    path.write_text(yaml.safe_dump_all(documents, sort_keys=False), "utf-8")


if __name__ == "__main__":
    commands: dict[str, Callable[..., None]] = {
        "promote": promote,
        "canary": canary,
        "rollback": rollback,
        "healthy": healthy,
    }
    commands[sys.argv[1]](*sys.argv[2:])
