"""kubectl lets us in, whatever it says before."""

import os

import pytest

from labs.kubernetes.errors import ToolFailedError
from labs.kubernetes.kubectl import cluster_of


@pytest.fixture
def says(tmp_path, monkeypatch):
    def program(script: str) -> None:
        path = tmp_path / "kubectl"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return program


def test_a_warning_is_no_refusal(says):
    says("echo 'Warning: this plugin is old' >&2; echo 'Starting to serve'; exec sleep 60")
    with cluster_of("kind-test") as cluster:
        assert cluster.name == "kind-test"


def test_a_refusal_is_told_in_its_last_words(says):
    says("echo 'Warning: this plugin is old' >&2; echo 'error: no such context' >&2; exit 1")
    with pytest.raises(ToolFailedError) as error, cluster_of("kind-test"):
        pass
    assert error.value.params["reason"] == "no such context"
