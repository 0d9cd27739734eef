"""Credentials that stand in plain sight."""

import re
from base64 import b64decode
from collections.abc import Iterator

from generators.checker.cluster import Cluster
from generators.checker.finding import ManifestFinding
from generators.checker.pods import all_containers

_NAME = re.compile(
    r"(?i)(?:^|[_.-])"
    r"(?:passw(?:or)?d|passphrase|secret|token|api_?key|access_?key|private_?key)$"
)
_NO_SECRET = re.compile(r"(?i)|true|false|none|null|[0-9.]+|/.*|.*\$[({].*|<.*>|\*+")
_FILLED_IN_LATER = re.compile(r"[${}<>]")
"""A placeholder of a template, or of somebody who explains."""
_SHAPES = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"
    r"|\b[a-z][a-z0-9+]*://[^\s:/@$]+:[^\s:/@$<{]+@"
)


def in_environment(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A credential comes from a Secret, not from the text of a manifest."""
    for workload in cluster.makers():
        for container in all_containers(workload):
            for entry in container.get("env").items():
                name, value = entry.get("name").text(), entry.get("value")
                if is_secret(name, value.text()):
                    yield workload.finding("secret-in-plain", value, key=name)


def in_configuration(cluster: Cluster) -> Iterator[ManifestFinding]:
    """A ConfigMap holds no credentials."""
    for configuration in cluster.subjects("ConfigMap"):
        for key, value in configuration.body.get("data").entries():
            if is_secret(key, value.text()):
                yield configuration.finding("secret-in-plain", value, key=key)


def encoded(cluster: Cluster) -> Iterator[ManifestFinding]:
    """The data of a Secret is in base64; plain text belongs into `stringData`."""
    for secret in cluster.subjects("Secret"):
        for key, value in secret.body.get("data").entries():
            text = value.text()
            if not _FILLED_IN_LATER.search(text) and not _is_base64(text):
                yield secret.finding("secret-not-base64", value, key=key)


def _is_base64(text: str) -> bool:
    try:
        b64decode("".join(text.split()), validate=True)
    except ValueError:
        return False
    return True


def is_secret(name: str, text: str) -> bool:
    """Whether a value is a credential, by the shape of it or by the name that it goes under."""
    named = _NAME.search(name) is not None and _NO_SECRET.fullmatch(text) is None
    return named or _SHAPES.search(text) is not None


CHECKS = (in_environment, in_configuration, encoded)
