import shutil
from pathlib import Path

import pytest

from content.messages import messages
from content.messages.catalogue import Language
from labs.kubernetes import errors
from labs.kubernetes.errors import CannotLoadError, NoLocalClusterError
from labs.kubernetes.kubectl import Contexts
from labs.kubernetes.memory import megabytes
from labs.kubernetes.providers import Kind, Minikube, Shared, choose
from labs.kubernetes.status import refusal

PRODUCTION = "gke_company_production"


RECORDER = """#!/bin/sh
echo "$(basename "$0") $*" >> "$(dirname "$0")/said"
[ "$1 $2" = "config view" ] && echo '{"current-context": "gke_company_production"}'
exit 0
"""


class Tools:
    """Programs on the path that note what they were told, and do nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name):
        program = self.folder / name
        program.write_text(RECORDER)
        program.chmod(0o755)

    @property
    def said(self):
        return (self.folder / "said").read_text().splitlines()


@pytest.fixture
def tools(monkeypatch, tmp_path):
    (tmp_path / "bin").mkdir()
    for needed in ("basename", "dirname"):
        (tmp_path / "bin" / needed).symlink_to(shutil.which(needed))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return Tools(tmp_path / "bin")


@pytest.mark.parametrize(
    ("current", "names", "context", "provider"),
    [
        ("kind-work", ("kind-work",), "kind-work", Kind("work")),
        ("minikube", ("minikube",), "minikube", Minikube("minikube")),
        ("docker-desktop", ("docker-desktop",), "docker-desktop", Shared("docker-desktop")),
        (PRODUCTION, (PRODUCTION, "kind-work"), "kind-work", Kind("work")),
        (
            "kind-work",
            ("kind-work", "kind-architecture-workbench"),
            "kind-architecture-workbench",
            Kind("architecture-workbench"),
        ),
    ],
)
def test_a_cluster_of_this_machine_is_used(tools, current, names, context, provider):
    chosen = choose(Contexts(current, names), None)
    assert (chosen.context, chosen.provider, chosen.exists) == (context, provider, True)


def test_a_cluster_elsewhere_is_used_only_when_it_is_named(tools):
    known = Contexts(PRODUCTION, (PRODUCTION,))
    with pytest.raises(NoLocalClusterError) as refused:
        choose(known, None)
    assert refused.value.params["current"] == PRODUCTION
    named = choose(known, PRODUCTION)
    assert (named.context, named.ours) == (PRODUCTION, False)
    with pytest.raises(CannotLoadError):
        named.provider.load("shop:1")


@pytest.mark.parametrize(
    ("tool", "context"),
    [("kind", "kind-architecture-workbench"), ("minikube", "architecture-workbench")],
)
def test_where_there_is_none_one_is_made_and_is_ours(tools, tool, context):
    tools.add(tool)
    chosen = choose(Contexts(PRODUCTION, (PRODUCTION,)), None)
    assert (chosen.context, chosen.exists, chosen.ours) == (context, False, True)


def test_making_a_cluster_leaves_the_current_context_as_it_was(tools):
    tools.add("kind")
    tools.add("kubectl")
    Kind("architecture-workbench").make()
    assert tools.said[-2:] == [
        "kind create cluster --name architecture-workbench",
        f"kubectl config use-context {PRODUCTION}",
    ]


def test_an_image_is_brought_and_a_cluster_removed_as_its_tool_does_it(tools):
    tools.add("kind")
    tools.add("minikube")
    for provider in (Kind("work"), Minikube("work")):
        provider.load("shop:1")
        provider.unmake()
    assert tools.said == [
        "kind load docker-image shop:1 --name work",
        "kind delete cluster --name work",
        "minikube image load shop:1 --profile work",
        "minikube delete --profile work",
    ]


@pytest.mark.parametrize(
    ("quantity", "mb"),
    [("2048Ki", 2.0), ("3Mi", 3.0), ("1Gi", 1024.0), ("1048576", 1.0), ("1048576000m", 1.0)],
)
def test_quantities_of_memory_are_read(quantity, mb):
    assert megabytes(quantity) == mb


def test_a_status_without_details_is_still_a_refusal():
    told = refusal({"kind": "Status", "code": 409, "reason": "Conflict", "message": "busy"})
    assert (told.code, told.reason, told.causes) == (409, "Conflict", ())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "error",
    [
        errors.ForbiddenError,
        errors.NoLocalClusterError,
        errors.RefusedError,
        errors.ToolFailedError,
        errors.ToolMissingError,
        errors.TooOldError,
        errors.UnauthorizedError,
        errors.UnknownContextError,
        errors.UnreachableError,
    ],
)
def test_whatever_keeps_a_lab_out_of_a_cluster_has_a_remedy(language, error):
    assert {f"remedy-{error.code}"} <= messages(language, "labs").keys()
