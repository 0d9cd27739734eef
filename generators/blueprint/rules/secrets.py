"""Secrets do not stand in a document that everybody reads."""

import re
from collections.abc import Iterator

from decomposer.documents import Violation
from decomposer.documents.problem import Path
from generators.blueprint.document import Blueprint

_CREDENTIAL = re.compile(
    r"""-----BEGIN[ ]            # a private key
    | ://[^/\s:@]+:[^/\s@]+@     # user and password in an address
    | \b(?:Bearer|Basic)\s+\S{8}
    | \beyJ[\w-]{8,}\.[\w-]{8,}  # a signed token
    | \bAKIA[0-9A-Z]{16}\b | \bgh[pousr]_\w{20} | \bxox[abp]-\w{8} | \bsk_live_\w{8}
    """,
    re.VERBOSE,
)
"""What credentials look like: by form, as their names say nothing about their values."""

_TELLING = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"})
"""Headers that carry nothing else."""


def secret_in_plain(bp: Blueprint) -> Iterator[Violation]:
    """No value is a credential. It is not repeated in the message, which ends in logs."""
    for at, value in _free_texts(bp):
        if _CREDENTIAL.search(value):
            yield Violation("secret-in-plain", at, str(at[-1]))
    for name in bp.gateway.response_headers if bp.gateway else ():
        if name in _TELLING:
            at = ("gateway", "response_headers", name)
            yield Violation("secret-in-plain", at, name)


def _free_texts(bp: Blueprint) -> Iterator[tuple[Path, str]]:
    """The values that may hold anything."""
    if bp.gateway:
        for name, value in bp.gateway.response_headers.items():
            if name not in _TELLING:
                yield ("gateway", "response_headers", name), value
        for index, rule in enumerate(bp.gateway.rbac):
            for claim, value in rule.claims.items():
                yield ("gateway", "rbac", index, "claims", claim), value
        if jwt := bp.gateway.auth.jwt:
            yield ("gateway", "auth", "jwt", "issuer"), jwt.issuer
    if bp.deployment:
        yield ("deployment", "registry"), bp.deployment.registry
    for service, canary in (bp.mesh.canaries if bp.mesh else {}).items():
        for index, match in enumerate(canary.headers):
            yield ("mesh", "canaries", service, "headers", index, "value"), match.value


RULES = (secret_in_plain,)
