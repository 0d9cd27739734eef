"""A small workflow for each service, which calls the ones that all services share."""

from collections.abc import Mapping

from generators.blueprint import Blueprint
from generators.blueprint.deployment import Deployment
from generators.render.kubernetes.view import environment_place, environments
from generators.render.observability.objectives import (
    BURNS,
    PROMISES,
    SLOW_BUDGET,
    failing_budget,
)
from generators.render.reasons import because

Json = dict[str, object]

_CALLED = "./.github/workflows/{}.yaml"
_PUBLISH = {"contents": "read", "id-token": "write", "attestations": "write"}
_ON_MAIN = "github.event_name == 'push' && github.ref == 'refs/heads/main'"


def workflow(bp: Blueprint, deployment: Deployment, service: str) -> Json:
    """Checks every change of a service; on main publishes it and carries it from place to place."""
    return {
        "name": service,
        "on": because(
            {
                "pull_request": {"paths": _paths(service)},
                "push": {"branches": ["main"], "paths": _paths(service)},
            },
            "run-by-path",
            f"services.{service}",
            service=service,
        ),
        "concurrency": {
            "group": f"{service}-${{{{ github.ref }}}}",
            # a newer commit of a pull request makes the older run worthless; a release ends
            "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
        },
        "permissions": {},
        "jobs": {
            "check": _check(bp, service),
            "publish": _publish(deployment, service),
            **_deliveries(bp, service),
        },
    }


def _paths(service: str) -> list[str]:
    return [
        f"services/{service}/**",
        f"kubernetes/base/{service}/**",
        f"kubernetes/overlays/*/{service}/**",
        f"mesh/base/{service}/**",
        f".github/workflows/service-{service}.yaml",
        ".github/workflows/*-service.yaml",
        "delivery/**",
    ]


def _check(bp: Blueprint, service: str) -> Json:
    name, environment = next(iter(environments(bp).items()))
    asked = {"service": service, "environment": name, "namespace": environment.namespace}
    job: Json = {
        "permissions": {"contents": "read"},
        "uses": _CALLED.format("check-service"),
        "with": asked,
    }
    return because(job, "checked-first", environment_place(bp, name))


def _publish(deployment: Deployment, service: str) -> Json:
    names = ("REGISTRY_USER", "REGISTRY_PASSWORD")
    job: Json = {
        "needs": "check",
        "if": _ON_MAIN,
        "permissions": _PUBLISH,
        "uses": _CALLED.format("publish-service"),
        "with": {"service": service, "registry": deployment.registry},
        "secrets": {name: f"${{{{ secrets.{name} }}}}" for name in names},
    }
    return because(job, "built-once", "deployment.registry")


def _deliveries(bp: Blueprint, service: str) -> Mapping[str, Json]:
    """One after another, in the order of the blueprint; the canary runs in the last."""
    jobs: dict[str, Json] = {}
    before = "publish"
    places = list(environments(bp))
    for place in places:
        asked: Json = {
            "service": service,
            "environment": place,
            "image": "${{ needs.publish.outputs.image }}",
        }
        if place == places[-1] and (shares := canary_shares(bp, service)):
            asked["canary"] = " ".join(map(str, shares))
            asked = because(asked, "canary-steps", f"mesh.canaries.{service}", key="canary")
        limits = _limits(bp)
        asked = because(asked | limits, "release-limits", *PROMISES, key="failed-at-most")
        job: Json = {
            "needs": list(dict.fromkeys(["publish", before])),
            "permissions": {"contents": "write"},
            "uses": _CALLED.format("deliver-service"),
            "with": asked,
        }
        jobs[f"deliver-{place}"] = because(job, "one-after-another", environment_place(bp, place))
        before = f"deliver-{place}"
    return jobs


def _limits(bp: Blueprint) -> Json:
    """What stops a release: the pace at which somebody would be called, and the promise itself."""
    if bp.objectives is None:
        return {}
    failing = round(failing_budget(bp.objectives) * BURNS[0].factor, 8)
    return {"failed-at-most": f"{failing:.8g}", "slow-at-most": f"{SLOW_BUDGET:g}"}


def canary_shares(bp: Blueprint, service: str) -> tuple[int, ...]:
    """The candidate's shares: the blueprint's, then half; none without a candidate."""
    canary = bp.mesh.canaries.get(service) if bp.mesh else None
    if canary is None or len(canary.subsets) < 2:  # noqa: PLR2004 - the present one and the next
        return ()
    first = canary.weights.get(canary.subsets[1], 0)
    return tuple(share for share in dict.fromkeys((first, 50)) if 0 < share <= 50)  # noqa: PLR2004
