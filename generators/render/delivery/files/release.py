"""Carries a service's manifests to the folder that a cluster follows, with one image.

    release.py promote  ENVIRONMENT SERVICE IMAGE          every release of the service runs it
    release.py canary   ENVIRONMENT SERVICE IMAGE PERCENT  the candidate does, for so much traffic
    release.py rollback ENVIRONMENT SERVICE                the candidate gets no traffic
    release.py bearable ENVIRONMENT SERVICE                exit 1 while the candidate does harm
    release.py healthy  ENVIRONMENT SERVICE                the same, and where nobody measured it
    release.py settled  ENVIRONMENT SERVICE                exit 1 while the service does harm

The manifests are taken from here, and go below `deployed/`, a checkout of the branch that the
environment's cluster follows. A candidate is the second release that shares the service's traffic.
"""

import json
import math
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
KUSTOMIZATION = "kustomization.yaml"
MEASURED = {"failed": "FAILED_AT_MOST", "slow": "SLOW_AT_MOST"}
"""What is asked of Prometheus, as a share of the last five minutes' requests, and its limit."""


def promote(environment: str, service: str, image: str) -> None:
    """Every release of the service runs the image; the candidate has done its work."""
    carry(environment, service)
    edit_images(environment, service, dict.fromkeys(releases(environment, service), image))
    share(service, 0)


def canary(environment: str, service: str, image: str, percent: str) -> None:
    """The candidate runs the image and gets so much of the traffic; the others stay as they are."""
    running = releases(environment, service)
    carry(environment, service)
    edit_images(environment, service, {**running, candidate(service): image})
    share(service, int(percent))


def rollback(_environment: str, service: str) -> None:
    """The candidate gets no traffic; its pods stay, for whoever asks what went wrong."""
    share(service, 0)


def bearable(environment: str, service: str) -> bool:
    """Fail where too many of the candidate's requests fail or are slow; tell whether any came."""
    version = candidate(service).removeprefix(f"{service}-")
    return judged("release", environment, service, f',version="{version}"')


def healthy(environment: str, service: str) -> None:
    """Fail also where nobody measured the candidate: silence is no proof of health."""
    if not bearable(environment, service):
        sys.exit(f"{service} in {environment}: no request of the candidate was measured")


def settled(environment: str, service: str) -> None:
    """The same of all releases; a place without customers may be silent."""
    judged("service", environment, service)


def judged(level: str, environment: str, service: str, more: str = "") -> bool:
    """Hold what Prometheus recorded against the limits; tell whether it recorded anything."""
    chosen = f'namespace="{namespace(environment, service)}",service="{service}"{more}'
    shares = {
        name: prometheus(f"{level}:shop_requests_{name}:ratio_rate5m{{{chosen}}}")
        for name in MEASURED
    }
    for name, share in shares.items():
        if share is not None and share > float(os.environ[MEASURED[name]]):
            sys.exit(f"{service} in {environment}: {share:.1%} of the requests are {name}")
    return None not in shares.values()


def prometheus(query: str) -> float | None:
    """The worst of the values; none where there is no series, or nothing to divide by."""
    asked = urllib.parse.urlencode({"query": query})
    server = os.environ["PROMETHEUS_URL"]
    with urllib.request.urlopen(f"{server}/api/v1/query?{asked}", timeout=10) as answer:
        result = json.load(answer)["data"]["result"]
    values = [float(series["value"][1]) for series in result]
    return max((value for value in values if not math.isnan(value)), default=None)


def namespace(environment: str, service: str) -> str:
    """Where the environment's releases of the service run."""
    (document,) = read(DEPLOYED / "kubernetes/overlays" / environment / service / KUSTOMIZATION)
    name: str = document["namespace"]
    return name


def carry(environment: str, service: str) -> None:
    """The service's manifests and what all services share, as they are here."""
    for kind in ("kubernetes", "mesh"):
        places = (Path(kind, "base"), Path(kind, "overlays", environment))
        own = [each for place in places for each in place.glob(f"{service}/*.yaml")]
        shared = [each for place in places for each in place.glob("*.yaml")]
        for source in (*own, *shared, *Path(kind, "stores").glob("*/*.yaml")):
            target = DEPLOYED / source
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        leave_out_undelivered(DEPLOYED / kind / "overlays" / environment / KUSTOMIZATION)


