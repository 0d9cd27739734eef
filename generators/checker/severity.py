"""How bad each finding is."""

from enum import StrEnum


class Severity(StrEnum):
    """From what may be as it is to what cannot work."""

    NOTE = "note"
    """Worth knowing; nothing fails because of it."""
    WARNING = "warning"
    """It runs, and something about it will hurt; or the other half stands outside these files."""
    ERROR = "error"
    """It is refused, or it does not do what it says."""

    @property
    def rank(self) -> int:
        """Its place, from 0 for the mildest."""
        return tuple(Severity).index(self)


NOTES = (
    "helm-template",
    "kustomize-file-unused",
    "kustomize-not-built",
    "kustomize-remote",
    "liveness-missing",
    "root-not-refused",
    "template",
)
WARNINGS = (
    "account-missing",
    "api-deprecated",
    "budget-blocks-drain",
    "budget-selects-nothing",
    "claim-missing",
    "config-missing",
    "host-namespace",
    "host-path",
    "ignore-without-reason",
    "image-not-pinned",
    "caller-outside-mesh",
    "kustomize-environment-missing",
    "kustomize-secret-literal",
    "kustomize-target-fits-nothing",
    "host-routed-twice",
    "mtls-not-strict",
    "policy-selects-nothing",
    "principal-unknown",
    "namespace-unknown",
    "port-name-shared",
    "port-twice",
    "privileged",
    "service-privileged",
    "probe-port-undeclared",
    "readiness-missing",
    "requests-missing",
    "route-unreachable",
    "runs-as-root",
    "secret-in-plain",
    "secret-missing",
    "service-target-port-undeclared",
)
ERRORS = (
    "boolean-expected",
    "field-missing",
    "field-unknown",
    "integer-expected",
    "kind-unknown",
    "list-expected",
    "mapping-expected",
    "number-expected",
    "scalar-expected",
    "text-expected",
    "value-unknown",
    "api-gone",
    "api-removed",
    "autoscaler-range-reversed",
    "autoscaler-target-missing",
    "backend-missing",
    "backend-port-missing",
    "canary-header-after-weights",
    "config-key-missing",
    "container-twice",
    "egress-forgets-dns",
    "key-repeated",
    "kustomize-circle",
    "kustomize-field-unknown",
    "kustomize-file-missing",
    "kustomize-object-twice",
    "kustomize-operation-fails",
    "kustomize-patch-fits-nothing",
    "kustomize-patch-without-target",
    "kustomize-replicas-fit-nothing",
    "mount-path-twice",
    "mount-undeclared",
    "name-malformed",
    "name-missing",
    "not-yaml",
    "port-name-twice",
    "probe-port-missing",
    "quantity-malformed",
    "request-above-limit",
    "dependency-circle",
    "dependency-missing",
    "gateway-missing",
    "healthcheck-missing",
    "host-port-twice",
    "image-missing",
    "listener-missing",
    "policy-target-missing",
    "resource-undefined",
    "secret-not-base64",
    "selector-misses-template",
    "service-port-unnamed",
    "service-selects-nothing",
    "service-target-port-missing",
    "subset-selects-nothing",
    "subset-undefined",
    "tls-disabled-by-client",
    "utilization-without-request",
    "weights-not-100",
)
SEVERITIES = {
    **dict.fromkeys(NOTES, Severity.NOTE),
    **dict.fromkeys(WARNINGS, Severity.WARNING),
    **dict.fromkeys(ERRORS, Severity.ERROR),
}
"""Every code that a finding can have."""
