"""The way of a change to the cluster: GitHub workflows, and what they carry manifests with."""

from pathlib import Path

from generators.blueprint import Blueprint
from generators.render.delivery.dependabot import dependabot
from generators.render.delivery.workflows import workflow
from generators.render.yaml_text import yaml_text

_WORKFLOWS = ".github/workflows"

_SHARED = {
    f"{_WORKFLOWS}/check-service.yaml": "check-service.yaml",
    f"{_WORKFLOWS}/publish-service.yaml": "publish-service.yaml",
    f"{_WORKFLOWS}/deliver-service.yaml": "deliver-service.yaml",
    ".github/zizmor.yml": "zizmor.yml",
    "delivery/release.py": "release.py",
}
"""The same for every blueprint: services differ only in what they hand over."""


def delivery_files(bp: Blueprint) -> dict[str, str]:
    """Workflows and their script; none while the blueprint has no `deployment`."""
    if bp.deployment is None:
        return {}
    folder = Path(__file__).parent / "files"
    files = {path: (folder / name).read_text("utf-8") for path, name in _SHARED.items()}
    files[".github/dependabot.yml"] = yaml_text(dependabot(bp, bp.deployment))
    for service in bp.services:
        text = yaml_text(workflow(bp, bp.deployment, service))
        files[f"{_WORKFLOWS}/service-{service}.yaml"] = text
    return files


__all__ = ["delivery_files"]
