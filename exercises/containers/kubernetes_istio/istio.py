"""The parts of Istio's resources that this exercise reads."""

import re
from typing import Literal

from pydantic import Field

from exercises.containers.kubernetes_istio.manifests import Labels, LabelSelector, Metadata, Part

NetworkingVersion = Literal["networking.istio.io/v1", "networking.istio.io/v1beta1"]
SecurityVersion = Literal["security.istio.io/v1", "security.istio.io/v1beta1"]


class StringMatch(Part):
    """One way to match a text; exactly one is given."""

    exact: str | None = None
    prefix: str | None = None
    regex: str | None = None

    def matches(self, value: str | None) -> bool:
        """Whether a text, or the absence of one, fits."""
        if value is None:
            return False
        if self.exact is not None:
            return value == self.exact
        if self.prefix is not None:
            return value.startswith(self.prefix)
        return self.regex is None or re.fullmatch(self.regex, value) is not None


class HttpMatch(Part):
    """Conditions that must all hold."""

    headers: dict[str, StringMatch] = Field(default_factory=dict)
    uri: StringMatch | None = None

    def matches(self, path: str, headers: dict[str, str]) -> bool:
        """Whether a request fits."""
        if self.uri is not None and not self.uri.matches(path):
            return False
        return all(match.matches(headers.get(name)) for name, match in self.headers.items())


class Destination(Part):
    """A host, or one subset of its pods."""

    host: str
    subset: str | None = None


class WeightedDestination(Part):
    """A destination with its share."""

    destination: Destination
    weight: int | None = None


class HttpRoute(Part):
    """Where matching requests go; without `match`, all of them."""

    match: tuple[HttpMatch, ...] = ()
    route: tuple[WeightedDestination, ...] = Field(min_length=1)

    def weights(self) -> tuple[int, ...]:
        """The weight of each destination; a single one takes everything."""
        if len(self.route) == 1:
            return (100,)
        return tuple(branch.weight or 0 for branch in self.route)


class VirtualServiceSpec(Part):
    """The routes of a host, in the order in which they are tried."""

    hosts: tuple[str, ...] = Field(min_length=1)
    http: tuple[HttpRoute, ...] = Field(min_length=1)


class VirtualService(Part):
    """networking.istio.io VirtualService."""

    api_version: NetworkingVersion
    kind: Literal["VirtualService"]
    metadata: Metadata
    spec: VirtualServiceSpec


class Subset(Part):
    """A named part of a host's pods."""

    name: str
    labels: Labels = Field(default_factory=dict)


class DestinationRuleSpec(Part):
    """The subsets of a host."""

    host: str
    subsets: tuple[Subset, ...] = ()


class DestinationRule(Part):
    """networking.istio.io DestinationRule."""

    api_version: NetworkingVersion
    kind: Literal["DestinationRule"]
    metadata: Metadata
    spec: DestinationRuleSpec


class Mtls(Part):
    """Whether plain text is refused."""

    mode: Literal["STRICT", "PERMISSIVE", "DISABLE", "UNSET"] = "UNSET"


class PeerAuthenticationSpec(Part):
    """To which pods it applies, and what it asks."""

    selector: LabelSelector | None = None
    mtls: Mtls = Mtls()


class PeerAuthentication(Part):
    """security.istio.io PeerAuthentication."""

    api_version: SecurityVersion
    kind: Literal["PeerAuthentication"]
    metadata: Metadata
    spec: PeerAuthenticationSpec


class Peer(Part):
    """Who calls."""

    principals: tuple[str, ...] = ()


class From(Part):
    """One alternative of `from`."""

    source: Peer


class Operation(Part):
    """What is called."""

    methods: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class To(Part):
    """One alternative of `to`."""

    operation: Operation


class Rule(Part):
    """Holds when one of `from` and one of `to` do; whichever is absent always does."""

    origin: tuple[From, ...] = Field(default=(), alias="from")
    to: tuple[To, ...] = ()

    def allows(self, principal: str, method: str) -> bool:
        """Whether this rule alone lets a request in."""
        from_ok = not self.origin or any(
            _among(principal, alternative.source.principals) for alternative in self.origin
        )
        to_ok = not self.to or any(
            _among(method, alternative.operation.methods) for alternative in self.to
        )
        return from_ok and to_ok


class AuthorizationPolicySpec(Part):
    """Which pods, and what is allowed to reach them."""

    selector: LabelSelector | None = None
    action: Literal["ALLOW", "DENY", "AUDIT", "CUSTOM"] = "ALLOW"
    rules: tuple[Rule, ...] = ()


class AuthorizationPolicy(Part):
    """security.istio.io AuthorizationPolicy."""

    api_version: SecurityVersion
    kind: Literal["AuthorizationPolicy"]
    metadata: Metadata
    spec: AuthorizationPolicySpec

    def allows(self, principal: str, method: str) -> bool:
        """Whether the policy lets a request in: any rule suffices, none means nobody."""
        matched = any(rule.allows(principal, method) for rule in self.spec.rules)
        return matched if self.spec.action == "ALLOW" else not matched


def _among(value: str, patterns: tuple[str, ...]) -> bool:
    """Istio's list match: empty means any, and `*` stands for a prefix or suffix."""
    return not patterns or any(
        re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), value) for pattern in patterns
    )
