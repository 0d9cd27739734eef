"""A runtime, with stand-ins for kubectl and for the API server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from generators.blueprint import Blueprint
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.runtime import KubernetesRuntime
from tests.kubernetes.api_server import ApiServer, serving
from tests.kubernetes.controllers import Controllers
from tests.kubernetes.stand_in_kubectl import API, install

HOME = "/api/v1/namespaces/workbench-shop"
NETWORK = "/apis/networking.k8s.io/v1/namespaces/workbench-shop"


def blueprint() -> Blueprint:
    services = {"catalog": {"modules": ["products", "categories"]}}
    return Blueprint.model_validate({"name": "small", "services": services})


@dataclass
class Standing:
    """A runtime, and what it believes to be a cluster."""

    runtime: KubernetesRuntime
    api: ApiServer
    controllers: Controllers
    base: Path

    def pod(self, part: str) -> str:
        (found,) = [path for path in self.api.objects if path.startswith(f"{HOME}/pods/{part}-")]
        return found

    def left(self) -> list[str]:
        return [path for path in self.api.objects if path.startswith(HOME)]


@contextmanager
def standing(folder: Path) -> Iterator[Standing]:
    install(folder)
    api = ApiServer()
    api.judges = False  # `test_lab_manifests.py` does
    options = KubernetesOptions(image="shop:test", base=folder / "labs", ready_within_s=30)
    found = Standing(KubernetesRuntime(options), api, Controllers(api), folder / "labs")
    with pytest.MonkeyPatch.context() as patched, serving(api) as (host, port):
        patched.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        patched.setenv(API, f"{host}:{port}")
        yield found
        found.runtime.down()


def kubectls(words: str) -> list[int]:
    """The processes of it that were told so."""
    found = psutil.process_iter(["pid", "cmdline"])
    return [p.info["pid"] for p in found if words in " ".join(p.info["cmdline"] or ())]
