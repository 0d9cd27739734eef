"""Who raises what is pinned."""

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.reasons import because

Json = dict[str, object]

_SETTLED_DAYS = 7


def dependabot(bp: Blueprint, deployment: Deployment) -> Json:
    """Of actions, of the services' packages and images and, where there is a cloud, of providers.

    One pull request a week for each kind, and none for what was published yesterday.
    """
    services = [f"/services/{service}" for service in bp.services]
    actions = because(_raised("github-actions", ["/"]), "raised")
    raised = [
        because(actions, "settled-first", key="cooldown"),
        _raised("uv", services),
        _raised("docker", services),
    ]
    if deployment.cloud != "none":
        raised.append(_raised("terraform", ["/infrastructure/environments/*"]))
    return {"version": 2, "updates": raised}


def _raised(ecosystem: str, directories: list[str]) -> Json:
    return {
        "package-ecosystem": ecosystem,
        "directories": directories,
        "schedule": {"interval": "weekly"},
        "cooldown": {"default-days": _SETTLED_DAYS},
        "groups": {ecosystem: {"patterns": ["*"]}},
    }