def leave_out_undelivered(path: Path) -> None:
    """An environment consists of the services that were carried there so far."""
    for document in read(path):
        there = [each for each in document["resources"] if (path.parent / each).exists()]
        write(path, [document | {"resources": there}])


def releases(environment: str, service: str) -> dict[str, str]:
    """The image of each release that is deployed."""
    documents = read(DEPLOYED / "kubernetes/overlays" / environment / service / KUSTOMIZATION)
    return {each["name"]: reference(each) for one in documents for each in one["images"]}


def edit_images(environment: str, service: str, images: dict[str, str]) -> None:
    """Set the image of each release; a release that is new here keeps the one it came with."""
    path = DEPLOYED / "kubernetes/overlays" / environment / service / KUSTOMIZATION
    (document,) = read(path)
    document["images"] = [
        entry(each["name"], images.get(each["name"], reference(each)))
        for each in document["images"]
    ]
    write(path, [document])


def entry(name: str, image: str) -> Json:
    """An image as a kustomization writes it: by digest, else by tag."""
    repository, _, digest = image.partition("@")
    if digest:
        return {"name": name, "newName": repository, "digest": digest}
    repository, _, tag = image.rpartition(":")
    return {"name": name, "newName": repository, "newTag": tag}


def reference(each: Json) -> str:
    """An image as everybody else writes it."""
    at = f"@{each['digest']}" if "digest" in each else f":{each['newTag']}"
    return f"{each['newName']}{at}"


def candidate(service: str) -> str:
    """The release that is tried out: the second that shares the traffic; empty without a canary."""
    routes = [each for rule in rules(read(traffic(service))) for each in shared(rule)]
    names = list(dict.fromkeys(subset(service, each) for each in routes))
    return names[1] if names[1:] else ""


def share(service: str, percent: int) -> None:
    """The candidate's part of the traffic; the first release has the rest."""
    name = candidate(service)
    for path in (traffic(service), way_in(service)) if name else ():
        documents = read(path)
        for rule in rules(documents):
            for route in shared(rule):
                route["weight"] = percent if subset(service, route) == name else 0
            for first in shared(rule)[:1]:
                first["weight"] = 100 - percent
        if documents:
            write(path, documents)


def traffic(service: str) -> Path:
    """Where the mesh is told how the traffic of a service is shared."""
    return DEPLOYED / "mesh/base" / service / "traffic.yaml"


def way_in(service: str) -> Path:
    """Where the Gateway is told it, for what comes from outside."""
    return DEPLOYED / "kubernetes/base" / service / "way-in.yaml"


def rules(documents: list[Json]) -> list[Json]:
    """The rules of the service's VirtualService; with a waypoint, those of its HTTPRoute."""
    places = {"VirtualService": "http", "HTTPRoute": "rules"}
    found = (each for each in documents if each["kind"] in places)
    return [rule for each in found for rule in each["spec"][places[each["kind"]]]]


def shared(rule: Json) -> list[Json]:
    """The destinations of a rule that share its traffic; none where one has it all."""
    destinations: list[Json] = rule["route"] if "route" in rule else rule["backendRefs"]
    return [route for route in destinations if "weight" in route]


def subset(service: str, route: Json) -> str:
    """The release that a destination stands for."""
    if "destination" in route:
        return f"{service}-{route['destination']['subset']}"
    name: str = route["name"]
    return name


def read(path: Path) -> list[Json]:
    """The objects of a file; none where there is no file."""
    return list(yaml.safe_load_all(path.read_text("utf-8"))) if path.exists() else []


def write(path: Path, documents: list[Json]) -> None:
    """Write the objects, keys in the order in which they came."""
    path.write_text(yaml.safe_dump_all(documents, sort_keys=False), "utf-8")


if __name__ == "__main__":
    commands: dict[str, Callable[..., object]] = {
        "promote": promote,
        "canary": canary,
        "rollback": rollback,
        "bearable": bearable,
        "healthy": healthy,
        "settled": settled,
    }
    commands[sys.argv[1]](*sys.argv[2:])
