"""Deployments and the identity they run under."""

from generators.blueprint.deployment import Probe, Resources
from generators.render.kubernetes.confinement import CONFINED, pod_security
from generators.render.kubernetes.secrets import BROKER, INTERNAL, TOKEN, URL, own_secret
from generators.render.kubernetes.view import Json, Release, View
from generators.render.reasons import because
from generators.render.tokens import believed_places, token_variables
from generators.render.topology import HTTP_PORT

DRAIN_S = 5
"""A pod goes on answering so long after it was told to stop: endpoints are updated meanwhile."""

GRACE_S = 30
"""After that it has so long to finish the requests that it has taken."""

_SKIPPED = {
    "CKV_K8S_15": "Delivered by digest, so the copy on the node is right without the registry",
    "CKV_K8S_35": "Read once, by a service that starts no programs and prints no settings",
    "CKV_K8S_43": "The delivery writes the digest of what was checked in place of this tag",
}
"""What Checkov would have otherwise, and why it is as it is."""


def service_account(view: View) -> Json:
    """An identity of its own, without a token for the API server that nothing needs."""
    account = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": view.metadata(view.name),
        "automountServiceAccountToken": False,
    }
    return because(account, "no-token", key="automountServiceAccountToken")


def deployment(view: View, release: Release) -> Json:
    """The replicas of one release."""
    labels = {"app": view.name, "version": release.version}
    replicas = {} if view.scales else {"replicas": view.service.replicas}
    spec: Json = {
        **replicas,
        "selector": {"matchLabels": labels},
        "strategy": {
            "type": "RollingUpdate",
            "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0},
        },
        "template": {
            "metadata": {"labels": labels, **_metrics(view)},
            "spec": _pod(view, release),
        },
    }
    spec = because(spec, "replicas", f"services.{view.name}.replicas", key="replicas")
    document = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {
            **view.metadata(release.name, version=release.version),
            "annotations": {
                f"checkov.io/skip{number}": f"{check}={reason}"
                for number, (check, reason) in enumerate(_SKIPPED.items(), start=1)
            },
        },
        "spec": because(spec, "rolling-update", key="strategy"),
    }
    held = ", ".join(view.service.modules)
    return because(document, "deployable", f"services.{view.name}.modules", modules=held)


def _metrics(view: View) -> Json:
    """Where a sidecar finds the metrics that it merges with its own."""
    if view.mesh_mode != "sidecar":
        return {}
    found = {"scrape": "true", "port": str(HTTP_PORT), "path": "/metrics"}
    return {"annotations": {f"prometheus.io/{key}": value for key, value in found.items()}}


def _pod(view: View, release: Release) -> Json:
    pod: Json = {
        "serviceAccountName": view.name,
        "automountServiceAccountToken": False,
        # else each Service of the namespace adds its address to the environment
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": DRAIN_S + GRACE_S,
        "securityContext": pod_security(),
        "topologySpreadConstraints": [
            {
                "maxSkew": 1,
                "topologyKey": "kubernetes.io/hostname",
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {"app": view.name}},
            }
        ],
        "containers": [_container(view, release)],
        "volumes": [{"name": "tmp", "emptyDir": {}}],
    }
    pod = because(pod, "drain", key="terminationGracePeriodSeconds")
    pod = because(pod, "unprivileged", key="securityContext")
    return because(pod, "spread-over-nodes", key="topologySpreadConstraints")


def _container(view: View, release: Release) -> Json:
    probes = view.workload.probes
    asked = {
        "startupProbe": probes.startup,
        "livenessProbe": probes.liveness,
        "readinessProbe": probes.readiness,
    }
    container: Json = {
        "name": view.name,
        "image": release.name,
        "ports": [{"name": "http", "containerPort": HTTP_PORT}],
        **_environment(view),
        "resources": _resources(view.workload.resources),
        **{name: _probe(probe) for name, probe in asked.items() if probe},
        "lifecycle": {"preStop": {"sleep": {"seconds": DRAIN_S}}},
        "securityContext": CONFINED,
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108 - in the container
    }
    return _explained(container, view)


def _explained(container: Json, view: View) -> Json:
    container = because(container, "image-by-environment", "deployment.registry", key="image")
    container = because(container, "secrets-elsewhere", f"services.{view.name}.store", key="env")
    told = [*view.calls_out, *believed_places(view.blueprint)]
    container = because(container, "peers", *told, key="envFrom")
    container = because(container, "resources", f"{view.place}.resources", key="resources")
    for probe in ("startup", "liveness", "readiness"):
        place = f"{view.place}.probes.{probe}"
        container = because(container, f"probe-{probe}", place, key=f"{probe}Probe")
    container = because(container, "drain", key="lifecycle")
    return because(container, "confined", key="securityContext")


def _environment(view: View) -> Json:
    """Secrets are named here and made elsewhere: they do not belong in a repository."""
    variables: list[Json] = [
        {"name": variable, "valueFrom": {"secretKeyRef": {"name": secret, "key": URL}}}
        for variable, secret in secrets(view).items()
    ]
    token = {"name": INTERNAL, "key": TOKEN}
    variables.append({"name": "INTERNAL_TOKEN", "valueFrom": {"secretKeyRef": token}})
    configured = {"envFrom": [{"configMapRef": {"name": view.name}}]} if settings(view) else {}
    return {**configured, "env": variables}


def secrets(view: View) -> dict[str, str]:
    """The Secret that holds each variable which is nobody's to read."""
    own = own_secret(view)
    found = {"STORE_URL": own} if own else {}
    return found | ({"BROKER_URL": BROKER} if view.neighbours.uses_broker else {})


def settings(view: View) -> list[str]:
    """The variables that everybody may read: where others are, and whose tokens count."""
    found = [
        f"{callee.upper().replace('-', '_')}_URL=http://{callee}"
        for callee in view.neighbours.callees
    ]
    told = token_variables(view.blueprint, view.name)
    return [*found, *(f"{variable}={value}" for variable, value in told.items())]


def _resources(resources: Resources) -> Json:
    limits: Json = {"memory": f"{resources.memory_limit_mi}Mi"}
    if resources.cpu_limit_m is not None:
        limits = {"cpu": f"{resources.cpu_limit_m}m", **limits}
    requests = {
        "cpu": f"{resources.cpu_request_m}m",
        "memory": f"{resources.memory_request_mi}Mi",
    }
    return {"requests": requests, "limits": limits}


def _probe(probe: Probe) -> Json:
    delay = {"initialDelaySeconds": probe.initial_delay_s} if probe.initial_delay_s else {}
    return {
        "httpGet": {"path": probe.path, "port": "http"},
        **delay,
        "periodSeconds": probe.period_s,
        "timeoutSeconds": probe.timeout_s,
        "failureThreshold": probe.failure_threshold,
    }
