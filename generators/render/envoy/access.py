"""Who may pass: tokens, keys, roles, networks, countries."""

from generators.blueprint.gateway import Gateway, RoleRule, Route
from generators.render.envoy.clusters import JWKS_CLUSTER
from generators.render.envoy.placement import Placement
from generators.render.envoy.typed import FILTER_CONFIG, Json, extension, seconds
from generators.render.reasons import because

TOKEN_METADATA = "jwt"  # noqa: S105 - the place of a verified token's claims, no secret
JWT_FILTER = "envoy.filters.http.jwt_authn"
_KEYS = "envoy.filters.http.api_key_auth"
_RBAC = "envoy.filters.http.rbac"


def http_filters(gateway: Gateway, placement: Placement) -> list[Json]:
    """Networks first, as they cost least; then identity; then what an identity may do."""
    return [
        *_rbac("networks", _network_policies(gateway)),
        *_jwt(gateway, placement),
        *_api_keys(gateway, placement),
        *_rbac("roles", _role_policies(gateway)),
    ]


def route_filters(route: Route) -> Json:
    """Switch the check of API keys on where the route asks for it."""
    if route.auth != "api-key":
        return {}
    return {_KEYS: {"@type": FILTER_CONFIG, "config": {}, "disabled": False}}


def _jwt(gateway: Gateway, placement: Placement) -> list[Json]:
    jwt = gateway.auth.jwt
    if jwt is None:
        return []
    provider = {
        "issuer": jwt.issuer,
        "audiences": list(jwt.audiences),
        **_keys_from(placement),
        "forward": True,
        "payload_in_metadata": TOKEN_METADATA,
    }
    ordered = sorted(gateway.routes, key=lambda route: (-len(route.prefix), route.prefix))
    message = "envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication"
    rules = [_jwt_rule(route) for route in ordered]
    found = extension(JWT_FILTER, message, providers={"tokens": provider}, rules=rules)
    return [because(found, "tokens", "gateway.auth.jwt")]


def _keys_from(placement: Placement) -> Json:
    """A file, read once; or a service, asked beside the requests and never because of one."""
    source = placement.jwks_source
    if source is None:
        return {"local_jwks": {"filename": placement.jwks_file}}
    uri = {"uri": f"http://{source.service}{source.path}", "cluster": JWKS_CLUSTER}
    return {
        "remote_jwks": {
            "http_uri": uri | {"timeout": "1s"},
            "cache_duration": seconds(source.refresh_ms),
            "async_fetch": {},
            "retry_policy": {
                "num_retries": 2,
                "retry_back_off": {"base_interval": "0.05s", "max_interval": "0.5s"},
            },
        }
    }


def _jwt_rule(route: Route) -> Json:
    """A token is demanded, or only verified when there is one."""
    provider = {"provider_name": "tokens"}
    optional = {"requires_any": {"requirements": [provider, {"allow_missing": {}}]}}
    match = {"prefix": "/"} if route.prefix == "/" else {"path_separated_prefix": route.prefix}
    rule = {"match": match, "requires": provider if route.auth == "jwt" else optional}
    code = "token-demanded" if route.auth == "jwt" else "token-verified"
    return because(rule, code, f"gateway.routes[{route.prefix}].auth")


def _api_keys(gateway: Gateway, placement: Placement) -> list[Json]:
    keys = gateway.auth.api_keys
    if keys is None:
        return []
    known = [
        {"client": client, "key": placement.api_keys[client]}
        for client in keys.clients
        if client in placement.api_keys
    ]
    message = "envoy.extensions.filters.http.api_key_auth.v3.ApiKeyAuth"
    sources = [{"header": keys.header}]
    found = extension(_KEYS, message, credentials=known, key_sources=sources) | {"disabled": True}
    return [because(found, "api-keys", "gateway.auth.api_keys")]


def _rbac(name: str, policies: Json) -> list[Json]:
    if not policies:
        return []
    message = "envoy.extensions.filters.http.rbac.v3.RBAC"
    rules = {"action": "DENY", "policies": policies}
    return [extension(f"{_RBAC}.{name}", message, rules=rules)]


def _network_policies(gateway: Gateway) -> Json:
    policies: Json = {}
    anything = [{"any": True}]
    if gateway.ip_rules.deny:
        ids = [_network(str(network)) for network in gateway.ip_rules.deny]
        denied = {"permissions": anything, "principals": ids}
        policies["ip-denied"] = because(denied, "networks", "gateway.ip_rules.deny")
    if gateway.ip_rules.allow:
        ids = [_network(str(network)) for network in gateway.ip_rules.allow]
        outside = [{"not_id": {"or_ids": {"ids": ids}}}]
        refused = {"permissions": anything, "principals": outside}
        policies["ip-not-allowed"] = because(refused, "networks", "gateway.ip_rules.allow")
    if gateway.geo.deny:
        countries = {"safe_regex": {"regex": "|".join(gateway.geo.deny)}}
        header = {"header": {"name": gateway.geo.header, "string_match": countries}}
        abroad = {"permissions": anything, "principals": [header]}
        policies["country-denied"] = because(abroad, "countries", "gateway.geo.deny")
    return policies


def _role_policies(gateway: Gateway) -> Json:
    return {
        f"role-{index}-{rule.prefix}": _role_policy(gateway, rule)
        for index, rule in enumerate(gateway.rbac)
    }


def _role_policy(gateway: Gateway, rule: RoleRule) -> Json:
    policy = {
        "permissions": [_permission(rule)],
        "principals": [{"not_id": _entitled(gateway, rule)}],
    }
    return because(policy, "roles", f"gateway.rbac[{rule.prefix}]")


def _permission(rule: RoleRule) -> Json:
    inside = f"{rule.prefix.rstrip('/')}/"
    paths = [{"exact": rule.prefix}, {"prefix": inside}]
    conditions: list[Json] = [{"or_rules": {"rules": [{"url_path": {"path": p}} for p in paths]}}]
    if rule.methods:
        methods = {"safe_regex": {"regex": "|".join(rule.methods)}}
        conditions.append({"header": {"name": ":method", "string_match": methods}})
    return {"and_rules": {"rules": conditions}}


def _entitled(gateway: Gateway, rule: RoleRule) -> Json:
    """The token has one of the roles, as its claim or in its list, and all of the claims."""
    claim = gateway.auth.jwt.role_claim if gateway.auth.jwt else ""
    conditions: list[Json] = [
        _claim_is(name, {"string_match": {"exact": value}}) for name, value in rule.claims.items()
    ]
    if rule.roles:
        exact: list[Json] = [{"string_match": {"exact": role}} for role in rule.roles]
        listed = [{"list_match": {"one_of": value}} for value in exact]
        ids = [_claim_is(claim, value) for value in (*exact, *listed)]
        conditions.append({"or_ids": {"ids": ids}})
    return {"and_ids": {"ids": conditions}}


def _claim_is(claim: str, value: Json) -> Json:
    matcher = {
        "filter": JWT_FILTER,
        "path": [{"key": TOKEN_METADATA}, {"key": claim}],
        "value": value,
    }
    return {"sourced_metadata": {"metadata_matcher": matcher}}


def _network(block: str) -> Json:
    address, _, length = block.partition("/")
    return {"remote_ip": {"address_prefix": address, "prefix_len": int(length)}}
