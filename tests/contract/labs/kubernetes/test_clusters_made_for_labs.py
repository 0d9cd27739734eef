"""Clusters that are made for labs, that went away, or that cannot be had."""

import os

import pytest

from labs.kubernetes.errors import (
    ToolFailedError,
)
from labs.kubernetes.manifests.pods import LAB_LABEL
from labs.kubernetes.options import KubernetesOptions
from labs.kubernetes.runtime import KubernetesRuntime
from tests.contract.labs.kubernetes.standing import (
    Standing,
    blueprint,
)
from tests.kubernetes.stand_in_kubectl import CONTEXTS

KIND = """#!/bin/sh
echo "$*" >> "$(dirname "$0")/said-to-kind"
"""


def said_to_kind(here: Standing) -> list[str]:
    return (here.base.parent / "said-to-kind").read_text().splitlines()


@pytest.fixture
def kind(here, monkeypatch):
    program = here.base.parent / "kind"
    program.write_text(KIND)
    program.chmod(0o755)


def test_a_cluster_that_was_made_for_a_start_that_fails_goes_again(here, kind, monkeypatch):
    monkeypatch.setenv(CONTEXTS, "")
    with pytest.raises(ToolFailedError, match="does not exist"):
        here.runtime.up(blueprint(), owner_pid=os.getpid())
    assert said_to_kind(here) == [
        "create cluster --name architecture-workbench",
        "delete cluster --name architecture-workbench",
    ]


def test_a_cluster_that_was_made_for_labs_goes_with_the_last_of_them(here, kind, monkeypatch):
    monkeypatch.setenv(CONTEXTS, "kind-architecture-workbench")
    here.api.namespace("default")
    here.runtime.up(blueprint(), owner_pid=os.getpid())
    here.api.objects["/api/v1/namespaces/workbench-other"] = {
        "metadata": {"name": "workbench-other", "labels": {LAB_LABEL: "other"}}
    }
    assert here.runtime.down()
    assert not (here.base.parent / "said-to-kind").exists()
    del here.api.objects["/api/v1/namespaces/workbench-other"]
    here.runtime.up(blueprint(), owner_pid=os.getpid())
    assert here.runtime.down()
    assert said_to_kind(here) == ["delete cluster --name architecture-workbench"]


def test_a_context_that_went_away_is_told(here):
    gone = KubernetesRuntime(KubernetesOptions(context="nowhere", base=here.base))
    with pytest.raises(ToolFailedError, match="does not exist"):
        gone.up(blueprint())


def test_a_machine_with_a_cluster_lacks_nothing_unless_it_is_too_old(here):
    assert list(here.runtime.shortages()) == []
    here.api.version = "v1.27.3"
    (short,) = here.runtime.shortages()
    assert (short.remedy, short.params["version"]) == ("kubernetes-too-old", "v1.27.3")


def test_without_kubectl_that_is_what_is_missing(here, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert [each.what for each in here.runtime.shortages()] == ["kubectl"]
    assert not here.runtime.down()
