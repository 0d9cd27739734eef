"""MongoDB in a cluster is a replica set of one: without a set it has no transactions.

Its scripts run against stand-ins of the image's entrypoint and of its shell.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pymongo.uri_parser import parse_uri

from generators.blueprint import Blueprint
from generators.render import render
from tests.shops import reference
from tests.unit.generators.render.test_stores_in_cluster import objects, stores, the

ENTRYPOINT = """\
#!/bin/sh
stat -c %a "$5"
cat "$5"
printf '\\n%s\\n' "$*"
"""
SHELL = """\
const seen = []
const server = SERVER
const db = {
  auth: (user, password) => seen.push([user, password]),
  hello: () => server,
}
const rs = { initiate: set => {
  if (!server.isreplicaset) throw new Error('This node was not started with replication enabled')
  seen.push(set)
} }
const quit = code => { console.log(JSON.stringify(seen)); process.exit(code) }
"""


def shop() -> Blueprint:
    data = reference().model_dump(mode="json")
    data["services"]["product"]["store"] = "mongodb"
    data["deployment"]["environments"]["dev"]["stores"] = "cluster"
    return Blueprint.model_validate(data)


FOUND = objects(shop(), "dev")
POD = stores(FOUND)["mongodb"]["spec"]["template"]["spec"]
SCRIPTS = the(FOUND, "ConfigMap", "mongodb-scripts")["data"]


def started(folder: Path) -> list[str]:
    entrypoint = folder / "docker-entrypoint.sh"
    entrypoint.write_text(ENTRYPOINT)
    entrypoint.chmod(0o755)
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "TMPDIR": str(folder)}
    script = folder / "start.sh"
    script.write_text(SCRIPTS["start.sh"])
    told = subprocess.run(
        ["sh", str(script)], env=environment, capture_output=True, text=True, check=True
    )
    return told.stdout.splitlines()


def asked(server: dict[str, object]) -> tuple[int, list[object]]:
    """The first probe's exit code, and what the server was told."""
    if (node := shutil.which("node")) is None:
        pytest.skip("no Node")
    text = SHELL.replace("SERVER", json.dumps(server)) + SCRIPTS["primary.js"]
    environment = {
        "MONGO_INITDB_ROOT_USERNAME": "shop",
        "MONGO_INITDB_ROOT_PASSWORD": "from the Secret",
    }
    told = subprocess.run(
        [node, "-e", text], env=environment, capture_output=True, text=True, check=False
    )
    return told.returncode, json.loads(told.stdout or "[]")


def test_each_start_makes_a_key_that_nobody_else_may_read_and_joins_the_set(tmp_path: Path):
    mode, key, called = started(tmp_path)
    assert mode == "600"
    assert 6 <= len(key) <= 1024
    assert called == f"mongod --replSet shop --keyFile {tmp_path}/member-key --bind_ip_all"
    assert started(tmp_path)[1] != key


def test_the_first_probe_makes_the_set_once_and_waits_until_it_takes_writes():
    sign_in = ["shop", "from the Secret"]
    member = {"_id": 0, "host": "mongodb-0.mongodb:27017"}
    fresh = {"isreplicaset": True, "isWritablePrimary": False}
    assert asked(fresh) == (1, [sign_in, {"_id": "shop", "members": [member]}])
    assert asked({"setName": "shop", "isWritablePrimary": False}) == (1, [sign_in])
    assert asked({"setName": "shop", "isWritablePrimary": True}) == (0, [sign_in])


def test_a_server_that_the_image_only_prepares_is_not_taken_for_the_store():
    assert asked({"isWritablePrimary": True}) == (1, [])


def test_the_member_is_found_under_one_name_from_inside_and_from_outside():
    assert the(FOUND, "Service", "mongodb")["spec"]["clusterIP"] == "None"
    (alias,) = POD["hostAliases"]
    assert alias == {"ip": "127.0.0.1", "hostnames": ["mongodb-0.mongodb"]}
    assert f"host: '{alias['hostnames'][0]}:27017'" in SCRIPTS["primary.js"]


def test_services_are_told_an_address_that_leads_to_the_set():
    text = render(shop(), ["kubernetes"])["kubernetes/README.md"]
    (line,) = [each for each in text.splitlines() if each.startswith("| `product-store`")]
    address = parse_uri(line.rsplit("`", 2)[1])
    assert address["nodelist"] == [("mongodb-0.mongodb", 27017)]
    assert address["database"] == "product"
    assert dict(address["options"]) == {"replicaSet": "shop", "authSource": "admin"}


def test_its_shell_is_asked_on_the_start_alone_and_is_given_time():
    (container,) = POD["containers"]
    assert container["startupProbe"]["exec"]["command"][0] == "mongosh"
    assert container["startupProbe"]["timeoutSeconds"] >= 10
    assert "tcpSocket" in container["readinessProbe"]
    assert "tcpSocket" in container["livenessProbe"]
