"""Stores in an environment's own namespace are confined, and reached by their users alone."""

import kubernetes_validate
import pytest

from generators.blueprint import Blueprint
from generators.checker import check_manifests
from generators.checker.kustomizing import build, plain
from generators.render import render
from tests.shops import manifests, reference

STORES = {"product": "mongodb", "cart": "valkey", "review": "elasticsearch"}


def shop(mode: str = "sidecar", broker: str = "nats") -> Blueprint:
    data = reference().model_dump(mode="json")
    for service, store in STORES.items():
        data["services"][service]["store"] = store
    data["events"]["broker"] = broker
    data["mesh"]["mode"] = mode
    data["deployment"]["environments"]["dev"]["stores"] = "cluster"
    return Blueprint.model_validate(data)


def objects(bp: Blueprint, environment: str) -> list[dict]:
    files = render(bp, ["kubernetes", "mesh"])
    built = [build(files, f"{kind}/overlays/{environment}") for kind in ("kubernetes", "mesh")]
    return [plain(found) for each in built for found in each.objects]


def stores(found: list[dict]) -> dict[str, dict]:
    return {each["metadata"]["name"]: each for each in found if each["kind"] == "StatefulSet"}


def the(found: list[dict], kind: str, name: str) -> dict:
    (match,) = [o for o in found if o["kind"] == kind and o["metadata"]["name"] == name]
    return match


@pytest.mark.parametrize("broker", ["nats", "rabbitmq", "kafka"])
@pytest.mark.parametrize("mode", ["sidecar", "ambient"])
def test_they_are_valid_and_fit_to_what_uses_them(mode: str, broker: str):
    bp = shop(mode, broker)
    assert check_manifests(manifests(bp)) == []
    found = stores(objects(bp, "dev"))
    assert set(found) >= {"postgresql", *STORES.values()}
    assert (broker in found) == (broker != "kafka")
    for each in found.values():
        kubernetes_validate.validate(each, "1.34", strict=True)


def test_an_environment_that_finds_them_outside_has_none():
    assert stores(objects(shop(), "prod")) == {}


def test_no_pod_may_become_root_and_who_writes_its_image_says_why():
    for each in stores(objects(shop(broker="rabbitmq"), "dev")).values():
        pod = each["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsUser"] >= 10000
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        told = "CKV_K8S_22=" in str(each["metadata"]["annotations"])
        assert container["securityContext"]["readOnlyRootFilesystem"] is not told


def test_postgresql_18_keeps_its_volume_above_the_folder_of_its_version():
    found = objects(shop(), "dev")
    (container,) = stores(found)["postgresql"]["spec"]["template"]["spec"]["containers"]
    mounts = {each["name"]: each["mountPath"] for each in container["volumeMounts"]}
    assert mounts["data"] == "/var/lib/postgresql"
    sql = the(found, "ConfigMap", "postgresql-databases")["data"]["databases.sql"]
    assert 'CREATE DATABASE "order";' in sql
    assert "product" not in sql


@pytest.mark.parametrize(("mode", "port"), [("sidecar", 27017), ("ambient", 15008)])
def test_only_its_users_reach_a_store(mode: str, port: int):
    found = objects(shop(mode), "dev")
    let_in = the(found, "NetworkPolicy", "mongodb")["spec"]["ingress"][0]
    (peer,) = let_in["from"]
    assert peer["podSelector"]["matchExpressions"][0]["values"] == ["product"]
    assert let_in["ports"] == [{"protocol": "TCP", "port": port}]
    (rule,) = the(found, "AuthorizationPolicy", "mongodb")["spec"]["rules"]
    assert rule["from"] == [{"source": {"serviceAccounts": ["product"]}}]
    assert rule["to"] == [{"operation": {"ports": ["27017"]}}]


def test_passwords_come_from_secrets_that_bear_the_stores_names():
    for name, each in stores(objects(shop(), "dev")).items():
        (container,) = each["spec"]["template"]["spec"]["containers"]
        (secret,) = [e["valueFrom"]["secretKeyRef"] for e in container["env"] if "valueFrom" in e]
        assert secret == {"name": name, "key": "password"}
