"""Who signs tokens is written once, and told alike to the gateway and to every service."""

import json

import pytest
import yaml

from generators.blueprint import Blueprint, dump_blueprint, parse_blueprint
from generators.render import render
from tests.shops import reference

TOLD = {
    "TOKEN_ISSUER": "https://id.$hop",
    "TOKEN_AUDIENCES": "web,app",
    "TOKEN_ROLE_CLAIM": "groups",
}


def with_jwt(bp: Blueprint) -> Blueprint:
    document = yaml.safe_load(dump_blueprint(bp))
    document["gateway"]["auth"]["jwt"] = {
        "issuer": TOLD["TOKEN_ISSUER"],
        "audiences": TOLD["TOKEN_AUDIENCES"].split(","),
        "role_claim": TOLD["TOKEN_ROLE_CLAIM"],
    }
    return parse_blueprint(yaml.safe_dump(document, sort_keys=False), "blueprint.yaml")


def outside() -> Blueprint:
    """The shop whose tokens somebody else signs."""
    text = dump_blueprint(with_jwt(reference()))
    return parse_blueprint(text.replace("authentication", "sign-up"), "blueprint.yaml")


def provider(files: dict[str, str]) -> dict:
    def found(node: object) -> list[dict]:
        if isinstance(node, list):
            return [each for item in node for each in found(item)]
        if not isinstance(node, dict):
            return []
        own = [node["providers"]["tokens"]] if "providers" in node else []
        return own + [each for item in node.values() for each in found(item)]

    (tokens,) = found(yaml.safe_load(files["gateway/envoy.yaml"]))
    return tokens


def environment(files: dict[str, str], service: str) -> dict[str, str]:
    return yaml.safe_load(files["compose.yaml"])["services"][service]["environment"]


@pytest.mark.parametrize("bp", [with_jwt(reference()), outside()], ids=["inside", "outside"])
def test_the_gateway_and_the_services_are_told_the_same(bp: Blueprint):
    files = render(bp, ["compose", "gateway", "kubernetes"])
    tokens = provider(files)
    assert (tokens["issuer"], tokens["audiences"]) == ("https://id.$hop", ["web", "app"])
    composed = environment(files, "cart")
    assert {name: composed[name].replace("$$", "$") for name in TOLD} == TOLD
    overlay = files["kubernetes/base/cart/kustomization.yaml"]
    assert all(f"{name}={value}" in overlay for name, value in TOLD.items())


def test_the_keys_are_those_of_the_service_that_signs_people_in():
    files = render(with_jwt(reference()), ["compose", "gateway"])
    assert "gateway/jwks.json" not in files
    fetched = provider(files)["remote_jwks"]["http_uri"]["uri"]
    asked = environment(files, "cart")["KEYS_URL"]
    assert asked == fetched.replace("http://user/", "http://user:8080/")
    assert "user" in yaml.safe_load(files["compose.yaml"])["services"]["gateway"]["depends_on"]


def test_keys_from_elsewhere_are_a_file_of_the_algorithm_that_services_accept():
    files = render(outside(), ["compose", "gateway"])
    assert "local_jwks" in provider(files)
    (key,) = json.loads(files["gateway/jwks.json"])["keys"]
    assert (key["alg"], key["crv"]) == ("ES256", "P-256")
    assert "KEYS_URL" not in environment(files, "cart")


def test_without_a_choice_the_shop_signs_for_itself():
    document = yaml.safe_load(dump_blueprint(reference()))
    del document["gateway"]
    bp = parse_blueprint(yaml.safe_dump(document, sort_keys=False), "blueprint.yaml")
    told = environment(render(bp, ["compose"]), "cart")
    assert told["TOKEN_ISSUER"] == told["TOKEN_AUDIENCES"] == bp.name
